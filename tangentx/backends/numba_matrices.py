"""Matrix functions backwards in compiled code, for one matrix at a time.  Imported only where Numba is installed."""

from __future__ import annotations

import numpy as np
from numba import types
from numba.extending import overload, register_jitable

from tangentx import runtime
from tangentx.backends.numba_trees import is_matrix, is_number, is_vector

_strict = {"error_model": "numpy"}


def _is_left_out(kind) -> bool:
    return kind is None or isinstance(kind, types.NoneType | types.Omitted)


@overload(runtime.cofactor, jit_options=_strict)
def _cofactor(x):
    if not (is_matrix(x) and isinstance(x.dtype, types.Float)):
        return None

    def cofactors(x):
        u, s, vh = np.linalg.svd(np.ascontiguousarray(x))
        n = s.shape[0]
        others = np.ones_like(s)
        for i in range(n):
            for j in range(n):
                if j != i:
                    others[i] *= s[j]
        sign = np.linalg.det(u) * np.linalg.det(vh)
        return sign * np.dot(u * others, vh)

    return cofactors


# -- eigenvalues and singular values -----------------------------------------------------------------------------------


@overload(runtime.over_gaps, jit_options=_strict)
def _over_gaps(m, w):
    if not (is_matrix(m) and is_vector(w)):
        return None
    eps = float(np.finfo(str(w.dtype)).eps)

    def divided(m, w):
        near = 4.0 * eps * np.sum(np.abs(w))
        out = np.zeros_like(m)
        for i in range(m.shape[0]):
            for j in range(m.shape[1]):
                gap = w[j] - w[i]
                if abs(gap) > near:
                    out[i, j] = m[i, j] / gap
                elif i != j and m[i, j] != 0:
                    out[i, j] = np.nan
        return out

    return divided


@overload(runtime.over_values, jit_options=_strict)
def _over_values(m, s, shape):
    if not (is_matrix(m) and is_vector(s) and isinstance(shape, types.UniTuple)):
        return None
    eps = float(np.finfo(str(s.dtype)).eps)

    def divided(m, s, shape):
        out = np.zeros_like(m)
        if shape[0] == shape[1]:
            return out
        for j in range(m.shape[1]):
            is_none = s[j] <= 4.0 * eps * np.max(s)
            for i in range(m.shape[0]):
                if not is_none:
                    out[i, j] = m[i, j] / s[j]
                elif m[i, j] != 0:
                    out[i, j] = np.nan
        return out

    return divided


# -- norms -------------------------------------------------------------------------------------------------------------


@overload(runtime.norm_partial, jit_options=_strict)
def _norm_partial(x, y, ord=None, axis=None, keepdims=False):
    is_real = isinstance(x, types.Array) and isinstance(x.dtype, types.Float) and is_number(y)
    if not is_real or not _is_left_out(axis):
        return None
    if _is_left_out(ord):

        def euclidean(x, y, ord=None, axis=None, keepdims=False):
            return x / y if y != 0 else np.zeros_like(x)

        return euclidean
    return _vector_norm_partial if x.ndim == 1 and is_number(ord) else None


def _vector_norm_partial(x, y, ord=None, axis=None, keepdims=False):
    out = np.zeros_like(x)
    tied = 0
    for k in range(x.shape[0]):
        tied += 1 if abs(x[k]) == y else 0
    for k in range(x.shape[0]):
        size = abs(x[k])
        if ord == np.inf or ord == -np.inf:
            out[k] = np.sign(x[k]) / tied if size == y else 0.0
        elif ord == 1:
            out[k] = np.sign(x[k])
        elif ord != 0 and size != 0 and y != 0:
            out[k] = np.sign(x[k]) * (size / y) ** (ord - 1)
    return out


# -- diagonals ---------------------------------------------------------------------------------------------------------


@register_jitable
def _on_diagonal(shape, e, k):
    out = np.zeros(shape, e.dtype)
    for i in range(e.shape[0]):
        out[i - min(k, 0), i + max(k, 0)] = e[i]
    return out


@overload(runtime.diag_bar, jit_options=_strict)
def _diag_bar(e, x, k=0):
    if is_vector(e) and is_matrix(x):
        return lambda e, x, k=0: _on_diagonal(x.shape, e, k)
    if is_matrix(e) and is_vector(x):

        def diagonal(e, x, k=0):
            out = np.empty_like(x)
            for i in range(x.shape[0]):
                out[i] = e[i - min(k, 0), i + max(k, 0)]
            return out

        return diagonal
    return None


@overload(runtime.diagonal_bar, jit_options=_strict)
def _diagonal_bar(e, x, offset=0, axis1=0, axis2=1):
    if is_vector(e) and is_matrix(x):
        return lambda e, x, offset=0, axis1=0, axis2=1: _on_diagonal(x.shape, e, offset)
    return None


# -- systems of equations ----------------------------------------------------------------------------------------------


@overload(runtime.matrix_power_dot, jit_options=_strict)
def _matrix_power_dot(a_dot, a, n):
    if not (is_matrix(a_dot, a) and isinstance(n, types.Integer)):
        return None

    def tangent(a_dot, a, n):
        base_dot, base = np.ascontiguousarray(a_dot), np.ascontiguousarray(a)
        if n < 0:
            base = np.linalg.inv(base)
            base_dot = -np.dot(np.dot(base, base_dot), base)
        power, power_dot = np.eye(a.shape[0], dtype=a.dtype), np.zeros_like(base_dot)
        for _ in range(abs(n)):
            power_dot = np.dot(power_dot, base) + np.dot(power, base_dot)
            power = np.dot(power, base)
        return power_dot

    return tangent


@overload(runtime.triangular_solve, jit_options=_strict)
def _triangular_solve(l, b, trans="N"):  # noqa: E741
    if not (is_matrix(l) and isinstance(b, types.Array)):
        return None

    def solution(l, b, trans="N"):  # noqa: E741
        x, lower = b.copy(), np.ascontiguousarray(l)
        n = len(b)
        if trans == "T":
            for i in range(n - 1, -1, -1):
                x[i] /= lower[i, i]
                for j in range(i):
                    x[j] -= lower[i, j] * x[i]
        else:
            for i in range(n):
                for j in range(i):
                    x[i] -= lower[i, j] * x[j]
                x[i] /= lower[i, i]
        return x

    return solution


@overload(runtime.log_determinant_bar, jit_options=_strict)
def _log_determinant_bar(e, l):  # noqa: E741
    if not (is_matrix(l) and is_number(e)):
        return None

    def lower_bar(e, l):  # noqa: E741
        half = np.linalg.inv(np.tril(l))
        made = np.tril(np.dot(half.T.copy(), half)) * e
        for i in range(l.shape[0]):
            made[i, i] *= 0.5
        return made

    return lower_bar


@overload(runtime.lower_outer, jit_options=_strict)
def _lower_outer(u, v):
    def of_vectors(u, v):
        made = np.zeros((len(u), len(u)), u.dtype)
        for i in range(len(u)):
            for j in range(i):
                made[i, j] = u[i] * v[j] + u[j] * v[i]
            made[i, i] = u[i] * v[i]
        return made

    def of_matrices(u, v):
        product = np.dot(np.ascontiguousarray(u), v.T.copy())
        for i in range(len(u)):
            for j in range(i):
                product[i, j] += product[j, i]
                product[j, i] = 0.0
        return product

    if is_vector(u) and is_vector(v):
        return of_vectors
    return of_matrices if is_matrix(u, v) else None


@overload(np.vdot, jit_options=_strict)
def _vdot(a, b):
    """Numba has it for vectors."""
    if not all(isinstance(kind, types.Array) and kind.ndim > 1 for kind in (a, b)):
        return None
    return lambda a, b: np.vdot(np.ravel(a), np.ravel(b))
