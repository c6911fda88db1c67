"""Containers that are one or another by the path, in the body of a `with` or of a `try` that has a `finally`."""

import numpy as np

from tests.programs import Sampler, program

s = Sampler(20261126)
INPUTS = [(0.5, s.positive(3)), (0.1, s.positive(3))]


class Stop(Exception):
    """Carries what it was raised for."""


def in_a_with(x, w):
    a = [x, x * x]
    b = [w[0], x]
    with np.errstate(all="ignore"):
        if x > 0.2:
            q = a
        else:
            q = b
        q[0] = 2 * x
        y = a[0] + b[1]
    return y + a[1] * b[0]


def before_a_finally(x, w):
    a = [x, x * x]
    b = [w[0], x]
    try:
        if x > 0.2:
            q = a
        else:
            q = b
        q[0] = 3 * x
    finally:
        y = a[0] + b[1]
    return y + a[1] * b[0] + a[0]


def raised_in_a_loop(x, v):
    t = v * 1.0
    i = 0
    while i < 2:
        i += 1
        try:
            if x > 0.2:
                raise Stop(v)
        except Stop:
            x = 2 * x
        finally:
            t[0] = x
    return np.sum(t)


def behind_a_with(x, w):
    a = [x, x * x]
    b = [w[0], x]
    with np.errstate(all="ignore"):
        if x > 0.2:
            q = a
        else:
            q = b
        y = a[0] + b[1]
    q[0] = 2 * x
    return y + a[1] * b[0] + a[0]


def in_a_finally(x, w):
    y = w.copy()
    q = {"k": 0.4, "c": 0.3}
    try:
        y[0] = 2 * w[1]
    except Stop:
        q = {k: z * 0.9 for k, z in q.items()}
    finally:
        q["k"] = 0.3
    return x + np.sum(y)


for _function in (in_a_with, before_a_finally, raised_in_a_loop):
    program(_function, *INPUTS, tags="exceptions aliasing", must_pass=True)
for _function in (behind_a_with, in_a_finally):  # refused: which one it is is not known behind the scope
    program(_function, *INPUTS, tags="exceptions aliasing")
