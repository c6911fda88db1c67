"""Polynomials as handbooks print them: sums of hundreds of terms in one expression."""

from __future__ import annotations

import importlib.util

import pytest

import tangentx as tx

TERMS = [(0.1 * k + 0.5, k % 7, k % 5) for k in range(400)]


@pytest.fixture
def polynomial(tmp_path):
    terms = " + ".join(f"{c!r} * x**{i} * y**{j}" for c, i, j in TERMS)
    file = tmp_path / "long_polynomial.py"
    file.write_text(f"def polynomial(x, y):\n    return ({terms})\n")
    spec = importlib.util.spec_from_file_location("long_polynomial", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.polynomial


def test_slopes_of_a_long_sum(polynomial):
    x, y = 1.1, 0.9
    by_x = sum(c * i * x ** (i - 1) * y**j for c, i, j in TERMS if i)
    by_y = sum(c * j * x**i * y ** (j - 1) for c, i, j in TERMS if j)
    assert tx.grad(polynomial, wrt=(0, 1))(x, y) == pytest.approx((by_x, by_y))
    assert tx.jvp(polynomial, (x, y), (1.0, 0.0))[1] == pytest.approx(by_x)
