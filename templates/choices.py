"""Functions of numbers that choose one of them or take them apart: extrema, `where`, `clip`; complex numbers."""

import numpy

from tangentx.rules import (
    Constant,
    Interval,
    NonZero,
    Static,
    also,
    bar,
    case,
    conj,
    dot,
    elementwise,
    real_only,
)
from tangentx.runtime import clip_part, pick_larger, surely_real

# -- choices ---------------------------------------------------------------------------------------------------------


@real_only
def heaviside(x, y):
    """What is given for zero, y, is passed on there; the jump itself has no derivative."""
    z = numpy.heaviside(x, y)
    dot[z] = (x == 0) * dot[y]
    bar[x] += 0.0
    bar[y] += (x == 0) * bar[z]


@real_only
def heaviside_with_number(x, y: Constant):
    z = numpy.heaviside(x, y)
    dot[z] = None


@real_only
def maximum(x, y):
    z = numpy.maximum(x, y)
    dot[z] = pick_larger(dot[x], x, y) + pick_larger(dot[y], y, x)
    bar[x] += pick_larger(bar[z], x, y)
    bar[y] += pick_larger(bar[z], y, x)


@real_only
def minimum(x, y):
    z = numpy.minimum(x, y)
    dot[z] = pick_larger(dot[x], y, x) + pick_larger(dot[y], x, y)
    bar[x] += pick_larger(bar[z], y, x)
    bar[y] += pick_larger(bar[z], x, y)


@real_only
def maximum_with_zero(x: NonZero, y: Constant[0.0, 0]):
    z = numpy.maximum(x, y)
    dot[z] = numpy.heaviside(x, 0.5) * dot[x]
    bar[x] += bar[z] * numpy.heaviside(x, 0.5)


@real_only
def maximum_of_zero(x: Constant[0.0, 0], y: NonZero):
    z = numpy.maximum(x, y)
    dot[z] = numpy.heaviside(y, 0.5) * dot[y]
    bar[y] += bar[z] * numpy.heaviside(y, 0.5)


@real_only
def maximum_with_number(x, y: Constant):
    z = numpy.maximum(x, y)
    dot[z] = numpy.heaviside(x - y, 0.5) * dot[x]
    bar[x] += bar[z] * numpy.heaviside(x - y, 0.5)


@real_only
def maximum_of_number(x: Constant, y):
    z = numpy.maximum(x, y)
    dot[z] = numpy.heaviside(y - x, 0.5) * dot[y]
    bar[y] += bar[z] * numpy.heaviside(y - x, 0.5)


@real_only
def minimum_with_zero(x: NonZero, y: Constant[0.0, 0]):
    z = numpy.minimum(x, y)
    dot[z] = numpy.heaviside(-x, 0.5) * dot[x]
    bar[x] += bar[z] * numpy.heaviside(-x, 0.5)


@real_only
def minimum_of_zero(x: Constant[0.0, 0], y: NonZero):
    z = numpy.minimum(x, y)
    dot[z] = numpy.heaviside(-y, 0.5) * dot[y]
    bar[y] += bar[z] * numpy.heaviside(-y, 0.5)


@real_only
def minimum_with_number(x, y: Constant):
    z = numpy.minimum(x, y)
    dot[z] = numpy.heaviside(y - x, 0.5) * dot[x]
    bar[x] += bar[z] * numpy.heaviside(y - x, 0.5)


@real_only
def minimum_of_number(x: Constant, y):
    z = numpy.minimum(x, y)
    dot[z] = numpy.heaviside(x - y, 0.5) * dot[y]
    bar[y] += bar[z] * numpy.heaviside(x - y, 0.5)


@real_only
def fmax(x, y):
    z = numpy.fmax(x, y)
    only_x = numpy.isnan(y)
    only_y = numpy.isnan(x)
    dot[z] = numpy.where(only_x, dot[x], pick_larger(dot[x], x, y)) + numpy.where(
        only_y, dot[y], pick_larger(dot[y], y, x)
    )
    bar[x] += numpy.where(only_x, bar[z], pick_larger(bar[z], x, y))
    bar[y] += numpy.where(only_y, bar[z], pick_larger(bar[z], y, x))


@real_only
def fmin(x, y):
    z = numpy.fmin(x, y)
    only_x = numpy.isnan(y)
    only_y = numpy.isnan(x)
    dot[z] = numpy.where(only_x, dot[x], pick_larger(dot[x], y, x)) + numpy.where(
        only_y, dot[y], pick_larger(dot[y], x, y)
    )
    bar[x] += numpy.where(only_x, bar[z], pick_larger(bar[z], y, x))
    bar[y] += numpy.where(only_y, bar[z], pick_larger(bar[z], x, y))


@elementwise
@case(c=numpy.array([True, False, True]), x=(3,), y=(3,))
@case(c=numpy.array([True, False, True]), x=(2, 3), y=())
@case(c=numpy.array([[True], [False]]), x=(3,), y=(2, 1))
@case(c=True, x=(), y=())
def where(c: Static, x, y):
    z = numpy.where(c, x, y)
    dot[z] = numpy.where(c, dot[x], dot[y])
    bar[x] += numpy.where(c, bar[z], 0.0)
    bar[y] += numpy.where(c, 0.0, bar[z])


@elementwise
@real_only
@case(x=(4,), a_min=(), a_max=())
@case(x=(2, 3), a_min=(3,), a_max=(2, 1))
@case(x=(), a_min=(), a_max=())
def clip(x: Interval(-1, 2), a_min: Interval(-0.5, 0), a_max: Interval(0.5, 1)):
    y = numpy.clip(x, a_min, a_max)
    dot[y] = (
        clip_part(dot[x], "x", x, a_min, a_max)
        + clip_part(dot[a_min], "low", x, a_min, a_max)
        + clip_part(dot[a_max], "high", x, a_min, a_max)
    )
    bar[x] += clip_part(bar[y], "x", x, a_min, a_max)
    bar[a_min] += clip_part(bar[y], "low", x, a_min, a_max)
    bar[a_max] += clip_part(bar[y], "high", x, a_min, a_max)


@elementwise
@real_only
@case(x=(4,), min=(), max=())
@case(x=(2, 3), min=(3,), max=(2, 1))
def clip_method(x: Interval(-1, 2), min: Interval(-0.5, 0) = None, max: Interval(0.5, 1) = None):
    y = x.clip(min, max)
    dot[y] = (
        clip_part(dot[x], "x", x, min, max)
        + clip_part(dot[min], "low", x, min, max)
        + clip_part(dot[max], "high", x, min, max)
    )
    bar[x] += clip_part(bar[y], "x", x, min, max)
    bar[min] += clip_part(bar[y], "low", x, min, max)
    bar[max] += clip_part(bar[y], "high", x, min, max)


@also("math.copysign")
def copysign(x: NonZero, y: NonZero):
    z = numpy.copysign(x, y)
    dot[z] = numpy.sign(1.0 * x) * numpy.copysign(1.0, y) * dot[x]
    bar[x] += bar[z] * numpy.sign(1.0 * x) * numpy.copysign(1.0, y)
    bar[y] += 0.0


@elementwise
def nan_to_num(x, copy: Static = True, nan: Static = 0.0, posinf: Static = None, neginf: Static = None):
    y = numpy.nan_to_num(x, copy, nan, posinf, neginf)
    dot[y] = numpy.where(numpy.isfinite(x), dot[x], 0.0)
    bar[x] += numpy.where(numpy.isfinite(x), bar[y], 0.0)


# -- complex numbers -------------------------------------------------------------------------------------------------


@also("method:conj", "method:conjugate")
def conjugate(x):
    y = numpy.conjugate(x)
    dot[y] = numpy.conjugate(dot[x])
    bar[x] += numpy.conjugate(bar[y])


@elementwise
@also("attribute:real", "tangentx.runtime.real")
def real_part(x):
    y = numpy.real(x)
    dot[y] = numpy.real(dot[x])
    bar[x] += bar[y]


@elementwise
@also("attribute:imag")
def imag_part(x):
    y = numpy.imag(x)
    dot[y] = numpy.imag(dot[x])
    bar[x] += 1j * bar[y]


@elementwise
@also("cmath.phase")
@case(x=(3,))
def angle(x: NonZero):
    y = numpy.angle(x)
    dot[y] = numpy.imag(dot[x] / x)
    bar[x] += 1j * bar[y] / conj(x)


@elementwise
def surely_real(x):
    y = surely_real(x)
    dot[y] = numpy.real(dot[x])
    bar[x] += bar[y]
