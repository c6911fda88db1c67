"""Log densities of the rarer distributions of SciPy, in terms of functions that have rules: see `compositions`."""

from __future__ import annotations

import numpy as np


def rayleigh(x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    return np.log(z) - 0.5 * z**2 - np.log(scale)


def pareto(x, b, loc=0.0, scale=1.0):
    return np.log(b) - (b + 1.0) * np.log((x - loc) / scale) - np.log(scale)


def gumbel_l(x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    return z - np.exp(z) - np.log(scale)


def invgauss(x, mu, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    return -0.5 * np.log(2.0 * np.pi) - 1.5 * np.log(z) - (z / mu - 1.0) ** 2 / (2.0 * z) - np.log(scale)


def powerlaw(x, a, loc=0.0, scale=1.0):
    return np.log(a) + (a - 1.0) * np.log((x - loc) / scale) - np.log(scale)


def f(x, dfn, dfd, loc=0.0, scale=1.0):
    from scipy import special

    z, m, n = (x - loc) / scale, 0.5 * dfn, 0.5 * dfd
    constant = m * np.log(dfn) + n * np.log(dfd) - special.betaln(m, n) - np.log(scale)
    return constant + (m - 1.0) * np.log(z) - (m + n) * np.log(dfd + dfn * z)


def skewnorm(x, a, loc=0.0, scale=1.0):
    from scipy import special

    z = (x - loc) / scale
    tail = special.log_ndtr(a * z)
    return np.log(2.0) - 0.5 * np.log(2.0 * np.pi) - 0.5 * z**2 + tail - np.log(scale)


def truncnorm(x, a, b, loc=0.0, scale=1.0):
    from scipy import special

    z = (x - loc) / scale
    mass = special.ndtr(b) - special.ndtr(a)
    inside = np.where(np.logical_and(z >= a, z <= b), -0.5 * z**2, 0.0)
    return inside - 0.5 * np.log(2.0 * np.pi) - np.log(mass) - np.log(scale)


def vonmises(x, kappa, loc=0.0, scale=1.0):
    from scipy import special

    z = (x - loc) / scale
    return kappa * (np.cos(z) - 1.0) - np.log(2.0 * np.pi * special.i0e(kappa)) - np.log(scale)


def geom(k, p, loc=0):
    return (np.asarray(k) - loc - 1) * np.log1p(-p) + np.log(p)


def geom_pmf(k, p, loc=0):
    return p * (1.0 - p) ** (np.asarray(k) - loc - 1)


def dirichlet(x, alpha):
    from scipy import special

    parts = np.asarray(x)
    if np.shape(parts)[0] == np.shape(alpha)[0] - 1:
        parts = np.concatenate([parts, 1.0 - np.sum(parts, axis=0, keepdims=True)])
    powers = special.xlogy(np.asarray(alpha) - 1.0, parts.T).T
    constant = special.gammaln(np.sum(alpha)) - np.sum(special.gammaln(alpha))
    return constant + np.sum(powers, axis=0)


def multinomial(x, n, p):
    from scipy import special

    counts = special.gammaln(n + 1.0) - np.sum(special.gammaln(np.asarray(x) + 1.0), axis=-1)
    first = np.asarray(p)[..., :-1]
    shares = np.concatenate([first, 1.0 - np.sum(first, axis=-1, keepdims=True)], axis=-1)
    return counts + np.sum(special.xlogy(x, shares), axis=-1)


def multivariate_t(x, loc=None, shape=1.0, df=1.0):
    from scipy import special

    size = np.shape(x)[-1]
    off = np.asarray(x) if loc is None else np.asarray(x) - loc
    spread = np.asarray(shape)
    spread = spread * np.eye(size) if np.ndim(spread) == 0 else np.tril(spread) + np.tril(spread, -1).T
    rows = np.reshape(off, (-1, size))
    squares = np.sum(rows * np.linalg.solve(spread, rows.T).T, axis=1)
    half = 0.5 * (df + size)
    constant = special.gammaln(half) - special.gammaln(0.5 * df) - 0.5 * size * np.log(df * np.pi)
    found = constant - 0.5 * np.linalg.slogdet(spread)[1] - half * np.log1p(squares / df)
    return np.squeeze(np.reshape(found, np.shape(x)[:-1]))
