"""`for` loops while specialising: over a range, over an index, or written out.

    for i, (a, b) in enumerate(zip(x, y)):        for k in range(min(len(x), len(y))):
        ...                                 ->        a = x[k]
                                                      b = y[k]
                                                      i = k

A loop over a container that was taken apart is written out, once for each element.
"""

from __future__ import annotations

import gast

from tangentx.analysis import containers, generators
from tangentx.analysis.builtin_calls import Iteration
from tangentx.analysis.program import Op, Structure, external
from tangentx.analysis.scope import Env, Frame
from tangentx.analysis.structures import grown_names
from tangentx.analysis.types import (
    INT,
    UNKNOWN,
    Array,
    Const,
    Dictionary,
    ListOf,
    Range,
    Sequence,
    Type,
)
from tangentx.errors import UnsupportedSyntaxError
from tangentx.frontend.exits import contains
from tangentx.records import Augment, Bind, Break, Continue, For, If, Place, Unpack, While
from tangentx.syntax import nodes

MAX_UNROLLED = 64


def for_loop(s, stmt: For, place: Place, env: Env, frame: Frame) -> Env | None:
    """Walk a `for`; the environment after it."""
    atom = s.atom(stmt.iter, env, frame, place)
    if isinstance(stmt.iter, gast.Name) and stmt.iter.id in grown_names(stmt.body):
        raise UnsupportedSyntaxError(
            f"the loop changes the list `{stmt.iter.id}` that it runs over", code="TX234", place=place,
            lines=s.lines(place), help=("loop over a copy: `for item in list(items):`",),
        )  # fmt: skip
    kind = s.kind(atom, env)
    generator = generators.generator_of(s, atom, env)
    if generator is not None:
        return generators.loop(s, generator, stmt, place, env, frame)
    target = s.local(stmt.target, frame)
    trips = _known_trips(s, atom, stmt, env)
    if trips is not None and len(trips) <= MAX_UNROLLED and not contains(stmt.body, (Break, Continue)):
        return _unroll(s, stmt, target, trips, place, env, frame)
    if isinstance(atom, gast.Name) and atom.id in s.ranges:
        return _range_loop(s, stmt, target, s.ranges[atom.id], place, env, frame)
    if _indexable(s, atom, kind, env):
        return _index_loop(s, stmt, target, atom, place, env, frame)
    if s.is_varied(atom, env) or (isinstance(kind, Const) and isinstance(kind.value, Iteration)):
        raise UnsupportedSyntaxError(
            f"a loop over {kind} cannot be reversed", code="TX231", place=place, lines=s.lines(place),
            help=("loop over a range, an array, a list, or zip/enumerate/reversed of those",),
        )  # fmt: skip
    return _plain_loop(s, stmt, target, atom, place, env, frame)


def _known_trips(s, atom: gast.AST, stmt: For, env: Env) -> list | None:
    """The items of a loop to be written out: thunks that bind the target; None when it stays a loop."""
    kind = s.kind(atom, env)
    structure = s.structure(atom, env)
    if structure is not None:
        keys = structure.keys
        if keys is not None:
            return [("key", k) for k in keys]
        if _plain_numbers(s, structure, env):
            return None
        return [("item", item) for item in structure.items]
    if isinstance(kind, Const) and isinstance(kind.value, Iteration):
        return _iteration_trips(s, kind.value, stmt, env)
    if isinstance(atom, gast.Name) and atom.id in s.ranges:
        known = [s.kind(a, env) for a in s.ranges[atom.id]]
        if all(isinstance(k, Const) for k in known) and _indexes_structure(stmt.body, stmt.target, env):
            return [("key", i) for i in range(*(k.value for k in known))]
    return None


def _plain_numbers(s, structure: Structure, env: Env) -> bool:
    """A display of plain values without derivative, as in `for k in (1, 2, 3)`: stays a loop."""
    return (
        len(structure.items) > 8
        and not any(s._structure_varied(structure))
        and all(isinstance(i, str) for i in structure.items)
    )


def _iteration_trips(s, iteration: Iteration, stmt: For, env: Env) -> list | None:
    columns = []
    for part in iteration.parts:
        inner = _known_trips(s, part, stmt, env)
        if inner is None:
            kind = s.kind(part, env)
            if isinstance(part, gast.Name) and part.id in s.ranges:
                known = [s.kind(a, env) for a in s.ranges[part.id]]
                if all(isinstance(k, Const) for k in known):
                    inner = [("key", i) for i in range(*(k.value for k in known))]
            elif isinstance(kind, Sequence):
                inner = [("read", part, i) for i in range(len(kind.items))]
        if inner is None:
            return None
        columns.append(inner)
    if iteration.how == "reversed":
        return columns[0][::-1]
    if iteration.how == "zip":
        return [("tuple", row) for row in zip(*columns, strict=False)]
    start = Const(0) if iteration.start is None else s.kind(iteration.start, env)
    if not isinstance(start, Const):
        return None
    return [("tuple", (("key", i), item)) for i, item in enumerate(columns[0], start.value)]


def _indexes_structure(body: tuple, target: str, env: Env) -> bool:
    """Does the body read `container[target]` of a container that was taken apart?"""
    for stmt in body:
        value = getattr(stmt, "value", None)
        for node in (value, getattr(stmt, "target", None)):
            if isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name):
                mentioned = set(nodes.names_read(node.slice))
                if mentioned and node.value.id in env.structures:
                    return True
        for part in ("setup", "body", "orelse"):
            if isinstance(stmt, If | For | While) and _indexes_structure(
                getattr(stmt, part, ()), target, env
            ):
                return True
    return False


def _unroll(s, stmt: For, target: str, trips: list, place: Place, env: Env, frame: Frame) -> Env | None:
    for trip in trips:
        atom = _trip_atom(s, trip, place, env)
        s.copy(target, atom, place, env)
        end = s.block(stmt.body, env, frame)
        if end is None:
            return None
        env = end
    return env


def _trip_atom(s, trip: tuple, place: Place, env: Env) -> gast.AST:
    """An atom for one item of a loop that is written out."""
    if trip[0] == "key":
        return nodes.constant(trip[1])
    if trip[0] == "item":
        return containers.element_atom(s, trip[1], place, env)
    if trip[0] == "read":
        name = s.fresh("_item")
        containers.subscript(s, name, trip[1], nodes.constant(trip[2]), place, env)
        return nodes.name(name)
    name = s.fresh("_row")
    atoms = [_trip_atom(s, part, place, env) for part in trip[1]]
    containers.display(s, name, tuple, atoms, None, place, env)
    return nodes.name(name)


def bound_in(body: tuple) -> set[str]:
    """The names that a block of the *program* or function binds."""
    found: set[str] = set()
    for stmt in body:
        if isinstance(stmt, Bind | For):
            found.add(stmt.target)
        elif isinstance(stmt, Unpack):
            found.update(t.lstrip("*") for t in stmt.targets)
        elif isinstance(stmt, Augment) and isinstance(stmt.target, gast.Name):
            found.add(stmt.target.id)
        for part in ("setup", "body", "orelse"):
            if isinstance(stmt, If | For | While):
                found |= bound_in(getattr(stmt, part, ()))
    return found


def _range_loop(
    s, stmt: For, target: str, operands: tuple, place: Place, env: Env, frame: Frame
) -> Env | None:
    stable = [_kept(s, atom, stmt, {target}, place, env, frame) for atom in operands]
    expr = gast.Call(external("builtins.range"), stable, [])
    return _loop(s, stmt, target, expr, place, env, frame, lambda inner: None)


def _kept(s, atom: gast.AST, stmt: For, more: set, place: Place, env: Env, frame: Frame) -> gast.AST:
    """An atom with the value it has before the loop, also where the loop binds its name anew."""
    inside = s.shared.union(more, (frame.find(n) for n in bound_in(stmt.body)))
    if not isinstance(atom, gast.Name) or atom.id not in inside:
        return atom
    name = s.fresh(f"{atom.id}_0")
    s.copy(name, atom, place, env)
    return nodes.name(name)


def _loop(
    s, stmt: For, target: str, expr: gast.AST, place: Place, env: Env, frame: Frame, prepare
) -> Env | None:
    """`for target in expr`, with `prepare(env)` at the start of each trip."""

    def walk(head: Env):
        head.bind(target, INT)
        s.note(target, INT)
        body, end = s.trip(stmt.body, head, frame, place, prepare)
        return (body,), end

    return s.fixpoint(env, place, walk, lambda parts: For(target, expr, parts[0], (), place))


def _indexable(s, atom: gast.AST, kind: Type, env: Env) -> bool:
    if isinstance(kind, Const) and isinstance(kind.value, Iteration):
        return all(_indexable(s, part, s.kind(part, env), env) for part in kind.value.parts)
    if isinstance(kind, Array):
        return kind.rank != 0
    return isinstance(kind, ListOf | Range | Sequence) and not isinstance(kind, Dictionary)


def _index_loop(
    s, stmt: For, target: str, atom: gast.AST, place: Place, env: Env, frame: Frame
) -> Env | None:
    atom = _whole_parts(s, atom, place, env, lambda part: _kept(s, part, stmt, {target}, place, env, frame))
    length = _length(s, atom, place, env)
    k = s.fresh("k")
    expr = gast.Call(external("builtins.range"), [length], [])
    return _loop(
        s, stmt, k, expr, place, env, frame, lambda inner: _read(s, target, atom, nodes.name(k), place, inner)
    )


def _whole_parts(s, atom: gast.AST, place: Place, env: Env, kept) -> gast.AST:
    """What a loop that stays a loop reads from: containers that were taken apart made whole, names `kept`."""
    kind = s.kind(atom, env)
    if isinstance(kind, Const) and isinstance(kind.value, Iteration):
        parts = tuple(_whole_parts(s, p, place, env, kept) for p in kind.value.parts)
        name = s.fresh("_iteration")
        env.bind(name, Const(Iteration(kind.value.how, parts, kind.value.start)))
        return nodes.name(name)
    structure = s.structure(atom, env)
    if structure is None:
        return kept(atom)
    name = s.fresh("_whole")
    containers.real_list(s, name, list, containers.elements(s, atom, place, env), place, env)
    return nodes.name(name)


def _length(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """An atom for the number of trips."""
    kind = s.kind(atom, env)
    name = s.fresh("_n")
    if isinstance(kind, Const) and isinstance(kind.value, Iteration):
        lengths = [_length(s, part, place, env) for part in kind.value.parts]
        if len(lengths) == 1:
            return lengths[0]
        s.emit(Bind(name, gast.Call(external("builtins.min"), lengths, []), place), Op("inactive"), INT, env)
    else:
        expr = gast.Call(external("builtins.len"), [s.whole(atom, env)], [])
        known = s.infer(len, [kind], {}) if isinstance(kind, Array) else INT
        s.emit(Bind(name, expr, place), Op("inactive"), known if known != UNKNOWN else INT, env)
    return nodes.name(name)


def _read(s, target: str, atom: gast.AST, k: gast.AST, place: Place, env: Env) -> None:
    """Bind `target` to item `k`."""
    kind = s.kind(atom, env)
    if not (isinstance(kind, Const) and isinstance(kind.value, Iteration)):
        containers.subscript(s, target, atom, k, place, env)
        return
    iteration = kind.value
    if iteration.how == "reversed":
        n, at = _length(s, iteration.parts[0], place, env), s.fresh("_at")
        expr = gast.BinOp(gast.BinOp(n, gast.Sub(), nodes.constant(1)), gast.Sub(), k)
        s.emit(Bind(at, expr, place), Op("inactive"), INT, env)
        _read(s, target, iteration.parts[0], nodes.name(at), place, env)
        return
    atoms = []
    if iteration.how == "enumerate":
        index = k
        if iteration.start is not None:
            index = nodes.name(s.fresh("_i"))
            s.emit(
                Bind(index.id, gast.BinOp(k, gast.Add(), iteration.start), place), Op("inactive"), INT, env
            )
        atoms.append(index)
    for part in iteration.parts:
        name = s.fresh("_part")
        _read(s, name, part, k, place, env)
        atoms.append(nodes.name(name))
    containers.display(s, target, tuple, atoms, None, place, env)


def _plain_loop(
    s, stmt: For, target: str, atom: gast.AST, place: Place, env: Env, frame: Frame
) -> Env | None:
    """Over something without derivative that only Python knows how to iterate."""

    def walk(head: Env):
        head.bind(target, UNKNOWN)
        s.note(target, UNKNOWN)
        body, end = s.trip(stmt.body, head, frame, place)
        return (body,), end

    return s.fixpoint(env, place, walk, lambda parts: For(target, s.whole(atom, env), parts[0], (), place))
