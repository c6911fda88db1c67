"""One exit: jumps become structure.

*Requires* a body in A-normal form.  *Gives* a body with one `Return`, its last statement, in which every statement
that follows a possible jump stands in a branch that is not taken when the jump is:

    if c:                       if c:
        break          ->           break
    rest                        else:
                                    rest

so that the reverse sweep of a block always begins at the block's end.  A `return` inside a loop becomes a flag and a
`break`; `else` of a loop becomes a flag as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import (
    Bind,
    Break,
    Continue,
    For,
    Function,
    If,
    Raise,
    Return,
    Try,
    While,
    With,
)  # fmt: skip
from tangentx.syntax import nodes

RESULT = "_result"
_JUMPS = (Break, Continue, Return, Raise)
_LIMIT = 4000  # statements that come of copying a continuation into several branches


def without_exit(body: tuple, function: Function, leave: Callable[[tuple, Names], tuple]) -> tuple:
    """A block in which every `return` goes to its end; `leave` takes those out of loops."""
    names = Names(function.locals)
    body = sink(loops_joined(leave(body, names), names), function)
    return bind_returns(body, None)


class Names:
    """Fresh names that the function does not use."""

    def __init__(self, taken):
        self.taken = set(taken)

    def fresh(self, base: str) -> str:
        return nodes.claimed(base, self.taken)


# -- returns inside loops --------------------------------------------------------------------------


def returns_at_end(body: tuple, function: Function, names: Names) -> tuple:
    """Returns that stand in loops become `flag = True; break`, tested after the loop."""
    out: list = []
    for stmt in body:
        if isinstance(stmt, If):
            parts = {k: returns_at_end(getattr(stmt, k), function, names) for k in ("body", "orelse")}
            out.append(replace(stmt, **parts))
        elif isinstance(stmt, For | While) and contains(stmt.body, Return, into_loops=True):
            flag, result = names.fresh("_returned"), names.fresh(RESULT)
            inner = returns_at_end(stmt.body, function, names)
            inner = _replace_returns(inner, flag, result)
            orelse = returns_at_end(stmt.orelse, function, names)
            out.append(Bind(flag, nodes.constant(False), stmt.place))
            out.append(replace(stmt, body=inner, orelse=orelse))
            out.append(If(nodes.name(flag), (Return(nodes.name(result), stmt.place),), (), stmt.place))
        elif isinstance(stmt, For | While):
            out.append(replace(stmt, orelse=returns_at_end(stmt.orelse, function, names)))
        else:
            out.append(stmt)
    return tuple(out)


def _replace_returns(body: tuple, flag: str, result: str) -> tuple:
    out: list = []
    for stmt in body:
        if isinstance(stmt, Return):
            out += [
                Bind(result, stmt.value, stmt.place), Bind(flag, nodes.constant(True), stmt.place), Break(stmt.place)
            ]  # fmt: skip
        elif isinstance(stmt, If):
            parts = {k: _replace_returns(getattr(stmt, k), flag, result) for k in ("body", "orelse")}
            out.append(replace(stmt, **parts))
        elif isinstance(stmt, For | While):  # the body of an inner loop has lost its returns already
            out.append(replace(stmt, orelse=_replace_returns(stmt.orelse, flag, result)))
        else:
            out.append(stmt)
    return tuple(out)


# -- loop else, and while conditions that do work ---------------------------------------------------


def loops_joined(body: tuple, names: Names) -> tuple:
    """Loops without `else`."""
    out: list = []
    for stmt in body:
        if isinstance(stmt, If):
            out.append(
                replace(stmt, body=loops_joined(stmt.body, names), orelse=loops_joined(stmt.orelse, names))
            )
        elif isinstance(stmt, For | While):
            out += _loop(stmt, names)
        else:
            out.append(stmt)
    return tuple(out)


def _loop(stmt: For | While, names: Names) -> list:
    body, orelse = loops_joined(stmt.body, names), loops_joined(stmt.orelse, names)
    if isinstance(stmt, While) and stmt.setup and not orelse:
        return [replace(stmt, body=body, orelse=())]
    if isinstance(stmt, While) and stmt.setup:
        exhausted = (Break(stmt.place),)
        if orelse and contains(body, Break):
            flag = names.fresh("_exhausted")
            before = [Bind(flag, nodes.constant(False), stmt.place)]
            exhausted = (Bind(flag, nodes.constant(True), stmt.place), Break(stmt.place))
            after = [If(nodes.name(flag), orelse, (), stmt.place)]
        else:
            before, after = [], list(orelse)
        # Continue in the body goes back to the setup by itself.
        inner = (*stmt.setup, If(stmt.test, body, exhausted, stmt.place))
        return [*before, While((), nodes.constant(True), inner, (), stmt.place), *after]
    if orelse and contains(body, Break):
        flag = names.fresh("_broke")
        body = _flag_breaks(body, flag)
        test = nodes.parse_expression(f"not {flag}")
        tested = names.fresh("_completed")
        return [
            Bind(flag, nodes.constant(False), stmt.place),
            replace(stmt, body=body, orelse=()),
            Bind(tested, test, stmt.place),
            If(nodes.name(tested), orelse, (), stmt.place),
        ]
    return [replace(stmt, body=body, orelse=()), *orelse]


def endless(stmt: While) -> While:
    """`while test` with the test's work in the body: `while True: setup; if test: body; else: break`."""
    inner = (*stmt.setup, If(stmt.test, stmt.body, (Break(stmt.place),), stmt.place))
    return While((), nodes.constant(True), inner, (), stmt.place)


def _flag_breaks(body: tuple, flag: str) -> tuple:
    out: list = []
    for stmt in body:
        if isinstance(stmt, Break):
            out += [Bind(flag, nodes.constant(True), stmt.place), stmt]
        elif isinstance(stmt, If):
            parts = {k: _flag_breaks(getattr(stmt, k), flag) for k in ("body", "orelse")}
            out.append(replace(stmt, **parts))
        else:
            out.append(stmt)
    return tuple(out)


# -- sinking ------------------------------------------------------------------------------------------


def sink(body: tuple, function: Function, budget: list[int] | None = None) -> tuple:
    """Jumps at the ends of their paths; `budget`: how many statements have been copied, and how many may be."""
    budget = [-size(body), _LIMIT] if budget is None else budget
    out: list = []
    for i, stmt in enumerate(body):
        budget[0] += 1
        if budget[0] > budget[1]:
            raise UnsupportedSyntaxError(
                "the jumps in this function are too entangled",
                code="TX220", place=stmt.place, lines=function.lines,
                help=("split the function: put the loop with its exits into a helper",),
            )  # fmt: skip
        if isinstance(stmt, For | While):
            out.append(replace(stmt, body=sink(stmt.body, function, budget)))
        elif isinstance(stmt, If) and may_jump(stmt):
            rest = body[i + 1 :]
            parts = {k: sink(getattr(stmt, k) + rest, function, budget) if not always_jumps(getattr(stmt, k))
                     else sink(getattr(stmt, k), function, budget) for k in ("body", "orelse")}  # fmt: skip
            out.append(replace(stmt, **parts))
            return tuple(out)
        elif isinstance(stmt, If):
            parts = {k: sink(getattr(stmt, k), function, budget) for k in ("body", "orelse")}
            out.append(replace(stmt, **parts))
        else:
            out.append(stmt)
            if isinstance(stmt, _JUMPS):
                return tuple(out)  # what follows a jump is never run
    return tuple(out)


def size(body: tuple) -> int:
    """How many statements there are before any is copied."""
    parts = (getattr(s, k, ()) for s in body for k in ("body", "orelse") if isinstance(s, For | While | If))
    return len(body) + sum(map(size, parts))


def continued(body: tuple, extra: Callable[[], tuple]) -> tuple:
    """The block with more statements at its end: on each path that falls off it, made anew for each of them."""
    last = body[-1] if body else None
    if isinstance(last, If) and may_jump(last):
        parts = {k: getattr(last, k) for k in ("body", "orelse")}
        parts = {k: p if always_jumps(p) else continued(p, extra) for k, p in parts.items()}
        return (*body[:-1], replace(last, **parts))
    return body + extra()


def contains(body: tuple, kinds, *, into_loops: bool = False) -> bool:
    """Is there such a statement in the block (and its branches; loops only on request)?"""
    for stmt in body:
        if isinstance(stmt, kinds):
            return True
        if isinstance(stmt, If) and (contains(stmt.body, kinds, into_loops=into_loops)
                                     or contains(stmt.orelse, kinds, into_loops=into_loops)):  # fmt: skip
            return True
        if isinstance(stmt, For | While) and contains(stmt.orelse, kinds, into_loops=into_loops):
            return True
        if into_loops and isinstance(stmt, For | While) and contains(stmt.body, kinds, into_loops=True):
            return True
    return False


def may_jump(stmt: If) -> bool:
    return contains(stmt.body, (Break, Continue, Return)) or contains(stmt.orelse, (Break, Continue, Return))


def always_jumps(body: tuple) -> bool:
    """Does no path fall off the end of this block?"""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, _JUMPS):
        return True
    if isinstance(last, Try):
        ends = [(*last.body, *last.orelse), *(h.body for h in last.handlers)]
        return always_jumps(last.finalbody) or all(map(always_jumps, ends))
    if isinstance(last, With):
        return always_jumps(last.body)
    return isinstance(last, If) and always_jumps(last.body) and always_jumps(last.orelse)


def count_returns(body: tuple) -> int:
    total = 0
    for stmt in body:
        if isinstance(stmt, If):
            total += count_returns(stmt.body) + count_returns(stmt.orelse)
        total += isinstance(stmt, Return)
    return total


def bind_returns(body: tuple, result: str | None) -> tuple:
    """Returns, all at the end of their path, become `result = value`; or nothing."""
    out: list = []
    for stmt in body:
        if isinstance(stmt, Return):
            out += [] if result is None else [Bind(result, stmt.value, stmt.place)]
        elif isinstance(stmt, If):
            parts = {k: bind_returns(getattr(stmt, k), result) for k in ("body", "orelse")}
            out.append(replace(stmt, **parts))
        else:
            out.append(stmt)
    return tuple(out)
