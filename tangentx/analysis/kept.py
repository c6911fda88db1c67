"""Containers that can be changed and are kept in other containers: a row of a table, an object in a list.

    row = table[i]          row is an element of table: what is written into it is seen there
    best.append(row)        it is in both lists now, and so are all names for either connected
    row[0] = x

*Requires* a program.  *Gives* the variables for which it matters who else has the element: those that are connected
with an element that is written.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

import gast

from tangentx.analysis.program import Op, Program, base_name, statements
from tangentx.analysis.types import (
    HELD,
    NUMBER,
    Array,
    Dictionary,
    Instance,
    Record,
    Sequence,
    SetOf,
    Type,
    Unknown,
    sites_of,
    some,
)
from tangentx.records import Augment, Bind, Evaluate, For, Store, While
from tangentx.syntax import nodes

_PASSING = ("item", "copy", "display", "pop", "twin")


def is_keeper(kind: Type | None) -> bool:
    """May it be, or have in it, a container that can be changed?"""
    kind = some(kind)
    if isinstance(kind, Sequence | Dictionary):
        return any(map(is_keeper, kind.items))
    return isinstance(kind, HELD)


@functools.lru_cache(maxsize=8)
def connected(program: Program) -> list[set[str]]:
    """Sets of variables that may reach one element that is written."""
    names = _Groups()
    for inner, outer, _ in _passed(program):
        names.join(inner, outer)
    inside, arrays = elements(program), _written_arrays(program)
    written = {names.root(name) for _, name in changed(program) if name in inside}
    written |= {names.root(n) for n in inside if not arrays.isdisjoint(sites_of(program.types.get(n)))}
    found: dict[str, set[str]] = {}
    for name in names.above:
        if names.root(name) in written:
            found.setdefault(names.root(name), set()).add(name)
    return list(found.values())


@functools.lru_cache(maxsize=8)
def elements(program: Program) -> frozenset[str]:
    """The variables that are, or were, in another container; and objects that may have two names."""
    same, inside = _Groups(), set()
    for inner, outer, is_copy in _passed(program):
        same.join(inner, outer if is_copy else inner)
        inside |= set() if is_copy and not isinstance(some(program.types.get(inner)), Record) else {inner}
    roots = {same.root(name) for name in inside}
    return frozenset(name for name in same.above if same.root(name) in roots)


def changes_after(program: Program, stmt: object, group: set[str]) -> bool:
    """May an element that the group reaches be changed behind a statement, which may stand in a loop?"""
    order = {id(other): i for i, other in enumerate(statements(program.body))}
    loops = [[*statements((s,))] for s in statements(program.body) if isinstance(s, For | While)]
    around = {id(s) for loop in loops if any(o is stmt for o in loop) for s in loop}
    inside = elements(program) & group
    sites = frozenset().union(*(sites_of(program.types.get(name)) for name in inside))

    def concerns(name: str) -> bool:
        return name in inside or not sites.isdisjoint(sites_of(program.types.get(name)))

    return any(
        concerns(name) and (order[id(other)] > order[id(stmt)] or id(other) in around)
        for other, name in changed(program)
    )


def _written_arrays(program: Program) -> frozenset[str]:
    """The buffers of arrays that are written."""
    kinds = [program.types.get(name) for _, name in changed(program)]
    return frozenset().union(*(sites_of(kind) for kind in kinds if isinstance(kind, Array))) - NUMBER


def reaching(program: Program, name: str) -> set[str]:
    """The variables through which what a variable has may be changed, itself among them."""
    return next((group for group in connected(program) if name in group), {name})


@functools.lru_cache(maxsize=8)
def _sharing(program: Program) -> dict[str, set[str]]:
    names = _Groups()
    for inner, outer, _ in _passed(program, _may_hold, (*_PASSING, "inactive")):
        names.join(inner, outer)
    found: dict[str, set[str]] = {}
    for name in names.above:
        found.setdefault(names.root(name), set()).add(name)
    return {name: found[names.root(name)] for name in names.above}


def sharing(program: Program, name: str) -> set[str]:
    """The variables that may have, or be, a container which this one has or is, whether a derivative passes or not."""
    return _sharing(program).get(name, {name})


def _may_hold(kind: Type | None) -> bool:
    return isinstance(some(kind), HELD | Sequence | Dictionary | SetOf | Instance | Unknown)


class _Groups:
    """Names that belong together."""

    def __init__(self) -> None:
        self.above: dict[str, str] = {}

    def root(self, name: str) -> str:
        while self.above.get(name, name) != name:
            name = self.above[name]
        return name

    def join(self, one: str, other: str) -> None:
        for name in (one, other):
            self.above.setdefault(name, name)
        self.above[self.root(one)] = self.root(other)


def _passed(
    program: Program, holds: Callable[[Type | None], bool] = is_keeper, passing: tuple[str, ...] = _PASSING
) -> Iterator[tuple[str, str, bool]]:
    """(element, who has it, False), or (name, another name for it, True)."""
    for stmt in statements(program.body):
        op = program.ops.get(id(stmt))
        if isinstance(stmt, Bind) and op.kind in passing and holds(program.types.get(stmt.target)):
            for name in _keepers(program, stmt.value, holds):
                if op.kind == "twin":
                    yield stmt.target, op.operands["table"].id, False
                elif op.kind == "display":
                    yield name, stmt.target, False
                else:
                    yield stmt.target, name, op.kind == "copy"
        elif isinstance(stmt, Store) or isinstance(stmt, Evaluate) and op is not None and op.kind == "append":
            value = stmt.value if isinstance(stmt, Store) else op.operands["value"]
            base = base_name(stmt.target) if isinstance(stmt, Store) else op.operands["base"].id
            for name in _keepers(program, value, holds):
                yield name, base, False


def _keepers(program: Program, value: gast.AST, holds: Callable[[Type | None], bool]) -> list[str]:
    return [name for name in nodes.names_read(value) if holds(program.types.get(name))]


def changed(program: Program) -> Iterator[tuple[object, str]]:
    """The statements that change containers, and which."""
    for stmt in statements(program.body):
        op: Op | None = program.ops.get(id(stmt))
        if isinstance(stmt, Store | Augment):
            yield stmt, base_name(stmt.target)
        elif op is not None and op.kind in ("append", "pop"):
            yield stmt, op.operands["base"].id
