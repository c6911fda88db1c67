"""Lists that say which entries of an array are meant: Numba takes arrays of places.

rows = [k, p]                     rows = np.array([k, p])
a[rows] = a[others]               a[rows] = a[others]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gast

from tangentx import runtime
from tangentx.syntax import nodes

_OF_PLACES = (runtime.add_at, runtime.take_last)


def places_as_arrays(function: gast.FunctionDef, resolve: Callable[[gast.AST], Any]) -> None:
    """Make arrays of the lists that are only read as indices, in place."""
    made: dict[str, list[gast.Assign]] = {}
    reads: dict[str, int] = {}
    spoilt: set[str] = set()
    as_places: dict[str, int] = {}
    for node in nodes.walk(function):
        if isinstance(node, gast.Assign) and _is_display(node):
            made.setdefault(node.targets[0].id, []).append(node)
        elif isinstance(node, gast.Assign | gast.AugAssign | gast.For):
            spoilt |= {n.id for t in _targets(node) for n in nodes.walk(t) if _is_bound(n)}
        if isinstance(node, gast.Name) and isinstance(node.ctx, gast.Load):
            reads[node.id] = reads.get(node.id, 0) + 1
        for name in _places(node, resolve):
            as_places[name] = as_places.get(name, 0) + 1
    for name in made.keys() - spoilt:
        if 0 < reads.get(name, 0) == as_places.get(name, 0):
            for stmt in made[name]:
                stmt.value = nodes.call("np.array", stmt.value)


def _is_display(stmt: gast.Assign) -> bool:
    value, target = stmt.value, stmt.targets[0]
    is_list = isinstance(value, gast.List) and value.elts and not any(_is_container(e) for e in value.elts)
    return bool(is_list) and len(stmt.targets) == 1 and isinstance(target, gast.Name)


def _is_container(node: gast.AST) -> bool:
    return isinstance(node, gast.Starred | gast.List | gast.Tuple)


def _targets(stmt: gast.AST) -> list[gast.AST]:
    return stmt.targets if isinstance(stmt, gast.Assign) else [stmt.target]


def _is_bound(node: gast.AST) -> bool:
    return isinstance(node, gast.Name) and isinstance(node.ctx, gast.Store)


def _places(node: gast.AST, resolve: Callable[[gast.AST], Any]) -> Iterator[str]:
    """The names that an expression reads as an index."""
    found: list[gast.AST] = []
    if isinstance(node, gast.Subscript):
        found = nodes.elements_of(node.slice)
    elif isinstance(node, gast.Call) and any(resolve(node.func) is one for one in _OF_PLACES):
        found = [part for arg in node.args[1:2] for part in (nodes.elements_of(arg))]
    yield from (part.id for part in found if isinstance(part, gast.Name))
