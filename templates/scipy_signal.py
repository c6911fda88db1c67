"""Linear filters of vectors whose coefficients are known: the filter of the unit matrix is the filter's matrix."""

import numpy
import scipy

from tangentx.rules import Rank, Static, bar, case, dot, real_only


@real_only
@case(data=(6,))
@case(data=(6,), type="constant")
def detrend(data: Rank[1], *, type: Static = "linear", bp: Static = 0):  # noqa: F821
    y = scipy.signal.detrend(data, type=type, bp=bp)
    dot[y] = scipy.signal.detrend(dot[data], type=type, bp=bp)
    bar[data] += scipy.signal.detrend(bar[y], type=type, bp=bp)  # a projection


@real_only
@case(x=(9,), window_length=5, polyorder=2)
@case(x=(9,), window_length=5, polyorder=2, deriv=1, mode="nearest")
def savgol_filter(
    x: Rank[1], window_length: Static, polyorder: Static, deriv: Static = 0, delta: Static = 1.0, *,
    mode: Static = "interp",
):  # fmt: skip
    y = scipy.signal.savgol_filter(x, window_length, polyorder, deriv, delta, mode=mode)
    unit = numpy.eye(numpy.size(x))
    dot[y] = scipy.signal.savgol_filter(dot[x], window_length, polyorder, deriv, delta, mode=mode)
    bar[x] += scipy.signal.savgol_filter(unit, window_length, polyorder, deriv, delta, mode=mode) @ bar[y]


@real_only
@case(x=(6,), sos=[[1.0, 0.5, 0.2, 1.0, -0.3, 0.1]])
def sosfilt(sos: Static, x: Rank[1]):  # noqa: F821
    y = scipy.signal.sosfilt(sos, x)
    dot[y] = scipy.signal.sosfilt(sos, dot[x])
    bar[x] += scipy.signal.sosfilt(sos, bar[y][::-1])[::-1]  # it knows neither the time nor a beginning


@real_only
@case(x=(9,), sos=[[1.0, 0.5, 0.2, 1.0, -0.3, 0.1]], padlen=2)
def sosfiltfilt(sos: Static, x: Rank[1], *, padlen: Static = None):  # noqa: F821
    y = scipy.signal.sosfiltfilt(sos, x, padlen=padlen)
    dot[y] = scipy.signal.sosfiltfilt(sos, dot[x], padlen=padlen)
    bar[x] += scipy.signal.sosfiltfilt(sos, numpy.eye(numpy.size(x)), padlen=padlen) @ bar[y]


@real_only
@case(x=(9,), b=[0.5, 0.5], a=[1.0, -0.2], padlen=2)
def filtfilt(b: Static, a: Static, x: Rank[1], *, padlen: Static = None):  # noqa: F821
    y = scipy.signal.filtfilt(b, a, x, padlen=padlen)
    dot[y] = scipy.signal.filtfilt(b, a, dot[x], padlen=padlen)
    bar[x] += scipy.signal.filtfilt(b, a, numpy.eye(numpy.size(x)), padlen=padlen) @ bar[y]


@real_only
@case(x=(6,), num=9)
@case(x=(6,), num=4)
def resample(x: Rank[1], num: Static):  # noqa: F821
    y = scipy.signal.resample(x, num)
    dot[y] = scipy.signal.resample(dot[x], num)
    bar[x] += scipy.signal.resample(numpy.eye(numpy.size(x)), num).T @ bar[y]
