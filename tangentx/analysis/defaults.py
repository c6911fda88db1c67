"""The default of a parameter: the object that was evaluated at the definition, read where the function keeps it.

def smooth(x, kernel=[0.25, 0.5, 0.25]): ...        smooth(x)       ->      kernel = smooth.__defaults__[0]
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tangentx.analysis import containers
from tangentx.analysis.arguments import outer_type_of
from tangentx.analysis.guards import TypeGuard
from tangentx.analysis.observed import type_of
from tangentx.analysis.program import external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import NUMBER, Const, sites_of
from tangentx.errors import NotDifferentiableError
from tangentx.records import Function, Parameter, Place
from tangentx.syntax import nodes


def bind(s, name: str, function: Function, parameter: Parameter, place: Place, env: Env) -> None:
    """`name` = the default of a parameter of a function of the module, or of a method."""
    value = _default(function.callable, parameter.name)
    written = s.literal(value, env, place)
    if written is not None:
        s.copy(name, written, place, env)
    elif isinstance(value, tuple) and _is_constant(value):
        containers.display(s, name, tuple, [s.literal(v, env, place) for v in value], None, place, env)
    elif isinstance(type_of(value), Const):
        env.bind(name, type_of(value))
    else:
        _read(s, name, value, function, parameter.name, place, env)


def _default(function: Callable, name: str) -> Any:
    """What the function itself keeps: a decorator may have given it the signature of another one."""
    code = function.__code__
    positional = code.co_varnames[: code.co_argcount]
    values = function.__defaults__ or ()
    table = dict(zip(positional[len(positional) - len(values) :], values, strict=True))
    return (table | (function.__kwdefaults__ or {}))[name]


def _read(s, name: str, value: Any, function: Function, parameter: str, place: Place, env: Env) -> None:
    found = s.externals.named(function)
    if found is None:
        raise NotDifferentiableError(
            f"the default of `{parameter}` is a {type(value).__name__}", code="TX307", place=place,
            lines=s.lines(place), help=("pass the argument explicitly",),
        )  # fmt: skip
    positional = function.callable.__defaults__ or ()
    ours = [p.name for p in function.parameters if p.default is not None and p.kind.startswith("POSITIONAL")]
    if parameter in ours:
        kept, key, table = "__defaults__", ours.index(parameter), positional
    else:
        kept, key, table = "__kwdefaults__", parameter, function.callable.__kwdefaults__
    base = external(f"{nodes.dotted(found)[1:]}.{kept}")
    s.external_types[nodes.dotted(base)] = s.outer_type(table)
    s.externals.guards.append(TypeGuard({parameter: value}, parameter, outer_type_of(value), outer_type_of))
    containers.subscript(s, name, base, nodes.constant(key), place, env)
    s.defaulted |= sites_of(env.types.get(name)) - NUMBER


def _is_constant(value: Any) -> bool:
    """A number, a string, None, or a flat tuple of those: written as it is."""
    if type(value) is tuple:
        return all(_is_constant(item) and type(item) is not tuple for item in value)
    return type(value) in (bool, int, float, str, type(None), np.float64)
