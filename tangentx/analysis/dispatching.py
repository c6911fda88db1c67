"""Calls of a function that `functools.singledispatch` made: of the one for the class of the first argument.

@singledispatch
def energy(part, x): ...
@energy.register
def _(part: Spring, x): ...                 energy(spring, x)  is  _(spring, x)
"""

from __future__ import annotations

import functools
from types import FunctionType
from typing import Any

from tangentx.analysis.classes_of import class_of
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const
from tangentx.records import Place

_CODE = functools.singledispatch(len).__code__  # that of every such function


def call(s, target: str, callee: Any, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """The call, where the class is known; False for any other function."""
    if not isinstance(callee, FunctionType) or callee.__code__ is not _CODE or not operands:
        return False
    cls = class_of(s.kind(operands[0], env))
    if cls is None:
        return False
    chosen = callee.dispatch(cls)
    registered = next(key for key, value in callee.registry.items() if value is chosen)
    s.externals.watch(callee.registry, registered, chosen)
    s.call(target, s.constant_atom(chosen, env, place), Const(chosen), operands, keywords, place, env)
    return True
