"""Products that are made to be summed, without making them.

    np.sum(a * b)                               np.vdot(a, b)
    np.sum(a * b, axis=0)                       np.einsum("ij,ij->j", a, b)
    np.sum(w[:, :, None] * d, axis=0)    ->     np.einsum("ij,ijk->jk", w, d)
    np.sum(a * v, axis=1)                       a @ v
    np.sum(e * q, axis=0)                       np.sum(e, axis=0) * q            (q has no axis 0)
    np.sum(e @ b, axis=0)                       np.sum(e, axis=0) @ b

*Requires* an expression whose value is a derivative (sums are rounded differently), and a test for numbers.  *Gives*
the same expression where the shapes of the factors are known well enough, else what it was.
"""

from __future__ import annotations

from dataclasses import dataclass

import gast

from tangentx.analysis.types import Array, Dim, may_be_a_number
from tangentx.syntax import nodes
from tangentx.transform.numbers import Numbers

_LETTERS = "ijklmn"


@dataclass(frozen=True)
class _Factor:
    """An array of a product.  labels: a letter for each of its axes; whole: with the axes of length 1 it was given."""

    array: gast.AST
    labels: str
    whole: gast.AST


def with_sums(node: gast.AST, number: Numbers) -> gast.AST:
    """The expression with its sums of products written as one operation each."""
    return nodes.rewritten(node, lambda part: _with_sum(part, number))


def _with_sum(node: gast.AST, number: Numbers) -> gast.AST:
    if not isinstance(node, gast.Call) or nodes.dotted(node.func) != "@numpy.sum" or len(node.args) != 1:
        return node
    return _summed(node, number) or node


def _summed(call: gast.Call, number: Numbers) -> gast.AST | None:
    product = call.args[0]
    if isinstance(product, gast.BinOp) and isinstance(product.op, gast.MatMult):
        return _of_matrices(product, call, number)
    parts = list(_factors_of(call.args[0]))
    numbers = [p for p in parts if number(p) is not None]
    factors = _aligned([p for p in parts if number(p) is None], number)
    if len(parts) < 2 or not factors or not _keep_dtype(numbers, parts, number):
        return None
    every = "".join(c for c in _LETTERS if any(c in f.labels for f in factors))
    axes = _axes(call, len(every))
    if axes is None:
        return None
    summed = {every[a] for a in axes}
    out = "".join(c for c in every if c not in summed)
    outside = [f for f in factors if summed.isdisjoint(f.labels)]
    inner = _sum_of([f for f in factors if not summed.isdisjoint(f.labels)], summed, out)
    if inner is None or len(factors) == 1 and not numbers:
        return None
    made, labels = inner
    if len(call.keywords) < 2:
        return _chain(
            [*numbers, _placed(made, labels, out), *(_placed(f.array, f.labels, out) for f in outside)]
        )
    kept = ", ".join(":" if c in labels else "None" for c in every)  # keepdims
    made = gast.Subscript(made, nodes.parse_expression(f"x[{kept}]").slice, gast.Load()) if labels else None
    return None if made is None else _chain([*numbers, made, *(f.whole for f in outside)])


def _of_matrices(product: gast.BinOp, call: gast.Call, number: Numbers) -> gast.AST | None:
    """`np.sum(a, axis=0) @ b` for the sum of `a @ b` over an axis: a vector times a matrix."""
    shape, axes = shape_of(product, number), _axes(call, 2)
    if shape is None or len(axes or ()) != 1 or len(call.keywords) != 1:
        return None
    keyword = gast.keyword("axis", nodes.constant(axes[0]))
    if axes == [0]:
        return gast.BinOp(_call("sum", [product.left], [keyword]), product.op, product.right)
    return gast.BinOp(product.left, product.op, _call("sum", [product.right], [keyword]))


def _factors_of(node: gast.AST):
    if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Mult):
        yield from _factors_of(node.left)
        yield from _factors_of(node.right)
    else:
        yield node


def _axes(call: gast.Call, rank: int) -> list[int] | None:
    """The axes that are summed, counted from the front; None where the call says more than that."""
    given = {k.arg: k.value for k in call.keywords}
    axis = given.pop("axis", None)
    kept = given.pop("keepdims", None)
    if given or kept is not None and (axis is None or getattr(kept, "value", None) is not True):
        return None
    if axis is None:
        return list(range(rank))
    found = [_whole(part) for part in (nodes.elements_of(axis))]
    return [a % rank for a in found] if all(a is not None and -rank <= a < rank for a in found) else None


def _whole(node: gast.AST) -> int | None:
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        found = _whole(node.operand)
        return None if found is None else -found
    value = getattr(node, "value", None)
    return value if isinstance(node, gast.Constant) and type(value) is int else None


# -- factors -------------------------------------------------------------------------------------------------


def _aligned(arrays: list[gast.AST], number: Numbers) -> list[_Factor]:
    """The factors with letters for their axes, aligned at the end as NumPy does; none where that is not certain."""
    shapes = [shape_of(a, number) for a in arrays]
    if not shapes or any(s is None for s in shapes):
        return []
    rank = max(map(len, shapes))
    kinds = {_dtype(a, number) for a in arrays}
    if not 0 < rank <= len(_LETTERS) or len(kinds) > 1 or None in kinds:
        return []
    for place in range(1, rank + 1):
        dims = [s[-place] for s in shapes if len(s) >= place and s[-place] is not None]
        if not dims or not all(same_extent(dims[0], d) for d in dims[1:]):
            return []
    letters = _LETTERS[:rank]
    found = []
    for node, shape in zip(arrays, shapes, strict=True):
        own = letters[rank - len(shape) :]
        labels = "".join(c for c, d in zip(own, shape, strict=True) if d is not None)
        found.append(_Factor(node.value if None in shape else node, labels, node))
    return found


def shape_of(node: gast.AST, number: Numbers) -> tuple[Dim | None, ...] | None:
    """The shape of a name, of `name[:, None]` (None for the axis put in), or of what is made of them."""
    if isinstance(node, gast.Name):
        kind = number.table.get(node.id)
        known = isinstance(kind, Array) and isinstance(kind.shape, tuple) and not kind.scalar
        return kind.shape if known and not may_be_a_number(kind) else None
    if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Add | gast.Sub | gast.Mult):
        sides = [shape_of(p, number) for p in (node.left, node.right) if number(p) is None]
        same = None not in sides and len({len(s) for s in sides}) == 1
        same = same and all(
            None not in (a, b) and same_extent(a, b) for a, b in zip(sides[0], sides[-1], strict=True)
        )
        return sides[0] if same else None
    if isinstance(node, gast.BinOp) and isinstance(node.op, gast.MatMult):
        sides = [shape_of(p, number) for p in (node.left, node.right)]
        matrices = None not in sides and all(len(s) == 2 and None not in s for s in sides)
        return (sides[0][0], sides[1][1]) if matrices else None
    if isinstance(node, gast.Attribute) and node.attr == "T":
        shape = shape_of(node.value, number) if isinstance(node.value, gast.Name) else None
        return None if shape is None else shape[::-1]
    return _widened(node, number) if isinstance(node, gast.Subscript) else None


def _widened(node: gast.Subscript, number: Numbers) -> tuple[Dim | None, ...] | None:
    base = shape_of(node.value, number) if isinstance(node.value, gast.Name) else None
    parts = node.slice.elts if isinstance(node.slice, gast.Tuple) else ()
    kept = [p for p in parts if nodes.is_full_slice(p)]
    added = [p for p in parts if isinstance(p, gast.Constant) and p.value is None]
    if base is None or len(kept) != len(base) or len(kept) + len(added) != len(parts):
        return None
    dims = iter(base)
    return tuple(next(dims) if isinstance(p, gast.Slice) else None for p in parts)


def _dtype(node: gast.AST, number: Numbers) -> str | None:
    """The dtype of the arrays in a factor, where they are floats of one dtype."""
    names = [n for n in nodes.names_read(node) if not n.startswith("@")]
    kinds = [number.table.get(n) for n in names]
    found = {k.dtype for k in kinds if isinstance(k, Array) and not k.scalar}
    return found.pop() if len(found) == 1 and all(d.startswith("float") for d in found) else None


def _keep_dtype(numbers: list[gast.AST], parts: list[gast.AST], number: Numbers) -> bool:
    """Is the product of the dtype of its arrays?  (A NumPy float64 makes one of float32 more precise.)"""
    dtype = next(_dtype(p, number) for p in parts if number(p) is None)
    kinds = [number(n) for n in numbers]
    return dtype == "float64" or all(not isinstance(k, Array) or k.dtype == dtype for k in kinds)


def same_extent(a: Dim, b: Dim) -> bool:
    """Are the extents equal whenever the product exists?"""
    return a == b and a.terms != (("?any", 1),) or a.never_one and b.never_one


# -- sums ----------------------------------------------------------------------------------------------------


def _sum_of(factors: list[_Factor], summed: set[str], out: str) -> tuple[gast.AST, str] | None:
    """The sum of a product of these, and the labels of its axes."""
    if len(factors) > 2:
        first, *rest = factors[:-1]
        if any(f.labels != first.labels for f in rest):
            return None
        whole = _chain([f.whole for f in factors[:-1]])
        factors = [_Factor(whole, first.labels, whole), factors[-1]]
    if not factors or not summed <= set("".join(f.labels for f in factors)):
        return None
    labels = "".join(c for c in out if any(c in f.labels for f in factors))
    if len(factors) == 1:
        axes = [factors[0].labels.index(c) for c in sorted(summed)]
        axis = nodes.constant(axes[0]) if len(axes) == 1 else nodes.parse_expression(str(tuple(axes)))
        keywords = [gast.keyword("axis", axis)] if labels else []
        return _call("sum", [factors[0].array], keywords), labels
    product = _product_of_two(*factors, labels)
    return None if product is None else (product, labels)


def _product_of_two(a: _Factor, b: _Factor, out: str) -> gast.AST | None:
    if not (set(a.labels) <= set(b.labels) or set(b.labels) <= set(a.labels)):
        return None
    if not out and a.labels == b.labels:
        return _call("dot" if len(a.labels) == 1 else "vdot", [a.array, b.array])
    for matrix, vector in ((a, b), (b, a)):
        if len(matrix.labels) == 2 and len(vector.labels) == len(out) == 1 and out != vector.labels:
            first = matrix.labels[0] == out
            sides = (matrix, vector) if first else (vector, matrix)
            return gast.BinOp(sides[0].array, gast.MatMult(), sides[1].array)
    return _call("einsum", [nodes.constant(f"{a.labels},{b.labels}->{out}"), a.array, b.array])


def _placed(array: gast.AST, labels: str, out: str) -> gast.AST:
    """The array with an axis of length 1 wherever it lacks one behind its first."""
    needed = out[out.index(labels[0]) :] if labels else ""
    if needed == labels:
        return array
    index = ", ".join(":" if c in labels else "None" for c in needed)
    return gast.Subscript(array, nodes.parse_expression(f"x[{index}]").slice, gast.Load())


def _chain(parts: list[gast.AST]) -> gast.AST | None:
    made: gast.AST | None = None
    for part in parts:
        made = part if made is None else gast.BinOp(made, gast.Mult(), part)
    return made


def _call(name: str, args: list[gast.AST], keywords: list | None = None) -> gast.Call:
    return gast.Call(nodes.parse_external(f"@numpy.{name}"), args, keywords or [])
