"""What the functions of `tangentx.runtime` are in compiled code.  Imported only where Numba is installed.

Numbers only, where arrays are taken apart into loops before; a call with other types is one that Numba refuses.
"""

from __future__ import annotations

import numpy as np
from numba import types
from numba.cpython.unsafe.tuple import tuple_setitem
from numba.extending import overload, register_jitable

from tangentx import runtime
from tangentx.backends.numba_elementary import entry_exp
from tangentx.backends.numba_runtime import summed_alike
from tangentx.backends.numba_trees import is_number, text_function
from tangentx.special import _DIGAMMA

_strict = {"error_model": "numpy"}


@overload(runtime.divide_or_zero, jit_options=_strict)
def _divide_or_zero(x, y):
    if is_number(x, y):
        return lambda x, y: x / y if y != 0 else 0.0 * x
    return None


@overload(runtime.zero_or_divide, jit_options=_strict)
def _zero_or_divide(x, y):
    if is_number(x, y):
        return lambda x, y: x / y if x != 0 else 0.0 * x
    return None


@overload(runtime.zero_or_multiply, jit_options=_strict)
def _zero_or_multiply(x, y):
    if is_number(x, y):
        return lambda x, y: x * y if x != 0 else 0.0 * x
    return None


@overload(runtime.zero_where, jit_options=_strict)
def _zero_where(x, found):
    if is_number(x, found):
        return lambda x, found: 0.0 * x if x == 0 and found != found else found
    return None


@overload(runtime.pick_larger, jit_options=_strict)
def _pick_larger(e, x, y):
    if is_number(e, x, y):
        return lambda e, x, y: e if x > y else (0.5 * e if x == y else 0.0)
    return None


@overload(runtime.power_partial, jit_options=_strict)
def _power_partial(x, n):
    if is_number(x, n):
        return lambda x, n: n * x ** (n - 1.0) if n != 0 else 0.0
    return None


@overload(runtime.exponent_partial, jit_options=_strict)
def _exponent_partial(x, z):
    if is_number(x, z):
        return lambda x, z: z * np.log(1.0 * x) if x != 0 else z * 0.0
    return None


@overload(runtime.logaddexp_partial, jit_options=_strict)
def _logaddexp_partial(x, y):
    def partial(x, y):
        difference = y - x if x != y else 0.0
        return 1.0 / (1.0 + entry_exp(difference)) if difference < 700.0 else entry_exp(-difference)

    return partial if is_number(x, y) else None


@overload(np.heaviside, jit_options=_strict)
def _heaviside(x, middle):
    if is_number(x, middle):
        return lambda x, middle: np.nan if x != x else (0.0 if x < 0 else (middle if x == 0 else 1.0))
    return None


@overload(runtime.unreduce, jit_options=_strict)
def _unreduce(bar, x, axis=None, keepdims=False):
    if is_number(bar):
        return lambda bar, x, axis=None, keepdims=False: bar
    return None


@overload(runtime.real, jit_options=_strict)
def _real(x):
    return lambda x: x.real


@overload(runtime.expanded, jit_options=_strict)
def _expanded(tangent, like):
    if is_number(tangent, like):
        return lambda tangent, like: tangent
    if isinstance(tangent, types.Array) and isinstance(like, types.Array) and tangent.ndim == like.ndim:

        def checked(tangent, like):
            if tangent.shape == like.shape:
                return tangent
            return np.broadcast_to(tangent, like.shape).copy()

        return checked
    return None


# -- special functions -------------------------------------------------------------------------------------------------


@register_jitable
def _digamma_of_positive(x):
    total = 0.0
    while x < 8.0:
        total -= 1.0 / x
        x += 1.0
    square, series = 1.0 / (x * x), 0.0
    for k in range(len(_DIGAMMA) - 1, -1, -1):
        series = (series + _DIGAMMA[k]) * square
    return total + np.log(x) - 0.5 / x - series


@register_jitable
def _trigamma_of_positive(x):
    total = 0.0
    while x < 12.0:
        total += 1.0 / (x * x)
        x += 1.0
    square, series = 1.0 / (x * x), 0.0
    for k in range(len(_DIGAMMA), 0, -1):
        series = (series + 2 * k * _DIGAMMA[k - 1]) * square
    return total + 1.0 / x + 0.5 * square + series / x


@overload(runtime.digamma, jit_options=_strict)
def _digamma(x):
    def found(x):
        if x <= 0.0 and x == np.floor(x):
            return np.nan
        if x < 0.0:
            return _digamma_of_positive(1.0 - x) - np.pi / np.tan(np.pi * x)
        return _digamma_of_positive(float(x))

    return found if is_number(x) else None


@overload(runtime.trigamma, jit_options=_strict)
def _trigamma(x):
    def found(x):
        if x <= 0.0 and x == np.floor(x):
            return np.nan
        if x < 0.0:
            return (np.pi / np.sin(np.pi * x)) ** 2 - _trigamma_of_positive(1.0 - x)
        return _trigamma_of_positive(float(x))

    return found if is_number(x) else None


@overload(runtime.stop_gradient)
def _stop_gradient(x):
    return lambda x: x


# -- broadcasting -----------------------------------------------------------------------------------------------------


@overload(runtime.unbroadcast, jit_options=_strict)
def _unbroadcast(e, like):
    if is_number(e, like):
        is_cut = isinstance(e, types.Complex) and not isinstance(like, types.Complex)
        return (lambda e, like: e.real) if is_cut else (lambda e, like: e)
    if isinstance(e, types.Array) and is_number(like):
        return lambda e, like: e.sum()
    if not isinstance(like, types.Array) or not isinstance(like.dtype, types.Float):
        return None
    if isinstance(e, types.Float | types.Integer):
        return lambda e, like: np.full(like.shape, e, like.dtype)
    if isinstance(e, types.Array) and isinstance(e.dtype, types.Float):
        if e.ndim == like.ndim and e.dtype == like.dtype:
            return lambda e, like: summed_alike(e, like)
        return _summed_to_shape(e, like)
    return None


def _summed_to_shape(e, like):
    """Sums over the axes that `like` does not have, or has with one entry; repeats where `e` has one."""
    lead = max(e.ndim - like.ndim, 0)
    skip = max(like.ndim - e.ndim, 0)
    rank = max(e.ndim, like.ndim)
    start, source_start, target_start = (0,) * rank, (0,) * e.ndim, (0,) * like.ndim

    def summed(e, like):
        out = np.zeros(like.shape, like.dtype)
        sizes = start
        for k in range(rank):
            size = 1
            if k >= skip:
                size = e.shape[k - skip]
            if k >= lead and size == 1:
                size = like.shape[k - lead]
            if k >= lead and like.shape[k - lead] not in (1, size):
                raise ValueError("operands could not be broadcast together")
            sizes = tuple_setitem(sizes, k, size)
        source, target = source_start, target_start
        for index in np.ndindex(sizes):
            for k in range(rank):
                if k >= skip:
                    source = tuple_setitem(source, k - skip, index[k] if e.shape[k - skip] != 1 else 0)
                if k >= lead:
                    target = tuple_setitem(target, k - lead, index[k] if like.shape[k - lead] != 1 else 0)
            out[target] += e[source]
        return out

    return summed


# -- scattering -------------------------------------------------------------------------------------------------------


@register_jitable
def wrapped(k, n):
    if k < -n or k >= n:
        raise IndexError("index is out of bounds")
    return k + n if k < 0 else k


def _is_index_vector(kind) -> bool:
    return isinstance(kind, types.Array) and kind.ndim == 1 and isinstance(kind.dtype, types.Integer)


@overload(runtime.add_at, jit_options=_strict)
def _add_at(bar, index, e):
    if not isinstance(bar, types.Array):
        return None
    if _is_index_vector(index) and bar.ndim == 1:
        if is_number(e):

            def add_number(bar, index, e):
                for k in range(index.shape[0]):
                    bar[wrapped(index[k], bar.shape[0])] += e

            return add_number

        def add(bar, index, e):
            if e.shape[0] != index.shape[0]:
                raise ValueError("operands could not be broadcast together")
            for k in range(index.shape[0]):
                bar[wrapped(index[k], bar.shape[0])] += e[k]

        return add if isinstance(e, types.Array) and e.ndim == 1 else None
    if _is_index_vector(index) and isinstance(e, types.Array) and e.ndim == bar.ndim:

        def add_rows(bar, index, e):
            if e.shape[0] != index.shape[0]:
                raise ValueError("operands could not be broadcast together")
            for k in range(index.shape[0]):
                row = wrapped(index[k], bar.shape[0])
                bar[row] += e[k]

        return add_rows
    return _add_at_other(bar, index, e)


def _add_at_other(bar, index, e):
    """Parts that no entry is in twice, and entries whose places are given axis by axis."""
    items = index if isinstance(index, types.BaseTuple) else (index,)
    if all(isinstance(item, _PLAIN) for item in items):

        def add_part(bar, index, e):
            bar[index] += e

        return add_part
    if isinstance(index, types.Array) and isinstance(index.dtype, types.Boolean) and index.ndim == bar.ndim:
        step = "e" if is_number(e) else "e[count]"
        lines = ["count = 0", "for k, chosen in ndenumerate(index):"]
        lines += ["    if chosen:", f"        bar[k] += {step}", "        count += 1"]
        return text_function("bar, index, e", lines, ndenumerate=np.ndenumerate)
    vectors = [k for k, item in enumerate(items) if _is_index_vector(item)]
    is_listed = vectors and all(_is_index_vector(i) or isinstance(i, types.Integer) for i in items)
    if not is_listed or len(items) != bar.ndim or not (is_number(e) or e.ndim == 1):
        return None
    places = ", ".join(
        f"wrapped(index[{k}]{'[k]' if k in vectors else ''}, bar.shape[{k}])" for k in range(len(items))
    )
    lines = [f"if index[{k}].shape[0] != index[{vectors[0]}].shape[0]: raise ValueError('shape mismatch')"
             for k in vectors[1:]]  # fmt: skip
    lines.append(f"for k in range(index[{vectors[0]}].shape[0]):")
    lines.append(f"    bar[{places}] += {'e' if is_number(e) else 'e[k]'}")
    return text_function("bar, index, e", lines, wrapped=wrapped)


_PLAIN = (types.Integer, types.SliceType, types.EllipsisType, types.NoneType)


@overload(runtime.take_last, jit_options=_strict)
def _take_last(bar, index):
    if not (isinstance(bar, types.Array) and bar.ndim == 1 and _is_index_vector(index)):
        return None

    def take(bar, index):
        owner = np.empty(bar.shape[0], np.int64)
        for k in range(index.shape[0]):
            owner[wrapped(index[k], bar.shape[0])] = k
        taken = np.zeros(index.shape[0], bar.dtype)
        for k in range(index.shape[0]):
            place = wrapped(index[k], bar.shape[0])
            if owner[place] == k:
                taken[k] = bar[place]
        return taken

    return take


# -- largest and smallest entries -------------------------------------------------------------------------------------


@overload(runtime.extremum_bar, jit_options=_strict)
def _extremum_bar(e, x, y, axis=None, keepdims=False):
    if not (isinstance(x, types.Array) and is_number(e, y)):
        return None

    def shared(e, x, y, axis=None, keepdims=False):
        out = np.zeros(x.shape, np.float64)
        count = 0
        for value in x.flat:
            count += value == y
        for k, value in np.ndenumerate(x):
            if value == y:
                out[k] = e / count
        return out

    return shared


@overload(runtime.extremum_dot, jit_options=_strict)
def _extremum_dot(d, x, y, axis=None, keepdims=False):
    if not (isinstance(x, types.Array) and isinstance(d, types.Array) and d.ndim == x.ndim and is_number(y)):
        return None

    def mean(d, x, y, axis=None, keepdims=False):
        total, count = 0.0, 0
        for k, value in np.ndenumerate(x):
            if value == y:
                total += d[k]
                count += 1
        return total / max(count, 1)

    return mean


@overload(runtime.check_count)
def _check_count(values, count):
    def check(values, count):
        if len(values) > count:
            raise ValueError("too many values to unpack")
        if len(values) < count:
            raise ValueError("not enough values to unpack")

    return check if isinstance(values, types.Array) else None
