"""Types that say all of a value but its floats: shapes as numbers, integers and options as constants.

A version of a derivative serves every shape of the same rank, as long as that can be done.  A function whose sizes only
fit together because of their values, or that fills containers in a loop whose number of trips must be known, gets a
version for these shapes and integers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tangentx import pytrees
from tangentx.analysis.types import Array, Const, Dictionary, Dim, Scalar, Sequence, Type


def exact_types(kinds: tuple[Type, ...], values: tuple) -> tuple[Type, ...]:
    """The exact type of each value.

    >>> import numpy as np
    >>> from tangentx.analysis.observed import type_of
    >>> values = (np.ones((2, 3)), 4)
    >>> [str(t) for t in exact_types(tuple(map(type_of, values)), values)]
    ['float64[2, 3]', 'const 4']
    """
    return tuple(_exact(kind, value) for kind, value in zip(kinds, values, strict=True))


def _exact(kind: Type, value: Any) -> Type:
    if isinstance(kind, Array) and not kind.scalar:
        return replace(kind, shape=tuple(Dim((), n) for n in value.shape))
    if isinstance(kind, Scalar) and kind.kind in ("int", "bool"):
        return Const(value)
    if isinstance(kind, Sequence | Dictionary):
        _, items = pytrees.children_of(value)
        return replace(kind, items=tuple(_exact(t, v) for t, v in zip(kind.items, items, strict=True)))
    return kind


def holds_integers(value: Any) -> bool:
    """Is it, or does it hold, a Python integer, `True` and `False` included?"""
    return any(type(leaf) in (int, bool) for leaf in pytrees.flatten(value)[0])
