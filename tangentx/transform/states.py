"""What a state of a rewound loop consists of: put where calls of `@store`, `@restore` ... stand for it.

A variable belongs to it if a trip reads it before binding it, and binds it. An array belongs to it with its contents if
a trip writes on it; it is restored where it is, so that whoever sees it, or a part of it, sees the old contents.

    @init(0)             x_states = []             u_states = []
    @store(0)            x_states.append(x)        u_states.append(u.copy())
    @restore(0)          x = x_states.pop()        u[...] = u_states.pop()

*Requires* both sweeps, in which rewound loops stand as `rewinding` writes them.  *Gives* the same sweeps, complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import gast

from tangentx.analysis.layout import Layout, follows
from tangentx.analysis.program import Program, base_name, statements
from tangentx.analysis.types import HELD, Array, Type, sites_of
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Augment, Bind, Evaluate, Store
from tangentx.syntax import nodes
from tangentx.transform import undoing
from tangentx.transform.bound import bound_before, one_trip, read_first
from tangentx.transform.naming import AGAIN, hint
from tangentx.transform.rewinding import Rewound, action
from tangentx.transform.statements import all_targets, everything, inner_blocks, own_expressions, rename
from tangentx.transform.tidy import is_temporary


@dataclass
class State:
    """What one loop keeps: names whose value is kept, and arrays whose contents are; the lists they are kept in."""

    slot: str = ""  # the variable that says which old state makes room
    chosen: str = ""  # ... and which states stay, at the end
    values: dict[str, str] = field(default_factory=dict)
    contents: dict[str, str] = field(default_factory=dict)

    @property
    def lists(self) -> list[str]:
        return [*self.values.values(), *self.contents.values()]


class States:
    """Finds the states of all rewound loops and writes them down."""

    def __init__(self, program: Program, where: Layout, plan, sweep, kept: dict[int, set[int]]):
        self.program, self.where, self.plan, self.sweep, self.kept = program, where, plan, sweep, kept

    def complete(self, forward: list, reverse: list) -> None:
        """Write down the states, innermost loops first."""
        loops = [self.plan.rewound[key] for key in sorted(self.plan.in_use, key=self._depth, reverse=True)]
        for loop in loops:
            found = next((s for s in everything(reverse) if getattr(s, "rewinds", None) == loop.number), None)
            state = State() if found is None else self._state(loop, found)
            if found is not None:
                self._apart(found)
            self._prologue(forward, loop, state)
            for body in (forward, reverse):
                _written_down(body, loop.number, state)
            self.plan.stacks += [*state.lists, *(n for n in [loop.names.get("starts")] if n)]
            for name, stack in state.values.items():
                self.plan.contents[stack] = sites_of(self.program.types.get(name))
            self.plan.mutated |= state.contents.keys()

    def _depth(self, key: int) -> tuple:
        spot = self.where.spots[key]
        return len(spot.path), [i for _, i in spot.path]

    # -- one loop ----------------------------------------------------------------------------------------------

    def _state(self, loop: Rewound, found: gast.For) -> State:
        again, adjoint = _parts(found)
        bound = list(dict.fromkeys(n for stmt in again for n in all_targets(stmt)))
        exposed = read_first([one_trip(again), *adjoint], {loop.counter})
        carried = [n for n in bound if n in exposed]
        changed = Changed(self.program, self.where, loop, self.kept[id(loop.loop)])
        inside, outside = changed.inside(), changed.outside()
        state = State(loop.names.get("slot", ""), loop.names.get("chosen", ""))
        for name in carried:
            self._check(name, loop, inside | outside)
            state.values[name] = self._list(name, "states")
        for name in carried:
            if not sites_of(self.program.types.get(name)).isdisjoint(inside | outside):
                state.contents[name] = self._list(name, "contents")
        for name in self._seen(again, bound, inside, loop):
            state.contents[name] = self._list(name, "states")
        kept = [self.program.types.get(name) for name in state.contents]
        if not inside <= frozenset().union(*map(sites_of, kept)):
            self._refuse(loop, "an array is written that no name shows whole")
        return state

    def _seen(self, again: list, bound: list[str], written: frozenset[str], loop: Rewound) -> list[str]:
        """The arrays outside through which a trip sees what is written."""
        types = self.program.types
        read = dict.fromkeys(n for stmt in again for n in _names(stmt) if n not in bound)
        names = {
            n: AGAIN.sub("", n) for n in read if not sites_of(self.sweep.table.get(n)).isdisjoint(written)
        }
        found: dict[str, None] = {}
        for name, own in names.items():
            root, *more = self.sweep.roots_of(own)
            if more:
                self._refuse(
                    loop, f"`{own.lstrip('_')}` is another array on some paths, and one of them is written"
                )
            if root in read or name != own or not isinstance(types.get(own), Array):
                own = root  # the name is a view of it, or of parts of it
            spots = self.where.definitions.get(own, [])
            once = len(spots) + (own in self.program.parameters) == 1
            if not isinstance(types.get(own), Array) or is_temporary(own) and name != own or not once:
                self._refuse(loop, f"`{own.lstrip('_')}` holds arrays that are written in the loop")
            found[own] = None
        return list(found)

    def _list(self, name: str, word: str) -> str:
        """A name for the list in which states of a variable are kept."""
        if is_temporary(name):
            spots = self.where.definitions.get(name)
            name = hint(getattr(spots[0].stmt, "value", None) if spots else None, name)
        return self.sweep.fresh(f"{name.lstrip('_')}_{word}")

    def _check(self, name: str, loop: Rewound, written: frozenset[str]) -> None:
        """A container is kept by its name only if nothing in it changes."""
        kind = self.program.types.get(name)
        if not isinstance(kind, Array) and (
            undoing.changes(self.program, name) or not sites_of(kind).isdisjoint(written)
        ):
            self._refuse(loop, f"the container `{name}` changes in the loop")

    def _refuse(self, loop: Rewound, message: str) -> None:
        refuse(self.program, loop.loop, message)

    def _apart(self, found: gast.For) -> None:
        """Temporaries of a trip that is run again, and that its adjoint does not read, get names of their own."""
        again, adjoint = _parts(found)
        read = {n for stmt in adjoint for n in _names(stmt)} | read_first([one_trip(again)], set())
        names = {}
        for name in dict.fromkeys(n for stmt in again for n in all_targets(stmt)):
            if is_temporary(name) and name not in read:
                names[name] = self.sweep.fresh(f"{name}_again")
                self.sweep.table[names[name]] = self.sweep.table.get(name)
        rename(again, names)

    def _prologue(self, forward: list, loop: Rewound, state: State) -> None:
        """A variable that has no value before the first trip on some path is None there."""
        parameters = {p.name for p in self.program.function.parameters} | set(self.program.parameters)
        bound = bound_before(forward, lambda stmt: action(stmt) == ("@init", loop.number), parameters)
        for name in state.values:
            if bound is not None and name not in bound:
                if name in state.contents:
                    self._refuse(loop, f"`{name}` is written, and has no value before the loop on some path")
                forward.insert(0, nodes.assign(name, nodes.constant(None)))


def refuse(program: Program, loop, message: str) -> None:
    """The loop cannot be run again from states."""
    raise UnsupportedSyntaxError(
        f"the trips of a checkpointed loop are run again: {message}", code="TX242", place=loop.place,
        lines=program.lines(loop.place),
        help=("do it outside the loop", "or differentiate without checkpoints: leave `tx.checkpoint` out"),
    )  # fmt: skip


class Changed:
    """The buffers that stores change, seen from a loop."""

    def __init__(self, program: Program, where: Layout, loop: Rewound, kept: set[int]):
        self.program, self.where, self.loop, self.kept = program, where, loop, kept

    def inside(self) -> frozenset[str]:
        """Written by a trip, and made before it."""
        found: set[str] = set()
        for stmt in statements(self.loop.loop.body):
            if isinstance(stmt, Store | Augment) and id(stmt) in self.kept:
                found |= self._written(stmt)
            elif self._changes_list(stmt) and id(stmt) in self.kept:
                base = self.program.ops[id(stmt)].operands["base"].id
                if not self._made_here(base, stmt):
                    refuse(self.program, stmt, f"the list `{base}` changes in them")
        return frozenset(found)

    def outside(self) -> frozenset[str]:
        """Written by what is not in the loop, and may run after it."""
        found: set[str] = set()
        mine = self.where.spots[id(self.loop.loop)]
        for stmt in statements(self.program.body):
            if not isinstance(stmt, Store | Augment):
                continue
            spot = self.where.spots[id(stmt)]
            within = any(block == id(self.loop.loop) for block, _ in spot.path)
            if not within and not _runs_before(spot.path, mine.path, self.where):
                found |= sites_of(self.program.types.get(base_name(stmt.target)))
        return frozenset(found)

    def _written(self, stmt: Store | Augment) -> frozenset[str]:
        base = base_name(stmt.target)
        kind = self.program.types.get(base)
        if self._made_here(base, stmt):
            return frozenset()
        if not isinstance(kind, Array):
            refuse(self.program, stmt, f"`{base}` changes in them")
        return kind.sites

    def _changes_list(self, stmt) -> bool:
        op = self.program.ops.get(id(stmt))
        return isinstance(stmt, Bind | Evaluate) and op is not None and op.kind in ("append", "pop")

    def _made_here(self, name: str, user) -> bool:
        """Is it made by the trip itself, before this statement?"""
        spots = self.where.definitions.get(name, [])
        if len(spots) != 1 or name in self.program.parameters or not isinstance(spots[0].stmt, Bind):
            return False
        spot, stmt = spots[0], spots[0].stmt
        if not any(block == id(self.loop.loop) for block, _ in spot.path):
            return False
        if not follows(self.where.spots[id(user)], spot):
            return False
        op = self.program.op(stmt)
        if op.kind in ("list", "display") or op.kind == "rule" and op.view == "no":
            return True
        mine = sites_of(self.program.types.get(name))
        bases = [n for n in nodes.names_read(stmt.value) if _may_share(self.program.types.get(n), mine)]
        return op.kind in ("copy", "rule", "item") and all(self._made_here(n, stmt) for n in bases)


def _may_share(kind: Type | None, sites: frozenset[str]) -> bool:
    """May a value of this type be, or hold, what lives in these buffers?"""
    return isinstance(kind, HELD) or not sites_of(kind).isdisjoint(sites)


def _runs_before(one: tuple, other: tuple, where: Layout) -> bool:
    """Has the first statement run for the last time when the second one is reached?"""
    for (block_a, i), (block_b, j) in zip(one, other, strict=False):
        if block_a != block_b:
            return False
        if i != j:
            return i < j
        if id(where.blocks[block_a][i]) in where.loops:
            return False
    return False


# -- writing down ---------------------------------------------------------------------------------------------


def _written_down(body: list, number: int, state: State) -> None:
    """Replace what stands for the state of one loop."""
    for i in reversed(range(len(body))):
        found = action(body[i])
        if found is not None and found[1] == number:
            made = nodes.parse_statements("\n".join(_WORDS[found[0]](state)) or "pass")
            made = [s for s in made if not isinstance(s, gast.Pass)]
            for stmt in made:
                stmt.__dict__.update({k: v for k, v in body[i].__dict__.items() if k not in ("value",)})
            body[i : i + 1] = made
            continue
        for part in inner_blocks(body[i]):
            _written_down(part, number, state)


def _stored(state: State) -> Iterator[str]:
    for name, stack in state.values.items():
        yield f"{stack}.append({name})"
    for name, stack in state.contents.items():
        yield f"{stack}.append({name}.copy())"


def _replaced(state: State) -> Iterator[str]:
    for name, stack in state.values.items():
        yield f"{stack}[{state.slot}] = {name}"
    for name, stack in state.contents.items():
        yield f"{stack}[{state.slot}] = {name}.copy()"


def _restored(state: State) -> Iterator[str]:
    for name, stack in state.values.items():
        yield f"{name} = {stack}.pop()"
    for name, stack in state.contents.items():
        yield f"{name}[...] = {stack}.pop()"


_WORDS = {
    "@init": lambda state: [f"{stack} = []" for stack in state.lists],
    "@store": _stored,
    "@restore": _restored,
    "@replace": _replaced,
    "@choose": lambda state: [f"{s} = [{s}[j] for j in {state.chosen}]" for s in state.lists],
}


# -- questions about emitted code -----------------------------------------------------------------------------


def _parts(found: gast.For) -> tuple[list, list]:
    """The statements of the trip that is run again, and its adjoint."""
    head = found.body[found.replayed - 1]
    if found.replayed == 1 and isinstance(head, gast.If):
        return head.body[-1].body[1:], found.body[1:]
    return found.body[: found.replayed], found.body[found.replayed :]


def _names(stmt: gast.AST) -> Iterator[str]:
    """Every name that a statement reads, blocks included."""
    for inner in everything([stmt]):
        for expr in own_expressions(inner):
            yield from nodes.names_read(expr)
