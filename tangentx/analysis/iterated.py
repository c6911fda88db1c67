"""What there is to read of an object whose class says so: `__iter__`, `__next__`."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from typing import Any

import gast

from tangentx.analysis import protocol
from tangentx.analysis.scope import Env
from tangentx.records import Place
from tangentx.syntax import nodes

_OF_EACH = (zip, itertools.chain, itertools.zip_longest, itertools.product)
_BY_A_FUNCTION = (
    map, filter, itertools.filterfalse, itertools.takewhile, itertools.dropwhile, itertools.starmap, functools.reduce,
)  # fmt: skip


def opened(callee: Any, operands: list[gast.AST], through: Callable[[gast.AST], gast.AST]) -> list[gast.AST]:
    """The operands of a builtin, with `through` of those that it goes through: not of the function for `map`, of the
    start of a sum, of one of several that `max` compares."""
    if any(callee is one for one in _OF_EACH):
        return list(map(through, operands))
    first = 1 if any(callee is one for one in _BY_A_FUNCTION) else 0
    behind = len(operands) if callee is map else first + 1
    if callee in (min, max) and len(operands) > 1:
        behind = first
    return [*operands[:first], *map(through, operands[first:behind]), *operands[behind:]]


def whole(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """What the `__iter__` of an object gives; anything else as it is."""
    if not protocol.object_of(s, atom, env):
        return atom
    return rest_of(s, atom, made_by_iter(s, atom, place, env), place, env)


def rest_of(s, atom: gast.AST, found: gast.AST | None, place: Place, env: Env) -> gast.AST:
    """What is left to read of an object, whose `__iter__`, if it has one, has given `found`."""
    rest = s.unread(atom if found is None else found, place, env)
    if rest is None and (found is None or protocol.object_of(s, found, env)):
        protocol.refuse(s, "the elements of this object", place)
    return rest or found


def made_by_iter(s, atom: gast.AST, place: Place, env: Env) -> gast.AST | None:
    """What the `__iter__` of an object gives; None where it is no object, or has none."""
    method = protocol.iterator_of(s, atom, env) if protocol.object_of(s, atom, env) else None
    if method is None:
        return None
    found = nodes.name(s.fresh("_iterator"))
    s.python_call(found.id, atom, method, [atom], {}, place, env)
    return found
