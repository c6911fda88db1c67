"""The reverse sweep: the adjoint of every statement, in reverse order.

*Requires* a program with one name a web, and its activity.  *Gives* the statements of the reverse sweep, in which
primal variables stand by their names; which of them must be stored, restored or computed again is `storage`'s work,
which is why the sweep is generated twice, first to see what it reads.

A store `u[i] = e` is reversed on the array's shadow: read the adjoint of the slot, zero it, pass it on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import gast
import numpy as np

from tangentx.analysis.activity import Activity, base_name, statements
from tangentx.analysis.expressions import OPERATORS
from tangentx.analysis.program import Op, Program, external
from tangentx.analysis.sampling import Sampler, needs_reduction
from tangentx.analysis.types import (
    UNKNOWN, Array, Const, Dictionary, ListOf, Sequence, Type, is_float_like, is_scalar, same_shape, sites_of,
    with_sites,
)  # fmt: skip
from tangentx.errors import AliasingError
from tangentx.records import (
    Augment, Bind, Break, Continue, Evaluate, For, If, Place, Store, While,
)  # fmt: skip
from tangentx.syntax import nodes
from tangentx.templating import registry
from tangentx.transform import tidy
from tangentx.transform.bars import Bar, Bars
from tangentx.transform.bars import selected as chosen
from tangentx.transform.expression_types import ExpressionTypes
from tangentx.transform.filling import Filler, simplified

RANGE_STOP = "trips"


class ReverseSweep:
    """Writes the reverse sweep of a program.  `hooks` tells what must be restored where (see `storage.Plan`)."""

    def __init__(self, program: Program, activity: Activity, sampler: Sampler, external_types: dict[str, Type], hooks):
        self.program, self.activity, self.hooks = program, activity, hooks
        self.types = dict(program.types)
        self.table = dict(program.types)
        self.infer = ExpressionTypes(self.table, sampler, external_types)
        self.bars = Bars(self)
        self.code: list[gast.AST] = []
        self.taken = set(program.names)
        self.bar_names: dict[str, str] = {}
        self.definitions = {s.target: s for s in statements(program.body) if isinstance(s, Bind)}
        self.bindings = _count_bindings(program.body)
        self.entry_bars: dict[int, set[str]] = {}  # loop -> adjoints that must be full before its reverse
        self.place: Place | None = None
        self.current = None  # id of the program's statement that is being reversed
        self.counted: set[int] = set()  # loops whose trips must be counted

    # -- what Bars asks ----------------------------------------------------------------------------------

    def bar_name(self, variable: str) -> str:
        if variable not in self.bar_names:
            self.bar_names[variable] = self.fresh(f"{variable}_bar")
        return self.bar_names[variable]

    def fresh(self, base: str) -> str:
        name, k = base, 0
        while name in self.taken:
            k += 1
            name = f"{base}_{k}"
        self.taken.add(name)
        return name

    def write(self, stmt: gast.AST) -> None:
        stmt.place, stmt.origin = self.place, self.current
        self.code.append(stmt)

    def note_bar(self, name: str, kind: Type) -> None:
        self.table[name] = with_sites(kind, frozenset((name,))) if isinstance(kind, Array) else kind

    def is_shadowed(self, variable: str) -> bool:
        kind = self.types.get(variable)
        return isinstance(kind, Array) and not kind.sites.isdisjoint(self.activity.written)

    def value(self, variable: str) -> gast.AST:
        return nodes.name(variable)

    def shape_source(self, variable: str) -> gast.AST:
        """An expression with the variable's shape: itself, or a parameter known to have the same."""
        kind = self.types.get(variable)
        if isinstance(kind, Array) and isinstance(kind.shape, tuple) and variable not in self.program.parameters:
            for leaf in self.program.leaves:
                other = self.types.get(leaf.variable)
                if isinstance(other, Array) and not other.scalar and other.dtype == kind.dtype and (
                    same_shape(other.shape, kind.shape)
                ):
                    if not leaf.path and self.bindings.get(leaf.variable, 0) == 0:
                        return nodes.name(leaf.variable)
        return nodes.name(variable)

    def view_of(self, variable: str) -> tuple[str, Callable] | None:
        """(base, how to view the base's adjoint), when the variable is a view or alias of another one."""
        stmt = self.definitions.get(variable)
        if stmt is None or self.bindings.get(variable, 0) != 1:
            return None
        op = self.program.op(stmt)
        if op.kind == "item" and isinstance(self.types.get(variable), Array | ListOf | Sequence | Dictionary):
            base = op.operands["base"].id
            return base, lambda bar: gast.Subscript(bar, op.operands["index"], gast.Load())
        if op.kind != "rule" or not op.rule.dot or op.view == "no":
            return None
        mine = sites_of(self.types.get(variable))
        if self.is_shadowed(variable):
            self._check_views(stmt, op)
        for parameter, line in op.rule.bar:
            atom = op.operands.get(parameter)
            if isinstance(atom, gast.Name) and not mine.isdisjoint(sites_of(self.types.get(atom.id))):
                tangent = op.rule.dot[0][1]
                return atom.id, lambda bar: Filler(op, variable, {}, {parameter: bar}, self.infer)(tangent)
        return None

    # -- blocks ------------------------------------------------------------------------------------------

    def block(self, body: tuple, key) -> list[gast.AST]:
        """The reverse of a block, beginning with what its variables need restored."""
        outer, self.code = self.code, []
        self.bars.forget_selections()  # a mask's name means another mask on the other side of a block's edge
        place, self.place = self.place, None
        for stmt in self.hooks.at_block(key):
            self.write(stmt)
        self.place = place
        for stmt in reversed(body):
            self.reverse(stmt)
        self.bars.forget_selections()
        inner, self.code = self.code, outer
        self._part(inner, key)
        return inner

    def _part(self, code: list[gast.AST], key) -> None:
        """A temporary that is restored at the block's start is another one than the forward sweep's."""
        for stmt in self.hooks.at_block(key):
            name = tidy.single_target(stmt)
            if name is not None and tidy.is_temporary(name):
                new = self.fresh(f"{name}_again")
                self.table[new] = self.table.get(name, UNKNOWN)
                tidy.rename(code, name, new)

    def reverse(self, stmt) -> None:
        handler = _HANDLERS.get(type(stmt))
        if handler is not None:
            previous, self.place = self.place, None if isinstance(stmt, If | For | While) else stmt.place
            before, self.current = self.current, id(stmt)
            getattr(self, handler)(stmt)
            self.place, self.current = previous, before

    def restore(self, stmt) -> None:
        for made in self.hooks.at_statement(stmt):
            self.write(made)

    # -- assignments ---------------------------------------------------------------------------------------

    def bind(self, stmt: Bind) -> None:
        op = self.program.op(stmt)
        target = stmt.target
        if op.kind == "leaf":
            return  # an element of a parameter: its adjoint is part of the result
        bar = self.bars.live.get(target)
        handler = _KINDS.get(op.kind)
        if bar is None or target not in self.activity.active or handler is None:
            if op.kind == "pop" and op.operands["base"].id in self.activity.active:
                self.bars.materialise(target)
                bar = self.bars.live[target]
            else:
                self.bars.live.pop(target, None)
                self.restore(stmt)
                return
        if bar.shadow and self.view_of(target) is not None:
            del self.bars.live[target]  # its adjoint is part of the base's already
            self.restore(stmt)
            return
        getattr(self, handler)(stmt, op, bar)

    def done(self, target: str) -> None:
        self.bars.live.pop(target, None)

    def copy(self, stmt: Bind, op: Op, bar: Bar) -> None:
        self.done(stmt.target)
        self.restore(stmt)
        if not isinstance(stmt.value, gast.Name) or stmt.value.id not in self.activity.active:
            return
        source = stmt.value.id
        if bar.shadow:
            self._move_shadow(stmt, source, bar)
            return
        self.bars.accumulate(source, bar.expr, bar.type)
        moved = self.bars.live.get(source)
        if moved is not None and moved.expr is bar.expr and bar.owned:
            self.bars.live[source] = replace(moved, owned=True)

    def _move_shadow(self, stmt: Bind, source: str, bar: Bar) -> None:
        """`v = u` on written arrays: one buffer, two names; at this point of the sweep it passes to the older name."""
        if not self.bars.is_zero(source):
            raise AliasingError(
                f"`{stmt.target}` and `{source}` are one array that is written, and both names are used afterwards",
                code="TX502", place=stmt.place, lines=self.program.function.lines,
                help=(f"use one name, or write `{stmt.target} = {source}.copy()`",),
            )  # fmt: skip
        self.bars.live[source] = bar

    def _check_views(self, stmt: Bind, op: Op) -> None:
        """Views that the sweep cannot follow: several at once, or one through which NumPy does not let us write."""
        kind = self.types.get(stmt.target)
        several = isinstance(kind, Sequence | ListOf | Dictionary)
        read_only = isinstance(kind, Array) and "read-only" in kind.sites
        if (several or read_only) and not sites_of(kind).isdisjoint(self.activity.written):
            raise AliasingError(
                f"`{stmt.target.lstrip('_')}` is a view of an array that is written, of a kind that cannot be followed",
                code="TX507", place=stmt.place, lines=self.program.function.lines,
                help=("take a copy of it, or index the array directly",),
            )  # fmt: skip

    def rule(self, stmt: Bind, op: Op, bar: Bar) -> None:
        self._check_views(stmt, op)
        if self._needs_full(op, bar, stmt.target):
            self.bars.materialise(stmt.target, in_place=False)
            bar = self.bars.live[stmt.target]
        if op.callee is OPERATORS_GETITEM:
            self._getitem(stmt, op, bar)
            return
        lines = self._active_lines(op)
        whole = len(lines) == 1 and bar.owned and not self.bars.shared(stmt.target)
        own = [line for line in lines if line[1] == stmt.target]
        others = [line for line in lines if line[1] != stmt.target]
        outputs = (op.rule.output,) if op.rule.output else op.rule.outputs
        how = bar.selected if op.rule.elementwise and op.rule.output else None
        if op.rule.output:
            seeds = {op.rule.output: bar.expr if how is None else how[1]}
        else:
            seeds = {o: gast.Subscript(bar.expr, nodes.constant(i), gast.Load()) for i, o in enumerate(outputs)}
        fill = Filler(op, stmt.target, seeds, {}, self.infer)
        self._locals(op, fill, [line[2] for line in lines])
        self.done(stmt.target)
        reads_old = any(stmt.target in nodes.names_read(e) for e in _atoms(op))
        if not reads_old:
            contributions = [(a, n, fill(e) if how is None else chosen(fill(e), how)) for a, n, e in lines]
            self.restore(stmt) if not self._reads_output(op, lines) else None
            self._contribute(contributions, op)
            self.restore(stmt) if self._reads_output(op, lines) else None
            if whole and lines[0][1] is not None:
                self._hand_over(lines[0][1], bar)
            return
        if self._reads_output(op, lines):
            kept = self.fresh(f"{stmt.target}_new")
            self.table[kept] = self.types.get(stmt.target, UNKNOWN)
            self.write(nodes.assign(kept, nodes.name(stmt.target)))
            fill.bindings[op.rule.output] = nodes.name(kept)
        self.restore(stmt)
        self.bars.reusable = bar if bar.owned and not others else None
        self._contribute(
            [(a, n, fill(e) if how is None else chosen(fill(e), how)) for a, n, e in others + own], op
        )
        self.bars.reusable = None

    def _hand_over(self, variable: str, bar: Bar) -> None:
        """The adjoint's buffer belongs to the operand now, if the contribution was the adjoint itself."""
        moved = self.bars.live.get(variable)
        if moved is not None and moved.expr is bar.expr:
            self.bars.live[variable] = replace(moved, owned=True)

    def _reads_output(self, op: Op, lines: list) -> bool:
        names = {n for _, _, e in lines for n in nodes.names_read(e)} | {
            n for _, e in op.rule.locals for n in nodes.names_read(e)
        }
        return op.rule.output in _plain_reads([e for _, _, e in lines] + [e for _, e in op.rule.locals]) if names else False

    def _contribute(self, contributions: list, op: Op) -> None:
        """Accumulate; equal contributions to one variable are added up first: `2.0 * e`."""
        merged: list = []
        for atom, name, expr in contributions:
            for entry in merged:
                if entry[1] == name and not isinstance(atom, tuple) and nodes.equal(entry[2], expr):
                    entry[3] += 1
                    break
            else:
                merged.append([atom, name, expr, 1])
        entries = [
            (atom, name, simplified(gast.BinOp(nodes.constant(float(times)), gast.Mult(), expr), self.infer)
             if times > 1 else expr)
            for atom, name, expr, times in merged
        ]  # fmt: skip
        while entries:
            entry = self._next_entry(entries)
            entries.remove(entry)
            atom, name, expr = entry
            if isinstance(atom, tuple):
                self._contribute_sequence(atom, expr)
            else:
                self.bars.accumulate(name, expr, self.infer(expr))

    def _next_entry(self, entries: list) -> tuple:
        """A contribution whose writing disturbs no other; if there is none, the others are evaluated first."""
        for entry in entries:
            if isinstance(entry[0], tuple):
                continue
            written = self.bar_name(entry[1])
            if not any(written in nodes.names_read(e) for _, _, e in entries if e is not entry[2]):
                return entry
        if len(entries) > 1:
            for i, (atom, name, expr) in enumerate(entries[1:], 1):
                kept = self.fresh("_share")
                self.write(nodes.assign(kept, expr))
                self.table[kept] = self.infer(expr)
                entries[i] = (atom, name, nodes.name(kept))
        return entries[0]

    def _contribute_sequence(self, atoms: tuple, expr: gast.AST) -> None:
        parts = self.fresh("_parts")
        self.write(nodes.assign(parts, expr))
        self.table[parts] = self.infer(expr)
        for i, atom in enumerate(atoms):
            for j, inner in enumerate(_leaves(atom)):
                if isinstance(inner, gast.Name) and inner.id in self.activity.active:
                    part = gast.Subscript(nodes.name(parts), nodes.constant(i), gast.Load())
                    if inner is not atom:
                        part = gast.Subscript(part, nodes.constant(j), gast.Load())
                    kind = self.infer(part)
                    self.bars.accumulate(inner.id, part, kind if kind != UNKNOWN else self._fallback(inner.id))

    def _fallback(self, name: str) -> Type:
        kind = self.types.get(name, UNKNOWN)
        return with_sites(kind, frozenset(("parts",))) if isinstance(kind, Array) else kind

    def _active_lines(self, op: Op) -> list[tuple]:
        """(atom or tuple of atoms, variable, adjoint expression) for each active operand."""
        found = []
        for parameter, expr in op.rule.bar:
            atom = op.operands.get(parameter)
            if isinstance(atom, gast.Tuple | gast.List):
                atom = tuple(atom.elts)
            if isinstance(atom, tuple):
                if any(isinstance(a, gast.Name) and a.id in self.activity.active for x in atom for a in _leaves(x)):
                    found.append((atom, None, expr))
            elif isinstance(atom, gast.Name) and atom.id in self.activity.active:
                found.append((atom, atom.id, expr))
        return found

    def _needs_full(self, op: Op, bar: Bar, target: str) -> bool:
        """Does the rule want an adjoint of the output's full shape, and this one is smaller?"""
        if not op.rule.elementwise and op.rule.bar and all(_is_bar(line) for _, line in op.rule.bar):
            return False  # handed through as it is: broadcasting goes on
        own = self.types.get(target, UNKNOWN)
        if not self.bars.is_partial(bar, own):
            return False
        if not op.rule.elementwise or not isinstance(own, Array):
            return True
        operands = [self.types.get(line[1]) for line in self._active_lines(op) if line[1] is not None]
        return any(not isinstance(k, Array) or k.shape is None or needs_reduction(k.shape, own.shape) for k in operands)

    def _locals(self, op: Op, fill: Filler, exprs: list) -> None:
        """The rule's shared work that its active lines use."""
        wanted = {n for e in exprs for n in nodes.names_read(e)}
        chosen = []
        for name, expr in reversed(op.rule.locals):
            if name in wanted:
                chosen.insert(0, (name, expr))
                wanted |= set(nodes.names_read(expr))
        for name, expr in chosen:
            filled = fill(expr)
            if isinstance(filled, gast.Name | gast.Constant):
                fill.bindings[name] = filled
                continue
            local = self.fresh(f"_{name}")
            self.write(nodes.assign(local, filled))
            self.table[local] = self.infer(filled)
            fill.bindings[name] = nodes.name(local)

    def _getitem(self, stmt: Bind, op: Op, bar: Bar) -> None:
        """`y = x[i]`: the adjoint goes into the slot of x's adjoint."""
        base = op.operands["x"].id
        index = op.operands["i"]
        self.done(stmt.target)
        self.restore(stmt)
        mask = self.types.get(index.id) if isinstance(index, gast.Name) else None
        masked = self.bars.is_zero(base) and isinstance(mask, Array) and mask.kind == "b" and (
            same_shape(mask.shape, getattr(self.types.get(base), "shape", None))
        )
        self.bars.materialise(base) if not self.is_shadowed(base) else self.bars.shadow(base)
        if not isinstance(self.types.get(base), Array) or self.types[base].shape is None or self._is_fancy(index):
            call = gast.Call(external("runtime.add_at"), [self.bars.live[base].expr, index_value(index), bar.expr], [])
            self.write(gast.Expr(call))
            return
        expr, _ = self.bars.fitted(stmt.target, bar.expr, bar.type, self.types.get(stmt.target, UNKNOWN))
        from tangentx.transform.bars import augmented

        bar = self.bars.live[base]
        slot = gast.Subscript(bar.expr, index, gast.Store())
        self.write(augmented(slot, expr))
        if masked and not bar.shadow:
            self.bars.live[base] = replace(bar, selected=(index, bar.expr, 1))
        elif bar.selected is not None:
            self.bars.live[base] = replace(bar, selected=None)

    def _is_fancy(self, index: gast.AST) -> bool:
        """May the index repeat an entry?  Slices, integers, None, ... and masks do not."""
        if isinstance(index, gast.Slice):
            return False
        if isinstance(index, gast.Tuple):
            return any(self._is_fancy(e) for e in index.elts)
        kind = self.infer(index)
        if isinstance(kind, Const):
            return not (kind.value is None or kind.value is Ellipsis or isinstance(kind.value, int | slice))
        if isinstance(kind, Array):
            return not kind.scalar and kind.kind != "b"
        return not is_scalar(kind)

    def _check_kept(self, atom: gast.AST, place: Place) -> None:
        """An array that is written must not be kept in a list: its adjoint would be in two places."""
        for inner in nodes.names_read(atom):
            if not sites_of(self.types.get(inner)).isdisjoint(self.activity.written):
                raise AliasingError(
                    f"the array `{inner.lstrip('_')}` is kept in a list and written as well", code="TX508", place=place,
                    lines=self.program.function.lines, help=(f"keep a copy: {inner.lstrip('_')}.copy()",),
                )  # fmt: skip

    def display(self, stmt: Bind, op: Op, bar: Bar) -> None:
        for atom in op.operands["items"]:
            self._check_kept(atom, stmt.place)
        self.done(stmt.target)
        self.restore(stmt)
        for i, atom in enumerate(op.operands["items"]):
            if isinstance(atom, gast.Name) and atom.id in self.activity.active:
                part = gast.Subscript(bar.expr, nodes.constant(i), gast.Load())
                self.bars.accumulate(atom.id, part, self._fallback(atom.id))
            elif isinstance(atom, gast.Tuple | gast.List):
                self._display_nested(atom, gast.Subscript(bar.expr, nodes.constant(i), gast.Load()))

    def _display_nested(self, display: gast.AST, bar: gast.AST) -> None:
        for j, atom in enumerate(display.elts):
            part = gast.Subscript(bar, nodes.constant(j), gast.Load())
            if isinstance(atom, gast.Name) and atom.id in self.activity.active:
                self.bars.accumulate(atom.id, part, self._fallback(atom.id))
            elif isinstance(atom, gast.Tuple | gast.List):
                self._display_nested(atom, part)

    def item(self, stmt: Bind, op: Op, bar: Bar) -> None:
        base = op.operands["base"].id
        self.done(stmt.target)
        self.restore(stmt)
        self.bars.materialise(base)
        slot = gast.Subscript(self.bars.live[base].expr, op.operands["index"], gast.Store())
        from tangentx.transform.bars import augmented

        expr, _ = self.bars.fitted(stmt.target, bar.expr, bar.type, self.types.get(stmt.target, UNKNOWN))
        self.write(augmented(slot, expr))

    def pair_value(self, stmt: Bind, op: Op, bar: Bar) -> None:
        """The value of a recursive call: its adjoint is the seed of the callee's reverse half."""
        self.bars.materialise(stmt.target, in_place=False)
        bar = self.bars.live[stmt.target]
        self.done(stmt.target)
        self.restore(stmt)
        self.bars.live[op.operands["pair"].id] = bar

    def pair(self, stmt: Bind, op: Op, bar: Bar) -> None:
        self.done(stmt.target)
        self.restore(stmt)
        saved = gast.Subscript(nodes.name(stmt.target), nodes.constant(1), gast.Load())
        call = gast.Call(external(f"pair.{op.callee.name}_reverse"), [saved, bar.expr], [])
        parts = self.fresh("_parts")
        self.write(nodes.assign(parts, call))
        names = [p.name for p in op.callee.program.function.parameters]
        for i, parameter in enumerate(op.callee.wrt):
            atom = op.operands["arguments"][names.index(parameter)]
            part = gast.Subscript(nodes.name(parts), nodes.constant(i), gast.Load())
            if isinstance(atom, gast.Name) and atom.id in self.activity.active:
                self.bars.accumulate(atom.id, part, self._fallback(atom.id))
            elif isinstance(atom, gast.Tuple | gast.List):
                self._display_nested(atom, part)
            elif isinstance(atom, gast.Dict):
                for key, inner in zip(atom.keys, atom.values, strict=True):
                    self._display_nested(gast.Tuple([inner], gast.Load()), gast.Tuple(
                        [gast.Subscript(part, key, gast.Load())], gast.Load()))  # fmt: skip

    def pop(self, stmt: Bind, op: Op, bar: Bar) -> None:
        base = op.operands["base"].id
        self.bars.materialise(stmt.target)
        bar = self.bars.live[stmt.target]
        self.done(stmt.target)
        self.restore(stmt)
        self.bars.materialise(base)
        call = gast.Call(gast.Attribute(self.bars.live[base].expr, "append", gast.Load()), [bar.expr], [])
        self.write(gast.Expr(call))

    def evaluate(self, stmt: Evaluate) -> None:
        op = self.program.ops.get(id(stmt))
        if op is None or op.kind != "append" or op.operands["base"].id not in self.activity.active:
            return
        self._check_kept(op.operands["value"], stmt.place)
        base = op.operands["base"].id
        self.bars.materialise(base)
        taken = gast.Call(gast.Attribute(self.bars.live[base].expr, "pop", gast.Load()), [], [])
        atom = op.operands["value"]
        if isinstance(atom, gast.Name) and atom.id in self.activity.active:
            name = self.fresh("_popped")
            kind = self.types.get(atom.id, UNKNOWN)
            self.write(nodes.assign(name, taken))
            self.table[name] = kind
            self.bars.accumulate(atom.id, nodes.name(name), kind)
        elif isinstance(atom, gast.Tuple | gast.List):
            name = self.fresh("_popped")
            self.write(nodes.assign(name, taken))
            self._display_nested(atom, nodes.name(name))
        else:
            self.write(gast.Expr(taken))

    # -- stores ----------------------------------------------------------------------------------------------

    def store(self, stmt: Store) -> None:
        """`u[i] = e`."""
        base = base_name(stmt.target)
        self.restore(stmt)
        if base not in self.activity.active or self._untouched(base):
            return
        self._own(base)
        slot = gast.Subscript(self.bars.live[base].expr, stmt.target.slice, gast.Load())
        zero = gast.Assign([gast.Subscript(slot.value, slot.slice, gast.Store())], nodes.constant(0.0), None)
        kind = self._slot_type(stmt)
        value = stmt.value
        if isinstance(value, gast.Name) and value.id in self.activity.active:
            self._pass_on(value.id, slot, kind, stmt, zero)
        else:
            self.write(zero)

    def _untouched(self, base: str) -> bool:
        """Is every adjoint that a store into base could read still zero?"""
        if not self.bars.is_zero(base):
            return False
        mine = sites_of(self.types.get(base))
        return all(mine.isdisjoint(sites_of(self.types.get(v))) for v in self.bars.live)

    def _own(self, base: str) -> None:
        if isinstance(self.types.get(base), Array):
            self.bars.shadow(base)
        else:
            self.bars.materialise(base)

    def _slot_type(self, stmt) -> Type:
        known = self.infer(gast.Subscript(nodes.name(base_name(stmt.target)), stmt.target.slice, gast.Load()))
        base = self.types.get(base_name(stmt.target))
        if isinstance(base, ListOf):
            return base.item or UNKNOWN
        return known

    def _pass_on(self, variable: str, slot: gast.AST, kind: Type, stmt, zero: gast.AST) -> None:
        """The adjoint of a slot to the stored value: a copy, because the slot is zeroed next."""
        expr: gast.AST = slot
        if self._is_fancy(slot.slice) and isinstance(self.types.get(base_name(stmt.target)), Array):
            expr = gast.Call(external("runtime.take_last"), [slot.value, index_value(slot.slice)], [])
            kind = with_sites(kind, frozenset()) if isinstance(kind, Array) else kind
        elif not isinstance(kind, Array) and not is_scalar(kind):
            expr = gast.Call(external("runtime.copied"), [slot], [])
        elif not is_scalar(kind):
            expr = gast.Call(gast.Attribute(slot, "copy", gast.Load()), [], [])
            kind = with_sites(kind, frozenset())
        name = self.fresh("_slot")
        self.write(nodes.assign(name, expr))
        self.table[name] = kind
        self.write(zero)  # before the value gets its share: it may be a view of this very array
        before = self.bars.live.get(variable)
        self.bars.accumulate(variable, nodes.name(name), kind)
        if before is None and variable in self.bars.live and not is_scalar(kind):
            bar = self.bars.live[variable]
            if isinstance(bar.expr, gast.Name) and bar.expr.id == name:
                self.bars.live[variable] = replace(bar, owned=False)

    def augment(self, stmt: Augment) -> None:
        """`u[i] op= e` and `u op= e` on arrays: `+=` and `-=` leave the slot's adjoint, the others rescale it."""
        base = base_name(stmt.target)
        self.restore(stmt)
        if base not in self.activity.active or self._untouched(base):
            return
        self._own(base)
        index = stmt.target.slice if isinstance(stmt.target, gast.Subscript) else nodes.constant(...)
        slot = gast.Subscript(self.bars.live[base].expr, index, gast.Load())
        old = gast.Subscript(nodes.name(base), index, gast.Load())
        if isinstance(stmt.target, gast.Name):
            slot, old = self.bars.live[base].expr, nodes.name(base)
        kind = self.infer(old)
        rule = registry.find(OPERATORS[type(stmt.op)], (None, None))
        x, y = (p.name for p in rule.parameters[:2])
        op = Op("rule", rule, {x: old, y: stmt.value}, OPERATORS[type(stmt.op)])
        read: gast.AST = slot
        if self._is_fancy(index) and isinstance(stmt.target, gast.Subscript):
            read = nodes.name(self.fresh("_slot"))
            self.write(nodes.assign(read.id, gast.Call(external("runtime.take_last"),
                                                       [slot.value, index_value(index)], [])))  # fmt: skip
            self.table[read.id] = kind
        fill = Filler(op, "_unused", {rule.output: read}, {}, self._infer_slot(read, kind))
        lines = dict(rule.bar)
        if isinstance(stmt.value, gast.Name) and stmt.value.id in self.activity.active:
            self._refuse_output(rule, lines[y], stmt)
            expr = fill(lines[y])
            self._accumulate_slot(stmt.value.id, expr, self.infer(expr))
        if isinstance(stmt.op, gast.Add | gast.Sub) and read is slot:
            return
        self._refuse_output(rule, lines[x], stmt)
        self._rescale(slot, fill(lines[x]), read, index, stmt)

    def _rescale(self, slot: gast.AST, factor: gast.AST, read: gast.AST, index: gast.AST, stmt) -> None:
        if read is not slot:  # repeated entries: only the last writer counts, and every reader gets its share
            self.write(gast.Assign([gast.Subscript(slot.value, index, gast.Store())], nodes.constant(0.0), None))
            self.write(gast.Expr(gast.Call(external("runtime.add_at"), [slot.value, index_value(index), factor], [])))
            return
        if isinstance(slot, gast.Name):
            target: gast.AST = gast.Subscript(slot, nodes.constant(...), gast.Store())
        else:
            target = gast.Subscript(slot.value, slot.slice, gast.Store())
        if isinstance(factor, gast.BinOp) and nodes.equal(factor.left, slot) and isinstance(factor.op, gast.Mult | gast.Div):
            named = nodes.store_name(slot.id) if isinstance(slot, gast.Name) else target
            self.write(gast.AugAssign(named, factor.op, factor.right))
        else:
            self.write(gast.Assign([target], factor, None))

    def _refuse_output(self, rule, line: gast.AST, stmt) -> None:
        if rule.output in _plain_reads([line]):
            raise AliasingError(
                f"`{type(stmt.op).__name__}` in place cannot be reversed", code="TX503", place=stmt.place,
                lines=self.program.function.lines, help=("write it as `u[...] = u[...] op e`",),
            )  # fmt: skip

    def _infer_slot(self, slot: gast.AST, kind: Type):
        return lambda node: kind if node is slot or nodes.equal(node, slot) else self.infer(node)

    def _accumulate_slot(self, variable: str, expr: gast.AST, kind: Type) -> None:
        """A contribution that may be the slot itself must not remain a view of the shadow."""
        if is_scalar(kind) or not sites_of(kind):
            self.bars.accumulate(variable, expr, kind)
            return
        name = self.fresh("_slot")
        self.write(nodes.assign(name, gast.Call(gast.Attribute(expr, "copy", gast.Load()), [], [])))
        self.table[name] = kind
        self.bars.accumulate(variable, nodes.name(name), with_sites(kind, frozenset((name,))))

    # -- control flow -------------------------------------------------------------------------------------------

    def branch(self, stmt: If) -> None:
        start = self.bars.snapshot()
        body = self.block(stmt.body, (id(stmt), "body"))
        end_body = self.bars.snapshot()
        self.bars.live = dict(start)
        orelse = self.block(stmt.orelse, (id(stmt), "orelse"))
        end_orelse = self.bars.snapshot()
        early = [v for v in {**end_body, **end_orelse} if (v in end_body) != (v in end_orelse) and v not in start]
        if early and not self._consumed_inside(early, start):
            self.bars.live = dict(start)
            for variable in sorted(early):
                self._prepare(variable)
            start = self.bars.snapshot()
            body = self.block(stmt.body, (id(stmt), "body"))
            end_body = self.bars.snapshot()
            self.bars.live = dict(start)
            orelse = self.block(stmt.orelse, (id(stmt), "orelse"))
            end_orelse = self.bars.snapshot()
        self._agree(body, end_body, orelse, end_orelse)
        if not body and not orelse:
            return
        test = nodes.clone(stmt.test)
        self.place = stmt.place
        if not body:
            self.write(gast.If(gast.UnaryOp(gast.Not(), test), orelse, []))
        else:
            self.write(gast.If(test, body, orelse))
        self.place = None

    def _consumed_inside(self, early: list[str], start) -> bool:
        return False

    def _prepare(self, variable: str) -> None:
        if self.is_shadowed(variable):
            self.bars.shadow(variable)
        else:
            self.bars.materialise(variable)

    def _agree(self, body: list, end_body: dict, orelse: list, end_orelse: dict) -> None:
        """Both branches must leave the adjoints in one state; the code that makes them so goes to their ends."""
        merged: dict[str, Bar] = {}
        for variable in [*end_body, *(v for v in end_orelse if v not in end_body)]:
            one, two = end_body.get(variable), end_orelse.get(variable)
            if one is not None and two is not None and nodes.equal(one.expr, two.expr) and one.type == two.type:
                merged[variable] = replace(one, owned=one.owned and two.owned)
                continue
            full = one is None or two is None or one.type != two.type
            owned = True
            kind = UNKNOWN
            for code, end in ((body, end_body), (orelse, end_orelse)):
                outer, self.code = self.code, code
                self.bars.live = dict(end)
                self.bars.return_shadows()
                self._settle(variable, full)
                self.code = outer
                end.clear()
                end.update(self.bars.live)
                owned = owned and end[variable].owned
                kind = end[variable].type
            merged[variable] = replace(end_body[variable], owned=owned, type=kind)
        self.bars.live = merged

    def _settle(self, variable: str, full: bool) -> None:
        """Give the adjoint its own name (and its full shape)."""
        bar = self.bars.live.get(variable)
        if bar is None or full:
            shadow = bar is not None and bar.shadow
            if shadow:
                return
            self._prepare(variable)
            return
        own = self.bars.name(variable)
        if not (isinstance(bar.expr, gast.Name) and bar.expr.id == own):
            self.bars.assign(variable, bar.expr, bar.type, False)

    def loop(self, stmt: For | While) -> None:
        start_code = list(self.code)
        start = self.bars.snapshot()
        names = set(self.taken), dict(self.bar_names)
        forced = self.entry_bars.setdefault(id(stmt), set())
        for _ in range(30):
            self.code, self.bars.live = list(start_code), dict(start)
            self.taken, self.bar_names = set(names[0]), dict(names[1])
            for variable in sorted(forced):
                self._prepare(variable)
            entry = self.bars.snapshot()
            body = self.block(stmt.body, id(stmt))
            end = self.bars.snapshot()
            changed = {v for v in {**entry, **end} if not _same_bar(entry.get(v), end.get(v))}
            new = {v for v in changed if v not in forced}
            if not new:
                break
            forced |= new
        outer, self.code = self.code, body
        self.bars.return_shadows()
        for variable in sorted(changed):
            if variable not in entry:
                continue
            self._close(variable, entry[variable])
        body, self.code = self.code, outer
        self.bars.live = {v: entry[v] for v in entry}
        for variable in forced:
            if variable in entry:
                self.bars.live[variable] = replace(entry[variable], owned=entry[variable].owned)
        if body:
            self._write_loop(stmt, body)

    def _close(self, variable: str, entry: Bar) -> None:
        """At the end of the reversed body: the adjoint as it was at its beginning (name, shape, ownership)."""
        bar = self.bars.live.get(variable)
        name = self.bars.name(variable)
        if bar is None:
            expr: gast.AST = nodes.constant(0.0)
            if not is_scalar(entry.type):
                expr = gast.Call(external("numpy.zeros_like"), [nodes.name(name)], [])
            self.bars.assign(variable, expr, entry.type, True)
            if entry.shadow:
                self.bars.live[variable] = replace(self.bars.live[variable], shadow=True)
            return
        self._prepare(variable)

    def _write_loop(self, stmt: For | While, body: list) -> None:
        header = self.hooks.loop_header(stmt, self)
        target, trips = header
        self.place = stmt.place
        self.write(gast.For(nodes.store_name(target), trips, body, [], None))
        self.place = None


def _is_bar(node: gast.AST) -> bool:
    """Is a line just `bar[y]`?"""
    return isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name) and node.value.id == "bar"


def _same_bar(a: Bar | None, b: Bar | None) -> bool:
    if a is None or b is None:
        return a is b
    return nodes.equal(a.expr, b.expr) and a.owned == b.owned and _same_shape(a.type, b.type) and a.shadow == b.shadow


def _same_shape(a: Type, b: Type) -> bool:
    if isinstance(a, Array) and isinstance(b, Array):
        return a.shape == b.shape and a.scalar == b.scalar  # as types: what the code at both ends assumes
    return is_scalar(a) and is_scalar(b) or a == b


def _plain_reads(exprs: list) -> set[str]:
    """Names read as values, not inside bar[...] or dot[...]."""
    found: set[str] = set()

    def walk(node) -> None:
        if isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name) and node.value.id in ("bar", "dot"):
            return
        if isinstance(node, gast.Name):
            found.add(node.id)
        for child in nodes.children(node):
            walk(child)

    for expr in exprs:
        walk(expr)
    return found


def _atoms(op: Op) -> list[gast.AST]:
    found: list = []
    for value in op.operands.values():
        found += [v for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, gast.AST)]
    return found


def _leaves(atom: gast.AST) -> list[gast.AST]:
    return list(atom.elts) if isinstance(atom, gast.Tuple | gast.List) else [atom]


def index_value(index: gast.AST) -> gast.AST:
    """An index as an expression: slices written as `slice(...)`."""
    if isinstance(index, gast.Slice):
        parts = [nodes.constant(None) if e is None else e for e in (index.lower, index.upper, index.step)]
        return gast.Call(external("builtins.slice"), parts, [])
    if isinstance(index, gast.Tuple):
        return gast.Tuple([index_value(e) for e in index.elts], gast.Load())
    return index


def _count_bindings(body: tuple) -> dict[str, int]:
    found: dict[str, int] = {}
    for stmt in statements(body):
        if isinstance(stmt, Bind | For):
            found[stmt.target] = found.get(stmt.target, 0) + 1
    return found


import operator  # noqa: E402

OPERATORS_GETITEM = operator.getitem
_HANDLERS = {
    Bind: "bind", Store: "store", Augment: "augment", Evaluate: "evaluate", If: "branch", For: "loop", While: "loop",
}  # fmt: skip
_KINDS = {"pair": "pair", "pairvalue": "pair_value", "copy": "copy", "rule": "rule", "display": "display", "item": "item", "pop": "pop"}
__all__ = ["Break", "Continue", "ReverseSweep", "is_float_like", "np"]
