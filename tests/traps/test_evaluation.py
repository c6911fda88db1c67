"""Evaluation order, folding, single evaluation."""

import math

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import TangentxError
from tests.traps.expect import right, right_or_refused


def test_operands_are_evaluated_left_to_right() -> None:
    def f(a, rng):
        return a * rng.random() - 2 * a * rng.random()

    right_or_refused(f, (1.3, np.random.default_rng(1)), (0.3, np.random.default_rng(2)))


def test_walrus_among_arguments() -> None:
    def g(i, j):
        return i * 10.0 + j

    def f(x):
        i = x
        return g(i := i + 1.0, i) * i

    right_or_refused(f, (1.3,), (0.3,))


def test_subscript_and_value_of_a_store() -> None:
    def f(x):
        order = []

        def index():
            order.append(1)
            return len(order)

        def value():
            order.append(2)
            return x * len(order)

        y = np.zeros(4)
        y[index()] = value()
        return np.sum(y * np.arange(4.0)) * x

    right_or_refused(f, (1.3,), (0.3,))


def test_defaults_are_evaluated_once() -> None:
    def helper(x, k=math.sqrt(4.0)):
        return k * x

    def f(x):
        return helper(x) + helper(x, 3.0) * x

    right(f, (1.3,), (0.3,))


def test_short_circuit_does_not_evaluate_the_rest() -> None:
    def f(x, d):
        if x > 0.0 or d["missing"] > 0.0:
            return x * x
        return x

    right(f, (1.3, {"a": 1}), wrt=0)


def test_chained_comparison_evaluates_the_middle_once() -> None:
    def f(x):
        calls = [0.0]

        def middle():
            calls[0] = calls[0] + x
            return x

        inside = 0.0 < middle() < 2.0
        return calls[0] * x if inside else calls[0]

    right_or_refused(f, (1.3,), (2.3,))


def test_product_with_zero_keeps_shape_and_dtype() -> None:
    def f(x):
        return x * 0 + 0 * x + x**0

    right(f, (np.array([1.0, 2.0]),), (np.array([[1.0, 2.0]], dtype=np.float32),))


def test_product_with_zero_is_not_zero_at_infinity() -> None:
    value, _ = tx.vjp(lambda x: x * 0.0, np.array([np.inf]))
    assert np.isnan(value[0])


def test_addition_of_zero_keeps_the_dtype() -> None:
    def f(x):
        return x + np.zeros(2) + 0

    value, pull = tx.vjp(f, np.ones(2, np.float32))
    assert value.dtype == np.float64
    assert pull(value)[0].dtype == np.float32


def test_the_primal_runs_once() -> None:
    calls = []

    def f(x):
        print_like(calls)
        return x * x

    right_or_refused(f, (1.3,))
    calls.clear()
    try:
        tx.value_and_grad(f)(1.3)
    except tx.errors.TangentxError:
        return
    assert calls == [1]


def print_like(calls):
    calls.append(1)


def test_conditional_expression_evaluates_one_side() -> None:
    def f(x):
        return math.log(x) if x > 0 else x * x

    right(f, (1.3,), (-0.3,))


def test_augmented_assignment_reads_its_target_first() -> None:
    def f(x):
        y = x
        y += y * y
        y *= y - x
        return y

    right(f, (1.3,), (-0.3,))


def test_integer_power_of_a_negative_number() -> None:
    def f(x):
        return x**2 + x**3 + x**-1 + (-x) ** 2

    right(f, (-1.3,), (np.array([-0.3, 0.4]),))


def test_unary_minus_binds_weaker_than_power() -> None:
    def f(x):
        return -(x**2) * 3 - -x

    right(f, (1.3,))


def test_a_number_is_subscripted_with_nothing() -> None:
    def f(x):
        largest = np.max(x, axis=0)
        return np.sum(x * x)[()] * largest[()] + np.mean(x)[...] * np.sum(x[0] * np.prod(x)[None])

    right(f, (np.array([0.3, 0.7, 0.2]),), (np.array([1.3, 0.1]),))


@pytest.mark.parametrize("size", [1, 3])
def test_more_or_fewer_values_than_names(size: int) -> None:
    def f(x):
        a, b = x
        return a * b

    def of_rows(rows):
        total = 0.0
        for a, b in rows:
            total += a * b
        return total

    for function, good, bad in (
        (f, np.ones(2), np.ones(size)),
        (of_rows, np.ones((4, 2)), np.ones((4, size))),
    ):
        derivative = tx.grad(function)
        derivative(good)
        with pytest.raises((ValueError, TangentxError)):
            derivative(bad)
        with pytest.raises((ValueError, TangentxError)):
            tx.jvp(function, (bad,), (bad,))


def test_a_count_that_only_one_path_compares() -> None:
    def f(x, flag):
        total = 0.0
        if flag:
            a, b = x
            total = a * b
        c, d = x
        return total + c - d * c

    derivative = tx.grad(f)
    derivative(np.ones(2), True)
    with pytest.raises(ValueError, match="too many values"):
        derivative(np.ones(3), False)
