"""Loops that only add to adjoints: what the order of their trips and of their sums may be.

    for i in range(n - 2, -1, -1):              for i in range(n - 1):
        t_bar = 200.0 * (x[i + 1] - x[i])           t_bar = 200.0 * (x[i + 1] - x[i])
        x_bar[i] += -t_bar               gives      x_bar[i + 1] += t_bar
        x_bar[i + 1] += t_bar                       x_bar[i] += -t_bar

    for j in range(n):                          p_part = 0.0
        p_bar[0] += x[j]                 gives  for j in range(n):
                                                    p_part += x[j]
                                                if p_part != 0.0:
                                                    p_bar[0] += p_part

A loop whose trips leave nothing to each other but sums runs forward: LLVM knows most about such loops.  The entry that
the next trip adds to first is added to first here, so that trips can run side by side.  A sum in one place is a number
until the loop ends (and nothing is touched where there was no trip).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import gast

from tangentx.analysis.types import Array, is_scalar
from tangentx.backends.numba_kinds import is_array
from tangentx.backends.numba_quotients import share
from tangentx.backends.numba_records import ANYWHERE
from tangentx.backends.numba_typing import Typing
from tangentx.syntax import nodes
from tangentx.syntax.source import expression

_SUMS = (gast.Add, gast.Sub)
_KNOWN = (gast.For, gast.Assign, gast.AugAssign, gast.If, gast.Expr)


class Trips:
    """Improves the loops of one lowered function; `fresh` gives names; `is_fast`: LLVM may turn quotients about."""

    def __init__(self, typing: Typing, fresh: Callable[[str], str], is_fast: bool = False):
        self.typing, self.fresh, self.is_fast = typing, fresh, is_fast
        self.whole: list[gast.AST] = []

    def improved(self, body: list[gast.AST]) -> list[gast.AST]:
        """The statements of the function."""
        self.whole = body
        return self._block(body)

    def _block(self, body: list[gast.AST]) -> list[gast.AST]:
        made: list[gast.AST] = []
        for stmt in body:
            for part in ("body", "orelse"):
                if isinstance(stmt, gast.For | gast.While | gast.If) and getattr(stmt, part, None):
                    setattr(stmt, part, self._block(getattr(stmt, part)))
            if isinstance(stmt, gast.For | gast.While) and not self.is_fast:
                stmt.body = share(stmt.body, self._kind, self.fresh)
            if isinstance(stmt, gast.For):
                made += self._loop(stmt)
            else:
                made.append(stmt)
        return made

    def _loop(self, loop: gast.For) -> list[gast.AST]:
        sums = self._summed_arrays(loop)
        if not sums:
            return [loop]
        if hasattr(loop, "forward") and self._commutes(loop, sums):
            loop.iter = gast.Call(nodes.name("range"), [nodes.clone(b) for b in loop.forward], [])
            loop.body = [s for s in loop.body if not _assumes(s, loop.target.id)]
            _order(loop, sums)
        is_inner = not any(isinstance(n, gast.For | gast.While) for s in loop.body for n in nodes.walk(s))
        return self._numbers(loop, sums) if is_inner else [loop]

    # -- what a loop does ------------------------------------------------------------------------------------------

    def _summed_arrays(self, loop: gast.For) -> set[str]:
        """Arrays to whose entries the loop adds, and which it does not use otherwise, under any name."""
        targets = [s.target.value for s in _inside(loop) if _is_sum(s)]
        held = {id(t) for t in targets}
        names = {t.id for t in targets if self._dtype(t.id) == "float64"}
        uses = [n for s in loop.body for n in nodes.walk(s) if isinstance(n, gast.Name)]
        names -= {n.id for n in uses if id(n) not in held}
        others = {n.id for n in uses}
        return {name for name in names if not any(self._may_share(name, o) for o in others - {name})}

    def _kind(self, name: str):
        kind = self.typing.bound.get(name)
        return kind if kind is not None else self.typing.table.get(name)

    def _dtype(self, name: str) -> str | None:
        kind = self._kind(name)
        return kind.dtype if is_array(kind) and isinstance(kind, Array) else None

    def _may_share(self, name: str, other: str) -> bool:
        mine, theirs = self._kind(name), self._kind(other)
        if is_scalar(theirs) or other not in self.typing.bound and other not in self.typing.table:
            return theirs is None and other in self._handed_on()
        if not isinstance(theirs, Array) or not mine.sites or not theirs.sites:
            return True
        return ANYWHERE in mine.sites | theirs.sites or not mine.sites.isdisjoint(theirs.sites)

    def _handed_on(self) -> set[str]:
        """Names that may hold arrays: they have an index or an attribute, or go into a call or under another name."""
        found: set[str] = set()
        stored: set[str] = set()  # others are modules, or given by the caller
        for node in (n for s in self.whole for n in nodes.walk(s)):
            if isinstance(node, gast.Name) and not isinstance(node.ctx, gast.Load):
                stored.add(node.id)
            elif isinstance(node, gast.Subscript | gast.Attribute):
                found.add(getattr(node.value, "id", ""))
            elif isinstance(node, gast.Call):
                found |= {getattr(a, "id", "") for a in node.args}
            elif isinstance(node, gast.Assign):
                found.add(getattr(node.value, "id", ""))
        return found & stored

    def _commutes(self, loop: gast.For, sums: set[str]) -> bool:
        """May the trips come in any order?"""
        inside = list(_inside(loop))
        if loop.orelse or any(not isinstance(s, _KNOWN) for s in inside):
            return False
        if any(isinstance(s, gast.Expr) and not _assumes(s) for s in inside):
            return False
        added = {s.target.id for s in inside if _is_total(s)}
        reads = [n.id for s in inside for n in _read_by(s)]
        added -= set(reads)
        for stmt in inside:
            targets = stmt.targets if isinstance(stmt, gast.Assign) else [getattr(stmt, "target", None)]
            for target in targets:
                if isinstance(target, gast.Subscript):
                    fine = _is_sum(stmt) and target.value.id in sums
                else:
                    fine = target is None or isinstance(target, gast.Name)
                if not fine:
                    return False
        stored = {n.id for s in loop.body for n in nodes.walk(s)
                  if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load)}  # fmt: skip
        return self._are_own(loop, stored - added)

    def _are_own(self, loop: gast.For, names: set[str]) -> bool:
        """Are these set in each trip before they are read, and read nowhere else?"""
        uses = [n.id for s in self.whole for n in nodes.walk(s) if isinstance(n, gast.Name)]
        here = [n.id for n in nodes.walk(loop) if isinstance(n, gast.Name)]
        if any(uses.count(name) != here.count(name) for name in names):
            return False
        return not _read_early(
            loop.body, names, {loop.target.id} if isinstance(loop.target, gast.Name) else set()
        )

    # -- sums in one place -----------------------------------------------------------------------------------------

    def _numbers(self, loop: gast.For, sums: set[str]) -> list[gast.AST]:
        changing = {
            n.id for n in nodes.walk(loop) if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load)
        }
        if any(
            isinstance(n, gast.Break | gast.Continue | gast.Return) for s in loop.body for n in nodes.walk(s)
        ):
            return [loop]
        before, after, made = [], [], {}
        for stmt in loop.body:
            if not _is_sum(stmt) or stmt.target.value.id not in sums:
                continue
            place = expression(stmt.target)
            names = set(nodes.names_read(stmt.target.slice))
            if names & changing or _rank(stmt.target) != self._kind(stmt.target.value.id).rank:
                continue
            if any(
                isinstance(n, gast.Slice | gast.Call | gast.Subscript) for n in nodes.walk(stmt.target.slice)
            ):
                continue
            if not all(is_scalar(self._kind(n)) for n in names):
                continue
            if place not in made:
                made[place] = self.fresh(f"{stmt.target.value.id}_part")
                before += nodes.parse_statements(f"{made[place]} = 0.0")
                after += nodes.parse_statements(f"if {made[place]} != 0.0:\n    {place} += {made[place]}")
            stmt.target = nodes.store_name(made[place])
        return [*before, loop, *after]


def _inside(loop: gast.For) -> Iterator[gast.stmt]:
    return (n for s in loop.body for n in nodes.walk(s) if isinstance(n, gast.stmt))


def _is_sum(stmt: gast.AST) -> bool:
    """`x_bar[i] += e`."""
    target = stmt.target if isinstance(stmt, gast.AugAssign) and isinstance(stmt.op, _SUMS) else None
    return isinstance(target, gast.Subscript) and isinstance(target.value, gast.Name)


def _is_total(stmt: gast.AST) -> bool:
    """`total += e`."""
    is_sum = isinstance(stmt, gast.AugAssign) and isinstance(stmt.op, _SUMS)
    return is_sum and isinstance(stmt.target, gast.Name)


def _assumes(stmt: gast.AST, name: str | None = None) -> bool:
    call = stmt.value if isinstance(stmt, gast.Expr) else None
    is_assumed = isinstance(call, gast.Call) and getattr(call.func, "id", "") == "assume"
    return is_assumed and (name is None or name in nodes.names_read(call.args[0]))


def _rank(target: gast.Subscript) -> int:
    return len(target.slice.elts) if isinstance(target.slice, gast.Tuple) else 1


def _read_by(stmt: gast.AST) -> Iterator[gast.Name]:
    """The names that a statement reads itself; those of inner statements are theirs."""
    if isinstance(stmt, gast.For):
        parts = [stmt.iter]
    elif isinstance(stmt, gast.If):
        parts = [stmt.test]
    elif isinstance(stmt, gast.Assign | gast.AugAssign):
        places = stmt.targets if isinstance(stmt, gast.Assign) else [stmt.target]
        parts = [stmt.value, *(p.slice for p in places if isinstance(p, gast.Subscript))]
    else:
        parts = [stmt]
    return (n for part in parts for n in nodes.walk(part) if isinstance(n, gast.Name))


def _read_early(body: list[gast.AST], names: set[str], given: set[str]) -> bool:
    """Is one of the names read where it may still have its value of another trip?"""
    have = set(given)
    for stmt in body:
        read = {n.id for n in _read_by(stmt)}
        if _is_total(stmt):
            read.add(stmt.target.id)
        if read & names - have:
            return True
        if isinstance(stmt, gast.If):
            if _read_early(stmt.body, names, have) or _read_early(stmt.orelse, names, have):
                return True
            have |= _bound(stmt.body) & _bound(stmt.orelse)
        elif isinstance(stmt, gast.For):
            own = {stmt.target.id} if isinstance(stmt.target, gast.Name) else set()
            if _read_early(stmt.body, names, have | own):
                return True
        have |= _bound([stmt])
    return False


def _bound(body: list[gast.AST]) -> set[str]:
    """Names that statements of this block surely bind."""
    return {t.id for s in body if isinstance(s, gast.Assign) for t in s.targets if isinstance(t, gast.Name)}


def _order(loop: gast.For, sums: set[str]) -> None:
    """Sums into neighbouring entries of one array at the end of the body, those of later trips first."""
    steps = {
        s.targets[0].id: _offset(s.value, loop.target.id, {})
        for s in loop.body
        if isinstance(s, gast.Assign) and isinstance(s.targets[0], gast.Name)
    }
    for name in sorted(sums):
        places = [s for s in loop.body if _is_sum(s) and s.target.value.id == name]
        offsets = [_offset(s.target.slice, loop.target.id, steps) for s in places]
        everywhere = sum(_is_sum(s) and s.target.value.id == name for s in _inside(loop))
        if len(places) < 2 or len(places) != everywhere or None in offsets:
            continue
        first = loop.body.index(places[0])
        rest = loop.body[first:]
        if {n.id for s in places for n in nodes.walk(s) if isinstance(n, gast.Name)} & _changed_in(
            rest, places
        ):
            continue
        ranked = sorted(range(len(places)), key=lambda k: -offsets[k])
        loop.body = [s for s in loop.body if not any(s is p for p in places)] + [places[k] for k in ranked]


def _changed_in(body: list[gast.AST], places: list[gast.AST]) -> set[str]:
    """Names that get another value after the first of the places."""
    found: dict[str, int] = {}
    for stmt in body:
        if not any(stmt is p for p in places):
            for n in nodes.walk(stmt):
                if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load):
                    found[n.id] = found.get(n.id, 0) + 1
    before = {n.id for p in places for n in nodes.walk(p) if isinstance(n, gast.Name)}
    late = [n for n in found if n in before]
    position = {n: k for k, s in enumerate(body) for n in _bound([s])}
    uses = {
        n.id: k
        for k, s in reversed(list(enumerate(body)))
        if any(s is p for p in places)
        for n in nodes.walk(s)
        if isinstance(n, gast.Name)
    }
    return {n for n in late if found[n] > 1 or position.get(n, len(body)) > uses.get(n, -1)}


def _offset(node: gast.AST, variable: str, steps: dict[str, int | None]) -> int | None:
    """c, where an index is `variable + c`."""
    if isinstance(node, gast.Name):
        return 0 if node.id == variable else steps.get(node.id)
    if isinstance(node, gast.BinOp) and isinstance(node.op, _SUMS) and isinstance(node.right, gast.Constant):
        left = _offset(node.left, variable, steps)
        if left is None or type(node.right.value) is not int:
            return None
        return left + (node.right.value if isinstance(node.op, gast.Add) else -node.right.value)
    return None
