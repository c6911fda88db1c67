"""What `zip`, `enumerate`, `map` and itertools give: known while specialising, consumed by loops and displays.

An `Iteration` is never a value at run time.  Where the lengths of its parts are known it is a list of *trips*, each
of which makes an item when its turn comes; where they can be indexed it is read at an index; everything else is
collected in a list first.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import FunctionType, MappingProxyType
from typing import Any

import gast
import numpy as np

from tangentx.analysis import absent, checks, choices, containers, indexed, prelude, protocol, trees
from tangentx.analysis.callees import prepared
from tangentx.analysis.generators import refuse_in_try
from tangentx.analysis.iterables import (
    ARRANGED,
    ENDLESS,
    VIEWS,
    Iteration,
    begin,
    constant_range,
    is_endless,
    iteration_of,
)
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env, LocalFunction
from tangentx.analysis.types import (
    UNKNOWN,
    Array,
    Const,
    Dictionary,
    ListOf,
    Maybe,
    Record,
    Sequence,
    SetOf,
    Text,
    Tree,
    Type,
    Unknown,
)
from tangentx.frontend.weaving import may_fail
from tangentx.records import Bind, Place
from tangentx.syntax import nodes

MAX_TRIPS = 720  # of a product, permutation, ... that is written out

Trip = Callable[[Env], gast.AST]  # makes the item of one trip


# -- trips that are known ------------------------------------------------------------------------------------


def trips(s, atom: gast.AST, place: Place, env: Env) -> list[Trip] | None:
    """How to make each item, when it is known how many there are."""
    structure = s.structure(atom, env)
    if protocol.object_of(s, atom, env):
        protocol.refuse(s, "the elements of this object", place)
    if structure is not None:
        if structure.keys is not None:
            return [_constant(k) for k in structure.keys]
        return [_element(s, atom, i, place) for i in range(len(structure.items))]
    iteration = iteration_of(s, atom, env)
    if iteration is not None:
        return _trips_of(s, iteration, place, env)
    ranged = constant_range(s, atom, env)
    if ranged is not None:
        return [_constant(i) for i in ranged] if len(ranged) <= MAX_TRIPS else None
    kind = s.kind(atom, env)
    if isinstance(kind, Tree):
        trees.check_items(s, kind, place)
    if isinstance(kind, Sequence):
        return [_reader(s, atom, i, place) for i in range(len(kind.items))]
    if isinstance(kind, Const) and isinstance(kind.value, str | tuple):
        return [_constant(v) for v in kind.value]
    if isinstance(kind, Dictionary | Record) and issubclass(kind.cls, dict):
        return [_constant(k) for k in kind.keys]
    if isinstance(kind, Const) and isinstance(kind.value, enum.EnumMeta):
        return [_member(s, v) for v in kind.value]
    if (
        isinstance(kind, Array)
        and kind.rank
        and not kind.shape[0].terms
        and kind.shape[0].offset <= MAX_TRIPS
    ):
        return [_reader(s, atom, i, place) for i in range(kind.shape[0].offset)]
    return None


def _constant(value: Any) -> Trip:
    return lambda env: nodes.constant(value)


def _member(s, value: Any) -> Trip:
    """A member of an enumeration."""
    return lambda env: s.constant_atom(value, env)


def _element(s, atom: gast.AST, at: Any, place: Place) -> Trip:
    """What is there when its turn comes: trips before it may have changed it, or put something else there."""

    def trip(env: Env) -> gast.AST:
        structure = s.structure(atom, env)
        i = at if structure.keys is None else structure.keys.index(at)
        return containers.element_atom(s, structure.items[i], place, env)

    return trip


def _reader(s, atom: gast.AST, i: int, place: Place) -> Trip:
    def trip(env: Env) -> gast.AST:
        name = s.fresh("_item")
        containers.subscript(s, name, atom, nodes.constant(i), place, env)
        return nodes.name(name)

    return trip


def _row(s, row: tuple[Trip, ...], place: Place) -> Trip:
    def trip(env: Env) -> gast.AST:
        name = s.fresh("_row")
        containers.display(s, name, tuple, [part(env) for part in row], None, place, env)
        return nodes.name(name)

    return trip


def check_guarded(s, atom: gast.AST, place: Place, env: Env) -> None:
    """What a loop in a `try` reads is there, and calls no function that may raise: the handler would not be reached."""
    iteration = iteration_of(s, atom, env)
    if iteration is None:
        if isinstance(s.kind_or_none(atom, env), Maybe):
            checks.check(s, "check_there", [atom], place)
        elif s.structure(atom, env) is None:
            absent.check_iterable(s, s.kind_or_none(atom, env), place)
        return
    if iteration.function is not None and _may_raise(s.kind(iteration.function, env)):
        refuse_in_try(s, f"`{iteration.how}` of a function that may raise is read", "function", place)
    for part in iteration.parts:
        check_guarded(s, part, place, env)


def _may_raise(function: Type | None) -> bool:
    """May one of the functions raise, as far as can be told without types?"""
    values = [known.value for known in choices.functions_in(function)]
    bodies = [v.function.body if isinstance(v, LocalFunction) else _body_of(v) for v in values]
    return not values or any(body is None or may_fail(body) for body in bodies)


def _body_of(function: Any) -> tuple | None:
    """The statements of a function; none of what never raises, None of what is not known."""
    if isinstance(function, np.ufunc) or function in (abs, bool):
        return ()
    return prepared(function).body if isinstance(function, FunctionType) else None


def _called(s, function: gast.AST, row: tuple[Trip, ...], spread: bool, place: Place) -> Trip:
    def trip(env: Env) -> gast.AST:
        atoms = [part(env) for part in row]
        if spread:
            atoms = containers.elements(s, atoms[0], place, env)
            if atoms is None:
                containers.refuse(s, "`starmap` over rows whose length is not known", place)
        name = s.fresh("_mapped")
        s.call(name, function, s.kind(function, env), atoms, {}, place, env)
        return nodes.name(name)

    return trip


def _trips_of(s, iteration: Iteration, place: Place, env: Env) -> list[Trip] | None:
    how = iteration.how
    if how == "repeat" and iteration.start is not None:
        times = s.kind(iteration.start, env)
        if isinstance(times, Const):
            return [lambda env: iteration.parts[0]] * max(0, times.value)
        return None
    if how in ENDLESS:
        return None
    if how in VIEWS:
        return _view(s, how, iteration, place, env)
    columns = _columns(s, iteration, place, env)
    if columns is None:
        return None
    if how == "enumerate":
        start = Const(0) if iteration.start is None else s.kind(iteration.start, env)
        if not isinstance(start, Const):
            return None
        return [_row(s, (_constant(i), item), place) for i, item in enumerate(columns[0], start.value)]
    if how == "longest":
        fill = iteration.start if iteration.start is not None else nodes.constant(None)
        rows = itertools.zip_longest(*columns, fillvalue=lambda env: fill)
        return [_row(s, row, place) for row in rows]
    if how in ARRANGED:
        return _arranged(s, iteration, columns, place)
    return _SIMPLE[how](s, iteration, columns, place)


def _view(s, how: str, iteration: Iteration, place: Place, env: Env) -> list[Trip] | None:
    """A view of a dict shows what is in it when it is read."""
    structure = s.structure(iteration.parts[0], env)
    if structure is None:
        return None
    keys = [_constant(k) for k in structure.keys]
    values = [_element(s, iteration.parts[0], k, place) for k in structure.keys]
    pairs = [_row(s, row, place) for row in zip(keys, values, strict=True)]
    return {"keys": keys, "values": values, "items": pairs}[how]


def _columns(s, iteration: Iteration, place: Place, env: Env) -> list[list[Trip]] | None:
    """The trips of every part; what never ends is cut to what the others need."""
    found: list = []
    for part in iteration.parts:
        inner = iteration_of(s, part, env)
        endless = inner is not None and is_endless(s, inner, env) and iteration.how in ("zip", "map")
        found.append(inner if endless else trips(s, part, place, env))
    lengths = [len(c) for c in found if isinstance(c, list)]
    if any(c is None for c in found) or not lengths:
        return None
    return [
        c if isinstance(c, list) else [_endless_trip(s, c, i, place) for i in range(min(lengths))]
        for c in found
    ]


def _endless_trip(s, iteration: Iteration, i: int, place: Place) -> Trip:
    def trip(env: Env) -> gast.AST:
        name = s.fresh("_item")
        indexed.read(s, name, iteration, nodes.constant(i), place, env)
        return nodes.name(name)

    return trip


def _arranged(s, iteration: Iteration, columns: list, place: Place) -> list[Trip] | None:
    if iteration.how == "product":
        rows = itertools.product(*columns, repeat=iteration.size or 1)
    elif iteration.size is None:
        rows = itertools.permutations(columns[0])
    else:
        rows = ARRANGED[iteration.how](columns[0], iteration.size)
    found = list(itertools.islice(rows, MAX_TRIPS + 1))
    return None if len(found) > MAX_TRIPS else [_row(s, row, place) for row in found]


def _zip(s, iteration: Iteration, columns: list, place: Place) -> list[Trip]:
    if "strict" in iteration.extra and len({len(c) for c in columns}) > 1:
        containers.refuse(s, "`zip` of different lengths with strict=True", place)
    return [_row(s, row, place) for row in zip(*columns, strict=False)]


_SIMPLE: Mapping[str, Callable] = MappingProxyType(
    {
        "zip": _zip,
        "reversed": lambda s, iteration, columns, place: columns[0][::-1],
        "pairwise": lambda s, iteration, columns, place: [
            _row(s, row, place) for row in itertools.pairwise(columns[0])
        ],
        "chain": lambda s, iteration, columns, place: [trip for column in columns for trip in column],
        "map": lambda s, iteration, columns, place: [
            _called(s, iteration.function, row, False, place) for row in zip(*columns, strict=False)
        ],
        "starmap": lambda s, iteration, columns, place: [
            _called(s, iteration.function, (trip,), True, place) for trip in columns[0]
        ],
    }
)


# -- the rest ----------------------------------------------------------------------------------------------


def sequence(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """Something with a length: the atom itself, or the list of an iteration's items."""
    iteration = iteration_of(s, atom, env)
    if iteration is None:
        return atom
    if is_endless(s, iteration, env):
        containers.refuse(s, f"all items of `{iteration.how}`, which never ends,", place)
    name, known = s.fresh("_list"), trips(s, atom, place, env)
    if known is not None:
        begin(s, atom, place, env)
        containers.display(s, name, list, [trip(env) for trip in known], None, place, env)
        return nodes.name(name)
    s.inline_prelude(name, prelude.collected, [atom], place, env)
    return nodes.name(name)


def listed(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """A set, or something else without derivative that only Python knows how to iterate, as a list."""
    kind, name = s.kind(atom, env), s.fresh("_list")
    item = kind.item if isinstance(kind, SetOf) else kind if isinstance(kind, Text) else None
    expr = gast.Call(external("builtins.list"), [s.whole(atom, env)], [])
    s.emit(Bind(name, expr, place), Op("inactive", pure=False), ListOf(item or UNKNOWN), env)
    return nodes.name(name)


def members(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """What is gone through by position: an enumeration or a text as a tuple."""
    kind = s.kind_or_none(atom, env)
    if not isinstance(kind, Const) or not isinstance(kind.value, str | enum.EnumMeta):
        return atom
    members = nodes.name(s.fresh("_members"))
    containers.display(s, members.id, tuple, containers.elements(s, atom, place, env), None, place, env)
    return members


def _piece(s, part: gast.AST, place: Place, env: Env) -> gast.AST:
    """A part of an iteration as something that can be indexed, where that is possible."""
    iteration, kind = iteration_of(s, part, env), s.kind(part, env)
    if iteration is not None:
        return sequence(s, part, place, env) if iteration.how in VIEWS else in_pieces(s, part, place, env)
    unknown = isinstance(kind, SetOf | Text | Unknown) and not s.is_varied(part, env)
    return listed(s, part, place, env) if unknown else members(s, part, place, env)


def in_pieces(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """An iteration that cannot be indexed, as one over lists that can."""
    iteration = iteration_of(s, atom, env)
    if iteration is None or trips(s, atom, place, env) is not None:
        return atom
    if iteration.how in VIEWS:
        return sequence(s, atom, place, env)
    parts = tuple(_piece(s, part, place, env) for part in iteration.parts)
    name = s.fresh("_iteration")
    if iteration.how == "chain":
        total = parts[0]
        for part in parts[1:]:
            joined = s.fresh("_chain")
            s.inline_prelude(joined, prelude.concatenated, [total, part], place, env)
            total = nodes.name(joined)
        return total
    if iteration.how == "longest":
        containers.refuse(s, "`zip_longest` of sequences whose length is not known", place)
    env.bind(name, Const(replace(iteration, parts=parts)))
    return nodes.name(name)
