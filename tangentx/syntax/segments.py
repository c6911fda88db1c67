"""What the head of a statement is made of, before it is known whether it fits on a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Slot:
    """An expression in a statement; `role` says how it may be broken ("value", "test", "target", ...)."""

    node: Any
    role: str


Item = str | Slot | list[str | Slot]


@dataclass(frozen=True, slots=True)
class Bracketed:
    """A list of items in brackets: parameters, bases, imported names.  An item is text, a slot, or several of them.

    `optional`: there are no brackets on one line, and round ones on several.  `comma`: on several lines even a single
    item has a comma behind it.
    """

    left: str
    items: list[Item]
    right: str
    optional: bool = False
    comma: bool = False


Segment = str | Slot | Bracketed
