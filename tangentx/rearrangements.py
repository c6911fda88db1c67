"""Selecting, joining and moving entries, backwards: a part of `tangentx.runtime` (which see)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

# -- indexing --------------------------------------------------------------------------------------------------------


def add_at(bar: Any, index: Any, e: Any) -> None:
    """`bar[index] += e`, where an index may come more than once."""
    items = index if isinstance(index, tuple) else (index,)
    if all(i is None or i is Ellipsis or isinstance(i, slice | int | np.integer) for i in items):
        bar[index] += e
    else:
        np.add.at(bar, index, e)


def at_flat(shape: tuple, index: Any) -> tuple:
    """Where `a.flat[index]` is in an array of this shape.

    >>> at_flat((2, 3), 4)
    (np.int64(1), np.int64(1))
    """
    size = math.prod(shape)
    if isinstance(index, slice):
        index = np.arange(*index.indices(size))
    index = np.asarray(index)
    if index.dtype == bool:
        index = np.flatnonzero(index)
    return np.unravel_index(np.where(index < 0, index + size, index), shape)


def along_axis(x: Any, indices: Any, axis: int | None = -1) -> tuple:
    """The index that `take_along_axis(x, indices, axis)` and `put_along_axis` use."""
    if axis is None:
        return at_flat(np.shape(x), indices)
    grid = list(np.ogrid[tuple(slice(n) for n in np.shape(x))])  # with which the indices are broadcast
    grid[axis] = indices
    return tuple(grid)


def _rounds(index: Any, shape: tuple) -> list:
    """Positions of the entries of an index, in rounds in which none comes twice: first all that come for the first
    time, then all that come again, ..."""
    slots = np.ravel(np.arange(math.prod(shape)).reshape(shape)[index])
    order = np.argsort(slots, kind="stable")
    ranked = slots[order]
    first = np.searchsorted(ranked, ranked, side="left")
    turn = np.empty_like(order)
    turn[order] = np.arange(slots.size) - first
    return [(k, slots[k]) for k in (np.flatnonzero(turn == t) for t in range(np.max(turn, initial=-1) + 1))]


def multiply_at_dot(dot: Any, x: Any, index: Any, e: Any, e_dot: Any) -> None:
    """The tangent of `multiply.at(x, index, e)`, before it is done: `dot` is changed."""
    wide = np.broadcast_to(e, np.shape(x[index]))
    wide_dot = np.broadcast_to(e_dot, wide.shape)
    now, made = np.ravel(x).copy(), np.ravel(dot).copy()
    for k, at in _rounds(index, np.shape(x)):
        made[at] = made[at] * np.ravel(wide)[k] + now[at] * np.ravel(wide_dot)[k]
        now[at] *= np.ravel(wide)[k]
    dot[...] = made.reshape(np.shape(x))


def multiply_at_bar(bar: Any, x: Any, index: Any, e: Any) -> Any:
    """The adjoint of `e` in `multiply.at(x, index, e)`: each factor's is the product of all others with x."""
    wide = np.ravel(np.broadcast_to(e, np.shape(x[index])))
    others = np.ones(wide.shape, np.result_type(bar, x))
    rounds = _rounds(index, np.shape(x))
    for start, sequence in ((np.ravel(x), rounds), (np.ravel(bar), rounds[::-1])):
        product = np.array(start)
        for k, at in sequence:
            others[k] *= product[at]
            product[at] *= wide[k]
    return others.reshape(np.shape(x[index]))


def resize_bar(e: Any, x: Any) -> Any:
    """Adjoint of `resize(x, shape)`: every entry gets what its repetitions get."""
    return getitem_bar(np.ravel(e), np.ravel(x), (np.arange(np.size(e)) % np.size(x),)).reshape(np.shape(x))


def getitem_bar(e: Any, x: Any, index: Any) -> Any:
    """Adjoint of `x[index]`: zeros like `x` with `e` added at `index`."""
    out = np.zeros(np.shape(x), np.result_type(e))
    add_at(out, index, e)
    return out


def take_bar(e: Any, x: Any, indices: Any, axis: int | None = None) -> Any:
    """Adjoint of `take(x, indices, axis)`."""
    if axis is None or np.ndim(x) == 0:
        return getitem_bar(e, np.ravel(x), np.asarray(indices)).reshape(np.shape(x))
    return getitem_bar(e, x, (slice(None),) * (axis % np.ndim(x)) + (np.asarray(indices),))


def running_places(x: Any, y: Any, axis: int) -> Any:
    """Where the entries of a running extremum `y` of `x` come from."""
    place = np.arange(np.shape(x)[axis]).reshape(
        [-1 if k == axis % np.ndim(x) else 1 for k in range(np.ndim(x))]
    )
    return np.maximum.accumulate(np.where(np.equal(x, y), place, 0), axis)


def take_along_axis_bar(e: Any, x: Any, indices: Any, axis: int | None) -> Any:
    """Adjoint of `take_along_axis(x, indices, axis)`."""
    return getitem_bar(e, x, along_axis(x, indices, axis))


def interp_slope(x: Any, xp: Any, fp: Any) -> Any:
    """The slope of `interp(x, xp, fp)`: that of the cell of `x`, 0 outside."""
    k = np.clip(np.searchsorted(xp, x, side="right") - 1, 0, len(xp) - 2)
    slope = np.diff(fp)[k] / np.diff(xp)[k]
    return np.where((np.asarray(x) >= xp[0]) & (np.asarray(x) <= xp[-1]), slope, np.zeros_like(slope))


def interp_bar(e: Any, x: Any, xp: Any) -> Any:
    """Adjoint of `fp` in `interp(x, xp, fp)`."""
    x, xp = np.asarray(x), np.asarray(xp)
    k = np.clip(np.searchsorted(xp, x, side="right") - 1, 0, len(xp) - 2)
    weight = np.clip((x - xp[k]) / (xp[k + 1] - xp[k]), 0, 1)
    return getitem_bar(e * (1 - weight), xp, (k,)) + getitem_bar(e * weight, xp, (k + 1,))


# -- shapes ----------------------------------------------------------------------------------------------------------


def transpose_bar(e: Any, axes: Any = None) -> Any:
    """Adjoint of `transpose(x, axes)`."""
    if axes is None or len(axes) == 0 or axes[0] is None:
        return np.transpose(e)
    axes = axes[0] if isinstance(axes[0], tuple | list) else axes
    return np.transpose(e, np.argsort([a % len(axes) for a in axes]))


def rollaxis_bar(e: Any, axis: int, start: int = 0) -> Any:
    """Adjoint of `rollaxis(x, axis, start)`."""
    axis, start = axis % np.ndim(e), start + np.ndim(e) * (start < 0)
    return np.moveaxis(e, start - (axis < start), axis)


def split_like(e: Any, xs: Sequence, axis: int | None = 0, lift: Callable = np.asarray) -> list:
    """Adjoint of joining `xs` along `axis` after `lift` of each: the pieces of `e`, in the shapes of `xs`."""
    rows = _rows_like(e, xs) if axis == 0 and lift is np.asarray else None
    if rows is not None:
        return rows
    if axis is None:
        e, axis, lift = np.ravel(e), 0, np.ravel
    ends = np.cumsum([np.shape(lift(x))[axis] for x in xs])[:-1]
    return [piece.reshape(np.shape(x)) for piece, x in zip(np.split(e, ends, axis=axis), xs, strict=True)]


def _rows_like(e: np.ndarray, xs: Sequence) -> list | None:
    """The first rows of `e` for the first array, and so on; None where something else is among them."""
    parts, start = [], 0
    for x in xs:
        if type(x) is not np.ndarray:
            return None
        end = start + len(x)
        parts.append(e[start:end])
        start = end
    return parts


def same_entries(x: np.ndarray, y: np.ndarray) -> bool:
    """Are both the same entries of one memory, as two views may be?

    >>> x = np.arange(4.0)
    >>> same_entries(x[1:], x[1:]), same_entries(x[1:], x[:-1])
    (True, False)
    """
    if not (isinstance(x, np.ndarray) and isinstance(y, np.ndarray)):
        return x is y
    spots = [(a.__array_interface__["data"], a.shape, a.strides) for a in (x, y)]
    return x is y or spots[0] == spots[1]


def unstack(e: Any, axis: int = 0) -> list:
    """Adjoint of `stack(xs, axis)`: the slices of `e`."""
    return list(np.moveaxis(e, axis, 0))


def join_lifted(pieces: Sequence, axis: int | None = 0, lift: Callable = np.asarray) -> Any:
    """The pieces joined along `axis` after `lift` of each: the adjoint of `split_like`."""
    return np.concatenate([lift(piece) for piece in pieces], axis=axis)


def as_column(x: Any) -> Any:
    """`x` as `column_stack` takes it: vectors as columns."""
    return np.reshape(x, (-1, 1)) if np.ndim(x) < 2 else x


def tile_bar(e: Any, x: Any, reps: Any) -> Any:
    """Adjoint of `tile(x, reps)`: the tiles summed."""
    reps = tuple(reps) if isinstance(reps, tuple | list | np.ndarray) else (reps,)
    shape = (1,) * (len(reps) - np.ndim(x)) + np.shape(x)
    reps = (1,) * (len(shape) - len(reps)) + reps
    tiles = np.reshape(e, tuple(n for pair in zip(reps, shape, strict=True) for n in pair))
    return np.sum(tiles, axis=tuple(range(0, tiles.ndim, 2))).reshape(np.shape(x))


def repeat_bar(e: Any, x: Any, repeats: Any, axis: int | None = None) -> Any:
    """Adjoint of `repeat(x, repeats, axis)`: the copies summed."""
    axis = axis if np.ndim(x) else None  # a number is a vector of one entry
    n = np.size(x) if axis is None else np.shape(x)[axis]
    return take_bar(e, x, np.repeat(np.arange(n), repeats), axis)


def pad_bar(e: Any, x: Any, pad_width: Any, mode: str) -> Any:
    """Adjoint of `x` in `pad(x, pad_width, mode)`, where the margin holds copies of entries; `x` gives the shape."""
    origin = np.pad(np.arange(np.size(x)).reshape(np.shape(x)), pad_width, mode)
    found = np.zeros(np.size(x), e.dtype)
    np.add.at(found, origin, e)
    return found.reshape(np.shape(x))


def windows_bar(e: Any, x: Any, window_shape: Any, axis: Any = None) -> Any:
    """Adjoint of `x` in `sliding_window_view(x, window_shape, axis)`; of `x` only the shape is used."""
    window = tuple(np.atleast_1d(window_shape))
    axes = range(np.ndim(x)) if axis is None else tuple(np.atleast_1d(axis) % np.ndim(x))
    found = np.zeros(np.shape(x), e.dtype)
    for offset in np.ndindex(*window):
        index = [slice(None)] * np.ndim(x)
        for k, start in zip(axes, offset, strict=True):
            index[k] = slice(start, start + np.shape(e)[k])
        found[tuple(index)] += e[(..., *offset)]
    return found


def unpad(e: Any, x: Any, pad_width: Any) -> Any:
    """The middle of `e`, without its padding."""
    widths = np.broadcast_to(pad_width, (np.ndim(x), 2))
    return e[
        tuple(slice(before, before + n) for (before, _), n in zip(widths.tolist(), np.shape(x), strict=True))
    ]


def diagonal_bar(e: Any, x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """Adjoint of `diagonal(x, offset, axis1, axis2)`: zeros like `x` with `e` on the diagonal."""
    out = np.zeros(np.shape(x), np.result_type(e))
    view = np.moveaxis(out, (axis1, axis2), (-2, -1))
    k = np.arange(max(min(view.shape[-2] + min(offset, 0), view.shape[-1] - max(offset, 0)), 0))
    view[..., k - min(offset, 0), k + max(offset, 0)] = e
    return out


def diag_bar(e: Any, x: Any, k: int = 0) -> Any:
    """Adjoint of `diag(x, k)`, which makes a matrix of a vector and takes the diagonal of a matrix."""
    return np.diagonal(e, k) if np.ndim(x) == 1 else diagonal_bar(e, x, k)


def restructure(e: Any, x: Any) -> Any:
    """`e`, an adjoint of `asarray(x)`, in the structure of `x`: nested lists give nested lists."""
    return (
        [restructure(piece, item) for piece, item in zip(e, x, strict=True)]
        if isinstance(x, tuple | list)
        else e
    )


def meshgrid_bar(e: Sequence, xs: Sequence, indexing: str = "xy") -> list:
    """Adjoint of `meshgrid(*xs, indexing=...)`: each sheet summed over the other axes."""
    place = [1, 0, *range(2, len(xs))] if indexing == "xy" and len(xs) > 1 else list(range(len(xs)))
    return [
        np.sum(sheet, axis=tuple(a for a in range(len(xs)) if a != axis)).reshape(np.shape(x))
        for sheet, axis, x in zip(e, place, xs, strict=False)
    ]
