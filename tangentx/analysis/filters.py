"""Filters and functions along an axis, as NumPy and SciPy document them: see `compositions`."""

from __future__ import annotations

import numpy as np

# -- differences -----------------------------------------------------------------------------------------------------


def diff(a, n=1, axis=-1, prepend=None, append=None):
    parts = [a]
    if prepend is not None:
        parts = [_edge(prepend, a, axis), *parts]
    if append is not None:
        parts = [*parts, _edge(append, a, axis)]
    return np.diff(np.concatenate(parts, axis=axis), n=n, axis=axis)


def _edge(value, a, axis):
    if np.ndim(value) > 0:
        return value
    if np.ndim(a) == 1:
        return np.broadcast_to(value, (1,))
    return np.broadcast_to(value, np.shape(np.take(a, [0], axis=axis)))


def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    if np.ndim(arr) == 1:
        return func1d(arr, *args, **kwargs)
    if np.ndim(arr) == 2 and axis == 0:
        return np.stack([func1d(arr[:, i], *args, **kwargs) for i in range(np.shape(arr)[1])], axis=-1)
    if np.ndim(arr) == 2:
        return np.stack([func1d(arr[i], *args, **kwargs) for i in range(np.shape(arr)[0])], axis=0)
    moved = np.moveaxis(arr, axis, -1)
    rows = np.reshape(moved, (-1, np.shape(moved)[-1]))
    found = np.stack([func1d(rows[i], *args, **kwargs) for i in range(np.shape(rows)[0])])
    if np.ndim(found) > 2:
        raise NotImplementedError("numbers and vectors")
    whole = np.reshape(found, (*np.shape(moved)[:-1], *np.shape(found)[1:]))
    return whole if np.ndim(found) == 1 else np.moveaxis(whole, -1, axis)


def apply_over_axes(func, a, axes):
    whole = a
    for axis in (axes,) if isinstance(axes, int) else axes:
        found = func(whole, axis)
        whole = found if np.ndim(found) == np.ndim(whole) else np.expand_dims(found, axis)
    return whole


def kaiser(M, beta):
    if M == 1:
        return np.ones(1)
    half = (M - 1) / 2.0
    return np.i0(beta * np.sqrt(1 - ((np.arange(0, M) - half) / half) ** 2.0)) / np.i0(beta)


# -- scipy.signal ----------------------------------------------------------------------------------------------------


def lfilter(b, a, x):
    """The transposed direct form, for vectors."""
    if np.ndim(x) != 1 or np.ndim(a) != 1 or np.ndim(b) != 1:
        raise NotImplementedError("vectors")
    size = max(np.size(a), np.size(b))
    top = np.concatenate([b, np.zeros(size - np.size(b))]) / a[0]
    low = np.concatenate([a, np.zeros(size - np.size(a))]) / a[0]
    if np.iscomplexobj(top * low) or np.iscomplexobj(x):
        raise NotImplementedError("real numbers")
    delay = np.zeros(size)
    y = np.zeros(np.size(x))
    for n in range(np.size(x)):
        y[n] = top[0] * x[n] + delay[0]
        delay[:-1] = delay[1:] + top[1:] * x[n] - low[1:] * y[n]
    return y


def convolve(in1, in2, mode="full"):
    if np.ndim(in1) != 1:
        raise NotImplementedError("vectors")
    whole = np.convolve(in1, in2, "full")
    if mode == "full":
        return whole
    if mode == "same":
        start = (np.size(in2) - 1) // 2
        return whole[start : start + np.size(in1)]
    short, long = min(np.size(in1), np.size(in2)), max(np.size(in1), np.size(in2))
    return whole[short - 1 : long]


def fftconvolve(in1, in2, mode="full"):
    return convolve(in1, in2, mode)


def correlate(in1, in2, mode="full"):
    return convolve(in1, np.conj(in2[::-1]), mode)


def convolve2d(in1, in2, mode="full", boundary="fill", fillvalue=0):
    rows, columns = np.shape(in2)
    around = ((rows - 1, rows - 1), (columns - 1, columns - 1))
    if mode == "valid":
        padded, height, width = in1, np.shape(in1)[0] - rows + 1, np.shape(in1)[1] - columns + 1
    else:
        if boundary == "fill":
            padded = np.pad(in1, around, constant_values=fillvalue)
        elif boundary == "wrap":
            padded = np.pad(in1, around, mode="wrap")
        else:
            padded = np.pad(in1, around, mode="symmetric")
        height, width = np.shape(in1)[0] + rows - 1, np.shape(in1)[1] + columns - 1
    whole = np.zeros((height, width))
    for i in range(rows):
        for j in range(columns):
            part = padded[rows - 1 - i : rows - 1 - i + height, columns - 1 - j : columns - 1 - j + width]
            whole = whole + in2[i, j] * part
    if mode != "same":
        return whole
    top, left = (rows - 1) // 2, (columns - 1) // 2
    return whole[top : top + np.shape(in1)[0], left : left + np.shape(in1)[1]]


def correlate2d(in1, in2, mode="full", boundary="fill", fillvalue=0):
    in2 = np.conj(in2)
    if mode == "same":
        whole = convolve2d(in1, in2[::-1, ::-1], "full", boundary, fillvalue)
        top, left = np.shape(in2)[0] // 2, np.shape(in2)[1] // 2
        return whole[top : top + np.shape(in1)[0], left : left + np.shape(in1)[1]]
    return convolve2d(in1, in2[::-1, ::-1], mode, boundary, fillvalue)


# -- matrix equations --------------------------------------------------------------------------------------------------


def solve_continuous_lyapunov(a, q):
    one = np.eye(np.shape(a)[0])
    left = np.kron(a, one) + np.kron(one, np.conj(a))
    return np.reshape(np.linalg.solve(left, np.ravel(q)), np.shape(a))


def solve_discrete_lyapunov(a, q):
    return np.reshape(np.linalg.solve(np.eye(np.size(a)) - np.kron(a, np.conj(a)), np.ravel(q)), np.shape(a))


def solve_sylvester(a, b, q):
    left = np.kron(a, np.eye(np.shape(b)[0])) + np.kron(np.eye(np.shape(a)[0]), b.T)
    return np.reshape(np.linalg.solve(left, np.ravel(q)), np.shape(q))
