"""Distributions of SciPy whose parameters are given first.

noise = stats.norm(mu, scale=sd)
noise.logpdf(r).sum()                 is `stats.norm.logpdf(r, mu, scale=sd)`, which has a rule

They exist only while specialising; one made outside the function keeps its parameters where it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import gast

from tangentx.analysis.function_values import holds
from tangentx.analysis.observed import is_scipys
from tangentx.analysis.program import external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const, Type
from tangentx.records import Place

# What a frozen distribution takes by its place, and the distribution itself behind its parameters.
_AFTER_PARAMETERS = {"rvs": ("size", "random_state"), "stats": ("moments",)}
_AS_A_TUPLE = ("expect", "fit")  # these take the parameters in other ways


@dataclass(eq=False)
class Frozen:
    """A distribution and the variables that hold its parameters."""

    func: gast.AST
    distribution: Any
    operands: tuple[gast.AST, ...]
    keywords: Mapping[str, gast.AST]
    stands_for_function: ClassVar[bool] = True


def is_distribution(value: Any) -> bool:
    """Is it `scipy.stats.norm` or another of its kind?"""
    return is_scipys(type(value), "_gen")


def is_frozen(value: Any) -> bool:
    """Is it one whose parameters were given outside?"""
    dist = getattr(value, "dist", None) if is_scipys(type(value), "_frozen") else None
    return dist is not None and type(getattr(sys.modules["scipy.stats"], dist.name, None)) is type(dist)


def has_parameters(value: Any) -> bool:
    """Is it a distribution whose parameters were given, here or outside?"""
    return isinstance(value, Frozen) or is_frozen(value)


def find(callee: Any) -> Callable | None:
    """What handles a call of a distribution."""
    return _freeze if is_distribution(callee) and hasattr(callee, "logpdf") else None


def _freeze(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    atoms = tuple(holds(s, a, place, env) for a in operands)
    named = {k: holds(s, a, place, env) for k, a in keywords.items()}
    env.bind(target, Const(Frozen(func, s.kind(func, env).value, atoms, named)))
    return True


def method(s, target, base, owner: Type, name: str, operands, keywords, place: Place, env: Env) -> bool:
    """A method of such a distribution: that of the distribution itself, given the parameters as well."""
    value = owner.value if isinstance(owner, Const) else None
    if is_frozen(value):
        func = external(f"scipy.stats.{value.dist.name}")  # its own `dist` is a copy of that
        fixed = tuple(s.constant_atom(a, env, place) for a in value.args)
        named = {k: s.constant_atom(a, env, place) for k, a in value.kwds.items()}
        value = Frozen(func, getattr(sys.modules["scipy.stats"], value.dist.name), fixed, named)
    if not isinstance(value, Frozen) or name in _AS_A_TUPLE:
        return False
    first, keywords = operands, dict(keywords)
    if name in _AFTER_PARAMETERS:
        keywords |= dict(zip(_AFTER_PARAMETERS[name], operands, strict=False))
        first = []
    found = s.member(value.func, name, value.distribution, place)
    given = [*first, *value.operands]
    s.call(target, found, s.kind(found, env), given, {**value.keywords, **keywords}, place, env)
    return True
