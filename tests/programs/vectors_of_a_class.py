"""Objects that can be gone through, added, compared or called, and the fields of dataclasses in their order."""

import functools
import itertools
from dataclasses import asdict, astuple, dataclass, field

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


@dataclass
class Ratio:
    value: float = field(init=False)
    below: float = 0.0
    above: float = 0.0

    def __post_init__(self):
        self.value = self.above / self.below
        self.extra = self.above * 3.0


@right
def fields_in_their_order(x, v):
    value, below, above = astuple(Ratio(x, v[0]))
    return value * below**2 + above


@right
def dict_of_fields(x, v):
    found = asdict(Ratio(x, v[0]))
    return list(found.values())[1] * sum(found.values()) + found["value"]


@right
def sorted_by_fields(x, v):
    rows = sorted([Ratio(x, v[0]), Ratio(v[0], x), Ratio(v[1], v[0])], key=astuple)
    return rows[0].below * 2.0 + rows[1].below * rows[2].above


class Plain:
    def __init__(self, a):
        self.a = a


@dataclass
class Holder:
    plain: Plain
    ratio: Ratio
    rest: list = field(default_factory=list)


@right
def dict_of_nested_fields(x, v):
    found = asdict(Holder(Plain(x), Ratio(x, v[0]), [Ratio(x * x, v[1])]))
    return found["plain"].a * found["ratio"]["value"] * found["rest"][0]["above"] + found["rest"][0]["value"]
