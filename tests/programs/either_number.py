"""Adjoints that are a number on one path and an array on another, by one name."""

import numpy as np

from tests.programs import program

V, W = np.array([0.3, -0.7, 1.1, 0.4]), np.array([1.2, 0.5, -0.3, 0.8])
POINTS = (0.7, V, W), (-0.4, W, V)


def scaled_or_not(x, v, w):
    b = v
    if x > 0:
        b = b * x
    else:
        b = b
    return np.mean(b)


def weighted_or_summed(x, v, w):
    b = v * w
    if x < 0:
        b = b * x + w
    c = np.sum(b)
    if x > 0.5:
        c = c * x
    return c * np.sum(b)


def in_a_loop(x, v, w):
    b = v
    for k in range(4):
        if w[k] > 0.6:
            b = b * x
        else:
            b = b + w * x
    return np.sum(b) / 3.0


def one_of_three(x, v, w):
    if x > 0.5:
        b = v * x
    elif x > 0.0:
        b = w
    else:
        b = np.outer(v, w) @ w * x
    return np.mean(b) * x


for f in (scaled_or_not, weighted_or_summed, in_a_loop, one_of_three):
    program(f, *POINTS, tags="branches broadcasting", must_pass=True)


def zeros_of_a_complex_type(x, z):
    c = np.zeros(3, z.dtype)
    return x * 2.0, np.sum(c)


program(
    zeros_of_a_complex_type,
    (0.3, np.array([1j, 2.0])),
    (0.5, np.array([1.0, 2j])),
    tags="complex",
    must_pass=True,
)


def added_to_zeros(x, v, w):
    a = 0
    if np.sum(v) > 0:
        a += v
    return np.zeros(4) + a


def replaced_by_a_number(x, v, w):
    a = v
    for _ in range(3):
        a = 1
    b = v * 0.5 if x > 0.5 else x
    return np.ones(4) - a, w.shape[0] + b, np.arange(4) - b


for f in (added_to_zeros, replaced_by_a_number):
    program(f, *POINTS, tags="branches broadcasting", must_pass=True)


def returned_in_a_list(x, v):
    a, b = (1.0, 2)
    a += v
    if x > 5:
        a[:] = v * 2
    else:
        a = b
    return [a, 1.0]


program(
    returned_in_a_list, (0.3, np.array([1.0, 2.0, 0.5])), (6.0, np.array([1.0, 2.0, 0.5])), must_pass=True
)


def a_truth_first(x, v, w):
    a, s = 2, 0.0
    for k in range(2):
        b = (a > 0) * x
        if isinstance(b, float):
            b = (b + 1) * 3.0
        a = b * v
        s += np.sum(a) * (k + 1)
    return s


def made_of_its_shape(x, v, w):
    a, s = 2.0, 0.0
    for k in range(2):
        b = np.full(np.shape(a), 2.0) * x
        if isinstance(b, float):
            s += 3.0 * b
        a = b * v
        b *= 1.5
        s += np.sum(b) * (k + 1)
    return s + np.sum(a)


def made_of_leading_axes(x, v, w):
    a, s = np.outer(v, w), 0.0
    for k in range(2):
        b = np.ones(a.shape[:-1]) * x
        s += np.sum(b) * (5.0 if isinstance(b, float) else 1.0)
        a = a[0]
    return s + x * np.sum(a)


for f in (a_truth_first, made_of_its_shape, made_of_leading_axes):
    program(f, *POINTS, tags="branches broadcasting", must_pass=True)
