"""An emitted function to one that Numba compiles well: array statements become loops, lists of numbers tapes.

*Requires* a tree whose expressions carry their types (`numba_typing`).  *Gives* the statements of the compiled
function; globals of the user's that it reads become parameters (`numba_host`), so that they are read at each call:
Numba would freeze them.
"""

from __future__ import annotations

from typing import Any

import gast
import numpy as np

from tangentx.analysis.types import Array, ListOf, Sequence, is_scalar, sites_of
from tangentx.backends.numba_elements import DTYPES
from tangentx.backends.numba_identity import gives_none
from tangentx.backends.numba_kinds import is_array
from tangentx.backends.numba_nests import Nest, access, accesses, extents
from tangentx.backends.numba_parts import Leaf
from tangentx.backends.numba_records import copied_list, is_new_list, pushed
from tangentx.backends.numba_stacks import dtype_of_number
from tangentx.backends.numba_values import Values, dtype_name, names_of
from tangentx.errors import BackendError
from tangentx.syntax import nodes
from tangentx.syntax.source import expression

_PLACEHOLDERS = {
    "float64": "0.0",
    "float32": "np.float32(0.0)",
    "int64": "0",
    "bool_": "False",
    "complex128": "complex(0.0)",
}  # fmt: skip - false, as None is


class Lowering(Values):
    """Rewrites one function."""

    def run(self) -> list[Any]:
        """The body of the compiled function: statements and nests."""
        body = self.block(self.function.body)
        return [*self.stacks.beginning(), *body]

    # -- statements ------------------------------------------------------------------------------------------------

    def block(self, body: list[gast.AST]) -> list[Any]:
        outer, self.out = self.out, []
        for stmt in body:
            self.origin = stmt
            heading = getattr(stmt, "heading", "") or ""
            self.in_reverse |= (
                heading.startswith("adjoint of") or getattr(stmt, "section", "") == "reverse sweep"
            )
            stmt.is_adjoint = self.in_reverse
            handler = getattr(self, "_on_" + type(stmt).__name__.lower(), None)
            if handler is None:
                self.emit(stmt)
            else:
                handler(stmt)
        inner, self.out = self.out, outer
        return inner

    def _on_assign(self, stmt) -> None:
        target = stmt.targets[0]
        if len(stmt.targets) > 1 or not isinstance(target, gast.Name | gast.Subscript):
            self.emit(gast.Assign(stmt.targets, self.value(stmt.value), None))
        elif isinstance(target, gast.Subscript):
            self._store(stmt, target, None)
        else:
            self._bind(target, stmt.value, stmt)

    def _bind(self, target: gast.Name, value: gast.AST, stmt) -> None:
        if target.id in self.stacks.tapes and is_new_list(stmt):
            self.emit(*self.stacks.start(target.id))
        elif target.id in self.stacks.tapes and copied_list(stmt) == target.id:
            self.emit(*self.stacks.start_full(target.id))
        elif isinstance(value, gast.Constant) and value.value is None:
            self._placeholder(target, stmt)
        elif gives_none(value, self.namespace):
            self.emit(gast.Expr(self.value(value)))
            self._placeholder(target, nodes.assign(target.id, nodes.constant(None)))
        elif not self._array_into(target.id, value):
            self.floors.note(target.id, value)
            self.emit(nodes.assign(target.id, self.value(value)))

    def _placeholder(self, target: gast.Name, stmt) -> None:
        """`x = None` before a loop: a value of the type that x has later, which nobody looks at."""
        kind = self.typing.bound.get(target.id)
        if target.id not in self.typing.asked_for_none and kind is not None:
            dtype = dtype_of_number(kind)
            if dtype in _PLACEHOLDERS:
                self.emit(nodes.assign(target.id, nodes.parse_expression(_PLACEHOLDERS[dtype])))
                return
            if is_array(kind) and kind.rank is not None:
                sizes = ", ".join("0" for _ in range(kind.rank))
                self.emit(
                    *nodes.parse_statements(f"{target.id} = np.empty(({sizes},), np.{dtype_name(kind)})")
                )
                return
        self.emit(stmt)

    # -- writing into arrays ---------------------------------------------------------------------------------------

    def _on_augassign(self, stmt) -> None:
        target = stmt.target
        if isinstance(target, gast.Subscript) or is_array(target.kind):
            self._store(stmt, target, stmt.op)
        elif is_array(stmt.value.kind) and dtype_of_number(target.kind) is None:
            raise BackendError("an array is added to something of unknown type")
        elif is_array(stmt.value.kind):  # a number until now: the name gets a new array
            read = nodes.name(target.id)
            total = gast.BinOp(read, stmt.op, stmt.value)
            read.kind, total.kind = target.kind, target.bound
            self._bind(nodes.store_name(target.id), total, stmt)
        else:
            self.emit(gast.AugAssign(target, stmt.op, self._operand(target, target, stmt.value)))

    def _store(self, stmt, target: gast.AST, op: gast.AST | None) -> None:
        """A store into a part of an array, as a nest where that is more than one entry."""
        if op is not None and isinstance(target, gast.Subscript):
            target = self._array_at(target)
        if not self._store_nest(target, stmt.value, op):
            written = self.rewritten(target)
            if op is None:
                self.emit(gast.Assign([written], self.value(stmt.value), None))
            else:
                self.emit(gast.AugAssign(written, op, self._operand(target, written, stmt.value)))

    def _operand(self, target: gast.AST, written: gast.AST, value: gast.AST) -> gast.AST:
        """The operand of `target op= value`: not another view of what is written, as NumPy sees to it."""
        made = self.value(value)
        if not _may_overlap(target, value):
            return made
        return nodes.call("apart", made, nodes.parse_expression(expression(written)))

    def _array_at(self, target: gast.Subscript) -> gast.AST:
        """`rows[k] += e` of a list of arrays: a name for the array that is added to."""
        is_slot = isinstance(target.value.kind, ListOf | Sequence)
        if not is_slot or not is_array(target.kind) or not self.elements.is_plain(target.kind):
            return target
        name = nodes.store_name(self.fresh("slot"))
        name.kind = target.kind
        read = self.rewritten(target)
        read.ctx = nodes.LOAD
        self.locals.add(name.id)
        self.emit(nodes.assign(name.id, read))
        return name

    def _store_nest(self, target: gast.AST, value: gast.AST, op: gast.AST | None) -> bool:
        kind = target.kind
        if not is_array(kind) or not self.elements.is_plain(kind) or isinstance(op, gast.MatMult | gast.Pow):
            return False
        if not (is_scalar(value.kind) or self.elements.is_plain(value.kind) and value.kind.rank <= kind.rank):
            return False
        if not _may_hold(kind, value.kind):
            return False
        into = self.elements.leaf(target) if isinstance(target, gast.Name) else None
        if isinstance(target, gast.Subscript) and isinstance(target.value, gast.Name):
            into = self.elements._indexed(target)
        if into is None or not isinstance(into.base, gast.Name):
            return False
        part = self.elements.part(value)
        if self._clashes(into, part, value, kind.rank):
            part = self.elements.part(self._copied(part, value))
        self.emit(self._writing(into, part, value, kind, op))
        return True

    def _clashes(self, into: Leaf, part: Any, value: gast.AST, rank: int) -> bool:
        place = (
            list(range(rank - (getattr(value.kind, "rank", 0) or 0), rank)) if is_array(value.kind) else []
        )
        write = access(into, list(range(rank)))
        return any(read.clashes(write) for read in accesses(list(part.parts(place))))

    def _writing(self, into: Leaf, part: Any, value: gast.AST, kind: Array, op) -> Nest:
        rank = kind.rank
        own = value.kind.rank if is_array(value.kind) else 0
        leaves = list(part.parts(list(range(rank - own, rank))))
        over = extents(leaves, rank, into, self.fresh)
        index = self._indices(rank)
        entry = part.at(names_of(index)[rank - own :])
        target = into.at(names_of(index))
        target.ctx = nodes.STORE
        nest = Nest(over.dims, over.counts, index, list(over.checks), [])
        nest.body = [gast.Assign([target], entry, None) if op is None else gast.AugAssign(target, op, entry)]
        nest.reads = accesses(leaves)
        nest.writes = [access(into, list(range(rank)))]
        return self._placed(nest)

    # -- the rest ----------------------------------------------------------------------------------------------------

    def _on_expr(self, stmt) -> None:
        if self.stacks.is_tape_push(stmt):
            value = self.value(stmt.value.args[0])
            if not self._made_on_tape(pushed(stmt), value):
                self.emit(*self.stacks.push(stmt, value))
        elif isinstance(stmt.value, gast.Call):
            self.emit(gast.Expr(self.value(stmt.value)))
        elif not isinstance(stmt.value, gast.Constant):
            self.emit(stmt)

    def _made_on_tape(self, name: str, value: gast.AST) -> bool:
        """Where the array that is pushed was just made by a nest: make it on the tape."""
        last = self.out[-1] if self.out else None
        if name not in self.stacks.rows or not isinstance(last, Nest) or not isinstance(value, gast.Name):
            return False
        made = last.allocated.pop(value.id, None)
        if made is None:
            return False
        shape = [expression(n) for n in made.value.args[0].elts]
        place = last.setup.index(made)
        last.setup[place : place + 1] = self.stacks.row_room(name, shape, value.id)
        self.emit(*self.stacks.pushed_row(name, value.id))
        return True

    def _on_return(self, stmt) -> None:
        if stmt.value is not None:
            stmt.value = self._with_tapes(stmt.value)
        self.emit(gast.Return(None if stmt.value is None else self.value(stmt.value)))

    def _with_tapes(self, node: gast.AST) -> gast.AST:
        """What is returned, with what is on a tape instead of the list that it was."""
        if isinstance(node, gast.Tuple):
            return gast.Tuple([self._with_tapes(e) for e in node.elts], nodes.LOAD)
        if isinstance(node, gast.Name) and node.id in self.stacks.tapes:
            return self.stacks.whole(node.id)
        return node

    def _on_if(self, stmt) -> None:
        test = self.value(stmt.test)
        self.emit(gast.If(test, self.block(stmt.body), self.block(stmt.orelse) if stmt.orelse else []))

    def _on_while(self, stmt) -> None:
        test = self.unnamed(stmt.test)
        before, self.stacks.covered = self.stacks.covered, set()
        self.emit(gast.While(test, self.block(stmt.body), self.block(stmt.orelse) if stmt.orelse else []))
        self.stacks.covered = before

    def _on_for(self, stmt) -> None:
        bounds = _range_of(stmt.iter)
        before, self.stacks.covered = self.stacks.covered, set()
        head = stmt
        if bounds is not None:
            simple = [self._simple(b) for b in bounds]
            trips = self._reserve(stmt, simple)
            is_reversed = stmt.iter.func.id == "reversed"
            loop_over = (
                _reversed(simple, trips) if is_reversed else gast.Call(nodes.name("range"), simple, [])
            )
        else:
            loop_over = self.value(stmt.iter)
        place, outer = self.origin, self.stacks.trips
        self.stacks.trips = trips if bounds is not None else "1"
        known = self.floors.enter(stmt, simple, is_reversed) if bounds is not None else []
        body = [*known, *self.block(stmt.body)]
        self.floors.leave(stmt)
        self.stacks.trips = outer
        orelse = self.block(stmt.orelse) if stmt.orelse else []
        self.stacks.covered, self.origin = before, place
        made = gast.For(head.target, loop_over, body, orelse, None)
        if bounds is not None and is_reversed and len(simple) < 3:
            made.forward = simple  # what it runs over, backwards
        self.emit(made)

    def _simple(self, node: gast.AST) -> gast.AST:
        value = self.value(node)
        is_simple = isinstance(value, gast.Name | gast.Constant)
        if is_simple or expression(value).replace("-", "").isdigit():
            return value
        name = self.fresh("bound")
        self.locals.add(name)
        self.emit(nodes.assign(name, value))
        self.floors.note(name, value)
        return nodes.name(name)

    def _reserve(self, loop: gast.For, bounds: list[gast.AST]) -> str:
        """Make room on the tapes that the loop pushes on; the expression for the number of trips."""
        trips = _trips(bounds)
        inner = self.stacks.pushes_in_inner_loops(loop)
        for name, pushes in self.stacks.pushed_in(loop).items():
            if name in inner:
                continue
            count = trips if pushes == 1 else f"{pushes} * ({trips})"
            self.emit(*self.stacks.room(name, count))
            self.stacks.covered.add(name)
        return trips


def _may_overlap(target: gast.AST, value: gast.AST) -> bool:
    """May an operand be another view of the memory that is written?"""
    known = isinstance(target.kind, Array) and isinstance(value.kind, Array)
    if is_scalar(target.kind) or is_scalar(value.kind) or isinstance(value, _COMPUTED):
        return False
    if known and (target.kind.scalar or sites_of(target.kind).isdisjoint(sites_of(value.kind))):
        return False
    return expression(target) != expression(value)


_COMPUTED = (gast.BinOp, gast.UnaryOp, gast.Constant)  # new values


def _range_of(node: gast.AST) -> list[gast.AST] | None:
    """The arguments of `range(...)` and of `reversed(range(...))`."""
    if not isinstance(node, gast.Call) or not isinstance(node.func, gast.Name):
        return None
    if node.func.id == "reversed":
        inner = node.args[0]
        is_range = isinstance(inner, gast.Call) and getattr(inner.func, "id", "") == "range"
        return list(inner.args) if is_range else None
    return list(node.args) if node.func.id == "range" else None


def _trips(bounds: list[gast.AST]) -> str:
    texts = [expression(b) for b in bounds]
    if len(texts) == 1:
        return f"max({texts[0]}, 0)"
    return f"max({texts[1]} - {texts[0]}, 0)" if len(texts) == 2 else f"trip_count({', '.join(texts)})"


def _reversed(bounds: list[gast.AST], trips: str) -> gast.AST:
    """`reversed(range(a, b, s))` as a range."""
    texts = [expression(b) for b in bounds]
    if len(texts) == 1:
        return nodes.parse_expression(f"range({texts[0]} - 1, -1, -1)")
    if len(texts) == 2:
        return nodes.parse_expression(f"range({texts[1]} - 1, {texts[0]} - 1, -1)")
    start, _, step = texts
    last = f"({start}) + ({trips} - 1) * ({step})"
    return nodes.parse_expression(f"range({last}, ({start}) - ({step}), -({step}))")


def _may_hold(into: Array, value: Any) -> bool:
    """Can numbers of one type be stored in an array of another without NumPy's objecting or losing a part?"""
    dtype = value.dtype if isinstance(value, Array) else dtype_of_number(value)
    if dtype is None or into.dtype not in DTYPES:
        return False
    return np.can_cast(np.dtype(dtype.rstrip("_")), np.dtype(into.dtype), "same_kind")
