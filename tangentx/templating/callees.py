"""Names of what a rule serves ("numpy.exp", "operator.mul", "method:sum", "builtin:abs", "attribute:T") and the
objects behind them."""

from __future__ import annotations

import ast
import builtins
import math
import operator
import sys
from typing import Any

import numpy

OPERATORS: dict[type, str] = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv", ast.FloorDiv: "floordiv", ast.Mod: "mod",
    ast.Pow: "pow", ast.MatMult: "matmul", ast.LShift: "lshift", ast.RShift: "rshift", ast.BitAnd: "and_",
    ast.BitOr: "or_", ast.BitXor: "xor", ast.USub: "neg", ast.UAdd: "pos", ast.Invert: "invert", ast.Not: "not_",
    ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne", ast.Is: "is_",
    ast.IsNot: "is_not", ast.In: "contains",
}  # fmt: skip

_ARITHMETIC = frozenset(
    getattr(operator, name)
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "neg", "pos", "abs", "lt", "le", "gt", "ge",
                 "eq", "ne", "and_", "or_", "xor", "invert")
)  # fmt: skip
_OF_SEVERAL = ("fsum", "prod", "dist", "hypot", "gcd", "lcm", "sumprod")
_WHOLE = frozenset(getattr(math, name) for name in _OF_SEVERAL if hasattr(math, name))


class Missing(LookupError):
    """The installed library has no such name."""


class NotLoaded(LookupError):
    """The library is not imported in this process (yet)."""


def resolve(name: str) -> Any:
    """The object behind a callee's name; methods, attributes and composites stay strings.  Imports nothing."""
    kind, _, rest = name.partition(":")
    if rest and kind in ("method", "attribute", "composite"):
        return name
    if rest:
        return _member(builtins, (rest,), name)
    parts = tuple(name.split("."))
    for cut in range(len(parts) - 1, 0, -1):
        module = sys.modules.get(".".join(parts[:cut]))
        if module is not None:
            return _member(module, parts[cut:], name)
    raise NotLoaded(name)


def _member(module: Any, path: tuple[str, ...], name: str) -> Any:
    owner = module
    for i, attribute in enumerate(path):
        # A submodule that is loaded on first use must stay unloaded: look only at what is there.
        found = vars(owner).get(attribute, owner) if i + 1 < len(path) else getattr(owner, attribute, owner)
        if found is owner:
            raise NotLoaded(name) if i + 1 < len(path) else Missing(name)
        owner = found
    return owner


def is_elementwise(callee: Any) -> bool:
    """Does it act entry by entry with broadcasting?"""
    if isinstance(callee, numpy.ufunc):
        return callee.signature is None
    try:
        return callee in _ARITHMETIC or (
            getattr(callee, "__module__", None) == "math" and callee not in _WHOLE
        )
    except TypeError:
        return False


def callee_of(node: ast.expr, imports: dict[str, str], parameters: frozenset[str]) -> str | None:
    """The name of what a primal line calls; None when it calls nothing."""
    match node:
        case ast.BinOp(op=op) | ast.UnaryOp(op=op) | ast.Compare(ops=[op]):
            return f"operator.{OPERATORS[type(op)]}"
        case ast.Subscript():
            return "operator.getitem"
        case ast.Attribute(value=ast.Name(id=owner), attr=attr) if owner in parameters:
            return f"attribute:{attr}"
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=attr)) if owner in parameters:
            return f"method:{attr}"
        case ast.Call(func=func):
            return dotted(func, imports)
    return None


def dotted(node: ast.expr, imports: dict[str, str]) -> str | None:
    """`np.linalg.norm` -> "numpy.linalg.norm" through the file's imports; a bare unknown name is a builtin."""
    path: list[str] = []
    while isinstance(node, ast.Attribute):
        path.insert(0, node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    if node.id in imports:
        return ".".join([imports[node.id], *path])
    return f"builtin:{node.id}" if not path and hasattr(builtins, node.id) else None
