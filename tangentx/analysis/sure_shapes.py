"""The shapes that are the same on every path."""

from __future__ import annotations

from dataclasses import replace

from tangentx.analysis.types import Dictionary, Record, Sequence, Type, may_be_a_number


def of_sure_shape(kind: Type | None) -> Type | None:
    """The type without the shapes of what may be a number instead."""
    if may_be_a_number(kind):
        return replace(kind, shape=None)
    if isinstance(kind, Sequence | Dictionary | Record):
        return replace(kind, items=tuple(map(of_sure_shape, kind.items)))
    return kind
