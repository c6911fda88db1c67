"""The Gaussian process with solves that know a factor, and without a maximum against a number."""

import numpy

from tests.benchmarks.peers import by


def matrix(np, theta, X, eye):
    e = np.exp(theta)
    s = np.sum(X * X, 1)
    squares = s[:, None] + s[None, :] - 2.0 * X @ X.T
    return e[1] ** 2 * np.exp(-0.5 * squares / e[0] ** 2) + e[2] ** 2 * eye


def with_solves(np, cholesky, solve, diagonal, array):
    def log_likelihood(theta, X, y):
        n = y.shape[0]
        L = cholesky(matrix(np, theta, X, array(n)))
        a = solve(L, y)
        return -0.5 * y @ a - np.sum(np.log(diagonal(L))) - 0.5 * n * numpy.log(2 * numpy.pi)

    return log_likelihood


def cho_solve(jnp):
    import jax.scipy.linalg as jsl

    return with_solves(jnp, jnp.linalg.cholesky, lambda L, y: jsl.cho_solve((L, True), y), jnp.diag, jnp.eye)


def of_torch(torch):
    def solve(L, y):
        return torch.cholesky_solve(y[:, None], L)[:, 0]

    return with_solves(torch, torch.linalg.cholesky, solve, torch.diagonal, torch.eye)


def of_pytensor(pt):
    def solve(L, y):
        half = pt.linalg.solve_triangular(L, y, lower=True, b_ndim=1)
        return pt.linalg.solve_triangular(L.T, half, lower=False, b_ndim=1)

    return with_solves(pt, pt.linalg.cholesky, solve, pt.diag, pt.eye)


REWRITES = {
    "jax cho_solve": by("jax", cho_solve),
    "torch cholesky_solve": by("torch", of_torch),
    "pytensor solve_triangular": by("pytensor", of_pytensor),
}
