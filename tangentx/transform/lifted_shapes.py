"""Tangents in several directions in other shapes: a part of the table in `lifted_calls`."""

from __future__ import annotations

import gast

from tangentx.analysis.types import Array, Const, ListOf, Scalar, Sequence
from tangentx.syntax import nodes
from tangentx.transform.lifted_operands import Handler, arguments, axis_before, called, is_none, number
from tangentx.transform.lifting import DENSE, Lifted, Lifter

# -- shapes ------------------------------------------------------------------------------------------------------------


def _behind(shape: list[gast.AST], lifter: Lifter) -> gast.AST | None:
    """A shape with the number of directions behind it."""
    if len(shape) == 1:
        kind = lifter.infer(shape[0])
        if isinstance(shape[0], gast.Tuple | gast.List):
            return _behind(shape[0].elts, lifter) if len(shape[0].elts) != 1 else gast.Tuple(
                [shape[0].elts[0], nodes.name(lifter.count)], gast.Load())  # fmt: skip
        if isinstance(kind, Sequence | ListOf) or isinstance(kind, Const) and isinstance(kind.value, tuple):
            shape = [gast.Starred(shape[0], gast.Load())]
        elif not _is_integer(kind):
            return None
    elif not all(_is_integer(lifter.infer(n)) for n in shape):
        return None
    return gast.Tuple([*shape, nodes.name(lifter.count)], gast.Load())


def _is_integer(kind) -> bool:
    if isinstance(kind, Const):
        return type(kind.value) is int
    return isinstance(kind, Scalar) and kind.kind == "int" or isinstance(kind, Array) and kind.scalar


def _reshape(lifter: Lifter, node: gast.Call) -> Lifted | None:
    given = arguments(node, "x", "shape")
    shape = None if given is None else _behind([given["shape"]], lifter)
    return None if shape is None else Lifted(called("numpy.reshape", lifter.dense(given["x"]), shape), DENSE)


def _reshape_method(lifter: Lifter, node: gast.Call) -> Lifted | None:
    args = node.args[0].value if len(node.args) == 1 and isinstance(node.args[0], gast.Starred) else node.args
    args = args.elts if isinstance(args, gast.Tuple | gast.List) else args
    shape = None if node.keywords or not isinstance(args, list) or not args else _behind(args, lifter)
    return (
        None
        if shape is None
        else Lifted(called("numpy.reshape", lifter.dense(node.func.value), shape), DENSE)
    )


def _flat(lifter: Lifter, x: gast.AST) -> gast.AST:
    if lifter.rank(x) == 1:
        return lifter.dense(x)
    shape = nodes.parse_expression(f"(-1, {lifter.count})")
    return called("numpy.reshape", lifter.dense(x), shape)


def _ravel(lifter: Lifter, node: gast.Call) -> Lifted | None:
    return Lifted(_flat(lifter, node.args[0]), DENSE) if len(node.args) == 1 and not node.keywords else None


def _ravel_method(lifter: Lifter, node: gast.Call) -> Lifted | None:
    return None if node.args or node.keywords else Lifted(_flat(lifter, node.func.value), DENSE)


def _flatten_method(lifter: Lifter, node: gast.Call) -> Lifted | None:
    if node.args or node.keywords:
        return None
    return Lifted(nodes.method(_flat(lifter, node.func.value), "copy"), DENSE)


def _transpose(lifter: Lifter, node: gast.Call) -> Lifted | None:
    given = arguments(node, "x", "axes")
    rank = None if given is None else lifter.rank(given["x"])
    if rank is None:
        return None
    axes = list(range(rank))[::-1]
    if not is_none(given.get("axes")):
        if not isinstance(given["axes"], gast.Tuple | gast.List):
            return None
        axes = [number(e) for e in given["axes"].elts]
    if None in axes or len(axes) != rank:
        return None
    if rank < 2:
        return Lifted(lifter.dense(given["x"]), DENSE)
    order = nodes.parse_expression(str((*(a % rank for a in axes), rank)))
    return Lifted(called("numpy.transpose", lifter.dense(given["x"]), order), DENSE)


def _with_axes(*names: str, also: tuple[str, ...] = ()) -> Handler:
    """A function of an array and of axes, all of them given as literals."""

    def lifted(lifter: Lifter, node: gast.Call) -> Lifted | None:
        given = arguments(node, "x", *names, *also)
        if given is None or any(name not in given for name in names):
            return None
        x = given["x"]
        rank = lifter.rank(x)
        if nodes.dotted(node.func) == "@numpy.expand_dims" and rank is not None:
            rank += len(given["axis"].elts) if isinstance(given["axis"], gast.Tuple) else 1
        parts = [axis_before(given[name], rank) for name in names]
        if None in parts:
            return None
        return Lifted(gast.Call(node.func, [lifter.dense(x), *parts], []), DENSE)

    return lifted


def _broadcast_to(lifter: Lifter, node: gast.Call) -> Lifted | None:
    given = arguments(node, "x", "shape")
    shape = None if given is None else _behind([given["shape"]], lifter)
    return (
        None
        if shape is None
        else Lifted(called("numpy.broadcast_to", lifter.dense(given["x"]), shape), DENSE)
    )


def _flip(lifter: Lifter, node: gast.Call) -> Lifted | None:
    given = arguments(node, "x", "axis")
    rank = None if given is None else lifter.rank(given["x"])
    axis = given.get("axis") if given else None
    if is_none(axis):
        axis = None if rank is None else nodes.parse_expression(str(tuple(range(rank))))
    along = axis_before(axis, rank)
    return (
        None if along is None else Lifted(gast.Call(node.func, [lifter.dense(given["x"]), along], []), DENSE)
    )


def _is_listed(lifter: Lifter, node: gast.AST) -> bool:
    """Is it a list or tuple of tangents?"""
    return isinstance(node, gast.Tuple | gast.List) or isinstance(lifter.infer(node), ListOf | Sequence)


def _joined(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`np.concatenate` and `np.stack` of several tangents."""
    given = arguments(node, "xs", "axis")
    if given is None or not _is_listed(lifter, given["xs"]):
        return None
    along = axis_before(given.get("axis", nodes.constant(0)), None)
    if along is None:
        return None
    keywords = [] if number(along) == 0 else [gast.keyword("axis", along)]
    return Lifted(gast.Call(node.func, [lifter.dense(given["xs"])], keywords), DENSE)


def _array(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`np.array([a_dot, b_dot])`: the elements' directions line up."""
    if len(node.args) != 1 or not _is_listed(lifter, node.args[0]):
        return None
    return Lifted(gast.Call(node.func, [lifter.dense(node.args[0])], node.keywords), DENSE)


def _in_front(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """What works on the last two axes: with the directions in front."""
    if node.keywords or not node.args or any(map(lifter.mentions, node.args[1:])):
        return None
    zero, last = nodes.constant(0), nodes.parse_expression("-1")
    if lifter.rank(node.args[0]) is None or lifter.rank(node.args[0]) < 2:
        return None
    moved = called("numpy.moveaxis", lifter.dense(node.args[0]), last, zero)
    return Lifted(
        called("numpy.moveaxis", gast.Call(node.func, [moved, *node.args[1:]], []), zero, last), DENSE
    )


def _diagonal(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`np.diag(x_dot, k)` of a matrix, which is not written."""
    kind = lifter.infer(node.args[0])
    if node.keywords or lifter.rank(node.args[0]) != 2 or len(node.args) > 2 or lifter.written(kind):
        return None
    made = called("numpy.diagonal", lifter.dense(node.args[0]), *node.args[1:])
    return Lifted(gast.Attribute(made, "T", gast.Load()), DENSE)


def _pad(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`np.pad(x_dot, n)`, by zeros."""
    given = arguments(node, "x", "pad_width")
    rank, width = (None, None) if given is None else (lifter.rank(given["x"]), number(given["pad_width"]))
    if rank is None or width is None:
        return None
    widths = nodes.parse_expression(str((*[(width, width)] * rank, (0, 0))))
    return Lifted(called("numpy.pad", lifter.dense(given["x"]), widths), DENSE)


def _trace(lifter: Lifter, node: gast.Call) -> Lifted | None:
    if len(node.args) != 1 or node.keywords or lifter.rank(node.args[0]) != 2:
        return None
    return Lifted(gast.Call(node.func, [lifter.dense(node.args[0])], []), DENSE)


def _unstack(lifter: Lifter, node: gast.Call) -> Lifted | None:
    along = axis_before(node.args[1], lifter.rank(node.args[0])) if len(node.args) > 1 else nodes.constant(0)
    return (
        None
        if along is None
        else Lifted(gast.Call(node.func, [lifter.dense(node.args[0]), along], []), DENSE)
    )


SHAPES: dict[str, Handler] = {
    "@numpy.reshape": _reshape, "@numpy.ravel": _ravel, "@numpy.transpose": _transpose,
    "@numpy.swapaxes": _with_axes("axis1", "axis2"), "@numpy.moveaxis": _with_axes("source", "destination"),
    "@numpy.expand_dims": _with_axes("axis"), "@numpy.squeeze": _with_axes("axis"),
    "@numpy.broadcast_to": _broadcast_to, "@numpy.flip": _flip,
    "@numpy.concatenate": _joined, "@numpy.stack": _joined, "@numpy.array": _array, "@numpy.trace": _trace,
    "@runtime.unstack": _unstack,
    "@numpy.tril": _in_front,
    "@numpy.triu": _in_front,
    "@numpy.diag": _diagonal,
    "@numpy.pad": _pad,
}  # fmt: skip
SHAPE_METHODS: dict[str, Handler] = {
    "reshape": _reshape_method, "ravel": _ravel_method, "flatten": _flatten_method,
}  # fmt: skip
