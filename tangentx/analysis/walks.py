"""Walks over the entries of arrays, as NumPy documents them: see `compositions`."""

from __future__ import annotations

import numpy as np


def ndenumerate(arr):
    for index in np.ndindex(arr.shape):
        yield index, arr[index]


def fromiter(iter, dtype=float, count=-1):
    items = list(iter)
    return np.array(items if count == -1 else items[:count], dtype=dtype)
