"""Jumps, loops that do not run, exceptions, recursion."""

import math

import numpy as np
import pytest

import tangentx as tx
from tests.traps.expect import right, right_or_refused


def test_loop_without_trips() -> None:
    def f(x, n):
        y = x
        for i in range(n):
            y = y * x * i
        while n > 10:
            y = y * x
            n -= 1
        return y * y

    right(f, (1.3, 0), (0.4, 3), (0.9, 12))


def test_loop_variable_after_the_loop() -> None:
    def f(x, n):
        i = 7
        for i in range(n):
            x = x * 1.1
        return x * i

    right_or_refused(f, (1.3, 4), (0.4, 0))


def test_loop_variable_written_in_the_body() -> None:
    def f(x):
        for i in range(4):
            x = x * (i + 1)
            i = x
            x = x + i * 0.1
        return x * i

    right(f, (0.3,), (0.04,))


def test_the_first_trip_begins_what_the_others_add_to() -> None:
    """One path gives the adjoint of the total away as that of the item, and ends the total's."""

    def f(x):
        items = [v for v in x]
        total = 0.0
        begun = False
        for k in range(3):
            v = items[k]
            if begun:
                total = total + v
            else:
                total = v
            begun = True
        return total * 2.0

    right(f, (np.array([0.3, 1.2, -0.7]),))


def test_break_in_a_nested_loop() -> None:
    def f(x):
        s = 0.0
        for i in range(4):
            for j in range(4):
                if j > i:
                    break
                s = s + x**j * s + x
            if s > 50.0:
                break
        return s

    right(f, (0.7,), (1.9,))


def test_continue_before_the_update() -> None:
    def f(x):
        y = 1.0
        for v in x:
            if v < 0:
                continue
            y = y * v
            if v > 2:
                continue
            y = y + v
        return y

    right(f, (np.array([1.0, -1.0, 3.0, 0.5]),), (np.array([-1.0]),))


def test_else_of_loops() -> None:
    def f(x, n):
        for i in range(n):
            x = x * 1.5
            if x > 3.0:
                break
        else:
            x = x * x
        return x

    right_or_refused(f, (1.3, 2), (1.3, 6), (0.4, 0))


def test_early_return_inside_loops() -> None:
    def f(x):
        for i in range(3):
            for j in range(3):
                x = x * 1.2
                if x > 2.0:
                    return x * (i + j + 1) * x
        return x

    right(f, (1.3,), (0.1,))


def test_return_of_different_expressions() -> None:
    def f(x, y):
        if x > y:
            return x * y
        if x < 0:
            return y
        return 3.0 * x

    right(f, (2.0, 1.0), (-1.0, 1.0), (0.5, 1.0), wrt=(0, 1))


def test_constant_result_on_one_path() -> None:
    def f(x):
        if x > 1.0:
            return x * x
        return 5.0

    right(f, (2.0,), (0.5,))


def test_loop_over_an_active_array() -> None:
    def f(x):
        s = 0.0
        for row in x:
            s = s + np.sum(row * row) * row[0]
        for v in x[0]:
            s = s * v
        return s

    right(f, (np.array([[0.4, 1.2], [0.7, 0.3]]),), (np.array([[0.4]]),))


def test_variable_defined_on_one_path_only() -> None:
    def f(x):
        for i in range(3):
            if i == 1:
                y = x * x
            elif i == 2:
                x = x * y
        return x * y

    right_or_refused(f, (1.3,), (0.4,))


def test_while_condition_reads_what_the_body_writes() -> None:
    def f(x):
        n = 0
        while x < 5.0:
            x = x * x + 0.5
            n = n + 1
        return x * n

    right(f, (1.3,), (7.0,))


def test_sequential_loops_share_a_variable() -> None:
    def f(x):
        for i in range(3):
            x = x * 1.1 + x * x * 0.1
        for i in range(2):
            x = math.sin(x)
        return x * i

    right_or_refused(f, (1.3,), (0.4,))


def test_exception_midway_leaves_no_state() -> None:
    def f(x, n):
        y = np.ones(3) * x
        for i in range(n):
            y[i] = y[i] * y[i - 1]
        return np.sum(y)

    df = tx.grad(f)
    expected = df(1.3, 3)
    with pytest.raises(IndexError):
        df(1.3, 5)
    assert df(1.3, 3) == expected


def test_exceptions_of_the_primal_are_raised() -> None:
    def f(x):
        if x < 0:
            raise ValueError("negative")
        return math.sqrt(x)

    df = tx.grad(f)
    with pytest.raises(ValueError, match="negative"):
        df(-1.0)
    assert df(4.0) == 0.25


def test_assertions_are_kept() -> None:
    def f(x):
        assert x > 0, "x must be positive"
        return x * x

    with pytest.raises(AssertionError, match="positive"):
        tx.grad(f)(-1.0)
    assert tx.grad(f)(2.0) == 4.0


def test_recursion_uses_each_levels_own_values() -> None:
    def f(x, n):
        y = x * n
        if n == 0:
            return x
        z = f(x * 0.9, n - 1)
        return z * y + x

    right_or_refused(f, (1.3, 3), (0.4, 0))


def collatz(x, n):
    if n > 6:
        return x
    if n % 2:
        return collatz(x * x, n + 3)
    return x * collatz(x + 0.5, n + 1)


def test_recursion_of_a_module_function() -> None:
    right(collatz, (0.9, 0), (0.4, 7))


def hanoi(n, x):
    if n == 0:
        return x
    return hanoi(n - 1, x) * 0.5 + hanoi(n - 1, x * x)


def test_two_recursive_calls_in_one_expression() -> None:
    right(hanoi, (3, 0.7), (0, 0.4), wrt=1)


def test_generator_consumed_halfway() -> None:
    def numbers(x):
        for i in range(100):
            yield x**i

    def f(x):
        s = 0.0
        for v in numbers(x):
            s = s + v
            if s > 3.0:
                break
        return s

    right_or_refused(f, (0.9,), (1.9,))


def test_late_binding_closures() -> None:
    def f(x):
        functions = [lambda t: t * i * x for i in range(3)]
        return sum(g(x) for g in functions)

    right_or_refused(f, (1.3,), (0.4,))


def test_list_mutated_while_iterated() -> None:
    def f(x):
        items = [x]
        s = 0.0
        for v in items:
            s = s + v
            if len(items) < 3:
                items.append(v * v)
        return s

    right_or_refused(f, (1.3,), (0.4,))
