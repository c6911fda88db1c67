"""Heads of statements that are too wide for a line, broken as `ruff format` breaks them.

Each kind of expression becomes a document (`documents.py`).  What its lines may do depends on its *level*: outside
brackets nothing may break (`OUTSIDE`), inside brackets everything may (`INSIDE`), and within optional brackets what
stands outside other brackets may break exactly if those brackets are there (the number of their group).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from tangentx.syntax.comments import WIDTH
from tangentx.syntax.documents import (
    BREAK,
    SOFT,
    SPACE,
    BestFit,
    Doc,
    Either,
    FitsExpanded,
    Group,
    GroupIfBroken,
    Indent,
    Layout,
    Suffix,
    block,
    columns,
)
from tangentx.syntax.flat import Printer, is_power_operand
from tangentx.syntax.segments import Bracketed, Item, Segment, Slot
from tangentx.syntax.splitting import Needs, Splitting, kind_of

INSIDE, OUTSIDE = -1, -2
_UNSPLITTABLE = frozenset({"Name", "Constant", "JoinedStr"})


class Breaker:
    """Lines for segments; `printer` gives the text of what need not break."""

    def __init__(self, printer: Printer):
        self.printer = printer
        self.splitting = Splitting(printer)
        self.ids = itertools.count()
        self._docs: dict[str, Callable[[Any, int], Doc]] = {
            name[5:]: getattr(self, name) for name in dir(self) if name.startswith("_doc_")
        }
        self._roles: dict[str, Callable[[Slot, str], Doc]] = {
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
            if number == len(candidates) - 1 or all(columns(line) <= WIDTH for line in lines):
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
            [[start, self.doc(value.node, OUTSIDE), Suffix(suffix)]] if kind_of(value.node) in _LINKS else []
        )
        content = self.doc(value.node, INSIDE)
        inside = [content, Suffix(suffix)] if self._inlines(value) else content
        below = [start, "(", Indent([BREAK, inside]), BREAK, ")"]
        return [*broken, below if self._inlines(value) else [*below, Suffix(suffix)]]

    # -- slots ----------------------------------------------------------------------------

    def _plain(self, slot: Slot) -> Doc:
        if self._is_bare_tuple(slot):
            return self._expanding(
                self._items([self.doc(item, INSIDE) for item in slot.node.elts], always=True)
            )
        if slot.role == "expression" and kind_of(slot.node) == "BinOp" and kind_of(slot.node.op) in _LOOSE:
            return self._optional(slot)
        return self.bare(slot) if kind_of(slot.node) in _NAKED else self.doc(slot.node, OUTSIDE)

    def _if_breaks(self, slot: Slot) -> Doc:
        """Brackets around the whole only where the expression has no better place to break."""
        if self._is_bare_tuple(slot):
            return self._plain(slot)
        needs = self.splitting.needs(slot.node)
        if needs is Needs.MULTILINE:
            return self._multiline(slot.node)
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
        return self.doc(slot.node, OUTSIDE) if huggable else self._expanding(self.doc(slot.node, INSIDE))

    def _multiline(self, node: Any) -> Doc:
        return (
            self._omitting(node) if self.splitting.can_omit(node) else self._expanding(self.doc(node, INSIDE))
        )

    def _omitting(self, node: Any) -> Doc:
        """Optional brackets that are left out if the expression can be broken at brackets of its own."""
        group = next(self.ids)
        content = self.doc(node, group)
        return Group(
            [Either("("), Indent([Either(SOFT, id=group), content], group), SOFT, Either(")")], group
        )

    def _expanding(self, content: Doc) -> Doc:
        return Group([Either("("), *block(content), Either(")")])

    def _bracketed(self, segment: Bracketed) -> Doc:
        if not segment.items:
            return segment.left + segment.right
        items = self._items([self._item(item) for item in segment.items], segment.optional)
        if segment.optional:
            return self._expanding(items)
        return self._brackets(segment.left, Group(items), segment.right, OUTSIDE)

    def _item(self, item: Item) -> Doc:
        pieces = item if isinstance(item, list) else [item]
        return [piece if isinstance(piece, str) else self.doc(piece.node, INSIDE) for piece in pieces]

    # -- expressions ----------------------------------------------------------------------

    def doc(self, node: Any, level: int, least: int = 1) -> Doc:
        """The document of an expression, in brackets if it binds less tightly than `least`."""
        kind = kind_of(node)
        if self.printer.level(node) < least:
            return self._brackets("(", self._naked(node, kind, INSIDE), ")", level)
        return self._naked(node, kind, level)

    def _naked(self, node: Any, kind: str, level: int) -> Doc:
        writer = self._docs.get(kind)
        if writer is not None:
            return writer(node, level)
        return self.printer.text(node, 0)

    def _brackets(self, left: str, content: Doc, right: str, level: int) -> Doc:
        inner = Group([left, *block(content), right])
        return FitsExpanded(inner, level) if level >= 0 else inner

    def _items(self, items: list[Doc], always: bool = False) -> Doc:
        """Items with commas between, and one behind the last if the group around them is broken.

        A lone item gets that comma only on demand.
        """
        separated = [part for item in items for part in (item, ",", SPACE)][:-2]
        return [*separated, Either(",")] if always or len(items) > 1 else separated

    def _line(self, level: int, space: bool) -> Doc:
        """A line that may break only inside brackets."""
        line, flat = (SPACE, " ") if space else (SOFT, "")
        return {INSIDE: line, OUTSIDE: flat}.get(level, Either(line, flat, level))

    def _group(self, content: Doc, level: int) -> Doc:
        return {INSIDE: Group(content), OUTSIDE: content}.get(level, GroupIfBroken(content, level))

    def _binary(self, node: Any, level: int) -> Doc:
        return self._group(self._chain(*self.splitting.flattened(node), level), level)

    _doc_BinOp = _doc_BoolOp = _doc_Compare = _binary

    def _chain(self, operands: list, operators: list, level: int) -> Doc:
        """Operands and operators of a formula: the operators that bind least begin a line, the others follow suit."""
        if not operators:
            return self.doc(operands[0][0], level, operands[0][1])
        lowest = min(rank for _, rank in operators)
        splits = [n for n, (_, rank) in enumerate(operators) if rank == lowest]
        starts, ends = [0, *(n + 1 for n in splits)], [*splits, len(operators)]
        parts: list[Doc] = []
        for start, end in zip(starts, ends, strict=True):
            piece = self._chain(operands[start : end + 1], operators[start:end], level)
            if start:
                symbol = operators[start - 1][0]
                hug = symbol == "**" and self._hugs(operands[start - 1]) and self._hugs(operands[start])
                parts += [self._line(level, not hug), symbol if hug else symbol + " "]
                piece = self._group(piece, level)
            parts.append(piece if start == end else self._group(piece, level))
        return parts

    def _hugs(self, operand: tuple[Any, int]) -> bool:
        return is_power_operand(operand[0], self.printer.text(*operand))

    def _doc_UnaryOp(self, node: Any, level: int) -> Doc:
        kind = kind_of(node.op)
        symbol = "not " if kind == "Not" else self.printer.symbols[kind]
        return [symbol, self.doc(node.operand, level, self.printer.binding[kind])]

    def _doc_IfExp(self, node: Any, level: int) -> Doc:
        return self._group(self._conditional(node, level), level)

    def _conditional(self, node: Any, level: int) -> list[Doc]:
        above = self.printer.condition + 1
        body, test = (self._group(self.doc(part, level, above), level) for part in (node.body, node.test))
        line = self._line(level, True)
        if kind_of(node.orelse) == "IfExp":
            other: Doc = self._conditional(node.orelse, level)
        else:
            other = self._group(self.doc(node.orelse, level, self.printer.condition), level)
        return [body, line, "if ", test, line, "else ", other]

    def _doc_Call(self, node: Any, level: int) -> Doc:
        return self._chained(node, level)

    _doc_Attribute = _doc_Subscript = _doc_Call

    def _chained(self, node: Any, level: int) -> Doc:
        """Calls, subscripts and attributes; those of several calls in a row break before the dots."""
        fluent = self.splitting.is_fluent(node)
        content = self._links(node, level, fluent)
        return (
            Group(content)
            if fluent and level == INSIDE
            else self._group(content, level)
            if fluent
            else content
        )

    def _links(self, node: Any, level: int, fluent: bool) -> list[Doc]:
        kind = kind_of(node)
        if kind not in _LINKS or self.printer.level(node) < self.printer.atom:
            return [self.doc(node, level, self.printer.atom)]
        below = node.func if kind == "Call" else node.value
        links = self._links(below, level, fluent)
        if kind == "Attribute":
            if kind_of(below) == "Constant":
                return [self.printer.text(node)]  # a number is in brackets there
            wrapped = self.printer.level(below) < self.printer.atom
            breaks = fluent and (wrapped or kind_of(below) in ("Call", "Subscript"))
            return [*links, *([self._line(level, False)] if breaks else []), "." + node.attr]
        if kind == "Call":
            return [*links, self._arguments(node, level)]
        return [*links, self._brackets("[", self._index(node.slice), "]", level)]

    def _arguments(self, node: Any, level: int) -> Doc:
        if not node.args and not node.keywords:
            return "()"
        if len(node.args) == 1 and not node.keywords and kind_of(node.args[0]) == "GeneratorExp":
            return self._brackets("(", Group(self._loops(node.args[0])), ")", level)
        items = [self.doc(arg, INSIDE) for arg in node.args] + [self._keyword(item) for item in node.keywords]
        return self._brackets("(", Group(self._items(items)), ")", level)

    def _keyword(self, node: Any) -> Doc:
        least = self.printer.star if node.arg is None else 1
        return ["**" if node.arg is None else f"{node.arg}=", self.doc(node.value, INSIDE, least)]

    def _index(self, node: Any) -> Doc:
        if kind_of(node) == "Tuple" and len(node.elts) > 1:
            return Group(self._items([self.doc(item, INSIDE) for item in node.elts]))
        return self.printer.index(node) if kind_of(node) == "Tuple" else self.doc(node, INSIDE)

    def _doc_Slice(self, node: Any, level: int) -> Doc:
        parts = [
            None if part is None else self.doc(part, INSIDE) for part in (node.lower, node.upper, node.step)
        ]
        return list(self.printer.sliced(node, parts))

    def _doc_Tuple(self, node: Any, level: int) -> Doc:
        if len(node.elts) < 2:
            return self.printer.text(node) if not node.elts else ["(", self.doc(node.elts[0], level), ",)"]
        return self._display("(", node.elts, ")", level)

    def _doc_List(self, node: Any, level: int) -> Doc:
        return self._display("[", node.elts, "]", level)

    def _doc_Set(self, node: Any, level: int) -> Doc:
        return self._display("{", node.elts, "}", level) if node.elts else "set()"

    def _display(self, left: str, items: list, right: str, level: int) -> Doc:
        if not items:
            return left + right
        return self._brackets(left, self._items([self.doc(item, INSIDE) for item in items]), right, level)

    def _doc_Dict(self, node: Any, level: int) -> Doc:
        if not node.keys:
            return "{}"
        pairs = [self._pair(key, value) for key, value in zip(node.keys, node.values, strict=True)]
        return self._brackets("{", self._items(pairs), "}", level)

    def _pair(self, key: Any, value: Any) -> Doc:
        if key is None:
            return ["**", self.doc(value, INSIDE, self.printer.star)]
        return Group([self.doc(key, INSIDE), ": ", self.doc(value, INSIDE)])

    def _doc_Starred(self, node: Any, level: int) -> Doc:
        return ["*", self.doc(node.value, level, self.printer.star)]

    def _doc_ListComp(self, node: Any, level: int) -> Doc:
        left, right = _COMPREHENSIONS[kind_of(node)]
        return self._brackets(left, Group(self._loops(node)), right, level)

    _doc_SetComp = _doc_GeneratorExp = _doc_DictComp = _doc_ListComp

    def _loops(self, node: Any) -> Doc:
        """The inside of a comprehension."""
        is_dict = kind_of(node) == "DictComp"
        element = self._pair(node.key, node.value) if is_dict else Group(self.doc(node.elt, INSIDE))
        bound = self.printer.binding["Or"]
        parts: list[Doc] = [element]
        for each in node.generators:
            words = "async for " if each.is_async else "for "
            parts += [
                SPACE,
                words,
                self.printer.target(each.target),
                " in ",
                self.doc(each.iter, INSIDE, bound),
            ]
            for test in each.ifs:
                parts += [SPACE, Group(["if ", self.doc(test, INSIDE, bound)])]
        return parts

    def _doc_Lambda(self, node: Any, level: int) -> Doc:
        head = self.printer.text(node)[: -len(self.printer.text(node.body))]
        if self.splitting.needs(node.body) is Needs.MULTILINE:
            return [head, self._expanding(self.doc(node.body, INSIDE))]
        return [head, self.doc(node.body, level)]


_LOOSE = frozenset({"Add", "Sub", "BitOr", "BitXor", "LShift", "RShift"})
_BARE = frozenset({"result", "target", "loop target"})
_LAST = frozenset({"value", "result"})
_NAKED = frozenset({"Yield", "YieldFrom"})
_LINKS = frozenset({"Call", "Attribute", "Subscript"})
_OWN_BRACKETS = frozenset({"Tuple", "List", "Subscript", "Call"})
_HUGGED = frozenset({"List", "Tuple", "Dict", "Set", "ListComp", "DictComp", "SetComp", "GeneratorExp"})
_COMPREHENSIONS = {"ListComp": "[]", "SetComp": "{}", "DictComp": "{}", "GeneratorExp": "()"}
