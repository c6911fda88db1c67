"""`f(*args)` where the length of `args` is not known: its items go where the parameters want them.

def f(a, b): ...        f(*xs)       ->     a, b = xs; f(a, b)
def f(a, *rest): ...    f(*xs, y)    ->     a, *more = xs; f(a, *(more + [y]))
"""

from __future__ import annotations

import types as python_types
from typing import Any

import gast

from tangentx.analysis import compositions, containers, unpacking
from tangentx.analysis.scope import Env, LocalFunction
from tangentx.analysis.types import Const, Type
from tangentx.records import Function, Place
from tangentx.syntax import nodes
from tangentx.templating import registry

_POSITIONAL = ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD")


def argument(s, atom: gast.AST, func: gast.AST | None, place: Place, env: Env) -> list[gast.AST]:
    """The atoms that an argument stands for; a star of unknown length is left to a function that is followed."""
    kept = isinstance(atom, gast.Starred) and func is not None and _follows_stars(s.kind(func, env))
    return containers.spread(s, atom, place, env, kept)


def _follows_stars(kind: Type) -> bool:
    """Is it a function whose body is followed, so that its parameters say where the items go?"""
    callee: Any = kind.value if isinstance(kind, Const) else None
    if isinstance(callee, LocalFunction):
        return True
    plain = isinstance(callee, python_types.FunctionType)
    return plain and not registry.serving(callee) and compositions.find(callee) is None


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
    unpacking.unpack(s, targets, operands[first].value, place, env)
    taken = [nodes.name(name) for name in names]
    taken += [gast.Starred(nodes.name(name), gast.Load()) for name in rest]
    return [*operands[:first], *taken, *operands[first + 1 :]]
