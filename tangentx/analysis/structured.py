"""Matrices of a structure, and factors of any matrix, as `scipy.linalg` documents them: see `compositions`."""

from __future__ import annotations

import numpy as np


def toeplitz(c, r=None):
    column, row = np.ravel(c), np.conj(np.ravel(c)) if r is None else np.ravel(r)
    n, m = np.size(column), np.size(row)
    values = np.concatenate([column[::-1], row[1:]])
    return values[n - 1 - np.arange(n)[:, None] + np.arange(m)[None, :]]


def hankel(c, r=None):
    column = np.ravel(c)
    row = np.zeros_like(column) if r is None else np.ravel(r)
    values = np.concatenate([column, row[1:]])
    return values[np.arange(np.size(column))[:, None] + np.arange(np.size(row))[None, :]]


def circulant(c):
    n = np.shape(c)[0]
    return c[(np.arange(n)[:, None] - np.arange(n)[None, :]) % n]


def solve_toeplitz(c_or_cr, b):
    if isinstance(c_or_cr, tuple):
        return np.linalg.solve(toeplitz(c_or_cr[0], c_or_cr[1]), b)
    return np.linalg.solve(toeplitz(c_or_cr), b)


def solve_banded(l_and_u, ab, b):
    low, up = l_and_u
    n = np.shape(ab)[1]
    whole = np.zeros((n, n))
    for k in range(low + up + 1):
        row = ab[k]
        whole = whole + (np.diag(row[up - k :], up - k) if k <= up else np.diag(row[: up - k], up - k))
    return np.linalg.solve(whole, b)


def solveh_banded(ab, b, lower=False):
    bands, n = np.shape(ab)
    whole = np.diag(ab[0] if lower else ab[bands - 1])
    for k in range(1, bands):
        band = np.diag(ab[k][: n - k] if lower else np.conj(ab[bands - 1 - k][k:]), -k)
        whole = whole + band + np.conj(band.T)
    return np.linalg.solve(whole, b)


def lstsq(a, b, cond=None, lapack_driver=None):
    """The residues are those of a matrix of full rank with more rows than columns."""
    x, _, rank, s = np.linalg.lstsq(a, b, rcond=cond)
    return x, np.sum((b - a @ x) ** 2, axis=0), rank, s


# -- elimination -------------------------------------------------------------------------------------------------------


def _eliminated(a):
    """L and U in one matrix, the row that was exchanged with each, and the order of the rows."""
    n, steps = np.shape(a)[0], min(np.shape(a))
    m = 1.0 * a
    pivots, order = np.arange(steps), np.arange(n)
    for k in range(steps):
        p = k + int(np.argmax(np.abs(m[k:, k])))
        pivots[k] = p
        order[[k, p]] = order[[p, k]]
        m[[k, p]] = m[[p, k]]
        m[k + 1 :, k] = m[k + 1 :, k] / m[k, k]
        m[k + 1 :, k + 1 :] = m[k + 1 :, k + 1 :] - np.outer(m[k + 1 :, k], m[k, k + 1 :])
    return m, pivots, order


def lu_factor(a):
    m, pivots, _ = _eliminated(a)
    return m, pivots


def lu(a, permute_l=False):
    m, _, order = _eliminated(a)
    n, steps = np.shape(a)[0], min(np.shape(a))
    left, right = np.tril(m, -1)[:, :steps] + np.eye(n, steps), np.triu(m)[:steps]
    permutation = np.eye(n)[order].T
    if permute_l:
        return permutation @ left, right
    return permutation, left, right


def lu_solve(lu_and_piv, b, trans=0):
    m, pivots = lu_and_piv
    n = np.shape(m)[0]
    left, right = np.tril(m, -1) + np.eye(n), np.triu(m)
    order = np.arange(n)
    for k in range(n):
        p = int(pivots[k])
        order[[k, p]] = order[[p, k]]
    if trans == 0:
        return np.linalg.solve(right, np.linalg.solve(left, b[order]))
    if trans == 2:
        left, right = np.conj(left), np.conj(right)
    found = np.linalg.solve(left.T, np.linalg.solve(right.T, b))
    return found[np.argsort(order)]
