"""Where paths meet while specialising: branches, jumps, and loops walked until their types settle."""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis import iteration
from tangentx.analysis.joins import join
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.scope import Env, Frame, LocalFunction, join_structures, loop_join
from tangentx.analysis.types import (
    Const,
    Type,
)
from tangentx.errors import UnsupportedSyntaxError
from tangentx.frontend.exits import endless
from tangentx.records import (
    Bind,
    Break,
    Continue,
    For,
    If,
    Place,
    While,
)
from tangentx.syntax import nodes


class Jumps:
    """Environments at the `break`s and `continue`s of the loop being walked."""

    def __init__(self):
        self.breaks: list[Env] = []
        self.continues: list[Env] = []


class Flow:
    """The part of the specialiser that handles control flow."""

    # -- branches ------------------------------------------------------------

    def branch(self, stmt: If, env: Env, frame: Frame) -> Env | None:
        place = self.place(stmt.place, frame)
        test = self.test(stmt.test, env, frame, place)
        known = self.kind(test, env)
        if isinstance(known, Const) and isinstance(known.value, bool | int | str | type(None)):
            return self.block(stmt.body if known.value else stmt.orelse, env, frame)
        body, env_body = self.captured(stmt.body, env.copy(), frame)
        orelse, env_orelse = self.captured(stmt.orelse, env.copy(), frame)
        joined, fix_body, fix_orelse = self.join(env_body, env_orelse, place)
        self.out.append(If(test, body + fix_body, orelse + fix_orelse, place))
        return joined

    def join(self, a: Env | None, b: Env | None, place: Place) -> tuple[Env | None, tuple, tuple]:
        """The environment where two paths meet, and the copies each path needs so that structures agree."""
        if a is None or b is None:
            return (b if a is None else a), (), ()
        fix_a, fix_b = [], []
        env = Env()
        for name in [*a.types, *(n for n in b.types if n not in a.types)]:
            one, other = a.types.get(name), b.types.get(name)
            kind = loop_join(one, other) if self.loops else self._join(one, other)
            left, right = a.structures.get(name), b.structures.get(name)
            if left is not None and right is not None and join_structures(left, right):
                structure = self._merge(name, left, right, a, b, fix_a, fix_b, place)
                env.bind(name, kind, structure)
                continue
            if (left is None) != (right is None) and one is not None and other is not None:
                continue  # a container on one path, something else on the other: unusable from here on
            env.bind(name, kind, left or right if one is None or other is None else None)
        for name in {s.target for s in fix_a} | {s.target for s in fix_b}:
            env.bind(name, self._join(a.types.get(name), b.types.get(name)))
        return env, tuple(fix_a), tuple(fix_b)

    def _join(self, one: Type | None, other: Type | None) -> Type:
        return join(one, other, self.sampler.fresh)

    def _merge(self, name, left, right, a, b, fix_a, fix_b, place) -> Structure:
        """One structure for two: where the variables differ, both paths copy into a third."""
        items = []
        for i, (x, y) in enumerate(zip(left.items, right.items, strict=True)):
            if isinstance(x, Structure):
                items.append(self._merge(f"{name}_{i}", x, y, a, b, fix_a, fix_b, place))
            elif x == y:
                items.append(x)
            else:
                merged = f"{name}__{i}"
                self.taken.add(merged)
                for env, source, fixes in ((a, x, fix_a), (b, y, fix_b)):
                    if source != merged:
                        copy = Bind(merged, nodes.name(source), place)
                        self.ops[id(copy)] = Op("copy")
                        fixes.append(copy)
                        env.bind(merged, env.types[source])
                        self.note(merged, env.types[source])
                items.append(merged)
        return Structure(left.cls, left.keys, tuple(items))

    # -- loops ------------------------------------------------------------

    def loop(self, stmt: For | While, env: Env, frame: Frame) -> Env | None:
        place = self.place(stmt.place, frame)
        if isinstance(stmt, For):
            return iteration.for_loop(self, stmt, place, env, frame)
        if stmt.setup:
            test = self.composed(stmt, env, frame)
            stmt = endless(stmt) if test is None else replace(stmt, setup=(), test=test)
        return self.fixpoint(
            env, place,
            lambda head: self._while_body(stmt, head, frame),
            lambda parts: While((), parts[0], parts[1], (), place),
            forever=isinstance(stmt.test, gast.Constant) and bool(stmt.test.value),
        )  # fmt: skip

    def composed(self, stmt: While, env: Env, frame: Frame) -> gast.AST | None:
        """The test of a `while` as one expression, when its work is temporaries used once and no local function."""
        mapping: dict[str, gast.AST] = {}
        for step in stmt.setup:
            if (
                not isinstance(step, Bind)
                or not step.target.startswith("_t")
                or isinstance(step.value, gast.Lambda)
            ):
                return None
            for call in nodes.walk(step.value):
                if isinstance(call, gast.Call) and not self._callable_outside(call.func, env, frame):
                    return None
            read = nodes.names_read(step.value)
            if any(read.count(name) > 1 for name in mapping):
                return None
            mapping[step.target] = nodes.substitute(step.value, mapping)
        reads = [n for s in stmt.setup for n in nodes.names_read(s.value)] + nodes.names_read(stmt.test)
        if any(reads.count(name) != 1 for name in mapping):
            return None
        return nodes.substitute(stmt.test, mapping)

    def _callable_outside(self, func: gast.AST, env: Env, frame: Frame) -> bool:
        """Can emitted code call this by name?"""
        while isinstance(func, gast.Attribute):
            func = func.value
        local = frame.find(func.id) if isinstance(func, gast.Name) else None
        known = env.types.get(local) if local is not None else None
        return isinstance(func, gast.Name) and not (
            isinstance(known, Const) and isinstance(known.value, LocalFunction)
        )

    def _while_body(self, stmt: While, head: Env, frame: Frame):
        test = self.test(stmt.test, head, frame, stmt.place, inline=True)
        body, end = self.captured(stmt.body, head.copy(), frame)
        return (test, body), end

    def fixpoint(self, env: Env, place: Place, walk, build, forever: bool = False) -> Env | None:
        """Walk a loop's body until the types at its head settle; emit it once, with the last walk's statements."""
        head = env.copy()
        for _ in range(12):
            taken, unknowns, outer = set(self.taken), self.sampler.unknowns, self.out
            self.out = []
            self.loops.append(Jumps())
            before, varied = head.copy(), len(self.varied) + len(self.varied_sites)
            parts, end = walk(head.copy())
            jumps = self.loops.pop()
            self.out = outer
            for other in [end, *jumps.continues]:
                head = self._loop_head(head, other, place)
            if _same(before, head) and varied == len(self.varied) + len(self.varied_sites):
                self.out.append(build(parts))
                leaving = None if forever else head
                for other in jumps.breaks:
                    leaving, fix, _ = self.join(leaving, other, place)
                return leaving
            self.taken, self.sampler.unknowns = taken, unknowns
        raise UnsupportedSyntaxError(
            "the types of this loop's variables change from trip to trip without settling", code="TX222", place=place,
            lines=self.function.lines, help=("give each variable one type before the loop",),
        )  # fmt: skip

    def _loop_head(self, head: Env, other: Env | None, place: Place) -> Env:
        if other is None:
            return head
        env = Env()
        for name in [*head.types, *(n for n in other.types if n not in head.types)]:
            one, two = head.types.get(name), other.types.get(name)
            left, right = head.structures.get(name), other.structures.get(name)
            if left is not None and right is not None:
                if left.items == right.items:
                    env.bind(name, loop_join(one, two), left)
                elif not name.startswith("_"):  # temporaries are bound anew in each trip
                    self.refuse_structure(name, place)
            elif (left is None) != (right is None) and one is not None and two is not None:
                self.refuse_structure(name, place)
            else:
                env.bind(name, loop_join(one, two), left or right)
        return env

    def refuse_structure(self, name: str, place: Place) -> None:
        raise UnsupportedSyntaxError(
            f"the container `{name}` changes its structure in this loop",
            code="TX223", place=place, lines=self.lines(place),
            help=("unpack it into plain variables before the loop and pack it again after it",),
        )  # fmt: skip

    def jump(self, stmt: Break | Continue, env: Env, frame: Frame) -> None:
        target = self.loops[-1].breaks if isinstance(stmt, Break) else self.loops[-1].continues
        target.append(env.copy())
        self.out.append(type(stmt)(self.place(stmt.place, frame)))
        return


def _same(a: Env, b: Env) -> bool:
    return a.types == b.types and a.structures.keys() == b.structures.keys()
