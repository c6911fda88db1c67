"""Calls that read a generator: what they do is a small function of `recipes`, with the generator woven into its loop.

sum(squares(x))     ->      total = 0
                            for item in squares(x): total = total + item
"""

from __future__ import annotations

import functools
import itertools
import math
import operator
from collections import deque
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import gast
import numpy as np

from tangentx.analysis import containers, iterated, lists, protocol, recipes, zipping
from tangentx.analysis.callees import prepared
from tangentx.analysis.generators import generator_of, settled
from tangentx.analysis.iterables import backwards, iteration_of
from tangentx.analysis.program import external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const
from tangentx.errors import UnsupportedSyntaxError
from tangentx.frontend.weaving import relocated
from tangentx.records import Place
from tangentx.syntax import nodes

Recipe = Callable | None


def _by_count(*found: Recipe) -> Callable[[list, dict], Recipe]:
    """The recipe for one operand, for two, ..."""

    def choose(operands: list, keywords: dict) -> Recipe:
        return found[len(operands) - 1] if 0 < len(operands) <= len(found) and not keywords else None

    return choose


def _always(recipe: Callable) -> Callable[[list, dict], Recipe]:
    return lambda operands, keywords: recipe


def _filtered(recipe: Callable, without: Callable) -> Callable[[list, dict], Recipe]:
    def choose(operands: list, keywords: dict) -> Recipe:
        none = isinstance(operands[0], gast.Constant) and operands[0].value is None
        return without if none else recipe

    return choose


_RECIPES: Mapping[Any, Callable[[list, dict], Recipe]] = MappingProxyType(
    {
        enumerate: _always(recipes.enumerated),
        map: _by_count(None, recipes.mapped),
        filter: _filtered(recipes.kept, recipes.true_ones),
        iter: _by_count(recipes.items_of),
        sum: _always(recipes.added),
        any: _by_count(recipes.any_of),
        all: _by_count(recipes.all_of),
        next: _by_count(recipes.first, recipes.first_or),
        functools.reduce: _by_count(None, recipes.folded_from_first, recipes.folded),
        itertools.chain: _always(recipes.chained),
        itertools.takewhile: _by_count(None, recipes.taken_while),
        itertools.dropwhile: _by_count(None, recipes.dropped_while),
        itertools.filterfalse: _by_count(None, recipes.left_out),
        itertools.starmap: _by_count(None, recipes.star_mapped),
        itertools.islice: _by_count(None, recipes.sliced, recipes.sliced_from, recipes.sliced_from),
        itertools.accumulate: _by_count(recipes.sums, recipes.running),
        itertools.pairwise: _by_count(recipes.pairs),
    }
)
# These read all items before they do anything that could be seen: a list serves as well.
_COLLECTING = (list, tuple, deque, sorted, set, frozenset, dict, min, max, math.fsum, math.prod, np.fromiter)

_ITERATING = (zip, *(callee for callee in _RECIPES if callee not in (iter, next)))


def reads(s, target: str, func, callee: Any, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """A call with a generator among its operands, if it is one that is known here."""
    if callee is zip and len(operands) == 2 and not keywords and all(is_cursor(s, a, env) for a in operands):
        first = unread(s, operands[0], place, env)
        follow(s, target, recipes.zipped_steps, [first, operands[1]], {}, place, env)
        return True
    if callee is map and len(operands) > 2 and any(_is_lazy(s, a, env) for a in operands[1:]):
        _map_rows(s, target, operands, place, env)
        return True
    given = operands
    if not any(callee is one for one in (iter, next)):
        operands = iterated.opened(
            callee, operands, lambda a: unread(s, a, place, env) if is_cursor(s, a, env) else a
        )
    going = _ITERATING if len(operands) != 1 else (*_ITERATING, *_COLLECTING)
    if any(callee is one for one in going):
        operands = iterated.opened(callee, operands, lambda a: _of_object(s, a, place, env))
    lazy = [generator_of(s, atom, env) is not None for atom in operands]
    if not any(lazy):
        if any(a is not b for a, b in zip(operands, given, strict=True)):
            s.call(target, func, Const(callee), operands, keywords, place, env)
            return True
        return False
    if callee is zip:
        recipe, keywords = _zipped(s, target, operands, keywords, place, env), {}
        if recipe is None:
            return True
    elif callee is list and len(operands) == 1:
        recipe = recipes.collected
    elif any(callee is one for one in _COLLECTING) or _folds_plainly(s, callee, operands, keywords, env):
        atoms = [collected(s, atom, place, env) for atom in operands]
        s.call(target, func, s.kind(func, env), atoms, keywords, place, env)
        return True
    else:
        choose = _RECIPES.get(callee) if callee.__hash__ is not None else None
        recipe = None if choose is None else choose(operands, keywords)
    if recipe is None:
        return False
    follow(s, target, recipe, operands, keywords, place, env)
    return True


def _folds_plainly(s, callee: Any, operands: list, keywords: dict, env: Env) -> bool:
    """`reduce(operator.add, items)`: nothing that the function does could be seen between two items."""
    if callee is not functools.reduce or keywords:
        return False
    function = getattr(s.kind(operands[0], env), "value", None)
    return isinstance(function, np.ufunc) or getattr(function, "__module__", None) in ("_operator", "math")


def _map_rows(s, target: str, operands: list, place: Place, env: Env) -> None:
    """`map(f, xs, ys)` is `starmap(f, zip(xs, ys))`."""
    rows = nodes.name(s.fresh("_rows"))
    s.call(rows.id, external("builtins.zip"), Const(zip), operands[1:], {}, place, env)
    starmap = external("itertools.starmap"), Const(itertools.starmap)
    s.call(target, *starmap, [operands[0], rows], {}, place, env)


def _is_lazy(s, atom: gast.AST, env: Env) -> bool:
    return is_cursor(s, atom, env) or generator_of(s, atom, env) is not None


def is_cursor(s, atom: gast.AST, env: Env) -> bool:
    """Is it what `iter` gave?"""
    structure = s.structure(atom, env)
    return structure is not None and structure.cls is recipes.Cursor


def unread(s, cursor: gast.AST, place: Place, env: Env) -> gast.AST:
    """A generator of the items that have not been read."""
    name, items = nodes.name(s.fresh("_rest")), s.structure(cursor, env).items[0]
    steps = isinstance(items, str) and iteration_of(s, nodes.name(items), env) is not None
    recipe = recipes.unread_steps if steps else recipes.unread
    if steps and any(backwards(s, nodes.name(items), env)):
        recipe = recipes.unread_backwards
    follow(s, name.id, recipe, [cursor], {}, place, env)
    return name


def rest_of(s, atom: gast.AST, place: Place, env: Env) -> gast.AST | None:
    """A generator of what an iterator has not given yet: what `iter` gave, or an object with `__next__`."""
    if is_cursor(s, atom, env):
        return _all_of(s, atom, place, env) or unread(s, atom, place, env)
    if protocol.object_of(s, atom, env) is None or protocol.special(s, atom, "__next__", env) is None:
        return None
    name = nodes.name(s.fresh("_rest"))
    follow(s, name.id, recipes.stepped, [atom], {}, place, env)
    return name


def _all_of(s, cursor: gast.AST, place: Place, env: Env) -> gast.AST | None:
    """What an iterator reads of which nothing has been read, and that nobody else has: `__iter__` gave it just now."""
    items, at = s.structure(cursor, env).items
    if s.kind(nodes.name(at), env) != Const(0) or lists.closes(s, cursor, env):
        return None
    return containers.element_atom(s, items, place, env)


def _of_object(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """What an object's `__iter__` makes; else the atom."""
    if protocol.iterator_of(s, atom, env) is None:
        return atom
    found = iterated.made_by_iter(s, atom, place, env) or atom
    structure = s.structure(found, env)
    if structure is not None and structure.cls is recipes.Cursor:  # nobody else reads it: its items will do
        items, at = (containers.element_atom(s, item, place, env) for item in structure.items)
        return items if s.kind(at, env) == Const(0) else unread(s, found, place, env)
    return iterated.whole(s, found, place, env)


def _zipped(s, target: str, operands: list, keywords: dict, place: Place, env: Env) -> Recipe:
    """`zip` of one generator and one sequence; of several that can be read one after another (None: it is done)."""
    strict = any(s.kind(atom, env) != Const(False) for atom in keywords.values())
    if strict or len(operands) != 2 or all(generator_of(s, atom, env) for atom in operands):
        for i, atom in enumerate(operands):
            generator = generator_of(s, atom, env)
            if generator is not None and zipping.is_plain(s, generator, env):
                operands[i] = collected(s, atom, place, env)
    lazy = [generator_of(s, atom, env) is not None for atom in operands]
    if any(lazy) and (strict or len(operands) != 2 or all(lazy)):
        raise UnsupportedSyntaxError(
            "`zip` of several generators" if not strict else "`zip` of a generator, with `strict`", code="TX254",
            place=place, lines=s.lines(place), help=("collect the items of one of them first: `list(...)`",),
        )  # fmt: skip
    if not any(lazy):
        s.call(target, external("builtins.zip"), Const(zip), operands, keywords, place, env)
        return None
    return recipes.zipped_before if lazy[0] else recipes.zipped_after


def contains(s, target: str, ops: list, operands: list, place: Place, env: Env) -> bool:
    """`value in generator`, which reads it up to the value."""
    if not isinstance(ops[0], gast.In | gast.NotIn):
        return False
    if is_cursor(s, operands[-1], env):
        operands = [*operands[:-1], unread(s, operands[-1], place, env)]
    if generator_of(s, operands[-1], env) is None:
        return False
    found = target if isinstance(ops[0], gast.In) else s.fresh("_found")
    follow(s, found, recipes.found, operands, {}, place, env)
    if found != target:
        negated = gast.UnaryOp(gast.Not(), nodes.name(found))
        s.primitive(target, negated, operator.not_, [nodes.name(found)], {}, place, env)
    return True


def collected(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """The atom itself, or the list of a generator's items."""
    atom = unread(s, atom, place, env) if is_cursor(s, atom, env) else atom
    if generator_of(s, atom, env) is None:
        return atom
    name = s.fresh("_items")
    follow(s, name, recipes.collected, [atom], {}, place, env)
    return nodes.name(name)


def follow(s, target: str, recipe: Callable, operands: list, keywords: dict, place: Place, env: Env) -> None:
    """A recipe in place of a call, as if its statements stood where the call does."""
    function = relocated(prepared(recipe), settled(place))
    s.inline(target, function, None, operands, keywords, place, env)


def refuse(s, operands: list, callee: str, place: Place, env: Env) -> None:
    """A generator cannot be handed to code that is not known."""
    if any(_is_lazy(s, atom, env) for atom in operands):
        raise UnsupportedSyntaxError(
            f"a generator is passed to `{callee}`", code="TX254", place=place, lines=s.lines(place),
            help=("pass the list of its items: `list(...)`",),
        )  # fmt: skip


def refuse_handed_over(s, expr: gast.AST, place: Place) -> None:
    """No expression that is kept whole reads an iterator: at run time there is none."""
    if any(nodes.dotted(node) == _CURSOR for node in nodes.walk(expr)):
        raise UnsupportedSyntaxError(
            "an iterator is read where it cannot be followed", code="TX255", place=place, lines=s.lines(place),
            help=("collect its items in a list first: `items = list(...)`",),
        )  # fmt: skip


_CURSOR = f"@{recipes.__name__}.{recipes.Cursor.__qualname__}"
