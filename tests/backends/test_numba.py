"""Derivatives compiled by Numba: the numbers of the NumPy backend, called from Python and from compiled code."""

from __future__ import annotations

import importlib
import inspect
import math
import sys
import warnings

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import TangentxError, TangentxWarning
from tests.trees import clone, direction, leaves

numba = pytest.importorskip("numba")
from tests.backends import loops, summed, users  # noqa: E402 - they import numba


def close(got, wanted):
    pairs = list(zip(leaves(got), leaves(wanted), strict=True))
    assert pairs
    for a, b in pairs:
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-12)
        assert np.shape(a) == np.shape(b)


@pytest.mark.parametrize(
    "case", loops.PROGRAMS + summed.PROGRAMS + users.PROGRAMS, ids=lambda case: case[0].__name__
)
def test_gradient_is_that_of_numpy(case):
    function, args, wrt = case
    compiled = tx.value_and_grad(function, wrt, backend="numba")
    before = clone(args)
    close(compiled(*args), tx.value_and_grad(function, wrt)(*args))
    close(args, before)
    close(compiled(*args), compiled(*args))


@pytest.mark.parametrize("function, args, wrt", loops.PROGRAMS[:6], ids=lambda v: getattr(v, "__name__", ""))
def test_products(function, args, wrt):
    rng = np.random.default_rng(1)
    dots = tuple(direction(x, rng) for x in args)
    with tx.config.using(backend="numba"):
        got = tx.jvp(function, args, dots)
        out, pull = tx.vjp(function, *args)
        bars = pull(1.0)
        close(pull(1.0), bars)  # the saved values are not used up
    close(got, tx.jvp(function, args, dots))
    wanted, reference = tx.vjp(function, *args)
    close((out, bars), (wanted, reference(1.0)))


TANGENTS = (
    users.written_through_a_view, users.running_products, users.eigenvalues, users.singular_values,
    users.table_of_rows, users.sorted_with_ties, summed.neighbours, summed.newton,
)  # fmt: skip


@pytest.mark.parametrize("function", TANGENTS, ids=lambda function: function.__name__)
def test_tangent_is_that_of_numpy(function):
    args, wrt = next(case[1:] for case in users.PROGRAMS + summed.PROGRAMS if case[0] is function)
    rng = np.random.default_rng(1)
    places = wrt if isinstance(wrt, tuple) else (wrt,)
    names = list(inspect.signature(function).parameters)
    dots = {f"{names[k]}_dot": direction(args[k], rng) for k in places}
    compiled = tx.tangent(function, wrt, backend="numba")(*clone(args), **dots)
    close(compiled, tx.tangent(function, wrt)(*clone(args), **dots))


SCALE = 2.0


@numba.njit
def helper(x):
    return x * np.sin(x)


@numba.njit(fastmath=True)
def compiled_primal(x, y, n=3):
    s = 0.0
    for i in range(len(x)):
        s += helper(x[i]) * y * n
    return s


def plain_primal(x, y):
    return np.sum(x * x) * SCALE + helper(y)


X = np.linspace(0.1, 1.0, 5)


def test_callees_that_numba_compiles_are_seen_through():
    wanted = np.sin(2.0) + 2.0 * np.cos(2.0)
    assert tx.grad(plain_primal, "y")(X, 2.0) == pytest.approx(wanted, rel=1e-14)


def test_a_dispatcher_is_compiled_by_itself_with_its_options():
    gradient = tx.grad(compiled_primal)
    close(gradient(X, 2.0), tx.grad(compiled_primal, backend="numpy")(X, 2.0))
    assert gradient.backend == "numba"
    assert gradient.function.targetoptions["fastmath"] is True
    assert tx.grad(plain_primal).backend == "numpy"
    options = tx.grad(plain_primal, backend="numba", jit={"fastmath": {"contract"}})
    close(options(X, 2.0), tx.grad(plain_primal)(X, 2.0))


def test_compiled_code_calls_derivatives():
    gradient = tx.grad(compiled_primal).dispatcher
    both = tx.value_and_grad(compiled_primal, (0, 1)).dispatcher
    push = tx.tangent(compiled_primal).dispatcher
    pull = tx.adjoint(compiled_primal).dispatcher
    second = tx.hvp(compiled_primal).dispatcher

    @numba.njit
    def run(x):
        value, (a, b) = both(x, 2.0, 3)
        return (
            gradient(x, 2.0, 3),
            value,
            a,
            b,
            push(x, 2.0, 3, x),
            pull(x, 2.0, 3, 1.5),
            second(x, x, 2.0, 3),
        )

    with tx.config.using(backend="numpy"):
        plain = compiled_primal.py_func
        value, (a, b) = tx.value_and_grad(plain, (0, 1))(X, 2.0)
        wanted = (
            tx.grad(plain)(X, 2.0), value, a, b, tx.tangent(plain)(X, 2.0, x_dot=X),
            tx.adjoint(plain)(X, 2.0, seed=1.5), tx.hvp(plain)(X, X, 2.0),
        )  # fmt: skip
    close(run(X), wanted)
    assert run(np.ones(1))[0].shape == (1,)  # an extent of one is no other version there


def two_results(x, w):
    return w * x * x, np.sum(w * np.sin(x))


def test_a_seed_for_several_results():
    seed = np.cos(X), 1.5
    pull = tx.adjoint(two_results, wrt=("x", "w"), backend="numba")
    close(pull(X, 2.0 * X, seed=seed), tx.adjoint(two_results, wrt=("x", "w"))(X, 2.0 * X, seed=seed))


def test_globals_are_read_at_each_call(monkeypatch):
    gradient = tx.grad(plain_primal, backend="numba")
    first = gradient(X, 2.0)
    monkeypatch.setattr(sys.modules[__name__], "SCALE", 5.0)
    close(gradient(X, 2.0), 2.5 * first)


def test_dtypes():
    x = X.astype(np.float32)
    got = tx.grad(loops.rosenbrock, backend="numba")(x)
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, tx.grad(loops.rosenbrock)(x), rtol=1e-5)


def test_shapes_that_do_not_fit_are_an_error():
    with pytest.raises(ValueError, match="broadcast"):
        tx.grad(loops.heat, backend="numba")(np.ones(6), 0.1, np.ones(5))


def refused(x):
    return np.sum(np.sort(x.reshape(2, -1), axis=0) ** 2)


def power_of_integers(x, n, k):
    return x * n**k


def numbers_and_none(x):
    values = [v if v > 2.0 else None for v in x]
    values.append(None)
    total = x[0]
    for value in values:
        if value is not None:
            total = total * value
    return total


def length_of_a_text(x):
    label = f"{x:.2f}"
    return x * len(label) * x


def gaps_in_a_list(x):
    found = []
    for value in x:
        found.append(value if value > 2.0 else None)
    total = x[0]
    while found:
        last = found.pop()
        if last is None:
            total = total * 2
        else:
            total += last * last
    return total


def none_is_not_zero(x, n):
    last, total = None, x
    for k in range(n):
        if last == 0.0:
            total = total * 2.0
        last = x * k if k else None
    return total


def none_in_a_text(x, n):
    last, total = None, x
    for k in range(n):
        if f"{last}" == "None":
            total = total * 2.0
        last = x * k if k else None
    return total


def none_as_a_key(x, n):
    last, seen = None, {}
    for k in range(n):
        seen[last] = k
        last = k % 2 if k else None
    return x * len(seen)


def perhaps_no_row(x, n):
    rows = {}
    for k in range(n):
        rows[k] = np.ones(k + 1) * x
    return np.sum(rows[n - 1] * rows[0])


@pytest.mark.parametrize(
    "function, args, line",
    [
        (refused, (np.ones(6),), 1),
        (power_of_integers, (1.5, 2, 3), 1),
        (numbers_and_none, (X,), 1),
        (perhaps_no_row, (1.5, 3), 3),
        (gaps_in_a_list, (X,), 3),
        (length_of_a_text, (1.5,), 1),
        (none_is_not_zero, (1.5, 3), 2),
        (none_in_a_text, (1.5, 3), 2),
        (none_as_a_key, (1.5, 3), 3),
    ],
)
def test_what_numba_cannot_compile_is_refused(function, args, line):
    with pytest.raises(TangentxError) as caught:
        tx.grad(function, backend="numba")(*args)
    error = caught.value
    assert error.code == "TX851" and error.why and 'backend="numpy"' in str(error)
    assert error.place.file == __file__ and error.place.line == function.__code__.co_firstlineno + line
    assert np.all(np.isfinite(tx.grad(function, backend="numpy")(*args)))


def test_what_numba_cannot_compile_runs_as_numpy_where_nobody_asked_for_numba():
    gradient = tx.grad(numba.njit(refused))
    with pytest.warns(TangentxWarning, match="runs as NumPy code: Numba cannot compile it"):
        got = gradient(np.arange(6.0))
    np.testing.assert_array_equal(got, 2.0 * np.arange(6.0))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # the second call finds it
        np.testing.assert_array_equal(gradient(np.ones(6)), 2.0 * np.ones(6))


def floats_among_integers(x, n):
    table = [[0, 0] for _ in range(n)]
    for i in range(n):
        table[i][1] = table[i][0] + x[i]
    return table[n - 1][1] * table[0][1]


def test_compiled_code_rounds_no_floats():
    with pytest.raises(TangentxError, match="list of integers"):
        tx.grad(floats_among_integers, backend="numba")(X, 3)


@numba.njit
def drawn(a):
    np.random.seed(1)
    total = 0.0
    for _ in range(10):
        total += math.exp(a * np.random.normal())
    return total


def test_random_numbers_are_those_of_the_dispatcher():
    value, slope = tx.value_and_grad(drawn)(0.4)
    assert value == pytest.approx(drawn(0.4), rel=1e-14)
    assert slope == pytest.approx((drawn(0.4 + 1e-6) - drawn(0.4 - 1e-6)) / 2e-6, rel=1e-7)


ONE = 1


def one_row_stays_one(a):
    h = a[:ONE] * 1.0
    return np.sum((h + a) ** 2)


def test_a_global_of_one_stays_an_extent_of_one():
    close(tx.grad(one_row_stays_one, backend="numba")(X), tx.grad(one_row_stays_one)(X))


def rosenbrock(x):
    s = 0.0
    for i in range(len(x) - 1):
        s += 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2
    return s


def test_loops_that_only_add_run_forward():
    gradient = tx.grad(rosenbrock, backend="numba")
    close(gradient(X), tx.grad(rosenbrock)(X))
    assert "for i in range(bound):" in gradient.source
    assert gradient.source.index("x_bar[total] +=") < gradient.source.index("x_bar[i] +=")


def scaled_in_place(u, v):
    u[0] = u[0] * v[1]
    return np.sum(u * v)


def test_overlapping_arguments_are_refused_in_compiled_code_too():
    gradient = tx.grad(scaled_in_place, backend="numba")
    close(gradient(X.copy(), X.copy()), tx.grad(scaled_in_place)(X.copy(), X.copy()))
    both = np.ones(6)
    with pytest.raises(TangentxError, match="share memory"):
        gradient(both[:5], both[1:])


SPECIAL = np.array(
    [0.0, -0.0, np.inf, -np.inf, np.nan, 709.7, 710.0, -744.0, -746.0, 5e-324, 1e308, 0.625, 1.0]
)


@pytest.mark.parametrize("function", [np.exp, np.tanh, np.log], ids=lambda f: f.__name__)
def test_elementary_functions_are_right_to_two_units(function):
    from tangentx.backends import numba_elementary

    entry = getattr(numba_elementary, f"entry_{function.__name__}")
    rng = np.random.default_rng(0)
    x = np.concatenate([SPECIAL, rng.normal(size=2000) * 3, rng.uniform(-745, 709, 2000)])
    x = np.concatenate([x, np.abs(x), 10 ** rng.uniform(-320, 308, 2000)])
    with np.errstate(all="ignore"):
        wanted, got = function(x), np.array([entry(v) for v in x])
        exact = (got == wanted) | np.isnan(got) & np.isnan(wanted)
        assert np.all(exact | (np.abs(got - wanted) <= 2.0 * np.spacing(np.abs(wanted))))
    assert np.array_equal(np.signbit(got), np.signbit(wanted)) or function is np.log


def softplus(x):
    return np.sum(np.log(1.0 + np.exp(x)))


def test_the_c_library_can_be_asked_for():
    ours = tx.grad(softplus, backend="numba")
    theirs = tx.grad(softplus, backend="numba", jit={"libm": True})
    close(ours(X), theirs(X))
    assert "entry_exp" in ours.source and "entry_exp" not in theirs.source


def test_machine_code_is_kept_on_disk(tmp_path, monkeypatch):
    monkeypatch.delenv("TANGENTX_CACHE", raising=False)
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "kept_on_disk.py").write_text(
        "def f(x):\n    s = 0.0\n    for v in x:\n        s += v * v\n    return s\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("kept_on_disk")
    first = tx.grad(module.f, backend="numba")
    close(first(X), 2.0 * X)
    assert first.path.is_file() and "numba" in first.path.name
    again = tx.grad(module.f, backend="numba")
    close(again(X), 2.0 * X)
    assert sum(again.function.stats.cache_hits.values()) == 1
