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


@helper
def reserved(tape, top, more):
    """A tape with room for `more` entries above `top`: itself, or a longer one that begins with the same entries."""
    if top + more <= tape.shape[0]:
        return tape
    longer = np.empty(max(2 * tape.shape[0], top + more), tape.dtype)
    longer[:top] = tape[:top]
    return longer


@helper
def put_row(tape, top, row):
    """The tape with the entries of an array above `top`."""
    tape = reserved(tape, top, row.size)
    for k, value in enumerate(row.flat):
        tape[top + k] = value
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
def stride_for(extent, wanted):
    """How the index of an axis follows a loop: 0 for an axis of one entry, which is repeated."""
    if extent == wanted:
        return 1
    if extent != 1:
        raise ValueError("operands could not be broadcast together")
    return 0


@helper
def joint_extent(a, b):
    """The length of the axis that two axes are broadcast to."""
    return b if a == 1 else a


@helper
def check_not_empty(entries):
    """As NumPy does: nothing has no largest entry."""
    if entries == 0:
        raise ValueError("zero-size array to reduction operation which has no identity")
