"""NumPy's functions that write at places of an array, as stores: see `writers`.

    np.copyto(y, x, where=m)      y[m] = x[m]
    np.put(y, i, v)               y[i] = v
    np.place(y, m, v)             y[m] = np.resize(v, np.count_nonzero(m))

Each takes the `Writer` of the call, and the operands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from tangentx.analysis import writable
from tangentx.analysis.as_arrays import as_array
from tangentx.analysis.types import (
    Array,
    Const,
    Dim,
    Sequence,
    Type,
    is_scalar,
    same_dim,
    same_shape,
    sites_of,
)
from tangentx.rearrangements import along_axis, at_flat
from tangentx.syntax import nodes


def _copyto(w, dst, src, casting=None, where=None) -> None:
    if nodes.equal(dst, src):  # NumPy does not even look at the mask
        return
    writable.check_shared(w.s, dst, w.place, w.env)
    if where is None or w.kind(where) == Const(True):
        w.store(dst, nodes.constant(...), src)
        return
    mask, (value,) = w.masked([_with_axes_of(w, as_array(w.s, src, w.place, w.env), dst)], dst, where)
    w.store(dst, mask, value)


def _with_axes_of(w, src: gast.AST, dst: gast.AST) -> gast.AST:
    """What is stored may have more axes of one entry in front than the place."""
    ranks = [getattr(w.kind(atom), "rank", None) for atom in (src, dst)]
    for _ in range(0 if None in ranks else ranks[0] - ranks[1]):
        src = w.call(np.squeeze, src, axis=nodes.constant(0))
    return src


def put(w, a, ind, v, mode=None) -> None:
    if mode is not None and w.kind(mode) != Const("raise"):
        w.s.missing("numpy.put with a `mode`", w.place)
    index = w.index(ind)
    if not is_scalar(w.kind(v)) and not _same_length(w, v, ind):
        v = w.call(np.resize, as_array(w.s, v, w.place, w.env), w.call(np.shape, index, hint="_shape"))
    w.store(a, flat_slot(w, a, index), v)


def _same_length(w, v: gast.AST, ind: gast.AST) -> bool:
    """Are there as many values as indices, for certain?"""
    kinds = [w.kind(v), w.kind(ind)]
    if all(isinstance(k, Array) for k in kinds):
        return same_shape(kinds[0].shape, kinds[1].shape)
    lengths = [_length(k) for k in kinds]
    return None not in lengths and same_dim(*lengths)


def _length(kind: Type) -> Dim | None:
    if isinstance(kind, Sequence):
        return Dim((), len(kind.items))
    if isinstance(kind, Array) and kind.rank == 1:
        return kind.shape[0]
    return Dim((), 1) if is_scalar(kind) else None


def flat_slot(w, a: gast.AST, index: gast.AST) -> gast.AST:
    """Where `a.flat[index]` is in the array."""
    if w.kind(a).rank == 1:
        return index
    shape = w.call(np.shape, a, hint="_shape")
    return w.call(at_flat, shape, _index_atom(w, index), hint="_at")


def _index_atom(w, index: gast.AST) -> gast.AST:
    """An index as an argument: a slice between brackets is a `slice(...)`."""
    if not isinstance(index, gast.Slice):
        return index
    parts = [nodes.constant(None) if e is None else e for e in (index.lower, index.upper, index.step)]
    return w.call(slice, *parts, hint="_slice")


def _put_along_axis(w, arr, indices, values, axis=None) -> None:
    axis = nodes.constant(-1) if axis is None else axis
    place = w.call(along_axis, arr, w.index(indices), axis, hint="_at")
    w.store(arr, place, values)


def _mask_of(w, a: gast.AST, mask: gast.AST) -> gast.AST:
    """The mask as booleans in the shape of the array, of which it needs only the number of entries."""
    mask = w.truths(mask)
    if same_shape(getattr(w.kind(mask), "shape", None), w.kind(a).shape):
        return mask
    return w.call(np.reshape, mask, w.call(np.shape, a, hint="_shape"), hint="_mask")


def _place(w, arr, mask, vals) -> None:
    mask = _mask_of(w, arr, mask)
    if not is_scalar(w.kind(vals)):
        count = w.call(np.count_nonzero, mask, hint="_count")
        vals = w.call(np.resize, as_array(w.s, vals, w.place, w.env), count)
    w.store(arr, w.index(mask), vals)


def _putmask(w, a, mask, values) -> None:
    mask = _mask_of(w, a, mask)
    if not is_scalar(w.kind(values)):
        values = as_array(w.s, values, w.place, w.env)
        if not same_shape(getattr(w.kind(values), "shape", None), w.kind(a).shape):
            values = w.call(np.resize, values, w.call(np.shape, a, hint="_shape"))
        values = w.read(values, mask)
    w.store(a, w.index(mask), values)


def _fill_diagonal(w, a, val, wrap=None) -> None:
    rank = w.kind(a).rank
    if rank is None or rank < 2 or wrap is not None and w.kind(wrap) != Const(False):
        w.s.missing("numpy.fill_diagonal with `wrap`, or of an array whose rank is not known", w.place)
    shape = w.call(np.shape, a, hint="_shape")
    length = w.call(min, shape, hint="_n")
    along = w.call(np.arange, length, hint="_k")
    if not sites_of(w.kind(a)).isdisjoint(sites_of(w.kind(val))):
        w.refuse("a diagonal that is filled with a part of its own array")  # what it reads, it has written
    if not is_scalar(w.kind(val)):
        val = w.call(np.resize, as_array(w.s, val, w.place, w.env), length)
    w.store(a, gast.Tuple([along] * rank, gast.Load()), val)


FUNCTIONS: dict[Any, Callable] = {
    np.copyto: _copyto, np.put: put, np.put_along_axis: _put_along_axis, np.place: _place, np.putmask: _putmask,
    np.fill_diagonal: _fill_diagonal,
}  # fmt: skip
