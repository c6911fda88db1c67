"""Functions that choose, place and lay out entries, as NumPy documents them: see `compositions`."""

from __future__ import annotations

import cmath
import math

import numpy as np

from tangentx.runtime import stop_gradient, surely_real

# -- choices -------------------------------------------------------------------------------------------------------


def select(condlist, choicelist, default=0.0):
    chosen = default
    for condition, choice in zip(condlist[::-1], choicelist[::-1], strict=True):
        chosen = np.where(condition, choice, chosen)
    return chosen


def choose(a, choices):
    which = np.asarray(a)
    if np.any(which < 0) or np.any(which >= len(choices)):
        raise ValueError("invalid entry in choice array")
    chosen = choices[0]
    for i in range(1, len(choices)):
        chosen = np.where(np.equal(which, i), choices[i], chosen)
    return chosen + np.zeros(np.shape(which))


def piecewise(x, condlist, funclist, *args):
    x = np.asarray(x)
    if np.ndim(x) == 0:
        single = piecewise(np.reshape(x, (1,)), [np.reshape(c, (1,)) for c in condlist], funclist, *args)
        return np.reshape(single, ())
    y = np.zeros_like(x)
    rest = np.ones(np.shape(x), dtype=bool)
    for condition in condlist:
        rest = rest & ~condition
    for condition, piece in zip([*condlist, rest], funclist, strict=False):
        if callable(piece):
            y[condition] = piece(x[condition], *args)
        else:
            y[condition] = piece
    return y


def compress(condition, a, axis=None):
    return np.take(a, np.flatnonzero(condition), axis=axis)


def compress_method(a, condition, axis=None):
    return np.take(a, np.flatnonzero(condition), axis=axis)


def extract(condition, arr):
    return np.take(arr, np.flatnonzero(condition))


def delete(arr, obj, axis=None):
    size = np.size(arr) if axis is None else np.shape(arr)[axis]
    return np.take(arr, np.delete(np.arange(size), obj), axis=axis)


def insert(arr, obj, values, axis=None):
    """Both are laid one behind the other, and taken in the order in which NumPy inserts their numbers."""
    if np.ndim(arr) == 1 or axis is None:
        along, at = np.ravel(arr), 0
        more = np.ravel(values) if np.size(obj) == 1 else np.broadcast_to(values, np.shape(obj))
    else:
        along, at = arr, axis
        if not isinstance(obj, int) or np.ndim(values) >= np.ndim(arr):
            raise NotImplementedError("one place, and a part to be put there")
        one = np.take(arr, 0, axis=axis)
        more = np.expand_dims(np.broadcast_to(values, np.shape(one)), axis)
    size = np.shape(along)[at]
    order = np.insert(np.arange(size), obj, size + np.arange(np.shape(more)[at]))
    return np.take(np.concatenate([along, more], axis=at), order, axis=at)


def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None):
    found = np.unique(stop_gradient(ar), True, True, True, axis)
    values = np.take(ar, found[1], axis=axis)
    results = [values]
    if return_index:
        results = [*results, found[1]]
    if return_inverse:
        results = [*results, found[2]]
    if return_counts:
        results = [*results, found[3]]
    return values if len(results) == 1 else tuple(results)


# -- layouts ---------------------------------------------------------------------------------------------------------


def diagflat(v, k=0):
    return np.diag(np.ravel(v), k)


def block(arrays):
    if isinstance(arrays, np.ndarray):  # rows of numbers are one array
        return np.array(arrays)
    if not isinstance(arrays[0], list):
        return np.hstack(arrays)
    rows = [np.concatenate([np.atleast_2d(piece) for piece in row], axis=-1) for row in arrays]
    return np.concatenate(rows, axis=-2)


def meshgrid(*xi, copy=True, sparse=False, indexing="xy"):
    if not sparse and copy:
        return np.meshgrid(*xi, indexing=indexing)
    made = [np.reshape(x, [-1 if k == i else 1 for k in range(len(xi))]) for i, x in enumerate(xi)]
    if indexing == "xy" and len(made) > 1:
        made[:2] = [np.swapaxes(made[0], 0, 1), np.swapaxes(made[1], 0, 1)]
    if not sparse:
        return broadcast_arrays(*made)
    return tuple([sheet.copy() for sheet in made] if copy else made)


def ix_(*args):
    return tuple([np.reshape(x, [-1 if k == i else 1 for k in range(len(args))]) for i, x in enumerate(args)])


def array(object, dtype=None, *, copy=True, ndmin=0):
    made = np.array(object, dtype=dtype) if copy else np.asarray(object, dtype=dtype)
    missing = ndmin - np.ndim(made)
    return np.reshape(made, (1,) * missing + np.shape(made)) if missing > 0 else made


def unstack(x, *, axis=0):
    return tuple(np.moveaxis(x, axis, 0))


def broadcast_arrays(*args):
    shape = np.broadcast_shapes(*[np.shape(x) for x in args])
    return tuple([np.broadcast_to(x, shape) for x in args])


def real_if_close(a, tol=100):
    if tol != 100:
        raise NotImplementedError("tol=100")
    return np.asarray(surely_real(a))


def linspace(start, stop, num=50, endpoint=True, retstep=False):
    samples = np.linspace(start, stop, num, endpoint)
    if not retstep:
        return samples
    if num < 2:
        raise NotImplementedError("two samples")
    return samples, np.subtract(stop, start) / (num - 1 if endpoint else num)


def reshape(a, shape, order="C"):
    if order == "C":
        return np.reshape(a, shape)
    if order != "F":
        raise NotImplementedError("order='C' or 'F'")
    turned = shape[::-1] if isinstance(shape, tuple | list) else shape
    return np.transpose(np.reshape(np.transpose(a), turned))


def reshape_method(a, *shape, order="C"):
    return reshape(a, shape[0] if len(shape) == 1 else shape, order)


def ravel(a, order="C"):
    if order not in ("C", "F"):
        raise NotImplementedError("order='C' or 'F'")
    return np.ravel(np.transpose(a) if order == "F" else a)


def take(a, indices, axis=None, mode="raise"):
    """Of places beyond the ends."""
    along = np.ravel(a) if axis is None else a
    n = np.shape(along)[0 if axis is None else axis]
    if mode == "wrap":
        places = np.mod(indices, n)
    elif mode == "clip":
        places = np.clip(indices, 0, n - 1)
    else:
        places = np.asarray(indices)
    return np.take(along, places, axis=0 if axis is None else axis)


def flatten(a, order="C"):
    if order not in ("C", "F"):
        raise NotImplementedError("order='C' or 'F'")
    return (np.transpose(a) if order == "F" else a).flatten()


def item(a, *args):
    if len(args) == 1 and isinstance(args[0], tuple):
        return a[args[0]].item()
    if len(args) == 1 and np.ndim(a) != 1:
        return np.ravel(a)[args[0]].item()
    return a[args].item()


# -- numbers in two parts --------------------------------------------------------------------------------------------


def modf(x):
    if np.result_type(x).kind in "iub":
        return np.modf(stop_gradient(x))  # floats of 16 bits, where the integers have 8
    whole = np.trunc(x)
    return x - whole, whole


def polar(z, /):
    return abs(z), cmath.phase(z)


def rect(r, phi, /):
    return complex(r * math.cos(phi), r * math.sin(phi))


def modf_of_number(x):
    whole = float(math.trunc(x))
    return float(x - whole), whole


def frexp(x):
    exponent = np.frexp(stop_gradient(x))[1]
    return np.ldexp(x, -exponent), exponent


def frexp_of_number(x):
    exponent = math.frexp(stop_gradient(x))[1]
    return math.ldexp(x, -exponent), exponent


def divmod(x1, x2):
    return np.floor_divide(x1, x2), np.mod(x1, x2)


# -- counts ----------------------------------------------------------------------------------------------------------


def histogram(a, bins=10, range=None, density=None, weights=None):
    edges = bins if np.ndim(bins) == 1 else _edges(a, bins, range)
    if weights is None:
        counts = np.histogram(stop_gradient(a), stop_gradient(edges))[0]
    else:
        size = len(edges) - 1
        at = np.searchsorted(edges, np.ravel(a), "right") - 1
        at = np.where(np.equal(np.ravel(a), edges[-1]), size - 1, at)
        inside = (at >= 0) & (at < size)
        counts = np.zeros(size)
        np.add.at(counts, at[inside], np.ravel(weights)[inside])
    if density:
        return counts / np.diff(edges) / np.sum(counts), edges
    return counts, edges


def _edges(a, bins, range):
    low, high = (np.min(a), np.max(a)) if range is None else range
    if low == high:
        return np.linspace(low - 0.5, high + 0.5, bins + 1)
    return np.linspace(low, high, bins + 1)
