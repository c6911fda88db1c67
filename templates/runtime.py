"""Rules of the functions that emitted code calls, so that it can be differentiated again."""

import numpy

from tangentx.rules import Positive, Sequence, Square, Static, also, bar, case, conj, dot, nondifferentiable
from tangentx.runtime import (
    cofactor, diag_bar, diagonal_bar, digamma, getitem_bar, reduced_size, repeat_bar, restructure, rollaxis_bar,
    split_like, take_along_axis_bar, take_bar, tile_bar, transpose_bar, trigamma, unbroadcast, unpad, unreduce,
)  # fmt: skip

nondifferentiable("tangentx.runtime.reduced_size")


@case(e=(2, 3), like=numpy.ones(3))
@case(e=(2, 3), like=numpy.ones((2, 1)))
@case(e=(2, 3), like=1.0)
@case(e=(), like=numpy.ones(3))
def sum_to(e, like: Static):
    y = unbroadcast(e, like)
    dot[y] = unbroadcast(dot[e], like)
    bar[e] += numpy.broadcast_to(bar[y], numpy.shape(e)) if numpy.ndim(e) >= numpy.ndim(y) else bar[y]


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
    weight = numpy.sum(y * bar[y], axis=(-2, -1), keepdims=True)
    rate = numpy.sum(y * dot[x], axis=(-2, -1), keepdims=True)
    dot[y] = rate * inverse - y @ numpy.swapaxes(dot[x], -1, -2) @ inverse
    bar[x] += weight * inverse - inverse @ numpy.swapaxes(bar[y], -1, -2) @ y
