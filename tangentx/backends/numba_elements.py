"""Array expressions entry by entry: what stands inside a loop for `c = f * c + i[:, :h] * g`.

An expression tree becomes a tree of parts.  Its leaves are reads of arrays: `u[2:]` is entry `i + 2` of `u`, `b` in a
sum with a matrix is entry `j` in every row, `x[:, None]` and `x.T` are other orders of the same entries.  What is not
elementwise (a product of matrices, a call) is computed before the loop and read like any array.

    u[2:] - 2.0 * u[1:-1]      gives      u[i + 2] - 2.0 * u[i + 1]
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from tangentx import runtime
from tangentx.analysis.types import Array, Const, Type, is_scalar
from tangentx.backends.numba_kinds import is_array, is_integer, rank_of
from tangentx.backends.numba_parts import Leaf, Number, Operation, Reordered, Triangle
from tangentx.syntax import nodes

# Inside a loop the arithmetic is Numba's, on numbers: what it does as NumPy does it on arrays of these types.
DTYPES = frozenset({"float64", "float32", "complex128", "complex64", "int64", "bool"})
UFUNCS = frozenset(
    getattr(np, name)
    for name in (
        "sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh exp exp2 expm1 log log2 log10 log1p "
        "sqrt cbrt square absolute fabs negative positive reciprocal sign floor ceil trunc add subtract multiply "
        "divide power maximum minimum hypot arctan2 logaddexp greater greater_equal less less_equal equal not_equal "
        "logical_and logical_or logical_not isfinite isnan isinf"
    ).split()
)
_VECTORS = {np.exp: "entry_exp", np.tanh: "entry_tanh", np.log: "entry_log"}  # of which LLVM makes vectors
_BOOLEAN = {
    gast.BitAnd: gast.And,
    gast.BitOr: gast.Or,
}  # on truth values: Numba's `~True` is the integer -2


def dtype_of(kind: Type) -> str | None:
    return kind.dtype if isinstance(kind, Array) else None


def is_truth(kind: Type) -> bool:
    return dtype_of(kind) == "bool" or str(kind) == "bool"


class Elements:
    """Makes parts.  `name_of(node)` computes something before the loop and gives the name it then has;
    `resolve(node)` gives the object that an expression names, or None."""

    def __init__(
        self, name_of: Callable[[gast.AST], gast.AST], resolve: Callable[[gast.AST], Any], libm: bool = False
    ):
        self.name_of, self.resolve, self.libm = name_of, resolve, libm

    def part(self, node: gast.AST) -> Any:
        """The part for an expression; anything that is not elementwise is named first."""
        if not is_array(node.kind):
            is_plain = isinstance(node, gast.Name | gast.Constant) and self.resolve(node) is None
            return Number(node if is_plain else self.name_of(node))
        return self.operation(node) or self.leaf(node)

    def operation(self, node: gast.AST) -> Any:
        """The part for an elementwise expression on an array; None for anything else."""
        if not self.is_plain(node.kind):
            return None
        handler = getattr(self, "_" + type(node).__name__.lower(), None)
        return None if handler is None else handler(node)

    def is_plain(self, kind: Type) -> bool:
        return isinstance(kind, Array) and isinstance(kind.shape, tuple) and kind.dtype in DTYPES

    def _made(self, build, operands: list[gast.AST]) -> Operation | None:
        kinds = [o.kind for o in operands]
        if not all(is_scalar(k) or self.is_plain(k) for k in kinds):
            return None
        return Operation(build, [self.part(o) for o in operands], [rank_of(k) or 0 for k in kinds])

    def _binop(self, node) -> Any:
        truths = [is_truth(o.kind) for o in (node.left, node.right)]
        joined = _BOOLEAN.get(type(node.op))
        if isinstance(node.op, gast.MatMult) or all(truths) != (joined is not None):
            return None
        if isinstance(node.op, gast.Pow) and not _is_safe_power(node):
            return None
        if joined is not None:
            return self._made(lambda v: gast.BoolOp(joined(), v), [node.left, node.right])
        return self._made(lambda v: gast.BinOp(v[0], node.op, v[1]), [node.left, node.right])

    def _unaryop(self, node) -> Any:
        if isinstance(node.op, gast.Invert) and is_truth(node.operand.kind):
            return self._made(lambda v: gast.UnaryOp(gast.Not(), v[0]), [node.operand])
        is_minus = isinstance(node.op, gast.USub) and not is_truth(node.operand.kind)
        return self._made(lambda v: gast.UnaryOp(gast.USub(), v[0]), [node.operand]) if is_minus else None

    def _compare(self, node) -> Any:
        if len(node.ops) > 1:
            return None
        return self._made(lambda v: gast.Compare(v[0], node.ops, [v[1]]), [node.left, *node.comparators])

    def _attribute(self, node) -> Any:
        if node.attr != "T" or not self.is_plain(node.value.kind):
            return None
        rank = node.kind.rank
        return Reordered(self.part(node.value), list(range(rank))[::-1])

    def _call(self, node) -> Any:
        callee = self.resolve(node.func)
        if callee is None:
            is_copy = isinstance(node.func, gast.Attribute) and node.func.attr == "copy" and not node.args
            return self.part(node.func.value) if is_copy and is_array(node.func.value.kind) else None
        if callee in UFUNCS and not node.keywords:
            return self._ufunc(callee, node)
        handler = _CALLS.get(callee) if isinstance(callee, _HASHABLE) else None
        return None if handler is None else handler(self, node)

    def _ufunc(self, callee, node) -> Any:
        if any(is_truth(a.kind) for a in node.args) and callee not in _ON_TRUTHS:
            return None
        if callee in (np.power, np.reciprocal) and not all(_is_float(a.kind) for a in node.args):
            return None
        func = node.func
        if callee in _VECTORS and dtype_of(node.args[0].kind) == "float64" and not self.libm:
            func = nodes.name(_VECTORS[callee])
        return self._made(lambda v: gast.Call(nodes.clone(func), v, []), node.args)

    def _where(self, node) -> Any:
        if len(node.args) != 3 or node.keywords:
            return None
        return self._made(lambda v: gast.IfExp(v[0], v[1], v[2]), node.args)

    def _absolute(self, node) -> Any:
        return self._made(lambda v: gast.Call(nodes.name("abs"), v, []), node.args)

    def _full_like(self, node) -> Any:
        if len(node.args) != 2 or any(k.arg != "dtype" for k in node.keywords):
            return None
        return self._like(node.args[0], node.args[1], node)

    def _unbroadcast(self, node) -> Any:
        e, like = node.args
        if not is_array(like.kind) or not self._fits(e.kind, node.kind) or dtype_of(e.kind) == "complex128":
            return None
        return self._like(like, e, node)

    def _fits(self, e: Type, like: Type) -> bool:
        """Is `e` as it stands, or repeated, what has the shape of `like`?"""
        if is_scalar(e):
            return True
        if not (self.is_plain(e) and self.is_plain(like)) or e.rank > like.rank:
            return False
        tail = like.shape[like.rank - e.rank :]
        return all(a.is_one or a == b and "?any" not in str(a) for a, b in zip(e.shape, tail, strict=True))

    def _like(self, like: gast.AST, value: gast.AST, node: gast.AST) -> Any:
        """`value` repeated in the shape of `like`, which is not read."""
        if not (is_scalar(value.kind) or self.is_plain(value.kind)) or not self.is_plain(like.kind):
            return None
        shape = self.leaf(like)
        shape.is_read = False
        made = Operation(
            lambda v: v[0], [self.part(value), shape], [rank_of(value.kind) or 0, like.kind.rank]
        )
        made.build = lambda v: v[0]
        return made

    def _expand_dims(self, node) -> Any:
        axis = node.args[1] if len(node.args) == 2 and not node.keywords else None
        value = getattr(getattr(axis, "kind", None), "value", None)
        if not isinstance(axis.kind if axis is not None else None, Const) or type(value) is not int:
            return None
        if not self.is_plain(node.args[0].kind):
            return None
        kept = [k for k in range(node.kind.rank) if k != value % node.kind.rank]
        return Reordered(self.part(node.args[0]), kept)

    def _outer(self, node) -> Any:
        """`np.outer(a, b)` of vectors: a column times a row."""
        plain = len(node.args) == 2 and not node.keywords
        kinds = [a.kind for a in node.args]
        if not plain or not all(self.is_plain(k) and k.rank == 1 and not is_truth(k) for k in kinds):
            return None
        column = Reordered(self.part(node.args[0]), [0])
        return Operation(
            lambda v: gast.BinOp(v[0], gast.Mult(), v[1]), [column, self.part(node.args[1])], [2, 1]
        )

    def _swapaxes(self, node: gast.Call) -> Any:
        if not is_transposed(node) or not self.is_plain(node.args[0].kind):
            return None
        return Reordered(self.part(node.args[0]), [1, 0])

    def _triangle(self, node: gast.Call) -> Any:
        """`np.tril(x, k)` and `np.triu(x, k)` of one matrix of floats."""
        diagonal = [getattr(getattr(k, "kind", None), "value", None) for k in node.args[1:]] or [0]
        is_known = not node.keywords and len(diagonal) == 1 and type(diagonal[0]) is int
        given = node.args[0].kind
        if not is_known or not self.is_plain(given) or given.rank != 2 or given.kind != "f":
            return None
        zero = nodes.parse_expression("0.0" if node.kind.dtype == "float64" else f"np.{node.kind.dtype}(0.0)")
        is_lower = self.resolve(node.func) is np.tril
        return Triangle(self.part(node.args[0]), diagonal[0], is_lower, zero)

    # -- leaves ------------------------------------------------------------------------------------------------

    def leaf(self, node: gast.AST) -> Leaf:
        """A read of an array: of a name, of a part of it, or of a value computed before."""
        if isinstance(node, gast.Subscript) and is_array(node.value.kind):
            found = self._indexed(node)
            if found is not None:
                return found
        base = node if isinstance(node, gast.Name) and self.resolve(node) is None else self.name_of(node)
        rank = node.kind.rank
        axes = [(k, None) for k in range(rank)]
        return Leaf(base, node.kind, axes, node.kind.shape, [_extent(base, k) for k in range(rank)], base)

    def _indexed(self, node: gast.Subscript) -> Leaf | None:
        """A leaf for basic indices: numbers, slices without a step, `None`, `...`."""
        kind = node.value.kind
        parts = nodes.elements_of(node.slice)
        if not self.is_plain(kind) or not self.is_plain(node.kind):
            return None
        full = _spelled_out(parts, kind.rank)
        if full is None or not all(_is_basic(p) for p in full):
            return None
        base = node.value
        if not isinstance(base, gast.Name) or self.resolve(base) is not None:
            base = self.name_of(base)
        axes: list[tuple] = []
        counts: list[gast.AST] = []
        shown: list[gast.AST] = []
        for part in full:
            if isinstance(part, gast.Constant) and part.value is None:
                counts.append(nodes.constant(1))
                shown.append(part)
                continue
            extent = _extent(base, len(axes))
            if isinstance(part, gast.Slice):
                part = gast.Slice(*(b and self._scalar(b) for b in (part.lower, part.upper)), None)
                start, count = self._bounds(part, extent)
                axes.append((len(counts), start))
                counts.append(count)
            else:
                simple = isinstance(part, gast.Name | gast.Constant) and self.resolve(part) is None
                part = part if simple or _is_literal(part) else self.name_of(part)
                axes.append((None, part))
            shown.append(part)
        view = gast.Subscript(base, gast.Tuple(shown, nodes.LOAD), nodes.LOAD)
        return Leaf(base, node.kind, axes, node.kind.shape, counts, view)

    def _bounds(self, part: gast.Slice, extent: gast.AST) -> tuple[gast.AST | None, gast.AST]:
        """(where a slice starts, or None for the front; how many entries it has)."""
        lower, upper = (_literal(p) for p in (part.lower, part.upper))
        low = 0 if part.lower is None else lower
        if low == 0 and part.upper is None:
            return None, extent
        if low is not None and low >= 0 and (part.upper is None or upper is not None and upper < 0):
            cut = low - (upper or 0)
            count = gast.BinOp(extent, gast.Sub(), nodes.constant(cut))
            return nodes.constant(low) if low else None, nodes.call("max", count, nodes.constant(0))
        bounds = [part.lower or nodes.constant(0), part.upper or extent]
        count = nodes.call("slice_length", *map(nodes.clone, bounds), extent)
        if low == 0:
            return None, count
        return self.name_of(nodes.call("slice_start", nodes.clone(bounds[0]), nodes.clone(extent))), count

    def _scalar(self, node: gast.AST) -> gast.AST:
        simple = isinstance(node, gast.Name | gast.Constant) and self.resolve(node) is None
        return node if simple or _is_literal(node) else self.name_of(node)


def is_view(node: gast.AST) -> bool:
    """The same memory in another order: it stays a view where it gets a name."""
    if isinstance(node, gast.Call):
        return getattr(node.func, "attr", getattr(node.func, "id", "")) in ("expand_dims", "swapaxes")
    return isinstance(node, gast.Attribute)


def is_transposed(node: gast.AST) -> bool:
    """Is it `np.swapaxes(x, -1, -2)` of a matrix?"""
    if not isinstance(node, gast.Call) or len(node.args) != 3 or node.keywords or not is_array(node.kind):
        return False
    axes = [getattr(getattr(a, "kind", None), "value", None) for a in node.args[1:]]
    return node.kind.rank == 2 and all(type(a) is int for a in axes) and (axes[0] - axes[1]) % 2 == 1


def _extent(base: gast.AST, axis: int) -> gast.AST:
    shape = gast.Attribute(nodes.clone(base), "shape", nodes.LOAD)
    return gast.Subscript(shape, nodes.constant(axis), nodes.LOAD)


def _literal(node: gast.AST | None) -> int | None:
    """The value of `3` and `-3`; None for anything else."""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        inner = _literal(node.operand)
        return None if inner is None else -inner
    return node.value if isinstance(node, gast.Constant) and type(node.value) is int else None


def _is_literal(node: gast.AST) -> bool:
    return _literal(node) is not None


def _is_basic(part: gast.AST) -> bool:
    if isinstance(part, gast.Slice):
        return part.step is None
    if isinstance(part, gast.Constant) and part.value is None:
        return True
    return is_integer(getattr(part, "kind", None)) and not is_truth(part.kind)


def _spelled_out(parts: list[gast.AST], rank: int) -> list[gast.AST] | None:
    """The index with `...` and what is left out at the end written as full slices."""
    given = sum(not (isinstance(p, gast.Constant) and (p.value is None or p.value is ...)) for p in parts)
    missing = rank - given
    if missing < 0:
        return None
    full: list[gast.AST] = []
    fill = [gast.Slice(None, None, None) for _ in range(missing)]
    for part in parts:
        if isinstance(part, gast.Constant) and part.value is ...:
            full += fill
            fill = []
        else:
            full.append(part)
    return full + fill


def _is_float(kind: Type) -> bool:
    if isinstance(kind, Array):
        return kind.kind in "fc"
    return str(kind) in ("float", "complex") or isinstance(kind, Const) and isinstance(kind.value, float)


def _is_safe_power(node: gast.BinOp) -> bool:
    """Numba's power of integers is an integer, also where Python's or NumPy's is something else."""
    return _is_float(node.left.kind) or _is_float(node.right.kind)


def _by_entry(self: Elements, node: gast.Call) -> Any:
    """A function of `tangentx.runtime` that treats entries one by one; there is one for numbers."""
    if node.keywords or any(is_truth(a.kind) for a in node.args):
        return None
    return self._made(lambda v: gast.Call(nodes.clone(node.func), v, []), node.args)


def _clip_part(self: Elements, node: gast.Call) -> Any:
    """`clip_part(e, "x", x, low, high)`: the name of the part is the same for all entries; None is no bound."""
    if node.keywords or len(node.args) != 5 or not isinstance(node.args[1], gast.Constant):
        return None
    e, which, x, *bounds = node.args
    given = [b for b in bounds if not (isinstance(b, gast.Constant) and b.value is None)]

    def build(v: list[gast.AST]) -> gast.AST:
        rest = iter(v[2:])
        ends = [next(rest) if any(b is g for g in given) else nodes.constant(None) for b in bounds]
        return gast.Call(nodes.clone(node.func), [v[0], nodes.clone(which), v[1], *ends], [])

    return self._made(build, [e, x, *given])


_HASHABLE = (np.ufunc, type(np.where), type(lambda: 0), type(abs), type(np.sum))
_ON_TRUTHS = frozenset((np.logical_and, np.logical_or, np.logical_not, np.equal, np.not_equal))
_CALLS: dict[Any, Callable[[Elements, gast.Call], Any]] = {
    np.where: Elements._where,
    builtins.abs: Elements._absolute,
    np.full_like: Elements._full_like,
    np.expand_dims: Elements._expand_dims,
    np.outer: Elements._outer,
    np.swapaxes: Elements._swapaxes,
    np.tril: Elements._triangle,
    np.triu: Elements._triangle,
    runtime.unbroadcast: Elements._unbroadcast,
    runtime.divide_or_zero: _by_entry,
    runtime.pick_larger: _by_entry,
    runtime.clip_part: _clip_part,
    runtime.power_partial: _by_entry,
    runtime.zero_or_divide: _by_entry,
    runtime.zero_or_multiply: _by_entry,
    runtime.zero_where: _by_entry,
    runtime.sinc_partial: _by_entry,
    runtime.exponent_partial: _by_entry,
    runtime.logaddexp_partial: _by_entry,
    np.heaviside: _by_entry,
}
