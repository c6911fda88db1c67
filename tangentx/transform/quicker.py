"""What nobody sees the value of, in a form that is quicker and may round otherwise.

    L = np.linalg.cholesky(K)                         L = np.linalg.cholesky(K)
    z = np.linalg.solve(L, y)                  ->     z = triangular_solve(L, y)
    r2 = np.sum(d**2, axis=1)                         r2 = np.einsum("ij,ij->i", d, d)

*Requires* a program of which the derivative alone is asked for.  *Gives* the program with other expressions for the
operations whose rule has a local named `quick`, and for sums of squares; what is known about their values stays.  What
decides something (`analysis.decisions`) is computed as it is written: a pair at just the distance of the cut-off is
near or not for the user's rounding.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from tangentx.analysis.decisions import deciding
from tangentx.analysis.program import Program
from tangentx.records import Bind, For, If, While
from tangentx.templating.gate import QUICK
from tangentx.transform.expression_types import ExpressionTypes
from tangentx.transform.filling import Filler
from tangentx.transform.numbers import Numbers
from tangentx.transform.quick_sums import QuickSums
from tangentx.transform.rule_lines import locals_used


def quickened(program: Program, specialiser: Any) -> Program:
    """The program in its quicker form."""
    infer = ExpressionTypes(dict(program.types), specialiser.sampler, specialiser.external_types)
    made = _Quickening(program, infer, QuickSums(program, Numbers(program.types, infer.external)))
    body = made.block(program.body)
    return replace(program, body=body, ops={**program.ops, **made.ops}) if made.ops else program


class _Quickening:
    def __init__(self, program: Program, infer: ExpressionTypes, quick_sum: QuickSums):
        self.program, self.infer, self.quick_sum = program, infer, quick_sum
        self.ops: dict = {}

    @cached_property
    def deciding(self) -> frozenset[str]:
        return deciding(self.program)

    def block(self, body: tuple) -> tuple:
        return tuple(map(self.statement, body))

    def statement(self, stmt: Any) -> Any:
        made = stmt
        if isinstance(stmt, Bind):
            made = self._bind(stmt)
        elif isinstance(stmt, If):
            made = replace(stmt, body=self.block(stmt.body), orelse=self.block(stmt.orelse))
        elif isinstance(stmt, For | While):
            made = replace(stmt, body=self.block(stmt.body))
        if made is not stmt and id(stmt) in self.program.ops:
            self.ops[id(made)] = self.program.ops[id(stmt)]
        return made

    def _bind(self, stmt: Bind) -> Bind:
        op = self.program.op(stmt)
        if op.kind != "rule" or op.rule is None:
            return stmt
        found = dict(op.rule.locals).get(QUICK)
        total = self.quick_sum(stmt) if found is None else None
        if found is None and total is None or stmt.target in self.deciding:
            return stmt
        if total is not None:
            return replace(stmt, value=total)
        fill = Filler(op, stmt.target, {}, {}, self.infer)
        for name, expr in locals_used(op, [found]):
            fill.bindings[name] = fill(expr)
        return replace(stmt, value=fill(found))
