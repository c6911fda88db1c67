"""Variables of which parts are computed in vain: their adjoints are zero there, and have to stay so.

r = 1.0 / d                          r_bar = np.zeros_like(r)
r[range(n), range(n)] = 0.0          ...
s = np.sum(r)                        d_bar = zero_where(r_bar, -r_bar / (d * d))

Where `d` is 0, nobody reads `r`, and `0 / 0` would make `nan` of the zero.  The question is asked where an entry may be
infinite or `nan` and nobody minds: behind quotients of arrays, logarithms, powers below zero.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from typing import Any

import gast
import numpy as np

from tangentx.analysis.activity import atom_names, result_names
from tangentx.analysis.layout import Layout, Spot
from tangentx.analysis.program import Op, Program, base_name, external, statements
from tangentx.analysis.types import Array, Type, is_scalar
from tangentx.records import Augment, Bind, Store
from tangentx.syntax import nodes
from tangentx.transform.contributions import selected
from tangentx.transform.filling import Filler
from tangentx.transform.signs import Signs

#: what gives an operand an adjoint that is zero in places
_SELECTING = frozenset({
    "numpy.where", "numpy.tril", "numpy.triu", "pick_larger", "clip_part", "extremum_bar", "getitem_bar", "take_bar",
    "take_along_axis_bar", "diag_bar", "diagonal_bar",
})  # fmt: skip
_QUOTIENTS = (operator.truediv, np.divide, np.true_divide)
_POWERS = (operator.pow, np.power, np.float_power)
_LOGARITHMS = (np.log, np.log2, np.log10, np.log1p, np.arctanh, np.reciprocal)


def in_vain(program: Program, places: Layout, signs: Signs) -> frozenset[str]:
    """The variables whose adjoints are to stay zero where they are."""
    suspects = _infinite_in_places(program, signs)
    return frozenset(suspects & _Reading(program, places).partly()) if suspects else frozenset()


def filled(lines: list, fill: Filler, how: tuple | None, vain: frozenset[str]) -> list[tuple]:
    """A rule's lines with their expressions filled in, selected as the output's adjoint was, or zero where it is."""
    if how is not None:
        return [(a, n, selected(fill(e), how)) for a, n, e in lines]
    target = fill.bindings.get(fill.op.rule.output)
    kept = getattr(target, "id", None) in vain
    return [(a, n, _zero_where(fill(e), fill.bars) if kept else fill(e)) for a, n, e in lines]


def _zero_where(expr: gast.AST, bars: Mapping[str, gast.AST]) -> gast.AST:
    """What is made of an adjoint, as it is written where a zero is to stay one."""
    (bar,) = bars.values()
    if nodes.names_read(expr) == nodes.names_read(bar):  # with numbers only
        return expr
    return gast.Call(external("runtime.zero_where"), [nodes.clone(bar), expr], [])


def _infinite_in_places(program: Program, signs: Signs) -> set[str]:
    """Results of elementwise rules in which there may be what is not finite, although the function's result is."""
    found: set[str] = set()
    while True:
        before = len(found)
        for stmt in statements(program.body):
            op = program.op(stmt) if isinstance(stmt, Bind) else None
            if op is None or op.kind != "rule" or not op.rule.elementwise or op.callee is np.where:
                continue
            if not found.isdisjoint(nodes.names_read(stmt.value)) or _is_singular(program, op, stmt, signs):
                found.add(stmt.target)
        if len(found) == before:
            return found


def _is_singular(program: Program, op: Op, stmt: Bind, signs: Signs) -> bool:
    """Is the result infinite where an entry of an operand is 0?  (Python's numbers raise.)"""
    own, operands = program.types.get(stmt.target), list(op.operands.values())
    if not isinstance(own, Array) or own.kind not in "fc":
        return False
    if op.callee in _QUOTIENTS and len(operands) == 2:
        return not signs.is_positive(operands[1]) and _varies(program, own, operands[1])
    if op.callee in _POWERS and len(operands) == 2:
        exponent = operands[1]
        return not (isinstance(exponent, gast.Constant) and exponent.value >= 0)
    return op.callee in _LOGARITHMS


def _varies(program: Program, own: Type, divisor: Any) -> bool:
    """Has the divisor an entry for each of the result?  Zero as a number, it would leave no entry finite."""
    kind = program.types.get(divisor.id) if isinstance(divisor, gast.Name) else None
    return not isinstance(divisor, gast.Constant) and (is_scalar(own) or not is_scalar(kind))


class _Reading:
    """Who reads what, and whether all of it."""

    def __init__(self, program: Program, places: Layout):
        self.program, self.places = program, places
        self.results = {*result_names(program.result), *program.changed}
        self.unread: set[str] = set()  # arrays that are written of which nobody reads all
        self.stores: dict[str, list[Spot]] = {}
        for stmt in statements(program.body):
            if isinstance(stmt, Store):
                self.stores.setdefault(base_name(stmt.target), []).append(places.spots[id(stmt)])

    def partly(self) -> set[str]:
        """The variables of which nobody reads all, from the last to the first."""
        found = set(self.stores)
        todo = set(self.places.definitions) - found - self.results
        while True:
            more = {name for name in todo if self._is_partial(name, found)}
            unread = {
                name for name in self.stores if name not in self.results and self._is_partial(name, found)
            }
            if not more and unread == self.unread:
                return found
            found, todo, self.unread = found | more, todo - more, unread

    def _is_partial(self, name: str, found: set[str]) -> bool:
        made = self.places.definitions.get(name, [])
        reads = [
            read for use in self.places.uses.get(name, []) for read in self._read(name, use, made, found)
        ]
        return bool(reads) and all(reads)

    def _read(self, name: str, use: Spot, made: list[Spot], found: set[str]) -> Iterator[bool]:
        """Whether a use reads a part only; nothing of one that has no adjoint."""
        stmt = use.stmt
        op = self.program.op(stmt) if isinstance(stmt, Bind) else None
        if isinstance(stmt, Augment | Store):
            base = base_name(stmt.target)
            if name in nodes.names_read(stmt.value):
                unread = base in self.unread and not is_scalar(self.program.types.get(name))
                lost = unread or self._may_be_lost(base, use)
                yield lost or self._is_behind_a_test(use, made)
        elif op is not None and op.kind == "rule":
            lines = [line for p, line in op.rule.bar if name in atom_names(op.operands.get(p))]
            if lines:
                part = stmt.target in found or self._selects(lines)
                yield part or self._is_behind_a_test(use, made)
        elif op is not None and op.kind != "inactive":
            yield self._is_behind_a_test(use, made)

    def _may_be_lost(self, base: str, store: Spot) -> bool:
        """Does another store come later, or in a later trip, that may overwrite what is stored?"""
        others = [other for other in self.stores.get(base, ()) if other.stmt is not store.stmt]
        return any(set(other.loops) & set(store.loops) or _comes_later(other, store) for other in others)

    def _is_behind_a_test(self, use: Spot, made: list[Spot]) -> bool:
        """Is it read on some paths only?"""
        if not made:
            return False
        above = {block for block, _ in made[0].path}
        return any(
            isinstance(block, tuple) for block, _ in use.path if block not in above
        )  # a branch's block

    def _selects(self, lines: list[gast.AST]) -> bool:
        return all(any(_called(node) in _SELECTING for node in nodes.walk(line)) for line in lines)


def _comes_later(one: Spot, other: Spot) -> bool:
    pairs = zip(one.path, other.path, strict=False)
    return next((i > j for (block, i), (again, j) in pairs if (block, i) != (again, j)), False)


def _called(node: gast.AST) -> str | None:
    return (nodes.dotted(node.func) or "").removeprefix("@") if isinstance(node, gast.Call) else None
