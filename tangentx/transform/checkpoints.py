"""Which loops are reversed from states that they keep: see `rewinding`.

A marked loop is one, if something would be stored for each of its trips otherwise; so is every loop around it, which
keeps the state of each of its trips.  With the option `checkpoint`, every outermost loop is one.
"""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis.classes_of import class_of
from tangentx.analysis.layout import Layout, layout
from tangentx.analysis.program import Program, statements
from tangentx.analysis.types import Array, Dictionary, Instance, ListOf, Range, Sequence
from tangentx.records import Bind, Enter, Evaluate, For, While
from tangentx.syntax import nodes
from tangentx.transform.effects import is_pure
from tangentx.transform.forward import kept_statements
from tangentx.transform.plans import Plan, is_range
from tangentx.transform.protected import pushed
from tangentx.transform.rewinding import EVERY
from tangentx.transform.states import refuse


def checkpoints(
    program: Program, plan: Plan, fused: frozenset[int], option: int | bool | None
) -> tuple[dict[int, Any], dict[int, Any]]:
    """The marked loops and those around them, and the loops of the option, each with the number of states it keeps: an
    atom, or EVERY.  plan: the one without them."""
    where = layout(program)
    storing = _storing(where, plan) - fused
    marks = {key: _mark(program, loop) for key, loop in where.loops.items() if key in storing}
    found = {key: mark for key, mark in marks.items() if mark is not None}
    around = {k: EVERY for key in found for k in where.spots[key].loops if k not in fused}
    marked = {**around, **found}
    more: dict[int, Any] = {}
    if option is not None and option is not False:
        outermost = [k for k in where.loops if k in storing and not where.spots[k].loops]
        number = nodes.constant(None if option is True else option)
        more = {k: number for k in outermost if marked.get(k, EVERY) is EVERY}
    return marked, more


def _storing(where: Layout, plan: Plan) -> set[int]:
    """The loops in which something is pushed."""
    found: set[int] = set()
    for table in (plan.before, plan.after, plan.body_start):
        for key, inserted in table.items():
            if any(pushed(stmt) is not None for stmt in inserted):
                found.update(where.spots[key].loops)
                found |= {key} if table is plan.body_start else set()
    return found


def _mark(program: Program, loop: For | While) -> gast.AST | None:
    """The number of states in the mark of a loop."""
    for stmt in loop.body:
        if isinstance(stmt, Bind) and program.op(stmt).kind == "checkpoint":
            return program.op(stmt).operands["snapshots"]
    return None


def check(program: Program, replayed: dict[int, set[int]], in_use: frozenset[int]) -> None:
    """Can the trips of these loops be run again, without anybody noticing?  replayed: what each of them runs again."""
    for loop in (s for s in statements(program.body) if id(s) in in_use):
        if isinstance(loop, For) and not _is_finite(program, loop):
            refuse(program, loop, "what the loop runs over may be used up by then")
        for stmt in statements(loop.body):
            if id(stmt) in replayed[id(loop)] and _has_effect(program, stmt):
                refuse(program, stmt, "this has an effect, or another result each time")


def run_again(
    program: Program, plan: Plan, where: Layout, needed: dict[str, set], shapes: set[str]
) -> dict[int, set[int]]:
    """For each loop that keeps states, the statements that its trips run again: for what the reverse sweep reads then,
    or later.  needed: variable -> the statements whose adjoints read it."""
    found: dict[int, set[int]] = {}
    for key in plan.rewound:
        last = where.spots[key].path[0][1]
        if last not in found:
            wanted = {
                name for name, readers in needed.items() if any(_counts(where, r, last) for r in readers)
            }
            found[last] = kept_statements(program, plan, wanted | shapes)
    return {key: found[where.spots[key].path[0][1]] for key in plan.rewound}


def _counts(where: Layout, reader: int | None, last: int) -> bool:
    """Does the adjoint of this statement run when, or after, the loop at this top-level position is reversed?"""
    spot = where.spots.get(reader)
    return spot is None or spot.path[0][1] <= last


def _is_finite(program: Program, loop: For) -> bool:
    """Does it run over the same items every time it is asked?"""
    if is_range(loop.iter) or (nodes.dotted(getattr(loop.iter, "func", loop.iter)) or "").startswith(
        "@itertools."
    ):
        return True
    kind = program.types.get(loop.iter.id) if isinstance(loop.iter, gast.Name) else None
    plain = isinstance(kind, Instance) and issubclass(kind.cls, dict | set | frozenset | str | bytes)
    return plain or isinstance(kind, Array | ListOf | Sequence | Dictionary | Range)


def _has_effect(program: Program, stmt) -> bool:
    op = program.ops.get(id(stmt))
    if isinstance(stmt, Bind):
        return not op.pure and not _only_asks(stmt.value, program)
    if isinstance(stmt, Evaluate):
        return op is None or op.kind not in ("append", "pop")
    return isinstance(stmt, Enter) and stmt.manager is not None and not stmt.again


def _only_asks(node: gast.AST, program: Program) -> bool:
    """Is it an expression of operators and of calls that are known to do nothing but answer?"""
    if isinstance(node, gast.Call):
        written = nodes.dotted(node.func) or ""
        if not (is_pure(written) if written.startswith("@") else _is_plain_method(node.func, program)):
            return False
    return all(_only_asks(child, program) for child in nodes.children(node))


def _is_plain_method(func: gast.AST, program: Program) -> bool:
    """A method of a string or a number."""
    base = func.value if isinstance(func, gast.Attribute) else None
    if isinstance(base, gast.Constant):
        return True
    kind = program.types.get(base.id) if isinstance(base, gast.Name) else None
    return kind is not None and class_of(kind) in (str, bytes, int, float, complex)
