"""Adjoints of tuples whose entries have several types, taken apart into names: Numba's lists hold one type.

value_bar = shadow(value)               value_bar_0 = shadow(value[0])
value_bar[1] += v_bar         gives     value_bar_1 = shadow(value[1])
... value_bar[0] ...                    value_bar_1 += v_bar
                                        ... value_bar_0 ...

*Requires* a function whose expressions carry their types (`numba_typing`).  *Gives* whether anything was changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast

from tangentx import runtime
from tangentx.analysis.types import Sequence, Type
from tangentx.backends.numba_kinds import rank_of
from tangentx.syntax import nodes


def take_apart(function: gast.FunctionDef, resolve: Callable[[gast.AST], Any]) -> bool:
    """Name the entries of each adjoint of a mixed tuple that is used entry by entry."""
    made = [s for s in nodes.walk(function) if _is_shadow(s, resolve) and _is_mixed(s.value.args[0].kind)]
    taken = {n.id for n in nodes.walk(function) if isinstance(n, gast.Name)}
    names: dict[str, list[str]] = {}
    for stmt in made:
        name, size = stmt.targets[0].id, len(stmt.value.args[0].kind.items)
        if name not in names and _is_used_by_entries(function, name, size, made):
            names[name] = [nodes.claimed(f"{name}_{k}", taken) for k in range(size)]
    if names:
        _rewrite(function, names)
    return bool(names)


def _is_shadow(stmt: gast.AST, resolve: Callable[[gast.AST], Any]) -> bool:
    value = stmt.value if isinstance(stmt, gast.Assign) else None
    is_call = isinstance(value, gast.Call) and len(value.args) == 1 and isinstance(value.args[0], gast.Name)
    is_named = is_call and len(stmt.targets) == 1 and isinstance(stmt.targets[0], gast.Name)
    return is_named and resolve(value.func) is runtime.shadow


def _is_mixed(kind: Type) -> bool:
    return isinstance(kind, Sequence) and len({(rank_of(k), getattr(k, "dtype", "")) for k in kind.items}) > 1


def _entry(node: gast.AST, name: str) -> int | None:
    """k, where the node is `name[k]`."""
    if isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name) and node.value.id == name:
        place = node.slice.value if isinstance(node.slice, gast.Constant) else None
        return place if type(place) is int else None
    return None


def _is_used_by_entries(function: gast.FunctionDef, name: str, size: int, made: list[gast.AST]) -> bool:
    entries = [n for n in nodes.walk(function) if _entry(n, name) in range(size)]
    fine = {id(n.value) for n in entries} | {id(s.targets[0]) for s in made}
    uses = [n for n in nodes.walk(function) if isinstance(n, gast.Name) and n.id == name]
    return all(id(n) in fine for n in uses)


def _rewrite(node: gast.AST, names: dict[str, list[str]]) -> None:
    for attribute, value in list(node.__dict__.items()):
        if isinstance(value, gast.AST):
            node.__dict__[attribute] = _changed(value, names)
        elif isinstance(value, list):
            made: list[Any] = []
            for item in value:
                if isinstance(item, gast.Assign) and getattr(item.targets[0], "id", None) in names:
                    made += _entries(item, names[item.targets[0].id])
                else:
                    made.append(_changed(item, names) if isinstance(item, gast.AST) else item)
            node.__dict__[attribute] = made


def _changed(node: gast.AST, names: dict[str, list[str]]) -> gast.AST:
    for name, parts in names.items():
        place = _entry(node, name)
        if place is not None:
            return gast.Name(parts[place], node.ctx, None, None)
    _rewrite(node, names)
    return node


def _entries(stmt: gast.Assign, parts: list[str]) -> list[gast.AST]:
    call, whole = stmt.value, stmt.value.args[0]
    made = []
    for place, part in enumerate(parts):
        entry = gast.Subscript(nodes.clone(whole), nodes.constant(place), nodes.LOAD)
        new = nodes.assign(part, gast.Call(nodes.clone(call.func), [entry], []))
        gast.copy_location(new, stmt)
        made.append(new)
    return made
