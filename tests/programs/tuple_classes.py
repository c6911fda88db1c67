"""Classes that inherit from `tuple`."""

import numpy as np

from tests.programs import program

X = np.array([1.5, -0.3, 2.2, 0.7])
Y = np.array([0.4, 1.1, -0.9])


class Pair(tuple):
    scale = 2.0

    @property
    def first(self):
        return self[0]

    def norm(self):
        return self[0] ** 2 + self.scale * self[1] ** 2

    def total(self):
        return sum(v * v for v in self)


class Wide(Pair):
    def __add__(self, other):
        return Wide([a + b for a, b in zip(self, other)])


def methods(x):
    return Pair((x[0], x[1])).norm() * Pair([x[1], x[2]]).first


def unpacked(x):
    p = Pair((x[0], x[1] * 2))
    a, b = p
    return a * b + p.norm() + len(p) + max(p)


def of_a_generator(x):
    p = Pair(v * v for v in x)
    return sum(p) + p.norm() + p[-1]


def with_an_operator(x):
    p = Wide((x[0], x[1])) + Wide((x[2], x[0]))
    return p.norm() * p.total()


def in_a_list(x):
    ps = [Pair((x[k], x[k] * 2.0)) for k in range(len(x))]
    return sum(p.norm() for p in ps)


class Row(list):
    def first(self):
        return self[0]


class Table(dict):
    def first(self):
        return self["a"]


def is_one(x):
    p = Pair((x[0], x[1]))
    return p.norm() * (2.0 if isinstance(p, tuple) else 3.0) * p[-1]


def compared(x):
    p, q, r = Pair((x[0], x[1])), Row([x[0], x[1]]), Table(a=x[0])
    total = p.norm() if p == (x[0], x[1]) else p.first
    total += q.first() ** 2 if q == [x[0], x[1]] else q.first()
    total += r.first() ** 3 if r == {"a": x[0]} else r.first()
    return total * (2.0 if q != Row([x[0], x[1]]) else 3.0) * (5.0 if p == q else 7.0)


for function in (methods, unpacked, of_a_generator, with_an_operator, in_a_list, is_one, compared):
    program(function, (X,), (Y,), tags="tuple_classes classes", must_pass=True)
