"""Who sees what a store writes: names that share memory at a store, and are read after it.

*Requires* a program with one name a web, and the sites of the buffers that are written.  *Gives*, for each store, the
other variables that see it, and the pairs (variable, name) in which the name is bound again while the variable is used.

    a = rows[0]
    rows[0] = b         another row is there: if a is read below, its adjoint is no part of `rows`' from here on
    v = u[1:]
    u[2] = x            v sees it, if v is read below: its adjoint must be a part of u's
    u = u * x           u is bound again: if v is read below, u's adjoint is another buffer from here on

A view that sees no store is a value like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tangentx.analysis import kept
from tangentx.analysis.activity import holders, result_names
from tangentx.analysis.layout import evaluated
from tangentx.analysis.program import Program, base_name, statements
from tangentx.analysis.same_memory import SameMemory
from tangentx.analysis.types import HELD, Array, sites_of
from tangentx.analysis.webs import bound_names
from tangentx.records import Augment, Bind, Break, Continue, For, If, Raise, Store, While
from tangentx.syntax import nodes

GROWS = "+"  # behind a list's name: an element comes to its end
Live = frozenset[str]


@dataclass
class Aliasing:
    """seen: id(store) -> the other variables that see what it writes.  rebound: (variable, name) where the name is
    bound again while the variable is in use.  earlier: (variable, name) where the variable comes from an earlier trip
    of a loop, and the name has another value in each."""

    seen: dict[int, frozenset[str]] = field(default_factory=dict)
    rebound: set[tuple[str, str]] = field(default_factory=set)
    earlier: set[tuple[str, str]] = field(default_factory=set)

    twice: set[int] = field(
        default_factory=set
    )  # ids: a list gets an array that is in it, or in sight, already
    through: set[str] = field(default_factory=set)  # variables that are written and seen by others
    after: dict[int, Live] = field(default_factory=dict)  # id(statement) -> what is read behind it
    memory: SameMemory | None = None  # where anything is written

    def concerned(self) -> set[str]:
        """The variables of which one sees what is written through another."""
        return self.through.union(*self.seen.values())


def aliasing(program: Program, written: frozenset[str]) -> Aliasing:
    """The facts of a program; nothing is computed where nothing is written."""
    arrays = {v for v, k in program.types.items() if not sites_of(k).isdisjoint(written)}
    watched = frozenset(arrays)
    held = holders(program)
    keepers = frozenset().union(*kept.connected(program))
    watched |= held.keys() | keepers
    if len(watched) < 2 and not held:
        return Aliasing()
    watched |= {v for v in with_bases(program, arrays) if isinstance(program.types.get(v), Array)}
    live = _Liveness(program, watched, held)
    live.block(program.body, frozenset((*result_names(program.result), *program.changed)) & watched)
    memory = SameMemory(program, watched, keepers)
    found = Aliasing({}, live.rebound, live.earlier, memory.twice, after=live.after, memory=memory)
    for stmt, base in kept.changed(program):
        if isinstance(stmt, Store | Augment) or base in keepers:
            found.seen[id(stmt)] = memory.others(stmt, base) & live.after.get(id(stmt), frozenset())
            found.through |= {base} if found.seen[id(stmt)] else set()
    return found


def base_of_view(program: Program, stmt: Bind) -> str | None:
    """The array of which the value may be a view."""
    mine = sites_of(program.types.get(stmt.target))
    names = nodes.names_read(stmt.value)
    return next((n for n in names if not mine.isdisjoint(sites_of(program.types.get(n)))), None)


def with_bases(program: Program, variables: set[str]) -> set[str]:
    """The variables, and whatever they are views of."""
    found, todo = set(variables), list(variables)
    bound: dict[str, list[str]] = {}
    for stmt in statements(program.body) if todo else ():
        if isinstance(stmt, Bind):
            bound.setdefault(stmt.target, []).extend(nodes.names_read(stmt.value))
    while todo:
        name = todo.pop()
        mine = sites_of(program.types.get(name))
        for base in bound.get(name, ()):
            if base not in found and not mine.isdisjoint(sites_of(program.types.get(base))):
                found.add(base)
                todo.append(base)
    return found


class _Liveness:
    """Which of the watched variables are read later on."""

    def __init__(self, program: Program, watched: frozenset[str], held: dict[str, str]):
        self.program, self.watched, self.held = program, watched, held
        self.after: dict[int, Live] = {}
        self.rebound: set[tuple[str, str]] = set()
        self.earlier: set[tuple[str, str]] = set()
        self.exits: list[tuple[Live, Live]] = []  # live behind each enclosing loop, and at its head

    def block(self, body: tuple, live: Live) -> Live:
        for stmt in reversed(body):
            live = self.statement(stmt, live)
        return live

    def statement(self, stmt, live: Live) -> Live:
        if isinstance(stmt, If):
            return self._reads(stmt, self.block(stmt.body, live) | self.block(stmt.orelse, live))
        if isinstance(stmt, For | While):
            return self._loop(stmt, live)
        if isinstance(stmt, Break | Continue):
            return self.exits[-1][isinstance(stmt, Continue)]
        if isinstance(stmt, Raise):
            return self._reads(stmt, frozenset())
        self.after[id(stmt)] = self.after.get(id(stmt), frozenset()) | live
        for name in bound_names(stmt):
            live = self._bind(name, live)
        self._exchange(stmt, live)
        return self._reads(stmt, live)

    def _exchange(self, stmt, live: Live) -> None:
        """Another element at a place of a list: what was read there is in use as if the list were bound again.  An
        `append` leaves the places that are counted from the beginning."""
        op, mark = self.program.ops.get(id(stmt)), ""
        base = base_name(stmt.target) if isinstance(stmt, Store) else None
        if op is not None and op.kind in ("append", "pop"):
            base, mark = (
                op.operands["base"].id,
                GROWS if op.kind == "append" and "index" not in op.operands else "",
            )
        if isinstance(self.program.types.get(base), HELD):
            row = self.held.get(base)
            same = {base, *(n for n, table in self.held.items() if row is not None and table == row)}
            self.rebound |= {(v, name + mark) for v in live for name in same if v != name}

    def _bind(self, name: str, live: Live) -> Live:
        self.rebound |= {(v, name) for v in live if v != name}
        return live - {name}

    def _reads(self, stmt, live: Live) -> Live:
        read = {name for expr in evaluated(stmt) for name in nodes.names_read(expr)}
        return live | (self.watched & read)

    def _loop(self, stmt: For | While, live: Live) -> Live:
        head = self._reads(stmt, live)
        while True:
            before = head
            self.exits.append((live, head))
            inner = self.block(stmt.body, head)
            self.exits.pop()
            if isinstance(stmt, For):
                inner = self._bind(stmt.target, inner)
            head = self._reads(stmt, head | inner)
            if head == before:
                self.earlier |= {(v, name) for v in inner for name in _bound_in(stmt.body) if v != name}
                return head


def _bound_in(body: tuple) -> set[str]:
    inside = [*statements(body)]
    targets = {stmt.target for stmt in inside if isinstance(stmt, For)}
    return targets.union(*map(bound_names, inside))
