"""Loops over objects follow their `__iter__`, or are refused; so are sets of differentiated values."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import tangentx as tx


class Listed:
    def __init__(self, items):
        self.items = items

    def __iter__(self):
        return iter(self.items)


class Squares:
    def __init__(self, items):
        self.items = items

    def __iter__(self):
        for item in self.items:
            yield item * item


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n = self.n - 1
        return self.n


def over_list(x):
    total = 0.0
    for item in Listed([x, x * x]):
        total = total + item
    return total


def over_generator(x):
    total, squares = 0.0, Squares([x, x * x])
    for a in squares:
        for b in squares:
            total = total + a * b
    return total


def summed(x):
    return sum(Squares([x, x * x])) * len(list(Squares([x])))


def enumerated(x):
    return sum(k * item for k, item in enumerate(Listed([x, x * x])))


def counted(x):
    return sum(k * x for k in Countdown(3))


def indices(x):
    total = 0.0 * x
    for i, j in np.ndindex(2, 3):
        total = total + (i + j) * x * x
    return total


def of_set(x):
    return sum({x, 2.0 * x}) * x


def loop_over_set(x):
    total = 0.0
    for item in {x, 3.0}:
        total = total + item * item
    return total


@pytest.mark.parametrize(
    "function", [over_list, over_generator, summed, enumerated, counted, indices, of_set, loop_over_set]
)
def test_right_or_refused(function):
    must_be_right = function in (over_list, over_generator, summed)
    try:
        found = tx.grad(function)(1.5)
    except tx.errors.TangentxError:
        assert not must_be_right
        return
    h = 1e-6
    assert np.isclose(found, (function(1.5 + h) - function(1.5 - h)) / (2 * h), rtol=1e-6)


def masked(x):
    y = np.zeros(3)
    np.multiply(x, x, out=y, where=x > 1)
    return np.sum(y)


def test_sizes_that_must_be_equal_are_those_of_the_call():
    assert np.allclose(tx.grad(masked)(np.array([0.5, 1.5, 2.5])), [0.0, 3.0, 5.0])


@dataclasses.dataclass
class Plain:
    a: float
    b: float = 2.0


class Derived(Plain):
    def product(self):
        return self.a * self.b


def subclass_of_dataclass(x):
    return Derived(x * x).product()


def test_a_subclass_of_a_dataclass_has_its_init():
    assert tx.grad(subclass_of_dataclass)(1.5) == 6.0
