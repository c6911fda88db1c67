"""Recursive functions that get, or give, what is None on some paths, or an array, or whole and later a float."""

from dataclasses import dataclass

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.7, -0.4, 1.1, 0.3])), (0.4, np.array([-0.2, 1.4, -0.6]))


def right(function):
    program(function, *INPUTS, tags="recursion", must_pass=True)
    return function


def first_order(function):
    """The second derivative may be refused."""
    program(function, *INPUTS, tags="recursion", must_pass=True, second=False)
    return function


@dataclass
class N:
    v: float
    l: object = None


def down(k, best, x):
    if best is None:
        return x * 3.0 if k == 0 else down(k - 1, best, x) * x
    return x * x if k == 0 else down(k - 1, best, x) + x


@right
def num(x, v):
    b = None
    if v[0] > 0:
        b = x
    return down(len(v), b, x)


@right
def arr(x, v):
    b = None
    if v[0] > 0:
        b = v * x
    return down(len(v), b, x)


@right
def tup(x, v):
    b = None
    if v[0] > 0:
        b = (x, v)
    return down(len(v), b, x)


@first_order
def lst(x, v):
    b = None
    if v[0] > 0:
        b = [a * x for a in v]
    return down(len(v), b, x)


@first_order
def obj(x, v):
    b = None
    if v[0] > 0:
        b = N(x)
    return down(len(v), b, x)


@right
def dct(x, v):
    b = None
    if v[0] > 0:
        b = {"a": x}
    return down(len(v), b, x)


@right
def txt(x, v):
    b = None
    if v[0] > 0:
        b = "ab"
    return down(len(v), b, x)


@right
def fn(x, v):
    b = None
    if v[0] > 0:
        b = np.sin
    return down(len(v), b, x)


@right
def inside_tuple(x, v):

    def go(k, t):
        if t[0] is None:
            return x * 3.0 if k == 0 else go(k - 1, t) * x
        return t[0] if k == 0 else go(k - 1, t) + t[1]

    b = None
    if v[0] > 0:
        b = x * 2
    return go(len(v), (b, x))


@first_order
def inside_obj(x, v):

    def go(k, t):
        if t.l is None:
            return x * 3.0 if k == 0 else go(k - 1, t) * x
        return t.l if k == 0 else go(k - 1, t) + t.v

    b = None
    if v[0] > 0:
        b = x * 2
    return go(len(v), N(x, b))


@right
def captured(x, v):
    b = None
    if v[0] > 0:
        b = x * 2

    def go(k):
        if b is None:
            return x * 3.0 if k == 0 else go(k - 1) * x
        return b if k == 0 else go(k - 1) + b

    return go(len(v))


@right
def result_none(x, v):

    def find(k):
        if k >= len(v):
            return None
        if v[k] > 1.0:
            return v[k] * x
        return find(k + 1)

    r = find(0)
    return x if r is None else r * r


@right
def result_none_tuple(x, v):

    def find(k):
        if k >= len(v):
            return None
        if v[k] > 1.2:
            return (v[k] * x, k)
        return find(k + 1)

    r = find(0)
    return x if r is None else r[0] * r[0]


@right
def truthy(x, v):

    def go(k, b):
        if b:
            return x * x if k == 0 else go(k - 1, b) + x
        return x * 3.0 if k == 0 else go(k - 1, b) * x

    b = None
    if v[0] > 0:
        b = x
    return go(len(v), b)


@right
def isinst(x, v):

    def go(k, b):
        if isinstance(b, float):
            return x * x if k == 0 else go(k - 1, b) + x
        return x * 3.0 if k == 0 else go(k - 1, b) * x

    b = None
    if v[0] > 0:
        b = x
    return go(len(v), b)


@right
def becomes(x, v):

    def go(k, b):
        if k == len(v):
            return x if b is None else b
        if v[k] > 0:
            b = v[k] * x if b is None else b + v[k]
        return go(k + 1, b)

    return go(0, None)


@right
def becomes_num_arr(x, v):

    def go(k, b):
        if k == len(v):
            return np.sum(b) if isinstance(b, np.ndarray) else b * 3
        if v[k] > 1.0:
            b = b * v
        return go(k + 1, b)

    return go(0, x)


@right
def num_or_arr_arg(x, v):

    def go(k, b):
        if k == 0:
            return np.sum(b) if isinstance(b, np.ndarray) else b * 3
        return go(k - 1, b * x)

    b = x
    if v[0] > 0:
        b = v * x
    return go(len(v), b)


@right
def int_or_float_arg(x, v):

    def go(k, b):
        if k == 0:
            return x * b if isinstance(b, int) else x * x * b
        return go(k - 1, b)

    b = 2
    if v[0] > 0:
        b = 2.5
    return go(len(v), b)


@right
def np_or_py_arg(x, v):

    def go(k, b):
        if k == 0:
            return x * b if hasattr(b, "shape") else x * x * b
        return go(k - 1, b)

    b = x
    if v[0] > 0:
        b = v[0]
    return go(len(v), b)
