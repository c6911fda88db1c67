"""Polynomials by their coefficients, as NumPy documents them: see `compositions`."""

from __future__ import annotations

import numpy as np

from tangentx import runtime


def polyval(p, x):
    if isinstance(x, int | float) and p.dtype == np.float32:
        x = np.float64(x)  # as NumPy does: not a number that takes any precision
    y = p[0] if np.ndim(x) == 0 else np.zeros_like(x) + np.asarray(p)[0]
    for i in range(1, len(p)):
        y = y * x + p[i]
    return y


def polyadd(a1, a2):
    size = max(len(a1), len(a2))
    return np.pad(a1, (size - len(a1), 0)) + np.pad(a2, (size - len(a2), 0))


def polysub(a1, a2):
    return polyadd(a1, np.negative(a2))


def polymul(a1, a2):
    return np.convolve(a1, a2, "full")


def polyder(p, m=1):
    y = p
    for _ in range(m):
        y = y[:-1] * np.arange(len(y) - 1, 0, -1)
    return y


def polyint(p, m=1, k=0.0):
    if np.ndim(k) > 0:
        raise NotImplementedError("one constant of integration")
    y = p
    for _ in range(m):
        y = np.append(y / np.arange(len(y), 0, -1), k)
    return y


def poly(seq_of_zeros):
    if np.ndim(seq_of_zeros) != 1:
        raise NotImplementedError("a vector of roots")
    a = np.ones(1)
    for k in range(len(seq_of_zeros)):
        a = np.convolve(a, np.stack([np.ones_like(seq_of_zeros[k]), -seq_of_zeros[k]]), "full")
    return a


def roots(p):
    return runtime.polynomial_roots(p)


def vander(x, N=None, increasing=False):
    exponents = np.arange(len(x) if N is None else N)
    return x[:, None] ** (exponents if increasing else exponents[::-1])


def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    if rcond is not None or full or cov:
        raise NotImplementedError("the coefficients alone")
    weights, heights = np.asarray(w), np.asarray(y)
    powers = vander(np.asarray(x), deg + 1) * weights[:, None]
    size = np.sqrt(np.sum(powers * powers, axis=0))
    return (np.linalg.lstsq(powers / size, (heights.T * weights).T)[0].T / size).T
