"""Where compiled code would see a placeholder: what may be `None` there is compared, printed, kept as a key.

best = None                       Numba's variable is a number, and None is 0.0 in it
for k in range(n):
    if best == 0.0:               None is not 0.0
    text = f"{best}"              nor is it "0.0"

Arithmetic with None is a TypeError in Python, and its truth is that of the placeholder; `is None` is asked of a
variable that can be None in compiled code too (`numba_identity`).  The rest is refused.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping
from typing import Any

import gast
import numpy as np

from tangentx.backends.numba_identity import gives_none, names_of_target, passed_on, with_none
from tangentx.backends.numba_records import popped
from tangentx.syntax import nodes

_COMPARED = (gast.Eq, gast.NotEq, gast.In, gast.NotIn)
#: what these get is what the container holds
_FILLED = ("append", "appendleft", "insert", "extend", "add", "update", "setdefault")
_COMPARING = ("equal", "not_equal", "logical_and", "logical_or", "logical_not", "logical_xor")
_SUMS = ("sum", "prod", "mean", "dot", "vdot", "cumsum", "max", "min", "amax", "amin")
_COUNTING = ("range", "len", "int", "float", "abs")
_HARMLESS = ("len", "list", "tuple", "zip", "enumerate", "reversed", "range", "bool")


def first_look(function: gast.FunctionDef, namespace: Mapping[str, Any]) -> tuple[gast.AST, str] | None:
    """The first statement that looks at what may be None there, and the name of that; the reverse sweep only reads what
    the forward sweep has."""
    walk = _Walk(namespace)
    walk.block(function.body, set())
    return walk.found


class _Walk:
    """Walks an emitted function with the names that may be None, or hold it."""

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self.namespace = namespace  # the globals of the emitted module
        self.found: tuple[gast.AST, str] | None = None
        self.filled: set[str] = set()  # containers that None was put into, somewhere
        self.is_over = False
        self.flags: dict[str, tuple[set[str], set[str]]] = {}  # answers that have names
        self.left: set[str] = set()  # what may be None where a loop is left, or its trip

    def block(self, body: list[gast.AST], absent: set[str]) -> set[str]:
        for stmt in body:
            self.is_over |= getattr(stmt, "section", "") == "reverse sweep" or self.found is not None
            if not self.is_over:
                absent = self._after(stmt, absent)
        return absent

    def _after(self, stmt: gast.AST, absent: set[str]) -> set[str]:
        """The names that may be None behind the statement."""
        blocks = [getattr(stmt, part, []) for part in ("body", "orelse", "finalbody")]
        if not any(blocks):
            self._look(stmt, [stmt], absent)
            return self._bound(stmt, absent)
        self._look(stmt, [getattr(stmt, part) for part in ("test", "iter") if hasattr(stmt, part)], absent)
        if isinstance(stmt, gast.If):
            return self._branch(stmt, absent)
        size, outer, self.left = -1, self.left, set()
        while size != len(absent) + len(self.filled):  # a loop, or a body that may be left anywhere
            size = len(absent) + len(self.filled)
            head = self._bound(stmt, absent) if isinstance(stmt, gast.For) else absent
            for part in blocks:
                head = self.block(part, head)
            absent = absent | head | self.left
        self.left = outer
        return absent

    def _branch(self, stmt: gast.If, absent: set[str]) -> set[str]:
        there, missing = self._told(stmt.test)
        after: set[str] = set()
        for body, known in ((stmt.body, there), (stmt.orelse, missing)):
            end = self.block(body, absent - known)
            if body and isinstance(body[-1], gast.Return | gast.Raise):
                continue
            if body and isinstance(body[-1], gast.Break | gast.Continue):
                self.left |= end
            else:
                after |= end
        return after

    def _told(self, test: gast.AST) -> tuple[set[str], set[str]]:
        """The names that are not None where the test is true, and where it is not."""
        if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
            there, missing = self._told(test.operand)
            return missing, there
        if isinstance(test, gast.Name):
            return self.flags.get(test.id, ({test.id}, set()))
        if not isinstance(test, gast.Compare) or not isinstance(test.left, gast.Name) or not with_none(test):
            return set(), set()
        told = set(), {test.left.id}
        return told if isinstance(test.ops[0], gast.Is | gast.Eq) else told[::-1]

    def _bound(self, stmt: gast.AST, absent: set[str]) -> set[str]:
        self.filled |= {base for base, given in _put(stmt) if self._may_be(given, absent)}
        if isinstance(stmt, gast.For):
            value, targets = stmt.iter, [stmt.target]
        elif isinstance(stmt, gast.Assign):
            value, targets = stmt.value, stmt.targets
        else:
            return absent
        names = {name for target in targets for name in names_of_target(target)}
        self.flags = {f: t for f, t in self.flags.items() if f not in names and names.isdisjoint(t[0] | t[1])}
        if isinstance(value, gast.Compare) and isinstance(targets[0], gast.Name):
            self.flags[targets[0].id] = self._told(value)
        plain = {target.id for target in targets if isinstance(target, gast.Name)}
        return absent | names if self._may_be(value, absent) else absent - plain

    def _may_be(self, value: gast.AST, absent: set[str]) -> bool:
        """May the value be None, or hold it?"""
        if isinstance(value, gast.Constant):
            return value.value is None
        if gives_none(value, self.namespace):
            return True
        if getattr(getattr(value, "func", None), "id", "") in _COUNTING:
            return False
        if (popped(value) or "").endswith("_stack"):  # a state of the forward sweep, which has read it before
            return False
        return any(name in absent or name in self.filled for name in passed_on(value)) or any(
            isinstance(part, gast.Constant) and part.value is None for part in _items(value)
        )

    def _look(self, stmt: gast.AST, parts: list[gast.AST], absent: set[str]) -> None:
        for node in (node for part in parts for node in nodes.walk(part)):
            for seen in _seen(node):
                if self.found is None and self._may_be(seen, absent):
                    self.found = stmt, min(nodes.names_read(seen), default="None")


def _items(value: gast.AST) -> Iterator[gast.AST]:
    """What a display, or a choice, is made of."""
    if isinstance(value, gast.IfExp):
        yield from (value.body, value.orelse)
    elif isinstance(value, gast.BoolOp):
        yield from value.values
    elif isinstance(value, gast.Tuple | gast.List | gast.Set):
        yield from value.elts


def _put(stmt: gast.AST) -> Iterator[tuple[str, gast.AST]]:
    """The containers into which a statement puts something."""
    if isinstance(stmt, gast.Assign):
        for target in stmt.targets:
            if isinstance(target, gast.Subscript):
                yield from ((name, stmt.value) for name in names_of_target(target))
    for node in nodes.walk(getattr(stmt, "value", None)) if isinstance(stmt, gast.Expr | gast.Assign) else ():
        func = getattr(node, "func", None)
        if isinstance(func, gast.Attribute) and func.attr in _FILLED:
            yield from ((name, given) for name in names_of_target(func.value) for given in node.args)


def _seen(node: gast.AST) -> Iterator[gast.AST]:
    """The expressions at whose value a node looks, so that a placeholder is not as good as None."""
    is_asked = isinstance(node, gast.Compare) and isinstance(node.ops[0], _COMPARED)
    if is_asked and (isinstance(node.ops[0], gast.In | gast.NotIn) or not with_none(node)):
        yield from (node.left, *node.comparators)
    elif isinstance(node, gast.FormattedValue):
        yield node.value
    elif isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Name):
        yield node.slice
    elif isinstance(node, gast.Call) and _is_library(node.func):
        yield from node.args
    elif isinstance(node, gast.Call) and getattr(node.func, "attr", "") in ("add", "index", "count"):
        yield from node.args


def _is_library(func: gast.AST) -> bool:
    """Is it a function of NumPy's or a builtin one that tells None from a number?"""
    if isinstance(func, gast.Name):
        return hasattr(builtins, func.id) and func.id not in _HARMLESS
    root, _, name = (nodes.dotted(func) or "").partition(".")
    is_arithmetic = isinstance(getattr(np, name, None), np.ufunc) and name not in _COMPARING
    return root == "np" and not is_arithmetic and name not in _SUMS and "." not in name
