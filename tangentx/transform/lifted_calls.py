"""The table of functions of tangents that have a form for several directions: see `lifting`.

Each entry gives the lifted call, or None where its operands are not known well enough; then, and for every function
that is not here, the directions are taken one by one.  An axis counted from the back is one further from it.
"""

from __future__ import annotations

import gast
import numpy as np

from tangentx.syntax import nodes
from tangentx.transform.lifted_operands import Handler, axis_before, called, is_none
from tangentx.transform.lifted_products import SUMS_AND_PRODUCTS
from tangentx.transform.lifted_shapes import SHAPE_METHODS, SHAPES
from tangentx.transform.lifting import DENSE, DIAGONAL, Lifted, Lifter, NotLifted
from tangentx.transform.rule_lines import AT_SINGULAR_POINTS

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
            if lifter.made_rank(filled) == 1 and lifter.is_diagonal(filled):
                return Lifted(filled, DIAGONAL)
    args = [a if isinstance(a, gast.Constant) else lifter.side(a) for a in node.args]
    return Lifted(gast.Call(node.func, args, []), DENSE)


def _stay_zero(node: gast.Call, others: list[gast.AST]) -> bool:
    """Is the result zero where the tangent is?"""
    if nodes.dotted(node.func) != "@numpy.where":
        return True
    return isinstance(others[-1], gast.Constant) and others[-1].value == 0.0


_ZERO_OF_ZERO = (
    "@numpy.where",
    "@numpy.real",
    "@numpy.conj",
    "@runtime.pick_larger",
    *AT_SINGULAR_POINTS,
)


def _expanded(lifter: Lifter, node: gast.Call) -> Lifted:
    """The tangent in the shape of its variable."""
    return Lifted(called("runtime.expanded_along", lifter.dense(node.args[0]), node.args[1]), DENSE)


def _full_like(lifter: Lifter, node: gast.Call) -> Lifted | None:
    if node.keywords or lifter.mentions(node.args[0]):
        return None
    made = called("runtime.expanded_along", lifter.dense(node.args[1]), node.args[0])
    if lifter.written(lifter.infer(node.args[1])):
        made = nodes.method(made, "copy")
    return Lifted(made, DENSE)


def _like_first(*, axis: bool = False) -> Handler:
    """`unbroadcast(e_dot, x)` and others that look at the shape of their second operand."""

    def lifted(lifter: Lifter, node: gast.Call) -> Lifted | None:
        first, like, *rest = node.args
        if node.keywords or any(map(lifter.mentions, (like, *rest))):
            return None
        if axis and rest:
            rest[0] = rest[0] if is_none(rest[0]) else axis_before(rest[0], lifter.rank(like))
            if rest[0] is None:
                return None
        shaped = called("runtime.along", like, nodes.name(lifter.count))
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
    return Lifted(called("numpy.reshape", lifter.dense(x), nodes.name(lifter.count)), DENSE)


def _item(lifter: Lifter, node: gast.Call) -> Lifted | None:
    return _float(lifter, gast.Call(node.func, [node.func.value], [])) if not node.args else None


def _sum_of_list(lifter: Lifter, node: gast.Call) -> Lifted | None:
    args = [a if isinstance(a, gast.Constant) else lifter.dense(a) for a in node.args]
    return Lifted(gast.Call(node.func, args, node.keywords), DENSE)


def _list(lifter: Lifter, node: gast.Call) -> Lifted | None:
    return Lifted(gast.Call(node.func, [lifter.dense(a) for a in node.args], []), DENSE)


def _refused(lifter: Lifter, node: gast.Call) -> Lifted:
    raise NotLifted("a view, if memory is in one order, that is written")


def _method(lifter: Lifter, node: gast.Call) -> Lifted | None:
    """`x_dot.copy()`, `xs_dot.pop()`: the same of all directions."""
    if any(map(lifter.mentions, node.args)):
        return None
    tree = lifter.dense(node.func.value)
    if node.func.attr == "copy" and isinstance(tree, gast.BinOp | gast.UnaryOp):
        return Lifted(tree, DENSE)  # new anyway
    func = gast.Attribute(tree, node.func.attr, gast.Load())
    return Lifted(gast.Call(func, node.args, node.keywords), DENSE)


CALLS: dict[str, Handler] = SUMS_AND_PRODUCTS | SHAPES | {
    "@runtime.expanded": _expanded, "@numpy.full_like": _full_like, "@runtime.copied": _copied,
    "@runtime.copy_tree": _copied, "@runtime.unbroadcast": _like_first(), "@runtime.getitem_bar": _scatter,
    "@runtime.unreduce": _like_first(axis=True), "@numpy.zeros_like": _copied,
    "@numpy.copy": _copied, "@builtins.float": _float, "@builtins.sum": _sum_of_list, "@builtins.list": _list,
    "@builtins.tuple": _list, "@runtime.add_trees": _list,
}  # fmt: skip
CALLS |= dict.fromkeys(("@runtime.like_view", "@runtime.part_like", "@runtime.writable"), _refused)
CALLS |= dict.fromkeys(
    ("@numpy.where", "@numpy.real", "@numpy.imag", "@numpy.conj", "@numpy.conjugate", "@runtime.real",
     "@runtime.pick_larger", "@runtime.clip_part", *AT_SINGULAR_POINTS), _elementwise,
)  # fmt: skip
CALLS |= {
    f"@numpy.{name}": _elementwise
    for name, value in vars(np).items()
    if isinstance(value, np.ufunc) and value.signature is None and value.nout == 1
}
METHODS: dict[str, Handler] = SHAPE_METHODS | {
    "copy": _method, "astype": _method, "pop": _method, "item": _item,
}  # fmt: skip
