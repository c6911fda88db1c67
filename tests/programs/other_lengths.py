"""Arrays that each trip of a loop binds anew, of another length each: read in the next trip, or after the loop."""

from __future__ import annotations

import numpy as np

from tests.programs import Sampler, program

TAGS = "other_lengths"
s = Sampler(4405)


def shrinking_list(w):
    active = list(range(len(w)))
    while True:
        idx = np.array(active)
        v = w[idx]
        u = v * np.sum(v)
        if len(active) == 2:
            break
        active.pop(1)
    full = np.zeros_like(w)
    full[idx] = u
    return full @ w


def shrinking_slice(w):
    k = 0
    while True:
        v = w[k:]
        u = v * np.sum(v)
        if len(v) == 2:
            break
        k += 1
    return u @ u


def slices_of_each_trip(w):
    for k in range(3):
        v = w[k:]
        u = v * np.sum(v)
        r = v[1:] @ u[1:]
    return u @ u + r


def shrinking_indices(w):
    idx = np.arange(len(w))
    while True:
        v = w[idx]
        u = v * np.sum(v)
        if len(u) < 3:
            break
        idx = idx[1:]
    return u @ u


def first_dropped(w):
    idx = list(range(len(w)))
    while len(idx) > 2:
        v = w[idx]
        u = v * np.sum(v)
        idx.remove(idx[0])
    return u @ u


def largest_masked(w):
    m = np.ones(len(w), bool)
    for _ in range(3):
        v = w[m]
        u = v * np.sum(v)
        m[np.argmax(np.where(m, w, -np.inf))] = False
    return u @ u


def with_the_slice_before(w):
    tot = 0.0
    for k in range(3):
        u = w[: 1 + 2 * k]
        if k == 1:
            tot += np.sum(u * prev)  # noqa: F821
        prev = u
    return tot


def with_none_before(w):
    tot = 0.0
    prev = None
    for k in range(2):
        u = w[: 1 + 4 * k] ** 2
        if prev is not None:
            tot += np.sum(u * prev)
        prev = u
    return tot


def last_pair(w):
    tot = 0.0
    n = 1
    while n < len(w):
        u = w[:n] ** 2
        if n > 1:
            tot += np.sum(u * prev)  # noqa: F821
            break
        prev = u
        n += 3
    return tot


def longer_in_place(w):
    tot = 0.0
    n = 1
    while n < len(w):
        u = w[:n] ** 2
        if n > 1:
            prev += np.sum(u[1:] * prev)  # noqa: F821
            tot += np.sum(u * prev)  # noqa: F821
            break
        prev = u
        n += 3
    return tot


def last_chunk(x, w):
    for i in range(0, len(x), 3):
        c = x[i : i + 3] ** 2
    return np.sum(c)


def chunk_before(x, w):
    tot = 0.0
    for i in range(0, len(x), 3):
        c = x[i : i + 3] ** 2
        if i:
            tot += np.sum(c * old)  # noqa: F821
        old = c
    return tot


for f in (
    shrinking_list,
    shrinking_slice,
    slices_of_each_trip,
    shrinking_indices,
    first_dropped,
    largest_masked,
    with_the_slice_before,
    with_none_before,
    last_pair,
    longer_in_place,
):
    program(f, (s.normal(6),), (s.normal(7),), tags=TAGS, must_pass=True)
for f in (last_chunk, chunk_before):
    program(f, (s.normal(7), s.normal(3)), (s.normal(4), s.normal(3)), tags=TAGS, must_pass=True)


def last_four(w):
    total, a = 0.0, np.zeros(2)
    for i, v in enumerate(w):
        if i > 2:
            a = a * 0.5
            a = np.append(a, v)[-4:]
            total += np.sum(a * v)
    return total + np.sum(a) * a[0]


def products_of_chunks(w):
    total = 0.0
    for k in range(0, len(w), 4):
        c = w[k : k + 4]
        total += np.sum(np.sin(c) * c)
    return total


def first_match(w):
    hit = None
    for i in range(len(w)):
        if w[i] > 0.3:
            hit = (i, w[i])
            break
    return w[0] if hit is None else (1 + hit[0]) * hit[1]


for f in (last_four, products_of_chunks, first_match):
    program(f, (s.normal(6),), (s.normal(7),), tags=TAGS, must_pass=True)


def halves_of_what_grows(w):
    a, total = np.zeros(0), 0.0
    for k in range(4):
        first, rest = np.split(np.ravel(a), [1])
        total += 3.0 * np.sum(first) * (k + 1) + np.sum(rest * rest)
        a = np.append(a, np.sin(w[k]))
    return total


def parts_of_what_grows(w):
    a, total = np.zeros(0), 0.0
    for k in range(4):
        parts = np.array_split(a, 2)
        total += np.sum(parts[0] ** 2) * (k + 1) + np.sum(np.diff(a, prepend=0.0)) * w[k]
        a = np.append(a, np.sin(w[k]))
    return total


for f in (halves_of_what_grows, parts_of_what_grows):
    program(f, (s.normal(6),), (s.normal(7),), tags=TAGS, must_pass=True)
