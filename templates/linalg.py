"""Products of arrays, and `numpy.linalg`."""

import numpy
import scipy

from tangentx.rules import (
    Constant,
    Rank,
    Square,
    Static,
    SymmetricPositive,
    also,
    bar,
    case,
    conj,
    dot,
    real,
    real_only,
)
from tangentx.runtime import (
    cofactor,
    cross_bar_left,
    cross_bar_right,
    cross_product,
    divide_or_zero,
    dot_bar_left,
    dot_bar_right,
    eigenpairs,
    einsum_bar,
    einsum_dot,
    kron_bar_left,
    kron_bar_right,
    matmul_bar_left,
    matmul_bar_right,
    matrix_power_dot,
    norm_partial,
    normalised_bar,
    normalised_dot,
    over_gaps,
    over_values,
    solve_bar,
    solve_dot,
    solve_for,
    tensordot_bar_left,
    tensordot_bar_right,
    unreduce,
    whole_bar,
    whole_dot,
)

# -- x @ y -----------------------------------------------------------------------------------------------------------


@also("numpy.matmul")
@case(x=(2, 3), y=(3, 4))
@case(x=(3,), y=(3,))
@case(x=(3,), y=(2, 3, 4))
@case(x=(2, 4, 3), y=(3,))
@case(x=(5, 1, 2, 3), y=(2, 3, 4))
@case(x=(2, 0), y=(0, 3))
def matmul(x, y):
    z = x @ y
    dot[z] = dot[x] @ y + x @ dot[y]
    bar[x] += matmul_bar_left(bar[z], x, conj(y))
    bar[y] += matmul_bar_right(bar[z], conj(x), y)


@also("numpy.matmul")
@case(x=(2, 3), y=(3, 4))
def matmul_matrices(x: Rank[2], y: Rank[2]):
    z = x @ y
    dot[z] = dot[x] @ y + x @ dot[y]
    bar[x] += bar[z] @ conj(y).T
    bar[y] += conj(x).T @ bar[z]


@also("numpy.matmul")
@case(x=(2, 3), y=(3,))
def matmul_matrix_vector(x: Rank[2], y: Rank[1]):
    z = x @ y
    dot[z] = dot[x] @ y + x @ dot[y]
    bar[x] += numpy.outer(bar[z], conj(y))
    bar[y] += conj(x).T @ bar[z]


@also("numpy.matmul")
@case(x=(3,), y=(3, 4))
def matmul_vector_matrix(x: Rank[1], y: Rank[2]):
    z = x @ y
    dot[z] = dot[x] @ y + x @ dot[y]
    bar[x] += conj(y) @ bar[z]
    bar[y] += numpy.outer(conj(x), bar[z])


@also("numpy.matmul")
@case(x=(3,), y=(3,))
def matmul_vectors(x: Rank[1], y: Rank[1]):
    z = x @ y
    dot[z] = dot[x] @ y + x @ dot[y]
    bar[x] += bar[z] * conj(y)
    bar[y] += bar[z] * conj(x)


# -- numpy.dot -------------------------------------------------------------------------------------------------------


@also("method:dot")
@case(x=(2, 3), y=(3, 4))
@case(x=(3,), y=(3,))
@case(x=(2, 3), y=(4, 3, 5))
@case(x=(3,), y=(4, 3, 2))
@case(x=(), y=(2, 3))
@case(x=(2,), y=())
@case(x=(), y=())
def dot_product(x, y):
    z = numpy.dot(x, y)
    dot[z] = numpy.dot(dot[x], y) + numpy.dot(x, dot[y])
    bar[x] += dot_bar_left(bar[z], x, conj(y))
    bar[y] += dot_bar_right(bar[z], conj(x), y)


@also("method:dot")
@case(x=(2, 3), y=(3, 4))
def dot_matrices(x: Rank[2], y: Rank[2]):
    z = numpy.dot(x, y)
    dot[z] = numpy.dot(dot[x], y) + numpy.dot(x, dot[y])
    bar[x] += numpy.dot(bar[z], conj(y).T)
    bar[y] += numpy.dot(conj(x).T, bar[z])


@also("method:dot")
@case(x=(2, 3), y=(3,))
def dot_matrix_vector(x: Rank[2], y: Rank[1]):
    z = numpy.dot(x, y)
    dot[z] = numpy.dot(dot[x], y) + numpy.dot(x, dot[y])
    bar[x] += numpy.outer(bar[z], conj(y))
    bar[y] += numpy.dot(conj(x).T, bar[z])


@also("method:dot")
@case(x=(3,), y=(3, 4))
def dot_vector_matrix(x: Rank[1], y: Rank[2]):
    z = numpy.dot(x, y)
    dot[z] = numpy.dot(dot[x], y) + numpy.dot(x, dot[y])
    bar[x] += numpy.dot(conj(y), bar[z])
    bar[y] += numpy.outer(conj(x), bar[z])


@also("method:dot")
@case(x=(3,), y=(3,))
def dot_vectors(x: Rank[1], y: Rank[1]):
    z = numpy.dot(x, y)
    dot[z] = numpy.dot(dot[x], y) + numpy.dot(x, dot[y])
    bar[x] += bar[z] * conj(y)
    bar[y] += bar[z] * conj(x)


# -- other products --------------------------------------------------------------------------------------------------


@case(x=(2, 3), y=(4, 3))
@case(x=(3,), y=(3,))
@case(x=(3,), y=(2, 4, 3))
def inner(x, y):
    z = numpy.inner(x, y)
    dot[z] = numpy.inner(dot[x], y) + numpy.inner(x, dot[y])
    bar[x] += tensordot_bar_left(bar[z], x, conj(y), (-1, -1))
    bar[y] += tensordot_bar_right(bar[z], conj(x), y, (-1, -1))


@case(x=(3,), y=(3,))
def inner_of_vectors(x: Rank[1], y: Rank[1]):
    z = numpy.inner(x, y)
    dot[z] = numpy.inner(dot[x], y) + numpy.inner(x, dot[y])
    bar[x] += bar[z] * conj(y)
    bar[y] += bar[z] * conj(x)


@case(x=(), y=(2, 3))
@case(x=(), y=())
def inner_with_number(x: Rank[0], y):
    z = numpy.inner(x, y)
    dot[z] = dot[x] * y + x * dot[y]
    bar[x] += bar[z] * conj(y)
    bar[y] += bar[z] * conj(x)


@case(x=(3,), y=())
def inner_by_number(x, y: Rank[0]):
    z = numpy.inner(x, y)
    dot[z] = dot[x] * y + x * dot[y]
    bar[x] += bar[z] * conj(y)
    bar[y] += bar[z] * conj(x)


@case(x=(2,), y=(3,))
@case(x=(2, 2), y=(3,))
@case(x=(), y=(3, 1))
@case(x=(0,), y=(3,))
def outer(x, y):
    z = numpy.outer(x, y)
    dot[z] = numpy.outer(dot[x], y) + numpy.outer(x, dot[y])
    bar[x] += numpy.reshape(bar[z] @ conj(numpy.ravel(y)), numpy.shape(x))
    bar[y] += numpy.reshape(conj(numpy.ravel(x)) @ bar[z], numpy.shape(y))


@case(x=(2,), y=(3,))
def outer_of_vectors(x: Rank[1], y: Rank[1]):
    z = numpy.outer(x, y)
    dot[z] = numpy.outer(dot[x], y) + numpy.outer(x, dot[y])
    bar[x] += bar[z] @ conj(y)
    bar[y] += conj(x) @ bar[z]


@case(x=(2, 3, 4), y=(3, 4, 2))
@case(x=(2, 3), y=(4,), axes=0)
@case(x=(2, 3, 4), y=(5, 4, 2), axes=([0, 2], [2, 1]))
@case(x=(2, 3, 4), y=(4, 5, 3), axes=((1, -1), (2, 0)))
@case(x=(2, 3), y=(3, 2), axes=(1, 0))
def tensordot(x, y, axes: Static = 2):
    z = numpy.tensordot(x, y, axes=axes)
    dot[z] = numpy.tensordot(dot[x], y, axes=axes) + numpy.tensordot(x, dot[y], axes=axes)
    bar[x] += tensordot_bar_left(bar[z], x, conj(y), axes)
    bar[y] += tensordot_bar_right(bar[z], conj(x), y, axes)


@case(x=(2, 3), y=(2, 3))
@case(x=(4,), y=(4,))
def vdot(x, y):
    z = numpy.vdot(x, y)
    dot[z] = numpy.vdot(dot[x], y) + numpy.vdot(x, dot[y])
    bar[x] += conj(bar[z]) * numpy.reshape(y, numpy.shape(x))
    bar[y] += bar[z] * numpy.reshape(x, numpy.shape(y))


@case(subscripts="ij,jk->ik", operands=[(2, 3), (3, 4)])
@case(subscripts="ij,jk", operands=[(2, 3), (3, 4)])
@case(subscripts="ii->i", operands=[(3, 3)])
@case(subscripts="ii", operands=[(3, 3)])
@case(subscripts="ij->j", operands=[(2, 3)])
@case(subscripts="ij->", operands=[(2, 3)])
@case(subscripts="i,i,i->", operands=[(3,), (3,), (3,)])
@case(subscripts="...ij,...jk->...ik", operands=[(5, 2, 3), (1, 3, 4)])
@case(subscripts="...i, i", operands=[(5, 2, 3), (3,)])
@case(subscripts="i,j->ij", operands=[(2,), (0,)])
@case(subscripts="iij,jk->k", operands=[(2, 2, 3), (3, 4)])
@case(subscripts=",i->i", operands=[(), (3,)])
def einsum(subscripts: Static, *operands, optimize: Static = False):
    y = numpy.einsum(subscripts, *operands, optimize=optimize)
    dot[y] = einsum_dot(dot[operands], subscripts, operands)
    bar[operands] += einsum_bar(bar[y], subscripts, operands)


@case(x=(2, 3), y=(4, 2))
@case(x=(3,), y=(2,))
@case(x=(2,), y=(2, 3))
def kron(x, y):
    z = numpy.kron(x, y)
    dot[z] = numpy.kron(dot[x], y) + numpy.kron(x, dot[y])
    bar[x] += kron_bar_left(bar[z], x, conj(y))
    bar[y] += kron_bar_right(bar[z], conj(x), y)


@also("numpy.linalg.cross")
@case(x=(3,), y=(3,))
@case(x=(2, 3), y=(3,))
@case(x=(2,), y=(2,))
@case(x=(2, 2), y=(2,))
@case(x=(2,), y=(4, 3))
def cross(x, y):
    z = numpy.cross(x, y)
    dot[z] = cross_product(dot[x], y) + cross_product(x, dot[y])
    bar[x] += cross_bar_left(bar[z], x, conj(y))
    bar[y] += cross_bar_right(bar[z], conj(x), y)


# -- numpy.linalg ----------------------------------------------------------------------------------------------------


@case(a=(3, 3), b=(3, 2))
@case(a=(3, 3), b=(3,))
@case(a=(2, 3, 3), b=(2, 3, 1))
@case(a=(3, 3), b=(2, 3, 1))
@case(a=(2, 3, 3), b=(3,))
def solve(a: Square, b):
    x = numpy.linalg.solve(a, b)
    adjoint = solve_for(numpy.swapaxes(conj(a), -1, -2), bar[x], b)
    dot[x] = solve_for(a, dot[b], b) + solve_dot(dot[a], a, x, b)
    bar[b] += adjoint
    bar[a] += solve_bar(adjoint, conj(x), b)


@case(a=(3, 3), b=(3,))
def solve_vector(a: Rank[2] & Square, b: Rank[1]):
    x = numpy.linalg.solve(a, b)
    adjoint = numpy.linalg.solve(conj(a).T, bar[x])
    dot[x] = numpy.linalg.solve(a, dot[b]) - numpy.linalg.solve(a, dot[a] @ x)
    bar[b] += adjoint
    bar[a] += -numpy.outer(adjoint, conj(x))


@case(a=(3, 3), b=(3, 2))
def solve_matrix(a: Rank[2] & Square, b: Rank[2]):
    x = numpy.linalg.solve(a, b)
    adjoint = numpy.linalg.solve(conj(a).T, bar[x])
    dot[x] = numpy.linalg.solve(a, dot[b]) - numpy.linalg.solve(a, dot[a] @ x)
    bar[b] += adjoint
    bar[a] += -adjoint @ conj(x).T


@also("scipy.linalg.inv")
@case(x=(2, 3, 3))
@case(x=(3, 3))
def inv(x: Square):
    y = numpy.linalg.inv(x)
    transposed = numpy.swapaxes(conj(y), -1, -2)
    dot[y] = -y @ dot[x] @ y
    bar[x] += -transposed @ bar[y] @ transposed


@also("scipy.linalg.inv")
@case(x=(3, 3))
def inv_of_matrix(x: Rank[2] & Square):
    y = numpy.linalg.inv(x)
    dot[y] = -y @ dot[x] @ y
    bar[x] += -conj(y).T @ bar[y] @ conj(y).T


@also("scipy.linalg.det")
@case(x=(2, 3, 3))
@case(x=(3, 3))
def det(x: Square):
    y = numpy.linalg.det(x)
    dot[y] = numpy.sum(cofactor(x) * dot[x], axis=(-2, -1))
    bar[x] += numpy.expand_dims(bar[y], (-2, -1)) * conj(cofactor(x))


@also("scipy.linalg.det")
@case(x=(3, 3))
def det_of_matrix(x: Rank[2] & Square):
    y = numpy.linalg.det(x)
    dot[y] = numpy.sum(cofactor(x) * dot[x])
    bar[x] += bar[y] * conj(cofactor(x))


@real_only
@case(x=(2, 3, 3))
@case(x=(3, 3))
def slogdet(x: Square):
    sign, logabsdet = numpy.linalg.slogdet(x)
    dot[sign] = 0.0 * sign
    dot[logabsdet] = numpy.trace(numpy.linalg.solve(x, dot[x]), axis1=-2, axis2=-1)
    bar[x] += numpy.expand_dims(bar[logabsdet], (-2, -1)) * numpy.swapaxes(numpy.linalg.inv(x), -1, -2)


@real_only
@case(x=(3, 3))
def slogdet_of_matrix(x: Rank[2] & Square):
    sign, logabsdet = numpy.linalg.slogdet(x)
    dot[sign] = 0.0 * sign
    dot[logabsdet] = numpy.trace(numpy.linalg.solve(x, dot[x]))
    bar[x] += bar[logabsdet] * numpy.linalg.inv(x).T


@real_only
@case(x=(3,), ord=3)
@case(x=(3,), ord=1.5)
@case(x=(3,), ord=1)
@case(x=(3,), ord=2)
@case(x=(3,), ord=numpy.inf)
@case(x=(3,), ord=-numpy.inf)
@case(x=(3,), ord=0)
@case(x=(2, 3), ord=3, axis=0, keepdims=True)
@case(x=(2, 3), ord=1, axis=-1)
@case(x=(2, 3), axis=1)
@case(x=(2, 3))
@case(x=(2, 3, 2))
@case(x=(2, 3), ord="fro")
@case(x=(2, 3), ord="nuc")
@case(x=(2, 3), ord=1)
@case(x=(2, 3), ord=-1)
@case(x=(2, 3), ord=numpy.inf)
@case(x=(2, 3), ord=2)
@case(x=(2, 3), ord=-2)
@case(x=(2, 3, 4), ord=2, axis=(0, 2))
@case(x=(2, 3, 4), ord=1, axis=(2, 0), keepdims=True)
def norm(x, ord: Static = None, axis: Static = None, keepdims: Static = False):
    y = numpy.linalg.norm(x, ord, axis, keepdims)
    partial = norm_partial(x, y, ord, axis, keepdims)
    dot[y] = numpy.sum(partial * dot[x], axis=axis, keepdims=keepdims)
    bar[x] += unreduce(bar[y], x, axis, keepdims) * partial


@case(x=(3,))
@case(x=(2, 3))
def norm_of_all(
    x, ord: Constant[None] = None, axis: Constant[None] = None, keepdims: Static[False, True] = False
):
    y = numpy.linalg.norm(x, ord, axis, keepdims)
    dot[y] = divide_or_zero(numpy.sum(real(conj(x) * dot[x]), keepdims=keepdims), y)
    bar[x] += divide_or_zero(bar[y], y) * x


@real_only
@case(x=(3, 3))
@case(x=(2, 3, 3))
def cholesky(x: SymmetricPositive):
    """The lower triangle of `x` is what NumPy reads."""
    y = numpy.linalg.cholesky(x)
    symmetric = numpy.tril(dot[x]) + numpy.swapaxes(numpy.tril(dot[x], -1), -1, -2)
    white = numpy.linalg.solve(y, numpy.swapaxes(numpy.linalg.solve(y, symmetric), -1, -2))
    upper = numpy.swapaxes(y, -1, -2)
    grey = upper @ bar[y]
    middle = 0.5 * (numpy.tril(grey) + numpy.tril(grey, -1))
    full = numpy.swapaxes(
        numpy.linalg.solve(upper, numpy.swapaxes(numpy.linalg.solve(upper, middle), -1, -2)), -1, -2
    )
    dot[y] = 0.5 * y @ (numpy.tril(white) + numpy.tril(white, -1))
    bar[x] += numpy.tril(full) + numpy.tril(numpy.swapaxes(full, -1, -2), -1)


@real_only
@case(x=(3, 3))
@case(x=(2, 3, 3))
def eigvalsh(x: SymmetricPositive, UPLO: Constant["L"] = "L"):  # noqa: F821
    w = numpy.linalg.eigvalsh(x, UPLO)
    v = numpy.linalg.eigh(x, UPLO)[1]
    vt = numpy.swapaxes(v, -1, -2)
    symmetric = numpy.tril(dot[x]) + numpy.swapaxes(numpy.tril(dot[x], -1), -1, -2)
    turned = v * numpy.expand_dims(bar[w], -2) @ vt
    dot[w] = numpy.diagonal(vt @ symmetric @ v, 0, -2, -1)
    bar[x] += numpy.tril(turned) + numpy.tril(numpy.swapaxes(turned, -1, -2), -1)


@real_only
@case(x=(3, 3))
@case(x=(2, 3, 3))
def eigvalsh_of_upper(x: SymmetricPositive, UPLO: Constant["U"] = "L"):  # noqa: F821
    w = numpy.linalg.eigvalsh(x, UPLO)
    v = numpy.linalg.eigh(x, UPLO)[1]
    vt = numpy.swapaxes(v, -1, -2)
    symmetric = numpy.triu(dot[x]) + numpy.swapaxes(numpy.triu(dot[x], 1), -1, -2)
    turned = v * numpy.expand_dims(bar[w], -2) @ vt
    dot[w] = numpy.diagonal(vt @ symmetric @ v, 0, -2, -1)
    bar[x] += numpy.triu(turned) + numpy.triu(numpy.swapaxes(turned, -1, -2), 1)


@real_only
@case(x=(3, 3))
@case(x=(2, 3, 3))
def eigh(x: SymmetricPositive, UPLO: Constant["L"] = "L"):  # noqa: F821
    """The lower triangle of `x` is what NumPy reads.  Vectors of equal eigenvalues have no derivative: nan."""
    w, v = numpy.linalg.eigh(x, UPLO)
    vt = numpy.swapaxes(v, -1, -2)
    symmetric = numpy.tril(dot[x]) + numpy.swapaxes(numpy.tril(dot[x], -1), -1, -2)
    rotated = vt @ symmetric @ v
    turned = (
        v @ (over_gaps(vt @ bar[v], w) + numpy.expand_dims(bar[w], -1) * numpy.eye(numpy.shape(w)[-1])) @ vt
    )
    dot[w] = numpy.diagonal(rotated, 0, -2, -1)
    dot[v] = v @ over_gaps(rotated, w)
    bar[x] += numpy.tril(turned) + numpy.tril(numpy.swapaxes(turned, -1, -2), -1)


@real_only
@case(x=(3, 3))
@case(x=(2, 3, 3))
def eigh_of_upper(x: SymmetricPositive, UPLO: Constant["U"] = "L"):  # noqa: F821
    """The upper triangle of `x` is what NumPy reads.  Vectors of equal eigenvalues have no derivative: nan."""
    w, v = numpy.linalg.eigh(x, UPLO)
    vt = numpy.swapaxes(v, -1, -2)
    symmetric = numpy.triu(dot[x]) + numpy.swapaxes(numpy.triu(dot[x], 1), -1, -2)
    rotated = vt @ symmetric @ v
    turned = (
        v @ (over_gaps(vt @ bar[v], w) + numpy.expand_dims(bar[w], -1) * numpy.eye(numpy.shape(w)[-1])) @ vt
    )
    dot[w] = numpy.diagonal(rotated, 0, -2, -1)
    dot[v] = v @ over_gaps(rotated, w)
    bar[x] += numpy.triu(turned) + numpy.triu(numpy.swapaxes(turned, -1, -2), 1)


@case(x=(3, 3))
def eig(x: SymmetricPositive):
    """Vectors of length one, the largest entry real, as LAPACK gives them; those of equal eigenvalues have no
    derivative: nan."""
    w, v = eigenpairs(x)
    across = conj(numpy.swapaxes(v, -1, -2))
    middle = numpy.linalg.solve(v, dot[x] @ v)
    turned = across @ normalised_bar(bar[v], v)
    core = over_gaps(turned, conj(w)) + numpy.expand_dims(bar[w], -1) * numpy.eye(numpy.shape(w)[-1])
    dot[w] = numpy.diagonal(middle, 0, -2, -1)
    dot[v] = normalised_dot(v @ over_gaps(middle, w), v)
    bar[x] += numpy.linalg.solve(across, core @ across)


@real_only
@also("scipy.linalg.svd")
@case(x=(3, 3))
@case(x=(4, 3))
@case(x=(3, 4))
@case(x=(2, 4, 3))
def svd(x, full_matrices: Constant[False]):
    """Vectors of equal singular values have no derivative: nan."""
    u, s, vh = numpy.linalg.svd(x, full_matrices=full_matrices)
    ut = numpy.swapaxes(u, -1, -2)
    v = numpy.swapaxes(vh, -1, -2)
    row = numpy.expand_dims(s, -2)
    column = numpy.expand_dims(s, -1)
    middle = ut @ dot[x] @ v
    flipped = numpy.swapaxes(middle, -1, -2)
    right = v @ over_gaps(column * middle + flipped * row, s * s)
    beside = dot[x] @ v - u @ middle
    below = numpy.swapaxes(dot[x], -1, -2) @ u - v @ flipped
    vbar = numpy.swapaxes(bar[vh], -1, -2)
    left_turn = over_gaps(ut @ bar[u], s * s)
    right_turn = over_gaps(vh @ vbar, s * s)
    core = (
        (left_turn + numpy.swapaxes(left_turn, -1, -2)) * row
        + column * (right_turn + numpy.swapaxes(right_turn, -1, -2))
        + numpy.expand_dims(bar[s], -1) * numpy.eye(numpy.shape(s)[-1])
    )
    outside_left = over_values(bar[u] - u @ (ut @ bar[u]), s, numpy.shape(u))
    outside_right = over_values(vbar - v @ (vh @ vbar), s, numpy.shape(v))
    dot[u] = u @ over_gaps(middle * row + column * flipped, s * s) + over_values(beside, s, numpy.shape(u))
    dot[s] = numpy.diagonal(middle, 0, -2, -1)
    dot[vh] = numpy.swapaxes(right + over_values(below, s, numpy.shape(v)), -1, -2)
    bar[x] += u @ core @ vh + outside_left @ vh + u @ numpy.swapaxes(outside_right, -1, -2)


@real_only
@case(x=(3, 3))
@case(x=(4, 3))
@case(x=(2, 3, 4))
def svd_whole(x, full_matrices: Constant[True] = True):
    """Rows or columns that are orthogonal to the others have a derivative where there is one of them: `whole_dot`."""
    u, s, vh = numpy.linalg.svd(x, full_matrices=full_matrices)
    n = numpy.shape(s)[-1]
    u1 = u[..., :n]
    vh1 = vh[..., :n, :]
    ut = numpy.swapaxes(u1, -1, -2)
    v1 = numpy.swapaxes(vh1, -1, -2)
    row = numpy.expand_dims(s, -2)
    column = numpy.expand_dims(s, -1)
    middle = ut @ dot[x] @ v1
    flipped = numpy.swapaxes(middle, -1, -2)
    right = v1 @ over_gaps(column * middle + flipped * row, s * s)
    beside = dot[x] @ v1 - u1 @ middle
    below = numpy.swapaxes(dot[x], -1, -2) @ u1 - v1 @ flipped
    u1bar = whole_bar(bar[u], u, n)
    v1bar = whole_bar(numpy.swapaxes(bar[vh], -1, -2), numpy.swapaxes(vh, -1, -2), n)
    left_turn = over_gaps(ut @ u1bar, s * s)
    right_turn = over_gaps(vh1 @ v1bar, s * s)
    core = (
        (left_turn + numpy.swapaxes(left_turn, -1, -2)) * row
        + column * (right_turn + numpy.swapaxes(right_turn, -1, -2))
        + numpy.expand_dims(bar[s], -1) * numpy.eye(n)
    )
    outside_left = over_values(u1bar - u1 @ (ut @ u1bar), s, numpy.shape(u1))
    outside_right = over_values(v1bar - v1 @ (vh1 @ v1bar), s, numpy.shape(v1))
    dot[u] = whole_dot(
        u1 @ over_gaps(middle * row + column * flipped, s * s) + over_values(beside, s, numpy.shape(u1)), u
    )
    dot[s] = numpy.diagonal(middle, 0, -2, -1)
    dot[vh] = numpy.swapaxes(
        whole_dot(right + over_values(below, s, numpy.shape(v1)), numpy.swapaxes(vh, -1, -2)), -1, -2
    )
    bar[x] += u1 @ core @ vh1 + outside_left @ vh1 + u1 @ numpy.swapaxes(outside_right, -1, -2)


@real_only
@case(x=(3, 3))
@case(x=(4, 3))
@case(x=(2, 4, 3))
def qr(x, mode: Constant["reduced"] = "reduced"):  # noqa: F821
    """As many rows as columns at least, and columns that are independent."""
    q, r = numpy.linalg.qr(x, mode)
    qt = numpy.swapaxes(q, -1, -2)
    rt = numpy.swapaxes(r, -1, -2)
    white = numpy.swapaxes(numpy.linalg.solve(rt, numpy.swapaxes(dot[x], -1, -2)), -1, -2)
    inner = qt @ white
    turn = numpy.tril(inner, -1) - numpy.swapaxes(numpy.tril(inner, -1), -1, -2)
    grey = r @ numpy.swapaxes(bar[r], -1, -2) - numpy.swapaxes(bar[q], -1, -2) @ q
    full = numpy.tril(grey) + numpy.swapaxes(numpy.tril(grey, -1), -1, -2)
    dot[q] = q @ turn + white - q @ inner
    dot[r] = (inner - turn) @ r
    bar[x] += numpy.swapaxes(numpy.linalg.solve(r, numpy.swapaxes(bar[q] + q @ full, -1, -2)), -1, -2)


@case(x=(3, 3), n=3)
@case(x=(3, 3), n=0)
@case(x=(3, 3), n=-2)
@case(x=(2, 3, 3), n=5)
def matrix_power(x: Square, n: Static):
    y = numpy.linalg.matrix_power(x, n)
    dot[y] = matrix_power_dot(dot[x], x, n)
    bar[x] += matrix_power_dot(bar[y], numpy.swapaxes(conj(x), -1, -2), n)


@real_only
@also("scipy.linalg.pinv")
@case(x=(3, 3))
@case(x=(4, 3))
@case(x=(2, 3, 4))
@case(x=(3, 3), rcond=1e-12)
def pinv(x, rcond: Static = None):
    """Where the rank does not change."""
    y = numpy.linalg.pinv(x, rcond)
    yt = numpy.swapaxes(y, -1, -2)
    dt = numpy.swapaxes(dot[x], -1, -2)
    bt = numpy.swapaxes(bar[y], -1, -2)
    over = dt - dt @ x @ y
    under = dt - y @ x @ dt
    left = bt - x @ y @ bt
    right = bt - bt @ y @ x
    dot[y] = -y @ dot[x] @ y + y @ yt @ over + under @ yt @ y
    bar[x] += -yt @ bar[y] @ yt + left @ y @ yt + yt @ y @ right


@case(a=(4,), v=(3,))
@case(a=(2,), v=(3,))
def convolve(a, v, mode: Constant["full"]):  # noqa: F821
    z = numpy.convolve(a, v, mode)
    dot[z] = numpy.convolve(dot[a], v, mode) + numpy.convolve(a, dot[v], mode)
    bar[a] += numpy.correlate(bar[z], v, "valid")
    bar[v] += numpy.correlate(bar[z], a, "valid")


@real_only
@case(x=(3, 3))
def expm(x):
    y = scipy.linalg.expm(x)
    dot[y] = scipy.linalg.expm_frechet(x, dot[x], compute_expm=False).astype(y.dtype)
    bar[x] += scipy.linalg.expm_frechet(x.T, bar[y], compute_expm=False)


@real_only
@case(a=(3, 3), e=(3, 3))
def expm_frechet(a, e, *, compute_expm: Constant[False] = True):
    """The second derivative is the corner of an exponential four times as large, symmetric in both directions."""
    y = scipy.linalg.expm_frechet(a, e, compute_expm=compute_expm)
    n = len(a)
    o = numpy.zeros_like(a)
    along = dot[a]
    onto = bar[y]
    pushed = numpy.block([[a, along, e, o], [o, a, o, e], [o, o, a, along], [o, o, o, a]])
    pulled = numpy.block([[a.T, onto, e.T, o], [o, a.T, o, e.T], [o, o, a.T, onto], [o, o, o, a.T]])
    dot[y] = (
        scipy.linalg.expm(pushed)[:n, 3 * n :] + scipy.linalg.expm_frechet(a, dot[e], compute_expm=False)
    ).astype(y.dtype)
    bar[a] += scipy.linalg.expm(pulled)[:n, 3 * n :]
    bar[e] += scipy.linalg.expm_frechet(a.T, bar[y], compute_expm=False)
