"""Recursive functions that write into their arguments: pullbacks that run again, values, arguments, and refusals."""

import pickle

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import TangentxError
from tests.programs import written_by_recursion as programs

X, V = 0.7, np.array([2.1, 0.3, 1.4, 0.9])
PULLED = [
    programs.sort_in_place, programs.merge_sort_of_slices, programs.part_is_passed_on, programs.parts_in_a_loop,
    programs.other_changes_later, programs.views_of_the_caller, programs.row_by_row, programs.elimination_of_the_rest,
    programs.row_of_a_matrix_as_well,
]  # fmt: skip


@pytest.mark.parametrize("function", PULLED, ids=lambda f: f.__name__)
def test_a_pullback_runs_again_and_when_it_was_pickled(function) -> None:
    given = V.copy()
    expected = tx.grad(function, wrt=("x", "v"))(X, given)
    out, pull = tx.vjp(function, X, given)
    assert out == function(X, V)
    for once in (pull, pull, pickle.loads(pickle.dumps(pull))):
        for bar, known in zip(once(2.0), expected, strict=True):
            np.testing.assert_allclose(bar, 2.0 * np.asarray(known), rtol=1e-12)
    assert np.array_equal(given, V)


def test_an_argument_stays_as_it_is() -> None:
    given, direction = V.copy(), np.ones(4)
    tx.jvp(programs.argument_is_sorted, (X, given), (1.0, direction))
    tx.grad(programs.argument_is_sorted, wrt="v")(X, given)
    assert np.array_equal(given, V)
    assert np.array_equal(direction, np.ones(4))


def with_parts(x, v):
    a = v * x
    programs.products(a, v, 0)
    return a[0] * a[1], (a, a[1:])


def test_the_value_is_that_before_the_reverse_sweep() -> None:
    for made in (
        tx.value_and_grad(with_parts, wrt="v", has_aux=True)(X, V)[0][1],
        tx.grad(with_parts, wrt="v", has_aux=True)(X, V)[1],
    ):
        for part, known in zip(made, with_parts(X, V)[1], strict=True):
            assert np.array_equal(part, known)


def down(a, i, x):
    if i == len(a):
        return
    a[i] = a[i] * x
    if a[i] > 1.5:
        raise ValueError
    down(a, i + 1, x)


def caught(x, v):
    a = v * x
    try:
        down(a, 0, x)
    except Exception:
        a[0] = a[0] * a[1]
    return np.sum(a * a)


def shared(a, b, n):
    if n > 0:
        a[0] = a[0] * b[0]
        shared(a, b, n - 1)


def in_one_memory(x, v):
    a = v * x
    shared(a[:2], a[1:], 2 if x > 0 else 1)
    return np.sum(a**2)


def remembered(n, x, memo=np.zeros(9)):
    if n < 2:
        return x
    memo[n] = remembered(n - 1, x) * x
    return memo[n]


def default_is_written(x, v):
    return remembered(len(v), x)


@pytest.mark.parametrize(
    ("function", "code"), [(caught, "TX506"), (in_one_memory, "TX506"), (default_is_written, "TX512")]
)
def test_refused(function, code) -> None:
    with pytest.raises(TangentxError) as refusal:
        tx.grad(function, wrt="x")(X, V)
    assert refusal.value.code == code
