"""Which numbers do not change where they are zero: sums of squares, `np.sqrt(np.sum((x[:, None] - x) ** 2, axis=-1))`,
and what is cut off at zero, `np.sqrt(np.maximum(v, 0.0))`, or masked.  The root's infinite slope has nothing to
multiply there; nor has that of `np.arccos(np.clip(c, -1.0, 1.0))` at the bounds.

*Requires* the definitions of a program.  *Gives* what follows from the form of definitions alone: a square, a sum or a
multiple of squares, and whatever moves their entries about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import gast

from tangentx.analysis.program import Op, Program
from tangentx.analysis.types import Array
from tangentx.records import Bind
from tangentx.syntax import nodes

DEPTH = 8  # definitions followed
_SETTINGS = ("subscripts", "optimize")  # what `einsum` is told beside its operands


class Squares:
    """`definition`: an atom -> the only statement that binds it, or None."""

    def __init__(self, program: Program, definition: Callable[[Any], Bind | None]):
        self.program, self.definition = program, definition

    def holds(self, atom: Any, depth: int = DEPTH) -> bool:
        """Is the value a sum of squares, zero only where each of them is?"""
        stmt = self.definition(atom) if depth else None
        op = None if stmt is None else self.program.op(stmt)
        if op is None:
            return False
        if op.kind == "copy":
            return self.holds(stmt.value, depth - 1)
        if op.kind != "rule" or op.rule is None:
            return False
        test = _TESTS.get(op.rule.name)
        return test is not None and test(self, op, depth - 1)

    def same(self, op: Op, depth: int) -> bool:
        """`x` has the same form."""
        return self.holds(op.operands.get("x"), depth)

    def product(self, op: Op, depth: int) -> bool:
        x, y = op.operands["x"], op.operands["y"]
        if any(self.is_mask(atom) for atom in (x, y)):
            return True
        return self.is_one(x, y, depth) or self.holds(x, depth) or self.holds(y, depth)

    def total(self, op: Op, depth: int) -> bool:
        return self.holds(op.operands["x"], depth) and self.holds(op.operands["y"], depth)

    def with_itself(self, op: Op, depth: int) -> bool:
        return self.is_one(op.operands["x"], op.operands["y"], depth)

    def clipped(self, op: Op, depth: int) -> bool:
        """`np.clip(x, 0.0, top)`: what is cut off at zero does not change."""
        return _is_zero(op.operands.get("a_min"))

    def clipped_method(self, op: Op, depth: int) -> bool:
        """`x.clip(0.0, top)`."""
        return _is_zero(op.operands.get("min"))

    def largest(self, op: Op, depth: int) -> bool:
        """`max(x, 0.0)`."""
        return any(map(_is_zero, op.operands.get("operands", ())))

    def chosen(self, op: Op, depth: int) -> bool:
        return _is_zero(op.operands.get("x")) or _is_zero(op.operands.get("y"))

    def is_mask(self, atom: Any) -> bool:
        """`x > 0`, or that in numbers."""
        kind = self.program.types.get(atom.id) if isinstance(atom, gast.Name) else None
        if isinstance(kind, Array) and kind.kind == "b":
            return True
        stmt = self.definition(atom)
        op = None if stmt is None else self.program.op(stmt)
        return (
            op is not None
            and op.rule is not None
            and op.rule.name == "astype"
            and self.is_mask(op.operands["x"])
        )

    def is_clipped(self, atom: Any, depth: int = DEPTH) -> bool:
        """Is the value cut off at numbers that stand in the program?"""
        stmt = self.definition(atom) if depth else None
        op = None if stmt is None else self.program.op(stmt)
        if op is None:
            return False
        if op.kind == "copy":
            return self.is_clipped(stmt.value, depth - 1)
        name = op.rule.name if op.kind == "rule" and op.rule is not None else None
        if name in _MOVING:
            return self.is_clipped(op.operands["x"], depth - 1)
        return name in _CLIPPING and any(
            isinstance(bound, gast.Constant) and type(bound.value) in (int, float)
            for operand in op.operands.values()
            for bound in (operand if isinstance(operand, tuple | list) else (operand,))
        )

    def contraction(self, op: Op, depth: int) -> bool:
        operands = op.operands.get("operands") or [op.operands[n] for n in op.operands if n not in _SETTINGS]
        written = getattr(op.operands.get("subscripts"), "value", "")
        terms = written.replace(" ", "").partition("->")[0].split(",") if isinstance(written, str) else []
        return (
            len(operands) == 2 and len(terms) == 2 and terms[0] == terms[1] and self.is_one(*operands, depth)
        )

    def is_one(self, x: Any, y: Any, depth: int) -> bool:
        """Do two atoms stand for one value: a variable, or twice the same expression?"""
        if not isinstance(x, gast.Name) or not isinstance(y, gast.Name) or nodes.equal(x, y):
            return isinstance(x, gast.Name) and nodes.equal(x, y)
        first, second = self.definition(x) if depth else None, self.definition(y)
        if first is None or second is None:
            return False
        a, b = self.program.op(first), self.program.op(second)
        if a.rule is not b.rule or a.rule is None or a.operands.keys() != b.operands.keys():
            return False
        pairs = ((a.operands[name], b.operands[name]) for name in a.operands)
        return all(self._is_one_operand(v, w, depth - 1) for v, w in pairs)

    def _is_one_operand(self, x: Any, y: Any, depth: int) -> bool:
        both = isinstance(x, gast.AST) and isinstance(y, gast.AST)
        return both and (nodes.equal(x, y) or self.is_one(x, y, depth))

    def power(self, op: Op, depth: int) -> bool:
        exponent = getattr(op.operands.get("n"), "value", None)
        return type(exponent) in (int, float) and exponent > 0 and exponent % 2 == 0


def _is_zero(atom: Any) -> bool:
    return isinstance(atom, gast.Constant) and type(atom.value) in (int, float) and atom.value == 0


def _always(squares: Squares, op: Op, depth: int) -> bool:
    return True


_CLIPPING = (
    "clip", "clip_method", "maximum_with_number", "maximum_of_number", "minimum_with_number", "minimum_of_number",
    "maximum_with_zero", "maximum_of_zero", "minimum_with_zero", "minimum_of_zero", "max_of_list", "min_of_list",
    "fmax", "fmin", "where",
)  # fmt: skip
_MOVING = (
    "getitem", "reshape", "reshape_method", "ravel", "flatten", "squeeze", "expand_dims", "transpose", "transpose_all",
    "T", "copy",
)  # fmt: skip

#: name of a rule -> whether its result is a sum of squares
_TESTS: Mapping[str, Callable[[Squares, Op, int], bool]] = MappingProxyType(
    dict.fromkeys(("pow_two", "square", "maximum_with_zero", "maximum_of_zero"), _always)
    | dict.fromkeys(("pow_constant", "pow"), Squares.power)
    | dict.fromkeys(("matmul_vectors", "dot_vectors", "inner_of_vectors", "vdot"), Squares.with_itself)
    | dict.fromkeys(
        (
            "sum", "sum_leading", "mean", "mean_of_all", "mean_along", "truediv", *_MOVING,
        ),
        Squares.same,
    )
    | {
        "max_of_list": Squares.largest, "clip": Squares.clipped, "clip_method": Squares.clipped_method,
        "where": Squares.chosen, "mul": Squares.product,
        "add": Squares.total, "einsum": Squares.contraction,
    }
)  # fmt: skip
