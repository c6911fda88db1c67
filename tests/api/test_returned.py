"""Functions among what a function returns: those of libraries come back, those made inside are refused."""

from __future__ import annotations

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import TangentxError


def with_the_librarys(x):
    return {"value": np.sin(x) * x, "inverse": np.arcsin}


def with_its_own(x):
    def line(t):
        return t * x

    return x * 2.0, line


def test_functions_of_libraries_come_back():
    value, dot = tx.jvp(with_the_librarys, (0.3,), (1.0,))
    assert value["inverse"] is np.arcsin
    assert dot["value"] == pytest.approx(np.cos(0.3) * 0.3 + np.sin(0.3))


@pytest.mark.parametrize("derivative", [lambda f: tx.jvp(f, (0.3,), (1.0,)), lambda f: tx.vjp(f, 0.3)])
def test_functions_made_inside_are_refused(derivative):
    with pytest.raises(TangentxError, match="a function is returned") as caught:
        derivative(with_its_own)
    assert caught.value.code == "TX255"
    assert caught.value.place.line == with_its_own.__code__.co_firstlineno + 4
