"""Integers that are never below some number, as far as the text says so: `i` in `for i in reversed(range(1, n))`.

An index may be negative in Python, and counts from the end then: compiled code looks at each.  Where a loop goes
forward LLVM sees that it need not; where it goes backward it is told, once a trip:

    for i in range(n - 1, 0, -1):
        assume(i >= 1)
        x_bar[i - 1] += ...
"""

from __future__ import annotations

import gast

from tangentx.syntax import nodes


class Floors:
    """Lower bounds of the integers of one function: of loop variables, and of names that are bound once."""

    def __init__(self, function: gast.FunctionDef):
        self.known: dict[str, int] = {}
        self.bindings: dict[str, int] = {}
        self.loops: dict[str, int] = {}
        for node in nodes.walk(function):
            if isinstance(node, gast.Name) and not isinstance(node.ctx, gast.Load):
                self.bindings[node.id] = self.bindings.get(node.id, 0) + 1
            if isinstance(node, gast.For) and isinstance(node.target, gast.Name):
                self.loops[node.target.id] = self.loops.get(node.target.id, 0) + 1

    def note(self, name: str, value: gast.AST) -> None:
        """`name = value`."""
        floor = self.of(value)
        if floor is not None and self.bindings.get(name, 1) == 1:
            self.known[name] = floor

    def enter(self, loop: gast.For, bounds: list[gast.AST], is_reversed: bool) -> list[gast.AST]:
        """A loop over `range(*bounds)`, or over that backwards: what to tell the compiler in its body."""
        name = getattr(loop.target, "id", None)
        if name is None or self.bindings.get(name) != self.loops.get(name) or len(bounds) > 2:
            self.known.pop(name, None)
            return []
        floor = 0 if len(bounds) == 1 else self.of(bounds[0])
        if floor is None:
            self.known.pop(name, None)
            return []
        self.known[name] = floor
        is_index = any(
            isinstance(n, gast.Subscript) and name in nodes.names_read(n.slice)
            for stmt in loop.body
            for n in nodes.walk(stmt)
        ) or any(name in nodes.names_read(s.value) for s in loop.body if isinstance(s, gast.Assign))
        return (
            nodes.parse_statements(f"assume({name} >= {floor})")
            if is_reversed and is_index and floor >= 0
            else []
        )

    def leave(self, loop: gast.For) -> None:
        """Behind a loop: it may have had no trip, and its variable a value of another loop."""
        self.known.pop(getattr(loop.target, "id", ""), None)

    def of(self, node: gast.AST) -> int | None:
        """What an expression is at least; None where nothing is known."""
        if isinstance(node, gast.Constant):
            return node.value if type(node.value) is int else None
        if isinstance(node, gast.Name):
            return self.known.get(node.id)
        if isinstance(node, gast.Call):
            return 0 if getattr(node.func, "id", "") == "len" else None
        if isinstance(node, gast.Subscript):
            return 0 if isinstance(node.value, gast.Attribute) and node.value.attr == "shape" else None
        if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Add):
            sides = [self.of(node.left), self.of(node.right)]
            return None if None in sides else sides[0] + sides[1]
        is_less = isinstance(node, gast.BinOp) and isinstance(node.op, gast.Sub)
        if is_less and isinstance(node.right, gast.Constant) and type(node.right.value) is int:
            left = self.of(node.left)
            return None if left is None else left - node.right.value
        return None
