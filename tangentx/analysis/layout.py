"""Where things stand in a program: the block, the loops and the position of every statement, definition and use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tangentx.analysis.program import Program
from tangentx.analysis.webs import bound_names, read_expressions
from tangentx.records import Attempt, For, If, While
from tangentx.syntax import nodes


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A statement's position.  path: (block key, index) pairs from the outside in; loops: enclosing loops' ids."""

    stmt: Any
    path: tuple[tuple[Any, int], ...]
    loops: tuple[int, ...]

    @property
    def block(self) -> Any:
        return self.path[-1][0]

    @property
    def index(self) -> int:
        return self.path[-1][1]


@dataclass
class Layout:
    """Spots by statement; definitions and uses by variable; loops by id, with their own spots."""

    spots: dict[int, Spot] = field(default_factory=dict)
    definitions: dict[str, list[Spot]] = field(default_factory=dict)
    uses: dict[str, list[Spot]] = field(default_factory=dict)
    loops: dict[int, Any] = field(default_factory=dict)
    blocks: dict[Any, tuple] = field(default_factory=dict)


def layout(program: Program) -> Layout:
    found = Layout()
    _walk(program.body, "root", (), (), found)
    return found


def _walk(body: tuple, key: Any, path: tuple, loops: tuple, found: Layout) -> None:
    found.blocks[key] = body
    for i, stmt in enumerate(body):
        spot = Spot(stmt, (*path, (key, i)), loops)
        found.spots[id(stmt)] = spot
        for expr in evaluated(stmt):
            for name in nodes.names_read(expr):
                found.uses.setdefault(name, []).append(spot)
        for name in bound_names(stmt):
            found.definitions.setdefault(name, []).append(spot)
        if isinstance(stmt, If):
            _walk(stmt.body, (id(stmt), "body"), spot.path, loops, found)
            _walk(stmt.orelse, (id(stmt), "orelse"), spot.path, loops, found)
        elif isinstance(stmt, For | While):
            found.loops[id(stmt)] = stmt
            inner = (*loops, id(stmt))
            if isinstance(stmt, For):
                target = Spot(stmt, (*spot.path, (id(stmt), -1)), inner)
                found.definitions.setdefault(stmt.target, []).append(target)
            _walk(stmt.body, id(stmt), spot.path, inner, found)


def evaluated(stmt) -> list:
    """The expressions that a statement evaluates itself, not in its blocks."""
    if isinstance(stmt, Attempt):
        return []  # its flag is bound in its blocks
    if isinstance(stmt, If | While):
        return [stmt.test]
    return [stmt.iter] if isinstance(stmt, For) else read_expressions(stmt)


def follows(use: Spot, definition: Spot) -> bool:
    """Does the use stand behind the definition in the definition's block (or nested in what stands there)?"""
    block, index = definition.path[-1]
    return any(b == block and i > index for b, i in use.path)


def is_bound_before(where: Layout, name: str, spot: Spot) -> bool:
    """Is the name bound on every path, in this trip of the loops around, before the statement at a spot runs?"""
    return any(binds(stmt, name) for block, i in spot.path for stmt in where.blocks[block][: max(i, 0)])


def binds(stmt: Any, name: str) -> bool:
    """Does the statement bind the name on every path through it?"""
    if isinstance(stmt, If) and not isinstance(stmt, Attempt):
        return all(any(binds(inner, name) for inner in block) for block in (stmt.body, stmt.orelse))
    return not isinstance(stmt, If | For | While) and name in bound_names(stmt)


def inside(spot: Spot, loop: int) -> bool:
    return loop in spot.loops
