"""Sums and products entry by entry, in several directions: what is the same in all of them is multiplied first.

a * x_dot / b               ->      (a / b)[:, None] * x_dot
x_dot * x + x * x_dot       ->      (2.0 * x)[:, None] * x_dot
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gast

from tangentx.analysis.types import Array, Const, Scalar, is_float_like, is_scalar, same_shape
from tangentx.syntax import nodes
from tangentx.transform.simplifying import simplified


def by_entries(lifter: Any, node: gast.BinOp) -> gast.AST:
    """An operation entry by entry, with an axis of directions.  lifter: a `lifting.Lifter`."""
    if isinstance(node.op, gast.Add | gast.Sub):
        return _sum(lifter, node)
    scale, tangent = scaled(lifter, node)
    if scale is not None:
        return _product(lifter, scale, tangent)
    return _made(lifter, lifter.side(node.left), node.op, lifter.side(node.right))


def _made(lifter: Any, left: gast.AST, op: gast.AST, right: gast.AST) -> gast.AST:
    return simplified(gast.BinOp(left, op, right), lifter.infer)


def _product(lifter: Any, scale: gast.AST, tangent: gast.AST) -> gast.AST:
    tangent = _unexpanded(lifter, scale, tangent)
    return _made(lifter, lifter.wide(scale), gast.Mult(), lifter.dense(tangent))


def _unexpanded(lifter: Any, scale: gast.AST, tangent: gast.AST) -> gast.AST:
    """A tangent need not be brought into the shape of its variable when a factor of that shape does it."""
    written = nodes.dotted(tangent.func) if isinstance(tangent, gast.Call) and len(tangent.args) == 2 else ""
    inner, like = {"@runtime.expanded": (0, 1), "@numpy.full_like": (1, 0)}.get(written or "", (None, None))
    if inner is None or tangent.keywords:
        return tangent
    kinds = [lifter.infer(scale), lifter.infer(tangent.args[like])]
    same = all(isinstance(k, Array) and k.dtype == "float64" for k in kinds)
    return tangent.args[inner] if same and same_shape(kinds[0].shape, kinds[1].shape) else tangent


def _sum(lifter: Any, node: gast.BinOp) -> gast.AST:
    """`a * x_dot + b * y_dot`; of one tangent, `(a + b) * x_dot`."""
    twice = _twice(lifter, node)
    if twice is not None:
        return by_entries(lifter, twice)
    op, terms = node.op, [scaled(lifter, side) for side in (node.left, node.right)]
    second = terms[1][0]
    if isinstance(second, gast.UnaryOp) and isinstance(second.op, gast.USub):
        op, terms[1] = _OTHER[type(op)](), (second.operand, terms[1][1])
    scales = [scale for scale, _ in terms]
    if None not in scales and nodes.equal(terms[0][1], terms[1][1]) and _may_go_together(lifter, scales, op):
        first, second = scales
        if isinstance(op, gast.Add) and isinstance(first, gast.UnaryOp) and isinstance(first.op, gast.USub):
            first, op, second = second, gast.Sub(), first.operand  # -a + b
        scale = _same_term_again(first, op, second) or gast.BinOp(first, op, second)
        return _product(lifter, simplified(scale, lifter.infer), terms[0][1])
    sides = [
        lifter.side(tangent) if scale is None else _product(lifter, scale, tangent)
        for scale, tangent in terms
    ]
    if isinstance(sides[1], gast.UnaryOp) and isinstance(sides[1].op, gast.USub):
        op, sides[1] = _OTHER[type(op)](), sides[1].operand
    return _made(lifter, sides[0], op, sides[1])


def _same_term_again(left: gast.AST, op: gast.AST, term: gast.AST) -> gast.AST | None:
    """`a - 4.0 * x` for `(a - 2.0 * x) - 2.0 * x`, as the slope of a polynomial comes."""
    again = isinstance(left, gast.BinOp) and type(left.op) is type(op) and nodes.equal(left.right, term)
    is_product = isinstance(term, gast.BinOp) and isinstance(term.op, gast.Mult)
    if not again or not is_product or type(getattr(term.left, "value", None)) is not float:
        return None
    twice = gast.BinOp(nodes.constant(2.0 * term.left.value), gast.Mult(), term.right)
    return gast.BinOp(left.left, op, twice)


_OTHER = {gast.Add: gast.Sub, gast.Sub: gast.Add}


def _twice(lifter: Any, node: gast.BinOp) -> gast.BinOp | None:
    """`x_dot * x + x * x_dot` is twice the one."""
    left, right = node.left, node.right
    products = all(isinstance(e, gast.BinOp) and isinstance(e.op, gast.Mult) for e in (left, right))
    if not isinstance(node.op, gast.Add) or not products or not lifter.mentions(left):
        return None
    if not nodes.equal(left.left, right.right) or not nodes.equal(left.right, right.left):
        return None
    return gast.BinOp(nodes.constant(2.0), gast.Mult(), right)


def scaled(lifter: Any, node: gast.AST) -> tuple[gast.AST | None, gast.AST]:
    """(a / b, x_dot) of `a * x_dot / b`, where the factors are numbers or of one rank; (None, the node) of others."""
    node = (_twice(lifter, node) if isinstance(node, gast.BinOp) else None) or node
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        scale, tangent = scaled(lifter, node.operand)
        return (None, node) if scale is None else (gast.UnaryOp(node.op, scale), tangent)
    if not isinstance(node, gast.BinOp) or not isinstance(node.op, gast.Mult | gast.Div):
        return None, node
    in_left, in_right = lifter.mentions(node.left), lifter.mentions(node.right)
    if in_left == in_right or in_right and isinstance(node.op, gast.Div):
        return None, node
    factor, rest = (node.right, node.left) if in_left else (node.left, node.right)
    scale, tangent = scaled(lifter, rest)
    pair = (scale, factor) if in_left else (factor, scale)
    if scale is None or not _may_go_together(lifter, pair, node.op):
        return (factor, rest) if isinstance(node.op, gast.Mult) else (None, node)
    return simplified(gast.BinOp(pair[0], node.op, pair[1]), lifter.infer), tangent


def _may_go_together(lifter: Any, pair: Sequence[gast.AST], op: gast.AST) -> bool:
    """Are the factors floats (whole numbers could overflow) of one rank, or one of them a number?"""
    kinds = [lifter.infer(e) for e in pair]
    if not any(is_float_like(k) or isinstance(k, Const) and isinstance(k.value, float) for k in kinds):
        return False
    if isinstance(op, gast.Div) and all(isinstance(k, Const | Scalar) for k in kinds):
        return False  # Python's numbers raise where NumPy's give inf
    arrays = all(isinstance(k, Array) for k in kinds)
    return any(map(is_scalar, kinds)) or arrays and kinds[0].rank == kinds[1].rank is not None
