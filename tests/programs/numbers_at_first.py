"""Numbers that become arrays later: sums, velocities and states that start at 0.0 or 1, products in between."""

from __future__ import annotations

import numpy as np

from tests.programs import program

R = np.random.default_rng(314)
ROWS, MORE = R.uniform(0.3, 1.0, (4, 4)), R.uniform(0.3, 1.0, (3, 4))
W, V = R.uniform(0.3, 1.0, 4), R.uniform(0.3, 1.0, 4)


def rows_by_horner(rows, x, scale):
    total = 0.0
    for row in rows:
        total = total * x + row
    return total + scale * np.log(x)


def horner_with_weights(rows, x, w):
    total = 0
    for row in rows:
        total = total * x * w + row
    return np.sum(total)


def product_that_feeds_a_number(rows, x, w):
    total, factor = 0, 1.0
    for k in range(len(rows)):
        if k > 0:
            factor = factor + np.dot(total, w)
        total = total * x + rows[k] * factor
    return total @ w * factor


def never_an_array(rows, x, w):
    factor = 1.0
    found = 0.0
    for _ in range(3):
        if x > 5.0:
            factor = factor * w
        found = found + np.sum(factor * x) + np.sum(factor * w) + np.mean(factor)
    return found * x


def number_of_either_kind(rows, x, w):
    factor = 1
    for _ in range(3):
        if x > 5.0:
            factor = factor * w
    return factor * x


def best_of_none(rows, x, w):
    best = 0.0
    for k in range(len(rows)):
        if np.sum(rows[k]) > 1e9:
            best = rows[k]
    return best * x + np.exp(best) * x


def several_results(rows, x, w):
    factor = 1
    for _ in range(3):
        if x > 5.0:
            factor = factor * w
        y = np.sum(factor * x)
    return y, factor * x, {"a": factor * x, "b": [factor * x]}


def momentum(rows, x, w):
    v = 0.0
    for _ in range(4):
        g = rows @ w - w
        v = x * v - 0.1 * g
        w = w + v
    return np.sum(w * w)


def adam(rows, x, w):
    m = v = 0.0
    for _ in range(4):
        g = rows @ w - w
        m = x * m + (1 - x) * g
        v = x * v + (1 - x) * g * g
        w = w - 0.1 * m / (np.sqrt(v) + 1e-3)
    return np.linalg.norm(w)


def forgets(rows, x, w):
    state = 0.0
    for k in range(4):
        state = state - x * (state - w)
        if k == 1:
            state = 0.0
    return np.sum(np.outer(state, w))


def gates(rows, x, w):
    h = 0
    c = 0
    for row in rows:
        f = 1 / (1 + np.exp(-(row * x + h)))
        c = f * c + (1 - f) * np.tanh(row + h * w)
        h = f * np.tanh(c)
    return np.sum(h)


def outer_product_of_a_number(rows, x, w):
    p = 1.0
    for k in range(3):
        z = np.tanh(p) * x * w
        rows = rows + np.outer(w, p) if k > 1 else rows
        p = p * np.where(z > 0.2, z, 0.1) + z
    return np.sum(p) + np.sum(rows**2)


program(rows_by_horner, (ROWS, 0.7, 0.4), (MORE, 0.5, 0.3))
for f in (
    horner_with_weights, product_that_feeds_a_number, never_an_array, number_of_either_kind, best_of_none,
    several_results, momentum, adam, forgets, gates,
):  # fmt: skip
    program(f, (ROWS, 0.7, W), (ROWS * 0.8, 0.5, V), wrt=1)
program(outer_product_of_a_number, (ROWS, 0.7, W), (ROWS * 0.8, 0.5, V), wrt=(0, 1, 2))


def pending_factor(x, w):
    total, factor = x, -1
    k = 0
    while k < 3:
        total += x * factor
        factor = w
        k += 1
    return total


def factor_of_either_kind(x, w):
    total = x
    for k in range(3):
        total += x * (w if k else 2.0)
    return np.sum(total**2)


def whole_until_divided(n, x):
    a = n
    for _ in range(3):
        if isinstance(a, int):
            x = x * 2.0
        a = a / 2
    return x * a


def mean_of_a_whole_number(b, x):
    k = 0
    while k < 3:
        if isinstance(b, float):
            x = x * 1.5
        else:
            b = np.mean(b)
        k += 1
    return b * x


def array_that_becomes_a_number(x, w):
    b = w
    for _ in range(len(w)):
        if isinstance(b, np.ndarray):
            x = x * np.sum(b)
            b = int(np.sum(b) > 0)
        b = 1.0 + b
    return b * x


def list_that_becomes_an_array(x, w):
    b = list(w)
    for _ in range(len(w)):
        b = w * x
    return np.sum(b) * x


def list_or_a_number(x, w):
    b = list(w)
    if w[1] > 0:
        b = b or x
    return np.sum(w) + np.sum(b) * x


def mean_of_a_number(x, w):
    factor = 1.0
    found = 0.0
    for _ in range(3):
        if x > 5.0:
            factor = factor * w
        part = factor * x
        found = found + np.mean(part) * x + np.var(part) + np.std(part + w) + np.linalg.norm(part)
        found = found + np.mean(part, axis=None) + np.max(part) + np.prod(part)
    return found


def reset_to_a_number(x, w):
    a = w
    for _ in range(3):
        if not np.isscalar(a):
            x = x + np.mean(a) * x
        a = 1
    return np.mean(a) + x


for f in (
    mean_of_a_number,
    reset_to_a_number,
    pending_factor,
    factor_of_either_kind,
    array_that_becomes_a_number,
    list_that_becomes_an_array,
    list_or_a_number,
):
    program(f, (0.7, W), (0.5, V), wrt=(0, 1))
program(whole_until_divided, (3, 0.7), (5, 0.2), wrt=1)
program(mean_of_a_whole_number, (3, 0.7), (5, 0.2), wrt=1)


def complex_on_one_path(x, w):
    d = x * x - 1.0
    if d < -5:
        root = np.sqrt(d + 0j)
    else:
        root = np.sqrt(d + 1.5)
    return root * w


def double_on_one_path(x, f):
    b = f
    if x > 5:
        b = np.outer(f, f)[0] * np.float64(x)
    return b, np.sum(b) * x


program(complex_on_one_path, (0.7, W), (0.5, V))
program(double_on_one_path, (0.7, W.astype(np.float32)), (0.5, V.astype(np.float32)))


def larger_of_number_and_entry(x, w):
    return max(w[:1], x) * w[1] + min(x, np.array([w[0]])) * x


def number_where_whole_numbers_were(x, w):
    b = np.arange(4)
    for _ in range(3):
        b = 4
        b = x
    return b * np.sum(w)


def mask_or_a_number(x, w):
    mask = w > 0.5
    if x > 0.6:
        mask = x
    return np.sum(w * mask)


def none_at_last(x, w):
    b = w[None, :]
    y = np.sum(b) * x
    for _ in range(3):
        b = None
    return [b, y]


for f in (larger_of_number_and_entry, number_where_whole_numbers_were, mask_or_a_number, none_at_last):
    program(f, (0.7, W), (0.5, V), wrt=(0, 1))


def shorter_side(a, v):
    n = min(np.shape(a))
    upper = np.triu(a * 1.0)[:n]
    return np.sum(upper[0] * upper[-1]) + v[: min(len(v), len(a))] @ a[: min(len(v), len(a)), 0]


program(shorter_side, (R.normal(size=(3, 4)), W), (R.normal(size=(4, 3)), V[:2]), wrt=(0, 1))


def exchanged_with_a_number(x, w):
    a, b = w, 0.5
    for _ in range(3):
        a, b = b, a
    return np.sum(b * a) * x


def joined_to_a_number(x, w):
    b = 0
    for k in range(len(w)):
        b = np.concatenate([np.atleast_1d(b), w * (x + k)])
    return np.sum(b**2)


def another_shape_in_each_trip(x, w):
    b = w[None, :]
    for _ in range(len(w)):
        b = np.size(b) * x
        b = np.array([b, x])
    return b


def without_dimensions(x, w):
    a, total = np.array(x), 0.0
    for k in range(3):
        total = total + np.sum(np.sin(w) * a)
        if isinstance(a, float):
            a = a + k
        else:
            a = a * x
    return total


def written_without_dimensions(x, w):
    b = np.sum(w)
    for k in range(len(w)):
        if not isinstance(b, np.ndarray):
            b = np.asarray(b, dtype=float)
        if k == 0:
            b *= x
    return b * 1.0


def axis_of_a_number(x, w):
    b, c = np.float64(0.5), np.sum(w)
    for _ in range(3):
        if not isinstance(b, list):
            b = b[None]
        b[0] = x
    return np.mean(b) + c[..., np.newaxis] * x


def list_and_then_its_norm(x, w):
    a = w.tolist()
    for _ in range(len(w)):
        a = np.linalg.norm(a) * x
    return a


def list_and_then_a_count(x, w):
    b = [x, 2.0]
    k = 0
    while k < 3:
        b = int(np.sum(b) > 0)
        k += 1
    return b * np.sum(w) * x


def view_or_number(x, w):
    b = w[1:] * 1.0
    c = b[1:]
    if x > 0.6:
        c[-1] *= x
    else:
        c = len(c) * x
    if np.ndim(c):
        c[-1] *= x
    return np.sum(c * x) + b[0]


for f in (
    exchanged_with_a_number, joined_to_a_number, another_shape_in_each_trip, without_dimensions,
    written_without_dimensions, axis_of_a_number, list_and_then_its_norm, list_and_then_a_count, view_or_number,
):  # fmt: skip
    program(f, (0.7, W), (0.5, V), wrt=(0, 1))


def number_or_vector(x, w):
    b = x
    if np.sum(w) > 0:
        b = b * x + w
    a = b
    return a


def number_or_vector_in_trips(x, w):
    b = x
    for k in range(3):
        if w[k] > 0.1:
            b = x * b + np.sin(w) * b
    return b * w


for f in (number_or_vector, number_or_vector_in_trips):
    program(f, (0.7, W), (0.5, V), wrt=(0, 1))
    program(f, (0.7, -W), (0.5, V), wrt=(0, 1), name=f.__name__ + "_other_way")


def of_lower_rank_at_last(x, w):
    b = w[None, :]
    for _ in range(len(w)):
        a = 0.0
        a, b = b, a
    return b + w * x


program(of_lower_rank_at_last, (0.7, W), (0.5, V), wrt=(0, 1))
