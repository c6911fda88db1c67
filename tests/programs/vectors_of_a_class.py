"""Objects that can be gone through and added, compared or called: what a builtin goes through, and what it does not."""

import functools
import itertools

import numpy as np

from tests.programs import program

INPUTS = (0.7, np.array([2.1, 0.3, 1.4])), (0.4, np.array([0.8, 1.7]))


def right(function):
    program(function, *INPUTS, tags="objects iteration", must_pass=True)
    return function


class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __iter__(self):
        yield self.x
        yield self.y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y * other.y)

    def __radd__(self, other):
        return self

    def __lt__(self, other):
        return self.x < other.x

    def __gt__(self, other):
        return self.x > other.x

    def __call__(self, a):
        return self.x * a + self.y


@right
def sum_from_a_start(x, v):
    return sum([Vector(x, v[0]), Vector(v[1], 1.3)], Vector(0.0, 2.0)).y


@right
def sum_from_an_active_start(x, v):
    return sum([Vector(x, v[0]), Vector(v[1], 1.0)], Vector(x, 2.0 * x)).y


@right
def sum_of_a_generator_from_a_start(x, v):
    return sum((Vector(a, x) for a in v), Vector(0.5, x)).y


@right
def sum_without_a_start(x, v):
    return sum([Vector(a, x * a) for a in v]).y


@right
def largest_of_two(x, v):
    return max(Vector(x, v[0]), Vector(x + 1.0, v[1])).y * min(Vector(x, v[0]), Vector(x + 1.0, v[1])).y


@right
def mapped_by_an_object(x, v):
    return sum(map(Vector(x, v[0]), v)) + sum(filter(Vector(x, v[0]), v))


@right
def reduced_from_a_start(x, v):
    return functools.reduce(lambda p, q: p + q, [Vector(x, a) for a in v], Vector(1.0, x)).y


@right
def chained(x, v):
    return sum(itertools.chain(Vector(x, v[0]), Vector(x, x * x))) + max(Vector(x, v[1]))


@right
def as_a_list(x, v):
    p, q = list(Vector(x, v[0])), tuple(Vector(v[1], x))
    return p[0] * p[1] + q[0] * q[1] + dict(zip("ab", Vector(x, x * x)))["b"]
