"""What still stands when the reverse sweep comes by: questions that the storage plan asks about variables.

*Requires* a layout of the program's statements; what is needed of which variable, and by whom, once that is known.
Nothing here changes anything.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from typing import Any

import gast
import numpy as np

from tangentx.analysis.activity import Activity, atom_names
from tangentx.analysis.changed_arguments import only_read
from tangentx.analysis.layout import Layout, Spot, follows
from tangentx.analysis.program import Program, statements
from tangentx.analysis.types import (
    HELD,
    NUMBER,
    Array,
    Const,
    Dictionary,
    Record,
    Scalar,
    Sequence,
    Type,
    Unknown,
    is_scalar,
    may_be_a_number,
    sites_of,
    some,
)
from tangentx.frontend.exits import contains
from tangentx.records import Bind, Break, Continue, Enter, Final, For, If, Leave, While
from tangentx.syntax import nodes
from tangentx.transform import undoing
from tangentx.transform.plans import is_range
from tangentx.transform.readers import BEFORE, SHAPE, of_entries, of_values

_BY_VALUE = (operator.getitem, np.arange)  # the shape of what they give depends on more than shapes


@dataclass
class Standing:
    """Questions about the variables of a program.

    layout : in which loops count whose values are stored by the trip.
    parameters : names that are bound from the beginning.
    fused : loops whose trips are reversed where they run.
    checkpoints : loops that are reversed from kept states.
    needed : variables whose values the reverse sweep reads, or what makes them available does.
    readers : variable -> the statements whose adjoint reads it; None among them for "somewhere".
    entries : the same, of those that read what is in its arrays.
    sources : variables that are read where others are made available.
    """

    program: Program
    activity: Activity
    layout: Layout
    parameters: set[str]
    fused: frozenset[int]
    checkpoints: dict[int, Any]
    needed: frozenset[str] = frozenset()
    readers: dict[str, set] = field(default_factory=dict)
    entries: dict[str, set] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    _cheap: dict[str, bool] = field(default_factory=dict)  # an operand is asked about by all its users

    def read_by(self, needed: set[str], readers: dict[str, set]) -> None:
        """What the reverse sweep reads, and by whom."""
        self.needed = frozenset(needed)
        self.readers, self.entries = of_values(readers), of_entries(readers)

    # -- shapes and contents -----------------------------------------------------------------------------------

    def trip_of(self, spot: Spot) -> int | None:
        """The innermost rewound loop around a place."""
        return next((block for block, _ in reversed(spot.path) if block in self.checkpoints), None)

    def shape_varies(self, name: str) -> bool:
        """May two values of the variable differ in shape?  Then its shape is as good as its value."""
        kind = some(self.program.types.get(name))
        if isinstance(kind, HELD) or name in self.program.optional and not isinstance(kind, Scalar):
            spots = self.layout.definitions.get(name, [])
            return len(spots) + (name in self.parameters) > 1 or any(spot.loops for spot in spots)
        if not _unknown_shape(kind):
            return False
        spots = self.layout.definitions.get(name, [])
        count = len(spots) + (name in self.parameters)
        if count <= 1 and not any(s.loops for s in spots):
            return False
        return count != 1 or not self._shape_follows(spots[0].stmt)

    def _shape_follows(self, stmt) -> bool:
        """Does the shape of what is bound follow from the shapes of a primitive's operands, which do not vary?"""
        op = self.program.op(stmt) if isinstance(stmt, Bind) else None
        if op is None or op.kind != "rule" or op.callee in _BY_VALUE:
            return False
        active = {parameter for parameter, _ in op.rule.bar}
        static = {n for p, v in op.operands.items() if p not in active for n in atom_names(v)}
        if any(s.loops for n in static for s in self.layout.definitions.get(n, [])):
            return False
        names = [n for v in op.operands.values() for n in atom_names(v)]
        return not any(self.shape_varies(n) or self._length_varies(n) for n in names)

    def _length_varies(self, name: str) -> bool:
        """Is it a list that changes, or another one in each trip?"""
        spots = self.layout.definitions.get(name, [])
        known = isinstance(self.program.types.get(name), HELD)
        return known and (self.list_changes(name) or len(spots) > 1 or any(s.loops for s in spots))

    def list_changes(self, name: str) -> bool:
        return bool(undoing.changes(self.program, name))

    def is_another(self, name: str) -> bool:
        """May the name be another array's by the end: is it bound in each trip of a loop, or again in a branch?"""
        spots = self.layout.definitions.get(name, [])
        return any(s.loops for s in spots) or len(spots) + (name in self.parameters) > 1

    def views_written(self, name: str, spot: Spot) -> bool:
        """Is it a view of an array that is written?  The reverse half works on a copy, and needs its own view."""
        if (
            not isinstance(spot.stmt, Bind)
            or len(spot.path) != 1
            or self.program.op(spot.stmt).view != "always"
        ):
            return False
        if any(
            len(self.layout.definitions.get(n, [])) + (n in self.parameters) > 1
            for n in nodes.names_read(spot.stmt.value)
        ):
            return False  # bound again since: the name is another array's by the end
        return not sites_of(self.program.types.get(name)).isdisjoint(self.activity.written)

    def kept_by_calls(self) -> dict[str, list[str]]:
        """What recursive calls may keep themselves of what changes afterwards, arguments and results: by the call."""
        kept: dict[str, list[str]] = {}
        for stmt in statements(self.program.body):
            op = self.program.op(stmt) if isinstance(stmt, Bind) else None
            if op is not None and op.kind == "pair":
                given = filter(self._may_change, (n for atom in only_read(op) for n in atom_names(atom)))
                kept.setdefault(stmt.target, []).extend(given)
            elif op is not None and op.kind == "pairvalue" and self._may_change(stmt.target):
                kept.setdefault(op.operands["pair"].id, []).append(stmt.target)
        return kept

    # -- values and their readers ----------------------------------------------------------------------------

    def only_last(self, name: str, spots: list[Spot]) -> bool:
        """Is only its last value read, by what stands behind all its definitions?"""
        readers = [self.layout.spots.get(r) for r in self.readers.get(name) or {None}]
        if None in readers:
            return False
        return max(s.path[0][1] for s in spots) < min(r.path[0][1] for r in readers)

    def read_before(self, name: str, definition: Spot) -> bool:
        """Does the reverse of something that ran before this definition read the variable?"""
        return self._is_before(self.readers.get(name) or {None}, definition)

    def _is_before(self, readers: set, definition: Spot) -> bool:
        for reader in readers:
            spot = self.layout.spots.get(reader)
            if reader in self.checkpoints and any(block == reader for block, _ in definition.path):
                continue  # a trip that is run again begins with the state it had
            if spot is None or not set(spot.loops).isdisjoint(definition.loops) or _before(spot, definition):
                return True
        return False

    def contents_needed(self, written: Array, store: Spot, needed: set[str]) -> bool:
        """Does the reverse of something that ran before this store read the buffer?"""
        for name in sorted(needed):
            if (written.sites - NUMBER).isdisjoint(sites_of(self.program.types.get(name))):
                continue
            readers = self.entries.get(name) or {None}
            shape_only = readers == {SHAPE} and name not in self.sources
            if not shape_only and self._is_before(readers, store):
                return True
        return False

    def is_never_written(self, kind: Any) -> bool:
        """A number, or an array that nobody writes on: of another one, the name may be needed to write on it."""
        known = isinstance(kind, Array) and kind.shape is not None
        return is_scalar(kind) or (known and sites_of(kind).isdisjoint(self.activity.written))

    def local_to_trip(self, name: str, spot: Spot) -> bool:
        """Is every use behind the definition, in its block, or after all loops are over?"""
        if BEFORE in self.readers.get(name, ()):
            return False
        return all(follows(use, spot) or (not use.loops and len(spot.loops) >= 1 and self._after(use, spot))
                   for use in self.layout.uses.get(name, []))  # fmt: skip

    def _after(self, use: Spot, spot: Spot) -> bool:
        return use.path[0][1] > spot.path[0][1]

    def both_branches(self, name: str, spots: list[Spot]) -> Spot | None:
        """The `if` in a loop whose branches both define the variable once, with all other uses behind it."""
        depth = min(len(s.path) for s in spots) - 2
        if depth < 0 or len(spots) < 2 or BEFORE in self.readers.get(name, ()):
            return None
        shared = spots[0].path[: depth + 1]
        if any(s.path[: depth + 1] != shared for s in spots):
            while shared and any(s.path[: len(shared)] != shared for s in spots):
                shared = shared[:-1]
        if not shared:
            return None
        block, index = shared[-1]
        stmt = self.layout.blocks[block][index]
        if not isinstance(stmt, If) or not _assigns_once(stmt, name):
            return None
        spot = self.layout.spots[id(stmt)]
        if not spot.loops:
            return None
        for use in self.layout.uses.get(name, []):
            within = use.path[: len(shared)] == shared and len(use.path) > len(shared)
            if within and not any(follows(use, s) for s in spots):
                return None
            if not within and not follows(use, spot) and not (not use.loops and self._after(use, spot)):
                return None
        return spot

    def overwriting(self, name: str) -> tuple[set[int], bool]:
        """Definitions at which the variable may be bound already; is one of them reached unbound as well?"""
        found: set[int] = set()
        unsure = [False]

        def walk(body: tuple, state: int) -> int:
            for stmt in body:  # state: 0 unbound, 1 maybe, 2 bound
                if isinstance(stmt, If):
                    a, b = walk(stmt.body, state), walk(stmt.orelse, state)
                    state = a if a == b else 1
                elif id(stmt) in self.fused:
                    walk(stmt.body, 0)  # each trip begins anew
                elif id(stmt) in self.checkpoints and self._begins_anew(stmt, name):
                    walk(stmt.body, 0)
                    state = max(state, 1)
                elif isinstance(stmt, For | While):
                    target = isinstance(stmt, For) and stmt.target == name
                    end = walk(stmt.body, 2 if target else state)
                    again = 2 if target else (state if end == state else 1)
                    if again != state:
                        end = walk(stmt.body, again)
                    state = state if end == state else 1
                elif isinstance(stmt, Bind) and stmt.target == name:
                    if state:
                        found.add(id(stmt))
                        unsure[0] |= state == 1
                    state = 2
            return state

        walk(self.program.body, 2 if name in self.parameters else 0)
        return found, unsure[0]

    def _begins_anew(self, loop: For | While, name: str) -> bool:
        """Does every trip bind the variable before it does anything else with it, and nobody bind it before?"""
        spots = self.layout.definitions.get(name, [])
        inside = [s for s in spots if any(block == id(loop) for block, _ in s.path)]
        uses = [s for s in self.layout.uses.get(name, []) if any(block == id(loop) for block, _ in s.path)]
        if len(inside) != len(spots) or name in self.parameters:
            return False
        first = [s for s in inside if s.block == id(loop) and isinstance(s.stmt, Bind)]
        return any(all(s is d or follows(s, d) for s in [*inside, *uses]) for d in first)

    def when_done(self, name: str, spot: Spot) -> Any:
        """The statement behind which a value is stored: a list is, when all that comes into it in this trip is in
        it, so that nobody changes what a stack has as well."""
        body = self.layout.blocks[spot.block]
        jumps = contains(body, (Break, Continue)) or any(isinstance(s, Enter | Leave | Final) for s in body)
        changes = isinstance(self.program.types.get(name), HELD) and self.list_changes(name)
        return body[-1] if changes and not jumps else spot.stmt

    # -- computing it again --------------------------------------------------------------------------------------

    def is_cheap(self, name: str, spot: Spot) -> bool:
        """Computing it again where the trip is reversed costs less than storing it, and gives the same value."""
        if name not in self._cheap:
            self._cheap[name] = self._costs_less(name, spot)
        return self._cheap[name]

    def _costs_less(self, name: str, spot: Spot) -> bool:
        stmt = spot.stmt
        if not isinstance(stmt, Bind):
            return False
        op = self.program.op(stmt)
        if not op.pure or op.kind in ("pop", "display", "pair"):
            return False
        if not all(self._is_stable(n, spot) for n in nodes.names_read(stmt.value)):
            return False
        if not all(self._is_free(n, spot) for n in nodes.names_read(stmt.value)):
            return False
        kind = self.program.types.get(name)
        value = stmt.value
        if isinstance(kind, Array) and not kind.scalar and op.view == "always":
            return True  # a view: no work, and it shows what is restored
        if any(self._may_change(n) for n in nodes.names_read(value)):
            return False
        if isinstance(value, gast.Subscript) and is_scalar(kind):
            return True
        if isinstance(value, gast.Name | gast.Constant | gast.Attribute):
            return True
        if isinstance(value, gast.Call):
            return nodes.dotted(value.func) == "@builtins.len"
        simple = isinstance(value, gast.UnaryOp | gast.Compare) or (
            isinstance(value, gast.BinOp)
            and (not isinstance(value.op, gast.Pow | gast.MatMult) or _is_small_power(value))
        )
        return simple and (is_scalar(kind) or isinstance(kind, Const) or kind == Scalar("bool"))

    def _is_free(self, name: str, spot: Spot) -> bool:
        """Is the operand there without being stored for this purpose?"""
        if name in self.needed:
            return True
        spots = [s for s in self.layout.definitions.get(name, []) if s.loops]
        if not spots or (isinstance(spots[0].stmt, For) and spots[0].index == -1):
            return True
        return self.is_cheap(name, spots[0])

    def _may_change(self, name: str) -> bool:
        """Is the array or list written anywhere?"""
        kind = self.program.types.get(name)
        return not sites_of(kind).isdisjoint(self.activity.written) or undoing.may_change(self.program, name)

    def _is_stable(self, name: str, spot: Spot) -> bool:
        """Has the variable one value from this definition to the end of the trip?"""
        if name not in self.program.types and name not in self.layout.definitions:
            return True
        others = self.layout.definitions.get(name, [])
        here = [s for s in others if s.loops]
        if not here:
            return len(others) + (name in self.parameters) <= 1
        if len(others) > 1 or name in self.parameters:
            return False
        other = others[0]
        if isinstance(other.stmt, For) and other.index == -1:
            return id(other.stmt) in spot.loops and is_range(other.stmt.iter)
        return follows(spot, other) and self.local_to_trip(name, other)

    def is_scalar_slot(self, base: str, index: gast.AST) -> bool:
        kind = self.program.types.get(base)
        parts = nodes.elements_of(index)
        if not isinstance(kind, Array) or kind.rank != len(parts):
            return False
        return all(not isinstance(p, gast.Slice) and self._is_number(p) for p in parts)

    def _is_number(self, atom: gast.AST) -> bool:
        if isinstance(atom, gast.Constant):
            return isinstance(atom.value, int)
        kind = self.program.types.get(atom.id) if isinstance(atom, gast.Name) else None
        return isinstance(kind, Scalar | Const) and is_scalar(kind)


def _unknown_shape(kind: Type | None) -> bool:
    """May two values of the type differ in shape, or have what is in them differ?"""
    if isinstance(kind, Sequence | Dictionary | Record):
        return any(_unknown_shape(some(item)) for item in kind.items)
    if not isinstance(kind, Array) or kind.scalar:
        return isinstance(kind, HELD | Unknown)
    dims = kind.shape if isinstance(kind.shape, tuple) else ()
    unknown = any(_unknown(symbol) for dim in dims for symbol, _ in dim.terms)
    return unknown or kind.shape is None or may_be_a_number(kind)


def _unknown(symbol: str) -> bool:
    """Does a size have no one value, as the length of an argument has?"""
    return any(part[0] in "?<" or part[0].isdigit() or part == "any" for part in symbol.split("*"))


def _before(a: Spot, b: Spot) -> bool:
    """May a run before b?  (Not when it stands behind it in a common block.)"""
    for (block_a, i), (block_b, j) in zip(a.path, b.path, strict=False):
        if block_a != block_b:
            return False  # different branches of one `if`
        if i != j:
            return i < j
    return True


def _assigns_once(stmt: If, name: str) -> bool:
    """Does each branch bind the variable exactly once, on all its paths?"""
    for part in (stmt.body, stmt.orelse):
        direct = [s for s in part if isinstance(s, Bind) and s.target == name]
        nested = [s for s in part if isinstance(s, If) and _mentions(s, name)]
        loops = [s for s in part if isinstance(s, For | While) and _mentions(s, name)]
        if loops or len(direct) + len(nested) != 1 or contains(part, (Break, Continue)):
            return False
        if nested and not _assigns_once(nested[0], name):
            return False
    return True


def _mentions(stmt, name: str) -> bool:
    return any(isinstance(s, Bind) and s.target == name for s in statements((stmt,)))


def _is_small_power(value: gast.BinOp) -> bool:
    """`dx**2`: as cheap as a product."""
    exponent = getattr(value.right, "value", None)
    return isinstance(value.op, gast.Pow) and type(exponent) is int and 0 < exponent <= 4
