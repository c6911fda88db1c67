"""Open grids made by `np.ix_`: of floats, of places, of truth values."""

import numpy as np

from tests.programs import program

INPUTS = (0.7, np.array([2.1, 0.3, 1.4])), (0.4, np.array([0.8, 1.7, 0.6, 1.1]))


def right(function):
    program(function, *INPUTS, tags="arrays shapes", must_pass=True)
    return function


@right
def of_floats(x, v):
    rows, columns = np.ix_(v * x, v[:2])
    return np.sum(rows * columns**2)


@right
def of_three(x, v):
    p, q, r = np.ix_(v, v * x, v[:2])
    return np.sum(p * q**2 * r**3)


@right
def of_places(x, v):
    m = np.outer(v, v) * x
    return np.sum(m[np.ix_([0, 2], [1, 0])] ** 2)


@right
def of_truths_and_written(x, v):
    m = np.outer(v, v) * x
    chosen = np.ix_(v > 0.5, [0, 1])
    m[np.ix_([0], [1, 2])] *= x
    return np.sum(m[chosen] ** 2)
