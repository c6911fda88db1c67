"""The log marginal likelihood of a Gaussian process in three hyperparameters."""

import numpy as np

from tests.benchmarks.rewrites import gaussian_process as rewrites
from tests.benchmarks.workload import Workload


def sqdist(X):
    s = np.sum(X * X, axis=1)
    return np.maximum(s[:, None] + s[None, :] - 2.0 * X @ X.T, 0.0)


def log_likelihood(theta, X, y):
    ell, amp, noise = np.exp(theta)
    K = amp**2 * np.exp(-0.5 * sqdist(X) / ell**2) + noise**2 * np.eye(y.shape[0])
    L = np.linalg.cholesky(K)
    a = np.linalg.solve(L.T, np.linalg.solve(L, y))
    return -0.5 * y @ a - np.sum(np.log(np.diag(L))) - 0.5 * y.shape[0] * np.log(2 * np.pi)


def hand(theta, X, y):
    """In closed form: half of a a' - inverse(K), summed against each derivative of K."""
    from scipy.linalg import lapack

    ell, amp, noise = np.exp(theta)
    D = sqdist(X)
    S = np.multiply(D, -0.5 / ell**2)
    np.exp(S, out=S)
    S *= amp**2
    K = S.copy()
    K.flat[:: len(K) + 1] += noise**2
    L, _ = lapack.dpotrf(K, lower=1, overwrite_a=0, clean=0)
    a, _ = lapack.dpotrs(L, y, lower=1)
    inverse, _ = lapack.dpotri(L, lower=1, overwrite_c=1)  # its lower triangle only
    below, diagonal = np.tril(inverse, -1), np.diag(inverse)
    by_S = 2.0 * np.vdot(below, S) + diagonal @ np.diag(S)
    np.multiply(S, D, out=D)
    ell_bar = 0.5 * (a @ D @ a - 2.0 * np.vdot(below, D)) / ell**2
    return np.array([ell_bar, a @ S @ a - by_S, noise**2 * (a @ a - diagonal.sum())])


def half_lower(A):
    A = np.tril(A)
    A.flat[:: len(A) + 1] *= 0.5
    return A


def prototype(theta, X, y):
    """Through the factor and the triangular solves."""
    from scipy.linalg import solve_triangular

    def solve(L, b, trans):
        return solve_triangular(L, b, lower=True, trans=trans, check_finite=False)

    e = np.exp(theta)
    ell, amp, noise = e
    ratio = -0.5 * sqdist(X) / ell**2
    S = np.exp(ratio)
    eye = np.eye(len(y))
    K = amp**2 * S + noise**2 * eye
    L = np.linalg.cholesky(K)
    half = solve(L, y, 0)
    a = solve(L, half, 1)
    a_bar = -0.5 * y
    L_bar = np.diag(-1.0 / np.diag(L))
    half_bar = solve(L, a_bar, 0)
    L_bar -= np.outer(a, half_bar)
    L_bar -= np.tril(np.outer(solve(L, half_bar, 1), half))
    P = half_lower(L.T @ L_bar)
    P = solve(L, solve(L, P, 1).T, 1).T
    K_bar = 0.5 * (P + P.T)
    S_bar = amp**2 * K_bar * S
    noise_bar = 2.0 * noise * np.sum(K_bar * eye)
    return np.array([-2.0 * np.sum(S_bar * ratio) / ell, 2.0 * amp * np.sum(K_bar * S), noise_bar]) * e


def data(n):
    rng = np.random.default_rng(6)
    X = rng.uniform(-2, 2, size=(n, 3))
    return np.log([0.9, 1.3, 0.2]), X, np.sin(X.sum(axis=1)) + 0.1 * rng.normal(size=n)


def make(n: int = 300) -> Workload:
    return Workload("Gaussian process", f"n = {n}", log_likelihood, data(n), ("theta",), hand, prototype,
                    stored=8 * 3 * n * n, at=make, sizes=(3, 30, 300, 3000), unit="observations",
                    rewrites=rewrites.REWRITES)  # fmt: skip


def workloads() -> list[Workload]:
    return [make()]
