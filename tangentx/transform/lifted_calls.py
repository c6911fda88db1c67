"""The table of functions of tangents that have a form for several directions: see `lifting`.

Each entry gives the lifted call, or None where its operands are not known well enough; then, and for every function
that is not here, the directions are taken one by one.  An axis counted from the back is one further from it.
"""

from __future__ import annotations

from collections.abc import Callable

import gast
import numpy as np

from tangentx.analysis.program import external
from tangentx.analysis.types import Array, Const, ListOf, Scalar, Sequence, is_complex
from tangentx.syntax import nodes
from tangentx.transform.lifting import DENSE, DIAGONAL, Lifted, Lifter

Handler = Callable[[Lifter, gast.Call], Lifted | None]


def _call(written: str, *args: gast.AST, **keywords: gast.AST) -> gast.Call:
    return gast.Call(external(written), list(args), [gast.keyword(k, v) for k, v in keywords.items()])


def _arguments(node: gast.Call, *names: str) -> dict[str, gast.AST] | None:
    """The arguments by name; None where there are others."""
    given = dict(zip(names, node.args, strict=False))
    given |= {k.arg: k.value for k in node.keywords}
    if len(node.args) > len(names) or not given.keys() <= set(names):
        return None
    return given


def _number(node: gast.AST) -> int | None:
    """An integer literal."""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        inner = _number(node.operand)
        return None if inner is None else -inner
    found = node.value if isinstance(node, gast.Constant) else None
    return found if type(found) is int else None


def _axis(node: gast.AST | None, rank: int | None) -> gast.AST | None:
    """The same axis or axes with one more behind them; None: all axes, or no literals."""
    if isinstance(node, gast.Tuple | gast.List):
        parts = [_axis(e, rank) for e in node.elts]
        return None if None in parts else gast.Tuple(parts, gast.Load())
    number = None if node is None else _number(node)
    if number is None:
        return None
    if number < 0:
        number += rank if rank is not None else -1
    return nodes.parse_expression(str(number))


def _is_none(node: gast.AST | None) -> bool:
    return node is None or isinstance(node, gast.Constant) and node.value is None


# -- sums --------------------------------------------------------------------------------------------------------------


def _reduction(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`np.sum` and what else takes `axis` and `keepdims`."""
    given = _arguments(node, "a", "axis", "dtype", "out", "keepdims")
    if given is None or "out" in given:
        return None
    x, axis = given.pop("a"), given.pop("axis", None)
    rank = lifter.rank(x)
    made = lifter.lift(x)
    if _is_none(axis):
        if rank is None:
            return None
        if rank == 0:
            return made
        if made.form == DIAGONAL and nodes.dotted(node.func) == "@numpy.sum" and not given:
            if lifter.made_rank(made.tree) == 1:
                return Lifted(made.tree, DENSE)
            return Lifted(_call("numpy.full", nodes.name(lifter.count), made.tree), DENSE)
        along = nodes.constant(0) if rank == 1 else nodes.parse_expression(str(tuple(range(rank))))
    else:
        along = _axis(axis, rank)
    if along is None:
        return None
    keywords = [gast.keyword(k, v) for k, v in {"axis": along, **given}.items()]
    return Lifted(gast.Call(node.func, [lifter.dense(x)], keywords), DENSE)


def _along_axis(*names: str, default: int | None = None) -> Handler:
    """A function that works along one axis; without one, over a vector or along the default."""

    def lifted(lifter: Lifter, node: gast.Call) -> Lifted | None:
        given = _arguments(node, "x", *names)
        if given is None or any(lifter.mentions(v) for k, v in given.items() if k != "x"):
            return None
        x, axis = given.pop("x"), given.pop("axis", None)
        if _is_none(axis) and default is not None:
            axis = nodes.constant(default)
        if _is_none(axis):
            axis = nodes.constant(0) if lifter.rank(x) == 1 else None
        along = _axis(axis, lifter.rank(x))
        if along is None:
            return None
        others = [given[name] for name in names if name in given]
        return Lifted(gast.Call(node.func, [lifter.dense(x), *others], [gast.keyword("axis", along)]), DENSE)

    return lifted


# -- products ----------------------------------------------------------------------------------------------------------


def _product(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`a @ b` or `np.dot(a, b)`, one of them a tangent."""
    if len(node.args) != 2 or node.keywords:
        return None
    left, right = node.args
    ranks = lifter.rank(left), lifter.rank(right)
    if None in ranks or lifter.mentions(left) and lifter.mentions(right):
        return None
    if 0 in ranks:
        return lifter.lift(gast.BinOp(left, gast.Mult(), right))
    if max(ranks) > 2:
        return _batched(lifter, left, right, node)
    if lifter.mentions(right) and ranks[1] == 2:
        return Lifted(_call("numpy.tensordot", left, lifter.dense(right), nodes.constant(1)), DENSE)
    if lifter.mentions(right):
        made, factor = lifter.lift(right), left
    else:  # `x_dot @ b` sums over the last axis of the tangent but one: that is b.T @ x_dot
        made, factor = lifter.lift(left), _turned(right) if ranks[1] == 2 else right
    if made.form == DIAGONAL:
        return _scaled_columns(factor, made.tree)
    return Lifted(gast.BinOp(factor, gast.MatMult(), made.tree), DENSE)


def _turned(node: gast.AST) -> gast.AST:
    if isinstance(node, gast.Attribute) and node.attr == "T":
        return node.value
    return gast.Attribute(node, "T", gast.Load())


def _scaled_columns(factor: gast.AST, diagonal: gast.AST) -> Lifted:
    """`A @ diag(d)` is `A * d`, and `A @ I` is A."""
    if isinstance(diagonal, gast.Constant) and diagonal.value == 1.0:
        return Lifted(factor, DENSE)
    return Lifted(gast.BinOp(factor, gast.Mult(), diagonal), DENSE)


def _batched(lifter: Lifter, left: gast.AST, right: gast.AST, node: gast.Call) -> Lifted | None:
    """Stacks of matrices: the directions in front, as one more axis of the stack."""
    ranks = lifter.rank(left), lifter.rank(right)
    if nodes.dotted(node.func) != "@numpy.matmul" or min(ranks) < 2:
        return None
    at = 0 if lifter.mentions(left) else 1
    if ranks[1 - at] > ranks[at]:
        return None
    sides = [left, right]
    zero, last = nodes.constant(0), nodes.parse_expression("-1")
    sides[at] = _call("numpy.moveaxis", lifter.dense(sides[at]), last, zero)
    product = gast.BinOp(sides[0], gast.MatMult(), sides[1])
    return Lifted(_call("numpy.moveaxis", product, zero, last), DENSE)


def _of_vectors(lifter: Lifter, node: gast.Call) -> Lifted | None:
    kinds = [lifter.infer(a) for a in node.args]
    if any(is_complex(kind) for kind in kinds) or [lifter.rank(a) for a in node.args] != [1, 1]:
        return None
    return _product(lifter, node)


def _tensordot(lifter: Lifter, node: gast.Call) -> Lifted | None:
    given = _arguments(node, "a", "b", "axes")
    if given is None or lifter.mentions(given["a"]) and lifter.mentions(given["b"]):
        return None
    count = _number(given.get("axes", nodes.constant(2)))
    rank = lifter.rank(given["a"])
    if count is None or count < 0:
        return None
    if lifter.mentions(given["b"]):
        return Lifted(_call("numpy.tensordot", given["a"], lifter.dense(given["b"]), nodes.constant(count)), DENSE)
    if rank is None or rank < count:
        return None
    axes = nodes.parse_expression(f"({list(range(rank - count, rank))}, {list(range(count))})")
    made = _call("numpy.tensordot", lifter.dense(given["a"]), given["b"], axes)
    return Lifted(_call("numpy.moveaxis", made, nodes.constant(rank - count), nodes.parse_expression("-1")), DENSE)


def _outer(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """Of two vectors: every entry of the first times the second."""
    if len(node.args) != 2 or node.keywords or [lifter.rank(a) for a in node.args] != [1, 1]:
        return None
    left, right = node.args
    column = nodes.parse_expression("x[:, None]").slice
    return lifter.lift(gast.BinOp(gast.Subscript(left, column, gast.Load()), gast.Mult(), right))


def _einsum(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`einsum_dot(dots, subscripts, operands)`: the directions are one more subscript of the tangents."""
    if len(node.args) != 3 or not isinstance(node.args[0], gast.Tuple | gast.List) or lifter.mentions(node.args[2]):
        return None
    dots = [lifter.dense(e) if lifter.mentions(e) else nodes.constant(None) for e in node.args[0].elts]
    return Lifted(_call("runtime.einsum_dots", gast.Tuple(dots, gast.Load()), *node.args[1:]), DENSE)


def _solve(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`np.linalg.solve(a, b_dot)` for one vector: the directions are its right-hand sides."""
    if len(node.args) != 2 or lifter.mentions(node.args[0]):
        return None
    if [lifter.rank(a) for a in node.args] != [2, 1]:
        return None
    return Lifted(gast.Call(node.func, [node.args[0], lifter.dense(node.args[1])], []), DENSE)


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
    given = _arguments(node, "x", "shape")
    shape = None if given is None else _behind([given["shape"]], lifter)
    return None if shape is None else Lifted(_call("numpy.reshape", lifter.dense(given["x"]), shape), DENSE)


def _reshape_method(lifter: Lifter, node: gast.Call) -> Lifted | None:
    shape = None if node.keywords or not node.args else _behind(node.args, lifter)
    return None if shape is None else Lifted(_call("numpy.reshape", lifter.dense(node.func.value), shape), DENSE)


def _flat(lifter: Lifter, x: gast.AST) -> gast.AST:
    if lifter.rank(x) == 1:
        return lifter.dense(x)
    shape = nodes.parse_expression(f"(-1, {lifter.count})")
    return _call("numpy.reshape", lifter.dense(x), shape)


def _ravel(lifter: Lifter, node: gast.Call) -> Lifted | None:
    return Lifted(_flat(lifter, node.args[0]), DENSE) if len(node.args) == 1 and not node.keywords else None


def _ravel_method(lifter: Lifter, node: gast.Call) -> Lifted | None:
    return None if node.args or node.keywords else Lifted(_flat(lifter, node.func.value), DENSE)


def _flatten_method(lifter: Lifter, node: gast.Call) -> Lifted | None:
    if node.args or node.keywords:
        return None
    return Lifted(gast.Call(gast.Attribute(_flat(lifter, node.func.value), "copy", gast.Load()), [], []), DENSE)


def _transpose(lifter: Lifter, node: gast.Call) -> Lifted | None:
    given = _arguments(node, "x", "axes")
    rank = None if given is None else lifter.rank(given["x"])
    if rank is None:
        return None
    axes = list(range(rank))[::-1]
    if not _is_none(given.get("axes")):
        if not isinstance(given["axes"], gast.Tuple | gast.List):
            return None
        axes = [_number(e) for e in given["axes"].elts]
    if None in axes or len(axes) != rank:
        return None
    if rank < 2:
        return Lifted(lifter.dense(given["x"]), DENSE)
    order = nodes.parse_expression(str((*(a % rank for a in axes), rank)))
    return Lifted(_call("numpy.transpose", lifter.dense(given["x"]), order), DENSE)


def _with_axes(*names: str, also: tuple[str, ...] = ()) -> Handler:
    """A function of an array and of axes, all of them given as literals."""

    def lifted(lifter: Lifter, node: gast.Call) -> Lifted | None:
        given = _arguments(node, "x", *names, *also)
        if given is None or any(name not in given for name in names):
            return None
        x = given["x"]
        rank = lifter.rank(x)
        if nodes.dotted(node.func) == "@numpy.expand_dims" and rank is not None:
            rank += len(given["axis"].elts) if isinstance(given["axis"], gast.Tuple) else 1
        parts = [_axis(given[name], rank) for name in names]
        if None in parts:
            return None
        return Lifted(gast.Call(node.func, [lifter.dense(x), *parts], []), DENSE)

    return lifted


def _broadcast_to(lifter: Lifter, node: gast.Call) -> Lifted | None:
    given = _arguments(node, "x", "shape")
    shape = None if given is None else _behind([given["shape"]], lifter)
    return None if shape is None else Lifted(_call("numpy.broadcast_to", lifter.dense(given["x"]), shape), DENSE)


def _flip(lifter: Lifter, node: gast.Call) -> Lifted | None:
    given = _arguments(node, "x", "axis")
    rank = None if given is None else lifter.rank(given["x"])
    axis = given.get("axis") if given else None
    if _is_none(axis):
        axis = None if rank is None else nodes.parse_expression(str(tuple(range(rank))))
    along = _axis(axis, rank)
    return None if along is None else Lifted(gast.Call(node.func, [lifter.dense(given["x"]), along], []), DENSE)


def _joined(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`np.concatenate` and `np.stack` of several tangents."""
    given = _arguments(node, "xs", "axis")
    if given is None or not isinstance(given["xs"], gast.Tuple | gast.List):
        return None
    along = _axis(given.get("axis", nodes.constant(0)), None)
    if along is None:
        return None
    keywords = [] if _number(along) == 0 else [gast.keyword("axis", along)]
    return Lifted(gast.Call(node.func, [lifter.dense(given["xs"])], keywords), DENSE)


def _array(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`np.array([a_dot, b_dot])`: the elements' directions line up."""
    if len(node.args) != 1 or not isinstance(node.args[0], gast.Tuple | gast.List):
        return None
    return Lifted(gast.Call(node.func, [lifter.dense(node.args[0])], node.keywords), DENSE)


def _trace(lifter: Lifter, node: gast.Call) -> Lifted | None:
    if len(node.args) != 1 or node.keywords or lifter.rank(node.args[0]) != 2:
        return None
    return Lifted(gast.Call(node.func, [lifter.dense(node.args[0])], []), DENSE)


# -- entry by entry ----------------------------------------------------------------------------------------------------


def _elementwise(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """Every operand has or gets the axis of directions; of one tangent that is a diagonal, zeros stay zeros."""
    if node.keywords:
        return None
    tangents = [a for a in node.args if lifter.mentions(a)]
    if len(tangents) == 1 and nodes.dotted(node.func) in _ZERO_OF_ZERO:
        made = lifter.lift(tangents[0])
        others = [a for a in node.args if a is not tangents[0]]
        if made.form == DIAGONAL and lifter.is_like_seed(node) and _stay_zero(node, others):
            args = [made.tree if a is tangents[0] else a for a in node.args]
            filled = gast.Call(node.func, args, [])
            if lifter.made_rank(filled) == 1:
                return Lifted(filled, DIAGONAL)
    args = [a if isinstance(a, gast.Constant) else lifter.side(a) for a in node.args]
    return Lifted(gast.Call(node.func, args, []), DENSE)


def _stay_zero(node: gast.Call, others: list[gast.AST]) -> bool:
    """Is the result zero where the tangent is?"""
    if nodes.dotted(node.func) != "@numpy.where":
        return True
    return isinstance(others[-1], gast.Constant) and others[-1].value == 0.0


_ZERO_OF_ZERO = ("@numpy.where", "@numpy.real", "@numpy.conj", "@runtime.pick_larger", "@runtime.divide_or_zero")


def _expanded(lifter: Lifter, node: gast.Call) -> Lifted:
    """The tangent in the shape of its variable."""
    return Lifted(_call("runtime.expanded_along", lifter.dense(node.args[0]), node.args[1]), DENSE)


def _full_like(lifter: Lifter, node: gast.Call) -> Lifted | None:
    if node.keywords or lifter.mentions(node.args[0]):
        return None
    made = _call("runtime.expanded_along", lifter.dense(node.args[1]), node.args[0])
    if lifter.writes:
        made = gast.Call(gast.Attribute(made, "copy", gast.Load()), [], [])
    return Lifted(made, DENSE)


def _like_first(*, axis: bool = False) -> Handler:
    """`unbroadcast(e_dot, x)` and others that look at the shape of their second operand."""

    def lifted(lifter: Lifter, node: gast.Call) -> Lifted | None:
        first, like, *rest = node.args
        if node.keywords or any(map(lifter.mentions, (like, *rest))):
            return None
        if axis and rest:
            rest[0] = rest[0] if _is_none(rest[0]) else _axis(rest[0], lifter.rank(like))
            if rest[0] is None:
                return None
        shaped = _call("runtime.along", like, nodes.name(lifter.count))
        return Lifted(gast.Call(node.func, [lifter.dense(first), shaped, *rest], []), DENSE)

    return lifted


def _scatter(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`getitem_bar(e_dot, x, index)`: the index stays as it is."""
    if len(node.args) != 3 or any(map(lifter.mentions, node.args[1:])):
        return None
    whole = any(isinstance(n, gast.Constant) and n.value is Ellipsis for n in nodes.walk(node.args[2]))
    return None if whole else _like_first()(lifter, node)


def _copied(lifter: Lifter, node: gast.Call) -> Lifted | None:
    if len(node.args) != 1 or node.keywords:
        return None
    return Lifted(gast.Call(node.func, [lifter.dense(node.args[0])], []), DENSE)


def _float(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """The only entry of a tangent."""
    x = node.args[0]
    if lifter.rank(x) == 0:
        return Lifted(lifter.dense(x), DENSE)
    return Lifted(_call("numpy.reshape", lifter.dense(x), nodes.name(lifter.count)), DENSE)


def _item(lifter: Lifter, node: gast.Call) -> Lifted | None:
    return _float(lifter, gast.Call(node.func, [node.func.value], [])) if not node.args else None


def _sum_of_list(lifter: Lifter, node: gast.Call) -> Lifted | None:
    args = [a if isinstance(a, gast.Constant) else lifter.dense(a) for a in node.args]
    return Lifted(gast.Call(node.func, args, node.keywords), DENSE)


def _list(lifter: Lifter, node: gast.Call) -> Lifted | None:
    return Lifted(gast.Call(node.func, [lifter.dense(a) for a in node.args], []), DENSE)


def _method(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`x_dot.copy()`, `xs_dot.pop()`: the same of all directions."""
    if any(map(lifter.mentions, node.args)):
        return None
    func = gast.Attribute(lifter.dense(node.func.value), node.func.attr, gast.Load())
    return Lifted(gast.Call(func, node.args, node.keywords), DENSE)


CALLS: dict[str, Handler] = {
    "@numpy.sum": _reduction, "@numpy.mean": _reduction,
    "@numpy.cumsum": _along_axis("axis"), "@numpy.roll": _along_axis("shift", "axis"),
    "@numpy.take": _along_axis("indices", "axis"), "@numpy.diff": _along_axis("n", "axis", default=-1),
    "@numpy.repeat": _along_axis("repeats", "axis"),
    "@numpy.matmul": _product, "@numpy.dot": _product, "@numpy.inner": _of_vectors, "@numpy.vdot": _of_vectors,
    "@numpy.tensordot": _tensordot, "@numpy.outer": _outer, "@runtime.einsum_dot": _einsum,
    "@numpy.linalg.solve": _solve,
    "@numpy.reshape": _reshape, "@numpy.ravel": _ravel, "@numpy.transpose": _transpose,
    "@numpy.swapaxes": _with_axes("axis1", "axis2"), "@numpy.moveaxis": _with_axes("source", "destination"),
    "@numpy.expand_dims": _with_axes("axis"), "@numpy.squeeze": _with_axes("axis"),
    "@numpy.broadcast_to": _broadcast_to, "@numpy.flip": _flip,
    "@numpy.concatenate": _joined, "@numpy.stack": _joined, "@numpy.array": _array, "@numpy.trace": _trace,
    "@runtime.expanded": _expanded, "@numpy.full_like": _full_like, "@runtime.copied": _copied,
    "@runtime.copy_tree": _copied, "@runtime.unbroadcast": _like_first(),
    "@runtime.getitem_bar": _scatter, "@runtime.unreduce": _like_first(axis=True), "@numpy.zeros_like": _copied,
    "@numpy.copy": _copied, "@builtins.float": _float, "@builtins.sum": _sum_of_list, "@builtins.list": _list,
    "@builtins.tuple": _list,
}  # fmt: skip
CALLS |= dict.fromkeys(
    ("@numpy.where", "@numpy.real", "@numpy.imag", "@numpy.conj", "@numpy.conjugate", "@runtime.real",
     "@runtime.pick_larger", "@runtime.clip_part", "@runtime.divide_or_zero"), _elementwise,
)  # fmt: skip
CALLS |= {
    f"@numpy.{name}": _elementwise
    for name, value in vars(np).items()
    if isinstance(value, np.ufunc) and value.signature is None and value.nout == 1
}
METHODS: dict[str, Handler] = {
    "copy": _method, "astype": _method, "pop": _method, "reshape": _reshape_method, "ravel": _ravel_method,
    "flatten": _flatten_method, "item": _item,
}  # fmt: skip
