"""Arrays and lists that are other ones on some paths, and stores whose value overlaps what they write on."""

from __future__ import annotations

import numpy as np

from tests.programs import Sampler, program

s = Sampler(83)
TAGS = "paths issue3 inplace"


class Body:
    def __init__(self, q, p, a):
        self.q = q
        self.p = p
        self.a = a

    def kick(self, h):
        self.p = self.p - h * self.q
        self.a[0] += h
        return self

    def drift(self, h):
        self.q = self.q + h * self.p
        self.a = self.a * (1.0 + h)
        return self


def method_chain_in_a_branch(x, y, b):
    if x > 0:
        b.kick(y).drift(0.1)
    return x + b.q + np.sum(b.a * b.a)


def rebound_on_a_path(x, w):
    w = w * 1.0
    v = w
    if x > 0:
        v = np.sin(w)
    v[0] = x
    return np.sum(w) + np.sum(v * v)


def chosen_by_expression(x, w):
    w = w * 1.0
    v = w if x > 0 else np.sin(w)
    v[0] = x * w[1]
    w[2] = v[0] * v[1]
    v[1] *= w[2]
    return np.sum(w * w) + np.sum(v * v)


def rebound_in_a_loop(x, w):
    v = w
    for i in range(3):
        v[i] = v[i] * w[i + 1] + x
        if v[i] > x:
            v = np.cos(v) * w
        w[0] += v[1] * x
    return np.sum(w * w) + np.sum(v * v) * x


def scaled_or_not(v, x):
    if x > 0:
        v = v * x
    v[1:] += v[:-1] * x
    return v


def twice_through_a_helper(x, w):
    a = scaled_or_not(w, x)
    b = scaled_or_not(w, -x)
    return np.sum(a * b * w)


def rebound_in_while(x, w):
    v = w
    k = 0
    while k < 4:
        k += 1
        if k == 2:
            v = v + x
        v[k % 3] = v[k % 3] * x + w[0]
        s = np.sum(v * w)
        w[1] = s * 0.1
    return s + np.sum(v) * w[1]


def three_paths(x, w, z):
    u = w * x
    if x > 0:
        v = u
    elif x > -1:
        v = u * z
    else:
        v = z + 1
    v[:2] = v[1:3] * u[:2]
    u *= v
    return np.sum(u) + np.sum(v * v)


def times_its_reverse(x, u):
    u = u * x
    v = u[::-1]
    u *= v
    return np.sum(u * u) + np.sum(v)


def mixed_updates(x, u):
    u = u * x
    v = u[::-1]
    u += v * u
    u[:2] *= v[:2]
    v /= u + 3
    return np.sum(u * u) + np.sum(v)


def neighbours_multiplied(x, u):
    u = u * x
    v = u[1:]
    v -= u[:-1]
    u[:-1] *= v
    return np.sum(u * u) + np.sum(v)


def reshaped_view(x, u):
    u = u * x
    v = u.reshape(2, 2)
    u *= v.ravel()
    v **= 2
    np.multiply(u, v.T.ravel(), out=u)
    return np.sum(u * u) + np.sum(v)


def overlapping_updates(x, u):
    u = u * x
    v = u[1:]
    u[:-1] /= v
    u[[0, 0, 1]] *= u[1:]
    v **= 2
    u[::2] *= u[1::2]
    u *= u
    return np.sum(u * u) + np.sum(v)


def rows_and_transpose(x, m):
    m = m * x
    for i in range(1, 3):
        m[i] *= m[i - 1]
        m[i, 1:] /= 2 + m[i, :-1]
        m[i - 1] *= m[i, 0]
    m *= m.T
    m.T[0] *= m[0]
    return np.sum(m * m * x)


def copies_in_a_loop(x, u):
    for w in (u, u[1:]):
        w = w * x
        w[1:] *= w[:-1]
    u *= u[::-1]
    return np.sum(u)


def new_name_on_a_path(x, w):
    if x > 0:
        t = w * x
        v = t
    else:
        v = w + 1.0
    v[0] = x * v[1]
    w[1] = x
    return np.sum(v * v) + np.sum(w)


def best_so_far(x, w):
    best = w
    for k in range(4):
        trial = best * x + k
        trial[k] += 1.0
        if np.sum(trial) > 2.5 * k:
            best = trial
        best[0] = best[0] * x
    return np.sum(best * w)


def swapped_work_arrays(x, w):
    u = w.copy()
    v = w.copy()
    for k in range(5):
        u[1:] += v[:-1] * x
        if k % 2:
            u, v = v, u
    return np.sum(u * v) + np.sum(w)


def copy_on_write(x, w):
    cur = w
    for k in range(3):
        if np.sum(cur) > x:
            cur = cur.copy()
        cur[k] = cur[k] * x + k
        w[k + 1] += cur[k]
    return np.sum(cur) * np.sum(w)


def none_first(x, w):
    y = None
    if x > 0:
        y = w
    else:
        y = np.zeros(4) + x
    for i in range(4):
        y[i] = y[i] * x + w[3 - i]
    return np.sum(y * w)


def out_argument(x, w, out=None):
    if out is None:
        out = np.empty(4)
    for i in range(4):
        out[i] = w[i] * x + (out[i - 1] if i else 0.0)
    return np.sum(out * w)


def row_of_a_list(x, w):
    r = [w, w * x]
    v = r[0] if x > 0 else r[1]
    v[1] = x
    r[0][0] = v[1] * v[2]
    return np.sum(r[0]) * np.sum(r[1] * v)


def slice_or_new(x, w):
    v = w[1:] if x > 0 else w * x
    v[0] = x * 2.0
    w[2] *= x
    return np.sum(w * w) + np.sum(v)


def norm_in_place(a, inplace=True):
    if not inplace:
        a = a.copy()
    a -= a.mean()
    a /= 1.0 + np.sum(a * a)
    return a


def in_place_flag(x, w):
    b = norm_in_place(w, x > 0)
    return np.sum(b * w) * x + np.sum(w * w)


def sorted_on_the_way(x, w):
    u = w * x
    v = u
    i = 0
    while i < 3:
        if i == 1:
            v = np.sort(u)
        v[i] += x
        u[i + 1] *= v[i]
        i += 1
    return np.sum(u * v)


def work_array_by_parity(x, w):
    a = w * 1.0
    for k in range(4):
        b = a if k % 2 else a * x
        b[k] = x * b[k] + 1.0
        a[0] += b[1]
    return np.sum(a)


def work_array_by_value(x, w):
    a = w * 1.0
    s = 0.0
    for k in range(4):
        b = a
        if a[k] > x:
            b = np.tanh(a)
        b[k] = x * b[k] + 1.0
        a[0] += b[1]
        s += np.sum(b)
    return np.sum(a) + s


def attribute_set_in_a_loop(x, w, b):
    for k in range(3, 0, -1):
        b.a = w
        b.a[k] = np.dot(w, w) * x
    return np.sum(b.a)


def argument_bound_in_a_loop(x, w, z):
    for k in range(3, 0, -1):
        z[0] += w[k]
        z = w
        z[k] = np.dot(w, w) * x
    return np.sum(z)


def list_rebound_on_a_path(x, c):
    if x > 0.2:
        c = [1.5, c[-1]]
    return x + c[0] * c[-1]


def list_or_slice(x, c):
    d = c
    if x > 0.2:
        d = [x, c[-1], 3.0, c[0]]
    elif x > 0.1:
        d = c[1:]
    return x + d[0] * d[-1] + sum(c)


def list_grown_on_a_path(x, c):
    if x > 0.2:
        c = c + [x]
    if x > 0.1:
        c = [v * x for v in c]
    return sum(c)


w, z = s.normal(4), s.normal(4)
for f in (
    rebound_on_a_path,
    chosen_by_expression,
    rebound_in_a_loop,
    twice_through_a_helper,
    rebound_in_while,
    times_its_reverse,
    mixed_updates,
    neighbours_multiplied,
    reshaped_view,
    overlapping_updates,
    copies_in_a_loop,
    new_name_on_a_path,
    best_so_far,
    swapped_work_arrays,
    copy_on_write,
    none_first,
    out_argument,
    slice_or_new,
    in_place_flag,
    sorted_on_the_way,
    work_array_by_parity,
    work_array_by_value,
):
    program(f, (0.8, w), (-0.3, z), tags=TAGS, must_pass=True)
    program(f, (-0.4, z), (0.5, w), tags=TAGS, must_pass=True, name=f"{f.__name__}_other")
for f in (three_paths, argument_bound_in_a_loop):
    program(f, (0.8, w, z), (-0.3, z, w), tags=TAGS, must_pass=True)
    program(f, (-1.4, w, z), (0.3, w, z), tags=TAGS, must_pass=True, name=f"{f.__name__}_other")
program(row_of_a_list, (0.8, w), (-0.3, z), tags=TAGS, must_pass=True)
program(rows_and_transpose, (0.8, s.normal(3, 3)), (0.4, s.normal(3, 3)), tags=TAGS, must_pass=True)
for f in (list_rebound_on_a_path, list_or_slice, list_grown_on_a_path):
    program(f, (0.3, [1.0, 2.0, 4.0]), (0.15, [0.5, 0.2, 3.0]), tags=TAGS, must_pass=True)
    program(
        f,
        (0.15, [1.0, 2.0, 4.0]),
        (0.05, [0.5, 0.2, 3.0]),
        tags=TAGS,
        must_pass=True,
        name=f"{f.__name__}_other",
    )
program(
    method_chain_in_a_branch,
    (0.8, 0.3, Body(0.2, 0.5, w)),
    (-0.4, 0.3, Body(0.2, 0.5, z)),
    tags=TAGS,
    must_pass=True,
)
program(
    attribute_set_in_a_loop,
    (0.8, w, Body(0.2, 0.5, z)),
    (-0.4, z, Body(0.2, 0.5, w)),
    tags=TAGS,
    must_pass=True,
)
