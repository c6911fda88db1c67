"""Tangent lines without the terms that are zero.

A tangent line is linear in `dot[...]`.  Where an operand has no tangent, the terms with its `dot` go:

    dot[x] * y + x * dot[y]     ->      dot[x] * y          (y has no tangent)
"""

from __future__ import annotations

import gast

from tangentx.analysis.program import Op
from tangentx.syntax import nodes

ZERO = gast.Constant("zero tangent", None)  # marks an operand without tangent


def drop_zeros(line: gast.AST, dots: dict[str, gast.AST], op: Op) -> gast.AST | None:
    """The line without its zero terms; None when all of it is zero."""
    zero = {name for name, tangent in dots.items() if tangent is ZERO}
    locals_of = dict(op.rule.locals)
    return _drop(line, zero, locals_of)


def _drop(node: gast.AST, zero: set[str], locals_of: dict) -> gast.AST | None:
    if _is_dot(node):
        return None if node.slice.id in zero else node
    if isinstance(node, gast.Name) and node.id in locals_of and _dots(locals_of[node.id]):
        return None if _drop(locals_of[node.id], zero, locals_of) is None else node
    handler = _HANDLERS.get(type(node))
    if handler is not None:
        return handler(node, zero, locals_of)
    mentioned = _dots(node)
    return None if mentioned and mentioned <= zero else node


def _is_dot(node: gast.AST) -> bool:
    return isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name) and node.value.id == "dot"


def _dots(node: gast.AST) -> set[str]:
    """The operands whose `dot` is mentioned."""
    if _is_dot(node):
        return {node.slice.id}
    return set().union(*(_dots(child) for child in nodes.children(node)), set())


def _binop(node: gast.BinOp, zero: set[str], locals_of: dict) -> gast.AST | None:
    left, right = _drop(node.left, zero, locals_of), _drop(node.right, zero, locals_of)
    if isinstance(node.op, gast.Add | gast.Sub) and (
        _has_dot(node.left, locals_of) or _has_dot(node.right, locals_of)
    ):
        if left is None and right is None:
            return None
        if left is None:
            return right if isinstance(node.op, gast.Add) else gast.UnaryOp(gast.USub(), right)
        return left if right is None else gast.BinOp(left, node.op, right)
    return None if left is None or right is None else gast.BinOp(left, node.op, right)


def _has_dot(node: gast.AST, locals_of: dict) -> bool:
    return bool(_dots(node)) or any(_dots(locals_of[n]) for n in nodes.names_read(node) if n in locals_of)


def _unary(node: gast.UnaryOp, zero: set[str], locals_of: dict) -> gast.AST | None:
    inner = _drop(node.operand, zero, locals_of)
    return None if inner is None else gast.UnaryOp(node.op, inner)


def _subscript(node: gast.Subscript, zero: set[str], locals_of: dict) -> gast.AST | None:
    inner = _drop(node.value, zero, locals_of)
    return None if inner is None else gast.Subscript(inner, node.slice, node.ctx)


def _attribute(node: gast.Attribute, zero: set[str], locals_of: dict) -> gast.AST | None:
    inner = _drop(node.value, zero, locals_of)
    return None if inner is None else gast.Attribute(inner, node.attr, node.ctx)


def _call(node: gast.Call, zero: set[str], locals_of: dict) -> gast.AST | None:
    """A call is linear in its dots together: zero when all of them are; else each argument without its zero terms."""
    arguments = [*node.args, *(k.value for k in node.keywords)]
    mentioned = set().union(*(_dots(a) for a in [node.func, *arguments]), set())
    through = {n for a in arguments for n in nodes.names_read(a) if n in locals_of and _dots(locals_of[n])}
    if not mentioned and not through:
        return node
    dropped = [_drop(a, zero, locals_of) for a in arguments]
    with_dot = [i for i, a in enumerate(arguments) if _has_dot(a, locals_of)]
    if isinstance(node.func, gast.Attribute) and _dots(node.func):
        func = _drop(node.func, zero, locals_of)
        return None if func is None else gast.Call(func, node.args, node.keywords)
    if all(dropped[i] is None for i in with_dot):
        return None
    args = [a if d is None or i not in with_dot else d
            for i, (a, d) in enumerate(zip(node.args, dropped, strict=False))]  # fmt: skip
    return gast.Call(node.func, args, node.keywords)


_HANDLERS = {
    gast.BinOp: _binop, gast.UnaryOp: _unary, gast.Subscript: _subscript, gast.Attribute: _attribute, gast.Call: _call,
}  # fmt: skip
