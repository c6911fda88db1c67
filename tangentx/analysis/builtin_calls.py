"""Builtins whose meaning the specialiser must know: they make ranges and iterations, or depend on types alone."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gast

from tangentx.analysis import containers
from tangentx.analysis.callees import key
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env, Frame
from tangentx.analysis.types import (
    INT,
    Array,
    Const,
    ListOf,
    Range,
    Sequence,
    Unknown,
    class_of,
)
from tangentx.records import Augment, Bind, For, Place
from tangentx.syntax import nodes


@dataclass(eq=False)
class Iteration:
    """What `enumerate`, `zip` or `reversed` gives: consumed by a `for`."""

    how: str
    parts: tuple[gast.AST, ...]
    start: gast.AST | None = None


def find(callee: Any) -> Callable | None:
    """The handler for a builtin, or None.  A handler returns False to decline."""
    try:
        return _HANDLERS.get(callee)
    except TypeError:
        return None


def _range(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    expr = gast.Call(external("builtins.range"), list(operands), [])
    s.emit(Bind(target, expr, place), Op("inactive"), Range(), env)
    s.ranges[target] = tuple(operands)
    return True


def _iteration(how: str):
    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        start = keywords.get("start")
        if how == "enumerate" and len(operands) > 1:
            operands, start = operands[:1], operands[1]
        parts = []
        for i, operand in enumerate(operands):  # what the names mean now
            if not isinstance(operand, gast.Name) or operand.id in s.ranges:
                parts.append(operand)
                continue
            parts.append(nodes.name(s.fresh(f"{target}_{i}")))
            s.copy(parts[-1].id, operand, place, env)
        env.bind(target, Const(Iteration(how, tuple(parts), start)))
        return True

    return handler


def _isinstance(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    kind, classes = s.kind(operands[0], env), _classes(s, operands[1], env)
    sample = class_of(kind)
    if classes is None or sample is None:
        return False
    s.copy(target, nodes.constant(issubclass(sample, classes)), place, env)
    return True


def _classes(s, atom: gast.AST, env: Env) -> Any:
    known = s.kind(atom, env)
    if isinstance(known, Const):
        return known.value
    if isinstance(known, Sequence) and all(isinstance(t, Const) for t in known.items):
        return tuple(t.value for t in known.items)
    return None


def _len(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    structure = s.structure(operands[0], env)
    if structure is not None:
        s.emit(
            Bind(target, nodes.constant(len(structure.items)), place),
            Op("copy"),
            Const(len(structure.items)),
            env,
        )
        return True
    kind = s.kind(operands[0], env)
    known = s.infer(len, [kind], {}) if not isinstance(kind, ListOf | Unknown | Range) else None
    expr = gast.Call(external("builtins.len"), list(operands), [])
    s.emit(
        Bind(target, expr, place),
        Op("inactive"),
        known if known and not isinstance(known, Unknown) else INT,
        env,
    )
    return True


def _sequence(cls: type):
    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        if not operands:
            containers.display(s, target, cls, [], None, place, env)
            return True
        known = s.kind(operands[0], env)
        if isinstance(known, Const) and isinstance(known.value, Iteration):
            return False
        atoms = containers.elements(s, operands[0], place, env)
        if atoms is None:
            return _copy_list(s, target, cls, operands[0], place, env)
        containers.display(s, target, cls, atoms, None, place, env)
        return True

    return handler


def _copy_list(s, target, cls, atom, place, env) -> bool:
    kind = s.kind(atom, env)
    if isinstance(kind, Array | ListOf | Range) and not s.is_varied(atom, env):
        item = kind.item if isinstance(kind, ListOf) else None
        expr = gast.Call(external(f"builtins.{cls.__name__}"), [atom], [])
        s.emit(Bind(target, expr, place), Op("inactive"), ListOf(item, cls), env)
        return True
    return False


def _dict(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    keys: list = [nodes.constant(k) for k in keywords]
    values = list(keywords.values())
    if operands:
        keys, values = [None, *keys], [operands[0], *values]
    containers.dictionary(s, target, keys, values, place, env)
    return True


def _zero_or_fold(name: str):
    """sum/min/max/any/all over a container of known elements."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        if len(operands) != 1 and not (name == "sum" and len(operands) == 2):
            return False
        structure = s.structure(operands[0], env)
        kind = s.kind(operands[0], env)
        if structure is None or structure.keys is not None or keywords:
            if isinstance(kind, ListOf | Array) and name == "sum" and s.is_varied(operands[0], env):
                return _sum_loop(s, target, operands, place, env)
            return False
        if name != "sum" or not structure.items:
            return False
        total = operands[1] if len(operands) > 1 else nodes.constant(0)
        for i, item in enumerate(structure.items):
            atom = containers.element_atom(s, item, place, env)
            step = target if i == len(structure.items) - 1 else s.fresh("_sum")
            s.operate(step, total, gast.Add(), atom, place, env)
            total = nodes.name(step)
        return True

    return handler


def _extremum(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`max([a, b])` is `max(a, b)`."""
    structure = s.structure(operands[0], env) if len(operands) == 1 else None
    if structure is None or structure.keys is not None or keywords or len(structure.items) < 2:
        return False
    atoms = containers.elements(s, operands[0], place, env)
    known = s.kind(func, env)
    s.rule_call(target, func, key(known.value), known.value, atoms, {}, place, env)
    return True


def _sum_loop(s, target, operands, place, env) -> bool:
    """`sum(xs)` of a list or array of unknown length: the loop that it is."""
    total, item = s.fresh("_total"), s.fresh("_item")
    s.copy(total, operands[1] if len(operands) > 1 else nodes.constant(0), place, env)
    body = (Augment(gast.Name(item + "_", gast.Load(), None, None), gast.Add(), nodes.name(item), place),)
    names = {name: name for name in env.types}  # the loop is written in names of the program
    frame = Frame(s.calls[-1], {**names, item: item, item + "_": total})
    after = s.loop(For(item, operands[0], body, (), place), env, frame)
    env.types, env.structures = after.types, after.structures
    s.copy(target, nodes.name(total), place, env)
    return True


def _reduce(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    atoms = containers.elements(s, operands[1], place, env) if len(operands) >= 2 else None
    if atoms is None:
        return False
    if len(operands) > 2:
        atoms = [operands[2], *atoms]
    if not atoms:
        return False
    total = atoms[0]
    for atom in atoms[1:]:
        step = s.fresh("_reduced")
        s.call(step, operands[0], s.kind(operands[0], env), [total, atom], {}, place, env)
        total = nodes.name(step)
    s.copy(target, total, place, env)
    return True


def _map(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    columns = [containers.elements(s, a, place, env) for a in operands[1:]]
    if any(c is None for c in columns):
        return False
    results = []
    for row in zip(*columns, strict=False):
        name = s.fresh("_mapped")
        s.call(name, operands[0], s.kind(operands[0], env), list(row), {}, place, env)
        results.append(nodes.name(name))
    containers.display(s, target, tuple, results, None, place, env)
    return True


_HANDLERS: dict[Any, Callable] = {
    range: _range, enumerate: _iteration("enumerate"), zip: _iteration("zip"), reversed: _iteration("reversed"),
    isinstance: _isinstance, len: _len, tuple: _sequence(tuple), list: _sequence(list), dict: _dict,
    sum: _zero_or_fold("sum"), max: _extremum, min: _extremum, functools.reduce: _reduce, map: _map,
}  # fmt: skip
