"""Functions of matrices, as NumPy and SciPy document them: see `compositions`.

SciPy's read one triangle, or both, exactly as these do.
"""

from __future__ import annotations

import math

import numpy as np

from tangentx import runtime


def eigvalsh(a):
    return np.linalg.eigvalsh(a)


def eig(a):
    return runtime.eigenpairs(a)


def eigvals(a):
    return runtime.eigenpairs(a)[0]


def svdvals(a):
    return np.linalg.svd(a, full_matrices=False)[1]


def svd(a, full_matrices=True, compute_uv=True):
    if not compute_uv:
        return svdvals(a)
    if full_matrices:
        return np.linalg.svd(a)
    return np.linalg.svd(a, full_matrices=False)


def qr(a, mode="full"):
    if mode == "full" and np.shape(a)[-2] != np.shape(a)[-1]:
        raise NotImplementedError("mode='economic'")
    return np.linalg.qr(a, "reduced")


def qr_of_mode(a, mode="reduced"):
    return np.linalg.qr(a)[1] if mode == "r" else np.linalg.qr(a, mode)


def cond(x, p=None):
    if p is not None and p != 2:
        return np.linalg.norm(x, p, (-2, -1)) * np.linalg.norm(np.linalg.inv(x), p, (-2, -1))
    s = np.linalg.svd(x, full_matrices=False)[1]
    return s[..., 0] / s[..., -1]


def multi_dot(arrays):
    product = arrays[0]
    for factor in arrays[1:]:
        product = product @ factor
    return product


def vector_norm(x, *, axis=None, keepdims=False, ord=2):
    if axis is None:
        if keepdims:
            raise NotImplementedError("an axis")
        return np.linalg.norm(np.ravel(x), ord)
    return np.linalg.norm(x, ord, axis, keepdims)


def matrix_norm(x, *, keepdims=False, ord="fro"):
    return np.linalg.norm(x, ord, (-2, -1), keepdims)


def trace(x, *, offset=0):
    return np.trace(x, offset, -2, -1)


def diagonal(x, *, offset=0):
    return np.diagonal(x, offset, -2, -1)


def matmul(x1, x2):
    return x1 @ x2


def matvec(x1, x2):
    return (x1 @ x2[..., None])[..., 0]


def vecmat(x1, x2):
    return (np.conj(x1)[..., None, :] @ x2)[..., 0, :]


def tensorsolve(a, b):
    return np.reshape(
        np.linalg.solve(np.reshape(a, (np.size(b), -1)), np.ravel(b)), np.shape(a)[np.ndim(b) :]
    )


def tensorinv(a, ind=2):
    shape = np.shape(a)
    rows = np.reshape(a, (math.prod(shape[:ind]), -1))
    return np.reshape(np.linalg.inv(rows), (*shape[ind:], *shape[:ind]))


def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    if axis is not None:
        axisa, axisb, axisc = axis, axis, axis
    return np.moveaxis(np.cross(np.moveaxis(a, axisa, -1), np.moveaxis(b, axisb, -1)), -1, axisc)


def outer(x1, x2):
    return np.outer(x1, x2)


def norm(a, ord=None, axis=None, keepdims=False):
    return np.linalg.norm(a, ord, axis, keepdims)


def cho_factor(a, lower=False):
    """The other triangle stays as it was."""
    if lower:
        return np.linalg.cholesky(a) + np.triu(a, 1), True
    return np.linalg.cholesky(a.T).T + np.tril(a, -1), False


def cho_solve(c_and_lower, b):
    factor, lower = c_and_lower
    left = np.tril(factor) if lower else np.triu(factor).T
    return np.linalg.solve(left.T, np.linalg.solve(left, b))


def block_diag(*arrs):
    columns = sum([np.atleast_2d(x).shape[1] for x in arrs])
    rows, left = [], 0
    for x in arrs:
        piece = np.atleast_2d(x)
        rows.append(np.pad(piece, ((0, 0), (left, columns - left - piece.shape[1]))))
        left = left + piece.shape[1]
    return np.concatenate(rows)
