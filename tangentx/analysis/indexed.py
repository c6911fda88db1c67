"""Iterables read at an index, as the loops that stay loops do it: how long they are, and item k."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import gast

from tangentx.analysis import absent, containers
from tangentx.analysis.iterables import ARRANGED, ENDLESS, VIEWS, Iteration, backwards, iteration_of
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import BOOL, INT, Array, Const, Dictionary, ListOf, Range, Sequence, Unknown
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


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
    if isinstance(kind, ListOf):
        return not issubclass(kind.cls, dict)
    return isinstance(kind, Range | Sequence) and not isinstance(kind, Dictionary)


def length(s, atom: gast.AST, place: Place, env: Env) -> gast.AST | None:
    """An atom for the number of items; None when they never end."""
    iteration = iteration_of(s, atom, env)
    if iteration is not None:
        return _iteration_length(s, iteration, place, env)
    structure, kind = s.structure(atom, env), s.kind(atom, env)
    if structure is not None:
        return nodes.constant(len(structure.items))
    if s.tried:
        absent.check_iterable(s, kind, place)
    name = s.fresh("_n")
    expr = gast.Call(external("builtins.len"), [s.whole(atom, env)], [])
    known = s.infer(len, [kind], {}) if isinstance(kind, Array) else INT
    s.emit(Bind(name, expr, place), Op("inactive"), known if not isinstance(known, Unknown) else INT, env)
    return nodes.name(name)


def _iteration_length(s, iteration: Iteration, place: Place, env: Env) -> gast.AST | None:
    if iteration.how in ("repeat", "reversed") and iteration.start is not None:
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


def settled(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """What runs backwards begins at the end of now, whatever happens to the list later."""
    iteration = iteration_of(s, atom, env)
    if iteration is None:
        return atom
    start = iteration.start
    if iteration.how == "reversed":
        start = length(s, iteration.parts[0], place, env)
    parts = tuple(settled(s, part, place, env) for part in iteration.parts)
    name = s.fresh("_iteration")
    env.bind(name, Const(replace(iteration, parts=parts, start=start)))
    return nodes.name(name)


def is_over(s, target: str, items: gast.AST, at: gast.AST, place: Place, env: Env) -> None:
    """Is there no item at this place any more?  Of what runs backwards there is none beyond the list's end either."""
    tests = [gast.Compare(at, [gast.GtE()], [length(s, items, place, env)])]
    for part in backwards(s, items, env):
        left = gast.BinOp(part.start, gast.Sub(), at)
        tests.append(gast.Compare(left, [gast.Gt()], [length(s, part.parts[0], place, env)]))
    expr = gast.BoolOp(gast.Or(), tests)
    s.emit(Bind(target, expr, place), Op("inactive"), BOOL, env)


def _read_reversed(s, target, iteration, k, place, env) -> None:
    n = iteration.start or length(s, iteration.parts[0], place, env)
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
