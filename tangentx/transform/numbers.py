"""Which expressions are numbers, not arrays: as far as their form and the types of names say so.

*Requires* the types of names.  *Gives* the type of an expression that is surely a number, None for all others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import gast

from tangentx.analysis.types import FLOAT, INT, Array, Const, Scalar, Type, is_float_like
from tangentx.syntax import nodes
from tangentx.transform.rule_lines import AT_SINGULAR_POINTS

NUMPY_FLOAT = Array("float64", (), True)


class Numbers:
    """Tells numbers from arrays.  `outer`: the type of an external, as written."""

    def __init__(self, table: Mapping[str, Type], outer: Callable[[str], Type]):
        self.table, self.outer = table, outer

    def __call__(self, node: gast.AST) -> Type | None:
        handler = _HANDLERS.get(type(node))
        return None if handler is None else handler(self, node)

    def is_float(self, node: gast.AST) -> bool:
        """Is the value surely a float, or an array of floats?"""
        if isinstance(node, gast.Constant):
            return type(node.value) in (float, complex)
        if isinstance(node, gast.Name):
            kind = self.table.get(node.id)
            return isinstance(kind, Array | Scalar) and is_float_like(kind) and not kind.whole
        if isinstance(node, gast.BinOp):
            if isinstance(node.op, gast.MatMult):
                return self.is_float(node.left)
            return isinstance(node.op, gast.Div) or self.is_float(node.left) or self.is_float(node.right)
        if isinstance(node, gast.UnaryOp):
            return self.is_float(node.operand)
        if isinstance(node, gast.Subscript):
            return self.is_float(node.value)
        if isinstance(node, gast.Call):
            written = nodes.dotted(node.func) or ""
            if written in _KEEP_FLOATS:
                return any(map(self.is_float, node.args))
            return written in _UFUNCS or _is_math_float(written)
        return False

    def _constant(self, node: gast.Constant) -> Type | None:
        return Const(node.value) if type(node.value) in (int, float) else None

    def _name(self, node: gast.Name) -> Type | None:
        kind = self.table.get(node.id)
        return kind if _is_number(kind) else None

    def _attribute(self, node: gast.Attribute) -> Type | None:
        written = nodes.dotted(node)
        if written is None or not written.startswith("@"):
            return None
        kind = self.outer(written)
        return kind if _is_number(kind) else None

    def _binop(self, node: gast.BinOp) -> Type | None:
        left, right = self(node.left), self(node.right)
        if left is None or right is None:
            return None
        for kind in (left, right):
            if isinstance(kind, Array):
                return kind
        return FLOAT if isinstance(node.op, gast.Div) or FLOAT in (left, right) else left

    def _unaryop(self, node: gast.UnaryOp) -> Type | None:
        return self(node.operand)

    def _call(self, node: gast.Call) -> Type | None:
        written = nodes.dotted(node.func) or ""
        if written == "@builtins.len":
            return INT
        if written == "@numpy.sum":
            return NUMPY_FLOAT if len(node.args) == 1 and not node.keywords else None
        kinds = [self(a) for a in node.args]
        if not kinds or None in kinds or node.keywords:
            return None
        if written == "@builtins.max":
            return next((k for k in kinds if not isinstance(k, Const)), kinds[0])
        return FLOAT if _is_math_float(written) else NUMPY_FLOAT if written in _UFUNCS else None

    def _subscript(self, node: gast.Subscript) -> Type | None:
        base = self.table.get(node.value.id) if isinstance(node.value, gast.Name) else None
        parts = nodes.elements_of(node.slice)
        if not isinstance(base, Array) or base.rank != len(parts) or base.kind != "f":
            return None
        integers = (self(p) for p in parts)
        if all(
            k == INT or isinstance(k, Scalar) and k.kind == "int" or isinstance(k, Const) for k in integers
        ):
            return Array(base.dtype, (), True)
        return None


def _is_math_float(written: str) -> bool:
    """Does it call a function of `math` that gives a float, whatever it is given?"""
    module, _, name = written.rpartition(".")
    return module == "@math" and name not in _WHOLE


_WHOLE = ("ceil", "comb", "factorial", "floor", "gcd", "isqrt", "lcm", "perm", "prod", "sumprod", "trunc")


def _is_number(kind: Type | None) -> bool:
    """Numbers that a product may bring to its front.  (NumPy's integers could overflow there, and float32 would meet
    float32 where each met a float64 before.)"""
    if isinstance(kind, Const):
        return type(kind.value) in (int, float)
    if isinstance(kind, Scalar):
        return kind.kind in ("int", "float")
    return isinstance(kind, Array) and kind.scalar and kind.dtype == "float64"


_UFUNCS = tuple(
    f"@numpy.{name}"
    for name in ("divide", "power", "sin", "cos", "tan", "exp", "log", "sqrt", "tanh", "sinh", "cosh", "sign")
)
_KEEP_FLOATS = ("@runtime.unbroadcast", *AT_SINGULAR_POINTS)
_KEEP_FLOATS += tuple(
    f"@numpy.{name}"
    for name in (
        "sum",
        "dot",
        "vdot",
        "outer",
        "where",
        "conj",
        "real",
        "absolute",
        "expand_dims",
        "swapaxes",
    )
)
_HANDLERS = {
    gast.Constant: Numbers._constant, gast.Name: Numbers._name, gast.Attribute: Numbers._attribute,
    gast.BinOp: Numbers._binop, gast.UnaryOp: Numbers._unaryop, gast.Call: Numbers._call,
    gast.Subscript: Numbers._subscript,
}  # fmt: skip
