"""Keywords that say how a library's function works: `check_finite`, `overwrite_b`, the order of memory."""

from __future__ import annotations

import numpy as np
import scipy.fft
import scipy.linalg as sl

from tests.programs import Sampler, program

S = Sampler(71004)


def kernel(x):
    return x @ x.T + np.eye(3)


def cholesky_unchecked(x):
    return np.sum(sl.cholesky(kernel(x), lower=True, check_finite=False) ** 3)


def likelihood(x):
    factor = sl.cho_factor(kernel(x), lower=True, check_finite=False)
    y = x[0] * 2.0
    return y @ sl.cho_solve(factor, y, check_finite=False) + 2.0 * np.sum(np.log(np.diag(factor[0])))


def whitened(x, check=False):
    lower = sl.cholesky(kernel(x), lower=True, overwrite_a=False)
    return np.sum(sl.solve_triangular(lower, x[0], lower=True, check_finite=check) ** 2)


def solved(x):
    return np.sum(sl.solve(kernel(x), x[0], assume_a="pos", overwrite_b=False, check_finite=False) ** 2)


def decomposed(x):
    w, v = sl.eigh(kernel(x), check_finite=False)
    s = sl.svd(x, check_finite=False)[1]
    return np.sum(w**2) + np.sum(v[0] ** 2 * w) + np.sum(s**3) + sl.det(x, check_finite=False)


def least_squares(x):
    return np.sum(sl.lstsq(x, x[0] * 2.0, check_finite=False)[0] ** 2) + np.sum(
        sl.pinv(x, check_finite=False) ** 2
    )


def triangular_factor(x):
    r = sl.qr(x, check_finite=False, overwrite_a=False)[1]
    return np.sum(r**2 * np.arange(3.0)) + np.sum(sl.inv(kernel(x), check_finite=False) ** 2)


def in_order(x):
    y = np.array(x, order="F", copy=True, subok=True)
    y[0] *= 2.0
    return (
        np.sum(y**2 * x) + np.sum(np.asarray(x, order="C") ** 3) + np.sum(np.asanyarray(y.T, order="F") * x)
    )


def spectrum(x):
    return np.sum(np.abs(scipy.fft.fft(x[0], workers=1)) ** 2 * np.arange(3.0))


for function in (
    cholesky_unchecked, likelihood, whitened, solved, decomposed, least_squares, triangular_factor, in_order, spectrum,
):  # fmt: skip
    program(function, (S.normal(3, 3),), (S.normal(3, 3),), tags="manners", must_pass=True)
