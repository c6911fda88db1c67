"""What compiled derivatives call: a few functions that Numba compiles.  Imported only where Numba is installed."""

from __future__ import annotations

import numpy as np
from llvmlite import ir as llvm
from numba import types
from numba.cpython.unsafe.tuple import tuple_setitem
from numba.extending import intrinsic, overload
from numba.np.numpy_support import as_dtype

from tangentx.backends.numba_elementary import (  # noqa: F401 - compiled derivatives find them here
    entry_exp,
    entry_log,
    entry_tanh,
    helper,
)


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


@helper
def assume(holds):
    """What compiled code may rely on: an index that is never negative needs no look at the end of its axis."""
    _assume(holds)


def _add(total, term):
    """One more term of a sum whose order is free, as that of `np.sum` is: what makes it a loop of vectors."""
    return total + term


add = helper(_add, fastmath={"reassoc", "nsz"})


@intrinsic
def _out_of_line(typing):
    """At the start of a helper: a call of it stays a call, because a copy for every caller takes long to compile."""

    def generate(context, builder, signature, given):
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.none(), generate


@helper
def empty(shape, dtype):
    """`np.empty`, kept on disk: Numba would compile its own for every process."""
    return np.empty(shape, dtype)


@helper
def zeros(shape, dtype):
    """`np.zeros`, kept on disk."""
    return np.zeros(shape, dtype)


@helper
def zeros_like(array):
    """`np.zeros_like`, kept on disk."""
    return np.zeros_like(array)


@helper
def full_like(array, value):
    """`np.full_like`, kept on disk; Numba's own takes no row to be repeated."""
    out = np.empty_like(array)
    out[...] = value
    return out


@helper
def concatenate(arrays):
    """`np.concatenate`, kept on disk."""
    return np.concatenate(arrays)


def _as_wide(a, b):
    """The entries of `a` in a type that holds those of both, as NumPy multiplies them; BLAS takes one type."""


@overload(_as_wide)
def _in_one_type(a, b):
    own, other = as_dtype(a.dtype), as_dtype(b.dtype)
    wide = np.promote_types(own, other)
    return (lambda a, b: a) if wide == own else (lambda a, b: a.astype(wide))


@helper
def dot(a, b):
    """`a @ b`, kept on disk."""
    return np.dot(_as_wide(a, b), _as_wide(b, a))


@helper
def new_tape(dtype):
    """An empty tape, and where its top is: no constant, for which Numba would compile what moves it once more."""
    return np.empty((64,), dtype), np.int64(0)


@helper
def reserved(tape, top, more):
    """A tape with room for `more` entries above `top`: itself, or a longer one that begins with the same entries."""
    return tape if top + more <= tape.shape[0] else _longer(tape, top, top + more)


@helper
def reserved_rows(tape, top, size, trips):
    """A tape with room for one more array of `size` entries: the first time, for as many as a loop has trips."""
    return tape if top + size <= tape.shape[0] else _longer(tape, top, top + size * trips)


@helper
def _longer(tape, top, size):
    _out_of_line()
    longer = np.empty((max(2 * tape.shape[0], size),), tape.dtype)
    for k in range(top):
        longer[k] = tape[k]
    return longer


@helper
def put_row(tape, top, row, trips):
    """The tape with the entries of an array above `top`."""
    tape = reserved_rows(tape, top, row.size, trips)
    if row.ndim == 1:
        for k in range(row.size):
            tape[top + k] = row[k]
    else:
        place = top
        for entry in row.flat:
            tape[place] = entry
            place += 1
    return tape


@helper
def put_extents(tape, top, shape, trips):
    """The tape with the extents of an array above `top`."""
    tape = reserved_rows(tape, top, len(shape), trips)
    for k in range(len(shape)):
        tape[top + k] = shape[k]
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
    return array if array.shape == shape else _repeated(array, shape)


@helper
def _repeated(array, shape):
    _out_of_line()
    for k in range(array.ndim):
        if array.shape[k] != shape[k] and array.shape[k] != 1:
            raise ValueError("operands could not be broadcast together")
    out = np.empty(shape, array.dtype)
    for index in np.ndindex(shape):
        source = index
        for k in range(array.ndim):
            if array.shape[k] == 1:
                source = tuple_setitem(source, k, 0)
        out[index] = array[source]
    return out


@helper
def summed_alike(e, like):
    """`unbroadcast` of an array with as many axes: sums over those that `like` has with one entry, and repeats."""
    return e.copy() if e.shape == like.shape else _summed(e, like)


@helper
def _summed(e, like):
    _out_of_line()
    sizes = e.shape
    for k in range(e.ndim):
        size = like.shape[k] if e.shape[k] == 1 else e.shape[k]
        if like.shape[k] != 1 and like.shape[k] != size:
            raise ValueError("operands could not be broadcast together")
        sizes = tuple_setitem(sizes, k, size)
    out = np.zeros(like.shape, like.dtype)
    for index in np.ndindex(sizes):
        source, target = index, index
        for k in range(e.ndim):
            if e.shape[k] == 1:
                source = tuple_setitem(source, k, 0)
            if like.shape[k] == 1:
                target = tuple_setitem(target, k, 0)
        out[target] += e[source]
    return out


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


def _apart(value, target):
    """The value, or a copy of it if it lies over what is written."""
    raise NotImplementedError


@overload(_apart)
def _overloaded_apart(value, target):
    if isinstance(value, types.Array) and isinstance(target, types.Array):
        return lambda value, target: value.copy() if shares_memory(value, target) else value
    return lambda value, target: value


def _taken_out(items, place):
    """See `taken_out`."""


@overload(_taken_out)
def _take_out(items, place):
    def moved(items, place):
        at = place + len(items) if place < 0 else place
        item = items[at]
        for k in range(at, len(items) - 1):
            items[k] = items[k + 1]
        items.pop()
        return item

    counted = isinstance(items, types.List) and not isinstance(items.dtype, types.Number | types.Boolean)
    return moved if counted else lambda items, place: items.pop(place)


@helper
def taken_out(items, place):
    """`items.pop(place)`.  Numba's own, of arrays and lists, leaves memory that is freed twice (0.68)."""
    return _taken_out(items, place)


@helper
def apart(value, target):
    """What is added to an array in place, or multiplied into it: not another view of it, as NumPy sees to it."""
    return _apart(value, target)


@helper
def same_entries(a, b):
    """Are both the same entries of one memory?"""
    return a.ctypes.data == b.ctypes.data and a.shape == b.shape and a.strides == b.strides


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
