"""Builtins of several arguments, called with `*` of a sequence of unknown length: all of them in a list.

max(*xs, y)             ->      items = list(xs) + [y]; max(items)      # two at least
math.hypot(*xs)         ->      math.dist(xs, [0.0] * len(xs))
"""

from __future__ import annotations

import math
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import gast

from tangentx.analysis import containers, iterators, prelude, unpacking
from tangentx.analysis.joins import element
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Array, ListOf, Range, is_scalar
from tangentx.records import Place
from tangentx.syntax import nodes

_STAND_INS = MappingProxyType({max: prelude.largest, min: prelude.smallest, math.hypot: prelude.length})
_KEYED = MappingProxyType({max: prelude.largest_by, min: prelude.smallest_by})


def find(callee: Any) -> Callable | None:
    """What handles such a call, or None; the handler declines other calls of the function."""
    return _call if any(callee is function for function in _STAND_INS) else None


def _call(s, target: str, func, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    if not any(isinstance(atom, gast.Starred) for atom in operands):
        return False
    if not any(s.is_varied(atom, env) for atom in operands):
        return False
    callee = s.kind(func, env).value
    if set(keywords) - {"key"} or keywords and callee not in _KEYED:
        containers.refuse(s, "`*` of a sequence whose length is not known, with these keywords,", place)
    items = _all(s, operands, place, env)
    known = s.kind(items, env)
    item = element(known, s.sampler.fresh) if isinstance(known, Array | ListOf | Range) else None
    if item is None or not is_scalar(item):
        containers.refuse(s, "`*` of a sequence whose length is not known, and not of numbers,", place)
    stand_in = (_KEYED if keywords else _STAND_INS)[callee]
    s.inline_prelude(target, stand_in, [items, *keywords.values()], place, env)
    return True


def _all(s, operands: list, place: Place, env: Env) -> gast.AST:
    """One sequence of all the arguments."""
    if len(operands) == 1 and isinstance(s.kind_or_none(operands[0].value, env), ListOf):
        return operands[0].value
    operands = [_followed(s, atom, place, env) for atom in operands]
    name = s.fresh("_items")
    if not unpacking.joined(s, name, list, operands, place, env):
        containers.display(s, name, list, operands, None, place, env)
    return nodes.name(name)


def _followed(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    if not isinstance(atom, gast.Starred):
        return atom
    return gast.Starred(iterators.sequence(s, atom.value, place, env), gast.Load())
