"""Iterators that are read by hand, item by item, and read on: generator expressions, `tee`, `zip(it, it)`."""

import itertools

import numpy as np

from tests.programs import program


def two_items_of_a_generator_expression(x, v):
    it = (np.sin(t) * x for t in v)
    a = next(it)
    b = next(it)
    return a * b


def first_item_and_the_rest(x, v):
    it = (t * x for t in v)
    a = next(it)
    return a * sum(it)


def next_in_a_loop(x, v):
    it = (t * x for t in v)
    s = 0.0
    for k in range(3):
        s = s * 1.1 + next(it)
    return s


def expression_sees_a_new_value(x, v):
    k = x
    it = (t * k for t in v)
    a = next(it)
    k = k * 2.0
    b = next(it)
    return a * b + next(it)


def loop_left_and_read_on(x, v):
    it = (t * x for t in v)
    for t in it:
        if t > 1:
            break
    r = list(it)
    return t + sum(r) + len(r)


def first_two(items):
    return next(items) + 2 * next(items)


def helper_reads_twice(x, v):
    return first_two(t * x for t in v) * x


def norms(rows):
    return (np.sum(r * r) for r in rows)


def returned_expression(x, v):
    g = norms([v, v * x, v + x])
    a = next(g)
    b = next(g)
    return a * x + b * next(g)


def read_to_the_end_by_hand(x, v):
    it = (a * b for a, b in zip(v, v[1:]))
    s = x
    while True:
        try:
            s = s * next(it) + x
        except StopIteration:
            break
    return s


def items_in_pairs(x, v):
    w = [*v, x]
    return sum(a * b for a, b in zip(*[iter(w)] * 2))


def dict_of_pairs(x, v):
    it = iter([0, x, 1, x * v[0]])
    d = dict(zip(it, it))
    return d[0] * d[1]


def two_readers(x, v):
    a, b = itertools.tee(v * x)
    next(b)
    return sum(p * q for p, q in zip(a, b))


for f in (
    two_items_of_a_generator_expression, first_item_and_the_rest, next_in_a_loop, expression_sees_a_new_value,
    loop_left_and_read_on, helper_reads_twice, returned_expression, read_to_the_end_by_hand, items_in_pairs,
    dict_of_pairs, two_readers,
):  # fmt: skip
    program(f, (0.7, np.array([1.25, 2.4, 0.55])), (1.3, np.array([0.35, 1.6, 2.2])), tags="issue3 generators",
            wrt=(0, 1), must_pass=True)  # fmt: skip
