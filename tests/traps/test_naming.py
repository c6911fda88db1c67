"""Clashes between the user's names and those of the emitted code; identity of objects, not names."""

import math
from pathlib import Path

import numpy
import numpy as anything
import numpy as np
import pytest

import tangentx as tx
from tests.traps.expect import module, right, right_or_refused

CLASHES = (
    "d b dot bar numpy np tx _m x_bar y_bar x_dot stack saved seed x_stack branch_stack math "
    "value out result v dv tangentx runtime zeros_like unbroadcast i k n total range_ reversed_ f f_grad "
    "grad tangent adjoint primal args kwargs self list_ tmp t x1 x_1 _ __x lambda_ np_ m"
).split()


@pytest.mark.parametrize("name", CLASHES)
def test_parameter_called(name: str, tmp_path: Path) -> None:
    text = f"""
import numpy as N
def f({name}, other):
    y = N.sin({name}) * other
    for step in range(3):
        if N.sum(y) > 0.2:
            y = y * {name} * 0.5
        else:
            y = y + {name}
    return N.sum(y * y)
"""
    loaded = module(tmp_path, text)
    right(loaded.f, (np.array([0.4, 1.2]), 0.7), (-0.4, 0.2), wrt=(0, 1))


@pytest.mark.parametrize("name", CLASHES)
def test_local_called(name: str, tmp_path: Path) -> None:
    text = f"""
import math as M
def helper(x, {name}=2.0):
    return x * {name}
def f(x, y):
    {name} = M.sin(x) * y
    while {name} < 2.0:
        {name} = {name} * 1.5 + helper({name}, y) * y + 1.0
    return {name} * helper({name} + x) / y
"""
    loaded = module(tmp_path, text)
    right(loaded.f, (0.4, 0.7), (1.4, 0.2), wrt=(0, 1))


@pytest.mark.parametrize(
    "name", ["len", "range", "reversed", "sum", "abs", "float", "zip", "max", "isinstance", "print"]
)
def test_local_hides_a_builtin(name: str, tmp_path: Path) -> None:
    text = f"""
def f(x, trips):
    {name} = x * x
    for _ in trips:
        {name} = {name} * x + 0.5
    return {name}
"""
    right(module(tmp_path, text).f, (1.1, (1, 2, 3)), (0.3, ()), wrt=0)


def test_name_used_both_as_tangent_and_as_variable() -> None:
    def f(x, x_bar, x_dot):
        y = x * x_bar
        y_bar = y * x_dot
        y_dot = y_bar * y
        return y_dot + y_bar

    right(f, (1.1, 0.4, 2.0), (0.3, 1.0, -1.0), wrt=(0, 1, 2))


HELPER = "SCALE = {scale}\ndef helper(x):\n    return SCALE * x ** {power}\n"


def test_two_helpers_with_one_name_from_two_modules(tmp_path: Path) -> None:
    one = module(tmp_path, HELPER.format(scale=2.0, power=2))
    two = module(tmp_path, HELPER.format(scale=5.0, power=3))

    def f(x):
        return one.helper(x) + two.helper(x) * x

    right(f, (1.3,), (np.array([0.4, 0.2]),))


def test_from_imports_with_aliases_of_one_name(tmp_path: Path) -> None:
    module(tmp_path, HELPER.format(scale=2.0, power=2), "trap_alias_one")
    module(tmp_path, HELPER.format(scale=5.0, power=3), "trap_alias_two")
    text = """
from trap_alias_one import helper
from trap_alias_two import helper as helper2
def f(x):
    return helper(x) * helper2(x)
"""
    right(module(tmp_path, text).f, (1.3,), (0.4,))


def test_globals_of_helpers_are_not_merged(tmp_path: Path) -> None:
    one = module(tmp_path, "K = 2.0\ndef outer(x):\n    return K * x * x\n")
    text = "K = 7.0\ndef f(x, outer):\n    return outer(x) + K * x\n"
    two = module(tmp_path, text)

    def g(x):
        return two.f(x, one.outer)

    right_or_refused(g, (1.3,), (0.4,))


def test_nested_defs_of_one_name() -> None:
    def f(x):
        def h(t):
            return t * t

        a = h(x)

        def h(t):
            return t**3

        return a + h(x)

    right_or_refused(f, (1.3,), (0.4,))


def make(k):
    def scaled(x):
        return k * x * x

    return scaled


def test_two_closures_of_one_code() -> None:
    two, five = make(2.0), make(5.0)
    assert tx.grad(two)(3.0) == 12.0
    assert tx.grad(five)(3.0) == 30.0
    assert tx.grad(two)(3.0) == 12.0


def test_closures_do_not_write_into_the_module() -> None:
    before = set(globals())
    tx.grad(make(2.0))(3.0)
    assert set(globals()) == before


def test_closure_cell_is_read_live() -> None:
    k = 2.0

    def f(x):
        return k * x

    df = tx.grad(f)
    assert df(1.0) == 2.0
    k = 7.0
    assert df(1.0) == 7.0


GAIN = 2.0


def uses_gain(x):
    return GAIN * x * x


def test_global_is_read_live(monkeypatch: pytest.MonkeyPatch) -> None:
    df = tx.grad(uses_gain)
    assert df(3.0) == 12.0
    monkeypatch.setitem(globals(), "GAIN", 5.0)
    assert df(3.0) == 30.0


def inner_function(x):
    return x * x


def calls_inner(x):
    return inner_function(x) * 2.0


def test_a_global_helper_that_is_rebound(monkeypatch: pytest.MonkeyPatch) -> None:
    df = tx.grad(calls_inner)
    assert df(3.0) == 12.0
    monkeypatch.setitem(globals(), "inner_function", lambda x: x**3)
    try:
        assert df(3.0) == 54.0
    except tx.errors.TangentxError:
        pytest.skip("refused")


def test_module_under_another_alias() -> None:
    def f(x):
        return anything.sum(anything.sin(x)) + numpy.sum(x) * np.max(x)

    right(f, (np.array([0.4, 1.2]),), (np.array([1.4]),))


def test_function_under_another_name() -> None:
    sine = math.sin

    def f(x):
        root = math.sqrt
        return sine(x) * root(x)

    right(f, (1.3,), (0.4,))


def test_keyword_argument_keeps_its_partial() -> None:
    def helper(x, y=1.0, *, z=2.0):
        return x * y**2 * z**3

    def f(x, y, z):
        return helper(x, z=z, y=y) + helper(y=x, x=z)

    right(f, (1.3, 0.4, 2.0), (0.4, 1.0, -1.0), wrt=(0, 1, 2))


def test_helper_called_with_constants_only() -> None:
    def helper(x, y):
        return x * y

    def f(x):
        return helper(2.0, 3.0) * x + helper(x, 2.0) * helper(3.0, x)

    right(f, (1.3,), (0.4,))


def decorate(function):
    def wrapper(x):
        return 3.0 * function(x)

    return wrapper


@decorate
def decorated(x):
    return x * x


def test_decorated_function_and_helper() -> None:
    def f(x):
        return decorated(x) * x

    right_or_refused(decorated, (1.3,), (0.4,))
    right_or_refused(f, (1.3,), (0.4,))


def rebound(x):
    return x * x


first = rebound


def rebound(x):  # noqa: F811
    return x**3


def test_function_rebound_after_it_was_taken() -> None:
    assert tx.grad(first)(2.0) == pytest.approx(4.0)
    assert tx.grad(rebound)(2.0) == pytest.approx(12.0)


def test_lambdas_on_one_line() -> None:
    pair = (lambda x: x * x, lambda x: x**3)
    for f, expected in zip(pair, (4.0, 12.0), strict=True):
        try:
            assert tx.grad(f)(2.0) == pytest.approx(expected)
        except tx.errors.TangentxError as error:
            assert error.place is not None or error.code.startswith("TX1")
