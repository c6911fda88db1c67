"""What the reverse sweep must find again: stored, restored or computed again, and nothing else.

*Requires* the reverse sweep's reads.  *Gives* a `Plan`: statements to insert into the forward sweep before and after
the program's, at the beginning of reversed blocks, and at reversed statements.

A value is there by its name when nothing has overwritten it since. A value of one loop trip is stored after its
definition and taken back where the reverse of the trip begins, or computed again there when that is cheap. A
variable that is carried from trip to trip is stored before it is overwritten and put back by the reverse of the
statement that did it. A store into an array saves the slot when somebody needs the array's old contents: its cost
is the slot's size.
"""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis.activity import Activity
from tangentx.analysis.layout import Layout, Spot, layout
from tangentx.analysis.program import Program, base_name, statements
from tangentx.analysis.types import HELD, Array, sites_of
from tangentx.errors import AliasingError
from tangentx.records import Augment, For, Store
from tangentx.syntax import nodes
from tangentx.transform import changed_arguments, rewinding, undoing
from tangentx.transform.plans import Plan, is_range
from tangentx.transform.readers import BEFORE, SHAPE
from tangentx.transform.saving import Saver, pop, push
from tangentx.transform.standing import Standing


class Planner:
    """Makes a Plan for a set of needed values.

    taken : names that are in use.
    apart : the reverse sweep is a function of its own.
    where : in which loops count whose values are stored by the trip.
    fused : loops whose trips are reversed where they run.
    checkpoints : loops that are reversed from kept states -> how many of them.
    in_use : those of them that have a reversed loop.
    """

    def __init__(
        self,
        program: Program,
        activity: Activity,
        taken: set[str],
        apart: bool,
        where: Layout,
        fused: frozenset[int],
        checkpoints: dict[int, Any],
        in_use: frozenset[int],
    ):
        self.program, self.apart, self.checkpoints = program, apart, checkpoints
        self.layout = where
        self.taken = set(taken)
        self.plan = Plan(in_use=in_use)
        entire = {leaf.variable for leaf in program.leaves if not leaf.path}
        self.parameters = entire | set(program.parameters)

        def standing(places: Layout) -> Standing:
            return Standing(program, activity, places, self.parameters, fused, checkpoints)

        self.standing = standing(where)
        self.plan.shape_varies = self.standing.shape_varies
        # In this one, loops that keep states are loops whose values are stored.
        self.trips = standing(layout(program)) if checkpoints else self.standing
        self.saver = Saver(self.plan, self.standing, self.fresh)

    def fresh(self, base: str) -> str:
        return nodes.claimed(base, self.taken)

    def make(self, needed: set[str], readers: dict[str, set], counted: set[int]) -> Plan:
        """The plan.  readers: see `Standing`; counted: loops whose trips the reverse sweep asks for."""
        for loop in filter(counted.__contains__, self.layout.spots):  # in their order, which a set has not
            self._count(loop)
        self._rewind()
        for standing in (self.standing, self.trips):
            standing.read_by(needed, readers)
        self._kept_by_calls()
        todo = sorted(needed)
        seen = set(todo)
        while todo:
            for extra in sorted(self._provide(todo.pop(0))):
                self.standing.sources.add(extra)
                if extra not in seen:
                    seen.add(extra)
                    todo.append(extra)
        self._restore_slots(seen)
        self.saver.order()
        return self.plan

    def _rewind(self) -> None:
        """Names for the loops that are reversed from kept states, and what the forward sweep does for them."""
        for number, (key, snapshots) in enumerate(self.checkpoints.items()):
            loop = self.layout.spots[key].stmt
            made = self.plan.rewound[key] = rewinding.named(self, number, loop, snapshots)
            if key in self.plan.in_use:
                rewinding.insert(self.plan, made)

    def _count(self, loop: int) -> None:
        spot = self.layout.spots[loop]
        name, stack = self.fresh("trips"), None
        self.plan.before.setdefault(loop, []).append(nodes.assign(name, nodes.constant(0)))
        step = gast.AugAssign(nodes.store_name(name), gast.Add(), nodes.constant(1))
        self.plan.body_start.setdefault(loop, []).insert(0, step)
        if spot.loops:
            stack = self.saver.stack(name, spot)
            self.plan.after.setdefault(loop, []).append(push(stack, nodes.name(name)))
        self.plan.trips[loop] = (name, stack)

    # -- one variable --------------------------------------------------------------------------------------

    def _provide(self, name: str) -> set[str]:
        """Make the value available; gives the variables needed for that."""
        spots = self.layout.definitions.get(name, [])
        if isinstance(self.program.types.get(name), HELD) and self.standing.readers.get(name) != {SHAPE}:
            self._provide_contents(name, spots)
        if any(isinstance(s.stmt, For) and s.index == -1 for s in spots):
            return self._loop_target(name, spots)
        if self.apart and len(spots) == 1 and changed_arguments.is_taken_again(self.standing, name, spots[0]):
            return self._compute_again(name, spots[0])
        if len(spots) > 1 and self.standing.only_last(name, spots):
            return set()
        if any(s.loops for s in spots):
            return self._in_loop(name, spots)
        trips = {self.standing.trip_of(s) for s in spots}
        if len(trips) == 1 and None not in trips:
            return self._in_trip(name, spots)
        if self.apart and len(spots) == 1 and self.standing.views_written(name, spots[0]):
            return self._compute_again(name, spots[0])
        if len(spots) + (name in self.parameters) > 1:
            self._save_overwritten(name, spots)
        return set()

    def _in_loop(self, name: str, spots: list[Spot]) -> set[str]:
        """A variable that is bound in loops: once a trip, or carried from trip to trip."""
        own = name not in self.parameters
        if own and len(spots) == 1 and self.standing.local_to_trip(name, spots[0]):
            return self._once_a_trip(name, spots[0])
        joint = self.standing.both_branches(name, spots) if own else None
        if joint is None:
            self._save_overwritten(name, spots)
        else:
            self.saver.push_behind(name, joint, self.standing.when_done(name, joint))
        return set()

    def _once_a_trip(self, name: str, spot: Spot) -> set[str]:
        if self.standing.is_cheap(name, spot):
            return self._compute_again(name, spot)
        self.saver.push_behind(name, spot, self.standing.when_done(name, spot))
        return set()

    def _in_trip(self, name: str, spots: list[Spot]) -> set[str]:
        """A variable that only trips bind which are run again.  It is computed again where it would be in a loop whose
        values are stored, so that both give the same bits."""
        own, spot = name not in self.parameters, self.trips.layout.definitions[name][0]
        local = own and len(spots) == 1 and self.trips.local_to_trip(name, spot)
        if local and self.trips.is_cheap(name, spot):
            return self._compute_again(name, spots[0])
        joint = own and len(spots) > 1 and self.trips.both_branches(name, self.trips.layout.definitions[name])
        if not local and not joint:
            self._save_overwritten(name, spots)
        return set()

    def _compute_again(self, name: str, spot: Spot) -> set[str]:
        """Where the reverse of its block begins."""
        self.plan.recomputed.add(name)
        self.saver.at_block(spot.block, nodes.assign(name, nodes.clone(spot.stmt.value)))
        return set(nodes.names_read(spot.stmt.value))

    def _loop_target(self, name: str, spots: list[Spot]) -> set[str]:
        loop = next(s.stmt for s in spots if s.index == -1)
        if id(loop) in self.checkpoints:
            return set()
        if not is_range(loop.iter):
            self._push_target(name, loop)
        return set()

    def _push_target(self, name: str, loop: For) -> None:
        stack = self.saver.stack(name, self.layout.spots[id(loop)])
        self.plan.body_start.setdefault(id(loop), []).append(push(stack, nodes.name(name)))
        self.plan.block_start.setdefault(id(loop), []).append(pop(name, stack))

    def _save_overwritten(self, name: str, spots: list[Spot]) -> None:
        """Save before, and put back at the reverse of, every definition that may overwrite a value."""
        bound, unsure = self.standing.overwriting(name)
        plain = self.standing.is_never_written(self.program.types.get(name))
        stacks: dict[int | None, str] = {}
        for spot in spots:
            if id(spot.stmt) not in bound or (plain and not self.standing.read_before(name, spot)):
                continue
            trip = self.standing.trip_of(spot)
            holder, kept = self.saver.keep(name, spot, nodes.name(name), stack=stacks.get(trip))
            self.saver.holds(holder, name)
            self.saver.restore(spot.stmt, nodes.assign(name, kept))
            if spot.loops:
                stacks[trip] = holder
                if trip is None:
                    self.saver.hoist(holder, [s for s in spots if self.standing.trip_of(s) is None])
        if unsure:
            self.plan.prologue.append(nodes.assign(name, nodes.constant(None)))

    # -- arrays ----------------------------------------------------------------------------------------------

    def _restore_slots(self, needed: set[str]) -> None:
        given = self.program.changed_sites()  # the caller may read it, or its other calls
        for stmt in statements(self.program.body):
            if isinstance(stmt, Store | Augment):
                base, spot = base_name(stmt.target), self.layout.spots[id(stmt)]
                kind = self.program.types.get(base)
                if self.program.is_passed(stmt):
                    self.plan.mutated.add(base)  # by the call before it
                elif isinstance(kind, Array) and (
                    not given.isdisjoint(kind.sites) or self.standing.contents_needed(kind, spot, needed)
                ):
                    self._save_slot(stmt, base)

    def _save_slot(self, stmt: Store | Augment, base: str) -> None:
        """What a store overwrites is kept, and put back where the store is reversed."""
        index = stmt.target.slice if isinstance(stmt.target, gast.Subscript) else nodes.constant(...)
        value: gast.AST = gast.Subscript(nodes.name(base), index, gast.Load())
        if not self.standing.is_scalar_slot(base, index):
            value = nodes.method(value, "copy")
        self.plan.mutated.add(base)
        _, kept = self.saver.keep(base, self.layout.spots[id(stmt)], value)
        restored = gast.Subscript(nodes.name(base), index, gast.Store())
        self.saver.restore(stmt, gast.Assign([restored], kept, None))

    def _kept_by_calls(self) -> None:
        """In whose memory is what recursive calls keep; a list has one of its own."""
        contents = self.plan.contents
        for call, names in self.standing.kept_by_calls().items():
            for name in names:
                kind = self.program.types.get(name)
                own = frozenset({f"list {name}"}) if isinstance(kind, HELD) else frozenset()
                if own:
                    contents[name] = own
                contents[call] = contents.get(call, frozenset()) | own | sites_of(kind)

    # -- lists -------------------------------------------------------------------------------------------------

    def _provide_contents(self, name: str, spots: list[Spot]) -> None:
        """The list holds in the reverse sweep what it held: see `undoing`."""
        changed = undoing.changes(self.program, name)
        readers = (self.standing.readers.get(name) or {None}) - {SHAPE, BEFORE}  # its final length will do
        if not changed or undoing.is_final(self.layout, readers, changed):
            return
        if name not in self.parameters and undoing.is_made_in_trip(
            self.program, self.layout, readers, changed, spots
        ):
            return
        if not undoing.undone(self.program, name, changed, spots, self.apart):
            self._refuse_list(name, spots)
        for stmt in changed:
            self._undo(name, stmt)
        if self.apart and name in self.plan.contents:
            self.plan.mutated.add(name)  # to be copied together with what recursive calls keep
        else:
            copied = undoing.own_copy(self.program, name, self.apart)
            self.plan.block_start.setdefault("root", []).extend(copied)

    def _undo(self, name: str, stmt: Any) -> None:
        """What a change of the list takes from it is kept, and put back where the change is reversed."""
        op, kept = self.program.ops.get(id(stmt)), None
        lost = undoing.lost(stmt, op, name)
        if lost is not None:
            value, before = lost
            holder, kept = self.saver.keep(name, self.layout.spots[id(stmt)], value, behind=not before)
            self.saver.holds(holder, name)
        self.saver.restore(stmt, undoing.put_back(stmt, op, name, kept))

    def _refuse_list(self, name: str, spots: list[Spot]) -> None:
        place = spots[0].stmt.place if spots else None
        raise AliasingError(
            f"the reverse sweep needs old contents of the list `{name}`, which changes",
            code="TX504", place=place, lines=self.program.lines(place),
            help=(f"read its elements into variables first, or build an array: np.array({name})",),
        )  # fmt: skip
