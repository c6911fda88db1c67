"""Recursive callees that write on arrays of their caller's, and the calls of them.

*Requires* a program that says which of its parameters it changes.  *Gives* the two halves of a call: the forward half
writes on the caller's array, as the primal does; the reverse half is given the array and its adjoint again, puts back
what the forward half has overwritten, and updates the adjoint in place.

    pair = sort_forward(a, lo, p)          ->        sort_reverse(pair[1], None, a, a_bar)

What the forward half saves has nothing of the array's memory in it: a view of it is taken again in the reverse half.
"""

from __future__ import annotations

from typing import Any, NoReturn

import gast

from tangentx.analysis.changed_arguments import in_memory_of_caller
from tangentx.analysis.layout import Spot, follows
from tangentx.analysis.program import Op, Program, external, statements
from tangentx.analysis.types import Array, is_float_like, sites_of
from tangentx.errors import AliasingError
from tangentx.records import Attempt, Bind, Place
from tangentx.syntax import nodes
from tangentx.transform.contributions import Bar, zeros_like
from tangentx.transform.protected import split
from tangentx.transform.standing import Standing


def begin(sweep: Any, wrt: tuple[str, ...]) -> None:
    """The adjoints that the caller gives: complete, and updated in place."""
    check_caught(sweep.program)
    for parameter in sweep.program.changed:
        if parameter in sweep.twins:
            refuse(sweep.program, None, "and keeps them in containers", "keep a copy: a.copy()")
        if parameter in wrt and parameter in sweep.activity.active:
            name, kind = sweep.bar_name(parameter), sweep.types[parameter]
            sweep.bars.live[parameter] = Bar(nodes.name(name), kind, owned=True, shadow=True)
            sweep.note_bar(name, kind)


def given(sweep: Any, wrt: tuple[str, ...]) -> tuple[str, ...]:
    """What the reverse half is given beside what was saved and the seed."""
    found: list[str] = []
    for parameter in sweep.program.changed:
        found += [parameter, *([sweep.bar_name(parameter)] if parameter in wrt else [])]
    return tuple(found)


def returned(program: Program, wrt: tuple[str, ...]) -> list[str]:
    """The parameters whose adjoints the reverse half returns."""
    return [parameter for parameter in wrt if parameter not in program.changed]


def check_saved(program: Program, saved: list[str], contents: dict[str, frozenset]) -> None:
    """Nothing that is saved may be in the memory of the caller's array: a pullback that runs again works on a copy."""
    mine = program.changed_sites()
    for name in saved:
        if not mine.isdisjoint(contents.get(name) or sites_of(program.types.get(name))):
            refuse(
                program, None, "through another name of theirs", "write on the parameter itself: a[i] = ..."
            )


def check_caught(program: Program) -> None:
    """What a call has written until it raises is known to nobody: it has returned nothing that could put it back."""
    for stmt in statements(program.body):
        for call in statements(split(stmt)[0]) if isinstance(stmt, Attempt) else ():
            op = program.ops.get(id(call))
            if op is not None and op.kind == "pair" and op.callee.changed:
                refuse(program, call.place, "in a `try`", "test for the case with `if` instead")


def refuse(program: Program, place: Place | None, how: str, instead: str) -> NoReturn:
    function = program.function
    place = place or Place(function.file, function.first_line)
    raise AliasingError(
        f"a recursive function writes into its arguments, {how}", code="TX506", place=place,
        lines=program.lines(place), help=(instead, "or return the new values instead"),
    )  # fmt: skip


def is_taken_again(standing: Standing, name: str, spot: Spot) -> bool:
    """Is it a view of an array of the caller's, which can be taken again where the reverse of its block begins?"""
    stmt, program = spot.stmt, standing.program
    if not isinstance(stmt, Bind) or program.op(stmt).view != "always":
        return False
    if name not in in_memory_of_caller(program):
        return False
    fixed = all(_is_fixed(standing, read, spot) for read in nodes.names_read(stmt.value))
    return fixed and all(follows(use, spot) for use in standing.layout.uses.get(name, ()))


def _is_fixed(standing: Standing, name: str, spot: Spot) -> bool:
    """Is the name bound once, and not again in a loop that the view stands outside of?"""
    made = standing.layout.definitions.get(name, [])
    if len(made) + (name in standing.parameters) > 1:
        return False
    return all({*one.loops} <= {*spot.loops} for one in made)


def reverse_call(sweep: Any, stmt: Bind, op: Op) -> None:
    """The adjoint of a call that writes: it runs whether or not anything comes to it from its result."""
    callee, bars = op.callee, sweep.bars
    seed = _seed(sweep, stmt)
    sweep.done(stmt.target)
    sweep.restore(stmt)
    names = [p.name for p in callee.program.function.parameters]
    atoms = dict(zip(names, op.operands["arguments"], strict=True))
    more: list[gast.AST] = []
    for parameter in callee.changed:
        base = atoms[parameter].id
        if parameter in callee.wrt and base in sweep.activity.active:
            bars.shadow(base)
    for parameter in callee.changed:
        base = atoms[parameter].id
        more.append(nodes.name(base))
        if parameter in callee.wrt:
            more.append(bars.live[base].expr if base in bars.live else bars.zeros(base)[0])
    saved = gast.Subscript(nodes.name(stmt.target), nodes.constant(1), gast.Load())
    call = gast.Call(external(f"pair.{callee.name}_reverse"), [saved, seed, *more], [])
    others = returned(callee.program, callee.wrt)
    if not others:
        sweep.write(gast.Expr(call))
        return
    parts = sweep.fresh("_parts")
    sweep.write(nodes.assign(parts, call))
    for i, parameter in enumerate(others):
        part = gast.Subscript(nodes.name(parts), nodes.constant(i), gast.Load())
        sweep.hand_on(atoms[parameter], part)


def _seed(sweep: Any, stmt: Bind) -> gast.AST:
    """The adjoint of the call's result: zeros where nothing comes to it."""
    bar = sweep.bars.live.get(stmt.target)
    if bar is not None:
        return bar.expr
    value, callee = value_of(sweep.program, stmt), sweep.program.op(stmt).callee
    if callee.returned is not None or not is_float_like(callee.result):
        return nodes.constant(None)
    if value is not None:
        return sweep.bars.zeros(value)[0]
    result = gast.Subscript(nodes.name(stmt.target), nodes.constant(0), gast.Load())
    return zeros_like(result, callee.result) if isinstance(callee.result, Array) else nodes.constant(0.0)


def value_of(program: Program, pair: Bind) -> str | None:
    """The variable that has what the call returns."""
    for stmt in statements(program.body):
        op = program.ops.get(id(stmt))
        if op is not None and op.kind == "pairvalue" and op.operands["pair"].id == pair.target:
            return stmt.target
    return None
