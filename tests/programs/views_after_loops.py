"""Parts of arrays that a loop takes in each trip, and that are read or written behind it."""

import numpy as np

from tests.programs import Sampler, program

s = Sampler(20261123)
MATRICES = [(s.normal(3, 3) + 2.0, s.scalar()) for _ in range(2)]
VECTORS = [(s.positive(4),) for _ in range(2)]


def of_views(function):
    count = function.__code__.co_argcount
    program(function, *(args[:count] for args in MATRICES), tags="issue3", must_pass=True)
    return function


def of_parts(function):
    program(function, *VECTORS, tags="issue3", must_pass=True)
    return function


@of_views
def last_row_scaled(m):
    for row in m:
        row *= 3.0
    return row


def _first_set(a):
    a[0] = 2.0
    return a


@of_views
def written_by_a_helper(m):
    for i in range(3):
        t8 = _first_set(m[i])
    t2 = t8
    t8 = 1.0
    t2[1:] = 1
    return np.sum(m)


@of_views
def last_row_of_a_copy(m):
    m = m * 1.0
    for row in m:
        row *= 3.0
    return row


@of_views
def rows_by_first(m):
    m = m * 1.0
    for i in range(3):
        row = m[i]
        row *= 3.0
        row[1] = row[0] * m[0, 0]
    return row.sum() + np.sum(m)


@of_views
def row_written_behind(m):
    for i in range(2):
        row = m[i]
        row[1] = row[0] * m[0, 0]
    row[0] = 2.0
    return np.sum(m**2)


@of_views
def row_and_column(m):
    for i in range(3):
        for j in range(2):
            r = m[i]
            r[j] *= r[j + 1]
        r[0] += 1.0
        c = m[:, i]
        c *= r[0]
    r[1] = c[0]
    c[2] = 3.0 * r[2]
    return m * 1.0


@of_views
def row_of_some_trips(m):
    for i in range(3):
        if i % 2 == 0:
            r = m[i]
            r *= 2.0
        r[1] += m[0, 0]
    r[0] = r[1] * r[2]
    return r.sum() * m


@of_views
def part_of_a_row_in_while(m, x):
    i = 0
    while i < 3:
        r = m[i]
        if r[0] > 1.0 * x:
            r[1:] *= x
        else:
            r[:2] *= x
        i += 1
        s = r[1:]
        s += x
    s *= r[0]
    return m.sum() * s


@of_views
def row_at_a_break(m, x):
    for i, r in enumerate(m):
        r *= x
        if i == 1:
            break
    r[i] = x * x
    return m * r


@of_views
def rows_from_both_ends(m, x):
    for r, q in zip(m, m[::-1]):
        r *= x
        q += r
    q *= 2.0
    r *= q
    return m


@of_views
def rows_kept(m, x):
    out = []
    for r in m:
        r[0] = r[1] * x
        out.append(r)
    r[2] = out[0][1]
    out[1][0] = x
    return m.sum() + r[1] * x


@of_views
def last_by_a_helper(m, x):
    def last(a):
        for r in a:
            r *= x
        return r

    t = last(m)
    t *= 2.0
    u = last(m.T)
    u[0] = t[0]
    return m * 1.0


@of_views
def copies_stored(m, x):
    for i in range(3):
        r = m[i].copy()
        r *= x
        m[i] = r
    r[0] = 5.0
    return m.sum() * r.sum()


@of_views
def views_of_views(m, x):
    a = m
    for i in range(2):
        a = a[1:]
        a *= x
    a[0, 0] = x
    return m * 1.0


@of_views
def previous_row(m, x):
    prev = m[0]
    for i in range(1, 3):
        cur = m[i]
        cur *= prev[0]
        prev = cur
    prev[1] = x
    return m * prev


@of_views
def cells(m, x):
    for i in range(3):
        for j in range(3):
            e = m[i, j : j + 1]
            e *= x
        e += 1.0
    e *= 2.0
    return m


@of_parts
def growing_part(w):
    for i in range(3):
        t = w[: i + 1]
    return np.sum(t * t)


@of_parts
def sines_of_a_growing_part(w):
    for i in range(3):
        t = np.sin(w[: i + 1])
    return np.sum(t * t)


@of_parts
def shrinking_part(w):
    s = 0.0
    for i in range(1, 4):
        t = w[i:] * w[0]
        s += t.sum()
    return np.sum(t * t) * s


@of_parts
def sums_in_while(w):
    i = 0
    while i < 3:
        t = np.cumsum(w[: i + 1])
        i += 1
        if t[-1] > 100:
            break
    return np.sum(t * t)


@of_parts
def parts_in_two_loops(w):
    for i in range(3):
        for j in range(2):
            t = w[i : i + j + 1]
    u = w[::-1]
    for i in range(2):
        u = w[i:]
    return np.sum(t * t) * np.sum(u)


@of_parts
def part_and_its_sum(w):
    for i in range(3):
        t = w[: i + 1]
        s = t.sum()
    return np.sum(t * t) * s


@of_parts
def part_of_what_is_written(w):
    w = w * 2.0
    for i in range(3):
        t = w[: i + 1]
        q = t * t
        w[i] = q.sum()
    return np.sum(t * q)


@of_parts
def part_of_the_trip_before(w):
    a, t = 0.0, w
    for i in range(3):
        if i:
            a += t.sum()
        t = w[: i + 1]
    return np.sum(t * t) * a


@of_parts
def part_of_a_row(w):
    for row in np.outer(w, w):
        t = row[1:]
    return t * row[0]


@of_parts
def shapes_of_trips(w):
    for n in (1, 2, 4):
        t = w.reshape(-1, n) if n < 3 else w[None]
        m = t.T
    return (t * 2).sum(axis=1) + m.sum()
