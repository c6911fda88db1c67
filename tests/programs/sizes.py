"""Shapes that come from numbers: globals, closures, slices whose length nobody knows."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(31)

ROWS, COLUMNS, ONE = 3, 4, 1


def lent_adjoints(x, y, n):
    a = x[1:n] * 1.0
    b = y[1:n] * 1.0
    p = a * a
    z = a + b
    return np.sum(z**3) + np.sum(p**3)


def state_of_globals(a, b):
    h = np.zeros((ROWS, COLUMNS))
    for _ in range(3):
        h = np.tanh(h + a) * b[:, :COLUMNS]
    return np.sum(h**2)


def stretched_by_a_global(a):
    h = np.zeros((ONE, COLUMNS))
    for _ in range(2):
        h = 0.5 * h + a
    return np.sum(h * h)


def state_that_stays_one(a):
    h = a[:ONE] * 1.0
    return np.sum((h + a) ** 2)


def halves(x):
    half = len(x) // 2
    return np.sum(x[:half] * x[half : 2 * half]) + np.sum(x[:half]) ** 2


def gates(w, x):
    a = x @ w
    i = 1.0 / (1.0 + np.exp(-a[:, :COLUMNS]))
    g = np.tanh(a[:, COLUMNS : 2 * COLUMNS])
    return np.sum(i * g) + np.sum(i**2)


def list_of_states(x, w):
    s = [x * 1.0, np.zeros(3)]
    total = 0.0
    for k in range(3):
        h = s[0]
        c = s[1]
        s[1] = c * 0.5 + h * w[k]
        s[0] = np.tanh(np.concatenate((h[:1], s[1][1:])))
        total += np.sum(s[0] * s[1])
    return total


program(lent_adjoints, (r.normal(5), r.normal(5), 5), (r.normal(4), r.normal(4), 3))
program(state_of_globals, (r.normal(3, 4), r.normal(3, 6)), (r.normal(3, 4), r.normal(1, 5)))
program(stretched_by_a_global, (r.normal(3, 4),), (r.normal(2, 1),))
program(state_that_stays_one, (r.normal(3),), (r.normal(1),))
program(halves, (r.normal(5),), (r.normal(2),))
program(gates, (r.normal(3, 8), r.normal(2, 3)), (r.normal(2, 5), r.normal(3, 2)))
program(list_of_states, (r.normal(3), r.normal(3)))
