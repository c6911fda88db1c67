"""A rule's lines with the names of one call filled in, and simplified where the types allow.

What may be simplified: `conj` of a real operand, a factor 1.0, `unreduce` whose axes are known.  Nothing that changes
a shape or a dtype.
"""

from __future__ import annotations

import math
import operator
from typing import Any

import gast

from tangentx.analysis.program import Op, external
from tangentx.analysis.types import Array, Const, Scalar, is_complex, is_scalar
from tangentx.syntax import nodes
from tangentx.transform.digits import as_numpy_number
from tangentx.transform.short_forms import SHORT_FORMS
from tangentx.transform.simplifying import simplified, with_entries

_LIBRARIES = ("numpy", "math", "scipy", "operator")
_MATH_NAMES = {
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2", "arcsinh": "asinh", "arccosh": "acosh",
    "arctanh": "atanh", "absolute": "fabs", "abs": "fabs", "power": "pow",
}  # fmt: skip
_BUILTINS = (
    "len",
    "abs",
    "range",
    "tuple",
    "list",
    "float",
    "complex",
    "int",
    "min",
    "max",
    "sum",
    "zip",
    "slice",
)


# Where these have a result, what their adjoints divide by is not zero.
_NO_ZERO_BELOW = (operator.truediv, math.log, math.log2, math.log10, math.log1p)


def _is_derivative(node: Any) -> bool:
    """Is it `bar[y]` or `dot[x]`?"""
    return isinstance(node, gast.Subscript) and getattr(node.value, "id", None) in ("bar", "dot")


class Filler:
    """Fills the lines of one operation.  `bindings`: the rule's names -> expressions."""

    def __init__(self, op: Op, target: str, bars: dict[str, gast.AST], dots: dict[str, gast.AST], type_of):
        self.op, self.bars, self.dots, self.type_of = op, bars, dots, type_of
        self.bindings: dict[str, gast.AST] = {}
        for name, value in op.operands.items():
            self.bindings[name] = _expression(value)
        if op.rule.output is not None:
            self.bindings[op.rule.output] = nodes.name(target)
        elif op.rule.outputs:
            for i, name in enumerate(op.rule.outputs):
                self.bindings[name] = gast.Subscript(nodes.name(target), nodes.constant(i), gast.Load())
        self.scalar_math = getattr(op.callee, "__module__", "") == "math"

    def __call__(self, node: gast.AST) -> gast.AST:
        return self.fill(node)

    def fill(self, node: Any) -> Any:
        if _is_derivative(node):
            table = self.bars if node.value.id == "bar" else self.dots
            return nodes.clone(table[node.slice.id])
        if isinstance(node, gast.Name):
            return self._name(node)
        if isinstance(node, gast.Attribute) and _is_derivative(node.value):
            return gast.Attribute(self._with_methods(self.fill(node.value)), node.attr, gast.Load())
        if isinstance(node, gast.Attribute):
            written = nodes.dotted(node)
            if (
                written is not None
                and written.split(".")[0] in _LIBRARIES
                and written.split(".")[0] not in self.bindings
            ):
                return self._library(written)
        if isinstance(node, gast.Call):
            return self._size(node) or with_entries(self._call(node))
        if isinstance(node, gast.ListComp | gast.GeneratorExp | gast.Lambda | gast.DictComp | gast.SetComp):
            return self._scoped(node)
        made = simplified(nodes.rebuilt(node, self.fill), self.type_of)
        return self._without_exceptions(made)

    def _with_methods(self, expr: gast.AST) -> gast.AST:
        """The derivative as something that has NumPy's attributes: that of a number may be one of Python's."""
        kind = self.type_of(expr)
        return as_numpy_number(expr, kind) if is_scalar(kind) else expr

    def _size(self, node: gast.Call) -> gast.AST | None:
        """`numpy.size(x)`, of which only arguments need be there."""
        sizes = getattr(self.type_of, "sizes", None)
        if sizes is None or nodes.dotted(node.func) != "numpy.size" or "numpy" in self.bindings:
            return None
        found = sizes.size(self.type_of(self.fill(node.args[0])))
        return None if found is None else sizes.at_least_one(found)

    def _without_exceptions(self, node: gast.AST) -> gast.AST:
        """Python's floats raise where NumPy's give inf: `1.0 / 0.0`, `0.0 ** -0.5`.  A derivative gives inf."""
        if isinstance(node, gast.UnaryOp) and isinstance(
            node.operand, gast.BinOp
        ):  # its sign was taken outside
            return gast.UnaryOp(node.op, self._without_exceptions(node.operand))
        if not isinstance(node, gast.BinOp) or self.op.callee in _NO_ZERO_BELOW:
            return node
        kinds = (self.type_of(node.left), self.type_of(node.right))
        if not all(isinstance(k, Scalar | Const) for k in kinds):
            return node
        sized = isinstance(node.right, gast.Call) and nodes.dotted(node.right.func) == "@builtins.max"
        signs = getattr(self.type_of, "signs", None)
        known = sized or signs is not None and signs.is_positive(node.right)
        if isinstance(node.op, gast.Div) and isinstance(kinds[1], Scalar) and not known:
            return gast.Call(external("numpy.divide"), [node.left, node.right], [])
        if isinstance(node.op, gast.Pow) and isinstance(kinds[0], Scalar):
            known = isinstance(kinds[1], Const) and isinstance(kinds[1].value, int | float)
            if not known or kinds[1].value < 0:
                return gast.Call(external("numpy.power"), [node.left, node.right], [])
        return node

    def _scoped(self, node: gast.AST) -> gast.AST:
        """A comprehension or lambda: its own variables are nobody else's."""
        own = {
            n.id for n in nodes.walk(node) if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load)
        }
        outer = self.bindings
        self.bindings = {**outer, **{name: nodes.name(name) for name in own}}
        made = nodes.rebuilt(node, lambda child: child if _binds(child) else self.fill(child))
        self.bindings = outer
        return made

    def _name(self, node: gast.Name) -> gast.AST:
        if node.id in self.bindings:
            return nodes.clone(self.bindings[node.id])
        if node.id in _LIBRARIES:
            return external(node.id)
        if node.id in _BUILTINS:
            return external(f"builtins.{node.id}")
        return external(f"runtime.{node.id}")

    def _library(self, written: str) -> gast.AST:
        root, _, name = written.partition(".")
        if self.scalar_math and root == "numpy":
            name = _MATH_NAMES.get(name, name)
            if hasattr(math, name):
                return external(f"math.{name}")
        return external(written)

    def _call(self, node: gast.Call) -> gast.AST:
        name = node.func.id if isinstance(node.func, gast.Name) else None
        if name == "real" and name not in self.bindings:
            inner = self.fill(node.args[0])
            kind = self.type_of(inner)
            if isinstance(kind, Scalar | Array | Const) and not is_complex(kind):
                return inner
            return gast.Call(external("numpy.real"), [inner], [])
        if name == "conj" and name not in self.bindings:
            inner = self.fill(node.args[0])
            kind = self.type_of(inner)
            if isinstance(kind, Scalar | Array | Const) and not is_complex(kind):
                return inner
            return gast.Call(external("numpy.conj"), [inner], [])
        args = [self.fill(a) for a in node.args]
        keywords = [gast.keyword(k.arg, self.fill(k.value)) for k in node.keywords]
        written = (nodes.dotted(node.func) or "").rpartition(".")[2]
        keywords = [k for k in keywords if not _is_default(k, written)]
        if name in SHORT_FORMS and name not in self.bindings:
            short = SHORT_FORMS[name](args, keywords, self.type_of)
            if short is not None:
                return short
        return gast.Call(self.fill(node.func), args, keywords)


def _binds(node: gast.AST) -> bool:
    return isinstance(node, gast.Name) and not isinstance(node.ctx, gast.Load)


_FLATTENING = frozenset(["concatenate", "concat", "sort", "argsort", "partition", "argpartition", "reduce"])


def _is_default(keyword: gast.keyword, function: str) -> bool:
    """`axis=None`, `keepdims=False`, `ddof=0` say nothing, but where an axis is meant unless None is said."""
    silent = {"axis": None, "keepdims": False, "ddof": 0, "dtype": None}
    value = keyword.value
    if keyword.arg == "axis" and function in _FLATTENING:
        return False
    return (
        keyword.arg in silent and isinstance(value, gast.Constant)
        and value.value is silent[keyword.arg] or (keyword.arg == "ddof" and getattr(value, "value", None) == 0)
    )  # fmt: skip


def _expression(value: Any) -> gast.AST:
    return gast.Tuple([_expression(v) for v in value], gast.Load()) if isinstance(value, tuple) else value
