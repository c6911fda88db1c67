"""Constants of fewer digits than the inputs: the derivative has the digits of the value.  (A Python number takes the
dtype of a float32 array that it meets.)"""

from __future__ import annotations

import numpy as np

from tests.programs import Sampler, program

s = Sampler(20260123)
C = np.array([0.3, 0.7, 1.1, 2.3], dtype=np.float32)
H = np.array([0.3, 0.7, 1.1, 2.3], dtype=np.float16)
VALUES = np.arange(1.0, 5.0)
BOTH = [(s.scalar(), s.positive(4)) for _ in range(2)]
NUMBERS = [(s.scalar(),) for _ in range(2)]


def of_digits(function):
    program(
        function, *(BOTH if function.__code__.co_argcount == 2 else NUMBERS), tags="issue3", must_pass=True
    )
    return function


@of_digits
def scaled_sum(x, v):
    return np.sum(v * x * C) * x


@of_digits
def scaled_by_half(x, v):
    return np.sum(v * x * H / C) * 0.3


@of_digits
def to_a_power(v, x):
    return np.sum(C**x) * np.sum(H**x) * v


@of_digits
def of_a_power(x, v):
    return np.sum(v**H) + np.sum(v**C) * x


@of_digits
def product_of_vectors(x, v):
    return (C @ v) * x


@of_digits
def numbers_one_by_one(x, v):
    total = 0.0
    for a, c in zip(v, C, strict=True):
        total += a * c * x
    return total


@of_digits
def by_squares(x, v):
    total = 0.0
    for c in C:
        total += np.sum(v) * c * c
    return total * x


@of_digits
def number_of_numpy(x):
    return np.sum(np.multiply(x, x) * C)


@of_digits
def shifted(x):
    return np.sum((VALUES + x) * C)


@of_digits
def stored(x):
    z = VALUES * 1.0
    z[:] = x * 0.3
    return np.sum(C * z) * x


@of_digits
def damped(x, v):
    y = v.astype(np.float64)
    for c in C:
        y = y * c + x
    return y.sum() * 0.3


@of_digits
def transposed_number(x):
    return np.multiply(x, x).T


@of_digits
def cast_number(x, v):
    return np.multiply(x, x).astype(float) * x + np.multiply(x, v).astype(float).sum()


@of_digits
def flattened_number(x, v):
    return np.exp(np.multiply(x, x)).flatten() * v + np.add(x, x).flatten()[0]
