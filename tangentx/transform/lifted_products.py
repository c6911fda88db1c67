"""Sums and products of tangents in several directions: a part of the table in `lifted_calls`."""

from __future__ import annotations

import gast

from tangentx.analysis.program import external
from tangentx.analysis.types import Array, is_complex, same_shape
from tangentx.syntax import nodes
from tangentx.transform.lifted_factors import scaled
from tangentx.transform.lifted_operands import Handler, arguments, axis_before, called, is_none, number
from tangentx.transform.lifting import DENSE, DIAGONAL, Lifted, Lifter

# -- sums --------------------------------------------------------------------------------------------------------------


def _reduction(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`np.sum` and what else takes `axis` and `keepdims`."""
    given = arguments(node, "a", "axis", "dtype", "out", "keepdims")
    if given is None or "out" in given:
        return None
    x, axis = given.pop("a"), given.pop("axis", None)
    chosen = _chosen(lifter, x) if is_none(axis) and not given else None
    if chosen is not None and nodes.dotted(node.func) == "@numpy.sum":
        return Lifted(called("numpy.sum", chosen, axis=nodes.constant(0)), DENSE)
    rank = lifter.rank(x)
    if is_none(axis) and not given and rank == 1 and nodes.dotted(node.func) == "@numpy.sum":
        product = _of_same_vectors(lifter, x)
        if product is not None:
            return lifter.lift(product)
    made = lifter.lift(x)
    if is_none(axis):
        if rank is None:
            return _over_all(lifter, node, given)
        if rank == 0:
            return made
        if made.form == DIAGONAL and nodes.dotted(node.func) == "@numpy.sum" and not given:
            if lifter.made_rank(made.tree) == 1:
                return Lifted(made.tree, DENSE)
            return Lifted(called("numpy.full", nodes.name(lifter.count), made.tree), DENSE)
        along = nodes.constant(0) if rank == 1 else nodes.parse_expression(str(tuple(range(rank))))
    else:
        along = axis_before(axis, rank)
    if along is None:
        return None
    keywords = [gast.keyword(k, v) for k, v in {"axis": along, **given}.items()]
    return Lifted(gast.Call(node.func, [lifter.dense(x)], keywords), DENSE)


def _chosen(lifter: Lifter, x: gast.AST) -> gast.AST | None:
    """`x_dot[mask]`, of which the sum is that of `np.where(mask, x_dot, 0.0)`: mostly of very few entries."""
    if not isinstance(x, gast.Call) or nodes.dotted(x.func) != "@numpy.where" or len(x.args) != 3:
        return None
    mask, tangent, other = x.args
    kinds = [lifter.infer(a) for a in (mask, tangent)]
    if not all(isinstance(k, Array) for k in kinds) or not same_shape(kinds[0].shape, kinds[1].shape):
        return None
    if (
        lifter.mentions(mask)
        or kinds[0].kind != "b"
        or kinds[0].scalar
        or getattr(other, "value", None) != 0.0
    ):
        return None
    return gast.Subscript(lifter.dense(tangent), mask, gast.Load())


def _of_same_vectors(lifter: Lifter, x: gast.AST) -> gast.AST | None:
    """`a @ x_dot` for the sum of `a * x_dot`: one product of a vector and a matrix."""
    scale, tangent = scaled(lifter, x)
    if scale is None or isinstance(tangent, gast.Constant):
        return None
    kinds = lifter.infer(scale), lifter.infer(tangent)
    if not all(isinstance(k, Array) and k.kind == "f" and k.rank == 1 for k in kinds):
        return None
    one_shape = same_shape(kinds[0].shape, kinds[1].shape) and kinds[0].dtype == kinds[1].dtype
    return gast.BinOp(scale, gast.MatMult(), tangent) if one_shape else None


def _over_all(lifter: Lifter, node: gast.Call, given: dict[str, gast.AST]) -> Lifted:
    """All entries of an array whose rank only the runtime knows."""
    name = lifter.named(node.args[0])
    axes = nodes.parse_expression(f"tuple(range(np.ndim({name}) - 1))")
    axes.func, axes.args[0].func = external("builtins.tuple"), external("builtins.range")
    axes.args[0].args[0].left.func = external("numpy.ndim")
    keywords = [gast.keyword(k, v) for k, v in {"axis": axes, **given}.items()]
    return Lifted(gast.Call(node.func, [nodes.name(name)], keywords), DENSE)


def _along_axis(*names: str, default: int | None = None) -> Handler:
    """A function that works along one axis; without one, over a vector or along the default."""

    def lifted(lifter: Lifter, node: gast.Call) -> Lifted | None:
        given = arguments(node, "x", *names)
        if given is None or any(lifter.mentions(v) for k, v in given.items() if k != "x"):
            return None
        x, axis = given.pop("x"), given.pop("axis", None)
        if is_none(axis) and default is not None:
            axis = nodes.constant(default)
        if is_none(axis):
            axis = nodes.constant(0) if lifter.rank(x) == 1 else None
        along = axis_before(axis, lifter.rank(x))
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
        return Lifted(called("numpy.tensordot", left, lifter.dense(right), nodes.constant(1)), DENSE)
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
    sides[at] = called("numpy.moveaxis", lifter.dense(sides[at]), last, zero)
    product = gast.BinOp(sides[0], gast.MatMult(), sides[1])
    return Lifted(called("numpy.moveaxis", product, zero, last), DENSE)


def _of_vectors(lifter: Lifter, node: gast.Call) -> Lifted | None:
    kinds = [lifter.infer(a) for a in node.args]
    if any(is_complex(kind) for kind in kinds) or [lifter.rank(a) for a in node.args] != [1, 1]:
        return None
    return _product(lifter, node)


def _tensordot(lifter: Lifter, node: gast.Call) -> Lifted | None:
    given = arguments(node, "a", "b", "axes")
    if given is None or lifter.mentions(given["a"]) and lifter.mentions(given["b"]):
        return None
    count = number(given.get("axes", nodes.constant(2)))
    rank = lifter.rank(given["a"])
    if count is None or count < 0:
        return None
    if lifter.mentions(given["b"]):
        return Lifted(
            called("numpy.tensordot", given["a"], lifter.dense(given["b"]), nodes.constant(count)), DENSE
        )
    if rank is None or rank < count:
        return None
    axes = nodes.parse_expression(f"({list(range(rank - count, rank))}, {list(range(count))})")
    made = called("numpy.tensordot", lifter.dense(given["a"]), given["b"], axes)
    return Lifted(
        called("numpy.moveaxis", made, nodes.constant(rank - count), nodes.parse_expression("-1")), DENSE
    )


def _outer(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """Of two vectors: every entry of the first times the second."""
    if len(node.args) != 2 or node.keywords or [lifter.rank(a) for a in node.args] != [1, 1]:
        return None
    left, right = node.args
    column = nodes.parse_expression("x[:, None]").slice
    return lifter.lift(gast.BinOp(gast.Subscript(left, column, gast.Load()), gast.Mult(), right))


def _einsum(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`einsum_dot(dots, subscripts, operands)`: the directions are one more subscript of the tangents."""
    if (
        len(node.args) != 3
        or not isinstance(node.args[0], gast.Tuple | gast.List)
        or lifter.mentions(node.args[2])
    ):
        return None
    dots = [lifter.dense(e) if lifter.mentions(e) else nodes.constant(None) for e in node.args[0].elts]
    return Lifted(called("runtime.einsum_dots", gast.Tuple(dots, gast.Load()), *node.args[1:]), DENSE)


def _solve(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`np.linalg.solve(a, b_dot)`: the directions are more right-hand sides."""
    if len(node.args) != 2 or lifter.mentions(node.args[0]) or lifter.rank(node.args[0]) != 2:
        return None
    matrix, right = node.args
    if lifter.rank(right) == 1:
        return Lifted(gast.Call(node.func, [matrix, lifter.dense(right)], []), DENSE)
    if lifter.rank(right) != 2:
        return None
    name = lifter.named(right)
    columns = nodes.parse_expression(f"({name}.shape[0], -1)")
    solved = gast.Call(node.func, [matrix, called("numpy.reshape", nodes.name(name), columns)], [])
    return Lifted(called("numpy.reshape", solved, nodes.parse_expression(f"{name}.shape")), DENSE)


def _einsum_of_one(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`np.einsum("ij,j->i", a, x_dot)`: one more letter for the directions."""
    subscripts, *operands = node.args
    text = subscripts.value if isinstance(subscripts, gast.Constant) else None
    tangents = [i for i, operand in enumerate(operands) if lifter.mentions(operand)]
    if not isinstance(text, str) or "." in text or "->" not in text or len(tangents) != 1:
        return None
    left, right = text.replace(" ", "").split("->")
    letter = next((c for c in "zyxwvutsrqponmlkjihgfedcba" if c not in text), None)
    labels = left.split(",")
    if letter is None or len(labels) != len(operands):
        return None
    at = tangents[0]
    labels[at] += letter
    operands[at] = lifter.dense(operands[at])
    spelled = nodes.constant(f"{','.join(labels)}->{right}{letter}")
    return Lifted(gast.Call(node.func, [spelled, *operands], node.keywords), DENSE)


def _taken_back(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`take_bar(e_dot, x, indices, axis)`, which looks at the shape of x."""
    if len(node.args) != 4 or node.keywords or any(map(lifter.mentions, node.args[1:])):
        return None
    rank, axis = lifter.rank(node.args[1]), node.args[3]
    along = axis_before(nodes.constant(0) if is_none(axis) and rank == 1 else axis, rank)
    if along is None:
        return None
    shaped = called("runtime.along", node.args[1], nodes.name(lifter.count))
    return Lifted(gast.Call(node.func, [lifter.dense(node.args[0]), shaped, node.args[2], along], []), DENSE)


SUMS_AND_PRODUCTS: dict[str, Handler] = {
    "@numpy.sum": _reduction, "@numpy.mean": _reduction,
    "@numpy.cumsum": _along_axis("axis"), "@numpy.roll": _along_axis("shift", "axis"),
    "@numpy.take": _along_axis("indices", "axis"), "@numpy.diff": _along_axis("n", "axis", default=-1),
    "@numpy.repeat": _along_axis("repeats", "axis"),
    "@numpy.matmul": _product, "@numpy.dot": _product, "@numpy.inner": _of_vectors, "@numpy.vdot": _of_vectors,
    "@numpy.tensordot": _tensordot, "@numpy.outer": _outer, "@runtime.einsum_dot": _einsum,
    "@numpy.linalg.solve": _solve,
    "@numpy.einsum": _einsum_of_one,
    "@runtime.take_bar": _taken_back,
    "@numpy.split": _along_axis("sections", "axis", default=0),
    "@numpy.array_split": _along_axis("sections", "axis", default=0),
    "@numpy.fft.fft": _along_axis("n", "axis", default=-1),
    "@numpy.fft.ifft": _along_axis("n", "axis", default=-1),
}  # fmt: skip
