"""A name for the loop, where the loop's variable is more than the loop's.

    for i in range(3): ...                  for i_1 in range(3):
    for i in range(2): ...                      i = i_1
    y = v[i]                        ->      ...
                                            y = v[i]

*Requires* a program with one name a web.  *Gives* the program in which the target of a loop is bound by this loop
alone, and read outside it only where no loop is around: a reversed loop counts its trips with it.
"""

from __future__ import annotations

from dataclasses import replace

from tangentx.analysis.copies import Renamer
from tangentx.analysis.layout import Layout, layout
from tangentx.analysis.program import Op, Program, statements
from tangentx.analysis.webs import bound_names
from tangentx.records import Bind, For, If, While
from tangentx.syntax import nodes


def set_apart(program: Program) -> Program:
    """Loops count with a variable of their own, where somebody else binds or reads theirs."""
    where = layout(program)
    found = {
        key for key, loop in where.loops.items() if isinstance(loop, For) and _is_shared(program, where, loop)
    }
    return _Counting(program, found).run() if found else program


def _is_shared(program: Program, where: Layout, loop: For) -> bool:
    name = loop.target
    if len(where.definitions[name]) > 1 or name in program.parameters:
        return True
    nested = where.spots[id(loop)].loops
    return bool(nested) and any(id(loop) not in use.loops for use in where.uses.get(name, ()))


class _Counting:
    def __init__(self, program: Program, found: set[int]):
        self.program, self.found = program, found
        self.taken = set(program.names)
        self.types, self.ops = dict(program.types), dict(program.ops)

    def run(self) -> Program:
        body = self.block(self.program.body)
        return replace(
            self.program, body=body, types=self.types, ops=self.ops, names=self.program.names | self.taken
        )

    def block(self, body: tuple) -> tuple:
        return tuple(map(self.statement, body))

    def statement(self, stmt):
        if isinstance(stmt, If):
            return replace(stmt, body=self.block(stmt.body), orelse=self.block(stmt.orelse))
        if not isinstance(stmt, For | While):
            return stmt
        made = replace(stmt, body=self.block(stmt.body))
        return self._counted(made) if id(stmt) in self.found else made

    def _counted(self, loop: For) -> For:
        own = nodes.claimed(loop.target, self.taken)
        self.types[own] = self.types[loop.target]
        copy = Bind(loop.target, nodes.name(own), loop.place)
        self.ops[id(copy)] = Op("copy")
        body = self._reading(own, loop)
        first, *rest = body or (None,)
        marked = isinstance(first, Bind) and self.ops[id(first)].kind == "checkpoint"
        return replace(loop, target=own, body=(first, copy, *rest) if marked else (copy, *body))

    def _reading(self, own: str, loop: For) -> tuple:
        """The body that reads the loop's own variable, if nothing in it binds the other one."""
        inner = (*statements(loop.body),)
        bound = {name for s in inner for name in bound_names(s)} | {
            s.target for s in inner if isinstance(s, For)
        }
        if loop.target in bound:
            return loop.body
        renamer = Renamer(replace(self.program, ops=self.ops), {loop.target: nodes.name(own)})
        body = renamer.block(loop.body)
        self.ops |= renamer.ops
        return body
