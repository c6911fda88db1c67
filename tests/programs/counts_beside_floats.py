"""Whole numbers that are kept in a list or dict next to floats: where they are used, they repeat lists and count."""

import itertools
import operator

import numpy as np

from tests.programs import Sampler, program

S = Sampler(81007)


def add(function):
    program(
        function, (S.positive(3),), (S.positive(3),), tags="whole_or_float", must_pass=True, second=True,
    )  # fmt: skip


def rows(y, n):
    made = []
    for v in y:
        made.append([v, n])
    return made


def display_repeated(y):
    L = []
    for v in y:
        L.append([v, 2])
    n = L[-1][1]
    q = [y[0], y[1]] * n
    return sum(np.sin(z) for z in q)


def pools_written_out(y):
    L = [[v, 1] for v in y]
    L[0][1] = 3
    out = []
    for v, n in L:
        out.extend([v] * n)
    return np.array(out)


def count_under_a_key(y):
    d = {}
    for v in y:
        d[len(d)] = v
    d["n"] = 2
    return sum(np.sin(z) for z in [d[0]] * d["n"])


def count_at_the_end(y):
    L = list(y) + [2]
    return sum(np.sin(z) for z in [y[0]] * L[-1])


def repeated_in_place(y):
    L = [[v, 3] for v in y]
    w = [y[0], y[1]]
    w *= L[0][1]
    return sum(np.sin(z) for z in w)


def array_of_repeated(y):
    L = [[v, 2] for v in y]
    return np.sum(np.sin(np.array([L[1][0]] * L[1][1])))


def range_of_count(y):
    L = []
    for v in y:
        L.append([v, 3])
    return np.prod(np.arange(L[0][1]) + y)


def shape_of_count(y):
    L = []
    for v in y:
        L.append([v, 2])
    a = np.ones((2, 2)) * y[0]
    return np.sum(np.reshape(a, (L[0][1], -1)) * y[1])


def repeat_of_count(y):
    n = rows(y, 2)[0][1]
    return np.sum(np.repeat(y, n) ** 2)


def combinations_of_count(y):
    n = rows(y, 2)[0][1]
    return sum(a * b for a, b in itertools.combinations([y[0], y[1], y[2]], n))


def slice_of_count(y):
    n = rows(y, 2)[0][1]
    return np.sum(y[:n] ** 2)


def matched_count(y):
    n = rows(y, 3)[0][1]
    match n:
        case int():
            return y[0] * 2
        case _:
            return y[1]


def class_of_count(y):
    n = rows(y, 3)[0][1]
    return y[0] * 2 if type(n) is int else y[1]


def twice_repeated(y):
    n = rows(y, 2)[0][1]
    return np.sum(np.array([[y[0]] * n] * n) ** 2)


def count_or_half(y):
    n = 2
    if y[0] > 100:
        n = 0.5
    return sum([y[0] * y[0]] * n)


def count_or_factor(y):
    n = 2
    if y[0] > 100:
        n = y[1]
    return sum([y[0] * y[0]] * n)


def repeated_in_a_loop(y):
    L = rows(y, 2)
    out = []
    for v, n in L:
        for w in [v * v] * n:
            out.append(w)
    return sum(out)


def pools_of_adjacent_violators(y):
    blocks = [[v, 1] for v in y]
    i = 0
    while i + 1 < len(blocks):
        if blocks[i][0] > blocks[i + 1][0]:
            b = blocks.pop(i + 1)
            n = blocks[i][1] + b[1]
            blocks[i] = [(blocks[i][0] * blocks[i][1] + b[0] * b[1]) / n, n]
            i = max(i - 1, 0)
        else:
            i += 1
    out = []
    for v, n in blocks:
        out.extend([v] * n)
    return np.array(out)


def computed_count(y):
    L = rows(y, 2)
    n = L[0][1] + 1
    return sum([y[0] * y[0]] * n)


def larger_count(y):
    L = rows(y, 2)
    return sum([y[0] * y[0]] * max(L[0][1], L[1][1]))


def sum_of_counts(y):
    L = rows(y, 2)
    n = sum(c for _, c in L)
    return sum([y[0] * y[0]] * n)


def repeated_again(y):
    L = rows(y, 2)
    w = [y[0], y[1]]
    for _ in range(2):
        w = w * L[0][1]
    return sum(z * z for z in w)


def tuple_repeated(y):
    L = rows(y, 2)
    return sum(z * z for z in (y[0], y[1]) * L[0][1])


def count_first(y):
    L = rows(y, 2)
    return sum(z * z for z in L[0][1] * [y[0], y[1]])


def index_of_count(y):
    L = rows(y, 2)
    return sum([y[0] * y[0]] * operator.index(L[0][1]))


for function in (
    display_repeated,
    pools_written_out,
    count_under_a_key,
    count_at_the_end,
    repeated_in_place,
    array_of_repeated,
    range_of_count,
    shape_of_count,
    repeat_of_count,
    combinations_of_count,
    slice_of_count,
    matched_count,
    class_of_count,
    twice_repeated,
    count_or_half,
    count_or_factor,
    repeated_in_a_loop,
    pools_of_adjacent_violators,
    computed_count,
    larger_count,
    sum_of_counts,
    repeated_again,
    tuple_repeated,
    count_first,
    index_of_count,
):
    add(function)
