"""In a loop, zeros are made by their shape: for a small array `np.zeros_like` takes five times as long.

    for t in reversed(range(n)):               for t in reversed(range(n)):
        a_bar = np.zeros_like(a)       ->          a_bar = np.zeros(a.shape)

*Requires* a body whose statements know their sweep, and the types of names.  *Gives* the same body, changed where it
stands: in loops of the reverse sweep, for what is surely an array of doubles.
"""

from __future__ import annotations

import gast

from tangentx.analysis.types import Array, Type, may_be_a_number
from tangentx.syntax import nodes
from tangentx.transform.statements import everything, single_target


def with_loop_zeros(body: list[gast.AST], table: dict[str, Type]) -> None:
    """Change the loops of the reverse sweep."""
    for loop in everything(body):
        if isinstance(loop, gast.For | gast.While) and getattr(loop, "sweep", "") == "reverse":
            for stmt in everything(loop.body):
                _change(stmt, table)


def _change(stmt: gast.AST, table: dict[str, Type]) -> None:
    made = getattr(stmt, "value", None)
    if single_target(stmt) is None or not isinstance(made, gast.Call) or len(made.args) != 1 or made.keywords:
        return
    like = made.args[0]
    if nodes.dotted(made.func) == "@numpy.zeros_like" and _is_double(table.get(getattr(like, "id", ""))):
        shape = gast.Attribute(like, "shape", nodes.LOAD)
        stmt.value = gast.Call(nodes.parse_external("@numpy.zeros"), [shape], [])


def _is_double(kind: Type | None) -> bool:
    known = isinstance(kind, Array) and not kind.scalar and kind.dtype == "float64"
    return known and isinstance(kind.shape, tuple) and len(kind.shape) > 0 and not may_be_a_number(kind)
