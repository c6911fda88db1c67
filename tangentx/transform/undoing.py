"""Lists whose contents the reverse sweep reads: as they are in the end, or each change undone where it is reversed.

for k in range(n):                      for k in reversed(range(n)):
    s = s + f(acc)                          acc.pop()
    acc.append(x * k)                       ...  # the adjoint of f reads acc as it was
"""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis import kept
from tangentx.analysis.activity import chain, holders, result_names
from tangentx.analysis.layout import Layout, Spot
from tangentx.analysis.program import Op, Program, base_name, statements
from tangentx.analysis.types import (
    HELD,
    Dictionary,
    Instance,
    Record,
    SetOf,
    Type,
    Unknown,
    is_float_like,
)
from tangentx.analysis.webs import bound_names
from tangentx.records import Augment, Bind, Evaluate, Store
from tangentx.syntax import nodes
from tangentx.transform.adjoint_containers import put_in, taken_out


def changes(program: Program, name: str) -> list:
    """The statements that change a list, or a list in it."""
    held, others = holders(program), kept.reaching(program, name)
    return [stmt for stmt in statements(program.body) if _changes(program, stmt, name, held, others)]


def _changes(program: Program, stmt: Any, name: str, held: dict, others: set[str]) -> bool:
    op = program.ops.get(id(stmt))
    if isinstance(stmt, Store | Augment):
        base = base_name(stmt.target)
        return name in chain(held, base) or base in others and len(others) > 1
    if op is not None and op.kind in ("append", "pop"):
        base = op.operands["base"].id
        return name in chain(held, base) or base in others and len(others) > 1
    if isinstance(stmt, Evaluate):  # one that is known is a check, which changes nothing
        return op is None and name in nodes.names_read(stmt.value)
    if not isinstance(stmt, Bind) or not isinstance(stmt.value, gast.Call) or program.op(stmt).pure:
        return False
    base = nodes.names_read(stmt.value.func)  # `q.pop(0)` of numbers that are not active
    return any(name in chain(held, part) for part in base)


def may_change(program: Program, name: str) -> bool:
    """May something without derivative (a list of indices, a set, a dict, an object) change while the program runs?
    Other names may stand for it: then everything that has effects on such things counts."""
    kind = program.types.get(name)
    if not _is_mutable(kind):
        return False
    if isinstance(kind, HELD) and is_float_like(kind):
        return bool(changes(program, name))
    return any(_changes_something(program, stmt) for stmt in statements(program.body))


def _changes_something(program: Program, stmt) -> bool:
    op = program.ops.get(id(stmt))
    if isinstance(stmt, Store | Augment):
        touched = [base_name(stmt.target)]
    elif op is not None and op.kind in ("append", "pop"):
        touched = [op.operands["base"].id]
    elif _has_effects(stmt, op):
        touched = [n for n in nodes.names_read(stmt.value) if n in program.types]
    else:
        return False
    kinds = [program.types.get(name) for name in touched]
    return any(_is_mutable(k) and not (isinstance(k, HELD) and is_float_like(k)) for k in kinds)


def _has_effects(stmt, op: Op | None) -> bool:
    """Is it a call that may change what it is given?"""
    if not isinstance(stmt, Bind | Evaluate) or not isinstance(stmt.value, gast.Call):
        return False
    if op is not None and (op.pure or op.kind != "inactive"):
        return False
    return nodes.dotted(stmt.value.func) != "@builtins.print"


def _is_mutable(kind: Type | None) -> bool:
    return isinstance(kind, HELD | SetOf | Dictionary | Instance | Unknown)


def is_final(layout: Layout, readers: set, changed: list) -> bool:
    """Do all readers stand behind everything that changes the list, and in no loop with it?  Then they read what it
    holds in the end."""
    spots = [layout.spots.get(reader) for reader in readers]
    last = max(layout.spots[id(stmt)].path[0][1] for stmt in changed)  # among the outermost statements
    return all(spot is not None and spot.path[0][1] > last for spot in spots)


def is_made_in_trip(program: Program, layout: Layout, readers: set, changed: list, spots: list[Spot]) -> bool:
    """Is the list made anew in each trip of a loop, and do all readers stand in the trip, behind what changes it?  Then
    the list itself can be kept, like any other value."""
    made = spots[0] if len(spots) == 1 and spots[0].loops else None
    if made is None or not isinstance(made.stmt, Bind) or program.op(made.stmt).kind == "copy":
        return False

    def place(key: int) -> int:
        spot = layout.spots.get(key)
        return next((i for block, i in spot.path if block == made.block), -1) if spot is not None else -1

    first_reader = min(map(place, readers))
    return all(made.index < place(id(stmt)) < first_reader for stmt in changed)


def undone(program: Program, name: str, changed: list, spots: list[Spot], apart: bool) -> bool:
    """Can every change be undone?  Those of this very list can; one made in a loop would be consumed by a pullback
    that may run again (`apart`)."""
    kind = program.types[name]
    if kind.cls is not list and not isinstance(kind, Record) or apart and any(spot.loops for spot in spots):
        return False
    return all(_is_own(program, stmt, name) for stmt in changed)


def _is_own(program: Program, stmt, name: str) -> bool:
    """Is it a store into a slot of this list, or an element that comes or goes?"""
    if isinstance(stmt, Store | Augment):
        slot = stmt.target
        inside = isinstance(slot, gast.Subscript) and isinstance(slot.value, gast.Name)
        return inside and slot.value.id == name and not isinstance(slot.slice, gast.Slice | gast.Tuple)
    op = program.ops.get(id(stmt))
    return op is not None and op.kind in ("append", "pop") and op.operands["base"].id == name


def lost(stmt, op: Op | None, name: str) -> tuple[gast.AST, bool] | None:
    """What a change takes from the list, and whether that is there before the change or after it."""
    if isinstance(stmt, Store | Augment):
        return gast.Subscript(nodes.name(name), stmt.target.slice, gast.Load()), True
    return (nodes.name(stmt.target), False) if op.kind == "pop" else None


def put_back(stmt, op: Op | None, name: str, kept: gast.AST | None) -> gast.AST:
    """The statement that undoes a change; `kept`: what it took."""
    items = nodes.name(name)
    if isinstance(stmt, Store | Augment):
        return gast.Assign([gast.Subscript(items, stmt.target.slice, gast.Store())], kept, None)
    return gast.Expr(taken_out(items, op)) if kept is None else put_in(items, op, kept)


def own_copy(program: Program, name: str, apart: bool) -> list[gast.AST]:
    """The reverse sweep takes a list that somebody else has as well by a copy.  A path that has no such list has kept
    None in its place."""
    if not apart and name not in result_names(program.result):
        return []
    everywhere = name in program.parameters or any(name in bound_names(stmt) for stmt in program.body)
    copied = f"{name}.copy()" if everywhere else f"None if {name} is None else {name}.copy()"
    return [nodes.assign(name, nodes.parse_expression(copied))]
