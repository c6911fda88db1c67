"""The `__init__` that `dataclass` generates has no source: it is done here, field by field, wherever it is called.

Spring(k, m)      super().__init__(k=k)      Base.__init__(self, k)
"""

from __future__ import annotations

import dataclasses
import inspect
import types as python_types
from typing import Any

import gast

from tangentx.analysis import objects, protocol, spreading
from tangentx.analysis.observed import type_of
from tangentx.analysis.program import Structure
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const
from tangentx.errors import NotDifferentiableError
from tangentx.records import Place
from tangentx.syntax import nodes


def initialise(s, me, cls, init, operands, keywords, place: Place, env: Env) -> None:
    """What the `__init__` of a dataclass does."""
    parameters = [
        p for p in inspect.signature(init).parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD
    ][1:]
    given = any(p.default is not p.empty for p in parameters)
    operands = spreading.by_fields(s, [p.name for p in parameters], operands, keywords, place, env, given)
    try:
        given = inspect.signature(init).bind(me, *operands, **keywords).arguments
    except TypeError as error:
        raise NotDifferentiableError(
            f"{cls.__name__}: {error}", code="TX303", place=place, lines=s.lines(place)
        ) from None
    later = []
    owner = next(
        base for base in cls.__mro__ if vars(base).get("__init__") is init
    )  # a base that is a dataclass
    if "__dataclass_fields__" not in vars(owner):
        protocol.refuse(s, f"the `__init__` of {cls.__name__}, which has no source", place)
    for field in vars(owner)["__dataclass_fields__"].values():
        kind = str(field._field_type)
        if "CLASSVAR" in kind:
            continue
        if field.name in given:
            value = given[field.name]
        else:
            value = _default(s, cls, field, place, env)
        if "INITVAR" in kind:
            later.append(value)
        elif value is not None:
            objects.set_item(s, s.structure(me, env), field.name, value, place, env)
            if field.name not in given and isinstance(value, gast.Name):
                s.drop(value.id, env)
    after = protocol.watched(s, cls, "__post_init__")
    called = "__post_init__" in init.__code__.co_names  # it was there when `dataclass` looked
    if called and isinstance(after, python_types.FunctionType):
        s.python_call(s.fresh("_"), me, after, [me, *later], {}, place, env)


def call(s, target: str, method: Any, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """`super().__init__(a, b)` where `dataclass` wrote the method."""
    if not protocol.is_generated(method) or method.__name__ != "__init__" or not operands:
        return False
    structure = protocol.object_of(s, operands[0], env)
    if structure is None or not any(vars(base).get("__init__") is method for base in structure.cls.__mro__):
        return False
    initialise(s, operands[0], structure.cls, method, operands[1:], keywords, place, env)
    env.bind(target, Const(None))
    return True


def _default(s, cls: type, field, place: Place, env: Env) -> gast.AST | None:
    """An atom for a field's default; None for a field that is left to `__post_init__`."""
    name = s.fresh(f"_{field.name}")
    if field.default_factory is not dataclasses.MISSING:
        factory = field.default_factory
        func = nodes.name(name)
        s.call(name, func, type_of(factory), [], {}, place, env)
        return nodes.name(name)
    if field.default is dataclasses.MISSING:
        return None
    written = s.literal(field.default, env, place)
    if written is not None:
        return written
    objects._of_class(s, name, None, Structure(cls, (), ()), field.name, field.default, place, env)
    return nodes.name(name)
