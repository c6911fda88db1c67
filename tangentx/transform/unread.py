"""Arrays that are written and never read go, with everything that is only there for them.

    x_bar = np.zeros_like(x)
    x_bar[1:] += e             ->
    x_bar_dot[1:] += e_dot             x_bar_dot[1:] += e_dot

*Requires* the body of a function that does not return its primal's value.  *Gives* the body without the statements on
local arrays of their own memory which nothing but these statements mentions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import gast

from tangentx.syntax import nodes
from tangentx.transform.statements import inner_blocks, own_expressions, single_target, targets

_NEW = (
    "@numpy.zeros_like",
    "@numpy.zeros",
    "@numpy.full_like",
    "@numpy.empty",
    "@numpy.empty_like",
    "@numpy.ones",
)


def without_unread(body: list[gast.AST], parameters: set[str], is_pure: Callable) -> None:
    """Take the statements out, where they stand."""
    while True:
        read: set[str] = set(parameters)
        written: dict[str, list[gast.AST]] = defaultdict(list)
        _look(body, read, written, is_pure)
        gone = {id(stmt) for name, found in written.items() if name not in read for stmt in found}
        if not gone:
            return
        _drop(body, gone)


def _look(body: list[gast.AST], read: set[str], written: dict[str, list], is_pure: Callable) -> None:
    """The names that are read, and the statements that do no more than make or write an array."""
    for stmt in body:
        name = _array_of(stmt, is_pure)
        if name is None:
            read.update(n for e in own_expressions(stmt) for n in nodes.names_read(e))
            read.update(targets(stmt))  # bound otherwise: not followed
        else:
            written[name].append(stmt)
            read.update(
                n
                for n in nodes.names_read(stmt.value)
                if not (n == name and isinstance(stmt, gast.AugAssign))
            )
            target = stmt.target if isinstance(stmt, gast.AugAssign) else stmt.targets[0]
            read.update(nodes.names_read(target.slice) if isinstance(target, gast.Subscript) else ())
        for part in inner_blocks(stmt):
            _look(part, read, written, is_pure)


def _array_of(stmt: gast.AST, is_pure: Callable) -> str | None:
    """The array that a statement makes or writes without any other effect."""
    if (
        not isinstance(stmt, gast.Assign | gast.AugAssign)
        or not is_pure(stmt.value)
        or hasattr(stmt, "guarded")
    ):
        return None
    target = stmt.target if isinstance(stmt, gast.AugAssign) else stmt.targets[0]
    if isinstance(target, gast.Subscript):
        is_plain = isinstance(target.value, gast.Name) and is_pure(target.slice)
        return target.value.id if is_plain else None
    if isinstance(stmt, gast.AugAssign):
        return target.id if isinstance(target, gast.Name) else None
    value = stmt.value
    makes = isinstance(value, gast.BinOp) or isinstance(value, gast.Call) and nodes.dotted(value.func) in _NEW
    return single_target(stmt) if makes or nodes.is_copy(value) else None


def _drop(body: list[gast.AST], gone: set[int]) -> None:
    body[:] = [stmt for stmt in body if id(stmt) not in gone]
    for stmt in body:
        for part in inner_blocks(stmt):
            _drop(part, gone)
            if not part and part is getattr(stmt, "body", None):
                part.append(gast.Pass())
