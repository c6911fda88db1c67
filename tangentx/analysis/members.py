"""The type of a variable that holds one of several functions: see `choices`."""

from __future__ import annotations

from dataclasses import dataclass, field

from tangentx.analysis.types import Const, Type


@dataclass(frozen=True, slots=True)
class Member:
    """One of several functions: the label that stands for it at run time, and what it is."""

    label: str
    kind: Const = field(compare=False)


@dataclass(frozen=True, slots=True)
class Functions(Type):
    """One of several functions, which of them is known only at run time."""

    members: tuple[Member, ...]

    def __str__(self) -> str:
        return f"one of {', '.join(m.label for m in self.members)}"
