"""Parts of a list that is picked from others at run time are replaced: whoever has the list sees that."""

from __future__ import annotations

import numpy as np

from tests.programs import program

POINTS = (
    (1.3, np.array([0.7, -0.4, 1.1, 0.3]), np.array([0.2, 1.4, -0.6, 0.9])),
    (-0.6, np.array([0.2, 1.4, -0.6, 0.9]), np.array([0.5, 1.2, -0.3, 0.8])),
)


def from_another(x, v, w):
    r = [[x, x, x], [x, 0.5, x], [0.2, w[0], v[1]]]
    for i in (0, 1):
        r[i][:] = r[1]
        continue
    return sum((t for q in r for t in q))


def the_rest(x, v, w):
    r = [[x, x, x], [x, 0.5, x], [0.2, w[0], v[1]]]
    for i in (0, 1):
        r[i][1:] = [w[1], x, v[2]]
        continue
    return sum((t for q in r for t in q))


def without_a_loop(x, v, w):
    r = [[x, x, x], [x, 0.5, x], [0.2, w[0], v[1]]]
    i = 0 if x > 0 else 1
    r[i][:] = r[2]
    return sum((t for q in r for t in q))


def by_another_name(x, v, w):
    r = [[x, x, x], [x, 0.5, x], [0.2, w[0], v[1]]]
    i = 0 if x > 0 else 1
    q = r[i]
    q[:] = [w[2], w[1]]
    return sum((t for q in r for t in q))


def made_longer(x, v, w):
    r = [[x, x, x], [x, 0.5, x], [0.2, w[0], v[1]]]
    i = 0 if x > 0 else 1
    q = r[i]
    q += [w[2], w[1]]
    return sum((t for q in r for t in q))


def shortened(x, v, w):
    r = [[x, x, x], [x, 0.5, x], [0.2, w[0], v[1]]]
    i = 0 if x > 0 else 1
    del r[i][0]
    r[i].insert(1, w[3])
    r[i].pop()
    return sum((t for q in r for t in q))


def in_a_dict(x, v, w):
    r = {"a": [x, x, x], "b": [x, 0.5, x]}
    k = "a" if x > 0 else "b"
    r[k][:] = [w[0], v[1], x]
    return sum(r["a"]) * 2 + sum(r["b"])


def of_constants(x, v, w):
    r = [[1.0, 2.0], [3.0, 4.0]]
    i = 0 if x > 0 else 1
    r[i][:] = [7.0, 8.0, 9.0]
    return sum(r[0]) * x + sum(r[1])


def of_constants_in_a_loop(x, v, w):
    r = [[1.0, 2.0], [3.0, 4.0]]
    for i in (0, 1):
        r[i][:1] = r[1 - i]
        continue
    return sum(r[0]) * x + sum(r[1])


def both_ways(x, v, w):
    r = [[1.0, 2.0], [3.0, 4.0]]
    for i in (0, 1):
        r[i][0] = 5.0
        r[i] += [2.0]
        continue
    return sum(r[0]) * x + sum(r[1])


def sorted_and_turned(x, v, w):
    r = [[x, x, x], [x, 0.5, x], [0.2, w[0], v[1]]]
    for i in (0, 1):
        r[i].sort()
        r[i].reverse()
        continue
    return r[0][0] * r[1][1] + r[1][0]


for f in (
    from_another,
    the_rest,
    without_a_loop,
    by_another_name,
    made_longer,
    shortened,
    in_a_dict,
    of_constants,
    of_constants_in_a_loop,
    both_ways,
    sorted_and_turned,
):
    program(f, *POINTS, tags="picked", must_pass=True)
