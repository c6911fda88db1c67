"""Functions that move entries and compute nothing: shapes, joins, copies."""

import numpy

from tangentx.rules import Constant, Rank, Static, also, bar, case, dot
from tangentx.runtime import (
    diag_bar,
    diagonal_bar,
    rollaxis_bar,
    transpose_bar,
)

# -- the same entries in another shape -------------------------------------------------------------------------------


@case(x=(2, 3), shape=(3, 2))
@case(x=(2, 3), shape=-1)
@case(x=(), shape=(1, 1))
@case(x=(0, 2), shape=(2, 0))
def reshape(x, shape: Static):
    y = numpy.reshape(x, shape)
    dot[y] = numpy.reshape(dot[x], shape)
    bar[x] += numpy.reshape(bar[y], numpy.shape(x))


@case(x=(2, 3), shape=[3, 2])
@case(x=(2, 3), shape=[(3, -1)])
def reshape_method(x, *shape: Static):
    y = x.reshape(*shape)
    dot[y] = dot[x].reshape(*shape)
    bar[x] += numpy.reshape(bar[y], numpy.shape(x))


@also("method:ravel")
def ravel(x):
    y = numpy.ravel(x)
    dot[y] = numpy.ravel(dot[x])
    bar[x] += numpy.reshape(bar[y], numpy.shape(x))


def flatten(x):
    y = x.flatten()
    dot[y] = dot[x].flatten()
    bar[x] += numpy.reshape(bar[y], numpy.shape(x))


@also("method:squeeze")
@case(x=(1, 3, 1))
@case(x=(1, 3, 1), axis=0)
@case(x=(1, 1))
def squeeze(x, axis: Static = None):
    y = numpy.squeeze(x, axis=axis)
    dot[y] = numpy.squeeze(dot[x], axis=axis)
    bar[x] += numpy.reshape(bar[y], numpy.shape(x))


def expand_dims(x, axis: Static[0, -1, (0, 1)]):
    y = numpy.expand_dims(x, axis)
    dot[y] = numpy.expand_dims(dot[x], axis)
    bar[x] += numpy.reshape(bar[y], numpy.shape(x))


def atleast_1d(x):
    y = numpy.atleast_1d(x)
    dot[y] = numpy.atleast_1d(dot[x])
    bar[x] += numpy.reshape(bar[y], numpy.shape(x))


def atleast_2d(x):
    y = numpy.atleast_2d(x)
    dot[y] = numpy.atleast_2d(dot[x])
    bar[x] += numpy.reshape(bar[y], numpy.shape(x))


def atleast_3d(x):
    y = numpy.atleast_3d(x)
    dot[y] = numpy.atleast_3d(dot[x])
    bar[x] += numpy.reshape(bar[y], numpy.shape(x))


@case(x=(3,), shape=(2, 3))
@case(x=(3, 1), shape=(3, 4))
@case(x=(), shape=(2,))
@case(x=(1,), shape=(0,))
def broadcast_to(x, shape: Static):
    y = numpy.broadcast_to(x, shape)
    dot[y] = numpy.broadcast_to(dot[x], shape)
    bar[x] += bar[y]


# -- axes in another order -------------------------------------------------------------------------------------------


@case(x=(2, 3, 4), axes=(1, 2, 0))
@case(x=(2, 3), axes=(-1, 0))
@case(x=(2, 3))
def transpose(x, axes: Static = None):
    y = numpy.transpose(x, axes)
    dot[y] = numpy.transpose(dot[x], axes)
    bar[x] += transpose_bar(bar[y], axes)


def transpose_all(x, axes: Constant[None] = None):
    y = numpy.transpose(x, axes)
    dot[y] = numpy.transpose(dot[x])
    bar[x] += numpy.transpose(bar[y])


@case(x=(2, 3, 4), axes=[1, 2, 0])
@case(x=(2, 3), axes=[(1, 0)])
@case(x=(2, 3), axes=[])
def transpose_method(x, *axes: Static):
    y = x.transpose(*axes)
    dot[y] = dot[x].transpose(*axes)
    bar[x] += transpose_bar(bar[y], axes)


def T(x):
    y = x.T
    dot[y] = dot[x].T
    bar[x] += bar[y].T


@case(x=(2, 3, 4))
@case(x=(2, 3))
def mT(x):
    y = x.mT
    dot[y] = dot[x].mT
    bar[x] += bar[y].mT


@also("numpy.linalg.matrix_transpose")
@case(x=(2, 3, 4))
@case(x=(2, 3))
def matrix_transpose(x):
    y = numpy.matrix_transpose(x)
    dot[y] = numpy.matrix_transpose(dot[x])
    bar[x] += numpy.matrix_transpose(bar[y])


@also("method:swapaxes")
@case(x=(2, 3, 4), axis1=0, axis2=-1)
def swapaxes(x, axis1: Static, axis2: Static):
    y = numpy.swapaxes(x, axis1, axis2)
    dot[y] = numpy.swapaxes(dot[x], axis1, axis2)
    bar[x] += numpy.swapaxes(bar[y], axis1, axis2)


@case(x=(2, 3, 4), source=0, destination=-1)
@case(x=(2, 3, 4), source=(0, 1), destination=(1, 2))
def moveaxis(x, source: Static, destination: Static):
    y = numpy.moveaxis(x, source, destination)
    dot[y] = numpy.moveaxis(dot[x], source, destination)
    bar[x] += numpy.moveaxis(bar[y], destination, source)


@case(x=(2, 3, 4), axis=2)
@case(x=(2, 3, 4), axis=0, start=3)
@case(x=(2, 3, 4), axis=-2, start=-1)
@case(x=(2, 3, 4), axis=1, start=1)
def rollaxis(x, axis: Static, start: Static = 0):
    y = numpy.rollaxis(x, axis, start)
    dot[y] = numpy.rollaxis(dot[x], axis, start)
    bar[x] += rollaxis_bar(bar[y], axis, start)


@case(x=(5,), shift=2)
@case(x=(2, 3), shift=-1)
@case(x=(2, 3), shift=(1, 2), axis=(0, 1))
@case(x=(2, 3), shift=1, axis=1)
def roll(x, shift: Static, axis: Static = None):
    y = numpy.roll(x, shift, axis)
    dot[y] = numpy.roll(dot[x], shift, axis)
    bar[x] += numpy.roll(bar[y], numpy.negative(shift), axis)


@case(x=(2, 3), shift=1)
@case(x=(2, 3), shift=-1, axis=1)
def roll_constant(x, shift: Constant, axis: Static = None):
    y = numpy.roll(x, shift, axis)
    dot[y] = numpy.roll(dot[x], shift, axis)
    bar[x] += numpy.roll(bar[y], -shift, axis)


def flip(x, axis: Static[None, 0, (0, 1)] = None):
    y = numpy.flip(x, axis)
    dot[y] = numpy.flip(dot[x], axis)
    bar[x] += numpy.flip(bar[y], axis)


def fliplr(x):
    y = numpy.fliplr(x)
    dot[y] = numpy.fliplr(dot[x])
    bar[x] += numpy.fliplr(bar[y])


def flipud(x):
    y = numpy.flipud(x)
    dot[y] = numpy.flipud(dot[x])
    bar[x] += numpy.flipud(bar[y])


@case(x=(2, 3))
@case(x=(2, 3, 2), k=-1, axes=(0, 2))
@case(x=(2, 3), k=2)
def rot90(x, k: Static = 1, axes: Static = (0, 1)):
    y = numpy.rot90(x, k, axes)
    dot[y] = numpy.rot90(dot[x], k, axes)
    bar[x] += numpy.rot90(bar[y], -k, axes)


# -- diagonals and triangles -----------------------------------------------------------------------------------------


@case(x=(3,))
@case(x=(3,), k=-1)
@case(x=(3, 4), k=1)
@case(x=(3, 3))
def diag(x, k: Static = 0):
    y = numpy.diag(x, k)
    dot[y] = numpy.diag(dot[x], k)
    bar[x] += diag_bar(bar[y], x, k)


def diag_of_vector(x: Rank[1], k: Static[0, 1, -2] = 0):
    y = numpy.diag(x, k)
    dot[y] = numpy.diag(dot[x], k)
    bar[x] += numpy.diag(bar[y], k)


@also("method:diagonal")
@case(x=(3, 3))
@case(x=(3, 4), offset=1)
@case(x=(4, 3), offset=-2)
@case(x=(2, 3, 4), offset=1, axis1=2, axis2=0)
@case(x=(2, 3), offset=7)
def diagonal(x, offset: Static = 0, axis1: Static = 0, axis2: Static = 1):
    y = numpy.diagonal(x, offset, axis1, axis2)
    dot[y] = numpy.diagonal(dot[x], offset, axis1, axis2)
    bar[x] += diagonal_bar(bar[y], x, offset, axis1, axis2)


@also("method:trace")
@case(x=(3, 3))
@case(x=(3, 4), offset=1)
@case(x=(2, 3, 4), offset=-1, axis1=2, axis2=0)
def trace(x, offset: Static = 0, axis1: Static = 0, axis2: Static = 1):
    y = numpy.trace(x, offset, axis1, axis2)
    dot[y] = numpy.trace(dot[x], offset, axis1, axis2)
    bar[x] += diagonal_bar(numpy.expand_dims(bar[y], -1), x, offset, axis1, axis2)


@case(x=(3, 4))
def trace_of_matrix(x: Rank[2], offset: Constant[0] = 0, axis1: Constant[0] = 0, axis2: Constant[1] = 1):
    y = numpy.trace(x, offset, axis1, axis2)
    dot[y] = numpy.trace(dot[x])
    bar[x] += bar[y] * numpy.eye(*numpy.shape(x))


@case(x=(3, 4))
@case(x=(2, 3, 3), k=-1)
@case(x=(3,), k=1)
def tril(x, k: Static = 0):
    y = numpy.tril(x, k)
    dot[y] = numpy.tril(dot[x], k)
    bar[x] += numpy.tril(bar[y], k)


@case(x=(3, 4))
@case(x=(2, 3, 3), k=-1)
@case(x=(3,), k=1)
def triu(x, k: Static = 0):
    y = numpy.triu(x, k)
    dot[y] = numpy.triu(dot[x], k)
    bar[x] += numpy.triu(bar[y], k)
