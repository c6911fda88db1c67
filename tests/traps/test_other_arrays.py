"""Arrays of other classes: their `*` is not NumPy's, and the rule for it would give a wrong derivative."""

from __future__ import annotations

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import MissingRuleError

A = np.matrix([[1.0, 2.0], [3.0, 4.0]])
K = np.ma.masked_array([1.0, 2.0], mask=[False, True])
R = np.rec.array([(1.0, 2.0), (3.0, 4.0)], dtype=[("a", float), ("b", float)])
V = np.array([0.3, -0.8])


def product(v):
    return (A * v.reshape(2, 1)).sum()


def of_its_transpose(v):
    return (v @ A.T).sum()


def of_what_is_made_of_it(v):
    return (np.linalg.inv(A * 2.0) * v.reshape(2, 1)).sum()


def of_its_rows(v):
    total = 0.0
    for row in A:
        total += (row * v.reshape(2, 1)).sum()
    return total


def masked(v):
    return (K * v).sum()


@pytest.mark.parametrize("function", [product, of_its_transpose, of_what_is_made_of_it, of_its_rows, masked])
def test_refused_where_it_meets_what_is_differentiated(function):
    for derive in (tx.grad, tx.value_and_grad):
        with pytest.raises(
            MissingRuleError, match="no rule for a (matrix|MaskedArray) and an array"
        ) as caught:
            derive(function)(V)
        assert caught.value.place.file == __file__ and caught.value.help
    with pytest.raises(MissingRuleError):
        tx.jvp(function, (V,), (V,))


def entries(v):
    return A[0, 1] * v.sum() + (np.asarray(A) @ v).sum() + K.sum() * v[1]


def fields(v):
    return (R.a * v).sum() + R[1].b * v[0]


@pytest.mark.parametrize("function, wanted", [(entries, [6.0, 9.0]), (fields, [5.0, 3.0])])
def test_its_numbers_and_plain_arrays_are_constants(function, wanted):
    np.testing.assert_allclose(tx.grad(function)(V), wanted)
