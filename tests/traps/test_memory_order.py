"""`ravel` and `reshape` give a view of a C-ordered array, and a copy of others: what is written through them is seen,
or not, by the caller's array as it is, not by the copy that a derivative works on."""

from __future__ import annotations

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import AliasingError

C = np.array([[1.0, 2.0], [3.0, 4.0]])


def through_reshape(x, m):
    b = m.reshape(-1)
    b *= x
    return m * 1.0


def seen_by_ravel(x, m):
    b = m.ravel()
    m *= x
    return b * m.sum()


@pytest.mark.parametrize("function", [through_reshape, seen_by_ravel])
@pytest.mark.parametrize("given", [np.asfortranarray(C), np.repeat(C, 2, axis=1)[:, ::2], C[::-1]])
def test_refused_where_the_copy_is_ordered_otherwise(function, given):
    for derivative in (
        lambda: tx.vjp(function, 2.0, given),
        lambda: tx.jvp(function, (2.0, given), (1.0, C)),
    ):
        with pytest.raises(AliasingError, match="not C-ordered") as caught:
            derivative()
        assert caught.value.code == "TX510"


@pytest.mark.parametrize("function", [through_reshape, seen_by_ravel])
def test_the_value_is_the_functions(function):
    value, pull = tx.vjp(function, 2.0, C)
    assert np.array_equal(value, function(2.0, C.copy()))
    assert len(pull(np.ones_like(value))) == 2
