"""Rules of the functions that emitted code calls, so that it can be differentiated again."""

import numpy

from tangentx.rules import (
    Interval,
    NonZero,
    Positive,
    Sequence,
    Square,
    Static,
    bar,
    case,
    conj,
    dot,
    elementwise,
    nondifferentiable,
    real_only,
)
from tangentx.runtime import (
    clip_part,
    cofactor,
    diag_bar,
    diagonal_bar,
    diff_bar,
    digamma,
    divide_or_zero,
    einsum_bar,
    einsum_bar_dot,
    einsum_dot,
    einsum_mixed_bar,
    einsum_mixed_dot,
    exponent_partial,
    extremum_bar,
    extremum_dot,
    getitem_bar,
    join_lifted,
    kron_bar_left,
    kron_bar_right,
    log_determinant_bar,
    logaddexp_partial,
    lower_outer,
    meshgrid_bar,
    other_way,
    pad_bar,
    pick_larger,
    power_partial,
    product_of_others,
    product_of_others_dot,
    real_where,
    repeat_bar,
    resize_bar,
    restructure,
    sinc_partial,
    sort_bar,
    sort_dot,
    split_like,
    take_along_axis_bar,
    take_bar,
    tensordot_bar_left,
    tensordot_bar_right,
    tile_bar,
    transpose_bar,
    triangular_bar,
    triangular_product,
    triangular_solve,
    trigamma,
    unbroadcast,
    unpad,
    unreduce,
    unstack,
    windows_bar,
    zero_or_divide,
    zero_or_multiply,
    zero_where,
)

nondifferentiable(
    "tangentx.runtime.reduced_size",
    "tangentx.runtime.at_flat",
    "tangentx.runtime.along_axis",
    "tangentx.runtime.running_places",
    "tangentx.runtime.same_entries",
)


@case(e=(2, 3), like=numpy.ones(3))
@case(e=(2, 3), like=numpy.ones((2, 1)))
@case(e=(2, 3), like=1.0)
@case(e=(), like=numpy.ones(3))
@case(e=(3,), like=numpy.ones((1, 1)))
@case(e=(1, 3), like=numpy.ones((2, 3)))
@case(e=(2, 1), like=numpy.ones((1, 3)))
def sum_to(e, like: Static):
    y = unbroadcast(e, like)
    dot[y] = unbroadcast(dot[e], like)
    bar[e] += numpy.broadcast_to(bar[y], numpy.broadcast_shapes(numpy.shape(e), numpy.shape(y)))


@case(e=(3,), x=numpy.ones((2, 3)), axis=0)
@case(e=(), x=numpy.ones((2, 3)))
@case(e=(2, 1), x=numpy.ones((2, 3)), axis=1, keepdims=True)
def expand(e, x: Static, axis: Static = None, keepdims: Static = False):
    y = unreduce(e, x, axis, keepdims)
    dot[y] = unreduce(dot[e], x, axis, keepdims)
    bar[e] += numpy.reshape(bar[y], numpy.shape(e))


@case(e=(3,), x=numpy.ones(4), index=[0, 0, 3])
@case(e=(2,), x=numpy.ones((2, 3)), index=(slice(None), 1))
def scatter(e, x: Static, index: Static):
    y = getitem_bar(e, x, index)
    dot[y] = getitem_bar(dot[e], x, index)
    bar[e] += bar[y][index]


@case(e=(3,), x=numpy.ones(4), indices=[0, 0, 3])
@case(e=(2, 2), x=numpy.ones((2, 3)), indices=[2, 2], axis=1)
def scatter_taken(e, x: Static, indices: Static, axis: Static = None):
    y = take_bar(e, x, indices, axis)
    dot[y] = take_bar(dot[e], x, indices, axis)
    bar[e] += numpy.take(bar[y], indices, axis=axis)


@case(e=(2, 4), x=numpy.ones(3))
@case(e=(4,), x=numpy.ones((2, 3)))
def unresize(e, x: Static):
    y = resize_bar(e, x)
    dot[y] = resize_bar(dot[e], x)
    bar[e] += numpy.resize(bar[y], numpy.shape(e))


@case(e=(2, 2), x=numpy.ones((2, 3)), indices=numpy.array([[0, 0], [2, 1]]), axis=1)
def scatter_along_axis(e, x: Static, indices: Static, axis: Static):
    y = take_along_axis_bar(e, x, indices, axis)
    dot[y] = take_along_axis_bar(dot[e], x, indices, axis)
    bar[e] += numpy.take_along_axis(bar[y], indices, axis)


@case(e=(2, 3, 4), axes=(1, 2, 0))
@case(e=(2, 3))
def transpose_back(e, axes: Static = None):
    y = transpose_bar(e, axes)
    dot[y] = transpose_bar(dot[e], axes)
    bar[e] += numpy.transpose(bar[y], axes)


@case(e=(2, 6), x=numpy.ones(3), reps=(2, 2))
def sum_tiles(e, x: Static, reps: Static):
    y = tile_bar(e, x, reps)
    dot[y] = tile_bar(dot[e], x, reps)
    bar[e] += numpy.tile(bar[y], reps)


@case(e=(6,), x=numpy.ones(3), repeats=2)
def sum_copies(e, x: Static, repeats: Static, axis: Static = None):
    y = repeat_bar(e, x, repeats, axis)
    dot[y] = repeat_bar(dot[e], x, repeats, axis)
    bar[e] += numpy.repeat(bar[y], repeats, axis=axis)


@case(e=(4, 5), x=numpy.ones((2, 3)), pad_width=1)
def middle(e, x: Static, pad_width: Static):
    y = unpad(e, x, pad_width)
    dot[y] = unpad(dot[e], x, pad_width)
    bar[e] += numpy.pad(bar[y], pad_width)


@case(e=(7,), x=numpy.ones(3), pad_width=2, mode="edge")
@case(e=(3, 6), x=numpy.ones((2, 3)), pad_width=((1, 0), (2, 1)), mode="wrap")
def out_of_copies(e, x: Static, pad_width: Static, mode: Static):
    y = pad_bar(e, x, pad_width, mode)
    dot[y] = pad_bar(dot[e], x, pad_width, mode)
    bar[e] += numpy.pad(bar[y], pad_width, mode=mode)


@case(e=(3, 3), x=numpy.ones(5), window_shape=3)
@case(e=(2, 2, 2, 3), x=numpy.ones((3, 4)), window_shape=(2, 3))
@case(e=(3, 4, 2), x=numpy.ones((3, 5)), window_shape=2, axis=1)
def out_of_windows(e, x: Static, window_shape: Static, axis: Static = None):
    y = windows_bar(e, x, window_shape, axis)
    dot[y] = windows_bar(dot[e], x, window_shape, axis)
    bar[e] += numpy.lib.stride_tricks.sliding_window_view(bar[y], window_shape, axis)


@case(e=(2,), x=numpy.ones((2, 3)), offset=1)
def on_diagonal(e, x: Static, offset: Static = 0, axis1: Static = 0, axis2: Static = 1):
    y = diagonal_bar(e, x, offset, axis1, axis2)
    dot[y] = diagonal_bar(dot[e], x, offset, axis1, axis2)
    bar[e] += numpy.diagonal(bar[y], offset, axis1, axis2)


@case(e=(2,), x=numpy.ones((2, 3)), k=1)
@case(e=(3, 3), x=numpy.ones(3), k=0)
def diag_back(e, x: Static, k: Static = 0):
    y = diag_bar(e, x, k)
    dot[y] = diag_bar(dot[e], x, k)
    bar[e] += numpy.diag(bar[y], k)


def digamma_of(x: Positive):
    y = digamma(x)
    dot[y] = trigamma(x) * dot[x]
    bar[x] += bar[y] * trigamma(x)


@case(x=(3, 3))
@case(x=(2, 3, 3))
def cofactor_of(x: Square):
    """By `det(x) * inv(x).T`, so at regular matrices only."""
    y = cofactor(x)
    inverse = numpy.swapaxes(numpy.linalg.inv(x), -1, -2)
    weight = numpy.sum(conj(y) * bar[y], axis=(-2, -1), keepdims=True)
    rate = numpy.sum(y * dot[x], axis=(-2, -1), keepdims=True)
    dot[y] = rate * inverse - y @ numpy.swapaxes(dot[x], -1, -2) @ inverse
    bar[x] += weight * conj(inverse) - conj(inverse) @ numpy.swapaxes(bar[y], -1, -2) @ conj(y)


@real_only
@case(l=(3, 3), b=(3,), trans="N")
@case(l=(3, 3), b=(3, 2), trans="T")
def triangular_system(l: Square, b, trans: Static = "N"):  # noqa: E741
    x = triangular_solve(l, b, trans)
    adjoint = triangular_solve(l, bar[x], other_way(trans))
    dot[x] = triangular_solve(l, dot[b] - triangular_product(dot[l], x, trans, True, False), trans)
    bar[b] += adjoint
    bar[l] += triangular_bar(adjoint, x, trans, True, False)


@real_only
@case(e=(), l=(3, 3))
def slope_of_log_determinant(e, l: Square):  # noqa: E741
    z = log_determinant_bar(e, l)
    inverse = triangular_solve(l, triangular_solve(l, numpy.eye(len(l), dtype=l.dtype)), "T")
    moved = inverse @ numpy.tril(dot[l]) @ numpy.tril(l).T @ inverse
    turned = moved + moved.T
    lower = numpy.tril(bar[z]) + numpy.tril(bar[z], -1)
    pulled = inverse @ (lower + lower.T) @ inverse @ numpy.tril(l)
    dot[z] = log_determinant_bar(dot[e], l) - 0.5 * e * (numpy.tril(turned) + numpy.tril(turned, -1))
    bar[e] += numpy.sum(bar[z] * log_determinant_bar(1.0, l))
    bar[l] += -0.5 * e * numpy.tril(pulled)


@real_only
@case(u=(3,), v=(3,))
@case(u=(3, 2), v=(3, 2))
def lower_triangle_of_outer(u, v):
    z = lower_outer(u, v)
    symmetric = numpy.tril(bar[z]) + numpy.tril(bar[z], -1).T
    dot[z] = lower_outer(dot[u], v) + lower_outer(u, dot[v])
    bar[u] += symmetric @ v
    bar[v] += symmetric @ u


# -- nonlinear helpers -----------------------------------------------------------------------------------------------


@elementwise
@real_only
def sinc_derivative(x, k: Static = 1):
    y = sinc_partial(x, k)
    dot[y] = sinc_partial(x, k + 1) * dot[x]
    bar[x] += bar[y] * sinc_partial(x, k + 1)


@elementwise
def quotient_through_zero(x, y: NonZero):
    z = zero_or_divide(x, y)
    dot[z] = zero_or_divide(dot[x], y) - zero_or_divide(z * dot[y], y)
    bar[x] += zero_or_divide(bar[z], conj(y))
    bar[y] += -zero_or_divide(bar[z] * conj(z), conj(y))


@elementwise
def kept_zero(x: Static[1.0, 0.0], y):
    z = zero_where(x, y)
    dot[z] = numpy.where(numpy.isnan(y), 0.0, dot[y])
    bar[y] += numpy.where(numpy.isnan(y), 0.0, bar[z])


@elementwise
def product_through_zero(x, y):
    z = zero_or_multiply(x, y)
    dot[z] = zero_or_multiply(dot[x], y) + zero_or_multiply(x, dot[y])
    bar[x] += zero_or_multiply(bar[z], conj(y))
    bar[y] += zero_or_multiply(conj(x), bar[z])


@elementwise
def quotient(x, y: NonZero):
    z = divide_or_zero(x, y)
    dot[z] = divide_or_zero(dot[x], y) - divide_or_zero(z * dot[y], y)
    bar[x] += divide_or_zero(bar[z], conj(y))
    bar[y] += -divide_or_zero(bar[z] * conj(z), conj(y))


@elementwise
def slope_of_power(x: Positive, n):
    z = power_partial(x, n)
    again = numpy.where(numpy.equal(n, 0), 0.0, n * power_partial(x, n - 1))
    by_exponent = numpy.power(x, n - 1) + exponent_partial(x, z)
    dot[z] = again * dot[x] + by_exponent * dot[n]
    bar[x] += bar[z] * conj(again)
    bar[n] += bar[z] * conj(by_exponent)


@elementwise
def slope_of_exponent(x: Positive, z):
    y = exponent_partial(x, z)
    dot[y] = divide_or_zero(z, x) * dot[x] + exponent_partial(x, numpy.ones_like(z)) * dot[z]
    bar[x] += bar[y] * conj(divide_or_zero(z, x))
    bar[z] += bar[y] * conj(exponent_partial(x, numpy.ones_like(z)))


@elementwise
@real_only
def weight_of_logaddexp(x, y):
    z = logaddexp_partial(x, y)
    dot[z] = z * (1.0 - z) * dot[x] - z * (1.0 - z) * dot[y]
    bar[x] += bar[z] * z * (1.0 - z)
    bar[y] += -bar[z] * z * (1.0 - z)


@elementwise
@real_only
@case(e=(3,), x=(3,), y=(3,))
@case(e=(2, 3), x=(3,), y=())
@case(e=(), x=(3,), y=(2, 1))
def choose(e, x, y):
    z = pick_larger(e, x, y)
    dot[z] = pick_larger(dot[e], x, y)
    bar[e] += pick_larger(bar[z], x, y)
    bar[x] += 0.0
    bar[y] += 0.0


@elementwise
@real_only
@case(e=(4,), which="x", x=(4,), low=(), high=())
@case(e=(4,), which="low", x=(4,), low=(), high=())
@case(e=(4,), which="high", x=(4,), low=(), high=())
def choose_clipped(e, which: Static, x: Interval(-1, 2), low: Interval(-0.5, 0), high: Interval(0.5, 1)):
    z = clip_part(e, which, x, low, high)
    dot[z] = clip_part(dot[e], which, x, low, high)
    bar[e] += clip_part(bar[z], which, x, low, high)
    bar[x] += 0.0
    bar[low] += 0.0
    bar[high] += 0.0


@real_only
@case(e=(), x=numpy.array([1.0, 3.0, 3.0]), y=3.0)
@case(e=(2,), x=numpy.array([[1.0, 3.0, 3.0], [0.0, 1.0, 2.0]]), y=numpy.array([3.0, 2.0]), axis=1)
def share_extremum(e, x: Static, y: Static, axis: Static = None, keepdims: Static = False):
    z = extremum_bar(e, x, y, axis, keepdims)
    dot[z] = extremum_bar(dot[e], x, y, axis, keepdims)
    bar[e] += extremum_dot(bar[z], x, y, axis, keepdims)


@real_only
@case(d=(3,), x=numpy.array([1.0, 3.0, 3.0]), y=3.0)
def mean_extremum(d, x: Static, y: Static, axis: Static = None, keepdims: Static = False):
    z = extremum_dot(d, x, y, axis, keepdims)
    dot[z] = extremum_dot(dot[d], x, y, axis, keepdims)
    bar[d] += extremum_bar(bar[z], x, y, axis, keepdims)


@real_only
@case(e=(4,), x=numpy.array([2.0, 1.0, 2.0, 0.0]))
@case(e=(2, 2), x=numpy.array([[2.0, 1.0], [1.0, 5.0]]), axis=0)
def unsort(e, x: Static, axis: Static = -1):
    y = sort_bar(e, x, axis)
    dot[y] = sort_bar(dot[e], x, axis)
    bar[e] += sort_dot(bar[y], x, axis)


@real_only
@case(d=(4,), x=numpy.array([2.0, 1.0, 2.0, 0.0]))
@case(d=(2, 2), x=numpy.array([[2.0, 1.0], [1.0, 5.0]]), axis=0)
def sort_along(d, x: Static, axis: Static = -1):
    y = sort_dot(d, x, axis)
    dot[y] = sort_dot(dot[d], x, axis)
    bar[d] += sort_bar(bar[y], x, axis)


@case(e=(3,), x=numpy.ones(5), n=2)
@case(e=(3, 3), x=numpy.ones((3, 4)), n=1, axis=1)
def undo_diff(e, x: Static, n: Static = 1, axis: Static = -1):
    y = diff_bar(e, x, n, axis)
    dot[y] = diff_bar(dot[e], x, n, axis)
    bar[e] += numpy.diff(bar[y], n=n, axis=axis)


@case(x=(3,))
@case(x=(2, 3), axis=1)
@case(x=(2, 3))
def products(x, axis: Static = None):
    y = product_of_others(x, axis)
    dot[y] = product_of_others_dot(dot[x], x, axis)
    bar[x] += product_of_others_dot(bar[y], conj(x), axis)


@case(e=(2, 4), x=numpy.ones((2, 3, 5)), y=(3, 5, 4))
@case(e=(2, 3, 4), x=numpy.ones((2, 3)), y=(4,), axes=0)
@case(e=(3, 5), x=numpy.ones((2, 3, 4)), y=(5, 4, 2), axes=([0, 2], [2, 1]))
def tensordot_left(e, x: Static, y, axes: Static = 2):
    z = tensordot_bar_left(e, x, y, axes)
    dot[z] = tensordot_bar_left(dot[e], x, y, axes) + tensordot_bar_left(e, x, dot[y], axes)
    bar[e] += numpy.tensordot(bar[z], conj(y), axes)
    bar[y] += tensordot_bar_right(conj(e), bar[z], y, axes)


@case(e=(2, 4), x=(2, 3, 5), y=numpy.ones((3, 5, 4)))
@case(e=(2, 3, 4), x=(2, 3), y=numpy.ones(4), axes=0)
@case(e=(3, 5), x=(2, 3, 4), y=numpy.ones((5, 4, 2)), axes=([0, 2], [2, 1]))
def tensordot_right(e, x, y: Static, axes: Static = 2):
    z = tensordot_bar_right(e, x, y, axes)
    dot[z] = tensordot_bar_right(dot[e], x, y, axes) + tensordot_bar_right(e, dot[x], y, axes)
    bar[e] += numpy.tensordot(conj(x), bar[z], axes)
    bar[x] += tensordot_bar_left(conj(e), x, bar[z], axes)


@case(e=(5, 3), xs=[numpy.ones((2, 3)), numpy.ones((3, 3))])
@case(e=(3, 4), xs=[numpy.ones((3, 3)), numpy.ones((3, 1))], axis=-1)
@case(e=(4,), xs=[numpy.ones((1, 3)), numpy.ones(1)], axis=None)
def pieces(e, xs: Static, axis: Static = 0, lift: Static = numpy.asarray):
    ys = split_like(e, xs, axis, lift)
    dot[ys] = split_like(dot[e], xs, axis, lift)
    bar[e] += numpy.reshape(join_lifted(bar[ys], axis, lift), numpy.shape(e))


@real_only
@case(dots=[(2, 3), (3, 4)], subscripts="ij,jk->ik", operands=[(2, 3), (3, 4)])
@case(dots=[(3,), (3,), (3,)], subscripts="i,i,i->", operands=[(3,), (3,), (3,)])
def einsum_tangent(dots: Sequence, subscripts: Static, operands: Sequence):
    y = einsum_dot(dots, subscripts, operands)
    dot[y] = einsum_dot(dot[dots], subscripts, operands) + einsum_mixed_dot(
        dots, dot[operands], subscripts, operands
    )
    bar[dots] += einsum_bar(bar[y], subscripts, operands)
    bar[operands] += einsum_mixed_bar(bar[y], dots, subscripts, operands)


@real_only
@case(e=(2, 4), subscripts="ij,jk->ik", operands=[(2, 3), (3, 4)])
@case(e=(), subscripts="i,i,i->", operands=[(3,), (3,), (3,)])
@case(e=(3,), subscripts="ii->i", operands=[(3, 3)])
def einsum_adjoint(e, subscripts: Static, operands: Sequence):
    ys = einsum_bar(e, subscripts, operands)
    dot[ys] = einsum_bar_dot(dot[e], dot[operands], e, subscripts, operands)
    bar[e] += einsum_dot(bar[ys], subscripts, operands)
    bar[operands] += einsum_mixed_bar(e, bar[ys], subscripts, operands)


@case(e=(8, 6), x=numpy.ones((2, 3)), y=(4, 2))
@case(e=(6,), x=numpy.ones(3), y=(2,))
def kron_left(e, x: Static, y):
    z = kron_bar_left(e, x, y)
    dot[z] = kron_bar_left(dot[e], x, y) + kron_bar_left(e, x, dot[y])
    bar[e] += numpy.kron(bar[z], conj(y))
    bar[y] += kron_bar_right(conj(e), bar[z], y)


@case(e=(8, 6), x=(2, 3), y=numpy.ones((4, 2)))
@case(e=(6,), x=(3,), y=numpy.ones(2))
def kron_right(e, x, y: Static):
    z = kron_bar_right(e, x, y)
    dot[z] = kron_bar_right(dot[e], x, y) + kron_bar_right(e, dot[x], y)
    bar[e] += numpy.kron(conj(x), bar[z])
    bar[x] += kron_bar_left(conj(e), x, bar[z])


@case(e=[(3, 2), (3, 2)], xs=[numpy.ones(2), numpy.ones(3)])
def sum_sheets(e: Sequence, xs: Static, indexing: Static = "xy"):
    ys = meshgrid_bar(e, xs, indexing)
    dot[ys] = meshgrid_bar(dot[e], xs, indexing)
    bar[e] += numpy.meshgrid(*bar[ys], indexing=indexing)


@case(e=(2, 3))
@case(e=(2, 3), axis=-1)
def slices(e, axis: Static = 0):
    ys = unstack(e, axis)
    dot[ys] = unstack(dot[e], axis)
    bar[e] += numpy.stack(bar[ys], axis=axis)


@case(z=(3,), like=numpy.ones(3))
@case(z=(3,), like=numpy.ones(3) * 1j)
def narrowed(z, like: Static):
    y = real_where(z, like)
    dot[y] = real_where(dot[z], like)
    bar[z] += real_where(bar[y], like)


@case(e=(2,), x=[1.0, 2.0])
@case(e=(2, 3), x=[numpy.ones(3), numpy.ones(3)])
def unlist(e, x: Static):
    ys = restructure(e, x)
    dot[ys] = restructure(dot[e], x)
    bar[e] += numpy.array(bar[ys])
