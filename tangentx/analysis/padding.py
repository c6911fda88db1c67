"""`np.pad` as NumPy documents it, one axis after the other: see `compositions`.

Modes that only copy entries have a rule; here are those that compute what goes into the margin.
"""

from __future__ import annotations

import numpy as np

from tangentx.analysis.samples import median


def pad(array, pad_width, mode="constant", *, constant_values=0.0, end_values=0.0, stat_length=None):
    if isinstance(pad_width, dict):
        raise NotImplementedError("pad_width as pairs")
    if mode == "constant" and np.ndim(constant_values) == 0:
        inside = np.pad(np.ones(np.shape(array), bool), pad_width)
        return np.where(inside, np.pad(array, pad_width), constant_values)
    given = np.asarray(end_values if mode == "linear_ramp" else constant_values)
    widths = np.broadcast_to(pad_width, (np.ndim(array), 2))
    ends = np.broadcast_to(given, (np.ndim(array), 2))
    lengths = np.broadcast_to(np.size(array) if stat_length is None else stat_length, (np.ndim(array), 2))
    for axis in (0, 1, 2, 3, 4, 5, 6, 7)[: np.ndim(array)]:
        whole = np.moveaxis(array, axis, 0)
        turned = whole[::-1]
        first = _margin(whole[: lengths[axis, 0]], ends[axis, 0], widths[axis, 0], mode)
        last = _margin(turned[: lengths[axis, 1]], ends[axis, 1], widths[axis, 1], mode)
        array = np.moveaxis(np.concatenate([first, whole, last[::-1]]), 0, axis)
    return array


def _margin(part, end, width, mode):
    """What comes before a part at the edge, from the outside."""
    edge = part[0]
    if mode == "linear_ramp":
        steps = np.reshape(np.arange(width), (-1,) + (1,) * np.ndim(edge))
        return (edge - end) / width * steps + end if width > 0 else part[:0]
    if mode == "constant":
        found = np.broadcast_to(end, np.shape(edge))
    elif mode == "mean":
        found = np.mean(part, axis=0)
    elif mode == "median":
        found = median(part, axis=0)
    elif mode == "maximum":
        found = np.max(part, axis=0)
    elif mode == "minimum":
        found = np.min(part, axis=0)
    else:
        raise NotImplementedError("one of NumPy's modes, by its name")
    return np.repeat(np.expand_dims(found, 0), width, axis=0)
