"""Loops that only add to adjoints: their indices, neighbours, sums in one place, loops without a trip."""

from __future__ import annotations

import math

import numpy as np

rng = np.random.default_rng(11)
PROGRAMS: list[tuple] = []


def program(*args, wrt=0):
    """Collect a function with its arguments."""

    def collect(function):
        PROGRAMS.append((function, args, wrt))
        return function

    return collect


@program(rng.normal(size=9))
def negative_indices(x):
    total = 0.0
    for i in range(-3, 3):
        total += x[i] ** 2 * (i + 4)
    for i in range(1, len(x)):
        total += x[-i] * x[i - 1] ** 2 + x[i - 2] * x[-1]
    return total


@program(rng.normal(size=3), np.ones(0))
def no_trip(p, x):
    total = p[1] ** 2
    far = 7
    for k in range(len(x)):
        total += p[far] * x[k]
    return total


@program(rng.normal(size=3), rng.normal(size=6), wrt=(0, 1))
def parameters_in_an_array(p, x):
    total = 0.0
    for i in range(len(x)):
        e = p[0] * x[i] ** 2 + p[1] * x[i] + p[2]
        total += e * e
        if e > 0:
            total += p[1] * x[i]
    return total


@program(rng.normal(size=12))
def neighbours(x):
    total = 0.0
    for i in range(2, len(x) - 2):
        total += (x[i - 2] - 4 * x[i - 1] + 6 * x[i] - 4 * x[i + 1] + x[i + 2]) ** 2
    for i in range(len(x) - 1):
        d = x[i + 1] - x[i]
        total += d**2 if d > 0 else abs(d) * x[0]
    return total


@program(rng.normal(size=(5, 5)), rng.normal(size=5), wrt=(0, 1))
def half_of_a_matrix(a, x):
    total = 0.0
    for i in range(len(x)):
        for j in range(i):
            total += a[i, j] * x[i] * x[j] + a[j, i] * x[0] / (1.0 + x[i] ** 2) / (1.0 + x[i] ** 2)
    return total


@program(rng.normal(size=8), np.array([0, 3, 3, 1, 7, 0]))
def gathered(x, index):
    total = 0.0
    for k in range(len(index)):
        total += x[index[k]] ** 2 * x[index[k] - 1]
    return total


@program(rng.normal(size=(4, 5)))
def rows_by_name(a):
    total = 0.0
    for i in range(a.shape[0]):
        row = a[i]
        for j in range(a.shape[1] - 1):
            total += row[j] * row[j + 1] + a[0, j] ** 2 * row[0]
    return total


@program(rng.normal(size=8))
def last_trip_is_read(x):
    k, t = 0, 0.0
    for i in range(len(x)):
        t = x[i] * 2
        k = i
    return t * x[k]


@program(rng.normal(size=10), 3)
def steps(x, k):
    total = 0.0
    for i in range(k, len(x), 2):
        total += x[i] * x[i - k]
    for i in range(len(x) - 1, 0, -1):
        total += x[i] ** 2 * x[i - 1]
    return total


@program(rng.normal(size=7))
def one_of_two(x):
    a, b = x.copy(), x.copy()
    c = a
    if x[0] > 0:
        c = b
    for i in range(len(x) - 1):
        c[i] += a[i + 1] * 0.5
    return np.sum(a**2) + np.sum(b**3)


@program(rng.normal(size=(6, 3)))
def energy(p):
    total = 0.0
    for i in range(p.shape[0]):
        for j in range(i + 1, p.shape[0]):
            square = 0.01
            for k in range(3):
                square += (p[i, k] - p[j, k]) ** 2
            r = math.sqrt(square)
            total += 1.0 / r + r / (1.0 + r)
    return total


@program(np.array([0.3, 1.4]), rng.uniform(0.1, 3.0, size=7), wrt=(0, 1))
def newton(e, m):
    total = 0.0
    for i in range(len(m)):
        x, step = m[i], 1.0
        while abs(step) > 1e-12:
            step = (x - 0.5 * e[0] * np.sin(x) - m[i]) / (1.0 - 0.5 * e[0] * np.cos(x))
            x -= step
        total += x * x * e[1]
    return total


@program(rng.normal(size=6), 0, 2)
def one_row_under_two_names(x, n, m):
    rows = []
    for k in range(m):
        rows.append(x * (k + 2.0))
    a, b = rows[0], rows[n]
    a[1:] += b[:-1] * 0.5
    for i in range(len(x) - 1):
        rows[0][i + 1] += rows[n][i] * 0.5
    return np.sum(rows[0] ** 2) + np.sum(rows[1] ** 3)
