"""Logistic regression in one pass over the observations."""

import numpy as np

from tests.benchmarks.loops.vector import logistic

RIDGE = 1e-3


def gradient(w, X, y):
    n, d = X.shape
    w_bar = np.zeros(d)
    for i in range(n):
        z = 0.0
        for j in range(d):
            z += X[i, j] * w[j]
        p = logistic(z) - y[i]
        for j in range(d):
            w_bar[j] += p * X[i, j]
    for j in range(d):
        w_bar[j] = w_bar[j] / n + RIDGE * w[j]
    return w_bar
