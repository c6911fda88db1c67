"""Descriptors that are written in Python: `body.mass` is `type(d).__get__(d, body, Body)`, of d in the class's body.

class Positive:
    def __get__(self, body, owner): return getattr(body, self.name)
    def __set__(self, body, value): ...

What a descriptor keeps itself (a name, a bound, a function) is known, and may not change.
"""

from __future__ import annotations

import functools
import types as python_types
from typing import Any

import gast

from tangentx.analysis import protocol
from tangentx.analysis.program import Structure
from tangentx.analysis.scope import Env
from tangentx.analysis.subclassed import original
from tangentx.records import Place
from tangentx.syntax import nodes

_KEPT = (bool, int, float, str, type(None), type, python_types.FunctionType)


def is_one(found: Any, method: str) -> bool:
    """Has the class of what stands in a class's body this method, in Python?"""
    if isinstance(found, functools.singledispatchmethod):  # followed where it is called
        return False
    return isinstance(protocol.find(type(found), method), python_types.FunctionType)


def comes_first(found: Any) -> bool:
    """Is it asked before the object's own attributes?"""
    return is_one(found, "__set__") and is_one(found, "__get__")


def get(s, target: str, base: gast.AST, cls: type, found: Any, place: Place, env: Env) -> None:
    """`target = base.name`, where the class has `found` under this name."""
    given = [_itself(s, found, place, env), base, s.constant_atom(original(cls), env, place)]
    s.python_call(target, base, protocol.watched(s, type(found), "__get__"), given, {}, place, env)


def put(s, base: gast.AST, found: Any, value: gast.AST, place: Place, env: Env) -> None:
    """`base.name = value`."""
    given = [_itself(s, found, place, env), base, value]
    s.python_call(s.fresh("_"), base, protocol.watched(s, type(found), "__set__"), given, {}, place, env)


def _itself(s, found: Any, place: Place, env: Env) -> gast.AST:
    """The descriptor as an object of what it keeps."""
    kept = getattr(found, "__dict__", {})
    if not all(isinstance(value, _KEPT) for value in kept.values()) or not hasattr(found, "__dict__"):
        protocol.refuse(
            s, f"a {type(found).__name__} that keeps more than names, numbers and functions", place
        )
    items = []
    for name, value in kept.items():
        s.externals.asked(found, name, exactly=True)
        items.append(s.fresh(f"_{name.lstrip('_')}"))
        s.copy(items[-1], s.constant_atom(value, env, place), place, env)
    me = s.fresh("_descriptor")
    made = Structure(type(found), tuple(kept), tuple(items), entangled=True, label=me)
    env.bind(me, s.structure_type(made, env), made)
    return nodes.name(me)
