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

import gast

from tangentx.analysis.classes_of import class_of
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const
from tangentx.records import Place

_CODE = functools.singledispatch(len).__code__  # that of every such function


def call(s, target: str, callee: Any, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """The call, where the class is known; False for any other function."""
    if not isinstance(callee, FunctionType) or callee.__code__ is not _CODE or not operands:
        return False
    chosen = _chosen(s, callee, operands[0], env)
    if chosen is None:
        return False
    s.call(target, s.constant_atom(chosen, env, place), Const(chosen), operands, keywords, place, env)
    return True


def method(s, found: Any, operands: list, env: Env) -> Any:
    """The method for the class of the first argument, where `found` is a `singledispatchmethod` and that is known; any
    other is itself."""
    if not isinstance(found, functools.singledispatchmethod) or not operands:
        return found
    return _chosen(s, found.dispatcher, operands[0], env) or found


def _chosen(s, dispatcher: Any, first: gast.AST, env: Env) -> Any:
    """What is registered for the class of the first argument; None where that is not known."""
    structure = s.structure(first, env)
    cls = class_of(s.kind_or_none(first, env) if structure is None else s.structure_type(structure, env))
    if cls is None:
        return None
    chosen = dispatcher.dispatch(cls)
    s.externals.answered(dispatcher.dispatch, (cls,), chosen)
    return chosen
