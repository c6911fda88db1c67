"""Deep copies: what is in a container twice is in its copy twice."""

from __future__ import annotations

import copy

import numpy as np

from tests.programs import program

POINTS = (
    (1.3, np.array([0.7, -0.4, 1.1, 0.3]), [0.5, 1.2, -0.3]),
    (-0.6, np.array([0.2, 1.4, -0.6, 0.9]), [1.5, -0.2, 0.3]),
)


def a_list_twice(x, v, c):
    r = [[*c], c, c]
    q = copy.deepcopy(r)
    q[-1] *= 2
    return sum((t for s in q for t in s))


def in_a_dict(x, v, c):
    d = {"a": c, "b": c}
    q = copy.deepcopy(d)
    q["a"].append(x)
    q["b"][0] = x * 2
    return sum(q["a"]) * sum(q["b"])


def in_a_dict_and_a_list(x, v, c):
    d = {"a": c, "b": [c, v]}
    q = copy.deepcopy(d)
    q["a"][1] = x
    q["b"][1][2] = x
    return sum(q["b"][0]) * np.sum(q["b"][1]) + np.sum(v)


def in_a_comprehension(x, v, c):
    n = len(c)
    r = [c for _ in range(n)]
    q = copy.deepcopy(r)
    q[0][0] = x
    return q[1][0] * q[2][0] + c[0]


def one_of_the_others(x, v, c):
    rows = [c, list(v)]
    one = rows[0 if x > 0 else 1]
    r = [one, rows]
    q = copy.deepcopy(r)
    q[0][0] = x
    return q[1][0][0] * q[1][1][0] + c[0]


def one_or_the_other(x, v, c):
    b = c if x > 0 else list(v)
    r = {"a": b, "c": c, "n": [1.0, x]}
    q = copy.deepcopy(r)
    q["a"][0] = x
    return q["c"][0] * sum(q["a"]) + q["n"][1] + c[0]


def the_best_so_far(x, v, c):
    class S:
        def __init__(self, c):
            self.h = c
            self.log = [1.0]

    s = S(c)
    best = copy.deepcopy(s)
    for k in range(3):
        s.h[k] = s.h[k] * x
        s.log.append(s.h[k])
        if s.h[k] > 0:
            best = copy.deepcopy(s)
    return sum(best.h) + sum(best.log) + sum(s.log)


def an_array_twice(x, v, c):
    q = copy.deepcopy([v, v])
    q[0][1] = x
    return np.sum(q[0] * q[1])


def an_object_twice(x, v, c):
    class B:
        def __init__(self, u):
            self.u = u

    b = B(v)
    q = copy.deepcopy([b, b, v])
    q[0].u[1] = x
    q[1].u[0] = 2 * x
    return np.sum(q[0].u * q[1].u * q[2])


for f in (a_list_twice, in_a_dict, in_a_dict_and_a_list, in_a_comprehension, the_best_so_far):
    program(f, *POINTS, tags="copies", must_pass=True)
for f in (one_of_the_others, one_or_the_other, an_array_twice, an_object_twice):
    program(f, *POINTS, tags="copies")
