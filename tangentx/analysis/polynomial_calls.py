"""`P(x)` where P is a polynomial outside, of `np.poly1d` or `np.polynomial.Polynomial`: its coefficients are read live.

The two functions below round as NumPy's methods do, and are inlined where the polynomial is called.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from tangentx.analysis.scope import Env
from tangentx.records import Place
from tangentx.syntax import nodes


def value_of_poly1d(coeffs, x):
    return np.polyval(coeffs, x)


def value_of_series(coef, x):
    at = 0.0 + 1.0 * x  # from the usual domain to the usual window
    total = coef[len(coef) - 1] + at * 0
    for i in range(2, len(coef) + 1):
        total = coef[len(coef) - i] + total * at
    return total


def find(callee: Any) -> Callable | None:
    """The handler for a call of a polynomial that is known."""
    if type(callee) is np.poly1d:
        return partial(_value, function=value_of_poly1d, name="coeffs")
    if type(callee) is np.polynomial.Polynomial and _is_usual(callee):
        return partial(_value, function=value_of_series, name="coef")
    return None


def _is_usual(series: np.polynomial.Polynomial) -> bool:
    return all(np.array_equal(part, (-1.0, 1.0)) for part in (series.domain, series.window))


def _value(
    s, target, func, operands, keywords, place: Place, env: Env, function: Callable, name: str
) -> bool:
    if len(operands) != 1 or keywords:
        return False
    coefficients = nodes.name(s.fresh("_coefficients"))
    s.attribute(coefficients.id, func, name, s.kind(func, env), place, env)
    s.inline_prelude(target, function, [coefficients, operands[0]], place, env)
    return True
