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

from tangentx.analysis.invented import CHOOSING
from tangentx.analysis.joins import join
from tangentx.analysis.types import (
    COMPLEX,
    FLOAT,
    INT,
    Array,
    Const,
    Maybe,
    Scalar,
    Type,
    Unknown,
    as_number,
    is_float_like,
    may_be_a_number,
)

# Of a number of Python's these make an array, of one of NumPy's none; which of the two a number is, is not known.
_SHAPING = tuple(
    getattr(np, name)
    for name in ("squeeze", "transpose", "permute_dims", "moveaxis", "reshape")
    if hasattr(np, name)
)


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


def whole_too(known: Type, infer: Any, kinds: list[Type]) -> Type:
    """The type of a result, marked if it is whole where operands are.  infer: the type of the result for operands."""
    integers = [_integers(kind) for kind in kinds]
    if not (isinstance(known, Scalar | Array) and is_float_like(known)) or integers == kinds:
        return known
    other = infer(integers)
    if not isinstance(other, Scalar | Array) or is_float_like(other):
        return known
    return replace(known, whole=2 if isinstance(other, Array) and not other.scalar else 1)


def _integers(kind: Type) -> Type:
    """The type on the paths where it is whole."""
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


def or_of_none(s, known: Type, function, operands: list, named: dict[str, Type], env) -> Type:
    """What a function was found to say of its operands: undecided where one may be None, and it says something else of
    None, as `np.isscalar` does."""
    kinds = [s.kind_or_none(atom, env) for atom in operands] if isinstance(known, Const) else []
    if not any(isinstance(kind, Maybe) for kind in kinds):
        return known
    other = s.infer(function, [Const(None) if isinstance(kind, Maybe) else kind for kind in kinds], named)
    return known if isinstance(other, Unknown) else s.join_types(known, other)
