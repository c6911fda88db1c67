"""The adjoint of control flow: branches and loops.

*Requires* blocks that the sweep can reverse.  *Gives* an `if` on the same test, or a loop over the same trips from the
last to the first, around the reversed blocks; where paths meet, the adjoints are in one state on all of them.
"""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis.program import external, statements
from tangentx.analysis.types import (
    UNKNOWN,
    Array,
    Tree,
    Type,
    is_scalar,
    may_be_a_number,
)
from tangentx.analysis.webs import bound_names
from tangentx.records import For, If, While
from tangentx.syntax import nodes
from tangentx.transform.contributions import Bar
from tangentx.transform.statements import all_targets
from tangentx.transform.sweep import Sweep, mark_again


class Control(Sweep):
    """Adjoints of branches and loops."""

    # -- branches ----------------------------------------------------------------------------

    def branch(self, stmt: If) -> None:
        body, end_body, orelse, end_orelse = self._both(stmt)
        self._agree(stmt, body, end_body, orelse, end_orelse)
        if not body and not orelse:
            return
        test = nodes.clone(stmt.test)
        self.place = stmt.place
        if not body:
            self.write(gast.If(gast.UnaryOp(gast.Not(), test), orelse, []))
        else:
            self.write(gast.If(test, body, orelse))
        self.place = None

    def _both(self, stmt: If) -> tuple[list, dict, list, dict]:
        """Both branches, and the adjoints at their ends. An adjoint that only one of them makes is made before them,
        unless it is a part of one whose variable is another array there: which ones is remembered, as what is around
        this `if` may be written again."""
        start_code, start = list(self.code), self.bars.snapshot()
        early = self.entry_bars.setdefault(id(stmt), set())
        bound = {name for inner in statements((*stmt.body, *stmt.orelse)) for name in bound_names(inner)}
        while True:
            self.code, self.bars.live = list(start_code), dict(start)
            for variable in sorted(early.difference(start)):
                self.prepare(variable)
            entry = self.bars.snapshot()
            body = self.block(stmt.body, (id(stmt), "body"))
            end_body = self.bars.snapshot()
            self.bars.live = dict(entry)
            orelse = self.block(stmt.orelse, (id(stmt), "orelse"))
            end_orelse = self.bars.snapshot()
            ends = {*end_body, *end_orelse}
            found = {v for v in ends if (v in end_body) != (v in end_orelse) and v not in entry}
            found = {v for v in found if self._chain(v).isdisjoint(bound)}
            if found <= early:
                return body, end_body, orelse, end_orelse
            early |= found

    def _chain(self, variable: str) -> set[str]:
        """What the variable is a view of, and what that is a view of."""
        view = self.view_of(variable)
        return set() if view is None else set(view.bases).union(*map(self._chain, view.bases))

    def _agree(self, stmt: If, body: list, end_body: dict, orelse: list, end_orelse: dict) -> None:
        """Both branches must leave the adjoints in one state; the code that makes them so goes to their ends.  An
        adjoint that gets its name back there may take it from another one, about which they agreed before."""
        bound = [
            {n for inner in statements(part) for n in bound_names(inner)} for part in (stmt.body, stmt.orelse)
        ]
        for _ in range(30):
            merged = self._agreed(bound, body, end_body, orelse, end_orelse)
            if all(
                variable in end and nodes.equal(end[variable].expr, bar.expr)
                for end in (end_body, end_orelse)
                for variable, bar in merged.items()
            ):
                break
        self.bars.live = merged

    def _agreed(
        self, bound: list[set[str]], body: list, end_body: dict, orelse: list, end_orelse: dict
    ) -> dict[str, Bar]:
        merged: dict[str, Bar] = {}
        for variable in [*end_body, *(v for v in end_orelse if v not in end_body)]:
            one, two = end_body.get(variable), end_orelse.get(variable)
            if (
                one is not None
                and two is not None
                and nodes.equal(one.expr, two.expr)
                and one.type == two.type
            ):
                merged[variable] = replace(one, **_of_both(one, two))
                continue
            full = one is None or two is None or one.type != two.type
            kind = UNKNOWN
            for code, end, made in ((body, end_body, bound[0]), (orelse, end_orelse, bound[1])):
                outer, self.code = self.code, code
                sure = variable not in self.program.optional  # of None nobody asks for the shape
                if sure and variable in made and variable not in end and self.view_of(variable) is None:
                    self._ends_before(variable)
                self.bars.live = dict(end)
                self.bars.return_shadows()
                self._settle(variable, full)
                self.code = outer
                end.clear()
                end.update(self.bars.live)
                kind = end[variable].type
            both = _of_both(end_body[variable], end_orelse[variable])
            merged[variable] = replace(end_body[variable], type=kind, **both)
        return merged

    def _settle(self, variable: str, full: bool) -> None:
        """Give the adjoint its own name (and its full shape)."""
        bar = self.bars.live.get(variable)
        if bar is None or full:
            if bar is None or not bar.shadow:
                self.prepare(variable)
            return
        own = self.bars.name(variable)
        if not (isinstance(bar.expr, gast.Name) and bar.expr.id == own):
            self.bars.assign(variable, bar.expr, bar.type, False)

    # -- loops -------------------------------------------------------------------------------

    def loop(self, stmt: For | While) -> None:
        start_code = list(self.code)
        start = self._without_views(stmt)
        names = set(self.taken), dict(self.bar_names)
        forced = self.entry_bars.setdefault(id(stmt), set())
        for _ in range(30):
            self.code, self.bars.live = list(start_code), dict(start)
            self.taken, self.bar_names = set(names[0]), dict(names[1])
            for variable in sorted(forced):
                self.prepare(variable)
            if any(self.bars.is_moved(variable) for variable in forced):
                self.bars.return_shadows()
            entry = self.bars.snapshot()
            body = self.block(stmt.body, id(stmt))
            end = self.bars.snapshot()
            changed = {v for v in {**entry, **end} if not _same_bar(entry.get(v), end.get(v))}
            new = {v for v in changed if v not in forced}
            if not new:
                break
            forced |= new
        outer, self.code = self.code, body
        self.bars.return_shadows(entry)
        for variable in sorted(changed):
            if variable not in entry:
                continue
            self._close(variable, entry[variable])
        body, self.code = self.code, outer
        self.bars.live = dict(entry)
        if body:
            self.bars.forget_selections(body)
            self._write_loop(stmt, body)

    def _without_views(self, stmt: For | While) -> dict[str, Bar]:
        """The adjoints behind the loop, without those that are parts of others as the last trip has bound them: each
        trip takes its own."""
        bound = {name for inner in statements(stmt.body) for name in bound_names(inner)}
        views = {v: self.view_of(v) for v, b in self.bars.live.items() if v in bound and b.shadow}
        taken = {v for v, view in views.items() if view is not None and not view.sometimes}
        return {v: b for v, b in self.bars.live.items() if v not in taken}

    def _close(self, variable: str, entry: Bar) -> None:
        """At the end of the reversed body: the adjoint as it was at its beginning (name, shape, ownership)."""
        bar = self.bars.live.get(variable)
        name = self.bars.name(variable)
        if bar is None and (self.view_of(variable) is None or not entry.shadow):
            tree = isinstance(self.types.get(variable), Tree)
            expr: gast.AST = nodes.constant(None if tree else 0.0)
            if self._ends_before(variable):
                expr = self.bars.zeros(variable)[0]
            elif not (tree or is_scalar(entry.type)):
                expr = gast.Call(external("numpy.zeros_like"), [nodes.name(name)], [])
            self.bars.assign(variable, expr, entry.type, True)
            if entry.shadow:
                self.bars.live[variable] = replace(self.bars.live[variable], shadow=True)
            return
        self.prepare(variable)

    def _ends_before(self, variable: str) -> bool:
        """Behind the reverse of what binds a variable its adjoint is zero, of the shape that the variable had before:
        is that another one, so that the value from before is asked for?"""
        number = may_be_a_number(self.types.get(variable)) or variable in self.program.optional
        if not number and not self.hooks.shape_varies(variable):
            return False
        self.carried.add(variable)
        return True

    def _write_loop(self, stmt: For | While, body: list) -> None:
        self.place = stmt.place
        if id(stmt) in self.hooks.rewound:
            self._write_rewound(stmt, body)
            return
        target, trips = self.hooks.loop_header(stmt, self)
        self.write(gast.For(nodes.store_name(target), trips, body, [], None))
        self.place = None

    def _write_rewound(self, stmt: For | While, body: list) -> None:
        """A loop whose trips are run again, each before it is reversed."""
        loop, again = self.hooks.rewound[id(stmt)], self.hooks.replay(stmt)
        made = frozenset(name for inner in again for name in all_targets(inner))
        for inner in again:
            mark_again(inner, made)
        self.rewound.add(id(stmt))
        if loop.online:
            self.counted.add(id(stmt))
        self.write(loop.reversed(again, body))
        self.place = None


def _of_both(one: Bar, two: Bar) -> dict[str, bool]:
    """What is true of an adjoint whichever branch it comes from."""
    return {flag: getattr(one, flag) and getattr(two, flag) for flag in ("owned", "fits", "shadow")}


def _same_bar(a: Bar | None, b: Bar | None) -> bool:
    if a is None or b is None:
        return a is b
    return (
        nodes.equal(a.expr, b.expr)
        and a.owned == b.owned
        and _same_shape(a.type, b.type)
        and a.shadow == b.shadow
        and a.fits == b.fits
    )


def _same_shape(a: Type, b: Type) -> bool:
    if isinstance(a, Array) and isinstance(b, Array):
        return a.shape == b.shape and a.scalar == b.scalar  # as types: what the code at both ends assumes
    return is_scalar(a) and is_scalar(b) or a == b
