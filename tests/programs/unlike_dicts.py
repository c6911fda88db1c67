"""Dicts and lists of unlike keys and lengths in one list, changed by one of their names."""

import numpy as np

from tests.programs import program

INPUTS = (
    (1.3, np.array([0.7, 0.2, 1.9]), {"a": 0.7, "b": -0.4}),
    (0.4, np.array([0.55, 0.7]), {"a": 0.3, "b": 0.2}),
)


def right(function):
    program(function, *INPUTS, tags="lists", must_pass=True)
    return function


def tried(function):
    """It may be refused."""
    program(function, *INPUTS, tags="lists")
    return function


@right
def case_a(x, v, d):
    h = [{"a": x, "b": 2.0}, d]
    if x > 1:
        h[-1]["b"] = x
    for t in v:
        h.append(d)
    return sum((t["a"] * t["b"] for t in h))


@right
def case_b(x, v, d):
    h = [d]
    if x > 1:
        h[-1]["b"] = x
    for t in v:
        h.append(d)
    return sum((t["a"] * t["b"] for t in h))


@right
def case_c(x, v, d):
    h = [d]
    if x > 1:
        d["b"] = x
    for t in v:
        h.append(d)
    return sum((t["a"] * t["b"] for t in h))


@right
def case_e(x, v, d):
    h = [d]
    d["b"] = x
    for t in v:
        h.append(d)
    return sum((t["a"] * t["b"] for t in h))


@right
def case_f(x, v, d):
    h = [d]
    if x > 1:
        d["b"] = x
    h.append(d)
    return sum((t["a"] * t["b"] for t in h))


@right
def case_g(x, v, d):
    h = []
    if x > 1:
        d["b"] = x
    for t in v:
        h.append(d)
    return sum((t["a"] * t["b"] for t in h))


@right
def case_i(x, v, d):
    h = [d]
    if x > 1:
        pass
    else:
        h[-1]["b"] = x
    for t in v:
        h.append(d)
    return sum((t["a"] * t["b"] for t in h))


@tried
def case_j(x, v, d):
    h = [{"a": x, "b": 2.0, "c": 1.0}, d]
    if x > 1:
        pass
    else:
        h[-1]["b"] = x
    for t in v:
        h.append(d)
    return sum((t["a"] * t["b"] for t in h))


@right
def case_k(x, v, d):
    h = [{"a": x, "b": 2.0, "c": 1.0}, d]
    for t in v:
        h.append(d)
    return sum((t["a"] * t["b"] for t in h))


@right
def case_l(x, v, d):
    h = [{"a": x, "b": 2.0, "c": 1.0}, d]
    d["b"] = x
    for t in v:
        h.append(d)
    return sum((t["a"] * t["b"] for t in h))


@right
def case_m(x, v, d):
    e = {"a": x, "b": v[0]}
    h = [{"a": x, "b": 2.0, "c": 1.0}, e]
    if x > 1:
        e["b"] = x
    for t in v:
        h.append(e)
    return sum((t["a"] * t["b"] for t in h))


@tried
def case_n(x, v, d):
    e = {"a": x, "b": v[0]}
    h = [{"a": x, "b": 2.0, "c": 1.0}, e]
    if x > 1:
        h[1]["b"] = x
    for t in v:
        h.append(e)
    return sum((t["a"] * t["b"] for t in h))


@tried
def case_o(x, v, d):
    h = [{"a": x, "b": 2.0, "c": 1.0}, d]
    for t in h:
        t["b"] = 3.0
    for t in v:
        h.append(d)
    return sum((t["a"] * t["b"] for t in h))


@right
def case_p(x, v, d):
    e = {"a": x, "b": v[0]}
    h = [{"a": x, "b": 2.0, "c": 1.0}]
    for t in v:
        h.append(e)
    h[1].update(b=4.0)
    return sum((t["a"] * t["b"] for t in h)) + e["b"]


@right
def case_q(x, v, d):
    e = [x, 2.0]
    h = [[x], e]
    for t in v:
        h.append([t, x, x])
    h[1].append(4.0)
    return sum((t[0] * len(t) for t in h)) + sum(e)


@tried
def case_r(x, v, d):
    e = [x, 2.0]
    h = [v, e]
    for t in v:
        h.append([t, x, x])
    h[1][0] = 4.0
    return sum((t[0] * len(t) for t in h)) + sum(e)


@right
def case_s(x, v, d):
    h = [v * x, np.outer(v, v)]
    for t in v:
        h.append(v * t)
    h[1][0] = 4.0
    h[0][1] = x
    return sum((np.sum(t) for t in h))
