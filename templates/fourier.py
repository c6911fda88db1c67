"""Discrete Fourier transforms with their usual scale; other lengths and scales are made of these."""

import numpy

from tangentx.rules import Static, bar, case, dot, real_only


@case(a=(4,))
@case(a=(2, 3), axis=0)
def fft(a, *, axis: Static = -1):
    y = numpy.fft.fft(a, axis=axis)
    dot[y] = numpy.fft.fft(dot[a], axis=axis)
    bar[a] += numpy.fft.ifft(bar[y], axis=axis, norm="forward")


@case(a=(4,))
@case(a=(2, 3), axis=0)
def ifft(a, *, axis: Static = -1):
    y = numpy.fft.ifft(a, axis=axis)
    dot[y] = numpy.fft.ifft(dot[a], axis=axis)
    bar[a] += numpy.fft.fft(bar[y], axis=axis, norm="forward")


@real_only
@case(a=(4,))
@case(a=(2, 3), axis=0)
@case(a=(2, 3))
def rfft(a, *, axis: Static = -1):
    y = numpy.fft.rfft(a, axis=axis)
    dot[y] = numpy.fft.rfft(dot[a], axis=axis)
    bar[a] += numpy.fft.ifft(bar[y], numpy.shape(a)[axis], axis, norm="forward")


@case(a=(4,), n=6)
@case(a=(4,), n=7)
@case(a=(2, 3), n=4)
def irfft(a, n: Static):
    y = numpy.fft.irfft(a, n)
    order = numpy.arange(n // 2 + 1)
    alone = numpy.logical_or(order == 0, 2 * order == n)
    dot[y] = numpy.fft.irfft(dot[a], n)
    bar[a] += numpy.fft.rfft(bar[y]) * (numpy.where(alone, 1.0, 2.0) / n)
