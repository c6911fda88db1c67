"""Functions of samples, as NumPy documents them: see `compositions`."""

from __future__ import annotations

import numpy as np

# -- averages ------------------------------------------------------------------------------------------------------


def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    found = _average(a, axis, weights, keepdims)
    if returned:
        return found, _total_weight(a, axis, weights, keepdims) + np.zeros(np.shape(found))
    return found


def _average(a, axis, weights, keepdims):
    if weights is None:
        return np.mean(a, axis=axis, keepdims=keepdims)
    if np.ndim(a) != np.ndim(weights):
        if np.ndim(weights) != 1 or not isinstance(axis, int):
            raise TypeError("weights of another shape than the array need to be a vector, and an axis")
        weights = np.reshape(weights, (-1,) + (1,) * ((np.ndim(a) - 1 - axis) % np.ndim(a)))
        scale = np.sum(weights)
    else:
        scale = np.sum(weights, axis=axis, keepdims=keepdims)
    return np.sum(a * weights, axis=axis, keepdims=keepdims) / scale


def _total_weight(a, axis, weights, keepdims):
    if weights is None:
        return np.size(a) if axis is None else np.shape(a)[axis]
    if np.ndim(a) == np.ndim(weights):
        return np.sum(weights, axis=axis, keepdims=keepdims)
    return np.sum(weights)


def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None):
    rows = _as_rows(m, rowvar)
    if y is not None:
        rows = np.concatenate([rows, _as_rows(y, rowvar)])
    if ddof is None:
        ddof = 0 if bias else 1
    if fweights is not None or aweights is not None:
        return _weighted_cov(rows, ddof, fweights, aweights)
    centred = rows - np.mean(rows, axis=1, keepdims=True)
    return np.squeeze(np.dot(centred, np.conj(centred.T)) * np.true_divide(1, rows.shape[1] - ddof))


def _weighted_cov(rows, ddof, fweights, aweights):
    ones = np.ones(rows.shape[1])
    own = ones if aweights is None else np.asarray(aweights)
    weights = own if fweights is None else own * np.asarray(fweights)
    total = np.sum(weights)
    lost = ddof if aweights is None else ddof * np.sum(weights * own) / total
    centred = rows - np.dot(rows, weights)[:, None] / total
    return np.squeeze(np.dot(centred, np.conj((centred * weights).T)) / (total - lost))


def _as_rows(m, rowvar):
    rows = np.atleast_2d(m)
    if not rowvar and np.ndim(m) == 2:
        rows = rows.T
    return rows


def corrcoef(x, y=None, rowvar=True):
    c = cov(x, y, rowvar)
    if np.ndim(c) == 0:
        return c / c
    scale = np.sqrt(np.diag(c))
    ratio = c / scale[:, None] / scale[None, :]
    return np.where(ratio > 1.0, 1.0, np.where(ratio < -1.0, -1.0, ratio))


def median(a, axis=None, *, overwrite_input=False, keepdims=False):
    return quantile(a, 0.5, axis, overwrite_input=overwrite_input, keepdims=keepdims)


def percentile(a, q, axis=None, *, overwrite_input=False, method="linear", keepdims=False):
    share = np.divide(q, 100.0)
    return quantile(a, share, axis, overwrite_input=overwrite_input, method=method, keepdims=keepdims)


def quantile(a, q, axis=None, *, overwrite_input=False, method="linear", keepdims=False):
    if overwrite_input:
        raise NotImplementedError("overwrite_input=True")
    if np.ndim(q) > 1 or (keepdims and np.ndim(q) > 0):
        raise NotImplementedError("a vector of quantiles, and `keepdims` with a single one")
    ordered = np.sort(_along(a, axis), axis=0)
    last = np.shape(ordered)[0] - 1
    place = np.multiply(q, last)
    below = np.floor(place).astype("int64")
    weight = _weight_of_next(place - below, method)
    if np.ndim(q) == 1:
        weight = np.reshape(weight, (-1,) + (1,) * (np.ndim(ordered) - 1))
    low, high = ordered[below], ordered[np.minimum(below + 1, last)]
    found = np.where(np.isnan(ordered[-1]), ordered[-1], low + (high - low) * weight)
    if keepdims:
        return np.reshape(found, (1,) * np.ndim(a)) if axis is None else np.expand_dims(found, axis)
    return found


def _along(a, axis):
    """What is reduced comes first, as one axis."""
    if axis is None:
        return np.ravel(a)
    if not isinstance(axis, tuple):
        return np.moveaxis(a, axis, 0)
    moved = np.moveaxis(a, axis, tuple(range(len(axis))))
    return np.reshape(moved, (-1, *np.shape(moved)[len(axis) :]))


def _weight_of_next(weight, method):
    if method == "linear":
        return weight
    if method == "lower":
        return 0.0 * weight
    if method == "higher":
        return np.ceil(weight)
    if method == "midpoint":
        return 0.5 * np.ceil(weight)
    raise NotImplementedError("method='linear', 'lower', 'higher' or 'midpoint'")


# -- without the missing ones --------------------------------------------------------------------------------------


def nanmean(a, axis=None, *, keepdims=False):
    return np.nansum(a, axis=axis, keepdims=keepdims) / np.sum(~np.isnan(a), axis=axis, keepdims=keepdims)


def nanvar(a, axis=None, *, ddof=0, keepdims=False):
    there = ~np.isnan(a)
    mean = np.nansum(a, axis=axis, keepdims=True) / np.sum(there, axis=axis, keepdims=True)
    squares = np.abs(np.where(there, a - mean, 0.0)) ** 2
    return np.sum(squares, axis=axis, keepdims=keepdims) / (
        np.sum(there, axis=axis, keepdims=keepdims) - ddof
    )


def nanstd(a, axis=None, *, ddof=0, keepdims=False):
    return np.sqrt(nanvar(a, axis, ddof=ddof, keepdims=keepdims))


def nanmax(a, axis=None, *, keepdims=False):
    none = np.all(np.isnan(a), axis=axis, keepdims=keepdims)
    largest = np.max(np.where(np.isnan(a), -np.inf, a), axis=axis, keepdims=keepdims)
    return np.where(none, np.nan, largest)


def nanmin(a, axis=None, *, keepdims=False):
    none = np.all(np.isnan(a), axis=axis, keepdims=keepdims)
    smallest = np.min(np.where(np.isnan(a), np.inf, a), axis=axis, keepdims=keepdims)
    return np.where(none, np.nan, smallest)


def nanprod(a, axis=None, *, keepdims=False):
    return np.prod(np.where(np.isnan(a), 1.0, a), axis=axis, keepdims=keepdims)


def nancumsum(a, axis=None):
    return np.cumsum(np.where(np.isnan(a), 0.0, a), axis=axis)


# -- differences, integrals, filters -------------------------------------------------------------------------------


def gradient(f, *spacings, axis=None, edge_order=1):
    if axis is None and np.ndim(f) == 1:
        return _slopes(f, _spacing(spacings, 0), 0, edge_order)
    if axis is None:
        return _all_slopes(f, spacings, (0, 1, 2, 3, 4, 5, 6, 7)[: np.ndim(f)], edge_order)
    if isinstance(axis, tuple):
        return _all_slopes(f, spacings, axis, edge_order)
    return _slopes(f, _spacing(spacings, 0), axis, edge_order)


def _all_slopes(f, spacings, axes, edge_order):
    return tuple([_slopes(f, _spacing(spacings, k), axis, edge_order) for k, axis in enumerate(axes)])


def _spacing(spacings, axis):
    if len(spacings) == 0:
        return 1.0
    return spacings[0] if len(spacings) == 1 else spacings[axis]


def _slopes(f, spacing, axis, edge_order):
    y = f if axis == 0 else np.moveaxis(f, axis, 0)
    steps = spacing if np.ndim(spacing) == 0 else np.diff(spacing)
    if np.ndim(spacing) == 0 or np.all(steps == steps[0]):
        step = np.reshape(spacing if np.ndim(spacing) == 0 else steps[0], (1,) * np.ndim(y))
        middle = (y[2:] - y[:-2]) / (2.0 * step)
        first, last = (y[1:2] - y[:1]) / step, (y[-1:] - y[-2:-1]) / step
    else:
        steps = np.reshape(steps, (-1,) + (1,) * (np.ndim(y) - 1))
        before, after = steps[:-1], steps[1:]
        left = -after / (before * (before + after))
        here = (after - before) / (before * after)
        right = before / (after * (before + after))
        middle = left * y[:-2] + here * y[1:-1] + right * y[2:]
        first, last = (y[1:2] - y[:1]) / steps[:1], (y[-1:] - y[-2:-1]) / steps[-1:]
    if edge_order == 2:
        h = np.reshape(np.broadcast_to(steps, np.shape(y)[:1]) if np.ndim(steps) == 0 else steps, (-1,))
        first, last = _ends(y[0], y[1], y[2], h[0], h[1]), _ends(y[-1], y[-2], y[-3], -h[-1], -h[-2])
    slopes = np.concatenate([first, middle, last])
    return slopes if axis == 0 else np.moveaxis(slopes, 0, axis)


def _ends(here, next, third, near, far):
    """The slope at an end from three values, as a row."""
    slope = (
        -(2.0 * near + far) / (near * (near + far)) * here
        + (near + far) / (near * far) * next
        - near / (far * (near + far)) * third
    )
    return slope[None]


def trapezoid(y, x=None, dx=1.0, axis=-1):
    heights = y if axis == -1 else np.moveaxis(y, axis, -1)
    if x is None:
        steps = dx
    elif np.ndim(x) == 1:
        steps = np.diff(x)
    else:
        steps = np.diff(np.moveaxis(x, axis, -1))
    return np.sum(steps * (heights[..., 1:] + heights[..., :-1]) / 2.0, axis=-1)


def cumulative_trapezoid(y, x=None, dx=1.0, axis=-1, initial=None):
    heights = np.moveaxis(y, axis, -1)
    steps = dx if x is None else np.diff(x) if np.ndim(x) == 1 else np.diff(np.moveaxis(x, axis, -1))
    areas = np.cumsum(steps * (heights[..., 1:] + heights[..., :-1]) / 2.0, axis=-1)
    if initial is not None:
        areas = np.concatenate([np.full(np.shape(heights[..., :1]), initial), areas], axis=-1)
    return np.moveaxis(areas, -1, axis)


def ediff1d(ary, to_end=None, to_begin=None):
    parts = [np.diff(np.ravel(ary))]
    if to_begin is not None:
        parts = [np.ravel(to_begin), *parts]
    if to_end is not None:
        parts = [*parts, np.ravel(to_end)]
    return np.concatenate(parts)


def convolve(a, v, mode="full"):
    a = np.reshape(a, (1,)) if np.ndim(a) == 0 else a
    v = np.reshape(v, (1,)) if np.ndim(v) == 0 else v
    whole = np.convolve(a, v, "full")
    if mode == "full":
        return whole
    short, long = min(np.size(a), np.size(v)), max(np.size(a), np.size(v))
    start = (short - 1) // 2 if mode == "same" else short - 1
    return whole[start : start + (long if mode == "same" else long - short + 1)]


def correlate(a, v, mode="valid"):
    if len(a) < len(v):
        return np.conj(convolve(v, np.conj(a)[::-1], mode))[::-1]
    return convolve(a, np.conj(v)[::-1], mode)


# -- grids -------------------------------------------------------------------------------------------------------


def logspace(start, stop, num=50, endpoint=True, base=10.0):
    return base ** np.linspace(start, stop, num, endpoint)


def geomspace(start, stop, num=50, endpoint=True):
    share = np.linspace(0.0, 1.0, num, endpoint)
    if np.ndim(start) > 0 or np.ndim(stop) > 0:
        share = np.reshape(share, (-1,) + (1,) * max(np.ndim(start), np.ndim(stop)))
    return start * (stop / start) ** share


def interp(x, xp, fp, left=None, right=None):
    y = np.interp(x, xp, fp)
    if left is not None:
        y = np.where(np.less(x, xp[0]), left, y)
    if right is not None:
        y = np.where(np.greater(x, xp[-1]), right, y)
    return y


def clip(a, *, min=None, max=None):
    return np.clip(a, min, max)


def astype(x, dtype, *, copy=True):
    return x.astype(dtype, copy=copy)


# -- products ------------------------------------------------------------------------------------------------------


def vecdot(x1, x2):
    return np.sum(np.conj(x1) * x2, axis=-1)


# -- ufuncs' methods -----------------------------------------------------------------------------------------------


def add_outer(a, b):
    return np.reshape(a, np.shape(a) + (1,) * np.ndim(b)) + np.asarray(b)


def subtract_outer(a, b):
    return np.reshape(a, np.shape(a) + (1,) * np.ndim(b)) - np.asarray(b)


def multiply_outer(a, b):
    return np.reshape(a, np.shape(a) + (1,) * np.ndim(b)) * np.asarray(b)


def divide_outer(a, b):
    return np.reshape(a, np.shape(a) + (1,) * np.ndim(b)) / np.asarray(b)


def maximum_outer(a, b):
    return np.maximum(np.reshape(a, np.shape(a) + (1,) * np.ndim(b)), np.asarray(b))


def minimum_outer(a, b):
    return np.minimum(np.reshape(a, np.shape(a) + (1,) * np.ndim(b)), np.asarray(b))


def power_outer(a, b):
    return np.power(np.reshape(a, np.shape(a) + (1,) * np.ndim(b)), np.asarray(b))


def add_reduce(array, axis=0, dtype=None, *, keepdims=False):
    return np.sum(array, axis=axis, dtype=dtype, keepdims=keepdims)


def multiply_reduce(array, axis=0, dtype=None, *, keepdims=False):
    return np.prod(array, axis=axis, dtype=dtype, keepdims=keepdims)


def maximum_reduce(array, axis=0, *, keepdims=False):
    return np.max(array, axis=axis, keepdims=keepdims)


def minimum_reduce(array, axis=0, *, keepdims=False):
    return np.min(array, axis=axis, keepdims=keepdims)


def add_accumulate(array, axis=0):
    return np.cumsum(array, axis=axis)


def multiply_accumulate(array, axis=0):
    return np.cumprod(array, axis=axis)


# -- Python's `statistics` -----------------------------------------------------------------------------------------


def mean(data):
    return sum(data) / len(data)


def fmean(data):
    return sum(data) / len(data)


def pvariance(data, mu=None):
    centre = mean(data) if mu is None else mu
    return sum([(x - centre) ** 2 for x in data]) / len(data)


def variance(data, xbar=None):
    centre = mean(data) if xbar is None else xbar
    return sum([(x - centre) ** 2 for x in data]) / (len(data) - 1)


def pstdev(data, mu=None):
    return pvariance(data, mu) ** 0.5


def stdev(data, xbar=None):
    return variance(data, xbar) ** 0.5


def harmonic_mean(data):
    return len(data) / sum([1.0 / x for x in data])


def sumprod(p, q):
    return sum([a * b for a, b in zip(p, q, strict=True)])


def middle(data):
    ordered = sorted(data)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 == 1 else (ordered[half - 1] + ordered[half]) / 2
