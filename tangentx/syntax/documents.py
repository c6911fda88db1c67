"""Text that knows where it may be broken, and the choice of the breaks (after Oppen, Wadler and ruff's printer).

A document is a string, a list of documents, or one of the classes below.  A `Group` is laid flat if that fits;
otherwise its lines break, and the groups in it are asked again.  What distinguishes this from a textbook printer are
`FitsExpanded` and `BestFit`, without which `a + f(⏎...⏎)` could not be preferred to brackets around the whole sum.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Doc = Any  # str | list[Doc] | one of the classes of this module
_STEP = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A place for a line break; `flat` is what stands there without one.  A `hard` one is always a break."""

    flat: str = ""
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Flat if it fits; `id` lets other parts of the document ask which it was."""

    content: Doc
    id: int | None = None


@dataclass(frozen=True, slots=True)
class GroupIfBroken:
    """A group if group `id` is broken, else just its content."""

    content: Doc
    id: int


@dataclass(frozen=True, slots=True)
class Indent:
    """Content one step to the right; with `id`, only where that group is broken."""

    content: Doc
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Either:
    """One text or another, as the group around it (or group `id`) is broken or flat."""

    broken: Doc
    flat: Doc = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class FitsExpanded:
    """As long as group `id` is flat, this need not fit on a line: it is enough that it fits when it is broken."""

    content: Doc
    id: int


@dataclass(frozen=True, slots=True)
class BestFit:
    """Content that gets round brackets and a line of its own if only that makes it fit."""

    content: Doc
    id: int


@dataclass(frozen=True, slots=True)
class Suffix:
    """A comment behind the rest of the line: it counts for the width."""

    text: str


SOFT, SPACE, BREAK = Line(), Line(" "), Line("", True)


def block(content: Doc) -> list[Doc]:
    """Content on lines of its own, one step to the right, if the group around it breaks."""
    return [Indent([SOFT, content]), SOFT]


# Entries of the printer's stack: (document, indentation, broken, may run over the edge: measuring only).
_Entry = tuple[Doc, int, bool, bool]


class Layout:
    """Lays one document out; made for a single use."""

    def __init__(self, width: int):
        self.width = width
        self.modes: dict[int, bool] = {}  # group id -> broken
        self.measured = False  # whether the content of a flat group is known to fit
        self.out: list[str] = []
        self.column = 0

    def text(self, doc: Doc, indent: int = 0) -> str:
        """The text of a document whose first line begins at column `indent`."""
        self.out, self.column = [" " * indent], indent
        stack: list[_Entry] = [(doc, indent, True, False)]
        while stack:
            self._print(stack.pop(), stack)
        return "".join(self.out)

    def _print(self, entry: _Entry, stack: list[_Entry]) -> None:
        doc, indent, broken, _ = entry
        if isinstance(doc, str):
            self._write(doc)
        elif isinstance(doc, list):
            stack.extend((item, indent, broken, False) for item in reversed(doc))
        elif isinstance(doc, Line):
            self._line(doc, indent, broken)
        elif isinstance(doc, Group):
            stack.append((doc.content, indent, self._group(doc, indent, broken, stack), False))
        elif isinstance(doc, BestFit):
            self._best_fit(doc, indent, broken, stack)
        elif isinstance(doc, Suffix):
            self._write(doc.text)
        else:
            if isinstance(doc, FitsExpanded) and not self.modes.get(doc.id, False):
                self.measured = False  # it was measured broken, which says nothing of the groups in it
            stack.append(_opened(doc, indent, broken, False, self.modes))

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.column += columns(text)

    def _line(self, line: Line, indent: int, broken: bool) -> None:
        if not broken and not line.hard:
            self._write(line.flat)
            return
        self.out.append("\n" + " " * indent)
        self.column = indent
        self.measured = False

    def _group(self, group: Group, indent: int, broken: bool, stack: list[_Entry]) -> bool:
        """Whether the group must break."""
        must = False
        if broken or not self.measured:
            self.measured = True
            if group.id is not None:
                self.modes[group.id] = False
            must = not self._fits((group.content, indent, False, False), stack)
        if group.id is not None:
            self.modes[group.id] = must
        return must

    def _best_fit(self, doc: BestFit, indent: int, broken: bool, stack: list[_Entry]) -> None:
        wrapped = self._group(Group(doc.content, doc.id), indent, broken, stack)
        if wrapped:  # brackets only if they help
            self.modes[doc.id] = True
            self.measured = True
            column, self.column = self.column, indent + _STEP
            wrapped = self._fits((doc.content, indent + _STEP, True, False), [])
            self.column = column
        self.modes[doc.id] = wrapped
        content = ["(", Indent([SOFT, doc.content]), SOFT, ")"] if wrapped else doc.content
        stack.append((content, indent, wrapped, False))

    # -- measuring ------------------------------------------------------------------------

    def _fits(self, entry: _Entry, stack: list[_Entry]) -> bool:
        """Whether everything up to the next certain line break stays within the width."""
        modes = dict(self.modes)
        column = self.column
        below = len(stack)
        todo = [entry]
        while True:
            if not todo:
                if not below:
                    return column <= self.width
                below -= 1
                todo.append(stack[below])
            doc, indent, broken, over = todo.pop()
            if isinstance(doc, str | Suffix):
                column += columns(doc if isinstance(doc, str) else doc.text)
                if column > self.width and not (over and doc not in _BRACKETS):
                    return False
            elif isinstance(doc, list):
                todo.extend((item, indent, broken, over) for item in reversed(doc))
            elif isinstance(doc, Line):
                if (broken or doc.hard) and not over:
                    return True
                column = indent if broken else column + len(doc.flat)
            else:
                todo.append(_measured(doc, indent, broken, over, modes))


def _measured(doc: Doc, indent: int, broken: bool, over: bool, modes: dict[int, bool]) -> _Entry:
    """What to measure for a document that is not text."""
    if isinstance(doc, Group):
        if doc.id is not None:
            modes[doc.id] = broken
        return doc.content, indent, broken, over
    if isinstance(doc, BestFit):
        return doc.content, indent, False, over
    if isinstance(doc, FitsExpanded) and not broken and not modes.get(doc.id, False):
        return doc.content, indent, True, True
    return _opened(doc, indent, broken, over, modes)


def _opened(doc: Doc, indent: int, broken: bool, over: bool, modes: dict[int, bool]) -> _Entry:
    """The content of a document that depends only on what is known."""
    if isinstance(doc, Indent):
        inside = indent + _STEP if doc.id is None or modes.get(doc.id, False) else indent
        return doc.content, inside, broken, over
    if isinstance(doc, Either):
        is_broken = broken if doc.id is None else modes.get(doc.id, False)
        return doc.broken if is_broken else doc.flat, indent, broken, over
    if isinstance(doc, GroupIfBroken):
        return Group(doc.content) if modes.get(doc.id, False) else doc.content, indent, broken, over
    return doc.content, indent, broken, over


_BRACKETS = ("(", "[", "{", ")", "]", "}")
_WIDE = {"W": 2, "F": 2}


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(_widths(text))


def _widths(text: str) -> Iterator[int]:
    for character in text:
        combining = unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf")
        yield 0 if combining else _WIDE.get(unicodedata.east_asian_width(character), 1)
