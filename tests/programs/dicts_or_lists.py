"""Dicts on one path, and lists, other dicts, or None on the other; what goes through a dict gets its keys."""

import math

import numpy as np

from tests.programs import program

ONE, OTHER = (1.3, np.array([0.3, 0.7, 1.5])), (0.4, np.array([0.2, 0.9, 1.1]))


def keys_of_either(x, v):
    z = {2: x, 3: v[0]} if x > 1 else {1: x, 0: v[0]}
    return list(z)[1] * x + max(z) * v[1] + sum(z)


def exact_sum_of_keys(x, v):
    z = {2: x, 3: v[0]} if x > 1 else {1: x}
    return math.fsum(z) * x


def product_of_keys(x, v):
    z = {2: x, 3: v[0]} if x > 1 else {1: x, 4: v[0]}
    return math.prod(z) * x + v[1]


def whole_factors(x, v):
    return math.floor(10 * v[0] + 0.5) * x + math.factorial(3) * x


def any_of_either(x, v):
    z = {2: x, 3: v[0]} if x > 1 else [x, v[0]]
    return x if any(z) else 2 * x


def dict_or_none(x, v):
    z = None if x < 1 else {1: x, 0: v[0]}
    r = x * x
    if z is not None:
        for key in z:
            r += z[key] * (key + 1)
    return r


def dict_or_none_by_flag(x, v):
    flag = x > 1
    z = {1: x, 2: v[0]} if flag else None
    r = x
    if flag:
        r = r * sum(z) + z[1]
    return r


def list_of_either(x, v):
    z = {2: x, 3: v[0]} if x > 1 else [x, v[0]]
    return list(z)[1] * x


def sum_of_either(x, v):
    z = {2: x, 3: v[0]} if x > 1 else [x, v[0]]
    return sum(list(z)) * x


def largest_of_either(x, v):
    z = {2: x, 3: v[0]} if x > 1 else [x, v[0]]
    return max(z) * x


def unpacked(x, v):
    z = {2: x, 3: v[0]} if x > 1 else [x, v[0]]
    a, b = z
    return a * x + b


def loop_over_none(x, v):
    z = None if x > 1 else {1: x, 0: v[0]}
    r = 0.0
    try:
        for e in z:
            r += e * x
    except TypeError:
        r = 7 * x
    return r


def loop_over_no_list(x, v):
    z = None if x > 1 else [x, v[0]]
    r = 0.0
    try:
        for e in z:
            r += e * x
    except TypeError:
        r = 7 * x
    return r


for f in (
    keys_of_either, exact_sum_of_keys, product_of_keys, whole_factors, any_of_either, dict_or_none,
    dict_or_none_by_flag,
):  # fmt: skip
    program(f, ONE, OTHER, tags="trees", must_pass=True)
for f in (list_of_either, sum_of_either, largest_of_either, unpacked, loop_over_none, loop_over_no_list):
    program(f, ONE, OTHER, tags="trees", must_pass=False)


def stored(x, v):
    z = (x, x * x) if x > 1 else v[:2]
    y = np.zeros(2)
    y[:] = z
    return y * v[0]


def stacked(x, v):
    z = (x, x * x) if x > 1 else v[:2]
    return np.stack([z, z])


def beside_an_array(x, v):
    z = (x, x * x) if x > 1 else v
    return np.concatenate([z, v])


def added_to_an_array(x, v):
    z = (x, x * x) if x > 1 else v[:2]
    y = np.ones((2, 2)) * x
    y += z
    return y


def items_of_the_tuple(x, v):
    z = (x, x * x) if x > 1 else v
    return np.array([z[0], z[1]]) * x if isinstance(z, tuple) else z * x


def items_of_linked_tuples(x, v):
    p = None
    for _ in range(2):
        p = (v * x, x, p)
    y = np.zeros(3)
    y[0] = p[1]
    y[1:] = p[2][0][1]
    return np.stack([p[0], y, p[2][0]]) * np.hstack([p[0][0], p[1], x])


for f in (stored, stacked, beside_an_array, added_to_an_array):
    program(f, ONE, OTHER, tags="trees", must_pass=False)
for f in (items_of_the_tuple, items_of_linked_tuples):
    program(f, ONE, OTHER, tags="trees", must_pass=True)
