"""A function that is called as it is may change a list that the reverse sweep reads again: followed, or refused."""

from __future__ import annotations

import random

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import TangentxError


def rotated(c):
    for t in c:
        c.append(9.0)
        if c.pop(0) > 1.5:
            break
    return t


def read_before_the_call(x, c, n):
    y = 0.0
    b = c
    for _ in range(n):
        y = y + x * x * b[0]
        rotated(b)
    c = [x]
    for _ in range(n):
        c.append(x)
    return y * c[0]


def called_and_bound_again(x, c, n):
    s = rotated(c)
    c = [x]
    for _ in range(n):
        c.append(x)
    return x * c[0] + s


def shuffled_display(x, c, n):
    order = [0, 1, 2, 3]
    random.Random(3).shuffle(order)
    t = 0.0
    for k in order:
        t = t * x + k * c[0]
    return t


def shuffled_each_epoch(x, c, n):
    rng = np.random.default_rng(0)
    order = list(range(4))
    t = 0.0
    for _ in range(n):
        rng.shuffle(order)
        for k in order:
            t = t * x + k
    return t


PROGRAMS = (read_before_the_call, called_and_bound_again, shuffled_display, shuffled_each_epoch)


@pytest.mark.parametrize("function", PROGRAMS, ids=lambda f: f.__name__)
def test_right_or_refused(function) -> None:
    x, c, n, h = 0.7, [1.0, 2.0, 3.0], 2, 1e-6
    mine = list(c)
    try:
        value, slope = tx.value_and_grad(function, 0)(x, mine, n)
    except TangentxError as error:
        assert error.place is not None
        return
    assert mine == c
    assert value == function(x, list(c), n)
    expected = (function(x + h, list(c), n) - function(x - h, list(c), n)) / (2 * h)
    assert abs(slope - expected) < 1e-6 * (1 + abs(expected))
