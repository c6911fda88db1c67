"""Jumps out of a block that has to be left at its end: they become flags, tested behind the block.

with m:                         returned = False
    if c:                       with m:
        return x        ->          if c:
    rest                                returned = True
                                    else:
                                        rest
                                if returned:
                                    return x
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tangentx.frontend.exits import Names, always_jumps, contains, loops_joined, sink
from tangentx.records import Bind, Break, Continue, For, Function, If, Return, While
from tangentx.syntax import nodes

_FLAGS = {Return: "_returned", Break: "_broke", Continue: "_continued"}


class _Out(Break):
    """To the end of the block."""


@dataclass
class Contained:
    """Statements before the block, its body, and the jumps behind it."""

    before: tuple
    body: tuple
    after: tuple


@dataclass
class _Flags:
    names: Names
    flags: dict[type, str] = field(default_factory=dict)
    result: str = ""

    def set(self, stmt) -> tuple:
        """The jump as flags."""
        flag = self.flags.setdefault(type(stmt), "") or self.names.fresh(_FLAGS[type(stmt)])
        self.flags[type(stmt)] = flag
        value: tuple = ()
        if isinstance(stmt, Return):
            self.result = self.result or self.names.fresh("_result")
            value = (Bind(self.result, stmt.value, stmt.place),)
        return (*value, Bind(flag, nodes.constant(True), stmt.place), _Out(stmt.place))


def has_jump(body: tuple) -> bool:
    """Is there a way out of the block other than its end?"""
    if contains(body, Return, into_loops=True):
        return True
    return contains(body, (Break, Continue)) or any(
        has_jump(getattr(stmt, part, ()))
        for stmt in body
        for part in ("orelse",)
        if isinstance(stmt, For | While)
    )


def contained(body: tuple, function: Function, names: Names) -> Contained:
    """The block without jumps out of it."""
    if not has_jump(body):
        return Contained((), body, ())
    last = body[-1]
    if isinstance(last, Return | Break | Continue) and not has_jump(body[:-1]):
        return Contained((), body[:-1], (last,))
    body = loops_joined(body, names)  # what follows an `else` that jumps has to be skipped
    flags = _Flags(names)
    place = last.place
    always = always_jumps(body)
    made = _flagged(body, flags, False)
    made = _stripped(sink(made, function), False)
    jumps = [(kind, flag, _jump(kind, flags, place)) for kind, flag in flags.flags.items()]
    if always and len(jumps) == 1:
        return Contained((), _unflagged(made, jumps[0][1]), (jumps[0][2],))
    before = tuple(Bind(flag, nodes.constant(False), place) for _, flag, _ in jumps)
    return Contained(before, made, tuple(If(nodes.name(flag), (jump,), (), place) for _, flag, jump in jumps))


def _jump(kind: type, flags: _Flags, place):
    return Return(nodes.name(flags.result), place) if kind is Return else kind(place)


def _flagged(body: tuple, flags: _Flags, looping: bool) -> tuple:
    out: list = []
    for stmt in body:
        if isinstance(stmt, Return) or (isinstance(stmt, Break | Continue) and not looping):
            out += flags.set(stmt)
        elif isinstance(stmt, If):
            parts = {p: _flagged(getattr(stmt, p), flags, looping) for p in ("body", "orelse")}
            out.append(replace(stmt, **parts))
        elif isinstance(stmt, For | While):
            inner = _Flags(flags.names, flags=dict(flags.flags), result=flags.result)
            made = _flagged(stmt.body, inner, True)
            flags.flags.update(inner.flags)
            flags.result = inner.result
            orelse = _flagged(stmt.orelse, flags, looping)
            out.append(replace(stmt, body=made, orelse=orelse))
            if contains(made, _Out):
                test = nodes.name(flags.flags[Return])
                out.append(If(test, (_Out(stmt.place),), (), stmt.place))
        else:
            out.append(stmt)
    return tuple(out)


def _stripped(body: tuple, looping: bool) -> tuple:
    """Jumps to the end stand at the end by now."""
    out: list = []
    for stmt in body:
        if isinstance(stmt, _Out):
            if looping:
                out.append(Break(stmt.place))
        elif isinstance(stmt, If):
            parts = {p: _stripped(getattr(stmt, p), looping) for p in ("body", "orelse")}
            out.append(replace(stmt, **parts))
        elif isinstance(stmt, For | While):
            body_, orelse = _stripped(stmt.body, True), _stripped(stmt.orelse, looping)
            out.append(replace(stmt, body=body_, orelse=orelse))
        else:
            out.append(stmt)
    return tuple(out)


def _unflagged(body: tuple, flag: str) -> tuple:
    """Without a flag that nobody tests, where no loop does."""
    if contains(body, Break, into_loops=True):
        return (Bind(flag, nodes.constant(False), body[0].place), *body)
    out: list = []
    for stmt in body:
        if isinstance(stmt, Bind) and stmt.target == flag:
            continue
        if isinstance(stmt, If):
            parts = {p: _unflagged(getattr(stmt, p), flag) for p in ("body", "orelse")}
            stmt = replace(stmt, **parts)
        out.append(stmt)
    return tuple(out)
