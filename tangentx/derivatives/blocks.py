"""The blocks of a Jacobian: unit directions for the entries of its arguments, and what comes of them put together.

The block of an output `y` and an input `x` has the shape `y.shape + x.shape`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from tangentx.pytrees import carries


def zero(leaf: Any) -> Any:
    """A zero seed or tangent; None for what has no derivative."""
    if isinstance(leaf, np.ndarray):
        return np.zeros_like(leaf) if carries(leaf) else np.zeros(leaf.shape)
    return (
        type(leaf)(0) if isinstance(leaf, float | complex | np.number) else 0.0 if _is_number(leaf) else None
    )


def _is_number(leaf: Any) -> bool:
    return isinstance(leaf, bool | int | np.generic)


def units(leaf: Any) -> Iterator[Any]:
    """The unit seeds or tangents of a leaf, in C order; none for what has no derivative."""
    if not carries(leaf):
        return
    if not isinstance(leaf, np.ndarray):
        yield type(leaf)(1)
        return
    for index in np.ndindex(leaf.shape):
        unit = np.zeros_like(leaf)
        unit[index] = 1
        yield unit


def block(parts: list, out_leaf: Any, leaf: Any, axis: int) -> Any:
    """Rows (axis 0) or columns (axis -1) put together."""
    other = leaf if axis == 0 else out_leaf
    if not (carries(leaf) and carries(out_leaf)) or not parts:
        return np.zeros(np.shape(out_leaf) + np.shape(leaf))
    if not isinstance(out_leaf if axis == 0 else leaf, np.ndarray):
        return parts[0].copy() if isinstance(parts[0], np.ndarray) else parts[0]
    stacked = np.stack([np.broadcast_to(part, np.shape(other)) for part in parts], axis=axis)
    return stacked.reshape(np.shape(out_leaf) + np.shape(leaf))


# -- several directions at once ----------------------------------------------------------------------------------------


def width(leaf: Any) -> int:
    """How many unit directions a leaf has."""
    return np.size(leaf) if carries(leaf) else 0


def blank(leaf: Any) -> Any:
    """Something of the same shape and dtype that takes no memory."""
    return np.broadcast_to(np.zeros((), leaf.dtype), leaf.shape) if isinstance(leaf, np.ndarray) else leaf


def directions(leaves: list, start: int, stop: int) -> list:
    """The unit directions from `start` to `stop`, counted through all leaves, as tangents with one axis more."""
    made, before = [], 0
    for leaf in leaves:
        if not isinstance(leaf, np.ndarray | float | complex) and zero(leaf) is None:
            made.append(None)
            continue
        dtype = getattr(leaf, "dtype", np.dtype(type(leaf))) if carries(leaf) else np.dtype(float)
        tangents = np.zeros((*np.shape(leaf), stop - start), dtype)
        first, last = max(start, before), min(stop, before + width(leaf))
        entries = np.arange(first, last)
        tangents.reshape(np.size(leaf), stop - start)[entries - before, entries - start] = 1
        made.append(tangents)
        before += width(leaf)
    return made


def blocks(tangents: list[Any], out_leaf: Any, leaves: list) -> list:
    """The row of blocks of one output, from its tangents in all unit directions, a chunk of them each."""
    made, before = [], 0
    whole = _whole(tangents, out_leaf) if carries(out_leaf) else None
    for leaf in leaves:
        shape = np.shape(out_leaf) + np.shape(leaf)
        if whole is None or not carries(leaf):
            made.append(np.zeros(shape))
            continue
        part = whole[..., before : before + width(leaf)]
        before += width(leaf)
        made.append(np.ascontiguousarray(part).reshape(shape)[()] if shape else part[..., 0].item())
    return made


def _whole(tangents: list[Any], out_leaf: Any) -> np.ndarray:
    """All tangents of an output, in its dtype; what broadcasts to its shape does."""
    dtype = getattr(out_leaf, "dtype", None)
    parts = [np.broadcast_to(t, (*np.shape(out_leaf), np.shape(t)[-1])) for t in tangents]
    return np.concatenate(parts, axis=-1).astype(dtype or parts[0].dtype, copy=False)
