"""The type of an object that is of one class or another, which is known only at run time: see `variants`.

It is a `Record` of every attribute that one of the classes has, whose class is one made for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tangentx.analysis.types import Record, Type

Join = Callable[[Type | None, Type | None], Type | None]


@dataclass(frozen=True)
class Outline:
    """One of the classes, and the attributes of its objects."""

    cls: type
    keys: tuple[str, ...]


_MADE: dict[tuple[Outline, ...], type] = {}  # a class for the same classes is the same class


def outlines(cls: Any) -> tuple[Outline, ...]:
    """The classes that it stands for; nothing for a class of the user's."""
    return vars(cls).get("tangentx_outlines", ()) if isinstance(cls, type) else ()


def either(a: Record, b: Record, join: Join) -> Record | None:
    """The type of an object that is of one of these types; None where they are not objects, or not told apart."""
    parts = {part.cls: part for kind in (a, b) for part in _outlines_of(kind)}
    known = {part for kind in (a, b) for part in _outlines_of(kind)}
    if len(parts) != len(known) or any(issubclass(cls, dict) or "<" in cls.__qualname__ for cls in parts):
        return None
    if any(one is not other and issubclass(one, other) for one in parts for other in parts):
        return None
    order = tuple(sorted(known, key=lambda part: (part.cls.__module__, part.cls.__qualname__)))
    keys = tuple(dict.fromkeys((*a.keys, *b.keys)))
    items = tuple(join(a.slot(key), b.slot(key)) for key in keys)
    return Record(named(order), keys, items, a.frozen or b.frozen, a.closed or b.closed)


def named(order: tuple[Outline, ...]) -> type:
    """The class that stands for these."""
    if order not in _MADE:
        name = "_or_".join(part.cls.__name__ for part in order)
        _MADE[order] = type(name, (), {"tangentx_outlines": order})
    return _MADE[order]


def _outlines_of(kind: Record) -> tuple[Outline, ...]:
    return outlines(kind.cls) or (Outline(kind.cls, kind.keys),)


def narrowed(kind: Record, outline: Outline) -> Record:
    """The type of an object that is known to be of this class."""
    return Record(outline.cls, outline.keys, tuple(map(kind.slot, outline.keys)), kind.frozen, kind.closed)
