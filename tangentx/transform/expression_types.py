"""Types of emitted expressions, by the same sampling that gives the types of the user's."""

from __future__ import annotations

import builtins
import sys
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from tangentx import runtime, shadows
from tangentx.analysis import accessors, invented
from tangentx.analysis.broadcasting import by_entries
from tangentx.analysis.expressions import OPERATORS, build_index, index_atoms, indexed_type
from tangentx.analysis.observed import type_of
from tangentx.analysis.sampling import Sampler
from tangentx.analysis.types import (
    BOOL,
    NUMBER,
    UNKNOWN,
    Array,
    Const,
    ListOf,
    Record,
    Sequence,
    Type,
    may_be_a_number,
)  # fmt: skip
from tangentx.syntax import nodes


class ExpressionTypes:
    """The type of an expression over variables whose types are known (`table`)."""

    def __init__(self, table: dict[str, Type], sampler: Sampler, external_types: dict[str, Type]):
        self.table, self.sampler, self.external_types = table, sampler, external_types
        self.sizes = None  # how sizes are said with arguments, where that is known
        self.adjoints = None  # what the adjoints of containers are looked up by
        self.signs = None  # which numbers are not zero, where that is known

    def __call__(self, node: gast.AST) -> Type:
        handler = getattr(self, "_" + type(node).__name__.lower(), None)
        return UNKNOWN if handler is None else handler(node)

    def _constant(self, node) -> Type:
        return Const(node.value)

    def _name(self, node) -> Type:
        if node.id in self.table:
            return self.table[node.id]
        return self.external(node.id)

    def external(self, written: str) -> Type:
        if written in self.external_types:
            return self.external_types[written]
        value = resolve(written)
        return UNKNOWN if value is None else type_of(value)

    def _attribute(self, node) -> Type:
        written = nodes.dotted(node)
        if written is not None and written.startswith("@"):
            return self.external(written)
        owner = self(node.value)
        if isinstance(owner, Record):
            return owner.slot(node.attr) or UNKNOWN
        reader = accessors.attribute(node.attr)
        return invented.without(self.sampler.apply(reader, [owner]), reader, [owner], self.sampler.fresh)

    def _tuple(self, node) -> Type:
        return Sequence(tuple, tuple(self(e) for e in node.elts))

    def _list(self, node) -> Type:
        return Sequence(list, tuple(self(e) for e in node.elts))

    def _binop(self, node) -> Type:
        return self.elementwise_or(OPERATORS[type(node.op)], [self(node.left), self(node.right)], {},
                                   not isinstance(node.op, gast.MatMult))  # fmt: skip

    def _unaryop(self, node) -> Type:
        return self.elementwise_or(OPERATORS[type(node.op)], [self(node.operand)], {}, True)

    def _compare(self, node) -> Type:
        if len(node.ops) > 1:
            return BOOL
        kinds = [self(node.left), self(node.comparators[0])]
        return self.elementwise_or(OPERATORS[type(node.ops[0])], kinds, {}, True)

    def _subscript(self, node) -> Type:
        index = node.slice
        base, kinds = self(node.value), [self(a) for a in index_atoms(index)]
        if isinstance(base, Record) and isinstance(index, gast.Constant):
            return base.slot(index.value) or UNKNOWN
        if (
            isinstance(base, ListOf)
            and base.item is not None
            and not isinstance(index, gast.Slice | gast.Tuple)
        ):
            return base.item
        if isinstance(base, Array):
            return indexed_type(self.sampler, base, index, kinds)
        if isinstance(base, Sequence) and isinstance(index, gast.Constant) and type(index.value) is int:
            return base.items[index.value] if -len(base.items) <= index.value < len(base.items) else UNKNOWN
        return self.sampler.apply(lambda x, *atoms: x[build_index(index, list(atoms))], [base, *kinds])

    def _call(self, node) -> Type:
        kinds = [self(a) for a in node.args]
        keywords = {k.arg: self(k.value) for k in node.keywords if k.arg is not None}
        written = nodes.dotted(node.func)
        if written is not None and written == self.adjoints:
            return kinds[0]
        if written is not None and (written.startswith("@") or written in BUILTINS):
            callee = resolve(written) if written.startswith("@") else BUILTINS[written]
            if callee is None:
                return UNKNOWN
            is_ufunc = (
                isinstance(callee, np.ufunc) and callee.signature is None
            )  # `np.matmul` is one, but not by entries
            return self.elementwise_or(callee, kinds, keywords, is_ufunc)
        if isinstance(node.func, gast.Attribute):
            owner, name = self(node.func.value), node.func.attr
            return self.sampler.apply(accessors.method(name), [owner, *kinds], keywords)
        return UNKNOWN

    def elementwise_or(
        self, function, kinds: list[Type], keywords: dict[str, Type], elementwise: bool
    ) -> Type:
        """Broadcast symbolically where entries are treated one by one; otherwise sample."""
        arrays = [k for k in kinds if isinstance(k, Array) and not k.scalar]
        if not (elementwise and arrays):
            return self.sampler.apply(function, kinds, keywords)
        known = by_entries(self.sampler, function, kinds, keywords)
        if not isinstance(known, Array):
            return UNKNOWN
        numbers = NUMBER if all(map(may_be_a_number, arrays)) else frozenset()
        return replace(known, sites=known.sites | numbers)


BUILTINS = {
    "len": len, "abs": abs, "float": float, "int": int, "min": min, "max": max, "sum": sum, "range": range,
    "tuple": tuple, "list": list, "reversed": reversed,
}  # fmt: skip


def resolve(written: str) -> Any:
    """The object behind `@numpy.sum`; None when it is not there."""
    parts = written[1:].split(".")
    if parts[0] == "runtime":
        value: Any = runtime if hasattr(runtime, parts[1]) else shadows
    elif parts[0] == "builtins":
        value = builtins
    else:
        value = sys.modules.get(parts[0])
    for part in parts[1:]:
        value = getattr(value, part, None)
    return value
