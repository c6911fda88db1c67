"""Which numbers are surely not zero, so that Python may divide by them: `math.sqrt(1.0 + b * b)`.

*Requires* a program with one name a web.  *Gives* what follows from the form of definitions alone: a product may
underflow to zero, and so may an exponential, but a sum of a positive number and squares may not.
"""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis.program import Program
from tangentx.records import Bind
from tangentx.syntax import nodes

DEPTH = 8  # definitions followed

_ROOTS = ("@math.sqrt", "@numpy.sqrt")
_AT_LEAST_ONE = ("@math.cosh", "@numpy.cosh")
_NOT_NEGATIVE = (
    "@math.exp",
    "@numpy.exp",
    "@math.fabs",
    "@numpy.absolute",
    "@numpy.abs",
    "@builtins.abs",
    *_ROOTS,
)


class Signs:
    """Proofs that a number is positive, or not negative.  `definitions`: variable -> its only binding."""

    def __init__(self, program: Program, definitions: dict[str, Bind], bindings: dict[str, int]):
        self.definitions = {n: s for n, s in definitions.items() if bindings.get(n) == 1}
        self.parameters = set(program.parameters) | {leaf.variable for leaf in program.leaves}

    def is_positive(self, node: Any, depth: int = DEPTH) -> bool:
        if isinstance(node, gast.Constant):
            return type(node.value) in (int, float) and node.value > 0
        if isinstance(node, gast.Name):
            found = self._definition(node, depth)
            return found is not None and self.is_positive(found, depth - 1)
        if isinstance(node, gast.Call) and len(node.args) == 1:
            written = nodes.dotted(node.func)
            return written in _AT_LEAST_ONE or written in _ROOTS and self.is_positive(node.args[0], depth)
        if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Add):
            pairs = ((node.left, node.right), (node.right, node.left))
            return any(self.is_positive(a, depth) and self.is_not_negative(b, depth) for a, b in pairs)
        if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Mult):
            pairs = ((node.left, node.right), (node.right, node.left))
            return any(_at_least_one(a) and self.is_positive(b, depth) for a, b in pairs)
        return False

    def is_not_negative(self, node: Any, depth: int = DEPTH) -> bool:
        if isinstance(node, gast.Constant):
            return type(node.value) in (int, float) and node.value >= 0
        if isinstance(node, gast.Name):
            found = self._definition(node, depth)
            return found is not None and self.is_not_negative(found, depth - 1)
        if isinstance(node, gast.Call) and len(node.args) == 1:
            return nodes.dotted(node.func) in (*_NOT_NEGATIVE, *_AT_LEAST_ONE)
        if not isinstance(node, gast.BinOp):
            return False
        if isinstance(node.op, gast.Pow):
            return (
                isinstance(node.right, gast.Constant)
                and type(node.right.value) is int
                and node.right.value % 2 == 0
            )
        both = self.is_not_negative(node.left, depth) and self.is_not_negative(node.right, depth)
        if isinstance(node.op, gast.Mult):
            return both or isinstance(node.left, gast.Name) and nodes.equal(node.left, node.right)
        return both and isinstance(node.op, gast.Add)

    def _definition(self, node: gast.Name, depth: int) -> Any:
        stmt = self.definitions.get(node.id)
        return None if not depth or stmt is None or node.id in self.parameters else stmt.value


def _at_least_one(node: Any) -> bool:
    return isinstance(node, gast.Constant) and type(node.value) in (int, float) and node.value >= 1
