"""What programs are not often written like, and yet are: names, iterators, exceptions and classes in uncommon roles."""

import numpy as np

from tests.programs import program

# -- loop variables that are read after their loops, or bound by others as well ----------------------------------


def last_index_of_an_inner_loop(x, v):
    s = 0.0
    for i in range(len(v)):
        for j in range(i + 1):
            s += v[j] * x
        s *= v[j] * x
    return s * i * j


def two_loops_over_one_name(x, v):
    s = x
    for i in range(3):
        for i in range(2):
            s = np.sin(s) * v[i]
        for i in range(i + 1):
            s = np.cos(s) + v[i] * x
        s = s * v[i]
    return s


def loop_variable_given_before(x, v):
    s = 1.0
    i = 1
    for k in range(3):
        s = s * v[i] * x
        for i in range(k):
            s = s + np.sin(v[i] * s)
    return s * v[i]


def loop_variable_of_an_empty_looking_loop(x, v):
    s = 0.0
    for i in range(len(v)):
        s += v[i] * x
    return s * v[i] + i


def index_where_an_inner_loop_stopped(x, v):
    s = x
    k = 0
    while k < 4:
        for i in range(3):
            s = np.sin(s * v[i])
            if s < 0.5:
                break
        k += 1 + i
    return s * i


def items_of_an_inner_loop_afterwards(x, v):
    s = x
    for i, a in enumerate(v):
        for i, b in enumerate(v):
            s = s * 1.01 + a * b
        s = s * a * b * (i + 1)
    return s * a * b + i


def one_name_for_both_indices_of_a_store(x, v):
    u = v * x
    for i in range(3):
        for i in range(2):
            u[i] = u[i] * x + u[i + 1]
        u[i] *= x
    return np.sum(u * u) * i


def index_after_a_reversed_loop(x, v):
    s = 0.0
    for i in range(3):
        t = v[i] * x
        for i in reversed(range(i + 1)):
            t = t * v[i]
            if t > 1:
                continue
            t = t + x
        s += t * v[i]
    return s


for f in (
    last_index_of_an_inner_loop, two_loops_over_one_name, loop_variable_given_before,
    loop_variable_of_an_empty_looking_loop, index_where_an_inner_loop_stopped, items_of_an_inner_loop_afterwards,
    one_name_for_both_indices_of_a_store, index_after_a_reversed_loop,
):  # fmt: skip
    program(f, (0.7, np.array([1.25, 2.4, 0.55])), (1.3, np.array([0.35, 1.6, 2.2])), tags="issue3 admitted",
            wrt=(0, 1), must_pass=True)  # fmt: skip
