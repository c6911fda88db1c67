"""Traps of functions and iterators as values: when they are made, how often they are read, what they then see."""

import collections
import itertools
import operator
from functools import partial

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import UnsupportedSyntaxError


def slope(f, x, *rest):
    h = 1e-6
    return (f(x + h, *rest) - f(x - h, *rest)) / (2 * h)


def partial_keeps_its_argument(x):
    y = x
    times = partial(operator.mul, y)
    y = 3.0
    return times(y) + y * x


def defaults_belong_to_the_definition(x):
    functions = []
    for k in range(3):
        scale = x * k
        functions.append(lambda t, scale=scale: t * scale)
    return functions[1](x) + functions[2](2.0)


def late_binding_sees_the_last_value(x):
    functions = []
    for k in range(3):
        scale = x * k
        functions.append(lambda t: t * scale)
    return functions[0](x)


def a_view_shows_later_keys(x):
    table = {"a": x}
    values = table.values()
    table["b"] = x * x
    return sum(values)


def zip_keeps_the_lists_it_was_given(x):
    items = [x, 2 * x]
    pairs = zip(items, [1.0, 2.0], strict=True)
    items = [0.0, 0.0]
    return sum(a * b for a, b in pairs) + sum(items)


def a_slice_is_another_list(x):
    items = [x, 2.0]
    other = items[:]
    other[0] = 5.0
    return items[0] * other[0]


def repeated_rows_are_one_row(x):
    row = [x, 1.0]
    grid = [row] * 2
    grid[0][0] = x * x
    return grid[1][0] * row[0]


def the_body_reads_the_iterator_on(x):
    numbers = iter([x, 2 * x, x * x, 1.0])
    total = 0.0
    for a in numbers:
        total = total + a * next(numbers)
    return total


def a_full_deque_forgets(x):
    window = collections.deque([x, 1.0], maxlen=2)
    window.append(x * x)
    return window[0] * window[1]


def chosen_functions_keep_their_closures(x):
    if x > 0.5:
        scale = x
        f = lambda t: t * scale  # noqa: E731
    else:
        f = np.sin
    return f(2.0) + f(x)


def function_at_a_negative_index(x):
    functions = [np.sin, np.cos, lambda t: t * t]
    return sum(functions[k](x) for k in range(-3, 0))


@pytest.mark.parametrize(
    "function",
    [
        partial_keeps_its_argument, defaults_belong_to_the_definition, late_binding_sees_the_last_value,
        a_view_shows_later_keys, zip_keeps_the_lists_it_was_given, a_slice_is_another_list,
        repeated_rows_are_one_row, the_body_reads_the_iterator_on, a_full_deque_forgets,
        chosen_functions_keep_their_closures, function_at_a_negative_index,
    ],
)  # fmt: skip
@pytest.mark.parametrize("x", [0.8, 0.3])
def test_as_python_does_it(function, x):
    value, gradient = tx.value_and_grad(function)(x)
    assert value == function(x)
    assert gradient == pytest.approx(slope(function, x), rel=1e-6)
    assert tx.jvp(function, (x,), (1.0,))[1] == pytest.approx(gradient)


def lists_of_growing_length(x, n):
    items = [x]
    for _ in range(n):
        items = items + [items[-1] * x]  # noqa: RUF005
    return sum(items)


def rows_of_different_length(x, n):
    total = 0.0
    for k in range(n):
        row = [x * j for j in range(k)]
        total = total + sum(row) * k
    return total


@pytest.mark.parametrize("function", [lists_of_growing_length, rows_of_different_length])
def test_a_list_has_the_length_of_its_trip(function):
    gradient = tx.grad(function)
    for x, n in ((0.8, 3), (0.5, 5), (1.1, 0)):
        assert gradient(x, n) == pytest.approx(slope(function, x, n), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("make", [lambda x: map(abs, [x]), lambda x: filter(None, [x]), lambda x: zip([x])])
def test_what_is_read_twice_is_refused(make):
    def twice(x):
        items = make(x)
        return len(list(items)) * x + len(list(items))

    with pytest.raises(UnsupportedSyntaxError, match="read before"):
        tx.grad(twice)(0.5)


def test_an_endless_iterator_is_not_collected():
    with pytest.raises(UnsupportedSyntaxError, match="never ends"):
        tx.grad(lambda x: sum(itertools.cycle([x])))(0.5)


def test_an_unknown_key_is_no_missing_key():
    def f(x):
        table = {"a": x, "b": 2.0 * x}
        names = ["a"]
        for _ in range(2):
            names.append("b")
        try:
            return table[names.pop()]
        except KeyError:
            return x * x

    try:
        gradient = tx.grad(f)(0.7)
    except UnsupportedSyntaxError:
        return  # refused: which entry is read is not known
    assert gradient == pytest.approx(2.0)
