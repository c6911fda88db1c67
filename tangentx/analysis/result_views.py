"""Does the result of a primitive share memory with an operand?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import gast
import numpy as np

from tangentx.analysis.indexing import reshaped
from tangentx.analysis.overlapping import shares
from tangentx.analysis.program import Op
from tangentx.analysis.types import NUMBER, Array, Const, Sequence, Type, Unknown
from tangentx.records import Rule

_RESHAPES = ("reshape", "reshape_method")
_SHORTER = ("squeeze",)  # no axis may be left


def still_a_view(sampler, known: Type, rule: Rule | None, kinds: list[Type], named: dict) -> Type:
    """A view whose shape is not known is a view all the same."""
    if isinstance(known, Unknown) and rule is not None and rule.name in _RESHAPES and not named:
        known = reshaped(sampler, kinds)
    if (
        not isinstance(known, Unknown)
        or rule is None
        or rule.name not in _VIEWS
        or not isinstance(kinds[0], Array)
    ):
        return known
    closed = {"read-only"} if rule.name in ("broadcast_to", "diagonal") and kinds[0].sites else set()
    number = NUMBER if rule.name in _SHORTER else set()  # what is computed with it may be one
    return replace(kinds[0], shape=None, sites=kinds[0].sites | closed | number)


def view_of(kind: Type) -> str:
    """May a result share memory with an operand: an array, or the arrays that `np.split` or `tuple` gives?"""
    arrays = kind.items if isinstance(kind, Sequence) else (getattr(kind, "item", kind),)
    return "always" if any(isinstance(k, Array) and k.sites - NUMBER for k in arrays) else "no"


def depends_on_order(sampler, function: Callable, kinds: list[Type], named: dict[str, Type]) -> bool | None:
    """Is the result a view of C-ordered operands and a copy of others (`reshape`, `ravel`)?  None: who knows."""
    try:
        args = [sampler.sample(t, 0) for t in kinds]
        keywords = {k: sampler.sample(t, 0) for k, t in named.items()}
        other = [np.asfortranarray(a) if isinstance(a, np.ndarray) and a.ndim > 1 else a for a in args]
        strided = [_strided(a) if isinstance(a, np.ndarray) and a.ndim else a for a in args]
        return not all(shares(function(*v, **keywords), v) for v in (other, strided))
    except Exception:  # no sample, or the primitive refuses it
        return None


def _strided(a: np.ndarray) -> np.ndarray:
    """The array with gaps between its entries, along each axis: one with an axis of one entry is no other in Fortran's
    order, and is not in one piece all the same where it is a part of another (`a[:, :1]`)."""
    wide = np.zeros([2 * n for n in a.shape], a.dtype)
    part = wide[(slice(None, None, 2),) * a.ndim]
    part[...] = a
    return part


_VIEWS = (
    "broadcast_to", "reshape", "reshape_method", "transpose", "transpose_all", "transpose_method", "mT",
    "matrix_transpose", "swapaxes", "moveaxis", "rollaxis", "squeeze", "expand_dims", "atleast_1d",
    "atleast_2d", "atleast_3d", "ravel", "diagonal", "flip", "flipud", "fliplr", "rot90", "T",
)  # fmt: skip
ALWAYS_VIEWS = frozenset(_VIEWS) - {*_RESHAPES, "ravel", "ravel_method"}
_BY_ORDER = frozenset({*_RESHAPES, "ravel"})
_AS_MEMORY_HAS_IT = ("ascontiguousarray", "asfortranarray", "require", "like_view", "part_like")


def by_order(op: Op, types: dict[str, Type], call: gast.AST) -> bool:
    """Is the result of an operation a view where the array is C-ordered, and a copy where it is not?  Of an array with
    one axis `reshape` always gives a view; another order may be asked for."""
    if op.rule is None or op.view != "maybe" or op.rule.name not in _BY_ORDER:
        return False
    if any(keyword.arg == "order" for keyword in getattr(call, "keywords", ())):
        return False
    base = types.get(getattr(next(iter(op.operands.values())), "id", ""))
    return not (op.rule.name in _RESHAPES and isinstance(base, Array) and base.rank == 1)


def asks_for_order(function, named: dict[str, Type]) -> bool:
    """Does the memory order decide whether the result is the operand, a view of it or a copy?"""
    name = getattr(function, "__name__", "")
    order = named.get("order")
    return name in _AS_MEMORY_HAS_IT or order not in (None, Const("K"), Const(None))
