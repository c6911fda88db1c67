"""Arrays cut and reshaped by lengths that divide theirs, known at run time; systems whose lengths agree in groups."""

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.3, 0.7, 1.5, -0.4]), 2), (0.4, np.array([0.2, 0.9, -0.6, 1.1, 0.5, 0.8]), 3)


def of_lengths(function):
    program(function, *INPUTS, tags="arrays shapes", must_pass=True)
    return function


@of_lengths
def rows_by_a_count(x, v, k):
    return v.reshape(k, -1) * np.arange(1.0, k + 1)[:, None] * x


@of_lengths
def columns_by_a_count(x, v, k):
    return np.reshape(v, (-1, k)) * np.arange(1.0, k + 1) * x


@of_lengths
def rows_times_a_part(x, v, k):
    m = v.reshape(k, -1)
    return m * v[:k, None] * x


@of_lengths
def float_arange_in_rows(x, v, k):
    m = np.arange(len(v) * 2.0).reshape(len(v), -1)
    return np.sum(m * v[:, None]) * x


@of_lengths
def split_by_a_count(x, v, k):
    parts = np.split(v, k)
    return sum((np.sum(p) * (i + 1) for i, p in enumerate(parts))) * x


@of_lengths
def halves(x, v, k):
    a, b = np.split(v, 2)
    return np.dot(a, b) * x


@of_lengths
def twelve_in_rows(x, v, k):
    m = (np.arange(12.0) * x).reshape(k, -1)
    return m * v[:k, None]


@of_lengths
def rows_of_the_same_length(x, v, k):
    m = np.ones(len(v) * k).reshape(-1, len(v)) * v
    return m * x


@of_lengths
def doubled_in_rows(x, v, k):
    m = np.concatenate([v, v]).reshape(len(v), -1)
    return m * v[:, None] * x


@of_lengths
def repeated_in_columns(x, v, k):
    m = np.repeat(v, k).reshape(-1, k) * v[:, None]
    return m * x


@of_lengths
def outer_in_columns(x, v, k):
    m = np.outer(v, v).reshape(-1, k)[: len(v)] * v[:, None]
    return m * x


@of_lengths
def tiled_in_rows(x, v, k):
    m = np.tile(v, k).reshape(k, -1)
    return m * v * x


@of_lengths
def stored_and_reshaped(x, v, k):
    m = np.zeros((k, len(v)))
    m[:] = v
    return m.reshape(len(v), k) * v[:, None] * x


@of_lengths
def column_times_row(x, v, k):
    q = np.arange(float(len(v)))
    m = q.reshape(-1, 1) * v.reshape(1, -1)
    return m * x


@of_lengths
def blocks_summed(x, v, k):
    n = len(v) // k
    return v.reshape(n, k).sum(axis=0) * v[:k] * x


def solved_in_a_batch(a, b):
    return np.linalg.solve(a + 3.0 * np.eye(a.shape[-1]), b) * 2.0


rng = np.random.default_rng(3)
for shapes in (((2, 3, 3), (2, 3, 1)), ((4, 3, 3), (3, 2)), ((5, 2, 3, 3), (2, 3, 1))):
    program(
        solved_in_a_batch, *(tuple(rng.normal(size=shape) for shape in shapes) for _ in range(2)),
        name=f"solved_in_a_batch_{len(shapes[0])}_{shapes[1][0]}", tags="arrays shapes", must_pass=True,
    )  # fmt: skip
