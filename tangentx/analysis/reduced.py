"""Reductions of chosen entries, and with a start, as NumPy documents them: see `compositions`.

np.sum(x, where=mask, initial=a)      ->      np.sum(np.where(mask, x, 0.0)) + a
"""

from __future__ import annotations

import numpy as np


def _chosen(a, where, other):
    return a if isinstance(where, bool) else np.where(where, a, other)


def _there(a, where):
    return np.broadcast_to(where, np.shape(a))


def sum(a, axis=None, dtype=None, *, keepdims=False, initial=0.0, where=True):
    return np.sum(_chosen(a, where, 0.0), axis=axis, dtype=dtype, keepdims=keepdims) + initial


def prod(a, axis=None, *, keepdims=False, initial=1.0, where=True):
    return np.prod(_chosen(a, where, 1.0), axis=axis, keepdims=keepdims) * initial


def mean(a, axis=None, *, keepdims=False, where=True):
    count = np.sum(_there(a, where), axis=axis, keepdims=keepdims)
    return np.sum(_chosen(a, where, 0.0), axis=axis, keepdims=keepdims) / count


def var(a, axis=None, *, ddof=0, keepdims=False, where=True):
    centre = mean(a, axis, keepdims=True, where=where)
    squares = _chosen(np.abs(a - centre) ** 2, where, 0.0)
    count = np.sum(_there(a, where), axis=axis, keepdims=keepdims)
    return np.sum(squares, axis=axis, keepdims=keepdims) / (count - ddof)


def std(a, axis=None, *, ddof=0, keepdims=False, where=True):
    return np.sqrt(var(a, axis, ddof=ddof, keepdims=keepdims, where=where))


def max(a, axis=None, *, keepdims=False, initial=None, where=True):
    chosen = _chosen(a, where, -np.inf)
    if initial is None:
        return np.max(chosen, axis=axis, keepdims=keepdims)
    if axis is not None:
        return np.maximum(np.max(chosen, axis=axis, keepdims=keepdims), initial)
    found = np.max(np.append(chosen, initial))  # of an empty array, too
    return np.reshape(found, (1,) * np.ndim(a)) if keepdims else found


def min(a, axis=None, *, keepdims=False, initial=None, where=True):
    chosen = _chosen(a, where, np.inf)
    if initial is None:
        return np.min(chosen, axis=axis, keepdims=keepdims)
    if axis is not None:
        return np.minimum(np.min(chosen, axis=axis, keepdims=keepdims), initial)
    found = np.min(np.append(chosen, initial))
    return np.reshape(found, (1,) * np.ndim(a)) if keepdims else found


def add_reduce(array, axis=0, *, keepdims=False, initial=0.0, where=True):
    return sum(array, axis, keepdims=keepdims, initial=initial, where=where)


def multiply_reduce(array, axis=0, *, keepdims=False, initial=1.0, where=True):
    return prod(array, axis, keepdims=keepdims, initial=initial, where=where)


def maximum_reduce(array, axis=0, *, keepdims=False, initial=None, where=True):
    return max(array, axis, keepdims=keepdims, initial=initial, where=where)


def minimum_reduce(array, axis=0, *, keepdims=False, initial=None, where=True):
    return min(array, axis, keepdims=keepdims, initial=initial, where=where)


def product(iterable, *, start=1):
    total = start
    for factor in iterable:
        total = total * factor
    return total


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    found = np.nan_to_num(x, True, 0.0)
    if posinf is not None:
        found = np.where(np.isposinf(x), posinf, found)
    if neginf is not None:
        found = np.where(np.isneginf(x), neginf, found)
    return np.where(np.isnan(x), nan, found)


# -- running sums and products, sums of runs -------------------------------------------------------------------------


def cumulative_sum(x, *, axis=None, include_initial=False):
    return _running(np.cumsum(x, axis=axis), 0.0, axis, include_initial)


def cumulative_prod(x, *, axis=None, include_initial=False):
    return _running(np.cumprod(x, axis=axis), 1.0, axis, include_initial)


def _running(found, first, axis, include_initial):
    if not include_initial:
        return found
    at = 0 if axis is None else axis
    return np.concatenate([np.full(np.shape(np.take(found, [0], axis=at)), first), found], axis=at)


def add_reduceat(array, indices, axis=0):
    if axis != 0:
        raise NotImplementedError("axis=0")
    starts = np.asarray(indices)
    ends = np.append(starts[1:], len(array))
    sums = np.cumsum(array, axis=0)
    before = np.concatenate([0.0 * sums[:1], sums])
    runs = before[ends] - before[starts]
    single = np.reshape(ends <= starts, (-1,) + (1,) * (np.ndim(array) - 1))
    return np.where(single, array[starts], runs)


def logaddexp_reduce(array, axis=0, *, keepdims=False):
    top = np.max(array, axis=axis, keepdims=True)
    total = np.log(np.sum(np.exp(array - top), axis=axis, keepdims=True)) + top
    return total if keepdims else np.squeeze(total, axis=axis)


def logaddexp_accumulate(array, axis=0):
    rows = np.moveaxis(array, axis, 0)
    totals = [rows[0]]
    for i in range(1, np.shape(rows)[0]):
        totals.append(np.logaddexp(totals[-1], rows[i]))
    return np.moveaxis(np.stack(totals), 0, axis)


# -- without the missing ones ----------------------------------------------------------------------------------------


def nanmedian(a, axis=None, *, overwrite_input=False, keepdims=False):
    return nanquantile(a, 0.5, axis, overwrite_input=overwrite_input, keepdims=keepdims)


def nanpercentile(a, q, axis=None, *, overwrite_input=False, keepdims=False):
    share = np.divide(q, 100.0)
    return nanquantile(a, share, axis, overwrite_input=overwrite_input, keepdims=keepdims)


def nanquantile(a, q, axis=None, *, overwrite_input=False, keepdims=False):
    if overwrite_input:
        raise NotImplementedError("overwrite_input=True")
    if isinstance(axis, tuple) or np.ndim(q) > 0:
        raise NotImplementedError("one axis, and a single quantile")
    along = np.ravel(a) if axis is None else np.moveaxis(a, axis, 0)
    ordered = np.sort(along, axis=0)  # the missing ones come last
    place = q * (np.sum(~np.isnan(along), axis=0, keepdims=True) - 1)
    below = np.floor(place).astype("int64")
    low = np.take_along_axis(ordered, below, 0)
    high = np.take_along_axis(ordered, np.minimum(below + 1, np.ceil(place).astype("int64")), 0)
    found = (low + (high - low) * (place - below))[0]
    if keepdims:
        return np.reshape(found, (1,) * np.ndim(a)) if axis is None else np.expand_dims(found, axis)
    return found


def nancumprod(a, axis=None):
    return np.cumprod(np.where(np.isnan(a), 1.0, a), axis=axis)
