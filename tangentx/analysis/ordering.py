"""`u[i] += h()`, where Python reads `u[i]` before it calls h: an order that matters only if h writes on u.

Where it does, or might, the item is read first into a variable of its own; where it does not, the statement stays one.
"""

from __future__ import annotations

import gast

from tangentx.analysis import container_stores, containers
from tangentx.analysis.scope import Env, Frame
from tangentx.analysis.types import Array, may_be_a_number
from tangentx.records import Augment, Bind, Evaluate, For, If, Place, Store, While
from tangentx.syntax import nodes


def augment_item(s, stmt: Augment, place: Place, env: Env, frame: Frame) -> Env | None:
    """The value's statements are walked to see whether they write; if so, once more behind the read."""
    out, before, varied = list(s.out), env.copy(), set(s.varied)
    setup, after = s.captured(stmt.setup, env.copy(), frame)
    if after is None:
        s.out += setup
        return None
    late = Augment(stmt.target, stmt.op, stmt.value, stmt.place)
    if not _writes(s, setup):
        s.out += setup
        return s.augment(late, after, frame)
    found, s.out, s.varied = s.varied, out, varied
    base = s.atom(stmt.target.value, before, frame, place)
    index = s.index(stmt.target.slice, before, frame, place)
    old = s.fresh("_old")
    containers.subscript(s, old, base, index, place, before)
    if _is_view(s, base, old, index, place, before):  # read when it is needed, then as now
        s.out, s.varied = [*out, *setup], s.varied | found
        return s.augment(late, after, frame)
    env = s.block(stmt.setup, before, frame)
    value = s.atom(stmt.value, env, frame, place)
    kind, made = s.kind(nodes.name(old), env), s.fresh("_new")
    if isinstance(kind, Array) and not kind.scalar:
        container_stores.store(s, None, stmt.op, value, place, env, frame, base=nodes.name(old))
        made = old
    else:
        s.combine(made, nodes.name(old), stmt.op, value, place, env)
    container_stores.store(s, stmt.target, None, nodes.name(made), place, env, frame)
    return env


def _is_view(s, base: gast.AST, old: str, index: gast.AST, place: Place, env: Env) -> bool:
    """Is what was read a window on the array, through which later writes are seen?"""
    whole, part = s.kind(base, env), s.kind(nodes.name(old), env)
    if not (isinstance(whole, Array) and isinstance(part, Array)) or part.scalar:
        return False
    if may_be_a_number(part):
        s.refuse_unsure("...", place)
    entries = nodes.elements_of(index)
    return all(isinstance(entry, gast.Slice | gast.Constant) for entry in entries)


def _writes(s, body: tuple) -> bool:
    """May these statements change something that is not a variable?"""
    for stmt in body:
        if isinstance(stmt, Store | Evaluate) or (
            isinstance(stmt, Augment) and not isinstance(stmt.target, gast.Name)
        ):
            return True
        if isinstance(stmt, Bind) and (op := s.ops.get(id(stmt))) is not None and not op.pure:
            return True
        if isinstance(stmt, Bind) and "__" in stmt.target:  # an element of a container that was taken apart
            return True
        if isinstance(stmt, If | For | While) and (_writes(s, stmt.body) or _writes(s, stmt.orelse)):
            return True
    return False
