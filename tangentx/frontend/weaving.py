"""A generator and the loop that reads it, woven into one block.

    def pairs(n):                       for k in pairs(3):          k = 0
        k = 0                               if k > x:               while k < 3:
        while k < n:                            break         ->        if k > x:
            yield k                         y = y + k                       break
            k += 1                                                      y = y + k
                                                                        k += 1

*Requires* the generator's body as it was written, and the loop's body with one exit.  *Gives* the generator's body with
`target = value` and the loop's body in place of every `yield value`: leaving the loop leaves the generator.  The names
of the loop carry a mark (`k^`), because they belong to other variables than the generator's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import gast

from tangentx.frontend.exits import contains, without_exit
from tangentx.records import (
    Assert,
    Bind,
    Break,
    Continue,
    For,
    Function,
    If,
    Place,
    Raise,
    Return,
    Store,
    Unpack,
    While,
    Yield,
)
from tangentx.syntax import nodes

MARK = "^"
_QUIET = ("range", "len", "enumerate", "zip", "reversed")  # raise for operands of the wrong type alone
_NAMES = ("target", "targets", "name", "names")  # fields that hold names, as strings


def woven(function: Function, loop: For, settled: Callable[[Place], Place]) -> tuple:
    """The statements that run `loop` over the items of the generator `function`."""
    target, body = loop.target + MARK, marked(_without_jumps(loop.body), settled)

    def resumed(stmt) -> tuple:
        if isinstance(stmt, Yield):
            return (Bind(target, stmt.value, stmt.place), *body)
        parts = {f.name: getattr(stmt, f.name) for f in fields(stmt)}
        blocks = {k: v for k, v in parts.items() if isinstance(v, tuple) and k not in _NAMES}
        return (replace(stmt, **{k: _mapped(v, resumed) for k, v in blocks.items()}),) if blocks else (stmt,)

    return without_exit(_mapped(function.body, resumed), function, _leave)


def _mapped(body: tuple, change: Callable) -> tuple:
    return tuple(made for stmt in body for made in change(stmt))


def _without_jumps(body: tuple) -> tuple:
    """The loop's jumps, all at the end of their path: on to what follows the `yield`, or out of the generator."""

    def changed(stmt) -> tuple:
        if isinstance(stmt, Continue):
            return ()
        if isinstance(stmt, Break):
            return (Return(nodes.constant(None), stmt.place),)
        if isinstance(stmt, If):
            return (replace(stmt, body=_mapped(stmt.body, changed), orelse=_mapped(stmt.orelse, changed)),)
        return (stmt,)

    return _mapped(body, changed)


def marked(body: tuple, settled: Callable[[Place], Place]) -> tuple:
    """Statements whose names are looked up in the frame of the loop, one mark further out."""

    def changed(stmt) -> tuple:
        parts = {field.name: getattr(stmt, field.name) for field in fields(stmt)}
        return (
            replace(stmt, **{key: _marked_part(key, part, settled, changed) for key, part in parts.items()}),
        )

    return _mapped(body, changed)


def _marked_part(key: str, part, settled: Callable, changed: Callable):
    if key in _NAMES and isinstance(part, str):
        return _mark(part)
    if key in _NAMES and isinstance(part, tuple):
        return tuple(_mark(name) for name in part)
    if isinstance(part, tuple):
        return _mapped(part, changed)
    if isinstance(part, Place):
        return settled(part)
    if isinstance(part, gast.Name):
        return gast.Name(_mark(part.id), part.ctx, None, None)
    if isinstance(part, gast.AST):
        read = [name for name in nodes.names_read(part) if name[0] != "@"]
        return nodes.substitute(part, {name: nodes.name(name + MARK) for name in read})
    return part


def _mark(name: str) -> str:
    """What begins with @ belongs to nobody's frame."""
    return name if name[0] == "@" else name + MARK


def may_fail(body: tuple) -> bool:
    """May a generator's own statements raise, as far as can be told without types?"""
    for stmt in body:
        parts = [getattr(stmt, field.name) for field in fields(stmt)]
        if isinstance(stmt, Raise | Assert | Unpack | Store):
            return True
        if any(_fails(node) for part in parts if isinstance(part, gast.AST) for node in nodes.walk(part)):
            return True
        if any(
            may_fail(part)
            for part in parts
            if isinstance(part, tuple) and part and not isinstance(part[0], str)
        ):
            return True
    return False


def _fails(node: gast.AST) -> bool:
    if isinstance(node, gast.Call):
        return not (isinstance(node.func, gast.Name) and node.func.id in _QUIET)
    return isinstance(node, gast.Subscript | gast.Attribute | gast.Div | gast.FloorDiv | gast.Mod | gast.Pow)


def relocated(function: Function, place: Place) -> Function:
    """The function with all its statements at one place."""

    def changed(stmt) -> tuple:
        parts = {field.name: getattr(stmt, field.name) for field in fields(stmt)}
        blocks = {
            k: _mapped(v, changed) for k, v in parts.items() if isinstance(v, tuple) and k not in _NAMES
        }
        return (replace(stmt, **blocks, place=place),)

    bodies = {part: _mapped(getattr(function, part), changed) for part in ("body", "written")}
    return replace(function, **bodies)


def _leave(body: tuple, names, last: bool = True) -> tuple:
    """Returns in loops: a `break` where nothing follows the loop, else a flag that is tested after it."""
    out: list = []
    for index, stmt in enumerate(body):
        final = last and index == len(body) - 1
        if isinstance(stmt, If):
            parts = {key: _leave(getattr(stmt, key), names, final) for key in ("body", "orelse")}
            out.append(replace(stmt, **parts))
        elif isinstance(stmt, For | While):
            out += _leave_loop(stmt, names, final)
        else:
            out.append(stmt)
    return tuple(out)


def _leave_loop(stmt: For | While, names, final: bool) -> list:
    orelse = _leave(stmt.orelse, names, final)
    if not contains(stmt.body, Return, into_loops=True):
        return [replace(stmt, orelse=orelse)]
    inner, place = _leave(stmt.body, names, False), stmt.place
    if final and not orelse:
        return [replace(stmt, body=_broken(inner, ()))]
    flag = names.fresh("_left")
    inner = _broken(inner, (Bind(flag, nodes.constant(True), place),))
    after = If(nodes.name(flag), (Return(nodes.constant(None), place),), (), place)
    return [Bind(flag, nodes.constant(False), place), replace(stmt, body=inner, orelse=orelse), after]


def _broken(body: tuple, before: tuple) -> tuple:
    """`before` and a `break` in place of every `return` of a loop's own body."""

    def changed(stmt) -> tuple:
        if isinstance(stmt, Return):
            return (*before, Break(stmt.place))
        if isinstance(stmt, If):
            return (replace(stmt, body=_mapped(stmt.body, changed), orelse=_mapped(stmt.orelse, changed)),)
        return (stmt,)

    return _mapped(body, changed)
