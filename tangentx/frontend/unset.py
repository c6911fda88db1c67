"""A handler of NameError or UnboundLocalError, whose `try` asks whether a variable has a value.

Variables that are bound on some paths only have no label at run time, and reading one is no operation that could fail:
refused, where the `try` reads a variable of the function that is not bound on every path to it.
"""

from __future__ import annotations

from tangentx.errors import UnsupportedSyntaxError
from tangentx.frontend import liveness
from tangentx.frontend.exits import always_jumps
from tangentx.frontend.protected import outer_value
from tangentx.frontend.raising import union_of
from tangentx.records import Delete, For, Function, If, Try, While, With

_PARTS = ("setup", "body", "orelse", "finalbody")


def check(function: Function) -> None:
    """Refuse a `try` that catches a NameError of one of the function's variables."""
    _block(function.body, {p.name for p in function.parameters}, function)


def _block(body: tuple, bound: set[str], function: Function) -> set[str]:
    """The names that are surely bound behind a block."""
    for stmt in body:
        if isinstance(stmt, Try) and _asks(stmt, function):
            _check_reads(stmt, stmt.body, set(bound), function)
        if isinstance(stmt, If):
            sides = [(part, _block(part, set(bound), function)) for part in (stmt.body, stmt.orelse)]
            going_on = [names for part, names in sides if not always_jumps(part)]
            bound = set.intersection(*going_on) if going_on else bound
        elif isinstance(stmt, With):
            bound = _block(stmt.body, bound, function)
        elif isinstance(stmt, For | While | Try):
            for part in _PARTS:
                _block(getattr(stmt, part, ()), bound | _items(stmt), function)
            for handler in getattr(stmt, "handlers", ()):
                _block(handler.body, set(bound), function)
        elif isinstance(stmt, Delete):
            bound = bound - set(stmt.names)
        else:
            bound = bound | liveness.binds(stmt)
    return bound


def _items(stmt) -> set[str]:
    """The names that a loop binds in each trip."""
    return {stmt.target} if isinstance(stmt, For) else set()


def _asks(stmt: Try, function: Function) -> bool:
    """Does a handler name the exception of a variable without a value?"""
    named = union_of(h.exc for h in stmt.handlers if h.exc is not None)
    return any(outer_value(node, function) in (NameError, UnboundLocalError) for node in named)


def _check_reads(attempt: Try, body: tuple, bound: set[str], function: Function) -> None:
    for stmt in body:
        for name in sorted((liveness.reads(stmt) & function.locals) - bound):
            raise _refusal(name, attempt, function)
        bound |= liveness.binds(stmt) | _items(stmt)
        for part in _PARTS:
            _check_reads(attempt, getattr(stmt, part, ()), set(bound), function)


def _refusal(name: str, attempt: Try, function: Function) -> UnsupportedSyntaxError:
    return UnsupportedSyntaxError(
        f"a `try` asks whether `{name}` has a value", code="TX204", place=attempt.place, lines=function.lines,
        help=(f"set `{name} = None` first, and ask `if {name} is None:`",),
    )  # fmt: skip
