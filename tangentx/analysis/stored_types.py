"""What stores make of containers: a list of whole numbers is one of floats where a float is stored, for every name.

A name may stand for containers of several classes, one after another; of each class, what is known is kept apart.
"""

from __future__ import annotations

from tangentx.analysis.kept import is_keeper
from tangentx.analysis.scope import loop_join
from tangentx.analysis.types import HELD, Sequence, Type


def note(held: dict[tuple, Type], name: str, kind: Type) -> None:
    """What stores make of the containers of each class that a name stands for."""
    if _may_be_written(kind):
        key = _of_its_class(name, kind)
        held[key] = loop_join(held.get(key, kind), kind)


def known(held: dict[tuple, Type], name: str, kind: Type) -> Type:
    """The type of what a name stands for, with all that stores make of it."""
    return held.get(_of_its_class(name, kind), kind) if _may_be_written(kind) else kind


def _may_be_written(kind: Type | None) -> bool:
    """Is it a container that stores change, or a tuple that has one?"""
    return isinstance(kind, HELD) or isinstance(kind, Sequence) and is_keeper(kind)


def _of_its_class(name: str, kind: HELD | Sequence) -> tuple:
    more = len(kind.items) if isinstance(kind, Sequence) else getattr(kind, "limit", None)
    return name, type(kind), kind.cls, more
