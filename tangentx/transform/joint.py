"""Loops that make the value and are reversed where they run: one loop for both sweeps.

    s = 0.0                                   s = 0.0
    for i in range(n):                        x_bar = np.zeros_like(x)
        d = x[i] - y[i]                 ->    for i in range(n):
        s = s + d**2                              d = x[i] - y[i]
                                                  s = s + d**2
                                                  x_bar[i] += 2.0 * d

*Requires* a reverse sweep in which the trips of the loops are reversed where they run (see `fusion`), and the loops of
the forward sweep are missing.  *Gives* both sweeps around one loop each, whose trips run from the first to the last.
That is right where the adjoints of a trip are only added to sums, which no trip reads, and where what comes before the
loop in the reverse sweep reads nothing that the loop or what is behind it computes: the result is linear in the sums.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import gast

from tangentx.analysis.activity import statements
from tangentx.analysis.program import Program
from tangentx.analysis.types import HELD
from tangentx.records import Attempt, Bind, Enter, For, If, Leave, While
from tangentx.syntax import nodes
from tangentx.transform.forward import ForwardSweep
from tangentx.transform.plans import Plan
from tangentx.transform.statements import all_targets, everything, own_expressions, targets
from tangentx.transform.sweep import mark_again

_PLAIN = (Bind, If, For, While)
_SUMS = (gast.Add, gast.Sub)


class _Apart(Exception):
    """The sweeps cannot have one loop."""


def candidates(program: Program) -> list[list[For]]:
    """Sets of loops to try: from the first one behind which nothing is written in place, with the loops in them."""
    if any(isinstance(s, Attempt | Enter | Leave) for s in program.body):
        return []
    outer: list[For] = []
    for stmt in reversed(program.body):
        if not all(isinstance(s, _PLAIN) and not _changes(program, s) for s in statements((stmt,))):
            break
        outer += [stmt] if isinstance(stmt, For) else []
    inner = [s for loop in outer for s in statements(loop.body) if isinstance(s, For)]
    sets = [[*outer, *inner], outer, outer[:1]]
    return [s for i, s in enumerate(sets) if s and s not in sets[:i]]


def _changes(program: Program, stmt) -> bool:
    """May it take something out of a list?  An adjoint as long as the list cannot come earlier."""
    if not isinstance(stmt, Bind):
        return False
    op = program.op(stmt)
    impure = op.kind == "inactive" and not op.pure
    return (
        op.kind == "pop"
        or impure
        and any(isinstance(program.types.get(name), HELD) for name in nodes.names_read(stmt.value))
    )


def join(program: Program, loops: frozenset[int], plan: Plan, kept: set[int], code: list, results: set[str]):
    """Both sweeps around these loops, or None where that cannot be.  code: the reverse sweep."""
    joiner = _Joiner(ForwardSweep(program, plan, kept), loops, plan)
    try:
        before, joined, rest = joiner.block(program.body, code, results)
    except _Apart:
        return None
    if not results.isdisjoint({n for s in rest for n in all_targets(s)} | plan.mutated):
        return None
    return [*map(nodes.clone, plan.prologue), *before], [*joined, *rest]


@dataclass
class _Joiner:
    forward: ForwardSweep
    loops: frozenset[int]
    plan: Plan
    touched: set[str] = field(default_factory=set)  # what trips add to, under names of their own as well

    def block(self, body: tuple, code: list, outside: set[str]) -> tuple[list, list, list]:
        """(what the forward sweep does before the first loop, everything up to what is behind the last one, the rest
        of the reverse sweep).  code: the adjoint of the block; outside: names that are read elsewhere."""
        starts = [i for i, s in enumerate(body) if id(s) in self.loops]
        made = [self._made(body[i], code) for i in starts]
        if not made or any(self.plan.before.get(id(body[i])) for i in starts):
            raise _Apart
        end = code.index(made[0]) + 1
        seeds, rest = [s for s in code[:end] if all(s is not m for m in made)], code[end:]
        before = self.forward.block(body[: starts[0]])
        behind = [
            self.forward.block(body[a + 1 : b]) for a, b in zip(starts, [*starts[1:], None], strict=True)
        ]
        seeds = [*_needed_early(seeds, behind, made), *seeds]
        later = [s for part in behind for s in part]
        known = outside | _reads([*before, *seeds, *later, *rest])
        sums: set[str] = set()
        for i, loop in zip(starts, made, strict=True):
            sums |= self._trips(body[i], loop, known | _reads(m for m in made if m is not loop))
        _check_order(seeds, made, later, sums, _seen_through(code, sums | self.touched))
        joined = list(seeds)
        for loop, part in zip(made, behind, strict=True):
            joined += [loop, *part]
        _again(later)
        return before, joined, rest

    def _made(self, loop: For, code: list) -> gast.For:
        found = [s for s in code if isinstance(s, gast.For) and s.origin == id(loop)]
        if len(found) != 1:
            raise _Apart
        return found[0]

    def _trips(self, loop: For, made: gast.For, outside: set[str]) -> set[str]:
        """The trips in their order, with the loops inside joined as well; gives the names of what they add to."""
        made.iter = nodes.clone(loop.iter)
        if any(id(s) in self.loops for s in statements(loop.body)):
            adjoint = [s for s in made.body if getattr(s, "again", None) is None]
            before, joined, rest = self.block(loop.body, adjoint, outside)
            _again(before)
            made.body = [*before, *joined, *rest]
        trip = _Trip(made.body, outside)
        if not trip.is_free():
            raise _Apart
        self.touched |= trip.touched
        return trip.sums


def _needed_early(seeds: list, behind: list[list], made: list) -> list:
    """What the seeds read of what is computed behind the loops, and does not depend on them: `n` of `s / n`."""
    everywhere = [n for part in [*behind, *(m.body for m in made)] for s in part for n in all_targets(s)]
    wanted, moved = _reads(seeds), []
    for part in reversed(behind):
        for stmt in reversed(part):
            name = stmt.targets[0].id if isinstance(stmt, gast.Assign) and len(targets(stmt)) == 1 else None
            if name in wanted and getattr(stmt, "pure", False) and everywhere.count(name) == 1:
                part.remove(stmt)
                moved.insert(0, stmt)
                wanted |= _reads([stmt])
    _again(moved)
    return moved


def _seen_through(code: list, sums: set[str]) -> set[str]:
    """The sums, and the names of the reverse sweep that may be views of one of them, or one of these of them."""
    bound = {n for s in code for n in all_targets(s)}
    links = [
        {*targets(s), *nodes.names_read(s.value)} & bound
        for s in everything(code)
        if isinstance(s, gast.Assign) and not isinstance(s.value, gast.BinOp | gast.UnaryOp | gast.Constant)
    ]
    found = set(sums)
    while more := set().union(*(link for link in links if link & found and not link <= found)):
        found |= more
    return found


def _check_order(seeds: list, made: list, behind: list, sums: set[str], seen: set[str]) -> None:
    """May the adjoints that come before the last loop's run before the first one?"""
    adjoint = [s for s in everything(seeds) if getattr(s, "again", None) is None]
    late = seen.union(*(all_targets(s) for s in [*behind, *made]))
    if any(hasattr(s, "restores") for s in adjoint) or not _reads(seeds, sums=False).isdisjoint(late):
        raise _Apart
    first = {n for s in adjoint for n in targets(s)} - sums
    if not first.isdisjoint(_reads([*behind, *_run_again(made)])):
        raise _Apart
    if not sums.isdisjoint(_reads([*made, *behind], sums=False)):
        raise _Apart


def _again(body: list) -> None:
    """These statements belong to the forward sweep."""
    names = frozenset(n for stmt in body for n in all_targets(stmt))
    for stmt in body:
        mark_again(stmt, names)


def _run_again(body: Iterable) -> list:
    """The statements of the forward sweep among these."""
    return [s for s in everything(list(body)) if getattr(s, "again", None) is not None]


def _reads(body: Iterable, sums: bool = True) -> set[str]:
    """The names that are read; without `sums`, those that are only added to are not."""
    found: set[str] = set()
    for stmt in everything(list(body)):
        added = None if sums else _added(stmt)
        for expr in own_expressions(stmt) if added is None else added[1:]:
            found |= set(nodes.names_read(expr))
    return found


def _added(stmt) -> tuple | None:
    """`x_bar[i] += e`: the name x_bar, and what else is evaluated (the index, e); None for other statements."""
    if isinstance(stmt, gast.AugAssign) and isinstance(stmt.op, gast.Add | gast.Sub):
        target, others = stmt.target, [stmt.value]
    elif isinstance(stmt, gast.Expr) and nodes.dotted(getattr(stmt.value, "func", None)) == "@runtime.add_at":
        target, others = stmt.value.args[0], stmt.value.args[1:]
    else:
        return None
    while isinstance(target, gast.Subscript):
        others, target = [*others, target.slice], target.value
    return (target.id, *others) if isinstance(target, gast.Name) else None


class _Trip:
    """One trip of a reversed loop: may the trips run in any order?

    outside : names that are read elsewhere.
    """

    def __init__(self, body: list, outside: set[str]):
        self.body, self.outside = body, outside
        self.mine = {n for s in body for n in all_targets(s)}
        self.early: set[str] = set()  # what the forward sweep's statements may read before the trip binds it
        self.sums: set[str] = set()  # of all trips
        self.touched: set[str] = set()  # the same, and what is added to under a name of the trip
        self.read: set[str] = set()  # of what is not bound in the trip before
        self.views: list[tuple[str, set[str]]] = []  # names given to parts, and what they are parts of
        self.elsewhere: set[str] = set()  # what is read, but for that
        self.rebound: set[str] = set()  # by the adjoint
        self.broken = False

    def is_free(self) -> bool:
        """Does the adjoint read only what its own trip made, and add to sums that nobody reads?"""
        self._block(self.body, set())
        changed = self.rebound & (self.early | (self.outside - self.sums))
        others = self.elsewhere.union(*(names for target, names in self.views if target not in self.touched))
        if (_seen_through(self.body, self.touched) - self.mine) & others:
            return False
        return not (self.broken or changed or self.sums & (self.read | self.rebound))

    def _block(self, body: list, bound: set[str]) -> set[str]:
        """The names that are bound behind a block."""
        for stmt in body:
            bound = self._statement(stmt, bound)
        return bound

    def _statement(self, stmt, bound: set[str]) -> set[str]:
        if getattr(stmt, "again", None) is not None:
            _walk([stmt], bound, self.early)
            return bound | set(all_targets(stmt))  # where the adjoint reads it, it is bound: see `fusion`
        added = _added(stmt)
        if added is not None:
            return self._add(added, bound)
        if not isinstance(stmt, gast.Assign | gast.If | gast.For):
            self.broken = True
            return bound
        for expr in own_expressions(stmt):
            self._evaluate(expr, bound)
        value = getattr(stmt, "value", None)
        if isinstance(value, gast.Name | gast.Subscript) and len(targets(stmt)) == 1:
            self.views.append((targets(stmt)[0], set(nodes.names_read(value)) - bound))
        else:
            self.elsewhere |= {n for expr in own_expressions(stmt) for n in nodes.names_read(expr)} - bound
        if isinstance(stmt, gast.If):
            return self._block(stmt.body, set(bound)) & self._block(stmt.orelse, set(bound))
        self.rebound |= set(targets(stmt))
        if isinstance(stmt, gast.For):
            self._block(stmt.body, bound | set(targets(stmt)))
            return bound
        return bound | set(targets(stmt))

    def _add(self, added: tuple, bound: set[str]) -> set[str]:
        name, *others = added
        for expr in others:
            self._evaluate(expr, bound)
            self.elsewhere |= set(nodes.names_read(expr)) - bound
        self.touched.add(name)
        if name not in bound:
            self.sums.add(name)
        return bound

    def _evaluate(self, expr: gast.AST, bound: set[str]) -> None:
        names = set(nodes.names_read(expr))
        self.read |= names - bound
        self.broken = self.broken or not (names & self.mine) <= bound


def _walk(body: list, bound: set[str], early: set[str]) -> set[str]:
    """The names that are surely bound behind a block; `early` gets those that it reads before it binds them."""
    for stmt in body:
        for expr in own_expressions(stmt):
            early |= set(nodes.names_read(expr)) - bound
        if isinstance(stmt, gast.If):
            bound = bound | (_walk(stmt.body, bound, early) & _walk(stmt.orelse, bound, early))
        elif isinstance(stmt, gast.For | gast.While):
            _walk(stmt.body, bound | set(targets(stmt)), early)
        else:
            bound = bound | set(targets(stmt))
    return bound
