"""Filters of images, as `scipy.ndimage` documents them: see `compositions`.

Every filter is a sum, or another choice, of shifted parts of the padded image.  What a filter writes on (`output=`) is
not taken.
"""

from __future__ import annotations

import math

import numpy as np

_MODES = {
    "reflect": "symmetric",
    "nearest": "edge",
    "mirror": "reflect",
    "wrap": "wrap",
    "constant": "constant",
}


def _along(a, weights, axis, mode, cval, before):
    """The correlation along one axis, of which `before` weights come before the middle."""
    if mode == "constant" and cval != 0.0:
        raise NotImplementedError("cval=0.0")
    axis = axis % np.ndim(a)
    moved = np.moveaxis(a, axis, 0)
    size, length = len(weights), np.shape(moved)[0]
    padded = np.pad(moved, ((before, size - 1 - before), *((0, 0),) * (np.ndim(a) - 1)), mode=_MODES[mode])
    total = np.zeros(np.shape(moved))
    for k in range(size):
        total = total + weights[k] * padded[k : k + length]
    return np.moveaxis(total, 0, axis)


def correlate1d(input, weights, axis=-1, mode="reflect", cval=0.0, origin=0):
    return _along(input, weights, axis, mode, cval, len(weights) // 2 + origin)


def convolve1d(input, weights, axis=-1, mode="reflect", cval=0.0, origin=0):
    return _along(input, weights[::-1], axis, mode, cval, (len(weights) - 1) // 2 - origin)


def uniform_filter1d(input, size, axis=-1, mode="reflect", cval=0.0, origin=0):
    return _along(input, np.ones(size) / size, axis, mode, cval, size // 2 + origin)


def uniform_filter(input, size=3, mode="reflect", cval=0.0, origin=0):
    found = uniform_filter1d(input, _of(size, 0), 0, mode, cval, origin)
    if np.ndim(input) > 1:
        found = uniform_filter1d(found, _of(size, 1), 1, mode, cval, origin)
    if np.ndim(input) > 2:
        found = uniform_filter1d(found, _of(size, 2), 2, mode, cval, origin)
    return found


def _of(size, axis):
    return size[axis] if np.ndim(size) > 0 else size


def gaussian_filter1d(input, sigma, axis=-1, order=0, mode="reflect", cval=0.0, truncate=4.0, radius=None):
    if order != 0:
        raise NotImplementedError("order=0")
    reach = int(truncate * float(sigma) + 0.5) if radius is None else radius
    steps = np.arange(-reach, reach + 1)
    weights = np.exp(-0.5 / (sigma * sigma) * steps**2)
    return _along(input, weights / np.sum(weights), axis, mode, cval, reach)


def gaussian_filter(input, sigma, order=0, mode="reflect", cval=0.0, truncate=4.0, radius=None):
    found = gaussian_filter1d(input, _of(sigma, 0), 0, order, mode, cval, truncate, radius)
    if np.ndim(input) > 1:
        found = gaussian_filter1d(found, _of(sigma, 1), 1, order, mode, cval, truncate, radius)
    if np.ndim(input) > 2:
        found = gaussian_filter1d(found, _of(sigma, 2), 2, order, mode, cval, truncate, radius)
    return found


def sobel(input, axis=-1, mode="reflect", cval=0.0):
    return _edges(input, axis, mode, cval, [1.0, 2.0, 1.0])


def prewitt(input, axis=-1, mode="reflect", cval=0.0):
    return _edges(input, axis, mode, cval, [1.0, 1.0, 1.0])


def _edges(input, axis, mode, cval, across):
    found = _along(input, [-1.0, 0.0, 1.0], axis, mode, cval, 1)
    if np.ndim(input) > 2:
        raise NotImplementedError("two axes")
    return _along(found, across, axis + 1, mode, cval, 1) if np.ndim(input) == 2 else found


def laplace(input, mode="reflect", cval=0.0):
    total = _along(input, [1.0, -2.0, 1.0], 0, mode, cval, 1)
    if np.ndim(input) > 1:
        total = total + _along(input, [1.0, -2.0, 1.0], 1, mode, cval, 1)
    if np.ndim(input) > 2:
        total = total + _along(input, [1.0, -2.0, 1.0], 2, mode, cval, 1)
    return total


# -- in all axes at once -----------------------------------------------------------------------------------------------


def correlate(input, weights, mode="reflect", cval=0.0, origin=0):
    weights = np.asarray(weights)
    if mode == "constant" and cval != 0.0:
        raise NotImplementedError("cval=0.0")
    if np.ndim(input) == 1:
        return correlate1d(input, weights, 0, mode, cval, origin)
    n, m = np.shape(weights)
    return _everywhere(input, weights, n // 2 + origin, m // 2 + origin, mode)


def convolve(input, weights, mode="reflect", cval=0.0, origin=0):
    weights = np.asarray(weights)
    if mode == "constant" and cval != 0.0:
        raise NotImplementedError("cval=0.0")
    if np.ndim(input) == 1:
        return convolve1d(input, weights, 0, mode, cval, origin)
    n, m = np.shape(weights)
    return _everywhere(input, weights[::-1, ::-1], (n - 1) // 2 - origin, (m - 1) // 2 - origin, mode)


def _everywhere(a, weights, top, left, mode):
    if np.ndim(a) != 2:
        raise NotImplementedError("two axes")
    rows, columns = np.shape(a)
    n, m = np.shape(weights)
    padded = np.pad(a, ((top, n - 1 - top), (left, m - 1 - left)), mode=_MODES[mode])
    total = np.zeros((rows, columns))
    for i in range(n):
        for j in range(m):
            total = total + weights[i, j] * padded[i : i + rows, j : j + columns]
    return total


def maximum_filter(input, size, mode="reflect"):
    return np.max(_neighbours(input, size, mode), axis=0)


def minimum_filter(input, size, mode="reflect"):
    return np.min(_neighbours(input, size, mode), axis=0)


def median_filter(input, size, mode="reflect"):
    entries = size ** np.ndim(input) if np.ndim(size) == 0 else math.prod(size)
    return np.sort(_neighbours(input, size, mode), axis=0)[entries // 2]


def _neighbours(a, size, mode):
    """The image shifted by every place of the window, one behind the other."""
    if mode == "constant" or np.ndim(a) > 2:
        raise NotImplementedError("two axes, and another mode")
    n, m = _of(size, 0), _of(size, np.ndim(a) - 1)
    if np.ndim(a) == 1:
        around = np.pad(a, (n // 2, n - 1 - n // 2), mode=_MODES[mode])
        return np.stack([around[i : i + np.shape(a)[0]] for i in range(n)])
    rows, columns = np.shape(a)
    padded = np.pad(a, ((n // 2, n - 1 - n // 2), (m // 2, m - 1 - m // 2)), mode=_MODES[mode])
    return np.stack([padded[i : i + rows, j : j + columns] for i in range(n) for j in range(m)])


def medfilt(volume, kernel_size=3):
    """`scipy.signal.medfilt` of a vector: zeros around it."""
    if np.ndim(volume) != 1:
        raise NotImplementedError("vectors")
    size = kernel_size
    padded = np.pad(volume, (size // 2, size // 2))
    parts = np.stack([padded[i : i + np.shape(volume)[0]] for i in range(size)])
    return np.sort(parts, axis=0)[size // 2]
