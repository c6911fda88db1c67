"""Questions about the types of compiled code: arrays, numbers, integers."""

from __future__ import annotations

from tangentx.analysis.types import Array, Const, Scalar, Type, is_scalar


def is_array(kind: Type | None) -> bool:
    """An array with axes, not a number."""
    return isinstance(kind, Array) and not kind.scalar and kind.rank != 0


def rank_of(kind: Type | None) -> int | None:
    """The number of axes; 0 for numbers, None where it is not known."""
    if isinstance(kind, Array):
        return 0 if kind.scalar else kind.rank
    return 0 if is_scalar(kind) else None


def is_integer(kind: Type | None) -> bool:
    """A number that is an integer or a truth value."""
    if isinstance(kind, Const):
        return isinstance(kind.value, int)
    if isinstance(kind, Array):
        return kind.scalar and kind.kind in "iub"
    return isinstance(kind, Scalar) and kind.kind in ("int", "bool")
