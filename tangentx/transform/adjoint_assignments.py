"""The adjoint of an assignment: of the rule that it applies, of a copy, of an element that is read.

*Requires* a live adjoint of the target.  *Gives* statements that hand it on to the operands, in an order in which no
contribution destroys what another one reads.
"""

from __future__ import annotations

import operator
from dataclasses import replace

import gast

from tangentx.analysis.broadcasting import needs_reduction
from tangentx.analysis.program import Op, external
from tangentx.analysis.types import (
    HELD,
    UNKNOWN,
    Array,
    Dictionary,
    Sequence,
    Tree,
    Type,
    Unknown,
    is_complex,
    is_scalar,
    same_shape,
)
from tangentx.records import Bind
from tangentx.syntax import nodes
from tangentx.transform.contributions import Bar, augmented, check_sequence
from tangentx.transform.digits import loses_digits, of_all_digits
from tangentx.transform.filling import Filler
from tangentx.transform.indices import index_value, spoken
from tangentx.transform.new_axes import without_them
from tangentx.transform.partly_read import filled
from tangentx.transform.rule_lines import (
    active_leaves,
    atoms_of,
    element_of,
    is_bar,
    is_unreduced,
    locals_used,
    plain_reads,
    widens_at_once,
)
from tangentx.transform.simplifying import simplified
from tangentx.transform.statements import single_target
from tangentx.transform.sweep import Sweep


class Assignments(Sweep):
    """Adjoints of names bound to rules, names and elements."""

    def copy(self, stmt: Bind, op: Op, bar: Bar) -> None:
        self.done(stmt.target)
        self.restore(stmt)
        if not isinstance(stmt.value, gast.Name) or stmt.value.id not in self.activity.active:
            return
        source = stmt.value.id
        own = self.view_of(source) is None and self.bars.is_zero(source)
        tree = isinstance(self.types.get(stmt.target), Tree)
        own = own and not tree and (is_complex(self.types.get(source)) or not is_complex(bar.type))
        lists = all(isinstance(self.types.get(name), HELD) for name in (source, stmt.target))
        if own and (bar.shadow or bar.owned and lists):
            self.bars.live[source] = bar  # one buffer: it passes to the older name
            return
        if "handed" in op.operands and lists:  # zeros as long as it is by now, made for another path
            self.bars.assign(source, bar.expr, bar.type, bar.owned)
            return
        self.bars.accumulate(source, bar.expr, self.types[stmt.target] if tree else bar.type)
        moved = self.bars.live.get(source)
        if moved is not None and moved.expr is bar.expr and bar.owned:
            self.bars.live[source] = replace(moved, owned=True)

    # -- rules -------------------------------------------------------------------------------

    def rule(self, stmt: Bind, op: Op, bar: Bar) -> None:
        self.check_views(stmt, op)
        full = self._needs_full(op, bar, stmt.target) and not self._fills_slot(op, bar)
        if full or stmt.target in self.in_vain:
            self.bars.materialise(stmt.target, in_place=False)
            bar = self.bars.live[stmt.target]
        if op.callee is operator.getitem:
            self._getitem(stmt, op, bar)
            return
        lines = self._active_lines(op)
        whole = len(lines) == 1 and bar.owned and not self.bars.shared(stmt.target)
        how = bar.selected if op.rule.elementwise and op.rule.output else None
        fill = self._filler(stmt, op, bar, how)
        if any(stmt.target in nodes.names_read(e) for e in atoms_of(op)):
            self.done(stmt.target)
            self._rule_on_itself(stmt, op, bar, lines, fill, how)
            return
        self._locals(op, fill, [line[2] for line in lines])
        self.done(stmt.target)
        contributions = [
            (a, n, self.known.used_in(e, stmt)) for a, n, e in filled(lines, fill, how, self.in_vain)
        ]
        reads_output = self._reads_output(op, lines)
        if not reads_output:
            self.restore(stmt)
        self.bars.donor = bar if whole else None
        self._contribute(contributions)
        self.bars.donor = None
        if reads_output:
            self.restore(stmt)
        for _, name, _ in lines if bar.owned else ():
            if name is not None:
                self._hand_over(name, bar)

    def _filler(self, stmt: Bind, op: Op, bar: Bar, how: tuple | None) -> Filler:
        """Fills the rule's lines in, with the output's adjoint (what it was before its selection) as their `bar[y]`."""
        if op.rule.output:
            expr, own = bar.expr if how is None else how[1], self.types.get(stmt.target, UNKNOWN)
            seeds = {op.rule.output: of_all_digits(expr, bar.type, own, map(self.infer, atoms_of(op)))}
        else:
            outputs = enumerate(op.rule.outputs)
            seeds = {o: gast.Subscript(bar.expr, nodes.constant(i), gast.Load()) for i, o in outputs}
        return Filler(op, stmt.target, seeds, {}, self.infer)

    def _rule_on_itself(
        self, stmt: Bind, op: Op, bar: Bar, lines: list, fill: Filler, how: tuple | None
    ) -> None:
        """`y = f(y)`: the lines mean the old value by y, and y's own share comes last."""
        own = [line for line in lines if line[1] == stmt.target]
        others = [line for line in lines if line[1] != stmt.target]
        if self._reads_output(op, lines):
            kept = self.fresh(f"{stmt.target}_new")
            self.table[kept] = self.types.get(stmt.target, UNKNOWN)
            self.write(nodes.assign(kept, nodes.name(stmt.target)))
            fill.bindings[op.rule.output] = nodes.name(kept)
        self.restore(stmt)
        self._locals(op, fill, [line[2] for line in lines])  # of the old value, like the lines
        self.bars.reusable = bar if bar.owned and not others else None
        self._contribute(filled(others + own, fill, how, self.in_vain))
        self.bars.reusable = None

    def _hand_over(self, variable: str, bar: Bar) -> None:
        """The adjoint's buffer belongs to the operand now, if the contribution was the adjoint itself."""
        moved = self.bars.live.get(variable)
        taken = moved is not None and isinstance(bar.expr, gast.Name) and nodes.equal(moved.expr, bar.expr)
        if taken and not self.bars.shared(variable):
            self.bars.live[variable] = replace(moved, owned=True)

    def _reads_output(self, op: Op, lines: list) -> bool:
        """Do the adjoint lines, or what they share, use the output's value?"""
        return op.rule.output in plain_reads([e for _, _, e in lines] + [e for _, e in op.rule.locals])

    def _active_lines(self, op: Op) -> list[tuple]:
        """(atom or tuple of atoms, variable, adjoint expression) for each active operand."""
        found = []
        for parameter, expr in op.rule.bar:
            atom = op.operands.get(parameter)
            if isinstance(atom, gast.Tuple | gast.List):
                atom = tuple(atom.elts)
            if isinstance(atom, tuple) and any(active_leaves(atom, self.activity.active)):
                check_sequence(op, parameter, self.place, self.program.lines(self.place))
                found.append((atom, None, expr))
            elif isinstance(atom, gast.Name) and atom.id in self.activity.active:
                found.append((atom, atom.id, expr))
        return found

    def _fills_slot(self, op: Op, bar: Bar) -> bool:
        """Is it a number for every entry of a part, which is added to the slot as it is?"""
        base = self.types.get(op.operands["x"].id) if op.callee is operator.getitem else None
        known = isinstance(base, Array) and isinstance(base.shape, tuple) and not base.scalar
        return known and is_scalar(bar.type) and not self.may_repeat(op.operands["i"])

    def _needs_full(self, op: Op, bar: Bar, target: str) -> bool:
        """Does the rule want an adjoint of the output's full shape, and this one is smaller?"""
        own = self.types.get(target, UNKNOWN)
        handed_through = op.rule.bar and all(is_bar(line) for _, line in op.rule.bar)
        if not op.rule.elementwise and handed_through and not self._is_wider(own, op):
            return False  # as it is: broadcasting goes on
        if is_scalar(bar.type) and op.rule.bar and all(is_unreduced(line) for _, line in op.rule.bar):
            return False  # a number for all entries is one for what they were summed from
        if not self.bars.is_partial(bar, own):
            return False
        if not op.rule.elementwise or not isinstance(own, Array):
            return not is_scalar(bar.type) or not self._widens_at_once(op, target, own)
        if loses_digits(bar.expr, bar.type, own, map(self.infer, atoms_of(op))):
            return True
        operands = [self.types.get(line[1]) for line in self._active_lines(op) if line[1] is not None]
        return any(
            not isinstance(k, Array) or k.shape is None or needs_reduction(k.shape, own.shape)
            for k in operands
        )

    def _widens_at_once(self, op: Op, target: str, own: Type) -> bool:
        """Is a number for every entry of the output's adjoint made as large by the first thing done to it?"""
        if not isinstance(own, Array) or not op.rule.output or not op.rule.bar:
            return False
        fill = Filler(op, target, {op.rule.output: nodes.constant(1.0)}, {}, self.infer)
        lines = [line for _, line in (*op.rule.bar, *op.rule.locals)]

        def is_whole(factor: gast.AST) -> bool:
            kind = self.infer(fill(factor))
            return isinstance(kind, Array) and same_shape(kind.shape, own.shape)

        return all(widens_at_once(line, is_whole) for line in lines)

    def _is_wider(self, own: Type, op: Op) -> bool:
        """May the result have more entries than an operand that gets its adjoint as it is, as in `np.full`?"""
        operands = [self.types.get(line[1]) for line in self._active_lines(op) if line[1] is not None]
        return any(
            (is_scalar(k) or isinstance(k, Array)) and not is_scalar(own)
            and needs_reduction(getattr(k, "shape", ()), getattr(own, "shape", None))
            for k in operands
        )  # fmt: skip

    def _locals(self, op: Op, fill: Filler, exprs: list) -> None:
        """The rule's shared work that its active lines use."""
        for name, expr in locals_used(op, exprs):
            filled = fill(expr)
            if isinstance(filled, gast.Name | gast.Constant):
                fill.bindings[name] = filled
                continue
            local = self.fresh(f"_{name}")
            self.write(nodes.assign(local, filled))
            self.table[local] = self.infer(filled)
            fill.bindings[name] = nodes.name(local)

    def hand_back(self, stmt: Bind, op: Op, bar: Bar) -> None:
        """What `ravel` gave has an adjoint of its own where it is a copy: the array gets it."""
        (base,) = self.view_of(stmt.target).bases
        line = next(e for p, e in op.rule.bar if getattr(op.operands.get(p), "id", None) == base)
        whole = self.bars.live[base].expr
        shared = gast.Call(external("numpy.shares_memory"), [bar.expr, whole], [])
        if isinstance(stmt.value, gast.Subscript):
            args = [whole, index_value(stmt.value.slice), bar.expr]
            passed: gast.AST = gast.Expr(gast.Call(external("runtime.add_at"), args, []))
        else:
            given = self._filler(stmt, op, bar, None)(line)
            passed = gast.AugAssign(nodes.store_name(whole.id), gast.Add(), given)
        self.write(gast.If(gast.UnaryOp(gast.Not(), shared), [passed], []))

    # -- contributions -----------------------------------------------------------------------

    def _contribute(self, contributions: list) -> None:
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
            (atom, name, expr if times == 1 else self._product(float(times), expr))
            for atom, name, expr, times in merged
        ]
        while entries:
            entry = self._next_entry(entries)
            entries.remove(entry)
            atom, name, expr = entry
            if isinstance(atom, tuple):
                self._contribute_sequence(atom, expr)
            else:
                self.bars.accumulate(name, expr, self.infer(expr))

    def _product(self, number: float, expr: gast.AST) -> gast.AST:
        return simplified(gast.BinOp(nodes.constant(number), gast.Mult(), expr), self.infer)

    def _next_entry(self, entries: list) -> tuple:
        """A contribution whose writing disturbs no other; if there is none, the others are evaluated first."""
        for entry in entries:
            if isinstance(entry[0], tuple):
                continue
            written = {self.bar_name(entry[1])}
            if self.is_shadowed(entry[1]):
                written |= self.bars.begun_by_shadow(entry[1])
            if all(written.isdisjoint(nodes.names_read(e)) for _, _, e in entries if e is not entry[2]):
                return entry
        if len(entries) > 1:
            for i, (atom, name, expr) in enumerate(entries[1:], 1):
                kept = self.fresh("_share")
                self.write(nodes.assign(kept, expr))
                self.table[kept] = self.infer(expr)
                entries[i] = (atom, name, nodes.name(kept))
        return entries[0]

    def _contribute_sequence(self, atoms: tuple, expr: gast.AST) -> None:
        active, parts, kind = [*active_leaves(atoms, self.activity.active)], expr, self.infer(expr)
        if not isinstance(expr, gast.Name) or expr.id in {self.bar_name(name) for _, name in active}:
            parts = nodes.name(self.fresh("_parts"))
            self.write(nodes.assign(parts.id, expr))
            self.table[parts.id] = kind
        for way, name in active:
            part = parts if is_scalar(kind) else element_of(parts, way, kind)  # a number for every entry
            found = self.infer(part)
            self.bars.accumulate(name, part, found)

    # -- elements ----------------------------------------------------------------------------

    def _getitem(self, stmt: Bind, op: Op, bar: Bar) -> None:
        """`y = x[i]`: the adjoint goes into the slot of x's adjoint."""
        base = op.operands["x"].id
        index = op.operands["i"]
        bar = self._element(stmt, base, bar)
        self.done(stmt.target)
        self.restore(stmt)
        mask = self.types.get(index.id) if isinstance(index, gast.Name) else None
        masked = (
            self.bars.is_zero(base)
            and isinstance(mask, Array)
            and mask.kind == "b"
            and (same_shape(mask.shape, getattr(self.types.get(base), "shape", None)))
        )
        if is_scalar(self.types.get(base)) or self._is_all(base, index):  # `np.sum(x)[()]`: all that there is
            self.bars.accumulate(base, bar.expr, bar.type)
            return
        part = self._of_new_axes(stmt, base, index, bar)
        if part is not None:
            self.bars.hand_on(base, bar, part, self.infer(part))
            return
        bar = self._kept_apart(stmt.target, base, bar)
        self.prepare(base)
        if (
            not isinstance(self.types.get(base), Array)
            or self.types[base].shape is None
            or self.may_repeat(index)
        ):
            call = gast.Call(
                external("runtime.add_at"), [self.bars.live[base].expr, index_value(index), bar.expr], []
            )
            self.write(gast.Expr(call))
            return
        whole = self.bars.live[base]
        slot = gast.Subscript(whole.expr, index, gast.Store())
        self.write(augmented(slot, bar.expr))
        if masked and not whole.shadow:
            how = self.lasting(base, (index, whole.expr, 1))
            self.bars.live[base] = replace(whole, selected=how)

    def _of_new_axes(self, stmt: Bind, base: str, index: gast.AST, bar: Bar) -> gast.AST | None:
        """The adjoint of `x[:, None]` as one of x."""
        kind, own = self.types[base], self.types.get(stmt.target, UNKNOWN)
        if (
            not isinstance(kind, Array)
            or kind.rank is None
            or not self.is_array(base)
            or self.is_shadowed(base)
        ):
            return None
        part = without_them(index, bar.expr, kind.rank)
        if part is None or is_scalar(bar.type):  # a number for every entry
            return part and bar.expr
        fits = isinstance(own, Array) and own.rank == getattr(bar.type, "rank", None) is not None
        return part if fits and not self.bars.is_partial(bar, own) else None

    def _is_all(self, base: str, index: gast.AST) -> bool:
        """`x[()]` of what may be a number, which has no slots, and whose adjoint is no part of a buffer."""
        kind = self.types.get(base)
        unknown = isinstance(kind, Unknown) or isinstance(kind, Array) and kind.shape is None
        unknown = unknown and not self.is_shadowed(base)
        return unknown and isinstance(index, gast.Tuple) and not index.elts

    def _kept_apart(self, target: str, base: str, bar: Bar) -> Bar:
        """`u = u[1:]`: one name for two adjoints, and the other one is about to be bound to zeros."""
        if self.bars.begun_by_shadow(base).isdisjoint(nodes.names_read(bar.expr)):
            return bar
        return self._named_apart(target, bar)

    def item(self, stmt: Bind, op: Op, bar: Bar) -> None:
        base = op.operands["base"].id
        bar = self._element(stmt, base, bar)
        self.done(stmt.target)
        self.restore(stmt)
        if isinstance(self.types.get(base), Tree):
            call = gast.Call(external("runtime.twig"), [spoken(op.operands["index"]), bar.expr], [])
            self.bars.accumulate(base, call, self.types[base])
            return
        bar = self._kept_apart(stmt.target, base, bar)
        self.prepare(base)
        slot = gast.Subscript(self.bars.live[base].expr, op.operands["index"], gast.Store())
        if isinstance(self.types.get(stmt.target), HELD | Sequence | Dictionary | Tree):
            call = gast.Call(external("runtime.add_trees"), [slot, bar.expr], [])
            self.write(gast.Assign([slot], call, None))
            return
        self.write(augmented(slot, bar.expr))

    def _element(self, stmt: Bind, base: str, bar: Bar) -> Bar:
        """The adjoint of an element as its slot can take it.  It is asked for before the element's name gets back what
        it stood for in the trip before, which may have another shape."""
        target, own = stmt.target, self.types.get(stmt.target, UNKNOWN)
        if isinstance(own, HELD | Sequence | Dictionary | Tree):
            return bar
        expr, kind = self.bars.fitted(target, bar.expr, bar.type, own)
        bar = replace(bar, expr=expr, type=kind)
        back = target == base or any(single_target(made) == target for made in self.hooks.at_statement(stmt))
        return self._named_apart(target, bar) if back and target in nodes.names_read(expr) else bar

    def _named_apart(self, target: str, bar: Bar) -> Bar:
        kept = self.fresh(f"_{target.lstrip('_')}_bar")
        self.write(nodes.assign(kept, bar.expr))
        self.table[kept] = bar.type
        return replace(bar, expr=nodes.name(kept))
