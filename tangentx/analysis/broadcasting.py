"""The shape of an elementwise operation, and whether a cotangent of that shape must be summed to fit an operand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from tangentx.analysis.types import (
    UNKNOWN,
    Array,
    Dim,
    Ragged,
    Type,
    is_scalar,
    may_be_a_number,
    same_dim,
    same_shape,
)

_ONE = Dim((), 1)
_OPERANDS = tuple(f"operand {i}" for i in range(16))  # among sites, in place of theirs


def broadcast(a, b, sampler) -> Any:
    """The shape of an elementwise operation on two shapes (tuples of Dims, Ragged, or None)."""
    if same_shape(a, b):
        return a
    if a == ():
        return b
    if b == ():
        return a
    if isinstance(a, Ragged) and isinstance(b, Ragged):
        return _broadcast_ragged(a, b)
    if not isinstance(a, tuple) or not isinstance(b, tuple):
        return None
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    lead = longer[: len(longer) - len(shorter)]
    tail = longer[len(lead) :]
    return lead + tuple(_broadcast_dim(x, y, sampler) for x, y in zip(tail, shorter, strict=True))


def broadcast_all(kinds: list[Type], sampler) -> Any:
    """The shape of an elementwise operation on values of these types, whichever of them are numbers instead."""
    shape = _of_all(kinds, sampler)
    arrays = [k for k in kinds if isinstance(k, Array) and not k.scalar]
    sure = [k for k in arrays if not may_be_a_number(k)]
    if len(sure) == len(arrays) or shape is None:
        return shape
    others = [_of_all(sure, sampler)] if sure else [k.shape for k in arrays]
    return shape if all(same_shape(shape, other) for other in others) else None


def by_entries(sampler, function: Callable, kinds: list[Type], keywords: dict[str, Type]) -> Type:
    """The type of an elementwise operation on arrays, found out with arrays of one entry; of one that gives a part of
    an operand's memory, as `np.real` does, with the operand's sites."""
    small = [
        replace(k, shape=(_ONE,), sites=frozenset((_OPERANDS[i],)))
        if isinstance(k, Array) and not k.scalar
        else k
        for i, k in enumerate(kinds)
    ]
    known = sampler.apply(function, small, keywords)
    if not isinstance(known, Array):
        return UNKNOWN
    shared = (k.sites for mark, k in zip(_OPERANDS, kinds, strict=False) if mark in known.sites)
    sites = frozenset().union(known.sites.difference(_OPERANDS), *shared)
    return replace(known, shape=broadcast_all(kinds, sampler), sites=sites)


def _of_all(kinds: list[Type], sampler) -> Any:
    shape: Any = ()
    for k in kinds:
        own = k.shape if isinstance(k, Array) else () if is_scalar(k) else None
        shape = None if own is None or shape is None else broadcast(shape, own, sampler)
    return shape


def _broadcast_ragged(a: Ragged, b: Ragged) -> Ragged | None:
    """Scenario by scenario: the sizes are different where nothing says that they are equal."""
    try:
        return Ragged(tuple(np.broadcast_shapes(x, y) for x, y in zip(a.shapes, b.shapes, strict=True)))
    except ValueError:
        return None


def _broadcast_dim(x: Dim, y: Dim, sampler) -> Dim:
    if same_dim(x, y) or y.is_one:
        return x
    if x.is_one:
        return y
    if x.never_one and y.never_one:
        return min(x, y, key=sampler.age)  # they are equal; the older name, so that loops come back to it
    if x.never_one:
        return x
    return y if y.never_one else Dim(((sampler.fresh(), 1),))


def needs_reduction(own, result) -> bool:
    """Must a cotangent of shape `result` be summed to fit an operand of shape `own`?  False only if proven needless."""
    if same_shape(own, result):
        return False
    if not isinstance(own, tuple) or not isinstance(result, tuple) or len(own) != len(result):
        return True
    return any(not same_dim(x, y) and not x.never_one for x, y in zip(own, result, strict=True))
