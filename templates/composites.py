"""Expressions whose adjoint is better than what their operations' adjoints make of it, operation by operation.

A tangent or adjoint line may repeat a part of the primal line: the value that the forward sweep has is meant.  A
static operand is a shift that cancels, and so carries no derivative: it must be constant along what is summed, and the
compiler checks that its shape is that of the sum.
"""

import numpy

from tangentx.rules import (
    Clipped,
    Factor,
    PerSum,
    Rank,
    Squares,
    Static,
    SymmetricPositive,
    bar,
    case,
    composite,
    dot,
    elementwise,
    real_only,
)
from tangentx.runtime import divide_or_zero, log_determinant_bar, lower_outer, triangular_solve


@composite
@real_only
@elementwise
def logistic(x):
    y = 1.0 / (1.0 + numpy.exp(-x))
    dot[y] = dot[x] * (y * (1.0 - y))
    bar[x] += bar[y] * (y * (1.0 - y))


@composite
@real_only
@case(z=(4,), m=0.5)
@case(z=(2, 3), m=0.5)
def log_sum_exp(z, m: Static):
    y = m + numpy.log(numpy.sum(numpy.exp(z - m)))
    dot[y] = numpy.sum(numpy.exp(z - m) * dot[z]) / numpy.sum(numpy.exp(z - m))
    bar[z] += bar[y] / numpy.sum(numpy.exp(z - m)) * numpy.exp(z - m)


@composite
@real_only
@case(z=(2, 3), m=numpy.array([[0.5], [0.2]]), axis=1)
@case(z=(2, 3), m=numpy.array([[0.5, 0.2, 0.1]]), axis=0)
def log_sum_exp_along(z, m: Static, axis: Static):
    y = m + numpy.log(numpy.sum(numpy.exp(z - m), axis=axis, keepdims=True))
    dot[y] = numpy.sum(numpy.exp(z - m) * dot[z], axis=axis, keepdims=True) / numpy.sum(
        numpy.exp(z - m), axis=axis, keepdims=True
    )
    bar[z] += bar[y] / numpy.sum(numpy.exp(z - m), axis=axis, keepdims=True) * numpy.exp(z - m)


@composite
@real_only
@case(z=(2, 3), m=numpy.array([0.5, 0.2]))
def log_sum_exp_of_rows(z: Rank[2], m: Static):
    y = m + numpy.log(numpy.sum(numpy.exp(z - m[:, None]), axis=1))
    dot[y] = numpy.sum(numpy.exp(z - m[:, None]) * dot[z], axis=1) / numpy.sum(
        numpy.exp(z - m[:, None]), axis=1
    )
    bar[z] += (bar[y] / numpy.sum(numpy.exp(z - m[:, None]), axis=1))[:, None] * numpy.exp(z - m[:, None])


@composite
@real_only
@case(z=(4,), m=0.5)
@case(z=(2, 3), m=0.5)
def softmax(z, m: Static):
    y = numpy.exp(z - m) / numpy.sum(numpy.exp(z - m))
    dot[y] = y * (dot[z] - numpy.sum(y * dot[z]))
    bar[z] += y * (bar[y] - numpy.sum(y * bar[y]))


@composite
@real_only
@case(z=(2, 3), m=numpy.array([0.5, 0.2]))
def softmax_of_rows(z: Rank[2], m: Static):
    y = numpy.exp(z - m[:, None]) / numpy.sum(numpy.exp(z - m[:, None]), axis=1)[:, None]
    dot[y] = y * (dot[z] - numpy.sum(y * dot[z], axis=1)[:, None])
    bar[z] += y * (bar[y] - numpy.sum(y * bar[y], axis=1)[:, None])


@composite
@real_only
@case(z=(2, 3), m=numpy.array([[0.5], [0.2]]), axis=1)
def softmax_along(z, m: Static, axis: Static):
    y = numpy.exp(z - m) / numpy.sum(numpy.exp(z - m), axis=axis, keepdims=True)
    dot[y] = y * (dot[z] - numpy.sum(y * dot[z], axis=axis, keepdims=True))
    bar[z] += y * (bar[y] - numpy.sum(y * bar[y], axis=axis, keepdims=True))


# What comes of the adjoint of a logarithm of a sum of exponentials: a softmax, times a number for each sum.


@composite
@real_only
@case(weight=(), z=(4,), m=0.5)
@case(weight=(), z=(2, 3), m=0.5)
def weighted_softmax(weight: PerSum, z, m: Static):
    y = weight / numpy.sum(numpy.exp(z - m)) * numpy.exp(z - m)
    total = numpy.sum(numpy.exp(z - m))
    mean = numpy.sum(numpy.exp(z - m) * bar[y]) / total
    dot[y] = y * (dot[z] - numpy.sum(numpy.exp(z - m) * dot[z]) / total) + dot[weight] / total * numpy.exp(
        z - m
    )
    bar[weight] += mean
    bar[z] += y * (bar[y] - mean)


@composite
@real_only
@case(weight=(), z=(2, 3), m=numpy.array([[0.5], [0.2]]), axis=1)
@case(weight=(1, 3), z=(2, 3), m=numpy.array([[0.5, 0.2, 0.1]]), axis=0)
def weighted_softmax_along(weight: PerSum, z, m: Static, axis: Static):
    y = weight / numpy.sum(numpy.exp(z - m), axis=axis, keepdims=True) * numpy.exp(z - m)
    total = numpy.sum(numpy.exp(z - m), axis=axis, keepdims=True)
    mean = numpy.sum(numpy.exp(z - m) * bar[y], axis=axis, keepdims=True) / total
    dot[y] = y * (dot[z] - numpy.sum(numpy.exp(z - m) * dot[z], axis=axis, keepdims=True) / total) + dot[
        weight
    ] / total * numpy.exp(z - m)
    bar[weight] += mean
    bar[z] += y * (bar[y] - mean)


@composite
@real_only
@case(weight=(2,), z=(2, 3), m=numpy.array([0.5, 0.2]))
def weighted_softmax_of_rows(weight: Rank[1] & PerSum, z: Rank[2], m: Static):
    y = (weight / numpy.sum(numpy.exp(z - m[:, None]), axis=1))[:, None] * numpy.exp(z - m[:, None])
    total = numpy.sum(numpy.exp(z - m[:, None]), axis=1)
    mean = numpy.sum(numpy.exp(z - m[:, None]) * bar[y], axis=1) / total
    dot[y] = y * (dot[z] - (numpy.sum(numpy.exp(z - m[:, None]) * dot[z], axis=1) / total)[:, None]) + (
        dot[weight] / total
    )[:, None] * numpy.exp(z - m[:, None])
    bar[weight] += mean
    bar[z] += y * (bar[y] - mean[:, None])


@composite
@real_only
@elementwise
def root_of_squares(x: Squares):
    """The norm's kink: a distance of zero does not change with the points."""
    y = numpy.sqrt(x)
    dot[y] = divide_or_zero(dot[x], 2.0 * y)
    bar[x] += 0.5 * divide_or_zero(bar[y], y)


@composite
@real_only
@elementwise
def half_power_of_squares(x: Squares):
    y = x**0.5
    dot[y] = divide_or_zero(dot[x], 2.0 * y)
    bar[x] += 0.5 * divide_or_zero(bar[y], y)


@composite
@real_only
@elementwise
def arcsine_of_clipped(x: Clipped):
    """Behind the bounds nothing changes."""
    y = numpy.arcsin(x)
    dot[y] = divide_or_zero(dot[x], numpy.sqrt((1.0 - x) * (1.0 + x)))
    bar[x] += divide_or_zero(bar[y], numpy.sqrt((1.0 - x) * (1.0 + x)))


@composite
@real_only
@elementwise
def arccosine_of_clipped(x: Clipped):
    y = numpy.arccos(x)
    dot[y] = -divide_or_zero(dot[x], numpy.sqrt((1.0 - x) * (1.0 + x)))
    bar[x] += -divide_or_zero(bar[y], numpy.sqrt((1.0 - x) * (1.0 + x)))


# -- Cholesky factors ------------------------------------------------------------------------------------------------
#
# The lower triangle of the matrix is what NumPy reads.  What the factor is used for has an adjoint that needs no
# adjoint of the factor.


@composite
@real_only
@case(a=(3, 3), b=(3,))
def solve_by_factor(a: Rank[2] & SymmetricPositive, b: Rank[1]):
    x = numpy.linalg.solve(numpy.linalg.cholesky(a).T, numpy.linalg.solve(numpy.linalg.cholesky(a), b))
    quick = triangular_solve(numpy.linalg.cholesky(a), triangular_solve(numpy.linalg.cholesky(a), b), "T")
    symmetric = numpy.tril(dot[a]) + numpy.tril(dot[a], -1).T
    change = triangular_solve(numpy.linalg.cholesky(a), dot[b] - symmetric @ x)
    adjoint = triangular_solve(
        numpy.linalg.cholesky(a), triangular_solve(numpy.linalg.cholesky(a), bar[x]), "T"
    )
    dot[x] = triangular_solve(numpy.linalg.cholesky(a), change, "T")
    bar[b] += adjoint
    bar[a] += -lower_outer(adjoint, x)


@composite
@real_only
@case(a=(3, 3), b=(3, 2))
def solve_matrix_by_factor(a: Rank[2] & SymmetricPositive, b: Rank[2]):
    x = numpy.linalg.solve(numpy.linalg.cholesky(a).T, numpy.linalg.solve(numpy.linalg.cholesky(a), b))
    quick = triangular_solve(numpy.linalg.cholesky(a), triangular_solve(numpy.linalg.cholesky(a), b), "T")
    symmetric = numpy.tril(dot[a]) + numpy.tril(dot[a], -1).T
    change = triangular_solve(numpy.linalg.cholesky(a), dot[b] - symmetric @ x)
    adjoint = triangular_solve(
        numpy.linalg.cholesky(a), triangular_solve(numpy.linalg.cholesky(a), bar[x]), "T"
    )
    dot[x] = triangular_solve(numpy.linalg.cholesky(a), change, "T")
    bar[b] += adjoint
    bar[a] += -lower_outer(adjoint, x)


@composite
@real_only
@case(l=(3, 3), b=(3,))
def solve_factor(l: Rank[2] & Factor, b: Rank[1]):  # noqa: E741
    x = numpy.linalg.solve(l, b)
    quick = triangular_solve(l, b)
    adjoint = triangular_solve(l, bar[x], "T")
    dot[x] = triangular_solve(l, dot[b] - dot[l] @ x)
    bar[b] += adjoint
    bar[l] += -numpy.outer(adjoint, x)


@composite
@real_only
@case(l=(3, 3), b=(3, 2))
def solve_factor_of_matrix(l: Rank[2] & Factor, b: Rank[2]):  # noqa: E741
    x = numpy.linalg.solve(l, b)
    quick = triangular_solve(l, b)
    adjoint = triangular_solve(l, bar[x], "T")
    dot[x] = triangular_solve(l, dot[b] - dot[l] @ x)
    bar[b] += adjoint
    bar[l] += -adjoint @ x.T


@composite
@real_only
@case(l=(3, 3), b=(3,))
def solve_transposed_factor(l: Rank[2] & Factor, b: Rank[1]):  # noqa: E741
    x = numpy.linalg.solve(l.T, b)
    quick = triangular_solve(l, b, "T")
    adjoint = triangular_solve(l, bar[x])
    dot[x] = triangular_solve(l, dot[b] - dot[l].T @ x, "T")
    bar[b] += adjoint
    bar[l] += -numpy.outer(x, adjoint)


@composite
@real_only
@case(l=(3, 3), b=(3, 2))
def solve_transposed_factor_of_matrix(l: Rank[2] & Factor, b: Rank[2]):  # noqa: E741
    x = numpy.linalg.solve(l.T, b)
    quick = triangular_solve(l, b, "T")
    adjoint = triangular_solve(l, bar[x])
    dot[x] = triangular_solve(l, dot[b] - dot[l].T @ x, "T")
    bar[b] += adjoint
    bar[l] += -x @ adjoint.T


@composite
@real_only
@case(a=(3, 3))
def log_determinant_of_factor(a: Rank[2] & SymmetricPositive):
    y = numpy.sum(numpy.log(numpy.diag(numpy.linalg.cholesky(a))))
    dot[y] = numpy.sum(log_determinant_bar(1.0, numpy.linalg.cholesky(a)) * dot[a])
    bar[a] += log_determinant_bar(bar[y], numpy.linalg.cholesky(a))


@composite
@real_only
@case(a=(3, 3))
def log_determinant_of_diagonal(a: Rank[2] & SymmetricPositive):
    y = numpy.sum(numpy.log(numpy.diagonal(numpy.linalg.cholesky(a))))
    dot[y] = numpy.sum(log_determinant_bar(1.0, numpy.linalg.cholesky(a)) * dot[a])
    bar[a] += log_determinant_bar(bar[y], numpy.linalg.cholesky(a))


@composite
@real_only
@case(a=(3, 3), b=(3,))
def square_of_whitened(a: Rank[2] & SymmetricPositive, b: Rank[1]):
    y = numpy.linalg.solve(numpy.linalg.cholesky(a), b) @ numpy.linalg.solve(numpy.linalg.cholesky(a), b)
    symmetric = numpy.tril(dot[a]) + numpy.tril(dot[a], -1).T
    x = triangular_solve(numpy.linalg.cholesky(a), numpy.linalg.solve(numpy.linalg.cholesky(a), b), "T")
    dot[y] = 2.0 * (x @ dot[b]) - x @ symmetric @ x
    bar[a] += -bar[y] * lower_outer(x, x)
    bar[b] += 2.0 * bar[y] * x


@composite
@real_only
@case(a=(3, 3), b=(3,))
def square_by_dot(a: Rank[2] & SymmetricPositive, b: Rank[1]):
    y = numpy.dot(
        numpy.linalg.solve(numpy.linalg.cholesky(a), b), numpy.linalg.solve(numpy.linalg.cholesky(a), b)
    )
    symmetric = numpy.tril(dot[a]) + numpy.tril(dot[a], -1).T
    x = triangular_solve(numpy.linalg.cholesky(a), numpy.linalg.solve(numpy.linalg.cholesky(a), b), "T")
    dot[y] = 2.0 * (x @ dot[b]) - x @ symmetric @ x
    bar[a] += -bar[y] * lower_outer(x, x)
    bar[b] += 2.0 * bar[y] * x


@composite
@real_only
@case(a=(3, 3), b=(3,))
def sum_of_whitened_squares(a: Rank[2] & SymmetricPositive, b: Rank[1]):
    y = numpy.sum(numpy.linalg.solve(numpy.linalg.cholesky(a), b) ** 2)
    symmetric = numpy.tril(dot[a]) + numpy.tril(dot[a], -1).T
    x = triangular_solve(numpy.linalg.cholesky(a), numpy.linalg.solve(numpy.linalg.cholesky(a), b), "T")
    dot[y] = 2.0 * (x @ dot[b]) - x @ symmetric @ x
    bar[a] += -bar[y] * lower_outer(x, x)
    bar[b] += 2.0 * bar[y] * x


@composite
@real_only
@case(a=(3, 3), b=(3,))
def sum_of_whitened_products(a: Rank[2] & SymmetricPositive, b: Rank[1]):
    y = numpy.sum(
        numpy.linalg.solve(numpy.linalg.cholesky(a), b) * numpy.linalg.solve(numpy.linalg.cholesky(a), b)
    )
    symmetric = numpy.tril(dot[a]) + numpy.tril(dot[a], -1).T
    x = triangular_solve(numpy.linalg.cholesky(a), numpy.linalg.solve(numpy.linalg.cholesky(a), b), "T")
    dot[y] = 2.0 * (x @ dot[b]) - x @ symmetric @ x
    bar[a] += -bar[y] * lower_outer(x, x)
    bar[b] += 2.0 * bar[y] * x
