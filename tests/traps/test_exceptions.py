"""Exceptions and context managers: every path differentiated, nothing run twice, nothing left behind."""

import contextlib
import math
import threading

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import TangentxError
from tests.traps.expect import right, right_or_refused


class Carrier(Exception):
    def __init__(self, value):
        super().__init__(value)
        self.value = value


class Swallower:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return True


def test_both_paths_of_try() -> None:
    def f(x):
        try:
            y = math.sqrt(x) * x
        except ValueError:
            y = x * x * x
        return y

    right(f, (2.0,), (-2.0,))


def test_errstate_does_not_lose_the_gradient() -> None:
    def f(x):
        with np.errstate(divide="ignore"):
            y = x * x
        return np.sum(y)

    right(f, (np.array([1.0, 2.0]),))


def test_adjoints_run_in_the_same_state() -> None:
    def f(x):
        with np.errstate(divide="raise"):
            y = np.sqrt(x)
        return np.sum(y)

    df = tx.grad(f)
    assert df(np.array([4.0, 1.0])).tolist() == [0.25, 0.5]
    with pytest.raises(FloatingPointError):
        df(np.array([0.0, 1.0]))  # 1 / sqrt(0) in the reverse sweep


def test_finally_runs_once() -> None:
    calls = []

    def note(v):
        calls.append(float(v))

    def f(x):
        y = x
        try:
            y = y / (x - 1.0)
        finally:
            note(3.0)
        return y * x

    df = tx.grad(f)
    df(2.0)
    assert calls == [3.0]
    with pytest.raises(ZeroDivisionError):
        df(1.0)
    assert calls == [3.0, 3.0]


def test_effects_of_the_statements_before_the_failure() -> None:
    def f(x, n):
        total = x
        weights = [0.5, 2.0, 1.5]
        try:
            for i in range(n):
                total = total * x
                total = total + weights[i] * x
        except IndexError:
            total = total * 3.0
        return total

    right(f, (1.3, 2), (0.7, 5), wrt=0)


def test_value_from_before_the_failure() -> None:
    def f(x):
        y = x * x
        try:
            y = math.log(y - 1.0)
        except ValueError:
            y = y * x
        return y * y

    right(f, (1.7,), (0.4,))


def test_store_that_fails() -> None:
    def f(x, n):
        a = np.zeros(3) + x
        try:
            a[0] = a[0] * x
            a[n] = a[0] * a[1] * x
            a[1] = a[2] * x
        except IndexError:
            a = a * a
        return np.sum(a * a)

    right(f, (1.3, 2), (0.4, 5), wrt=0)


def test_loop_with_failing_trips_keeps_its_stacks_balanced() -> None:
    def f(x, n):
        y = x
        for i in range(n):
            try:
                z = y * y
                y = math.sqrt(x - i) * z * 0.1 + y
            except ValueError:
                y = y * 1.1
        return y

    right(f, (2.5, 5), (0.7, 3), (3.7, 2), wrt=0)


def test_value_carried_by_an_exception() -> None:
    def helper(v):
        if v > 1.0:
            raise Carrier(v * v)
        return v

    def f(x):
        try:
            y = helper(x)
        except Carrier as stop:
            y = stop.value
        return y * x

    right_or_refused(f, (1.3,), (0.4,))


def test_the_most_derived_handler_comes_first() -> None:
    def f(x, limit):
        try:
            if x > limit:
                raise KeyError("k")
            y = x / limit
        except LookupError:
            y = x * 2.0
        except Exception:
            y = x * 100.0
        return y * x

    right(f, (1.3, 1.0), (0.4, 1.0), wrt=0)


def test_return_in_finally_wins() -> None:
    def f(x):
        try:
            y = math.log(x) * 2.0
            return y
        finally:
            if x < 0.0:
                return x * x * x

    right(f, (1.3,), (-0.4,))


def test_suppress_in_the_middle() -> None:
    def f(x):
        y = x
        with contextlib.suppress(ValueError):
            y = y * x
            y = math.sqrt(y - 1.0)
            y = y * x
        return y * y

    right(f, (1.7,), (0.4,))


def test_a_manager_that_ends_an_exception_is_refused() -> None:
    def f(x):
        y = x
        with Swallower():
            y = y * 2.0
            y = math.log(y)
        return y * y

    with pytest.raises(TangentxError, match="depends on the exception"):
        tx.grad(f)(2.0)


def test_locks_are_released() -> None:
    lock = threading.Lock()

    def f(x):
        with lock:
            y = x / (x - 1.0)
            if y < 0:
                raise ValueError("negative")
        return y

    df = tx.grad(f)
    expected = df(2.0)
    for x, error in ((1.0, ZeroDivisionError), (0.5, ValueError)):
        with pytest.raises(error):
            df(x)
        assert not lock.locked()
    assert df(2.0) == expected


def test_uncaught_exceptions_leave_no_state() -> None:
    def f(x, n):
        y = x
        for i in range(n):
            try:
                y = y * x + 1.0 / (i - 3)
            except KeyError:
                y = 0.0
        return y

    df = tx.grad(f, wrt=0)
    expected = df(1.2, 2)
    with pytest.raises(ZeroDivisionError):
        df(1.2, 5)
    assert df(1.2, 2) == expected


def test_what_the_tangent_raises_is_not_caught() -> None:
    def f(x):
        try:
            y = math.sqrt(x)
        except ZeroDivisionError:
            y = x * 100.0
        return y

    assert tx.jvp(f, (4.0,), (1.0,)) == (2.0, 0.25)
    try:
        value, slope = tx.jvp(f, (0.0,), (1.0,))
    except ZeroDivisionError:
        return
    assert value == 0.0 and slope == math.inf


def test_test_variable_assigned_in_its_own_branch() -> None:
    def f(x, n):
        y = x
        flag = n > 2
        if flag:
            y = y * x
            flag = n > 5
        if flag:
            y = y * 3.0 * x
        return y

    right(f, (1.3, 3), (1.3, 7), (1.3, 1), wrt=0)


def test_function_that_falls_off_its_end_in_a_helper() -> None:
    def check(v):
        if v < 0.0:
            raise ValueError("negative")

    def f(x):
        try:
            check(x)
            y = x * x
        except ValueError:
            y = -x * 3.0
        return y * x

    right(f, (1.3,), (-0.4,))


def test_no_classes_catch_nothing() -> None:
    def f(x):
        with contextlib.suppress():
            y = math.sqrt(x)
        return y

    assert tx.grad(f)(4.0) == 0.25
    with pytest.raises(ValueError, match="math domain|nonnegative"):
        tx.grad(f)(-4.0)


def test_exceptions_of_handlers_that_run_later_are_known_in_second_order() -> None:
    def f(x):
        y = x
        try:
            try:
                y = y * x
                y = math.log(y - 0.5)
            except ValueError as error:
                if x < 0.3:
                    raise error
                y = y * y
            finally:
                y = y + x
            y = math.sqrt(y)
        except ValueError:
            y = y * x * x
        return y * y

    right(f, (1.3,), (0.5,), (0.2,))


def bound_on_one_path(x):
    if x[0] > 0:
        z = x[0]
    return z * x[1]


def number_on_one_path(x):
    if x[0] > 0:
        k = 3
    return k * x[1]


@pytest.mark.parametrize("f", [bound_on_one_path, number_on_one_path])
def test_what_is_not_bound_is_not_read(f):
    """`z = x[0]` is a copy, but where its branch is not taken there is no `z`."""
    there, not_there = np.array([0.5, 2.0]), np.array([-0.5, 2.0])
    assert tx.grad(f)(there)[1] == f(there) / 2.0
    with pytest.raises(UnboundLocalError):
        f(not_there)
    with pytest.raises(UnboundLocalError):
        tx.jvp(f, (not_there,), (not_there,))
    with pytest.raises(UnboundLocalError):
        tx.grad(f)(not_there)


def unset_on_a_path(x):
    if x > 100.0:
        y = x * 2.0
    try:
        r = y * x
    except NameError:
        r = x**3
    return r


def deleted(x):
    y = x * x
    del y
    try:
        y = y + 1.0  # noqa: F821
    except UnboundLocalError:
        y = x**3
    return y


def cause(x):
    try:
        try:
            raise Carrier(x * x)
        except Carrier as e:
            raise RuntimeError("no") from e
    except RuntimeError as e:
        return e.__cause__.value * x


def context(x):
    try:
        try:
            raise Carrier(x * x)
        except Carrier:
            raise Carrier(x) from None
    except Carrier as e:
        return e.__context__.value * e.value


def missing_key(x):
    d = {1.0: 2.0}
    try:
        y = d[x]
    except KeyError as e:
        y = e.args[0] * x
    return y


@pytest.mark.parametrize("f", [unset_on_a_path, deleted, cause, context, missing_key])
def test_what_an_exception_says_is_right_or_refused(f):
    right_or_refused(f, (1.3,), (0.7,))
    with pytest.raises(TangentxError) as info:
        tx.grad(f)(1.3)
    assert info.value.help


def test_a_name_that_is_bound_may_be_tried() -> None:
    def f(x):
        y = x * x
        try:
            y = y * undefined_anywhere  # noqa: F821
        except NameError:
            y = y * x
        return y

    right_or_refused(f, (1.3,), (0.7,))
