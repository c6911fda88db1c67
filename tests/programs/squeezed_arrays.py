"""Arrays that `np.squeeze` leaves without dimensions: what is computed with them is a number."""

from __future__ import annotations

import numpy as np

from tests.programs import program

POINTS = (
    (0.7, np.array([0.4, -1.2, 0.9, 0.3]), np.array([1.1, 0.6, -0.5, 0.8])),
    (-0.4, np.array([1.3, 0.2, -0.7, 0.5]), np.array([0.3, -0.9, 1.2, 0.4])),
)


def asked_for_its_class(x, v, w):
    a, b = v[:1], 2
    for k in range(3):
        a = np.squeeze(a)
        b = 0.1 * a
        if isinstance(b, float):
            b = w
    return a, b


def under_two_names(x, v, w):
    a = np.squeeze(v[:1])
    b = a * 2.0
    c = b
    b += x
    return b * c


def added_to(x, v, w):
    a = np.squeeze(v[None])
    b = a * 2.0
    b += x
    return np.sum(b * a)


def a_number_for_four(x, v, w):
    n = len(v) - 3
    a = np.squeeze(v[:n])
    b = a * x
    if np.isscalar(b):
        return b * w[0]
    return np.sum(b)


def without_dimensions(x, v, w):
    a = np.array(x)
    if x > 0:
        a = v * x
    b = a * 2.0
    if isinstance(b, np.ndarray):
        b = b[0]
    return b


def a_column(x, v, w):
    a = np.squeeze(np.outer(v, w)[:, :1])
    a = a * w
    a -= x
    a[0] = 2.0
    return a


def a_row(x, v, w):
    m = np.atleast_2d(v)
    a = np.squeeze(m)
    a = a + 1.0
    a *= x
    return np.dot(a, w)


for f in (
    asked_for_its_class,
    under_two_names,
    added_to,
    a_number_for_four,
    without_dimensions,
    a_column,
    a_row,
):
    program(f, *POINTS, tags="numbers arrays")
