"""Objects with a list, of which each trip of a loop makes a new one: states of integrators, vectors, polynomials."""

import numpy as np

from tests.programs import program


class State:
    def __init__(self, items):
        self.data = items


class Vector:
    def __init__(self, items):
        self.data = list(items)

    def __iter__(self):
        return iter(self.data)

    def __add__(self, other):
        return Vector([a + b for a, b in zip(self, other, strict=True)])

    def __mul__(self, c):
        return Vector(a * c for a in self)

    def dot(self, other):
        return sum(a * b for a, b in zip(self, other, strict=True))


def _scaled(v, c):
    return State([a * c for a in v.data])


def remade(x, n):
    v = State([a for a in x])
    for k in range(n):
        v = State([a * x[k] for a in v.data])
    return sum(v.data) * v.data[0]


def by_operators(x, n):
    v = Vector(x)
    for k in range(n):
        v = v + v * x[k]
    return v.dot(v)


def by_a_helper(x, n):
    v = State([a for a in x])
    for k in range(n):
        v = _scaled(v, x[k])
    return sum(v.data) ** 2


def all_of_them(x, n):
    v = State([a for a in x])
    history = [v]
    for k in range(n):
        v = _scaled(v, x[k])
        history.append(v)
    return sum(h.data[0] * h.data[1] for h in history)


def grown_after_it_was_given(x, n):
    v = State([a for a in x])
    for k in range(n):
        w = [a * x[k] for a in v.data]
        v = State(w)
        w.append(x[k] ** 2)
    return sum(v.data) * v.data[-1]


def the_best_one(x, n):
    v = best = State([a for a in x])
    for k in range(n):
        v = _scaled(v, x[k])
        if sum(v.data) > sum(best.data):
            best = v
    return sum(best.data) * best.data[-1]


def until_large(x, n):
    v = State([a for a in x])
    k = 0
    while sum(v.data) < 50.0 and k < n:
        v = _scaled(v, 1.0 + x[k])
        k += 1
        if x[k] > 2.0:
            break
    return sum(v.data) * v.data[0]


def two_levels(x, n):
    v = State([a for a in x])
    previous = State([0.0 for _ in x])
    for k in range(n):
        new = State([2.0 * a - b * x[k] for a, b in zip(v.data, previous.data, strict=True)])
        previous = v
        v = new
    return sum(v.data) * previous.data[1]


def in_two_loops(x, n):
    v = State([a for a in x])
    for i in range(n):
        for k in range(n):
            v = _scaled(v, x[k])
        v.data[0] = v.data[1] * x[i]
    return sum(v.data) * v.data[0]


def first_one_kept(x, n):
    v = State([a for a in x])
    first = v.data
    for _ in range(n):
        v.data.append(x[0])
        v = State([a * x[0] for a in v.data])
    return sum(v.data) + sum(first) * first[-1]


def exchanged(x, n):
    v = State([a for a in x])
    u = State([a * a for a in x])
    for k in range(n):
        t = v.data
        v = State(u.data)
        u = State(t)
        v.data.append(x[k])
    return sum(v.data) * sum(u.data) * u.data[-1]


X = np.array([0.7, 1.3, 2.1, 0.4]), np.array([1.2, 0.8, 0.5, 1.9, 1.1])

for f in (
    remade, by_operators, by_a_helper, all_of_them, grown_after_it_was_given, the_best_one, until_large, two_levels,
):  # fmt: skip
    program(f, (X[0], 3), (X[1], 2), tags="objects lists carried", must_pass=True)
for f in (in_two_loops, first_one_kept, exchanged):
    program(f, (X[0], 3), (X[1], 2), tags="objects lists carried")
