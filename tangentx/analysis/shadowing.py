"""Zeros of the same structure, which emitted code makes for adjoints and tangents, and the table of such adjoints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gast

from tangentx import memory, shadows
from tangentx.analysis import containers, identity, widening
from tangentx.analysis.eithers import outlines
from tangentx.analysis.joins import element
from tangentx.analysis.program import Op
from tangentx.analysis.restarts import make_whole
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    FLOAT,
    HELD,
    SEVERAL,
    UNKNOWN,
    Array,
    Dictionary,
    Instance,
    ListOf,
    Record,
    Sequence,
    Tree,
    Type,
    Unknown,
    some,
    with_sites,
)
from tangentx.records import Bind, Place


def _zeros(lists: bool) -> Callable:
    """`shadow(items)`, a list of zeros: like a display of constants, it begins without derivative."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        kind = s.kind(operands[0], env)
        kind = some(kind) if lists else kind  # it is asked first whether it is None
        if not isinstance(kind, HELD | Sequence | Dictionary):
            return False
        expr = gast.Call(func, [s.whole(operands[0], env)], [])
        made = _zero_kind(kind, s.sampler.fresh, lists)
        s.emit(Bind(target, expr, place), Op("display", operands={"items": ()}), made, env)
        return True

    return handler


def _adjoints(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`Adjoints()`, as emitted code has it."""
    expr = s.written_call(func, operands, keywords, env)
    s.emit(Bind(target, expr, place), Op("twins", pure=False), Instance(memory.Adjoints), env)
    return True


def twin(s, target: str, table: gast.AST, operands: list, place: Place, env: Env) -> bool:
    """`adjoint_of(row)`: the zeros that belong to a container, the same whenever they are asked for."""
    if s.kind(table, env) != Instance(memory.Adjoints) or len(operands) != 1:
        return False
    structure = s.structure(operands[0], env)
    if structure is not None:  # which one it is has a meaning: it must exist, once
        for part in identity.inside(structure):
            make_whole(s, part)
        containers.refuse(s, "what belongs to a container that does not exist as a whole", place)
    made = _zero_kind(s.kind(operands[0], env), s.sampler.fresh, True)
    made = with_sites(made, SEVERAL | {table.id})  # others may be in the same memory
    expr = gast.Call(table, [s.whole(operands[0], env)], [])
    op = Op("twin", operands={"table": table, "base": operands[0]})
    s.emit(Bind(target, expr, place), op, made, env)
    widening.keep(s, target, table.id, None)
    return True


def _zero_kind(kind: Type, fresh, lists: bool) -> Type:
    """The type of zeros of the same structure; `lists`: tuples become lists, which can be written on."""
    if isinstance(kind, Sequence) and lists and _are_unlike(kind, fresh):
        items = tuple(_zero_kind(t, fresh, lists) for t in kind.items)
        alike = len({*items}) == 1
        return ListOf(items[0], list) if alike else Record(list, tuple(range(len(items))), items)
    if isinstance(kind, Sequence) and lists:
        return ListOf(_zero_kind(element(kind, fresh), fresh, lists) if kind.items else None, list)
    if isinstance(kind, Sequence | Dictionary):
        return replace(kind, items=tuple(_zero_kind(t, fresh, lists) for t in kind.items))
    if isinstance(kind, Record):
        items = tuple(_zero_kind(some(t), fresh, lists) for t in kind.items)
        return replace(kind, items=items, frozen=False, closed=False)
    if isinstance(kind, ListOf):
        item = None if kind.item is None else _zero_kind(kind.item, fresh, lists)
        cls = list if lists and kind.cls is tuple else kind.cls
        return replace(kind, item=item, cls=cls, frozen=False, closed=False)
    if isinstance(kind, Array) and not kind.scalar:
        return replace(kind, dtype=kind.dtype if kind.kind in "fc" else "float64", sites=frozenset(), whole=0)
    return UNKNOWN if isinstance(kind, Tree | Unknown) else FLOAT


def _are_unlike(kind: Sequence, fresh) -> bool:
    """Are there different things in it: a number beside a tuple, an object beside something else?"""
    item = element(kind, fresh)
    objects = isinstance(item, Record) and bool(outlines(item.cls)) and any(map(_has_object, kind.items))
    return objects or isinstance(item, Tree | Unknown)


def _has_object(kind: Type | None) -> bool:
    kind = some(kind)
    return isinstance(kind, Record) or isinstance(kind, Sequence) and any(map(_has_object, kind.items))


HANDLERS: dict[Any, Callable] = {
    shadows.shadow: _zeros(True), shadows.zero_tangent: _zeros(False), memory.Adjoints: _adjoints,
}  # fmt: skip
