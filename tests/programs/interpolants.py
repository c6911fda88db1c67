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


KNOTS = scipy.interpolate.splrep(XS, YS)
STEEP = scipy.interpolate.splrep(XS, YS, k=5)
CURVE, _ = scipy.interpolate.splprep([np.cos(XS), np.sin(XS), XS], s=0)
GRID_X, GRID_Y = np.linspace(0, 3, 7), np.linspace(0, 2, 6)
PLATE = scipy.interpolate.RectBivariateSpline(GRID_X, GRID_Y, np.sin(np.outer(GRID_X, GRID_Y)))
FLAT = scipy.interpolate.RectBivariateSpline(GRID_X, GRID_Y, np.cos(np.outer(GRID_X, GRID_Y)), kx=1, ky=2)
PLATE_KNOTS, FLAT_KNOTS = (*PLATE.tck, 3, 3), [*FLAT.tck, 1, 2]


def by_knots(t):
    return scipy.interpolate.splev(t, KNOTS) * t + float(scipy.interpolate.splev(0.7, KNOTS, der=1)) * t**2


def by_knots_beyond_them(t):
    found = t * scipy.interpolate.splev(t, KNOTS, ext=1) + scipy.interpolate.splev(t, list(KNOTS), 0, 3)
    return found + scipy.interpolate.splev(t, STEEP, der=2) + scipy.interpolate.splev(t, KNOTS, 1, ext=3)


def high_orders(t):
    return scipy.interpolate.splev(t, KNOTS, der=3) * t + scipy.interpolate.splev(t, STEEP, der=5) * t


def along_a_curve(t):
    x, y, z = scipy.interpolate.splev(t / 6.0, CURVE)
    return x * y + z


def spline_of_a_dict(t, name):
    from scipy.interpolate import splev

    table = {"drag": STEEP, "lift": KNOTS}
    total = 0.0
    for name in ("drag", "lift", name):
        total = total + splev(t, table[name])
    return total


def chart(x, y):
    value = scipy.interpolate.bisplev(x, y, PLATE_KNOTS)
    return value**2 + float(scipy.interpolate.bisplev(y, x / 2.0, FLAT_KNOTS))


def chart_on_a_grid(x, y):
    return scipy.interpolate.bisplev(x, y, PLATE_KNOTS) + scipy.interpolate.bisplev(
        x, y, PLATE_KNOTS, dx=1, dy=2
    )


def chart_along_a_line(x, y):
    return scipy.interpolate.bisplev(x, y, FLAT_KNOTS) * x[:, None]


def constant_readings(t):
    return t * scipy.interpolate.splint(0.2, 0.9, KNOTS) + t * scipy.interpolate.splev([0.3, 0.4], KNOTS)[1]


for f in (by_knots, constant_readings):
    program(f, (0.3,), (2.2,), tags=TAGS, must_pass=True)
program(along_a_curve, (np.array([0.3, 1.7]),), (np.array([2.3, 4.7]),), tags=TAGS, must_pass=True)
program(high_orders, (np.array([0.3, 1.7]),), (np.array([2.3, 4.7]),), tags=TAGS, must_pass=True)
program(by_knots_beyond_them, (np.array([0.3, 5.7]),), (np.array([-2.3, 4.7]),), tags=TAGS, must_pass=True)
program(spline_of_a_dict, (0.3, "drag"), (2.3, "lift"), tags=TAGS, must_pass=True)
program(chart, (0.3, 1.2), (2.7, 0.4), (-0.3, 1.2), (1.7, 2.4), tags=TAGS, must_pass=True)
program(
    chart_on_a_grid,
    (np.array([0.3, 0.9, 1.4]), np.array([0.4, 1.7])),
    (np.array([0.1, 0.8, 2.4]), np.array([0.2, 1.1])),
    tags=TAGS,
    must_pass=True,
)
program(
    chart_along_a_line,
    (np.array([0.3, 0.9, 1.4]), np.array([0.4, 1.7])),
    (np.array([0.3, 0.9, 1.4]), np.array([0.4, 1.7])),
    tags=TAGS,
    must_pass=True,
)


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
