"""Lists of numbers that are pushed on and popped: one array with a pointer to its top, the tape.

    r_stack = []                          tape, top = new_tape(np.float64)
    s_stack = []                          tape = reserved(tape, top, 2 * n)
    for i in range(n):                    for i in range(n):
        r_stack.append(r)         gives       assume(top >= 0)
        s_stack.append(s)                     tape[top] = r
                                              tape[top + 1] = s
    ...                                       top += 2
    s = s_stack.pop()                     ...
    r = r_stack.pop()                     top -= 2
                                          s = tape[top + 1]
                                          r = tape[top]

What one block pushes is a record; the block of the reverse sweep that pops it takes the whole record.  Where the
blocks of both sweeps do not mirror each other, each list has a tape of its own.  Room is made once before a `for` over
a range, and at each push elsewhere.

Lists of arrays stay lists, except those that a forward half hands to its reverse half: Numba cannot pass lists of
arrays back and forth.  Their entries follow each other on one tape, and their extents on another.
"""

from __future__ import annotations

from collections.abc import Callable

import gast

from tangentx.analysis.types import Array, Scalar, Type
from tangentx.backends.numba_records import (
    ANYWHERE,
    Slot,
    copied_list,
    events,
    flat,
    handed_over,
    is_new_list,
    mirrored,
    popped,
    pushed,
    uses_of,
    written_sites,
)  # fmt: skip
from tangentx.errors import BackendError
from tangentx.syntax import nodes

_ROWS = ("float64", "float32", "int64", "bool", "complex128", "complex64")
_DTYPES = {"float": "float64", "int": "int64", "bool": "bool_", "complex": "complex128"}


def dtype_of_number(kind: Type | None) -> str | None:
    """The dtype of an array that can hold numbers of this type; None for what is no number."""
    if isinstance(kind, Scalar):
        return _DTYPES[kind.kind]
    if isinstance(kind, Array) and kind.scalar:
        return "bool_" if kind.dtype == "bool" else kind.dtype
    value = getattr(kind, "value", None)
    return _DTYPES.get(type(value).__name__)


def _started_once(function: gast.FunctionDef) -> set[str]:
    """Lists with one beginning, outside all loops: their tapes are empty there, as new as the function's call."""
    starts = [getattr(stmt.targets[0], "id", "") for stmt in nodes.walk(function) if is_new_list(stmt)]
    outside = {getattr(stmt.targets[0], "id", "") for stmt in function.body if is_new_list(stmt)}
    return {name for name in outside if starts.count(name) == 1}


class Stacks:
    """Which lists of a function become tapes, and what becomes of the statements about them."""

    def __init__(
        self, function: gast.FunctionDef, stacks: dict[str, Type | None], fresh: Callable[[str], str]
    ):
        self.dtypes: dict[str, str] = {}
        self.covered: set[str] = set()  # tapes that have room for every push in the loop at hand
        self.slots: dict[int, Slot] = {}
        self.shared: set[str] = set()  # tapes of several lists
        self.trips = "1"  # of the innermost loop over a range
        self.tapes: dict[str, str] = {}  # list -> tape
        self.tops: dict[str, str] = {}  # tape -> pointer
        self.extents: dict[str, str] = {}  # list of arrays -> the tape of their extents
        self.fresh = fresh
        self.rows: dict[str, tuple[str, int]] = {}  # list of arrays on a tape -> dtype and rank
        self.started_once = _started_once(function)
        given = {copied_list(node) for node in nodes.walk(function)} - {None}
        self.is_reverse_half = bool(given)
        self._choose(function, stacks)
        for dtype in sorted(set(self.dtypes.values())):
            self._lay_out(function, dtype)
        self.given = {table[name] for table in (self.tapes, self.extents) for name in given & table.keys()}

    def _choose(self, function: gast.FunctionDef, stacks: dict[str, Type | None]) -> None:
        """Lists of numbers, and lists of arrays that nobody writes on: a copy of one is as good."""
        uses, handed, written = uses_of(function), handed_over(function), written_sites(function)
        for name, kind in stacks.items():
            dtype = dtype_of_number(kind)
            if uses.get(name, 0):
                self._refuse_if(
                    name in handed, "a list that is kept until the reverse sweep is used in other ways"
                )
            elif dtype is not None:
                self.dtypes[name] = dtype
            elif isinstance(kind, Array) and kind.rank and kind.dtype in _ROWS:
                known = kind.sites and ANYWHERE not in kind.sites | written
                if not self.is_reverse_half and not (known and written.isdisjoint(kind.sites)):
                    self._refuse_if(
                        name in handed, "arrays that are written on are kept until the reverse sweep"
                    )
                    continue
                self.rows[name] = ("bool_" if kind.dtype == "bool" else kind.dtype, kind.rank)
                self.tapes[name] = self._tape(f"{name.removesuffix('_stack')}_tape")
                self.extents[name] = self._tape(f"{name.removesuffix('_stack')}_sizes")

    def _refuse_if(self, is_handed_over: bool, reason: str) -> None:
        """Numba cannot pass lists of arrays from one call to another."""
        if is_handed_over:
            raise BackendError(reason)

    def _lay_out(self, function: gast.FunctionDef, dtype: str) -> None:
        """One tape for all lists of a type if the sweeps mirror each other, else one for each."""
        names = [name for name, own in self.dtypes.items() if own == dtype]
        slots: dict[int, Slot] = {}
        tape = self._tape({"int64": "int_tape", "bool_": "bit_tape"}.get(dtype, "tape"))
        if mirrored(events(function.body, set(names)), slots, tape):
            self.shared.add(tape)
            self.tapes |= dict.fromkeys(names, tape)
            self.slots |= slots
            return
        for name in names:
            own = self._tape(f"{name.removesuffix('_stack')}_tape")
            self.tapes[name] = own
            for event in flat(events(function.body, {name})):
                self.slots[id(event.node)] = Slot(own, 0, 1, True)

    def _tape(self, name: str) -> str:
        tape = self.fresh(name)
        self.tops[tape] = self.fresh(tape.replace("tape", "top").replace("sizes", "count"))
        return tape

    # -- statements --------------------------------------------------------------------------------------------------

    def beginning(self) -> list[gast.AST]:
        """All tapes, at the start of the function: a list may be started in a loop that is never entered."""
        made: dict[str, str] = {}
        for name, dtype in self.dtypes.items():
            made.setdefault(self.tapes[name], dtype)
        for name, (dtype, _) in self.rows.items():
            made |= {self.tapes[name]: dtype, self.extents[name]: "int64"}
        return [s for tape in sorted(made) if tape not in self.given for s in self.empty(tape, made[tape])]

    def start(self, name: str) -> list[gast.AST]:
        """`name = []`: a tape of several lists is as empty as they are, and so is one that is started once."""
        tapes = [self.tapes[name], self.extents[name]] if name in self.rows else [self.tapes[name]]
        if tapes[0] in self.shared or name in self.started_once:
            return []
        return nodes.parse_statements("\n".join(f"{self.tops[tape]} = 0" for tape in tapes))

    def start_full(self, name: str) -> list[gast.AST]:
        """`name = list(name)`: what the forward half handed over."""
        tape = self.tapes[name]
        if name not in self.rows:
            return nodes.parse_statements(f"{tape} = {name}\n{self.tops[tape]} = {name}.shape[0]")
        sizes = self.extents[name]
        return nodes.parse_statements(
            f"{tape}, {sizes} = {name}\n"
            f"{self.tops[tape]} = {tape}.shape[0]\n{self.tops[sizes]} = {sizes}.shape[0]"
        )

    def whole(self, name: str) -> gast.AST:
        """All that is on the tape."""
        tapes = [self.tapes[name], self.extents[name]] if name in self.rows else [self.tapes[name]]
        text = ", ".join(f"{tape}[:{self.tops[tape]}]" for tape in tapes)
        return nodes.parse_expression(f"({text})")

    def empty(self, tape: str, dtype: str) -> list[gast.AST]:
        return nodes.parse_statements(f"{tape}, {self.tops[tape]} = new_tape(np.{dtype})")

    def push(self, stmt: gast.AST, value: gast.AST) -> list[gast.AST]:
        """`name.append(value)`."""
        if pushed(stmt) in self.rows:
            return self._push_row(pushed(stmt), value)
        slot = self.slots[id(stmt)]
        made = []
        if slot.offset == 0 and slot.tape not in self.covered:
            made = self._room_if_full(slot)
        stored = nodes.parse_statements(f"{self._entry_text(slot)} = 0")
        stored[0].value = value
        if slot.offset == 0:
            made += nodes.parse_statements(f"assume({self.tops[slot.tape]} >= 0)")
        moved = nodes.parse_statements(f"{self.tops[slot.tape]} += {slot.size}") if slot.moves else []
        return [*made, *stored, *moved]

    def pop(self, call: gast.AST) -> tuple[list[gast.AST], gast.AST]:
        """(what goes before, the entry) for `name.pop()`."""
        if popped(call) in self.rows:
            return self._pop_row(popped(call))
        slot = self.slots[id(call)]
        top = self.tops[slot.tape]
        moved = nodes.parse_statements(f"{top} -= {slot.size}\nassume({top} >= 0)") if slot.moves else []
        return moved, nodes.parse_expression(self._entry_text(slot))

    def _push_row(self, name: str, value: gast.AST) -> list[gast.AST]:
        row = self.fresh("row")
        put = f"{self.tapes[name]} = put_row({self.tapes[name]}, {self.tops[self.tapes[name]]}, {row}, {self.trips})"
        return [nodes.assign(row, value), *nodes.parse_statements(put), *self.pushed_row(name, row)]

    def row_room(self, name: str, shape: list[str], row: str) -> list[gast.AST]:
        """An array `row` at the top of the tape, to be filled in."""
        tape, top, size = self.tapes[name], self.tops[self.tapes[name]], " * ".join(shape)
        view = f"{tape}[{top} : {top} + {size}]" + (
            f".reshape(({', '.join(shape)}))" if len(shape) > 1 else ""
        )
        made = f"{tape} = reserved_rows({tape}, {top}, {size}, {self.trips})\n{row} = {view}"
        return nodes.parse_statements(made)

    def pushed_row(self, name: str, row: str) -> list[gast.AST]:
        """Count an array in that is on the tape."""
        sizes, rank, top = self.extents[name], self.rows[name][1], self.tops[self.tapes[name]]
        count = self.tops[sizes]
        put = f"{sizes} = put_extents({sizes}, {count}, {row}.shape, {self.trips})"
        return nodes.parse_statements(f"{top} += {row}.size\n{put}\n{count} += {rank}")

    def _pop_row(self, name: str) -> tuple[list[gast.AST], gast.AST]:
        """In a reverse half a copy: it may write on it, and may be called again."""
        tape, sizes, rank = self.tapes[name], self.extents[name], self.rows[name][1]
        top, count = self.tops[tape], self.tops[sizes]
        extents = [f"{sizes}[{count} + {k}]" for k in range(rank)]
        size = " * ".join(extents)
        moved = nodes.parse_statements(f"{count} -= {rank}\n{top} -= {size}")
        entries = f"{tape}[{top} : {top} + {size}]" + (".copy()" if self.is_reverse_half else "")
        if rank > 1:
            entries += f".reshape(({', '.join(extents)}))"
        return moved, nodes.parse_expression(entries)

    def _entry_text(self, slot: Slot) -> str:
        place = self.tops[slot.tape] + (f" + {slot.offset}" if slot.offset else "")
        return f"{slot.tape}[{place}]"

    def room(self, tape: str, count: str) -> list[gast.AST]:
        return nodes.parse_statements(f"{tape} = reserved({tape}, {self.tops[tape]}, {count})")

    def _room_if_full(self, slot: Slot) -> list[gast.AST]:
        """Room for one record, at each push: the tape is looked at here, and the function called where it is full."""
        top = self.tops[slot.tape]
        full = gast.If(nodes.parse_expression(f"{top} + {slot.size} > {slot.tape}.shape[0]"), [], [])
        full.body = self.room(slot.tape, str(slot.size))
        return [full]

    def is_tape_push(self, stmt: gast.AST) -> bool:
        return pushed(stmt) in self.tapes

    def is_tape_pop(self, node: gast.AST) -> bool:
        return popped(node) in self.tapes

    def pushed_in(self, loop: gast.For) -> dict[str, int]:
        """{tape: how many pushes a trip makes at most}, pushes of inner loops left out."""
        found: dict[str, int] = {}
        pending = list(loop.body)
        while pending:
            stmt = pending.pop()
            if pushed(stmt) in self.dtypes:
                tape = self.tapes[pushed(stmt)]
                found[tape] = found.get(tape, 0) + 1
            elif isinstance(stmt, gast.If):
                pending += [*stmt.body, *stmt.orelse]
        return dict(sorted(found.items()))

    def pushes_in_inner_loops(self, loop: gast.For) -> set[str]:
        """Tapes that an inner loop moves: room made before the outer one would not last."""
        inner = [n for stmt in loop.body for n in nodes.walk(stmt) if isinstance(n, gast.For | gast.While)]
        return {self.tapes[pushed(s)] for n in inner for s in nodes.walk(n) if self.is_tape_push(s)}
