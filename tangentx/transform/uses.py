"""Who binds and who reads a name in a function body, kept up to date while its statements change.

*Requires* that whoever changes a statement says so.  *Gives* counts that are those of a recount, without one: tidying
asks after each of its steps, and a walk over the whole body for each would be quadratic in its length.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import gast

from tangentx.syntax import nodes
from tangentx.transform.statements import inner_blocks, own_expressions, targets


class Own:
    """What one statement reads and binds itself, not in its blocks."""

    __slots__ = ("bound", "mutates", "read", "stmt")

    def __init__(self, stmt: gast.AST):
        self.stmt = stmt  # kept alive: the tables are keyed by identity
        self.mutates: bool | None = None  # may running it change an array or an object?  None: not asked yet
        self.bound = targets(stmt)
        self.read = [name for expr in own_expressions(stmt) for name in nodes.names_read(expr)]


class Uses:
    """Counts of reads and bindings by name, over a whole body."""

    def __init__(self, body: list[gast.AST], parameters: set[str]):
        self.own: dict[int, Own] = {}
        self.bound: Counter[str] = Counter(parameters)
        self.read: Counter[str] = Counter()
        self.where: dict[str, dict[int, gast.AST]] = defaultdict(dict)
        self.add(body)

    def of(self, stmt: gast.AST) -> Own:
        return self.own[id(stmt)]

    def add(self, body: list[gast.AST]) -> None:
        """Statements that are new in the body, blocks included."""
        for stmt in body:
            self._enter(stmt)
            for part in inner_blocks(stmt):
                self.add(part)

    def drop(self, stmt: gast.AST) -> None:
        """A statement that left the body, blocks included."""
        self._leave(stmt)
        for part in inner_blocks(stmt):
            for inner in part:
                self.drop(inner)

    def changed(self, stmt: gast.AST) -> None:
        """The statement itself reads or binds other names now."""
        self._leave(stmt)
        self._enter(stmt)

    def _enter(self, stmt: gast.AST) -> None:
        own = self.own[id(stmt)] = Own(stmt)
        for name in own.bound:
            self.bound[name] += 1
            self.where[name][id(stmt)] = stmt
        for name in own.read:
            self.read[name] += 1
            self.where[name][id(stmt)] = stmt

    def _leave(self, stmt: gast.AST) -> None:
        own = self.own.pop(id(stmt))
        for name in own.bound:
            self.bound[name] -= 1
            self.where[name].pop(id(stmt), None)
        for name in own.read:
            self.read[name] -= 1
            self.where[name].pop(id(stmt), None)

    # -- questions ---------------------------------------------------------------------------------------

    def mentioning(self, name: str) -> list[gast.AST]:
        """The statements that read or bind a name themselves."""
        return list(self.where[name].values())

    def binding(self, name: str) -> list[gast.AST]:
        """The statements that bind a name themselves."""
        return [stmt for stmt in self.where[name].values() if name in self.own[id(stmt)].bound]

    def reads_in(self, stmt: gast.AST, name: str) -> int:
        """How often a statement reads a name, blocks included."""
        inside = sum(self.reads_in(s, name) for part in inner_blocks(stmt) for s in part)
        return self.own[id(stmt)].read.count(name) + inside

    def binds_in(self, stmt: gast.AST, names: set[str]) -> bool:
        """Does a statement bind one of the names, blocks included?"""
        if not names.isdisjoint(self.own[id(stmt)].bound):
            return True
        return any(self.binds_in(s, names) for part in inner_blocks(stmt) for s in part)


class Order:
    """Which of two statements of one block comes first: statements may go, they do not change places."""

    def __init__(self, body: list[gast.AST]):
        self.places: dict[
            int, tuple[gast.AST, int, int]
        ] = {}  # keyed by identity: the statements are kept alive
        self._note(body)

    def _note(self, body: list[gast.AST]) -> None:
        for place, stmt in enumerate(body):
            self.places[id(stmt)] = (stmt, id(body), place)
            for part in inner_blocks(stmt):
                self._note(part)

    def is_before(self, a: gast.AST, b: gast.AST) -> bool:
        """Is it sure, of two statements that are still there?"""
        first, second = self.places.get(id(a)), self.places.get(id(b))
        return first is not None and second is not None and first[1] == second[1] and first[2] < second[2]
