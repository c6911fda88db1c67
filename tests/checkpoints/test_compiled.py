"""Loops reversed from kept states, compiled by Numba."""

from __future__ import annotations

import math

import numpy as np
import pytest

import tangentx as tx
from tests.checkpoints.cases import PAIRS, X

numba = pytest.importorskip("numba")

# What Numba does not compile for reasons of its own: tuples and dicts that change their types, `raise` in `try`.
OTHERS = {"exceptions", "containers"}


@pytest.mark.parametrize("name", sorted(PAIRS.keys() - OTHERS))
def test_same_numbers(name):
    kept, stored = PAIRS[name]
    ours, theirs = tx.value_and_grad(kept, backend="numba"), tx.value_and_grad(stored, backend="numpy")
    for n in (0, 1, 2, 9):
        value, gradient = ours(X.copy(), n, 3)
        expected, reference = theirs(X.copy(), n, 3)
        assert math.isclose(value, expected, rel_tol=1e-12)
        np.testing.assert_allclose(gradient, reference, rtol=1e-11, atol=1e-13)


def test_a_compiled_primal_keeps_its_mark():
    @numba.njit
    def walk(x, n):
        for _ in tx.checkpoint(range(n), 4):
            x = x + 1e-3 * math.sin(x)
        return x * x

    tx.grad(walk)(1.0, 3)  # which tells Numba what the mark is
    assert walk(1.0, 100) == walk.py_func(1.0, 100)
    plain = tx.grad(walk.py_func, backend="numpy")
    assert math.isclose(tx.grad(walk)(1.0, 100_000), plain(1.0, 100_000), rel_tol=1e-9)
