"""The type of a variable that holds one of several functions, or members of an enumeration: see `choices`."""

from __future__ import annotations

import enum
import sys
from dataclasses import dataclass, field

from tangentx.analysis.types import Const, Type


@dataclass(frozen=True, slots=True)
class Member:
    """One of several functions: the label that stands for it at run time, and what it is."""

    label: str
    kind: Const = field(compare=False)


@dataclass(frozen=True, slots=True)
class Functions(Type):
    """One of several functions, or members of an enumeration; which of them is known only at run time."""

    members: tuple[Member, ...]

    def __str__(self) -> str:
        return f"one of {', '.join(m.label for m in self.members)}"


def enumerated(kind: Type | None) -> Functions | None:
    """A member of an enumeration as one of several; None for anything else, and for what no other module can name."""
    value = kind.value if isinstance(kind, Const) else None
    if not isinstance(value, enum.Enum) or value.name is None:
        return None
    cls = type(value)
    found = sys.modules.get(cls.__module__)
    for part in cls.__qualname__.split("."):
        found = getattr(found, part, None)
    if found is not cls:
        return None
    return Functions((Member(f"{cls.__module__}.{cls.__qualname__}.{value.name}", kind),))


def is_enumerated(kind: Type | None) -> bool:
    """One of several members of enumerations: at run time it is the member itself."""
    parts = kind.members if isinstance(kind, Functions) else ()
    return bool(parts) and all(isinstance(part.kind.value, enum.Enum) for part in parts)
