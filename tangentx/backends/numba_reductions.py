"""Sums over axes as loops: `np.sum(e, axis)`, `np.mean(e)`, and the sums of `unbroadcast`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gast
import numpy as np

from tangentx import runtime
from tangentx.analysis.types import Array, Const, Sequence, Type, is_scalar
from tangentx.backends.numba_kinds import is_array
from tangentx.backends.numba_nests import Access, Nest, accesses, extents
from tangentx.backends.numba_parts import Leaf
from tangentx.syntax import nodes
from tangentx.syntax.source import expression


@dataclass(eq=False)
class Reduction:
    """A sum of the entries of `part` over `axes`.  `keeps`: they stay as axes of one entry.  `result`: its type."""

    part: Any
    kind: Array
    axes: tuple[int, ...]
    keeps: bool
    lost: int  # leading axes that are gone although the others stay
    result: Type
    kind_of: str = "sum"  # "sum", "mean", "max" or "min"
    counts: list[gast.AST] | None = None

    @property
    def leaves(self) -> list[tuple[Leaf, list[int]]]:
        return list(self.part.parts(list(range(self.kind.rank))))

    def nest(self, name: str, fresh: Callable[[str], str], indices: Callable[[int], list[str]]) -> Nest:
        """The loops that add up under `name`."""
        leaves, rank = self.leaves, self.kind.rank
        over = extents(leaves, rank, None, fresh)
        index = indices(rank)
        names = [nodes.name(n) for n in index]
        self.counts = [nodes.clone(over.counts[k].value) for k in self.axes]
        kept = self._of_result(names, nodes.constant(0))
        start = self._start()
        nest = Nest(over.dims, over.counts, index, list(over.checks), [], sums={name})
        entry = self.part.at(names)
        if not kept:
            nest.setup.append(nodes.assign(name, nodes.parse_expression(start)))
            target: gast.AST = nodes.store_name(name)
        else:
            shape = gast.Tuple(self._of_result(over.names(), nodes.constant(1)), nodes.LOAD)
            filled = (
                f"np.zeros({{}}, np.{self._dtype()})"
                if self._adds
                else f"np.full({{}}, {start}, np.{self._dtype()})"
            )
            nest.setup += nodes.parse_statements(f"{name} = {filled.format(expression(shape))}")
            slice_ = kept[0] if len(kept) == 1 else gast.Tuple(kept, nodes.LOAD)
            target = gast.Subscript(nodes.name(name), slice_, nodes.STORE)
            nest.writes = [Access(name, frozenset((name,)), "a sum")]
        nest.body = [self._step(target, entry)]
        if not self._adds:
            nest.setup += nodes.parse_statements(
                f"check_not_empty({' * '.join(expression(over.names()[k]) for k in self.axes)})"
            )
        nest.reads = accesses(leaves)
        return nest

    @property
    def _adds(self) -> bool:
        return self.kind_of in ("sum", "mean")

    def _start(self) -> str:
        if not self._adds:
            return "-np.inf" if self.kind_of == "max" else "np.inf"
        return "0" if self._dtype() == "int64" else "0.0" if self.kind.kind != "c" else "0j"

    def _step(self, target: gast.AST, entry: gast.AST) -> gast.AST:
        """One more entry: added, or compared as NumPy compares (a nan stays)."""
        so_far = nodes.clone(target)
        so_far.ctx = nodes.LOAD
        if self._adds and self._dtype().startswith("float"):
            return gast.Assign([target], nodes.call("add", so_far, entry), None)
        if self._adds:
            return gast.AugAssign(target, gast.Add(), entry)
        function = "np.maximum" if self.kind_of == "max" else "np.minimum"
        return gast.Assign([target], nodes.call(function, so_far, entry), None)

    def finish(self, name: str) -> list[gast.AST]:
        """What is left to do with the sum."""
        if self.kind_of != "mean":
            return []
        product = " * ".join(f"({expression(c)})" for c in self.counts)
        if is_array(self.result):
            return nodes.parse_statements(f"{name} /= {product}")
        return nodes.parse_statements(f"{name} = {name} / ({product})")

    def _of_result(self, along: list[gast.AST], instead: gast.AST) -> list[gast.AST]:
        """What belongs to the axes of the result."""
        if not is_array(self.result):
            return []
        gone = instead if self.keeps else None
        found = [gone if k in self.axes else along[k] for k in range(self.lost, len(along))]
        return [nodes.clone(f) for f in found if f is not None]

    def _dtype(self) -> str:
        kind = self.result
        if isinstance(kind, Array):
            return kind.dtype
        return "int64" if str(kind).startswith("int") else "float64"


def reduction(lowering: Any, node: gast.AST) -> Reduction | None:
    """The reduction that an expression is; None for anything else."""
    if not isinstance(node, gast.Call):
        return None
    callee = lowering.resolve(node.func)
    if callee is None and isinstance(node.func, gast.Attribute) and node.func.attr in _METHODS:
        callee, operands = _METHODS[node.func.attr], [node.func.value, *node.args]
    else:
        operands = list(node.args)
    if callee is runtime.unbroadcast:
        return _unbroadcast(lowering, node)
    if callee is np.vdot or callee is np.dot and lowering.in_reverse:
        return _inner_product(lowering, node, 2 if callee is np.vdot else 1)
    if not any(callee is known for known in _METHODS.values()) or not operands:
        return None
    options = {k.arg: getattr(getattr(k.value, "kind", None), "value", _BAD) for k in node.keywords}
    if len(operands) == 2:
        options["axis"] = getattr(operands[1].kind, "value", _constant_tuple(operands[1].kind))
    e = operands[0]
    if len(operands) > 2 or set(options) - {"axis", "keepdims"} or not lowering.elements.is_plain(e.kind):
        return None
    for k in node.keywords:
        if k.arg == "axis" and options["axis"] is _BAD:
            options["axis"] = _constant_tuple(k.value.kind)
    axes = _axes(options.get("axis"), e.kind.rank)
    keeps = options.get("keepdims", False)
    fits = axes is not None and keeps in (True, False) and not _is_odd(e.kind, node.kind)
    if _KINDS[callee] in ("max", "min"):
        fits = fits and e.kind.kind == "f" and (len(axes) < e.kind.rank or not isinstance(e, gast.Name))
    if not fits or not e.kind.rank:
        return None
    return Reduction(lowering.elements.part(e), e.kind, axes, keeps, 0, node.kind, _KINDS[callee])


def _is_odd(e: Array, result: Type) -> bool:
    """Sums whose type is not that of float or complex entries: NumPy's rules for those stay NumPy's."""
    return e.dtype not in ("float64", "complex128", "float32") and str(result) != "int64"


def _constant_tuple(kind: Type) -> Any:
    if isinstance(kind, Sequence) and all(isinstance(k, Const) for k in kind.items):
        return tuple(k.value for k in kind.items)
    return _BAD


def _axes(axis: Any, rank: int) -> tuple[int, ...] | None:
    if axis is None:
        return tuple(range(rank))
    given = axis if isinstance(axis, tuple) else (axis,)
    if not all(type(a) is int for a in given):
        return None
    return tuple(sorted(a % rank for a in given))


def _unbroadcast(lowering: Any, node: gast.Call) -> Reduction | None:
    """`unbroadcast(e, like)` where it is known which axes of `e` are summed."""
    e, like = node.args
    if not lowering.elements.is_plain(e.kind) or e.kind.kind != "f":
        return None
    rank, own = e.kind.rank, () if is_scalar(like.kind) else getattr(like.kind, "shape", None)
    if not isinstance(own, tuple) or len(own) > rank:
        return None
    lead = rank - len(own)
    axes = list(range(lead))
    for k, dim in enumerate(own):
        same = dim == e.kind.shape[lead + k] and "?any" not in str(dim)
        if dim.is_one and not e.kind.shape[lead + k].is_one:
            axes.append(lead + k)
        elif not same and not dim.never_one and not dim.is_one:
            return None
    if not axes:
        return None
    return Reduction(lowering.elements.part(e), e.kind, tuple(axes), True, lead, node.kind)


def _inner_product(lowering: Any, node: gast.Call, least: int) -> Reduction | None:
    """`np.vdot(a, b)` of real tables, which Numba has for vectors only; `np.dot(a, b)` of vectors among adjoints."""
    a, b = node.args
    plain = all(lowering.elements.is_plain(x.kind) and x.kind.kind == "f" for x in (a, b))
    if not plain or a.kind.rank != b.kind.rank or a.kind.rank < least or is_array(node.kind):
        return None
    if a.kind.rank > 1 and a.kind.shape != b.kind.shape:
        return None
    if a.kind.rank == 1 and any(x.kind.shape[0].is_one for x in (a, b)):
        return None  # as an elementwise product it would be broadcast
    product = gast.BinOp(a, gast.Mult(), b)
    product.kind = a.kind if a.kind.dtype == node.kind.dtype else b.kind
    part = lowering.elements.operation(product)
    return Reduction(part, product.kind, tuple(range(a.kind.rank)), False, 0, node.kind)


_BAD = object()
_METHODS: dict[str, Any] = {"sum": np.sum, "mean": np.mean, "max": np.max, "min": np.min}
_KINDS = {np.sum: "sum", np.mean: "mean", np.max: "max", np.min: "min"}
