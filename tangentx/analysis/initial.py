"""A value for cells that are moved where nothing may be in them yet.

    for k in range(n):                              r_0 = 0.0
        if c:                                       for k in range(n):
            for p in v:                                 q_0 = r_0         # what an inner loop carries
                return p, x             ->              for p in v: ...

Where containers of one outline meet, their cells are copied.  On a path on which the container was not made, Python
would never look at it, but the copy does: such a cell is given something before the statement that it first occurs in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import gast

from tangentx.analysis.classes_of import is_number
from tangentx.analysis.program import Op, statements
from tangentx.analysis.types import Array, Const, Scalar, Type
from tangentx.analysis.webs import bound_names
from tangentx.records import Bind, Break, Continue, For, If, Place, Raise, While
from tangentx.syntax import nodes


def filled(s, body: tuple, parameters: Iterable[str]) -> tuple:
    """The body, with a value for every cell that a copy into one of `s.moved` may find without one."""
    if not s.moved:
        return body
    finder = _Finder(s.moved)
    finder.block(body, set(parameters))
    missing, out = finder.unsure, []
    for stmt in body:
        for name in sorted(missing.intersection(_mentioned(stmt))) if missing else ():
            missing.remove(name)
            out.append(_nothing(s, name, stmt.place))
        out.append(stmt)
    return tuple(out)


def _nothing(s, name: str, place: Place) -> Bind:
    value = empty(s.types.get(name))
    made = Bind(name, nodes.constant(value), place)
    s.know(made, Op("copy"))
    s.def_types[id(made)] = Const(value)
    return made


def empty(kind: Type | None) -> float | None:
    """What stands in a variable of this type before it has a value: a number of the same kind, so that the variable
    has one type all along."""
    if isinstance(kind, Scalar) and kind.kind in _NOTHING:
        return _NOTHING[kind.kind]
    return 0.0 if isinstance(kind, Scalar | Array) or is_number(kind) else None


_NOTHING = {"int": 0, "bool": False}


def _mentioned(stmt) -> Iterator[str]:
    """The names that a statement, or one inside it, binds or copies."""
    for inner in statements((stmt,)):
        yield from bound_names(inner)
        if isinstance(inner, Bind) and isinstance(inner.value, gast.Name):
            yield inner.value.id


@dataclass
class _Finder:
    """Which names are surely bound, in the order of execution; a loop may not run at all."""

    moved: set[str]
    unsure: set[str] = field(default_factory=set)
    left: list[list[set[str]]] = field(default_factory=list)  # the names at the breaks of the loops around

    def block(self, body: tuple, bound: set[str]) -> set[str] | None:
        """Adds to `bound` what the block binds; None where its end is not reached."""
        for stmt in body:
            if isinstance(stmt, Break):
                self.left[-1].append(bound)
            if isinstance(stmt, Break | Continue | Raise):
                return None
            after = self._inner(stmt, bound)
            if after is None:
                return None
            bound |= after
            bound.update(bound_names(stmt))
        return bound

    def _inner(self, stmt, bound: set[str]) -> set[str] | None:
        if isinstance(stmt, If):
            ends = [self.block(part, set(bound)) for part in (stmt.body, stmt.orelse)]
            ends = [end for end in ends if end is not None]
            return set.intersection(*ends) if ends else None
        if isinstance(stmt, For | While):
            return self._loop(stmt, bound)
        if isinstance(stmt, Bind) and stmt.target in self.moved and isinstance(stmt.value, gast.Name):
            self.unsure |= {stmt.value.id} - bound if stmt.value.id[0] != "@" else set()
        return bound

    def _loop(self, stmt: For | While, bound: set[str]) -> set[str] | None:
        self.left.append([])
        self.block(stmt.body, bound | {stmt.target} if isinstance(stmt, For) else set(bound))
        ends = self.left.pop()
        if not (isinstance(stmt, While) and isinstance(stmt.test, gast.Constant) and stmt.test.value):
            ends.append(bound)
        return set.intersection(*ends) if ends else None
