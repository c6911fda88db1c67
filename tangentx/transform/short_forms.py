"""Calls of runtime functions for which the types allow something shorter: `np.transpose(e, (1, 2, 0))`.

Each function here takes the arguments, the keywords and what tells an expression's type, and gives the shorter
expression, or None where the runtime has to look.
"""

from __future__ import annotations

from typing import Any

import gast
import numpy as np

from tangentx.analysis.program import external
from tangentx.analysis.types import Array, Const, Dim, ListOf, Scalar, Sequence, is_scalar, is_surely_array
from tangentx.syntax import nodes


def unreduced(args: list, keywords: list, type_of) -> gast.AST | None:
    """`unreduce(bar, x, axis, keepdims)` when axis and keepdims are known: what broadcasts against x by itself."""
    names = ("bar", "x", "axis", "keepdims")
    given = dict(zip(names, args, strict=False))
    given.update({k.arg: k.value for k in keywords})
    bar = given["bar"]
    axis, keepdims = given.get("axis"), given.get("keepdims")
    kind = type_of(bar)
    if isinstance(type_of(given["x"]), ListOf | Sequence):
        return None  # the adjoint of a list has an entry for each element
    if isinstance(kind, Scalar | Const) or (isinstance(kind, Array) and kind.shape == ()):
        return bar
    if (
        axis is not None
        and not _constant_axis(axis)
        or keepdims is not None
        and not isinstance(keepdims, gast.Constant)
    ):
        return None
    if keepdims is not None and keepdims.value:
        return bar
    if axis is None or (isinstance(axis, gast.Constant) and axis.value is None):
        return None  # a cotangent that is an array although everything was reduced: let the runtime look
    x = type_of(given["x"])
    if not isinstance(x, Array):
        return None
    value = _axis_value(axis)
    if value == 0 and isinstance(x.rank, int) and isinstance(kind, Array) and kind.rank == x.rank - 1:
        return bar  # a leading axis is what broadcasting adds
    if value == 0 and x.rank is None and isinstance(kind, Array):
        return bar
    if x.rank is not None and isinstance(value, int):
        at = value % x.rank
        slots = [":"] * x.rank
        slots[at] = "None"
        index = nodes.parse_expression(f"x[{', '.join(slots)}]").slice
        return gast.Subscript(bar, index, gast.Load())
    return gast.Call(external("numpy.expand_dims"), [bar, axis], [])


def _constant_axis(axis: gast.AST) -> bool:
    return (
        isinstance(axis, gast.Constant)
        or (isinstance(axis, gast.Tuple) and all(isinstance(e, gast.Constant) for e in axis.elts))
        or (isinstance(axis, gast.UnaryOp) and isinstance(axis.operand, gast.Constant))
    )


def _axis_value(axis: gast.AST) -> Any:
    if isinstance(axis, gast.Constant):
        return axis.value
    if isinstance(axis, gast.UnaryOp):
        return -axis.operand.value
    return tuple(e.value for e in axis.elts)


def restructured(args: list, keywords: list, type_of) -> gast.AST | None:
    """`restructure(e, x)` for a row e: its entries are those of a display of numbers, and `list(e)` one of a list; so
    are those of a matrix, and of rows of numbers."""
    e, x = args
    kind, known = type_of(e), type_of(x)
    if not isinstance(kind, Array) or not kind.rank:
        return None
    if isinstance(x, gast.Tuple | gast.List):
        return e if _is_of_numbers(x, kind.rank, type_of) else None
    if kind.rank == 1 and isinstance(known, ListOf) and known.item is not None and is_scalar(known.item):
        return gast.Call(external("builtins.list"), [e], [])
    return None


def _is_of_numbers(x: gast.AST, depth: int, type_of) -> bool:
    """Is it a display of displays of numbers, nested as deep as this?"""
    if depth == 0 or not isinstance(x, gast.Tuple | gast.List):
        return depth == 0 and is_scalar(type_of(x))
    return all(_is_of_numbers(item, depth - 1, type_of) for item in x.elts)


def transposed(args: list, keywords: list, type_of) -> gast.AST | None:
    """`transpose_bar(e, axes)` for axes that are written out."""
    axes = args[1] if len(args) == 2 and not keywords else None
    if not isinstance(axes, gast.Tuple) or not all(nodes.is_whole(axis) for axis in axes.elts):
        return None
    if not axes.elts:  # `x.transpose()`
        return gast.Call(external("numpy.transpose"), [args[0]], [])
    values = [axis.value % len(axes.elts) for axis in axes.elts]
    back = gast.Tuple([nodes.constant(int(k)) for k in np.argsort(values)], gast.Load())
    return gast.Call(external("numpy.transpose"), [args[0], back], [])


def crossed_left(args: list, keywords: list, type_of) -> gast.AST | None:
    """`cross_bar_left(e, x, y)` of vectors in space: `y x e`."""
    return _crossed([args[2], args[0]], args[1:], type_of)


def crossed_right(args: list, keywords: list, type_of) -> gast.AST | None:
    """`cross_bar_right(e, x, y)` of vectors in space: `e x x`."""
    return _crossed(args[:2], args[1:], type_of)


def crossed(args: list, keywords: list, type_of) -> gast.AST | None:
    """`cross_product(x, y)` of vectors in space."""
    return _crossed(args, args, type_of)


def _crossed(operands: list, vectors: list, type_of) -> gast.AST | None:
    shapes = [getattr(type_of(vector), "shape", None) for vector in vectors]
    in_space = all(isinstance(shape, tuple) and shape and shape[-1] == Dim((), 3) for shape in shapes)
    return gast.Call(external("numpy.cross"), operands, []) if in_space else None


_LIFTED_TO = {"numpy.atleast_1d": 1, "numpy.atleast_2d": 2, "runtime.as_column": 2, "numpy.atleast_3d": 3}


def split(args: list, keywords: list, type_of) -> gast.AST | None:
    """`split_like(e, xs, axis, lift)` where `lift` changes none of the arrays."""
    items = getattr(args[1], "elts", ()) if len(args) == 4 and not keywords else ()
    kinds = [type_of(item) for item in items]
    lift = (nodes.dotted(args[3]) or "").removeprefix("@") if items else ""
    if not kinds or any(
        not isinstance(k, Array) or k.scalar or k.whole == 1 or k.rank is None for k in kinds
    ):
        return None
    rank = min(k.rank for k in kinds)
    if rank < _LIFTED_TO.get(lift, rank + 1):
        return None
    axis = nodes.constant(min(rank - 1, 1)) if lift == "numpy.atleast_1d" else args[2]  # `hstack`
    return gast.Call(external("runtime.split_like"), [*args[:2], axis], [])


def copied_array(args: list, keywords: list, type_of) -> gast.AST | None:
    """`e.copy()` of what is an array on every path: the tangent of a number of NumPy's may be one of Python's."""
    kind = type_of(args[0])
    if is_scalar(kind):
        return args[0]
    return nodes.method(args[0], "copy") if is_surely_array(kind) else None


def divided(args: list, keywords: list, type_of) -> gast.AST | None:
    """`zero_or_divide(e, y)` of a number that is not zero by an array (by 0, Python's numbers raise), or by what is
    surely not zero: `e / y`."""
    signs = getattr(type_of, "signs", None)
    known = isinstance(args[0], gast.Constant) and args[0].value != 0 and is_surely_array(type_of(args[1]))
    known = known or signs is not None and signs.is_positive(args[1])
    return gast.BinOp(args[0], gast.Div(), args[1]) if known else None


SHORT_FORMS = {
    "copied": copied_array, "zero_or_divide": divided,
    "unreduce": unreduced, "restructure": restructured, "transpose_bar": transposed, "cross_product": crossed,
    "split_like": split, "cross_bar_left": crossed_left, "cross_bar_right": crossed_right,
}  # fmt: skip
