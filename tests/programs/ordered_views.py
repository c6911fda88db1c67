"""Views of views, and of copies, of arrays whose memory is in another order than that of their tangents."""

from __future__ import annotations

import numpy as np

from tests.programs import program


def _point(seed: int) -> tuple:
    rng = np.random.default_rng(seed)
    return float(rng.normal()), rng.normal(size=4), rng.normal(size=4), rng.normal(size=(3, 4))


def reshaped_twice(x, v, w, m):
    q = m.T
    m1 = q[:, [1, 1, 2, 0]]
    m7 = m1.reshape(2, 8).reshape(4, 4)
    m1.T[-1] += v
    return m7


def reshaped_once(x, v, w, m):
    q = m.T
    m1 = q[:, [1, 1, 2, 0]]
    m7 = m1.reshape(2, 8)
    m1.T[-1] += v
    return m7


def same_shape(x, v, w, m):
    q = m.T
    m1 = q[:, [1, 1, 2, 0]]
    m7 = m1.reshape(4, 4)
    m1[-1] += v
    return m7


def ravelled(x, v, w, m):
    q = m.T
    m1 = q[:, [1, 1, 2, 0]]
    m7 = m1.ravel()
    m1[-1] += v
    return m7


def of_rows(x, v, w, m):
    m1 = m[:, [1, 1, 2, 0]]
    m7 = m1.ravel()
    m1[-1] += v
    return m7


def in_another_order(x, v, w, m):
    q = m.T
    m1 = q[:, [1, 1, 2, 0]]
    m7 = m1.reshape(2, 8).reshape(4, 4)
    v8 = np.concatenate([v[2:], v[:2]])
    m1.T[-1] += v8
    return m7


for f in (reshaped_twice, reshaped_once, same_shape, ravelled, of_rows, in_another_order):
    program(f, _point(1), _point(2), tags="views", must_pass=True)
