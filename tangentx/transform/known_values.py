"""Values that the forward sweep has already: an adjoint line that would compute one again reads it instead.

    s = np.sin(E)
    c = np.cos(E)              adjoint of c:   E_bar -= c_bar * s      (not np.sin(E))

*Requires* a program with one name a web.  *Gives* expressions in which calls are replaced by variables that hold their
value wherever the statement's adjoint runs.
"""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis.layout import layout
from tangentx.analysis.program import Program, statements
from tangentx.analysis.types import sites_of
from tangentx.analysis.webs import bound_names
from tangentx.records import Bind, For
from tangentx.syntax import nodes
from tangentx.syntax.source import expression


class KnownValues:
    """Calls of entrywise functions, by their text."""

    def __init__(self, program: Program, bindings: dict[str, int], written: frozenset[str]):
        self.program, self.written = program, written
        self.calls: dict[str, list[Bind]] = {}
        for stmt in statements(program.body):
            if (
                isinstance(stmt, Bind)
                and isinstance(stmt.value, gast.Call)
                and bindings.get(stmt.target) == 1
            ):
                op = program.op(stmt)
                if op.kind == "rule" and op.rule.elementwise and stmt.target not in program.parameters:
                    self.calls.setdefault(expression(stmt.value), []).append(stmt)
        self.where = layout(program) if self.calls else None

    def used_in(self, node: Any, stmt: Bind) -> Any:
        """The expression of an adjoint line of `stmt`, with what is known by its name."""
        if not self.calls or not isinstance(node, gast.AST):
            return node
        if isinstance(node, gast.Call):
            for other in self.calls.get(expression(node), ()):
                if other is not stmt and self._is_same(other, stmt):
                    return nodes.name(other.target)
        return nodes.rebuilt(node, lambda child: self.used_in(child, stmt))

    def _is_same(self, other: Bind, stmt: Bind) -> bool:
        """Do both statements run in one block, with nothing in between that changes an operand?"""
        one, two = self.where.spots[id(other)], self.where.spots[id(stmt)]
        if one.block != two.block:
            return False
        first, last = sorted((one.index, two.index))
        names = set(nodes.names_read(other.value))
        if any(
            not sites_of(self.program.types.get(n)).isdisjoint(self.written) for n in (*names, other.target)
        ):
            return False
        between = self.where.blocks[one.block][first:last]
        changed = {n for s in statements(between) for n in bound_names(s)}
        changed |= {s.target for s in statements(between) if isinstance(s, For)}
        return names.isdisjoint(changed)
