"""Adjoints that are divided by the same number several times, in a loop: the division is made once.

    r_bar = m[i] * m[j] / r / r            inverse = 1.0 / r
    t_bar = 0.5 * r_bar / r         gives  r_bar = m[i] * m[j] * inverse * inverse
                                           t_bar = 0.5 * r_bar * inverse

A division takes ten times as long as a product.  Only adjoints: the function's value is what it was, to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import gast

from tangentx.analysis.types import Array, Scalar, Type
from tangentx.syntax import nodes


def share(
    body: list[gast.AST], kind_of: Callable[[str], Type | None], fresh: Callable[[str], str]
) -> list[gast.AST]:
    """The statements of a loop's body, with one division for each divisor."""
    for divisor in sorted(_divisors(body)):
        if _is_float(kind_of(divisor)):
            body = _with_inverse(body, divisor, fresh)
    return body


def _is_float(kind: Type | None) -> bool:
    if isinstance(kind, Array):
        return kind.scalar and kind.dtype == "float64"
    return isinstance(kind, Scalar) and kind.kind == "float"


def _divisors(body: list[gast.AST]) -> set[str]:
    return {node.right.id for stmt in body for node in _quotients(stmt)}


def _quotients(stmt: gast.AST, divisor: str | None = None) -> Iterator[gast.BinOp]:
    """The divisions by a name in the value of an adjoint statement."""
    origin = getattr(stmt, "origin", (None,))[0]
    if isinstance(stmt, gast.Assign | gast.AugAssign) and getattr(origin, "is_adjoint", False):
        for node in nodes.walk(stmt.value):
            is_quotient = isinstance(node, gast.BinOp) and isinstance(node.op, gast.Div)
            if is_quotient and isinstance(node.right, gast.Name) and divisor in (None, node.right.id):
                yield node


def _with_inverse(body: list[gast.AST], divisor: str, fresh: Callable[[str], str]) -> list[gast.AST]:
    """One division instead of several, where the divisor stays what it is between them."""
    places = [k for k, stmt in enumerate(body) if any(True for _ in _quotients(stmt, divisor))]
    found = [node for k in places for node in _quotients(body[k], divisor)]
    between = body[places[0] : places[-1] + 1]
    if len(found) < 2 or any(_binds(stmt, divisor) for stmt in between):
        return body
    inverse = fresh("inverse")
    for node in found:
        node.op, node.right = gast.Mult(), nodes.name(inverse)
    made = nodes.parse_statements(f"{inverse} = 1.0 / {divisor}")
    made[0].origin = body[places[0]].origin
    return [*body[: places[0]], *made, *body[places[0] :]]


def _binds(stmt: gast.AST, name: str) -> bool:
    stores = (n for n in nodes.walk(stmt) if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load))
    return any(n.id == name for n in stores)
