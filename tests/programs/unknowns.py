"""Values of which nothing is known when the program is compiled: results of functions that nobody can look into."""

from __future__ import annotations

import numpy as np

from tests.programs import Sampler, program

s = Sampler(101)


def table(n):
    """An array that comes out of a place where no type is seen."""
    return np.asarray(memoryview(np.arange(float(n))))


class Cell:
    def __init__(self, v):
        self.v = v


def two_names(x):
    w = table(len(x))
    v = w
    w += 1.0
    return np.sum(x * x * v)


def two_names_and_a_use_before(x):
    w = table(len(x))
    v = w
    y = x * v
    w *= 2.0
    return np.sum(y * y * w * v)


def one_name(x):
    w = table(len(x))
    y = x * w
    w *= 2.0
    w -= 1.0
    return np.sum(y * y * w)


def slots_of_a_list(x):
    acc = [table(len(x)) for _ in range(len(x))]
    keep = acc[0]
    for k in range(len(x)):
        acc[k] *= 2.0
    return np.sum(x * acc[0] * keep)


def slots_of_objects(x):
    acc = [Cell(table(len(x))) for _ in range(len(x))]
    keep = acc[0].v
    for k in range(len(x)):
        acc[k].v += 2.0
    return np.sum(x * acc[0].v * keep)


def slots_alone(x):
    acc = [Cell(table(len(x))) for _ in range(len(x))]
    for k in range(len(x)):
        acc[k].v += 2.0
    return np.sum(x * acc[0].v * acc[1].v)


def entry_of_a_dict(x):
    d = {"a": table(len(x)), "b": 0.0}
    keep = d["a"]
    d["a"] += 1.0
    d["a"] *= 3.0
    return np.sum(x * keep * x)


def attribute(x):
    o = Cell(table(len(x)))
    keep = o.v
    o.v += 1.0
    o.v **= 2
    return np.sum(x * keep * x)


def entry_stored(x):
    w = table(len(x))
    v = w
    y = x * w
    w[0] = 7.0
    return np.sum(y * v * y)


def view_of_it(x):
    w = table(len(x))
    v = w[1:]
    y = x[1:] * v
    v *= 3.0
    return np.sum(y * y) + np.sum(w * x)


def rows_of_it(x):
    a, b, *_ = table(len(x))
    return np.sum(x * x) * (a + b * b)


for f in (one_name, slots_alone, entry_stored, rows_of_it):
    program(f, (s.normal(3),), (s.normal(4),), tags="unknown issue3", must_pass=True)
for f in (
    two_names,
    two_names_and_a_use_before,
    slots_of_a_list,
    slots_of_objects,
    entry_of_a_dict,
    attribute,
    view_of_it,
):
    program(f, (s.normal(3),), (s.normal(4),), tags="unknown issue3")


def nested_deeper_in_each_trip(x, v):
    a = v[0]
    k = 0
    while k < 3:
        a = [a, x]
        b = a
        k += 1
    return a + b


program(nested_deeper_in_each_trip, (0.3, np.array([1.0, 2.0, 0.5])), tags="lists")
