"""Arrays, views, lists, dicts and objects that several names have, and that are written."""

from __future__ import annotations

import collections
import copy

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tests.programs import Sampler, program

s = Sampler(97)
TAGS = "shared issue3 inplace"


def rows_and_columns(A):
    A = A * 1.5
    rows = [A[0], A[1]]
    cols = [A[:, 0], A[:, 1]]
    rows[0][:] = rows[1] * 2.0
    total = 0.0
    total += cols[1].sum() * cols[0][0]
    return total + rows[0] @ rows[1]


def ring_buffer(u):
    buf = np.zeros(3)
    total = 0.0
    for k in range(len(u)):
        buf[k % 3] = u[k] * u[k]
        total += buf.sum() * u[k]
    return total


def double_buffer_swap(u):
    prev = u * 1.0
    cur = np.zeros_like(u)
    for k in range(4):
        cur[1:-1] = prev[1:-1] + 0.1 * (prev[2:] - 2 * prev[1:-1] + prev[:-2]) * prev[1:-1]
        cur[0] = prev[-1]
        cur[-1] = prev[0]
        prev, cur = cur, prev
    return np.sum(prev * prev) + np.sum(cur)


def same_array_in_list(u):
    w = u * 2.0
    parts = [w, w]
    parts[0][0] = u[1] * u[2]
    return parts[1][0] * parts[1].sum()


def same_zeros_list(u):
    acc = [np.zeros(len(u))] * 3
    for k in range(3):
        acc[k] += u * (k + 1)
    return np.sum(acc[0] * acc[2])


def own_zeros_list(u):
    acc = [np.zeros(len(u)) for _ in range(3)]
    for k in range(3):
        acc[k] += u * (k + 1)
        acc[(k + 1) % 3] *= u
    return np.sum(acc[0] * acc[2] + acc[1])


def transposed_writes(A):
    B = A * A
    T = B.T
    T[0] = A[1]
    T[1, 2] += A[0, 0] * 3
    return np.sum(B * B * A)


def ravel_writes(A):
    B = A * A
    r = B.ravel()
    r[2] = A[0, 0]
    r[::3] *= 2.0
    return np.sum(B * B * A)


def ravel_of_transpose_is_copy(A):
    B = A * A
    r = B.T.ravel()
    r[2] = A[0, 0]
    r[::3] *= 2.0
    return np.sum(B * B * A) + np.sum(r * r)


def reshape_writes(u):
    w = u * u
    m = w.reshape(2, -1)
    m[0] += m[1] * u[0]
    w[0] = 3 * u[1]
    return np.sum(m**2) + w[0]


def split_writes(u):
    w = u * u
    a, b = np.split(w, 2)
    a += b * 2
    b *= a
    return np.sum(w * u)


def split_loop_writes(u):
    w = u * u
    for k, part in enumerate(np.split(w, 3)):
        part *= k + u[0]
    return np.sum(w * u)


def array_split_list(u):
    w = u * u
    parts = np.array_split(w, 4)
    for k in range(len(parts)):
        parts[k][:] = parts[k] * (k + 1) + parts[0][0]
    return np.sum(w * u)


def rows_iterated(A):
    B = A * A
    for row in B:
        row -= row.mean()
        row /= np.sqrt(np.sum(row * row) + 1)
    return np.sum(B * A)


class Solver:
    def __init__(self, n):
        self.buf = np.zeros(n)

    def apply(self, v):
        self.buf[:] = v * v
        self.buf[0] += v[1]
        return self.buf

    def apply_copy(self, v):
        self.buf[:] = v * v
        return self.buf.copy()


def reused_buffer(u):
    solver = Solver(len(u))
    a = solver.apply(u)
    b = solver.apply(u * 2)
    return np.sum(a * b) + a[0]


def reused_buffer_loop(u):
    solver = Solver(len(u))
    total = 0.0
    v = u
    for k in range(3):
        r = solver.apply(v)
        total += r.sum()
        v = r * 0.5 + u
    return total + np.sum(solver.buf * u)


def reused_buffer_kept(u):
    solver = Solver(len(u))
    hist = []
    for k in range(3):
        hist.append(solver.apply(u * (k + 1)))
    return np.sum(hist[0] * hist[2])


def reused_buffer_copied(u):
    solver = Solver(len(u))
    hist = []
    for k in range(3):
        hist.append(solver.apply_copy(u * (k + 1)))
    return np.sum(hist[0] * hist[2])


def axpy(y, x, a):
    for i in range(len(y)):
        y[i] += a * x[i] * y[(i + 1) % len(y)]
    return y


def same_array_twice(u):
    w = u * 1.5
    axpy(w, w, 0.5)
    z = axpy(w, u, 0.2)
    return np.sum(z * w)


class Body:
    def __init__(self, p):
        self.p = p
        self.v = p * 0.1


def object_in_two_lists(u):
    a, b = Body(u * 1.0), Body(u * 2.0)
    allb = [a, b]
    moving = [b]
    for m in moving:
        m.p += m.v
        m.v = m.v * 0.5
    return np.sum(allb[1].p * allb[1].v) + np.sum(allb[0].p * allb[1].p)


def list_slice_copy_array_view(u):
    w = u * u
    xs = [w[0], w[1], w[2]]
    ys = xs[:2]
    ys[0] = u[3]
    v = w[:2]
    v[0] = u[3] * u[0]
    return xs[0] * ys[0] + w[0] * v[1]


def list_extends_itself(u):
    xs = [u[0], u[1]]
    xs += xs
    xs.extend(xs[1:])
    xs[1] = u[2]
    t = 0.0
    for k, x in enumerate(xs):
        t += x * x * k
    return t


def list_slice_stores(u):
    xs = [v * v for v in u]
    xs[1:3] = [xs[0] * 2, xs[2], xs[1]]
    xs[::2] = xs[1::2][: len(xs[::2])] if len(xs[1::2]) == len(xs[::2]) else xs[::2]
    return sum(x * k for k, x in enumerate(xs))


def slice_store_against_rebinding(u):
    a = u * 2
    b = u * u
    c = a
    a[:] = b
    b[0] = 7.0 * u[1]
    d = a
    a = b
    a[1] = u[0]
    return np.sum(c * d) + np.sum(a * b)


def out_into_views(A):
    B = np.zeros_like(A)
    np.multiply(A[0], A[1], out=B[0])
    np.add(B[0], A[2], out=B[1])
    np.exp(B[:, 0] * 0.1, out=B[:, 1])
    np.sin(B[1], out=B[1])
    return np.sum(B * A)


def augmented_row(A):
    B = A * 1.0
    for i in range(1, B.shape[0]):
        row = B[i]
        row += 0.5 * B[i - 1] * row
    col = B[:, 0]
    col *= B[:, 1]
    return np.sum(B * B)


def swapped_axes(T):
    B = T * T
    S = np.swapaxes(B, 0, 1)
    S[0] = T[:, 1]
    M = np.moveaxis(B, 2, 0)
    M[1] += 2 * M[0] * T[0, 0, 0]
    return np.sum(B * T)


def broadcast_reads(u):
    w = u * u
    b = np.broadcast_to(w, (3, len(w)))
    w[0] = u[1] * u[2]
    return np.sum(b * np.arange(3.0)[:, None] * u)


def diagonal_view(A):
    B = A * A
    d = np.diagonal(B)
    B[0, 0] = A[1, 2] * 5
    B += 0.1 * A
    return np.sum(d * d) + B.sum()


def windows(u):
    w = u * u
    win = sliding_window_view(w, 3)
    w[2] = u[0] * 3
    return np.sum(win.sum(axis=1) ** 2 * u[:-2])


def masked_updates(u):
    w = u * 1.0
    v = w
    m = w > 0
    w[m] += u[m] ** 2
    w[~m] *= 3
    return np.sum(v * v * u)


def chained_zeros(u):
    a = b = np.zeros(len(u))
    a += u
    b[1] *= u[0]
    return np.sum(a * b)


def closure_writes(u):
    buf = np.zeros(len(u))

    def put(i, v):
        buf[i] = v

    def scale(k):
        nonlocal buf
        buf = buf * k

    for i in range(len(u)):
        put(i, u[i] ** 2)
    old = buf
    scale(u[0])
    put(0, u[1])
    return np.sum(old * buf)


def reused(u, n):
    buf = np.zeros(len(u))
    for k in range(n):
        buf[:] = u * (k + 1)
        buf[k] += u[0] ** 2
        yield buf


def generator_reuses(u):
    total = 0.0
    last = None
    for b in reused(u, 3):
        total += np.sum(b * b)
        last = b
    return total + last[0] * last[1]


def generator_reuses_list(u):
    parts = list(reused(u, 3))
    return np.sum(parts[0] * parts[1])


def setdefault_groups(u):
    g = {}
    for k, v in enumerate(u):
        g.setdefault(k % 2, []).append(v * v)
    t = 1.0
    for key in g:
        t *= sum(g[key])
    return t


def setdefault_arrays(u):
    g = {}
    for k in range(4):
        g.setdefault("a" if k % 2 else "b", np.zeros(len(u)))[k] += u[k] * u[0]
    return np.sum(g["a"] * u) + np.sum(g["b"] * g["b"])


def copies_shallow_deep(u):
    d = {"w": u * 1.0, "n": [u[0], u * u]}
    sh = copy.copy(d)
    de = copy.deepcopy(d)
    d["w"][0] = u[1] ** 2
    d["n"][1] *= 2
    sh["n"][0] = 4.0 * u[2]
    return np.sum(d["w"] * sh["w"]) + d["n"][0] * np.sum(de["w"] * sh["n"][1]) + np.sum(de["n"][1])


def view_by_data(A):
    B = A * 1.0
    if A[0, 0] > 0:
        v = B[0]
    else:
        v = B[:, 1]
    v *= 2.0
    v[0] += A[1, 1]
    return np.sum(B * B) + v.sum()


def view_by_index_data(A):
    B = A * 1.0
    k = int(np.argmax(A[:, 0]))
    v = B[k]
    v -= v.mean()
    B[k, 1] += A[0, 0]
    return np.sum(B * B * A) + v[1]


def views_in_two_lists_loop(A):
    B = A * 2
    n, m = B.shape
    rows = [B[i] for i in range(n)]
    cols = [B[:, j] for j in range(m)]
    for i in range(n):
        rows[i] *= cols[i][0]
    for j in range(m):
        cols[j] += rows[j] * rows[0]
    return np.sum(B * A)


def dict_of_views(A):
    B = A * A
    parts = {"top": B[:2], "left": B[:, :1], "diag": B[1:, 1:]}
    parts["top"] *= 2
    parts["left"][:] = parts["diag"].sum() * parts["left"]
    parts["diag"][0, 0] = A[0, 0]
    return np.sum(B * A) + parts["top"].sum()


def views_in_dict_loop(A):
    B = A * A
    blocks = {}
    for i in range(3):
        blocks[i] = B[i]
    for key, row in blocks.items():
        row += key * A[0]
    return np.sum(B * B)


def swap_lists_of_arrays(u):
    a = [u * (k + 1) for k in range(3)]
    b = [np.zeros_like(u) for _ in range(3)]
    for t in range(3):
        for k in range(3):
            b[k][:] = a[k] * a[(k + 1) % 3]
        a, b = b, a
    return sum(np.sum(x) for x in a) + np.sum(b[0] * b[1])


def swap_rows(A):
    B = A * 1.0
    B[0], B[1] = B[1].copy(), B[0].copy()
    r0, r2 = B[0], B[2]
    t = r0.copy()
    r0[:] = r2
    r2[:] = t
    B[[0, 1]] = B[[1, 0]]
    return np.sum(B * A * A)


def swap_views_without_copy(A):
    B = A * 1.0
    B[0], B[1] = B[1], B[0]
    return np.sum(B * A * A)


def jacobi_ping_pong(u):
    bufs = [u * 1.0, np.zeros_like(u)]
    for k in range(5):
        src, dst = bufs[k % 2], bufs[(k + 1) % 2]
        dst[1:-1] = 0.5 * (src[:-2] + src[2:]) * src[1:-1]
        dst[0], dst[-1] = src[0], src[-1]
    return np.sum(bufs[0] ** 2) + np.sum(bufs[1])


class Grid:
    def __init__(self, u):
        self.u = u * 1.0
        self.new = np.empty_like(u)
        self.history = []

    def step(self, c):
        self.new[1:-1] = self.u[1:-1] + c * (self.u[2:] - 2 * self.u[1:-1] + self.u[:-2])
        self.new[0] = self.new[1]
        self.new[-1] = self.new[-2]
        self.u, self.new = self.new, self.u
        self.history.append(self.u.sum())


def grid_swaps_attributes(u):
    g = Grid(u)
    for k in range(4):
        g.step(0.1 * u[0])
    return g.history[1] * g.history[3] + np.sum(g.u * u)


class Bank:
    def __init__(self, n):
        self.slots = np.zeros((3, n))
        self.k = 0

    def push(self, v):
        self.slots[self.k % 3] = v
        self.k += 1
        return self.slots[(self.k - 1) % 3]


def ring_of_views(u):
    bank = Bank(len(u))
    total = 0.0
    for k in range(5):
        w = bank.push(u * (k + 1))
        w *= u
        total += bank.slots.sum() * w[0]
    return total


def deque_of_buffers(u):
    pool = collections.deque([np.zeros_like(u) for _ in range(3)])
    total = 0.0
    for k in range(5):
        b = pool.popleft()
        b += u * (k + 1)
        total += np.sum(b * b)
        pool.append(b)
    return total + pool[0][0] * pool[2][1]


def fill_and_scale(out, v, k):
    out[:] = v
    out *= k


def helper_gets_views(A):
    B = np.zeros_like(A)
    fill_and_scale(B[0], A[1], 2.0)
    fill_and_scale(B[:, 1], A[2], A[0, 0])
    fill_and_scale(B.T[2], B[0], 3.0)
    return np.sum(B * B)


def add_into(a, b):
    a += b
    return a


def chained_into(u):
    w = u * 1.0
    return np.sum(add_into(add_into(w, u), w) * w)


def alias_in_branch(u):
    w = u * u
    v = w
    if u[0] > 0:
        v = u * 3
    v[0] = u[1] * u[2]
    v *= u
    return np.sum(w * u) + np.sum(v)


def alias_in_loop(u):
    w = u * u
    last = w
    for k in range(3):
        v = last * 0.5
        last[k] = u[k] * v[0]
        last = v
    return np.sum(w * u) + np.sum(last * w)


def best_so_far(u):
    best = u * 1.0
    cur = u * 1.0
    for k in range(4):
        cur = cur * 0.9 + 0.1 * u[k]
        if np.sum(cur) < np.sum(best):
            best = cur
        cur[0] += u[1]
    return np.sum(best * u)


def best_copied(u):
    best = u * 1.0
    cur = u * 1.0
    for k in range(4):
        cur *= 0.9
        cur[k] += u[k] * u[0]
        if np.sum(cur * cur) < np.sum(best * best):
            best = cur.copy()
    return np.sum(best * u) + cur[0]


def best_copied_into(u):
    best = u * 1.0
    cur = u * 1.0
    for k in range(4):
        cur *= 0.9
        cur[k] += u[k] * u[0]
        if np.sum(cur * cur) < np.sum(best * best):
            best[:] = cur
    return np.sum(best * u) + cur[0]


def two_names_one_list(u):
    xs = [u * 1.0, u * 2.0]
    ys = xs
    ys[0] = u * u
    xs[0][1] = 5 * u[0]
    ys.append(xs[0])
    ys[2][0] = u[2] ** 2
    return np.sum(xs[0] * xs[1]) + xs[2][0]


def nested_alias(u):
    m = [[u[0], u[1]], [u[2], u[3]]]
    row = m[0]
    m.append(row)
    row[0] = u[4] * u[5]
    m[2][1] *= 3
    return m[0][0] * m[2][1] + m[0][1] * m[1][0]


def rows_shared_by_multiplication(u):
    m = [[0.0] * 3] * 2
    m[0][1] = u[0] * u[1]
    m[1][2] = u[2]
    return m[1][1] * m[0][2] + m[0][0]


def object_shared(u):
    class P:
        def __init__(self, x):
            self.x = x
            self.next = None

    a = P(u[0])
    b = P(u[1])
    a.next = b
    b.next = a
    a.next.next.x *= u[2]
    b.x += a.x
    return a.x * a.next.x


def dict_in_two(u):
    p = {"x": u[0], "v": u[1]}
    world = {"hero": p, "all": [p, {"x": u[2], "v": u[3]}]}
    for q in world["all"]:
        q["x"] += q["v"] * 0.5
    world["hero"]["v"] = p["x"] * 2
    return world["all"][0]["v"] * world["all"][1]["x"] + p["x"]


def view_of_view(A):
    B = A * 1.0
    v = B[1:]
    w = v[:, ::2]
    x = w.T
    x[0] *= 3
    v[0, 0] = x[1, 1] * A[0, 0]
    B[2] += w[0].sum()
    return np.sum(B * A) + x.sum()


def reversed_view(u):
    w = u * u
    r = w[::-1]
    r[1:] += r[:-1]
    w[0] *= 2
    return np.sum(r * u)


def even_odd(u):
    w = u * 1.0
    e, o = w[::2], w[1::2]
    o -= 0.5 * e
    e += 0.25 * o
    w *= u
    return np.sum(e * o)


def flat_writes(A):
    B = A * 1.0
    f = B.reshape(-1)
    for k in range(f.size):
        f[k] = f[k - 1] * 0.5 + f[k]
    return np.sum(B * A)


def newaxis_view(u):
    w = u * u
    c = w[:, None]
    c *= u[0]
    c[2] = u[1]
    r = w[None]
    r[0, 1] += 3 * u[0]
    return np.sum(w * u)


def squeeze_expand(A):
    B = A[:, :, None] * 2.0
    sq = B.squeeze()
    sq[0] = A[1] * A[2]
    ex = np.expand_dims(sq, 0)
    ex[0, 1, 1] *= 2
    return np.sum(B[..., 0] * A)


def copy_chain(u):
    a = u * 1.0
    b = a.copy()
    c = b
    d = c[:]
    d[0] = u[1] * u[2]
    e = np.array(c)
    e[1] = 7.0 * u[0]
    f = np.asarray(c)
    f[2] *= u[3]
    return np.sum(a * b) + np.sum(c * e) + np.sum(f * d)


def ascontig(A):
    B = A * 1.0
    c = np.ascontiguousarray(B)
    c[0, 0] = A[1, 1] * 5
    t = np.ascontiguousarray(B.T)
    t[0, 1] = A[2, 2] * 3
    return np.sum(B * B) + np.sum(t * A)


def where_assign(u):
    w = u * 1.0
    v = w
    w[w < 0] = 0.0
    w[np.where(u > 0.5)] *= 2
    idx = np.argsort(u)
    w[idx[:2]] += u[idx[-2:]]
    return np.sum(v * v * u)


def list_of_slices(u):
    w = u * u
    parts = [w[k : k + 2] for k in range(0, len(u), 2)]
    for k, p in enumerate(parts):
        p *= k + 1
        p[0] += w[-1]
    return np.sum(w * u)


def zip_of_rows(A):
    B, C = A * 1.0, A.T * 2.0
    for b, c in zip(B, C):
        b += c
        c *= b
    return np.sum(B * C)


def map_of_rows(A):
    B = A * 1.0

    def norm(r):
        r /= np.sqrt(r @ r + 1)
        return r

    rows = list(map(norm, B))
    rows[0][1] = A[2, 2]
    return np.sum(B * A) + rows[0].sum()


def default_arg_closure(u):
    w = u * 1.0
    fs = [lambda v, k=k: w[k] * v for k in range(3)]
    w[1] = u[0] * u[2]
    w2 = w
    w = u * 4.0
    w2[0] = 9.0
    return fs[0](u[1]) + fs[1](u[2]) * fs[2](u[0])


def lu_inplace(A):
    U = A + 4 * np.eye(3)
    L = np.eye(3)
    for k in range(2):
        for i in range(k + 1, 3):
            L[i, k] = U[i, k] / U[k, k]
            U[i, k:] -= L[i, k] * U[k, k:]
    return np.sum(np.log(np.diag(U) ** 2)) + np.sum(L * A)


def gram_schmidt_views(A):
    Q = A.copy()
    for j in range(3):
        q = Q[:, j]
        for i in range(j):
            p = Q[:, i]
            q -= (p @ q) * p
        q /= np.sqrt(q @ q)
    return np.sum(Q * A * A)


def sort_in_place(u):
    w = u * u
    v = w[1:5]
    v.sort()
    w[::-1].sort()
    return np.sum(w * u)


def accumulate_out(u):
    w = np.empty(len(u))
    np.cumsum(u * u, out=w)
    v = w[2:]
    np.multiply(v, w[:-2], out=v)
    np.clip(w, 0.1, 3.0, out=w)
    return np.sum(w * u) + v[0]


def stack_then_write(u):
    a, b = u * 1.0, u * 2.0
    S = np.stack([a, b])
    a[0] = 5.0 * u[1]
    S[1] *= a
    return np.sum(S * u)


def tuple_unpack_views(A):
    B = A * 1.0
    r0, r1, r2 = B
    r0 += r1
    r2 *= r0
    return np.sum(B * A)


def star_unpack_views(A):
    B = A * 1.0
    first, *rest = B
    first += rest[0]
    rest[1][:] = first * 2
    return np.sum(B * A)


for f in (
    rows_and_columns,
    transposed_writes,
    ravel_writes,
    ravel_of_transpose_is_copy,
    rows_iterated,
    out_into_views,
    augmented_row,
    diagonal_view,
    view_by_index_data,
    dict_of_views,
    views_in_dict_loop,
    swap_rows,
    swap_views_without_copy,
    helper_gets_views,
    view_of_view,
    flat_writes,
    squeeze_expand,
    ascontig,
    zip_of_rows,
    map_of_rows,
    lu_inplace,
    gram_schmidt_views,
    tuple_unpack_views,
    star_unpack_views,
):
    program(f, (s.normal(3, 3),), (s.normal(3, 3),), tags=TAGS, must_pass=True)
for f in (
    view_by_data,
    views_in_two_lists_loop,
):
    program(f, (s.normal(3, 3),), (s.normal(3, 3),), tags=TAGS)
for f in (
    ring_buffer,
    double_buffer_swap,
    same_array_in_list,
    own_zeros_list,
    reshape_writes,
    split_writes,
    split_loop_writes,
    reused_buffer,
    reused_buffer_loop,
    reused_buffer_copied,
    same_array_twice,
    object_in_two_lists,
    list_slice_copy_array_view,
    list_extends_itself,
    list_slice_stores,
    slice_store_against_rebinding,
    masked_updates,
    chained_zeros,
    closure_writes,
    generator_reuses,
    generator_reuses_list,
    setdefault_groups,
    setdefault_arrays,
    copies_shallow_deep,
    swap_lists_of_arrays,
    jacobi_ping_pong,
    grid_swaps_attributes,
    ring_of_views,
    chained_into,
    alias_in_branch,
    alias_in_loop,
    best_copied,
    best_copied_into,
    two_names_one_list,
    nested_alias,
    rows_shared_by_multiplication,
    dict_in_two,
    reversed_view,
    even_odd,
    newaxis_view,
    copy_chain,
    where_assign,
    default_arg_closure,
    sort_in_place,
    accumulate_out,
    stack_then_write,
):
    program(f, (s.normal(6),), (s.normal(6),), tags=TAGS, must_pass=True)
for f in (
    same_zeros_list,
    array_split_list,
    reused_buffer_kept,
    broadcast_reads,
    windows,
    deque_of_buffers,
    best_so_far,
    object_shared,
    list_of_slices,
):
    program(f, (s.normal(6),), (s.normal(6),), tags=TAGS)
program(swapped_axes, (s.normal(2, 3, 2),), (s.normal(2, 3, 2),), tags=TAGS, must_pass=True)
