"""What need not be written: factors 1.0, double negations, constants that can be multiplied now.

Only where the type stays what it is: `1.0 * e` is e for e of floating type.
"""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis.types import Array, Const, Scalar, is_float_like
from tangentx.analysis.wholes import may_be_whole
from tangentx.syntax import nodes


def simplified(node: Any, type_of) -> Any:
    """`1.0 * e` and `e * 1.0` are e, and `-(-e)` is e, for e of floating type; numbers are added."""
    if isinstance(node, gast.BinOp):
        for rule in (_signs_outside, _BINARY.get(type(node.op))):
            made = rule(node, type_of) if rule is not None else None
            if made is not None:
                return made
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        inner = node.operand
        if isinstance(inner, gast.UnaryOp) and isinstance(inner.op, gast.USub):
            return inner.operand
        if _is_number(inner):
            return nodes.constant(-inner.value)
    return node


def _signs_outside(node: gast.BinOp, type_of) -> gast.AST | None:
    """`-a * b` and `a * -b` are `-(a * b)`."""
    if not isinstance(node.op, gast.Mult | gast.Div):
        return None
    for i, part in enumerate((node.left, node.right)):
        if isinstance(part, gast.UnaryOp) and isinstance(part.op, gast.USub):
            rest = (part.operand, node.right) if i == 0 else (node.left, part.operand)
            inner = simplified(gast.BinOp(rest[0], node.op, rest[1]), type_of)
            return simplified(gast.UnaryOp(gast.USub(), inner), type_of)
    return None


def _product(node: gast.BinOp, type_of) -> gast.AST | None:
    factor, rest = node.left, node.right
    nested = isinstance(rest, gast.BinOp) and isinstance(rest.op, gast.Mult) and _is_float(rest.left)
    if _is_float(factor) and nested:
        merged = nodes.constant(factor.value * rest.left.value)
        return simplified(gast.BinOp(merged, gast.Mult(), rest.right), type_of)
    if _is_float(factor) and _is_float(rest):
        return nodes.constant(factor.value * rest.value)
    for one, other in ((factor, rest), (rest, factor)):
        if _is_one(one) and _stays_float(other, type_of):
            return other
        if _is_minus_one(one) and _stays_float(other, type_of):
            return gast.UnaryOp(gast.USub(), other)
    return None


def _power(node: gast.BinOp, type_of) -> gast.AST | None:
    return node.left if _is_constant(node.right, 1) and _stays_float(node.left, type_of) else None


def _quotient(node: gast.BinOp, type_of) -> gast.AST | None:
    return node.left if _is_one(node.right) and _stays_float(node.left, type_of) else None


def _difference(node: gast.BinOp, type_of) -> gast.AST | None:
    """`0.5 - 1` in an exponent, and the place of a distribution that stands where it is: `x - 0.0`."""
    if _is_number(node.left) and _is_number(node.right):
        return nodes.constant(node.left.value - node.right.value)
    nothing = _is_float(node.right) and node.right.value == 0.0
    return node.left if nothing and _stays_float(node.left, type_of) else None


def _sum(node: gast.BinOp, type_of) -> gast.AST | None:
    """The order of a derivative, say: `0 + 1`."""
    whole = nodes.is_whole(node.left) and nodes.is_whole(node.right)
    return nodes.constant(node.left.value + node.right.value) if whole else None


_BINARY = {gast.Add: _sum, gast.Mult: _product, gast.Pow: _power, gast.Div: _quotient, gast.Sub: _difference}


def with_entries(node: gast.AST) -> gast.AST:
    """`f(*(a, b))` is `f(a, b)`."""
    if not isinstance(node, gast.Call):
        return node
    args: list[gast.AST] = []
    for arg in node.args:
        is_display = isinstance(arg, gast.Starred) and isinstance(arg.value, gast.Tuple | gast.List)
        args += arg.value.elts if is_display else [arg]
    return gast.Call(node.func, args, node.keywords) if args != node.args else node


def _is_number(node: gast.AST) -> bool:
    return isinstance(node, gast.Constant) and type(node.value) in (int, float)


def _is_float(node: gast.AST) -> bool:
    return isinstance(node, gast.Constant) and type(node.value) is float


def _is_constant(node: gast.AST, value) -> bool:
    return _is_number(node) and node.value == value


def _is_one(node: gast.AST) -> bool:
    return isinstance(node, gast.Constant) and type(node.value) is float and node.value == 1.0


def _is_minus_one(node: gast.AST) -> bool:
    return isinstance(node, gast.Constant) and type(node.value) is float and node.value == -1.0


def _stays_float(node: gast.AST, type_of) -> bool:
    kind = type_of(node)
    if isinstance(kind, Const):
        return isinstance(kind.value, float)
    if not is_float_like(kind) or not isinstance(kind, Scalar | Array):
        return False
    return not may_be_whole(node, lambda name: type_of(nodes.name(name)))
