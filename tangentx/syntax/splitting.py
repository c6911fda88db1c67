"""Where a formatter may split an expression: the questions that `ruff format` (and Black) ask before they break one."""

from __future__ import annotations

import enum
from typing import Any

from tangentx.syntax.flat import Printer

BINARY = frozenset({"BinOp", "BoolOp", "Compare"})
_DISPLAYS = frozenset({"List", "Tuple", "Dict", "Set", "ListComp", "DictComp", "SetComp", "GeneratorExp"})
_ATOMS = frozenset({"Name", "Constant", "JoinedStr"})


class Needs(enum.Enum):
    """What optional brackets around an expression are good for."""

    NEVER = "it has brackets of its own to break at"
    MULTILINE = "without them it cannot be broken well"
    BEST_FIT = "it cannot be broken at all, but could go to its own line"


def kind_of(node: Any) -> str:
    return node.__class__.__name__


class Splitting:
    """Questions about expressions; `printer` knows which operands stand in brackets."""

    def __init__(self, printer: Printer):
        self.printer = printer
        # "and" and "or" are of one rank here, as for Black.
        self.ranks = {**printer.binding, "Or": printer.binding["And"]}

    def needs(self, node: Any) -> Needs:
        kind = kind_of(node)
        if kind in _ATOMS:
            return Needs.MULTILINE if self.printer.level(node) < self.printer.atom else Needs.BEST_FIT
        if kind in ("Call", "Subscript", "Attribute"):
            return self._needs_of_link(node, kind)
        if kind == "UnaryOp":
            wrapped = self._wrapped(node.operand, self.printer.operand_level(node))
            return Needs.NEVER if wrapped else Needs.MULTILINE
        return Needs.MULTILINE if kind in BINARY or kind in ("IfExp", "NamedExpr") else Needs.NEVER

    def _needs_of_link(self, node: Any, kind: str) -> Needs:
        if self.is_fluent(node):
            return Needs.MULTILINE
        below = node.func if kind == "Call" else node.value
        if self._wrapped(below, self.printer.atom):
            return Needs.NEVER
        found = self.needs(below)
        return Needs.NEVER if found is Needs.BEST_FIT and kind == "Subscript" else found

    def is_fluent(self, node: Any) -> bool:
        """Whether a chain has at least two attributes behind brackets: `f(x).g(y).h`."""
        count = 0
        while kind_of(node) in ("Call", "Subscript", "Attribute"):
            below = node.func if kind_of(node) == "Call" else node.value
            if kind_of(node) == "Attribute" and (
                kind_of(below) in ("Call", "Subscript") or self._wrapped(below, self.printer.atom)
            ):
                count += 1
            node = below
        return count >= 2

    def flattened(self, node: Any) -> tuple[list[tuple[Any, int]], list[tuple[str, int]]]:
        """The operands of nested operators, each with the binding it needs, and the operators with their ranks."""
        operands: list[tuple[Any, int]] = []
        operators: list[tuple[str, int]] = []
        signs = node.ops if kind_of(node) == "Compare" else [node.op] * (len(self.printer.operands(node)) - 1)
        for number, (operand, least) in enumerate(self.printer.operands(node)):
            if number:
                name = kind_of(signs[number - 1])
                rank = self.printer.compare if kind_of(node) == "Compare" else self.ranks[name]
                operators.append((self.printer.symbols[name], rank))
            if kind_of(operand) in BINARY and not self._wrapped(operand, least):
                inner_operands, inner_operators = self.flattened(operand)
                operands += inner_operands
                operators += inner_operators
            else:
                operands.append((operand, least))
        return operands, operators

    def can_omit(self, node: Any) -> bool:
        """Whether the expression may be broken at brackets of its own, with none around the whole."""
        seen = _Seen(self)
        seen.below(node)
        if not seen.brackets or seen.count > 1:
            return False
        if seen.rank is None or seen.rank == _ATTRIBUTE:
            return True
        return self._ends_in_brackets(seen.last) or self._ends_in_brackets(seen.first)

    def _ends_in_brackets(self, place: tuple[Any, int] | None) -> bool:
        return place is not None and (self._wrapped(*place) or self._is_full(place[0]))

    def _is_full(self, node: Any) -> bool:
        """Whether it ends in brackets of its own with something in them; those of a subscript do not count here."""
        kind = kind_of(node)
        if kind == "Call":
            return bool(node.args or node.keywords)
        return kind in _DISPLAYS and bool(getattr(node, "elts", getattr(node, "keys", True)))

    def _wrapped(self, node: Any, least: int) -> bool:
        return self.printer.level(node) < least

    def parts(self, node: Any) -> list[tuple[Any, int]]:
        """The operands of an expression in the order of the text, each with the binding it needs."""
        kind, printer = kind_of(node), self.printer
        if kind in BINARY:
            return list(printer.operands(node))
        if kind == "UnaryOp":
            return [(node.operand, printer.operand_level(node))]
        if kind == "IfExp":
            above = printer.condition + 1
            return [(node.body, above), (node.test, above), (node.orelse, printer.condition)]
        if kind in ("NamedExpr", "Lambda", "Starred", "Await", "Yield", "YieldFrom"):
            inner = node.body if kind == "Lambda" else node.value
            return [] if inner is None else [(inner, 1)]
        return []


_ATTRIBUTE = -1  # below every rank of an operator in number, above none: it is the least reason to split


class _Seen:
    """What a walk over an expression saw outside its brackets."""

    def __init__(self, splitting: Splitting):
        self.splitting = splitting
        self.brackets = False
        self.rank: int | None = None  # of the operator that binds least
        self.count = 0  # of the operators of that rank
        self.first: tuple[Any, int] | None = None
        self.first_is_sign = False
        self.last: tuple[Any, int] | None = None

    def visit(self, node: Any, least: int) -> None:
        self.last = (node, least)
        if self.splitting._wrapped(node, least):
            self.brackets = True
        else:
            self.below(node)
        if self.first is None and not self.first_is_sign:
            self.first = (node, least)

    def below(self, node: Any) -> None:
        kind = kind_of(node)
        if kind in _DISPLAYS:
            self.brackets = True
        elif kind in ("Call", "Subscript"):
            self.brackets = True
            self.visit(node.func if kind == "Call" else node.value, self.splitting.printer.atom)
            self.last = (node, 1)
        elif kind == "Attribute":
            self._attribute(node)
        else:
            self._operator(node, kind)
            for part, least in self.splitting.parts(node):
                self.visit(part, least)

    def _attribute(self, node: Any) -> None:
        self.visit(node.value, self.splitting.printer.atom)
        owned = kind_of(node.value) in _DISPLAYS or kind_of(node.value) in ("Call", "Subscript")
        if owned or self.splitting._wrapped(node.value, self.splitting.printer.atom):
            self._note(_ATTRIBUTE, 1)
        self.last = (node, 1)

    def _operator(self, node: Any, kind: str) -> None:
        ranks = self.splitting.ranks
        if kind == "BinOp":
            self._note(ranks[kind_of(node.op)], 1)
        elif kind == "BoolOp":
            self._note(ranks["And"], len(node.values) - 1)
        elif kind == "Compare":
            self._note(self.splitting.printer.compare, len(node.ops))
        elif kind == "IfExp":
            self._note(self.splitting.printer.condition, 2)
        elif kind in ("UnaryOp", "Lambda", "Await", "Yield", "YieldFrom", "Starred"):
            if kind == "UnaryOp" and kind_of(node.op) == "Invert":
                self._note(ranks["Invert"], 1)
            self.first_is_sign = self.first_is_sign or self.first is None

    def _note(self, rank: int, count: int) -> None:
        """Remember the operators that bind least; an attribute is outdone by any of them."""
        if (
            self.rank is None
            or (self.rank == _ATTRIBUTE != rank)
            or (rank != _ATTRIBUTE and rank < self.rank)
        ):
            self.rank, self.count = rank, count
        elif rank == self.rank:
            self.count += count
