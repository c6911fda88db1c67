"""Norms, eigenvalues and singular values: the part of `tangentx.runtime` (which see) about spectra."""

from __future__ import annotations

from typing import Any

import numpy as np

from tangentx.errors import NotDifferentiableError


def norm_partial(x: Any, y: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    """Partials of `y = norm(x, ord, axis)` in the shape of `x`; 0 at the kink, ties of `inf` share equally."""
    axes = tuple(range(np.ndim(x))) if axis is None else tuple(np.atleast_1d(axis) % np.ndim(x))
    partial = _norm_partial(x, y if keepdims else np.expand_dims(y, axes), ord, axes)
    return partial.astype(np.result_type(np.asarray(x), np.float32), copy=False)


def _norm_partial(x: Any, full: Any, ord: Any, axes: tuple[int, ...]) -> Any:
    if ord is None or ord == "fro" or (ord == 2 and len(axes) == 1):
        return _ratio(x, full)
    if len(axes) == 1:
        return _vector_norm_partial(x, full, ord, axes[0])
    if ord in (1, -1, np.inf, -np.inf):
        summed, chosen = axes if abs(ord) == 1 else axes[::-1]
        columns = np.sum(np.abs(x), axis=summed, keepdims=True)
        tied = np.equal(columns, full)
        return np.where(tied, 1.0 / np.sum(tied, axis=chosen, keepdims=True), 0.0) * np.sign(x)
    return _spectral_partial(x, ord, axes)


def _ratio(x: Any, y: Any) -> Any:
    zero = np.equal(y, 0)
    return np.where(zero, 0.0, x / np.where(zero, 1.0, y))


def _vector_norm_partial(x: Any, y: Any, ord: Any, axis: int) -> Any:
    size = np.abs(x)
    if ord == 0:
        return np.zeros_like(x)
    if ord in (np.inf, -np.inf):
        tied = np.equal(size, y)
        return np.where(tied, np.sign(x) / np.sum(tied, axis=axis, keepdims=True), 0.0)
    if ord == 1:
        return np.sign(x)
    zero = np.equal(size, 0) | np.equal(y, 0)
    return np.where(
        zero, 0.0, np.sign(x) * (np.where(zero, 1.0, size) / np.where(np.equal(y, 0), 1.0, y)) ** (ord - 1)
    )


def _spectral_partial(x: Any, ord: Any, axes: tuple[int, ...]) -> Any:
    """Norms that are functions of the singular values: 2, -2 and "nuc"."""
    moved = np.moveaxis(x, axes, (-2, -1))
    u, s, vh = np.linalg.svd(moved, full_matrices=False)
    if ord == "nuc":
        weight = np.where(s > 0, np.ones_like(s), np.zeros_like(s))
    else:
        tied = np.equal(s, np.max(s, -1, keepdims=True) if ord == 2 else np.min(s, -1, keepdims=True)) & (
            s > 0
        )
        weight = tied / np.maximum(np.sum(tied, axis=-1, keepdims=True), 1)
    return np.moveaxis(np.matmul(u * weight[..., None, :], vh), (-2, -1), axes)


def over_gaps(m: Any, w: Any) -> Any:
    """`m[i, j] / (w[j] - w[i])` off the diagonal, where it is 0.  Where values are equal, what depends on the vectors
    has no derivative: nan, except for what does not depend on them (m[i, j] is 0)."""
    gap = np.expand_dims(w, -2) - np.expand_dims(w, -1)
    size = np.shape(w)[-1]
    near = 4.0 * np.finfo(w.dtype).eps * np.sum(np.abs(w), axis=-1)
    tied = np.abs(gap) <= np.expand_dims(near, (-2, -1))
    nothing = np.logical_and(tied, np.logical_or(np.eye(size, dtype=bool), np.equal(m, 0)))
    # A constant where tied, so that the quotient is never 0 / 0.
    apart = np.where(tied, np.where(nothing, np.ones_like(gap), np.full_like(gap, np.nan)), gap)
    return np.where(nothing, np.zeros_like(gap), m / apart)


def eigenpairs(x: Any) -> tuple[Any, Any]:
    """Eigenvalues and eigenvectors, of a type that is known in advance.

    Raises
    ------
    NotDifferentiableError
        A real matrix has complex eigenvalues, and NumPy is older than 2.5, which makes them complex for all matrices:
        the derivative was written for real ones.
    """
    w, v = np.linalg.eig(x)
    if np.iscomplexobj(w) and not (np.iscomplexobj(x) or _ALWAYS_COMPLEX):
        raise NotDifferentiableError(
            "no rule for numpy.linalg.eig of a real matrix with complex eigenvalues in this version of NumPy",
            code="TX301", help=("make the matrix complex: A.astype(complex)", "or use NumPy 2.5 or newer"),
        )  # fmt: skip
    return w, v


def polynomial_roots(p: Any) -> Any:
    """The roots of a polynomial, of a type that is known in advance.

    Raises
    ------
    NotDifferentiableError
        A polynomial with real coefficients has complex roots: the derivative was written for real ones.
    """
    found = np.roots(p)
    if np.iscomplexobj(found) and not np.iscomplexobj(p):
        raise NotDifferentiableError(
            "no rule for numpy.roots of real coefficients where roots are complex",
            code="TX301", help=("make the coefficients complex: np.roots(p.astype(complex))",),
        )  # fmt: skip
    return found


def surely_real(x: Any, tol: float = 100) -> Any:
    """`np.real_if_close(x, tol)`, of a type that is known in advance.

    Raises
    ------
    NotDifferentiableError
        The numbers are not close to real ones: the derivative was written for these.
    """
    found = np.real_if_close(x, tol)
    if np.iscomplexobj(found):
        raise NotDifferentiableError(
            "no rule for numpy.real_if_close of numbers that are not close to real ones",
            code="TX301", help=("take the part that is meant: np.real(z)",),
        )  # fmt: skip
    return found


_ALWAYS_COMPLEX = np.lib.NumpyVersion(np.__version__) >= "2.5.0"


def normalised_dot(m: Any, v: Any) -> Any:
    """The tangent of eigenvectors `v` of length one whose largest entry is real, as LAPACK makes them: `m` without what
    would change the length, or turn that entry."""
    moved = m - v * np.sum(np.real(np.conj(v) * m), axis=-2, keepdims=True)
    if not np.iscomplexobj(v):
        return moved
    largest = _largest(v)
    turn = np.sum(largest * np.imag(moved), axis=-2, keepdims=True)
    return moved - 1j * v * (turn / np.sum(largest * np.real(v), axis=-2, keepdims=True))


def normalised_bar(g: Any, v: Any) -> Any:
    """The adjoint of `m` in `normalised_dot`, for the adjoint `g` of its result."""
    beside = g - v * np.sum(np.real(np.conj(v) * g), axis=-2, keepdims=True)
    if not np.iscomplexobj(v):
        return beside
    largest = _largest(v)
    turn = np.sum(np.imag(np.conj(g) * v), axis=-2, keepdims=True)
    return beside + 1j * largest * (turn / np.sum(largest * np.real(v), axis=-2, keepdims=True))


def _largest(v: Any) -> Any:
    """1.0 at the largest entry of every column, where it is real; 0.0 elsewhere."""
    rows = np.expand_dims(np.arange(np.shape(v)[-2]), -1)
    return np.equal(rows, np.expand_dims(np.argmax(np.abs(v), axis=-2), -2)) * 1.0


def over_values(m: Any, s: Any, shape: tuple) -> Any:
    """What lies outside the span of the singular vectors, (n, k) = `shape`, over the singular values; where one is 0,
    as in `over_gaps`.  Nothing lies outside a whole basis."""
    if shape[-2] == shape[-1]:
        return np.zeros_like(m)
    row = np.expand_dims(s, -2)
    none = row <= 4.0 * np.finfo(s.dtype).eps * np.max(row, axis=-1, keepdims=True)
    nothing = np.logical_and(none, np.equal(m, 0))
    divisor = np.where(none, np.where(nothing, np.ones_like(m), np.full_like(m, np.nan)), row)
    return np.where(nothing, np.zeros_like(m), m / divisor)


def whole_dot(d: Any, u: Any) -> Any:
    """Tangent of all columns of an orthogonal matrix, d that of the first ones: the others stay orthogonal to these.
    Several others may also turn among themselves, which nothing determines: nan."""
    n = np.shape(d)[-1]
    rest = u[..., n:]
    turn = -u[..., :n] @ (np.swapaxes(d, -1, -2) @ rest)
    if np.shape(rest)[-1] > 1:
        turn = np.full_like(turn, np.nan)
    return np.concatenate((d, turn), axis=-1)


def whole_bar(e: Any, u: Any, n: int) -> Any:
    """Adjoint of the first n columns where e is that of all: see `whole_dot`.  nan where one of several others has an
    adjoint."""
    rest, last = u[..., n:], e[..., n:]
    if np.shape(rest)[-1] > 1 and np.any(last):
        last = np.full_like(last, np.nan)
    return e[..., :n] - rest @ (np.swapaxes(last, -1, -2) @ u[..., :n])
