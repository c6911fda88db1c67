"""In a loop, zeros are made by their shape: for a small array `np.zeros_like` takes five times as long.

    for t in reversed(range(n)):               for t in reversed(range(n)):
        a_bar = np.zeros_like(a)       ->          a_bar = np.zeros(a.shape)

*Requires* a body whose statements know their sweep, and the types of names.  *Gives* the same body, changed where it
stands: in loops of the reverse sweep, for what is surely an array of doubles.  A name that is bound to anything but the
result of arithmetic or of a NumPy function may be None: what is taken from a stack has perhaps no value yet.
"""

from __future__ import annotations

from collections import Counter

import gast

from tangentx.analysis.types import Array, Type, may_be_a_number
from tangentx.syntax import nodes
from tangentx.transform.statements import bindings, everything, single_target


def with_loop_zeros(body: list[gast.AST], table: dict[str, Type]) -> None:
    """Change the loops of the reverse sweep."""
    loops = [s for s in everything(body) if isinstance(s, gast.For | gast.While)]
    found = [s for loop in loops if getattr(loop, "sweep", "") == "reverse" for s in loop.body]
    zeros = {id(s): s for s in everything(found) if _is_zeros(s)}  # those of inner loops once
    made = _made(body) if zeros else set()
    for stmt in zeros.values():
        like = stmt.value.args[0]
        if like.id in made and _is_double(table.get(like.id)):
            shape = gast.Attribute(like, "shape", nodes.LOAD)
            stmt.value = gast.Call(nodes.parse_external("@numpy.zeros"), [shape], [])


def _is_zeros(stmt: gast.AST) -> bool:
    """`t = np.zeros_like(name)`"""
    call = getattr(stmt, "value", None)
    plain = single_target(stmt) is not None and isinstance(call, gast.Call) and not call.keywords
    return plain and nodes.dotted(call.func) == "@numpy.zeros_like" and isinstance(call.args[0], gast.Name)


def _is_double(kind: Type | None) -> bool:
    known = isinstance(kind, Array) and not kind.scalar and kind.dtype == "float64"
    return known and isinstance(kind.shape, tuple) and len(kind.shape) > 0 and not may_be_a_number(kind)


def _made(body: list[gast.AST]) -> set[str]:
    """The names that are only bound to new arrays."""
    bound = bindings(body)
    new = Counter(single_target(s) for s in everything(body) if _is_new(getattr(s, "value", None)))
    return {name for name in bound if bound[name] == new[name]}


def _is_new(value: gast.AST | None) -> bool:
    is_call = isinstance(value, gast.Call) and (nodes.dotted(value.func) or "").startswith("@numpy.")
    return is_call or isinstance(value, gast.BinOp | gast.UnaryOp)
