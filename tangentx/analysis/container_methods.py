"""Operators and methods of containers while specialising."""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis import containers, writers
from tangentx.analysis.container_stores import append, extend
from tangentx.analysis.containers import refuse
from tangentx.analysis.joins import element
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    UNKNOWN,
    Array,
    Const,
    ListOf,
    Scalar,
    Type,
)
from tangentx.records import (
    Bind,
    Place,
)
from tangentx.syntax import nodes


def arithmetic(s, target: str, op: gast.AST, operands: list, place: Place, env: Env) -> bool:
    """`+` and `*` of lists and tuples; False when the operands are not containers."""
    structures = [s.structure(a, env) for a in operands]
    kinds = [s.kind(a, env) for a in operands]
    if isinstance(op, gast.Add) and all(x is not None and x.keys is None for x in structures):
        cls = structures[0].cls
        whole = Structure(cls, None, structures[0].items + structures[1].items)
        whole = containers.private(s, whole, target, place, env)
        env.bind(target, s.structure_type(whole, env), whole)
        return True
    if isinstance(op, gast.BitOr) and all(x is not None and x.keys is not None for x in structures):
        found = dict(zip(structures[0].keys, structures[0].items, strict=True))
        found.update(zip(structures[1].keys, structures[1].items, strict=True))
        merged = Structure(dict, tuple(found), tuple(found.values()))
        merged = containers.private(s, merged, target, place, env)
        env.bind(target, s.structure_type(merged, env), merged)
        return True
    if isinstance(op, gast.Mult) and any(x is not None for x in structures):
        which = 0 if structures[0] is not None else 1
        if any(s.is_varied(a, env) for a in operands):
            refuse(s, "repeating a list of differentiated values", place)
        item = element(kinds[which], s.sampler.fresh)
        item = Scalar("float") if isinstance(item, Const) and isinstance(item.value, float) else item
        expr = gast.BinOp(s.whole(operands[0], env), op, s.whole(operands[1], env))
        cls = structures[which].cls
        s.emit(Bind(target, expr, place), Op("display", operands={"items": ()}), ListOf(item, cls), env)
        return True
    if any(isinstance(k, ListOf) for k in kinds) and any(s.is_varied(a, env) for a in operands):
        refuse(s, "arithmetic on lists of unknown length", place)
    return False


def method(s, target, base, owner: Type, name: str, operands, keywords, place: Place, env: Env) -> bool:
    """A method of a container; False when it is not one that matters here."""
    structure = s.structure(base, env)
    if isinstance(owner, ListOf) and name == "append" and len(operands) == 1:
        append(s, base, operands[0], place, env)
        env.bind(target, Const(None))
        return True
    if isinstance(owner, ListOf) and name == "extend" and len(operands) == 1:
        extend(s, base, operands[0], place, env)
        env.bind(target, Const(None))
        return True
    if isinstance(owner, ListOf) and name == "pop" and not operands and isinstance(base, gast.Name):
        call = gast.Call(gast.Attribute(base, "pop", gast.Load()), [], [])
        kind = "pop" if s.is_varied(base, env) else "inactive"
        item = owner.item or UNKNOWN
        s.emit(Bind(target, call, place), Op(kind, operands={"base": base}, pure=False), item, env)
        return True
    if structure is not None and structure.keys is not None:
        return _dict_method(s, target, structure, name, operands, place, env)
    return isinstance(owner, Array) and writers.method(s, target, base, name, operands, keywords, place, env)


def _dict_method(s, target, structure: Structure, name: str, operands, place, env) -> bool:
    if name == "get":
        key = s.kind(operands[0], env)
        if not isinstance(key, Const):
            refuse(s, "a dict's `get` with an unknown key", place)
        if key.value in structure.keys:
            s.copy_item(target, structure.items[structure.keys.index(key.value)], place, env)
        else:
            s.copy(target, operands[1] if len(operands) > 1 else nodes.constant(None), place, env)
        return True
    if name not in ("keys", "values", "items"):
        return False
    parts = {
        "keys": lambda k, v: _constant(s, k, place, env),
        "values": lambda k, v: v,
        "items": lambda k, v: Structure(tuple, None, (_constant(s, k, place, env), v)),
    }
    pairs = zip(structure.keys, structure.items, strict=True)
    made = Structure(tuple, None, tuple(parts[name](k, v) for k, v in pairs))
    env.bind(target, s.structure_type(made, env), made)
    return True


def _constant(s, value: Any, place: Place, env: Env) -> str:
    name = s.fresh("_key")
    s.emit(Bind(name, nodes.constant(value), place), Op("copy"), Const(value), env)
    return name
