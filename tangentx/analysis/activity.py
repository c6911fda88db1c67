"""Activity: which variables lie on a path from the differentiated inputs (varied) to the result (useful).

*Requires* a program with one name a web.  *Gives* the set of active variables, and the buffers that are written.
Buffers are followed by site: whoever may share memory with an active array that is written is active.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import gast

from tangentx.analysis import kept
from tangentx.analysis.program import Op, Program, base_name, statements
from tangentx.analysis.types import (
    HELD,
    NUMBER,
    Dictionary,
    Sequence,
    Type,
    Unknown,
    is_float_like,
    sites_of,
)
from tangentx.paths import covers
from tangentx.records import Augment, Bind, For, Store, Unpack
from tangentx.syntax import nodes


@dataclass(frozen=True, slots=True)
class Activity:
    """active: variables that need an adjoint (reverse mode).  varied: variables that have a tangent (forward mode).
    written: sites of buffers that a store changes."""

    active: frozenset[str]
    varied: frozenset[str]
    useful: frozenset[str]
    written: frozenset[str]
    written_unknown: bool = False  # something of unknown type is written (forward mode only)


def result_names(result) -> list[str]:
    if isinstance(result, str):
        return [result]
    return [name for item in result.items for name in result_names(item)]


def operand_names(op: Op) -> Iterator[str]:
    """The variables through which an operation passes derivatives on."""
    if op.kind == "rule":
        with_adjoint = {p for p, _ in op.rule.bar}
        for name, value in op.operands.items():
            if name in with_adjoint:
                yield from atom_names(value)
    else:
        for name, value in op.operands.items() if op.kind != "twin" else ():  # zeros, when they are made
            if name != "index":
                yield from atom_names(value)


def atom_names(value) -> Iterator[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from atom_names(item)
    elif isinstance(value, gast.AST):
        yield from nodes.names_read(value)


def written_sites(program: Program) -> frozenset[str]:
    """The sites of every buffer that a store or an in-place update may change."""
    found: set[str] = set()
    for stmt in statements(program.body):
        if isinstance(stmt, Store | Augment):
            if not is_slot(program, stmt):
                found |= sites_of(program.types.get(base_name(stmt.target)))
    return frozenset(found) - NUMBER


def is_slot(program: Program, stmt: Store | Augment) -> bool:
    """Is it `s[i] = e`, which changes a list, not the arrays in it?"""
    target, kind = stmt.target, program.types.get(base_name(stmt.target))
    plain = isinstance(target, gast.Subscript) and isinstance(target.value, gast.Name)
    return isinstance(stmt, Store) and isinstance(kind, HELD) and plain


def holders(program: Program) -> dict[str, str]:
    """For each variable that is a container in a list: the list.  `row = table[i]` is no copy."""
    found: dict[str, str] = {}
    for stmt in statements(program.body):
        op = program.ops.get(id(stmt))
        if isinstance(stmt, Bind) and op is not None and op.kind == "item":
            if isinstance(program.types.get(stmt.target), HELD | Sequence | Dictionary):
                found[stmt.target] = op.operands["base"].id
    return found


def chain(held: dict[str, str], name: str) -> list[str]:
    """The container, the list that it is in, and so on."""
    found = [name]
    while held.get(name) and held[name] not in found:
        name = held[name]
        found.append(name)
    return found


def analyse(program: Program, wrt: frozenset[str], targets: list[str] | None = None) -> Activity:
    """Activity for `wrt`, names or paths; `targets`: the result's variables that have a cotangent (all)."""
    written = written_sites(program)
    flow = list(_flows(program))
    groups = _sharing(program, written)
    start = {
        leaf.variable
        for leaf in program.leaves
        if is_float_like(leaf.type) and covers(wrt, leaf.parameter, leaf.path)
    }
    varied = _closure(start, [(s, d) for s, d in flow], groups, program.types)
    wanted = set(result_names(program.result) if targets is None else targets)
    useful = _closure(wanted, [(d, s) for s, d in flow], groups, {})
    active = {v for v in varied & useful if is_float_like(program.types.get(v))}
    return Activity(
        frozenset(active), frozenset(varied), frozenset(useful), written, _writes_unknown(program)
    )


def _flows(program: Program) -> Iterator[tuple[str, str]]:
    """Pairs (from, to): a derivative may pass from the first variable to the second."""
    for stmt in statements(program.body):
        if isinstance(stmt, Bind):
            op = program.op(stmt)
            if op.kind in ("copy", "leaf"):
                for name in nodes.names_read(stmt.value) if op.kind == "copy" else ():
                    yield name, stmt.target
            elif op.kind != "inactive":
                for name in operand_names(op):
                    yield name, stmt.target
        elif isinstance(stmt, Store | Augment):
            for name in nodes.names_read(stmt.value):
                yield name, base_name(stmt.target)
        elif isinstance(stmt, Unpack | For):
            targets = (stmt.target,) if isinstance(stmt, For) else stmt.targets
            for name in _unknown_parts(program, stmt.iter if isinstance(stmt, For) else stmt.value):
                yield from ((name, target.lstrip("*")) for target in targets)
        elif id(stmt) in program.ops:
            op = program.ops[id(stmt)]
            if op.kind == "append":
                for name in nodes.names_read(op.operands["value"]):
                    yield name, op.operands["base"].id


def _sharing(program: Program, written: frozenset[str]) -> list[set[str]]:
    """Sets of variables that may live in one written buffer."""
    by_site: dict[str, set[str]] = {}
    for name, kind in program.types.items():
        for site in sites_of(kind) & written:
            by_site.setdefault(site, set()).add(name)
    groups = list(by_site.values())
    held = holders(program)
    groups += [set(chain(held, name)) for name in _changed_containers(program) if name in held]
    groups += kept.connected(program)
    if _writes_unknown(program):  # whatever an unknown value was made from may be the same memory
        for stmt in statements(program.body):
            if isinstance(stmt, Bind) and isinstance(program.types.get(stmt.target), Unknown):
                op = program.op(stmt)
                if op.kind != "inactive" and not (op.rule is not None and op.rule.elementwise):
                    places = getattr(stmt.value, "slice", None)  # of what is read is no part of it
                    within = {*operand_names(op), *nodes.names_read(stmt.value)} - {*nodes.names_read(places)}
                    groups.append({stmt.target, *within})
            elif isinstance(stmt, For) and isinstance(program.types.get(stmt.target), Unknown):
                groups.append({stmt.target, *_unknown_parts(program, stmt.iter)})
    return [{n for n in group if n in program.types} for group in groups]


def _unknown_parts(program: Program, value: gast.AST) -> list[str]:
    """The names in an expression of which nothing is known: what is taken out of them may be anything."""
    return [name for name in nodes.names_read(value) if isinstance(program.types.get(name), Unknown)]


def _changed_containers(program: Program) -> set[str]:
    """The variables through which an element is stored or appended."""
    found = set()
    for stmt in statements(program.body):
        op = program.ops.get(id(stmt))
        if isinstance(stmt, Store | Augment):
            found.add(base_name(stmt.target))
        elif op is not None and op.kind in ("append", "pop"):
            found.add(op.operands["base"].id)
    return found


def _writes_unknown(program: Program) -> bool:
    return any(
        isinstance(stmt, Store | Augment) and isinstance(program.types.get(base_name(stmt.target)), Unknown)
        for stmt in statements(program.body)
    )


def _closure(start: set[str], edges: list, groups: list[set[str]], types: dict[str, Type]) -> set[str]:
    found = set(start)
    successors: dict[str, list[str]] = {}
    for a, b in edges:
        successors.setdefault(a, []).append(b)
    for group in groups:
        passing = sorted(name for name in group if not types or is_float_like(types.get(name)))
        if not passing:
            continue
        first, *others = passing
        for other in others:
            successors.setdefault(first, []).append(other)
            successors.setdefault(other, []).append(first)
    todo = list(found)
    while todo:
        for name in successors.get(todo.pop(), ()):
            if name not in found and (not types or is_float_like(types.get(name))):
                found.add(name)
                todo.append(name)
    return found
