"""Calls with `*` of a sequence whose length is known only at run time."""

import math

import numpy as np

from tests.programs import program

X = np.array([1.5, -0.3, 2.2, 0.7])
Y = np.array([0.4, 1.1, -0.9])


def squares(x):
    found = []
    for v in x:
        if v > -5:
            found.append(v * v)
    return found


def largest_of_list(x):
    xs = [v * v for v in x]
    return max(*xs) * x[0]


def smallest_of_filtered(x):
    return min(*squares(x)) + x[1]


def between_two_bounds(x):
    return min(x[0], *squares(x)) * max(*squares(x), 0.1)


def two_stars_and_a_number(x):
    ys = squares(x)
    return max(*ys, *ys[::-1], 0.5)


def by_a_key(x):
    return max(*squares(x), key=lambda v: -v) * x[2]


def of_a_mask(x):
    return max(*x[x > 0]) * math.hypot(*x[x > 0])


def of_mapped(x):
    return max(*map(lambda v: v * 3, squares(x))) + min(*(v * 2 for v in squares(x)))


def norm(x):
    return math.hypot(*squares(x))


def norm_with_more(x):
    return math.hypot(x[0], *squares(x), 2.0)


def length_of(*parts):
    return math.hypot(*parts) + max(*parts) * len(parts)


def handed_on(x):
    return length_of(*squares(x))


def total(first, *others, scale=2.0):
    return scale * first * sum(v * v for v in others)


def own_function(x):
    return total(*squares(x), scale=x[0]) + total(1.0, *squares(x))


def in_a_loop(x):
    ys, total_of = [], 0.0
    for v in x:
        ys.append(v * v)
        if len(ys) > 1:
            total_of += max(*ys) - min(*ys)
    return total_of


for function in (
    largest_of_list, smallest_of_filtered, between_two_bounds, two_stars_and_a_number, by_a_key, of_a_mask,
    of_mapped, norm, norm_with_more, handed_on, own_function, in_a_loop,
):  # fmt: skip
    program(function, (X,), (Y,), tags="starred lists", must_pass=True)
