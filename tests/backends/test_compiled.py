"""Programs of the corpus under Numba that were wrong once, or refused without need; refusals that have a place."""

from __future__ import annotations

import numpy as np
import pytest

import tangentx as tx
from tests.programs import load

pytest.importorskip("numba")
from tests.backends import compiled  # noqa: E402 - it imports numba

RIGHT = (
    "lengths.a_stack_that_doubles_2",  # a list that began with an array of one entry, and gets longer ones
    "containers.var_args",
    "flow.late_definition",  # None in a variable until the first trip
    "kernels.down_and_out",  # `a and b` in a loop: Python's and NumPy's truth in one variable
    "kernels.lennard_jones",
    "practice.found_or_none",  # `not value` where the value may be None
    "recurrences.first_above",  # an integer of an early return stays one
    "shared.reshape_writes",
    "stencils.gauss_elimination",  # arrays that are restored, and may share memory
    "stencils.jacobi_until",
    "inplace.swap_rows",  # lists of places
    "widened.decay_on_a_grid",  # products of integers and floats
    "trades.pid_cost",
    "passed_down.depth_first",
    "popped_and_written.while_large",
)
AS_DISPATCHERS = (
    "kernels.implied_vols",
    "kernels.verlet_bodies",
    "recurrences.runge_kutta",
    "stencils.crank_nicolson",
)
LOCATED = (
    "interpolants.newton_on_a_polynomial",
    "collections_.returned_dict",
    "exceptions.raised_in_helper",
    "managers.with_errstate",
)


@pytest.mark.parametrize("name", RIGHT)
def test_program(name):
    report = compiled.judge(load()[name])
    assert report.status == compiled.RIGHT, str(report)


@pytest.mark.parametrize("name", AS_DISPATCHERS)
def test_program_whose_functions_numba_compiles(name):
    report = compiled.judge(load()[name], is_dispatcher=True)
    assert report.status == compiled.RIGHT, str(report)


@pytest.mark.parametrize("name", LOCATED)
def test_refusal_has_a_place(name):
    report = compiled.judge(load()[name])
    assert report.status in (compiled.REFUSED, compiled.NEEDLESS), str(report)


def lists_that_are_joined(x):
    places = [0, 2]
    found = x[places] * 2.0
    numbers = places + places
    return np.sum(found) * len(numbers) * x[numbers[3]]


def test_a_list_that_is_more_than_an_index_stays_one():
    """As an array it would be added to itself."""
    x = np.linspace(0.5, 1.5, 4)
    np.testing.assert_allclose(
        tx.grad(lists_that_are_joined, backend="numba")(x), tx.grad(lists_that_are_joined)(x)
    )


def lists_that_change(x, v):
    rows = [v * x]
    others = [rows, rows]
    rows.insert(0, np.concatenate((v, v * x)))
    rows.append(v + x)
    last = rows.pop()
    return np.sum(rows[0] * others[1][-1]) + np.sum(last * rows[0][:1]) * np.sum(others[0][0])


def test_lists_that_began_with_arrays_of_one_entry():
    args = 1.3, np.array([0.7])
    compiled.compare(
        args,
        (1.0, dict(enumerate(tx.grad(lists_that_change, (0, 1))(*args)))),
        (1.0, dict(enumerate(tx.grad(lists_that_change, (0, 1), backend="numba")(*args)))),
    )


def sliding(x, n):
    part = x[:n]
    for k in range(n):
        x[k] = part[k] * x[k + 1]
        part[0] += x[k]
    return x, part * 2.0


def test_arrays_that_share_a_part_of_their_memory():
    """Both are restored by the reverse half, which may run again."""
    args = np.linspace(0.5, 1.5, 5), 3
    seed = np.arange(5.0), np.ones(3)
    wanted = tx.vjp(sliding, args[0].copy(), 3)[1](seed)
    with tx.config.using(backend="numba"):
        pull = tx.vjp(sliding, args[0].copy(), 3)[1]
        first, again = pull(seed), pull(seed)
    np.testing.assert_allclose(first[0], wanted[0], rtol=1e-12)
    np.testing.assert_array_equal(first[0], again[0])
