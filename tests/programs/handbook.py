"""Programs as handbooks of engineering are written down: correlations, lazy imports, classes of arguments."""

from __future__ import annotations

import typing

import numpy as np

from tests.programs import Sampler, program

TAGS = "handbook"
s = Sampler(90210)
Number = float | int
Several = typing.Union[list, tuple]  # noqa: UP007


def i1(*args, **kwargs):
    from scipy.special import i1

    return i1(*args, **kwargs)


def fin_efficiency(length, thickness):
    from scipy.special import erf, k0

    reduced = length * np.sqrt(2.0 / thickness)
    return i1(reduced) / (i1(2.0 * reduced) + erf(reduced)) + k0(reduced)


def chosen_special(x, kind):
    from scipy import special

    f = {"first": special.i0, "second": special.i1}[kind]
    total = f(x)
    for g in (special.erfc, special.gammaln):
        total = total + g(x) * x
    return total


def _flow(p):
    if isinstance(p, Several):
        return p[0] * p[1]
    if isinstance(p, np.ndarray | np.generic):
        return np.sum(p**3)
    return p * p if isinstance(p, Number | None) else 0.0


def by_class(a, b):
    total = _flow(a) + _flow((a, b)) + _flow([b, a * a]) + _flow(np.array([a, b]))
    for item in (1, 2.5, "none", None):
        if isinstance(item, int | float):
            total += item * a
        elif isinstance(item, str | None):
            total += b * b
    return total


program(fin_efficiency, (0.7, 0.9), (1.2, 1.6), tags=TAGS, must_pass=True)
program(chosen_special, (0.7, "first"), (1.2, "second"), tags=TAGS, must_pass=True)
program(by_class, (0.7, 0.9), (1.2, 1.6), tags=TAGS, must_pass=True)
