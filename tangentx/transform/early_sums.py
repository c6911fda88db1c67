"""An adjoint that is only summed is summed term by term, before the products it is made of.

    d_bar = np.einsum("nki,kij->nkj", e, L)             e_sum = np.sum(e, axis=0)
    d_bar += e * q                                      d_bar_sum = np.einsum("ki,kij->kj", e_sum, L)
    c_bar = -np.sum(d_bar, axis=0)              ->      d_bar_sum += e_sum * q
                                                        c_bar = -d_bar_sum

*Requires* a tidied body whose statements know their sweep, and a test for numbers.  *Gives* the same body up to the
order of sums, changed where it stands: where at least one term has a factor that can be summed first, so that what is
multiplied is smaller by an axis.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import gast

from tangentx.analysis.types import Array, Dim
from tangentx.syntax import nodes
from tangentx.transform.numbers import Numbers
from tangentx.transform.statements import (
    all_targets,
    bindings,
    everything,
    own_expressions,
    readings,
    single_target,
)
from tangentx.transform.summed_products import same_extent, shape_of, with_sums

_READERS = tuple(f"@numpy.{name}" for name in ("sum", "einsum", "dot", "vdot", "outer"))


def with_early_sums(body: list[gast.AST], number: Numbers, taken: set[str]) -> None:
    """Change the statements of the reverse sweep."""
    reads = readings(body)
    bound = bindings(body)
    sums = Counter(getattr(s.target, "id", None) for s in body if isinstance(s, gast.AugAssign))
    summed = {n for s in body for e in own_expressions(s) for n in _summed_names(e)}
    for stmt in list(body):
        name = single_target(stmt)
        if name in summed and getattr(stmt, "sweep", "") == "reverse":
            if bound[name] == reads[name] == 1 + sums[name]:
                _Adjoint(body, name, number, taken).sum_early()


def _summed_names(node: gast.AST) -> set[str]:
    """The arrays of which a sum over axes is taken."""
    calls = (n for n in nodes.walk(node) if isinstance(n, gast.Call) and n.keywords)
    return {
        c.args[0].id
        for c in calls
        if nodes.dotted(c.func) == "@numpy.sum" and isinstance(c.args[0], gast.Name)
    }


@dataclass(frozen=True)
class _Whole:
    """The only statement that reads an adjoint, and the call that sums it."""

    stmt: gast.AST
    call: gast.Call
    axis: int
    keeps: bool


class _Adjoint:
    def __init__(self, body: list[gast.AST], name: str, number: Numbers, taken: set[str]):
        self.body, self.name, self.number, self.taken = body, name, number, taken
        self.terms = [
            s for s in body
            if single_target(s) == name
            or isinstance(s, gast.AugAssign) and getattr(s.target, "id", None) == name
        ]  # fmt: skip
        kind = number.table.get(name)
        self.rank = len(kind.shape) if isinstance(kind, Array) and isinstance(kind.shape, tuple) else 0
        self.ahead: dict[
            str, tuple[gast.AST, gast.AST]
        ] = {}  # name -> the sum it stands for, and before what

    def sum_early(self) -> None:
        """Change the statements, where that is less work."""
        whole = self._whole()
        plain = all(isinstance(getattr(t, "op", gast.Add()), gast.Add | gast.Sub) for t in self.terms)
        if whole is None or not plain:
            return
        made = [self._summed(term, whole.axis) for term in self.terms]
        if None in made or not any(gains for _, gains in made):
            return
        name = nodes.claimed(f"_{self.name.strip('_')}_sum", self.taken)
        kind = self.number.table[self.name]
        shape = tuple(d for i, d in enumerate(kind.shape) if i != whole.axis)
        self.number.table[name] = Array(kind.dtype, shape)
        for term, (value, _) in zip(self.terms, made, strict=True):
            term.value = value
            if isinstance(term, gast.Assign):
                term.targets = [nodes.store_name(name)]
            else:
                term.target = nodes.store_name(name)
        found: gast.AST = nodes.name(name)
        if whole.keeps:
            index = ", ".join("None" if i == whole.axis else ":" for i in range(self.rank))
            found = gast.Subscript(found, nodes.parse_expression(f"x[{index}]").slice, gast.Load())
        whole.stmt.value = _replaced(whole.stmt.value, whole.call, found)
        for ahead, (value, before) in self.ahead.items():
            stmt = nodes.assign(ahead, value)
            stmt.sweep, stmt.place = "reverse", getattr(before, "place", None)
            self.body.insert(next(k for k, s in enumerate(self.body) if s is before), stmt)

    def _whole(self) -> _Whole | None:
        """What reads the adjoint: a sum over one axis, in a statement of this block behind all terms."""
        last = max(k for k, s in enumerate(self.body) if any(s is t for t in self.terms))
        for stmt in self.body[last + 1 :]:
            value = getattr(stmt, "value", None)
            if not isinstance(stmt, gast.Assign | gast.AugAssign) or self.name not in nodes.names_read(value):
                continue
            for call in (n for n in nodes.walk(value) if isinstance(n, gast.Call)):
                axis = self._axis(call)
                if axis is not None:
                    given = {k.arg: k.value for k in call.keywords}
                    return _Whole(stmt, call, axis, "keepdims" in given)
        return None

    def _axis(self, call: gast.Call) -> int | None:
        given = {k.arg: getattr(k.value, "value", None) for k in call.keywords}
        is_sum = nodes.dotted(call.func) == "@numpy.sum" and len(call.args) == 1
        if (
            not is_sum
            or getattr(call.args[0], "id", None) != self.name
            or given.get("keepdims", True) is not True
        ):
            return None
        axis = given.get("axis")
        fits = set(given) <= {"axis", "keepdims"} and type(axis) is int and 0 <= axis < self.rank > 1
        return axis if fits else None

    # -- terms ---------------------------------------------------------------------------------------------------

    def _summed(self, term: gast.AST, axis: int) -> tuple[gast.AST, bool] | None:
        """The term's value summed over the axis, and whether that is less work; None where it may be stretched."""
        value, negative = term.value, False
        while isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.USub):
            value, negative = value.operand, not negative
        made = self._contracted(value, axis, term) or self._factored(value, axis, term)
        gains = made is not None
        if made is None:
            shape = shape_of(value, self.number)
            stretched = shape is None or len(shape) != self.rank or not self._has_extent(shape[axis], axis)
            if stretched and term is not self.terms[0]:
                return None
            keyword = gast.keyword("axis", nodes.constant(axis))
            gains = isinstance(value, gast.BinOp) and isinstance(value.op, gast.MatMult) and shape is not None
            made = with_sums(gast.Call(nodes.parse_external("@numpy.sum"), [value], [keyword]), self.number)
        return (gast.UnaryOp(gast.USub(), made) if negative else made), gains

    def _contracted(self, value: gast.AST, axis: int, term: gast.AST) -> gast.AST | None:
        """`np.einsum(...)` of which an operand can be summed first."""
        if not isinstance(value, gast.Call) or nodes.dotted(value.func) != "@numpy.einsum":
            return None
        spec = getattr(value.args[0], "value", None)
        operands = value.args[1:]
        if (
            not isinstance(spec, str)
            or spec.count("->") != 1
            or not all(isinstance(a, gast.Name) for a in operands)
        ):
            return None
        before, out = spec.replace(" ", "").split("->")
        labels = before.split(",")
        at = [i for i, part in enumerate(labels) if out[axis : axis + 1] in part]
        if not out.isalpha() or len(out) != self.rank or len(at) != 1 or len(labels) != 2:
            return None
        (i,), letter = at, out[axis]
        if labels[i].count(letter) != 1 or len(labels[i]) < 2:
            return None
        summed = self._sum_of(operands[i].id, labels[i].index(letter), axis, term)
        if summed is None:
            return None
        labels[i] = labels[i].replace(letter, "")
        args = [nodes.constant(f"{','.join(labels)}->{out.replace(letter, '')}"), *operands]
        args[1 + i] = summed
        return gast.Call(value.func, args, [])

    def _factored(self, value: gast.AST, axis: int, term: gast.AST) -> gast.AST | None:
        """`e * q` where q is the same along the axis."""
        if not isinstance(value, gast.BinOp) or not isinstance(value.op, gast.Mult):
            return None
        ranks = [self._rank(side) for side in (value.left, value.right)]
        for big, small in ((0, 1), (1, 0)):
            sides = [value.left, value.right]
            if ranks[big] == self.rank and ranks[small] is not None and axis < self.rank - ranks[small]:
                summed = self._sum_of(sides[big].id, axis, axis, term)
                if summed is not None:
                    sides[big] = summed
                    return gast.BinOp(sides[0], gast.Mult(), sides[1])
        return None

    def _has_extent(self, dim: Dim | None, axis: int) -> bool:
        return dim is not None and same_extent(dim, self.number.table[self.name].shape[axis])

    def _rank(self, node: gast.AST) -> int | None:
        kind = self.number.table.get(getattr(node, "id", ""))
        known = isinstance(kind, Array) and isinstance(kind.shape, tuple) and not kind.scalar
        return len(kind.shape) if known else None

    def _sum_of(self, name: str, axis: int, place: int, term: gast.AST) -> gast.AST | None:
        """The name of the sum of an array over an axis; None where the array is stretched along it, or written."""
        kind, own = self.number.table.get(name), self.number.table[self.name]
        known = isinstance(kind, Array) and isinstance(kind.shape, tuple) and not kind.scalar
        if not known or kind.kind != "f" or kind.dtype != own.dtype or axis >= len(kind.shape):
            return None
        if term is not self.terms[0] and not self._has_extent(kind.shape[axis], place):
            return None
        call = gast.Call(
            nodes.parse_external("@numpy.sum"),
            [nodes.name(name)],
            [gast.keyword("axis", nodes.constant(axis))],
        )
        for ahead, (value, _) in self.ahead.items():
            if nodes.equal(value, call) and self._is_own(name):
                return nodes.name(ahead)
        made = nodes.claimed(f"_{name.strip('_')}_sum", self.taken)
        shape = tuple(d for i, d in enumerate(kind.shape) if i != axis)
        self.number.table[made] = Array(kind.dtype, shape)
        self.ahead[made] = call, term
        return nodes.name(made)

    def _is_own(self, name: str) -> bool:
        """Is it an array of its own memory that stays as it was made?"""
        made = [s for s in everything(self.body) if name in all_targets(s)]
        parts = [e for s in everything(self.body) for e in own_expressions(s)]
        is_new = len(made) == 1 and isinstance(getattr(made[0], "value", None), gast.BinOp)
        return is_new and all(_is_operand(part, name) for part in parts)


def _is_operand(node: gast.AST, name: str) -> bool:
    """Does the name stand only where a new value is made of it?"""
    if name not in nodes.names_read(node):
        return True
    makes = isinstance(node, gast.BinOp | gast.UnaryOp)
    makes |= isinstance(node, gast.Call) and nodes.dotted(node.func) in _READERS
    parts = [c for c in nodes.children(node) if name in nodes.names_read(c)]
    return makes and all(isinstance(part, gast.Name) or _is_operand(part, name) for part in parts)


def _replaced(node: gast.AST, old: gast.AST, new: gast.AST) -> gast.AST:
    if node is old:
        return new
    return nodes.rebuilt(
        node, lambda child: _replaced(child, old, new) if isinstance(child, gast.AST) else child
    )
