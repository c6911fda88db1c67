"""Small expression trees: making, copying and asking. Nothing here changes a tree it is handed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import gast

from tangentx.records import Place
from tangentx.syntax import nodes

_POSITION = ("lineno", "col_offset", "end_lineno", "end_col_offset")


def name(identifier: str, like: gast.AST | None = None, ctx: gast.AST | None = None) -> gast.Name:
    """A Name to read, standing where `like` stands."""
    return located(gast.Name(identifier, ctx or gast.Load(), None, None), like)


def constant(value: object, like: gast.AST | None = None) -> gast.Constant:
    return located(gast.Constant(value, None), like)


def outside(path: str) -> gast.AST:
    """`@builtins.len`, `@runtime.is_sequence`."""
    module, name = path.split(".")
    return gast.Attribute(gast.Name(f"@{module}", gast.Load(), None, None), name, gast.Load())


def located(node: gast.AST, like: gast.AST | None):
    """`node` with the position of `like`."""
    for attribute in _POSITION:
        position = getattr(like, attribute, None)
        if position is not None:
            setattr(node, attribute, position)
    return node


def clone(node: gast.AST, change: Callable[[gast.AST], gast.AST | None] = lambda node: None) -> gast.AST:
    """A deep copy; where `change` gives a node, that node stands instead of the copy."""
    changed = change(node)
    if changed is not None:
        return changed
    copy = type(node)()
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, gast.AST):
            value = clone(value, change)
        elif isinstance(value, list):
            value = [clone(item, change) if isinstance(item, gast.AST) else item for item in value]
        setattr(copy, field, value)
    return located(copy, node)


def place(node: gast.AST, file: str, end: gast.AST | None = None) -> Place:
    """Where `node` stands, up to the end of `end` where given (the header of an `if`, say)."""
    last = end or node
    return Place(
        file,
        getattr(node, "lineno", 1),
        getattr(node, "col_offset", 0),
        getattr(last, "end_lineno", None),
        getattr(last, "end_col_offset", None),
    )


def is_atom(node: gast.AST) -> bool:
    return isinstance(node, (gast.Name, gast.Constant))


def chain_root(node: gast.AST) -> gast.AST:
    """What an attribute chain hangs on: `np` of `np.linalg.solve`."""
    while isinstance(node, gast.Attribute):
        node = node.value
    return node


def walk_same_scope(node: gast.AST) -> Iterator[gast.AST]:
    """`node` and what is under it, without the bodies of nested functions (their defaults are included)."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        if isinstance(current, (gast.FunctionDef, gast.Lambda)):
            pending += [default for default in current.args.defaults + current.args.kw_defaults if default]
            pending += getattr(current, "decorator_list", [])
        elif current.__class__ not in _NOT_ENTERED:
            pending += reversed(nodes.children(current))


_NOT_ENTERED = (gast.ClassDef, gast.Name, gast.Constant)
