"""What nobody sees the value of, in a form that is quicker and may round otherwise.

    L = np.linalg.cholesky(K)                         L = np.linalg.cholesky(K)
    z = np.linalg.solve(L, y)                  ->     z = triangular_solve(L, y)

*Requires* a program of which the derivative alone is asked for.  *Gives* the program with other expressions for the
operations whose rule has a local named `quick`; their operands, and so what is known about them, stay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tangentx.analysis.program import Program
from tangentx.records import Bind, For, If, While
from tangentx.templating.gate import QUICK
from tangentx.transform.expression_types import ExpressionTypes
from tangentx.transform.filling import Filler
from tangentx.transform.rule_lines import locals_used


def quickened(program: Program, specialiser: Any) -> Program:
    """The program in its quicker form."""
    infer = ExpressionTypes(dict(program.types), specialiser.sampler, specialiser.external_types)
    made = _Quickening(program, infer)
    body = made.block(program.body)
    return replace(program, body=body, ops={**program.ops, **made.ops}) if made.ops else program


class _Quickening:
    def __init__(self, program: Program, infer: ExpressionTypes):
        self.program, self.infer = program, infer
        self.ops: dict = {}

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
        found = dict(op.rule.locals).get(QUICK) if op.kind == "rule" and op.rule is not None else None
        if found is None:
            return stmt
        fill = Filler(op, stmt.target, {}, {}, self.infer)
        for name, expr in locals_used(op, [found]):
            fill.bindings[name] = fill(expr)
        return replace(stmt, value=fill(found))
