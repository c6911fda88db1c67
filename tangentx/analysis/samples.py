"""Functions of samples and polynomials, as NumPy documents them: see `compositions`."""

from __future__ import annotations

import numpy as np

# -- averages ------------------------------------------------------------------------------------------------------


def average(a, axis=None, weights=None, *, keepdims=False):
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


def cov(m, y=None, rowvar=True, bias=False, ddof=None):
    rows = _as_rows(m, rowvar)
    if y is not None:
        rows = np.concatenate([rows, _as_rows(y, rowvar)])
    if ddof is None:
        ddof = 0 if bias else 1
    centred = rows - np.mean(rows, axis=1, keepdims=True)
    return np.squeeze(np.dot(centred, np.conj(centred.T)) * np.true_divide(1, rows.shape[1] - ddof))


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


def median(a, axis=None, *, keepdims=False):
    return quantile(a, 0.5, axis, keepdims=keepdims)


def percentile(a, q, axis=None, *, keepdims=False):
    return quantile(a, np.divide(q, 100.0), axis, keepdims=keepdims)


def quantile(a, q, axis=None, *, keepdims=False):
    if isinstance(axis, tuple) or np.ndim(q) > 1 or (keepdims and np.ndim(q) > 0):
        raise NotImplementedError("one axis, and `keepdims` with a single quantile")
    if axis is None:
        ordered = np.sort(np.ravel(a))
    else:
        ordered = np.sort(np.moveaxis(a, axis, 0), axis=0)
    last = np.shape(ordered)[0] - 1
    place = np.multiply(q, last)
    below = np.floor(place).astype("int64")
    weight = place - below
    if np.ndim(q) == 1:
        weight = np.reshape(weight, (-1,) + (1,) * (np.ndim(ordered) - 1))
    low, high = ordered[below], ordered[np.minimum(below + 1, last)]
    found = np.where(np.isnan(ordered[-1]), ordered[-1], low + (high - low) * weight)
    if keepdims:
        return np.reshape(found, (1,) * np.ndim(a)) if axis is None else np.expand_dims(found, axis)
    return found


# -- without the missing ones --------------------------------------------------------------------------------------


def nanmean(a, axis=None, *, keepdims=False):
    return np.nansum(a, axis=axis, keepdims=keepdims) / np.sum(~np.isnan(a), axis=axis, keepdims=keepdims)


def nanvar(a, axis=None, *, ddof=0, keepdims=False):
    there = ~np.isnan(a)
    mean = np.nansum(a, axis=axis, keepdims=True) / np.sum(there, axis=axis, keepdims=True)
    squares = np.where(there, a - mean, 0.0) ** 2
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


def nanmedian(a):
    there = np.ravel(a)
    return quantile(there[~np.isnan(there)], 0.5)


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
    if edge_order != 1:
        raise NotImplementedError("edge_order=1")
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
    slopes = np.concatenate([first, middle, last])
    return slopes if axis == 0 else np.moveaxis(slopes, 0, axis)


def trapezoid(y, x=None, dx=1.0, axis=-1):
    heights = y if axis == -1 else np.moveaxis(y, axis, -1)
    if x is None:
        steps = dx
    elif np.ndim(x) == 1:
        steps = np.diff(x)
    else:
        steps = np.diff(np.moveaxis(x, axis, -1))
    return np.sum(steps * (heights[..., 1:] + heights[..., :-1]) / 2.0, axis=-1)


def ediff1d(ary):
    return np.diff(np.ravel(ary))


def convolve(a, v, mode="full"):
    whole = np.convolve(a, v, "full")
    if mode == "full":
        return whole
    short, long = min(len(a), len(v)), max(len(a), len(v))
    start = (short - 1) // 2 if mode == "same" else short - 1
    return whole[start : start + (long if mode == "same" else long - short + 1)]


def correlate(a, v, mode="valid"):
    if mode == "full":
        return np.convolve(a, np.conj(v)[::-1], "full")
    if mode == "same" and len(a) < len(v):
        raise NotImplementedError("the shorter one comes second")
    return convolve(a, np.conj(v)[::-1], mode)


# -- polynomials ---------------------------------------------------------------------------------------------------


def polyval(p, x):
    y = p[0] if np.ndim(x) == 0 else np.zeros(np.shape(x)) + p[0]
    for i in range(1, len(p)):
        y = y * x + p[i]
    return y


def polyadd(a1, a2):
    size = max(len(a1), len(a2))
    return np.pad(a1, (size - len(a1), 0)) + np.pad(a2, (size - len(a2), 0))


def polysub(a1, a2):
    return polyadd(a1, np.negative(a2))


def polymul(a1, a2):
    return np.convolve(a1, a2, "full")


def polyder(p):
    return p[:-1] * np.arange(len(p) - 1, 0, -1)


def vander(x, N=None, increasing=False):
    exponents = np.arange(len(x) if N is None else N)
    return x[:, None] ** (exponents if increasing else exponents[::-1])


def logspace(start, stop, num=50, endpoint=True, base=10.0):
    return base ** np.linspace(start, stop, num, endpoint)


# -- choices -------------------------------------------------------------------------------------------------------


def select(condlist, choicelist, default=0.0):
    chosen = default
    for condition, choice in zip(condlist[::-1], choicelist[::-1], strict=True):
        chosen = np.where(condition, choice, chosen)
    return chosen


def choose(a, choices):
    if np.any(a < 0) or np.any(a >= len(choices)):
        raise ValueError("invalid entry in choice array")
    chosen = choices[0]
    for i in range(1, len(choices)):
        chosen = np.where(np.equal(a, i), choices[i], chosen)
    return chosen + np.zeros(np.shape(a))


def piecewise(x, condlist, funclist):
    y = np.zeros(np.shape(x))
    rest = np.ones(np.shape(x), dtype=bool)
    for condition in condlist:
        rest = rest & ~condition
    conditions = [*condlist, rest]
    for i in range(len(funclist)):
        if callable(funclist[i]):
            y[conditions[i]] = funclist[i](x[conditions[i]])
        else:
            y[conditions[i]] = funclist[i]
    return y


def compress(condition, a, axis=None):
    return np.take(a, np.flatnonzero(condition), axis=axis)


def extract(condition, arr):
    return np.take(arr, np.flatnonzero(condition))


def delete(arr, obj, axis=None):
    size = np.size(arr) if axis is None else np.shape(arr)[axis]
    return np.take(arr, np.delete(np.arange(size), obj), axis=axis)


def insert(arr, obj, values):
    if np.ndim(arr) != 1 or not isinstance(obj, int):
        raise NotImplementedError("a vector, and one place")
    return np.concatenate([arr[:obj], np.atleast_1d(values), arr[obj:]])


def diagflat(v, k=0):
    return np.diag(np.ravel(v), k)


def block(arrays):
    if not isinstance(arrays[0], list):
        return np.hstack(arrays)
    rows = [np.concatenate([np.atleast_2d(piece) for piece in row], axis=-1) for row in arrays]
    return np.concatenate(rows, axis=-2)


def modf(x):
    whole = np.trunc(x)
    return x - whole, whole


def vecdot(x1, x2):
    return np.sum(np.conj(x1) * x2, axis=-1)


# -- ufuncs' methods -----------------------------------------------------------------------------------------------


def add_outer(a, b):
    return np.reshape(a, np.shape(a) + (1,) * np.ndim(b)) + b


def subtract_outer(a, b):
    return np.reshape(a, np.shape(a) + (1,) * np.ndim(b)) - b


def multiply_outer(a, b):
    return np.reshape(a, np.shape(a) + (1,) * np.ndim(b)) * b


def divide_outer(a, b):
    return np.reshape(a, np.shape(a) + (1,) * np.ndim(b)) / b


def add_reduce(array, axis=0, *, keepdims=False):
    return np.sum(array, axis=axis, keepdims=keepdims)


def multiply_reduce(array, axis=0, *, keepdims=False):
    return np.prod(array, axis=axis, keepdims=keepdims)


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


def middle(data):
    ordered = sorted(data)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 == 1 else (ordered[half - 1] + ordered[half]) / 2
