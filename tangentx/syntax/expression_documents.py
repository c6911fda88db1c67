"""Expressions as documents: what each kind of them looks like where it has to be broken.

What the lines of an expression may do depends on its *level*: outside brackets nothing may break (`OUTSIDE`), inside
brackets everything may (`INSIDE`), and within optional brackets what stands outside other brackets may break exactly
if those brackets are there (the number of their group).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from tangentx.syntax.documents import SOFT, SPACE, Doc, Either, FitsExpanded, Group, GroupIfBroken, block
from tangentx.syntax.flat import Printer, is_power_operand
from tangentx.syntax.splitting import Needs, Splitting, kind_of

INSIDE, OUTSIDE = -1, -2
LINKS = frozenset({"Call", "Attribute", "Subscript"})
_COMPREHENSIONS = {"ListComp": "[]", "SetComp": "{}", "DictComp": "{}", "GeneratorExp": "()"}


class Documents:
    """Documents of expressions; `printer` gives the text of what need not break."""

    def __init__(self, printer: Printer):
        self.printer = printer
        self.splitting = Splitting(printer)
        self.ids = itertools.count()
        self._docs: dict[str, Callable[[Any, int], Doc]] = {
            name[5:]: getattr(self, name) for name in dir(self) if name.startswith("_doc_")
        }

    def doc(self, node: Any, level: int, least: int = 1) -> Doc:
        """The document of an expression, in brackets if it binds less tightly than `least`."""
        kind = kind_of(node)
        if self.printer.level(node) < least:
            return self.brackets("(", self.naked(node, kind, INSIDE), ")", level)
        return self.naked(node, kind, level)

    def naked(self, node: Any, kind: str, level: int) -> Doc:
        writer = self._docs.get(kind)
        if writer is not None:
            return writer(node, level)
        return self.printer.text(node, 0)

    def brackets(self, left: str, content: Doc, right: str, level: int) -> Doc:
        inner = Group([left, *block(content), right])
        return FitsExpanded(inner, level) if level >= 0 else inner

    def items(self, items: list[Doc], always: bool = False) -> Doc:
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
        return [symbol, self.doc(node.operand, level, self.printer.operand_level(node))]

    def _doc_NamedExpr(self, node: Any, level: int) -> Doc:
        return [self.printer.text(node.target), " := ", self.doc(node.value, level)]

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
        if kind not in LINKS or self.printer.level(node) < self.printer.atom:
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
        return [*links, self.brackets("[", self._index(node.slice), "]", level)]

    def _arguments(self, node: Any, level: int) -> Doc:
        if not node.args and not node.keywords:
            return "()"
        if len(node.args) == 1 and not node.keywords and kind_of(node.args[0]) == "GeneratorExp":
            return self.brackets("(", Group(self._loops(node.args[0])), ")", level)
        items = [self.doc(arg, INSIDE) for arg in node.args] + [self._keyword(item) for item in node.keywords]
        return self.brackets("(", Group(self.items(items)), ")", level)

    def _keyword(self, node: Any) -> Doc:
        least = self.printer.star if node.arg is None else 1
        return ["**" if node.arg is None else f"{node.arg}=", self.doc(node.value, INSIDE, least)]

    def _index(self, node: Any) -> Doc:
        if kind_of(node) == "Tuple" and len(node.elts) > 1:
            return Group(self.items([self.doc(item, INSIDE) for item in node.elts]))
        return self.printer.index(node) if kind_of(node) == "Tuple" else self.doc(node, INSIDE)

    def _doc_Slice(self, node: Any, level: int) -> Doc:
        parts = [
            None if part is None else self.doc(part, INSIDE) for part in (node.lower, node.upper, node.step)
        ]
        return list(self.printer.sliced(node, parts))

    def _doc_Tuple(self, node: Any, level: int) -> Doc:
        return self._display("(", node.elts, ")", level, always=True)

    def _doc_List(self, node: Any, level: int) -> Doc:
        return self._display("[", node.elts, "]", level)

    def _doc_Set(self, node: Any, level: int) -> Doc:
        return self._display("{", node.elts, "}", level) if node.elts else "set()"

    def _display(self, left: str, items: list, right: str, level: int, always: bool = False) -> Doc:
        if not items:
            return left + right
        content = self.items([self.doc(item, INSIDE) for item in items], always)
        if always and len(items) == 1:
            content[-1] = ","  # what makes it a tuple
        return self.brackets(left, content, right, level)

    def _doc_Dict(self, node: Any, level: int) -> Doc:
        if not node.keys:
            return "{}"
        pairs = [self._pair(key, value) for key, value in zip(node.keys, node.values, strict=True)]
        return self.brackets("{", self.items(pairs), "}", level)

    def _pair(self, key: Any, value: Any) -> Doc:
        if key is None:
            return ["**", self.doc(value, INSIDE, self.printer.star)]
        return Group([self.doc(key, INSIDE), ": ", self.doc(value, INSIDE)])

    def _doc_Starred(self, node: Any, level: int) -> Doc:
        return ["*", self.doc(node.value, level, self.printer.star)]

    def _doc_ListComp(self, node: Any, level: int) -> Doc:
        left, right = _COMPREHENSIONS[kind_of(node)]
        return self.brackets(left, Group(self._loops(node)), right, level)

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
            return [head, self.expanding(self.doc(node.body, INSIDE))]
        return [head, self.doc(node.body, level)]

    def expanding(self, content: Doc) -> Doc:
        return Group([Either("("), *block(content), Either(")")])
