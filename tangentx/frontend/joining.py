"""A function with one exit: exceptions become branches, jumps become structure, in nested functions likewise."""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.frontend.entangled import sunk
from tangentx.frontend.exceptions import UNBOUND, under_guard, without_exceptions
from tangentx.frontend.exits import (
    RESULT,
    Names,
    always_jumps,
    bind_returns,
    count_returns,
    loops_joined,
    returns_at_end,
)
from tangentx.records import Augment, Bind, Define, For, Function, If, Place, Return, While
from tangentx.syntax import nodes


def one_exit(function: Function) -> Function:
    """The function with a single exit, and nested functions likewise; a generator waits until it is woven."""
    names = Names(function.locals)
    body = without_exceptions(function, names)
    if function.generator:
        return replace(function, body=_nested(body), locals=frozenset(names.taken))
    body = returns_at_end(body, function, names)
    body = loops_joined(body, names)
    if not always_jumps(body):
        body = (*body, Return(nodes.constant(None), _last_place(function)))
    body = _nested(sunk(body, function, names))
    if count_returns(body) > 1 or not isinstance(body[-1], Return):
        result = names.fresh(RESULT)
        last = Return(nodes.name(result), _last_place(function))
        body = (*bind_returns(body, result), last)
    return replace(function, body=body, written=function.body, locals=frozenset(names.taken))


def guarded(function: Function, catches: gast.AST | None) -> tuple[Function, str, str]:
    """The function that sets a flag where it would raise, with one exit; names of the flag and the exception."""
    made, failed, error = under_guard(function, catches)
    made = one_exit(made)
    return replace(made, body=_without_unbound(made.body)), failed, error


def _without_unbound(body: tuple) -> tuple:
    """A function that raised has no result."""
    out: list = []
    for stmt in body:
        if isinstance(stmt, Bind) and isinstance(stmt.value, gast.Name) and stmt.value.id == UNBOUND:
            continue
        if isinstance(stmt, If):
            parts = {p: _without_unbound(getattr(stmt, p)) for p in ("body", "orelse")}
            stmt = replace(stmt, **parts)
        out.append(stmt)
    return tuple(out)


def _nested(body: tuple) -> tuple:
    out: list = []
    for stmt in body:
        if isinstance(stmt, Define):
            stmt = replace(stmt, function=one_exit(stmt.function))
        elif isinstance(stmt, If | For | While | Augment):
            parts = {p: _nested(getattr(stmt, p)) for p in ("setup", "body", "orelse") if hasattr(stmt, p)}
            stmt = replace(stmt, **parts)
        out.append(stmt)
    return tuple(out)


def _last_place(function: Function) -> Place:
    return function.body[-1].place if function.body else Place(function.file, function.first_line)
