"""Names of written arrays that are bound again, views that outlive them, and arrays under two names."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from tests.traps.expect import right, right_or_refused

V, W = np.array([0.3, 0.7, -0.4, 1.2]), np.array([0.6, -0.2, 0.9, 0.5])


def rebound_in_a_branch(x, v):
    u = v.copy()
    t = u[::2]
    t *= x
    if x < 0.8:
        u = u[::-1] * 2.0
    return np.sum(u * u)


def reversed_in_a_branch(x, v):
    u = v.copy()
    u[1:] *= x
    if x < 0.8:
        u = u[::-1]
    return np.sum(u * u * v)


def rebound_to_a_view_of_itself(x, v):
    u = v.copy()
    u[1:] *= x
    for _ in range(3):
        u = u[::-1] * v
        u[0] = u[1] * x
    return np.sum(u * u * v)


def shortened_in_a_loop(x, v):
    u = v.copy()
    for _ in range(3):
        u = u[:-1]
        u[0] *= x
    return np.sum(u * u)


def joined_from_its_own_view(x, v):
    u = v.copy()
    for _ in range(3):
        t = u[1:3]
        t *= x
        u = np.concatenate((t, t))
    return np.sum(u * u)


RIGHT = (
    rebound_in_a_branch,
    reversed_in_a_branch,
    rebound_to_a_view_of_itself,
    shortened_in_a_loop,
    joined_from_its_own_view,
)


@pytest.mark.parametrize("f", RIGHT, ids=lambda f: f.__name__)
def test_names_of_written_arrays_bound_again(f: Callable) -> None:
    right(f, (0.5, V), (1.3, W), wrt=1, second=False)


def view_of_the_older_array(v, w):
    w = w * v
    w[0] *= v[1]
    t = w[:2]
    if v[0] < 10:
        w = np.cos(w) * t[0]
    return np.sum(w * w) + t[1]


def view_read_by_a_loop(v, w):
    w = w * v
    w[0] *= v[1]
    for e in w[:3]:
        w = np.sqrt(1.0 + (np.cos(w) * e * v) ** 2)
    return np.sum(w * w)


def view_written_after_the_array_is_bound_again(v, w):
    u = w * 1.0
    a = u[1:]
    b = a[1:]
    u = u * v
    b[0] *= v[1]
    return np.sum(u) * a[1]


def buffers_swapped(v, w):
    a, b = v * 1.0, w * 1.0
    for i in range(3):
        a, b = b, a
        a[i] *= b[0]
    return np.sum(a * a * b)


RIGHT_IN_TWO = (
    view_of_the_older_array,
    view_read_by_a_loop,
    view_written_after_the_array_is_bound_again,
    buffers_swapped,
)


@pytest.mark.parametrize("f", RIGHT_IN_TWO, ids=lambda f: f.__name__)
def test_views_that_outlive_a_name(f: Callable) -> None:
    right(f, (V, W), (W, V), second=False)


def view_chosen_in_a_branch(p, q):
    u = q * 1.0
    if q[0] < 0.4:
        t = u[1:]
    else:
        t = u[:-1]
    t *= p[0]
    return np.sum(t * t) + np.sum(u * u)


def parameter_becomes_a_view(p, q):
    q = q * 1.0
    if q[0] < 0.4:
        p = q[1:]
    q[1] *= 2
    p[0] *= q[2]
    return np.sum(p * p) + np.sum(q * q)


def view_bound_again_in_a_loop(p, q):
    u = q * 1.0
    t = u[:2]
    for i in range(3):
        t *= p[i]
        t = u[i : i + 2]
    return np.sum(t * t) + np.sum(u * u)


def row_kept_while_the_matrix_is_bound_again(p, q):
    u = np.outer(p, q)
    for i in range(3):
        t = u[i]
        t *= p[0]
        u = u.T * p[1]
        u[1] += t
    return np.sum(u * u)


def row_written_after_its_index_moved(p, q):
    u = np.outer(p, q)
    i = 0
    while i < 3:
        t = u[i]
        i += 1
        t *= p[0]
    return np.sum(u * u)


def alias_of_the_last_trip(p, q):
    u = q * 1.0
    for i in range(3):
        v = u
        u[i] *= p[0]
        u = u * v
    return np.sum(u * u)


UNSURE = (
    view_chosen_in_a_branch,
    parameter_becomes_a_view,
    view_bound_again_in_a_loop,
    row_kept_while_the_matrix_is_bound_again,
    row_written_after_its_index_moved,
    alias_of_the_last_trip,
)


@pytest.mark.parametrize("f", UNSURE, ids=lambda f: f.__name__)
def test_one_array_under_two_names(f: Callable) -> None:
    right_or_refused(f, (V, W), (W, V), second=False)


def sums_in_two_loops(p, q):
    for _ in range(2):
        c = [p * 0.5, p * q]
        for _ in range(2):
            c.append(c[-1] * c[0])
        p = p * 0.5 + 0.1 * sum(c)
    return np.sum(p)


def test_sum_of_a_list_in_a_loop() -> None:
    right(sums_in_two_loops, (V, W), (W, V), second=False)


def number_becomes_an_array(p, q):
    t = 0
    for i in range(3):
        u = t
        t += p * (i + 1)
    return np.sum(t * u * q)


def array_kept_under_another_name(p, q):
    for _ in range(2):
        t = 0
        for _ in range(2):
            t += p
            u = t
        p = p * 0.5 + 0.1 * t * u
    return np.sum(p * q)


@pytest.mark.parametrize(
    "f", (number_becomes_an_array, array_kept_under_another_name), ids=lambda f: f.__name__
)
def test_a_number_that_becomes_an_array_in_place(f: Callable) -> None:
    right_or_refused(f, (V, W), (W, V), second=False)


def view_read_before_the_name_is_bound_again(v, w):
    m = np.outer(w[:3], w)
    if v[0] > 0.1:
        w[1:] = 0.7 * w[:-1]
    if v[1] > -9.0:
        w = v / (1.5 + v * v)
    return np.sum(w * w) + np.sum(m * m)


def tangent_that_is_the_argument(v, w):
    u, k = v * 1.0, 0.5
    for _ in range(3):
        u += 0.3 * np.exp(-(u**2))
        u[1:] = 0.7 * u[:-1]
        k = abs(w[0]) * 0.5
    return np.sum(u * k) * np.sum(v)


LATER = (view_read_before_the_name_is_bound_again, tangent_that_is_the_argument)


@pytest.mark.parametrize("f", LATER, ids=lambda f: f.__name__)
def test_what_a_name_was_before(f: Callable) -> None:
    right(f, (V, W), (W, V), second=False)


def container_on_one_path(v, w):
    if v[0] > -5.0:
        for i in range(3):
            if v[1] > i:
                return v[0] * 2, w * v[0]
    return v[0] * w


def test_a_container_on_one_path_only() -> None:
    """The result has the structure of the path that was taken, and so have its tangent and its seed."""
    right(container_on_one_path, (V, W), (W, V), second=False)


def bound_in_nested_loops(v, w):
    a = v * 1.0
    t = a[2:]
    t *= w[0]
    n = 0
    while n < 2:
        n += 1
        for _ in a[:3]:
            w = a
    return sum(q * 0.2 for q in w)


def of_another_rank_in_a_loop(v, w):
    s, n = np.outer(v, v), 0
    while n < 1 and v[0] < 3.0:
        n += 1
        w = v * s
        w -= 0.2
    w = w
    return np.sum(w * w)


@pytest.mark.parametrize("f", (bound_in_nested_loops, of_another_rank_in_a_loop), ids=lambda f: f.__name__)
def test_parameters_bound_in_loops(f: Callable) -> None:
    right(f, (V, W), (W, V), second=False)


def test_an_array_of_a_list_that_was_rebound() -> None:
    """The list inside the argument of `np.concatenate` is the new one, in the adjoint as well."""

    def f(x, p=2):
        kept = [x[i] for i in range(p)]
        total = 0.0
        for _ in range(3):
            y = np.sum(np.concatenate([[1.0], kept])) * 0.3
            kept = [y, *kept[:-1]]
            total += y * y
        return total + sum([0.5, *kept])

    right(f, (np.array([0.4, 0.7, 0.2]),), (np.array([0.9, 0.3, 0.5]), 3))


def test_a_list_outlives_the_name_that_becomes_a_display() -> None:
    """The second name's list is the one that the first name stood for, not the display."""

    def f(x):
        xs = [v for v in x]
        ys = xs
        a = ys[0]
        xs = [1.0]
        return a * ys[1] * xs[0]

    right(f, (np.array([0.3, 1.2, -0.7]),))


def test_a_list_in_an_object_outlives_its_name() -> None:
    def f(x):
        xs = [v for v in x]
        kept = SimpleNamespace(items=xs)
        a = kept.items[0]
        xs = [2.0, 3.0]
        return a * kept.items[1] * xs[1]

    right(f, (np.array([0.3, 1.2, -0.7]),))
