"""What emitted code reads of a program's variables: their values, or only their shapes."""

from __future__ import annotations

from collections.abc import Mapping

import gast

from tangentx.analysis.changed_arguments import in_memory_of_caller
from tangentx.analysis.types import Array, Type
from tangentx.syntax import nodes
from tangentx.transform.readers import SHAPE, Which
from tangentx.transform.standing import Standing

_SHAPE_ONLY = {"@numpy.zeros_like": 0, "@numpy.full_like": 0, "@runtime.unbroadcast": 1, "@runtime.shadow": 0}
_MEMORY = ("@numpy.shares_memory", "@runtime.same_entries")
_SHAPE_ATTRIBUTES = ("shape", "ndim", "dtype", "size")


def reads(
    code: list, known: Mapping[str, Type], standing: Standing, adjoints: str = "", by_memory: bool = False
) -> tuple[dict[str, set], set[str]]:
    """(variables whose value is read, with the statements whose adjoint reads them; variables of which only the shape
    is read) in emitted code.  A shape that varies is read as a value is, and so is a view that is restored.  adjoints:
    what looks adjoints up; by_memory: those of arrays as well."""
    seen = _Reads(known, adjoints, by_memory)
    for stmt in code:
        seen.walk(stmt)
    shapes = seen.shapes | seen.restored
    found = {n: seen.values.get(n, set()) | {SHAPE} for n in shapes if standing.shape_varies(n)}
    found |= {n: seen.values.get(n, set()) | {None} for n in seen.restored if standing.is_another(n)}
    given = shapes & in_memory_of_caller(standing.program)
    found |= {n: found.get(n, seen.values.get(n, set())) | {SHAPE} for n in given}
    values = seen.values | found
    for call, names in standing.kept_by_calls().items():
        for name in names if call in values else ():
            values[name] = values.get(name, set()) | values[call]
    return values, shapes


def asks_which(body: list) -> bool:
    """Is there a test that an array is another one, or in the memory of one?"""
    return any(_is_question(node) for stmt in body for node in nodes.walk(stmt))


def _is_question(node: gast.AST) -> bool:
    if isinstance(node, gast.Call):
        return nodes.dotted(node.func) in (*_MEMORY, "@runtime.part_like")
    compares = isinstance(node, gast.Compare) and isinstance(node.ops[0], gast.Is)
    return compares and isinstance(node.comparators[0], gast.Name)  # `a is None` asks something else


class _Reads:
    """One walk over emitted code."""

    def __init__(self, known: Mapping[str, Type], adjoints: str, by_memory: bool):
        self.known, self.adjoints, self.by_memory = known, adjoints, by_memory
        self.values: dict[str, set] = {}
        self.shapes: set[str] = set()
        self.restored: set[str] = set()
        self.origin = None  # the statement whose adjoint is walked
        self.made: frozenset = frozenset()  # what a fused loop's trip has computed

    def walk(self, node: gast.AST) -> None:
        if isinstance(node, gast.Name):
            if isinstance(node.ctx, gast.Load) and node.id in self.known and node.id not in self.made:
                self.values.setdefault(node.id, set()).add(self.origin)
        elif self._identity(node):
            return
        elif isinstance(node, gast.Call):
            self._call(node)
        elif not self._shape(node) and not self._restored(node):
            self._children(node)

    def _children(self, node: gast.AST) -> None:
        before = self.origin, self.made
        self.origin = getattr(node, "origin", self.origin)
        self.made = getattr(node, "again", self.made)
        for child in nodes.children(node):
            self.walk(child)
        self.origin, self.made = before

    def _call(self, node: gast.Call) -> None:
        position = _SHAPE_ONLY.get(nodes.dotted(node.func) or "")
        for i, argument in enumerate(node.args):
            if i != position or not isinstance(argument, gast.Name):
                self.walk(argument)
            elif argument.id in self.known:
                self.shapes.add(argument.id)
        if not self._put_back(node):
            self.walk(node.func)
        for keyword in node.keywords:
            self.walk(keyword.value)

    def _put_back(self, node: gast.Call) -> bool:
        """Does it undo a change of a list of arrays?  What is in these need not be there."""
        items = node.func.value if isinstance(node.func, gast.Attribute) else None
        found = isinstance(items, gast.Name) and self._has_looked_up(items.id)
        if found and node.func.attr in ("append", "insert", "pop"):
            self.values.setdefault(items.id, set()).add(Which(self.origin))
            return True
        return False

    def _has_looked_up(self, name: str) -> bool:
        """Is it a container of arrays, whose adjoint is put together from theirs when it is asked for?"""
        return self.by_memory and name in self.known and not isinstance(self.known[name], Array)

    def _shape(self, node: gast.AST) -> bool:
        """Is it `x.shape` of a variable?"""
        if not isinstance(node, gast.Attribute) or node.attr not in _SHAPE_ATTRIBUTES:
            return False
        found = isinstance(node.value, gast.Name) and node.value.id in self.known
        if found:
            self.shapes.add(node.value.id)
        return found

    def _identity(self, node: gast.AST) -> bool:
        """Is it `v is w`, `v is None`, or the same question about memory?  Their contents need not be there."""
        if isinstance(node, gast.Call) and getattr(node.func, "id", None) == self.adjoints:
            name = node.args[0].id
            self.values.setdefault(name, set()).add(
                Which(self.origin) if self._has_looked_up(name) else SHAPE
            )
            return True
        if isinstance(node, gast.Compare) and isinstance(node.ops[0], gast.Is):
            parts = [node.left, *node.comparators]
        elif isinstance(node, gast.Call) and nodes.dotted(node.func) in _MEMORY:
            parts = node.args
        else:
            return False
        names = [part.id for part in parts if isinstance(part, gast.Name)]
        if any(name not in self.known for name in names):
            return False
        if len(names) == 1 and isinstance(parts[-1], gast.Constant):  # `v is None`
            self.shapes.add(names[0])
            return True
        if len(names) != 2:
            return False
        for name in names:
            self.values.setdefault(name, set()).add(SHAPE)
        return True

    def _restored(self, node: gast.AST) -> bool:
        """Is it a store into a variable's array or attribute?  That must be there, its contents need not."""
        if not isinstance(node, gast.Subscript | gast.Attribute) or not isinstance(node.ctx, gast.Store):
            return False
        target = node.value
        while isinstance(target, gast.Subscript | gast.Attribute):
            target = target.value
        if not isinstance(target, gast.Name) or target.id not in self.known:
            return False
        self.restored.add(target.id)
        if isinstance(node, gast.Subscript):
            self.walk(node.slice)
        return True
