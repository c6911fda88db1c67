"""A view that a trip of a loop writes on, and the trip before has taken: where in the array it is changes by trip."""

import numpy as np

from tests.programs import Sampler, program

s = Sampler(20261128)
INPUTS = [(s.scalar(), s.positive(4)) for _ in range(2)]


def of_an_array_at_first(x, w):
    a = np.outer(w, w)
    z = w * 2
    for i in range(3):
        z *= x
        z = a[i + 1]
    return np.sum(a)


def longer_by_one(x, w):
    a = w * 1.0
    z = np.zeros(2)
    for i in range(3):
        z *= x
        z = a[: i + 1]
    return np.sum(a)


def counted_by_hand(x, w):
    a = np.outer(w, w)
    z = a[3]
    n = 0
    while n < 3:
        z *= x
        k = (n + 2) % 3
        z = a[k]
        n += 1
    return np.sum(a)


def none_at_first(x, w):
    a = np.outer(w, w)
    z = None
    for i in range(3):
        if z is not None:
            z *= x
        z = a[i + 1]
    return np.sum(a)


def longer_and_none_at_first(x, w):
    a = w * 1.0
    z = None
    for i in range(3):
        if z is not None:
            z *= x
        z = a[: i + 1]
    return np.sum(a)


for _function in (of_an_array_at_first, longer_by_one, counted_by_hand):
    program(_function, *INPUTS, tags="issue3 views", must_pass=True)
for _function in (none_at_first, longer_and_none_at_first):  # refused in reverse mode
    program(_function, *INPUTS, tags="issue3 views")
