"""Arrays whose length depends on what is in other arrays, of which the length is known: selections, sets, counts."""

from __future__ import annotations

import numpy as np

from tests.programs import Sampler, program

S = Sampler(71129)


def pieces(x, e):
    """A list as long as `e`, walked entry by entry, and arrays made of its length."""
    parts = []
    for m in range(len(e)):
        parts.append((x[m] ** 2, x[m + 1]))
    z = x[: len(e)] * np.ones(len(e))
    return sum(a * b for a, b in parts) + z.sum() + np.dot(x[: len(e)], np.ones(len(e))) + e.shape[0] * x[0]


def distinct_values(x, k):
    return pieces(x, np.unique(np.array([0, 0, k])))


def distinct_values_and_counts(x, k):
    values, counts = np.unique(np.array([0, 0, k]), return_counts=True)
    return pieces(x, values) * counts[-1]


def places_of_nonzeros(x, k):
    return pieces(x, np.nonzero(np.array([1, 0, k]))[0])


def flat_places_of_nonzeros(x, k):
    return pieces(x, np.flatnonzero(np.array([1, 0, k])))


def places_where(x, k):
    return pieces(x, np.where(np.array([1, 0, k]) > 2)[0])


def union_of_two(x, k):
    return pieces(x, np.union1d(np.array([0, k]), np.array([1, 2])))


def common_to_two(x, k):
    return pieces(x, np.intersect1d(np.array([0, k]), np.array([1, 2])))


def without_another(x, k):
    return pieces(x, np.setdiff1d(np.array([0, k]), np.array([1, 2])))


def counts_of_values(x, k):
    return pieces(x, np.bincount(np.array([0, k % 4])))


def repeated_by_counts(x, k):
    return pieces(x, np.repeat(np.array([0, 1]), np.array([1, k % 3])))


def trimmed_of_zeros(x, k):
    return pieces(x, np.trim_zeros(np.array([0, 1, k - 2, 0])))


def compressed_by_a_mask(x, k):
    return pieces(x, np.compress(np.array([0, 1, k]) > 1, np.array([3, 4, 5])))


def masked_part(x, k):
    a = np.array([0, 1, k])
    return pieces(x, a[a > 1])


def breakpoints(x):
    """Knots at both ends, however many there are: what a library's detrending does."""
    n = x.shape[-1]
    knots = np.sort(np.unique(np.concatenate(np.atleast_1d(0, np.asarray(0), n))))
    y = x.copy()
    for m in range(len(knots) - 1):
        part = slice(knots[m], knots[m + 1])
        y[part] = y[part] - np.mean(y[part])
    return np.sum(y**2 * np.arange(n))


def positive_ones_of_three(x, v):
    u = np.array([v, 2 * v, -v])
    positive = u[u > 0]
    rows = []
    for i in range(len(positive)):
        rows.append(positive[i] * x)
    return sum(rows) + positive.shape[0] * x + (positive * np.ones(len(positive))).sum()


def crossings(x, threshold):
    found = np.where(np.diff(np.sign(x[:6] - threshold)) != 0)[0]
    times = []
    for c in found:
        times.append(c + (threshold - x[c]) / (x[c + 1] - x[c]))
    return sum(times) + len(times) * threshold


for f in (
    distinct_values, distinct_values_and_counts, places_of_nonzeros, flat_places_of_nonzeros, places_where,
    union_of_two, common_to_two, without_another, counts_of_values, repeated_by_counts,
    trimmed_of_zeros, compressed_by_a_mask, masked_part,
):  # fmt: skip
    program(f, (S.normal(7), 5), (S.normal(7), 3), (S.normal(7), 2), (S.normal(7), 0))
program(breakpoints, (S.normal(5),), (S.normal(4),))
program(positive_ones_of_three, (0.7, 0.4), (0.7, -0.4))
program(
    crossings, (np.array([1.0, -2.0, 0.2, 3.0, -1.0, 0.5]), 0.1), (np.array([1.0, 2.0, 3.0, -0.5, 1, 1]), 0.4)
)


def ranges_of_growing_length(x, n):
    t = 0.0
    for i in range(1, n):
        a = x * np.arange(i)
        b = a * np.arange(i)
        t = t + np.sum(b) * np.sum(np.sin(a))
    return t


program(ranges_of_growing_length, (0.7, 5), (0.3, 4))
