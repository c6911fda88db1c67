"""Ranges, iterators, factories and lengths that depend on the path; classes that remember what they computed."""

from __future__ import annotations

import itertools
from collections import defaultdict, deque

import numpy as np

from tests.programs import Sampler, program

S = Sampler(61003)
LOW, HIGH = np.array([0.2, 1.2, 0.4, 0.7, 1.1]), np.array([0.9, 0.3, 1.4, 0.6])


def _program(f, *inputs) -> None:
    program(f, *(inputs or ((LOW,), (HIGH,))), tags="by_path", must_pass=True)


def either_direction(x):
    order = range(len(x)) if x[0] > 0.5 else range(len(x) - 1, -1, -1)
    s = 0.0
    for i in order:
        s = s * 0.5 + x[i] ** 2
    return s


def sweeps(x):
    u, n = x.copy(), len(x)
    for k in range(4):
        if k % 2:
            order = range(1, n - 1)
        else:
            order = range(n - 2, 0, -1)
        for i in order:
            u[i] = 0.5 * (u[i - 1] + u[i + 1])
    return u @ u


def range_of_the_trip_before(x):
    r = range(2)
    for k in range(3):
        for i in r:
            x = x * 1.1 + x[i]
        r = range(k + 1)
    return x.sum()


def uses_of_a_range(x):
    r = range(3) if x[1] > 0.6 else range(1, 4)
    s = sum(x[i] for i in r) * len(r) + max(r) * x[0] + x[list(r)].sum() + sum(i * x[i] for i in r[1:])
    for i, j in zip(r, reversed(r)):
        s += x[i] * x[j]
    for i, j in itertools.combinations(r, 2):
        s += x[i] * x[j] * 0.1
    a, b, c = r
    return s + x[a] * x[b] * x[c]


def shortened(x):
    r = range(3)
    try:
        if x[0] < 0.5:
            raise ValueError
        r = range(2)
    except ValueError:
        r = range(1, 3)
    while True:
        for i in r:
            x = x * (1 + 0.1 * i)
        if len(r) == 1:
            return x.sum()
        r = r[:-1]


def iterators(x):
    pairs = enumerate(x) if x[0] > 0.5 else zip(range(len(x)), x[::-1])
    s = sum(i * v for i, v in pairs)
    if x[1] > 0.5:
        items = reversed(x)
    else:
        items = x
    for v in items:
        s = s * 0.5 + v
    return s


def factories(x):
    d = defaultdict(float) if x[0] > 0.5 else defaultdict(lambda: 1.0)
    d["a"] += x[1]
    d["b"] += x[2] * d["a"]
    return d["b"] + d["c"]


def factories_of_lists(x):
    if x[0] > 0.5:
        d = defaultdict(list)
    else:
        d = defaultdict(lambda: [2.0])
    for i, v in enumerate(x):
        d[i % 2].append(v)
    return sum(sum(v) ** 2 for v in d.values())


def lengths(x):
    last = deque(maxlen=2) if x[0] > 0.5 else deque(maxlen=3)
    for v in x:
        last.append(v)
    return sum(last) * last[0]


class Remembered:
    def __init__(self, p):
        self.p, self.known, self.calls = p, {}, 0

    def once(self, key, compute):
        if key not in self.known:
            self.calls += 1
            self.known[key] = compute()
        return self.known[key]

    def sum_to(self, i):
        return self.once(f"sum:{i}", lambda: self.p[i] ** 2 + (self.sum_to(i - 1) if i else 0.0))


def remembered(x):
    sums = Remembered(x)
    return sum(sums.sum_to(i) for i in range(len(x))) / sums.calls


def rows_and_columns(x):
    powers = [x[0]]
    for v in x[1:]:
        powers.append(v**2)
    row = np.r_[x, x[0], powers, (x[1], 2.0), [1, 2], 0:2]
    return (row * np.arange(len(row))).sum() + (np.c_[powers, x] ** 3).sum()


def into_work_arrays(x):
    a, n = np.outer(x, x**2), len(x)
    work, table = np.empty((5, n)), np.empty((n, n))
    np.add.reduce(a, axis=0, out=work[0])
    np.logaddexp.reduce(a, axis=1, out=work[1])
    np.add.accumulate(x, out=work[2])
    np.minimum.reduce(a, out=work[3])
    np.add.reduceat(x, np.arange(n), out=work[4])
    np.multiply.outer(x, x, out=table)
    return (work**2).sum() + (table * a).sum()


for _each in (either_direction, sweeps, range_of_the_trip_before, uses_of_a_range, shortened, iterators):
    _program(_each)
for _each in (factories, factories_of_lists, lengths, remembered, rows_and_columns, into_work_arrays):
    _program(_each)
