"""Arrays are let go when the reverse sweep is done with them, in functions that hold many.

    # adjoint of L19: b = x1 * co + ...
    w1_bar += b_bar * tmp
    x1_bar += b_bar * co
    del b_bar, tmp

Their memory is used again while it is still in the cache, instead of new memory for every statement: this saves up to a
third of the time of a long chain of statements on large arrays, and half of the memory.

*Requires* the body of a function, whose statements know their sweep and their place.  *Gives* the same body with `del`
at the end of what belongs to one line of the primal.
"""

from __future__ import annotations

from bisect import bisect_left

import gast

from tangentx.analysis.types import Array, Type
from tangentx.syntax import nodes
from tangentx.transform.statements import everything, mentioned, own_expressions, single_target

_MANY = 16  # arrays that would only be held
_LATER = (gast.Lambda, gast.FunctionDef, gast.GeneratorExp)  # what may read a name after its statement


def release(body: list[gast.AST], table: dict[str, Type]) -> None:
    """Insert the `del` statements."""
    last = _last_mentions(body)
    ends = [k for k in range(len(body) - 1) if _ends_section(body[k], body[k + 1])]
    if not ends or len(last) < _MANY:
        return
    own = {single_target(stmt) for stmt in body if _is_new(stmt)} - {None}
    kept = {n for stmt in body[ends[-1] + 1 :] for n in mentioned(stmt)} | _read_later(body)
    large = [n for n in last if n in own and n not in kept and _is_array(table.get(n))]
    if len(large) < _MANY:
        return
    sections: dict[int, list[str]] = {}
    for name in large:
        end = next(iter(ends[bisect_left(ends, last[name]) :]), None)
        if end is not None:
            sections.setdefault(end, []).append(name)
    for end in reversed(ends):
        if end in sections:
            body.insert(end + 1, _deleting(sections[end], body[end]))


def _is_new(stmt: gast.AST) -> bool:
    """Does it make something, instead of naming a part of what is there?"""
    return isinstance(getattr(stmt, "value", None), gast.BinOp | gast.UnaryOp | gast.Call)


def _is_array(kind: Type | None) -> bool:
    return isinstance(kind, Array) and not kind.scalar and kind.shape != ()


def _last_mentions(body: list[gast.AST]) -> dict[str, int]:
    """The last statement of the block that mentions each name."""
    return {name: k for k, stmt in enumerate(body) for name in mentioned(stmt)}


def _read_later(body: list[gast.AST]) -> set[str]:
    """Names that stand in functions."""
    parts = (n for s in everything(body) for e in own_expressions(s) for n in nodes.walk(e))
    return {name for part in parts if isinstance(part, _LATER) for name in nodes.names_read(part)}


def _ends_section(stmt: gast.AST, following: gast.AST) -> bool:
    """Does the adjoint of another line begin behind this statement of the reverse sweep?"""
    here, there = _line(stmt), _line(following)
    is_reverse = getattr(stmt, "sweep", "") == getattr(following, "sweep", "") == "reverse"
    return is_reverse and None not in (here, there) and here != there


def _line(stmt: gast.AST) -> tuple | None:
    place = getattr(stmt, "place", None)
    return None if place is None else tuple((p.file, p.line) for p in (*place.via, place))


def _deleting(names: list[str], stmt: gast.AST) -> gast.AST:
    made = gast.Delete([gast.Name(n, gast.Del(), None, None) for n in names])
    made.sweep, made.place = "reverse", stmt.place
    return made
