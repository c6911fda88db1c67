"""`f(*args)` where the length of `args` is not known: its items go where the parameters want them.

def f(a, b): ...        f(*xs)       ->     a, b = xs; f(a, b)
def f(a, *rest): ...    f(*xs, y)    ->     a, *more = xs; f(a, *(more + [y]))
"""

from __future__ import annotations

import types as python_types
from dataclasses import replace
from typing import Any

import gast

from tangentx.analysis import compositions, containers, starred, unpacking
from tangentx.analysis.scope import Env, LocalFunction
from tangentx.analysis.types import Const, Dictionary, Record, Type
from tangentx.instances import is_plain_class
from tangentx.records import Bind, Function, Parameter, Place
from tangentx.syntax import nodes
from tangentx.templating import registry

_PLAIN = "POSITIONAL_OR_KEYWORD"
_POSITIONAL = ("POSITIONAL_ONLY", _PLAIN)


def argument(s, atom: gast.AST, func, owner: Type | None, node, place: Place, env: Env) -> list[gast.AST]:
    """The atoms that an argument of `node(...)` stands for; a star of unknown length is left to a function that is
    followed: `func`, or a method of the `owner`."""
    kept = False
    if isinstance(atom, gast.Starred):
        kept = _follows_stars(s.kind(func, env)) if owner is None else _has_method(owner, node.attr)
    return containers.spread(s, atom, place, env, kept)


def _follows_stars(kind: Type) -> bool:
    """Is it a function whose body is followed, so that its parameters say where the items go, or one of `starred`?"""
    callee: Any = kind.value if isinstance(kind, Const) else None
    if starred.find(callee) is not None:
        return True
    if isinstance(callee, LocalFunction) or isinstance(callee, type) and _is_followed(callee):
        return True
    plain = isinstance(callee, python_types.FunctionType)
    return plain and not registry.serving(callee) and compositions.find(callee) is None


def _is_followed(cls: type) -> bool:
    """A class whose objects are taken apart, or of named tuples."""
    made_here = isinstance(cls.__init__, python_types.FunctionType) and is_plain_class(cls)
    return made_here or issubclass(cls, tuple) and hasattr(cls, "_fields")


def _has_method(owner: Type, name: str) -> bool:
    """An object of the user's, with a method that is followed."""
    known = isinstance(owner, Dictionary | Record) and not issubclass(owner.cls, dict)
    return known and isinstance(getattr(owner.cls, name, None), python_types.FunctionType)


def by_fields(
    s, fields: list, operands: list, keywords: dict, place: Place, env: Env, defaults: bool
) -> list:
    """The operands of a class with these fields, an atom for each."""
    stars = [i for i, atom in enumerate(operands) if isinstance(atom, gast.Starred)]
    if not stars:
        return operands
    if len(stars) > 1 or defaults:
        containers.refuse(s, "`*` of a sequence whose length is not known", place)
    count = len([f for f in fields if f not in keywords]) - (len(operands) - 1)
    names = [s.fresh("_given") for _ in range(max(count, 0))]
    unpacking.unpack(s, tuple(names), operands[stars[0]].value, place, env, passed=True)
    return [*operands[: stars[0]], *map(nodes.name, names), *operands[stars[0] + 1 :]]


def settled(s, function: Function, operands: list, keywords: dict, place: Place, env: Env) -> list:
    """The operands with an atom for each parameter that stands alone; a star is left for `*rest` only."""
    stars = [i for i, atom in enumerate(operands) if isinstance(atom, gast.Starred)]
    if not stars:
        return operands
    wanted = [p for p in function.parameters if p.kind in _POSITIONAL and p.name not in keywords]
    more = any(p.kind == "VAR_POSITIONAL" for p in function.parameters)
    first = stars[0]
    if first >= len(wanted) and more:
        return operands
    if not more and (len(stars) > 1 or any(p.default is not None for p in wanted)):
        containers.refuse(s, "`*` of a sequence whose length is not known", place)
    count = len(wanted) - (first if more else len(operands) - 1)
    names = [s.fresh("_given") for _ in range(max(count, 0))]
    rest = [s.fresh("_more")] if more else []
    targets = (*names, *(f"*{name}" for name in rest))
    unpacking.unpack(s, targets, operands[first].value, place, env, passed=True)
    taken = [nodes.name(name) for name in names]
    taken += [gast.Starred(nodes.name(name), gast.Load()) for name in rest]
    return [*operands[:first], *taken, *operands[first + 1 :]]


def spread(function: Function, given: dict) -> tuple[Function, dict, tuple]:
    """A function of `*args` and `**kwargs` as the one of plain parameters that these arguments are for, the arguments,
    and which it is.

    def f(*args): return g(*args)        f(x, y)        ->        def f(args, args_1): args = (args, args_1); ...
    """
    read = {node.id for node in gast.walk(function.tree) if isinstance(node, gast.Name)}
    taken, parameters, first, arguments, which = {*function.locals, *read}, [], [], {}, []
    for parameter in function.parameters:
        name = parameter.name
        if not parameter.kind.startswith("VAR_"):
            parameters.append(parameter)
            arguments |= {name: given[name]} if name in given else {}
            continue
        keyed = parameter.kind == "VAR_KEYWORD"
        values = given.get(name, {} if keyed else ())
        own = [nodes.claimed(word, taken) for word in (values if keyed else [name] * len(values))]
        items, load = [nodes.name(n) for n in own], gast.Load()
        keys = [nodes.constant(key) for key in values] if keyed else []
        display = gast.Dict(keys, items) if keyed else gast.Tuple(items, load)
        first.append(Bind(name, display, function.body[0].place))
        parameters += [Parameter(n, _PLAIN) for n in own]
        arguments |= dict(zip(own, values.values() if keyed else values, strict=True))
        which.append(tuple(values) if keyed else len(values))
    if not which:
        return function, given, ()
    parameters = [replace(p, kind=_PLAIN) for p in parameters]
    own_names = function.locals | {p.name for p in parameters}
    made = replace(function, parameters=(*parameters,), body=(*first, *function.body), locals=own_names)
    return made, arguments, tuple(which)
