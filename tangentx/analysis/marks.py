"""`tx.checkpoint` while specialising: the call is what it is given, and the loop that it marks says so.

    for i in tx.checkpoint(range(n), snapshots=4):        for i in range(n):
        x = step(x)                                  ->       _mark = 4        # Op("checkpoint")
                                                              x = step(x)

The mark is the first statement of the loop's body, which keeps it through all later stages; nobody reads it.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import Any

import gast

from tangentx.analysis.iterables import bounds_of, ranged
from tangentx.analysis.program import Op
from tangentx.analysis.scope import Env, Frame
from tangentx.analysis.types import INT, Const
from tangentx.checkpointing import checkpoint
from tangentx.errors import TangentxWarning, UnsupportedSyntaxError
from tangentx.records import Bind, For, Place, While
from tangentx.syntax import nodes


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """What a loop is marked with: how many states it keeps, an atom."""

    snapshots: gast.AST
    place: Place


def call(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`target = tx.checkpoint(what, snapshots)`: what it is given."""
    given = dict(zip(("loop", "snapshots"), operands, strict=False)) | keywords
    loop = given["loop"]
    s.copy(target, loop, place, env)
    bounds = bounds_of(s, loop, env)
    if bounds is not None:
        env.types[target] = ranged(s, target, bounds, env)
    s.marks[target] = _mark(s, given.get("snapshots", nodes.constant(None)), place, env)
    s.unused_marks[place.line, place.col] = place
    return True


def _mark(s, snapshots: gast.AST, place: Place, env: Env) -> Mark:
    """The mark, with a number that the loop does not change."""
    if isinstance(snapshots, gast.Name):
        name = s.fresh("_snapshots")
        s.copy(name, snapshots, place, env)
        snapshots = nodes.name(name)
        kind = s.kind(snapshots, env)
        if isinstance(kind, Const) and isinstance(kind.value, int | None):
            snapshots = nodes.constant(kind.value)
    return Mark(snapshots, place)


def of_for(s, stmt: For, frame: Frame) -> Mark | None:
    """The mark of a `for` whose iterable is the call itself."""
    if not isinstance(stmt.iter, gast.Name) or not stmt.iter.id.startswith("_t"):
        return None
    return s.marks.get(frame.find(stmt.iter.id))


def of_while(s, stmt: While, env: Env, frame: Frame) -> tuple[Mark | None, While]:
    """The mark of a `while` whose test is the call itself, and the loop without it."""
    step = stmt.setup[-1] if stmt.setup else None
    if not isinstance(step, Bind) or not isinstance(step.value, gast.Call):
        return None, stmt
    if not isinstance(stmt.test, gast.Name) or stmt.test.id != step.target:
        return None, stmt
    place = s.place(step.place, frame)
    given: dict[str, Any] = dict(zip(("loop", "snapshots"), step.value.args, strict=False))
    given |= {k.arg: k.value for k in step.value.keywords}
    if "loop" not in given or not _is_checkpoint(s, step.value.func, env, frame, place):
        return None, stmt
    snapshots = given.get("snapshots", nodes.constant(None))
    computed = {b.target for b in stmt.setup if isinstance(b, Bind)}
    if not computed.isdisjoint(nodes.names_read(snapshots)):
        raise UnsupportedSyntaxError(
            "the number of snapshots of a `while` is computed in its test", code="TX241", place=place,
            lines=s.lines(place), help=("give it a name before the loop: `while tx.checkpoint(test, count):`",),
        )  # fmt: skip
    mark = _mark(s, s.atom(snapshots, env, frame, place), place, env)
    return mark, replace(stmt, setup=(*stmt.setup[:-1], replace(step, value=given["loop"])))


def _is_checkpoint(s, func: gast.AST, env: Env, frame: Frame, place: Place) -> bool:
    written = nodes.dotted(func)
    if written is None or frame.find(written.split(".")[0]) is not None:
        return False
    try:
        frame.function.namespace.lookup(written.split(".")[0])
    except KeyError:
        return False
    callee, owner = s.callee(func, env, frame, place)
    known = s.kind(callee, env)
    return owner is None and isinstance(known, Const) and known.value is checkpoint


def put(s, mark: Mark | None, place: Place) -> None:
    """Mark the loop that was walked last."""
    if mark is None:
        return
    s.unused_marks.pop((mark.place.line, mark.place.col), None)
    loop = s.out[-1] if s.out else None
    if not isinstance(loop, For | While) or loop.place is not place:
        warnings.warn(
            TangentxWarning(
                f"the loop in line {place.line} is written out trip by trip: nothing to checkpoint"
            ),
            stacklevel=2,
        )
        return
    made = Bind(s.fresh("_mark"), mark.snapshots, mark.place)
    s.know(made, Op("checkpoint", operands={"snapshots": mark.snapshots}))
    s.note(made.target, INT)
    s.def_types[id(made)] = INT
    s.out[-1] = replace(loop, body=(made, *loop.body))
    s.walked.append(loop)


def check_used(s) -> None:
    """A mark that no loop has taken is a mistake."""
    for place in s.unused_marks.values():
        raise UnsupportedSyntaxError(
            "`tx.checkpoint` marks no loop here", code="TX241", place=place, lines=s.lines(place),
            help=("write `for i in tx.checkpoint(range(n)):`, or `while tx.checkpoint(test):`",),
        )  # fmt: skip


HANDLERS = {checkpoint: call}
