"""Forward mode, statement by statement: stores, branches, loops, and what the function begins and ends with."""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis.asked import kind_at
from tangentx.analysis.expressions import OPERATORS
from tangentx.analysis.program import Op, base_name, external, item_of
from tangentx.analysis.structures import display_items, with_items
from tangentx.analysis.types import NUMBER, UNKNOWN, Array, Unknown, sites_of
from tangentx.paths import covers, identifier, path_of
from tangentx.records import Attempt, Augment, Bind, Enter, Evaluate, For, If, Store, While
from tangentx.syntax import nodes
from tangentx.templating import registry
from tangentx.transform.adjoint_containers import put_in
from tangentx.transform.filling import Filler
from tangentx.transform.indices import index_value
from tangentx.transform.ownership import unchanged
from tangentx.transform.protected import MARKS, Scopes, attempt, split
from tangentx.transform.reverse_mode import _result_expression
from tangentx.transform.statements import all_targets, mentioned
from tangentx.transform.tangent_assignments import Assignments
from tangentx.transform.zeros import ZERO, drop_zeros


class TangentSweep(Assignments):
    """Writes a program with its tangent."""

    def run(self) -> None:
        for parameter in self.wrt:
            self.seed(parameter)
        for leaf in self.program.leaves:  # an argument without tangent whose variable gets one later
            if leaf.parameter not in self.wrt and leaf.variable in self.activity.active and not leaf.path:
                self.write(nodes.assign(self.dot(leaf.variable), self.zero(nodes.name(leaf.variable))))
        self.block_into(self.program.body)

    def seed(self, parameter: str) -> None:
        """The tangent of a parameter, or of a part of one, is an argument; a container's is taken apart like it."""
        path = path_of(parameter)
        name = self.fresh(f"{identifier(path)}_dot")
        if not path.steps:
            self.dots[parameter] = name
        self.table[name] = kind_at(self.types.get(path.parameter, UNKNOWN), path)
        self.seeds.append(name)
        for leaf in self.program.leaves:
            if (
                leaf.path
                and covers((path,), leaf.parameter, leaf.path)
                and leaf.variable in self.activity.active
            ):
                expr: gast.AST = nodes.name(name)
                for key in leaf.path[len(path.steps) :]:
                    expr = item_of(expr, key)
                own = unchanged(self.program, leaf.variable, expr, self.activity.written)
                if own is not expr:
                    expr = own
                elif leaf.path == path.steps:
                    self.dots[leaf.variable] = name
                    continue
                self.write(nodes.assign(self.dot(leaf.variable), expr))
        whole = [leaf for leaf in self.program.leaves if leaf.parameter == parameter and not leaf.path]
        if whole and whole[0].variable != parameter:
            self.dots[whole[0].variable] = name

    def block(self, body: tuple) -> list[gast.AST]:
        outer, self.code = self.code, []
        self.block_into(body)
        inner, self.code = self.code, outer
        return inner

    def block_into(self, body: tuple) -> None:
        scopes = Scopes(self.code)
        for stmt in body:
            if isinstance(stmt, MARKS):
                scopes.mark(stmt)
                self.code = scopes.code
                if isinstance(stmt, Enter) and stmt.target in self.activity.active:
                    self.write(nodes.assign(self.dot(stmt.target), self.zero(nodes.name(stmt.target))))
                continue
            self.place = stmt.place
            handler = _HANDLERS.get(type(stmt))
            if handler is None:
                self.write(self.primal.emit(stmt))
            else:
                handler(self, stmt)
        self.code = scopes.end()

    def evaluate(self, stmt: Evaluate) -> None:
        op = self.program.ops.get(id(stmt))
        self.write(self.primal.emit(stmt))
        if op is not None and op.kind == "append" and self.active(op.operands["base"]):
            items = nodes.name(self.dot(op.operands["base"].id))
            self.write(put_in(items, op, self.tangent_of(op.operands["value"])))

    def store(self, stmt: Store) -> None:
        base = base_name(stmt.target)
        if self.program.is_passed(stmt):
            return
        if base in self.activity.active:
            target = gast.Subscript(nodes.name(self.dot(base)), nodes.clone(stmt.target.slice), gast.Store())
            value = nodes.name(self.dot(stmt.value.id)) if self.active(stmt.value) else nodes.constant(0.0)
            if not isinstance(self.types.get(base), Array) and not self.active(stmt.value):
                value = self.tangent_of(stmt.value)
            self.write(gast.Assign([target], value, None))
        if not self.program.is_touch(stmt):
            self.write(self.primal.emit(stmt))

    def augment(self, stmt: Augment) -> None:
        base = base_name(stmt.target)
        if base not in self.activity.active:
            self.write(self.primal.emit(stmt))
            return
        dot = nodes.name(self.dot(base))
        indexed = isinstance(stmt.target, gast.Subscript)
        index = stmt.target.slice if indexed else nodes.constant(...)
        slot = gast.Subscript(dot, index, gast.Store())
        active = self.active(stmt.value)
        each = self.program.each(stmt)
        if each is not None:
            self._each(stmt, each, dot)
            return
        if isinstance(stmt.op, gast.Add | gast.Sub):
            if active or self._has_active(stmt.value):
                target = slot if indexed else nodes.store_name(dot.id)
                self.write(gast.AugAssign(target, stmt.op, self.tangent_of(stmt.value)))
            self.write(self.primal.emit(stmt))
            return
        if not indexed and isinstance(self.types.get(base), Unknown):
            self._scaled(stmt, dot, active)
            return
        old = gast.Subscript(nodes.name(base), index, gast.Load()) if indexed else nodes.name(base)
        rule = registry.find(OPERATORS[type(stmt.op)], (None, None))
        x, y = (p.name for p in rule.parameters[:2])
        result = self.fresh("_result")
        self.write(nodes.assign(result, gast.BinOp(nodes.clone(old), stmt.op, stmt.value)))
        self.table[result] = self.infer(old)
        op = Op("rule", rule, {x: old, y: stmt.value}, OPERATORS[type(stmt.op)])
        slot_dot = gast.Subscript(dot, index, gast.Load()) if indexed else dot
        dots = {x: slot_dot, y: nodes.name(self.dot(stmt.value.id)) if active else ZERO}
        line = drop_zeros(rule.dot[0][1], dots, op)
        fill = Filler(op, result, {}, {k: v for k, v in dots.items() if v is not ZERO}, self.infer)
        self.write(gast.Assign([slot], fill(line), None))
        self.write(self.primal.emit(stmt))

    def _has_active(self, value: gast.AST) -> bool:
        """Is it a display of what carries a tangent?"""
        return any(self.active(item) or self._has_active(item) for _, item in display_items(value))

    def _scaled(self, stmt: Augment, dot: gast.Name, active: bool) -> None:
        """`x *= e`, or `x /= e`, of an array or a number: its tangent is written on, or is a new one, as x is."""
        target, old, value = nodes.store_name(dot.id), nodes.name(stmt.target.id), nodes.clone(stmt.value)
        share = self.fresh("_share")
        if active:  # computed first: what is written on may be the value's tangent, too
            part = gast.BinOp(old, stmt.op, nodes.clone(value))
            by = nodes.name(self.dot(value.id))
            made = gast.BinOp(gast.BinOp(part, gast.Mult(), by), gast.Div(), nodes.clone(value))
            product = isinstance(stmt.op, gast.Mult)
            self.write(nodes.assign(share, gast.BinOp(old, gast.Mult(), by) if product else made))
        self.write(gast.AugAssign(target, stmt.op, value))
        if active:
            how = gast.Add() if product else gast.Sub()
            self.write(gast.AugAssign(target, how, nodes.name(share)))
        self.write(self.primal.emit(stmt))

    def _each(self, stmt: Augment, each: gast.AST, dot: gast.AST) -> None:
        """`np.add.at(u, i, e)`; for products the tangent of every partial product."""
        index, value = index_value(stmt.target.slice), stmt.value
        value_dot = nodes.name(self.dot(value.id)) if self.active(value) else None
        if isinstance(stmt.op, gast.Mult) and value_dot is not None:
            args = [dot, stmt.target.value, index, value, value_dot]
            self.write(gast.Expr(gast.Call(external("runtime.multiply_at_dot"), args, [])))
        elif isinstance(stmt.op, gast.Mult) or value_dot is not None:
            shown = value if isinstance(stmt.op, gast.Mult) else value_dot
            self.write(gast.Expr(gast.Call(nodes.clone(each), [dot, index, shown], [])))
        self.write(self.primal.emit(stmt))

    def branch(self, stmt: If) -> None:
        body, orelse = self.block(stmt.body), self.block(stmt.orelse)
        self.place = stmt.place
        self.write(gast.If(nodes.clone(stmt.test), body or [gast.Pass()], orelse))

    def attempt(self, stmt: Attempt) -> None:
        """The primal is guarded, its tangent follows: an exception in the tangent is not the primal's."""
        self._attempt(stmt, *split(stmt))

    def _attempt(self, stmt: Attempt, guarded: tuple, rest: tuple) -> None:
        tried: list[gast.AST] = []
        follow: list[gast.AST] = []
        for i, single in enumerate(guarded):
            if follow and self._comes_behind(single, follow):
                outer, self.code = self.code, follow
                self._attempt(stmt, guarded[i:], rest)
                self.code = outer
                break
            made = self.block((single,))
            count = 1 if isinstance(single, Bind) and self.program.op(single).kind != "pop" else len(made)
            tried += made[:count]
            follow += made[count:]
        else:
            follow += self.block(rest)
        orelse = self.block(stmt.orelse)
        self.place = stmt.place
        self.write(attempt(stmt, tried, follow, orelse))

    def _comes_behind(self, stmt: Any, follow: list[gast.AST]) -> bool:
        """Does a statement that is tried need the tangents of what was tried before it (a store, an element that is
        taken out of a list, a call of a tangent function), what is bound behind them, or do they need what it binds
        anew?  Then it is an attempt of its own."""
        if not isinstance(stmt, Bind) or self.program.op(stmt).kind in ("pair", "pop"):
            return True
        bound = {name for made in follow for name in all_targets(made)}
        read = {name for made in follow for name in mentioned(made)}
        return stmt.target in read or not bound.isdisjoint({stmt.target, *nodes.names_read(stmt.value)})

    def loop(self, stmt: For) -> None:
        body = self.block(stmt.body)
        self.place = stmt.place
        self.write(
            gast.For(nodes.store_name(stmt.target), nodes.clone(stmt.iter), body or [gast.Pass()], [], None)
        )

    def while_loop(self, stmt: While) -> None:
        body = self.block(stmt.body)
        self.place = stmt.place
        self.write(gast.While(nodes.clone(stmt.test), body or [gast.Pass()], []))

    def result(self, result) -> gast.AST:
        """The result's tangent; an array that somebody else sees is copied."""
        seen: set[str] = {site for leaf in self.program.leaves for site in sites_of(leaf.type)}
        return self._fresh(_result_expression(result), seen)

    def _fresh(self, value: gast.AST, seen: set[str]) -> gast.AST:
        items = display_items(value)
        if items:
            return with_items(value, [self._fresh(item, seen) for _, item in items])
        made = self.tangent_of(value)
        sites = sites_of(self.types.get(value.id)) if isinstance(value, gast.Name) else frozenset()
        if self.active(value) and isinstance(self.types.get(value.id), Array) and not sites.isdisjoint(seen):
            sure = NUMBER.isdisjoint(sites) and value.id not in self.program.optional
            made = nodes.method(made, "copy") if sure else gast.Call(external("runtime.copied"), [made], [])
        seen |= sites
        return made


_HANDLERS = {
    Bind: TangentSweep.bind, Store: TangentSweep.store, Augment: TangentSweep.augment, If: TangentSweep.branch,
    Attempt: TangentSweep.attempt,
    For: TangentSweep.loop, While: TangentSweep.while_loop, Evaluate: TangentSweep.evaluate,
}  # fmt: skip
