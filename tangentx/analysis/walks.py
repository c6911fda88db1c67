"""Walks over the entries of arrays, as NumPy documents them: see `compositions`."""

from __future__ import annotations

import numpy as np


def ndenumerate(arr):
    for index in np.ndindex(arr.shape):
        yield index, arr[index]
