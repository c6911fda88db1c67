"""Containers that are kept in several places: the adjoint of each is looked up by the container itself.

    near = [p for p in ps if p.x > 0]           adjoint_of = Adjoints()
    for p in near:                      ->      ...
        p.x = 2.0 * p.x                         p_bar = adjoint_of(p)       # the one that is in the adjoint of ps too
                                                p_bar.x *= 2.0

*Requires* the variables that may reach an element that is written through another name.  *Gives* their adjoints, one a
container: where it is put into a list or read from one, its adjoint is in the adjoint of that list already.
"""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis import kept
from tangentx.analysis.activity import Activity, result_names
from tangentx.analysis.aliasing import evaluated
from tangentx.analysis.eithers import outlines
from tangentx.analysis.program import Op, Program, base_name, external
from tangentx.analysis.types import Array, Record, is_float_like, sites_of
from tangentx.records import Augment, Bind, Evaluate, Store
from tangentx.syntax import nodes
from tangentx.transform import array_twins
from tangentx.transform.contributions import Bar


def of(program: Program, activity: Activity) -> frozenset[str]:
    """The variables whose adjoints can be looked up; none where the caller has one of these containers as well."""
    found = frozenset().union(*kept.connected(program))
    if not found or any(not activity.written.isdisjoint(sites_of(program.types.get(n))) for n in found):
        return array_twins.of(program, activity)
    outside = {*result_names(program.result), *(leaf.variable for leaf in program.leaves)}
    return frozenset() if found & outside else found & activity.active


def begin(sweep: Any) -> None:
    """The table of adjoints, at the beginning of the reverse sweep."""
    if sweep.twins:
        how = [gast.keyword("arrays", nodes.constant(True))] if sweep.by_memory else []
        sweep.write(nodes.assign(sweep.adjoints, gast.Call(external("runtime.Adjoints"), [], how)))


def concerned(sweep: Any, stmt: Any) -> list[str]:
    """The containers whose adjoints the adjoint of a statement reads."""
    op = sweep.program.ops.get(id(stmt))
    if isinstance(stmt, Store | Augment):
        names = [base_name(stmt.target)]
    elif isinstance(stmt, Evaluate):
        names = [op.operands["base"].id] if op is not None and op.kind == "append" else []
    elif not isinstance(stmt, Bind) or op.kind == "copy" or stmt.target in sweep.twins and is_part(sweep, op):
        names = []
    elif op.kind == "item":
        names = [op.operands["base"].id] if stmt.target in sweep.bars.live else []
    else:
        names = [stmt.target, *(n for n in nodes.names_read(stmt.value) if op.kind == "pop")]
    several = (
        stmt.target if isinstance(stmt, Bind) and op.kind == "rule" else None
    )  # the arrays that a rule gives
    return [
        name
        for name in dict.fromkeys(names)
        if name in sweep.twins and (name == several or not holds_arrays(sweep, name))
    ]


def is_part(sweep: Any, op: Op) -> bool:
    """Is the adjoint of what is bound in another one already?  A container of arrays has none but theirs."""
    return (
        op.kind in ("item", "copy") or sweep.by_memory and (array_twins.holds(op) or array_twins.is_view(op))
    )


def holds_arrays(sweep: Any, name: str) -> bool:
    """Is it a container of arrays whose adjoints are looked up?"""
    return sweep.by_memory and name in sweep.twins and not isinstance(sweep.types[name], Array)


def adjoint(sweep: Any, name: str) -> Bar:
    """The adjoint of the container that a variable is now, under the variable's name."""
    expr = gast.Call(nodes.name(sweep.adjoints), [nodes.name(name)], [])
    own, array = sweep.bar_name(name), isinstance(sweep.types[name], Array)
    if array:
        sweep.bars.protect(own)
    sweep.write(nodes.assign(own, expr))
    sweep.note_bar(own, sweep.types[name])
    return Bar(nodes.name(own), sweep.types[name], not array, shadow=True)


def is_theirs(sweep: Any, stmt: Any) -> bool:
    """Has everything that can be changed in a statement an adjoint of its own?"""
    names = {n for expr in evaluated(stmt) for n in nodes.names_read(expr)}
    written = sweep.activity.written
    if any(not written.isdisjoint(sites_of(sweep.types.get(n))) and n not in sweep.twins for n in names):
        return False
    return all(
        name in sweep.twins
        for name in names
        if kept.is_keeper(sweep.types.get(name)) and _floats(sweep, name)
    )


def _floats(sweep: Any, name: str) -> bool:
    return is_float_like(sweep.types.get(name)) and name in sweep.activity.active


def zero(sweep: Any, stmt: Store, slot: gast.AST) -> gast.AST | None:
    """What a slot's adjoint is before a container is put there: the adjoint of what was there."""
    old = replaced(sweep, stmt)
    if old is None:
        sweep.refuse_alias(base_name(stmt.target), base_name(stmt.target), stmt)
    return gast.Call(nodes.name(sweep.adjoints), [old], [])


def replaced(sweep: Any, stmt: Store) -> gast.AST | None:
    """What was in the slot before, where the program has kept it."""
    op = sweep.program.ops.get(id(stmt))
    old = None if op is None else op.operands.get("old")
    return None if old is None else nodes.clone(old)


def add_slots(sweep: Any, whole: gast.AST, expr: gast.AST, kind: Record) -> None:
    """A contribution to the adjoint of an object that is in another container's: slot by slot."""
    if outlines(kind.cls):
        sweep.write(gast.Expr(gast.Call(external("runtime.add_into"), [whole, expr], [])))
        return
    share = sweep.fresh("_share")
    sweep.write(nodes.assign(share, expr))
    for key, item in zip(kind.keys, kind.items, strict=True):
        if is_float_like(item):
            at = nodes.constant(kind.index(key))
            slot, more = (gast.Subscript(n, at, gast.Load()) for n in (whole, nodes.name(share)))
            call = gast.Call(external("runtime.add_trees"), [slot, more], [])
            sweep.write(gast.Assign([gast.Subscript(whole, at, gast.Store())], call, None))
