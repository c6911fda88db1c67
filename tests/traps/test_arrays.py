"""Aliases, views, repeated indices, overwritten values, broadcasting."""

from collections.abc import Callable

import numpy as np
import pytest

import tangentx as tx
from tests.traps.expect import right, right_or_refused

A, B, C = np.array([[0.4, -1.2, 0.7], [1.1, 0.3, -0.6]]), np.array([0.8, 1.3, 0.5]), np.array([[1.2], [0.4]])

BROADCAST = {
    "**": lambda x, y: np.sum(np.abs(x) ** y),
    "/": lambda x, y: np.sum(x / y),
    "-": lambda x, y: np.sum((x - y) ** 2),
    "multiply": lambda x, y: np.sum(np.multiply(x, y)),
    "where": lambda x, y: np.sum(np.where(x > y, x, y * x)),
    "clip": lambda x, y: np.sum(np.clip(x, -y, y) * x),
    "hypot": lambda x, y: np.sum(np.hypot(x, y)),
    "maximum": lambda x, y: np.sum(np.maximum(x, y) * x),
    "arctan2": lambda x, y: np.sum(np.arctan2(x, y)),
    "logaddexp": lambda x, y: np.sum(np.logaddexp(x, y)),
    "augmented": lambda x, y: np.sum((x + 0.0) * y + y),
}


@pytest.mark.parametrize("name", BROADCAST)
def test_broadcasting(name: str) -> None:
    f = BROADCAST[name]
    right_or_refused(f, (A, B), (A, C), (B, A + 2.0), (A, 0.75), (0.45, B), wrt=(0, 1), second=False)


def test_view_copied_then_written() -> None:
    def f(x):
        y = x[1:]
        z = y + 0.0
        z[0] = 3.0
        return np.sum(z * y)

    right(f, (B,), (A[0],))


def test_plain_name_aliases_are_not_copies() -> None:
    def f(x):
        y = x
        y[0] = y[1] * 2.0
        return np.sum(x * y)

    right_or_refused(f, (B,), (A[0],))


def test_scalar_alias_is_a_copy() -> None:
    def f(x):
        y = x
        y *= 3.0
        return x * y

    right(f, (1.3,), (0.4,))


def test_array_alias_is_not_a_copy() -> None:
    def f(x):
        x = x * 1.0
        y = x
        y *= 3.0
        return np.sum(x * y)

    right_or_refused(f, (B,), (A,))


def test_augmented_store_keeps_the_primal_store() -> None:
    def f(x):
        y = np.ones(3)
        y[1] += x
        y[1] *= y[1]
        return np.sum(y * y)

    right(f, (1.3,), (0.4,))


def test_store_that_broadcasts_its_right_side() -> None:
    def f(x, row):
        y = np.zeros((2, 3))
        y[:, 1:] = x
        y[1] = row
        return np.sum(y * y)

    right(f, (1.3, 0.4), (np.array([0.3, 0.2]), B), wrt=(0, 1))


def test_overwrite_in_one_branch_inside_a_loop() -> None:
    def f(x, y):
        for i in range(4):
            if i % 2 == 0:
                y = y * x
            z = y * y
        return z * x

    right(f, (1.3, 0.4), (0.4, 2.0), wrt=(0, 1))


def test_loop_carried_read_after_write() -> None:
    def f(x):
        y = np.zeros(5)
        y[0] = x
        for i in range(1, 5):
            y[i] = y[i - 1] * y[i - 1] + 0.1
            y[i - 1] = y[i]
        return np.sum(y * np.arange(5))

    right(f, (0.7,), (1.1,))


def test_swap_of_elements() -> None:
    def f(x, i, j):
        y = x.copy()
        y[i], y[j] = y[j] * 2.0, y[i]
        return np.sum(y * np.arange(1.0, 4.0))

    right(f, (B, 0, 2), (B, 1, 1), wrt=0)


def test_transpose_with_a_zero_tangent() -> None:
    def f(x, y):
        return np.sum(y.T @ y) + np.sum(x)

    assert tx.jvp(f, (B, A), (B, np.zeros_like(A)))[1] == pytest.approx(np.sum(B))


def test_repeated_indices_in_a_read() -> None:
    assert np.array_equal(tx.grad(lambda x: np.sum(x[[0, 0, 1]]))(np.ones(3)), [2.0, 1.0, 0.0])
    rows = np.array([[0, 0], [1, 0]])
    assert np.array_equal(tx.grad(lambda x: np.sum(x[rows]))(np.ones(3)), [3.0, 1.0, 0.0])


def test_boolean_mask_read() -> None:
    right_or_refused(lambda x: np.sum(x[x > 0.45] ** 2), (B,), (A,))


def test_result_of_a_helper_is_a_view_of_its_argument() -> None:
    def tail(v):
        return v[1:]

    def f(x):
        y = x * 1.0
        t = tail(y)
        t[0] = 4.0 * x[0]
        return np.sum(y * y) + np.sum(t)

    right_or_refused(f, (B,), (A[0],))


def test_concatenate_of_one_array_twice() -> None:
    right(lambda x: np.sum(np.concatenate([x, x, x[:1]]) ** 2 * 0.5), (B,))


def test_no_operand_is_lost_when_both_are_one_name() -> None:
    right(lambda x: np.sum(x * x + x / x + x - x + np.dot(x, x)), (B,))
    right(lambda x: np.sum(x @ x + np.outer(x, x)), (B,))


def test_matmul_shapes() -> None:
    def f(a, b):
        return np.sum((a @ b) ** 2)

    pairs: list[tuple] = [
        (A, B),
        (A[0], A.T),
        (A[0], B),
        (A, A.T),
        (np.stack([A, 2 * A]), A.T),
        (A, np.stack([A.T, A.T])),
    ]
    right(f, *pairs, wrt=(0, 1))


def test_dot_shapes() -> None:
    def f(a, b):
        return np.sum(np.dot(a, b) ** 2)

    right(f, (A, B), (A[0], A.T), (A[0], B), (A, A.T), (A, 0.4), (0.4, B), (0.4, 0.7), wrt=(0, 1))


@pytest.mark.parametrize("shape", [(3,), (2, 3)])
@pytest.mark.parametrize("axis", [None, 0, -1])
@pytest.mark.parametrize(
    "reduce", [np.sum, np.mean, np.prod, np.max, np.min, np.var, np.std], ids=lambda f: f.__name__
)
def test_reductions(reduce: Callable, axis: int | None, shape: tuple) -> None:
    x = np.linspace(0.3, 1.7, int(np.prod(shape))).reshape(shape) ** 2

    def f(x):
        return np.sum(reduce(x, axis=axis) ** 2) + np.sum(x * reduce(x, axis=axis, keepdims=True))

    right_or_refused(f, (x,), (x[..., ::-1] * 1.0,), second=False)


def test_a_call_that_writes_on_an_array_without_derivative() -> None:
    def f(x):
        rng = np.random.default_rng(3)
        buffer, table = np.zeros(3), np.zeros((3, 3))
        total = 0.0
        for k in range(3):
            rng.standard_normal(out=buffer)
            np.fill_diagonal(table, k + 2.0)
            np.put(buffer, [k], 0.5 * k)
            total = total + np.sum(buffer * x) ** 2 + np.sum(table @ x) ** 3
            buffer.sort()
            total = total * np.sum(buffer * x)
        return total

    right(f, (B,), (A[0],))


def test_list_stored_into_an_array() -> None:
    def f(x):
        y = np.zeros(3)
        y[:2] = [x[0], x[1] ** 2]
        y[[0, 2]] += x[1], x[0]
        return np.sum(y**2)

    right(f, (B,), (A[0],))


def test_size_counted_while_running() -> None:
    def f(x):
        y = np.zeros(np.count_nonzero(x > 0) + 1)
        y[:] = x[0]
        return np.sum(y**2)

    right(f, (B,), (A[0],))


def test_view_restored_in_the_trip_that_wrote_it() -> None:
    def f(x):
        rows = [np.ones(3) * k for k in range(3)]
        for k in range(1, 3):
            rows[k][:] = rows[k] * rows[k - 1] + x
        return np.sum(rows[2] * rows[1])

    right(f, (B,), (A[0],))


def test_list_of_lists() -> None:
    def f(x):
        t = [[0] * 3 for _ in range(3)]
        for i in range(3):
            for j in range(3):
                t[i][j] = x[j] * (i + 1) + t[i - 1][j]
        return t[2][0] * t[1][1]

    right(f, (B,), (A[0],))


def test_one_array_twice_in_a_list() -> None:
    def f(x, n):
        row = x * 1.0
        rows = []
        for _ in range(n):
            rows.append(row)
        rows[0][0] = x[1] ** 2
        return np.sum(rows[n - 1] ** 2)

    right_or_refused(f, (B, 2), (A[0], 3))


def windows(x, w, v):
    """A convolution layer: whether `reshape` copies follows from no sample, as the sizes are products."""
    n, channels, height, width = x.shape
    filters, _, kh, kw = w.shape
    oh, ow = height - kh + 1, width - kw + 1
    cols = np.zeros((n, channels, kh, kw, oh, ow))
    for i in range(kh):
        for j in range(kw):
            cols[:, :, i, j, :, :] = x[:, :, i : i + oh, j : j + ow]
    cols = cols.transpose(0, 4, 5, 1, 2, 3).reshape(n * oh * ow, -1)
    out = cols @ w.reshape(filters, -1).T
    return np.mean((out.reshape(n, -1) @ v) ** 2)


def test_reshape_of_a_transposed_array_that_was_written() -> None:
    draw = np.random.default_rng(3).normal
    x, w, v = draw(size=(2, 1, 3, 3)), draw(size=(2, 1, 2, 2)), draw(size=(8, 2))
    along, step = draw(size=x.shape), 1e-6
    slope = (windows(x + step * along, w, v) - windows(x - step * along, w, v)) / (2 * step)
    assert np.sum(tx.grad(windows, 0)(x, w, v) * along) == pytest.approx(slope, rel=1e-6)


def through_the_flat_iterator(x):
    matrix = np.zeros((3, 3))
    entries = matrix.flat
    entries[3::4] = 1.0
    matrix[0, :] = x
    return np.sum((matrix @ matrix) ** 2)


def through_a_buffer(x):
    matrix = np.zeros((3, 3))
    buffer = matrix.data
    buffer[0, 1] = 5.0
    matrix[1] = x
    return np.sum((matrix @ matrix) ** 2)


@pytest.mark.parametrize("function", [through_the_flat_iterator, through_a_buffer])
def test_who_writes_on_a_window_writes_on_the_array(function):
    right_or_refused(function, (np.array([0.3, 0.7, 1.2]),), (np.array([1.3, 0.2, 0.4]),))
