"""Splines, tables and series of polynomials with constant data: their values, and integrals of splines; splines of two
variables."""

import numpy
import scipy

from tangentx.rules import Static, bar, case, dot, elementwise, real_only
from tangentx.runtime import integrated, interpolated, surface_value


@elementwise
@real_only
@case(f=numpy.polynomial.Chebyshev([0.5, -1.0, 2.0, 0.3]), x=())
@case(f=numpy.polynomial.Chebyshev([0.5, -1.0, 2.0, 0.3]), x=(2, 3))
@case(f=numpy.polynomial.Chebyshev([0.5, -1.0, 2.0, 0.3]), x=(3,), nu=1)
def interpolated_value(f: Static, x, nu: Static = 0):
    y = interpolated(f, x, nu)
    dot[y] = interpolated(f, x, nu + 1) * dot[x]
    bar[x] += interpolated(f, x, nu + 1) * bar[y]


@real_only
@case(f=numpy.polynomial.Chebyshev([0.5, -1.0, 2.0, 0.3]), a=(), b=())
def integral(f: Static, a, b):
    y = integrated(f, a, b)
    dot[y] = interpolated(f, b) * dot[b] - interpolated(f, a) * dot[a]
    bar[b] += bar[y] * interpolated(f, b)
    bar[a] += -bar[y] * interpolated(f, a)


@elementwise
@real_only
@case(f=scipy.interpolate.RectBivariateSpline([0, 1, 2, 4], [0, 1, 3, 4], numpy.eye(4)), x=(), y=())
@case(f=scipy.interpolate.RectBivariateSpline([0, 1, 2, 4], [0, 1, 3, 4], numpy.eye(4)), x=(3, 1), y=(2,))
@case(f=scipy.interpolate.RectBivariateSpline([0, 1, 2, 4], [0, 1, 3, 4], numpy.eye(4)), x=(3,), y=(3,), dx=1)
def surface_value_of(f: Static, x, y, dx: Static = 0, dy: Static = 0):
    z = surface_value(f, x, y, dx, dy)
    dot[z] = surface_value(f, x, y, dx + 1, dy) * dot[x] + surface_value(f, x, y, dx, dy + 1) * dot[y]
    bar[x] += surface_value(f, x, y, dx + 1, dy) * bar[z]
    bar[y] += surface_value(f, x, y, dx, dy + 1) * bar[z]
