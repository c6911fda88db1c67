"""Sums, products, extrema and moments, over all entries or along axes."""

import numpy

from tangentx.rules import Constant, Static, also, bar, case, conj, dot, real, real_only
from tangentx.runtime import (
    cumprod_bar,
    cumprod_dot,
    diff_bar,
    divide_or_zero,
    extremum_bar,
    extremum_dot,
    product_of_others,
    reduced_size,
    running_places,
    sort_bar,
    sort_dot,
    take_along_axis_bar,
    unreduce,
)


@also("method:sum")
def sum(
    x,
    axis: Static[None, 0, -1, (0, 1)] = None,
    dtype: Static = None,
    *,
    keepdims: Static[False, True] = False,
):
    y = numpy.sum(x, axis=axis, dtype=dtype, keepdims=keepdims)
    dot[y] = numpy.sum(dot[x], axis=axis, dtype=dtype, keepdims=keepdims)
    bar[x] += unreduce(bar[y], x, axis, keepdims)


@also("method:sum")
def sum_leading(
    x, axis: Constant[None, 0] = None, dtype: Static = None, *, keepdims: Static[False, True] = False
):
    """All entries, or the first axis: the adjoint broadcasts by itself."""
    y = numpy.sum(x, axis=axis, dtype=dtype, keepdims=keepdims)
    dot[y] = numpy.sum(dot[x], axis=axis, dtype=dtype, keepdims=keepdims)
    bar[x] += bar[y]


@also("method:mean")
def mean(
    x,
    axis: Static[None, 0, -1, (0, 1)] = None,
    dtype: Static = None,
    *,
    keepdims: Static[False, True] = False,
):
    y = numpy.mean(x, axis=axis, dtype=dtype, keepdims=keepdims)
    dot[y] = numpy.mean(dot[x], axis=axis, dtype=dtype, keepdims=keepdims)
    bar[x] += unreduce(bar[y], x, axis, keepdims) / reduced_size(x, axis)


@also("method:mean")
def mean_of_all(
    x, axis: Constant[None] = None, dtype: Static = None, *, keepdims: Static[False, True] = False
):
    y = numpy.mean(x, axis=axis, dtype=dtype, keepdims=keepdims)
    dot[y] = numpy.mean(dot[x], axis=axis, dtype=dtype, keepdims=keepdims)
    bar[x] += bar[y] / numpy.size(x)


@also("method:mean")
@case(x=(3,))
@case(x=(2, 3))
@case(x=(2, 3, 4))
def mean_along(
    x, axis: Constant[0, 1, 2, -1, -2], dtype: Static = None, *, keepdims: Static[False, True] = False
):
    y = numpy.mean(x, axis=axis, dtype=dtype, keepdims=keepdims)
    dot[y] = numpy.mean(dot[x], axis=axis, dtype=dtype, keepdims=keepdims)
    bar[x] += unreduce(bar[y], x, axis, keepdims) / numpy.shape(x)[axis]


def nansum(x, axis: Static[None, 0, -1, (0, 1)] = None, *, keepdims: Static[False, True] = False):
    y = numpy.nansum(x, axis=axis, keepdims=keepdims)
    dot[y] = numpy.sum(numpy.where(numpy.isnan(x), 0.0, dot[x]), axis=axis, keepdims=keepdims)
    bar[x] += numpy.where(numpy.isnan(x), 0.0, unreduce(bar[y], x, axis, keepdims))


@also("method:prod")
def prod(
    x,
    axis: Static[None, 0, -1, (0, 1)] = None,
    dtype: Static = None,
    *,
    keepdims: Static[False, True] = False,
):
    y = numpy.prod(x, axis=axis, dtype=dtype, keepdims=keepdims)
    others = product_of_others(x, axis)
    dot[y] = numpy.sum(others * dot[x], axis=axis, keepdims=keepdims)
    bar[x] += unreduce(bar[y], x, axis, keepdims) * conj(others)


@real_only
@also("numpy.amax", "method:max")
def max(x, axis: Static[None, 0, -1, (0, 1)] = None, *, keepdims: Static[False, True] = False):
    y = numpy.max(x, axis=axis, keepdims=keepdims)
    dot[y] = extremum_dot(dot[x], x, y, axis, keepdims)
    bar[x] += extremum_bar(bar[y], x, y, axis, keepdims)


@real_only
@also("numpy.amin", "method:min")
def min(x, axis: Static[None, 0, -1, (0, 1)] = None, *, keepdims: Static[False, True] = False):
    y = numpy.min(x, axis=axis, keepdims=keepdims)
    dot[y] = extremum_dot(dot[x], x, y, axis, keepdims)
    bar[x] += extremum_bar(bar[y], x, y, axis, keepdims)


@real_only
@also("numpy.amax", "method:max")
def max_of_all(x, axis: Constant[None] = None, *, keepdims: Static[False, True] = False):
    y = numpy.max(x, axis=axis, keepdims=keepdims)
    tied = x == y
    dot[y] = numpy.sum(numpy.where(tied, dot[x], 0.0), keepdims=keepdims) / float(numpy.count_nonzero(tied))
    bar[x] += bar[y] * tied / numpy.count_nonzero(tied)


@real_only
@also("numpy.amin", "method:min")
def min_of_all(x, axis: Constant[None] = None, *, keepdims: Static[False, True] = False):
    y = numpy.min(x, axis=axis, keepdims=keepdims)
    tied = x == y
    dot[y] = numpy.sum(numpy.where(tied, dot[x], 0.0), keepdims=keepdims) / float(numpy.count_nonzero(tied))
    bar[x] += bar[y] * tied / numpy.count_nonzero(tied)


@real_only
def ptp(x, axis: Static[None, 0, -1] = None, *, keepdims: Static[False, True] = False):
    y = numpy.ptp(x, axis=axis, keepdims=keepdims)
    high = numpy.max(x, axis=axis, keepdims=keepdims)
    low = numpy.min(x, axis=axis, keepdims=keepdims)
    dot[y] = extremum_dot(dot[x], x, high, axis, keepdims) - extremum_dot(dot[x], x, low, axis, keepdims)
    bar[x] += extremum_bar(bar[y], x, high, axis, keepdims) - extremum_bar(bar[y], x, low, axis, keepdims)


@also("method:var")
@case(x=(4,))
@case(x=(2, 3))
@case(x=(4,), ddof=1)
@case(x=(2, 3, 2), axis=(0, -1), ddof=1)
def var(
    x,
    axis: Static[None, 0, -1, (0, 1)] = None,
    dtype: Static = None,
    *,
    ddof: Static = 0,
    keepdims: Static[False, True] = False,
):
    y = numpy.var(x, axis=axis, dtype=dtype, ddof=ddof, keepdims=keepdims)
    deviation = x - numpy.mean(x, axis=axis, dtype=dtype, keepdims=True)
    count = reduced_size(x, axis) - ddof
    dot[y] = 2.0 * numpy.sum(real(conj(deviation) * dot[x]), axis=axis, keepdims=keepdims) / count
    bar[x] += unreduce(bar[y], x, axis, keepdims) * (2.0 / count) * deviation


@also("method:var")
@case(x=(4,))
@case(x=(2, 3))
def var_of_all(
    x,
    axis: Constant[None] = None,
    dtype: Static = None,
    *,
    ddof: Constant[0] = 0,
    keepdims: Static[False, True] = False,
):
    y = numpy.var(x, axis=axis, dtype=dtype, ddof=ddof, keepdims=keepdims)
    deviation = x - numpy.mean(x, dtype=dtype)
    dot[y] = 2.0 * numpy.mean(real(conj(deviation) * dot[x]), keepdims=keepdims)
    bar[x] += bar[y] * (2.0 / numpy.size(x)) * deviation


@also("method:std")
@case(x=(4,))
@case(x=(2, 3))
@case(x=(4,), ddof=1)
@case(x=(2, 3, 2), axis=(0, -1), ddof=1)
def std(
    x,
    axis: Static[None, 0, -1, (0, 1)] = None,
    dtype: Static = None,
    *,
    ddof: Static = 0,
    keepdims: Static[False, True] = False,
):
    y = numpy.std(x, axis=axis, dtype=dtype, ddof=ddof, keepdims=keepdims)
    deviation = x - numpy.mean(x, axis=axis, dtype=dtype, keepdims=True)
    count = reduced_size(x, axis) - ddof
    dot[y] = (
        divide_or_zero(numpy.sum(real(conj(deviation) * dot[x]), axis=axis, keepdims=keepdims), y) / count
    )
    bar[x] += unreduce(divide_or_zero(bar[y], y), x, axis, keepdims) * deviation / count


@also("method:std")
@case(x=(4,))
@case(x=(2, 3))
def std_of_all(
    x,
    axis: Constant[None] = None,
    dtype: Static = None,
    *,
    ddof: Constant[0] = 0,
    keepdims: Static[False, True] = False,
):
    y = numpy.std(x, axis=axis, dtype=dtype, ddof=ddof, keepdims=keepdims)
    deviation = x - numpy.mean(x, dtype=dtype)
    dot[y] = divide_or_zero(numpy.mean(real(conj(deviation) * dot[x]), keepdims=keepdims), y)
    bar[x] += divide_or_zero(bar[y], y * numpy.size(x)) * deviation


@also("method:cumsum")
def cumsum(x, axis: Static[None, 0, -1] = None, dtype: Static = None):
    y = numpy.cumsum(x, axis=axis, dtype=dtype)
    dot[y] = numpy.cumsum(dot[x], axis=axis, dtype=dtype)
    bar[x] += numpy.reshape(
        numpy.flip(numpy.cumsum(numpy.flip(bar[y], axis), axis=axis), axis), numpy.shape(x)
    )


@also("method:cumprod")
def cumprod(x, axis: Static[None, 0, -1] = None, dtype: Static = None):
    y = numpy.cumprod(x, axis=axis, dtype=dtype)
    dot[y] = cumprod_dot(dot[x], x, axis)
    bar[x] += cumprod_bar(bar[y], x, axis)


@case(x=(5,))
@case(x=(5,), n=2)
@case(x=(3, 4), n=1, axis=0)
@case(x=(0,))
@case(x=(1,))
@case(x=(4,), n=0)
def diff(x, n: Static = 1, axis: Static = -1):
    y = numpy.diff(x, n=n, axis=axis)
    dot[y] = numpy.diff(dot[x], n=n, axis=axis)
    bar[x] += diff_bar(bar[y], x, n, axis)


@real_only
def sort(x, axis: Static[-1, 0, None] = -1, kind: Static = None):
    y = numpy.sort(x, axis=axis, kind=kind)
    dot[y] = sort_dot(dot[x], x, axis)
    bar[x] += sort_bar(bar[y], x, axis)


@real_only
@case(x=(5,), kth=2)
@case(x=(3, 5), kth=1, axis=0)
def partition(x, kth: Static, axis: Static = -1):
    y = numpy.partition(x, kth, axis=axis)
    order = numpy.argpartition(x, kth, axis=axis)
    dot[y] = numpy.take_along_axis(dot[x], order, axis)
    bar[x] += take_along_axis_bar(bar[y], x, order, axis)


@real_only
@case(x=(5,))
@case(x=(3, 4), axis=1)
def maximum_accumulate(x, axis: Static = 0):
    y = numpy.maximum.accumulate(x, axis)
    places = running_places(x, y, axis)
    dot[y] = numpy.take_along_axis(dot[x], places, axis)
    bar[x] += take_along_axis_bar(bar[y], x, places, axis)


@real_only
@case(x=(5,))
@case(x=(3, 4), axis=1)
def minimum_accumulate(x, axis: Static = 0):
    y = numpy.minimum.accumulate(x, axis)
    places = running_places(x, y, axis)
    dot[y] = numpy.take_along_axis(dot[x], places, axis)
    bar[x] += take_along_axis_bar(bar[y], x, places, axis)
