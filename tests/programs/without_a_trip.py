"""Two names for a container, of which a loop that may have no trip binds one again; changed after it."""

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.7, 0.2, 0.9]), 2), (0.4, np.array([0.55, 0.7]), 0)


def right(function):
    program(function, *INPUTS, tags="lists", must_pass=True)
    return function


def tried(function):
    """It may be refused."""
    program(function, *INPUTS, tags="lists")
    return function


@tried
def wa(x, v, n):
    A = [[e * 2.0 for e in v]]
    B = A
    for k in range(n):
        B = [[e * 2.0 for e in v * x]]
    A[0][0] = x * x
    return sum(A[0]) + 3 * sum(B[0])


@tried
def wb(x, v, n):
    A = [[e * 2.0 for e in v]]
    B = A
    for k in range(n):
        B = [[e * 2.0 for e in v * x]]
    B[0][0] = x * x
    return sum(A[0]) + 3 * sum(B[0])


@tried
def wc(x, v, n):
    A = [e * 2.0 for e in v]
    B = A
    for k in range(n):
        B = [e * 2.0 for e in v * x]
    B[0] = x * x
    return sum(A) + 3 * sum(B)


@right
def wd(x, v, n):
    A = [[e * 2.0 for e in v]]
    B = A
    if n:
        B = [[e * 2.0 for e in v * x]]
    B[0].append(x * x)
    return sum(A[0]) + 3 * sum(B[0])


@tried
def we(x, v, n):
    A = {"q": [e * 2.0 for e in v]}
    B = A
    for k in range(n):
        B = {"q": [e * 2.0 for e in v * x]}
    A["q"].append(x * x)
    return sum(A["q"]) + 3 * sum(B["q"])


@tried
def wf(x, v, n):
    A = {"q": v * 2, "t": x}
    B = A
    for k in range(n):
        B = {"q": v * x, "t": B["t"] * x}
    A["q"][0] = x * x
    A["t"] = 5.0 * x
    return sum(A["q"]) + 3 * sum(B["q"]) * B["t"]


@tried
def wg(x, v, n):
    A = [v * 2.0, x]
    B = A
    for k in range(n):
        B = [v * x, x * x]
    B[0][0] = x * x
    B[1] = 7 * x
    return np.sum(A[0]) + 3 * np.sum(B[0]) + A[1] * B[1]
