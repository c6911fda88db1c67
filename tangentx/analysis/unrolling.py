"""Loops that are written out although they are left early.

    for p in (a, b):                       # a
        if c(p):                           if not c(a):
            break              ->              t = t + a
        t = t + p                          # b, where the loop was not left before
                                           if not left: ...

Every statement that follows a jump stands in a branch that is not taken when the jump is (see `frontend.exits`), so a
`continue` is nothing at all, and a `break` a flag that the trips behind it ask.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import gast

from tangentx.analysis import iterators
from tangentx.analysis.iterables import with_parts
from tangentx.analysis.iterators import Trip
from tangentx.analysis.program import Op
from tangentx.analysis.restarts import Restart
from tangentx.analysis.scope import Env, Frame
from tangentx.analysis.types import Const
from tangentx.errors import UnsupportedSyntaxError
from tangentx.frontend.exits import contains
from tangentx.records import Bind, Break, Continue, For, If, Place, While
from tangentx.syntax import nodes

MAX_WALKED = 64  # trips of a `while` that follows the links of a structure


def flagged(body: tuple, flag: str) -> tuple:
    """The body with its own jumps replaced."""
    out: list = []
    for stmt in body:
        if isinstance(stmt, Break):
            out.append(Bind(flag, nodes.constant(True), stmt.place))
        elif isinstance(stmt, If):
            out.append(replace(stmt, body=flagged(stmt.body, flag), orelse=flagged(stmt.orelse, flag)))
        elif not isinstance(stmt, Continue):
            out.append(stmt)
    return tuple(out)


def written_out(
    s, body: tuple, trips: list[Callable[[Env], None]], place: Place, env: Env, frame: Frame
) -> Env | None:
    """The trips one after the other, each started by its thunk."""
    flag = s.fresh("_left")
    frame.names[flag] = flag
    leaves = contains(body, Break)
    if leaves:
        s.emit(Bind(flag, nodes.constant(False), place), Op("copy"), Const(False), env)
    return _Writer(s, flagged(body, flag), trips, place, frame, flag if leaves else None).trip(0, env)


def over(s, stmt: For, target: str, atom: gast.AST, place: Place, env: Env, frame: Frame) -> Env | None:
    """A `for` over what is known, trip by trip."""
    pins: dict[str, int] = {}  # nobody may take over the variables of a container while a loop runs over it

    def pinned(part: gast.AST) -> gast.AST:
        structure = s.structure(part, env)
        if structure is None:
            return part
        pins[pin := s.fresh("@iterated")] = len(structure.items)
        env.bind(pin, s.kind(part, env), structure)
        return nodes.name(pin)

    trips = iterators.trips(s, with_parts(s, atom, env, pinned), place, env)

    def start(here: Env, trip: Trip) -> None:
        _check_lengths(s, stmt, pins, here)
        s.copy(target, trip(here), place, here)

    starts = [lambda here, trip=trip: start(here, trip) for trip in trips]
    end = written_out(s, stmt.body, starts, place, env, frame)
    if end is not None:
        _check_lengths(s, stmt, pins, end)
        for pinned in pins:
            end.types.pop(pinned, None)
            end.structures.pop(pinned, None)
    return end


def _check_lengths(s, stmt: For, pins: dict[str, int], env: Env) -> None:
    """A container that got longer or shorter while a loop runs over it: the loop has to ask in each trip."""
    for pinned, length in pins.items():
        structure = env.structures.get(pinned)
        changed = structure is None or structure.keys is None and len(structure.items) != length
        if changed and stmt.place not in s.hints.stepped:
            s.hints.stepped.add(stmt.place)
            raise Restart


def lists_of(s, atom: gast.AST, env: Env) -> list[gast.AST]:
    """What is read while a loop over this goes on."""
    iteration = iterators.iteration_of(s, atom, env)
    return [atom] if iteration is None else [a for part in iteration.parts for a in lists_of(s, part, env)]


class _Writer:
    """One loop that is written out."""

    def __init__(self, s, body: tuple, trips: list, place: Place, frame: Frame, flag: str | None):
        self.s, self.body, self.trips, self.place, self.frame, self.flag = s, body, trips, place, frame, flag

    def is_over(self, k: int) -> bool:
        return k == len(self.trips)

    def trip(self, k: int, env: Env) -> Env | None:
        """Trip number `k` and those behind it."""
        if self.is_over(k):
            return env
        self.trips[k](env)
        return self.run(k, env)

    def run(self, k: int, env: Env) -> Env | None:
        """The body of trip number `k`, and the trips behind it."""
        end = self.s.block(self.body, env, self.frame)
        if end is None or self.flag is None:
            return None if end is None else self.trip(k + 1, end)
        left = self.s.kind(nodes.name(self.flag), end)
        if isinstance(left, Const):
            return end if left.value else self.trip(k + 1, end)
        return self._rest(k + 1, end)

    def _rest(self, k: int, env: Env) -> Env | None:
        """The trips from number `k` on, where the loop has not been left."""
        if self.is_over(k):
            return env
        s = self.s
        outer, s.out = s.out, []
        after = self.trip(k, env.copy())
        rest, s.out = tuple(s.out), outer
        joined, fix_left, fix_rest = s.join(env, after, self.place)
        s.fork(nodes.name(self.flag), s.ended((), fix_left), s.ended(rest, fix_rest), self.place, env)
        return joined


def walked(s, stmt: While, place: Place, env: Env, frame: Frame) -> Env | None:
    """A `while` that follows the links of a structure, one trip after the other, to where its test is known to fail."""
    flag = s.fresh("_left")
    frame.names[flag] = flag
    leaves = contains(stmt.body, Break)
    if leaves:
        s.emit(Bind(flag, nodes.constant(False), place), Op("copy"), Const(False), env)
    writer = _Walker(s, flagged(stmt.body, flag), [], place, frame, flag if leaves else None)
    writer.loop = stmt
    return writer.trip(0, env)


class _Walker(_Writer):
    """A `while` that is written out."""

    def is_over(self, k: int) -> bool:
        return False

    def trip(self, k: int, env: Env) -> Env | None:
        s = self.s
        if k > MAX_WALKED:
            raise UnsupportedSyntaxError(
                "how far this loop follows a structure is not known", code="TX223", place=self.place,
                lines=s.lines(self.place), help=("keep the values in a list or an array, and loop over that",),
            )  # fmt: skip
        env = s.block(self.loop.setup, env, self.frame)
        if env is None:
            return None
        test = s.test(self.loop.test, env, self.frame, self.place)
        known = s.kind_or_none(test, env)
        if isinstance(known, Const):
            return self.run(k, env) if known.value else env
        outer, s.out = s.out, []
        after = self.run(k, env.copy())
        body, s.out = tuple(s.out), outer
        joined, fix_body, fix_end = s.join(after, env, self.place)
        s.fork(test, s.ended(body, fix_body), s.ended((), fix_end), self.place, env)
        return joined
