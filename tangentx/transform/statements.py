"""Questions about emitted statements (what they bind, read and contain), and names replaced in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import gast

from tangentx.syntax import nodes

_COMPOUND = (gast.If, gast.For, gast.While, gast.Try, gast.With)


def own_expressions(stmt) -> list[gast.AST]:
    """Everything that a statement evaluates itself, not in its blocks."""
    if isinstance(stmt, gast.Assign):
        return [stmt.value, *(t for t in stmt.targets if not isinstance(t, gast.Name))]
    if isinstance(stmt, gast.AugAssign):
        target = stmt.target
        return [stmt.value, nodes.name(target.id) if isinstance(target, gast.Name) else target]
    if isinstance(stmt, gast.Expr | gast.Return):
        return [] if stmt.value is None else [stmt.value]
    if isinstance(stmt, gast.If | gast.While):
        return [stmt.test]
    if isinstance(stmt, gast.For):
        return [stmt.iter]
    if isinstance(stmt, gast.Assert):
        return [e for e in (stmt.test, stmt.msg) if e is not None]
    if isinstance(stmt, gast.Raise):
        return [e for e in (stmt.exc, stmt.cause) if e is not None]
    if isinstance(stmt, gast.With):
        return [item.context_expr for item in stmt.items]
    if isinstance(stmt, gast.Try):
        return [handler.type for handler in stmt.handlers if handler.type is not None]
    return []


def inner_blocks(stmt) -> list[list]:
    """The statement lists inside a statement."""
    if not isinstance(stmt, _COMPOUND):
        return []
    if isinstance(stmt, gast.Try):
        return [stmt.body, *(h.body for h in stmt.handlers), stmt.orelse, stmt.finalbody]
    if isinstance(stmt, gast.With):
        return [stmt.body]
    return [stmt.body, stmt.orelse]


def caught(stmt: gast.Try) -> list[list]:
    """The handlers behind which the program goes on."""
    return [h.body for h in stmt.handlers if not isinstance(h.body[-1], gast.Raise)]


def single_target(stmt) -> str | None:
    """The name a plain assignment binds."""
    if isinstance(stmt, gast.Assign) and len(stmt.targets) == 1 and isinstance(stmt.targets[0], gast.Name):
        return stmt.targets[0].id
    return None


def targets(stmt) -> list[str]:
    """The names a statement binds itself."""
    if isinstance(stmt, gast.Assign):
        return [n.id for t in stmt.targets for n in _names(t)]
    if isinstance(stmt, gast.AugAssign):
        return [stmt.target.id] if isinstance(stmt.target, gast.Name) else []
    if isinstance(stmt, gast.Try):
        return [handler.name.id for handler in stmt.handlers if handler.name is not None]
    if isinstance(stmt, gast.With):
        return [item.optional_vars.id for item in stmt.items if item.optional_vars is not None]
    return [stmt.target.id] if isinstance(stmt, gast.For) else []


def _names(target: gast.AST) -> list[gast.Name]:
    if isinstance(target, gast.Name):
        return [target]
    if isinstance(target, gast.Tuple):
        return [n for e in target.elts for n in _names(e)]
    return _names(target.value) if isinstance(target, gast.Starred) else []


def all_targets(stmt) -> list[str]:
    """The names a statement binds, blocks included."""
    return targets(stmt) + [n for part in inner_blocks(stmt) for s in part for n in all_targets(s)]


def bindings(body: list) -> Counter[str]:
    """How many statements of a block bind each name, nested ones included."""
    return Counter(n for stmt in body for n in all_targets(stmt))


def readings(body: list) -> Counter[str]:
    """How often a block reads each name."""
    return Counter(n for s in everything(body) for e in own_expressions(s) for n in nodes.names_read(e))


def mentioned(stmt) -> set[str]:
    """The names a statement reads or binds, blocks included."""
    return set(readings([stmt])) | set(all_targets(stmt))


def everything(body: list) -> Iterator[gast.AST]:
    """Every statement of a block, nested ones included, in order."""
    for stmt in body:
        yield stmt
        for part in inner_blocks(stmt):
            yield from everything(part)


def substitute_own(stmt, mapping: dict[str, gast.AST]) -> None:
    """Replace names in what a statement evaluates itself, in place."""
    for field in ("value", "test", "iter", "msg", "exc", "cause"):
        node = getattr(stmt, field, None)
        if isinstance(node, gast.AST):
            setattr(stmt, field, nodes.substitute(node, mapping))
    if isinstance(stmt, gast.Assign):
        stmt.targets = [
            t if isinstance(t, gast.Name | gast.Tuple) else _target(t, mapping) for t in stmt.targets
        ]
    if isinstance(stmt, gast.AugAssign) and not isinstance(stmt.target, gast.Name):
        stmt.target = _target(stmt.target, mapping)
    for item in getattr(stmt, "items", ()):
        item.context_expr = nodes.substitute(item.context_expr, mapping)
    for handler in getattr(stmt, "handlers", ()):
        handler.type = handler.type and nodes.substitute(handler.type, mapping)


def _target(target: gast.AST, mapping: dict[str, gast.AST]) -> gast.AST:
    if isinstance(target, gast.Subscript):
        value, index = nodes.substitute(target.value, mapping), nodes.substitute(target.slice, mapping)
        return gast.Subscript(value, index, target.ctx)
    if isinstance(target, gast.Attribute):
        return gast.Attribute(nodes.substitute(target.value, mapping), target.attr, target.ctx)
    return target


def rename(body: list, names: dict[str, str]) -> None:
    """Rename variables everywhere, bindings included, in one walk."""
    _rename(body, names, {old: nodes.name(new) for old, new in names.items()})


def _rename(body: list, names: dict[str, str], mapping: dict[str, gast.AST]) -> None:
    for stmt in body:
        rename_own(stmt, names, mapping)
        for part in inner_blocks(stmt):
            _rename(part, names, mapping)


def _binding_nodes(stmt) -> list:
    if isinstance(stmt, gast.Try):
        return [handler.name for handler in stmt.handlers]
    if isinstance(stmt, gast.With):
        return [item.optional_vars for item in stmt.items]
    return getattr(stmt, "targets", []) or [getattr(stmt, "target", None)]


def rename_own(stmt, names: dict[str, str], mapping: dict[str, gast.AST]) -> None:
    """Rename variables in what a statement evaluates and binds itself, in place; mapping: their new names as trees."""
    substitute_own(stmt, mapping)
    for target in _binding_nodes(stmt):
        for node in _names(target) if target is not None else ():
            node.id = names.get(node.id, node.id)
