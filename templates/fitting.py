"""Least squares: the minimiser of `|a @ x - b|` of least norm, where the rank of `a` does not change."""

import numpy

from tangentx.rules import Positive, Rank, Static, bar, case, conj, dot, real_only
from tangentx.runtime import polynomial_roots


@real_only
@case(a=(5, 3), b=(5,))
@case(a=(3, 3), b=(3,))
@case(a=(2, 4), b=(2,))
def lstsq_vector(a: Rank[2], b: Rank[1], rcond: Static = None):
    x, squares, rank, s = numpy.linalg.lstsq(a, b, rcond)
    inverse = numpy.linalg.pinv(a)
    rest = b - a @ x
    parts = numpy.linalg.svd(a, full_matrices=False)
    change = dot[b] - dot[a] @ x
    adjoint = inverse.T @ bar[x]
    dot[x] = (
        inverse @ change
        + inverse @ inverse.T @ (dot[a].T @ rest)
        + (dot[a].T @ (inverse.T @ x) - inverse @ (a @ (dot[a].T @ (inverse.T @ x))))
    )
    dot[squares] = numpy.full(numpy.shape(squares), 2.0 * (rest @ change))
    dot[rank] = 0 * rank
    dot[s] = numpy.diagonal(parts[0].T @ dot[a] @ parts[2].T)
    bar[b] += adjoint + 2.0 * numpy.sum(bar[squares]) * rest
    bar[a] += (
        numpy.outer(rest, inverse @ adjoint)
        - numpy.outer(adjoint, x)
        + numpy.outer(inverse.T @ x, bar[x] - inverse @ (a @ bar[x]))
        - 2.0 * numpy.sum(bar[squares]) * numpy.outer(rest, x)
        + parts[0] * bar[s] @ parts[2]
    )


@real_only
@case(a=(5, 3), b=(5, 2))
@case(a=(3, 3), b=(3, 2))
@case(a=(2, 4), b=(2, 3))
def lstsq_matrix(a: Rank[2], b: Rank[2], rcond: Static = None):
    x, squares, rank, s = numpy.linalg.lstsq(a, b, rcond)
    inverse = numpy.linalg.pinv(a)
    rest = b - a @ x
    weighted = 2.0 * rest * numpy.pad(bar[squares], (0, numpy.shape(b)[1] - numpy.size(squares)))
    parts = numpy.linalg.svd(a, full_matrices=False)
    change = dot[b] - dot[a] @ x
    adjoint = inverse.T @ bar[x]
    dot[x] = (
        inverse @ change
        + inverse @ inverse.T @ (dot[a].T @ rest)
        + (dot[a].T @ (inverse.T @ x) - inverse @ (a @ (dot[a].T @ (inverse.T @ x))))
    )
    dot[squares] = 2.0 * numpy.sum(rest * change, axis=0)[: numpy.size(squares)]
    dot[rank] = 0 * rank
    dot[s] = numpy.diagonal(parts[0].T @ dot[a] @ parts[2].T)
    bar[b] += adjoint + weighted
    bar[a] += (
        rest @ (inverse @ adjoint).T
        - adjoint @ x.T
        + inverse.T @ x @ (bar[x] - inverse @ (a @ bar[x])).T
        - weighted @ x.T
        + parts[0] * bar[s] @ parts[2]
    )


@real_only
@case(x=(6,), y=(6,), deg=2)
@case(x=(5,), y=(5,), deg=1)
@case(x=(4,), y=(4,), deg=0)
def polyfit(x: Positive & Rank[1], y: Rank[1], deg: Static):
    """Columns of one length, as NumPy has them, keep high powers from spoiling the others."""
    p = numpy.polyfit(x, y, deg)
    powers = numpy.vander(x, deg + 1)
    size = numpy.sqrt(numpy.sum(powers**2, axis=0))
    inverse = numpy.linalg.pinv(powers / size) / size[:, None]
    slopes = numpy.pad(numpy.vander(x, deg) * numpy.arange(deg, 0, -1), ((0, 0), (0, 1)))
    rest = y - powers @ p
    adjoint = inverse.T @ bar[p]
    dot[p] = inverse @ (dot[y] - (slopes @ p) * dot[x]) + inverse @ (inverse.T @ (slopes.T @ (rest * dot[x])))
    bar[y] += adjoint
    bar[x] += rest * (slopes @ (inverse @ adjoint)) - adjoint * (slopes @ p)


@case(p=(2,))
def roots(p: Positive & Rank[1]):
    """Where two roots are equal, their slope is zero and the derivative is infinite."""
    y = polynomial_roots(p)
    powers = numpy.vander(y, numpy.size(p)).astype(y.dtype)
    slope = powers[:, 1:] @ (p[:-1] * numpy.arange(numpy.size(p) - 1, 0, -1, dtype=p.dtype))
    dot[y] = -(powers @ dot[p]) / slope
    bar[p] += -(conj(powers / slope[:, None]).T @ bar[y])
