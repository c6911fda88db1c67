"""Loops that are reversed trip by trip, inside one loop: those that carry only sums.

    for i in range(n):                        for i in reversed(range(n)):
        d = x[i + 1] - x[i] ** 2       ->         d = x[i + 1] - x[i] ** 2
        s += d**2                                 d_bar = 2.0 * d
                                                  ...

*Requires* a program, and what its reverse sweep reads.  *Gives* the loops whose forward sweep nobody else needs and
whose trips need nothing of one another: each trip is computed again where it is reversed, and the forward loop is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tangentx.analysis.activity import Activity
from tangentx.analysis.layout import Layout, Spot, follows, layout
from tangentx.analysis.program import Program, statements
from tangentx.analysis.types import HELD, sites_of
from tangentx.analysis.webs import read_expressions
from tangentx.frontend.exits import contains
from tangentx.records import Bind, Break, Continue, For, If, While
from tangentx.syntax import nodes
from tangentx.transform.forward import kept_statements
from tangentx.transform.plans import Plan, is_range

ALLOWED = (Bind, If, For, While)


def fused_loops(
    program: Program, activity: Activity, needed: dict[str, set], others: set[str], counted: Iterable[int]
) -> frozenset[int]:
    """Ids of the loops.  needed: variable -> the statements whose adjoints read it.  others: what is read otherwise.
    counted: loops that the forward sweep runs to count their trips."""
    finder = _Finder(program, activity, needed, others, counted)
    loops = [s for s in statements(program.body) if isinstance(s, For)]
    return frozenset(id(loop) for loop in loops if finder.is_fused(loop))


def joint_loops(
    program: Program,
    activity: Activity,
    needed: dict[str, set],
    shapes: set[str],
    counted: Iterable[int],
    loops: list[For],
) -> frozenset[int]:
    """Ids of those of the loops that fused ones could be, but for what the result needs of them: see `joint`."""
    finder = _Finder(program, activity, needed, shapes, counted)
    found = frozenset(id(loop) for loop in loops if finder.is_fused(loop, dropped=False))
    around = {id(loop): finder.where.spots[id(loop)].loops for loop in loops}
    return frozenset(key for key in found if found.issuperset(around[key]))


def still_fused(program: Program, loops: frozenset[int], needed: dict[str, set], others: set[str]) -> bool:
    """Is it still true that nobody outside needs what the loops compute?"""
    where = layout(program)
    for loop in loops:
        for name, readers in needed.items():
            if not any(loop in s.loops for s in where.definitions.get(name, ())):
                continue
            if name in others or not all(_inside(where, r, loop) for r in readers):
                return False
    return True


def without_fused(where: Layout, fused: frozenset[int]) -> Layout:
    """The layout seen from inside one trip of a fused loop: it and the loops around it are no loops there."""

    def moved(spot: Spot) -> Spot:
        last = max((i for i, loop in enumerate(spot.loops) if loop in fused), default=-1)
        return replace(spot, loops=spot.loops[last + 1 :])

    return replace(
        where,
        spots={k: moved(s) for k, s in where.spots.items()},
        definitions={n: [moved(s) for s in spots] for n, spots in where.definitions.items()},
        uses={n: [moved(s) for s in spots] for n, spots in where.uses.items()},
    )


def _inside(where: Layout, reader: int | None, loop: int) -> bool:
    """Does the adjoint of a statement in the loop read it, or the beginning of its reversed trip?"""
    if reader == loop:
        return True
    spot = where.spots.get(reader)
    return spot is not None and loop in spot.loops


class _Finder:
    def __init__(
        self,
        program: Program,
        activity: Activity,
        needed: dict[str, set],
        others: set[str],
        counted: Iterable[int],
    ):
        self.program, self.activity, self.needed, self.others = program, activity, needed, others
        self.where: Layout = layout(program)
        self.counted = frozenset(counted)
        self.kept: dict[tuple[frozenset[str], frozenset[int]], set[int]] = {}
        self.parameters = {leaf.variable for leaf in program.leaves} | set(program.parameters)

    def is_fused(self, loop: For, dropped: bool = True) -> bool:
        """Can its trips be computed where they are reversed?  dropped: its forward sweep does nothing else."""
        if not is_range(loop.iter) or contains(loop.body, (Break, Continue)):
            return False
        if not all(isinstance(s, ALLOWED) for s in statements(loop.body)):
            return False
        own = {s.target for s in statements(loop.body) if isinstance(s, Bind | For)} | {loop.target}
        outside = {
            n
            for n, readers in self.needed.items()
            if not all(_inside(self.where, r, id(loop)) for r in readers)
        }
        if not own.isdisjoint(outside | self.others):
            return False
        if dropped and id(loop) in self._kept_outside(loop, frozenset(outside | self.others)):
            return False
        inside = {n for n in self.needed if n not in outside and n in own}
        if not inside and dropped:
            return False
        within = self.counted.intersection(map(id, statements(loop.body)))
        kept = kept_statements(self.program, Plan(), inside, within)
        trip = [s for s in statements(loop.body) if id(s) in kept]
        read = {n for s in trip for e in _evaluated(s) for n in nodes.names_read(e)} | inside
        return all(self._is_known(name, loop) for name in read)

    def _kept_outside(self, loop: For, wanted: frozenset[str]) -> set[int]:
        """What the forward sweep runs for these values, and to count the trips of other loops."""
        counted = self.counted.difference({id(loop), *map(id, statements(loop.body))})
        if (wanted, counted) not in self.kept:
            self.kept[wanted, counted] = kept_statements(self.program, Plan(), set(wanted), counted)
        return self.kept[wanted, counted]

    def _is_known(self, name: str, loop: For) -> bool:
        """Is the value a trip reads made by this trip, or the same for all trips?"""
        kind = self.program.types.get(name)
        if not sites_of(kind).isdisjoint(self.activity.written) or isinstance(kind, HELD):
            return False
        spots = self.where.definitions.get(name, [])
        within = [s for s in spots if id(loop) in s.loops]
        if not within:
            return True
        if len(within) != len(spots) or name in self.parameters:
            return False
        if name == loop.target:
            return len(spots) == 1
        first = [s for s in within if s.block == id(loop) and isinstance(s.stmt, Bind)]
        first = first or [s for s in within if isinstance(s.stmt, For) and s.index == -1]
        uses = [u for u in self.where.uses.get(name, []) if id(loop) in u.loops]
        return any(all(follows(u, d) for u in uses) for d in first) or self._is_local(uses, within)

    def _is_local(self, uses: list[Spot], definitions: list[Spot]) -> bool:
        """Bound once, in a block of the trip, and read behind that only."""
        return len(definitions) == 1 and all(follows(u, definitions[0]) for u in uses)


def _evaluated(stmt) -> list:
    if isinstance(stmt, If | While):
        return [stmt.test]
    return [stmt.iter] if isinstance(stmt, For) else read_expressions(stmt)
