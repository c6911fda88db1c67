"""Products that come to nothing in the adjoint, whose value is an array of its own all the same."""

from __future__ import annotations

import numpy as np

from tests.programs import program

POINTS = (
    (0.7, np.array([0.4, -1.2, 0.9, 0.3]), np.array([1.1, 0.6, -0.5, 0.8])),
    (-0.4, np.array([1.3, 0.2, -0.7, 0.5]), np.array([0.3, -0.9, 1.2, 0.4])),
)


def doubled_and_halved(x, v, w):
    return v * w + 0.5 * (v + v)


def bound_again(x, v, w):
    v = v**2 + 0.5 * (v + v)
    return v


def alone(x, v, w):
    return 0.5 * (v + v)


def both_halves(x, v, w):
    return 0.5 * (v + v) + 0.25 * (w + w + w + w)


def next_to_another(x, v, w):
    p, q = np.sin(v) * x, np.cos(w)
    t = p + 0.5 * (q + q)
    return np.sum(np.sin(t)) + np.sum(p * q * t)


def in_a_column(x, v, w):
    t = (0.5 * (v + v))[:, None]
    return t * w + t


def negated_twice(x, v, w):
    a = np.exp(v)
    b = -(-a)
    b = b / 2.0 * 2.0
    return a * b + b


def in_a_loop(x, v, w):
    y = v
    for k in range(3):
        y = y * w + 0.5 * (y + y) + x
    return y


def stored(x, v, w):
    y = np.zeros((2, 4))
    y[0] = 0.5 * (v + v)
    y[1] = y[0] * w + 0.5 * (y[0] + y[0])
    return y * x + 0.5 * (y + y)


def in_a_list(x, v, w):
    parts = [0.5 * (v + v), 0.5 * (w + w)]
    parts.append(parts[0] * parts[1])
    parts[0] = 0.5 * (parts[2] + parts[2])
    return parts[0] + parts[1] * parts[2]


def in_a_dict(x, v, w):
    d = {"a": v, "b": w}
    d["a"] = d["a"] * x + 0.5 * (d["a"] + d["a"])
    d["b"] += 0.5 * (d["a"] + d["a"])
    return d["a"] + d["b"]


def of_numbers(x, v, w):
    y = 0.5 * (x + x)
    y = y * x + 0.5 * (y + y)
    return y * np.sum(v)


def reshaped(x, v, w):
    y = np.reshape(0.5 * (v + v), (2, 2))
    z = y.T * x + 0.5 * (y + y).T
    return z + y


def a_number_or_an_array(x, v, w):
    a, b = 1, 2
    for k in range(3):
        a = x
        if not np.isscalar(b):
            b = np.broadcast_to(b, 4) * 1.0
        b += v
        a = np.concatenate([np.atleast_1d(a), v])
    return np.sum(a)


for f in (
    doubled_and_halved,
    bound_again,
    alone,
    both_halves,
    next_to_another,
    in_a_column,
    negated_twice,
    in_a_loop,
    stored,
    in_a_list,
    in_a_dict,
    of_numbers,
    reshaped,
    a_number_or_an_array,
):
    program(f, *POINTS, tags="copies rebinding", must_pass=True)
