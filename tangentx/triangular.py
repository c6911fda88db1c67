"""Triangular systems: the part of `tangentx.runtime` (which see) about Cholesky factors.

NumPy cannot solve with a triangular matrix.  LAPACK's routines are SciPy's where that is installed; otherwise these
functions make do with `numpy.linalg`, at a few times the cost.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import Any

import numpy as np


@cache
def _lapack() -> ModuleType | None:
    try:
        from scipy.linalg import lapack
    except ImportError:
        return None
    return lapack


def _routines(l: Any, *others: Any) -> ModuleType | None:  # noqa: E741 - the name of such a factor
    """LAPACK, for float64 matrices that are not empty."""
    plain = (
        l.ndim == 2
        and l.size
        and l.shape[0] == l.shape[1]
        and all(x.dtype == np.float64 for x in (l, *others))
    )
    return _lapack() if plain else None


def triangular_solve(l: Any, b: Any, trans: str = "N") -> Any:  # noqa: E741
    """`solve(tril(l), b)`, and with trans "T" `solve(tril(l).T, b)`.  b : a vector or a matrix."""
    lapack = _routines(l, b) if b.size and len(l) == len(b) else None
    if lapack is None:
        part = np.tril(l)
        return np.linalg.solve(part.T if trans == "T" else part, b)
    x, info = lapack.dtrtrs(
        l.T, b, lower=0, trans=int(trans != "T")
    )  # l.T lies in memory as Fortran wants it
    if info > 0:
        raise np.linalg.LinAlgError("Singular matrix")
    return x


def log_determinant_bar(e: Any, l: Any) -> Any:  # noqa: E741
    """Adjoint of the lower triangle of `a` in `sum(log(diag(l)))`, where l is the Cholesky factor of `a`: half of the
    inverse, with what belongs to the upper triangle added."""
    lapack = _routines(l)
    if lapack is None:
        half = np.linalg.inv(np.tril(l))
        inverse = half.T @ half
    else:
        inverse = lapack.dpotri(l.T, lower=0)[0].T
    made = np.tril(inverse)
    made *= e
    made.flat[:: len(l) + 1] *= 0.5
    return made
