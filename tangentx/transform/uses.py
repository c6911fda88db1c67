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

    __slots__ = ("bound", "read", "stmt")

    def __init__(self, stmt: gast.AST):
        self.stmt = stmt  # kept alive: the tables are keyed by identity
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

    def reads_in(self, stmt: gast.AST, name: str) -> int:
        """How often a statement reads a name, blocks included."""
        inside = sum(self.reads_in(s, name) for part in inner_blocks(stmt) for s in part)
        return self.own[id(stmt)].read.count(name) + inside

    def binds_in(self, stmt: gast.AST, names: set[str]) -> bool:
        """Does a statement bind one of the names, blocks included?"""
        if not names.isdisjoint(self.own[id(stmt)].bound):
            return True
        return any(self.binds_in(s, names) for part in inner_blocks(stmt) for s in part)
