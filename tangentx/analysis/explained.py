"""The type that explains samples of one value: a result for each scenario, then for each probe (`extents`)."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np

from tangentx.analysis.extents import SCENARIOS, Extents
from tangentx.analysis.joins import join, plain
from tangentx.analysis.observed import type_of
from tangentx.analysis.types import (
    UNKNOWN,
    Array,
    Const,
    Instance,
    ListOf,
    Ragged,
    Scalar,
    Sequence,
    SetOf,
    Type,
)

MISSING = object()  # the probe could not be made


def type_of_samples(extents: Extents, values: list[Any], symbols: list[str]) -> Type:
    """The type that explains one value a scenario, then one a probe; `symbols`: those the operands mention."""
    base, seen = values[: len(SCENARIOS)], [v for v in values if v is not MISSING]
    first = base[0]
    if isinstance(first, int) and not isinstance(first, bool) and all(type(v) is int for v in base):
        if all(v == first for v in seen) and not symbols:
            return Const(first)
        lengths = [None if v is MISSING else int(v) for v in values]
        return Scalar("int", extents.explained(lengths, symbols))
    if any(isinstance(v, np.ndarray | np.generic) for v in base):
        return _array_type(extents, values, symbols)
    if isinstance(first, tuple | list) and all(type(v) is type(first) for v in base):
        if len({len(v) for v in base}) > 1:
            return ListOf(_item_type(extents, values, symbols), type(first))
        rows = [[MISSING] * len(first) if v is MISSING else v for v in values]
        items = (type_of_samples(extents, list(column), symbols) for column in zip(*rows, strict=True))
        return Sequence(type(first), tuple(items))
    if isinstance(first, set | frozenset):
        return _set_type(extents, seen)
    kinds = [type_of(v) for v in seen]
    return kinds[0] if all(k == kinds[0] for k in kinds) else join(kinds[0], kinds[-1], extents.fresh)


def _item_type(extents: Extents, values: list[Any], symbols: list[str]) -> Type | None:
    """The type of what is in lists of several lengths: that of the first ones, where all others are like them."""
    base = values[: len(SCENARIOS)]
    if all(v and all(_outline(x) == _outline(v[0]) for x in v) for v in base):
        firsts = [MISSING if v is MISSING or not v else v[0] for v in values]
        return type_of_samples(extents, firsts, symbols)
    parts = (type_of_samples(extents, [x] * len(base), symbols) for v in base for x in v)
    return reduce(lambda a, b: join(a, b, extents.fresh), parts, None)


def _set_type(extents: Extents, values: list[Any]) -> Type:
    kinds = (type_of(x, constants=True) for v in values for x in v)
    return SetOf(reduce(lambda a, b: join(a, plain(b, b), extents.fresh), kinds, None), type(values[0]))


def _array_type(extents: Extents, values: list[Any], symbols: list[str]) -> Type:
    base = values[: len(SCENARIOS)]
    dtypes = {np.asarray(v).dtype for v in base}
    if len(dtypes) > 1 or next(iter(dtypes)).kind not in "fciubmM":
        return Instance(np.ndarray) if any(dtype.kind == "V" for dtype in dtypes) else UNKNOWN
    dtype = next(iter(dtypes)).name
    shapes = tuple(np.shape(v) for v in base)
    if len({len(s) for s in shapes}) > 1:
        return Array(dtype, Ragged(shapes))
    scalar = all(not isinstance(v, np.ndarray) for v in base)
    every = [(None,) * len(shapes[0]) if v is MISSING else np.shape(v) for v in values]
    lengths = zip(*every, strict=True)
    return Array(dtype, tuple(extents.explained(sizes, symbols) for sizes in lengths), scalar)


def _outline(value: Any) -> tuple:
    """What two values have in common that are alike: the shape, the outlines of what is in a list or tuple."""
    if isinstance(value, tuple | list):
        return type(value), *map(_outline, value)
    return np.shape(value) if isinstance(value, np.ndarray | np.generic | complex | float) else (type(value),)
