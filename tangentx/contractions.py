"""Products of arrays, and solving: the part of `tangentx.runtime` (which see) about linear algebra."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from tangentx.errors import NotDifferentiableError


def matmul_bar_left(e: Any, x: Any, y: Any) -> Any:
    """Adjoint of `x` in `x @ y`, up to broadcasting: (..., m, n) and (..., k, n) give (..., m, k)."""
    if np.ndim(y) == 1:
        return np.expand_dims(e, -1) * y
    if np.ndim(x) == 1:
        return np.matmul(y, np.expand_dims(e, -1))[..., 0]
    return np.matmul(e, np.swapaxes(y, -1, -2))


def matmul_bar_right(e: Any, x: Any, y: Any) -> Any:
    """Adjoint of `y` in `x @ y`, up to broadcasting: (..., m, k) and (..., m, n) give (..., k, n)."""
    if np.ndim(x) == 1:
        return np.expand_dims(e, -2) * np.expand_dims(x, -1) if np.ndim(y) > 1 else e * x
    if np.ndim(y) == 1:
        return np.matmul(np.swapaxes(x, -1, -2), np.expand_dims(e, -1))[..., 0]
    return np.matmul(np.swapaxes(x, -1, -2), e)


def dot_bar_left(e: Any, x: Any, y: Any) -> Any:
    """Adjoint of `x` in `dot(x, y)`: the last axis of `x` with the last but one of `y`."""
    if np.ndim(x) == 0 or np.ndim(y) == 0:
        return np.multiply(e, y)
    return tensordot_bar_left(e, x, y, ((-1,), (max(np.ndim(y) - 2, 0),)))


def dot_bar_right(e: Any, x: Any, y: Any) -> Any:
    """Adjoint of `y` in `dot(x, y)`."""
    if np.ndim(x) == 0 or np.ndim(y) == 0:
        return np.multiply(e, x)
    return tensordot_bar_right(e, x, y, ((-1,), (max(np.ndim(y) - 2, 0),)))


def cross_product(x: Any, y: Any) -> Any:
    """`np.cross(x, y)`, of vectors of the plane as well, which newer versions of NumPy do not take."""
    if np.shape(x)[-1] == 3 and np.shape(y)[-1] == 3:
        return np.cross(x, y)
    z = np.cross(_in_space(x), _in_space(y))
    return z[..., 2] if np.shape(x)[-1] == np.shape(y)[-1] else z


def cross_bar_left(e: Any, x: Any, y: Any) -> Any:
    """Adjoint of `x` in `cross(x, y)`: e . (x_dot x y) = x_dot . (y x e)."""
    return np.cross(_in_space(y), _upright(e, x, y))[..., : np.shape(x)[-1]]


def cross_bar_right(e: Any, x: Any, y: Any) -> Any:
    """Adjoint of `y` in `cross(x, y)`."""
    return np.cross(_upright(e, x, y), _in_space(x))[..., : np.shape(y)[-1]]


def _in_space(x: Any) -> Any:
    """Vectors of the plane with a third entry, zero."""
    x = np.asarray(x)
    return x if x.shape[-1] == 3 else np.concatenate([x, np.zeros_like(x[..., :1])], axis=-1)


def _upright(e: Any, x: Any, y: Any) -> Any:
    """The adjoint of a product: of vectors of the plane, it is the third entry that there is of it."""
    if np.shape(x)[-1] == 3 or np.shape(y)[-1] == 3:
        return e
    return np.expand_dims(e, -1) * np.array([0.0, 0.0, 1.0])


def tensordot_bar_left(e: Any, x: Any, y: Any, axes: Any = 2) -> Any:
    """Adjoint of `x` in `tensordot(x, y, axes)`."""
    left, right = _contracted(axes, np.ndim(x), np.ndim(y))
    free = [a for a in range(np.ndim(y)) if a not in right]
    first = np.ndim(x) - len(left)
    # The axes of the product: the free ones of x in order, then the contracted ones in the order of y.
    product = np.tensordot(e, y, (list(range(first, np.ndim(e))), free))
    order = [a for a in range(np.ndim(x)) if a not in left] + [left[right.index(a)] for a in sorted(right)]
    return np.transpose(product, np.argsort(order)) if order else product


def tensordot_bar_right(e: Any, x: Any, y: Any, axes: Any = 2) -> Any:
    """Adjoint of `y` in `tensordot(x, y, axes)`."""
    left, right = _contracted(axes, np.ndim(x), np.ndim(y))
    free = [a for a in range(np.ndim(x)) if a not in left]
    product = np.tensordot(x, e, (free, list(range(len(free)))))
    order = [right[left.index(a)] for a in sorted(left)] + [a for a in range(np.ndim(y)) if a not in right]
    return np.transpose(product, np.argsort(order)) if order else product


def _contracted(axes: Any, left: int, right: int) -> tuple[list[int], list[int]]:
    """The contracted axes of both operands, counted from 0."""
    if isinstance(axes, int | np.integer):
        return list(range(left - axes, left)), list(range(axes))
    pair = [list(a) if isinstance(a, tuple | list | np.ndarray) else [a] for a in axes]
    return [int(a) % left for a in pair[0]], [int(a) % right for a in pair[1]]


# -- einsum ----------------------------------------------------------------------------------------------------------


def einsum_dot(dots: Sequence, subscripts: str, operands: Sequence) -> Any:
    """Tangent of `einsum(subscripts, *operands)`: a sum over the operands; a tangent may be 0."""
    total = 0.0
    for i, d in enumerate(dots):
        if np.ndim(d) or np.ndim(operands[i]) == 0:
            total = total + np.einsum(subscripts, *operands[:i], d, *operands[i + 1 :])
    return total


def einsum_dots(dots: Sequence, subscripts: str, operands: Sequence) -> Any:
    """Tangents of `einsum(subscripts, *operands)` in several directions, along the last axis of each tangent; None is
    no tangent."""
    inputs, output = _spelled_out(subscripts, [np.ndim(x) for x in operands])
    letter = next(c for c in "zyxwvutsrqponmlkjihgfedcba" if c not in "".join(inputs))
    total = 0.0
    for i, d in enumerate(dots):
        if d is not None:
            labels = ",".join([*inputs[:i], inputs[i] + letter, *inputs[i + 1 :]])
            others = [*operands[:i], d, *operands[i + 1 :]]
            total = total + contract(f"{labels}->{output}{letter}", *others)
    return total


def einsum_bar(e: Any, subscripts: str, operands: Sequence) -> list:
    """Adjoints of the operands in `einsum(subscripts, *operands)`, each up to broadcasting."""
    inputs, output = _spelled_out(subscripts, [np.ndim(x) for x in operands])
    sizes: dict[str, int] = {}
    for labels, x in zip(inputs, operands, strict=True):
        for label, n in zip(labels, np.shape(x), strict=True):
            sizes[label] = max(sizes.get(label, 1), n) if n else 0
    return [_einsum_bar_of(i, e, inputs, output, operands, sizes) for i in range(len(operands))]


def einsum_mixed_dot(dots: Sequence, more: Sequence, subscripts: str, operands: Sequence) -> Any:
    """The bilinear part of the second tangent of `einsum`: one operand replaced from `dots`, another from `more`."""
    total = 0.0
    for j, d in enumerate(more):
        if np.ndim(d) or np.ndim(operands[j]) == 0:
            rest = [*dots[:j], 0.0, *dots[j + 1 :]]
            total = total + einsum_dot(rest, subscripts, [*operands[:j], d, *operands[j + 1 :]])
    return total


def einsum_mixed_bar(e: Any, dots: Sequence, subscripts: str, operands: Sequence) -> list:
    """Adjoints of the operands in `einsum_dot(dots, subscripts, operands)`."""
    bars = [np.zeros(np.shape(x), np.result_type(e)) for x in operands]
    for j, d in enumerate(dots):
        found = einsum_bar(e, subscripts, [*operands[:j], d, *operands[j + 1 :]])
        bars = [bars[k] + found[k] if k != j else bars[k] for k in range(len(bars))]
    return bars


def einsum_bar_dot(e_dot: Any, dots: Sequence, e: Any, subscripts: str, operands: Sequence) -> list:
    """Tangents of the adjoints `einsum_bar(e, subscripts, operands)`."""
    first, second = einsum_bar(e_dot, subscripts, operands), einsum_mixed_bar(e, dots, subscripts, operands)
    return [a + b for a, b in zip(first, second, strict=True)]


def _einsum_bar_of(i: int, e: Any, inputs: list[str], output: str, operands: Sequence, sizes: dict) -> Any:
    others = [k for k in range(len(operands)) if k != i]
    labels = "".join(dict.fromkeys(inputs[i]))
    known = [a for a in labels if a in output or any(a in inputs[k] for k in others)]
    spec = ",".join([output, *(inputs[k] for k in others)]) + "->" + "".join(known)
    part = contract(
        spec, e, *(np.asarray(operands[k]).conj() for k in others)
    )  # a real array is its own conj()
    part = np.expand_dims(part, tuple(n for n, a in enumerate(labels) if a not in known))
    full = np.broadcast_to(
        part, tuple(sizes[a] if a not in known else part.shape[n] for n, a in enumerate(labels))
    )
    if len(labels) == len(inputs[i]):
        return full
    out = np.zeros(np.shape(operands[i]), full.dtype)
    np.einsum(f"{inputs[i]}->{labels}", out)[...] = full
    return out


SMALL = 5000  # multiplications, below which planning a matrix product costs more than it saves


def contract(spec: str, *operands: Any) -> Any:
    """`np.einsum(spec, *operands)`, as a (batched) matrix product where two operands make one."""
    inputs, output = spec.partition("->")[0].split(","), spec.partition("->")[2]
    if len(operands) != 2 or any(len(set(s)) < len(s) for s in inputs):
        return np.einsum(spec, *operands)
    a, b = map(np.asarray, operands)
    sizes = dict(zip(inputs[0], a.shape, strict=True))
    same = all(sizes.setdefault(s, n) == n for s, n in zip(inputs[1], b.shape, strict=True))
    batch = [s for s in inputs[0] if s in inputs[1] and s in output]
    summed = [s for s in inputs[0] if s in inputs[1] and s not in output]
    first = [s for s in inputs[0] if s not in inputs[1]]
    second = [s for s in inputs[1] if s not in inputs[0]]
    plain = same and set(first + second) <= set(output) and len(summed) == len(first) == len(second) == 1
    if not plain or math.prod(sizes.values()) < SMALL:
        return np.einsum(spec, a, b)
    made = np.empty([sizes[s] for s in output], np.result_type(a, b))
    ordered = made.transpose([output.index(s) for s in batch + first + second])
    left = a.transpose([inputs[0].index(s) for s in batch + first + summed])
    np.matmul(left, b.transpose([inputs[1].index(s) for s in batch + summed + second]), out=ordered)
    return made


def _spelled_out(subscripts: str, ndims: list[int]) -> tuple[list[str], str]:
    """Input and output labels with the ellipsis replaced by letters, and the output made explicit."""
    left, arrow, output = subscripts.replace(" ", "").partition("->")
    inputs = left.split(",")
    spare = [c for c in "ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkjihgfedcba" if c not in subscripts]
    most = max(
        (n - len(s.replace("...", "")) for s, n in zip(inputs, ndims, strict=True) if "..." in s), default=0
    )
    dots = "".join(spare[:most])[::-1]
    full = []
    for s, n in zip(inputs, ndims, strict=True):
        own = n - len(s.replace("...", ""))
        full.append(s.replace("...", dots[len(dots) - own :] if own else ""))
    if not arrow:
        letters = "".join(inputs).replace(".", "")
        output = ("..." if "..." in left else "") + "".join(
            sorted(c for c in set(letters) if letters.count(c) == 1)
        )
    return full, output.replace("...", dots)


def kron_bar_left(e: Any, x: Any, y: Any) -> Any:
    """Adjoint of `x` in `kron(x, y)`; of both, only the shape of `x` is used."""
    blocks, n = _blocks(e, x, y)
    full = np.reshape(y, (1,) * (n - np.ndim(y)) + np.shape(y))
    return np.tensordot(blocks, full, (list(range(1, 2 * n, 2)), list(range(n)))).reshape(np.shape(x))


def kron_bar_right(e: Any, x: Any, y: Any) -> Any:
    """Adjoint of `y` in `kron(x, y)`; of both, only the shape of `y` is used."""
    blocks, n = _blocks(e, x, y)
    full = np.reshape(x, (1,) * (n - np.ndim(x)) + np.shape(x))
    return np.tensordot(blocks, full, (list(range(0, 2 * n, 2)), list(range(n)))).reshape(np.shape(y))


def _blocks(e: Any, x: Any, y: Any) -> tuple[Any, int]:
    """`e` with axes of `x` and of `y` in turn, and how many there are of each."""
    n = max(np.ndim(x), np.ndim(y))
    outer = (1,) * (n - np.ndim(x)) + np.shape(x)
    inner = (1,) * (n - np.ndim(y)) + np.shape(y)
    return np.reshape(e, [k for pair in zip(outer, inner, strict=True) for k in pair]), n


# -- matrix functions ------------------------------------------------------------------------------------------------


def cofactor(x: Any) -> Any:
    """The matrix of cofactors, d det(x) / dx: `det(x) * inv(x).T`, from the singular values, so at singular `x` too."""
    u, s, vh = np.linalg.svd(x)
    n = s.shape[-1]
    others = np.where(np.eye(n, dtype=bool), np.ones_like(s[..., None, :]), s[..., None, :]).prod(axis=-1)
    sign = (np.linalg.det(u) * np.linalg.det(vh))[..., None, None]
    return sign * np.matmul(np.conj(u) * others[..., None, :], np.conj(vh))


def solve_for(a: Any, e: Any, b: Any) -> Any:
    """`solve(a, e)`, where `e` stands for `b`: it holds vectors if `b` is one."""
    _check_vectors(a, b)
    return np.linalg.solve(a, np.expand_dims(e, -1))[..., 0] if np.ndim(b) == 1 else np.linalg.solve(a, e)


def _check_vectors(a: Any, b: Any) -> None:
    """Before NumPy 2 one axis less than `a` has made `b` a stack of vectors; the rules are those of NumPy 2."""
    if _STACKS_OF_VECTORS and np.ndim(b) > 1 and np.ndim(b) == np.ndim(a) - 1:
        raise NotDifferentiableError(
            "no rule for numpy.linalg.solve with a stack of vectors before NumPy 2", code="TX301",
            help=("make them columns: np.linalg.solve(a, b[..., None])[..., 0]",),
        )  # fmt: skip


_STACKS_OF_VECTORS = np.lib.NumpyVersion(np.__version__) < "2.0.0"


def solve_dot(a_dot: Any, a: Any, x: Any, b: Any) -> Any:
    """Tangent of `x = solve(a, b)` in the direction `a_dot`: `-solve(a, a_dot @ x)`."""
    _check_vectors(a, b)
    if np.ndim(b) == 1:
        return -np.linalg.solve(a, np.matmul(a_dot, np.expand_dims(x, -1)))[..., 0]
    return -np.linalg.solve(a, np.matmul(a_dot, x))


def solve_bar(r: Any, x: Any, b: Any) -> Any:
    """Adjoint of `a` in `x = solve(a, b)`, where `r` is the adjoint of `b`: `-r @ x.T`, vectors as columns."""
    if np.ndim(b) == 1:
        return -np.expand_dims(r, -1) * np.expand_dims(x, -2)
    return -np.matmul(r, np.swapaxes(x, -1, -2))


def other_way(trans: Any) -> str:
    """What `trans` of `solve_triangular` is for the transposed matrix."""
    return "N" if trans in (1, "T") else "T"


def triangle(a: Any, lower: bool, unit_diagonal: bool) -> Any:
    """The entries of a matrix that `solve_triangular` reads."""
    return np.tril(a, -int(unit_diagonal)) if lower else np.triu(a, int(unit_diagonal))


def triangular_product(a: Any, x: Any, trans: Any, lower: bool, unit_diagonal: bool) -> Any:
    """The entries that `solve_triangular` reads, times a solution."""
    part = triangle(a, lower, unit_diagonal)
    return np.matmul(part.T, x) if trans in (1, "T") else np.matmul(part, x)


def triangular_bar(r: Any, x: Any, trans: Any, lower: bool, unit_diagonal: bool) -> Any:
    """Adjoint of `a` in `x = solve_triangular(a, b, trans, lower, unit_diagonal)`, where `r` is that of `b`."""
    full = solve_bar(x, r, x) if trans in (1, "T") else solve_bar(r, x, x)
    return triangle(full, lower, unit_diagonal)


def matrix_power_dot(a_dot: Any, a: Any, n: int) -> Any:
    """Tangent of `matrix_power(a, n)`; with `a.T`, the adjoint of `a` from that of the power."""
    if n < 0:
        inverse = np.linalg.inv(a)
        a_dot, a, n = -np.matmul(np.matmul(inverse, a_dot), inverse), inverse, -n
    power, power_dot = np.zeros_like(a) + np.eye(np.shape(a)[-1], dtype=a.dtype), np.zeros_like(a_dot)
    for _ in range(n):
        power, power_dot = np.matmul(power, a), np.matmul(power_dot, a) + np.matmul(power, a_dot)
    return power_dot
