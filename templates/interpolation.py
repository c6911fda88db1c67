"""Splines, tables and series of polynomials with constant data: their values, and integrals of splines."""

import numpy

from tangentx.rules import Static, bar, case, dot, elementwise, real_only
from tangentx.runtime import integrated, interpolated


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
