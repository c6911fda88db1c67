"""What compiled derivatives call: a few functions that Numba compiles.  Imported only where Numba is installed."""

from __future__ import annotations

import numpy as np
from numba import njit


def helper(function):
    """Compiled once and kept on disk, where there is a place for that."""
    try:
        return njit(error_model="numpy", cache=True)(function)
    except RuntimeError:  # no folder can be written
        return njit(error_model="numpy")(function)


@njit(fastmath={"reassoc", "nsz"}, inline="never")
def add(total, term):
    """One more term of a sum whose order is free, as that of `np.sum` is: what makes it a loop of vectors."""
    return total + term


@helper
def reserved(tape, top, more):
    """A tape with room for `more` entries above `top`: itself, or a longer one that begins with the same entries."""
    if top + more <= tape.shape[0]:
        return tape
    longer = np.empty(max(2 * tape.shape[0], top + more), tape.dtype)
    longer[:top] = tape[:top]
    return longer


@helper
def reserved_rows(tape, top, size, trips):
    """A tape with room for one more array of `size` entries: the first time, for as many as a loop has trips."""
    if top + size <= tape.shape[0]:
        return tape
    longer = np.empty(max(2 * tape.shape[0], top + size * trips), tape.dtype)
    longer[:top] = tape[:top]
    return longer


@helper
def put_row(tape, top, row, trips):
    """The tape with the entries of an array above `top`."""
    tape = reserved_rows(tape, top, row.size, trips)
    tape[top : top + row.size].reshape(row.shape)[...] = row
    return tape


@helper
def slice_start(start, size):
    """Where the slice `start:` of an axis begins."""
    return max(start + size, 0) if start < 0 else min(start, size)


@helper
def slice_length(start, stop, size):
    """How many entries the slice `start:stop` of an axis has."""
    first = max(start + size, 0) if start < 0 else min(start, size)
    last = max(stop + size, 0) if stop < 0 else min(stop, size)
    return max(last - first, 0)


@helper
def trip_count(start, stop, step):
    """The length of `range(start, stop, step)`."""
    if step > 0:
        return max((stop - start + step - 1) // step, 0)
    return max((start - stop - step - 1) // -step, 0)


@helper
def range_entry(numbers, k):
    """`numbers[k]` of a range."""
    return numbers.start + (k + len(numbers) if k < 0 else k) * numbers.step


@helper
def check_extent(extent, wanted):
    """As NumPy does: two axes of other lengths do not go together."""
    if extent != wanted:
        raise ValueError("operands could not be broadcast together")


@helper
def widened(array, shape):
    """As NumPy does: axes of one entry are repeated."""
    if array.shape == shape:
        return array
    for k in range(array.ndim):
        if array.shape[k] != shape[k] and array.shape[k] != 1:
            raise ValueError("operands could not be broadcast together")
    return np.broadcast_to(array, shape).copy()


@helper
def joint_extent(a, b):
    """The length of the axis that two axes are broadcast to."""
    return b if a == 1 else a


@helper
def check_not_empty(entries):
    """As NumPy does: nothing has no largest entry."""
    if entries == 0:
        raise ValueError("zero-size array to reduction operation which has no identity")
