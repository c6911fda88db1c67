"""What `zip`, `enumerate`, `map` and itertools give: known while specialising, consumed by loops and displays.

An `Iteration` is never a value at run time.  Where the lengths of its parts are known it is a list of *trips*, each
of which makes an item when its turn comes; where they can be indexed it is read at an index; everything else is
collected in a list first.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import gast

from tangentx.analysis import containers, generators, prelude
from tangentx.analysis.identity import exchange
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import INT, UNKNOWN, Array, Const, Dictionary, ListOf, Range, Sequence
from tangentx.records import Bind, Place
from tangentx.syntax import nodes

MAX_TRIPS = 720  # of a product, permutation, ... that is written out

Trip = Callable[[Env], gast.AST]  # makes the item of one trip


@dataclass(eq=False)
class Iteration:
    """An iterable in the making.  `how`: enumerate, zip, reversed, map, starmap, repeat, count, cycle, pairwise, chain,
    longest, or the name of a function of itertools that arranges."""

    how: str
    parts: tuple[gast.AST, ...]
    start: gast.AST | None = (
        None  # of enumerate and count; the fill value of `longest`; the times of `repeat`
    )
    function: gast.AST | None = None  # of map and starmap
    step: gast.AST | None = None  # of count
    size: int | None = None  # of combinations, permutations; repeat= of product
    extra: dict = field(default_factory=dict)
    token: str | None = None  # says whether it has been read (`generators`); None: it can be read again

    once = True  # who reads it takes its items


def iteration_of(s, atom: gast.AST, env: Env) -> Iteration | None:
    known = s.kind(atom, env)
    return known.value if isinstance(known, Const) and isinstance(known.value, Iteration) else None


ITERATOR = type(iter([]))  # stands for the class of whatever `iter` gives
VIEWS = ("keys", "values", "items")
ENDLESS = ("count", "cycle", "repeat")
ARRANGED: Mapping[str, Callable] = MappingProxyType(
    {
        "product": itertools.product,
        "combinations": itertools.combinations,
        "permutations": itertools.permutations,
        "combinations_with_replacement": itertools.combinations_with_replacement,
    }
)


def begin(s, atom: gast.AST, place: Place, env: Env) -> None:
    """Somebody reads the iteration, and all that it is made of: once only, unless it is a view of a dict."""
    iteration, structure = iteration_of(s, atom, env), s.structure(atom, env)
    if iteration is not None:
        if iteration.token is not None:
            generators.begin(s, iteration.token, place, env)
        for part in iteration.parts:
            begin(s, part, place, env)
    elif structure is not None and structure.cls is ITERATOR:
        exchange(env, structure, replace(structure, items=()))


def is_endless(s, iteration: Iteration, env: Env) -> bool:
    return iteration.how in ENDLESS and not (iteration.how == "repeat" and iteration.start is not None)


# -- trips that are known ------------------------------------------------------------------------------------


def constant_range(s, atom: gast.AST, env: Env) -> range | None:
    """The range, where its bounds are known."""
    if not (isinstance(atom, gast.Name) and atom.id in s.ranges):
        return None
    known = [s.kind(a, env) for a in s.ranges[atom.id]]
    if not all(isinstance(k, Const) and isinstance(k.value, int) for k in known):
        return None
    return range(*(k.value for k in known))


def trips(s, atom: gast.AST, place: Place, env: Env) -> list[Trip] | None:
    """How to make each item, when it is known how many there are."""
    structure = s.structure(atom, env)
    if structure is not None:
        if structure.keys is not None:
            return [_constant(k) for k in structure.keys]
        return [_element(s, item, place) for item in structure.items]
    iteration = iteration_of(s, atom, env)
    if iteration is not None:
        return _trips_of(s, iteration, place, env)
    ranged = constant_range(s, atom, env)
    if ranged is not None:
        return [_constant(i) for i in ranged] if len(ranged) <= MAX_TRIPS else None
    kind = s.kind(atom, env)
    if isinstance(kind, Sequence):
        return [_reader(s, atom, i, place) for i in range(len(kind.items))]
    if isinstance(kind, Const) and isinstance(kind.value, str | tuple):
        return [_constant(v) for v in kind.value]
    return None


def _constant(value: Any) -> Trip:
    return lambda env: nodes.constant(value)


def _element(s, item, place: Place) -> Trip:
    return lambda env: containers.element_atom(s, item, place, env)


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


def _view(s, how: str, iteration: Iteration, place: Place, env: Env) -> list[Trip]:
    """A view of a dict shows what is in it when it is read."""
    structure = s.structure(iteration.parts[0], env)
    keys = [_constant(k) for k in structure.keys]
    values = [_element(s, item, place) for item in structure.items]
    pairs = [_row(s, row, place) for row in zip(keys, values, strict=True)]
    return {"keys": keys, "values": values, "items": pairs}[how]


def _columns(s, iteration: Iteration, place: Place, env: Env) -> list[list[Trip]] | None:
    """The trips of every part; what never ends is cut to what the others need."""
    found: list = []
    for part in iteration.parts:
        inner, structure = iteration_of(s, part, env), s.structure(part, env)
        if structure is not None and structure.cls is ITERATOR:
            containers.refuse(s, "an iterator that is read by another one", place)
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
        read(s, name, iteration, nodes.constant(i), place, env)
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


# -- reading at an index -------------------------------------------------------------------------------------


def is_indexable(s, atom: gast.AST, env: Env) -> bool:
    """Can item k be read without the items before it?"""
    iteration = iteration_of(s, atom, env)
    if iteration is not None:
        several = iteration.how == "chain" and len(iteration.parts) > 1
        if several or iteration.how in ARRANGED or iteration.how in ("longest", *VIEWS):
            return False
        return all(is_indexable(s, part, env) for part in iteration.parts) or iteration.how == "repeat"
    kind = s.kind(atom, env)
    if isinstance(kind, Array):
        return kind.rank != 0
    return isinstance(kind, ListOf | Range | Sequence) and not isinstance(kind, Dictionary)


def length(s, atom: gast.AST, place: Place, env: Env) -> gast.AST | None:
    """An atom for the number of items; None when they never end."""
    iteration = iteration_of(s, atom, env)
    if iteration is not None:
        return _iteration_length(s, iteration, place, env)
    structure, kind = s.structure(atom, env), s.kind(atom, env)
    if structure is not None:
        return nodes.constant(len(structure.items))
    name = s.fresh("_n")
    expr = gast.Call(external("builtins.len"), [s.whole(atom, env)], [])
    known = s.infer(len, [kind], {}) if isinstance(kind, Array) else INT
    s.emit(Bind(name, expr, place), Op("inactive"), known if known != UNKNOWN else INT, env)
    return nodes.name(name)


def _iteration_length(s, iteration: Iteration, place: Place, env: Env) -> gast.AST | None:
    if iteration.how == "repeat":
        return iteration.start
    if iteration.how in ENDLESS:
        return None
    lengths = [length(s, part, place, env) for part in iteration.parts]
    lengths = [n for n in lengths if n is not None]
    if not lengths:
        return None
    if iteration.how == "pairwise":
        return computed(s, gast.BinOp(lengths[0], gast.Sub(), nodes.constant(1)), place, env)
    if len(lengths) == 1:
        return lengths[0]
    return computed(s, gast.Call(external("builtins.min"), lengths, []), place, env)


def computed(s, expr: gast.AST, place: Place, env: Env, base: str = "_n") -> gast.AST:
    """A variable for a whole number."""
    name = s.fresh(base)
    s.emit(Bind(name, expr, place), Op("inactive"), INT, env)
    return nodes.name(name)


def read(s, target: str, source: gast.AST | Iteration, k: gast.AST, place: Place, env: Env) -> None:
    """Bind `target` to item `k`."""
    iteration = source if isinstance(source, Iteration) else iteration_of(s, source, env)
    if iteration is None:
        containers.subscript(s, target, source, k, place, env)
    else:
        _READERS[iteration.how](s, target, iteration, k, place, env)


def _read_parts(s, iteration: Iteration, k: gast.AST, place: Place, env: Env) -> list:
    atoms = []
    for part in iteration.parts:
        name = s.fresh("_part")
        read(s, name, part, k, place, env)
        atoms.append(nodes.name(name))
    return atoms


def _read_zip(s, target, iteration, k, place, env) -> None:
    containers.display(s, target, tuple, _read_parts(s, iteration, k, place, env), None, place, env)


def _read_enumerate(s, target, iteration, k, place, env) -> None:
    index = k
    if iteration.start is not None:
        index = computed(s, gast.BinOp(k, gast.Add(), iteration.start), place, env, "_i")
    atoms = [index, *_read_parts(s, iteration, k, place, env)]
    containers.display(s, target, tuple, atoms, None, place, env)


def _read_reversed(s, target, iteration, k, place, env) -> None:
    n = length(s, iteration.parts[0], place, env)
    at = gast.BinOp(gast.BinOp(n, gast.Sub(), nodes.constant(1)), gast.Sub(), k)
    read(s, target, iteration.parts[0], computed(s, at, place, env, "_at"), place, env)


def _read_map(s, target, iteration, k, place, env) -> None:
    atoms = _read_parts(s, iteration, k, place, env)
    if iteration.how == "starmap":
        atoms = containers.elements(s, atoms[0], place, env)
        if atoms is None:
            containers.refuse(s, "`starmap` over rows whose length is not known", place)
    s.call(target, iteration.function, s.kind(iteration.function, env), atoms, {}, place, env)


def _read_pairwise(s, target, iteration, k, place, env) -> None:
    following = computed(s, gast.BinOp(k, gast.Add(), nodes.constant(1)), place, env, "_next")
    atoms = []
    for index in (k, following):
        name = s.fresh("_part")
        read(s, name, iteration.parts[0], index, place, env)
        atoms.append(nodes.name(name))
    containers.display(s, target, tuple, atoms, None, place, env)


def _read_repeat(s, target, iteration, k, place, env) -> None:
    s.copy(target, iteration.parts[0], place, env)


def _read_count(s, target, iteration, k, place, env) -> None:
    step, start = iteration.step, iteration.start
    by = k if step is None else nodes.name(s.fresh("_step"))
    if step is not None:
        s.operate(by.id, k, gast.Mult(), step, place, env)
    s.operate(target, by, gast.Add(), nodes.constant(0) if start is None else start, place, env)


def _read_cycle(s, target, iteration, k, place, env) -> None:
    known, n = s.kind(k, env), length(s, iteration.parts[0], place, env)
    if isinstance(known, Const) and isinstance(s.kind(n, env), Const):
        at: gast.AST = nodes.constant(known.value % s.kind(n, env).value)
    else:
        at = computed(s, gast.BinOp(k, gast.Mod(), n), place, env, "_at")
    read(s, target, iteration.parts[0], at, place, env)


_READERS: Mapping[str, Callable] = MappingProxyType(
    {
        "zip": _read_zip, "enumerate": _read_enumerate, "reversed": _read_reversed, "map": _read_map,
        "starmap": _read_map, "pairwise": _read_pairwise, "repeat": _read_repeat, "count": _read_count,
        "cycle": _read_cycle,
        "chain": lambda s, target, iteration, k, place, env: read(s, target, iteration.parts[0], k, place, env),
    }
)  # fmt: skip


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


def in_pieces(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """An iteration that cannot be indexed, as one over lists that can."""
    iteration = iteration_of(s, atom, env)
    if iteration is None or trips(s, atom, place, env) is not None:
        return atom
    parts = tuple(in_pieces(s, part, place, env) for part in iteration.parts)
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
