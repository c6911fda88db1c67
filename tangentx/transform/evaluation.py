"""When Python evaluates the parts of a statement: once, first, always?

An expression may move only where that agrees.
"""

from __future__ import annotations

import gast

from tangentx.syntax import nodes


def foldable(stmt) -> list[gast.AST]:
    """The expressions of a statement that are evaluated exactly once, when the statement is."""
    if isinstance(stmt, gast.Assign):
        return [stmt.value, *_index_of(stmt.targets[0])]
    if isinstance(stmt, gast.AugAssign):
        return [stmt.value, *_index_of(stmt.target)]
    if isinstance(stmt, gast.Expr | gast.Return):
        return [] if stmt.value is None else [stmt.value]
    if isinstance(stmt, gast.If):
        return [stmt.test]
    return [stmt.iter] if isinstance(stmt, gast.For) else []


def _index_of(target: gast.AST) -> list[gast.AST]:
    return [target.slice] if isinstance(target, gast.Subscript) else []


def evaluated_first(exprs: list[gast.AST], name: str) -> bool:
    """Is the name read before anything but names and constants is evaluated?"""
    for expr in exprs:
        for node in _evaluation(expr):
            if isinstance(node, gast.Name) and node.id == name:
                return True
            if isinstance(
                node, gast.Call | gast.BinOp | gast.Subscript | gast.Attribute | gast.Compare | gast.UnaryOp
            ):
                return False
    return False


def _evaluation(node: gast.AST):
    """Nodes in the order in which their evaluation ends."""
    for child in nodes.children(node):
        yield from _evaluation(child)
    yield node


def unconditional(exprs: list[gast.AST], name: str) -> bool:
    """Is the name read exactly once whenever the expression is evaluated?"""

    def walk(node, conditional: bool) -> bool:
        if isinstance(node, gast.Name) and node.id == name:
            return not conditional
        if isinstance(node, gast.BoolOp):
            return all(walk(v, conditional or i > 0) for i, v in enumerate(node.values))
        if isinstance(node, gast.Compare) and len(node.ops) > 1:
            parts = [node.left, *node.comparators]
            return all(walk(v, conditional or i > 1) for i, v in enumerate(parts))
        inner = conditional or isinstance(
            node, gast.IfExp | gast.Lambda | gast.ListComp | gast.GeneratorExp | gast.DictComp | gast.SetComp
        )
        return all(walk(child, inner) for child in nodes.children(node))

    return all(walk(e, False) for e in exprs)
