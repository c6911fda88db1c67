"""ADBench's Gaussian mixture in one pass over the points, in a few arrays of components by dimensions."""

import numpy as np

from tests.benchmarks.loops.vector import exp

GAMMA, WISHART = 1.0, 0


def hand(alphas, means, icf, x):
    n, D = x.shape
    K = len(alphas)
    Q, offset = np.exp(icf[:, :D]), alphas.copy()
    for k in range(K):
        for i in range(D):
            offset[k] += icf[k, i]
    alphas_bar, means_bar, icf_bar = np.zeros(K), np.zeros((K, D)), np.zeros(icf.shape)
    y, centred, p, x_bar = np.empty((K, D)), np.empty((K, D)), np.empty(K), np.empty(D)
    for t in range(n):
        responsibilities(x[t], offset, Q, means, icf, y, centred, p)
        for k in range(K):
            alphas_bar[k] += p[k]
            for i in range(D):
                y[k, i] *= p[k]
                x_bar[i] = y[k, i] * Q[k, i]
                icf_bar[k, i] -= y[k, i] * centred[k, i]
            at = D
            for j in range(D):
                total = 0.0
                for i in range(j + 1, D):
                    icf_bar[k, at] -= y[k, i] * centred[k, j]
                    total += icf[k, at] * y[k, i]
                    at += 1
                x_bar[j] += total
            for i in range(D):
                means_bar[k, i] += x_bar[i]
    e = np.exp(alphas - alphas.max())
    for k in range(K):
        for i in range(D):
            q = Q[k, i]
            icf_bar[k, i] = icf_bar[k, i] * q + alphas_bar[k] + GAMMA**2 * q * q - WISHART
        for at in range(D, icf.shape[1]):
            icf_bar[k, at] += GAMMA**2 * icf[k, at]
    return alphas_bar - n * e / e.sum(), means_bar, icf_bar


def responsibilities(x, offset, Q, means, icf, y, centred, p):
    """For one point: what it is from each mean, that times the factor, and the components' shares in it."""
    K, D = means.shape
    best = -np.inf
    for k in range(K):
        for i in range(D):
            centred[k, i] = x[i] - means[k, i]
            y[k, i] = Q[k, i] * centred[k, i]
        at = D
        for j in range(D):
            for i in range(j + 1, D):
                y[k, i] += icf[k, at] * centred[k, j]
                at += 1
        square = 0.0
        for i in range(D):
            square += y[k, i] * y[k, i]
        p[k] = offset[k] - 0.5 * square
        best = max(best, p[k])
    total = 0.0
    for k in range(K):
        p[k] = exp(p[k] - best)
        total += p[k]
    for k in range(K):
        p[k] /= total
