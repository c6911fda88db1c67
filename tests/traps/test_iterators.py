"""Iterators, generators and shared variables: what is read once, when, and by whom."""

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import TangentxError


def zip_twice(x):
    pairs = zip([x, 2 * x], [x, x * x])
    total = 0.0
    for a, b in pairs:
        total += a * b
    for a, _ in pairs:  # finds nothing
        total += a
    return total


def enumerate_in_a_loop(x):
    items = enumerate([x, 2 * x])
    total = 0.0
    for _ in range(2):
        for k, v in items:
            total += k * v
    return total


def continued_after_break(x):
    items = (v * x for v in [1.0, 2.0, 3.0] if v > x)
    for v in items:
        total = v
        break
    return total + sum(items)


@pytest.mark.parametrize("f", [zip_twice, enumerate_in_a_loop, continued_after_break])
def test_an_iterator_that_is_read_twice_is_refused(f):
    with pytest.raises(TangentxError) as caught:
        tx.grad(f)(1.3)
    assert caught.value.code == "TX253"


def raising(x):
    def items():
        yield x
        raise ValueError("enough")

    total = 0.0
    try:
        for v in items():
            total += v
    except ValueError:
        total *= 10.0
    return total


def test_what_a_generator_raises_is_not_lost():
    with pytest.raises(TangentxError) as caught:
        tx.grad(raising)(1.3)
    assert caught.value.code == "TX256"


def test_a_range_keeps_its_bounds():
    def f(x):
        n = 3
        trips = range(n)
        n = 5
        return sum(x**i for i in trips) * n

    assert tx.grad(f)(1.3) == pytest.approx(5.0 * (1.0 + 2.0 * 1.3))


def test_falling_off_the_end_gives_none():
    def part(x):
        if x > 1.0:
            return x * x

    def f(x):
        return part(x) if part(x) is not None else x

    assert tx.grad(f)(2.0) == pytest.approx(4.0)


def test_an_item_is_read_before_its_value_is_computed():
    def f(x):
        u = np.array([x, 2.0 * x])

        def writer():
            u[0] = 10.0 * x
            return x

        u[0] += writer()
        return u[0]

    assert tx.grad(f)(1.3) == pytest.approx(2.0)
