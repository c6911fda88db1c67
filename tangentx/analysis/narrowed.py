"""Stores of complex values in arrays that are real on some paths: NumPy keeps the real part there.

    a = v                                   a = v
    for k in range(n):                      for k in range(n):
        a[0] = z[k]                 ->          a[0] = real_where(z[k], a)
        a = a * z[k]                            a = a * z[k]

The adjoint of what is stored is real where the array is; what the array is, is known at run time.  Where it is surely
complex by then, the store stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import gast

from tangentx import runtime
from tangentx.analysis.program import Op, Program, base_name, external
from tangentx.analysis.types import Type, is_complex, some
from tangentx.records import Attempt, Bind, Break, Continue, For, If, Store, While
from tangentx.syntax import nodes
from tangentx.templating import registry


def with_real_parts(program: Program, kinds: Mapping[int, Type | None], mixed: frozenset[str]) -> Program:
    """kinds: id of a statement -> the type of what it binds; mixed: complex variables that are real on some paths."""
    passed = {leaf.variable for leaf in program.leaves if not is_complex(some(leaf.type))}
    return _Narrowing(program, kinds, mixed).run(frozenset(passed & mixed))


class _Narrowing:
    """Walks the program with the variables that may be real where it is."""

    def __init__(self, program: Program, kinds: Mapping[int, Type | None], mixed: frozenset[str]):
        self.program, self.kinds, self.mixed = program, kinds, mixed
        self.types, self.ops, self.taken = dict(program.types), dict(program.ops), set(program.names)
        self.unsure: set[int] = set()
        self.left: frozenset[str] = frozenset()  # what may be real where a trip or a loop is left early

    def run(self, passed: frozenset[str]) -> Program:
        self.walk(self.program.body, passed)
        if not self.unsure:
            return self.program
        body = self.block(self.program.body)
        names = self.program.names | self.taken
        mixed = self.program.mixed | (names - self.program.names)
        return replace(self.program, body=body, types=self.types, ops=self.ops, names=names, mixed=mixed)

    # -- what may be real ------------------------------------------------------------------------------------

    def walk(self, body: tuple, real: frozenset[str]) -> frozenset[str]:
        for stmt in body:
            if isinstance(stmt, Bind):
                real = real - {stmt.target} | self._bound(stmt, real)
            elif isinstance(stmt, If):
                end = self.walk(stmt.body, real)
                start = real | end if isinstance(stmt, Attempt) else real  # it may fail halfway
                real = end | self.walk(stmt.orelse, start)
            elif isinstance(stmt, For | While):
                real = self._loop(stmt, real)
            elif isinstance(stmt, Break | Continue):
                self.left |= real
            elif isinstance(stmt, Store) and self._is_narrow(stmt, real):
                self.unsure.add(id(stmt))
        return real

    def _loop(self, stmt: For | While, real: frozenset[str]) -> frozenset[str]:
        before, self.left = self.left, frozenset()
        head = real
        while True:
            end = self.walk(stmt.body, self.walk(getattr(stmt, "setup", ()), head))
            more = head | end | self.left
            if more == head:
                break
            head = more
        self.left = before
        return self.walk(stmt.orelse, head)

    def _bound(self, stmt: Bind, real: frozenset[str]) -> frozenset[str]:
        if stmt.target not in self.mixed:
            return frozenset()
        kind, op = some(self.kinds.get(id(stmt))), self.program.op(stmt)
        shared = op.kind == "copy" or op.view != "no"
        inherits = shared and any(self._may_be_real(name, real) for name in nodes.names_read(stmt.value))
        return frozenset({stmt.target} if inherits or not is_complex(kind) else ())

    def _may_be_real(self, name: str, real: frozenset[str]) -> bool:
        return name in real or not is_complex(some(self.program.types.get(name)))

    def _is_narrow(self, stmt: Store, real: frozenset[str]) -> bool:
        value = self.program.types.get(getattr(stmt.value, "id", ""))
        return base_name(stmt.target) in real and is_complex(some(value))

    # -- stores -----------------------------------------------------------------------------------------------

    def block(self, body: tuple) -> tuple:
        return tuple(made for stmt in body for made in self.statement(stmt))

    def statement(self, stmt) -> tuple:
        if id(stmt) in self.unsure:
            return self._narrowed(stmt)
        parts = [p for p in ("setup", "body", "orelse") if getattr(stmt, p, ())]
        if not parts:
            return (stmt,)
        made = replace(stmt, **{part: self.block(getattr(stmt, part)) for part in parts})
        if id(stmt) in self.ops:
            self.ops[id(made)] = self.ops[id(stmt)]
        return (made,)

    def _narrowed(self, stmt: Store) -> tuple:
        name, base = nodes.claimed("_stored", self.taken), nodes.name(base_name(stmt.target))
        call = gast.Call(external("runtime.real_where"), [stmt.value, base], [])
        made = Bind(name, call, stmt.place)
        rule = registry.find(runtime.real_where, (None, None))
        operands = {"z": stmt.value, "like": base}
        self.ops[id(made)] = Op("rule", rule, operands, runtime.real_where)
        self.types[name] = self.program.types[stmt.value.id]
        store = replace(stmt, value=nodes.name(name))
        if id(stmt) in self.ops:
            self.ops[id(store)] = self.ops[id(stmt)]
        return made, store
