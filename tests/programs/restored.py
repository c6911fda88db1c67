"""Adjoints that are, or were selected with, primal arrays which the reverse sweep restores later."""

from __future__ import annotations

import numpy as np

from tests.programs import program


def traced_product_of_what_is_written(x, f):
    a = np.outer(f, f) * x
    b = np.sin(a)
    b[1] = a[2] * x
    return np.trace(a @ b.T) + np.sum(np.tensordot(a, b))


def product_before_and_after(x, f):
    a = np.outer(f, f) * x
    b = np.sin(a)
    b[1] = a[2] * x
    y = np.vdot(a, b)
    b *= x
    return y + np.vdot(b, a)


def product_in_trips(x, f):
    a = f * x
    b = np.sin(a)
    y = 0.0
    for k in range(3):
        y = np.vdot(a, b) + y
        b[k] = a[k + 1] * x
        a[k] = b[k] * 2
    return y


def product_of_slots(x, f):
    a = [f * x, f]
    b = np.sin(a[0])
    b[1:] = a[1][1:] * x
    y = np.vdot(a[0], b)
    a[0] = b * y
    b[0] = x
    return np.vdot(a[0], b) + np.vdot(a[1], b)


def squeezed_row(x, f):
    A = np.outer(f, f) * x + np.eye(4)
    b = np.sin(f) * x
    b[1] = x
    z = b @ A
    b[2] = z[0]
    return np.dot(np.squeeze(A[:1]), b)


def product_of_dict_values(x, f):
    d = {"a": f * x, "b": np.cos(f) * x}
    d["b"][1:3] = d["a"][1:3] ** 2
    y = np.vdot(*d.values())
    d["a"][0] = y
    return np.vdot(d["b"], d["a"])


def product_with_a_written_view(x, f):
    a = np.outer(f, f) * x
    b = np.sin(a)
    b[1] = a[2] * x
    t = b.T
    t[0] = x
    return np.vdot(a.T, t) + np.vdot(a, b)


def larger_of_what_is_restored(x, f):
    a = f * 1.0
    b = np.cos(f)
    b[[0, 2]] = x
    return np.where(f > -1, np.fmax(a, b), x)


def selected_before_and_after(x, f):
    a = f * x
    b = a * 2
    y = np.sum(np.where(b > 0.3, a * b, 0.0))
    b[1] = x
    b *= a
    return y + np.sum(np.where(b > 0.3, a * b, 0.0))


def larger_with_places(x, f):
    a = f * x
    b = a.copy()
    i = np.array([0, 1])
    s = np.sum(np.maximum(a, b[::-1]))
    b[i] = x
    i[0] = 3
    b[i] = 2 * x
    return s + np.sum(np.maximum(a, b))


def limits_that_are_written(x, f):
    u = f * x
    lim = np.full(4, 0.15)
    y = 0.0
    for k in range(3):
        g = np.where(u > lim, u - lim, 0.0)
        lim[k] = 0.5 * u[k]
        y = y + np.sum(g**2)
    return y


def masks_and_stores(x, f):
    u = f * x
    p = np.zeros(4)
    p[u > 0.1] = u[u > 0.1] * 2
    p[f > 0.5] += x
    u[u > 0.1] = 0.3 * x
    return p @ u + np.sum(np.where(p > 0, u, p))


for f in (
    traced_product_of_what_is_written,
    product_before_and_after,
    product_in_trips,
    product_of_slots,
    squeezed_row,
    product_of_dict_values,
    product_with_a_written_view,
    larger_of_what_is_restored,
    selected_before_and_after,
    larger_with_places,
    limits_that_are_written,
    masks_and_stores,
):
    program(
        f,
        (0.7, np.array([0.4, -0.3, 0.8, 0.2])),
        (-0.5, np.array([0.9, 0.2, -0.4, 0.6])),
        wrt=(0, 1),
        must_pass=True,
    )
