"""`np.poly1d` and `np.polynomial.Polynomial` of differentiated coefficients; tables of numbers at unknown keys."""

from __future__ import annotations

import numpy as np
from numpy.polynomial import Polynomial

from tests.programs import Sampler, program

S = Sampler(61004)


def _program(f) -> None:
    program(f, (S.positive(4),), (S.positive(5),), tags="polynomial_objects", must_pass=True)


def highest_first(x):
    p = np.poly1d(x)
    q = p.deriv()
    total = q(0.5) + (p * p)(0.3) + p.integ()(1.0) + (p + q)(0.2) + (p - 2)(0.1) + (3 - p)(0.1) + (-p)(0.3)
    return total + (p * 2)(0.3) + (2 * p)(0.1) + (p / 3)(0.2) + (p**2)(0.3) + q[0] + p[9] + p(x).sum()


def lowest_first(x):
    p = Polynomial(x)
    q = p.deriv()
    total = q(0.5) + (p * p)(0.3) + p.integ()(1.0) + (p + q)(0.2) + (p - 2)(0.1) + (3 - p)(0.1) + (-p)(0.3)
    return (
        total
        + (p * 2)(0.3)
        + (2 * p)(0.1)
        + (p / 3)(0.2)
        + (p**2)(0.3)
        + p.deriv(2)(0.1)
        + p([0.1, 0.2]).sum()
    )


def lagrange(x):
    nodes = np.arange(len(x))
    total = np.poly1d(0.0)
    for j in range(len(x)):
        part = np.poly1d(x[j])
        for k in range(len(x)):
            if k != j:
                part *= np.poly1d([1.0, -nodes[k]]) / (nodes[j] - nodes[k])
        total += part
    return total(0.5) * total.deriv()(x[0])


def of_roots(x):
    basis = [np.poly1d([1.0])]
    for v in x[:3]:
        basis.append(basis[-1] * np.poly1d([1.0, -v]))
    return sum(b(0.7) * (k + 1) for k, b in enumerate(basis))


def compared(x):
    p, constant = np.poly1d(x), np.poly1d(x[:1])
    total = p(0.4) if isinstance(p, np.poly1d) else 0.0
    total += x[0] ** 2 if constant else x[1] ** 2
    return total * (x[2] if p == np.poly1d(x) else x[3])


def entry_of_a_table(x):
    if x[0] > 1.0:
        key = "low"
    else:
        key = "high"
    return {"low": x[0], "high": x[1]}[key] + x[2] ** 2


for _each in (highest_first, lowest_first, lagrange, of_roots, compared, entry_of_a_table):
    _program(_each)
