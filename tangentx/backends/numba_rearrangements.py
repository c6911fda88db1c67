"""Entries taken, repeated and multiplied out, backwards, in compiled code.  Imported only where Numba is installed."""

from __future__ import annotations

import math

import numpy as np
from numba import types
from numba.extending import overload

from tangentx import runtime
from tangentx.backends.numba_choices import is_axis
from tangentx.backends.numba_overloads import wrapped
from tangentx.backends.numba_trees import is_matrix, is_number, is_vector

_strict = {"error_model": "numpy"}


# -- taken and repeated ------------------------------------------------------------------------------------------------


@overload(runtime.take_bar, jit_options=_strict)
def _take_bar(e, x, indices, axis=None):
    if not isinstance(x, types.Array) or not (is_axis(axis, None) or x.ndim == 1 and is_axis(axis, 0, -1)):
        return None
    if isinstance(indices, types.Integer):

        def back_of_one(e, x, indices, axis=None):
            out = np.zeros(x.size, x.dtype)
            out[wrapped(indices, x.size)] = e
            return out.reshape(x.shape)

        return back_of_one
    if not isinstance(indices, types.Array) or not isinstance(indices.dtype, types.Integer):
        return None

    def back(e, x, indices, axis=None):
        out = np.zeros(x.size, x.dtype)
        for k, entry in zip(indices.flat, e.flat):  # noqa: B905 - Numba knows no strict
            out[wrapped(k, x.size)] += entry
        return out.reshape(x.shape)

    return back


@overload(runtime.take_along_axis_bar, jit_options=_strict)
def _take_along_axis_bar(e, x, indices, axis):
    if not (is_vector(e) and is_vector(x) and is_vector(indices) and is_axis(axis, None, 0, -1)):
        return None

    def back(e, x, indices, axis):
        out = np.zeros(x.shape[0], x.dtype)
        for i in range(indices.shape[0]):
            out[wrapped(indices[i], x.shape[0])] += e[i]
        return out

    return back


@overload(runtime.repeat_bar, jit_options=_strict)
def _repeat_bar(e, x, repeats, axis=None):
    if not is_vector(e) or not isinstance(x, types.Array):
        return None
    if not (is_axis(axis, None) or is_vector(x) and is_axis(axis, 0, -1)):
        return None
    if isinstance(repeats, types.Integer):
        return lambda e, x, repeats, axis=None: e.reshape((x.size, repeats)).sum(axis=1).reshape(x.shape)
    if not is_vector(repeats) or not isinstance(repeats.dtype, types.Integer):
        return None

    def back(e, x, repeats, axis=None):
        out = np.zeros(x.size, x.dtype)
        start = 0
        for k in range(x.size):
            end = start + (repeats[0] if repeats.shape[0] == 1 else repeats[k])
            out[k] = np.sum(e[start:end])
            start = end
        return out.reshape(x.shape)

    return back


# -- products ----------------------------------------------------------------------------------------------------------


def _in_space(*kinds) -> bool:
    """Vectors, or tables of vectors, all of the same rank."""
    return all(isinstance(k, types.Array) and k.ndim in (1, 2) and k.ndim == kinds[0].ndim for k in kinds)


@overload(runtime.cross_product, jit_options=_strict)
def _cross_product(x, y):
    return (lambda x, y: np.cross(x, y)) if _in_space(x, y) else None


@overload(runtime.cross_bar_left, jit_options=_strict)
def _cross_bar_left(e, x, y):
    return (lambda e, x, y: np.cross(y, e)) if _in_space(e, x, y) else None


@overload(runtime.cross_bar_right, jit_options=_strict)
def _cross_bar_right(e, x, y):
    return (lambda e, x, y: np.cross(e, x)) if _in_space(e, x, y) else None


@overload(runtime.kron_bar_left, jit_options=_strict)
def _kron_bar_left(e, x, y):
    if is_vector(e, x, y):
        return lambda e, x, y: e.reshape((x.shape[0], y.shape[0])) @ y
    if not is_matrix(e, x, y):
        return None

    def back(e, x, y):
        out = np.zeros(x.shape, x.dtype)
        rows, columns = y.shape
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                out[i, j] = np.sum(e[i * rows : (i + 1) * rows, j * columns : (j + 1) * columns] * y)
        return out

    return back


@overload(runtime.kron_bar_right, jit_options=_strict)
def _kron_bar_right(e, x, y):
    if is_vector(e, x, y):
        return lambda e, x, y: x @ e.reshape((x.shape[0], y.shape[0]))
    if not is_matrix(e, x, y):
        return None

    def back(e, x, y):
        out = np.zeros(y.shape, y.dtype)
        rows, columns = y.shape
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                out += x[i, j] * e[i * rows : (i + 1) * rows, j * columns : (j + 1) * columns]
        return out

    return back


# -- sin(pi x) / (pi x) ------------------------------------------------------------------------------------------------

_SERIES = tuple((-1.0) ** m * 2 * m * np.pi ** (2 * m) / math.factorial(2 * m + 1) for m in range(15, 0, -1))


@overload(runtime.sinc_partial, jit_options=_strict)
def _sinc_partial(x, k=1):
    """The first derivative: a series near 0, as in `tangentx.special`."""
    if not is_number(x) or not is_axis(k, 1):
        return None

    def found(x, k=1):
        if abs(x) >= 1.0:
            return (np.cos(np.pi * x) - np.sinc(x)) / x
        total = 0.0
        for term in _SERIES:
            total = total * x * x + term
        return total * x

    return found


@overload(runtime.take_last)
def _take_last(bar, index):
    if isinstance(index, types.BaseTuple) and all(isinstance(part, types.SliceType) for part in index):
        return lambda bar, index: bar[index].copy()
    if isinstance(index, types.UniTuple) and len(index) == 1:
        return lambda bar, index: runtime.take_last(bar, index[0])
    if isinstance(index, types.List) and isinstance(index.dtype, types.Integer):
        return lambda bar, index: runtime.take_last(bar, np.array(index))
    is_vector = isinstance(index, types.Array) and index.ndim == 1 and isinstance(index.dtype, types.Integer)

    def taken(bar, index):
        made, owner = bar[index], np.empty(bar.shape[0], np.int64)
        for k in range(index.size):
            owner[index[k]] = k
        for k in range(index.size):
            if owner[index[k]] != k:
                made[k] = 0.0
        return made

    return taken if is_vector else None
