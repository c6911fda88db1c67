"""Calls that make iterables: `zip`, `map`, `filter`, `iter`, and itertools.  Lazy ones become an `Iteration`."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from tangentx.analysis import containers, cursors, generators, indexed, iterators, lazily, prelude, protocol
from tangentx.analysis.function_values import holds
from tangentx.analysis.iterables import bounds_of, iteration_of
from tangentx.analysis.iterators import Iteration
from tangentx.analysis.program import external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Array, Const, ListOf, Sequence, is_scalar
from tangentx.records import Place
from tangentx.syntax import nodes


def lazy(how: str, takes_function: bool = False, sized: bool = False) -> Callable:
    """A handler that makes an `Iteration`; `sized`: the last positional argument is the size of a group."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        operands, options = list(operands), dict(keywords)
        if any(isinstance(operand, gast.Starred) for operand in operands):
            containers.refuse(s, "`*` of a sequence whose length is not known", place)
        function = operands.pop(0) if takes_function else None
        start = options.pop("start", options.pop("fillvalue", None))
        if how == "enumerate" and len(operands) > 1:
            start = operands.pop()
        size = _constant(s, options.pop("repeat", options.pop("r", None)), env)
        if sized and len(operands) > 1:
            size = _constant(s, operands.pop(), env)
        extra = {"strict": True} if _constant(s, options.pop("strict", None), env) else {}
        if options:
            return False
        if how in iterators.ARRANGED:
            operands = [
                _taken(s, lazily.collected(s, operand, place, env), place, env) for operand in operands
            ]
        if how == "cycle":
            operands = [iterators.members(s, operand, place, env) for operand in operands]
        parts = tuple(_now(s, operand, place, env) for operand in operands)
        made = Iteration(how, parts, start, function, None, size, extra)
        bind(s, target, made, place, env)
        return True

    return handler


def _ndindex(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`np.ndindex(a.shape)` and `np.ndindex(2, 3)`: the product of the ranges."""
    shape = operands
    if len(operands) == 1 and not is_scalar(s.kind(operands[0], env)):
        shape = containers.elements(s, operands[0], place, env)
    if shape is None or keywords:
        return False
    ranges = []
    for n in shape:
        ranges.append(nodes.name(s.fresh("_range")))
        s.call(ranges[-1].id, external("builtins.range"), Const(range), [n], {}, place, env)
    bind(s, target, Iteration("product", tuple(ranges), None, None, None, None, {}), place, env)
    return True


def bind(s, target: str, made: Iteration, place: Place, env: Env) -> None:
    """`target` is a new iterator, not read yet."""
    made.origin = s.walking
    items = nodes.name(s.fresh("_items"))
    env.bind(items.id, Const(made))
    if made.origin in s.hints.stepped and indexed.is_indexable(s, items, env):
        cursors.make(s, target, items, place, env)
        return
    made.token = generators.token(s, env)
    env.bind(target, Const(made))


def once(handler: Callable) -> Callable:
    """A handler that makes a list, for a function of Python that makes an iterator: it can be read once."""

    def made(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        items = s.fresh("_items")
        if not handler(s, items, func, operands, keywords, place, env):
            return False
        bind(s, target, Iteration("chain", (nodes.name(items),)), place, env)
        return True

    return made


def _tee(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """Several readers of something that can be read at an index."""
    count = s.kind(operands[1], env) if len(operands) == 2 else Const(2)
    items = operands[0]
    if keywords or not isinstance(count, Const) or generators.generator_of(s, items, env) is not None:
        return False
    if iteration_of(s, items, env) is not None or not indexed.is_indexable(s, items, env):
        return False
    items = holds(s, items, place, env)
    readers = [nodes.name(s.fresh("_reader")) for _ in range(count.value)]
    for reader in readers:
        cursors.make(s, reader.id, items, place, env)
    containers.display(s, target, tuple, readers, None, place, env)
    return True


def _taken(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """What is arranged is read at once, whatever becomes of the container while the arrangements are gone through."""
    structure = s.structure(atom, env)
    if structure is None or structure.keys is not None:
        return atom
    taken = nodes.name(s.fresh("_taken"))
    containers.display(s, taken.id, tuple, containers.elements(s, atom, place, env), None, place, env)
    return taken


def _now(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """What the name means now; a range is known by its name."""
    return atom if bounds_of(s, atom, env) is not None else holds(s, atom, place, env)


def transposed(s, target, func, call: gast.Call, env: Env, frame, place: Place) -> bool:
    """`zip(*rows)` of rows whose number is not known: the columns, of rows of known length one list for each."""
    if s.kind(func, env) != Const(zip) or len(call.args) != 1 or not isinstance(call.args[0], gast.Starred):
        return False
    rows = s.atom(call.args[0].value, env, frame, place)
    if generators.generator_of(s, rows, env) is not None:
        rows = lazily.collected(s, rows, place, env)
        if (known := containers.elements(s, rows, place, env)) is not None:
            s.call(target, func, Const(zip), known, {}, place, env)
            return True
    kind = s.kind(rows, env)
    recipe = _COLUMNS.get(type(kind.item)) if isinstance(kind, ListOf) else None
    if isinstance(kind, Array) and kind.shape is not None and len(kind.shape) == 2:
        recipe = prelude.columns_of_array
    if recipe is None or s.structure(rows, env) is not None:
        return False
    if recipe is not prelude.columns_of:
        once(lambda s, items, *_: s.inline_prelude(items, recipe, [rows], place, env) or True)(
            s, target, func, (), {}, place, env
        )
        return True
    columns = []
    for k in range(len(kind.item.items)):
        columns.append(nodes.name(s.fresh("_column")))
        s.inline_prelude(columns[-1].id, recipe, [rows, nodes.constant(k)], place, env)
    containers.display(s, target, tuple, columns, None, place, env)
    return True


_COLUMNS = {Sequence: prelude.columns_of, ListOf: prelude.columns, Array: prelude.columns}


def _constant(s, atom: gast.AST | None, env: Env) -> Any:
    """The value of an atom that has to be known, None where there is none."""
    known = None if atom is None else s.kind(atom, env)
    return known.value if isinstance(known, Const) else None


def _count(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    start = operands[0] if operands else keywords.get("start")
    step = operands[1] if len(operands) > 1 else keywords.get("step")
    bind(s, target, Iteration("count", (), start, None, step), place, env)
    return True


def _repeat(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    times = operands[1] if len(operands) > 1 else keywords.get("times")
    bind(s, target, Iteration("repeat", (holds(s, operands[0], place, env),), times), place, env)
    return True


def _chained_rows(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    rows = iterators.sequence(s, operands[0], place, env)
    atoms = containers.elements(s, rows, place, env)
    if atoms is None:
        s.inline_prelude(target, prelude.flattened, [rows], place, env)
    else:
        env.bind(target, Const(Iteration("chain", tuple(atoms))))
    return True


def _islice(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """A slice of what is known, of a list, or of something endless."""
    source = operands[0]
    bounds = [_constant(s, a, env) for a in operands[1:]]
    known = all(isinstance(s.kind(a, env), Const) for a in operands[1:])
    trips = iterators.trips(s, source, place, env)
    if known and trips is not None:
        iterators.begin(s, source, place, env)
        atoms = [trip(env) for trip in itertools.islice(trips, *bounds)]
        containers.display(s, target, tuple, atoms, None, place, env)
        return True
    iteration = iterators.iteration_of(s, source, env)
    if iteration is not None and iterators.is_endless(s, iteration, env):
        if iteration.how == "cycle" and len(bounds) == 2 and s.kind(operands[2], env) == Const(None):
            turned = nodes.name(s.fresh("_turned"))
            s.inline_prelude(turned.id, prelude.begun_at, [iteration.parts[0], operands[1]], place, env)
            bind(s, target, Iteration("cycle", (holds(s, turned, place, env),)), place, env)
            return True
        if not known or bounds[-1 if len(bounds) < 2 else 1] is None:
            containers.refuse(s, "a slice of unknown length of what never ends", place)
        iterators.begin(s, source, place, env)
        atoms = []
        for k in itertools.islice(itertools.count(), *bounds):
            name = s.fresh("_item")
            indexed.read(s, name, iteration, nodes.constant(k), place, env)
            atoms.append(nodes.name(name))
        containers.display(s, target, tuple, atoms, None, place, env)
        return True
    _runtime_slice(s, target, source, operands, bounds, place, env)
    return True


def _runtime_slice(s, target, source, operands, bounds: list, place: Place, env: Env) -> None:
    items = iterators.sequence(s, source, place, env)
    start, stop, step = [nodes.constant(0), *operands[1:], nodes.constant(1)] if len(bounds) == 1 else [
        nodes.constant(0) if bounds[0] is None and s.kind(operands[1], env) == Const(None) else operands[1],
        operands[2],
        operands[3] if len(operands) > 3 and s.kind(operands[3], env) != Const(None) else nodes.constant(1),
    ]  # fmt: skip
    n = indexed.length(s, items, place, env)
    if s.kind(stop, env) == Const(None):
        stop = n
    else:
        least = gast.Call(external("builtins.min"), [stop, n], [])
        stop = indexed.computed(s, least, place, env, "_stop")
    s.inline_prelude(target, prelude.part, [items, start, stop, step], place, env)


def selecting(known: Callable[[bool], bool], how: str) -> Callable:
    """`filter` and its like: decided while specialising where all tests are known, else a list."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        function, items = operands[0], iterators.sequence(s, operands[1], place, env)
        plain = s.kind(function, env) == Const(None)
        if _filter_known(s, target, function, items, plain, known, place, env):
            return True
        if plain and how == "kept":
            s.inline_prelude(target, prelude.true_ones, [items], place, env)
        else:
            s.inline_prelude(target, getattr(prelude, how), [function, items], place, env)
        return True

    return handler


def _filter_known(s, target, function, items, plain: bool, known, place, env) -> bool:
    atoms = containers.elements(s, items, place, env)
    if atoms is None or not all(isinstance(s.kind(a, env), Const) for a in atoms):
        return False
    chosen = []
    for atom in atoms:
        result = atom
        if not plain:
            result = nodes.name(s.fresh("_test"))
            s.call(result.id, function, s.kind(function, env), [atom], {}, place, env)
        test = s.kind(result, env)
        if not isinstance(test, Const):
            return False
        if known(bool(test.value)):
            chosen.append(atom)
    containers.display(s, target, tuple, chosen, None, place, env)
    return True


def _while(how: str) -> Callable:
    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        items = iterators.sequence(s, operands[1], place, env)
        s.inline_prelude(target, getattr(prelude, how), [operands[0], items], place, env)
        return True

    return handler


def _compress(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    items, selectors = (iterators.sequence(s, a, place, env) for a in operands)
    atoms, tests = (containers.elements(s, a, place, env) for a in (items, selectors))
    known = tests is not None and all(isinstance(s.kind(t, env), Const) for t in tests)
    if atoms is not None and known:
        chosen = [a for a, t in zip(atoms, tests, strict=False) if s.kind(t, env).value]
        containers.display(s, target, tuple, chosen, None, place, env)
    else:
        s.inline_prelude(target, prelude.compressed, [items, selectors], place, env)
    return True


def _accumulate(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    items = iterators.sequence(s, operands[0], place, env)
    function = operands[1] if len(operands) > 1 else keywords.get("func")
    function = None if function is None or s.kind(function, env) == Const(None) else function
    initial = keywords.get("initial")
    atoms = containers.elements(s, items, place, env)
    if atoms is None:
        _accumulate_list(s, target, items, function, initial, place, env)
        return True
    atoms = atoms if initial is None else [initial, *atoms]
    found = atoms[:1]
    for atom in atoms[1:]:
        name = s.fresh("_running")
        combine(s, name, function, found[-1], atom, place, env)
        found.append(nodes.name(name))
    containers.display(s, target, tuple, found, None, place, env)
    return True


def _accumulate_list(s, target, items, function, initial, place, env) -> None:
    """Of a list that may be empty: then there is nothing to begin with."""
    recipes = (
        (prelude.sums, prelude.running_from_first)
        if initial is None
        else (prelude.running_sums, prelude.running)
    )
    first = () if initial is None else (initial,)
    if function is None:
        s.inline_prelude(target, recipes[0], [items, *first], place, env)
    else:
        s.inline_prelude(target, recipes[1], [items, function, *first], place, env)


def combine(s, target: str, function: gast.AST | None, left, right, place: Place, env: Env) -> None:
    """`target = function(left, right)`, a sum where there is none."""
    if function is None:
        s.combine(target, left, gast.Add(), right, place, env)
    else:
        s.call(target, function, s.kind(function, env), [left, right], {}, place, env)


def _reduce(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    items = iterators.sequence(s, operands[1], place, env)
    atoms = containers.elements(s, items, place, env)
    initial = operands[2] if len(operands) > 2 else keywords.get("initial")
    if atoms is None:
        if initial is None:
            s.inline_prelude(target, prelude.folded_from_first, [operands[0], items], place, env)
        else:
            s.inline_prelude(target, prelude.folded, [operands[0], items, initial], place, env)
        return True
    atoms = atoms if initial is None else [initial, *atoms]
    if not atoms:
        return False
    total = atoms[0]
    for atom in atoms[1:]:
        step = s.fresh("_reduced")
        s.call(step, operands[0], s.kind(operands[0], env), [total, atom], {}, place, env)
        total = nodes.name(step)
    s.copy(target, total, place, env)
    return True


def _reversed(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """Of an object: what its `__reversed__` gives."""
    if len(operands) == 1 and protocol.special(s, operands[0], "__reversed__", env) is not None:
        s.object_method(target, operands[0], "__reversed__", [], place, env)
        return True
    return lazy("reversed")(s, target, func, operands, keywords, place, env)


HANDLERS: dict[Any, Callable] = {
    enumerate: lazy("enumerate"),
    zip: lazy("zip"),
    reversed: _reversed,
    map: lazy("map", takes_function=True),
    filter: once(selecting(lambda test: test, "kept")),
    functools.reduce: _reduce,
    itertools.starmap: lazy("starmap", takes_function=True),
    itertools.pairwise: lazy("pairwise"),
    itertools.cycle: lazy("cycle"),
    itertools.chain: lazy("chain"),
    itertools.chain.from_iterable: once(_chained_rows),
    itertools.zip_longest: lazy("longest"),
    itertools.product: lazy("product"),
    itertools.combinations: lazy("combinations", sized=True),
    itertools.permutations: lazy("permutations", sized=True),
    itertools.combinations_with_replacement: lazy("combinations_with_replacement", sized=True),
    np.ndindex: _ndindex,
    itertools.tee: _tee,
    itertools.count: _count,
    itertools.repeat: _repeat,
    itertools.islice: once(_islice),
    itertools.filterfalse: once(selecting(lambda test: not test, "left_out")),
    itertools.takewhile: once(_while("taken_while")),
    itertools.dropwhile: once(_while("dropped_while")),
    itertools.compress: once(_compress),
    itertools.accumulate: once(_accumulate),
}
