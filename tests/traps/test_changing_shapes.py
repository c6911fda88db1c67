"""Arrays that are longer or shorter in the next trip of a loop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.traps.expect import right

V, W = np.array([0.3, 0.7, -0.4, 1.2]), np.array([0.6, -0.2, 0.9, 0.5])


def shorter_each_trip(v):
    u = v * 1.0
    for _ in range(2):
        u = u[:-1] * 2.0
    return np.sum(u * v[:2])


def shorter_in_a_branch(v):
    u = v * 1.0
    if v[0] < 0.5:
        u = u[1:]
    return np.sum(u)


def chosen_each_trip(v):
    u = v * 1.0
    for _ in range(2):
        u = u[[0, 0, 2]] * 0.5
    return np.sum(u)


def folded(v):
    u = v * 1.0
    while u.size > 1:
        u = u[::2] + u[1::2]
    return u[0]


def only_its_length_is_needed(v):
    u = v * 1.0
    s = 0.0
    while u.size > 1:
        s = s + u.sum()
        u = u[:-1]
    return s


def masked_each_trip(v):
    u, s = v * 1.0, 0.0
    for i in range(3):
        t = u[u > 0.1 * i] * 0.5
        s = s + np.sum(t) * 0.3
    return s


PROGRAMS = (
    shorter_each_trip,
    shorter_in_a_branch,
    chosen_each_trip,
    folded,
    only_its_length_is_needed,
    masked_each_trip,
)


@pytest.mark.parametrize("f", PROGRAMS, ids=lambda f: f.__name__)
def test_length_changes(f: Callable) -> None:
    right(f, (V,), (W,), second=False)
