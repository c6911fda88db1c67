"""Types of everything in an emitted function: the first pass of the Numba backend.

*Requires* the tree of an emitted function, the types of its parameters, and the globals of its module.  *Gives* the
same tree with an attribute `kind` (an analysis type) at every expression and every bound name, and the type of the
result.  Loops are walked until the types at their head no longer change.

A variable that starts as `None` gets its type from what it holds later: emitted code writes that where a loop saves
a value before the first trip, and never looks at it.  Lists that are pushed on have one type, that of all pushes.
"""

from __future__ import annotations

import builtins
import types as python_types
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from tangentx.analysis import accessors
from tangentx.analysis.arguments import bind_dims
from tangentx.analysis.expressions import OPERATORS
from tangentx.analysis.joins import element
from tangentx.analysis.observed import type_of
from tangentx.analysis.sampling import Sampler
from tangentx.analysis.types import (
    BOOL,
    INT,
    UNKNOWN,
    Array,
    Const,
    Dictionary,
    Dim,
    ListOf,
    Maybe,
    Range,
    Scalar,
    Sequence,
    Type,
    is_scalar,
    some,
    with_sites,
)
from tangentx.backends import numba_held as held
from tangentx.backends.numba_absent import first_look
from tangentx.backends.numba_differences import check_binary, check_call, check_inverse, check_method
from tangentx.backends.numba_host import MISSING, Host
from tangentx.backends.numba_identity import asked_for_none, gives_none, may_be_missing
from tangentx.backends.numba_joins import NEVER_OF_NONE, check_paths, joined, of_one_type
from tangentx.backends.numba_kinds import is_integer
from tangentx.backends.numba_records import ANYWHERE, copied_list, from_container, in_memory, pushed
from tangentx.backends.numba_results import is_random, may_be_sampled, of_items, result_like
from tangentx.errors import BackendError
from tangentx.shadows import PrimalNamespace
from tangentx.syntax import nodes
from tangentx.syntax.source import expression
from tangentx.transform import statements
from tangentx.transform.expression_types import ExpressionTypes

_MAX_ROUNDS = 12
_MISSING = object()


class Typing(ExpressionTypes):
    """Walks one emitted function and notes the type of every expression on its node."""

    def __init__(self, host: Host, sampler: Sampler | None = None):
        super().__init__({}, sampler or Sampler(), {})
        self.host, self.namespace = host, host.namespace
        self.known: dict[tuple, Type] = {}  # results of functions of numbers
        self.functions: dict[str, Type] = {}  # functions of the same module -> the type of their results
        self.stacks: dict[str, Type | None] = {}  # list -> the type of all that is pushed
        self.asked_for_none: set[str] = set()
        self.lengths = held.Lengths()
        self.perhaps_none: set[str] = set()  # variables that are None somewhere
        self.missing: set[str] = set()  # results of `d.get(k)`
        self.bound: dict[str, Type | None] = {}  # variable -> the join of all it is ever bound to
        self.result: Type | None = None
        self.large: set[str] = set()  # globals whose extents are taken to be more than one
        self.at: gast.AST | None = None  # the statement at hand

    # -- the function ------------------------------------------------------------------------------------------

    def run(self, function: gast.FunctionDef, parameters: dict[str, Type]) -> Type:
        """Note all types; the type of what is returned."""
        self.table = dict(parameters)
        self.asked_for_none = asked_for_none(function)
        self._check_looks(function)
        for _ in range(_MAX_ROUNDS):
            start, before = dict(self.table), dict(self.stacks)
            self.result = None
            self.block(function.body)
            self.table = start
            if before == self.stacks:
                break
        self.block(function.body)
        return self.result or Const(None)

    def block(self, body: list[gast.AST]) -> None:
        for stmt in body:
            self.at = stmt
            handler = getattr(self, "_on_" + type(stmt).__name__.lower(), None)
            if handler is None:
                raise BackendError(f"`{type(stmt).__name__.lower()}` cannot be compiled")
            handler(stmt)

    # -- statements --------------------------------------------------------------------------------------------

    def _on_assign(self, stmt) -> None:
        kind = self(stmt.value)
        kind = Const(None) if gives_none(stmt.value, self.namespace) else kind
        self._check_shadow(stmt.value)
        if may_be_missing(stmt.value):
            self.missing |= set(statements.targets(stmt))
        if getattr(stmt.value, "id", None) in self.perhaps_none:
            self.perhaps_none |= set(statements.targets(stmt))
        copied = copied_list(stmt)
        if copied is not None and isinstance(kind, ListOf):
            self.stacks[copied] = kind.item
        for target in stmt.targets:
            self._bind(target, kind)

    def _bind(self, target, kind: Type) -> None:
        if isinstance(target, gast.Name):
            kind = in_memory(kind, target.id)
            if isinstance(kind, Sequence) and kind.cls is list and not kind.items:
                kind = ListOf(self.stacks.setdefault(target.id, None))
                self.lengths.made(target.id)
            self._note_none(target.id, kind)
            self.table[target.id] = target.kind = kind
            self.bound[target.id] = self.join(self.bound.get(target.id), kind, name=target.id)
        elif isinstance(target, gast.Tuple | gast.List):
            target.kind = kind
            for i, item in enumerate(target.elts):
                known = isinstance(kind, Sequence) and i < len(kind.items)
                self._bind(item, kind.items[i] if known else self.item(kind))
        else:
            self(target)
            held.check_store(target, kind)
            held.store(self, target, kind)

    def _note_none(self, name: str, kind: Type) -> None:
        """Numbers and arrays may be None in compiled code; functions of containers take no None."""
        if kind == Const(None) or isinstance(kind, Maybe):
            self.perhaps_none.add(name)
        kinds = (kind, self.bound.get(name)) if name in self.asked_for_none else ()
        if Const(None) in kinds and any(isinstance(k, Dictionary | Sequence | ListOf) for k in kinds):
            raise BackendError(f"`{name}` is a container, or None")

    def _check_looks(self, function: gast.FunctionDef) -> None:
        found = first_look(function, self.namespace)
        if found is not None:
            self.at, name = found
            raise BackendError(f"`{name}` may be `None` here, and more is asked of it than whether it is")

    def _check_shadow(self, value: gast.AST) -> None:
        if isinstance(value, gast.Call) and getattr(value.func, "id", "") in ("shadow", "zero_tangent"):
            names = self.perhaps_none & self.asked_for_none & set(nodes.names_read(value.args[0]))
            if names:
                raise BackendError(f"`{min(names)}` is a container, or None")

    def item(self, kind: Type) -> Type:
        """The type of an element of something that is iterated over."""
        if isinstance(kind, Sequence | ListOf | Range):
            return element(kind, self.sampler.fresh) or UNKNOWN
        return self.sampler.apply(lambda x: x[0], [kind]) if isinstance(kind, Array) else UNKNOWN

    def _on_augassign(self, stmt) -> None:
        left = self(stmt.target)
        kinds = [left, self(stmt.value)]
        check_binary(stmt.op, *kinds)
        elementwise = not isinstance(stmt.op, gast.MatMult)
        found = self.elementwise_or(OPERATORS[type(stmt.op)], kinds, {}, elementwise)
        if isinstance(stmt.target, gast.Name):
            if isinstance(left, Array) and not left.scalar and left.rank != 0:
                found = left  # in place: the same buffer, dtype and shape
            self.table[stmt.target.id] = found
            stmt.target.bound = found
        else:
            held.check_store(stmt.target, found)

    def _on_expr(self, stmt) -> None:
        name = pushed(stmt)
        if name is not None and isinstance(self(stmt.value.func.value), ListOf):
            held.push(self, name, stmt.value.args[0])
        else:
            self(stmt.value)

    def _on_pass(self, stmt) -> None:
        """Nothing."""

    _on_break = _on_continue = _on_global = _on_pass

    def _on_return(self, stmt) -> None:
        kind = Const(None) if stmt.value is None else self(stmt.value)
        self.result = kind if self.result is None else self.join(self.result, kind)

    def _on_assert(self, stmt) -> None:
        self(stmt.test)

    def _on_raise(self, stmt) -> None:
        """What is raised is left to Numba."""

    def _on_delete(self, stmt) -> None:
        """A name that is gone keeps its type."""

    def _on_if(self, stmt) -> None:
        self(stmt.test)
        before = dict(self.table)
        self.block(stmt.body)
        after, self.table = self.table, before
        self.block(stmt.orelse)
        self.table = self.merge(after, self.table)

    def _on_while(self, stmt) -> None:
        self._loop(stmt, lambda: self(stmt.test))

    def _on_for(self, stmt) -> None:
        self._loop(stmt, lambda: self._bind(stmt.target, self.item(self(stmt.iter))))

    def _loop(self, stmt, head: Callable[[], Any]) -> None:
        self.lengths.enter(self.table)
        for _ in range(_MAX_ROUNDS):
            before = dict(self.table)
            head()
            self.block(stmt.body)
            self.table = self.merge(before, self.table, loop=True)
            if self.table == before:
                break
        head()
        self.block(stmt.body)
        self.table = self.merge(before, self.table, loop=True)
        self.lengths.leave()
        self.block(stmt.orelse)

    def merge(self, a: dict[str, Type], b: dict[str, Type], loop: bool = False) -> dict[str, Type]:
        """What is known where two ways meet; a variable that only one of them binds is what it is there."""
        merged = {**a, **{name: kind for name, kind in b.items() if name not in a}}
        for name in a.keys() & b.keys():
            if a[name] != b[name]:
                if not loop:
                    check_paths(a[name], b[name])
                merged[name] = self.join(a[name], b[name], loop, name)
        return merged

    def join(self, a: Type | None, b: Type | None, loop: bool = False, name: str = "") -> Type | None:
        fresh = (lambda: "?any") if loop else self.sampler.fresh
        return joined(a, b, fresh, name in self.asked_for_none)

    # -- expressions -------------------------------------------------------------------------------------------

    def __call__(self, node: gast.AST) -> Type:
        kind = super().__call__(node)
        node.kind = kind
        return kind

    def _list(self, node) -> Type:
        return of_one_type(super()._list(node))

    def _binop(self, node) -> Type:
        check_binary(node.op, self(node.left), self(node.right))
        return super()._binop(node)

    def _unaryop(self, node) -> Type:
        check_inverse(node.op, self(node.operand))
        return super()._unaryop(node)

    def _name(self, node) -> Type:
        if node.id in self.table:
            return self.table[node.id]
        value = self.namespace.get(node.id, _MISSING)
        if value is _MISSING:
            value = getattr(builtins, node.id, _MISSING)
        return UNKNOWN if value is _MISSING else self.external(node.id, value)

    def external(self, written: str, value: Any) -> Type:
        """The type of a global: what can change is not constant, and has a symbol of its own."""
        kind = type_of(value)
        if kind == INT:
            is_large = value > 1 and self.host.is_global(written)
            if is_large:
                self.large.add(written)  # and a guard sees to it that it stays so
            return Scalar("int", Dim(((f"{'' if is_large else '?'}@{written}", 1),)))
        return bind_dims(kind, f"@{written}") if isinstance(kind, Array) else kind

    def _attribute(self, node) -> Type:
        found = self.host.value(node)
        if found is not MISSING:
            return self.external(expression(node), found)
        owner = self(node.value)
        if isinstance(owner, Const):
            holder = owner.value
            found = getattr(holder, node.attr, _MISSING)
            if found is _MISSING:
                return UNKNOWN
            is_live = isinstance(holder, PrimalNamespace | python_types.ModuleType)
            return self.external(node.attr, found) if is_live else type_of(found, constants=True)
        return self.sampler.apply(accessors.attribute(node.attr), [owner])

    def _ifexp(self, node) -> Type:
        self(node.test)
        return self.join(self(node.body), self(node.orelse))

    def _boolop(self, node) -> Type:
        kinds = [self(value) for value in node.values]
        return BOOL if all(k == BOOL or k == type_of(np.True_) for k in kinds) else UNKNOWN

    def _slice(self, node) -> Type:
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                self(part)
        return UNKNOWN

    def _subscript(self, node) -> Type:
        found = self.host.value(node)
        if found is not MISSING:
            return self.external(expression(node), found)
        for part in nodes.walk(node.slice):
            if not isinstance(part, gast.expr_context | gast.operator | gast.unaryop):
                self(part)
        owner = self(node.value)
        if isinstance(owner, Range) and isinstance(node.slice, gast.Slice) and node.slice.step is None:
            return owner
        if (
            isinstance(owner, ListOf)
            or isinstance(owner, Range)
            and is_integer(getattr(node.slice, "kind", None))
        ):
            return from_container(self.item(owner), owner)
        return from_container(super()._subscript(node), owner)

    def _call(self, node) -> Type:
        kinds = [self(a) for a in node.args]
        keywords = {k.arg: self(k.value) for k in node.keywords if k.arg is not None}
        if isinstance(node.func, gast.Attribute):
            owner = self(node.func.value)
            if not isinstance(owner, Const):
                held.changed(self, node.func, kinds)
                return self._method(node.func, owner, kinds, keywords)
        called = self(node.func)
        if isinstance(node.func, gast.Name) and node.func.id in self.functions:
            return with_sites(self.functions[node.func.id], frozenset((ANYWHERE,)))
        if not isinstance(called, Const):
            return UNKNOWN
        return self._result_of(called.value, kinds, keywords)

    def _result_of(self, callee: Any, kinds: list[Type], keywords: dict[str, Type]) -> Type:
        check_call(callee, kinds)
        items = of_items(callee, kinds, keywords)
        if items is not None:
            return items
        if is_random(callee):  # of a generator that nobody else has
            made = getattr(np.random.RandomState(0), callee.__name__, None)
            return UNKNOWN if made is None else self.sampler.apply(made, kinds, keywords)
        if not may_be_sampled(callee):
            return UNKNOWN
        if not keywords and all(is_scalar(k) for k in kinds):
            key = (callee, *kinds)
            if key not in self.known:
                self.known[key] = self.sampler.apply(callee, kinds)
            return self.known[key]
        found = self.elementwise_or(callee, kinds, keywords, isinstance(callee, np.ufunc))
        return result_like(callee, kinds, found)

    def _method(
        self, func: gast.Attribute, owner: Type, kinds: list[Type], keywords: dict[str, Type]
    ) -> Type:
        if isinstance(owner, ListOf):
            popped = func.attr == "pop" and not kinds and isinstance(func.value, gast.Name)
            return (owner.item or self.stacks.get(func.value.id) or UNKNOWN) if popped else UNKNOWN
        name = func.attr
        check_method(name, [owner, *kinds])
        return self.sampler.apply(accessors.method(name), [owner, *kinds], keywords)

    def elementwise_or(self, function, kinds, keywords, elementwise: bool) -> Type:
        """A constant that is computed is a number like any other: no value is known but literals."""
        if function in NEVER_OF_NONE:
            if Const(None) in kinds:
                return Const(None)  # in a first pass: what the variable holds by then is not known yet
            kinds = [some(kind) for kind in kinds]
        found = super().elementwise_or(function, kinds, keywords, elementwise)
        if isinstance(found, Const) and isinstance(found.value, bool | float | complex):
            return type_of(found.value)
        if isinstance(found, Array) and not found.scalar and found.rank == 0:
            return replace(found, scalar=True)
        return found
