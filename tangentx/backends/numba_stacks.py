"""Lists of numbers that are pushed on and popped: one array with a pointer to its top, the tape.

    r_stack = []                          tape, top = np.empty(16), 0
    s_stack = []                          tape = reserved(tape, top, 2 * n)
    for i in range(n):                    for i in range(n):
        r_stack.append(r)         gives       tape[top] = r
        s_stack.append(s)                     tape[top + 1] = s
    ...                                       top += 2
    s = s_stack.pop()                     ...
    r = r_stack.pop()                     top -= 2
                                          s = tape[top + 1]
                                          r = tape[top]

What one block pushes is a record; the block of the reverse sweep that pops it takes the whole record.  Where the
blocks of both sweeps do not mirror each other, each list has a tape of its own.  Room is made once before a `for` over
a range, and at each push elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import gast

from tangentx.analysis.types import Array, Scalar, Type
from tangentx.syntax import nodes

_FIRST = 64  # entries of a tape before anything is pushed
_DTYPES = {"float": "float64", "int": "int64", "bool": "bool_", "complex": "complex128"}


def dtype_of_number(kind: Type | None) -> str | None:
    """The dtype of an array that can hold numbers of this type; None for what is no number."""
    if isinstance(kind, Scalar):
        return _DTYPES[kind.kind]
    if isinstance(kind, Array) and kind.scalar:
        return "bool_" if kind.dtype == "bool" else kind.dtype
    value = getattr(kind, "value", None)
    return _DTYPES.get(type(value).__name__)


@dataclass(frozen=True)
class Slot:
    """Where a push or pop has its number: the entry `offset` of a record of `size` on `tape`."""

    tape: str
    offset: int
    size: int
    moves: bool  # whether the pointer moves here: after the last push, before the first pop


@dataclass(eq=False)
class Event:
    """A push or a pop; `node` is the statement or the call."""

    stack: str
    node: gast.AST
    is_push: bool


@dataclass(eq=False)
class Group:
    """A loop, or a branch of an `if`, with what happens in it."""

    kind: str
    items: list[Any] = field(default_factory=list)


class Stacks:
    """Which lists of a function become tapes, and what becomes of the statements about them."""

    def __init__(self, function: gast.FunctionDef, stacks: dict[str, Type | None], fresh: Callable[[str], str]):
        self.dtypes: dict[str, str] = {}
        self.covered: set[str] = set()  # tapes that have room for every push in the loop at hand
        self.slots: dict[int, Slot] = {}
        self.started: set[str] = set()
        self.tapes: dict[str, str] = {}  # list -> tape
        self.tops: dict[str, str] = {}  # tape -> pointer
        self.fresh = fresh
        uses = _uses(function)
        for name, kind in stacks.items():
            dtype = dtype_of_number(kind)
            if dtype is not None and uses.get(name, 0) == 0:
                self.dtypes[name] = dtype
        for dtype in sorted(set(self.dtypes.values())):
            self._lay_out(function, dtype)

    def _lay_out(self, function: gast.FunctionDef, dtype: str) -> None:
        """One tape for all lists of a type if the sweeps mirror each other, else one for each."""
        names = [name for name, own in self.dtypes.items() if own == dtype]
        slots: dict[int, Slot] = {}
        tape = self._tape({"int64": "int_tape", "bool_": "bit_tape"}.get(dtype, "tape"))
        if _mirrored(_events(function.body, set(names)), slots, tape):
            self.tapes |= dict.fromkeys(names, tape)
            self.slots |= slots
            return
        for name in names:
            own = self._tape(f"{name.removesuffix('_stack')}_tape")
            self.tapes[name] = own
            for event in _flat(_events(function.body, {name})):
                self.slots[id(event.node)] = Slot(own, 0, 1, True)

    def _tape(self, name: str) -> str:
        tape = self.fresh(name)
        self.tops[tape] = self.fresh(tape.replace("tape", "top"))
        return tape

    # -- statements --------------------------------------------------------------------------------------------------

    def start(self, name: str) -> list[gast.AST]:
        """`name = []`."""
        tape = self.tapes[name]
        if tape in self.started:
            return []
        self.started.add(tape)
        return self.empty(tape, self.dtypes[name])

    def empty(self, tape: str, dtype: str) -> list[gast.AST]:
        return nodes.parse_statements(f"{tape} = np.empty({_FIRST}, np.{dtype})\n{self.tops[tape]} = 0")

    def push(self, stmt: gast.AST, value: gast.AST) -> list[gast.AST]:
        """`name.append(value)`."""
        slot = self.slots[id(stmt)]
        made = []
        if slot.offset == 0 and slot.tape not in self.covered:
            made = self.room(slot.tape, str(slot.size))
        stored = nodes.parse_statements(f"{self._entry_text(slot)} = 0")
        stored[0].value = value
        moved = nodes.parse_statements(f"{self.tops[slot.tape]} += {slot.size}") if slot.moves else []
        return [*made, *stored, *moved]

    def pop(self, call: gast.AST) -> tuple[list[gast.AST], gast.AST]:
        """(what goes before, the entry) for `name.pop()`."""
        slot = self.slots[id(call)]
        moved = nodes.parse_statements(f"{self.tops[slot.tape]} -= {slot.size}") if slot.moves else []
        return moved, nodes.parse_expression(self._entry_text(slot))

    def _entry_text(self, slot: Slot) -> str:
        place = self.tops[slot.tape] + (f" + {slot.offset}" if slot.offset else "")
        return f"{slot.tape}[{place}]"

    def room(self, tape: str, count: str) -> list[gast.AST]:
        return nodes.parse_statements(f"{tape} = reserved({tape}, {self.tops[tape]}, {count})")

    def is_tape_push(self, stmt: gast.AST) -> bool:
        return pushed(stmt) in self.dtypes

    def is_tape_pop(self, node: gast.AST) -> bool:
        return popped(node) in self.dtypes

    def pushed_in(self, loop: gast.For) -> dict[str, int]:
        """{tape: how many pushes a trip makes at most}, pushes of inner loops left out."""
        found: dict[str, int] = {}
        pending = list(loop.body)
        while pending:
            stmt = pending.pop()
            if self.is_tape_push(stmt):
                tape = self.tapes[pushed(stmt)]
                found[tape] = found.get(tape, 0) + 1
            elif isinstance(stmt, gast.If):
                pending += [*stmt.body, *stmt.orelse]
        return dict(sorted(found.items()))

    def pushes_in_inner_loops(self, loop: gast.For) -> set[str]:
        """Tapes that an inner loop moves: room made before the outer one would not last."""
        inner = [n for stmt in loop.body for n in nodes.walk(stmt) if isinstance(n, gast.For | gast.While)]
        return {self.tapes[pushed(s)] for n in inner for s in nodes.walk(n) if self.is_tape_push(s)}


# -- reading ----------------------------------------------------------------------------------------------------------


def pushed(stmt: gast.AST) -> str | None:
    """The name of the list that a statement pushes on."""
    call = stmt.value if isinstance(stmt, gast.Expr) else None
    if isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and call.func.attr == "append":
        return call.func.value.id if isinstance(call.func.value, gast.Name) else None
    return None


def popped(node: gast.AST) -> str | None:
    """The name of the list that an expression pops from."""
    if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr == "pop":
        return node.func.value.id if isinstance(node.func.value, gast.Name) and not node.args else None
    return None


def is_new_list(stmt: gast.AST) -> bool:
    value = stmt.value if isinstance(stmt, gast.Assign) else None
    return isinstance(value, gast.List) and not value.elts


def _uses(function: gast.FunctionDef) -> dict[str, int]:
    """How often each name is used otherwise than to push, to pop (where it surely happens) or to start."""
    plain: set[int] = set()
    doubtful = {id(n) for m in nodes.walk(function) for n in nodes.walk(_doubtful_part(m))}
    for node in nodes.walk(function):
        name = pushed(node) or popped(node)
        if name is not None and id(node) not in doubtful:
            plain.add(id((node.value if isinstance(node, gast.Expr) else node).func.value))
        if is_new_list(node) and len(node.targets) == 1:
            plain.add(id(node.targets[0]))
    found: dict[str, int] = {}
    for node in nodes.walk(function):
        if isinstance(node, gast.Name) and id(node) not in plain:
            found[node.id] = found.get(node.id, 0) + 1
    return found


def _doubtful_part(node: gast.AST) -> gast.AST:
    """What is evaluated never, once or more than once."""
    if isinstance(node, gast.While):
        return node.test
    if isinstance(node, gast.BoolOp | gast.IfExp | gast.Lambda | gast.ListComp | gast.GeneratorExp):
        return node
    return gast.Pass()


# -- records ----------------------------------------------------------------------------------------------------------


def _events(body: list[gast.AST], names: set[str]) -> list[Any]:
    """Pushes, pops, and the loops and branches that hold some, in the order of a block."""
    found: list[Any] = []
    for stmt in body:
        if pushed(stmt) in names:
            found += _pops(stmt.value.args[0], names)
            found.append(Event(pushed(stmt), stmt, True))
        elif isinstance(stmt, gast.For | gast.While | gast.If):
            found += _pops(stmt.iter if isinstance(stmt, gast.For) else stmt.test, names)
            kind = "if" if isinstance(stmt, gast.If) else "loop"
            parts = [_events(stmt.body, names), _events(stmt.orelse, names)]
            if any(parts):
                found.append(Group(kind, parts))
            elif any(isinstance(n, gast.Break | gast.Continue) for n in nodes.walk(stmt)):
                found.append(Group("jump", [[], []]))
        else:
            found += _pops(stmt, names)
    return found


def _pops(node: gast.AST, names: set[str]) -> list[Event]:
    return [Event(popped(n), n, False) for n in nodes.walk(node) if popped(n) in names]


def _flat(items: list[Any]) -> Iterator[Event]:
    for item in items:
        if isinstance(item, Group):
            for part in item.items:
                yield from _flat(part)
        else:
            yield item


def _mirrored(items: list[Any], slots: dict[int, Slot], tape: str) -> bool:
    """Do the pops of a block take the records back in the opposite order of its pushes?  Notes the slots."""
    parts = _parts(items)
    stack: list[Any] = []
    for part in parts:
        if _is_balanced(part, slots, tape):
            continue
        if _pushes(part):
            stack.append(part)
        elif not stack or not _match(stack.pop(), part, slots, tape):
            return False
    return not stack


def _parts(items: list[Any]) -> list[Any]:
    """Runs of events of one direction, and groups."""
    parts: list[Any] = []
    for item in items:
        if isinstance(item, Group) or not parts or isinstance(parts[-1], Group):
            parts.append(item if isinstance(item, Group) else [item])
        elif parts[-1][0].is_push == item.is_push:
            parts[-1].append(item)
        else:
            parts.append([item])
    return parts


def _is_balanced(part: Any, slots: dict[int, Slot], tape: str) -> bool:
    """A loop or `if` that pops all it pushes."""
    if not isinstance(part, Group):
        return False
    found: dict[int, Slot] = {}
    if part.kind == "jump" or not all(_mirrored(inner, found, tape) for inner in part.items):
        return False
    slots |= found
    return True


def _pushes(part: Any) -> bool:
    events = list(_flat([part] if isinstance(part, Group) else part))
    return bool(events) and all(e.is_push for e in events)


def _match(forward: Any, reverse: Any, slots: dict[int, Slot], tape: str) -> bool:
    if isinstance(forward, Group) != isinstance(reverse, Group):
        return False
    if isinstance(forward, Group):
        pairs = zip(forward.items, reverse.items, strict=True)
        return forward.kind == reverse.kind and all(_match_blocks(f, r, slots, tape) for f, r in pairs)
    if any(e.is_push for e in reverse) or len(forward) != len(reverse):
        return False
    return _match_records(forward, reverse, slots, tape)


def _match_blocks(forward: list[Any], reverse: list[Any], slots: dict[int, Slot], tape: str) -> bool:
    ahead, back = _parts(forward), _parts(reverse)[::-1]
    return len(ahead) == len(back) and all(_match(f, r, slots, tape) for f, r in zip(ahead, back, strict=True))


def _match_records(pushes: list[Event], pops: list[Event], slots: dict[int, Slot], tape: str) -> bool:
    """The same lists, each as often: what was pushed last on a list is popped first."""
    size, places = len(pushes), {}
    for offset, event in enumerate(pushes):
        places.setdefault(event.stack, []).append(offset)
        slots[id(event.node)] = Slot(tape, offset, size, offset == size - 1)
    for count, event in enumerate(pops):
        if not places.get(event.stack):
            return False
        slots[id(event.node)] = Slot(tape, places[event.stack].pop(), size, count == 0)
    return True
