"""An emitted function to one that Numba compiles well: array statements become loops, lists of numbers tapes.

*Requires* a tree whose expressions carry their types (`numba_typing`).  *Gives* the statements of the compiled
function, and the globals of the user's that it reads: they are parameters of the compiled function, so that they are
read at each call (Numba would freeze them).
"""

from __future__ import annotations

import builtins
import types as python_types
from collections.abc import Mapping
from typing import Any

import gast
import numpy as np

from tangentx import runtime
from tangentx.analysis.types import Array, Const, is_scalar
from tangentx.backends.numba_elements import DTYPES, Elements, Leaf
from tangentx.backends.numba_nests import INDEX, Access, Nest, access, accesses, extents, index_text
from tangentx.backends.numba_reductions import Reduction, reduction
from tangentx.backends.numba_stacks import Stacks, dtype_of_number, is_new_list
from tangentx.backends.numba_typing import Typing, is_array
from tangentx.errors import UnsupportedSyntaxError
from tangentx.shadows import PrimalNamespace
from tangentx.syntax import nodes
from tangentx.syntax.source import expression

_PLACEHOLDERS = {"float64": "np.nan", "float32": "np.float32(np.nan)", "int64": "0", "bool_": "False",
                 "complex128": "complex(np.nan)"}  # fmt: skip
_LIBRARIES = ("numpy", "math", "builtins", "tangentx", "scipy", "cmath")


class Lowering:
    """Rewrites one function."""

    def __init__(self, function: gast.FunctionDef, typing: Typing, namespace: Mapping[str, Any]):
        self.function, self.typing, self.namespace = function, typing, namespace
        self.elements = Elements(self.named, self.resolve)
        self.taken = {n.id for n in nodes.walk(function) if isinstance(n, gast.Name)} | set(dir(builtins))
        self.stacks = Stacks(function, typing.stacks, self.fresh)
        self.locals = {n.id for n in nodes.walk(function) if isinstance(n, gast.Name) and not _is_read(n)}
        self.locals |= {a.id for a in function.args.args + function.args.kwonlyargs}
        self.globals: dict[str, str] = {}  # parameter -> what it is in the user's namespace ("_m.EPS")
        self.callees: dict[str, Any] = {}  # the user's functions, by the names they have here
        self.out: list[Any] = []
        self.origin: gast.AST | None = None
        self.may_name = True

    def run(self) -> list[Any]:
        """The body of the compiled function: statements and nests."""
        return self.block(self.function.body)

    # -- names ---------------------------------------------------------------------------------------------------

    def fresh(self, base: str) -> str:
        name, k = base, 0
        while name in self.taken:
            k += 1
            name = f"{base}_{k}"
        self.taken.add(name)
        return name

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
        return value

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
        made.kind = kind
        return made

    def emit(self, *made: Any) -> None:
        for stmt in made:
            if isinstance(stmt, Nest):
                last = self.out[-1] if self.out else None
                if isinstance(last, Nest) and last.may_join(stmt):
                    last.join(stmt)
                    continue
            elif self.origin is not None and not hasattr(stmt, "origin"):
                stmt.origin = (self.origin,)
            self.out.append(stmt)

    # -- statements ------------------------------------------------------------------------------------------------

    def block(self, body: list[gast.AST]) -> list[Any]:
        outer, self.out = self.out, []
        for stmt in body:
            self.origin = stmt
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
        if target.id in self.stacks.dtypes and is_new_list(stmt):
            self.emit(*self.stacks.start(target.id))
        elif isinstance(value, gast.Constant) and value.value is None:
            self._placeholder(target, stmt)
        elif not self._array_into(target.id, value):
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
                self.emit(*nodes.parse_statements(f"{target.id} = np.empty(({sizes},), np.{_dtype(kind)})"))
                return
        self.emit(stmt)

    def _array_into(self, name: str, value: gast.AST) -> bool:
        """`name = value` as a nest, for an elementwise value or a reduction along axes."""
        if not is_array(value.kind):
            return False
        reduced = reduction(self, value)
        if reduced is not None:
            self._reduce_into(name, reduced)
            return True
        part = self.elements.operation(value)
        if part is None:
            return False
        is_read = any(leaf.base.id == name for leaf, _ in part.parts(list(range(value.kind.rank))))
        made = self.fresh(f"{name}_new") if is_read else name
        self.emit(self._nest(part, value.kind, made, _dtype(value.kind)))
        if is_read:
            self.emit(nodes.assign(name, nodes.name(made)))
        return True

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
        nest.body = [gast.Assign([target], part.at(_names(index)), None)]
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

    # -- writing into arrays ---------------------------------------------------------------------------------------

    def _on_augassign(self, stmt) -> None:
        target = stmt.target
        if isinstance(target, gast.Subscript) or is_array(target.kind):
            self._store(stmt, target, stmt.op)
        else:
            self.emit(gast.AugAssign(target, stmt.op, self.value(stmt.value)))

    def _store(self, stmt, target: gast.AST, op: gast.AST | None) -> None:
        """A store into a part of an array, as a nest where that is more than one entry."""
        if not self._store_nest(target, stmt.value, op):
            value = self.value(stmt.value)
            written = self.rewritten(target)
            plain = gast.Assign([written], value, None) if op is None else gast.AugAssign(written, op, value)
            self.emit(plain)

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
            named = self._copied(value)
            part = self.elements.part(named)
        self.emit(self._writing(into, part, value, kind, op))
        return True

    def _clashes(self, into: Leaf, part: Any, value: gast.AST, rank: int) -> bool:
        place = list(range(rank - (getattr(value.kind, "rank", 0) or 0), rank)) if is_array(value.kind) else []
        write = access(into, list(range(rank)))
        return any(read.clashes(write) for read in accesses(list(part.parts(place))))

    def _copied(self, value: gast.AST) -> gast.AST:
        """The value in an array of its own."""
        name = self.fresh(_hint(value))
        self.locals.add(name)
        self.emit(self._nest(self.elements.part(value), value.kind, name, _dtype(value.kind)))
        made = nodes.name(name)
        made.kind = Array(value.kind.dtype, value.kind.shape, False, frozenset((name,)))
        return made

    def _writing(self, into: Leaf, part: Any, value: gast.AST, kind: Array, op) -> Nest:
        rank = kind.rank
        own = value.kind.rank if is_array(value.kind) else 0
        leaves = list(part.parts(list(range(rank - own, rank))))
        over = extents(leaves, rank, into, self.fresh)
        index = self._indices(rank)
        entry = part.at(_names(index)[rank - own :])
        target = into.at(_names(index))
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
            self.emit(*self.stacks.push(stmt, value))
        elif isinstance(stmt.value, gast.Call):
            self.emit(gast.Expr(self.value(stmt.value)))
        elif not isinstance(stmt.value, gast.Constant):
            self.emit(stmt)

    def _on_return(self, stmt) -> None:
        self.emit(gast.Return(None if stmt.value is None else self.value(stmt.value)))

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
            loop_over = _reversed(simple, trips) if is_reversed else gast.Call(nodes.name("range"), simple, [])
        else:
            loop_over = self.value(stmt.iter)
        place = self.origin
        body = self.block(stmt.body)
        orelse = self.block(stmt.orelse) if stmt.orelse else []
        self.stacks.covered, self.origin = before, place
        self.emit(gast.For(head.target, loop_over, body, orelse, None))

    def _simple(self, node: gast.AST) -> gast.AST:
        value = self.value(node)
        is_simple = isinstance(value, gast.Name | gast.Constant)
        if is_simple or expression(value).replace("-", "").isdigit():
            return value
        name = self.fresh("bound")
        self.locals.add(name)
        self.emit(nodes.assign(name, value))
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

    # -- expressions ---------------------------------------------------------------------------------------------------

    def unnamed(self, node: gast.AST) -> gast.AST:
        """An expression that is evaluated more than once, or perhaps not: nothing of it moves."""
        before, self.may_name = self.may_name, False
        made = self.value(node)
        self.may_name = before
        return made

    def value(self, node: gast.AST) -> gast.AST:
        """The expression for Numba; parts of it that are better as loops are computed before."""
        if isinstance(node, gast.Name | gast.Attribute):
            return self._reading(node)
        kind = getattr(node, "kind", None)
        if self.may_name and self.stacks.is_tape_pop(node):
            before, entry = self.stacks.pop(node)
            self.emit(*before)
            return entry
        if self.may_name and kind is not None:
            made = self._as_loop(node)
            if made is not None:
                return made
        self._check(node)
        if isinstance(node, gast.BoolOp | gast.IfExp | gast.Lambda | gast.ListComp | gast.GeneratorExp):
            before, self.may_name = self.may_name, False
            made = self.rewritten(node)
            self.may_name = before
            return made
        return self.rewritten(node)

    def _as_loop(self, node: gast.AST) -> gast.AST | None:
        """An array expression or a sum, computed by loops under a name."""
        reduced = reduction(self, node)
        is_loop = reduced is not None or is_array(node.kind) and self.elements.operation(node) is not None
        if not is_loop:
            return None
        name = self.fresh(_hint(node))
        self.locals.add(name)
        if reduced is not None:
            self._reduce_into(name, reduced)
        else:
            self._array_into(name, node)
        made = nodes.name(name)
        made.kind = node.kind
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
        return self.rewritten(item) if isinstance(item, gast.keyword | gast.comprehension) else self.value(item)

    def _reading(self, node: gast.AST) -> gast.AST:
        """A name; of the user's globals, the parameter that it is passed as."""
        written = nodes.dotted(node)
        if written is None:
            return self.rewritten(node)
        root, *path = written.split(".")
        if root in self.locals:
            return node if not path else self.rewritten(node)
        holder = self.namespace.get(root)
        is_user = isinstance(holder, PrimalNamespace) or (
            isinstance(holder, python_types.ModuleType) and holder.__name__.split(".")[0] not in _LIBRARIES
        )
        return self._global(node, written, path[-1]) if is_user and path else node

    def _global(self, node: gast.AST, written: str, hint: str) -> gast.AST:
        value = self.resolve(node)
        table, name = (self.callees, hint) if callable(value) else (self.globals, hint)
        for known, what in self.globals.items() if table is self.globals else ():
            if what == written:
                return nodes.name(known)
        if callable(value):
            for known, what in self.callees.items():
                if what is value:
                    return nodes.name(known)
        name = self.fresh(hint)
        self.locals.add(name)
        table[name] = value if callable(value) else written
        made = nodes.name(name)
        made.kind = getattr(node, "kind", None)
        return made

    def _check(self, node: gast.AST) -> None:
        """What Numba would compile to something else than Python means."""
        is_power = isinstance(node, gast.BinOp) and isinstance(node.op, gast.Pow)
        if is_power and _is_integer(node.left) and _is_integer(node.right):
            exponent = node.right.value if isinstance(node.right, gast.Constant) else -1
            if exponent < 0:
                raise UnsupportedSyntaxError(
                    "a power of integers: with a negative exponent it is a float in Python, and an integer when compiled",
                    code="TX851", help=("make the base a float",),
                )  # fmt: skip
        if isinstance(node, gast.Call):
            callee = self.resolve(node.func)
            module = getattr(callee, "__module__", None) or ""
            if "random" in module or type(callee).__qualname__ == "method" and "random" in str(callee):
                raise UnsupportedSyntaxError(
                    "compiled code has random numbers of its own", code="TX851",
                    help=("draw them before, and pass them as an argument",),
                )  # fmt: skip


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


def _entry(name: str, index: list[str]) -> gast.Subscript:
    parts = _names(index)
    slice_ = parts[0] if len(parts) == 1 else gast.Tuple(parts, nodes.LOAD)
    return gast.Subscript(nodes.name(name), slice_, nodes.STORE)


def _names(index: list[str]) -> list[gast.AST]:
    return [nodes.name(n) for n in index]


def _dtype(kind: Array) -> str:
    return "bool_" if kind.dtype == "bool" else kind.dtype


def _may_hold(into: Array, value: Any) -> bool:
    """Can numbers of one type be stored in an array of another without NumPy's objecting or losing a part?"""
    dtype = value.dtype if isinstance(value, Array) else dtype_of_number(value)
    if dtype is None or into.dtype not in DTYPES:
        return False
    return np.can_cast(np.dtype(dtype.rstrip("_")), np.dtype(into.dtype), "same_kind")


def _is_integer(node: gast.AST) -> bool:
    kind = getattr(node, "kind", None)
    return str(kind) in ("int", "bool") or str(kind).startswith("int ") or isinstance(kind, Const) and type(kind.value) is int


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


_NOT_VALUES = (gast.expr_context, gast.operator, gast.unaryop, gast.boolop, gast.cmpop)
__all__ = ["Lowering", "runtime"]
