"""Splines, tables and polynomials whose data are constant: calibration curves, tabulated functions, their slopes."""

from __future__ import annotations

import numpy as np
import scipy.interpolate
from scipy.interpolate import CubicSpline, PchipInterpolator, UnivariateSpline, interp1d, make_interp_spline

from tests.programs import Sampler, program

TAGS = "issue3 library"
s = Sampler(4711)
XS = np.linspace(0, 5, 12)
YS = np.sin(XS)
SPLINE = CubicSpline(XS, YS)
CURVES = {"a": SPLINE, "b": CubicSpline(XS, YS**2)}
BASIS = scipy.interpolate.BSpline(np.arange(10.0), s.normal(6), 3)
CHEBYSHEV = np.polynomial.Chebyshev([1, 2, 3.0])
LEGENDRE = np.polynomial.legendre.Legendre([1, 0.2, 0.3])
POLY = np.poly1d([1.0, -2.0, 0.5])
SERIES = np.polynomial.Polynomial([1.0, 2.0, -0.3])
FIT = np.poly1d(np.polyfit(np.arange(5.0), np.arange(5.0) ** 2, 2))


class Table:
    def __init__(self, x, y):
        self.spline = PchipInterpolator(x, y)
        self.slope = self.spline.derivative()

    def __call__(self, t):
        return self.spline(t) + 0.1 * self.slope(t)

    def area(self, a, b):
        return self.spline.integrate(a, b)


TABLE = Table(XS, YS)


def of_a_number(t):
    return SPLINE(t) * t + float(SPLINE(t))


def made_inside(t):
    f = CubicSpline(XS, np.cos(XS))
    g = interp1d(XS, YS, kind="cubic", fill_value="extrapolate")
    h = interp1d(XS, YS, bounds_error=False, fill_value=0.0)
    return f(t) ** 2 * g(t) + h(t * 2)


def in_an_object(t):
    u = t
    for _ in range(3):
        u = u + 0.3 * TABLE(u)
    return u + TABLE.area(0.0, u) + TABLE.area(t, 4.0)


def of_a_matrix(t):
    spline = UnivariateSpline(XS, YS, s=0)
    slope = spline.derivative()
    return spline(t) * slope(t) + make_interp_spline(XS, YS, k=5)(t)


def from_a_dict(t, which):
    return CURVES[which](t) ** 2 + sum(f(t) for f in CURVES.values())


def value_and_slopes(t, spline):
    return spline(t) ** 2 + spline(t, 1) + spline(t, nu=2)


def as_argument(t):
    return value_and_slopes(t, SPLINE) + value_and_slopes(t, CURVES["b"])


def series(t):
    return BASIS(t) * CHEBYSHEV(t / 5) + LEGENDRE(t / 5) + LEGENDRE.deriv()(t / 5) + CHEBYSHEV.integ()(t / 5)


def point_by_point(t):
    out = np.zeros(2)
    for i, ti in enumerate(t):
        if ti > 1:
            out[i] = SPLINE(ti) * 2
        else:
            out[i] = SPLINE(ti)
    return out


def newton_on_a_spline(a):
    x = 1.0
    for _ in range(4):
        x = x - (SPLINE(x) - 0.1 * a) / SPLINE(x, 1)
    return x


def polynomials(t):
    return (
        POLY(t) * SERIES(t) + (POLY * 2)(t) + POLY.deriv()(t) + SERIES.deriv()(t) + (SERIES + 1)(t) + FIT(t)
    )


def polynomial_made_inside(t):
    p = np.poly1d([1.0, 2.0, 3.0])
    return p(t) + p.integ()(t) + p.c[0] * t + p.order + POLY.coeffs[1] * t + SERIES.coef[1] * t


def newton_on_a_polynomial(t):
    slope = POLY.deriv()
    x = t
    for _ in range(3):
        x = x - (POLY(x) - t) / slope(x)
    return x


program(of_a_number, (0.3,), (2.2,), tags=TAGS, must_pass=True)
program(made_inside, (np.array([0.3, 1.7]),), (np.array([2.3, 4.7]),), tags=TAGS, must_pass=True)
program(in_an_object, (0.4,), (1.3,), tags=TAGS, must_pass=True)
program(of_a_matrix, (s.positive(2, 3) + 0.5,), (s.positive(2, 3) + 2.0,), tags=TAGS, must_pass=True)
program(from_a_dict, (0.3, "a"), (1.2, "a"), tags=TAGS, must_pass=True)
program(as_argument, (0.3,), (1.2,), tags=TAGS, must_pass=True)
program(series, (3.3,), (4.2,), tags=TAGS, must_pass=True)
program(newton_on_a_spline, (1.7,), (2.3,), tags=TAGS, must_pass=True)
program(polynomials, (0.3,), (1.3,), tags=TAGS, must_pass=True)
program(polynomial_made_inside, (0.3,), (1.3,), tags=TAGS, must_pass=True)
for f in (point_by_point, newton_on_a_polynomial):
    program(f, (np.array([0.3, 1.7]),), (np.array([2.3, 4.7]),), tags=TAGS, must_pass=True)
