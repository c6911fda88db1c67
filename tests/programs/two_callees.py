"""Statements in a `try` that put several callees in place: a list of the items, then what is done with it."""

from __future__ import annotations

import numpy as np

from tests.programs import program

POINTS = (
    (0.7, np.array([0.4, -1.2, 0.9, 0.3]), np.array([1.1, 0.6, -0.5, 0.8])),
    (-0.4, np.array([1.3, 0.2, -0.7, 0.5]), np.array([0.3, -0.9, 1.2, 0.4])),
)


def values_of_a_dict(x, v, w):
    k = 0
    s = v[0]
    while k < 3 and s < 3.0:
        k += 1
        try:
            t = {}
            for j in range(3):
                t[j] = np.max(v) * x
            s = s + 0.2 * sum(t.values())
        except ValueError:
            s = np.sum(w) * 0.3
    return x * s


def positive(t):
    if t < 0.0:
        raise ValueError("negative")
    return t * t


def mapped(x, v, w):
    try:
        s = sum(map(positive, v))
    except ValueError:
        s = np.sum(w) * x
    return s + x


def mapped_in_a_loop(x, v, w):
    s = x
    for k in range(4):
        try:
            s = s + sum(map(positive, v[k:]))
        except ValueError:
            s = s * w[k]
    return s


def largest_of_a_dict(x, v, w):
    s = x
    for k in range(3):
        t = {}
        for j in range(k + 1):
            t[j] = v[j] * s
        try:
            s = s + max(t.values()) * positive(min(t.values()))
        except ValueError:
            s = s * 0.5 + max(t.values())
    return s


def a_generator_that_raises(x, v, w):
    try:
        s = max(positive(t) for t in w) + x
    except ValueError:
        s = x * v[1]
    return s


def sorted_by_what_raises(x, v, w):
    try:
        s = sorted(v, key=positive)[0] * x
    except ValueError:
        s = np.sum(v) * x
    return s


def callees_in_a_row(x, v, w):
    try:
        s = positive(x) + positive(v[0]) * positive(w[0])
    except ValueError:
        s = x * 2.0
    return s * s


class Meter:
    def __init__(self, v):
        self.v = v

    def __len__(self):
        return len(self.v)

    def __iter__(self):
        for t in self.v:
            if t < -1.0:
                raise ValueError("low")
            yield t * t

    def __mul__(self, other):
        if other < 0.0:
            raise ValueError("negative")
        return Meter(self.v * other)


def own_operator(x, v, w):
    m = Meter(v)
    try:
        m = m * x
        s = m.v[0]
    except ValueError:
        s = m.v[1]
    return s * np.sum(w)


def own_iteration(x, v, w):
    s = x
    try:
        s = s + sum(Meter(v))
    except ValueError:
        s = s * 3.0
    return s


def two_of_a_dict(x, v, w):
    s = x
    for k in range(3):
        try:
            d = {i: t for i, t in enumerate(v[: k + 1])}
            s = s + sum(d.values()) * positive(s)
        except ValueError:
            s = np.abs(s) + v[k]
        else:
            s = s * 0.5
    return s


for f in (
    values_of_a_dict,
    mapped,
    mapped_in_a_loop,
    largest_of_a_dict,
    a_generator_that_raises,
    sorted_by_what_raises,
    callees_in_a_row,
    own_operator,
    own_iteration,
    two_of_a_dict,
):
    program(f, *POINTS, tags="try callees")
