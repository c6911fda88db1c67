"""Expressions of an emitted function for Numba: what is better as a loop is computed before, under a name.

*Requires* a tree whose expressions carry their types (`numba_typing`).  Globals and objects of the user's become
parameters (`numba_host`), so that they are read at each call: Numba would freeze them.
"""

from __future__ import annotations

import builtins
from typing import Any

import gast
import numpy as np

from tangentx import runtime
from tangentx.analysis.types import Array, ListOf, Maybe, Range, Scalar, is_scalar, sites_of, with_sites
from tangentx.backends.numba_elements import Elements, is_transposed, is_view
from tangentx.backends.numba_floors import Floors
from tangentx.backends.numba_host import MISSING, Host, is_passable, parameter_names
from tangentx.backends.numba_identity import check_class, same_array
from tangentx.backends.numba_imports import RESERVED
from tangentx.backends.numba_kinds import is_array, is_integer, rank_of
from tangentx.backends.numba_nests import INDEX, Access, Nest, accesses, extents, index_text
from tangentx.backends.numba_records import ANYWHERE, written_sites
from tangentx.backends.numba_reductions import Reduction, reduction
from tangentx.backends.numba_results import is_random
from tangentx.backends.numba_stacks import Stacks
from tangentx.backends.numba_typing import Typing
from tangentx.errors import BackendError
from tangentx.syntax import nodes


class Values:
    """The part of the lowering about expressions; statements are in `numba_lowering`."""

    def __init__(self, function: gast.FunctionDef, typing: Typing, host: Host):
        self.function, self.typing, self.host, self.namespace = function, typing, host, host.namespace
        self.elements = Elements(self.named, self.resolve, host.libm)
        self.taken = (
            {n.id for n in nodes.walk(function) if isinstance(n, gast.Name)} | set(dir(builtins)) | RESERVED
        )
        self.stacks = Stacks(function, typing.stacks, self.fresh)
        self.locals = {n.id for n in nodes.walk(function) if isinstance(n, gast.Name) and not _is_read(n)}
        self.locals |= set(parameter_names(function.args))
        self.floors = Floors(function)
        self.out: list[Any] = []
        self.origin: gast.AST | None = None
        self.may_name = True
        self.in_reverse = (
            False  # the statements at hand are adjoints: the function's value does not depend on them
        )
        self.written: frozenset[str] | None = None  # the buffers that are written on, once somebody asks

    # -- names ---------------------------------------------------------------------------------------------------

    def fresh(self, base: str) -> str:
        return nodes.claimed(base, self.taken)

    def resolve(self, node: gast.AST) -> Any:
        """The object that a name or a chain of attributes means, when it is no local variable; else None."""
        written = nodes.dotted(node)
        if written is None:
            return None
        root, *path = written.split(".")
        if root in self.locals:
            return None
        value = self.namespace.get(root, getattr(builtins, root, None))
        for part in path:
            value = getattr(value, part, None)
        return value if self.host.value(node) is MISSING else self.host.value(node)

    def named(self, node: gast.AST) -> gast.AST:
        """The value of an expression under a name, computed here."""
        kind = getattr(node, "kind", None)
        value = self.value(node)
        if isinstance(value, gast.Name) and value.id in self.locals:
            return value
        name = self.fresh(_hint(node))
        self.locals.add(name)
        self.emit(nodes.assign(name, value))
        made = nodes.name(name)
        made.kind = _owned(kind, name)
        return made

    def emit(self, *made: Any) -> None:
        for stmt in made:
            if isinstance(stmt, Nest):
                if self._joined(stmt):
                    continue
            elif self.origin is not None and not hasattr(stmt, "origin"):
                stmt.origin = (self.origin,)
            self.out.append(stmt)

    def _joined(self, nest: Nest) -> bool:
        """Run a nest in the trips of the one before it, past statements about numbers that have nothing to do with
        it."""
        for last in reversed(self.out):
            if isinstance(last, Nest):
                if last.may_join(nest):
                    last.join(nest)
                    return True
                return False
            if not nest.may_pass(last):
                return False
        return False

    # -- array values ----------------------------------------------------------------------------------------------

    def _array_into(self, name: str, value: gast.AST) -> bool:
        """`name = value` as a nest, for an elementwise value or a reduction along axes."""
        if not is_array(value.kind):
            return False
        reduced = reduction(self, value)
        if reduced is not None:
            self._reduce_into(name, reduced)
            return True
        part = None if is_view(value) else self.elements.operation(value)
        if part is None:
            return False
        self._nest_into(name, part, value)
        return True

    def _nest_into(self, name: str, part: Any, value: gast.AST) -> None:
        is_read = name in nodes.names_read(value)
        made = self.fresh(f"{name}_new") if is_read else name
        self.emit(self._nest(part, value.kind, made, dtype_name(value.kind)))
        if is_read:
            self.emit(nodes.assign(name, nodes.name(made)))

    def _nest(self, part: Any, kind: Array, name: str, dtype: str) -> Nest:
        """`name[i, j] = ...` for all entries of a new array."""
        rank = kind.rank
        leaves = list(part.parts(list(range(rank))))
        over = extents(leaves, rank, None, self.fresh)
        index = self._indices(rank)
        shape = gast.Tuple(over.names(), nodes.LOAD)
        made = nodes.assign(name, nodes.call("np.empty", shape, nodes.parse_expression(f"np.{dtype}")))
        target = _entry(name, index)
        nest = Nest(over.dims, over.counts, index, [*over.checks, made], [])
        nest.body = [gast.Assign([target], part.at(names_of(index)), None)]
        nest.reads = accesses(leaves)
        nest.writes = [Access(name, frozenset((name,)), index_text(INDEX[:rank]))]
        nest.allocated = {name: made}
        return self._placed(nest)

    def _placed(self, nest: Nest) -> Nest:
        for stmt in (*nest.counts, *nest.setup, *nest.body):
            stmt.origin = (self.origin,)
        return nest

    def _indices(self, rank: int) -> list[str]:
        return [self.fresh(n) for n in INDEX[:rank]]

    def _reduce_into(self, name: str, reduced: Reduction) -> None:
        reads = {leaf.base.id for leaf, _ in reduced.leaves}
        made = self.fresh(f"{name}_new") if name in reads else name
        self.emit(self._placed(reduced.nest(made, self.fresh, self._indices)))
        self.emit(*reduced.finish(made))
        if made != name:
            self.emit(nodes.assign(name, nodes.name(made)))

    def _copied(self, part: Any, value: gast.AST) -> gast.AST:
        """The value in an array of its own."""
        name = self.fresh(_hint(value))
        self.locals.add(name)
        self.emit(self._nest(part, value.kind, name, dtype_name(value.kind)))
        made = nodes.name(name)
        made.kind = Array(value.kind.dtype, value.kind.shape, False, frozenset((name,)))
        return made

    # -- expressions ---------------------------------------------------------------------------------------------------

    def unnamed(self, node: gast.AST) -> gast.AST:
        """An expression that is evaluated more than once, or perhaps not: nothing of it moves."""
        before, self.may_name = self.may_name, False
        made = self.value(node)
        self.may_name = before
        return made

    def value(self, node: gast.AST) -> gast.AST:
        """The expression for Numba; parts of it that are better as loops are computed before."""
        if isinstance(node, gast.Name | gast.Attribute | gast.Subscript):
            found = self._reading(node)
            if found is not None:
                return found
            if isinstance(node, gast.Name) or self.resolve(node) is not None:
                return node
        kind = getattr(node, "kind", None)
        if self.may_name and self.stacks.is_tape_pop(node):
            before, entry = self.stacks.pop(node)
            self.emit(*before)
            return entry
        if self.may_name and kind is not None:
            made = self._as_loop(node)
            if made is not None:
                return made
        respelt = self._respelt(node)
        if respelt is not None:
            return respelt
        self._check(node)
        if isinstance(node, gast.BoolOp | gast.IfExp | gast.Lambda | gast.ListComp | gast.GeneratorExp):
            before, self.may_name = self.may_name, False
            made = self.rewritten(node)
            self.may_name = before
            return made
        return self.rewritten(node)

    def _respelt(self, node: gast.AST) -> gast.AST | None:
        """What Numba has under another name, where that depends on types."""
        if isinstance(node, gast.Subscript):
            is_whole = isinstance(node.slice, gast.Tuple) and not node.slice.elts  # `a[()]`
            return self.value(node.value) if is_whole and is_scalar(node.value.kind) else self._part_of(node)
        check_class(node, self.resolve)
        if same_array(node):
            made = nodes.call("same_entries", self.value(node.left), self.value(node.comparators[0]))
            return gast.UnaryOp(gast.Not(), made) if isinstance(node.ops[0], gast.IsNot) else made
        if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.Not):
            if isinstance(getattr(node.operand, "kind", None), ListOf):
                length = nodes.call("len", self.value(node.operand))
                return gast.Compare(length, [gast.Eq()], [nodes.constant(0)])
            if isinstance(node.operand, gast.Name) and isinstance(getattr(node.operand, "kind", None), Maybe):
                is_none = gast.Compare(node.operand, [gast.Is()], [nodes.constant(None)])
                return gast.BoolOp(gast.Or(), [is_none, node])  # Numba takes the number of None for `not`
        return self._called(node) if isinstance(node, gast.Call) else None

    def _called(self, node: gast.Call) -> gast.AST | None:
        callee = self.resolve(node.func)
        if callee is np.swapaxes and is_transposed(node):
            return gast.Attribute(self.value(node.args[0]), "T", nodes.LOAD)
        given = {k.arg: k.value for k in node.keywords}
        key = given.get("key")
        if isinstance(key, gast.Attribute) and key.attr == "__getitem__" and callee in _ORDERS:
            more = [given.get("reverse", nodes.constant(False))] if callee is sorted else []
            return nodes.call(_ORDERS[callee], *map(self.value, [key.value, *more]))
        method = node.func.attr if isinstance(node.func, gast.Attribute) and callee is None else None
        if method == "astype" and is_scalar(node.func.value.kind) and isinstance(node.kind, Array | Scalar):
            dtype = node.kind.dtype if isinstance(node.kind, Array) else node.kind.kind
            return nodes.call(
                f"np.{dtype}" if isinstance(node.kind, Array) else dtype, self.value(node.func.value)
            )
        if method in ("reshape", "ravel"):
            return self._reshaped(node, node.func.value)
        if callee is runtime.split_like:
            del node.args[3:]  # what is lifted is seen from the types
        if any(callee is one for one in _ALONG_AN_AXIS) and node.args and rank_of(node.args[0].kind) == 1:
            node.keywords = [k for k in node.keywords if k.arg != "axis"]  # of a vector Numba takes none
        is_reshape = callee is np.reshape or callee is np.ravel
        return self._reshaped(node, node.args[0]) if is_reshape and node.args else None

    def _reshaped(self, node: gast.Call, whole: gast.AST) -> gast.AST | None:
        """A copy only where NumPy makes one too, and where nobody writes on it: Numba reshapes no other arrays."""
        if not is_array(getattr(whole, "kind", None)):
            return None
        if self.written is None:
            self.written = written_sites(self.function)
        if self.written & sites_of(node.kind) or ANYWHERE in sites_of(node.kind):
            return None
        made = self.rewritten(node)
        if isinstance(node.func, gast.Attribute) and whole is node.func.value:
            made.func.value = nodes.call("np.ascontiguousarray", made.func.value)
        else:
            made.args[0] = nodes.call("np.ascontiguousarray", made.args[0])
        return made

    def _part_of(self, node: gast.Subscript) -> gast.AST | None:
        owner = getattr(node.value, "kind", None)
        if isinstance(owner, Range):
            if not isinstance(node.slice, gast.Slice):
                return nodes.call("range_entry", self.value(node.value), self.value(node.slice))
            if node.slice.step is not None:
                return None
            numbers = self.named(node.value)
            bounds = [node.slice.lower or nodes.constant(0), node.slice.upper or nodes.call("len", numbers)]
            return nodes.call("range_part", numbers, *map(self.value, bounds))
        if not is_scalar(owner) and isinstance(node.slice, gast.Constant) and node.slice.value is ...:
            whole = gast.Slice(None, None, None)
            return gast.Subscript(self.value(node.value), whole, nodes.LOAD)
        return None

    def _as_loop(self, node: gast.AST) -> gast.AST | None:
        """An array expression or a sum, computed by loops under a name."""
        reduced = reduction(self, node)
        part = None
        if reduced is None:
            part = self.elements.operation(node) if is_array(node.kind) and not is_view(node) else None
            if part is None:
                return None
        name = self.fresh(_hint(node))
        self.locals.add(name)
        if reduced is not None:
            self._reduce_into(name, reduced)
        else:
            self._nest_into(name, part, node)
        made = nodes.name(name)
        made.kind = _owned(node.kind, name)
        return made

    def rewritten(self, node: gast.AST) -> gast.AST:
        """The node with its children as values."""
        new = node.__class__.__new__(node.__class__)
        for attribute, value in node.__dict__.items():
            is_child = isinstance(value, gast.AST) and not isinstance(value, _NOT_VALUES)
            if is_child:
                new.__dict__[attribute] = self.value(value)
            elif isinstance(value, list):
                new.__dict__[attribute] = [self._item(v) for v in value]
            else:
                new.__dict__[attribute] = value
        return new

    def _item(self, item: Any) -> Any:
        if not isinstance(item, gast.AST) or isinstance(item, _NOT_VALUES):
            return item
        return (
            self.rewritten(item) if isinstance(item, gast.keyword | gast.comprehension) else self.value(item)
        )

    def _reading(self, node: gast.AST) -> gast.AST | None:
        """The parameter for something of the user's that Python reads before the call; None for anything else."""
        found = self.host.value(node)
        if found is MISSING or not (is_passable(found) or callable(found)):
            return None
        name = self.host.parameter(node, found, self.fresh)
        self.locals.add(name)
        made = nodes.name(name)
        made.kind = getattr(node, "kind", None)
        return made

    def _check(self, node: gast.AST) -> None:
        """What Numba would compile to something else than Python means."""
        is_power = isinstance(node, gast.BinOp) and isinstance(node.op, gast.Pow)
        kinds = [getattr(n, "kind", None) for n in (node.left, node.right)] if is_power else [None]
        if all(map(is_integer, kinds)) and not self.host.is_compiled:  # else it is one in the primal too
            exponent = node.right.value if isinstance(node.right, gast.Constant) else -1
            if exponent < 0:
                raise BackendError(
                    "a power of integers is an integer when compiled, and perhaps a float in Python",
                    help=("make the base a float",),
                )  # fmt: skip
        if isinstance(node, gast.Call):
            callee = self.resolve(node.func)
            module = getattr(callee, "__module__", None) or ""
            if self.host.is_compiled and is_random(callee):
                return  # of Numba's generator, as in the function that is differentiated
            if "random" in module or type(callee).__qualname__ == "method" and "random" in str(callee):
                raise BackendError(
                    "compiled code has random numbers of its own",
                    help=("draw them before, and pass them as an argument",),
                )  # fmt: skip


def _owned(kind: Any, name: str) -> Any:
    """The type of a value under a name: an array that is no view of another has memory of its own."""
    is_new = isinstance(kind, Array) and not kind.scalar and not kind.sites
    return with_sites(kind, frozenset((name,))) if is_new else kind


def _entry(name: str, index: list[str]) -> gast.Subscript:
    parts = names_of(index)
    slice_ = parts[0] if len(parts) == 1 else gast.Tuple(parts, nodes.LOAD)
    return gast.Subscript(nodes.name(name), slice_, nodes.STORE)


def names_of(index: list[str]) -> list[gast.AST]:
    return [nodes.name(n) for n in index]


def dtype_name(kind: Array) -> str:
    return "bool_" if kind.dtype == "bool" else kind.dtype


def _is_read(node: gast.Name) -> bool:
    return isinstance(node.ctx, gast.Load)


def _hint(node: gast.AST) -> str:
    """A name for a value, from what makes it."""
    if isinstance(node, gast.Call):
        func = node.func
        return getattr(func, "attr", getattr(func, "id", "value"))
    if isinstance(node, gast.Subscript | gast.Attribute) and isinstance(node.value, gast.Name):
        return f"{node.value.id}_part"
    return "value"


_ALONG_AN_AXIS = (np.sort, np.argsort, np.partition, np.argpartition)
_ORDERS = {sorted: "order_of", min: "place_of_least", max: "place_of_largest"}
_NOT_VALUES = (gast.expr_context, gast.operator, gast.unaryop, gast.boolop, gast.cmpop)
