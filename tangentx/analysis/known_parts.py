"""What a class that is known says of itself: `dataclasses.fields(Model)`, `Unit["KM"]`."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable
from typing import Any

import gast

from tangentx.analysis import containers, protocol
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const, Type
from tangentx.records import Place
from tangentx.syntax import nodes


def member(s, target: str, kind: Type, index: gast.AST, place: Place, env: Env) -> bool:
    """`target = Unit["KM"]`, an enumeration's member of a name that is known."""
    known = s.kind(index, env) if isinstance(index, gast.Name | gast.Constant) else None
    if (
        not isinstance(kind, Const)
        or not isinstance(kind.value, enum.EnumMeta)
        or not isinstance(known, Const)
    ):
        return False
    found = kind.value.__members__.get(known.value)
    if found is not None:
        s.copy(target, s.constant_atom(found, env, place), place, env)
    return found is not None


def _fields(s, target: str, func, operands, keywords, place: Place, env: Env) -> bool:
    if len(operands) != 1 or keywords:
        return False
    structure = protocol.object_of(s, operands[0], env)
    cls = getattr(s.kind(operands[0], env), "value", None) if structure is None else structure.cls
    if not isinstance(cls, type) or not dataclasses.is_dataclass(cls):
        return False
    atoms = [nodes.name(s.fresh("_field")) for _ in dataclasses.fields(cls)]
    for atom, field in zip(atoms, dataclasses.fields(cls), strict=True):
        env.bind(atom.id, Const(field))
    containers.display(s, target, tuple, atoms, None, place, env)
    return True


HANDLERS: dict[Any, Callable] = {dataclasses.fields: _fields}
