"""Joining, splitting and repeating arrays."""

import numpy

from tangentx.rules import Constant, Sequence, Static, also, bar, case, dot
from tangentx.runtime import as_column, pad_bar, repeat_bar, split_like, tile_bar, unpad, unstack, windows_bar


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
    bar[xs] += unstack(bar[y], axis)


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
def pad(x, pad_width: Static, mode: Constant("constant") = "constant", *, constant_values: Static = 0.0):
    y = numpy.pad(x, pad_width, mode=mode, constant_values=constant_values)
    dot[y] = numpy.pad(dot[x], pad_width)
    bar[x] += unpad(bar[y], x, pad_width)


@case(x=(3,), pad_width=2)
@case(x=(2, 3), pad_width=((1, 0), (2, 1)))
def pad_with_copies(
    x,
    pad_width: Static,
    mode: Constant["edge", "reflect", "symmetric", "wrap"] = "constant",  # noqa: F821
    *,
    constant_values: Static = 0.0,
):
    y = numpy.pad(x, pad_width, mode=mode)
    dot[y] = numpy.pad(dot[x], pad_width, mode=mode)
    bar[x] += pad_bar(bar[y], x, pad_width, mode)


@case(x=(5,), window_shape=3)
@case(x=(3, 4), window_shape=(2, 3))
@case(x=(3, 5), window_shape=2, axis=1)
def sliding_window_view(x, window_shape: Static, axis: Static = None):
    y = numpy.lib.stride_tricks.sliding_window_view(x, window_shape, axis)
    dot[y] = numpy.lib.stride_tricks.sliding_window_view(dot[x], window_shape, axis)
    bar[x] += windows_bar(bar[y], x, window_shape, axis)
