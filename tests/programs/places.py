"""Loops that add to one place of an adjoint, and what stands beside it: no trip, another name, a store."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(67)


def place_that_does_not_exist(x):
    s = 0.0
    for i in range(len(x) + 2):
        for j in range(i, len(x) - 1):
            s += x[i] * x[j + 1]
    return s


def place_and_view(x):
    u = x * 1.0
    v = u[1:]
    s = 0.0
    for _ in range(3):
        for j in range(3):
            s += u[1] * v[j] * v[0]
    return s


def place_that_is_written(x):
    u = np.zeros(5)
    for i in range(3):
        for j in range(4):
            u[0] += x[i] * x[j]
            u[j + 1] = u[0] * x[i]
    return np.sum(u**2)


def place_from_the_end(x):
    s = 0.0
    for j in range(4):
        s += x[-1] * x[j] * x[3]
    return s


def trips_cut_short(x, n):
    s = 0.0
    for i in range(4):
        for j in range(n):
            if x[j] < -0.5:
                continue
            s += np.sin(x[i] * x[j])
            if s > 3.0:
                break
    return s


def places_in_three_loops(x):
    s = 0.0
    for i in range(2):
        for j in range(5):
            for k in range(3):
                s += x[0] * x[1] ** j + x[i] * x[k]
    return s


def bound_that_changes(x, n):
    s, i = 0.0, 0
    while i < 3:
        for j in range(n):
            s += x[i] * x[j]
            n = min(n, j + 2)
        i += 1
    return s


def places_of_a_matrix(a):
    s = 0.0
    for i in range(a.shape[0]):
        for k in range(i):
            s += a[i, k] * a[k, i] * a[i, i]
    return s


def view_made_between_loops(x):
    u = x.copy()
    u[0] = x[1] * x[2]
    s = 0.0
    for i in range(4):
        w = u[i:]
        for j in range(len(w)):
            s += w[0] * w[j] * u[i]
    return s


def distances_of_pairs(x):
    s = 0.0
    for i in range(len(x)):
        for j in range(i + 1, len(x)):
            dx, dy = x[i, 0] - x[j, 0], x[i, 1] - x[j, 1]
            s += 1.0 / np.sqrt(dx * dx + dy * dy + 0.1)
    return s


program(place_that_does_not_exist, (r.normal(4),), (r.normal(1),))
program(place_and_view, (r.normal(4),), (r.normal(5),))
program(place_that_is_written, (r.normal(4),), (r.normal(4),))
program(place_from_the_end, (r.normal(4),), (r.normal(4),))
program(trips_cut_short, (r.normal(4), 3), (r.normal(4), 0))
program(places_in_three_loops, (r.normal(3),), (r.normal(4),))
program(bound_that_changes, (r.normal(4), 4), (r.normal(4), 0))
program(places_of_a_matrix, (r.normal(3, 3),), (r.normal(1, 1),))
program(view_made_between_loops, (r.normal(4),), (r.normal(5),))
program(distances_of_pairs, (r.normal(4, 2),), (r.normal(1, 2),))


def thirds(x, h):
    n = h.shape[0]
    a = x * 1.0
    return np.sum(np.tanh(a[:n]) * h) + np.sum(a[n : 2 * n] * h) + np.sum(a[2 * n :] ** 3)


def parts_that_overlap(x, h):
    n = h.shape[0]
    a = x * 1.0
    return np.sum(a[: n + 1] ** 2) + np.sum(a[n:] ** 3)


def thirds_of_any_sign(x, n):
    a = x * 1.0
    return np.sum(a[:n] ** 2) + np.sum(a[n : 2 * n] ** 3) + np.sum(a[3 * n :] ** 2)


def ends_of_three_axes(t):
    return np.sum(t[..., 0] ** 2) * np.sum(t[1, 1] ** 3)


def entries_rows_and_columns(a):
    return a[0, 1] * a[1, 0] + np.sum(a[1:] ** 2) * a[0, 0] + np.sum(a[:, 2] ** 3)


def mask_and_slice(x):
    return np.sum(x[x > 0] ** 2) + np.sum(x[1:3] ** 3)


def entries_from_both_ends(x):
    return x[-1] * x[5] + x[4] * x[-2]


program(thirds, (r.normal(6), r.normal(2)), (r.normal(3), r.normal(0)))
program(parts_that_overlap, (r.normal(6), r.normal(2)), (r.normal(3), r.normal(0)), wrt=("x",))
program(thirds_of_any_sign, (r.normal(6), 2), (r.normal(6), -2))
program(ends_of_three_axes, (r.normal(2, 3, 4),), (r.normal(2, 2, 1),))
program(entries_rows_and_columns, (r.normal(3, 4),), (r.normal(2, 3),))
program(mask_and_slice, (r.normal(6),), (r.normal(3),))
program(entries_from_both_ends, (r.normal(6),), (r.normal(6),))
