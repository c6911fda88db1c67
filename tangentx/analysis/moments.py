"""Summaries of samples in `scipy.stats`, as SciPy documents them: see `compositions`."""

from __future__ import annotations

import numpy as np

from tangentx.analysis.samples import percentile


def skew(a, axis=0, bias=True, *, keepdims=False):
    mean = np.mean(a, axis=axis, keepdims=True)
    second = np.mean((a - mean) ** 2, axis=axis, keepdims=keepdims)
    third = np.mean((a - mean) ** 3, axis=axis, keepdims=keepdims)
    found = third / second**1.5
    if not bias:
        n = _count(a, axis)
        found = found * (np.sqrt((n - 1.0) * n) / (n - 2.0))
    return found


def kurtosis(a, axis=0, fisher=True, bias=True, *, keepdims=False):
    mean = np.mean(a, axis=axis, keepdims=True)
    second = np.mean((a - mean) ** 2, axis=axis, keepdims=keepdims)
    fourth = np.mean((a - mean) ** 4, axis=axis, keepdims=keepdims)
    found = fourth / second**2
    if not bias:
        n = _count(a, axis)
        found = ((n**2 - 1.0) * found - 3.0 * (n - 1.0) ** 2) / ((n - 2.0) * (n - 3.0)) + 3.0
    return found - 3.0 if fisher else found


def moment(a, order=1, axis=0, *, center=None, keepdims=False):
    middle = np.mean(a, axis=axis, keepdims=True) if center is None else center
    return np.mean((a - middle) ** order, axis=axis, keepdims=keepdims)


def gmean(a, axis=0, dtype=None, weights=None, *, keepdims=False):
    if dtype is not None or weights is not None and axis is not None:
        raise NotImplementedError("weights along an axis")
    if weights is not None:
        return np.exp(np.sum(weights * np.log(a)) / np.sum(weights))
    return np.exp(np.mean(np.log(a), axis=axis, keepdims=keepdims))


def hmean(a, axis=0, dtype=None, *, keepdims=False):
    if dtype is not None:
        raise NotImplementedError("another dtype")
    return 1.0 / np.mean(1.0 / a, axis=axis, keepdims=keepdims)


def sem(a, axis=0, ddof=1, *, keepdims=False):
    return np.std(a, axis=axis, ddof=ddof, keepdims=keepdims) / np.sqrt(_count(a, axis))


def variation(a, axis=0, *, ddof=0, keepdims=False):
    return np.std(a, axis=axis, ddof=ddof, keepdims=keepdims) / np.mean(a, axis=axis, keepdims=keepdims)


def zscore(a, axis=0, ddof=0):
    middle = np.mean(a, axis=axis, keepdims=True)
    return (a - middle) / np.std(a, axis=axis, ddof=ddof, keepdims=True)


def entropy(pk, qk=None, base=None, axis=0, *, keepdims=False):
    share = pk / np.sum(pk, axis=axis, keepdims=True)
    if qk is None:
        terms = -share * np.log(np.where(share == 0.0, 1.0, share))
    else:
        other = qk / np.sum(qk, axis=axis, keepdims=True)
        terms = share * np.log(np.where(share == 0.0, 1.0, share / other))
    total = np.sum(terms, axis=axis, keepdims=keepdims)
    return total if base is None else total / np.log(base)


def iqr(x, axis=None, rng=(25, 75), scale=1.0, *, keepdims=False):
    if scale != 1.0:
        raise NotImplementedError("another unit")
    low = percentile(x, rng[0], axis=axis, keepdims=keepdims)
    return percentile(x, rng[1], axis=axis, keepdims=keepdims) - low


def _count(a, axis):
    return np.size(a) if axis is None else np.shape(a)[axis]


# -- the normal distribution of several variables ----------------------------------------------------------------------

_NOTHING = 1e6 * np.finfo(float).eps  # SciPy takes smaller eigenvalues for zero


def normal_logpdf(x, mean=None, cov=1, allow_singular=False):
    size = np.size(mean) if mean is not None else np.shape(cov)[0] if np.ndim(cov) > 0 else 1
    if np.ndim(cov) == 0:
        spread = cov * np.eye(size)
    elif np.ndim(cov) == 1:
        spread = np.diag(cov)
    else:
        spread = np.tril(cov) + np.tril(cov, -1).T
    off = x if mean is None else x - mean
    if size == 1:
        rows = np.reshape(off, (-1, 1))
    else:
        rows = np.reshape(off, (-1, size))
    if allow_singular and _is_singular(spread):
        found = _log_density_within(rows, spread)
    else:
        squares = np.sum(rows * np.linalg.solve(spread, rows.T).T, axis=1)
        found = -0.5 * (squares + np.linalg.slogdet(spread)[1] + size * np.log(2.0 * np.pi))
    if np.ndim(x) < 2 and size == 1:
        return np.squeeze(np.reshape(found, np.shape(x)))
    return np.squeeze(np.reshape(found, np.shape(x)[:-1]))


def _is_singular(spread):
    spectrum = np.linalg.eigvalsh(spread)
    return np.min(spectrum) <= _NOTHING * np.max(np.abs(spectrum))


def _log_density_within(rows, spread):
    """The density in the space that a singular matrix leaves."""
    spectrum = np.linalg.eigvalsh(spread)
    there = spectrum > _NOTHING * np.max(np.abs(spectrum))
    volume = np.sum(np.log(np.where(there, spectrum, 1.0)))
    squares = np.sum(rows * (rows @ np.linalg.pinv(spread, _NOTHING)), axis=1)
    return -0.5 * (squares + volume + np.sum(there) * np.log(2.0 * np.pi))


def normal_pdf(x, mean=None, cov=1, allow_singular=False):
    return np.exp(normal_logpdf(x, mean, cov, allow_singular))
