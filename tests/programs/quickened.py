"""Programs of the shapes that emitted code is made quick for: what is stored first, summed first, or computed once."""

from __future__ import annotations

import numpy as np

from tests.programs import Sampler, program

s = Sampler(211)
TAGS = "quickened issue4"


# -- entries of an adjoint that a loop comes to one after the other --------------------------------------------------


def relaxed(x):
    u = x.copy()
    for _ in range(3):
        for i in range(1, len(u) - 1):
            u[i] = 0.5 * u[i] + 0.25 * (u[i - 1] + u[i + 1])
    return np.sum(u**2)


def around(x):
    total = 0.0
    for i in range(len(x)):
        total += x[i] * x[i - 1]  # the first entry meets the last one
    return total


def three_neighbours(x):
    total = 0.0
    for i in range(1, len(x) - 1):
        total += x[i - 1] * x[i] * x[i + 1]
    return total


def some_neighbours(x):
    total = 0.0
    for i in range(2, len(x)):
        if x[i] > 0.0:
            total += x[i - 2] * x[i] ** 2
        total += x[i] * x[i - 1]
    return total


def left_out(x):
    total = 0.0
    for i in range(len(x) - 1):
        if x[i] < 0.0:
            continue
        total += x[i + 1] * x[i]
    return total


def backwards(x):
    total = 0.0
    for i in range(len(x) - 1, 0, -1):
        total += x[i] * x[i - 1] ** 2
    return total


def pairs_and_another(x):
    total = 0.0
    for j in range(3):
        for i in range(len(x) - 1):
            total += x[i] * x[i + 1] * x[j]
    return total


def with_a_view(x):
    u = x.copy()
    v = u[1:]
    for i in range(1, len(u) - 1):
        u[i] = 0.5 * u[i] + v[i] * 0.3
        v[i - 1] = v[i - 1] * 2.0 + u[i - 1]
    return np.sum(u**3)


def two_behind(x):
    u = x.copy()
    for i in range(len(u)):
        j = i - 2
        u[j] = 0.5 * u[j] + u[j] * u[i]
        u[i] = 3.0 * u[i]
    return np.sum(u**2)


def in_steps(x):
    u = x.copy()
    for i in range(len(u)):
        t = u[i]
        u[i] = 0.5 * t
        u[i - 1] = u[i - 1] * 0.7 + t * t
        u[i] = u[i] * 1.5 + u[i - 1]
    return np.sum(u**2)


# -- what both the primal and its tangent need -----------------------------------------------------------------------


def sine_and_cosine(x):
    a = np.sin(x)
    b = a * 2.0
    c = np.cos(x)
    return np.sum(a * b * c)


def written_between(x):
    y = x.copy()
    a = np.sin(y)
    y[0] = 3.0 * a[1]
    c = np.cos(y)
    return np.sum(a * c)


def in_branches(x):
    a = np.sin(x)
    if np.sum(a) > 0.0:
        c = np.cos(x)
        r = np.sum(a * c)
    else:
        c = np.cos(x) * 2.0
        r = np.sum(a - c)
    return r


def carried_on(x):
    total = 0.0
    for _ in range(3):
        a = np.sin(x)
        x = x * 0.9 + a
        c = np.cos(x)
        total = total + np.sum(a * c)
    return total


def cosine_written(x):
    a = np.sin(x)
    c = np.cos(x)
    c[0] = 2.0
    return np.sum(a * c)


# -- softmaxes -------------------------------------------------------------------------------------------------------


def softmax_of_all(x):
    e = np.exp(x - np.max(x))
    p = e / np.sum(e)
    return np.sum(p * p) + np.sum(p[1:] * x[:-1])


def softmax_of_each_row(x):
    e = np.exp(x - np.max(x, axis=1)[:, None])
    p = e / np.sum(e, axis=1)[:, None]
    return np.sum(p**2 * np.arange(p.size).reshape(p.shape))


def weighted(x):
    m = x.max(axis=1, keepdims=True)
    e = np.exp(x - m)
    w = np.sin(x)[:, :1]
    return np.sum((w / np.sum(e, axis=1, keepdims=True) * e) ** 2)


def weighted_entry_by_entry(x):
    m = x.max(axis=1, keepdims=True)
    e = np.exp(x - m)
    w = np.sin(x)
    return np.sum((w / np.sum(e, axis=1, keepdims=True) * e) ** 2)


for f in (
    relaxed, around, three_neighbours, some_neighbours, left_out, backwards, pairs_and_another, with_a_view,
    two_behind, in_steps, sine_and_cosine, written_between, in_branches, carried_on, cosine_written, softmax_of_all,
):  # fmt: skip
    program(f, (s.normal(6),), (s.normal(7),), tags=TAGS, must_pass=True)
for f in (softmax_of_each_row, weighted, weighted_entry_by_entry):
    program(f, (s.normal(4, 3),), (s.normal(2, 3),), tags=TAGS, must_pass=True)


# -- adjoints that are only summed -----------------------------------------------------------------------------------


def turned(c, x, turns):
    d = x[:, None, :] - c[None, :, :]
    y = np.einsum("kij,nkj->nki", turns, d)
    return np.sum(np.sin(y))


def turned_and_scaled(c, x, turns):
    d = x[:, None, :] - c[None, :, :]
    y = turns[:, 0] * d + np.einsum("kij,nkj->nki", turns, d)
    return np.sum(y**2)


def mixed(c, x, turns):
    d = x - c[0]
    y = d @ turns[0]
    return np.sum(np.tanh(y)) + np.sum(np.exp(0.1 * d) * c[1])


def near(c, x, turns):
    d = x[:, None, :] - c[None, :, :]
    r = np.sum(d**2, axis=2)
    return np.sum(np.exp(-r)) + np.sum(d[0] * turns[:, 1])


def scaled(c, x, turns):
    d = x[:, None, :] - c
    e = d * turns[:, 0]
    return np.sum(np.cos(e)) + np.sum(d**2 * turns[:, 1])


def only_one(c, x, turns):
    d = x[:1, None, :] - c
    e = d * turns[:1, 0]
    return np.sum(np.cos(e)) + np.sum(d**2 * turns[:, 1])


for f in (turned, turned_and_scaled, mixed, near, scaled, only_one):
    args = (s.normal(3, 2), s.normal(4, 2), s.normal(3, 2, 2))
    program(f, args, (s.normal(3, 2), s.normal(1, 2), s.normal(3, 2, 2)), tags=TAGS, must_pass=True)


# -- sums of squares: another rounding where nobody sees it ----------------------------------------------------------


def near_pairs(x):
    d = x[:, None, :] - x[None, :, :]
    r2 = np.sum(d**2, axis=-1)
    return np.sum(np.where(r2 < 2.0, np.exp(-r2), 0.0))


def all_pairs(x):
    d = x[:, None, :] - x[None, :, :]
    return np.sum(np.exp(-np.sum(d * d, axis=-1)))


def norms_of_rows(x):
    total = 0.0
    for i in range(len(x)):
        n = np.sqrt(np.sum(x[i] ** 2))
        total = total + n * n * n
    return total


def squared_before_a_write(x):
    a = x.copy()
    t = a**2
    a[0] = 3.0 * a[1]
    s = np.sum(t, axis=1)
    return np.sum(s * s) + np.sum(a)


def squared_before_a_write_through_a_view(x):
    a = x * 1.0
    t = a * a
    v = a[1:]
    v[0] *= 2.0
    s = np.sum(t, axis=1)
    return np.sum(s * s) + np.sum(a * a)


def squares_bound_again(x):
    t = x**2
    for _ in range(2):
        s = np.sum(t, axis=1)
        t = t * s[:, None] * 0.1
    return np.sum(np.sum(t**2, axis=1) ** 2)


def squares_on_one_path(x):
    t = x**2
    if t[0, 0] > 0.3:
        t = x * x * x
    return np.sum(np.sum(t, axis=1) ** 2)


def scaled_by_norms(x):
    r = np.sum(x**2, axis=1, keepdims=True)
    q = np.sum(np.square(x), axis=(0,))
    return np.sum((x / r) ** 2 * np.sqrt(r)) + np.sum(q**3)


def largest_row(x):
    n = np.sum(x**2, axis=1)
    m = np.sum(x**2, axis=0)
    k = int(np.argmax(n))
    return x[k, 0] * n[k] + np.sum(m * m)


def halved_until_small(x):
    n = np.sum(x**2)
    while n > 1.0:
        x = x * 0.5
        n = np.sum(x**2)
    return n * np.sum(x)


def norms_in_a_list(x):
    kept = []
    for i in range(len(x)):
        kept.append(np.sum(x[i] ** 2))
    total = 0.0
    for n in kept:
        if n > 1.0:
            total += n * n
        total += n
    return total


for f in (
    near_pairs,
    all_pairs,
    norms_of_rows,
    squared_before_a_write,
    squared_before_a_write_through_a_view,
    squares_bound_again,
    squares_on_one_path,
    scaled_by_norms,
    largest_row,
    halved_until_small,
    norms_in_a_list,
):
    program(f, (s.normal(4, 3),), (s.normal(3, 2),), tags=TAGS, must_pass=True)
