"""Classes with an `__iter__` that hands on that of a list; objects in heaps, to second order; local named tuples."""

from __future__ import annotations

import functools
import heapq
import math
from collections import deque, namedtuple
from dataclasses import dataclass, field

import numpy as np

from tests.programs import Sampler, program

S = Sampler(61002)


def _program(f, *inputs) -> None:
    program(f, *(inputs or ((S.positive(4),), (S.positive(5),))), tags="own_iterables", must_pass=True)


@dataclass
class Layer:
    W: np.ndarray
    b: np.ndarray


@dataclass
class Net:
    layers: list = field(default_factory=list)

    def add(self, *parts):
        self.layers.append(Layer(*parts))
        return self

    def __iter__(self):
        return iter(self.layers)


def forward(W, b):
    x = np.ones(b.size)
    for layer in Net().add(W, b).add(W @ W, np.ones(b.size)):
        x = np.tanh(x @ layer.W + layer.b)
    return x.sum()


class Bag:
    def __init__(self, items):
        self.items = list(items)

    def __iter__(self):
        return iter(self.items)


class Rest(Bag):
    def __iter__(self):
        reader = iter(self.items)
        next(reader)
        return reader


class Once(Bag):
    def __iter__(self):
        self.reader = iter(self.items)
        return self.reader


class Turned(Bag):
    def __iter__(self):
        return iter(self.items[::-1])


def grows(x):
    bag, s = Bag(x), 0.0
    for v in bag:
        if v > 1.2 and len(bag.items) < 9:
            bag.items.append(v * 0.5)
        s = s * 0.3 + v * v
    return s


def several_readers(x):
    bag, s = Bag(x), 0.0
    for i, v in enumerate(bag):
        for w in bag:
            s = s * 0.3 + v * w * i
        if s > 100:
            break
    return s + sum(v for v in bag) + max(bag) + sum(a * c for a, c in zip(bag, bag))


def read_further(x):
    once, turned, s = Once(x), Turned(x), 0.0
    for v in Rest(x):
        s = s * 0.4 + v
    for v in once:
        s = s * 0.4 + v
        if v > 1.0:
            s += next(once.reader, 1.0)
    reader = iter(turned)
    first = next(reader)
    for v in reader:
        s = s * 0.4 + v * first
    for _ in reader:
        s *= 100.0
    return s


@functools.total_ordering
class Job:
    def __init__(self, time, weight):
        self.time, self.weight = time, weight

    def __lt__(self, other):
        return self.time < other.time

    def __eq__(self, other):
        return self.time == other.time


def jobs(x):
    waiting, clock, cost = [], 0.0, 0.0
    for v in x:
        heapq.heappush(waiting, Job(v, v * v))
    while waiting:
        job = heapq.heappop(waiting)
        clock = max(clock, job.time) + job.weight * 0.5
        cost += (clock - job.time) * job.weight
        if job.weight > 1.5:
            heapq.heappush(waiting, Job(clock + 0.3, job.weight / 2))
    return cost


class Length:
    def __init__(self, value, unit):
        self.value, self.unit = value, unit

    def __add__(self, other):
        if other.unit != self.unit:
            raise TypeError(f"{self.unit} and {other.unit}")
        return Length(self.value + other.value, self.unit)


def units(x):
    a, b = Length(x[0], "m"), Length(x[1], "s")
    try:
        total = (a + b).value
    except TypeError:
        total = a.value * b.value
    return total


def local_tuples(x):
    Point = namedtuple("Point", "x y")
    p, q = Point(x[0], x[1]), Point._make(x[2:4])
    rows = np.array([p, q])
    return (
        math.hypot(*p) * np.array(q)[0]
        + (rows**2).sum()
        + sum(p * 2)
        + (x[0] if type(p * 2) is tuple else 0.0)
    )


def of_limited_length(x):
    last = deque(x[:2], maxlen=2) + deque([x[2]])
    last.append(x[0] * x[1])
    twice = last * 2
    return last[0] * last[1] ** 2 * len(last) + twice[0] * len(twice)


_program(forward, (S.normal(2, 2), S.normal(2)), (S.normal(3, 3), S.normal(3)))
for _each in (grows, several_readers, read_further, jobs, units, local_tuples, of_limited_length):
    _program(_each)
