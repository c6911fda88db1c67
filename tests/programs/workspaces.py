"""Algorithms in the style of Fortran: arrays overwritten step by step, buffers used again."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(16)


def lu_pivot(a):
    a = a.copy()
    n = a.shape[0]
    for k in range(n - 1):
        p = k + int(np.argmax(np.abs(a[k:, k])))
        if p != k:
            a[[k, p]] = a[[p, k]]
        a[k + 1 :, k] /= a[k, k]
        a[k + 1 :, k + 1 :] -= np.outer(a[k + 1 :, k], a[k, k + 1 :])
    return np.sum(np.log(np.abs(np.diag(a))))


def cholesky_overwrite(a):
    low = np.tril(a)
    n = low.shape[0]
    for j in range(n):
        low[j, j] -= low[j, :j] @ low[j, :j]
        low[j, j] **= 0.5
        for i in range(j + 1, n):
            low[i, j] = (low[i, j] - low[i, :j] @ low[j, :j]) / low[j, j]
    return np.sum(low**2 * np.arange(n))


def sor(u0, omega, sweeps):
    u = u0.copy()
    n, m = u.shape
    for _ in range(sweeps):
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                gs = 0.25 * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1])
                u[i, j] = (1 - omega) * u[i, j] + omega * gs
    return np.sum(u**2)


def work_array(x, n):
    buffer = np.zeros_like(x)
    y = x.copy()
    for _ in range(n):
        buffer[:] = y * y
        buffer[0] = 0.1
        y[:] = 0.5 * buffer + x
    return np.sum(y)


def two_buffers(x, n):
    a = x.copy()
    b = np.empty_like(a)
    for _ in range(n):
        b[1:] = a[:-1] * 0.5
        b[0] = a[-1] ** 2
        a, b = b, a
    return np.sum(a**2)


def prefix_sum(x):
    y = x.copy()
    for i in range(1, len(y)):
        y[i] += y[i - 1]
    return np.sum(y**2)


def histogram_like(x, bins):
    counts = np.zeros(3)
    for i in range(len(x)):
        counts[bins[i]] += np.exp(x[i])
    return np.sum(counts**2)


def sliding_write(x):
    y = np.zeros(len(x) + 2)
    for i in range(len(x)):
        y[i : i + 3] += x[i] * np.array([1.0, 2.0, 1.0])
    return np.sum(y**2)


I3 = "issue3 inplace"
for f in (prefix_sum, sliding_write):
    program(f, (r.normal(4),), (r.normal(2),), tags=I3)
program(lu_pivot, (r.normal(4, 4),), (r.normal(2, 2),), tags=I3)
program(cholesky_overwrite, (r.spd(3),), (r.spd(2),), tags=I3)
program(sor, (r.normal(5, 4), 1.3, 2), (r.normal(3, 3), 0.9, 1), tags=I3, wrt=(0, 1))
program(work_array, (0.4 * r.normal(3), 3), (0.4 * r.normal(2), 1), tags=I3)
program(two_buffers, (r.normal(4), 3), (r.normal(2), 2), tags=I3)
program(histogram_like, (r.normal(5), [0, 1, 0, 2, 0]), (r.normal(2), np.array([2, 2])), tags=I3)
