"""Cholesky factors as they are used: likelihoods, whitened residuals, solutions by the factor."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(31)
TAGS = "factors"


def _covariance(m):
    return m @ m.T + 2.0 * len(m) * np.eye(len(m))


def normal_density_by_product(m, y):
    L = np.linalg.cholesky(_covariance(m))
    z = np.linalg.solve(L, y - m[0])
    return -0.5 * z @ z - np.sum(np.log(np.diag(L)))


def normal_density_by_squares(m, y):
    L = np.linalg.cholesky(_covariance(m))
    z = np.linalg.solve(L, y)
    return -0.5 * np.sum(z**2) - 2.0 * np.log(np.diag(L)).sum()


def normal_density_by_dot(m, y):
    L = np.linalg.cholesky(_covariance(m))
    z = np.linalg.solve(L, y)
    return -0.5 * np.dot(z, z) - np.log(L.diagonal()).sum()


def lower_triangle_only(m, y):
    L = np.linalg.cholesky(np.tril(_covariance(m)))
    a = np.linalg.solve(L.T, np.linalg.solve(L, y))
    return y @ a + np.sum(np.log(np.diag(L))) * a[0] + L[1, 0]


def several_columns(m, y):
    L = np.linalg.cholesky(_covariance(m))
    a = np.linalg.solve(L.T, np.linalg.solve(L, y))
    return np.sum(a**2 * y) + np.sum(np.log(np.diag(L)))


def a_factor_bound_again(m, y):
    L = np.linalg.cholesky(_covariance(m))
    z = np.linalg.solve(L, y)
    L = 2.0 * L
    return y @ np.linalg.solve(L.T, z) + np.sum(np.log(np.diag(L)))


def a_factor_written_on(m, y):
    L = np.linalg.cholesky(_covariance(m))
    z = np.linalg.solve(L, y)
    L[1, 0] = y[0] * 2.0
    return y @ np.linalg.solve(L.T, z) + np.sum(np.log(np.diag(L)))


def factors_in_a_loop(m, y):
    total = 0.0
    for i in range(3):
        L = np.linalg.cholesky((i + 1) * _covariance(m))
        z = np.linalg.solve(L, y * i + 1.0)
        total += z @ z + 2.0 * np.sum(np.log(np.diag(L)))
    return total


def another_factor_on_top(m, y):
    L = np.linalg.cholesky(_covariance(m))
    M = np.linalg.cholesky(2.0 * _covariance(m) + np.outer(y, y))
    a = np.linalg.solve(M.T, np.linalg.solve(L, y))
    return a @ a


for _primal in (
    normal_density_by_product, normal_density_by_squares, normal_density_by_dot, lower_triangle_only,
    a_factor_bound_again, a_factor_written_on, factors_in_a_loop, another_factor_on_top,
):  # fmt: skip
    program(
        _primal,
        (r.normal(4, 4), r.normal(4)),
        (r.normal(3, 3), r.normal(3)),
        wrt=(0, 1),
        tags=TAGS,
        must_pass=True,
    )
program(
    several_columns, (r.normal(4, 4), r.normal(4, 2)), (r.normal(2, 2), r.normal(2, 3)), wrt=(0, 1), tags=TAGS,
    must_pass=True,
)  # fmt: skip
