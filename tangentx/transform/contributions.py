"""One adjoint, and how contributions to it are written."""

from __future__ import annotations

from dataclasses import dataclass

import gast

from tangentx.analysis.program import external
from tangentx.analysis.types import Type
from tangentx.syntax import nodes


@dataclass(frozen=True, slots=True)
class Bar:
    """An adjoint that is not zero.  expr: a Name or Constant.  owned: no other name sees its memory, so it may be
    updated in place.  shadow: it is the buffer (or a view of it) of an array that is written.  fits: it was given the
    variable's shape when it ran, which the types do not tell."""

    expr: gast.AST
    type: Type
    owned: bool = False
    shadow: bool = False
    fits: bool = False
    selected: tuple | None = (
        None  # (mask, adjoint before selection, its place in np.where): zero where the mask is not
    )


def selection(expr: gast.AST) -> tuple | None:
    """For `np.where(mask, e, 0.0)`: (mask, e, 1); for `np.where(mask, 0.0, e)`: (mask, e, 2)."""
    if not isinstance(expr, gast.Call) or nodes.dotted(expr.func) != "@numpy.where" or len(expr.args) != 3:
        return None
    for zero, place in ((expr.args[2], 1), (expr.args[1], 2)):
        if isinstance(zero, gast.Constant) and zero.value == 0.0:
            return expr.args[0], expr.args[place], place
    return None


def selected(expr: gast.AST, how: tuple) -> gast.AST:
    """The expression selected as the adjoint it was computed from."""
    mask, _, place = how
    parts = [nodes.clone(mask), nodes.constant(0.0), nodes.constant(0.0)]
    parts[place] = expr
    return gast.Call(external("numpy.where"), parts, [])


def is_fitted(expr: gast.AST, variable: str) -> bool:
    """Does the expression get the variable's shape when it runs?"""
    if not isinstance(expr, gast.Call):
        return False
    place = {"@runtime.unbroadcast": 1, "@numpy.full_like": 0, "@numpy.zeros_like": 0}.get(
        nodes.dotted(expr.func)
    )
    return place is not None and getattr(expr.args[place], "id", None) == variable


def augmented(target: gast.AST, expr: gast.AST) -> gast.AST:
    """`target += expr`, or `-=` when the expression is negated."""
    if isinstance(expr, gast.UnaryOp) and isinstance(expr.op, gast.USub):
        return gast.AugAssign(target, gast.Sub(), expr.operand)
    return gast.AugAssign(target, gast.Add(), expr)


def added(left: gast.AST, right: gast.AST) -> gast.AST:
    """`left + right`, written as a difference when the right side is negated."""
    if isinstance(right, gast.UnaryOp) and isinstance(right.op, gast.USub):
        return gast.BinOp(left, gast.Sub(), right.operand)
    return gast.BinOp(left, gast.Add(), right)
