"""What a function gives for operands that are one thing on some paths, and another on others.

total = 0.0                      # an array later, a number in the first trip
count = 1                        # a float later, a whole number in the first trip
for row in rows:
    step = np.dot(total, w)      # a row of zeros in the first trip, a number after it
    total = total * step + row
    table = np.array([count])    # of whole numbers in the first trip: what is stored there is rounded
    count = count * 0.5
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np

from tangentx.analysis import checks
from tangentx.analysis.callees import describe
from tangentx.analysis.invented import CHOOSING
from tangentx.analysis.joins import join
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    COMPLEX,
    FLOAT,
    INT,
    Array,
    Const,
    ListOf,
    Maybe,
    Scalar,
    Sequence,
    Type,
    Unknown,
    as_number,
    is_float_like,
    may_be_a_number,
    sites_of,
    with_sites,
)
from tangentx.records import EMITTED, Place
from tangentx.syntax import nodes

# Of a number of Python's these make an array, of one of NumPy's none; which of the two a number is, is not known.
_SHAPING = tuple(
    getattr(np, name)
    for name in ("squeeze", "transpose", "permute_dims", "moveaxis", "reshape")
    if hasattr(np, name)
)

# Of None they make an array without dimensions, of objects.
_LIKE = (np.zeros_like, np.ones_like, np.empty_like, np.full_like)


def either_way(sampler: Any, function: Any, kinds: list[Type], keywords: dict[str, Type]) -> Type:
    """The type of the result, whichever the operands are.  sampler: a `sampling.Sampler`."""
    known = sampler.apply(function, kinds, keywords)
    large = [isinstance(kind, Array) and not kind.scalar for kind in kinds]
    if function in CHOOSING and any(large) and not all(large):  # of arrays with one entry, and numbers
        return reduce(lambda a, b: join(a, b, sampler.fresh), kinds)
    numbers = [as_number(kind) for kind in kinds]
    if function in _SHAPING and isinstance(kinds[0], Array) and kinds[0].scalar:
        numbers[0] = {"f": FLOAT, "c": COMPLEX}.get(kinds[0].kind, INT)
    if all(number is kind for number, kind in zip(numbers, kinds, strict=True)):
        return known
    other = sampler.apply(function, numbers, keywords)
    return known if isinstance(other, Unknown) else join(known, other, sampler.fresh)  # it raises there


def whole_too(known: Type, infer: Any, kinds: list[Type], fresh: Any) -> Type:
    """The type of a result, marked if it is whole where operands are; of what is said of these operands (`np.isreal`,
    their dtype), undecided if it is another one there.  infer: the type of the result for operands."""
    integers = [_integers(kind) for kind in kinds]
    if integers == kinds or not (isinstance(known, Const) or is_float_like(known)):
        return known
    other = infer(integers)
    if isinstance(known, Const):
        return known if isinstance(other, Unknown) else join(known, other, fresh)
    return _or_whole(known, other)


def _or_whole(known: Type, other: Type) -> Type:
    """The type, marked where it is whole in the other one, and what is in it."""
    if isinstance(known, Sequence) and isinstance(other, Sequence) and len(known.items) == len(other.items):
        return replace(known, items=tuple(map(_or_whole, known.items, other.items)))
    if (
        isinstance(known, ListOf)
        and isinstance(other, ListOf)
        and known.item is not None
        and other.item is not None
    ):
        return replace(known, item=_or_whole(known.item, other.item))
    floats = isinstance(known, Scalar | Array) and is_float_like(known)
    if not floats or not isinstance(other, Scalar | Array) or is_float_like(other):
        return known
    return replace(known, whole=2 if isinstance(other, Array) and not other.scalar else 1)


def _integers(kind: Type) -> Type:
    """The type on the paths where it is whole, and what is in it."""
    if isinstance(kind, Sequence):
        return replace(kind, items=tuple(map(_integers, kind.items)))
    if isinstance(kind, ListOf) and kind.item is not None:
        return replace(kind, item=_integers(kind.item))
    if not isinstance(kind, Scalar | Array) or not kind.whole:
        return kind
    if isinstance(kind, Scalar):
        return INT
    return (
        replace(kind, dtype="int64", whole=0) if kind.scalar or kind.whole == 2 else Array("int64", (), True)
    )


def is_one_of_two(kind: Type) -> bool:
    """Is it an array on some paths and a number on others, or whole numbers: of which the function makes an array?"""
    return isinstance(kind, Array) and (may_be_a_number(kind) or kind.whole)


def or_of_none(s, known: Type, function, operands: list, named: dict, place: Place, env: Env) -> Type:
    """The type of a result where an operand may be None.  Of None, most functions raise what they raise when the
    derivative runs; `np.isscalar` and `np.size` say something else of it, so that they are undecided here; and that
    `np.asarray` makes an array of objects of it is refused when it happens."""
    kinds = [s.kind_or_none(atom, env) for atom in operands]
    unsure = [atom for atom, kind in zip(operands, kinds, strict=True) if isinstance(kind, Maybe)]
    if not unsure:
        return known
    absent = [Const(None) if isinstance(kind, Maybe) else kind for kind in kinds]
    other = s.infer(function, absent, named)
    if not is_float_like(known):
        return known if isinstance(other, Unknown) else s.join_types(known, other)
    # In emitted code: zeros for what a loop without trips leaves None, which nobody reads.
    derived = s.frames[-1].function.module.startswith(EMITTED)
    if derived and function in _LIKE or not describe(function).startswith("numpy."):
        return known
    same = with_sites(other, sites_of(known)) == known  # `np.clip(v, 0.0, None)`
    if not same and (not isinstance(other, Unknown) or s.sampler.takes(function, absent, named, {})):
        checks.check(s, "check_given", [nodes.constant(describe(function)), *unsure], place)
    return known
