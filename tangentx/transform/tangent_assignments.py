"""The tangents of assignments: what a rule gives for them, beside the primal's statement.

*Requires* the names of tangents, which it keeps.  *Gives* code for one `Bind` at a time; other statements are written
by `tangent_statements`.
"""

from __future__ import annotations

import operator
from typing import Any

import gast

from tangentx.analysis.activity import Activity
from tangentx.analysis.aliasing import aliasing, base_of_view, with_bases
from tangentx.analysis.program import Op, Program, external
from tangentx.analysis.structures import display_items, is_wrapped, with_items
from tangentx.analysis.types import (
    NUMBER,
    UNKNOWN,
    Array,
    Const,
    Scalar,
    Sequence,
    Tree,
    Unknown,
    is_complex,
    is_scalar,
    may_be_a_number,
    same_dim,
    same_shape,
    sites_of,
)
from tangentx.records import Bind
from tangentx.syntax import nodes
from tangentx.transform.adjoint_containers import taken_out
from tangentx.transform.changed_arguments import value_of
from tangentx.transform.contributions import zeros_like
from tangentx.transform.digits import of_all_digits
from tangentx.transform.expression_types import ExpressionTypes
from tangentx.transform.filling import Filler
from tangentx.transform.forward import ForwardSweep
from tangentx.transform.plans import Plan
from tangentx.transform.rule_lines import atoms_of, locals_used
from tangentx.transform.zeros import ZERO, drop_zeros


class Assignments:
    """Names of tangents, zeros, and the tangents of what is bound."""

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
        self.concerned = with_bases(program, aliasing(program, activity.written).concerned())
        self.place = None

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
        if items:
            return with_items(atom, [self.tangent_of(item) for _, item in items])
        is_empty = isinstance(atom, gast.Tuple | gast.List | gast.Dict)
        return nodes.clone(atom) if is_empty else self.zero(atom)

    def zero(self, atom: gast.AST) -> gast.AST:
        kind = self.infer(atom)
        if isinstance(kind, Scalar | Const) or is_scalar(kind):
            single = isinstance(kind, Array) and kind.dtype in ("float32", "complex64")
            zero = nodes.constant(0.0)
            return gast.Call(external(f"numpy.{kind.dtype}"), [zero], []) if single else zero
        if isinstance(kind, Array) and kind.kind in "fc" and not may_be_a_number(kind):
            return zeros_like(atom, kind)
        return gast.Call(external("runtime.zero_tangent"), [atom], [])

    # -- assignments ----------------------------------------------------------------------------------------

    def bind(self, stmt: Bind) -> None:
        made = self.primal.emit(stmt)
        self._pop_unused(stmt)
        op = self.program.op(stmt)
        if op.kind == "pair":  # there is no other function of the callee, with tangents that are zero or not
            self._pair(stmt, op)
            return
        if stmt.target not in self.activity.active or op.kind == "leaf":
            self.write(made)
            self._beside(stmt, op)
            return
        target = self.dot(stmt.target)
        own = stmt.target in nodes.names_read(stmt.value)
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
        self.write(nodes.assign(target, self._apart(stmt.target, op, self._rule(stmt, op, new))))
        self.write(nodes.assign(stmt.target, nodes.name(new)))

    def _beside(self, stmt: Bind, op: Op) -> None:
        """What stands beside a variable that gets no tangent here."""
        if op.kind == "twins":
            self.write(nodes.assign(self.dot(stmt.target), nodes.clone(stmt.value)))
        elif stmt.target in self.activity.active and stmt.target not in self.dots:  # no tangent comes in
            self.write(nodes.assign(self.dot(stmt.target), self.zero(nodes.name(stmt.target))))

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
        call.writes = bool(op.callee.changed)
        unread = call.writes and value_of(self.program, stmt) is None
        self.write(gast.Expr(call) if unread else nodes.assign(stmt.target, call))

    def _plain(self, stmt: Bind, op: Op) -> gast.AST:
        """The tangent of a copy, display, list element or pop."""
        if op.kind == "item" and self.active(op.operands["base"]):
            return gast.Subscript(self.tangent_of(op.operands["base"]), op.operands["index"], gast.Load())
        if op.kind == "pop" and self.active(op.operands["base"]):
            return taken_out(nodes.name(self.dot(op.operands["base"].id)), op)
        if op.kind == "twins":
            return nodes.clone(
                stmt.value
            )  # the tangents of what is in the table, one for each container again
        if op.kind == "twin":
            return gast.Call(nodes.name(self.dot(op.operands["table"].id)), stmt.value.args, [])
        named = isinstance(self.types.get(stmt.target), Sequence | Tree)  # a call of a named tuple's class
        if op.kind == "display" and not (named or _is_made_of_parts(stmt.value)):
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
                dots[parameter] = self._of_all_digits(atom, op, output) if self.active(atom) else ZERO
        lines = [(name, drop_zeros(line, dots, op)) for name, line in op.rule.dot]
        if all(line is None for _, line in lines):
            return self.zero(nodes.name(output))
        fill = Filler(op, output, {}, {k: self._or_zero(k, v, op) for k, v in dots.items()}, self.infer)
        self._locals(op, fill, [line for _, line in lines if line is not None])
        if op.rule.output is None:
            parts = [nodes.constant(0.0) if line is None else fill(line) for _, line in lines]
            return gast.Tuple(parts, gast.Load())
        return self._full(fill(lines[0][1]), output, op)

    def _of_all_digits(self, atom: gast.Name, op: Op, output: str) -> gast.AST:
        kinds = map(self.infer, atoms_of(op))
        return of_all_digits(
            nodes.name(self.dot(atom.id)), self.infer(atom), self.infer(nodes.name(output)), kinds
        )

    def _apart(self, target: str, op: Op, expr: gast.AST) -> gast.AST:
        """A tangent that is another tangent, or a view of one, is copied when either array is written."""
        known = self.types.get(target)
        if op.rule.output is not None or not isinstance(expr, gast.Tuple) or not isinstance(known, Sequence):
            return self._one_apart(sites_of(known), op, expr)
        parts = zip(known.items, expr.elts, strict=True)
        return gast.Tuple([self._one_apart(sites_of(k), op, e) for k, e in parts], gast.Load())

    def _one_apart(self, sites: frozenset, op: Op, expr: gast.AST) -> gast.AST:
        kind = self.infer(expr)
        inner = expr.args[0] if isinstance(expr, gast.Call) and _is_expanded(expr) else expr
        plain = isinstance(inner, gast.Name | gast.Subscript | gast.Attribute) or bool(sites_of(kind))
        written = self.activity.written or self.activity.written_unknown
        if isinstance(kind, Unknown) and plain and op.view == "no" and written:
            return gast.Call(external("runtime.copied"), [expr], [])
        if (
            op.view != "no"
            or not isinstance(kind, Array)
            or kind.scalar
            or not plain
            or isinstance(expr, gast.BinOp)
        ):
            return expr
        touched = set(sites)
        for variable, dot in self.dots.items():
            if dot in nodes.names_read(expr):
                touched |= sites_of(self.types.get(variable))
        if touched.isdisjoint(self.activity.written):
            return expr
        if may_be_a_number(kind) or not NUMBER.isdisjoint(sites):
            return gast.Call(external("runtime.copied"), [expr], [])
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
        for name, expr in locals_used(op, lines):
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
            real = is_complex(own) and not is_complex(kind)  # what is made of it will be thought complex
            return gast.BinOp(expr, gast.Add(), nodes.constant(0j)) if real else expr
        if isinstance(own, Array) and may_be_a_number(kind) and self._leaves_out(op):
            return gast.Call(external("runtime.expanded"), [expr, nodes.name(output)], [])
        if isinstance(own, Array) and isinstance(kind, Array):
            same = same_shape(own.shape, kind.shape) or _never_one(own, kind)
            if same and own.dtype == kind.dtype:
                return expr
            if same and own.kind in "fc" and kind.kind in "fc":
                return gast.Call(
                    gast.Attribute(expr, "astype", gast.Load()), [external(f"numpy.{own.dtype}")], []
                )
            if own.dtype == kind.dtype and self._is_image(op):
                return expr
            if own.shape is None and len(op.rule.bar) == 1 and op.view == "no":
                return expr  # one operand, linear: NumPy gives the tangent the shape it gives the value
            if not own.scalar and own.shape is not None and kind.shape is not None:
                return gast.Call(external("numpy.full_like"), [nodes.name(output), expr], [])
        if isinstance(own, Array) and not own.scalar and own.shape is not None and is_scalar(kind):
            return gast.Call(external("numpy.full_like"), [nodes.name(output), expr], [])
        if op.callee is operator.getitem or op.view != "no" or isinstance(own, Sequence):
            return expr
        return gast.Call(external("runtime.expanded"), [expr, nodes.name(output)], [])

    def _is_image(self, op: Op) -> bool:
        """Is the tangent the same function, of tangents of all its operands?  Then it has the shape of the value."""
        varied = [p for p in op.rule.parameters if not p.static]
        whole = all(isinstance(op.operands.get(p.name), gast.AST | tuple) for p in varied)
        if not whole or self._leaves_out(op):
            return False
        tangents = {
            p.name: gast.Subscript(nodes.name("dot"), nodes.name(p.name), gast.Load()) for p in varied
        }
        return nodes.equal(op.rule.dot[0][1], nodes.substitute(op.rule.primal, tangents))

    def _leaves_out(self, op: Op) -> bool:
        """Has an operand no tangent?  It may be an array where the others are numbers."""
        given = [op.operands.get(p.name) for p in op.rule.parameters if not p.static]
        return any(isinstance(a, gast.AST | tuple) and not self._has_tangent(a) for a in given)

    def _has_tangent(self, operand: Any) -> bool:
        parts = operand if isinstance(operand, tuple) else getattr(operand, "elts", None)
        return self.active(operand) if parts is None else any(map(self._mentions, parts))


def _is_made_of_parts(value: gast.AST) -> bool:
    """A display, or an object made of its attributes."""
    if isinstance(value, gast.Call):
        return is_wrapped(value) or nodes.dotted(value.func) in (
            "@runtime.instance",
            "@types.SimpleNamespace",
        )
    return isinstance(value, gast.Tuple | gast.List | gast.Dict)


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
