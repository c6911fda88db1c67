"""Results wider than what they are made of, lengths that depend on numbers, lists where NumPy takes arrays."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(103)


def decay_on_a_grid(rate, horizon, step):
    t = np.arange(0, horizon, step)
    return np.sum(np.exp(-rate * t)) * step


def weights_on_a_grid(rate, horizon, step):
    t = np.arange(0.0, horizon, step)
    w = np.ones(len(t)) * rate
    w[1] = rate**2
    return np.sum(w * np.exp(-rate * t)) + w.mean()


def a_grid_that_moves(start, scale):
    t = np.arange(start, 3.1, 0.5 * scale)
    return np.sum(t**2) + np.arange(start, 2.0)[1] * len(t)


def sampled_until(x, end):
    return np.sum(np.arange(end) * x) + np.arange(0, end)[1] * x


def one_number_everywhere(x):
    return np.broadcast_to(x, 3).sum() + np.mean(np.broadcast_to(x, (2, 3)) ** 2) + np.full((2, 2), x).sum()


def rows_everywhere(x, v):
    wide = np.broadcast_to(v * x, (2, 3))
    return wide.sum() + np.broadcast_to(v[:, None], (3, 4)).mean() * x + np.full((4, 3), v * x).sum()


def area_of_a_polygon(x, v):
    points = np.stack([v, v**2 * x], axis=1)
    total = 0.0
    for i in range(len(points)):
        total += np.cross(points[i - 1], points[i])
    return 0.5 * total


def cross_products(x, v):
    flat = np.stack([v, v * v * x], axis=1)
    lifted = np.cross(flat, np.array([1.0, x, 2.0]))
    return np.cross(flat, flat[::-1] ** 2).sum() + np.sum(lifted**2) + np.cross([x, 1.0], [2.0, x])


def inner_with_numbers(x, v):
    return np.inner(x, v).sum() + np.inner(v, x)[0] + np.inner(np.outer(v, v), v)[0] * x


def lists_for_samples(x, v):
    slopes, spread = np.gradient([x, 2 * x, x * x]), np.cov([x, 1.0, 2.0], [1.0, x, x])
    areas = np.trapezoid([x, 1.0], [0.0, x]) if hasattr(np, "trapezoid") else 0.25 * x
    table = np.interp([0.5, x], [0, 1, 2], [x, 2 * x, 3.0]) + np.interp(v[:2], [0, 1, 2], v)
    return slopes[1] + spread[0, 1] + areas + table.sum() + np.vander([x, 2 * x], 3).sum()


def next_number(x):
    return np.nextafter(x, 2.0) * x


V1, V2 = r.positive(3), r.positive(3)
for on_a_grid in (decay_on_a_grid, weights_on_a_grid):
    program(on_a_grid, (0.7, 1.0, 0.3), (0.4, 2.1, 0.2), tags="issue3", must_pass=True)
program(a_grid_that_moves, (0.3, 0.9), (0.1, 1.3), tags="issue3", must_pass=True, wrt=(0, 1))
program(sampled_until, (0.7, 4), (0.2, 6), tags="issue3", must_pass=True)
IN_THE_PLANE = (area_of_a_polygon, cross_products) if np.lib.NumpyVersion(np.__version__) < "2.5.0" else ()
for of_both in (rows_everywhere, *IN_THE_PLANE, inner_with_numbers, lists_for_samples):
    program(of_both, (0.7, V1), (1.2, V2), tags="issue3", must_pass=True, wrt=(0, 1))
for of_a_number in (one_number_everywhere, next_number):
    program(of_a_number, (0.7,), (1.2,), tags="issue3", must_pass=True)
