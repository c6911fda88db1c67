"""What the reverse sweep must find again: stored, restored or computed again, and nothing else.

*Requires* the reverse sweep's reads.  *Gives* a `Plan`: statements to insert into the forward sweep before and after
the program's, at the beginning of reversed blocks, and at reversed statements.

A value is there by its name when nothing has overwritten it since. A value of one loop trip is stored after its
definition and taken back where the reverse of the trip begins, or computed again there when that is cheap. A
variable that is carried from trip to trip is stored before it is overwritten and put back by the reverse of the
statement that did it. A store into an array saves the slot when somebody needs the array's old contents: its cost
is the slot's size.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import gast

from tangentx.analysis.activity import Activity, atom_names, base_name, statements
from tangentx.analysis.layout import Layout, Spot, follows, layout
from tangentx.analysis.program import Op, Program, external
from tangentx.analysis.types import (
    Array,
    Const,
    ListOf,
    Scalar,
    is_float_like,
    is_scalar,
    sites_of,
)  # fmt: skip
from tangentx.errors import AliasingError, UnsupportedSyntaxError
from tangentx.frontend.exits import contains
from tangentx.records import Augment, Bind, Break, Continue, Enter, Final, For, If, Leave, Store, While
from tangentx.syntax import nodes
from tangentx.transform import rewinding, undoing
from tangentx.transform.naming import hint
from tangentx.transform.rewinding import Rewound

SHAPE = "shape"  # stands among the readers of a value for those that ask for its shape only
_SHAPE_ONLY = {"@numpy.zeros_like": 0, "@numpy.full_like": 0, "@runtime.unbroadcast": 1, "@runtime.shadow": 0}


@dataclass
class Plan:
    """Insertions, by id of statement or key of block."""

    before: dict[int, list] = field(default_factory=dict)
    after: dict[int, list] = field(default_factory=dict)
    body_start: dict[int, list] = field(
        default_factory=dict
    )  # loop -> statements at the start of its forward body
    block_start: dict[Any, list] = field(default_factory=dict)  # reversed blocks
    restores: dict[int, list] = field(default_factory=dict)  # reversed statements
    trips_again: dict[int, list] = field(default_factory=dict)  # fused loop -> its trip's forward statements
    trip_start: dict[int, list] = field(
        default_factory=dict
    )  # rewound loop -> what each of its trips begins with
    rewound: dict[int, Rewound] = field(default_factory=dict)  # loops that are reversed from kept states
    in_use: frozenset[int] = frozenset()  # those of them that have a reversed loop
    replays: dict[int, list] = field(default_factory=dict)  # rewound loop -> its trip's forward statements
    prologue: list = field(default_factory=list)
    stacks: list[str] = field(default_factory=list)
    mutated: set[str] = field(default_factory=set)  # arrays that the reverse sweep restores in place
    trips: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    recomputed: set[str] = field(default_factory=set)
    contents: dict[str, frozenset] = field(
        default_factory=dict
    )  # stack -> sites of the arrays that are pushed whole

    # -- what the reverse sweep asks -------------------------------------------------------------------

    def at_block(self, key: Any) -> list:
        return [nodes.clone(s) for s in self.block_start.get(key, ())]

    def trip_again(self, key: Any) -> list:
        """The forward statements of a fused loop's trip."""
        return [nodes.clone(s) for s in self.trips_again.get(key, ())]

    def replay(self, stmt) -> list:
        """The forward statements of a rewound loop's trip."""
        return [nodes.clone(s) for s in self.replays.get(id(stmt), ())]

    def at_statement(self, stmt) -> list:
        return [nodes.clone(s) for s in self.restores.get(id(stmt), ())]

    def loop_header(self, stmt, sweep) -> tuple[str, gast.AST]:
        ranged = isinstance(stmt, For) and is_range(stmt.iter)
        if ranged and not contains(stmt.body, Break):
            return stmt.target, gast.Call(external("builtins.reversed"), [nodes.clone(stmt.iter)], [])
        sweep.counted.add(id(stmt))
        name, stack = self.trips.get(id(stmt), ("trips", None))
        count = nodes.name(name) if stack is None else nodes.call(f"{stack}.pop")
        if ranged:
            part = gast.Subscript(nodes.clone(stmt.iter), gast.Slice(None, count, None), gast.Load())
            return stmt.target, gast.Call(external("builtins.reversed"), [part], [])
        return "_", gast.Call(external("builtins.range"), [count], [])


def _unknown(symbol: str) -> bool:
    """Does a size have no one value, as the length of an argument has?"""
    return symbol[0] == "?" or symbol[0].isdigit() or symbol == "any"


def is_range(node: gast.AST) -> bool:
    """A call of `range`."""
    return isinstance(node, gast.Call) and nodes.dotted(node.func) == "@builtins.range"


def reads(code: list, known, planner: Planner) -> tuple[dict[str, set], set[str]]:
    """(variables whose value is read, with the statements whose adjoint reads them; variables of which only the shape
    is read) in emitted code.  A shape that varies is read as a value is, and so is a view that is restored."""
    values: dict[str, set] = {}
    shapes: set[str] = set()
    restored: set[str] = set()
    origin = [None]
    made: list[frozenset] = [frozenset()]  # what a fused loop's trip has computed

    def walk(node) -> None:
        if isinstance(node, gast.Name):
            if isinstance(node.ctx, gast.Load) and node.id in known and node.id not in made[0]:
                values.setdefault(node.id, set()).add(origin[0])
            return
        if isinstance(node, gast.Call):
            position = _SHAPE_ONLY.get(nodes.dotted(node.func) or "")
            for i, argument in enumerate(node.args):
                if i == position and isinstance(argument, gast.Name):
                    if argument.id in known:
                        shapes.add(argument.id)
                else:
                    walk(argument)
            walk(node.func)
            for keyword in node.keywords:
                walk(keyword.value)
            return
        if isinstance(node, gast.Attribute) and node.attr in ("shape", "ndim", "dtype", "size"):
            if isinstance(node.value, gast.Name) and node.value.id in known:
                shapes.add(node.value.id)
                return
        if isinstance(node, gast.Subscript | gast.Attribute) and isinstance(node.ctx, gast.Store):
            target = node.value
            while isinstance(target, gast.Subscript | gast.Attribute):
                target = target.value
            if isinstance(target, gast.Name) and target.id in known:
                restored.add(target.id)  # the array must be there, its contents need not
                if isinstance(node, gast.Subscript):
                    walk(node.slice)
                return
        before = origin[0], made[0]
        origin[0], made[0] = getattr(node, "origin", before[0]), getattr(node, "again", before[1])
        for child in nodes.children(node):
            walk(child)
        origin[0], made[0] = before

    for stmt in code:
        walk(stmt)
    shapes |= restored
    found = {n: values.get(n, set()) | {SHAPE} for n in shapes if planner.shape_varies(n)}
    found |= {n: values.get(n, set()) | {None} for n in restored if planner.is_another(n)}
    return values | found, shapes


class Planner:
    """Makes a Plan for a set of needed values."""

    def __init__(
        self,
        program: Program,
        activity: Activity,
        taken: set[str],
        apart: bool,
        where: Layout,
        fused: frozenset[int],
        checkpoints: dict[int, Any],
        in_use: frozenset[int],
    ):
        self.whole = layout(program) if checkpoints else where  # loops that keep states are loops in it
        self.checkpoints = checkpoints  # loops that are reversed from kept states -> how many of them
        self.apart = apart  # the reverse sweep is a function of its own
        self.program, self.activity = program, activity
        self.layout, self.fused = where, fused
        self.taken = set(taken)
        self.plan = Plan(in_use=in_use)
        self.parameters = {leaf.variable for leaf in program.leaves if not leaf.path} | set(
            program.parameters
        )

    def shape_varies(self, name: str) -> bool:
        """May two values of the variable differ in shape?  Then its shape is as good as its value."""
        kind = self.program.types.get(name)
        if isinstance(kind, ListOf):
            return any(spot.loops for spot in self.layout.definitions.get(name, []))
        if not isinstance(kind, Array) or kind.scalar:
            return False
        dims = kind.shape if isinstance(kind.shape, tuple) else ()
        unknown = kind.shape is None or any(_unknown(symbol) for dim in dims for symbol, _ in dim.terms)
        spots = self.layout.definitions.get(name, [])
        count = len(spots) + (name in self.parameters)
        if not unknown or count <= 1 and not any(s.loops for s in spots):
            return False
        return count != 1 or not self._shape_follows(spots[0].stmt)

    def is_another(self, name: str) -> bool:
        """Is the variable another array in each trip of a loop?  What is restored is then this trip's array."""
        spots = self.layout.definitions.get(name, [])
        if any(s.loops for s in spots):
            return True
        return len(spots) + (name in self.parameters) > 1 and any(self._trip_of(s) for s in spots)

    def _shape_follows(self, stmt) -> bool:
        """Does the shape of what is bound follow from the shapes of a primitive's operands, which do not vary?"""
        op = self.program.op(stmt) if isinstance(stmt, Bind) else None
        if op is None or op.kind != "rule" or op.callee is operator.getitem:
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
        known = isinstance(self.program.types.get(name), ListOf)
        return known and (self._list_changes(name) or len(spots) > 1 or any(s.loops for s in spots))

    def fresh(self, base: str) -> str:
        return nodes.claimed(base, self.taken)

    def make(self, needed: set[str], readers: dict[str, set], counted: set[int]) -> Plan:
        self.readers = readers
        for loop in filter(counted.__contains__, self.layout.spots):  # in their order, which a set has not
            self._count(loop)
        self._rewind()
        self.needed = frozenset(needed)
        todo = sorted(needed)
        seen = set(todo)
        while todo:
            for extra in sorted(self._provide(todo.pop(0))):
                if extra not in seen:
                    seen.add(extra)
                    todo.append(extra)
        self._restore_slots(seen)
        return self.plan

    def _rewind(self) -> None:
        """Names for the loops that are reversed from kept states, and what the forward sweep does for them."""
        for number, (key, snapshots) in enumerate(self.checkpoints.items()):
            loop = self.layout.spots[key].stmt
            made = self.plan.rewound[key] = rewinding.named(self, number, loop, snapshots)
            if key in self.plan.in_use:
                rewinding.insert(self.plan, made)

    def _trip_of(self, spot: Spot) -> int | None:
        """The innermost rewound loop around a place."""
        return next((block for block, _ in reversed(spot.path) if block in self.checkpoints), None)

    # -- one variable --------------------------------------------------------------------------------------

    def _provide(self, name: str) -> set[str]:
        """Make the value available; gives the variables needed for that."""
        kind = self.program.types.get(name)
        spots = self.layout.definitions.get(name, [])
        if isinstance(kind, ListOf) and self.readers.get(name) != {SHAPE}:
            self._provide_contents(name, spots)
        in_loops = [s for s in spots if s.loops]
        if any(isinstance(s.stmt, For) and s.index == -1 for s in spots):
            return self._loop_target(name, spots)
        if len(spots) > 1 and self._only_last(name, spots):
            return set()
        if (
            not in_loops
            and spots
            and all(self._trip_of(s) == self._trip_of(spots[0]) is not None for s in spots)
        ):
            if self._again_in_trip(name):
                return self._compute_again(name, spots[0])
            if not self._made_in_trip(name):
                self._save_overwritten(name, spots)
            return set()
        if not in_loops:
            if self.apart and len(spots) == 1 and self._views_written(name, spots[0]):
                return self._view_again(name, spots[0])
            if len(spots) + (name in self.parameters) > 1:
                self._save_overwritten(name, spots)
            return set()
        if len(spots) == 1 and name not in self.parameters and self._local_to_trip(name, spots[0]):
            return self._once_a_trip(name, spots[0])
        joint = self._both_branches(name, spots) if name not in self.parameters else None
        if joint is not None:
            self._push_after(name, joint)
            return set()
        self._save_overwritten(name, spots)
        return set()

    def _only_last(self, name: str, spots: list[Spot]) -> bool:
        """Is only its last value read, by what stands behind all its definitions?"""
        readers = [self.layout.spots.get(r) for r in self.readers.get(name) or {None}]
        if None in readers:
            return False
        return max(s.path[0][1] for s in spots) < min(r.path[0][1] for r in readers)

    def _views_written(self, name: str, spot: Spot) -> bool:
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

    def _view_again(self, name: str, spot: Spot) -> set[str]:
        self.plan.block_start.setdefault("root", []).append(nodes.assign(name, nodes.clone(spot.stmt.value)))
        self.plan.recomputed.add(name)
        self._order("root")
        return set(nodes.names_read(spot.stmt.value))

    def _loop_target(self, name: str, spots: list[Spot]) -> set[str]:
        loop = next(s.stmt for s in spots if s.index == -1)
        if id(loop) in self.checkpoints:
            return set()
        if len(spots) == 1 and name not in self.parameters:
            outside = [u for u in self.layout.uses.get(name, []) if all(b != id(loop) for b, _ in u.path)]
            if not outside or not self.layout.spots[id(loop)].loops:
                if not is_range(loop.iter):
                    self._push_target(name, loop)
                return set()
        raise UnsupportedSyntaxError(
            f"the loop variable `{name}` is used outside its loop, inside another loop",
            code="TX233", place=loop.place, lines=self.program.function.lines,
            help=(f"copy it to another variable at the start of the loop: `last = {name}`",),
        )  # fmt: skip

    def _push_target(self, name: str, loop) -> None:
        stack = self._stack(name, self.layout.spots[id(loop)])
        self.plan.body_start.setdefault(id(loop), []).append(_push(stack, nodes.name(name)))
        self.plan.block_start.setdefault(id(loop), []).append(_pop(name, stack))

    def _local_to_trip(self, name: str, spot: Spot) -> bool:
        """Is every use behind the definition, in its block, or after all loops are over?"""
        return all(follows(use, spot) or (not use.loops and len(spot.loops) >= 1 and self._after(use, spot))
                   for use in self.layout.uses.get(name, []))  # fmt: skip

    def _after(self, use: Spot, spot: Spot) -> bool:
        return use.path[0][1] > spot.path[0][1]

    def _once_a_trip(self, name: str, spot: Spot) -> set[str]:
        stmt = spot.stmt
        if isinstance(stmt, Bind):
            op = self.program.op(stmt)
            if self._is_cheap(name, stmt, op, spot):
                return self._compute_again(name, spot)
        self._push_after(name, spot)
        return set()

    def _compute_again(self, name: str, spot: Spot) -> set[str]:
        """Where the reverse of its block begins."""
        value = spot.stmt.value
        self.plan.block_start.setdefault(spot.block, []).append(nodes.assign(name, nodes.clone(value)))
        self._order(spot.block)
        self.plan.recomputed.add(name)
        return set(nodes.names_read(value))

    def _again_in_trip(self, name: str) -> bool:
        """Is it computed again in a trip that is run again?  Where it would be in a loop whose values are stored, so
        that both give the same bits."""
        with self._as_loops():
            spots = self.layout.definitions[name]
            if len(spots) != 1 or not isinstance(spots[0].stmt, Bind) or name in self.parameters:
                return False
            op = self.program.op(spots[0].stmt)
            return self._local_to_trip(name, spots[0]) and self._is_cheap(name, spots[0].stmt, op, spots[0])

    def _made_in_trip(self, name: str) -> bool:
        """Does every trip that reads it bind it before?"""
        with self._as_loops():
            spots = self.layout.definitions[name]
            if name in self.parameters:
                return False
            if len(spots) == 1:
                return self._local_to_trip(name, spots[0])
            return self._both_branches(name, spots) is not None

    @contextmanager
    def _as_loops(self) -> Iterator[None]:
        """The layout in which loops that keep states are loops."""
        stripped, self.layout = self.layout, self.whole
        try:
            yield
        finally:
            self.layout = stripped

    def _order(self, block: Any) -> None:
        """Pops first, then recomputations in the order of the forward sweep."""
        position = {s.stmt.target: s.index for d in self.layout.definitions.values() for s in d
                    if s.block == block and isinstance(s.stmt, Bind)}  # fmt: skip
        entries = self.plan.block_start[block]

        def rank(stmt):
            target = stmt.targets[0].id
            return (target in self.plan.recomputed or not _is_pop(stmt), position.get(target, 0))

        entries.sort(key=rank)

    def _is_cheap(self, name: str, stmt: Bind, op: Op, spot: Spot) -> bool:
        """Computing it again costs less than storing it, and gives the same value."""
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
        if any(self._changes_here(n, spot) for n in nodes.names_read(value)):
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
        stmt = spots[0].stmt
        return isinstance(stmt, Bind) and self._is_cheap(name, stmt, self.program.op(stmt), spots[0])

    def _changes_here(self, name: str, spot: Spot) -> bool:
        """Is the array or list written anywhere in the loops around this spot?"""
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
        return follows(spot, other) and self._local_to_trip(name, other)

    def _both_branches(self, name: str, spots: list[Spot]) -> Spot | None:
        """The `if` in a loop whose branches both define the variable once, with all other uses behind it."""
        depth = min(len(s.path) for s in spots) - 2
        if depth < 0 or len(spots) < 2:
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

    # -- the three ways ------------------------------------------------------------------------------------

    def _stack(self, name: str, spot: Spot) -> str:
        stack = self.fresh(f"{self._word(name)}_stack")
        self.plan.stacks.append(stack)
        outermost = spot.loops[0] if spot.loops else id(spot.stmt)
        empty = nodes.assign(stack, gast.List([], gast.Load()))
        trip = self._trip_of(spot)
        if trip is not None:
            self.plan.trip_start.setdefault(trip, []).append(empty)
        elif len(spot.path) > 1 and spot.path[1][0] not in self.layout.loops:
            self.plan.prologue.append(empty)  # the loop stands in a branch that may not be taken
        else:
            self.plan.before.setdefault(outermost, []).insert(0, empty)
        return stack

    def _word(self, name: str) -> str:
        """A readable word for a variable: what a temporary computes."""
        if not name.startswith("_"):
            return name
        spots = self.layout.definitions.get(name)
        return hint(getattr(spots[0].stmt, "value", None) if spots else None, name)

    def _push_after(self, name: str, spot: Spot) -> None:
        stack = self._stack(name, spot)
        self.plan.contents[stack] = sites_of(self.program.types.get(name))
        self.plan.after.setdefault(id(self._when_done(name, spot)), []).append(_push(stack, nodes.name(name)))
        self.plan.block_start.setdefault(spot.block, []).append(_pop(name, stack))
        self._order(spot.block)

    def _when_done(self, name: str, spot: Spot) -> Any:
        """The statement after which a value is stored: a list is, when all that comes into it in this trip is in it, so
        that nobody changes what a stack has as well."""
        body = self.layout.blocks[spot.block]
        jumps = contains(body, (Break, Continue)) or any(isinstance(s, Enter | Leave | Final) for s in body)
        changes = isinstance(self.program.types.get(name), ListOf) and self._list_changes(name)
        return body[-1] if changes and not jumps else spot.stmt

    def _save_overwritten(self, name: str, spots: list[Spot]) -> None:
        """Save before, and put back at the reverse of, every definition that may overwrite a value."""
        bound, unsure = self._overwriting(name)
        plain = self._is_never_written(self.program.types.get(name))
        stacks: dict[int | None, str] = {}
        for spot in spots:
            if id(spot.stmt) not in bound or (plain and not self._read_before(name, spot)):
                continue
            if spot.loops:
                trip = self._trip_of(spot)
                stack = stacks[trip] = stacks.get(trip) or self._stack(name, spot)
                if trip is None:
                    self._hoist(stack, [s for s in spots if self._trip_of(s) is None])
                self.plan.contents[stack] = sites_of(self.program.types.get(name))
                self.plan.before.setdefault(id(spot.stmt), []).append(_push(stack, nodes.name(name)))
                self.plan.restores.setdefault(id(spot.stmt), []).append(_pop(name, stack))
            else:
                saved = self.fresh(f"{name}_saved")
                self.plan.contents[saved] = sites_of(self.program.types.get(name))
                self.plan.before.setdefault(id(spot.stmt), []).append(nodes.assign(saved, nodes.name(name)))
                self.plan.restores.setdefault(id(spot.stmt), []).append(nodes.assign(name, nodes.name(saved)))
        if unsure:
            self.plan.prologue.append(nodes.assign(name, nodes.constant(None)))

    def _is_never_written(self, kind: Any) -> bool:
        """A number, or an array that nobody writes on: of another one, the name may be needed to write on it."""
        known = isinstance(kind, Array) and kind.shape is not None
        return is_scalar(kind) or (known and sites_of(kind).isdisjoint(self.activity.written))

    def _read_before(self, name: str, definition: Spot) -> bool:
        """Does the reverse of something that ran before this definition read the variable?"""
        for reader in self.readers.get(name) or {None}:
            spot = self.layout.spots.get(reader)
            if reader in self.checkpoints and any(block == reader for block, _ in definition.path):
                continue  # a trip that is run again begins with the state it had
            if spot is None or not set(spot.loops).isdisjoint(definition.loops) or _before(spot, definition):
                return True
        return False

    def _hoist(self, stack: str, spots: list[Spot]) -> None:
        """One empty list at the start, when pushes stand in several outermost loops."""
        loops = {s.loops[0] for s in spots if s.loops}
        if len(loops) < 2:
            return
        for entries in self.plan.before.values():
            entries[:] = [e for e in entries if not (isinstance(e, gast.Assign) and e.targets[0].id == stack)]
        if not any(e.targets[0].id == stack for e in self.plan.prologue):
            self.plan.prologue.append(nodes.assign(stack, gast.List([], gast.Load())))

    def _overwriting(self, name: str) -> tuple[set[int], bool]:
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

    # -- arrays ----------------------------------------------------------------------------------------------

    def _restore_slots(self, needed: set[str]) -> None:
        for stmt in statements(self.program.body):
            if isinstance(stmt, Store | Augment):
                base = base_name(stmt.target)
                kind = self.program.types.get(base)
                if isinstance(kind, Array) and self._contents_needed(
                    kind, self.layout.spots[id(stmt)], needed
                ):
                    self._save_slot(stmt, base)

    def _contents_needed(self, written: Array, store: Spot, needed: set[str]) -> bool:
        """Does the reverse of something that ran before this store read the buffer?"""
        for name in sorted(needed):
            if written.sites.isdisjoint(sites_of(self.program.types.get(name))):
                continue
            if self._read_before(name, store):
                return True
        return False

    def _save_slot(self, stmt, base: str) -> None:
        spot = self.layout.spots[id(stmt)]
        index = stmt.target.slice if isinstance(stmt.target, gast.Subscript) else nodes.constant(...)
        slot = gast.Subscript(nodes.name(base), index, gast.Load())
        restored = gast.Subscript(nodes.name(base), index, gast.Store())
        value: gast.AST = slot
        if not self._is_scalar_slot(base, index):
            value = nodes.method(slot, "copy")
        self.plan.mutated.add(base)
        if spot.loops:
            stack = self._stack(base, spot)
            self.plan.before.setdefault(id(stmt), []).append(_push(stack, value))
            restore = gast.Assign([restored], nodes.call(f"{stack}.pop"), None)
        else:
            saved = self.fresh(f"{base}_saved")
            self.plan.before.setdefault(id(stmt), []).append(nodes.assign(saved, value))
            restore = gast.Assign([restored], nodes.name(saved), None)
        self.plan.restores.setdefault(id(stmt), []).append(restore)

    def _is_scalar_slot(self, base: str, index: gast.AST) -> bool:
        kind = self.program.types.get(base)
        parts = index.elts if isinstance(index, gast.Tuple) else [index]
        if not isinstance(kind, Array) or kind.rank != len(parts):
            return False
        return all(not isinstance(p, gast.Slice) and self._is_number(p) for p in parts)

    def _is_number(self, atom: gast.AST) -> bool:
        if isinstance(atom, gast.Constant):
            return isinstance(atom.value, int)
        kind = self.program.types.get(atom.id) if isinstance(atom, gast.Name) else None
        return isinstance(kind, Scalar | Const) and is_scalar(kind)

    # -- loops and lists ---------------------------------------------------------------------------------------

    def _count(self, loop: int) -> None:
        spot = self.layout.spots[loop]
        name = self.fresh("trips")
        stack = None
        zero = nodes.assign(name, nodes.constant(0))
        self.plan.before.setdefault(loop, []).append(zero)
        step = gast.AugAssign(nodes.store_name(name), gast.Add(), nodes.constant(1))
        self.plan.body_start.setdefault(loop, []).insert(0, step)
        if spot.loops:
            stack = self._stack(name, spot)
            self.plan.after.setdefault(loop, []).append(_push(stack, nodes.name(name)))
        self.plan.trips[loop] = (name, stack)

    def _provide_contents(self, name: str, spots: list[Spot]) -> None:
        """The list holds in the reverse sweep what it held: see `undoing`."""
        changed = undoing.changes(self.program, name)
        if not changed or undoing.is_final(self.layout, self.readers.get(name) or {None}, changed):
            return
        if not undoing.undone(self.program, name, changed, spots, self.apart):
            self._refuse_list(name, spots)
        for stmt in changed:
            self._undo(name, stmt)
        self.plan.block_start.setdefault("root", []).extend(undoing.own_copy(self.program, name, self.apart))

    def _undo(self, name: str, stmt) -> None:
        """What a change of the list takes from it is kept, and put back where the change is reversed."""
        op, kept = self.program.ops.get(id(stmt)), None
        lost = undoing.lost(stmt, op, name)
        if lost is not None:
            spot, (value, before) = self.layout.spots[id(stmt)], lost
            there = self.plan.before if before else self.plan.after
            if spot.loops:
                stack = self._stack(name, spot)
                saved, kept = _push(stack, value), nodes.call(f"{stack}.pop")
            else:
                kept = nodes.name(self.fresh(f"{name}_saved"))
                saved = nodes.assign(kept.id, value)
            there.setdefault(id(stmt), []).append(saved)
        self.plan.restores.setdefault(id(stmt), []).append(undoing.put_back(stmt, op, name, kept))

    def _list_changes(self, name: str) -> bool:
        return bool(undoing.changes(self.program, name))

    def _refuse_list(self, name: str, spots: list[Spot]) -> None:
        raise AliasingError(
            f"the reverse sweep needs old contents of the list `{name}`, which changes",
            code="TX504", place=spots[0].stmt.place if spots else None, lines=self.program.function.lines,
            help=(f"read its elements into variables first, or build an array: np.array({name})",),
        )  # fmt: skip


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


def _push(stack: str, value: gast.AST) -> gast.AST:
    return gast.Expr(nodes.method(nodes.name(stack), "append", value))


def _pop(name: str, stack: str) -> gast.AST:
    return nodes.assign(name, nodes.call(f"{stack}.pop"))


def _is_small_power(value: gast.BinOp) -> bool:
    """`dx**2`: as cheap as a product."""
    exponent = getattr(value.right, "value", None)
    return isinstance(value.op, gast.Pow) and type(exponent) is int and 0 < exponent <= 4


def _is_pop(stmt: gast.AST) -> bool:
    value = getattr(stmt, "value", None)
    return (
        isinstance(value, gast.Call) and isinstance(value.func, gast.Attribute) and value.func.attr == "pop"
    )


__all__ = ["Plan", "Planner", "is_float_like", "reads"]
