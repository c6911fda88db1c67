"""Triangular systems: the part of `tangentx.runtime` (which see) about Cholesky factors.

NumPy cannot solve with a triangular matrix.  The routines are SciPy's where that is installed (BLAS rather than LAPACK,
which starts threads for the smallest matrices); otherwise `numpy.linalg` has to do, at a few times the cost.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import Any

import numpy as np


@cache
def _library() -> ModuleType | None:
    try:
        from scipy import linalg
    except ImportError:
        return None
    return linalg


def _routines(l: Any, *others: Any) -> ModuleType | None:  # noqa: E741 - the name of such a factor
    """SciPy's, for float64 matrices that are not empty."""
    plain = l.ndim == 2 and l.size and l.shape[0] == l.shape[1]
    return _library() if plain and all(x.dtype == np.float64 for x in (l, *others)) else None


def triangular_solve(l: Any, b: Any, trans: str = "N") -> Any:  # noqa: E741
    """`solve(tril(l), b)`, and with trans "T" `solve(tril(l).T, b)`.  b : a vector or a matrix."""
    linalg = _routines(l, b) if b.size and len(l) == len(b) else None
    if linalg is None:
        part = np.tril(l)
        return np.linalg.solve(part.T if trans == "T" else part, b)
    turned = int(trans != "T")  # l.T lies in memory as Fortran wants it
    if b.ndim == 1:
        return linalg.blas.dtrsv(l.T, b, lower=0, trans=turned)
    return linalg.blas.dtrsm(1.0, l.T, b, lower=0, trans_a=turned)


def log_determinant_bar(e: Any, l: Any) -> Any:  # noqa: E741
    """Adjoint of the lower triangle of `a` in `sum(log(diag(l)))`, where l is the Cholesky factor of `a`: half of the
    inverse, with what belongs to the upper triangle added."""
    linalg = _routines(l)
    if linalg is None:
        half = np.linalg.inv(np.tril(l))
        made = np.tril(half.T @ half)
    else:
        made = np.tril(linalg.lapack.dpotri(l.T, lower=0)[0].T)
    made *= e
    made.flat[:: len(l) + 1] *= 0.5
    return made


def lower_outer(u: Any, v: Any) -> Any:
    """The lower triangle of `outer(u, v) + outer(v, u)` with half of its diagonal; for matrices, of `u @ v.T` and its
    transpose.  What a symmetric matrix, of which the lower triangle is read, gets from `u @ matrix @ v`."""
    linalg = _library() if u.size and u.shape == v.shape and u.dtype == v.dtype == np.float64 else None
    if linalg is None:
        product = u @ v.T if u.ndim == 2 else np.outer(u, v)
        return np.tril(product) + np.tril(product.T, -1)
    made = np.zeros((len(u), len(u)))  # its transpose lies in memory as Fortran wants it
    if u.ndim == 2:
        made = linalg.blas.dsyr2k(1.0, u, v, c=made.T, lower=0, overwrite_c=1).T
    else:
        made = linalg.blas.dsyr2(1.0, u, v, a=made.T, lower=0, overwrite_a=1).T
    made.flat[:: len(u) + 1] *= 0.5
    return made
