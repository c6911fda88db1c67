"""Lists that get another name, or a place in a container, in each trip of a loop, and are used behind it."""

import numpy as np

from tests.programs import Sampler, program

s = Sampler(20261127)
INPUTS = [(0.5, s.positive(4)), (0.1, s.positive(4))]


def judged(function):
    program(function, *INPUTS, tags="lists aliasing", must_pass=True)
    return function


@judged
def by_a_plain_name(x, v):
    b = [q * q for q in v]
    for _ in v:
        d = b
    return d[0] * x + d[1]


@judged
def changed_by_the_old_name(x, v):
    b = [q * q for q in v]
    for _ in v:
        d = b
    b[0] = x
    b.append(x * x)
    return d


@judged
def in_a_dict_of_either_path(x, v):
    a = [q * q for q in v]
    b = a[:]
    c = a if v[0] > 0.0 else b
    c[1] = 1.0
    for _ in v:
        d = {"a": b}
    return d


@judged
def in_a_tuple_of_either_path(x, v):
    b = [q * q for q in v]
    if x > 0.2:
        for _ in v:
            d = (b, x)
    else:
        for _ in v:
            d = (b, 2 * x)
    b[0] = x * b[1]
    return d


@judged
def taken_out_again(x, v):
    b = [q * q for q in v]
    if x > 0.2:
        for _ in v:
            d = (b, x)
    else:
        for _ in v:
            d = (b, 2 * x)
    return d[0][0] * d[1], [*d, x]


@judged
def stacked_before_a_change(x, v):
    b = [q * q for q in v]
    for _ in v:
        d = (b, x)
    t = np.sum(np.stack((*d[:1], b)))
    b[1] = x
    return t * b[2], d


@judged
def bound_again_in_the_trip(x, v):
    b = [q * q for q in v]
    n = 0
    while n < 3:
        n += 1
        e = b
        d = (e, x * n)
        b = [q * x for q in e]
        if n > 1:
            continue
        b.append(x)
        b.pop()
    return d, b


@judged
def of_a_loop_that_breaks(x, v):
    b = [x * q for q in v]
    if x > 0.2:
        for p in v:
            c = [q * q * p for q in v]
            d = (c, x)
    else:
        for p in v:
            e = b
            b = [x * p, x * x, x, x]
            d = (e, 2 * x)
            if p > 0.6:
                break
    return d, b
