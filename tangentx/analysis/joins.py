"""The join of two types: what is known about a variable that may come from either of two places.

Zero is special: `total = 0` before a loop that adds arrays must not spoil what is known about `total`.  A constant
carries no derivative, so for the adjoint only the other side's shape matters; `join` therefore lets a constant
number give way to an array (`Array` with the constant's shape forgotten), which is what "type of the active values"
means.  Nobody reads the shape of the *value* from it: emitted code that needs it asks the value.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tangentx.analysis.eithers import either
from tangentx.analysis.groves import fixed, meeting
from tangentx.analysis.members import Functions, enumerated
from tangentx.analysis.types import (
    ANY_DIM,
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    NO_SITES,
    NUMBER,
    UNKNOWN,
    Array,
    Const,
    Dictionary,
    Dim,
    ListOf,
    Maybe,
    Mixed,
    Range,
    Record,
    Scalar,
    Sequence,
    SetOf,
    Text,
    Tree,
    Type,
    Unknown,
    is_float_like,
    is_scalar,
    or_a_number,
    sites_of,
    some,
)

_ORDER = {"bool": 0, "int": 1, "float": 2, "complex": 3}
NONE = Const(None)
_LIMIT = 1024
_KNOWN: dict[tuple[Type, Type], Type] = {}  # joins of lists and objects


def join(a: Type | None, b: Type | None, fresh) -> Type:
    """The least type that covers both; `fresh()` gives a new symbol for a dimension that differs.

    >>> str(join(Const(0), Scalar("float"), None)), str(join(Const(1), Const(2), None))
    ('float', 'int')
    """
    if a is None or a is b:
        return b
    if b is None:
        return a
    if isinstance(a, Record | ListOf) and isinstance(b, Record | ListOf):
        return _remembered(a, b, fresh)
    return b if a == b else _joined(a, b, fresh)


def _remembered(a: Type, b: Type, fresh) -> Type:
    """The join of types that may be deep, which a walk joins again and again.  One with a new symbol in it is another
    one each time."""
    if (a, b) in _KNOWN:
        return _KNOWN[a, b]
    symbols = []

    def noted() -> str:
        symbols.append(fresh())
        return symbols[-1]

    made = b if a == b else _joined(a, b, noted)
    if not symbols:
        if len(_KNOWN) >= _LIMIT:
            _KNOWN.clear()
        _KNOWN[a, b] = made
    return made


def _joined(a: Type, b: Type, fresh) -> Type:
    if isinstance(a, Mixed | Tree) or isinstance(b, Mixed | Tree):
        return _mixed(a, b, fresh)
    if any(isinstance(k, Maybe) or k == NONE for k in (a, b)):
        return join_paths(a, b, fresh)
    a, b = plain(a, b), plain(b, a)
    if a == b:
        return a
    if isinstance(a, Scalar) and isinstance(b, Scalar):
        kind = max(a.kind, b.kind, key=lambda kind: _ORDER[kind])
        return Scalar(kind, whole=kind == "float" and (a.whole or b.whole or a.kind != b.kind))
    for one, other in ((a, b), (b, a)):
        if isinstance(one, Array) and isinstance(other, Const | Scalar):
            return _number_and_array(one, other)
    if isinstance(a, Array) and isinstance(b, Array):
        return _arrays(a, b, fresh)
    if isinstance(a, Sequence | ListOf) and isinstance(b, Sequence | ListOf):
        return _sequences(a, b, fresh)
    if isinstance(a, Dictionary) and isinstance(b, Dictionary) and (a.keys, a.cls) == (b.keys, b.cls):
        items = zip(a.items, b.items, strict=True)
        return replace(a, items=tuple(join(x, y, fresh) for x, y in items))
    if isinstance(a, Record) and isinstance(b, Record):
        return _records(a, b, fresh)
    if isinstance(a, Functions) and isinstance(b, Functions):
        return Functions(tuple(sorted({*a.members, *b.members}, key=lambda m: m.label)))
    if isinstance(a, Range) and isinstance(b, Range):
        return Range()
    if isinstance(a, SetOf) and isinstance(b, SetOf) and a.cls is b.cls:
        return replace(a, item=join(a.item, b.item, fresh))
    return _tuple_or_number(a, b, fresh) or _unknown(a, b)


def _unknown(a: Type, b: Type) -> Unknown:
    return Unknown(sites_of(a) | sites_of(b), _has_keys(a) or _has_keys(b))


def _has_keys(kind: Type) -> bool:
    """May it be a dict, so that going through it gives keys?"""
    kind = some(kind)
    known = isinstance(kind, ListOf | Dictionary | Record) and issubclass(kind.cls, dict)
    return known or isinstance(kind, Unknown) and kind.keyed


def _mixed(a: Type, b: Type, fresh) -> Type:
    if isinstance(a, Mixed) or isinstance(b, Mixed):
        return Mixed()
    found = meeting(a, b, lambda x, y: join_slots(x, y, fresh))
    return found or _unknown(a, b)


def _tuple_or_number(a: Type, b: Type, fresh) -> Type | None:
    pairs = ((a, b), (b, a))
    if not any(isinstance(x, Sequence) and (is_scalar(y) or isinstance(y, Array)) for x, y in pairs):
        return None
    return fixed(lambda x, y: join_slots(x, y, fresh), a, b)


def are_unlike(a: Type | None, b: Type | None) -> bool:
    """Is it a list on one of two paths, and a number or an array on the other?  What reads it is not known then."""
    is_list = [isinstance(some(k), Sequence | ListOf) for k in (a, b)]
    return any(is_list) and any(is_scalar(some(k)) or isinstance(some(k), Array | Unknown) for k in (a, b))


def _records(a: Record, b: Record, fresh) -> Type:
    if (a.keys, a.cls) != (b.keys, b.cls):
        found = either(a, b, lambda x, y: join_slots(x, y, fresh))
        return found or _unknown(a, b)
    made = tuple(join_slots(x, y, fresh) for x, y in zip(a.items, b.items, strict=True))
    return replace(a, items=made, frozen=a.frozen or b.frozen, closed=a.closed or b.closed)


def join_paths(a: Type | None, b: Type | None, fresh) -> Type:
    """`join` for a variable that may be None on one of the paths.

    >>> str(join_paths(Const(None), Scalar("float"), None)), str(join_paths(Maybe(BOOL), Const(2), None))
    ('float or None', 'int or None')
    """
    if a is b and a is not None:
        return a
    parts = [None if k == NONE else some(k) for k in (a, b)]
    if a is None or b is None or parts == [a, b] or isinstance(a, Tree) or isinstance(b, Tree):
        return join(a, b, fresh)
    inner = join(*parts, fresh)
    if inner is None:
        return a
    if isinstance(inner, Mixed):
        return inner
    inner = plain(inner, inner)
    known = isinstance(inner, Scalar | Array | Text | Functions | Record | ListOf)
    known = known or isinstance(inner, Sequence) and not any(map(_has_itself, inner.items))
    return Maybe(inner) if known else _unknown(a, b)


def _has_itself(kind: Type) -> bool:
    """May it be a part of something of the same kind, of which there would be a longer type in each trip?"""
    if isinstance(kind, Sequence):
        return any(map(_has_itself, kind.items))
    return isinstance(kind, Maybe | Unknown)


def plain(a: Type, other: Type) -> Type:
    """A constant as the type of its value, unless the other side is an array (then it gives way)."""
    if not isinstance(a, Const):
        return a
    if enumerated(a) is not None:
        return enumerated(a)
    for cls, kind in ((bool, BOOL), (int, INT), (float, FLOAT), (complex, COMPLEX)):
        if type(a.value) is cls:
            return a if isinstance(other, Array) and not other.scalar else kind
    if isinstance(a.value, np.generic) and not (isinstance(other, Array) and not other.scalar):
        return Array(str(a.value.dtype), (), True)  # np.cos(2.0)
    return Text() if isinstance(a.value, str) else a


def join_slots(a: Type | None, b: Type | None, fresh) -> Type | None:
    """`join` for the slots of a list: where some hold numbers and others arrays, nothing is known of a slot.

    What is added to one is added in place, or makes something new: `sums[label] += row`, where 0.0 has been.
    """
    if is_scalar(a) and _is_large(b) or is_scalar(b) and _is_large(a):
        return Unknown(sites_of(a) | sites_of(b))
    if _is_large(a) and _is_large(b) and a.rank == b.rank is not None:
        pairs = zip(a.shape, b.shape, strict=True)
        dims = tuple(x if x == y else ANY_DIM for x, y in pairs)  # each slot has a length of its own
        a, b = replace(a, shape=dims), replace(b, shape=dims)
    return join_paths(a, b, fresh) if a is not None and b is not None else join(a, b, fresh)


def _is_large(kind: Type | None) -> bool:
    return isinstance(kind, Array) and not kind.scalar


def _kind_of(value: int | float | complex) -> str:
    """The kind of a number: of NumPy's ones, which inherit from Python's, as well."""
    return next(cls.__name__ for cls in (bool, int, float, complex) if isinstance(value, cls))


def _number_and_array(array: Array, number: Type) -> Type:
    if isinstance(number, Const) and not isinstance(number.value, int | float | complex):
        return Unknown(array.sites)
    known = Scalar(_kind_of(number.value)) if isinstance(number, Const) else number
    if array.scalar:
        is_wide = array.kind == "c" or array.kind == "f" and _ORDER[known.kind] <= 2
        whole = array.whole or int(array.kind == "f")  # its class is not known, and it may be an integer
        return replace(array, whole=whole) if is_wide or isinstance(number, Const) else Unknown(array.sites)
    wider = _ORDER[known.kind] >= 2 and array.kind in "iub" or known.kind == "complex" and array.kind != "c"
    dtype = str(np.promote_types(array.dtype, known.kind)) if wider else array.dtype
    whole = 2 if wider and known.kind == "float" else int(array.kind == "f" and _ORDER[known.kind] <= 1)
    whole = max(whole, array.whole)
    either = or_a_number(replace(array, dtype=dtype, whole=whole))
    if isinstance(number, Const) or _ORDER[known.kind] <= 1:
        return either  # it carries no derivative
    return replace(either, shape=None)


def _arrays(a: Array, b: Array, fresh) -> Type:
    dtype = a.dtype if a.dtype == b.dtype else str(np.promote_types(a.dtype, b.dtype))
    whole = 0 if np.dtype(dtype).kind != "f" else max(map(_whole, (a, b)))
    sites = a.sites | b.sites
    if a.shape == b.shape and a.scalar == b.scalar:
        return Array(dtype, a.shape, a.scalar, sites, whole)
    if a.scalar != b.scalar or 0 in (a.rank, b.rank) and a.rank != b.rank:
        sites |= NUMBER  # what is computed with an array without dimensions is a number
    if a.rank is None or a.rank != b.rank:
        return Array(dtype, None, False, sites, whole)
    pairs = zip(a.shape, b.shape, strict=True)
    dims = tuple(x if x == y else _either(x, y, fresh()) for x, y in pairs)
    return Array(dtype, dims, a.scalar and b.scalar, sites, whole)


def _whole(kind: Array) -> int:
    whole = 2 if kind.kind in "iub" else kind.whole
    return min(whole, 1) if kind.scalar else whole


def _either(x: Dim, y: Dim, symbol: str) -> Dim:
    """One of two dimensions: if neither can be 1, it cannot be 1 either, and so is not broadcast."""
    if x.never_one and y.never_one:
        symbol = symbol.lstrip("?")
    return Dim(((symbol, 1),))


def _sequences(a: Sequence | ListOf, b: Sequence | ListOf, fresh) -> Type:
    if (
        isinstance(a, Sequence)
        and isinstance(b, Sequence)
        and a.cls is b.cls
        and len(a.items) == len(b.items)
    ):
        items = zip(a.items, b.items, strict=True)
        return replace(a, items=tuple(join(x, y, fresh) for x, y in items))
    if a.cls is not b.cls:
        return _unknown(a, b)
    frozen = getattr(a, "frozen", False) or getattr(b, "frozen", False)
    key = join(getattr(a, "key", None), getattr(b, "key", None), fresh)
    closed = getattr(a, "closed", False) or getattr(b, "closed", False)
    limits = {getattr(k, "limit", None) for k in (a, b)}
    if len(limits) > 1:
        return _unknown(a, b)
    return ListOf(
        join_slots(element(a, fresh), element(b, fresh), fresh), a.cls, frozen, key, closed, limits.pop()
    )


def element(kind: Type, fresh) -> Type | None:
    """The join of a sequence's elements, or what iterating over an array gives; None when there are none."""
    if isinstance(kind, Array):
        number = kind.rank == 1
        sites = NO_SITES if number else kind.sites
        return replace(kind, shape=kind.shape[1:], scalar=number, sites=sites) if kind.rank else UNKNOWN
    if isinstance(kind, ListOf):
        return kind.item
    if isinstance(kind, Range):
        return INT
    result = None
    for item in kind.items:
        result = join_slots(result, item, fresh)
    return result


def of_either(a: Type, b: Type) -> Type:
    """The type of a name that is bound to both, one after the other: unknown where one is a number, the other not."""
    if a == b:
        return a
    alike = isinstance(a, Array) and isinstance(b, Array) and a.rank == b.rank and a.scalar == b.scalar
    numbers = is_scalar(a) and is_scalar(b)
    return join(a, b, lambda: "?any") if alike or numbers else UNKNOWN


def opened(kind: Type | None, fresh) -> Type | None:
    """The type of one element that is read: what has another length in each of them has some length in this one."""
    if not isinstance(kind, Array) or not isinstance(kind.shape, tuple) or ANY_DIM not in kind.shape:
        return kind
    return replace(kind, shape=tuple(Dim(((fresh(), 1),)) if d == ANY_DIM else d for d in kind.shape))


def may_be_written(item: Type) -> bool:
    """Is the element something that a store changes?  Then a derivative may come into the list through it."""
    if isinstance(item, Array):
        return is_float_like(item) and not item.scalar
    return isinstance(item, Sequence | Dictionary | ListOf | Record | Unknown)
