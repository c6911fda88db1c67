"""Where paths meet while specialising: branches, jumps, and loops walked until their types settle."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import gast

from tangentx.analysis import (
    choices,
    forks,
    heads,
    identity,
    iteration,
    lists,
    marks,
    none_in_trips,
    renewed,
    sorts,
    trees,
    unrolling,
    while_tests,
)
from tangentx.analysis.carried import Carried, carry, settle
from tangentx.analysis.classes_of import is_value
from tangentx.analysis.joins import join_paths
from tangentx.analysis.merging import Joiner
from tangentx.analysis.restarts import KnownLengthWanted, Restart, make_alike, make_whole, split_wanted
from tangentx.analysis.scope import Env, Frame, Unreached, loop_join
from tangentx.analysis.types import (
    Const,
    Mixed,
    Type,
    sites_of,
)
from tangentx.errors import UnsupportedSyntaxError
from tangentx.frontend.exits import continued
from tangentx.records import (
    Bind,
    Break,
    Continue,
    Enter,
    Final,
    For,
    If,
    Leave,
    Place,
    While,
)

_UNLIKE = ("TX223", "TX239")  # a container is another one in each trip
MAX_WALKS = 24


class Jumps:
    """The loop being walked: its head, what it carries, the environments at its `break`s and `continue`s."""

    def __init__(self, head: Env, carried: Carried, unknowns: int):
        self.head, self.carried = head, carried
        self.unknowns = unknowns  # unknown lengths at its beginning: later ones may differ from trip to trip
        self.inner = 0  # loops in it that have been met in this walk
        self.breaks: list[Env] = []
        self.continues: list[Env] = []


class Flow:
    """The part of the specialiser that handles control flow."""

    # -- branches ------------------------------------------------------------

    def branch(self, stmt: If, env: Env, frame: Frame) -> Env | None:
        place, rest = self.place(stmt.place, frame), self.rest
        test = self.test(stmt.test, env, frame, place)
        known = self.kind(test, env)
        if isinstance(known, Const) and isinstance(known.value, bool | int | str | type(None)):
            return self.block(stmt.body if known.value else stmt.orelse, env, frame)
        lists.settle(self, place, env)
        split, meant = stmt.place in self.hints.split, iteration.bound_in((stmt,))
        if split:
            stmt = _to_the_end(stmt, rest)
        with self.within(self.branches + 1):
            body, env_body = self.captured(stmt.body, env.copy(), frame)
            orelse, env_orelse = self.captured(stmt.orelse, env.copy(), frame)
        ends = [end for end in (env_body, env_orelse) if end is not None]
        dead = set() if split else self.lifetimes.unread(ends, frame, stmt.place)
        for end in (env_body, env_orelse):
            if split:
                self.lifetimes.forget_behind(end, frame, (*stmt.body, *stmt.orelse)[-1], meant)
            else:
                self.lifetimes.forget(end, frame, stmt.place)
        joined, fix_body, fix_orelse = self.join(env_body, env_orelse, place, stmt.place, dead)
        self.fork(test, self.ended(body, fix_body), self.ended(orelse, fix_orelse), place, env)
        return joined

    @contextmanager
    def within(self, branches: int) -> Iterator[None]:
        """Walk statements of which it is known at run time whether they are reached; 0: it is asked what they raise."""
        outer, self.branches, self.tried = (self.branches, self.tried), branches, self.tried or not branches
        try:
            yield
        finally:
            self.branches, self.tried = outer

    def fork(self, test: gast.AST, body: tuple, orelse: tuple, place: Place, env: Env) -> None:
        """`if test:` with these blocks."""
        test = forks.asked(self, test, (*body, *orelse), place, env)
        self.out.append(If(test, body, orelse, place))

    def ended(self, body: tuple, copies: tuple) -> tuple:
        """A block and the copies at its end, on each path that reaches it."""
        return continued(body, lambda: tuple(self._again(c) for c in copies)) if copies else body

    def _again(self, stmt: Bind) -> Bind:
        made = replace(stmt)
        self.know(made, self.ops[id(stmt)])
        if id(stmt) in self.def_types:
            self.def_types[id(made)] = self.def_types[id(stmt)]
        return made

    def join(
        self,
        a: Env | None,
        b: Env | None,
        place: Place,
        branch: Place | None = None,
        dead: set[str] | frozenset[str] = frozenset(),
    ) -> tuple[Env | None, tuple, tuple]:
        """The environment where two paths meet, and the copies each path needs so that structures agree; `dead`:
        variables that are not read from there on."""
        if a is None or b is None:
            return (b if a is None else a), (), ()
        joiner = Joiner(self, a, b, place, dead)
        joined = joiner.run()
        if joiner.mixes and branch is not None:
            self.mixing.append(branch)
        return joined

    def join_types(self, one: Type | None, other: Type | None) -> Type:
        return join_paths(one, other, self.sampler.fresh)

    # -- loops ------------------------------------------------------------

    def loop(self, stmt: For | While, env: Env, frame: Frame) -> Env | None:
        place = self.place(stmt.place, frame)
        lists.settle(self, place, env)
        if isinstance(stmt, For):
            return iteration.for_loop(self, stmt, place, env, frame)
        if stmt.place in self.hints.unrolled and not stmt.orelse:
            return unrolling.walked(self, stmt, place, env, frame)
        try:
            return self._while(stmt, place, env, frame)
        except UnsupportedSyntaxError as error:
            if error.code not in _UNLIKE or stmt.place in self.hints.unrolled or stmt.orelse:
                raise
        self.hints.unrolled.add(stmt.place)
        raise Restart

    def _while(self, stmt: While, place: Place, env: Env, frame: Frame) -> Env | None:
        mark, stmt = marks.of_while(self, stmt, env, frame)
        stmt = while_tests.settled(self, stmt, place, env, frame)
        end = self.fixpoint(
            env, place,
            lambda head: self._while_body(stmt, head, frame),
            lambda parts: While((), parts[0], parts[1], (), place),
            forever=isinstance(stmt.test, gast.Constant) and bool(stmt.test.value),
        )  # fmt: skip
        marks.put(self, mark, place)
        return end

    def _while_body(self, stmt: While, head: Env, frame: Frame):
        place = self.place(stmt.place, frame)
        test = self.test(stmt.test, head, frame, place, inline=True)
        body, end = self.trip(stmt, head.copy(), frame, place)
        return (test, body), end

    def fixpoint(self, env: Env, place: Place, walk, build, forever: bool = False) -> Env | None:
        """Walk a loop's body until the types at its head settle; emit it once, with the last walk's statements."""
        nest, open_ends = self._within(), len(self.undefined)
        carried = Carried(frozenset(env.types), self.sampler.extents.unknowns)
        head = heads.begin(*nest, env)
        for _ in range(MAX_WALKS):
            taken, unknowns, outer = set(self.taken), self.sampler.extents.unknowns, self.out
            self.out = []
            self.taken = taken | identity.cells(head.structures.values())
            before, varied, unlike = head.copy(), (set(self.varied), set(self.varied_sites)), len(self.unlike)
            self.loops.append(Jumps(before, carried, unknowns))
            del self.undefined[open_ends:]
            try:
                parts, end = walk(head.copy())
            finally:
                jumps, self.out = self.loops.pop(), outer
            after, self.taken = self.taken, taken
            if carry(self, carried, head, env, place) or identity.entangle(
                head, lambda s: id(s) in carried.mixed
            ):
                continue
            if none_in_trips.found(self, carried.real, head, env, end, jumps, place):
                continue
            for other in [end, *jumps.continues]:
                head = self._loop_head(head, env, other, place, carried)
            if choices.at_exits(self, head, jumps.breaks, carried):
                continue
            if _same(before, head) and len(self.unlike) == unlike and not self._newly_varied(head, *varied):
                if self.undefined and not self.loops:
                    raise self.undefined[0]
                self.taken = after
                choices.settle(self, head.types, env, place)
                heads.keep(*nest, env, head)
                self.out.append(build(parts))
                return self._left(None if forever else head, jumps, place)
            self.sampler.extents.unknowns = unknowns
        raise UnsupportedSyntaxError(
            "the types of this loop's variables change from trip to trip without settling", code="TX222", place=place,
            lines=self.lines(place), help=("give each variable one type before the loop",),
        )  # fmt: skip

    def _left(self, leaving: Env | None, jumps: Jumps, place: Place) -> Env | None:
        """The environment after the loop.  The breaks are written down: there is no place for copies any more."""
        renewed.left(self, jumps.breaks, jumps.unknowns)
        for other in jumps.breaks:
            leaving, *copies = self.join(leaving, other, place)
            for late in (copy for path in copies for copy in path):
                self.refuse_mixed(late.target, place)
        return leaving

    def _within(self) -> tuple[heads.Known, int]:
        """What the loop around the one at hand knows of its inner loops, and the how-manieth it is."""
        if not self.loops:
            return {}, 0
        around = self.loops[-1]
        around.inner += 1
        return around.carried.heads, around.inner

    def _newly_varied(self, head: Env, names: set[str], sites: set[str]) -> bool:
        """Has the last walk found that something varies which there is at the loop's head?"""
        found = self.varied_sites - sites
        return not head.types.keys().isdisjoint(self.varied - names) or bool(
            found and any(not found.isdisjoint(sites_of(kind)) for kind in head.types.values())
        )

    def unreached(self, name: str, place: Place) -> None:
        """A variable is read before it has a value.  In a loop another trip may give it one: the path ends here then,
        until the loop is walked again; on the first trip, Python itself raises what there is to raise."""
        error = UnsupportedSyntaxError(
            f"`{name}` is read here before it has a value", code="TX224", place=place, lines=self.lines(place),
            help=(f"give `{name}` a value on every path",),
        )  # fmt: skip
        if not self.loops:
            raise error
        self.undefined.append(error)
        raise Unreached

    def trip(
        self, stmt: For | While, head: Env, frame: Frame, place: Place, prepare=None
    ) -> tuple[tuple, Env | None]:
        """The statements of one trip, with the copies that it ends with."""
        outer, self.out = self.out, []
        try:
            if prepare is not None:
                prepare(head)
            end = self.block(stmt.body, head, frame)
        except Unreached:  # there is no item as yet: no trip so far
            end = None
        inner, self.out = tuple(self.out), []
        self.lifetimes.leave(end, frame, stmt.place, self.loops[-1].head)
        if end is not None:
            settle(self, self.loops[-1].carried, self.loops[-1].head, end, place)
        inner, self.out = self.ended(inner, tuple(self.out)), outer
        return inner, end

    def _loop_head(self, head: Env, entry: Env, other: Env | None, place: Place, carried: Carried) -> Env:
        if other is None:
            return head
        env = Env(counted=head.counted & other.counted)
        for name in [*head.types, *(n for n in other.types if n not in head.types)]:
            one, two = head.types.get(name), other.types.get(name)
            if one is two and is_value(one):
                env.types[name] = one
                continue
            two = renewed.in_another_trip(self, name, two, carried.since)
            sorts.note(self, name, one, two)
            own = name not in entry.types and lists.is_temporary(name)
            if own and (name in carried.anew or _is_list(two)):
                carried.anew |= {name} if isinstance(two, Mixed) else set()
                continue  # bound anew in each trip: what it was in the one before is nobody's other name
            left, right = head.structures.get(name), other.structures.get(name)
            if left is not None and right is not None:
                if not identity.same_cells(left, right):
                    if name in entry.types and not name.startswith("_"):
                        self.refuse_structure(name, place, (head, other), (left, right), (one, two))
                    make_alike(self, left, right)
                    env.bind(name, Mixed())
                    continue  # a temporary, bound anew in each trip
                env.bind(name, loop_join(one, two), left)
            elif (left is None) != (right is None) and one is not None and two is not None:
                if name in entry.types:
                    self.refuse_structure(name, place, (head, other), (left, right), (one, two))
                env.bind(name, Mixed())
            else:
                found = choices.at_head(self, one, two, carried)
                if isinstance(found, Mixed) and name not in entry.types and lists.is_temporary(name):
                    continue
                env.bind(name, found or loop_join(one, two), left or right)
        for name in [n for n, s in env.structures.items() if not identity.cells([s]) <= env.types.keys()]:
            env.bind(name, Mixed())  # it holds functions that each trip makes anew
        env.aliases = {n: h for n, h in head.aliases.items() if n in env.types and h in env.types}
        new = (n for n in other.aliases if n not in head.types and lists.is_new_name(carried.entry, other, n))
        env.aliases |= {n: other.aliases[n] for n in new if n in env.types}
        return env

    def refuse_structure(self, name: str, place: Place, envs: tuple, structures: tuple, kinds: tuple) -> None:
        """Start over with a real list, or with the loop written out; else refuse."""
        if self.hints.attempts:
            raise KnownLengthWanted
        if trees.links(self, name, *envs):
            trees.want(self, (replace(place, via=()), name))
        make_alike(self, *structures, kinds)
        for structure in structures:
            make_whole(self, structure)
        if trees.fit(self, name, *envs):
            trees.want(self, (replace(place, via=()), name))
        raise UnsupportedSyntaxError(
            f"the container `{name}` has one structure or another here",
            code="TX223", place=place, lines=self.lines(place),
            help=("unpack it into plain variables before the loop and pack it again after it",),
        )  # fmt: skip

    def refuse_mixed(self, name: str, place: Place) -> None:
        """Start over with the loop written out, where there is one; else refuse."""
        if self.hints.attempts:
            raise KnownLengthWanted
        split_wanted(self)
        trees.want(self, self.torn.get(name, next(reversed(self.torn.values()), None)))
        shown = f"`{name}`" if not name.startswith("_") else "what is returned"
        shown = "the exception that is caught" if name.startswith("_error") else shown
        raise UnsupportedSyntaxError(
            f"{shown} is a container or function on some paths to here, and something else on others",
            code="TX239", place=place, lines=self.lines(place),
            help=("use containers of one outline, and functions that are made before the loop",),
        )  # fmt: skip

    def jump(self, stmt: Break | Continue, env: Env, frame: Frame) -> None:
        loop, place = self.loops[-1], self.place(stmt.place, frame)
        self.lifetimes.leave(env, frame, stmt.place, loop.head)
        settle(self, loop.carried, loop.head, env, place, isinstance(stmt, Break))
        (loop.breaks if isinstance(stmt, Break) else loop.continues).append(env.copy())
        self.out.append(type(stmt)(place))
        return


def _same(a: Env, b: Env) -> bool:
    return a.types == b.types and a.structures.keys() == b.structures.keys() and a.counted == b.counted


def _is_list(kind: Type | None) -> bool:
    """A list at run time, or one of several things."""
    return lists.is_list(kind) or isinstance(kind, Mixed)


def _to_the_end(stmt: If, rest: list) -> If:
    """The branch with what follows it in its block in both of its own: there it is known which container a name stands
    for.  What ends a scope that the branch stands in ends it on all paths, and stays behind it."""
    tail, depth = [], 0
    while rest and (depth or not isinstance(rest[-1], Final | Leave)):
        tail.append(rest.pop())
        depth += isinstance(tail[-1], Enter) - isinstance(tail[-1], Leave)
    return replace(stmt, body=(*stmt.body, *tail), orelse=(*stmt.orelse, *tail))
