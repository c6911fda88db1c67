"""The test of a `while`: one expression that stands where it is asked, or a branch at the head of each trip.

while gap(x) > tol:             while True:
    x = step(x)           or        t = gap(x)
                                    if not t > tol:
                                        break
                                    x = step(x)
"""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis import protocol, sameness
from tangentx.analysis.scope import Env, Frame, LocalFunction
from tangentx.analysis.types import Const
from tangentx.frontend.exits import endless
from tangentx.records import Bind, Place, While
from tangentx.syntax import nodes


def settled(s, stmt: While, place: Place, env: Env, frame: Frame) -> While:
    """The loop with a test that may stay where it is."""
    if stmt.setup:
        test = _composed(s, stmt, env, frame)
        if test is None or sameness.asks(s, test, env, frame):
            return endless(stmt)
        return replace(stmt, setup=(), test=test)
    if isinstance(stmt.test, gast.Name):  # of an object, its class says what its truth is
        tested = protocol.object_of(s, s.atom(stmt.test, env, frame, place), env)
        return endless(stmt) if tested else stmt
    return endless(stmt) if sameness.asks(s, stmt.test, env, frame) else stmt


def _composed(s, stmt: While, env: Env, frame: Frame) -> gast.AST | None:
    """The test of a `while` as one expression, when its work is temporaries used once and no local function."""
    mapping: dict[str, gast.AST] = {}
    for step in stmt.setup:
        if (
            not isinstance(step, Bind)
            or not step.target.startswith("_t")
            or isinstance(step.value, gast.Lambda)
        ):
            return None
        for call in nodes.walk(step.value):
            if isinstance(call, gast.Call) and not _callable_outside(call.func, env, frame):
                return None
        read = nodes.names_read(step.value)
        if any(read.count(name) > 1 for name in mapping):
            return None
        mapping[step.target] = nodes.substitute(step.value, mapping)
    reads = [n for step in stmt.setup for n in nodes.names_read(step.value)] + nodes.names_read(stmt.test)
    if any(reads.count(name) != 1 for name in mapping):
        return None
    return nodes.substitute(stmt.test, mapping)


def _callable_outside(func: gast.AST, env: Env, frame: Frame) -> bool:
    """Can emitted code call this by name?"""
    while isinstance(func, gast.Attribute):
        func = func.value
    local = frame.find(func.id) if isinstance(func, gast.Name) else None
    known = env.types.get(local) if local is not None else None
    return isinstance(func, gast.Name) and not (
        isinstance(known, Const) and isinstance(known.value, LocalFunction)
    )
