"""Choosing, sorting and joining, backwards, in compiled code.  Imported only where Numba is installed."""

from __future__ import annotations

import numpy as np
from numba import types
from numba.extending import overload, register_jitable

from tangentx import runtime
from tangentx.backends.numba_runtime import shares_memory
from tangentx.backends.numba_trees import is_number, is_vector, text_function

_strict = {"error_model": "numpy"}


def is_axis(kind, *accepted) -> bool:
    """An axis that is left out, or one of these numbers, known while compiling."""
    if isinstance(kind, types.Omitted):
        kind = types.literal(kind.value) if kind.value is not None else types.none
    if kind is None or isinstance(kind, types.NoneType):
        return None in accepted
    if isinstance(kind, int):
        return kind in accepted
    return isinstance(kind, types.Literal) and kind.literal_value in accepted


# -- the builtin max and min -------------------------------------------------------------------------------------------


def _numbers_of(operands) -> bool:
    return isinstance(operands, types.BaseTuple) and len(operands) > 1 and is_number(*operands)


@overload(runtime.choice_bars, jit_options=_strict)
def _choice_bars(e, operands, y):
    if _numbers_of(operands):
        places = range(len(operands))
        count = " + ".join(f"(1 if operands[{k}] == y else 0)" for k in places)
        parts = ", ".join(f"e / count if operands[{k}] == y else 0.0 * e" for k in places)
        return text_function("e, operands, y", [f"count = {count}", f"return [{parts}]"])
    if isinstance(operands, types.BaseTuple) and len(operands) == 1 and is_vector(operands[0]):

        def shared_in_array(e, operands, y):
            tied = (operands[0] == y).astype(np.float64)
            return [tied * (e / np.sum(tied))]

        return shared_in_array
    if isinstance(operands, types.BaseTuple) and len(operands) == 1:

        def shared(e, operands, y):
            count = 0
            for x in operands[0]:
                count += 1 if x == y else 0
            return [[e / count if x == y else 0.0 * e for x in operands[0]]]

        return shared
    return None


@overload(runtime.choice_dot, jit_options=_strict)
def _choice_dot(dots, operands, y):
    if _numbers_of(operands) and _numbers_of(dots):
        places = range(len(operands))
        count = " + ".join(f"(1 if operands[{k}] == y else 0)" for k in places)
        total = " + ".join(f"(dots[{k}] if operands[{k}] == y else 0.0)" for k in places)
        return text_function("dots, operands, y", [f"return ({total}) / ({count})"])
    if isinstance(operands, types.BaseTuple) and len(operands) == 1:

        def mean(dots, operands, y):
            total, count = 0.0, 0
            for k in range(len(operands[0])):
                if operands[0][k] == y:
                    total += dots[0][k]
                    count += 1
            return total / count

        return mean
    return None


@overload(runtime.clip_part, jit_options=_strict)
def _clip_part(e, which, x, low, high):
    bounded = all(is_number(kind) or isinstance(kind, types.NoneType) for kind in (low, high))
    if not (is_number(e, x) and bounded and isinstance(which, types.StringLiteral)):
        return None
    lines = [
        "low = -np.inf" if isinstance(low, types.NoneType) else "low = lower",
        "high = np.inf" if isinstance(high, types.NoneType) else "high = upper",
        "raised = np.maximum(x, low)",
    ]
    if which.literal_value == "high":
        lines.append("return pick(e, raised, high)")
    else:
        ends = "x, low" if which.literal_value == "x" else "low, x"
        lines.append(f"return pick(pick(e, high, raised), {ends})")
    part = text_function("e, which, x, lower, upper", lines, np=np, pick=runtime.pick_larger)
    return text_function(
        "e, which, x, low, high", ["return part(e, which, x, low, high)"], part=register_jitable(part)
    )


# -- sorting -----------------------------------------------------------------------------------------------------------


def _sorts(e, x, axis) -> bool:
    return is_vector(e) and is_vector(x) and is_axis(axis, None, -1, 0)


@overload(runtime.sort_bar, jit_options=_strict)
def _sort_bar(e, x, axis=-1):
    if not _sorts(e, x, axis):
        return None

    def back(e, x, axis=-1):
        order = np.argsort(x, kind="mergesort")
        out = np.zeros_like(e)
        first = 0
        while first < order.shape[0]:
            end, total = first + 1, e[first]
            while end < order.shape[0] and x[order[end]] == x[order[first]]:
                total += e[end]
                end += 1
            for k in range(first, end):
                out[order[k]] = total / (end - first)
            first = end
        return out

    return back


@overload(runtime.sort_dot, jit_options=_strict)
def _sort_dot(d, x, axis=-1):
    if not _sorts(d, x, axis):
        return None

    def sorted_tangent(d, x, axis=-1):
        order = np.argsort(x, kind="mergesort")
        out = np.empty_like(d)
        first = 0
        while first < order.shape[0]:
            end, total = first + 1, d[order[first]]
            while end < order.shape[0] and x[order[end]] == x[order[first]]:
                total += d[order[end]]
                end += 1
            for k in range(first, end):
                out[k] = total / (end - first)
            first = end
        return out

    return sorted_tangent


# -- products and differences of neighbours ----------------------------------------------------------------------------


@overload(runtime.product_of_others, jit_options=_strict)
def _product_of_others(x, axis=None):
    if not (isinstance(x, types.Array) and (x.ndim == 1 or is_axis(axis, None))):
        return None
    if not is_axis(axis, None, 0, -1):
        return None

    def others(x, axis=None):
        out = np.ones(x.shape, x.dtype)
        before = 1.0
        flat, found = np.ascontiguousarray(x).reshape(-1), out.reshape(-1)
        for k in range(flat.shape[0]):
            found[k] = before
            before = before * flat[k]
        after = 1.0
        for k in range(flat.shape[0] - 1, -1, -1):
            found[k] = found[k] * after
            after = after * flat[k]
        return out

    return others if isinstance(x.dtype, types.Float) else None


@overload(runtime.cumprod_bar, jit_options=_strict)
def _cumprod_bar(e, x, axis=None):
    if not (is_vector(e) and is_vector(x) and is_axis(axis, None, 0, -1)):
        return None
    if not isinstance(x.dtype, types.Float):
        return None

    def back(e, x, axis=None):
        n = x.shape[0]
        out = np.zeros_like(x)
        before = np.empty_like(x)
        product = 1.0
        for k in range(n):
            before[k] = product
            product *= x[k]
        after = 0.0
        for k in range(n - 1, -1, -1):
            after = e[k] + (x[k + 1] * after if k + 1 < n else 0.0)
            out[k] = before[k] * after
        return out

    return back


@overload(runtime.cumprod_dot, jit_options=_strict)
def _cumprod_dot(d, x, axis=None):
    if not (is_vector(d) and is_vector(x) and is_axis(axis, None, 0, -1)):
        return None
    if not isinstance(x.dtype, types.Float):
        return None

    def tangent(d, x, axis=None):
        out = np.zeros_like(x)
        before, last = 1.0, 0.0
        for k in range(x.shape[0]):
            last = before * d[k] + x[k] * last
            before *= x[k]
            out[k] = last
        return out

    return tangent


@overload(runtime.diff_bar, jit_options=_strict)
def _diff_bar(e, x, n=1, axis=-1):
    if not (is_vector(e) and is_vector(x) and is_axis(n, 1) and is_axis(axis, -1, 0)):
        return None

    def back(e, x, n=1, axis=-1):
        out = np.zeros(x.shape[0], e.dtype)
        for k in range(e.shape[0]):
            out[k + 1] += e[k]
            out[k] -= e[k]
        return out

    return back


# -- joining -----------------------------------------------------------------------------------------------------------


@overload(runtime.split_like, jit_options=_strict)
def _split_like(e, xs, axis=0, lift=None):
    axes = [k for k in range(getattr(e, "ndim", 0)) if is_axis(axis, k, k - e.ndim)]
    if is_vector(e) and is_axis(axis, None) and all(is_vector(x) or is_number(x) for x in xs):
        axes = [0]  # `np.append`
    if not axes or not isinstance(xs, types.BaseTuple):
        return None
    lines, start = [], "0"
    for k, x in enumerate(xs):
        rank = x.ndim if isinstance(x, types.Array) else 0 if is_number(x) else -1
        if not e.ndim - 1 <= rank <= e.ndim:
            return None
        width = f"xs[{k}].shape[{axes[0]}]" if rank == e.ndim else "1"
        lines.append(f"end_{k} = {start} + {width}")
        place = f"{start}:end_{k}" if rank == e.ndim else start
        lines.append(f"part_{k} = e[{':, ' * axes[0]}{place}]")
        start = f"end_{k}"
    parts = "".join(f"part_{k}, " for k in range(len(xs)))
    return text_function("e, xs, axis=0, lift=None", [*lines, f"return ({parts})"])


@overload(runtime.unstack, jit_options=_strict)
def _unstack(e, axis=0):
    if isinstance(e, types.Array) and e.ndim > 1 and is_axis(axis, 0):
        return lambda e, axis=0: [e[k] for k in range(e.shape[0])]
    if isinstance(e, types.Array) and e.ndim == 2 and is_axis(axis, 1, -1):
        return lambda e, axis=0: [e[:, k] for k in range(e.shape[1])]
    return None


# -- views -------------------------------------------------------------------------------------------------------------


@overload(runtime.part_like, jit_options=_strict)
def _part_like(bar, base_bar, value, base):
    if not all(isinstance(kind, types.Array) for kind in (bar, base_bar, value, base)):
        return None

    def part(bar, base_bar, value, base):
        if not shares_memory(value, base):
            return np.zeros(value.shape, bar.dtype)
        if bar.size > 0 and not shares_memory(bar, base_bar):
            raise ValueError("an array is written through a view of it, in another memory order")
        return bar

    return part


@overload(runtime.like_view, jit_options=_strict)
def _like_view(dot, base_dot, value, base):
    if not all(isinstance(kind, types.Array) for kind in (dot, base_dot, value, base)):
        return None

    def view(dot, base_dot, value, base):
        if not shares_memory(value, base):
            return dot.copy()
        if dot.size > 0 and not shares_memory(dot, base_dot):
            raise ValueError("an array is written through a view of it, in another memory order")
        return dot

    return view


@overload(runtime.at_flat, jit_options=_strict)
def _at_flat(shape, index):
    if not (isinstance(shape, types.UniTuple) and isinstance(index, types.Integer)):
        return None
    lines, names = ["rest = index"], [f"k_{axis}" for axis in range(len(shape))]
    for axis in reversed(range(1, len(shape))):
        lines += [f"k_{axis} = rest % shape[{axis}]", f"rest = rest // shape[{axis}]"]
    lines += ["if index < 0:", "    rest = rest + shape[0]", "k_0 = rest"]
    lines += ["if rest < 0 or rest >= shape[0]:", "    raise IndexError('index is out of bounds')"]
    return text_function("shape, index", [*lines, f"return ({', '.join(names)},)"])


# -- interpolation -----------------------------------------------------------------------------------------------------


@overload(runtime.interp_slope, jit_options=_strict)
def _interp_slope(x, xp, fp):
    if not (is_vector(xp) and is_vector(fp)):
        return None

    def slope(x, xp, fp):
        k = min(max(np.searchsorted(xp, x, side="right") - 1, 0), len(xp) - 2)
        return (fp[k + 1] - fp[k]) / (xp[k + 1] - xp[k]) if xp[0] <= x <= xp[-1] else 0.0

    if is_number(x):
        return slope
    if not is_vector(x):
        return None
    one = register_jitable(slope)

    def slopes(x, xp, fp):
        out = np.empty(x.shape[0])
        for k in range(x.shape[0]):
            out[k] = one(x[k], xp, fp)
        return out

    return slopes


@overload(runtime.interp_bar, jit_options=_strict)
def _interp_bar(e, x, xp):
    if not is_vector(xp):
        return None

    def add(out, e, x, xp):
        k = min(max(np.searchsorted(xp, x, side="right") - 1, 0), len(xp) - 2)
        weight = min(max((x - xp[k]) / (xp[k + 1] - xp[k]), 0.0), 1.0)
        out[k] += e * (1.0 - weight)
        out[k + 1] += e * weight

    one = register_jitable(add)

    def back_number(e, x, xp):
        out = np.zeros(len(xp))
        one(out, e, x, xp)
        return out

    def back(e, x, xp):
        out = np.zeros(len(xp))
        for k in range(x.shape[0]):
            one(out, e[k], x[k], xp)
        return out

    def back_same(e, x, xp):
        out = np.zeros(len(xp))
        for k in range(x.shape[0]):
            one(out, e, x[k], xp)
        return out

    if is_number(e, x):
        return back_number
    if is_vector(x):
        return back_same if is_number(e) else back if is_vector(e) else None
    return None
