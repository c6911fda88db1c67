"""Run-time guards: facts about memory that only the call can decide.

`v = u.reshape(2, -1)` is a view of u if u is in C order, and a copy otherwise.  Where one of them sees what is written
through the other, the derivative is written for the view, and checks that it is one.
"""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis.activity import Activity
from tangentx.analysis.aliasing import aliasing
from tangentx.analysis.program import Program, external
from tangentx.analysis.types import sites_of
from tangentx.records import Bind, Evaluate, For, If, While
from tangentx.syntax import nodes


def guard_views(program: Program, activity: Activity) -> Program:
    """The program with a check behind every statement whose result may be a view of a written array or a copy."""
    if not activity.written:
        return program
    concerned = aliasing(program, activity.written).concerned()
    body = _block(program, concerned, program.body)
    return replace(program, body=body)


def _block(program: Program, concerned: set[str], body: tuple) -> tuple:
    made: list = []
    for stmt in body:
        if isinstance(stmt, If | For | While):
            parts = {p: _block(program, concerned, getattr(stmt, p)) for p in ("body", "orelse")}
            changed = any(parts[p] != getattr(stmt, p) for p in parts)
            made.append(replace(stmt, **parts) if changed else stmt)
            continue
        made.append(stmt)
        if isinstance(stmt, Bind) and program.op(stmt).view == "maybe":
            base = _base(program, stmt)
            if base is not None and stmt.target in concerned:
                where = [nodes.constant(stmt.place.file.rpartition("/")[2]), nodes.constant(stmt.place.line)]
                call = external("runtime.check_view")
                check = gast.Call(call, [nodes.name(stmt.target), nodes.name(base), *where], [])
                made.append(Evaluate(check, stmt.place))
    return tuple(made)


def _base(program: Program, stmt: Bind) -> str | None:
    mine = sites_of(program.types.get(stmt.target))
    for name in nodes.names_read(stmt.value):
        if not mine.isdisjoint(sites_of(program.types.get(name))):
            return name
    return None
