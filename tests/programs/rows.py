"""Lists of rows where NumPy takes an array, and lists that are numbers in another trip of a loop."""

from __future__ import annotations

import numpy as np

from tests.programs import Sampler, program

GIVEN = (1.3, np.array([0.5, 1.7, 0.9])), (0.4, np.array([1.5, 0.7, -0.9]))
S = Sampler(7)
TAGS = "lists strangers"


def area_of_mixed_rows(x, v):
    return np.trapezoid([v, [x, 1.0, 2.0]])


def area_of_rows(x, v):
    return np.trapezoid([v, v * x])


def area_down(x, v):
    return np.trapezoid([[x, 2.0, v[0]], v], axis=0)


def powers_of_numbers(x, v):
    return np.vander([x, v[0], 1.0])


def sums_down(x, v):
    return np.apply_along_axis(np.sum, 0, [v, [x, 1.0, 2.0]])


def scaled_rows(x, v):
    return np.apply_along_axis(lambda r: r * r[0], 1, [v, [x, 1.0, 2.0]])


def slopes_of_rows(x, v):
    return np.gradient([v, [x, 1.0, 2.0]])[0]


def area_over_places(x, v):
    return np.trapezoid([v, (x, 1.0, 2.0)], x=[1.0, 2.0, 4.0])


def area_by_step(x, v):
    return np.trapezoid(y=[v, (x, 1.0, 2.0)], dx=x)


def weighted_rows(x, v):
    return np.average([v, [x, 1.0, 2.0]], axis=0, weights=[x, 2.0])


for function in (
    area_of_mixed_rows,
    area_of_rows,
    area_down,
    powers_of_numbers,
    sums_down,
    scaled_rows,
    slopes_of_rows,
    area_over_places,
    area_by_step,
    weighted_rows,
):
    program(function, *GIVEN, tags=TAGS, must_pass=True)


def array_that_becomes_a_list(x, v):
    b = np.empty(0)
    for k, _ in enumerate(v):
        if k == 2:
            b[:] = v
        b = list(b)
    return v * x


def list_from_an_empty_array(x, v):
    b = np.empty(0)
    for e in v:
        b = list(b)
        b.append(e * x)
    return sum(b)


def list_or_its_length(x, v):
    b = []
    for _ in range(3):
        b = np.linalg.norm(b)
        if b:
            b = [b, v]
    return {"a": b, "s": x * v}


def exchanged_with_an_array(x, v):
    a, b = v.tolist(), -1
    for _ in range(3):
        if np.size(b) > 3:
            b, a = (a, b)
        else:
            b = np.full(4, b)
        a = list(a)
    return a, np.square(b) * x


for function in (array_that_becomes_a_list, list_from_an_empty_array):
    program(function, *GIVEN, tags=TAGS, must_pass=True)
for function in (list_or_its_length, exchanged_with_an_array):  # refused, or right
    program(function, (1.3, S.normal(4)), (0.4, S.normal(4)), tags=TAGS)
