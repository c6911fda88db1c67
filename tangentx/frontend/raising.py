"""Which statements may raise, and the small changes to statements that are guarded."""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.frontend import liveness
from tangentx.records import (
    Assert,
    Augment,
    Bind,
    Define,
    Evaluate,
    For,
    If,
    Import,
    Raise,
    Store,
    Try,
    Unpack,
    While,
    With,
)
from tangentx.syntax import nodes

ALONE = (Store, Augment, Evaluate, Raise)  # after these nothing can be taken back
TOGETHER = (Bind, Unpack, Import, Assert)


# -- what may raise ---------------------------------------------------------------------------------------


def may_raise(stmt) -> bool:
    """Before anything is known about types."""
    if isinstance(stmt, Bind):
        return value_raises(stmt.value)
    if isinstance(stmt, Unpack):
        shown = isinstance(stmt.value, gast.Tuple | gast.List) and len(stmt.value.elts) == len(stmt.targets)
        return not shown or value_raises(stmt.value)
    if isinstance(stmt, If | For | While | Try):
        if isinstance(stmt, If) and value_raises(stmt.test):
            return True
        parts = [s for p in ("setup", "body", "orelse", "finalbody") for s in getattr(stmt, p, ())]
        handlers = [s for h in getattr(stmt, "handlers", ()) for s in h.body]
        return any(map(may_raise, (*parts, *handlers)))
    return isinstance(stmt, (*ALONE, *TOGETHER, With))


def value_raises(value: gast.AST) -> bool:
    """May an atom, one operation, or a test raise?  Displays of atoms and `is` do not."""
    if isinstance(value, gast.Tuple | gast.List | gast.Dict):
        unpacked = isinstance(value, gast.Dict) and None in value.keys
        return unpacked or any(map(value_raises, nodes.children(value)))
    if isinstance(value, gast.Compare):
        return not all(isinstance(op, gast.Is | gast.IsNot) for op in value.ops)
    return not isinstance(value, gast.Name | gast.Constant | gast.Lambda)


def together(body: tuple, visible: frozenset[str]) -> int:
    """How many of the statements may fail together: no effect of one is seen when a later one raises."""
    bound: set[str] = set()
    count = 0
    for i, stmt in enumerate(body):
        if isinstance(stmt, ALONE):
            return count or 1
        if not isinstance(stmt, TOGETHER) or (may_raise(stmt) and bound & visible):
            break
        if may_raise(stmt):
            count = i + 1
        bound |= liveness.binds(stmt)
    return count


def watched(body: tuple) -> tuple:
    """The block, whose loops and tests say that what iterating, or asking for the truth, raises is caught."""
    out: list = []
    for stmt in body:
        if isinstance(stmt, If | For | While):
            stmt = replace(stmt, **{p: watched(getattr(stmt, p)) for p in ("body", "orelse")})
        if isinstance(stmt, For):
            stmt = replace(stmt, guarded=True)
        elif isinstance(stmt, If | While) and isinstance(stmt.test, gast.Name):
            stmt = replace(stmt, test=nodes.name(stmt.test.id))
            stmt.test.guarded = True
        out.append(stmt)
    return tuple(out)


# -- pieces -----------------------------------------------------------------------------------------------


def classes_in(node: gast.AST | None) -> tuple | None:
    """The classes that a handler names; None for a bare `except`."""
    if node is None:
        return None
    return tuple(node.elts) if isinstance(node, gast.Tuple) else (node,)


def union_of(classes) -> tuple:
    """The classes that several handlers catch."""
    return tuple(c for node in classes for c in classes_in(node))


def as_class(catches: tuple | None) -> gast.AST | None:
    """What `except` catches, as an expression."""
    if catches is None or len(catches) == 1:
        return None if catches is None else catches[0]
    return gast.Tuple(list(catches), gast.Load())


def rebound(stmt: Bind | Unpack, value: gast.AST, fresh: dict[str, str]):
    """The assignment with another value, and other targets."""
    if isinstance(stmt, Bind):
        return replace(stmt, target=fresh.get(stmt.target, stmt.target), value=value)
    stars = ("*" if t[0] == "*" else "" for t in stmt.targets)
    names = (fresh.get(t.lstrip("*"), t.lstrip("*")) for t in stmt.targets)
    return replace(stmt, targets=tuple(map("".join, zip(stars, names, strict=True))), value=value)


def reading(stmt, mapping: dict[str, gast.AST]):
    """A statement that binds nothing, with other names for what it reads."""
    changed = {}
    for part in ("value", "target", "test", "message", "exc", "cause"):
        node = getattr(stmt, part, None)
        if isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Store):
            base, index = nodes.substitute(node.value, mapping), nodes.substitute(node.slice, mapping)
            changed[part] = gast.Subscript(base, index, gast.Store())
        elif isinstance(node, gast.Attribute) and isinstance(node.ctx, gast.Store):
            changed[part] = gast.Attribute(nodes.substitute(node.value, mapping), node.attr, gast.Store())
        elif isinstance(node, gast.AST):
            changed[part] = nodes.substitute(node, mapping)
    return replace(stmt, **changed)


def raises_again(body: tuple) -> bool:
    """Is there a bare `raise`?"""
    for stmt in body:
        if isinstance(stmt, Raise) and stmt.exc is None:
            return True
        if not isinstance(stmt, Define) and any(
            raises_again(getattr(stmt, part, ())) for part in ("body", "orelse", "finalbody")
        ):
            return True
    return False


def named_raises(body: tuple, name: str) -> tuple:
    """A bare `raise` names the exception that it raises again."""
    out = []
    for stmt in body:
        if isinstance(stmt, Raise) and stmt.exc is None:
            stmt = replace(stmt, exc=nodes.name(name))
        elif isinstance(stmt, If | For | While | With | Try):
            parts = ("body", "orelse", "finalbody")
            stmt = replace(
                stmt, **{p: named_raises(getattr(stmt, p), name) for p in parts if hasattr(stmt, p)}
            )
        out.append(stmt)
    return tuple(out)
