"""The few functions that emitted code may call.  NumPy only.

Each is either linear in its first argument and has a rule itself (`templates/runtime.py`), or is written in the
language that tangentx differentiates.  Shapes are given in the docstrings; everything takes arrays of any size, rank 0
and rank empty included, and Python numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tangentx.assurances import (  # noqa: F401
    check_arguments,
    check_array,
    check_count,
    check_disjoint,
    check_distinct,
    check_finished,
    check_first_arguments,
    check_floats,
    check_given,
    check_iterable,
    check_leaf,
    check_least,
    check_node,
    check_object,
    check_one_kind,
    check_ordered,
    check_sequence,
    check_there,
    check_vector,
)
from tangentx.branches import end_of, leaf, part_of, twig  # noqa: F401
from tangentx.checkpointing import (  # noqa: F401
    binomial_split,
    checkpoint,
    chosen_snapshots,
    default_snapshots,
    snapshot_slot,
)
from tangentx.contractions import (  # noqa: F401 - emitted code finds every helper here
    cofactor,
    cross_bar_left,
    cross_bar_right,
    cross_product,
    dot_bar_left,
    dot_bar_right,
    einsum_bar,
    einsum_bar_dot,
    einsum_dot,
    einsum_dots,
    einsum_mixed_bar,
    einsum_mixed_dot,
    kron_bar_left,
    kron_bar_right,
    matmul_bar_left,
    matmul_bar_right,
    matrix_power_dot,
    other_way,
    solve_bar,
    solve_dot,
    solve_for,
    tensordot_bar_left,
    tensordot_bar_right,
    triangle,
    triangular_bar,
    triangular_product,
)  # fmt: skip
from tangentx.errors import TangentxError  # noqa: F401
from tangentx.instances import instance  # noqa: F401
from tangentx.interpolation import integrated, interpolated, surface, surface_value  # noqa: F401
from tangentx.memory import Adjoints, copied_together  # noqa: F401
from tangentx.patterns import is_mapping, is_sequence, without_keys  # noqa: F401
from tangentx.rearrangements import (  # noqa: F401
    add_at,
    along_axis,
    as_column,
    at_flat,
    diag_bar,
    diagonal_bar,
    getitem_bar,
    interp_bar,
    interp_slope,
    join_lifted,
    meshgrid_bar,
    multiply_at_bar,
    multiply_at_dot,
    pad_bar,
    repeat_bar,
    resize_bar,
    restructure,
    rollaxis_bar,
    running_places,
    same_entries,
    split_like,
    take_along_axis_bar,
    take_bar,
    tile_bar,
    transpose_bar,
    unpad,
    unstack,
    windows_bar,
)
from tangentx.shadows import (  # noqa: F401 - emitted code imports everything from here
    add_into,
    add_trees,
    added,
    along,
    copied,
    copy_tree,
    direction,
    expanded,
    expanded_along,
    last_written_bar,
    like_view,
    part_like,
    primal_namespace,
    real_where,
    shadow,
    shape_of_list,
    stacked,
    stop_gradient,
    take_last,
    writable,
    zero_tangent,
    zero_tangents,
)  # fmt: skip
from tangentx.slopes import (  # noqa: F401
    divide_or_zero,
    exponent_partial,
    logaddexp_partial,
    power_partial,
    zero_or_divide,
    zero_or_multiply,
    zero_where,
)
from tangentx.special import digamma, sinc_partial, trigamma  # noqa: F401
from tangentx.spectral import (  # noqa: F401
    eigenpairs,
    norm_partial,
    normalised_bar,
    normalised_dot,
    over_gaps,
    over_values,
    polynomial_roots,
    surely_real,
    whole_bar,
    whole_dot,
)
from tangentx.triangular import log_determinant_bar, lower_outer, triangular_solve  # noqa: F401

# -- adjoints of broadcasting and reductions -------------------------------------------------------------------------


def unbroadcast(e: Any, like: Any) -> Any:
    """`e` summed over the axes along which `like` was broadcast to it; with the shape and the dtype of `like`.

    The dtype is never integer, and the real part is taken where `like` is real.
    """
    if type(e) is type(like) is np.ndarray and e.shape == like.shape and e.dtype == like.dtype:
        return e
    shape = shape_of_list(like) if isinstance(like, list | tuple) else np.shape(like)
    e = np.asarray(e)
    if e.shape != shape:
        if e.ndim > len(shape):
            e = e.sum(axis=tuple(range(e.ndim - len(shape))))
        stretched = tuple(i for i, n in enumerate(e.shape) if n != 1 and shape[i - e.ndim + len(shape)] == 1)
        # An axis of `like` of size 1 may have been stretched to size 0 as well.  A store drops its leading axes of 1.
        if stretched:
            e = e.sum(axis=stretched, keepdims=True)
        e = e if e.shape == shape else np.broadcast_to(e, shape).copy()
    dtype = like.dtype if isinstance(like, np.ndarray | np.generic) else np.result_type(type(like), float)
    if e.dtype.kind == "c" and dtype.kind != "c":
        e = e.real
    if dtype.kind in "fc" and e.dtype != dtype:
        e = e.astype(dtype)
    return np.asarray(e) if isinstance(like, np.ndarray) else e[()]  # a sum of all entries is a number


def unreduce(bar: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The adjoint of a reduction of `x` over `axis`, with the reduced axes back as axes of size 1."""
    if keepdims or axis is None or np.ndim(x) == 0:
        return bar
    return np.expand_dims(bar, _axes(axis, np.ndim(x)))


def reduced_size(x: Any, axis: Any = None) -> int:
    """How many entries of `x` go into one entry of a reduction over `axis` (1 instead of 0)."""
    shape = np.shape(x)
    axes = range(len(shape)) if axis is None else _axes(axis, len(shape))
    return max(math.prod(shape[a] for a in axes), 1)


def _axes(axis: Any, ndim: int) -> tuple[int, ...]:
    axes = axis if isinstance(axis, tuple | list) else (axis,)
    return tuple(sorted(int(a) % ndim for a in axes)) if ndim else ()


def real(x: Any) -> Any:
    """The real part; what the `real` of the rule language becomes where the type of `x` is not known."""
    return np.real(x)


# -- kinks and singular points (shared among the tied, 0 at the kink, finite where calculus is) -----------------------


def pick_larger(e: Any, x: Any, y: Any) -> Any:
    """`e` where `x` is larger than `y`, half of it where they are equal, else 0."""
    return np.where(np.greater(x, y), e, np.where(np.equal(x, y), np.multiply(e, 0.5), np.zeros_like(e)))


def clip_part(e: Any, which: str, x: Any, low: Any, high: Any) -> Any:
    """The part of `e` that goes to "x", "low" or "high" in `minimum(maximum(x, low), high)`; a bound may be None."""
    low = -np.inf if low is None else low
    high = np.inf if high is None else high
    raised = np.maximum(x, low)
    if which == "high":
        return pick_larger(e, raised, high)
    below = pick_larger(e, high, raised)
    return pick_larger(below, x, low) if which == "x" else pick_larger(below, low, x)


def extremum_bar(e: Any, x: Any, y: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Adjoint of `y = max(x, axis)` or `min`: `e` shared equally among the entries of `x` that equal `y`."""
    chosen = np.equal(x, unreduce(y, x, axis, keepdims))
    count = np.sum(chosen, axis=axis, keepdims=True, dtype=np.asarray(x).dtype)
    return np.where(
        chosen, unreduce(e, x, axis, keepdims) / np.where(count == 0, 1, count), np.zeros_like(e, shape=())
    )


def extremum_dot(d: Any, x: Any, y: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Tangent of `y = max(x, axis)` or `min`: the mean of `d` over the entries of `x` that equal `y`."""
    chosen = np.equal(x, unreduce(y, x, axis, keepdims))
    count = np.sum(chosen, axis=axis, keepdims=keepdims, dtype=np.asarray(x).dtype)
    total = np.sum(np.where(chosen, d, np.zeros_like(d)), axis=axis, keepdims=keepdims)
    return total / np.where(count == 0, 1, count)


def choice_bars(e: Any, operands: Sequence, y: Any) -> list:
    """Adjoints of the builtin `max(*operands)` or `min`: `e` shared among those equal to `y`.

    One operand is the sequence that is chosen from, and that may have one element.
    """
    if len(operands) == 1:
        return [_shares(e, tuple(operands[0]), y)]
    return _shares(e, operands, y)


def _shares(e: Any, items: Sequence, y: Any) -> list:
    chosen = [_is_chosen(x, y) for x in items]
    bars = [e / sum(chosen) if c else np.zeros_like(e)[()] for c in chosen]
    if any(isinstance(x, np.ndarray) for x in (y, *items)):  # with one entry, next to numbers
        return [np.reshape(bar, np.shape(x))[()] for bar, x in zip(bars, items, strict=True)]
    return bars


def choice_dot(dots: Sequence, operands: Sequence, y: Any) -> Any:
    """Tangent of the builtin `max(*operands)` or `min`: the mean over those equal to `y`."""
    several = len(operands) > 1
    pairs = zip(dots, operands, strict=True) if several else zip(dots[0], operands[0], strict=True)
    chosen = [d for d, x in pairs if _is_chosen(x, y)]
    return sum(chosen) / len(chosen)


def _is_chosen(x: Any, y: Any) -> bool:
    return bool(x == y) or bool(x != x) and bool(y != y)


def product_of_others(x: Any, axis: Any = None) -> Any:
    """For each entry of `x`, the product of the other entries along `axis`; exact where entries are 0."""
    rows, back = _rows(x, axis)
    before, after = _exclusive(rows)
    return back(before * after)


def product_of_others_dot(d: Any, x: Any, axis: Any = None) -> Any:
    """Tangent of `product_of_others(x, axis)`; it is its own adjoint (a matrix of second derivatives)."""
    rows, back = _rows(x, axis)
    d_rows = _rows(d, axis)[0]
    before, after = _exclusive(rows)
    up = slice(None, None, -1)
    before_dot = cumprod_dot(_shifted(d_rows, 0), _shifted(rows, 1), -1)
    after_dot = cumprod_dot(_shifted(d_rows[..., up], 0), _shifted(rows[..., up], 1), -1)[..., up]
    return back(before_dot * after + before * after_dot)


def _rows(x: Any, axis: Any) -> tuple[Any, Callable]:
    """`x` with the axes of a reduction joined into the last one, and the way back."""
    x = np.asarray(x)
    axes = tuple(range(x.ndim)) if axis is None else _axes(axis, x.ndim)
    last = range(x.ndim - len(axes), x.ndim)
    moved = np.moveaxis(x, axes, last)
    rows = moved.reshape(*moved.shape[: x.ndim - len(axes)], math.prod(moved.shape[x.ndim - len(axes) :]))
    return rows, lambda rows: np.moveaxis(rows.reshape(moved.shape), last, axes)


def _shifted(rows: Any, first: float) -> Any:
    """The entries one place later in their rows, `first` in front."""
    return np.concatenate([np.full_like(rows[..., :1], first), rows[..., :-1]], axis=-1)


def _exclusive(rows: Any) -> tuple[Any, Any]:
    """The product of the entries before and of those after each entry of a row."""
    before = np.cumprod(_shifted(rows, 1), axis=-1)
    after = np.cumprod(_shifted(rows[..., ::-1], 1), axis=-1)[..., ::-1]
    return before, after


def cumprod_bar(e: Any, x: Any, axis: Any = None) -> Any:
    """Adjoint of `cumprod(x, axis)`, exact where entries are 0 (a Horner scheme from the end)."""
    rows = np.ravel(x) if axis is None or np.ndim(x) == 0 else np.moveaxis(x, axis, 0)
    e = np.moveaxis(e, 0 if axis is None or np.ndim(x) == 0 else axis, 0)
    out = np.zeros_like(rows, dtype=np.result_type(rows, e))
    before = np.concatenate([np.ones_like(rows[:1]), np.cumprod(rows, axis=0)[:-1]]) if len(rows) else rows
    sum_after = np.zeros_like(out[0]) if len(rows) else None
    for k in range(len(rows) - 1, -1, -1):
        sum_after = e[k] + (np.conj(rows[k + 1]) * sum_after if k + 1 < len(rows) else 0)
        out[k] = np.conj(before[k]) * sum_after
    return out.reshape(np.shape(x)) if axis is None or np.ndim(x) == 0 else np.moveaxis(out, 0, axis)


def cumprod_dot(d: Any, x: Any, axis: Any = None) -> Any:
    """Tangent of `cumprod(x, axis)`, exact where entries are 0."""
    flat = axis is None or np.ndim(x) == 0
    rows = np.ravel(x) if flat else np.moveaxis(x, axis, 0)
    d = np.ravel(d) if flat else np.moveaxis(d, axis, 0)
    out = np.zeros_like(rows, dtype=np.result_type(rows, d))
    before = np.concatenate([np.ones_like(rows[:1]), np.cumprod(rows, axis=0)[:-1]]) if len(rows) else rows
    for k in range(len(rows)):
        out[k] = before[k] * d[k] + (rows[k] * out[k - 1] if k else 0)
    return out if flat else np.moveaxis(out, 0, axis)


def diff_bar(e: Any, x: Any, n: int = 1, axis: int = -1) -> Any:
    """Adjoint of `diff(x, n, axis)`."""
    if np.size(e) == 0:
        return np.zeros_like(x)
    e = np.moveaxis(e, axis, 0)
    for _ in range(n):
        zero = np.zeros_like(e[:1])
        e = -np.diff(np.concatenate([zero, e, zero]), axis=0)
    return np.moveaxis(e, 0, axis)


def sort_bar(e: Any, x: Any, axis: int | None = -1) -> Any:
    """Adjoint of `sort(x, axis)`: back to where each entry came from, tied entries sharing equally."""
    flat = axis is None
    rows, e = (np.ravel(x), np.ravel(e)) if flat else (x, e)
    order = np.argsort(rows, axis=-1 if flat else axis, kind="stable")
    out = np.zeros_like(e)
    np.put_along_axis(
        out, order, _mean_of_ties(e, rows, order, -1 if flat else axis), axis=-1 if flat else axis
    )
    return out.reshape(np.shape(x))


def sort_dot(d: Any, x: Any, axis: int | None = -1) -> Any:
    """Tangent of `sort(x, axis)`, tied entries sharing equally."""
    if axis is None:
        return sort_dot(np.ravel(d), np.ravel(x), -1)
    order = np.argsort(x, axis=axis, kind="stable")
    return _mean_of_ties(np.take_along_axis(d, order, axis=axis), x, order, axis)


def _mean_of_ties(e: Any, x: Any, order: Any, axis: int) -> Any:
    """`e`, given in sorted order, averaged over runs of equal entries of `x`."""
    values = np.moveaxis(np.take_along_axis(x, order, axis=axis), axis, -1)
    new = np.ones(values.shape, bool)
    new[..., 1:] = values[..., 1:] != values[..., :-1]
    if new.all():
        return e
    run = np.cumsum(new.ravel()) - 1
    moved = np.moveaxis(e, axis, -1)
    total = np.zeros(run[-1] + 1, moved.dtype)
    np.add.at(total, run, moved.ravel())
    mean = total / np.bincount(run).astype(moved.real.dtype)
    return np.moveaxis(mean[run].reshape(moved.shape), -1, axis)
