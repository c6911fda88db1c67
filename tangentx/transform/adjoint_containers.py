"""The adjoint of values made of parts: displays, lists that grow and shrink, and the pairs of recursive calls.

*Requires* a container whose adjoint is a container of the same structure.  *Gives* statements that hand the parts of
the adjoint on to the parts of the value: an `append` is reversed by a `pop` of the adjoint, a `pop` by an `append`.
"""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis.program import Op, external
from tangentx.analysis.structures import display_items
from tangentx.analysis.types import HELD, ITSELF, UNKNOWN, Dictionary, Sequence, Tree, with_sites
from tangentx.records import Bind, Evaluate
from tangentx.syntax import nodes
from tangentx.transform import twins
from tangentx.transform.contributions import Bar
from tangentx.transform.indices import spoken
from tangentx.transform.sweep import Sweep


def put_in(items: gast.AST, op: Op, value: gast.AST) -> gast.AST:
    """The statement that puts a value where an "append" puts it, or a "pop" has found it."""
    at = op.operands.get("index")
    if "keyed" in op.operands:
        return gast.Assign([gast.Subscript(items, nodes.clone(at), gast.Store())], value, None)
    how, given = ("append", [value]) if at is None else ("insert", [nodes.clone(at), value])
    return gast.Expr(nodes.method(items, how, *given))


def taken_out(items: gast.AST, op: Op) -> gast.AST:
    """The call that takes it out again."""
    at = op.operands.get("index")
    given = [] if at is None else [nodes.clone(at)]
    return nodes.method(items, "pop", *given)


class Containers(Sweep):
    """Adjoints of displays, of methods of lists, and of calls whose value comes with what their reverse needs."""

    def display(self, stmt: Bind, op: Op, bar: Bar) -> None:
        self.check_kept(stmt)
        self.done(stmt.target)
        self.restore(stmt)
        items = op.operands["items"]
        if isinstance(self.types.get(stmt.target), Tree):
            self._parts(bar.expr, list(zip(op.operands.get("keys", range(len(items))), items, strict=True)))
            return
        active = {n for atom in items for n in nodes.names_read(atom)} & self.activity.active
        begun = {name for n in sorted(active) for name in self.bars.begun_by_shadow(n)}
        if not begun.isdisjoint(
            nodes.names_read(bar.expr)
        ):  # `rows = [a, rows[0]]`: one name for two adjoints
            kept = self.fresh(f"_{stmt.target.lstrip('_')}_bar")
            self.write(nodes.assign(kept, bar.expr))
            self.table[kept] = bar.type
            bar = replace(bar, expr=nodes.name(kept))
        for key, atom in zip(op.operands.get("keys", range(len(items))), items, strict=True):
            part = nodes.subscript(bar.expr, key)
            if getattr(atom, "id", None) in self.twins:
                continue
            if isinstance(atom, gast.Name) and atom.id in self.activity.active:
                self.bars.accumulate(atom.id, part, self.part_type(atom.id))
            else:
                self.display_nested(atom, part)

    def _parts(self, bar: gast.AST, items: list) -> None:
        """The adjoints of what a tree was made of."""
        own = {self.bar_name(n) for _, atom in items for n in nodes.names_read(atom)}
        if not own.isdisjoint(nodes.names_read(bar)):  # `node = (x, node)`
            kept = self.fresh("_node_bar")
            self.write(nodes.assign(kept, bar))
            bar = nodes.name(kept)
        for key, atom in items:
            call = gast.Call(external("runtime.part_of"), [bar, spoken(nodes.constant(key))], [])
            if isinstance(atom, gast.Name) and atom.id in self.activity.active:
                kind = with_sites(self.types.get(atom.id, UNKNOWN), frozenset())
                if isinstance(kind, HELD | Sequence | Dictionary):
                    kind = ITSELF  # what has come to a container in it is as that of a tree
                elif not isinstance(kind, Tree):
                    call.args.append(self.bars.zeros(atom.id)[0])
                self.bars.accumulate(atom.id, call, kind)
            elif display_items(atom):
                self._parts(call, display_items(atom))

    # -- lists -------------------------------------------------------------------------------

    def pop(self, stmt: Bind, op: Op, bar: Bar) -> None:
        base = op.operands["base"].id
        self.check_seen(stmt, base)
        self.bars.materialise(stmt.target)
        bar = self.bars.live[stmt.target]
        self.done(stmt.target)
        self.own_container(base)  # as long as the list is before it is restored
        self.restore(stmt)
        self.write(put_in(self.bars.live[base].expr, op, bar.expr))

    def evaluate(self, stmt: Evaluate) -> None:
        op = self.program.ops.get(id(stmt))
        appends = op is not None and op.kind == "append" and op.operands["base"].id in self.activity.active
        if appends:
            self.check_kept(stmt)
        base = op.operands["base"].id if appends else ""
        if not appends or twins.holds_arrays(self, base):
            self.restore(stmt)
            return
        self.check_seen(stmt, base)
        self.own_container(base)  # as long as the list is before it is restored
        self.restore(stmt)
        taken = taken_out(self.bars.live[base].expr, op)
        atom = op.operands["value"]
        if getattr(atom, "id", None) in self.twins:
            self.write(gast.Expr(taken))
        elif isinstance(atom, gast.Name) and atom.id in self.activity.active:
            name = self.fresh("_popped")
            kind = self.types.get(atom.id, UNKNOWN)
            self.write(nodes.assign(name, taken))
            self.table[name] = kind
            self.bars.accumulate(atom.id, nodes.name(name), kind)
        elif display_items(atom):
            name = self.fresh("_popped")
            self.write(nodes.assign(name, taken))
            self.display_nested(atom, nodes.name(name), getattr(self.types[base], "item", None))
        else:
            self.write(gast.Expr(taken))

    # -- pairs -------------------------------------------------------------------------------

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
            self.hand_on(atom, gast.Subscript(nodes.name(parts), nodes.constant(i), gast.Load()))

    def hand_on(self, atom: gast.AST, part: gast.AST) -> None:
        """The adjoint of an argument of a recursive call."""
        if isinstance(atom, gast.Name) and atom.id in self.activity.active:
            self.bars.accumulate(atom.id, part, self.part_type(atom.id))
        else:
            self.display_nested(atom, part)
