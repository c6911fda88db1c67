"""The forward sweep: the user's statements, with what the plan inserts, and without what nobody needs.

Only calls known to be pure are dropped.  A statement is kept when a variable or buffer it changes is needed later: by
the reverse sweep, by the result if that was asked for, or by a statement that is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import gast

from tangentx.analysis import kept
from tangentx.analysis.activity import chain, holders, written_sites
from tangentx.analysis.layout import evaluated
from tangentx.analysis.program import Program, base_name, external, statements
from tangentx.analysis.types import HELD, sites_of
from tangentx.analysis.webs import bound_names
from tangentx.records import (
    Assert,
    Attempt,
    Augment,
    Bind,
    Break,
    Continue,
    Enter,
    Evaluate,
    For,
    If,
    Raise,
    Store,
    Unpack,
    While,
)  # fmt: skip
from tangentx.syntax import nodes
from tangentx.transform.indices import index_value
from tangentx.transform.ownership import unchanged
from tangentx.transform.plans import Plan
from tangentx.transform.protected import MARKS, Scopes, attempt, pushed, split
from tangentx.transform.tidy import is_temporary


def kept_statements(program: Program, plan: Plan, wanted: set[str], loops: Collection[int] = ()) -> set[int]:
    """Ids of the statements that stay; `wanted`: variables that must have their value at the end; `loops`: those that
    must run."""
    keeper = _Keeper(program, plan)
    return keeper.run(wanted, loops)


class _Keeper:
    def __init__(self, program: Program, plan: Plan):
        self.program, self.plan = program, plan
        self.holders = holders(program)
        self.kept: set[int] = set()
        self.needed: set[str] = set()
        self.sites: set[str] = set()  # of what is needed
        self.parents: dict[int, object] = {}
        self._index(program.body, None)
        self.all = list(statements(program.body))

    def _index(self, body: tuple, parent) -> None:
        for stmt in body:
            self.parents[id(stmt)] = parent
            for part in ("body", "orelse"):
                if isinstance(stmt, If | For | While):
                    self._index(getattr(stmt, part, ()), stmt)

    def run(self, wanted: set[str], loops: Collection[int]) -> set[int]:
        self._need(wanted)
        for stmt in self.all:
            if id(stmt) in loops:
                self._keep(stmt)
            if isinstance(stmt, Evaluate | Assert | Raise) and not self._droppable(stmt):
                self._keep(stmt)
            if isinstance(stmt, Bind) and not self.program.op(stmt).pure:
                self._keep(stmt)
            if isinstance(stmt, Enter) and stmt.manager is not None and not stmt.again:
                self._keep(stmt)
            for inserted in self._inserted(stmt):
                self._keep_around(stmt, inserted)
        changed = True
        while changed:
            before = (len(self.kept), len(self.needed))
            for stmt in reversed(self.all):
                self._consider(stmt)
            changed = before != (len(self.kept), len(self.needed))
        return self.kept

    def _droppable(self, stmt) -> bool:
        op = self.program.ops.get(id(stmt))
        return op is not None and op.kind == "append"

    def _inserted(self, stmt) -> list:
        plan = self.plan
        return [
            *plan.before.get(id(stmt), ()),
            *plan.after.get(id(stmt), ()),
            *plan.body_start.get(id(stmt), ()),
            *plan.trip_start.get(id(stmt), ()),
        ]

    def _keep_around(self, stmt, inserted: gast.AST) -> None:
        """An insertion keeps the control flow around its statement."""
        self._need(nodes.names_read(inserted))
        parent = self.parents[id(stmt)]
        if parent is not None:
            self._keep(parent)
        if id(stmt) in self.plan.body_start:
            self._keep(stmt)

    def _consider(self, stmt) -> None:
        if id(stmt) in self.kept:
            return
        if isinstance(stmt, Bind | Unpack):
            if any(n in self.needed for n in bound_names(stmt)):
                self._keep(stmt)
        elif isinstance(stmt, Store | Augment):
            if self._buffer_needed(base_name(stmt.target)):
                self._keep(stmt)
        elif isinstance(stmt, Evaluate):
            op = self.program.ops.get(id(stmt))
            if op is not None and self._contents_needed(op.operands["base"].id):
                self._keep(stmt)
        elif isinstance(stmt, Enter):
            parent = self.parents[id(stmt)]
            if parent is None or id(parent) in self.kept:
                self._keep(stmt)
        elif isinstance(stmt, For) and stmt.target in self.needed:
            self._keep(stmt)
        elif isinstance(stmt, Break | Continue) and self._loop_of(stmt) in self.kept:
            self._keep(stmt)

    def _loop_of(self, stmt) -> int:
        parent = self.parents[id(stmt)]
        while not isinstance(parent, For | While):
            parent = self.parents[id(parent)]
        return id(parent)

    def _buffer_needed(self, base: str) -> bool:
        if self._contents_needed(base):
            return True
        return not self.sites.isdisjoint(sites_of(self.program.types.get(base)))

    def _contents_needed(self, base: str) -> bool:
        """Is something needed that has, or is, the container or what it is in?"""
        return not self.needed.isdisjoint({*chain(self.holders, base), *kept.sharing(self.program, base)})

    def _need(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.needed:
                self.needed.add(name)
                self.sites |= sites_of(self.program.types.get(name))

    def _keep(self, stmt) -> None:
        while stmt is not None and id(stmt) not in self.kept:
            self.kept.add(id(stmt))
            for expr in evaluated(stmt):
                self._need(nodes.names_read(expr))
            if isinstance(stmt, Bind):
                kind = self.program.types.get(stmt.target)
                if isinstance(kind, HELD) and self.program.op(stmt).kind == "pop":
                    self._need([self.program.op(stmt).operands["base"].id])
            if isinstance(stmt, Attempt):
                for guarded in split(stmt)[0]:
                    self._keep(guarded)
            stmt = self.parents[id(stmt)]


class ForwardSweep:
    """Emits the kept statements with the plan's insertions."""

    def __init__(self, program: Program, plan: Plan, kept: set[int]):
        self.program, self.plan, self.kept = program, plan, kept
        self.fused = frozenset(plan.trips_again)
        self.written = written_sites(program)

    def run(self) -> list[gast.AST]:
        return [*map(nodes.clone, self.plan.prologue), *self.block(self.program.body)]

    def trips(self, fused: frozenset[int]) -> dict[int, list[gast.AST]]:
        """The forward statements of one trip, of each fused loop."""
        self.fused = fused
        return self.trips_of(fused)

    def trips_of(self, chosen: Collection[int]) -> dict[int, list[gast.AST]]:
        """The forward statements of one trip, of each of these loops."""
        loops = [s for s in statements(self.program.body) if id(s) in chosen]
        return {id(loop): self._trip(loop) for loop in loops}

    def _trip(self, loop: For | While) -> list[gast.AST]:
        return self._placed(self.plan.trip_start.get(id(loop), ()), loop) + self.block(loop.body)

    def block(self, body: tuple) -> list[gast.AST]:
        scopes = Scopes([])
        for stmt in body:
            if id(stmt) in self.fused:
                continue
            scopes.code += self._placed(self.plan.before.get(id(stmt), ()), stmt)
            if isinstance(stmt, MARKS):
                scopes.mark(stmt)
            elif id(stmt) in self.kept and not self.program.is_touch(stmt):
                made = self.emit(stmt)
                made.place = stmt.place
                scopes.code.append(made)
            scopes.code += self._placed(self.plan.after.get(id(stmt), ()), stmt)
        return scopes.end()

    def attempt(self, stmt: Attempt) -> gast.AST:
        """What is stored for the guarded statements is stored once all of them have worked."""
        guarded, rest = split(stmt)
        code: list[gast.AST] = []
        later: list[gast.AST] = []
        for single in guarded:
            if self.program.is_touch(single):
                continue
            for made in self._placed(self.plan.before.get(id(single), ()), single):
                found = pushed(made)
                if found is None:
                    code.append(made)
                    continue
                kept = f"_{found[0]}_next"
                code.append(nodes.assign(kept, found[1]))
                code[-1].place = single.place
                made.value.args[0] = nodes.name(kept)
                later.append(made)
            made = self.emit(single)
            made.place = single.place
            code.append(made)
            later += self._placed(self.plan.after.get(id(single), ()), single)
        return attempt(stmt, code, [*later, *self.block(rest)], self.block(stmt.orelse))

    def _placed(self, inserted, stmt) -> list[gast.AST]:
        code = [nodes.clone(s) for s in inserted]
        for made in code:
            made.place = stmt.place
            made.storage = True
        return code

    def emit(self, stmt) -> gast.AST:
        handler = _EMIT[type(stmt)]
        return handler(self, stmt)

    def bind(self, stmt: Bind) -> gast.AST:
        made = nodes.assign(stmt.target, nodes.clone(stmt.value))
        op = self.program.op(stmt)
        if op.kind == "leaf":
            made.value = unchanged(self.program, stmt.target, made.value, self.written)
        if op.kind == "pair":
            made.value.func = external(f"pair.{op.callee.name}_forward")
        made.pure = self.program.op(stmt).pure
        made.storage = is_temporary(stmt.target) and isinstance(getattr(stmt.value, "value", None), bool)
        return made

    def unpack(self, stmt: Unpack) -> gast.AST:
        names = [
            gast.Starred(nodes.store_name(t[1:]), gast.Store()) if t[0] == "*" else nodes.store_name(t)
            for t in stmt.targets
        ]
        return gast.Assign([gast.Tuple(names, gast.Store())], nodes.clone(stmt.value), None)

    def store(self, stmt: Store) -> gast.AST:
        return gast.Assign([nodes.clone(stmt.target)], nodes.clone(stmt.value), None)

    def augment(self, stmt: Augment) -> gast.AST:
        target = nodes.clone(stmt.target)
        each = self.program.each(stmt)
        if each is not None:
            args = [target.value, index_value(target.slice), nodes.clone(stmt.value)]
            return gast.Expr(gast.Call(nodes.clone(each), args, []))
        if isinstance(target, gast.Name):
            target = nodes.store_name(target.id)
        return gast.AugAssign(target, stmt.op, nodes.clone(stmt.value))

    def evaluate(self, stmt: Evaluate) -> gast.AST:
        return gast.Expr(nodes.clone(stmt.value))

    def branch(self, stmt: If) -> gast.AST:
        body, orelse = self.block(stmt.body), self.block(stmt.orelse)
        test = nodes.clone(stmt.test)
        if not body and orelse:
            return gast.If(gast.UnaryOp(gast.Not(), test), orelse, [])
        return gast.If(test, body or [gast.Pass()], orelse)

    def loop(self, stmt: For) -> gast.AST:
        target, trips = stmt.target, nodes.clone(stmt.iter)
        if id(stmt) in self.plan.in_use:
            target, trips = self.plan.rewound[id(stmt)].header()
        body = self._placed(self.plan.body_start.get(id(stmt), ()), stmt) + self._trip(stmt)
        return self._keeping(stmt, gast.For(nodes.store_name(target), trips, body or [gast.Pass()], [], None))

    def _keeping(self, stmt: For | While, made: gast.AST) -> gast.AST:
        """The emitted loop; one that keeps states says which one it is."""
        if id(stmt) in self.plan.in_use:
            made.keeps = self.plan.rewound[id(stmt)].number
        return made

    def while_loop(self, stmt: While) -> gast.AST:
        body = self._placed(self.plan.body_start.get(id(stmt), ()), stmt) + self._trip(stmt)
        return self._keeping(stmt, gast.While(nodes.clone(stmt.test), body or [gast.Pass()], []))

    def check(self, stmt: Assert) -> gast.AST:
        return gast.Assert(
            nodes.clone(stmt.test), None if stmt.message is None else nodes.clone(stmt.message)
        )

    def throw(self, stmt: Raise) -> gast.AST:
        return gast.Raise(*(None if e is None else nodes.clone(e) for e in (stmt.exc, stmt.cause)))


_EMIT = {
    Bind: ForwardSweep.bind, Unpack: ForwardSweep.unpack, Store: ForwardSweep.store, Augment: ForwardSweep.augment,
    Evaluate: ForwardSweep.evaluate, If: ForwardSweep.branch, Attempt: ForwardSweep.attempt,
    For: ForwardSweep.loop, While: ForwardSweep.while_loop,
    Assert: ForwardSweep.check, Raise: ForwardSweep.throw, Break: lambda s, b: gast.Break(),
    Continue: lambda s, b: gast.Continue(),
}  # fmt: skip
