"""The adjoint of stores: `u[i] = e`, `u[i] op= e` and `u op= e`.

*Requires* an array or container that is written.  *Gives* statements on its shadow: read the adjoint of the slot, zero
or rescale it, pass it on to the stored value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import gast

from tangentx.analysis import kept
from tangentx.analysis.activity import chain
from tangentx.analysis.expressions import OPERATORS
from tangentx.analysis.program import Op, base_name, external
from tangentx.analysis.types import (
    HELD,
    UNKNOWN,
    Array,
    ListOf,
    Record,
    Type,
    Unknown,
    is_scalar,
    sites_of,
    with_sites,
)
from tangentx.errors import AliasingError
from tangentx.records import Augment, Store
from tangentx.syntax import nodes
from tangentx.templating import registry
from tangentx.transform import twins
from tangentx.transform.filling import Filler
from tangentx.transform.indices import index_value
from tangentx.transform.rule_lines import plain_reads
from tangentx.transform.sweep import Sweep


class Stores(Sweep):
    """Adjoints of slots that are written."""

    def store(self, stmt: Store) -> None:
        """`u[i] = e`."""
        base = base_name(stmt.target)
        self.restore(stmt)
        if base not in self.activity.active or twins.holds_arrays(self, base) or self._untouched(stmt, base):
            return
        self.check_seen(stmt)
        self.check_kept(stmt)
        if self.program.is_passed(stmt):
            return  # the call before it updates the adjoint
        self._check_part(stmt, base)
        self._own(base)
        slot = gast.Subscript(self.bars.live[base].expr, stmt.target.slice, gast.Load())
        zero = gast.Assign([gast.Subscript(slot.value, slot.slice, gast.Store())], nodes.constant(0.0), None)
        kind = self._slot_type(stmt)
        value = stmt.value
        if isinstance(self.types.get(base), HELD) and not is_scalar(kind):
            before = twins.replaced(self, stmt)
            zero.value = gast.Call(external("runtime.shadow"), [slot if before is None else before], [])
            if base in self.twins and kept.is_keeper(kind):
                zero.value = twins.zero(self, stmt, slot)
        held = isinstance(self.types.get(base), HELD)
        if held and getattr(value, "id", None) in self.twins:
            self.write(zero)
        elif isinstance(value, gast.Name) and value.id in self.activity.active:
            self._pass_on(value.id, slot, kind, stmt, zero)
        elif any(n in self.activity.active for n in nodes.names_read(value)):  # `rows[i] = (a, b)`
            part = nodes.name(self.fresh("_slot"))
            self.write(nodes.assign(part.id, slot))
            self.write(zero)
            self.display_nested(value, part)
        else:
            self.write(zero)

    def _check_part(self, stmt: Store, base: str) -> None:
        """Several elements of a list are replaced at once, perhaps by more or by fewer: of one that had no derivative
        when it was looked at, but is another name's list on a path where that has one."""
        if isinstance(self.types.get(base), HELD) and isinstance(stmt.target.slice, gast.Slice):
            raise AliasingError(
                "a part of a list is replaced here, which carries a derivative on other paths", code="TX504",
                place=stmt.place, lines=self.program.lines(stmt.place),
                help=("store the elements one by one", "or make a new list: a[:i] + values + a[j:]"),
            )  # fmt: skip

    def _untouched(self, stmt, base: str) -> bool:
        """Is every adjoint that a store into base could read still zero?"""
        if not all(map(self.bars.is_zero, chain(self.holders, base))):
            return False
        if any(v in self.bars.live for v in self.aliasing.seen.get(id(stmt), ())):
            return False
        mine = sites_of(self.types.get(base))
        return all(mine.isdisjoint(sites_of(self.types.get(v))) for v in self.bars.live)

    def _own(self, base: str) -> None:
        if isinstance(self.types.get(base), Array):
            self.bars.shadow(base)
        else:
            self.own_container(base)

    def _slot_type(self, stmt) -> Type:
        known = self.infer(gast.Subscript(nodes.name(base_name(stmt.target)), stmt.target.slice, gast.Load()))
        base = self.types.get(base_name(stmt.target))
        if isinstance(base, ListOf):
            return base.item or UNKNOWN
        if isinstance(base, Record):
            return base.slot(stmt.target.slice.value) or UNKNOWN
        return known

    def _pass_on(self, variable: str, slot: gast.AST, kind: Type, stmt, zero: gast.AST) -> None:
        """The adjoint of a slot to the stored value: a copy, because the slot is zeroed next."""
        expr: gast.AST = slot
        if self.may_repeat(slot.slice) and isinstance(self.types.get(base_name(stmt.target)), Array):
            expr = gast.Call(external("runtime.take_last"), [slot.value, index_value(slot.slice)], [])
            kind = with_sites(kind, frozenset()) if isinstance(kind, Array) else kind
        elif not isinstance(kind, Array) and not is_scalar(kind):
            expr = gast.Call(external("runtime.copied"), [slot], [])
        elif isinstance(self.types.get(base_name(stmt.target)), HELD):
            own = self.types.get(variable)
            kind = _as_large(with_sites(kind, frozenset()), own)  # the list's slot gets another object next
        elif not is_scalar(kind):
            expr = nodes.method(slot, "copy")
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

    # -- augmented stores --------------------------------------------------------------------

    def augment(self, stmt: Augment) -> None:
        """`u[i] op= e` and `u op= e` on arrays: `+=` and `-=` leave the slot's adjoint, the others rescale it."""
        base = base_name(stmt.target)
        if base not in self.activity.active or self._untouched(stmt, base):
            self.restore(stmt)
            return
        if self.program.each(stmt) is not None:
            self._each(stmt, base)
            return
        rule = registry.find(OPERATORS[type(stmt.op)], (None, None))
        x, y = (p.name for p in rule.parameters[:2])
        lines = dict(rule.bar)
        active = isinstance(stmt.value, gast.Name) and stmt.value.id in self.activity.active
        index = stmt.target.slice if isinstance(stmt.target, gast.Subscript) else nodes.constant(...)
        slot, old = self._slot_and_old(stmt, base, index)
        kind = self.infer(old)
        used = [lines[y]] * active + [lines[x]]
        new = self._new_value(old, kind) if rule.output in plain_reads(used) else nodes.name("_unused")
        self.restore(stmt)
        self.check_seen(stmt)
        self._own(base)
        slot, _ = self._slot_and_old(stmt, base, index)
        op = Op("rule", rule, {x: old, y: stmt.value}, OPERATORS[type(stmt.op)])
        read = self._read_slot(stmt, slot, index, kind)
        kept = isinstance(stmt.op, gast.Add | gast.Sub) and read is slot
        overlaps = active and not kept and self._may_overlap(stmt.value.id, base)
        given = self._slot_copied(slot, kind) if overlaps and read is slot else read

        def filled(line: gast.AST, bar: gast.AST) -> gast.AST:
            return Filler(op, new.id, {rule.output: bar}, {}, self._infer_slot(bar, kind))(line)

        share = filled(lines[y], given) if active else None
        if share is not None and not overlaps:
            self._accumulate_slot(stmt.value.id, share, self.infer(share))
        if not kept:
            self._rescale(slot, filled(lines[x], read), read, index, stmt)
        if share is not None and overlaps:  # its place in the buffer is rescaled as well
            self._accumulate_slot(stmt.value.id, share, self.infer(share))

    def _read_slot(self, stmt: Augment, slot: gast.AST, index: gast.AST, kind: Type) -> gast.AST:
        """The adjoint of the slot; of entries that come twice, the last writer has it."""
        if not self.may_repeat(index) or not isinstance(stmt.target, gast.Subscript):
            return slot
        read = nodes.name(self.fresh("_slot"))
        taken = gast.Call(external("runtime.take_last"), [slot.value, index_value(index)], [])
        self.write(nodes.assign(read.id, taken))
        self.table[read.id] = kind
        return read

    def _slot_copied(self, slot: gast.AST, kind: Type) -> gast.AST:
        copied = nodes.name(self.fresh("_slot"))
        self.write(nodes.assign(copied.id, nodes.method(nodes.clone(slot), "copy")))
        self.table[copied.id] = with_sites(kind, frozenset()) if isinstance(kind, Array) else kind
        return copied

    def _may_overlap(self, variable: str, base: str) -> bool:
        """May their adjoints be in one buffer?"""
        return not self.roots_of(variable).isdisjoint(self.roots_of(base))

    def _slot_and_old(self, stmt: Augment, base: str, index: gast.AST) -> tuple[gast.AST, gast.AST]:
        """The slot in the adjoint's buffer, and in the array."""
        whole = self.bars.live[base].expr if base in self.bars.live else nodes.name(base)
        if isinstance(stmt.target, gast.Name):
            return whole, nodes.name(base)
        return gast.Subscript(whole, index, gast.Load()), gast.Subscript(nodes.name(base), index, gast.Load())

    def _new_value(self, slot: gast.AST, kind: Type) -> gast.Name:
        """What the statement gave, read before it is undone."""
        name = self.fresh("_new")
        copied = nodes.method(slot, "copy")
        self.write(nodes.assign(name, slot if is_scalar(kind) else copied))
        self.table[name] = with_sites(kind, frozenset()) if isinstance(kind, Array) else kind
        return nodes.name(name)

    def _each(self, stmt: Augment, base: str) -> None:
        """`np.add.at(u, i, e)`: every entry of e reached its slot, however often the slot comes."""
        self.restore(stmt)
        self.check_seen(stmt)
        self._own(base)
        whole, index = self.bars.live[base].expr, index_value(stmt.target.slice)
        if isinstance(stmt.value, gast.Name) and stmt.value.id in self.activity.active:
            if isinstance(stmt.op, gast.Mult) and self._may_overlap(stmt.value.id, base):
                self.refuse_alias(base, stmt.value.id, stmt)
            slot: gast.AST = gast.Subscript(whole, stmt.target.slice, gast.Load())
            kind = self._slot_type(stmt)
            if isinstance(stmt.op, gast.Sub):
                slot = gast.UnaryOp(gast.USub(), slot)
            elif isinstance(stmt.op, gast.Mult):
                args = [whole, nodes.name(base), index, stmt.value]
                slot = gast.Call(external("runtime.multiply_at_bar"), args, [])
            self._accumulate_slot(stmt.value.id, slot, kind)
        if isinstance(stmt.op, gast.Mult):
            call = gast.Call(
                nodes.clone(self.program.each(stmt)), [whole, index, nodes.clone(stmt.value)], []
            )
            self.write(gast.Expr(call))

    def _rescale(self, slot: gast.AST, factor: gast.AST, read: gast.AST, index: gast.AST, stmt) -> None:
        if read is not slot:  # repeated entries: only the last writer counts, and every reader gets its share
            self.write(
                gast.Assign([gast.Subscript(slot.value, index, gast.Store())], nodes.constant(0.0), None)
            )
            self.write(
                gast.Expr(gast.Call(external("runtime.add_at"), [slot.value, index_value(index), factor], []))
            )
            return
        if isinstance(slot, gast.Name):
            target: gast.AST = gast.Subscript(slot, nodes.constant(...), gast.Store())
        else:
            target = gast.Subscript(slot.value, slot.slice, gast.Store())
        rescales = isinstance(factor, gast.BinOp) and isinstance(factor.op, gast.Mult | gast.Div)
        if rescales and nodes.equal(factor.left, slot):
            named = nodes.store_name(slot.id) if isinstance(slot, gast.Name) else target
            self.write(gast.AugAssign(named, factor.op, factor.right))
        else:
            self.write(gast.Assign([target], factor, None))

    def _infer_slot(self, slot: gast.AST, kind: Type) -> Callable[[gast.AST], Type]:
        return lambda node: kind if node is slot or nodes.equal(node, slot) else self.infer(node)

    def _accumulate_slot(self, variable: str, expr: gast.AST, kind: Type) -> None:
        """A contribution that may be the slot itself must not remain a view of the shadow."""
        if isinstance(kind, Unknown) and isinstance(
            expr, gast.Subscript
        ):  # one index makes a view, several a copy
            expr = gast.Call(external("runtime.copied"), [expr], [])
        if is_scalar(kind) or not sites_of(kind):
            self.bars.accumulate(variable, expr, kind)
            return
        name = self.fresh("_slot")
        self.write(nodes.assign(name, nodes.method(expr, "copy")))
        self.table[name] = kind
        self.bars.accumulate(variable, nodes.name(name), with_sites(kind, frozenset((name,))))


def _as_large(kind: Type, stored: Type | None) -> Type:
    """The type of the adjoint of a list's slot: what was stored there, of as many entries as that has."""
    alike = isinstance(kind, Array) and isinstance(stored, Array) and kind.rank == stored.rank
    return replace(kind, shape=stored.shape) if alike and kind.scalar == stored.scalar else kind
