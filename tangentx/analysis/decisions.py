"""Which values decide something, so that their last bit may make the result another one.

    d2 = np.sum(d**2, axis=1)
    near = d2 < r2                   `d2` and `d` decide which pairs are near: they are computed as they are written
    e = np.sqrt(np.sum(w**2))        `w` decides nothing: its sum may be rounded differently where nobody sees the value

*Requires* a program in its final form.  *Gives* the variables from which a branch, a loop, a comparison, an index, a
whole number or anything else that jumps is computed, and whatever is handed to code that is not followed.
"""

from __future__ import annotations

from collections import defaultdict

import gast
import numpy as np

from tangentx.analysis.program import Op, Program, base_name, statements
from tangentx.analysis.types import is_float_like
from tangentx.analysis.webs import bound_names, read_expressions
from tangentx.records import Augment, Bind, For, If, Store, Unpack, While
from tangentx.syntax import nodes

_PASSING = ("copy", "display", "item", "list")  # what is in one of both may be in the other one
_JUMPING = ("mod", "fmod", "ieee_remainder")  # rules whose value jumps
_SIZES = (len, np.shape, np.size, np.ndim, np.zeros_like, np.ones_like, np.empty_like)
_SIZE_ATTRIBUTES = ("shape", "size", "ndim", "dtype")


def deciding(program: Program) -> frozenset[str]:
    """The names of these variables."""
    found = _Sources(program)
    for stmt in statements(program.body):
        found.note(stmt)
    return found.reached()


class _Sources:
    def __init__(self, program: Program):
        self.program = program
        self.sources: dict[str, set[str]] = defaultdict(set)  # what a variable is computed from
        self.sinks: set[str] = set()

    def reached(self) -> frozenset[str]:
        pending, seen = list(self.sinks), set(self.sinks)
        while pending:
            new = self.sources[pending.pop()] - seen
            seen |= new
            pending += new
        return frozenset(seen)

    def note(self, stmt) -> None:
        if isinstance(stmt, Bind):
            self._bind(stmt)
        elif isinstance(stmt, Store | Augment):
            self._into([base_name(stmt.target)], self._read(stmt))
        elif isinstance(stmt, Unpack):
            self._together([*bound_names(stmt), *self._read(stmt)])
        elif isinstance(stmt, For):
            self._together([stmt.target, *nodes.names_read(stmt.iter)])
        elif isinstance(stmt, If | While):
            self.sinks.update(nodes.names_read(stmt.test))
        else:
            self.sinks.update(self._read(stmt))

    def _bind(self, stmt: Bind) -> None:
        op, read = self.program.op(stmt), self._read(stmt)
        if op.kind in _PASSING or op.view != "no":
            self._together([stmt.target, *read])
        elif op.kind == "rule" and op.rule.name not in _JUMPING and self._is_float(stmt.target):
            self._into([stmt.target], read)
        elif not _is_size(stmt, op):
            self.sinks.update(read)

    def _is_float(self, name: str) -> bool:
        return is_float_like(self.program.types.get(name))

    def _read(self, stmt) -> list[str]:
        return [n for e in read_expressions(stmt) for n in nodes.names_read(e) if n[0] != "@"]

    def _into(self, targets: list[str], read: list[str]) -> None:
        for target in targets:
            self.sources[target].update(read)

    def _together(self, names: list[str]) -> None:
        for name in names:
            self.sources[name].update(names)


def _is_size(stmt: Bind, op: Op) -> bool:
    """Does it read no entries?"""
    if isinstance(stmt.value, gast.Attribute):
        return stmt.value.attr in _SIZE_ATTRIBUTES
    return isinstance(stmt.value, gast.Call) and any(op.callee is size for size in _SIZES)
