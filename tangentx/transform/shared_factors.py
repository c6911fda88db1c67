"""A constant with which every use of a temporary's adjoint multiplies it is part of that adjoint.

    _t_bar = 0.5 * r_bar / r                    _t_bar = r_bar / r
    dx_bar = 2.0 * _t_bar * dx          ->      dx_bar = _t_bar * dx
    dy_bar = 2.0 * _t_bar * dy                  dy_bar = _t_bar * dy

*Requires* a tidied body whose statements know their sweep, and a test for floats.  *Gives* the same body up to rounding
(none for powers of two), changed where it stands.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import gast

from tangentx.syntax import nodes
from tangentx.transform.numbers import Numbers
from tangentx.transform.statements import (
    bindings,
    everything,
    own_expressions,
    readings,
    single_target,
)
from tangentx.transform.tidy import is_temporary


def share_factors(body: list[gast.AST], number: Numbers) -> None:
    """Change the products of the reverse sweep."""
    while _round(body, number):
        pass


def _round(body: list[gast.AST], number: Numbers) -> bool:
    """Change each statement once at most: what was collected about it is out of date then."""
    scaled: dict[str, list[_Use]] = defaultdict(list)
    for stmt in everything(body):
        if _is_adjoint(stmt):
            for expr in own_expressions(stmt):
                _collect(expr, stmt, scaled)
    if not scaled:
        return False
    reads = readings(body)
    bound = bindings(body)
    changed: set[int] = set()
    for stmt in everything(body):
        name = single_target(stmt)
        uses = scaled.get(name, [])
        if not uses or not _is_adjoint(stmt) or bound[name] != 1 or reads[name] != len(uses):
            continue
        touched = {id(stmt), *(id(use.stmt) for use in uses)}
        factors = {use.product().left.value for use in uses}
        if len(factors) > 1 or touched & changed:
            continue
        made = _times(stmt.value, factors.pop(), number, len(uses))
        if made is not None:
            stmt.value = made
            for use in uses:
                setattr(use.parent, use.side, nodes.name(name))
            changed |= touched
    return bool(changed)


@dataclass(frozen=True)
class _Use:
    """`2.0 * name`, an operand of another operation."""

    stmt: gast.AST
    parent: gast.BinOp
    side: str

    def product(self) -> gast.BinOp:
        return getattr(self.parent, self.side)


def _is_adjoint(stmt: gast.AST) -> bool:
    return getattr(stmt, "sweep", "") == "reverse" and not getattr(stmt, "restores", False)


def _collect(node: gast.AST, stmt: gast.AST, scaled: dict[str, list[_Use]]) -> None:
    for inner in nodes.walk(node):
        for side in ("left", "right") if isinstance(inner, gast.BinOp) else ():
            operand = getattr(inner, side)
            is_product = isinstance(operand, gast.BinOp) and isinstance(operand.op, gast.Mult)
            if is_product and _is_float(operand.left) and is_temporary(getattr(operand.right, "id", "")):
                scaled[operand.right.id].append(_Use(stmt, inner, side))


def _is_float(node: gast.AST) -> bool:
    return isinstance(node, gast.Constant) and type(node.value) is float


def _times(value: gast.AST, factor: float, number: Numbers, uses: int) -> gast.AST | None:
    """A product with another constant, where this is less work for `uses` products; else None."""
    path, head = [], value
    while isinstance(head, gast.BinOp) and isinstance(head.op, gast.Mult | gast.Div):
        path.append(head)
        head = head.left
    if not path or not number.is_float(value):
        return None
    if not _is_float(head) and uses == 1:
        return None
    if isinstance(head, gast.UnaryOp) and isinstance(head.op, gast.USub):
        head, factor = head.operand, -factor
    if not _is_float(head):
        return _chain(gast.BinOp(nodes.constant(factor), gast.Mult(), head), path)
    constant = head.value * factor
    if constant != 1.0 or not isinstance(path[-1].op, gast.Mult) or not number.is_float(path[-1].right):
        return _chain(nodes.constant(constant), path)
    alone = path[-1].right
    return None if len(path) == 1 and isinstance(alone, gast.Name) else _chain(alone, path[:-1])


def _chain(head: gast.AST, path: list[gast.BinOp]) -> gast.AST:
    for outer in reversed(path):
        head = gast.BinOp(head, outer.op, outer.right)
    return head
