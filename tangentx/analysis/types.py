"""Types of values, with symbolic shapes: what the compiler knows about a variable.

A `Type` is hashable, so a tuple of them keys the compiled versions of a derivative.  An array's dimension is a
`Dim`: an integer, or a linear expression in symbols.  A symbol that stands for a dimension of an argument is never
1 (the version key says which dimensions are), so NumPy's broadcasting succeeds with it only against 1 or an equal
dimension; that is what makes most run-time shape checks needless.  A symbol that starts with "?" may be anything.

`sites`: the buffers an array may live in, by what allocated them.  Arrays share memory only if theirs intersect.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tangentx.paths import Field

NO_SITES: frozenset[str] = frozenset()
SEVERAL = frozenset(("several",))  # among the sites: it is in a container more than once
NUMBER = frozenset(("number",))  # among the sites of an array: on some path the variable is a number instead


@dataclass(frozen=True, slots=True)
class Dim:
    """`offset + sum(coefficient * symbol)`."""

    terms: tuple[tuple[str, int], ...] = ()
    offset: int = 0

    @property
    def is_one(self) -> bool:
        return not self.terms and self.offset == 1

    @property
    def never_one(self) -> bool:
        if not self.terms:
            return self.offset != 1
        if self.offset or len(self.terms) != 1 or self.terms[0][1] != 1:
            return False
        return all(part[0] != "?" for part in self.terms[0][0].split("*"))

    def __str__(self) -> str:
        parts = [name if k == 1 else f"{k}*{name}" for name, k in self.terms]
        if self.offset or not parts:
            parts.append(str(self.offset))
        return "+".join(parts).replace("+-", "-")


ANY_DIM = Dim((("?any", 1),))  # differs from trip to trip of a loop: equal to nothing, itself included


def same_dim(a: Dim, b: Dim) -> bool:
    """Are two dimensions proven equal?"""
    return a == b and all(symbol.lstrip("?") != "any" for symbol, _ in a.terms)


def same_shape(a, b) -> bool:
    """Are two shapes proven equal?"""
    if a != b or a is None:
        return False
    return not isinstance(a, tuple) or all(same_dim(d, d) for d in a)


class Type:
    """Base of all types."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Unknown(Type):
    """Nothing is known, but for the buffers that it may reach.  keyed: it is a dict on some paths."""

    sites: frozenset[str] = frozenset()
    keyed: bool = False

    def __str__(self) -> str:
        return "?"


@dataclass(frozen=True, slots=True)
class Mixed(Type):
    """A container on one path and something else, or another kind of container, on the other: cannot be read."""

    def __str__(self) -> str:
        return "one container or another"


@dataclass(frozen=True, slots=True)
class Maybe(Type):
    """A value of type `some` on some paths, None on others.  Python raises where None is used as a value, so that
    only a question whether it is None must know of it."""

    some: Type

    def __str__(self) -> str:
        return f"{self.some} or None"


_WRITTEN = (float, complex, int, str, bytes, bool, tuple, slice)  # equal where they are written alike


@dataclass(frozen=True, slots=True)
class Const(Type):
    """A value known while compiling: a literal, a function, a module, a dtype..."""

    value: Any

    def _identity(self) -> str | int:  # tells 0.0 from -0.0, and nan is itself
        return repr(self.value) if isinstance(self.value, _WRITTEN) else id(self.value)

    def __eq__(self, other) -> bool:
        alike = isinstance(other, Const) and type(self.value) is type(other.value)
        return alike and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash((type(self.value), self._identity()))

    def __str__(self) -> str:
        name = getattr(self.value, "__qualname__", None) or getattr(self.value, "__name__", None)
        return f"const {name or repr(self.value)[:40]}"


@dataclass(frozen=True, slots=True)
class Scalar(Type):
    """A Python number; kind is float, int, bool or complex.  `dim`: the symbolic value of an int, when known; `whole`:
    a float that may be an int, see `wholes`."""

    kind: str
    dim: Dim | None = None
    whole: bool = False

    def __str__(self) -> str:
        return self.kind if self.dim is None else f"int {self.dim}"


@dataclass(frozen=True, slots=True)
class Text(Type):
    """A string whose value is not known."""

    def __str__(self) -> str:
        return "str"


@dataclass(frozen=True, slots=True)
class Array(Type):
    """A NumPy array or NumPy scalar (`scalar=True`).  shape: Dims; ragged: a shape a scenario when the rank is not
    known (`Ragged`); None when nothing is.  whole: of floats that may be integers, see `wholes`."""

    dtype: str
    shape: tuple[Dim, ...] | Ragged | None
    scalar: bool = False
    sites: frozenset[str] = NO_SITES
    whole: int = 0

    @property
    def rank(self) -> int | None:
        return len(self.shape) if isinstance(self.shape, tuple) else None

    @property
    def kind(self) -> str:
        return np.dtype(self.dtype).kind

    def __str__(self) -> str:
        if self.scalar:
            return self.dtype
        inside = ", ".join(map(str, self.shape)) if isinstance(self.shape, tuple) else "..."
        return f"{self.dtype}[{inside}]"


@dataclass(frozen=True, slots=True)
class Ragged:
    """Concrete shapes, one for each sampling scenario, of an array whose rank is not known."""

    shapes: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Sequence(Type):
    """A tuple or list of known length.  `cls` is tuple, list or a namedtuple class."""

    cls: type
    items: tuple[Type, ...]

    def __str__(self) -> str:
        return f"{self.cls.__name__}({', '.join(map(str, self.items))})"


@dataclass(frozen=True, slots=True)
class ListOf(Type):
    """A list or tuple of unknown length, or a dict whose keys are not known; `item` is the join of its elements' types
    (None: no element yet), `key` that of a dict's keys."""

    item: Type | None
    cls: type = list
    frozen: bool = False  # known under several names: may not change
    key: Type | None = None
    closed: bool = False  # what is in it is known elsewhere too: it may not change
    limit: int | str | None = (
        None  # a deque's maxlen; a defaultdict's factory, by the name that it is called by
    )

    def __str__(self) -> str:
        return f"{self.cls.__name__} of {self.item}"


@dataclass(frozen=True, slots=True)
class Dictionary(Type):
    """A dict with known constant keys, or an object (`cls`) with its attributes."""

    keys: tuple
    items: tuple[Type, ...]
    cls: type = dict

    def __str__(self) -> str:
        if self.cls is not dict:
            return f"{self.cls.__name__}({', '.join(f'{k}={t}' for k, t in zip(self.keys, self.items, strict=True))})"
        return "{" + ", ".join(f"{k!r}: {t}" for k, t in zip(self.keys, self.items, strict=True)) + "}"


@dataclass(frozen=True, slots=True)
class Record(Type):
    """An object, or a dict of known keys, that exists at run time because a list has it: what is in each slot.  A list
    whose items are not alike, as the adjoint of a tuple of a number and an object, has its positions as keys."""

    cls: type
    keys: tuple
    items: tuple[Type, ...]
    frozen: bool = False  # known under several names: may not change
    closed: bool = False  # what is in it is known elsewhere too: it may not change

    def slot(self, key: Any) -> Type | None:
        """What an attribute or key holds; None where there is no such thing."""
        key = self.place(key)
        return self.items[self.keys.index(key)] if key in self.keys else None

    def place(self, key: Any) -> Any:
        """The key, of a position that is counted from the end the one from the beginning."""
        return key + len(self.keys) if self.cls is list and isinstance(key, int) and key < 0 else key

    def index(self, key: Any) -> Any:
        """What the slot is read by: a key, or the `Field` that an attribute is."""
        return key if issubclass(self.cls, dict) or self.cls is list else Field(key)

    def __str__(self) -> str:
        return str(Dictionary(self.keys, self.items, self.cls))


HELD = ListOf | Record  # containers that exist at run time, and may change there


@dataclass(frozen=True, slots=True)
class Tree(Type):
    """A container with others like itself in its slots (ITSELF), or what these end with: `leaf` (None: nothing)."""

    nodes: tuple[Type, ...]
    leaf: Type | None = None

    @property
    def items(self) -> tuple[Type | None, ...]:
        return (*self.nodes, self.leaf)

    def __str__(self) -> str:
        return "a container of unknown depth"


ITSELF = Tree(())  # in the slot of a node: the tree, or what it ends with


@dataclass(frozen=True, slots=True)
class SetOf(Type):
    """A set or frozenset; `item` is the join of its elements' types, which carry no derivative."""

    item: Type | None
    cls: type = set

    def __str__(self) -> str:
        return f"{self.cls.__name__} of {self.item}"


@dataclass(frozen=True, slots=True)
class Range(Type):
    """A range object.  `made`: the variable that got it, and what it was made of (`iterables.ranged`); None where that
    depends on the path."""

    made: tuple | None = None

    def __str__(self) -> str:
        return "range"


@dataclass(frozen=True, slots=True)
class Instance(Type):
    """Any other object, known by its class only."""

    cls: type

    def __str__(self) -> str:
        return self.cls.__name__


FLOAT, INT, BOOL, COMPLEX = Scalar("float"), Scalar("int"), Scalar("bool"), Scalar("complex")
UNKNOWN = Unknown()


def some(kind: Type | None) -> Type | None:
    """The type without the possibility that it is None."""
    return kind.some if isinstance(kind, Maybe) else kind


def sites_of(kind: Type | None) -> frozenset[str]:
    """Every buffer that a value of this type may reach."""
    kind = some(kind)
    if isinstance(kind, Array | Unknown):
        return kind.sites
    if isinstance(kind, Sequence | Dictionary | Record | Tree):
        return frozenset().union(*(sites_of(t) for t in kind.items))
    if isinstance(kind, ListOf):
        return sites_of(kind.item)
    return NO_SITES


def with_sites(kind: Type, sites: frozenset[str]) -> Type:
    """The same type, living in `sites` (arrays only; NumPy scalars live nowhere)."""
    if isinstance(kind, Maybe):
        return Maybe(with_sites(kind.some, sites))
    if isinstance(kind, Unknown) or isinstance(kind, Array) and not kind.scalar:
        return replace(kind, sites=sites)
    if isinstance(kind, Sequence | Dictionary | Record):
        return replace(kind, items=tuple(with_sites(t, sites) for t in kind.items))
    if isinstance(kind, ListOf) and kind.item is not None:
        return replace(kind, item=with_sites(kind.item, sites))
    if isinstance(kind, Tree):
        return Tree(tuple(with_sites(t, sites) for t in kind.nodes), with_sites(kind.leaf, sites))
    return kind


def is_float_like(kind: Type | None) -> bool:
    """May a value of this type carry a derivative?

    >>> is_float_like(FLOAT), is_float_like(INT), is_float_like(Const(2.0))
    (True, False, False)
    """
    kind = some(kind)
    if isinstance(kind, Scalar):
        return kind.kind in ("float", "complex")
    if isinstance(kind, Array):
        return kind.kind in "fc"
    if isinstance(kind, Sequence | Dictionary | Record | Tree):
        return any(is_float_like(t) for t in kind.items)
    if isinstance(kind, ListOf):
        return kind.item is None or is_float_like(kind.item)
    return isinstance(kind, Unknown | Instance)


def is_scalar(kind: Type | None) -> bool:
    """A Python or NumPy number, or a known constant number."""
    if isinstance(kind, Const):
        return isinstance(kind.value, int | float | complex | np.number)
    return isinstance(kind, Scalar) or (isinstance(kind, Array) and kind.scalar)


def may_be_a_number(kind: Type | None) -> bool:
    """Is it an array on some paths and a number on others?"""
    return isinstance(kind, Array) and not kind.sites.isdisjoint(NUMBER)


def is_surely_array(kind: Type | None) -> bool:
    """Is it an array on every path?"""
    return isinstance(kind, Array) and not kind.scalar and not may_be_a_number(kind)


def or_a_number(kind: Type) -> Type:
    """The type of what is a number instead on some paths, if it is an array otherwise."""
    return replace(kind, sites=kind.sites | NUMBER) if isinstance(kind, Array) and not kind.scalar else kind


def as_number(kind: Type) -> Type:
    """The type on the paths where what may be a number is one; the very type, where nothing may."""
    if may_be_a_number(kind):
        return Array(kind.dtype, (), True)
    items = tuple(map(as_number, kind.items)) if isinstance(kind, Sequence) else ()
    changed = any(a is not b for a, b in zip(items, getattr(kind, "items", ()), strict=False))
    return replace(kind, items=items) if changed else kind


def is_complex(kind: Type | None) -> bool:
    """May a value of this type have an imaginary part?"""
    if isinstance(kind, Scalar):
        return kind.kind == "complex"
    return isinstance(getattr(kind, "value", None), complex) or isinstance(kind, Array) and kind.kind == "c"


def may_differ(kind: Type | None) -> bool:
    """May two arrays of this type differ in shape, or two sequences in what is in them?"""
    if isinstance(kind, Sequence | Dictionary):
        return any(map(may_differ, kind.items))
    return isinstance(kind, Unknown) or isinstance(kind, Array) and not same_shape(kind.shape, kind.shape)
