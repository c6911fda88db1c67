"""Forward mode: every statement with its tangent beside it.

*Requires* a program with one name a web, and its activity.  *Gives* one function that returns (value, tangent of the
value).  The tangent of a container is a container of the same kind; a view's tangent is the same view of the tangent,
so writing through views and aliases is right by construction.

    y = np.sin(x)       ->      y = np.sin(x)
                                y_dot = np.cos(x) * x_dot
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast

from tangentx.analysis.activity import Activity, base_name
from tangentx.analysis.aliasing import aliasing, base_of_view
from tangentx.analysis.asked import kind_at
from tangentx.analysis.expressions import OPERATORS
from tangentx.analysis.program import Op, Program, external, item_of
from tangentx.analysis.structures import display_items, with_items
from tangentx.analysis.types import (
    FLOAT,
    UNKNOWN,
    Array,
    Const,
    Scalar,
    Type,
    is_float_like,
    is_scalar,
    same_dim,
    same_shape,
    sites_of,
)  # fmt: skip
from tangentx.paths import covers, identifier, path_of
from tangentx.records import Attempt, Augment, Bind, Enter, Evaluate, For, If, Store, While
from tangentx.syntax import nodes
from tangentx.templating import registry
from tangentx.transform import module
from tangentx.transform.adjoint_containers import put_in, taken_out
from tangentx.transform.directions import Directions
from tangentx.transform.expression_types import ExpressionTypes
from tangentx.transform.filling import Filler
from tangentx.transform.forward import ForwardSweep
from tangentx.transform.indices import index_value
from tangentx.transform.lifting import NotLifted
from tangentx.transform.ownership import copies_of_written
from tangentx.transform.plans import Plan
from tangentx.transform.protected import MARKS, Scopes, attempt, split
from tangentx.transform.reverse_mode import Parts, _result_expression
from tangentx.transform.tidy import tidy
from tangentx.transform.zeros import ZERO, drop_zeros


class TangentSweep:
    """Writes a program with its tangent."""

    def __init__(self, program: Program, activity: Activity, specialiser, wrt: tuple[str, ...]):
        self.program, self.activity, self.wrt = program, activity, wrt
        self.taken = set(program.names)
        self.types = dict(program.types)
        self.table = dict(program.types)
        self.infer = ExpressionTypes(self.table, specialiser.sampler, specialiser.external_types)
        self.primal = ForwardSweep(program, Plan(), set())
        self.code: list[gast.AST] = []
        self.dots: dict[str, str] = {}
        self.seeds: list[str] = []
        self.concerned = aliasing(program, activity.written).concerned()
        self.place = None

    # -- names ---------------------------------------------------------------------------------------------

    def fresh(self, base: str) -> str:
        return nodes.claimed(base, self.taken)

    def dot(self, variable: str) -> str:
        if variable not in self.dots:
            self.dots[variable] = self.fresh(f"{variable}_dot")
            self.table[self.dots[variable]] = self.types.get(variable, UNKNOWN)
        return self.dots[variable]

    def active(self, atom: Any) -> bool:
        return isinstance(atom, gast.Name) and atom.id in self.activity.active

    def write(self, stmt: gast.AST) -> None:
        stmt.place = self.place
        self.code.append(stmt)

    def tangent_of(self, atom: gast.AST) -> gast.AST:
        """The tangent of an atom or display, zeros where it is not active."""
        if self.active(atom):
            return nodes.name(self.dot(atom.id))
        items = display_items(atom)
        return with_items(atom, [self.tangent_of(item) for _, item in items]) if items else self.zero(atom)

    def zero(self, atom: gast.AST) -> gast.AST:
        kind = self.infer(atom)
        if isinstance(kind, Scalar | Const) or is_scalar(kind):
            return nodes.constant(0.0)
        if isinstance(kind, Array) and kind.kind in "fc":
            return gast.Call(external("numpy.zeros_like"), [atom], [])
        return gast.Call(external("runtime.zero_tangent"), [atom], [])

    # -- the function ----------------------------------------------------------------------------------------

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
                if not sites_of(leaf.type).isdisjoint(self.activity.written):
                    expr = nodes.method(expr, "copy")
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

    # -- statements --------------------------------------------------------------------------------------------

    def bind(self, stmt: Bind) -> None:
        made = self.primal.emit(stmt)
        self._pop_unused(stmt)
        op = self.program.op(stmt)
        if stmt.target not in self.activity.active or op.kind == "leaf":
            self.write(made)
            if stmt.target in self.activity.active and stmt.target not in self.dots:  # no tangent comes in
                self.write(nodes.assign(self.dot(stmt.target), self.zero(nodes.name(stmt.target))))
            return
        target = self.dot(stmt.target)
        own = stmt.target in nodes.names_read(stmt.value)
        if op.kind == "pair":
            self._pair(stmt, op)
            return
        if op.kind == "pairvalue":
            self.write(made)
            part = gast.Subscript(op.operands["pair"], nodes.constant(1), gast.Load())
            self.write(nodes.assign(target, part))
            return
        if op.kind != "rule":
            expr = self._plain(stmt, op)
            if own:
                self.write(nodes.assign(target, expr))
                self.write(made)
            else:
                self.write(made)
                self.write(nodes.assign(target, expr))
            return
        if not own:
            self.write(made)
            expr = self._apart(stmt.target, op, self._rule(stmt, op, stmt.target))
            self.write(nodes.assign(target, self._as_the_value(stmt, op, expr)))
            return
        new = self.fresh(f"_{stmt.target.lstrip('_')}_new")
        self.table[new] = self.types.get(stmt.target, UNKNOWN)
        self.write(nodes.assign(new, nodes.clone(stmt.value)))
        self.write(nodes.assign(target, self._rule(stmt, op, new)))
        self.write(nodes.assign(stmt.target, nodes.name(new)))

    def _pop_unused(self, stmt: Bind) -> None:
        """An element that is popped and needs no tangent: the list of tangents is popped all the same."""
        op = self.program.op(stmt)
        if op.kind == "pop" and stmt.target not in self.activity.active and self.active(op.operands["base"]):
            self.write(gast.Expr(taken_out(nodes.name(self.dot(op.operands["base"].id)), op)))

    def _pair(self, stmt: Bind, op: Op) -> None:
        """A recursive call: the callee's tangent function gives (value, tangent)."""
        names = [p.name for p in op.callee.program.function.parameters]
        dots = [self.tangent_of(op.operands["arguments"][names.index(p)]) for p in op.callee.wrt]
        call = gast.Call(
            external(f"pair.{op.callee.name}_tangent"), [*map(nodes.clone, stmt.value.args), *dots], []
        )
        call.tangents = len(dots)
        self.write(nodes.assign(stmt.target, call))

    def _plain(self, stmt: Bind, op: Op) -> gast.AST:
        """The tangent of a copy, display, list element or pop."""
        if op.kind == "item" and self.active(op.operands["base"]):
            return gast.Subscript(self.tangent_of(op.operands["base"]), op.operands["index"], gast.Load())
        if op.kind == "pop" and self.active(op.operands["base"]):
            return taken_out(nodes.name(self.dot(op.operands["base"].id)), op)
        if op.kind == "display" and not isinstance(stmt.value, gast.Tuple | gast.List | gast.Dict):
            return gast.Call(external("runtime.zero_tangent"), [nodes.name(stmt.target)], [])
        if op.kind in ("display", "copy"):
            return self.tangent_of(stmt.value)
        return self.zero(nodes.name(stmt.target))

    def _rule(self, stmt: Bind, op: Op, output: str) -> gast.AST:
        """The rule's tangent line, without the terms of operands that have no tangent, in the output's shape."""
        dots: dict[str, gast.AST] = {}
        for parameter, atom in op.operands.items():
            if isinstance(atom, gast.Tuple | gast.List):
                atom = tuple(atom.elts)
            if isinstance(atom, tuple):
                tangents = [self.tangent_of(a) for a in atom]
                live = any(self._mentions(a) for a in atom)
                dots[parameter] = gast.Tuple(tangents, gast.Load()) if live else ZERO
            else:
                dots[parameter] = nodes.name(self.dot(atom.id)) if self.active(atom) else ZERO
        lines = [(name, drop_zeros(line, dots, op)) for name, line in op.rule.dot]
        if all(line is None for _, line in lines):
            return self.zero(nodes.name(output))
        fill = Filler(op, output, {}, {k: self._or_zero(k, v, op) for k, v in dots.items()}, self.infer)
        self._locals(op, fill, [line for _, line in lines if line is not None])
        if op.rule.output is None:
            parts = [nodes.constant(0.0) if line is None else fill(line) for _, line in lines]
            return gast.Tuple(parts, gast.Load())
        return self._full(fill(lines[0][1]), output, op)

    def _apart(self, target: str, op: Op, expr: gast.AST) -> gast.AST:
        """A tangent that is another tangent, or a view of one, is copied when either array is written."""
        kind = self.infer(expr)
        inner = expr.args[0] if isinstance(expr, gast.Call) and _is_expanded(expr) else expr
        plain = isinstance(inner, gast.Name | gast.Subscript | gast.Attribute) or bool(sites_of(kind))
        written = self.activity.written or self.activity.written_unknown
        if kind == UNKNOWN and plain and op.view == "no" and written:
            return gast.Call(external("runtime.copied"), [expr], [])
        if (
            op.view != "no"
            or not isinstance(kind, Array)
            or kind.scalar
            or not plain
            or isinstance(expr, gast.BinOp)
        ):
            return expr
        touched = set(sites_of(self.types.get(target)))
        for variable, dot in self.dots.items():
            if dot in nodes.names_read(expr):
                touched |= sites_of(self.types.get(variable))
        if touched.isdisjoint(self.activity.written):
            return expr
        return nodes.method(expr, "copy")

    def _as_the_value(self, stmt: Bind, op: Op, expr: gast.AST) -> gast.AST:
        """Where `ravel` gives a view or a copy of a written array, as its memory has it, the tangent does the same."""
        base = base_of_view(self.program, stmt) if op.view == "maybe" else None
        if base not in self.activity.active or stmt.target not in self.concerned:
            return expr
        args = [expr, self.dot(base), stmt.target, base]
        return gast.Call(
            external("runtime.like_view"), [nodes.name(a) if isinstance(a, str) else a for a in args], []
        )

    def _mentions(self, atom: gast.AST) -> bool:
        if isinstance(atom, gast.Tuple | gast.List):
            return any(self._mentions(e) for e in atom.elts)
        return self.active(atom)

    def _or_zero(self, parameter: str, tangent: gast.AST, op: Op) -> gast.AST:
        return (
            self.zero(op.operands[parameter])
            if tangent is ZERO and isinstance(op.operands[parameter], gast.AST)
            else tangent
        )

    def _locals(self, op: Op, fill: Filler, lines: list) -> None:
        wanted = {n for e in lines for n in nodes.names_read(e)}
        chosen = []
        for name, expr in reversed(op.rule.locals):
            if name in wanted:
                chosen.insert(0, (name, expr))
                wanted |= set(nodes.names_read(expr))
        for name, expr in chosen:
            local = self.fresh(f"_{name}")
            filled = fill(expr)
            self.write(nodes.assign(local, filled))
            self.table[local] = self.infer(filled)
            fill.bindings[name] = nodes.name(local)

    def _full(self, expr: gast.AST, output: str, op: Op) -> gast.AST:
        """The tangent has the output's shape and dtype, also where a term that had them is gone."""
        own, kind = self.table.get(output, UNKNOWN), self.infer(expr)
        if (
            op.view != "no"
            and isinstance(own, Array)
            and not own.scalar
            and own.dtype == getattr(kind, "dtype", None)
        ):
            return expr  # a view's tangent is a view of the tangent
        if is_scalar(own) and (is_scalar(kind) or isinstance(kind, Const)):
            return expr
        if isinstance(own, Array) and isinstance(kind, Array):
            same = same_shape(own.shape, kind.shape) or _never_one(own, kind)
            if same and own.dtype == kind.dtype:
                return expr
            if same and own.kind in "fc" and kind.kind in "fc":
                return gast.Call(
                    gast.Attribute(expr, "astype", gast.Load()), [external(f"numpy.{own.dtype}")], []
                )
            if own.shape is None and len(op.rule.bar) == 1 and op.view == "no":
                return expr  # one operand, linear: NumPy gives the tangent the shape it gives the value
            if not own.scalar and own.shape is not None and kind.shape is not None:
                return gast.Call(external("numpy.full_like"), [nodes.name(output), expr], [])
        if isinstance(own, Array) and not own.scalar and own.shape is not None and is_scalar(kind):
            return gast.Call(external("numpy.full_like"), [nodes.name(output), expr], [])
        if op.callee is OPERATORS_GETITEM or op.view != "no":
            return expr
        return gast.Call(external("runtime.expanded"), [expr, nodes.name(output)], [])

    def evaluate(self, stmt: Evaluate) -> None:
        op = self.program.ops.get(id(stmt))
        self.write(self.primal.emit(stmt))
        if op is not None and op.kind == "append" and self.active(op.operands["base"]):
            items = nodes.name(self.dot(op.operands["base"].id))
            self.write(put_in(items, op, self.tangent_of(op.operands["value"])))

    def store(self, stmt: Store) -> None:
        base = base_name(stmt.target)
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
            if active:
                target = slot if indexed else nodes.store_name(dot.id)
                self.write(gast.AugAssign(target, stmt.op, nodes.name(self.dot(stmt.value.id))))
            self.write(self.primal.emit(stmt))
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
            if follow and not isinstance(single, Bind):
                # A store's tangent goes before it, and behind the tangents of what was tried: an attempt of its own.
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
            made = nodes.method(made, "copy")
        seen |= sites
        return made


def _is_expanded(call: gast.Call) -> bool:
    """A call that gives its first operand back where that has the right shape."""
    return nodes.dotted(call.func) == "@runtime.expanded"


def _never_one(own: Array, kind: Array) -> bool:
    """Shapes that are equal if the operation succeeds."""
    if (
        not isinstance(own.shape, tuple)
        or not isinstance(kind.shape, tuple)
        or len(own.shape) != len(kind.shape)
    ):
        return False
    return all(
        same_dim(a, b) or (a.never_one and b.never_one) for a, b in zip(own.shape, kind.shape, strict=True)
    )


OPERATORS_GETITEM = __import__("operator").getitem
_HANDLERS = {
    Bind: TangentSweep.bind, Store: TangentSweep.store, Augment: TangentSweep.augment, If: TangentSweep.branch,
    Attempt: TangentSweep.attempt,
    For: TangentSweep.loop, While: TangentSweep.while_loop, Evaluate: TangentSweep.evaluate,
}  # fmt: skip


def tangent_function(program: Program, activity: Activity, spec: module.Spec, specialiser, pure, name: str):
    """The tangent function of a program, `f_tangent_x(x, x_dot) -> (value, value_dot)`, and its untidied text."""
    sweep = TangentSweep(program, activity, specialiser, spec.wrt)
    sweep.run()
    value = _result_expression(program.result)
    value_dot = sweep.result(program.result)
    copies = copies_of_written(program, activity, sweep.code)
    dots = []
    for made in copies:
        target = getattr(made, "targets", [None])[0]
        if isinstance(target, gast.Name) and sweep.dots.get(target.id) in sweep.seeds:
            dot = sweep.dot(target.id)
            dots.append(nodes.assign(dot, nodes.call(f"{dot}.copy")))
    code = sweep.code
    if spec.mode != "tangent":
        unit = spec.mode == "jacobian"
        if unit and not isinstance(program.result_type, Array | Scalar):
            raise NotLifted("a Jacobian in parts")
        dots = [] if unit else dots
        both = gast.Tuple([value, value_dot] if spec.value else [value_dot], gast.Load())
        *code, last = _folded([*code, gast.Return(both)], sweep, program, spec, pure)
        value, value_dot = last.value.elts[0], last.value.elts[-1]
        code, value_dot = Directions(sweep, unit).run(code, value_dot)
        if unit:
            value_dot = _in_shape(value_dot, code, program, sweep, spec)
            sweep.seeds = []
    last = gast.Return(gast.Tuple([value, value_dot], gast.Load()) if spec.value else value_dot)
    body = [*copies, *dots, *code, last]
    module.mark(body, "forward")
    raw = [nodes.clone(stmt) for stmt in body]
    parts = Parts(names=sweep.taken, table=sweep.table)
    made = module._function(
        program, name, body, tuple(sweep.seeds), spec, parts, pure, sweep.table, program.function.lines
    )
    return made, raw


def _folded(
    body: list[gast.AST], sweep: TangentSweep, program: Program, spec: module.Spec, pure
) -> list[gast.AST]:
    """The statements with single-use temporaries folded in: what is to be lifted together stands together."""
    if not spec.optimize or any(op.kind == "pair" for op in program.ops.values()):
        return body
    module.mark(body, "forward")
    bound = {*program.parameters, *sweep.seeds, *(p.name for p in program.function.parameters)}
    return tidy(body, dict(sweep.table), bound, pure)


def _in_shape(
    made: gast.AST, code: list[gast.AST], program: Program, sweep: TangentSweep, spec: module.Spec
) -> gast.AST:
    """The Jacobian in the shape of result and argument."""
    x = spec.wrt[0]
    if program.types[x].rank == 1:
        return made
    shape: gast.AST = gast.Attribute(nodes.name(x), "shape", gast.Load())
    if not (isinstance(program.result_type, Scalar) or program.result_type.rank == 0):
        if not isinstance(made, gast.Name):
            name = sweep.fresh("result_dot")
            code.append(nodes.assign(name, made))
            made = nodes.name(name)
        shape = nodes.parse_expression(f"(*{made.id}.shape[:-1], *{x}.shape)")
    return gast.Call(external("numpy.reshape"), [made, shape], [])


__all__ = ["FLOAT", "Type", "is_float_like", "replace", "tangent_function"]
