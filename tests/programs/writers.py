"""NumPy calls that write on their arguments: ufunc.at, out=, where=, copyto, put, place, sort, fill_diagonal, flat."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(31)


def scatter_forces(x, pairs):
    force = np.zeros(len(x))
    d = x[pairs[:, 1]] - x[pairs[:, 0]]
    np.add.at(force, pairs[:, 0], d**3)
    np.subtract.at(force, pairs[:, 1], d**3)
    return np.sum(force**2)


def histogram_weights(w, bins):
    counts = np.zeros(4)
    np.add.at(counts, bins, np.exp(w))
    return np.sum(np.log1p(counts))


def add_at_pairs(x):
    a = np.zeros((3, 3))
    np.add.at(a, ([0, 0, 2], [1, 1, 0]), x**2)
    np.add.at(a, (slice(None), [0, 0]), x[:2])
    np.add.at(a, 1, x[0])
    return np.sum(a**3)


def add_at_broadcast(x):
    a = x[0] * np.ones(4)
    np.add.at(a, [0, 0, 3], x[1])
    np.add.at(a, np.array([[0, 1], [1, 2]]), x[None, :2])
    return np.sum(a**2)


def multiply_at(x):
    a = x**2 + 1.0
    np.multiply.at(a, [0, 0, 1], x)
    np.multiply.at(a, [2, 2], 3.0)
    return np.sum(a * a)


def at_in_time_loop(u, src, dst, n):
    u = u.copy()
    for _ in range(n):
        flux = 0.1 * (u[src] - u[dst]) * u[src]
        np.subtract.at(u, src, flux)
        np.add.at(u, dst, flux)
    return np.sum(u**2)


def out_chain(x):
    work = np.empty_like(x)
    np.multiply(x, 2.0, out=work)
    np.sin(work, out=work)
    work += 1.0
    np.divide(work, x + 4.0, out=work)
    return np.sum(work)


def out_positional(x):
    work = np.empty_like(x)
    np.add(x, x * x, work)
    np.square(work, work)
    return np.sum(work)


def out_returned(x):
    work = np.zeros_like(x)
    y = np.exp(x, out=work)
    y[0] = 2.0 * x[1]
    return np.sum(work**2) + np.sum(y)


def out_slice(x):
    y = np.zeros((2, len(x)))
    np.sin(x, out=y[0])
    np.cos(x, out=y[1])
    np.multiply(y[0], y[1], out=y[0, :])
    return np.sum(y**2)


def out_in_loop(x, n):
    a = x.copy()
    b = np.empty_like(x)
    for _ in range(n):
        np.multiply(a, a, out=b)
        np.subtract(b, 0.3, out=a)
    return np.sum(a * x)


def out_dot(a, b):
    c = np.empty((a.shape[0], b.shape[1]))
    np.dot(a, b, out=c)
    d = np.zeros_like(c)
    np.matmul(c, c.T, out=d)
    return np.sum(d * c)


def out_reductions(a):
    total = np.zeros(a.shape[1])
    np.sum(a, axis=0, out=total)
    running = np.empty_like(a)
    np.cumsum(a * a, axis=1, out=running)
    a.mean(axis=0, out=total)
    return np.sum(running * total)


def out_clip(x):
    y = x * 2.0
    np.clip(y, -1.0, 1.0, out=y)
    x.clip(0.0, 0.5, out=y[: len(x)])
    return np.sum(y * x)


def out_take(x):
    y = np.empty(4)
    np.take(x, [0, 0, 1, 2], out=y)
    return np.sum(y**3)


def out_tuple_and_none(x):
    y = np.empty_like(x)
    np.exp(x, out=(y,))
    z = np.log(y + 1.0, out=None)
    return np.sum(z)


def out_broadcast(x):
    y = np.empty((2, len(x)))
    np.multiply(x, x, out=y)
    y[1] *= 3.0
    return np.sum(y**2)


def where_log(x):
    y = np.full_like(x, -1.0)
    np.log(x, out=y, where=x > 0.2)
    np.divide(1.0, x, out=y, where=x < -0.2)
    return np.sum(y**2)


def where_broadcast(a, keep):
    y = a * a
    np.multiply(a, 3.0, out=y, where=keep)
    np.add(y, a[0], out=y, where=keep[0])
    return np.sum(y**2)


def safe_divide(a, b):
    return np.sum(np.divide(a, b, out=np.zeros_like(a), where=b != 0) ** 2)


def copyto_where(x):
    y = x**2
    np.copyto(y, 3.0 * x, where=x > 0)
    np.copyto(y, 0.5, where=x < -0.5)
    np.copyto(y[1:], x[:-1])
    return np.sum(y**2)


def put_values(x):
    y = x * 1.0
    np.put(y, [0, -1], [x[1] ** 2, x[0]])
    y.put([1], x[0] * 5.0)
    np.put(y, np.array([2, 3]), x[0])
    return np.sum(y**2)


def put_matrix(a):
    b = a.copy()
    np.put(b, [0, 4, -1], a[0] ** 2)
    np.put(b, [1, 2, 3], a[1, :2])
    return np.sum(b**2)


def put_along_axis(a):
    b = a**2
    i = np.argmax(a, axis=1)[:, None]
    np.put_along_axis(b, i, 2.0 * a[:, :1], axis=1)
    return np.sum(b * np.arange(b.size).reshape(b.shape))


def place_values(x):
    y = x * 1.0
    np.place(y, x > 0, [x[0], x[1] ** 2])
    np.place(y, y < -1.0, 0.25)
    return np.sum(y**3)


def putmask_values(x):
    y = x * 1.0
    np.putmask(y, x > 0, x**2)
    np.putmask(y, y < -0.3, x[:2])
    np.putmask(y, y > 1.0, 1.0)
    return np.sum(y**2)


def diagonal_of_vector(a, d):
    b = a @ a
    np.fill_diagonal(b, d)
    np.fill_diagonal(b[1:, 1:], 1.0)
    return np.sum(b**2)


def diagonal_rectangular(a):
    b = a * 2.0
    np.fill_diagonal(b, a[0, 0] ** 2)
    return np.sum(b**2 * a)


def sort_rows(a):
    b = a**2
    b.sort(axis=0)
    b[0].sort()
    c = a.copy()
    c.sort()
    return np.sum(b * np.arange(b.size).reshape(b.shape)) + np.sum(c[:, 0] ** 2)


def partition_median(x):
    y = x * x
    y.partition(2)
    return y[2] * 3.0 + np.sum(y[:2])


def nan_to_num_in_place(x):
    y = x**2
    y[1:] = [np.inf, -np.inf]
    y[0] += x[1]
    np.nan_to_num(y, copy=False, posinf=7.0, neginf=-7.0)
    return np.sum(y**2)


def flat_stores(a):
    b = a.copy()
    b.flat[0] = a[1, 1] ** 2
    b.flat[-1] *= 3.0
    b.flat[1:4] = a[0, 0]
    b.flat[[0, 2]] += a[1, 0]
    b.flat[:: b.shape[1] + 1] -= 1.0
    return np.sum(b**2) + b.flat[2] * b.flat[0]


def flat_loop(a):
    total = 0.0
    for v in a.flat:
        total = total * 0.5 + v**2
    return total


def fill_view(a):
    b = a * 1.0
    b[0].fill(a[1, 0] ** 2)
    b[:, 1].fill(2.0)
    return np.sum(b**2)


def list_stored(x):
    y = np.zeros(4)
    y[:2] = [x[0], x[1] ** 2]
    y[2:] = x[0] * x[1], 3.0
    y[[0, 3]] += [x[1], x[0]]
    return np.sum(y**2)


def random_buffer(x):
    rng = np.random.default_rng(3)
    noise = np.zeros(len(x))
    total = 0.0
    for _ in range(3):
        rng.standard_normal(out=noise)
        total += np.sum(noise * x) ** 2
    return total


def shuffled_order(x):
    rng = np.random.default_rng(3)
    order = np.arange(len(x))
    y = x.copy()
    for k in range(3):
        rng.shuffle(order)
        y = y * x[order] + k
    return np.sum(y)


def inactive_work(x):
    buffer = np.zeros(3)
    table = np.zeros((3, 3))
    total = 0.0
    for k in range(3):
        np.copyto(buffer, k + 2.0)
        np.put(buffer, [k], 0.5)
        np.fill_diagonal(table, k - 1.0)
        np.add.at(table[0], [1, 1], 0.5 * k)
        table[k, :] += np.arange(3.0)
        buffer[::-1].sort()
        total = total + np.sum(buffer * x) ** 2 + np.sum(table @ x) ** 3
    return total


V = "issue3 inplace"
PAIRS, FEWER = np.array([[0, 1], [1, 2], [0, 2], [0, 1]]), np.array([[0, 1], [0, 1]])
SRC, DST = np.array([0, 1, 1, 2]), np.array([1, 2, 0, 1])
for f in (add_at_pairs, multiply_at, out_returned, out_broadcast, out_tuple_and_none, random_buffer):
    program(f, (r.normal(3),), (r.normal(3),), tags=V, must_pass=True)
for f in (add_at_broadcast, out_take, inactive_work, nan_to_num_in_place, out_slice, shuffled_order):
    program(f, (r.positive(3),), (r.positive(3),), tags=V, must_pass=True)
for f in (out_chain, out_positional, out_clip, putmask_values, place_values, copyto_where, where_log):
    program(f, (r.normal(5),), (r.normal(4),), tags=V, must_pass=True)
for f in (sort_rows, out_reductions, put_along_axis, diagonal_rectangular, flat_stores, flat_loop, fill_view):
    program(f, (r.normal(3, 4),), (r.normal(2, 3),), tags=V, must_pass=True)
program(put_matrix, (r.normal(2, 3),), (r.normal(3, 3),), tags=V, must_pass=True)
program(scatter_forces, (r.normal(3), PAIRS), (r.normal(2), FEWER), tags=V, must_pass=True)
program(
    histogram_weights, (r.normal(4), [0, 3, 0, 1]), (r.normal(2), np.array([2, 2])), tags=V, must_pass=True
)
program(at_in_time_loop, (r.unit(3), SRC, DST, 3), (r.unit(3), DST, SRC, 1), tags=V, must_pass=True)
program(out_in_loop, (r.unit(3), 3), (r.unit(2), 1), tags=V, must_pass=True)
program(
    out_dot,
    (r.normal(2, 3), r.normal(3, 2)),
    (r.normal(2, 2), r.normal(2, 2)),
    tags=V,
    wrt=(0, 1),
    must_pass=True,
)
program(where_broadcast, (r.normal(2, 3), np.array([[True, False, True]])), (r.normal(3, 1), np.array([[True]])),
        tags=V, must_pass=True)  # fmt: skip
program(
    safe_divide,
    (r.normal(3), np.array([0.0, 2.0, -1.0])),
    (r.normal(2), np.array([1.0, 0.0])),
    tags=V,
    must_pass=True,
)
program(put_values, (r.normal(5),), (r.normal(4),), tags=V, must_pass=True)
program(
    diagonal_of_vector,
    (r.normal(3, 3), r.normal(3)),
    (r.normal(2, 2), r.normal(2)),
    tags=V,
    wrt=(0, 1),
    must_pass=True,
)
program(partition_median, (r.normal(5),), (r.normal(4),), tags=V, must_pass=True)
program(list_stored, (r.normal(2),), (r.normal(3),), tags=V, must_pass=True)


def added_to_an_argument(x, v):
    np.add.at(v, [1, 1, 2], x * v[0])
    np.multiply.at(v, [0, 0], 3.0)
    tail = v[1:]
    np.subtract.at(tail, [0], x)
    return np.sum(v * v) * x


program(added_to_an_argument, (0.4, r.normal(4)), (0.9, r.normal(3)), wrt=(0, 1), tags=V, must_pass=True)
