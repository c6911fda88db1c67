"""Functions that move entries and compute nothing: shapes, joins, copies."""

import numpy

from tangentx.rules import Array, Constant, Rank, Sequence, Static, also, bar, case, dot
from tangentx.runtime import (
    as_column, diag_bar, diagonal_bar, meshgrid_bar, repeat_bar, restructure, rollaxis_bar, split_like, tile_bar,
    transpose_bar, unpad,
)  # fmt: skip

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


# -- joining, splitting, repeating -----------------------------------------------------------------------------------


@also("numpy.concat")
@case(xs=[(2, 3), (1, 3)])
@case(xs=[(2, 3), (2, 1), (2, 0)], axis=-1)
@case(xs=[(2, 3), (2,)], axis=None)
@case(xs=[(3,), (1,)])
def concatenate(xs: Sequence, axis: Static = 0):
    y = numpy.concatenate(xs, axis=axis)
    dot[y] = numpy.concatenate(dot[xs], axis=axis)
    bar[xs] += split_like(bar[y], xs, axis)


@case(xs=[(3,), (3,)])
@case(xs=[(), (), ()])
@case(xs=[(2, 3), (2, 3)], axis=-1)
@case(xs=[(2, 3), (2, 3)], axis=1)
def stack(xs: Sequence, axis: Static = 0):
    y = numpy.stack(xs, axis=axis)
    dot[y] = numpy.stack(dot[xs], axis=axis)
    bar[xs] += list(numpy.moveaxis(bar[y], axis, 0))


@case(xs=[(3,), (2,)])
@case(xs=[(2, 3), (2, 1)])
@case(xs=[(), (), ()])
def hstack(xs: Sequence):
    y = numpy.hstack(xs)
    dot[y] = numpy.hstack(dot[xs])
    bar[xs] += split_like(bar[y], xs, min(numpy.ndim(y) - 1, 1), numpy.atleast_1d)


@also("numpy.row_stack")
@case(xs=[(3,), (3,)])
@case(xs=[(2, 3), (3,)])
def vstack(xs: Sequence):
    y = numpy.vstack(xs)
    dot[y] = numpy.vstack(dot[xs])
    bar[xs] += split_like(bar[y], xs, 0, numpy.atleast_2d)


@case(xs=[(3,), (3,)])
@case(xs=[(3, 2), (3,)])
def column_stack(xs: Sequence):
    y = numpy.column_stack(xs)
    dot[y] = numpy.column_stack(dot[xs])
    bar[xs] += split_like(bar[y], xs, 1, as_column)


@case(xs=[(3,), (3,)])
@case(xs=[(2, 3), (2, 3)])
@case(xs=[(2, 3, 1), (2, 3, 2)])
def dstack(xs: Sequence):
    y = numpy.dstack(xs)
    dot[y] = numpy.dstack(dot[xs])
    bar[xs] += split_like(bar[y], xs, 2, numpy.atleast_3d)


@case(x=(2, 3), values=(1, 3), axis=0)
@case(x=(2, 3), values=())
@case(x=(3,), values=(2,))
def append(x, values, axis: Static = None):
    y = numpy.append(x, values, axis=axis)
    dot[y] = numpy.append(dot[x], dot[values], axis=axis)
    bar[x] += split_like(bar[y], (x, values), axis)[0]
    bar[values] += split_like(bar[y], (x, values), axis)[1]


@case(x=(6,), sections=3)
@case(x=(5, 2), sections=[1, 4])
@case(x=(2, 4), sections=2, axis=-1)
def split(x, sections: Static, axis: Static = 0):
    ys = numpy.split(x, sections, axis=axis)
    dot[ys] = numpy.split(dot[x], sections, axis=axis)
    bar[x] += numpy.concatenate(bar[ys], axis=axis)


@case(x=(5,), sections=3)
@case(x=(2, 5), sections=2, axis=1)
def array_split(x, sections: Static, axis: Static = 0):
    ys = numpy.array_split(x, sections, axis=axis)
    dot[ys] = numpy.array_split(dot[x], sections, axis=axis)
    bar[x] += numpy.concatenate(bar[ys], axis=axis)


@case(x=(6,), sections=3)
@case(x=(2, 6), sections=[1, 4])
def hsplit(x, sections: Static):
    ys = numpy.hsplit(x, sections)
    dot[ys] = numpy.hsplit(dot[x], sections)
    bar[x] += numpy.hstack(bar[ys])


@case(x=(4, 2), sections=2)
def vsplit(x, sections: Static):
    ys = numpy.vsplit(x, sections)
    dot[ys] = numpy.vsplit(dot[x], sections)
    bar[x] += numpy.vstack(bar[ys])


@case(x=(2, 2, 4), sections=2)
def dsplit(x, sections: Static):
    ys = numpy.dsplit(x, sections)
    dot[ys] = numpy.dsplit(dot[x], sections)
    bar[x] += numpy.dstack(bar[ys])


@case(x=(3,), reps=2)
@case(x=(2, 3), reps=(2, 1, 3))
@case(x=(2, 3), reps=2)
@case(x=(), reps=3)
@case(x=(3,), reps=0)
def tile(x, reps: Static):
    y = numpy.tile(x, reps)
    dot[y] = numpy.tile(dot[x], reps)
    bar[x] += tile_bar(bar[y], x, reps)


@also("method:repeat")
@case(x=(3,), repeats=2)
@case(x=(2, 3), repeats=2)
@case(x=(2, 3), repeats=[1, 0, 2], axis=1)
@case(x=(), repeats=3)
def repeat(x, repeats: Static, axis: Static = None):
    y = numpy.repeat(x, repeats, axis=axis)
    dot[y] = numpy.repeat(dot[x], repeats, axis=axis)
    bar[x] += repeat_bar(bar[y], x, repeats, axis)


@case(x=(3,), pad_width=2)
@case(x=(2, 3), pad_width=((1, 0), (2, 1)))
@case(x=(2, 3), pad_width=(1, 2), constant_values=3.0)
def pad(x, pad_width: Static, mode: Constant["constant"] = "constant", *, constant_values: Static = 0.0):
    y = numpy.pad(x, pad_width, mode=mode, constant_values=constant_values)
    dot[y] = numpy.pad(dot[x], pad_width)
    bar[x] += unpad(bar[y], x, pad_width)


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


# -- copies and constructors -----------------------------------------------------------------------------------------


@also("numpy.asarray", "numpy.asanyarray", "numpy.ascontiguousarray", "numpy.asfortranarray")
@case(x=[(), ()])
@case(x=[[(), ()], [(), ()]])
@case(x=[(3,), (3,)])
def array(x: Sequence, dtype: Static = None):
    y = numpy.array(x, dtype=dtype)
    dot[y] = numpy.array(dot[x], dtype=dtype)
    bar[x] += restructure(bar[y], x)


@also("numpy.asarray", "numpy.asanyarray", "numpy.ascontiguousarray", "numpy.asfortranarray")
def array_of_array(x: Array, dtype: Static = None):
    y = numpy.array(x, dtype=dtype)
    dot[y] = numpy.array(dot[x], dtype=dtype)
    bar[x] += bar[y]


@also("method:copy")
def copy(x, order: Static = "K"):
    y = numpy.copy(x, order)
    dot[y] = numpy.copy(dot[x], order)
    bar[x] += bar[y]


@case(x=(2, 3), dtype=float)
@case(x=(3,), dtype="float64")
def astype(x, dtype: Static, *, copy: Static = True):
    y = x.astype(dtype, copy=copy)
    dot[y] = dot[x].astype(dtype, copy=copy)
    bar[x] += bar[y]


@case(x=())
@case(x=(1,))
@case(x=(1, 1))
def item(x):
    y = x.item()
    dot[y] = dot[x].item()
    bar[x] += bar[y]


@also("numpy.float64", "numpy.float32", "numpy.longdouble")
@case(x=())
def number(x):
    y = float(x)
    dot[y] = float(dot[x])
    bar[x] += bar[y]


@case(shape=(2, 3), fill_value=())
@case(shape=(2, 3), fill_value=(3,))
@case(shape=4, fill_value=())
def full(shape: Static, fill_value, dtype: Static = None):
    y = numpy.full(shape, fill_value, dtype)
    dot[y] = numpy.full(shape, dot[fill_value], dtype)
    bar[fill_value] += bar[y]


@case(x=(2, 3), fill_value=())
def full_like(x, fill_value, dtype: Static = None):
    y = numpy.full_like(x, fill_value, dtype)
    dot[y] = numpy.full_like(x, dot[fill_value], dtype)
    bar[x] += 0.0
    bar[fill_value] += bar[y]


@case(start=(), stop=(), num=5)
@case(start=(), stop=(3,), num=4)
@case(start=(), stop=(), num=4, endpoint=False)
@case(start=(), stop=(), num=1)
def linspace(start, stop, num: Static = 50, endpoint: Static = True):
    y = numpy.linspace(start, stop, num, endpoint)
    weight = numpy.linspace(0.0, 1.0, num, endpoint)
    dot[y] = numpy.linspace(dot[start], dot[stop], num, endpoint)
    bar[start] += numpy.tensordot(1.0 - weight, bar[y], 1)
    bar[stop] += numpy.tensordot(weight, bar[y], 1)


@case(xs=[(2,), (3,)])
@case(xs=[(2,), (3,), (4,)], indexing="ij")
@case(xs=[(2,), (3,), (4,)])
@case(xs=[(4,)])
def meshgrid(*xs, indexing: Static = "xy"):
    ys = numpy.meshgrid(*xs, indexing=indexing)
    dot[ys] = numpy.meshgrid(*dot[xs], indexing=indexing)
    bar[xs] += meshgrid_bar(bar[ys], xs, indexing)
