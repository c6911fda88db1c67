"""Heads of statements that are too wide for a line, broken as `ruff format` breaks them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tangentx.syntax.comments import WIDTH
from tangentx.syntax.documents import (
    BREAK,
    SOFT,
    BestFit,
    Doc,
    Either,
    Group,
    Indent,
    Layout,
    Suffix,
    columns,
)
from tangentx.syntax.expression_documents import INSIDE, LINKS, OUTSIDE, Documents
from tangentx.syntax.flat import Printer
from tangentx.syntax.segments import Bracketed, Item, Segment, Slot
from tangentx.syntax.splitting import Needs, kind_of

_UNSPLITTABLE = frozenset({"Name", "Constant", "JoinedStr"})
_LOOSE = frozenset({"Add", "Sub", "BitOr", "BitXor", "LShift", "RShift"})
_BARE = frozenset({"result", "target", "loop target"})
_LAST = frozenset({"value", "result"})
_NAKED = frozenset({"Yield", "YieldFrom"})
_OWN_BRACKETS = frozenset({"Tuple", "List", "Subscript", "Call"})
_HUGGED = frozenset({"List", "Tuple", "Dict", "Set", "ListComp", "DictComp", "SetComp", "GeneratorExp"})


class Breaker(Documents):
    """Lines for segments; `printer` gives the text of what need not break."""

    def __init__(self, printer: Printer):
        super().__init__(printer)
        self._roles: dict[str, Callable[[Slot], Doc]] = {
            "expression": self._plain,
            "with target": self._plain,
            "target": self._plain,
            "loop target": self._plain,
            "raised": self._optional,
            "asserted": self._always,
            "managed": self._always,
        }

    def bare(self, slot: Slot) -> str:
        """The text of a slot on one line: tuples that need no brackets there have none."""
        kind = kind_of(slot.node)
        if self._is_bare_tuple(slot):
            return self.printer.bare_tuple(slot.node)
        text = self.printer.text(slot.node)
        naked = kind in ("Yield", "YieldFrom") or (kind == "NamedExpr" and slot.role == "test")
        return text[1:-1] if naked else text

    def _is_bare_tuple(self, slot: Slot) -> bool:
        return slot.role in _BARE and kind_of(slot.node) == "Tuple" and len(slot.node.elts) > 1

    def lines(self, segments: list[Segment], indent: int, suffix: str) -> list[str]:
        """The lines of a head with its comment."""
        candidates = [self._whole(segments, suffix)]
        if self._right_to_left(segments):
            candidates = [*self._alternatives(segments, suffix), *candidates]
        for number, candidate in enumerate(candidates):
            lines = Layout(WIDTH).text(candidate, indent).split("\n")
            if number == len(candidates) - 1 or columns(lines[0]) <= WIDTH:
                return lines
        raise AssertionError("the last candidate is taken whether it fits or not")

    def _whole(self, segments: list[Segment], suffix: str) -> list[Doc]:
        """Every part of a head broken where it likes."""
        comment: Doc = Suffix(suffix)
        docs: list[Doc] = []
        for segment in segments:
            if isinstance(segment, Slot) and segment.role in _LAST and self._inlines(segment) and suffix:
                group = next(self.ids)
                docs.append(BestFit([self.bare(segment), Either(comment, id=group)], group))
                comment = Either("", comment, id=group)
            else:
                docs.append(self._segment(segment))
        return [*docs, comment]

    def _segment(self, segment: Segment) -> Doc:
        if isinstance(segment, str):
            return segment
        if isinstance(segment, Bracketed):
            return self._bracketed(segment)
        return self._roles.get(segment.role, self._if_breaks)(segment)

    def _inlines(self, slot: Slot) -> bool:
        """Whether a trailing comment goes into the brackets with this value."""
        return kind_of(slot.node) in _UNSPLITTABLE and not isinstance(
            getattr(slot.node, "value", None), str | bytes
        )

    def _right_to_left(self, segments: list[Segment]) -> bool:
        """Whether the value of an assignment gives way before its target does."""
        slots = [segment for segment in segments if isinstance(segment, Slot)]
        targets = [slot for slot in slots if slot.role == "target"]
        if not targets or self.splitting.needs(slots[-1].node) is not Needs.BEST_FIT:
            return False
        return len(targets) > 1 or kind_of(targets[0].node) in _OWN_BRACKETS

    def _alternatives(self, segments: list[Segment], suffix: str) -> list[Doc]:
        """The target on one line, with the value broken inside, or else in brackets."""
        *head, value = segments
        start = "".join(part if isinstance(part, str) else self.bare(part) for part in head)
        broken = (
            [[start, self.doc(value.node, OUTSIDE), Suffix(suffix)]] if kind_of(value.node) in LINKS else []
        )
        content = self.doc(value.node, INSIDE)
        inside = [content, Suffix(suffix)] if self._inlines(value) else content
        below = [start, "(", Indent([BREAK, inside]), BREAK, ")"]
        return [*broken, below if self._inlines(value) else [*below, Suffix(suffix)]]

    # -- slots ----------------------------------------------------------------------------

    def _plain(self, slot: Slot) -> Doc:
        if self._is_bare_tuple(slot):
            return self.expanding(
                self.items([self.doc(item, INSIDE) for item in slot.node.elts], always=True)
            )
        if slot.role == "expression" and kind_of(slot.node) == "BinOp" and kind_of(slot.node.op) in _LOOSE:
            return self._optional(slot)
        if kind_of(slot.node) in _NAKED and slot.node.value is not None:
            return [
                "yield from " if kind_of(slot.node) == "YieldFrom" else "yield ",
                self.doc(slot.node.value, OUTSIDE),
            ]
        return self.naked(slot.node, kind_of(slot.node), OUTSIDE)

    def _if_breaks(self, slot: Slot) -> Doc:
        """Brackets around the whole only where the expression has no better place to break."""
        if self._is_bare_tuple(slot):
            return self._plain(slot)
        needs = self.splitting.needs(slot.node)
        if needs is Needs.MULTILINE:
            return self._multiline(slot.node, 0 if slot.role == "test" else 1)
        if needs is Needs.BEST_FIT:
            group = next(self.ids)
            return BestFit(self.doc(slot.node, group), group)
        return self._plain(slot)

    def _optional(self, slot: Slot) -> Doc:
        """As before, but an expression that cannot be split gets none."""
        if self.splitting.needs(slot.node) is Needs.MULTILINE:
            return self._multiline(slot.node)
        return self.doc(slot.node, OUTSIDE)

    def _always(self, slot: Slot) -> Doc:
        """Brackets whenever it does not fit."""
        if self.splitting.can_omit(slot.node):
            return self._omitting(slot.node)
        huggable = kind_of(slot.node) in _HUGGED
        return self.doc(slot.node, OUTSIDE) if huggable else self.expanding(self.doc(slot.node, INSIDE))

    def _multiline(self, node: Any, least: int = 1) -> Doc:
        if self.splitting.can_omit(node):
            return self._omitting(node, least)
        return self.expanding(self.doc(node, INSIDE, least))

    def _omitting(self, node: Any, least: int = 1) -> Doc:
        """Optional brackets that are left out if the expression can be broken at brackets of its own."""
        group = next(self.ids)
        content = self.doc(node, group, least)
        return Group(
            [Either("("), Indent([Either(SOFT, id=group), content], group), SOFT, Either(")")], group
        )

    def _bracketed(self, segment: Bracketed) -> Doc:
        if not segment.items:
            return segment.left + segment.right
        items = self.items([self._item(item) for item in segment.items], segment.comma)
        if segment.optional:
            return self.expanding(items)
        together = Group(items) if len(segment.items) > 1 else items
        return self.brackets(segment.left, together, segment.right, OUTSIDE)

    def _item(self, item: Item) -> Doc:
        pieces = item if isinstance(item, list) else [item]
        return [piece if isinstance(piece, str) else self.doc(piece.node, INSIDE) for piece in pieces]
