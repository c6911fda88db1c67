"""Parts of a new adjoint that nothing was added to yet are stored, not added to.

    a_bar = np.zeros_like(a)                   a_bar = np.zeros_like(a)
    a_bar[n:] += e                     ->      a_bar[n:] = e
    a_bar[:n] += d                             a_bar[:n] = d

*Requires* a tidied body whose statements know their sweep, the types of names, and the names of parameters.  *Gives*
the same body, changed where it stands.  Parts are disjoint where their bounds say so for all sizes: sums of constants
and of extents of arrays, none of them negative.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import gast

from tangentx.analysis.types import Array, Scalar, Type
from tangentx.syntax import nodes
from tangentx.transform.statements import (
    all_targets,
    inner_blocks,
    mentioned,
    single_target,
    targets,
)

Sum = dict[str, int]  # symbol -> how often; "" is the constant
Interval = tuple[Sum, Sum | None]  # first, behind the last (None: the end of the axis)
Part = list[Interval | None] | None  # along each axis; None where it is not known


def with_plain_stores(body: list[gast.AST], table: Mapping[str, Type], parameters: set[str]) -> None:
    """Change the statements of the reverse sweep."""
    stores = _Stores(table)
    for name in sorted(parameters):
        stores.note(name)
    stores.block(body, always_runs=True)


class _Index:
    """Where in a block a name is mentioned, and where it is bound."""

    def __init__(self, body: list[gast.AST]):
        self.mentions: dict[str, list[int]] = defaultdict(list)
        self.bindings: dict[str, list[int]] = defaultdict(list)
        for place, stmt in enumerate(body):
            bound = set(all_targets(stmt))
            for name in bound:
                self.bindings[name].append(place)
            for name in mentioned(stmt):
                self.mentions[name].append(place)


class _Stores:
    def __init__(self, table: Mapping[str, Type]):
        self.table = table
        self.extents: set[str] = set()  # symbols that an array has for an extent: not negative

    def note(self, name: str) -> None:
        """An array exists now."""
        kind = self.table.get(name)
        shape = kind.shape if isinstance(kind, Array) and isinstance(kind.shape, tuple) else ()
        self.extents |= {
            dim.terms[0][0] for dim in shape if [k for _, k in dim.terms] == [1] and not dim.offset
        }

    def block(self, body: list[gast.AST], always_runs: bool = False) -> None:
        index = None
        for place, stmt in enumerate(body):
            if _is_zeros(stmt):
                index = index or _Index(body)
                self.follow(body, place, index)
            for part in inner_blocks(stmt):
                self.block(part)
            for name in targets(stmt) if always_runs else ():
                self.note(name)

    def follow(self, body: list[gast.AST], place: int, index: _Index) -> None:
        """Change the statements that add to the array made at this place, as long as they do nothing else with it."""
        name = single_target(body[place])
        stored: list[Part] = []
        end = len(body)
        for k in index.mentions[name]:
            if k <= place:
                continue
            if k >= end or not _adds_to(body[k], name):
                return
            symbols = nodes.names_read(body[k].target.slice)
            later = [p for s in symbols for p in index.bindings[s] if p > place]
            end = min([end, *later])
            part = self._part(body[k].target.slice)
            if all(self._are_disjoint(part, other) for other in stored):
                body[k] = _stored(body[k])
            stored.append(part)

    # -- parts -----------------------------------------------------------------------------------------------------

    def _part(self, index: gast.AST) -> Part:
        """None where an index is not surely that of one axis: a mask, an array, `...`."""
        axes = nodes.elements_of(index)
        return [self._axis(axis) for axis in axes] if all(map(self._is_one_axis, axes)) else None

    def _is_one_axis(self, node: gast.AST) -> bool:
        kind = self.table.get(getattr(node, "id", ""))
        is_integer = isinstance(kind, Scalar) and kind.kind == "int"
        return isinstance(node, gast.Slice) or is_integer or self._sum(node) is not None

    def _axis(self, node: gast.AST) -> Interval | None:
        if not isinstance(node, gast.Slice):
            first = self._sum(node)
            return None if first is None else (first, {**first, "": first[""] + 1})
        lower = {"": 0} if node.lower is None else self._sum(node.lower)
        upper = None if node.upper is None else self._sum(node.upper)
        if node.step is not None or lower is None or (node.upper is not None and upper is None):
            return None
        return lower, upper

    def _sum(self, node: gast.AST) -> Sum | None:
        """A bound that is not negative; None where this is not known."""
        if isinstance(node, gast.Constant):
            return {"": node.value} if type(node.value) is int and node.value >= 0 else None
        if isinstance(node, gast.BinOp):
            left, right = self._sum(node.left), self._sum(node.right)
            handler = _OPERATIONS.get(type(node.op))
            return None if left is None or right is None or handler is None else handler(left, right)
        written = nodes.dotted(node)
        found = None if written is None else self._size(written)
        known = found is not None and all(k >= 0 and (s in self.extents or not s) for s, k in found.items())
        return found if known else None

    def _size(self, written: str) -> Sum | None:
        """What a name is, in extents."""
        if written.startswith("@"):
            return {"": 0, written[1:]: 1}
        kind = self.table.get(written)
        dim = kind.dim if isinstance(kind, Scalar) and kind.kind == "int" else None
        return None if dim is None or "?" in str(dim) else {"": dim.offset, **dict(dim.terms)}

    def _are_disjoint(self, a: Part, b: Part) -> bool:
        if a is None or b is None:
            return False
        pairs = [(x, y) for x, y in zip(a, b, strict=False) if x is not None and y is not None]
        return any(_ends_before(x, y) or _ends_before(y, x) for x, y in pairs)


def _ends_before(a: Interval, b: Interval) -> bool:
    end, start = a[1], b[0]
    return end is not None and all(start.get(s, 0) >= end.get(s, 0) for s in start.keys() | end.keys())


def _plus(a: Sum, b: Sum) -> Sum:
    return {s: a.get(s, 0) + b.get(s, 0) for s in a.keys() | b.keys()}


def _times(a: Sum, b: Sum) -> Sum | None:
    number, other = (a, b) if len(a) == 1 else (b, a)
    return {s: k * number[""] for s, k in other.items()} if len(number) == 1 else None


_OPERATIONS = {gast.Add: _plus, gast.Mult: _times}


# -- statements ----------------------------------------------------------------------------------------------------


def _is_zeros(stmt: gast.AST) -> bool:
    value = getattr(stmt, "value", None)
    is_new = isinstance(value, gast.Call) and nodes.dotted(value.func) == "@numpy.zeros_like"
    return is_new and single_target(stmt) is not None and getattr(stmt, "sweep", "") == "reverse"


def _adds_to(stmt: gast.AST, name: str) -> bool:
    """Is it `name[...] += e`, with nothing of the array in the rest?"""
    if not isinstance(stmt, gast.AugAssign) or not isinstance(stmt.op, gast.Add | gast.Sub):
        return False
    target = stmt.target
    if not isinstance(target, gast.Subscript) or getattr(target.value, "id", None) != name:
        return False
    return name not in nodes.names_read(stmt.value) and name not in nodes.names_read(target.slice)


def _stored(stmt: gast.AugAssign) -> gast.Assign:
    value = stmt.value if isinstance(stmt.op, gast.Add) else gast.UnaryOp(gast.USub(), stmt.value)
    made = gast.Assign([stmt.target], value, None)
    for field in ("place", "sweep", "origin"):
        if hasattr(stmt, field):
            setattr(made, field, getattr(stmt, field))
    return made
