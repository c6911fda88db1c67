"""What newcomers' programs taught: each was refused or wrong before, in their words."""

from __future__ import annotations

import math
from collections import deque, namedtuple
from typing import NamedTuple

import numpy as np

from tests.programs import Sampler, program

S = Sampler(61001)

Point = namedtuple("Point", "x y", defaults=(0.0,))


class Interval(NamedTuple):
    low: float
    high: float


# -- named tuples and deques that NumPy and `math` take for sequences


def distance_of_points(xs, ys):
    p, q = Point(xs[0], ys[0]), Point(xs[1])
    return math.dist(p, q) + math.hypot(*p) + math.prod(Point(xs[1], ys[1]))


def named_tuples_as_arrays(x):
    p = Point(x[0], x[1])
    rest = np.zeros(2)
    rest[:] = Interval(x[1], x[0] ** 2)
    moved = np.add(p, rest) * p
    table = np.array([p, Interval(x[2], 2.0)]) + np.vstack([p, p])
    return np.sum(np.asarray(p) * moved) + np.linalg.norm(p) * np.dot(p, p) + np.max(table @ np.array(p))


def arrays_in_named_tuples(x):
    pair = Interval(x, x**2)
    return (
        np.concatenate(pair).sum() + (np.stack(pair, axis=1) ** 2).sum() + np.mean(pair) * np.dot(pair[0], x)
    )


def nested_named_tuples(x):
    box = Interval(Point(x[0], x[1]), Point(x[2], 1.0))
    return np.linalg.det(np.array(box)) + np.sum(np.array(box[0]) * x[2]) + np.mean(box, axis=0)[1]


def deques_as_arrays(x):
    window = deque([x[0], x[1] ** 2, x[2]])
    both = deque([x, 2.0 * x], maxlen=2)
    return np.mean(window) * np.std(window) + np.vstack(both).prod() + math.fsum(window) + np.dot(window, x)


def points_on_some_paths(x):
    p = Point(x[0], x[1]) if x[0] > 0.0 else Point(x[1])
    total = 0.0
    for k in range(3):
        p = Point(p.y, p.x + x[k])
        total = total + np.prod(p)
    return total + np.asarray(p).sum()


for function in (
    named_tuples_as_arrays, arrays_in_named_tuples, nested_named_tuples, deques_as_arrays, points_on_some_paths,
):  # fmt: skip
    program(function, (S.normal(3),), (S.normal(3),), tags="newcomers", must_pass=True)
program(
    distance_of_points,
    (S.normal(2), S.normal(2)),
    (S.normal(3), S.normal(3)),
    tags="newcomers",
    must_pass=True,
)
