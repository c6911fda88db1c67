"""A `Program`: a function specialised to the types of its arguments.  Statements are those of `records`, with

* callees resolved and non-recursive ones inlined (their locals renamed apart),
* containers of known structure taken apart into one variable for each element,
* loops over anything but a range turned into loops over an index,
* branches that the types decide removed,
* one `Op` fact for each Bind, saying which primitive it is and what its operands are.

Names outside the function are written `@numpy`, `@math`, `@_m.NAME`, `@runtime.f`: `@` cannot be a user's name, and the
printer turns them into imports.
"""

from __future__ import annotations

import linecache
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import gast

from tangentx.analysis.types import NUMBER, Array, Type, Unknown, sites_of, with_sites
from tangentx.paths import Field
from tangentx.records import For, Function, If, Place, Rule, While
from tangentx.syntax import nodes


@dataclass(frozen=True, slots=True, eq=False)
class Op:
    """What a Bind computes.

    kind : "rule" (a primitive with a rule), "copy" (an atom), "display" (builds a container from atoms), "item" (reads
        an element of a list), "list" (an empty or constant list to be grown), "append" and "pop" (of a list; with
        an operand `index` somewhere else than at its end), "twins" (a table of adjoints) and "twin" (what is in it for
        `base`), "pair" (a call of a derivative pair), "inactive" (carries no
        derivative whatever its operands); of stores: "at" (`np.add.at`), "touch" (nothing is emitted: the call behind
        it may write there), "passed" (nothing is emitted: the call before it has written there).
    operands : the rule's parameter -> atom (or index expression, or tuple of atoms for a sequence).
    pure : may be dropped when its result is not needed, and evaluated again.
    view : the result may share memory with an operand ("no", "always", "maybe").
    """

    kind: str
    rule: Rule | None = None
    operands: dict[str, Any] = field(default_factory=dict)
    callee: Any = None
    pure: bool = True
    view: str = "no"
    reason: str = ""  # for inactive operations with float operands: why the derivative ends here


def item_of(container: gast.AST, key: Any) -> gast.AST:
    """`container[key]`, or `container.key` for an attribute."""
    if isinstance(key, Field):
        return gast.Attribute(container, str(key), gast.Load())
    return gast.Subscript(container, gast.Constant(key, None), gast.Load())


@dataclass(frozen=True, slots=True)
class Leaf:
    """One variable of a parameter taken apart: `path` is the index chain, e.g. (0, "w"), `Field("k")`s."""

    variable: str
    parameter: str
    path: tuple
    type: Type


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """How a container or object of known structure is spread over variables (see `identity`).

    cls : tuple, list, a namedtuple class; dict; the class of an object.
    keys : dict keys, names of attributes; None for sequences.
    items : variables' names, or nested structures.
    entangled : which container a store would change depends on the path: readable only.
    origin : the display or parameter that it comes from, for `restarts.Hints`.
    extra : a deque's maxlen, a defaultdict's factory.
    label : what new attributes of an object are named after.
    attributes_of : the object of which it is the `__dict__`, see `namespaces`.
    outlined : an object whose `__dict__` is kept: no attribute may come or go.
    """

    cls: type
    keys: tuple | None
    items: tuple
    entangled: bool = False
    origin: Any = None
    extra: Any = None
    label: str = "item"
    attributes_of: Structure | None = None
    outlined: bool = False


def unborn(cls: type, target: str) -> Structure:
    """An object without attributes, which is made for a variable; these are named after it, or after the class where
    nobody reads it."""
    name = target.lstrip("_")
    return Structure(
        cls, (), (), label=name if name.isidentifier() else cls.__name__.lower().lstrip("_") + name
    )


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """See the module's docstring.  `result` is the variable, or structure of variables, that the function returns."""

    function: Function
    parameters: tuple[str, ...]
    body: tuple
    result: str | Structure
    result_type: Type
    types: dict[str, Type]
    ops: dict[int, Op]  # id(statement) -> Op
    leaves: tuple[Leaf, ...]  # parameters' variables
    guards: tuple = ()
    subprograms: dict = field(default_factory=dict)  # recursive callees: key -> Program
    names: frozenset[str] = frozenset()  # every name in use
    outer: dict[str, bool] = field(default_factory=dict)  # externals as written -> are they arrays?
    kinds: dict[str, Type] = field(default_factory=dict)  # of parameters, as they are passed
    optional: frozenset[str] = frozenset()  # variables that are None on some paths: `types` says what else
    mixed: frozenset[str] = frozenset()  # variables that are complex, but real on some paths
    changed: tuple[str, ...] = ()  # of a recursive callee: parameters whose arrays the caller sees changed

    def op(self, stmt) -> Op:
        return self.ops[id(stmt)]

    def changed_sites(self) -> frozenset[str]:
        """The memory of its caller's on which a recursive callee writes."""
        kinds = (leaf.type for leaf in self.leaves if leaf.parameter in self.changed)
        return frozenset().union(*map(sites_of, kinds)) - NUMBER

    def lines(self, place: Place | None) -> tuple[str, ...]:
        """The lines of the file of a place, which may be that of a callee."""
        if place is None or place.file == self.function.file:
            return self.function.lines
        return tuple(line.rstrip("\n") for line in linecache.getlines(place.file))

    def each(self, stmt) -> gast.AST | None:
        """The function, when an augmented store takes repeated indices one by one: `np.add.at`."""
        op = self.ops.get(id(stmt))
        return op.operands["func"] if op is not None and op.kind == "at" else None

    def is_touch(self, stmt) -> bool:
        """Does the store only stand for what a call beside it may write?"""
        op = self.ops.get(id(stmt))
        return op is not None and op.kind in ("touch", "passed")

    def is_passed(self, stmt) -> bool:
        """Does the store stand for what the recursive call before it has written, and puts back?"""
        op = self.ops.get(id(stmt))
        return op is not None and op.kind == "passed"


def statements(body: tuple) -> Iterator:
    """Every statement of a block, nested ones included, in order."""
    for stmt in body:
        yield stmt
        if isinstance(stmt, If | For | While):
            for part in ("setup", "body", "orelse"):
                yield from statements(getattr(stmt, part, ()))


def base_name(target: gast.AST) -> str:
    """The variable that a store writes on."""
    while not isinstance(target, gast.Name):
        target = target.value
    return target.id


_NO_OP = Op("inactive")


def allocated(kind: Type | None, target: str, op: Op | None) -> Type | None:
    """The type of what is bound to `target`, with a buffer of its own when it is a fresh array."""
    sites = sites_of(kind)
    if kind is None or op is None or op.kind in ("copy", "leaf") or not sites <= NUMBER:
        return kind
    return with_sites(kind, sites | {target})


def possible_view(kind: Type | None, op: Op, value: gast.AST, types: Mapping[str, Type]) -> Type | None:
    """The type of something unknown that no rule tells about: it may be a view of the arrays that it is made of."""
    if not isinstance(kind, Unknown) or kind.sites or op.kind != "inactive":
        return kind
    given = [types.get(name) for name in nodes.names_read(value)]
    return Unknown(frozenset().union(*(sites_of(k) for k in given if isinstance(k, Array | Unknown))))


def external(path: str) -> gast.AST:
    """The name of something outside the function: `external("numpy.linalg")`.

    >>> external("numpy").id
    '@numpy'
    """
    root, _, rest = path.partition(".")
    node: gast.AST = gast.Name("@" + root, gast.Load(), None, None)
    for part in rest.split(".") if rest else ():
        node = gast.Attribute(node, part, gast.Load())
    return node
