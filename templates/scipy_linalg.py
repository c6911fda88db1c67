"""`scipy.linalg`, where it is not `numpy.linalg` under another name (those rules are in `linalg.py`)."""

import numpy
import scipy

from tangentx.rules import Constant, Rank, Square, Static, SymmetricPositive, bar, case, dot, real_only
from tangentx.runtime import other_way, over_gaps, solve_bar, triangular_bar, triangular_product


@real_only
@case(a=(3, 3), b=(3,))
def solve_vector(a: Rank[2] & Square, b: Rank[1], *, assume_a: Constant[None, "gen"] = None):  # noqa: F821
    x = scipy.linalg.solve(a, b, assume_a=assume_a)
    adjoint = numpy.linalg.solve(a.T, bar[x])
    dot[x] = numpy.linalg.solve(a, dot[b]) - numpy.linalg.solve(a, dot[a] @ x)
    bar[b] += adjoint
    bar[a] += -numpy.outer(adjoint, x)


@real_only
@case(a=(3, 3), b=(3, 2))
def solve_matrix(a: Rank[2] & Square, b: Rank[2], *, assume_a: Constant[None, "gen"] = None):  # noqa: F821
    x = scipy.linalg.solve(a, b, assume_a=assume_a)
    adjoint = numpy.linalg.solve(a.T, bar[x])
    dot[x] = numpy.linalg.solve(a, dot[b]) - numpy.linalg.solve(a, dot[a] @ x)
    bar[b] += adjoint
    bar[a] += -adjoint @ x.T


@real_only
@case(a=(3, 3), b=(3,))
@case(a=(3, 3), b=(3, 2))
def solve_symmetric(a: SymmetricPositive, b, *, assume_a: Constant["pos", "sym", "her"] = None):  # noqa: F821
    """Of a real symmetric matrix.  The upper triangle of `a` is what SciPy reads."""
    x = scipy.linalg.solve(a, b, assume_a=assume_a)
    symmetric = numpy.triu(dot[a]) + numpy.triu(dot[a], 1).T
    adjoint = scipy.linalg.solve(a, bar[x], assume_a=assume_a)
    full = solve_bar(adjoint, x, b)
    dot[x] = scipy.linalg.solve(a, dot[b] - symmetric @ x, assume_a=assume_a)
    bar[b] += adjoint
    bar[a] += numpy.triu(full) + numpy.triu(full.T, 1)


@real_only
@case(a=(3, 3))
def cholesky_lower(a: SymmetricPositive, lower: Constant[True] = False):
    """The lower triangle of `a` is what SciPy reads."""
    y = scipy.linalg.cholesky(a, lower)
    symmetric = numpy.tril(dot[a]) + numpy.tril(dot[a], -1).T
    white = numpy.linalg.solve(y, numpy.linalg.solve(y, symmetric).T)
    grey = y.T @ bar[y]
    middle = 0.5 * (numpy.tril(grey) + numpy.tril(grey, -1))
    full = numpy.linalg.solve(y.T, numpy.linalg.solve(y.T, middle).T).T
    dot[y] = 0.5 * y @ (numpy.tril(white) + numpy.tril(white, -1))
    bar[a] += numpy.tril(full) + numpy.tril(full.T, -1)


@real_only
@case(a=(3, 3))
def cholesky_upper(a: SymmetricPositive, lower: Constant[False] = False):
    """The upper triangle of `a` is what SciPy reads."""
    y = scipy.linalg.cholesky(a, lower)
    symmetric = numpy.triu(dot[a]) + numpy.triu(dot[a], 1).T
    white = numpy.linalg.solve(y.T, numpy.linalg.solve(y.T, symmetric).T)
    grey = y @ bar[y].T
    middle = 0.5 * (numpy.tril(grey) + numpy.tril(grey, -1))
    full = numpy.linalg.solve(y, numpy.linalg.solve(y, middle).T)
    dot[y] = 0.5 * (numpy.triu(white) + numpy.triu(white, 1)) @ y
    bar[a] += numpy.triu(full) + numpy.triu(full.T, 1)


@real_only
@case(a=(3, 3))
def eigh_vectors(
    a: SymmetricPositive,
    b: Constant[None] = None,
    *,
    lower: Constant[True] = True,
    eigvals_only: Constant[False] = False,
):
    """The lower triangle of `a` is what SciPy reads.  Vectors of equal eigenvalues have no derivative: nan."""
    w, v = scipy.linalg.eigh(a, b, lower=lower, eigvals_only=eigvals_only)
    rotated = v.T @ (numpy.tril(dot[a]) + numpy.tril(dot[a], -1).T) @ v
    turned = v @ (over_gaps(v.T @ bar[v], w) + numpy.diag(bar[w])) @ v.T
    dot[w] = numpy.diagonal(rotated)
    dot[v] = v @ over_gaps(rotated, w)
    bar[a] += numpy.tril(turned) + numpy.tril(turned.T, -1)


@real_only
@case(a=(3, 3))
def eigh_values(
    a: SymmetricPositive,
    b: Constant[None] = None,
    *,
    lower: Constant[True] = True,
    eigvals_only: Constant[True] = False,
):
    """The lower triangle of `a` is what SciPy reads."""
    w = scipy.linalg.eigh(a, b, lower=lower, eigvals_only=eigvals_only)
    v = numpy.linalg.eigh(a)[1]
    turned = v * bar[w] @ v.T
    dot[w] = numpy.diagonal(v.T @ (numpy.tril(dot[a]) + numpy.tril(dot[a], -1).T) @ v)
    bar[a] += numpy.tril(turned) + numpy.tril(turned.T, -1)


@real_only
@case(a=(3, 3), b=(3, 2))
@case(a=(3, 3), b=(3,))
@case(a=(3, 3), b=(3,), trans=1)
@case(a=(3, 3), b=(3, 2), trans="T", lower=True, unit_diagonal=True)
def solve_triangular(a: Square, b, trans: Static = 0, lower: Static = False, unit_diagonal: Static = False):
    x = scipy.linalg.solve_triangular(a, b, trans, lower, unit_diagonal)
    adjoint = scipy.linalg.solve_triangular(a, bar[x], other_way(trans), lower, unit_diagonal)
    change = triangular_product(dot[a], x, trans, lower, unit_diagonal)
    dot[x] = scipy.linalg.solve_triangular(a, dot[b] - change, trans, lower, unit_diagonal)
    bar[b] += adjoint
    bar[a] += triangular_bar(adjoint, x, trans, lower, unit_diagonal)


@real_only
@case(a=(3, 3), b=(3, 2))
@case(a=(3, 3), b=(3,))
def solve_lower(
    a: Square,
    b,
    trans: Constant[0, "N"] = 0,  # noqa: F821
    lower: Constant[True] = False,
    unit_diagonal: Constant[False] = False,
):
    x = scipy.linalg.solve_triangular(a, b, trans, lower, unit_diagonal)
    adjoint = scipy.linalg.solve_triangular(a.T, bar[x])
    dot[x] = scipy.linalg.solve_triangular(a, dot[b] - numpy.tril(dot[a]) @ x, lower=True)
    bar[b] += adjoint
    bar[a] += numpy.tril(solve_bar(adjoint, x, b))


@real_only
@case(a=(3, 3), b=(3, 2))
@case(a=(3, 3), b=(3,))
def solve_upper(
    a: Square,
    b,
    trans: Constant[0, "N"] = 0,  # noqa: F821
    lower: Constant[False] = False,
    unit_diagonal: Constant[False] = False,
):
    x = scipy.linalg.solve_triangular(a, b, trans, lower, unit_diagonal)
    adjoint = scipy.linalg.solve_triangular(a.T, bar[x], lower=True)
    dot[x] = scipy.linalg.solve_triangular(a, dot[b] - numpy.triu(dot[a]) @ x)
    bar[b] += adjoint
    bar[a] += numpy.triu(solve_bar(adjoint, x, b))
