"""Discrete Fourier transforms of any length and scale: see `compositions`."""

from __future__ import annotations

import numpy as np


def fft(a, n=None, axis=-1, norm=None):
    fitted = a if n is None else _fitted(a, n, axis)
    y = np.fft.fft(fitted, axis=axis)
    return y if norm is None else y * _scale(np.shape(y)[axis], norm)


def ifft(a, n=None, axis=-1, norm=None):
    fitted = a if n is None else _fitted(a, n, axis)
    y = np.fft.ifft(fitted, axis=axis)
    return y if norm is None else y / _scale(np.shape(y)[axis], norm)


def rfft(a, n=None, axis=-1, norm=None):
    fitted = a if n is None else _fitted(a, n, axis)
    y = np.fft.rfft(fitted, axis=axis)
    return y if norm is None else y * _scale(np.shape(fitted)[axis], norm)


def irfft(a, n=None, axis=-1, norm=None):
    length = 2 * (np.shape(a)[axis] - 1) if n is None else n
    fitted = np.moveaxis(a if n is None else _fitted(a, n // 2 + 1, axis), axis, -1)
    y = np.moveaxis(np.fft.irfft(fitted, length), -1, axis)
    return y if norm is None else y / _scale(length, norm)


def _scale(length, norm):
    if norm == "ortho":
        return 1.0 / np.sqrt(length)
    if norm == "forward":
        return 1.0 / length
    if norm == "backward":
        return 1.0
    raise ValueError("norm is 'backward', 'ortho' or 'forward'")


def _fitted(a, n, axis):
    """The first n entries along the axis, zeros where there are fewer."""
    lines = np.moveaxis(a, axis, -1)
    missing = max(n - np.shape(lines)[-1], 0)
    zeros = np.repeat(0.0 * lines[..., :1], missing, axis=-1)
    padded = np.concatenate([lines[..., :n], zeros], axis=-1)
    return np.moveaxis(padded, -1, axis)


def fft2(a, s=None, axes=(-2, -1), norm=None):
    return _along_axes(fft, a, s, axes, norm)


def ifft2(a, s=None, axes=(-2, -1), norm=None):
    return _along_axes(ifft, a, s, axes, norm)


def fftn(a, s=None, axes=None, norm=None):
    return _along_axes(fft, a, s, axes, norm)


def ifftn(a, s=None, axes=None, norm=None):
    return _along_axes(ifft, a, s, axes, norm)


def rfft2(a, s=None, axes=(-2, -1), norm=None):
    if s is not None:
        raise NotImplementedError("the shape of the array")
    return fft(rfft(a, None, axes[1], norm), None, axes[0], norm)


def irfft2(a, s=None, axes=(-2, -1), norm=None):
    if s is None:
        return irfft(ifft(a, None, axes[0], norm), None, axes[1], norm)
    return irfft(ifft(a, s[0], axes[0], norm), s[1], axes[1], norm)


def _along_axes(transform, a, s, axes, norm):
    if s is not None:
        raise NotImplementedError("the shape of the array")
    y = a
    for axis in range(np.ndim(a))[::-1] if axes is None else axes[::-1]:  # NumPy's order
        y = transform(y, None, axis, norm)
    return y


def fftshift(x, axes=None):
    y = x
    for axis in range(np.ndim(x)) if axes is None else _several(axes):
        y = np.roll(y, np.shape(x)[axis] // 2, axis)
    return y


def ifftshift(x, axes=None):
    y = x
    for axis in range(np.ndim(x)) if axes is None else _several(axes):
        y = np.roll(y, -(np.shape(x)[axis] // 2), axis)
    return y


def _several(axes):
    return (axes,) if isinstance(axes, int) else axes
