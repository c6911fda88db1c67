"""How long an array is, said with arguments: `len(X)` for `np.size(np.logaddexp(0.0, X @ w) - y)`.

*Requires* the types of a program's variables, whose dimensions are symbols of the arguments' dimensions.  *Gives*
expressions that read nothing but arguments that nobody binds again, and globals.
"""

from __future__ import annotations

import gast

from tangentx.analysis.program import Program, external
from tangentx.analysis.types import Array, Dim, Type, may_be_a_number
from tangentx.syntax import nodes


class Sizes:
    """Symbols of dimensions as expressions.  `bound`: how often each variable is bound by a statement."""

    def __init__(self, program: Program, bound: dict[str, int]):
        self.symbols: dict[str, gast.AST] = {}
        for leaf in program.leaves:
            kind = leaf.type
            if (
                leaf.path
                or bound.get(leaf.variable)
                or not isinstance(kind, Array)
                or not isinstance(kind.shape, tuple)
            ):
                continue
            for i, dim in enumerate(kind.shape):
                if len(dim.terms) == 1 and not dim.offset:
                    self.symbols.setdefault(dim.terms[0][0], _length(leaf.variable, i))

    def size(self, kind: Type) -> gast.AST | None:
        """The number of entries of an array of this type; None where arguments do not tell."""
        if not isinstance(kind, Array) or not isinstance(kind.shape, tuple) or may_be_a_number(kind):
            return None
        made: gast.AST | None = None
        for dim in kind.shape:
            factor = self.length(dim)
            if factor is None:
                return None
            if isinstance(factor, gast.Constant) and factor.value == 1:
                continue
            made = factor if made is None else gast.BinOp(made, gast.Mult(), factor)
        return nodes.constant(1) if made is None else made

    def at_least_one(self, size: gast.AST) -> gast.AST:
        """The size to divide by: an empty array has entries of its own to divide, none."""
        known = isinstance(size, gast.Constant) and size.value or (nodes.dotted(size) or "").startswith("@_m")
        return size if known else gast.Call(external("builtins.max"), [size, nodes.constant(1)], [])

    def length(self, dim: Dim) -> gast.AST | None:
        """A dimension as an expression."""
        if not dim.terms:
            return nodes.constant(dim.offset)
        if dim.offset or len(dim.terms) != 1 or dim.terms[0][1] != 1:
            return None
        symbol = dim.terms[0][0]
        if symbol in self.symbols:
            return nodes.clone(self.symbols[symbol])
        return nodes.parse_external(f"@{symbol}") if symbol.startswith("_m") and "[" not in symbol else None


def _length(variable: str, axis: int) -> gast.AST:
    if axis == 0:
        return gast.Call(external("builtins.len"), [nodes.name(variable)], [])
    shape = gast.Attribute(nodes.name(variable), "shape", gast.Load())
    return gast.Subscript(shape, nodes.constant(axis), gast.Load())
