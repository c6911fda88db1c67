"""What somebody may still read when an exception leaves a `try`: `visible` names, by id of the `try`.

A statement in the body of a `try` that is followed by one which fails has had its effect.  Where nobody can see that
effect, the two may fail together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import gast

from tangentx.records import (
    Assert,
    Augment,
    Bind,
    Break,
    Continue,
    Define,
    Delete,
    Evaluate,
    For,
    If,
    Import,
    Raise,
    Return,
    Store,
    Try,
    Unpack,
    While,
    With,
)
from tangentx.syntax.nodes import names_read

Names = frozenset


def visible_names(body: tuple, others: Names = frozenset()) -> dict[int, Names]:
    """For every `try` of a function: the names that may be read after an exception has left its body; `others` are
    those of variables of functions around it."""
    found = Liveness(captured(body) | others)
    found.block(body, Ends())
    return found.visible


def reads(stmt) -> set[str]:
    """The names that a simple statement reads."""
    expressions = _READ.get(type(stmt), lambda stmt: [])(stmt)
    return {name for e in expressions if e is not None for name in names_read(e)}


def binds(stmt) -> set[str]:
    """The names that a simple statement binds."""
    return set(_BOUND.get(type(stmt), lambda stmt: ())(stmt))


def _target_parts(target: gast.AST) -> list[gast.AST]:
    if isinstance(target, gast.Subscript):
        return [target.value, target.slice]
    return [target.value] if isinstance(target, gast.Attribute) else []


def _augmented(stmt: Augment) -> list[gast.AST]:
    own = [gast.Name(stmt.target.id, gast.Load(), None, None)] if isinstance(stmt.target, gast.Name) else []
    return [stmt.value, *own, *_target_parts(stmt.target)]


_READ: dict[type, Callable] = {
    Bind: lambda s: [s.value],
    Unpack: lambda s: [s.value],
    Evaluate: lambda s: [s.value],
    Return: lambda s: [s.value],
    Store: lambda s: [s.value, *_target_parts(s.target)],
    Augment: _augmented,
    Assert: lambda s: [s.test, s.message],
    Raise: lambda s: [s.exc, s.cause],
}
_BOUND: dict[type, Callable] = {
    Bind: lambda s: (s.target,),
    Unpack: lambda s: tuple(t.lstrip("*") for t in s.targets),
    Import: lambda s: (s.name,),
    Define: lambda s: (s.name,),
    Delete: lambda s: s.names,
    Augment: lambda s: (s.target.id,) if isinstance(s.target, gast.Name) else (),
}


def captured(body: tuple) -> Names:
    """Names that nested functions mention: whoever calls them may read these at any time."""
    found: set[str] = set()
    for stmt in body:
        inner = stmt.function.tree if isinstance(stmt, Define) else getattr(stmt, "value", None)
        if isinstance(inner, gast.FunctionDef | gast.Lambda | gast.ClassDef):
            found |= {n.id for n in gast.walk(inner) if isinstance(n, gast.Name)}
        for part in ("setup", "body", "orelse", "finalbody", "handlers"):
            found |= captured(getattr(stmt, part, ()))
    return frozenset(found)


@dataclass(frozen=True)
class Ends:
    """What is live where control may go from a block."""

    after: Names = frozenset()
    breaks: Names = frozenset()
    continues: Names = frozenset()
    returns: Names = frozenset()
    raised: Names = frozenset()


class Liveness:
    def __init__(self, always: Names):
        self.always = always
        self.visible: dict[int, Names] = {}

    def block(self, body: tuple, ends: Ends) -> Names:
        live = ends.after
        for stmt in reversed(body):
            live = self.statement(stmt, replace(ends, after=live))
        return live

    def statement(self, stmt, ends: Ends) -> Names:
        handler = _COMPOUND.get(type(stmt))
        if handler is not None:
            return handler(self, stmt, ends)
        jump = {Break: ends.breaks, Continue: ends.continues, Return: ends.returns, Raise: ends.raised}
        after = jump.get(type(stmt), ends.after)
        return (after - binds(stmt)) | reads(stmt) | ends.raised

    def branch(self, stmt: If, ends: Ends) -> Names:
        return self.block(stmt.body, ends) | self.block(stmt.orelse, ends) | names_in(stmt.test)

    def loop(self, stmt: For | While, ends: Ends) -> Names:
        head = left = self.block(stmt.orelse, ends)
        own = {stmt.target} if isinstance(stmt, For) else set()
        while True:
            inside = replace(ends, after=head, continues=head, breaks=ends.after)
            start = self.block(stmt.body, inside) - own | left
            if isinstance(stmt, While):
                start = self.block(stmt.setup, replace(inside, after=start | names_in(stmt.test)))
            if start | head == head:
                return head | (names_in(stmt.iter) if isinstance(stmt, For) else frozenset())
            head = head | start

    def manager(self, stmt: With, ends: Ends) -> Names:
        inside = self.block(stmt.body, ends) - {stmt.target}
        return inside | names_in(stmt.manager) | ends.raised

    def protected(self, stmt: Try, ends: Ends) -> Names:
        if stmt.finalbody:
            every = ends.after | ends.breaks | ends.continues | ends.returns | ends.raised
            last = self.block(stmt.finalbody, replace(ends, after=every))
            ends = Ends(last, last, last, last, last)
        handlers = [self.block(h.body, ends) - {h.name} for h in stmt.handlers]
        classes = [names_in(h.exc) for h in stmt.handlers if h.exc is not None]
        raised = frozenset().union(ends.raised, *handlers, *classes)
        self.visible[id(stmt)] = raised | self.always
        orelse = self.block(stmt.orelse, ends)
        return self.block(stmt.body, replace(ends, after=orelse, raised=raised))


def names_in(node: gast.AST) -> Names:
    return frozenset(names_read(node))


_COMPOUND = {
    If: Liveness.branch, For: Liveness.loop, While: Liveness.loop, With: Liveness.manager, Try: Liveness.protected
}  # fmt: skip
