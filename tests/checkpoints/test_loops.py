"""Loops reversed from kept states: the gradient's bits, the trips that are run, the states that are alive."""

from __future__ import annotations

import math
import tracemalloc
from types import FunctionType, SimpleNamespace

import numpy as np
import pytest

import tangentx as tx
from tangentx.checkpointing import extra_trips
from tangentx.errors import TangentxError
from tests.checkpoints.cases import PAIRS, X, pendulum, pendulum_stored, sines, sines_stored, until

TRIPS = (0, 1, 2, 3, 9)


@pytest.mark.parametrize("snapshots", [1, 3, None])
@pytest.mark.parametrize("name", PAIRS)
def test_same_bits(name, snapshots):
    kept, stored = PAIRS[name]
    ours, theirs = tx.value_and_grad(kept), tx.value_and_grad(stored)
    for n in TRIPS:
        value, gradient = ours(X.copy(), n, snapshots)
        expected, reference = theirs(X.copy(), n, snapshots)
        assert value == expected == stored(X.copy(), n, snapshots)
        assert np.array_equal(gradient, reference)
        assert np.array_equal(tx.grad(kept)(X.copy(), n, snapshots), reference)


@pytest.mark.parametrize("name", PAIRS)
def test_a_pullback_may_be_called_twice(name):
    kept, stored = PAIRS[name]
    x = X.copy()
    for n in TRIPS:
        value, pullback = tx.vjp(kept, x, n, 2)
        assert np.array_equal(x, X)
        reference = tx.vjp(stored, x, n, 2)[1](0.5)[0]
        assert value == stored(X.copy(), n, 2)
        assert np.array_equal(pullback(0.5)[0], reference)
        assert np.array_equal(pullback(0.5)[0], reference)


@pytest.mark.parametrize("name", PAIRS)
def test_second_derivatives(name):
    kept, stored = PAIRS[name]
    v = np.cos(np.arange(5.0))
    ours, theirs = tx.hvp(kept), tx.hvp(stored)
    for n in (0, 2, 7):
        np.testing.assert_allclose(ours(X, v, n, 2), theirs(X, v, n, 2), rtol=1e-9, atol=1e-12)


def test_reverse_over_reverse():
    def curvature(f):
        return tx.grad(lambda x, n, c: np.sum(tx.grad(f)(x, n, c) ** 2))

    inner = tx.grad(pendulum)

    def squared(x, n, c):
        return np.sum(inner(x, n, c) ** 2)

    inner_stored = tx.grad(pendulum_stored)

    def squared_stored(x, n, c):
        return np.sum(inner_stored(x, n, c) ** 2)

    np.testing.assert_allclose(tx.grad(squared)(X, 7, 2), tx.grad(squared_stored)(X, 7, 2), rtol=1e-10)


def test_forward_mode_ignores_the_mark():
    derivative = tx.tangent(sines)
    assert derivative(X, 5, 2, x_dot=X)[1] == tx.tangent(sines_stored)(X, 5, 2, x_dot=X)[1]
    assert "states" not in derivative.source


# -- what it costs -------------------------------------------------------------------------------------------


class Counting:
    """A module whose `sin` is counted."""

    def __init__(self, module):
        self.module, self.calls = module, 0

    def __getattr__(self, name):
        return getattr(self.module, name)

    def sin(self, x):
        self.calls += 1
        return self.module.sin(x)


def instrumented(derivative, *args):
    """The emitted gradient with `np` counted, and the largest length of any list of states."""
    derivative(*args)
    text = derivative.source.replace("import numpy as np", "")
    lines = []
    for line in text.splitlines():
        lines.append(line)
        stripped = line.strip()
        if "_states.append(" in stripped:
            name = stripped.split(".")[0]
            lines.append(f"{line[: -len(line.lstrip())]}_alive({name})")
    seen = SimpleNamespace(most=0)

    def alive(states):
        seen.most = max(seen.most, len(states))

    space = {"__name__": "instrumented", "np": Counting(np), "_alive": alive}
    exec(compile("\n".join(lines), "instrumented", "exec"), space)
    entry = derivative.specialize(*args).__name__
    assert isinstance(space[entry], FunctionType)
    return space[entry], space["np"], seen


@pytest.mark.parametrize("snapshots", [1, 2, 3, 5, 10])
def test_the_table_is_met_exactly(snapshots):
    function, counted, seen = instrumented(tx.grad(sines), X, 3, snapshots)
    for n in (1, 2, 5, 10, 20, 75):
        counted.calls = 0
        gradient = function(X, n, snapshots)
        assert counted.calls == n + extra_trips(n, snapshots)
        assert seen.most <= snapshots
        assert np.array_equal(gradient, tx.grad(sines_stored)(X, n, snapshots))


def unending(x, n, c):
    k = 0
    while tx.checkpoint(k < n, c):
        x = x + 0.01 * np.sin(x)
        k += 1
    return np.sum(x * x)


@pytest.mark.parametrize("snapshots", [5, 10])
def test_a_loop_of_unknown_length_is_nearly_optimal(snapshots):
    function, counted, seen = instrumented(tx.grad(unending), X, 3, snapshots)
    for n in (100, 1000):
        counted.calls = 0
        gradient = function(X, n, snapshots)
        assert counted.calls - n <= 1.07 * extra_trips(n, snapshots)
        assert seen.most <= snapshots
        assert np.array_equal(gradient, tx.grad(sines_stored)(X, n, snapshots))


def long(x, n):
    for _ in tx.checkpoint(range(n)):
        x = x + 1e-6 * math.sin(x)
    return x * x


def test_a_million_trips_keep_forty_states():
    derivative = tx.grad(long)
    function, _, seen = instrumented(derivative, 1.0, 3)
    assert math.isclose(function(1.0, 10**6), tx.jvp(long, (1.0, 10**6), (1.0, None))[1], rel_tol=1e-9)
    assert 10 <= seen.most <= 42


def test_memory_is_that_of_the_states():
    x = np.linspace(0.1, 1.0, 100_000)
    derivative = tx.grad(sines)
    derivative(x, 3, 10)
    tracemalloc.start()
    try:
        derivative(x, 200, 10)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak <= 15 * x.nbytes


# -- the option ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAIRS)
def test_the_option_is_a_mark_on_every_loop(name):
    stored = PAIRS[name][1]
    for snapshots in (2, True):
        ours = tx.grad(stored, checkpoint=snapshots)
        for n in TRIPS:
            assert np.array_equal(ours(X.copy(), n, None), tx.grad(stored)(X.copy(), n, None))
        assert "_states" in ours.source


def half_and_half(x, n):
    for _ in range(n):
        x = x + 0.1 * np.sin(x)
    for i in range(n):
        print(i, end="")
        x = x * np.sin(x)
    return np.sum(x)


def test_the_option_leaves_what_cannot_be_run_again(capsys):
    derivative = tx.grad(half_and_half, checkpoint=3)
    assert np.array_equal(derivative(X, 3), tx.grad(half_and_half)(X, 3))
    assert capsys.readouterr().out == "012012"
    assert "x_states" in derivative.source and "x_stack" in derivative.source


def only_sums(x, n):
    total = 0.0
    for i in tx.checkpoint(range(n)):
        total += np.sum(x**i)
    return total


def test_a_loop_that_stores_nothing_is_left_alone():
    derivative = tx.grad(only_sums)
    derivative(X, 3)
    assert "states" not in derivative.source


# -- what is refused -------------------------------------------------------------------------------------------


def printing(x, n):
    for i in tx.checkpoint(range(n)):
        x = x * np.sin(x)
        print(i)
    return np.sum(x)


def drawing(x, n):
    rng = np.random.default_rng(0)
    for _ in tx.checkpoint(range(n)):
        x = x * np.sin(x) + rng.normal()
    return np.sum(x)


def averaging(x, n):
    seen = [x]
    for _ in tx.checkpoint(range(n)):
        x = x * np.sin(x) + seen[-1]
        seen.append(x)
    return np.sum(x)


def unmarked(x, n):
    steps = tx.checkpoint(range(n))
    for _ in steps:
        x = x * np.sin(x)
    return np.sum(x)


@pytest.mark.parametrize(
    ("function", "code", "line"),
    [
        (printing, "TX242", "        print(i)"),
        (drawing, "TX242", "        x = x * np.sin(x) + rng.normal()"),
        (averaging, "TX242", "        seen.append(x)"),
        (unmarked, "TX241", "    steps = tx.checkpoint(range(n))"),
    ],
)
def test_refused(function, code, line):
    with pytest.raises(TangentxError) as caught:
        tx.grad(function)(X, 100)
    error = caught.value
    assert error.code == code and error.help
    assert error.lines[error.place.line - 1].rstrip("\n") == line


def test_the_number_must_be_positive():
    with pytest.raises(ValueError, match="snapshots=1"):
        tx.grad(sines)(X, 3, 0)
    with pytest.raises(ValueError, match="snapshots=1"):
        tx.grad(until)(X, 3, 0)


def written_out(x):
    for part in tx.checkpoint((x, 2.0 * x)):
        x = x * np.sin(part)
    return np.sum(x)


def test_a_loop_that_is_written_out_says_so():
    with pytest.warns(tx.errors.TangentxWarning, match="written out"):
        tx.grad(written_out)(X)
