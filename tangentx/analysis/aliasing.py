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
from tangentx.analysis.types import HELD, Array, sites_of
from tangentx.analysis.webs import bound_names
from tangentx.records import Augment, Bind, Break, Continue, Evaluate, For, If, Raise, Store, While
from tangentx.syntax import nodes

GROWS = "+"  # behind a list's name: an element comes to its end
Live = frozenset[str]
Pairs = frozenset[tuple[str, str]]


@dataclass
class Aliasing:
    """seen: id(store) -> the other variables that see what it writes.  rebound: (variable, name) where the name is
    bound again while the variable is in use."""

    seen: dict[int, frozenset[str]] = field(default_factory=dict)
    rebound: set[tuple[str, str]] = field(default_factory=set)

    twice: set[int] = field(
        default_factory=set
    )  # ids: a list gets an array that is in it, or in sight, already
    through: set[str] = field(default_factory=set)  # variables that are written and seen by others
    after: dict[int, Live] = field(default_factory=dict)  # id(statement) -> what is read behind it

    def concerned(self) -> set[str]:
        """The variables of which one sees what is written through another."""
        return self.through.union(*self.seen.values())


def aliasing(program: Program, written: frozenset[str]) -> Aliasing:
    """The facts of a program; nothing is computed where nothing is written."""
    watched = frozenset(v for v, k in program.types.items() if not sites_of(k).isdisjoint(written))
    held = holders(program)
    keepers = frozenset().union(*kept.connected(program))
    watched |= held.keys() | keepers
    if len(watched) < 2 and not held:
        return Aliasing()
    live = _Liveness(program, watched, held)
    live.block(program.body, frozenset(result_names(program.result)) & watched)
    pairs = _Sharing(program, watched, keepers)
    pairs.block(program.body, frozenset())
    found = Aliasing(rebound=live.rebound, twice=pairs.twice, after=live.after)
    for stmt, base in kept.changed(program):
        if isinstance(stmt, Store | Augment) or base in keepers:
            others = {v for pair in pairs.at.get(id(stmt), ()) if base in pair for v in pair} - {base}
            found.seen[id(stmt)] = frozenset(others & live.after.get(id(stmt), frozenset()))
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
                return head


class _Sharing:
    """Which of the watched variables may share memory, point by point: a buffer that two names swap is never shared."""

    def __init__(self, program: Program, watched: frozenset[str], keepers: frozenset[str]):
        self.program, self.watched, self.keepers = program, watched, keepers
        self.at: dict[int, Pairs] = {}
        self.twice: set[int] = set()
        self.exits: list[list[Pairs]] = []  # of each enclosing loop: at its breaks and continues

    def block(self, body: tuple, pairs: Pairs) -> Pairs:
        for stmt in body:
            pairs = self.statement(stmt, pairs)
        return pairs

    def statement(self, stmt, pairs: Pairs) -> Pairs:
        if isinstance(stmt, If):
            return self.block(stmt.body, pairs) | self.block(stmt.orelse, pairs)
        if isinstance(stmt, For | While):
            return self._loop(stmt, pairs)
        if isinstance(stmt, Break | Continue):
            self.exits[-1].append(pairs)
            return pairs
        op = self.program.ops.get(id(stmt))
        if isinstance(stmt, Store | Augment) or op is not None and op.kind in ("append", "pop"):
            self.at[id(stmt)] = self.at.get(id(stmt), frozenset()) | pairs
        self._note_twice(stmt, pairs)
        for name in bound_names(stmt):
            pairs = self._bind(name, self._sources(stmt), pairs, self._left_from(stmt))
        if isinstance(stmt, Evaluate) or (isinstance(stmt, Store) and self._is_list(base_name(stmt.target))):
            kept = {n for expr in evaluated(stmt) for n in nodes.names_read(expr)} & self.watched
            pairs |= self._kept_in_lists(kept, pairs)
        return pairs

    def _kept_in_lists(self, kept: set[str], pairs: Pairs) -> set[tuple[str, str]]:
        """`rows.append(u)`: rows, and whoever else has it, now shares what u shares."""
        group = kept | {v for pair in pairs if not kept.isdisjoint(pair) for v in pair}
        lists = {n for n in group if self._is_list(n)}
        return {tuple(sorted((a, b))) for a in lists or group for b in group if a != b}

    def _sources(self, stmt) -> list[str]:
        """What the value of a binding may share memory with."""
        op = self.program.ops.get(id(stmt))
        if op is not None and op.kind == "pop":
            return []  # it is in the list no more, and it is not in it twice
        fresh = op is not None and op.rule is not None and op.view == "no"
        return [] if fresh else nodes.names_read(stmt.value)

    def _left_from(self, stmt) -> str | None:
        """The list that an element was in: whoever else has that still has the element."""
        op = self.program.ops.get(id(stmt))
        return op.operands["base"].id if op is not None and op.kind == "pop" else None

    def _note_twice(self, stmt, pairs: Pairs) -> None:
        """A list in which one piece of memory comes twice has no adjoint with a place for each."""
        op = self.program.ops.get(id(stmt))
        into_list = isinstance(stmt, Store) and self._is_list(base_name(stmt.target))
        if not into_list and (op is None or op.kind not in ("append", "display")):
            return
        kept = [n for expr in evaluated(stmt) for n in nodes.names_read(expr) if n in self.watched]
        pair = (tuple(sorted((a, b))) for i, a in enumerate(kept) for b in kept[i + 1 :])
        if any((a == b or (a, b) in pairs) and self._matters(stmt, {a, b}) for a, b in pair):
            self.twice.add(id(stmt))

    def _matters(self, stmt, pair: set[str]) -> bool:
        """Is anything written later on?  What a container has is looked at when it is put somewhere."""
        if not self.keepers >= pair:
            return True
        return kept.changes_after(self.program, stmt, kept.reaching(self.program, min(pair)))

    def _is_list(self, name: str) -> bool:
        return not isinstance(self.program.types.get(name), Array)

    def _bind(self, name: str, read: list[str], pairs: Pairs, left: str | None = None) -> Pairs:
        """The name now shares memory with what it was made from, and with whatever that shares memory with."""
        kept = frozenset(pair for pair in pairs if name not in pair)
        if name not in self.watched:
            return kept
        sources = {n for n in read if n in self.watched and self._may_share(n, name)}
        near = sources | {left} if name in self.keepers else sources
        shared = {v for pair in pairs if not near.isdisjoint(pair) for v in pair} - {left}
        others = sources | {v for v in shared if self._may_share(v, name)}
        return kept | {tuple(sorted((name, other))) for other in others - {name}}

    def _may_share(self, one: str, other: str) -> bool:
        """Two parts of one argument do not, though either does with the whole."""
        sites = [sites_of(self.program.types.get(name)) for name in (one, other)]
        return not sites[0].isdisjoint(sites[1]) or self.keepers >= {one, other}

    def _loop(self, stmt: For | While, pairs: Pairs) -> Pairs:
        while True:
            before = pairs
            self.exits.append([])
            inner = (
                self._bind(stmt.target, nodes.names_read(stmt.iter), pairs)
                if isinstance(stmt, For)
                else pairs
            )
            inner = self.block(stmt.body, inner)
            pairs = pairs.union(inner, *self.exits.pop())
            if pairs == before:
                return pairs
