"""Common subexpressions: what has been computed already is not computed, stored and differentiated again.

    a = x[i]                                   a = x[i]
    b = x[i] * a               ->              b = a * a

*Requires* a program with one name a web.  *Gives* the program in which the second of two equal pure operations is a
copy of the first, when nothing in between changes an operand and neither result is written on or returned.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast

from tangentx.analysis.activity import result_names, written_sites
from tangentx.analysis.copies import propagate_copies
from tangentx.analysis.program import Op, Program, statements
from tangentx.analysis.types import Array, Const, Scalar, is_scalar, sites_of
from tangentx.analysis.webs import bound_names
from tangentx.records import Bind, Evaluate, For, If, While
from tangentx.syntax import nodes
from tangentx.syntax.source import expression

Known = dict[str, tuple[str, frozenset[str]]]  # text of an operation -> its result, and the names it reads


def share(program: Program) -> Program:
    """The program with equal operations shared."""
    return _Sharing(program).run()


class _Sharing:
    def __init__(self, program: Program):
        self.program = program
        self.written = written_sites(program)
        self.results = set(result_names(program.result))
        self.ops: dict[int, Op] = dict(program.ops)
        self.bound = dict.fromkeys(program.parameters, 1)
        for stmt in statements(program.body):
            for name in bound_names(stmt):
                self.bound[name] = self.bound.get(name, 0) + 1
        self.found = False
        self.mentioned: set[str] = set()  # in anything that was ever known

    def run(self) -> Program:
        body = self.block(self.program.body, {})
        if not self.found:
            return self.program
        ops = {id(s): self.ops[id(s)] for s in statements(body) if id(s) in self.ops}
        return propagate_copies(replace(self.program, body=body, ops=ops))

    def block(self, body: tuple, known: Known) -> tuple:
        made = []
        for stmt in body:
            made.append(self.statement(stmt, known))
            self._forget(stmt, known)
            if isinstance(stmt, Bind) and made[-1] is stmt and self._may_share(stmt):
                reads = frozenset(nodes.names_read(stmt.value))
                known.setdefault(_text(stmt), (stmt.target, reads))
                self.mentioned |= {stmt.target, *reads}
        return tuple(made)

    def statement(self, stmt: Any, known: Known) -> Any:
        if isinstance(stmt, Bind):
            return self._copy(stmt, known)
        if isinstance(stmt, If):
            made = replace(
                stmt, body=self.block(stmt.body, dict(known)), orelse=self.block(stmt.orelse, dict(known))
            )
        elif isinstance(stmt, For | While):
            inner = dict(known)
            self._forget(stmt, inner)
            made = replace(stmt, body=self.block(stmt.body, inner))
        else:
            return stmt
        return made if self.found else stmt

    def _copy(self, stmt: Bind, known: Known) -> Bind:
        if not self._may_share(stmt):
            return stmt
        first = known.get(_text(stmt))
        if first is None or self.program.types.get(first[0]) is None:
            return stmt
        made = replace(stmt, value=nodes.name(first[0]))
        self.ops[id(made)] = Op("copy")
        self.found = True
        return made

    def _may_share(self, stmt: Bind) -> bool:
        op = self.program.op(stmt)
        if (
            op.kind != "rule"
            or not op.pure
            or self.bound.get(stmt.target) != 1
            or stmt.target in self.results
        ):
            return False
        kind = self.program.types.get(stmt.target)
        if not isinstance(kind, Array | Scalar) or isinstance(kind, Scalar) and kind.kind == "int":
            return False
        if not sites_of(kind).isdisjoint(self.written):
            return False
        return all(self._is_read_only(n) for n in nodes.names_read(stmt.value))

    def _is_read_only(self, name: str) -> bool:
        """A number, a constant, something outside, or an array that nobody writes on."""
        kind = self.program.types.get(name)
        if name.startswith("@") or is_scalar(kind) or isinstance(kind, Const):
            return True
        return isinstance(kind, Array) and sites_of(kind).isdisjoint(self.written)

    def _forget(self, stmt: Any, known: Known) -> None:
        """What the statement, or what stands in it, makes another value."""
        bound = {n for s in statements((stmt,)) for n in bound_names(s)}
        if isinstance(stmt, For):
            bound.add(stmt.target)
        opaque = any(isinstance(s, Evaluate) for s in statements((stmt,)))
        if not opaque and self.mentioned.isdisjoint(bound):
            return
        for text, (name, reads) in list(known.items()):
            if opaque or name in bound or not reads.isdisjoint(bound):
                del known[text]


def _text(stmt: Bind) -> str:
    return expression(stmt.value) if isinstance(stmt.value, gast.AST) else ""
