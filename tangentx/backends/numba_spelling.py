"""The same function spelt in a way that Numba and the later passes know: one form for each thing.

np.matmul(a, b)                    a @ b
np.divide(a, b)                    a / b
unreduce(bar, x, 0)                np.expand_dims(bar, 0)
reversed(range(n)[:trips])         reversed(range(min(n, trips)))
extremum_bar(e, x, y, axis=0)      np.where(x == y_1, e_1 / np.sum(np.where(x == y_1, 1.0, 0.0), axis=0, ...), 0.0)
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from tangentx import runtime
from tangentx.syntax import nodes
from tangentx.syntax.source import expression

Resolve = Callable[[gast.AST], Any]


def respell(node: gast.AST, resolve: Resolve) -> gast.AST:
    """The tree in the one form, changed in place."""
    for attribute in node._fields:
        value = getattr(node, attribute, None)
        if isinstance(value, gast.AST):
            setattr(node, attribute, respell(value, resolve))
        elif isinstance(value, list):
            setattr(node, attribute, [respell(v, resolve) if isinstance(v, gast.AST) else v for v in value])
    if isinstance(node, gast.Subscript):
        node.slice = _index(node.slice)
    return _call(node, resolve) if isinstance(node, gast.Call) else node


def _index(node: gast.AST) -> gast.AST:
    """`a[[k, p]]`: Numba takes arrays of places, no lists."""
    if isinstance(node, gast.Tuple):
        return gast.Tuple([_index(entry) for entry in node.elts], node.ctx)
    return nodes.call("np.array", node) if isinstance(node, gast.List) and node.elts else node


def _call(node: gast.Call, resolve: Resolve) -> gast.AST:
    cut = _cut_range(node) if getattr(node.func, "id", "") == "reversed" else None
    if cut is not None:
        return cut
    callee = resolve(node.func)
    for keyword in node.keywords:
        if keyword.arg == "dtype":
            keyword.value = _dtype(keyword.value)
    if any(callee is making for making in _MAKING) or getattr(node.func, "attr", "") == "astype":
        node.args = [_dtype(arg) for arg in node.args]
    try:
        change = _CHANGES.get(callee)
    except TypeError:  # not hashable
        return node
    return node if change is None else change(node)


def _dtype(node: gast.AST) -> gast.AST:
    """`float` and the like, which are no dtypes for Numba."""
    return nodes.parse_expression(_DTYPES[node.id]) if getattr(node, "id", "") in _DTYPES else node


def _operator(op: gast.AST) -> Callable[[gast.Call], gast.AST]:
    def change(node: gast.Call) -> gast.AST:
        plain = len(node.args) == 2 and not node.keywords
        return gast.BinOp(node.args[0], op, node.args[1]) if plain else node

    return change


def _cut_range(node: gast.Call) -> gast.AST | None:
    """`reversed(range(a, b, s)[:n])`: the first n numbers, backwards."""
    inner = node.args[0]
    is_cut = isinstance(inner, gast.Subscript) and isinstance(inner.slice, gast.Slice)
    if not is_cut or getattr(getattr(inner.value, "func", None), "id", "") != "range":
        return None
    bounds, count = inner.value.args, inner.slice.upper
    if inner.slice.lower is not None or inner.slice.step is not None or count is None:
        return None
    if len(bounds) == 1:
        bounds = [nodes.call("min", bounds[0], count)]
    elif len(bounds) == 2:
        bounds = [
            bounds[0],
            nodes.call("min", bounds[1], gast.BinOp(nodes.clone(bounds[0]), gast.Add(), count)),
        ]
    else:
        return None
    return gast.Call(node.func, [gast.Call(nodes.name("range"), bounds, [])], [])


def _options(node: gast.Call, names: tuple[str, ...]) -> dict[str, gast.AST] | None:
    """Arguments by name; None if some cannot be matched."""
    found = dict(zip(names, node.args, strict=False))
    found |= {k.arg: k.value for k in node.keywords}
    return found if len(node.args) <= len(names) and set(found) <= set(names) else None


def _unreduce(node: gast.Call) -> gast.AST:
    given = _options(node, ("bar", "x", "axis", "keepdims"))
    return node if given is None else _widened(given["bar"], given) or node


def _widened(value: gast.AST, given: dict[str, gast.AST]) -> gast.AST | None:
    """A reduced value with its reduced axis back as an axis of one entry."""
    axis, keeps = given.get("axis"), given.get("keepdims")
    keeps = keeps is not None and getattr(keeps, "value", None)
    if keeps is None:
        return None
    if keeps or axis is None or getattr(axis, "value", 0) is None:
        return nodes.clone(value)
    is_number = isinstance(axis, gast.Constant | gast.UnaryOp)
    return nodes.call("np.expand_dims", nodes.clone(value), nodes.clone(axis)) if is_number else None


def _reduced_size(node: gast.Call) -> gast.AST:
    """How many entries go into one of a reduction."""
    given = _options(node, ("x", "axis"))
    if given is None:
        return node
    axis = given.get("axis", nodes.constant(None))
    if getattr(axis, "value", 0) is None:
        size: gast.AST = gast.Attribute(given["x"], "size", nodes.LOAD)
    elif isinstance(axis, gast.Constant | gast.UnaryOp):
        size = gast.Subscript(gast.Attribute(given["x"], "shape", nodes.LOAD), axis, nodes.LOAD)
    else:
        return node
    return nodes.call("max", size, nodes.constant(1))


def _tied(given: dict[str, gast.AST]) -> gast.AST | None:
    """Which entries are the largest, along one axis."""
    wide = _widened(given["y"], given)
    if wide is None or given.get("axis") is None or getattr(given["axis"], "value", 0) is None:
        return None
    return gast.Compare(nodes.clone(given["x"]), [gast.Eq()], [wide])


def _share(given: dict[str, gast.AST], value: gast.AST, keepdims: gast.AST) -> gast.AST:
    chosen = nodes.call("np.where", _tied(given), value, nodes.constant(0.0))
    return nodes.call("np.sum", chosen, axis=nodes.clone(given["axis"]), keepdims=keepdims)


def _extremum_bar(node: gast.Call) -> gast.AST:
    given = _options(node, ("e", "x", "y", "axis", "keepdims"))
    tied = None if given is None else _tied(given)
    if tied is None:
        return node
    count = _share(given, nodes.constant(1.0), nodes.constant(True))
    share = gast.BinOp(_widened(given["e"], given), gast.Div(), count)
    return nodes.call("np.where", tied, share, nodes.constant(0.0))


def _extremum_dot(node: gast.Call) -> gast.AST:
    given = _options(node, ("d", "x", "y", "axis", "keepdims"))
    if given is None or _tied(given) is None:
        return node
    keeps = given.get("keepdims", nodes.constant(False))
    total = _share(given, nodes.clone(given["d"]), nodes.clone(keeps))
    return gast.BinOp(total, gast.Div(), _share(given, nodes.constant(1.0), nodes.clone(keeps)))


def _without_none(node: gast.Call) -> gast.AST:
    """`np.flip(x, None)` as `np.flip(x)`: Numba has no axis there."""
    if node.args and isinstance(node.args[-1], gast.Constant) and node.args[-1].value is None:
        del node.args[-1]
    defaults = {"axis": None, "keepdims": False}
    node.keywords = [
        k for k in node.keywords if getattr(k.value, "value", ...) is not defaults.get(k.arg, ...)
    ]
    return node


def _product_of_vectors(node: gast.Call) -> gast.AST:
    """`np.tensordot(a, b, 1)` as `np.dot(a, b)`."""
    is_one = len(node.args) == 3 and not node.keywords and expression(node.args[2]) == "1"
    return nodes.call("np.dot", *node.args[:2]) if is_one else node


def _quarter_turn(node: gast.Call) -> gast.AST:
    """`np.rot90(x, k, (0, 1))`: Numba turns the first two axes."""
    if len(node.args) == 3 and not node.keywords and expression(node.args[2]) == "(0, 1)":
        del node.args[2]
    return node


def _with_endpoint(node: gast.Call) -> gast.AST:
    """`np.linspace(a, b, n, True)`: Numba knows no other."""
    if len(node.args) == 4 and not node.keywords and getattr(node.args[3], "value", None) is True:
        del node.args[3]
    return node


def _of_arrays(node: gast.Call) -> gast.AST:
    """`np.concatenate(([0.0], x))`: Numba joins arrays only, of a tuple."""
    if node.args and isinstance(node.args[0], gast.List):
        node.args[0] = gast.Tuple(node.args[0].elts, nodes.LOAD)
    parts = node.args[0].elts if node.args and isinstance(node.args[0], gast.Tuple) else []
    for place, part in enumerate(parts):
        if isinstance(part, gast.List):
            parts[place] = nodes.call("np.array", part)
    return node


def _diagonal(node: gast.Call) -> gast.AST:
    """`np.diagonal(x, 0, -2, -1)`: of more than a matrix Numba says that it has none."""
    given = [expression(a) for a in node.args[1:]]
    plain = not node.keywords and given in ([], ["0"], ["0", "-2", "-1"], ["0", "0", "1"])
    return nodes.call("np.diag", node.args[0]) if plain else node


def _difference(node: gast.Call) -> gast.AST:
    """`np.diff(x, n=1, axis=-1)`: the last axis is the one that Numba takes."""
    given = _options(node, ("a", "n", "axis"))
    if given is None or expression(given.get("axis", nodes.constant(-1))) != "-1":
        return node
    return nodes.call("np.diff", given["a"], given.get("n", nodes.constant(1)))


def _of_lower_triangle(node: gast.Call) -> gast.AST:
    """`np.linalg.eigh(a, "L")`: the lower triangle is what Numba reads."""
    if len(node.args) == 2 and getattr(node.args[1], "value", None) == "L":
        del node.args[1]
    return node


def _named(name: str) -> Callable[[gast.Call], gast.AST]:
    def change(node: gast.Call) -> gast.AST:
        return gast.Call(nodes.parse_expression(name), node.args, node.keywords)

    return change


def _product(node: gast.Call) -> gast.AST:
    """`itertools.product(range(m), range(n))`: all places of a table."""
    plain = not node.keywords and all(
        isinstance(a, gast.Call) and getattr(a.func, "id", "") == "range" and len(a.args) == 1
        for a in node.args
    )
    if not plain or len(node.args) < 2:
        return node
    return nodes.call("np.ndindex", *(nodes.call("max", a.args[0], nodes.constant(0)) for a in node.args))


def _sum_of_product(node: gast.Call) -> gast.AST:
    """`np.einsum("ij,ijk->jk", a, b)` as `np.sum(a[:, :, None] * b, axis=0)`, which becomes a loop."""
    spec = getattr(node.args[0], "value", None) if len(node.args) == 3 and not node.keywords else None
    if not isinstance(spec, str) or "->" not in spec:
        return node
    before, out = spec.replace(" ", "").split("->")
    labels = before.split(",")
    every = "".join(sorted(set("".join(labels))))
    summed = [i for i, c in enumerate(every) if c not in out]
    in_order = all(list(part) == sorted(set(part)) for part in (*labels, out))
    if every not in labels or len(summed) != 1 or not in_order or not every.isalpha():
        return node
    wide = []
    for part, operand in zip(labels, node.args[1:], strict=True):
        index = ", ".join(":" if c in part else "None" for c in every)
        slices = nodes.parse_expression(f"x[{index}]").slice
        wide.append(operand if part == every else gast.Subscript(operand, slices, gast.Load()))
    product = gast.BinOp(wide[0], gast.Mult(), wide[1])
    return nodes.call("np.sum", product, axis=nodes.constant(summed[0]))


def _of_empty_list(node: gast.Call) -> gast.AST:
    """The tangent of an empty list is an empty list."""
    only = node.args[0] if len(node.args) == 1 and not node.keywords else None
    return only if isinstance(only, gast.List) and not only.elts else node


_DTYPES = {"float": "np.float64", "int": "np.int64", "bool": "np.bool_", "complex": "np.complex128"}
_MAKING = (
    np.zeros,
    np.ones,
    np.empty,
    np.full,
    np.array,
    np.asarray,
    np.zeros_like,
    np.ones_like,
    np.full_like,
)
_CHANGES: dict[Any, Callable[[gast.Call], gast.AST]] = {
    np.einsum: _sum_of_product,
    np.matmul: _operator(gast.MatMult()),
    np.divide: _operator(gast.Div()),
    np.add: _operator(gast.Add()),
    np.subtract: _operator(gast.Sub()),
    np.floor_divide: _operator(gast.FloorDiv()),
    np.remainder: _operator(gast.Mod()),
    operator.floordiv: _operator(gast.FloorDiv()),
    operator.mod: _operator(gast.Mod()),
    np.multiply: _operator(gast.Mult()),
    operator.add: _operator(gast.Add()),
    operator.sub: _operator(gast.Sub()),
    operator.mul: _operator(gast.Mult()),
    operator.truediv: _operator(gast.Div()),
    operator.pow: _operator(gast.Pow()),
    operator.matmul: _operator(gast.MatMult()),
    np.linalg.eigh: _of_lower_triangle,
    np.linalg.eigvalsh: _of_lower_triangle,
    np.concatenate: _of_arrays,
    np.diagonal: _diagonal,
    np.diff: _difference,
    np.roll: _without_none,
    np.flip: _without_none,
    np.cumsum: _without_none,
    np.all: _without_none,
    np.max: _without_none,
    np.min: _without_none,
    np.linspace: _with_endpoint,
    np.tensordot: _product_of_vectors,
    np.rot90: _quarter_turn,
    np.shares_memory: _named("shares_memory"),
    runtime.same_entries: _named("same_entries"),
    itertools.product: _product,
    runtime.zero_tangent: _of_empty_list,
    runtime.shadow: _of_empty_list,
    runtime.unreduce: _unreduce,
    runtime.reduced_size: _reduced_size,
    runtime.extremum_bar: _extremum_bar,
    runtime.extremum_dot: _extremum_dot,
}
if hasattr(np.linalg, "cross"):
    _CHANGES[np.linalg.cross] = _named("np.cross")
