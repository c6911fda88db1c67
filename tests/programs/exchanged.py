"""Buffers that change places, rows that become other rows, results that share memory."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace

import numpy as np

from tests.programs import Sampler, program

s = Sampler(103)
TAGS = "exchanged issue3 inplace"


def prev_cur_dp(A):
    n, m = A.shape
    prev = np.zeros(m + 1)
    cur = np.zeros(m + 1)
    for i in range(n):
        for j in range(m):
            cur[j + 1] = np.logaddexp(prev[j], cur[j]) + A[i, j] * prev[j + 1]
        prev, cur = cur, prev
    return prev[-1] + cur[1]


def prev_cur_lists(A):
    n, m = A.shape
    prev = [0.0] * (m + 1)
    cur = [0.0] * (m + 1)
    for i in range(n):
        for j in range(m):
            cur[j + 1] = A[i, j] * prev[j + 1] + np.tanh(prev[j]) + cur[j]
        prev, cur = cur, prev
    return prev[m] * cur[m - 1] + prev[1]


def prev_cur_three(A):
    n, m = A.shape
    a, b, c = np.zeros(m), np.ones(m), np.ones(m) * 0.5
    for i in range(n):
        c[:] = a * b + A[i]
        c[0] += b[-1] * a[0]
        a, b, c = b, c, a
    return np.sum(a * b * c)


def prev_cur_list_rows(A):
    n, m = A.shape
    prev = list(A[0])
    for i in range(1, n):
        cur = [0.0] * m
        cur[0] = prev[0] * A[i, 0]
        for j in range(1, m):
            cur[j] = min(prev[j], cur[j - 1]) + A[i, j] * prev[j - 1]
        prev = cur
    return prev[-1] * prev[0]


def prev_cur_conditional_swap(u):
    prev, cur = u * 1.0, u * 2.0
    for k in range(5):
        if u[k] > 0:
            prev, cur = cur, prev
        cur[k] += prev[k] * u[0]
        prev *= 0.9
    return np.sum(prev * u) + np.sum(cur * cur)


def swap_in_dict(u):
    st = {"old": u * 1.0, "new": np.zeros_like(u)}
    for k in range(4):
        st["new"][:] = st["old"] * 0.5 + u
        st["new"][0] = st["old"][-1] ** 2
        st["old"], st["new"] = st["new"], st["old"]
    return np.sum(st["old"] * st["new"])


def swap_in_list_of_two(u):
    st = [u * 1.0, np.zeros_like(u)]
    for k in range(4):
        st[1][:] = st[0] * 0.5 + u
        st[1][0] = st[0][-1] ** 2
        st.reverse()
    return np.sum(st[0] * st[1])


def swap_in_list_data(u):
    st = [u * 1.0, u * 2.0, u * 3.0]
    for k in range(4):
        i = int(np.argmax([np.sum(x) for x in st]))
        st[0], st[i] = st[i], st[0]
        st[0][k] += st[2][k] * u[1]
    return np.sum(st[0] * st[1]) + st[2][2]


@dataclass
class State:
    q: np.ndarray
    p: np.ndarray
    log: list = field(default_factory=list)


def replace_shares(u):
    a = State(u * 1.0, u * 2.0)
    b = replace(a, p=u * 3.0)
    b.q[0] = u[1] * u[2]
    b.p[1] = 4.0 * u[0]
    b.log.append(a.q[0])
    return np.sum(a.q * a.p) + np.sum(b.p) + a.log[0]


def deepcopy_object(u):
    a = State(u * 1.0, u * 2.0)
    b = copy.deepcopy(a)
    c = copy.copy(a)
    b.q[0] = u[1] * u[2]
    c.q[1] = u[3] ** 2
    c.p = c.p * 2
    a.p *= u
    return np.sum(a.q * a.p) + np.sum(b.q * b.p) + np.sum(c.q * c.p)


def checkpoint_and_restore(u):
    x = u * 1.0
    saved = x.copy()
    total = 0.0
    for k in range(4):
        x += 0.3 * u * x
        if np.sum(x * x) > 8:
            x[:] = saved
        else:
            saved[:] = x
        total += x[k] * saved[0]
    return total


def backup_by_reference(u):
    x = u * 1.0
    saved = x
    for k in range(3):
        x = x * 0.5 + u
        if k == 1:
            saved = x
        x[k] *= 2
    return np.sum(x * saved)


def rows_list_then_matrix(A):
    rows = [r * 2 for r in A]
    M = np.array(rows)
    rows[0][0] = A[1, 1] * 7
    M[1] *= rows[0]
    return np.sum(M * A) + rows[0].sum()


def hist_of_copies(u):
    x = u * 1.0
    hist = [x.copy()]
    for k in range(3):
        x *= 1.0 + 0.1 * u[k]
        x[k] -= hist[-1][k + 1]
        hist.append(x.copy())
    return sum(np.sum(h * u) * (i + 1) for i, h in enumerate(hist)) + np.sum(np.array(hist) ** 2)


def hist_of_slices(u):
    x = u * 1.0
    hist = []
    for k in range(3):
        x *= 1.0 + 0.1 * u[k]
        hist.append(x[1:3] * 1.0)
    return sum(np.sum(h) * (i + 1) for i, h in enumerate(hist))


def inner_function_returns_view(A):
    B = A * 1.0

    def row(i):
        return B[i]

    def block(i, j):
        return B[i : i + 2, j : j + 2]

    row(0)[1] = A[2, 2] * 3
    b = block(1, 1)
    b *= row(0)[:2]
    row(2)[:] += b[0, 0]
    return np.sum(B * A)


class Matrix:
    def __init__(self, data):
        self.data = data

    def row(self, i):
        return self.data[i]

    def __getitem__(self, k):
        return self.data[k]

    def __setitem__(self, k, v):
        self.data[k] = v

    @property
    def T(self):
        return Matrix(self.data.T)


def wrapper_of_views(A):
    M = Matrix(A * 1.0)
    N = M.T
    N[0] = A[1] * A[2]
    M.row(2)[1] *= 5
    M[1, 1] += N[2, 0]
    return np.sum(M.data * A) + N[1][2]


def update_all(params, grads, lr):
    for p, g in zip(params, grads):
        p -= lr * g


def sgd_in_place(u):
    W = [u[:3] * 1.0, u[3:] * 2.0]
    for k in range(3):
        G = [W[0] * W[1], W[0] ** 2]
        update_all(W, G, 0.1)
    return np.sum(W[0] * u[3:]) + np.sum(W[1] ** 2)


def adam_state(u):
    p = {"a": u[:3] * 1.0, "b": u[3:] * 1.0}
    m = {k: np.zeros_like(v) for k, v in p.items()}
    v2 = {k: np.zeros_like(v) for k, v in p.items()}
    for t in range(3):
        for k in p:
            g = p[k] * 2 + (p["b"] if k == "a" else p["a"])
            m[k] *= 0.9
            m[k] += 0.1 * g
            v2[k] = 0.99 * v2[k] + 0.01 * g * g
            p[k] -= 0.1 * m[k] / (np.sqrt(v2[k]) + 0.1)
    return np.sum(p["a"] * p["b"]) + np.sum(m["a"] * v2["b"])


def momentum_swap(u):
    x, v = u * 1.0, np.zeros_like(u)
    x_old = x.copy()
    for k in range(4):
        y = x + 0.5 * (x - x_old)
        x_old[:] = x
        x[:] = y - 0.1 * y**3
    return np.sum(x * x_old)


def pad_and_view(u):
    pad = np.zeros(len(u) + 2)
    inner = pad[1:-1]
    inner[:] = u
    for k in range(3):
        pad[0], pad[-1] = pad[-2], pad[1]
        inner += 0.1 * (pad[:-2] - 2 * inner + pad[2:])
    return np.sum(pad * pad) + inner[0]


def boundary_views(A):
    G = np.pad(A, 1)
    top, left, core = G[0], G[:, 0], G[1:-1, 1:-1]
    for k in range(2):
        top[1:-1] = core[0]
        left[1:-1] = core[:, -1]
        core[:] = core + 0.1 * (G[:-2, 1:-1] + G[1:-1, :-2] - 2 * core)
    return np.sum(core * A) + top.sum() * left[1]


def in_place_helper_returns_none(A):
    def normalize(M):
        M /= M.sum(axis=1, keepdims=True) + 10

    def bump(M, i):
        M[i] += M[i - 1]

    B = A * 1.0
    normalize(B)
    for i in range(3):
        bump(B, i)
    normalize(B.T)
    return np.sum(B * A * A)


def mutable_default_like(u, buf=None):
    if buf is None:
        buf = np.zeros(len(u))
    buf += u
    out = buf
    out[0] *= 2
    return np.sum(out * buf)


def argument_written(u):
    u[0] = u[1] * u[2]
    v = u
    v *= 2
    return np.sum(u * v)


def argument_row_written(A):
    r = A[0]
    r += A[1] * A[2]
    c = A[:, 0]
    c *= c
    return np.sum(A * r)


def returns_view_written(u):
    w = u * 1.0
    v = w[2:]
    w[2] = u[0] * u[1]
    return v * 2.0, w


def returns_same_twice(u):
    w = u * u
    v = w
    v[0] = u[1] * u[2]
    return w, v, w[1:]


def returns_list_of_rows(A):
    B = A * A
    rows = [B[0], B[1]]
    rows[0][1] = A[2, 2] * A[0, 0]
    return rows


def while_with_buffers(u):
    x = u * 1.0
    y = np.zeros_like(x)
    k = 0
    while np.sum(x * x) > 1e-2 and k < 6:
        np.multiply(x, 0.5, out=y)
        y[0] += x[-1] * 0.1
        x, y = y, x
        k += 1
    return np.sum(x * u) + np.sum(y)


def enumerate_views(A):
    B = A * 1.0
    for i, row in enumerate(B):
        row[i] = 0.0
        row += B[(i + 1) % 3] * 0.5
    return np.sum(B * A)


def reversed_rows(A):
    B = A * 1.0
    for row in reversed(B):
        row *= B[0]
    for row in B[::-1]:
        row -= B[2] * 0.1
    return np.sum(B * A)


def nditer_like(A):
    B = A * 1.0
    for i in range(3):
        for j in range(3):
            v = B[i, j]
            B[i, j] = v * B[j, i]
    return np.sum(B * A)


def slice_object_views(u):
    w = u * 1.0
    sl = slice(1, 4)
    a, b = w[sl], w[sl]
    a += u[0]
    b *= a
    return np.sum(w * u) + a[0] * b[1]


def take_and_put(u):
    w = u * 1.0
    idx = np.array([4, 1, 3])
    t = w[idx]
    t *= 3.0
    w[idx] = t[::-1]
    np.put(w, [0, 2], t[:2])
    x = np.take(w, idx)
    x += 1.0
    return np.sum(w * u) + np.sum(x * t)


def roll_in_place(u):
    w = u * 1.0
    for k in range(3):
        w[:] = np.roll(w, 1)
        w[0] += 0.3 * w[1]
        w[1:], w[:-1] = w[:-1].copy(), w[1:] * 1.0
    return np.sum(w * u)


class Pair:
    def __init__(self, p, q):
        self.p = p
        self.q = q


def swapped_with_what_is_new(u, m):
    a = u * 1.0
    b = u * 0.5 + 0.3
    c = np.zeros(5)
    o = Pair(u * 0.9, np.zeros(5))
    for _ in range(m):
        b = b - 0.3 * u
        b, c = c, b
    b[-1] *= o.q[-1] * o.p[1]
    b, a = a, b
    return np.sum(a * u)


def rotated_in_a_branch(u, m):
    total = 0.0
    a = u * 1.0
    b = u * 0.5 + 0.3
    c = a
    if np.sum(a * b) * 0.1 > m - 2:
        total = total + np.sum(b * b) * 0.1
        a[:] = u * c[1]
        a, b, c = b, c, a
    return total + np.sum(a * u)


def swapped_twice_in_a_trip(u, m):
    a = u * 1.0
    b = u * 0.5 + 0.3
    c = np.ones_like(u)
    xs = [a, b, np.ones(5)]
    xs[0][:] = np.tanh(c)
    for _ in range(m):
        a, b = b, a
        c = np.tanh(a)
        b, c = c, b
    return np.sum(c * c)


def rotated_around_loops(u, m):
    a, b, c = u * 1.0, u * 0.5, np.zeros_like(u)
    total = 0.0
    for i in range(m):
        for j in range(4):
            c[j] = a[j] * b[j + 1] + c[j + 1]
        a, b, c = b, c, a
        k = 0
        while k < 2:
            b[k] += a[i] * u[k]
            k += 1
        if a[0] > 0:
            a, b = b, a
        for j in range(2):
            total += a[j] * b[j] * c[j]
    return total


def array_twice(u):
    w = u * u
    return w, w


def twice_number(u):
    w = np.sum(u * u)
    return w, w, u[0] * w


def list_twice(u):
    w = [u[0] * u[1], u[2]]
    return w, w[0], w


def views_returned(u):
    w = u * u
    w[0] = u[1]
    return w[:2], w[1:], w


def argument_returned(u):
    return u, u


def argument_written_returned(u):
    u[0] = u[1] * u[2]
    return u, u[1:]


def dict_twice(u):
    w = u * u
    d = {"a": w, "b": w}
    d["a"][0] = u[2] ** 2
    return d


def object_list(u):
    rows = [u * 1.0, u * 2.0]
    rows.append(rows[0])
    rows[2][0] = u[1] ** 2
    return rows


def grown(u):
    rows = []
    w = u * 1.0
    for k in range(3):
        w = w * u
        rows.append(w)
    return rows, w


def grown_written(u):
    rows = []
    for k in range(3):
        w = u * (k + 1)
        w[k] = u[0] ** 2
        rows.append(w)
    return rows, w


def one_row_of_matrix(A):
    B = A * A
    r = B[1]
    r *= 2
    return r, B


def transposed_result(A):
    B = A * A
    B[0] *= 2
    return B.T, B.ravel(), B


def view_of_argument(u):
    return u[1:], u[:-1]


def none_and_alias(u):
    w = u * u
    v = w[1:]
    v[0] = u[0]
    return {"x": v, "y": [w, (v, v[0])]}


def zeros_like_the_other(u):
    prev = np.zeros(len(u))
    cur = np.zeros_like(prev)
    for k in range(3):
        cur[:] = prev * 0.5 + u
        cur[0] = prev[-1] * u[k]
        prev, cur = cur, prev
    return np.sum(prev * cur)


def empty_like_the_other(u):
    a = u * 1.0
    b = np.empty_like(a)
    for k in range(3):
        np.multiply(a, 0.5, out=b)
        b[k] += a[0]
        a, b = b, a
    return np.sum(a * u) + b[1]


def rows_of_fixed_length(u):
    prev = [0.0] * 3
    cur = [0.0] * 3
    for _ in range(2):
        for i in range(3):
            cur[i] = u[i] * (1.0 + prev[i]) + (prev[i - 1] if i > 0 else 0.0)
        prev, cur = cur, prev
    return prev[0] * prev[2] + cur[1]


def rows_counted_by_names(u):
    n = 4
    prev, cur = [1.0] * n, [0.0] * n
    total = 0.0
    for k in range(3):
        for i in range(1, n):
            cur[i] = max(prev[i], cur[i - 1]) + u[k] * prev[i - 1]
        cur, prev = prev, cur
        total += cur[n - 1] * u[k + 1]
    return total + sum(prev)


def list_that_was_taken_apart(u):
    p = [0.0] * 3
    q = [0.0] * 3
    r = [v * 0.5 for v in u]
    p[0] = min(r[0], r[-1]) + u[0]
    q, r = r, q
    r = q
    return p[0] * q[1] + r[2]


for f in (
    prev_cur_dp,
    prev_cur_lists,
    prev_cur_three,
    prev_cur_list_rows,
    rows_list_then_matrix,
    inner_function_returns_view,
    wrapper_of_views,
    boundary_views,
    in_place_helper_returns_none,
    argument_row_written,
    returns_list_of_rows,
    enumerate_views,
    reversed_rows,
    nditer_like,
):
    program(f, (s.normal(3, 3),), (s.normal(3, 3),), tags=TAGS, must_pass=True)
for f in (
    prev_cur_conditional_swap,
    swap_in_dict,
    swap_in_list_of_two,
    replace_shares,
    deepcopy_object,
    checkpoint_and_restore,
    hist_of_copies,
    hist_of_slices,
    sgd_in_place,
    adam_state,
    momentum_swap,
    pad_and_view,
    mutable_default_like,
    argument_written,
    returns_view_written,
    returns_same_twice,
    while_with_buffers,
    slice_object_views,
    take_and_put,
    roll_in_place,
):
    program(f, (s.normal(6),), (s.normal(6),), tags=TAGS, must_pass=True)
for f in (
    backup_by_reference,
    swap_in_list_data,
):
    program(f, (s.normal(6),), (s.normal(6),), tags=TAGS)
for f in (swapped_with_what_is_new, rotated_in_a_branch, swapped_twice_in_a_trip, rotated_around_loops):
    program(f, (s.normal(5), 2), (s.normal(5), 3), wrt=0, tags=TAGS, must_pass=True)
for f in (
    array_twice,
    twice_number,
    list_twice,
    views_returned,
    argument_returned,
    argument_written_returned,
    dict_twice,
    object_list,
    grown,
    grown_written,
    view_of_argument,
    none_and_alias,
):
    program(f, (s.normal(4),), (s.normal(4),), tags=TAGS, must_pass=True)
for f in (
    one_row_of_matrix,
    transposed_result,
):
    program(f, (s.normal(3, 3),), (s.normal(3, 3),), tags=TAGS, must_pass=True)
for f in (
    zeros_like_the_other,
    empty_like_the_other,
    rows_of_fixed_length,
    rows_counted_by_names,
    list_that_was_taken_apart,
):
    program(f, (s.normal(5),), (s.normal(5),), tags=TAGS, must_pass=True)
