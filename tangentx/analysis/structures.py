"""Containers that are taken apart or stay whole: their outlines, expressions and types."""

from __future__ import annotations

import gast

from tangentx.analysis.joins import element
from tangentx.analysis.names import canonical
from tangentx.analysis.program import Structure, external
from tangentx.analysis.types import (
    Dictionary,
    ListOf,
    Sequence,
    Type,
)
from tangentx.records import (
    Augment,
    Bind,
    Define,
    Evaluate,
    For,
    If,
    Store,
    While,
)
from tangentx.syntax import nodes

_GROWING = ("append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse")


def grown_names(body: tuple) -> set[str]:
    """Names on which a list-changing method is called, or whose elements are stored at unknown places."""
    found: set[str] = set()
    for stmt in body:
        value = getattr(stmt, "value", None)
        if isinstance(stmt, Bind | Evaluate) and isinstance(value, gast.Call):
            func = value.func
            if (
                isinstance(func, gast.Attribute)
                and isinstance(func.value, gast.Name)
                and func.attr in _GROWING
            ):
                found.add(func.value.id)
        target = getattr(stmt, "target", None)
        if isinstance(stmt, Store | Augment) and isinstance(target, gast.Subscript):
            if isinstance(target.value, gast.Name) and not isinstance(target.slice, gast.Constant):
                found.add(target.value.id)
        if isinstance(stmt, Augment) and isinstance(target, gast.Name) and isinstance(stmt.op, gast.Add):
            found.add(target.id)
        if isinstance(stmt, Define):
            found |= grown_names(stmt.function.body) - stmt.function.locals
        for part in ("setup", "body", "orelse"):
            if isinstance(stmt, If | For | While):
                found |= grown_names(getattr(stmt, part, ()))
    return found


def count_leaves(kind: Type) -> int:
    """How many variables a container would be taken apart into."""
    return sum(count_leaves(t) for t in kind.items) if isinstance(kind, Sequence | Dictionary) else 1


def as_list(kind: Sequence, fresh) -> Type:
    """The type of a container that stays whole."""
    return ListOf(element(kind, fresh), kind.cls)


def structure_display(structure: Structure) -> gast.AST:
    """The expression that builds the container."""
    items = [structure_display(s) if isinstance(s, Structure) else nodes.name(s) for s in structure.items]
    if structure.keys is not None:
        return gast.Dict([nodes.constant(k) for k in structure.keys], items)
    if structure.cls is list:
        return gast.List(items, gast.Load())
    if structure.cls is tuple:
        return gast.Tuple(items, gast.Load())
    return gast.Call(canonical(structure.cls) or external(structure.cls.__name__), items, [])
