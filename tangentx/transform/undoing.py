"""Lists whose contents the reverse sweep reads: as they are in the end, or each `append` undone where it is reversed.

for k in range(n):                      for k in reversed(range(n)):
    s = s + f(acc)                          acc.pop()
    acc.append(x * k)                       ...  # the adjoint of f reads acc as it was
"""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis.activity import base_name, chain, holders, result_names, statements
from tangentx.analysis.layout import Layout, Spot
from tangentx.analysis.program import Program
from tangentx.records import Augment, Bind, Evaluate, Store
from tangentx.syntax import nodes


def changes(program: Program, name: str) -> list:
    """The statements that change a list, or a list in it."""
    held = holders(program)
    return [stmt for stmt in statements(program.body) if _changes(program, stmt, name, held)]


def _changes(program: Program, stmt: Any, name: str, held: dict) -> bool:
    op = program.ops.get(id(stmt))
    if isinstance(stmt, Store | Augment):
        return name in chain(held, base_name(stmt.target))
    if op is not None and op.kind in ("append", "pop"):
        return name in chain(held, op.operands["base"].id)
    if isinstance(stmt, Evaluate):
        return name in nodes.names_read(stmt.value)
    if not isinstance(stmt, Bind) or not isinstance(stmt.value, gast.Call) or program.op(stmt).pure:
        return False
    base = nodes.names_read(stmt.value.func)  # `q.pop(0)` of numbers that are not active
    return any(name in chain(held, part) for part in base)


def is_final(layout: Layout, readers: set, changed: list) -> bool:
    """Do all readers stand behind everything that changes the list?  Then they read what it holds in the end."""
    spots = [layout.spots.get(reader) for reader in readers]
    if any(spot is None or spot.loops for spot in spots):
        return False
    last = max(layout.spots[id(stmt)].path[0][1] for stmt in changed)
    return all(spot.path[0][1] > last for spot in spots)


def undone(program: Program, name: str, changed: list, spots: list[Spot], apart: bool) -> bool:
    """Can every change be undone?  An `append` to this very list can; a list made in a loop would be consumed by a
    pullback that may run again (`apart`)."""
    ops = [program.ops.get(id(stmt)) for stmt in changed]
    appended = all(op is not None and op.kind == "append" and op.operands["base"].id == name for op in ops)
    return appended and not (apart and any(spot.loops for spot in spots))


def pop(name: str) -> gast.AST:
    """`acc.pop()`."""
    return gast.Expr(gast.Call(gast.Attribute(nodes.name(name), "pop", gast.Load()), [], []))


def own_copy(program: Program, name: str, apart: bool) -> list[gast.AST]:
    """The reverse sweep takes a list that somebody else has as well by a copy."""
    if not apart and name not in result_names(program.result):
        return []
    return [nodes.assign(name, gast.Call(gast.Attribute(nodes.name(name), "copy", gast.Load()), [], []))]
