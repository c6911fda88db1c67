"""Variables that only add up: whatever their values are, nobody else ever sees one that is changed in place.

total = 0.0
for key in keys:
    total += price(key) * x                 a new value serves as well as a write, if this may be an array
return total / len(keys)
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import gast

from tangentx.records import Function
from tangentx.syntax import nodes

_MODULES = ("numpy", "math", "numpy.linalg")
_NESTED = (gast.FunctionDef, gast.AsyncFunctionDef, gast.Lambda, gast.ClassDef)
_MAKES_NEW = (gast.BinOp, gast.UnaryOp)
_READS = (*_MAKES_NEW, gast.Compare, gast.FormattedValue, gast.Return)
#: what gives a new value and keeps nothing, of builtins and of modules of numbers
_BUILTINS = frozenset(("float", "int", "complex", "abs", "sum", "round", "len", "print", "format", "str"))
_FUNCTIONS = frozenset((
    "sum", "mean", "max", "min", "std", "var", "prod", "norm", "dot", "vdot", "inner", "sqrt", "square", "exp", "log",
    "log1p", "expm1", "log2", "log10", "sin", "cos", "tan", "tanh", "sinh", "cosh", "arctan", "arctan2", "atan2",
    "abs", "fabs", "maximum", "minimum", "power", "pow", "hypot", "isfinite", "isnan", "isclose", "allclose", "sign",
))  # fmt: skip


def only_accumulates(function: Function, name: str) -> bool:
    """Is a local variable bound to numbers and results of arithmetic alone, and read by arithmetic, comparisons and
    `return` alone?

    >>> from tangentx.frontend.parse import parse
    >>> def mean(rows, weight):
    ...     total = 0.0
    ...     for row in rows:
    ...         total += weight(row)
    ...     rows.append(weight)
    ...     return total / len(rows)
    >>> only_accumulates(parse(mean), "total"), only_accumulates(parse(mean), "rows")
    (True, False)
    """
    seen, pending = set(), [name]
    while pending:
        name = pending.pop()
        if any(parameter.name == name for parameter in function.parameters):
            return False
        seen.add(name)
        uses = list(_uses(function, function.tree, name, ()))
        if not uses or not all(uses):
            return False
        pending += _sums_with(function.tree, name) - seen
    return True


def _sums_with(tree: gast.AST, name: str) -> set[str]:
    """What the variable is added to: a list would take its parts instead."""
    return {
        node.target.id
        for node in gast.walk(tree)
        if isinstance(node, gast.AugAssign) and isinstance(node.value, gast.Name) and node.value.id == name
    }


def _uses(function: Function, node: gast.AST, name: str, above: tuple[gast.AST, ...]) -> Iterator[bool]:
    """For each mention of a variable, whether it is one of an accumulator."""
    if isinstance(node, gast.Name) and node.id == name:
        yield _is_harmless(function, node, above)
    elif isinstance(node, gast.Global | gast.Nonlocal) and name in node.names:
        yield False
    for child in nodes.children(node):
        yield from _uses(function, child, name, (*above, node))


def _is_harmless(function: Function, node: gast.Name, above: tuple[gast.AST, ...]) -> bool:
    if any(isinstance(outer, _NESTED) for outer in above[1:]):
        return False
    parent = above[-1]
    if isinstance(parent, gast.AugAssign):
        return isinstance(parent.target, gast.Name)
    if isinstance(node.ctx, gast.Load):
        returned = isinstance(parent, gast.Tuple) and isinstance(above[-2], gast.Return)
        return returned or isinstance(parent, _READS) or _only_reads(function, parent)
    if not isinstance(parent, gast.Assign | gast.AnnAssign) or parent.value is None:
        return False
    plain = isinstance(parent, gast.AnnAssign) or parent.targets == [node]
    number = isinstance(parent.value, gast.Constant) and isinstance(parent.value.value, int | float | complex)
    return plain and (number or isinstance(parent.value, _MAKES_NEW))


def _only_reads(function: Function, call: gast.AST) -> bool:
    """A call of a function that gives a new value?"""
    func = call.func if isinstance(call, gast.Call) else None
    root, _, rest = (nodes.dotted(func) or "").partition(".")
    if not root or root in function.locals:
        return False
    try:
        where, found = function.namespace.lookup(root)
    except KeyError:
        return False
    if not rest:
        return where == "builtin" and root in _BUILTINS
    return isinstance(found, ModuleType) and found.__name__ in _MODULES and rest.split(".")[-1] in _FUNCTIONS
