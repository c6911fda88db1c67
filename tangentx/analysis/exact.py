"""Types that say all of a value but its floats: shapes as numbers, integers and options as constants.

A version of a derivative serves every shape of the same rank, as long as that can be done.  A function whose sizes only
fit together because of their values, or that fills containers in a loop whose number of trips must be known, gets a
version for these shapes and integers.  What `np.cross` gives depends on whether its vectors have two entries or three:
there only lengths like these are numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tangentx import pytrees
from tangentx.analysis.extents import SPACES
from tangentx.analysis.types import Array, Const, Dictionary, Dim, Scalar, Sequence, Type
from tangentx.errors import TangentxError, UnsupportedSyntaxError


class SpaceError(UnsupportedSyntaxError):
    """How many axes a result has depends on whether vectors have two entries or three."""


def exact_types(kinds: tuple[Type, ...], values: tuple) -> tuple[Type, ...]:
    """The exact type of each value.

    >>> import numpy as np
    >>> from tangentx.analysis.observed import type_of
    >>> values = (np.ones((2, 3)), 4)
    >>> [str(t) for t in exact_types(tuple(map(type_of, values)), values)]
    ['float64[2, 3]', 'const 4']
    """
    return tuple(_exact(kind, value) for kind, value in zip(kinds, values, strict=True))


def spatial_types(kinds: tuple[Type, ...], values: tuple) -> tuple[Type, ...]:
    """The type of each value, with the lengths that vectors in the plane and in space have.

    >>> import numpy as np
    >>> from tangentx.analysis.observed import type_of
    >>> values = (np.ones((7, 3)), 4)
    >>> [str(t) for t in spatial_types(tuple(map(type_of, values)), values)]
    ['float64[?0, 3]', 'int']
    """
    return tuple(_spatial(kind, value) for kind, value in zip(kinds, values, strict=True))


def narrowings(refusal: TangentxError) -> tuple[Callable, ...]:
    """What else may be said of values where their types do not tell enough, the least first."""
    return (spatial_types, exact_types) if isinstance(refusal, SpaceError) else (exact_types,)


def _spatial(kind: Type, value: Any) -> Type:
    if isinstance(kind, Array) and isinstance(kind.shape, tuple) and not kind.scalar:
        lengths = zip(kind.shape, value.shape, strict=True)
        return replace(kind, shape=tuple(Dim((), n) if n in SPACES else dim for dim, n in lengths))
    return _in_parts(_spatial, kind, value)


def _in_parts(narrowed: Callable, kind: Type, value: Any) -> Type:
    if not isinstance(kind, Sequence | Dictionary):
        return kind
    _, items = pytrees.children_of(value)
    return replace(kind, items=tuple(narrowed(t, v) for t, v in zip(kind.items, items, strict=True)))


def _exact(kind: Type, value: Any) -> Type:
    if isinstance(kind, Array) and not kind.scalar:
        return replace(kind, shape=tuple(Dim((), n) for n in value.shape))
    if isinstance(kind, Scalar) and kind.kind in ("int", "bool"):
        return Const(value)
    return _in_parts(_exact, kind, value)


def holds_integers(value: Any) -> bool:
    """Is it, or does it hold, a Python integer, `True` and `False` included?"""
    return any(type(leaf) in (int, bool) for leaf in pytrees.flatten(value)[0])
