"""Lists that a loop or a function is left with on some paths only: nobody looks at them where they were not made."""

import math

from tests.programs import program


def near_the_end(c):
    for _ in range(3):
        if c[-1] < 0.4:
            return [q + 0.1 for q in c if q > 0.2] + [c[0], c[-1]]
    return c[::-1]


def left_with_a_list(c):
    r = near_the_end(c)
    return r[0] + r[-1] * r[-1]


def left_in_each_trip(c):
    for _ in range(3):
        c = near_the_end(c)
    return c[0] + c[-1] * c[-1]


def left_in_an_endless_loop(c):
    k = 0
    while True:
        c = near_the_end(c)
        k += 1
        if k > 3:
            break
    return c[0] + c[-1] * c[-1]


def left_in_nested_loops(c, y):
    if y < 0.4:
        outer = 0
        while outer < 4 and y < 3.0:
            outer += 1
            inner = 0
            while True:
                inner += 1
                if inner > 2:
                    break
                c = near_the_end(c)
    return 0.1 * (y + c[0] + c[-1]) + math.sin(y)


def above(c, t):
    return [q for q in c if q > t]


def under_two_names(c, y):
    if y > 0.5:
        q = above(c, 0.1)
        r = q
    if y < 0.3:
        r = above(c, 0.2)
    if 0.3 < y < 0.5:
        return y
    if y > 0.9:
        return q[0] + r[-1]
    return r[0] * r[-1]


def under_two_names_and_bound_again(c, y):
    if y > 0.5:
        q = above(c, 0.1)
        r = q
    q = above(c, 0.2)
    if y > 0.6:
        return q[0] + r[-1]
    return q[0]


def in_a_dict(c, y):
    for k in (0.1, 0.2, 0.3):
        if y > k * 2:
            r = {"a": above(c, k), "b": y}
            if y < k * 3:
                return r
    return {"a": above(c, 0.0), "b": y * y}


def left_with_a_dict(c, y):
    a = in_a_dict(c, y)
    a["a"].append(y)
    return a["a"][0] * a["b"] + a["a"][-1]


for function in (left_with_a_list, left_in_each_trip, left_in_an_endless_loop):
    program(function, ([2.5, 0.3],), ([2.5, 0.5],), tags="lists loops", must_pass=True)
program(
    left_in_nested_loops, ([0.13, 0.24, 0.37], 0.31), ([0.13, 0.24, 0.92], 0.31),
    tags="lists loops", must_pass=True,
)  # fmt: skip
for function in (under_two_names, under_two_names_and_bound_again):
    program(
        function, ([0.5, 0.3], 0.66), ([0.5, 0.3], 0.45), ([0.5, 0.3], 0.2), ([0.5, 0.3], 0.92),
        tags="lists", must_pass=True,
    )  # fmt: skip
program(
    left_with_a_dict, ([0.9, 0.33], 0.11), ([0.9, 0.33], 1.45), ([0.33, 0.5], 0.7), ([0.33, 0.5], 0.29),
    tags="lists dicts", must_pass=True,
)  # fmt: skip
