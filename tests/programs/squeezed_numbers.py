"""`np.squeeze` and its like of numbers: of Python's they make an array without dimensions, of NumPy's none."""

from __future__ import annotations

import numpy as np

from tests.programs import program

POINTS = (
    (0.7, np.array([0.4, -1.2, 0.9, 0.3]), np.array([1.1, 0.6, -0.5, 0.8])),
    (-0.4, np.array([1.3, 0.2, -0.7, 0.5]), np.array([0.3, -0.9, 1.2, 0.4])),
)


def of_a_larger_one(x, v, w):
    b = max(np.float64(0.5), x)
    b = np.squeeze(b)
    a = b
    return (a, b)


def of_a_sum(x, v, w):
    b = np.squeeze(np.sum(v) * x)
    return (b, b * x)


def transposed(x, v, w):
    b = np.transpose(min(np.mean(v), x, x * 2))
    c = b
    b = b * 2.0
    b += c
    return b, c


def in_a_list(x, v, w):
    b = np.squeeze(max(x, np.float64(0.1)))
    r = [b, b]
    return r[0] * r[1] + np.sum(np.array(r))


def of_a_product(x, v, w):
    b = np.squeeze(np.dot(v, w))
    return b


def in_a_dict(x, v, w):
    b = np.squeeze(x) + np.squeeze(v[0])
    d = {"a": b, "c": b}
    return d


for f in (of_a_larger_one, of_a_sum, transposed, in_a_list, of_a_product, in_a_dict):
    program(f, *POINTS, tags="numbers arrays")
