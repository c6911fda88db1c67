"""What compiled derivatives call: a few functions that Numba compiles.  Imported only where Numba is installed."""

from __future__ import annotations

import numpy as np
from llvmlite import ir as llvm
from numba import njit, types
from numba.extending import intrinsic, overload

from tangentx.backends.numba_elementary import (  # noqa: F401 - compiled derivatives find them here
    entry_exp,
    entry_log,
    entry_tanh,
    helper,
)


@njit(fastmath={"reassoc", "nsz"}, inline="never")
def add(total, term):
    """One more term of a sum whose order is free, as that of `np.sum` is: what makes it a loop of vectors."""
    return total + term


def assume(holds):
    """What compiled code may rely on: an index that is never negative needs no look at the end of its axis."""


@intrinsic
def _assume(typing, holds):
    """LLVM's own function for that."""

    def generate(context, builder, signature, given):
        flag = llvm.IntType(1)
        function = builder.module.declare_intrinsic(
            "llvm.assume", (), llvm.FunctionType(llvm.VoidType(), [flag])
        )
        builder.call(function, [context.cast(builder, given[0], holds, types.boolean)])
        return context.get_dummy_value()

    return types.none(types.boolean), generate


@overload(assume)
def _assume_in_compiled_code(holds):
    return lambda holds: _assume(holds)


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


@helper
def order_of(keys, backwards):
    """`sorted(range(len(keys)), key=keys.__getitem__)`: where the keys are in increasing order, ties as they come."""
    order = list(range(len(keys)))
    width = 1
    while width < len(order):
        merged = order[:]
        for first in range(0, len(order), 2 * width):
            middle, end = min(first + width, len(order)), min(first + 2 * width, len(order))
            left, right = first, middle
            for place in range(first, end):
                if left >= middle:
                    later = True
                elif right >= end:
                    later = False
                elif backwards:
                    later = keys[order[left]] < keys[order[right]]
                else:
                    later = keys[order[right]] < keys[order[left]]
                if later:
                    merged[place] = order[right]
                    right += 1
                else:
                    merged[place] = order[left]
                    left += 1
        order = merged
        width *= 2
    return order


@helper
def place_of_least(keys):
    """`min(range(len(keys)), key=keys.__getitem__)`: the first of the smallest."""
    if len(keys) == 0:
        raise ValueError("min() arg is an empty sequence")
    found = 0
    for k in range(1, len(keys)):
        if keys[k] < keys[found]:
            found = k
    return found


@helper
def place_of_largest(keys):
    """`max(range(len(keys)), key=keys.__getitem__)`: the first of the largest."""
    if len(keys) == 0:
        raise ValueError("max() arg is an empty sequence")
    found = 0
    for k in range(1, len(keys)):
        if keys[k] > keys[found]:
            found = k
    return found


@helper
def range_part(numbers, start, stop):
    """`numbers[start:stop]` of a range."""
    size = len(numbers)
    first = slice_start(start, size)
    count = slice_length(start, stop, size)
    begin = numbers.start + first * numbers.step
    return range(begin, begin + count * numbers.step, numbers.step)


@helper
def shares_memory(a, b):
    """Do two arrays lie over each other?  One of them is a view of the other, or they have nothing in common."""
    return _begin(a) < _end(b) and _begin(b) < _end(a) and a.size > 0 and b.size > 0


@helper
def _begin(array):
    place = array.ctypes.data
    for k in range(array.ndim):
        if array.strides[k] < 0:
            place += (array.shape[k] - 1) * array.strides[k]
    return place


@helper
def _end(array):
    place = array.ctypes.data + array.itemsize
    for k in range(array.ndim):
        if array.strides[k] > 0:
            place += (array.shape[k] - 1) * array.strides[k]
    return place
