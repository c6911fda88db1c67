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


# -- lengths that the first arrays to come to mind do not show -------------------------------------------------------


def valid_convolution(x, w):
    rows, columns = x.shape
    high, wide = w.shape
    out = np.zeros((rows - high + 1, columns - wide + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(x[i : i + high, j : j + wide] * w)
    return out.mean() + np.var(out)


def centred_average(x, w):
    m = len(w) // 2
    y = np.zeros(len(x) - 2 * m)
    for k in range(len(y)):
        y[k] = x[k : k + len(w)] @ w
    return np.mean(y)


def at_most_five(x):
    y = x[:5]
    k = min(len(x), 10)
    w = np.zeros(k)
    w[:] = x[:k]
    return y.mean() + np.mean(y * y) + np.var(w)


def parity(x):
    w = np.ones(len(x) % 2 + 1) * x[0]
    return np.mean(w**2) + np.sum(w)


def padded_blocks(x):
    pad = (-len(x)) % 4
    rows = np.concatenate([x, np.zeros(pad)]).reshape(-1, 4)
    return np.mean(rows**2) + np.sum(rows.mean(axis=0) ** 2)


def coarse_bins(x):
    bins = max(1, len(x) // 20)
    y = np.zeros(bins) + x[0]
    return np.mean(y**2) + np.sum(y)


def window_of_four(x):
    return np.mean(np.hanning(len(x))[:4] * x[:4])


program(valid_convolution, (r.normal(6, 5), r.normal(3, 3)), (r.normal(4, 4), r.normal(2, 1)))
program(centred_average, (r.normal(7), r.normal(3)), (r.normal(9), r.normal(5)))
program(at_most_five, (r.normal(3),), (r.normal(12),))
program(parity, (r.normal(3),), (r.normal(4),))
program(padded_blocks, (r.normal(6),), (r.normal(8),))
program(coarse_bins, (r.normal(47),), (r.normal(9),))
program(window_of_four, (r.normal(3),), (r.normal(8),))
