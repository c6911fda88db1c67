"""What a few functions give of which no sample says it: of the runtime, of what is gone through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from tangentx import runtime
from tangentx.analysis.types import INT, Array, ListOf, Range, Sequence, Type, with_sites
from tangentx.backends.numba_kinds import is_integer
from tangentx.backends.numba_records import ANYWHERE


def result_like(callee: Any, kinds: list[Type], found: Type) -> Type:
    """The type of a call, from the types of its operands and the type that was found otherwise."""
    change = _CHANGES.get(callee)
    return found if change is None else change(kinds, found)


def of_items(callee: Any, kinds: list[Type], keywords: dict[str, Type]) -> Type | None:
    """What a builtin makes of a range, or gives of what is in a list; None where it is something else."""
    given = kinds[0] if kinds else None
    if callee is range or callee is reversed and isinstance(given, Range):
        return Range()
    if callee is reversed or callee is list and len(kinds) == 1 and isinstance(given, ListOf):
        return given
    if callee is sorted and isinstance(given, Range):
        return ListOf(INT)
    if callee in (min, max) and "key" in keywords and isinstance(given, Range):
        return INT
    if callee is np.ndindex and all(map(is_integer, kinds)):
        return ListOf(Sequence(tuple, (INT,) * len(kinds)))
    return None


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


def is_random(callee: Any) -> bool:
    """Is it a function of `numpy.random`?"""
    name = getattr(callee, "__name__", None)
    return isinstance(name, str) and callable(callee) and getattr(np.random, name, None) is callee


def may_be_sampled(callee: Any) -> bool:
    """Is it harmless to call it with made-up values?"""
    module = getattr(callee, "__module__", None) or type(callee).__module__
    if callee in (print, input, open, exec, eval) or "random" in module:
        return False
    return module.split(".")[0] in ("numpy", "math", "builtins", "tangentx", "scipy")
