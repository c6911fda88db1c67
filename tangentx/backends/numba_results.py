"""What a few functions of the runtime give: arrays of the extents of another one, which no sample says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tangentx import runtime
from tangentx.analysis.types import Array, Sequence, Type, with_sites
from tangentx.backends.numba_records import ANYWHERE


def result_like(callee: Any, kinds: list[Type], found: Type) -> Type:
    """The type of a call, from the types of its operands and the type that was found otherwise."""
    change = _CHANGES.get(callee)
    return found if change is None else change(kinds, found)


def _unbroadcast(kinds: list[Type], found: Type) -> Type:
    is_array = isinstance(found, Array) and not found.scalar and isinstance(kinds[1], Array)
    return replace(found, shape=kinds[1].shape) if is_array and not kinds[1].scalar else found


def _split_like(kinds: list[Type], found: Type) -> Type:
    """Parts of an array, in its memory."""
    whole, parts = kinds[:2]
    if isinstance(found, Sequence) or not isinstance(whole, Array) or not isinstance(parts, Sequence):
        return found
    if not all(isinstance(p, Array) and p.rank == whole.rank and not p.scalar for p in parts.items):
        return found
    return Sequence(tuple, tuple(replace(whole, shape=p.shape) for p in parts.items))


def _copied_together(kinds: list[Type], found: Type) -> Type:
    return Sequence(tuple, tuple(with_sites(kind, frozenset((ANYWHERE,))) for kind in kinds))


_CHANGES: dict[Any, Callable[[list[Type], Type], Type]] = {
    runtime.copied_together: _copied_together,
    runtime.unbroadcast: _unbroadcast,
    runtime.split_like: _split_like,
}
