"""Selections by index that are function calls; `x[i]` itself is in `operators.py`."""

import numpy

from tangentx.rules import Increasing, Static, also, bar, case, dot, real_only
from tangentx.runtime import interp_bar, interp_slope, resize_bar, take_along_axis_bar, take_bar


@also("method:take")
@case(x=(4,), indices=[0, 0, 3])
@case(x=(2, 3), indices=[[0, 5], [5, -1]])
@case(x=(2, 3), indices=[2, 0, 2], axis=-1)
@case(x=(2, 3), indices=1, axis=0)
def take(x, indices: Static, axis: Static = None):
    y = numpy.take(x, indices, axis=axis)
    dot[y] = numpy.take(dot[x], indices, axis=axis)
    bar[x] += take_bar(bar[y], x, indices, axis)


@case(x=(2, 3), indices=numpy.array([[0, 0], [2, 1]]), axis=1)
@case(x=(2, 3), indices=numpy.array([[1, 0, 1]]), axis=0)
def take_along_axis(x, indices: Static, axis: Static = -1):
    y = numpy.take_along_axis(x, indices, axis)
    dot[y] = numpy.take_along_axis(dot[x], indices, axis)
    bar[x] += take_along_axis_bar(bar[y], x, indices, axis)


@real_only
@case(x=(4,), xp=(4,), fp=(4,))
@case(x=(2, 3), xp=(3,), fp=(3,))
@case(x=(), xp=(3,), fp=(3,))
def interp(x, xp: Increasing, fp):
    y = numpy.interp(x, xp, fp)
    slope = interp_slope(x, xp, fp)
    dot[y] = slope * dot[x] + numpy.interp(x, xp, dot[fp]) - slope * numpy.interp(x, xp, dot[xp])
    bar[x] += bar[y] * slope
    bar[xp] += interp_bar(-slope * bar[y], x, xp)
    bar[fp] += interp_bar(bar[y], x, xp)


@case(x=(3,), new_shape=(2, 4))
@case(x=(2, 3), new_shape=4)
@case(x=(), new_shape=3)
def resize(x, new_shape: Static):
    y = numpy.resize(x, new_shape)
    dot[y] = numpy.resize(dot[x], new_shape)
    bar[x] += resize_bar(bar[y], x)


@real_only
@case(x=numpy.array([0, 2, 0, 1]), weights=(4,))
@case(x=numpy.array([0, 2, 0, 1]), weights=(4,), minlength=6)
def bincount(x: Static, weights=None, minlength: Static = 0):
    y = numpy.bincount(x, weights, minlength)
    dot[y] = numpy.bincount(x, dot[weights], minlength)
    bar[weights] += numpy.take(bar[y], x)


@real_only
@case(p=(5,))
@case(p=(2, 5), axis=0)
def unwrap(p, discont: Static = None, axis: Static = -1, *, period: Static = 6.283185307179586):
    y = numpy.unwrap(p, discont, axis, period=period)
    dot[y] = dot[p]
    bar[p] += bar[y]
