"""What an array expression is made of, seen from inside a loop: reads of arrays, numbers, operations on entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import gast

from tangentx.analysis.types import Array, Dim
from tangentx.syntax import nodes


@dataclass(eq=False)
class Leaf:
    """Entries of the array `base`: for each axis of the base, a fixed index, or the axis of the leaf that runs along
    it and where that starts.  `shape`: the symbolic dimensions of the leaf; `counts`: their expressions."""

    base: gast.AST
    kind: Array
    axes: list[tuple[int | None, gast.AST | None]]  # of the base: (axis of the leaf or None, start or index)
    shape: tuple[Dim, ...]
    counts: list[gast.AST]
    view: gast.AST  # the leaf as an expression
    is_one: set[int] = field(default_factory=set)  # axes of one entry, which is repeated
    is_read: bool = True

    def at(self, index: list[gast.AST]) -> gast.AST:
        """The entry for these indices of the leaf's axes."""
        parts = [self._part(axis, start, index) for axis, start in self.axes]
        slice_ = parts[0] if len(parts) == 1 else gast.Tuple(parts, nodes.LOAD)
        return gast.Subscript(nodes.clone(self.base), slice_, nodes.LOAD)

    def _part(self, axis: int | None, start: gast.AST | None, index: list[gast.AST]) -> gast.AST:
        if axis is None:
            return nodes.clone(start)
        if axis in self.is_one:
            return nodes.constant(0) if start is None else nodes.clone(start)
        return index[axis] if start is None else gast.BinOp(index[axis], gast.Add(), nodes.clone(start))

    def become(self, name: str) -> None:
        """Read another array instead, of the extents of the loops."""
        kind = getattr(self.base, "kind", None)
        self.base = nodes.name(name)
        self.base.kind = kind  # perhaps the same memory
        self.axes = [(k, None) for k in range(len(self.shape))]
        self.is_one = set()

    def parts(self, place: list[int]) -> Iterator[tuple[Leaf, list[int]]]:
        yield self, place


@dataclass(eq=False)
class Number:
    """The same number for every entry."""

    expr: gast.AST

    def at(self, index: list[gast.AST]) -> gast.AST:
        return nodes.clone(self.expr)

    def parts(self, place: list[int]) -> Iterator[tuple[Leaf, list[int]]]:
        yield from ()


@dataclass(eq=False)
class Operation:
    """An elementwise operation: `build` puts the entries of the operands together.  `ranks`: of the operands."""

    build: Callable[[list[gast.AST]], gast.AST]
    operands: list[Any]
    ranks: list[int]

    def at(self, index: list[gast.AST]) -> gast.AST:
        pairs = zip(self.operands, self.ranks, strict=True)
        return self.build([part.at(index[len(index) - rank :]) for part, rank in pairs])

    def parts(self, place: list[int]) -> Iterator[tuple[Leaf, list[int]]]:
        for part, rank in zip(self.operands, self.ranks, strict=True):
            yield from part.parts(place[len(place) - rank :])


@dataclass(eq=False)
class Reordered:
    """The same entries under other indices: `order[k]` is the axis that axis k of the operand runs along."""

    operand: Any
    order: list[int]

    def at(self, index: list[gast.AST]) -> gast.AST:
        return self.operand.at([index[k] for k in self.order])

    def parts(self, place: list[int]) -> Iterator[tuple[Leaf, list[int]]]:
        yield from self.operand.parts([place[k] for k in self.order])


@dataclass(eq=False)
class Triangle:
    """The entries of a matrix on one side of a diagonal, zeros on the other: `np.tril(x, k)`, `np.triu(x, k)`."""

    operand: Any
    diagonal: int
    is_lower: bool
    zero: gast.AST

    def at(self, index: list[gast.AST]) -> gast.AST:
        row, column = index
        if self.diagonal:
            row = gast.BinOp(row, gast.Add(), nodes.constant(self.diagonal))
        side = gast.LtE() if self.is_lower else gast.GtE()
        inside = gast.Compare(column, [side], [row])
        return gast.IfExp(inside, self.operand.at(index), nodes.clone(self.zero))

    def parts(self, place: list[int]) -> Iterator[tuple[Leaf, list[int]]]:
        yield from self.operand.parts(place)
