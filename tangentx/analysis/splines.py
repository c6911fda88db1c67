"""Splines given by knots, coefficients and degrees, by the objects that SciPy makes of them: see `compositions`."""

from __future__ import annotations

import numpy as np

from tangentx.runtime import surface, surface_value


def splev(x, tck, der=0, ext=0):
    if not isinstance(tck, (tuple, list)):
        return tck(x, der)
    t, c, k = tck
    if np.ndim(c[0]) > 0:  # a curve: one list of coefficients for each coordinate
        return [_along(x, t, part, k, der, ext) for part in c]
    return _along(x, t, c, k, der, ext)


def _along(x, t, c, k, der, ext):
    from scipy.interpolate import BSpline

    spline = BSpline(t, c, k)
    if ext == 0 or ext == 2 or (ext == 3 and der > 0):
        return spline(x, der)
    if ext == 3:
        return spline(np.clip(x, t[k], t[-k - 1]), der)
    outside = np.less(x, t[k]) | np.greater(x, t[-k - 1])
    return np.where(outside, 0.0, spline(x, der))


def bisplev(x, y, tck, dx=0, dy=0):
    z = surface_value(surface(tck), np.reshape(x, (-1, 1)), np.reshape(y, (1, -1)), dx, dy)
    if np.shape(z)[0] > 1:
        return z
    if np.shape(z)[1] > 1:
        return z[0]
    return z[0, 0]
