"""Iterators that are read step by step: `iter(items)`, and where its reader is.

    it = iter(xs)               it.items is xs, it.at = 0
    first = next(it)    ->      first = it.items[it.at]; it.at += 1
    for x in it: ...            while it.at < len(it.items): x = it.items[it.at]; it.at += 1; ...

A cursor is an object like those of the user's classes, so that paths, loops, helpers and second names treat it as they
treat those.  What reads it are functions of `recipes`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast

from tangentx.analysis import (
    containers,
    indexed,
    iterated,
    iterators,
    lazily,
    lists,
    objects,
    protocol,
    recipes,
)
from tangentx.analysis.generators import generator_of
from tangentx.analysis.iterables import VIEWS, backwards, iteration_of
from tangentx.analysis.lists import is_dict
from tangentx.analysis.program import unborn
from tangentx.analysis.recipes import Cursor
from tangentx.analysis.restarts import Restart
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const, Maybe, SetOf, Unknown, may_be_a_number
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import For, Place
from tangentx.syntax import nodes


def make(s, target: str, items: gast.AST, place: Place, env: Env) -> None:
    """`target` begins to read the items."""
    items = indexed.settled(s, items, place, env) if any(backwards(s, items, env)) else items
    made = unborn(Cursor, target)
    env.bind(target, s.structure_type(made, env), made)
    for name, value in (("items", items), ("at", nodes.constant(0))):
        objects.set_item(s, s.structure(nodes.name(target), env), name, value, place, env)


def known_rest(s, cursor: gast.AST, place: Place, env: Env) -> list[gast.AST] | None:
    """The items that have not been read, where they are known: now they have been."""
    items, at = _parts(s, cursor, place, env)
    known, trips = s.kind(at, env), s.known_trips(items, place, env)
    if trips is None or not isinstance(known, Const):
        return None
    end = nodes.constant(max(len(trips), known.value))
    objects.set_item(s, s.structure(cursor, env), "at", end, place, env)
    return [trip(env) for trip in trips[known.value :]]


def read_on(s, stmt: For, items: gast.AST, place: Place, env: Env) -> gast.AST:
    """The loop changes the list that it runs over: each trip asks how long it is now."""
    structure, iteration = s.structure(items, env), iteration_of(s, items, env)
    named = isinstance(stmt.iter, gast.Name) and not stmt.iter.id.startswith("_")
    name = stmt.iter.id if named else "items"
    listed = lists.is_list(s.kind(items, env)) or structure is not None and structure.cls is list
    if not listed and (iteration is None or not indexed.is_indexable(s, items, env)):
        raise UnsupportedSyntaxError(
            f"the loop changes the container `{name}` that it runs over", code="TX234", place=place,
            lines=s.lines(place), help=("loop over a copy: `for item in list(items):`",),
        )  # fmt: skip
    cursor = s.fresh(f"_{name}")
    make(s, cursor, items, place, env)
    return lazily.unread(s, nodes.name(cursor), place, env)


def _parts(s, cursor: gast.AST, place: Place, env: Env) -> list[gast.AST]:
    """Atoms for the items and for the place of the next one."""
    return [containers.element_atom(s, item, place, env) for item in s.structure(cursor, env).items]


# -- calls -------------------------------------------------------------------------------------------------------------


def _iter(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    items = operands[0]
    if len(operands) != 1:
        return False
    if may_be_a_number(s.kind_or_none(items, env)) or isinstance(s.kind_or_none(items, env), Maybe):
        containers.refuse(
            s, "`iter` of what may be a number, or None,", place
        )  # it raises there, and `try` asks it
    iteration = iteration_of(s, items, env)
    if iteration is not None and iteration.how in VIEWS:
        items = iterators.sequence(s, items, place, env)
    elif iteration is not None or lazily.is_cursor(s, items, env):
        s.copy(target, items, place, env)
        return True
    if protocol.object_of(s, items, env):
        made = iterated.made_by_iter(s, items, place, env)
        read_on = made is not None and lazily.is_cursor(s, made, env)  # by `next`, or by several loops
        found = made if read_on else iterated.rest_of(s, items, made, place, env)
        s.copy(target, found, place, env)
        return True
    items = s.iterated_keys(items, place, env)
    structure, kind = s.structure(items, env), s.kind(items, env)
    if structure is not None and structure.keys is not None:
        items = nodes.name(s.fresh("_keys"))
        containers.display(s, items.id, list, [nodes.constant(k) for k in structure.keys], None, place, env)
    elif isinstance(kind, SetOf | Unknown) and not s.is_varied(items, env):
        items = iterators.listed(s, items, place, env)
    elif not indexed.is_indexable(s, items, env) or is_dict(kind):
        return False
    make(s, target, items, place, env)
    return True


def _next(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    iterator, *default = operands
    iteration = iteration_of(s, iterator, env)
    if iteration is not None and iteration.origin not in (None, s.walking, *s.hints.stepped):
        s.hints.stepped.add(iteration.origin)  # somebody may read on
        raise Restart
    if lazily.is_cursor(s, iterator, env):
        if not default and _step(s, target, iterator, place, env):
            return True
        recipe = recipes.next_or if default else recipes.next_of
        lazily.follow(s, target, recipe, operands, {}, place, env)
        return True
    method = protocol.special(s, iterator, "__next__", env)
    if method is not None and default:
        lazily.follow(s, target, recipes.stepped_or, operands, {}, place, env)
        return True
    if method is not None:
        s.python_call(target, iterator, method, [iterator], {}, place, env)
        return True
    if iteration is None or generator_of(s, iterator, env) is not None:
        return False
    atoms = containers.elements(s, iterator, place, env)
    if atoms is None or not (atoms or default):
        return False
    s.copy(target, (atoms or default)[0], place, env)  # of an iterable made for this call
    return True


def _step(s, target, cursor: gast.AST, place: Place, env: Env) -> bool:
    """`next` where it is known how far the iterator has been read."""
    items, at = _parts(s, cursor, place, env)
    known = s.kind(at, env)
    if not isinstance(known, Const):
        return False
    lazily.follow(s, s.fresh("_"), recipes.require, [cursor], {}, place, env)
    indexed.read(s, target, items, nodes.constant(known.value), place, env)
    following = nodes.constant(known.value + 1)
    objects.set_item(s, s.structure(cursor, env), "at", following, place, env)
    return True


def _item_at(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    indexed.read(s, target, operands[0], operands[1], place, env)
    return True


def _is_over(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    indexed.is_over(s, target, operands[0], operands[1], place, env)
    return True


HANDLERS: dict[Any, Callable] = {
    iter: _iter, next: _next, recipes.item_at: _item_at, recipes.is_over: _is_over,
}  # fmt: skip
