"""Sums of squares as one operation, for values that nobody sees and that decide nothing (`analysis.decisions`).

    _t = d**2
    r2 = np.sum(_t, axis=1)          ->       r2 = np.einsum("ij,ij->i", d, d)

*Requires* a program in its final form.  *Gives* another expression for a sum whose operand is only defined by a square,
in the same block, with nothing in between that binds the array or writes on it.
"""

from __future__ import annotations

import gast

from tangentx.analysis.layout import layout
from tangentx.analysis.program import Program, base_name, statements
from tangentx.analysis.types import sites_of
from tangentx.analysis.webs import bound_names
from tangentx.records import Augment, Bind, Evaluate, Store
from tangentx.syntax import nodes
from tangentx.transform.numbers import Numbers
from tangentx.transform.summed_products import with_sums

_SUMS = ("sum", "sum_leading")


class QuickSums:
    """Asked for each statement of a program."""

    def __init__(self, program: Program, number: Numbers):
        self.program, self.number = program, number
        self.layout = layout(program)
        self.stored = {
            base_name(s.target) for s in statements(program.body) if isinstance(s, Store | Augment)
        }

    def __call__(self, stmt: Bind) -> gast.AST | None:
        """The sum as one operation; None where it stays what it is."""
        op = self.program.op(stmt)
        if op.rule.name not in _SUMS or not _is_default(op.operands.get("dtype", nodes.constant(None))):
            return None
        factor = self._factor(op.operands["x"], stmt)
        if factor is None:
            return None
        given = {k: v for k, v in op.operands.items() if k in ("axis", "keepdims")}
        keywords = [gast.keyword(k, v) for k, v in given.items() if not _is_default(v)]
        square = gast.BinOp(nodes.clone(factor), gast.Mult(), nodes.clone(factor))
        plain = gast.Call(nodes.parse_external("@numpy.sum"), [square], keywords)
        made = with_sums(plain, self.number)
        return None if nodes.equal(made, plain) else made

    def _factor(self, atom: gast.AST, stmt: Bind) -> gast.AST | None:
        """The array whose squares are summed, where it is still the same."""
        spots = self.layout.definitions.get(getattr(atom, "id", ""), ())
        if len(spots) != 1 or atom.id in self.stored or atom.id in self.program.parameters:
            return None
        spot, here = spots[0], self.layout.spots[id(stmt)]
        factor = self._squared(spot.stmt) if isinstance(spot.stmt, Bind) else None
        if factor is None or spot.block != here.block or spot.index > here.index:
            return None
        between = self.layout.blocks[here.block][spot.index + 1 : here.index]
        return None if any(self._changes(s, factor.id) for s in statements(between)) else factor

    def _squared(self, stmt: Bind) -> gast.Name | None:
        op = self.program.op(stmt)
        if (
            op.kind != "rule"
            or op.rule.name not in ("pow_two", "square", "mul")
            or set(op.operands) - set("xyn")
        ):
            return None
        x = op.operands["x"]
        alike = op.rule.name != "mul" or nodes.equal(x, op.operands["y"])
        return x if alike and isinstance(x, gast.Name) else None

    def _changes(self, stmt, name: str) -> bool:
        """May it bind the array, or write on it?"""
        if isinstance(stmt, Bind):
            return stmt.target == name or not self.program.op(stmt).pure
        if isinstance(stmt, Store | Augment | Evaluate):
            return bool(sites_of(self.program.types.get(name)))
        return name in bound_names(stmt) or bool(sites_of(self.program.types.get(name)))


def _is_default(node: gast.AST) -> bool:
    return isinstance(node, gast.Constant) and (node.value is None or node.value is False)
