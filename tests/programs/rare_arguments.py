"""NumPy's functions with arguments that are rare: where to start, what to fill in, how to weigh."""

from __future__ import annotations

import math

import numpy as np

from tests.programs import program

GIVEN = (1.3, np.array([0.5, 1.7, 0.9, 0.2])), (0.4, np.array([1.5, 0.7, -0.9, 0.3]))
TAGS = "numpy strangers"


def sum_with_a_start(x, v):
    return np.add.reduce(v, initial=x)


def product_with_a_start(x, v):
    return np.multiply.reduce(v, initial=x)


def largest_with_a_start(x, v):
    return np.maximum.reduce(v, initial=x)


def gaps_filled(x, v):
    w = np.where(v > 1, np.nan, v * x)
    return np.nan_to_num(w, nan=x)


def product_from(x, v):
    return math.prod(v, start=x)


def product_of_a_list_from(x, v):
    return math.prod([x, v[0], 2.0], start=v[1])


def weighted_line(x, v):
    return np.polyfit(np.arange(4.0), v, 1, w=np.array([1.0, 2.0, 1.0, 0.5]))


def line_of_varied_weights(x, v):
    return np.polyfit(np.arange(4.0), v, 1, w=np.array([1.0, 2.0, 1.0, 0.5]) * x)


def steps_of_a_range(x, v):
    t, h = np.linspace(0.0, x, 5, retstep=True)
    return np.sum(t * t) * h


def ramped(x, v):
    return np.pad(v * x, 2, mode="linear_ramp", end_values=1.0)


def padded_by_means(x, v):
    return np.pad(v * x, 2, mode="mean")


def padded_by_the_largest(x, v):
    return np.pad(v * x, 2, mode="maximum")


def padded_by_two(x, v):
    return np.pad(v * x, (1, 2), constant_values=(x, 2.0))


def padded_by_four(x, v):
    return np.pad(np.outer(v, v), ((1, 1), (0, 2)), constant_values=((x, 2.0), (0.0, x)))


def ramped_on_every_side(x, v):
    return np.pad(np.outer(v, v) * x, ((2, 0), (1, 3)), "linear_ramp", end_values=((1.0, 2.0), (x, 0.5)))


def padded_by_means_of_rows(x, v):
    return np.pad(np.outer(v, v) * x, 1, mode="mean")


def padded_by_the_largest_of_rows(x, v):
    return np.pad(np.outer(v, v) * x, ((0, 1), (2, 0)), mode="maximum")


def padded_by_medians(x, v):
    return np.pad(v * x, [3, 1], mode="median")


def padded_by_means_of_some(x, v):
    return np.pad(v * x, 2, "mean", stat_length=2)


def ramped_by_lengths(x, v):
    n = len(v)
    return np.pad(v * x, (n // 2, n - n // 2), "linear_ramp", end_values=x)


def row_sums_with_a_start(x, v):
    return np.add.reduce(np.outer(v, v), 1, initial=x)


def chosen_sum(x, v):
    return np.add.reduce(v * x, where=v > 0.6)


def row_products_with_a_start(x, v):
    return np.multiply.reduce(np.outer(v, v), axis=1, initial=x, keepdims=True)


def sum_in_double_precision(x, v):
    return np.add.reduce(v * x, dtype=float)


def weighted_by_place(x, v):
    return np.polyfit(np.arange(4.0), v, 2, None, False, np.array([1.0, 2.0, 1.0, 0.5]))


def fit_of_itself(x, v):
    return np.polyfit(v, v**2 * x, 1, w=v * v)


def two_weighted_lines(x, v):
    return np.polyfit(np.arange(4.0) + x, np.stack([v, v * x], 1), 1, w=np.array([1.0, 2.0, 1.0, 0.5]))


def line_through_lists(x, v):
    return np.polyfit([0.0, 1.0, 2.0, 3.0], v * x, 1, w=[1.0, 2.0, 1.0, 0.5])


def open_range_and_step(x, v):
    t, h = np.linspace(0, x, 4, endpoint=False, retstep=True)
    return t, h


def ranges_and_steps(x, v):
    t, h = np.linspace(0.0, v, 4, retstep=True)
    return t * h


def product_of_a_generator_from(x, v):
    return math.prod((q * x for q in v), start=v[0])


def product_of_nothing_from(x, v):
    return math.prod([], start=x)


def gaps_filled_by_place(x, v):
    w = np.where(v > 1, np.nan, v * x)
    return np.nan_to_num(w, True, x)


def every_gap_filled(x, v):
    w = np.where(v > 1, np.inf, v * x)
    return np.nan_to_num(w, posinf=x * x, nan=0.0, neginf=x)


def number_filled(x, v):
    return np.nan_to_num(x / 0.7 if x > 100 else np.nan, nan=x)


def roots_of_a_quadratic(x, v):
    return np.roots([1.0, -3.0 - x, 2.0])


def complex_roots(x, v):
    return np.sum(np.abs(np.roots(v.astype(complex))) ** 2) * x


def roots_of_a_product(x, v):
    return np.max(np.roots(np.poly(v) * x))


def roots_of_complex_coefficients(x, v):
    r = np.roots(np.array([x, v[0], v[1] + 1j]))
    return r.real @ r.imag


def roots_beside_zeros(x, v):
    return np.roots([0.0, x, -4.0 * x * x, 0.0])


FUNCTIONS = (
    roots_of_a_quadratic,
    complex_roots,
    roots_of_a_product,
    roots_of_complex_coefficients,
    roots_beside_zeros,
    sum_with_a_start,
    product_with_a_start,
    largest_with_a_start,
    gaps_filled,
    product_from,
    product_of_a_list_from,
    weighted_line,
    line_of_varied_weights,
    steps_of_a_range,
    ramped,
    padded_by_means,
    padded_by_the_largest,
    padded_by_two,
    padded_by_four,
    ramped_on_every_side,
    padded_by_means_of_rows,
    padded_by_the_largest_of_rows,
    padded_by_medians,
    padded_by_means_of_some,
    ramped_by_lengths,
    row_sums_with_a_start,
    chosen_sum,
    row_products_with_a_start,
    sum_in_double_precision,
    weighted_by_place,
    fit_of_itself,
    two_weighted_lines,
    line_through_lists,
    open_range_and_step,
    ranges_and_steps,
    product_of_a_generator_from,
    product_of_nothing_from,
    gaps_filled_by_place,
    every_gap_filled,
    number_filled,
)
for function in FUNCTIONS:
    program(function, *GIVEN, tags=TAGS, must_pass=True)
