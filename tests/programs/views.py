"""Views and aliases of every kind, written through."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(12)


def alias_store(x):
    y = x * 1.0
    z = y
    z[0] = y[1] ** 2
    return np.sum(y * z)


def view_store(x):
    y = x.copy()
    z = y[1:]
    z[0] = 5.0 * x[0]
    y[2] = z[0] * z[1]
    return np.sum(y**2) + np.sum(z)


def view_of_view(x):
    y = x.copy()
    v = y[1:][::2]
    v *= x[0]
    y[1] += v[0]
    return np.sum(y**2) * v[0]


def transpose_view(a):
    b = a.copy()
    b.T[0] = a[0, 1] ** 2
    t = b.T
    t[1, 0] *= 3.0
    return np.sum(b**2 * np.arange(b.size).reshape(b.shape))


def reshape_view(a):
    b = a.copy()
    flat = b.reshape(-1)
    flat[1] = flat[0] * 2.0
    flat[::2] += 1.0
    return np.sum(b**2)


def ravel_view(a):
    b = a.copy()
    np.ravel(b)[0] = 7.0
    b.ravel()[-1] *= a[0, 0]
    return np.sum(b**2)


def ravel_copy(a):
    b = a.T.copy().T
    c = b.ravel()
    c[0] = 0.0
    return np.sum(b**2) + np.sum(c**3)


def flatten_copy(a):
    b = a * 2.0
    c = b.flatten()
    c[0] = 0.0
    return np.sum(b**2) + np.sum(c**3)


def diagonal_write(a):
    b = a.copy()
    b.ravel()[:: b.shape[0] + 1] = a[0]
    return np.sum(b**2)


def diagonal_read(a):
    b = a.copy()
    d = np.diagonal(b)
    before = np.sum(d**2)
    b[0, 0] = 2.0 * a[1, 0]
    return before * np.sum(d**3)


def row_iteration(a):
    b = a.copy()
    for row in b:
        row *= row[0]
    return np.sum(b**2)


def row_enumerate(a):
    b = a.copy()
    for i, row in enumerate(b):
        row[i % 2] = a[0, 0] * i
    return np.sum(b**2)


def split_views(x):
    y = x.copy()
    left, right = np.split(y, 2)
    left *= right
    right[0] = left[0]
    return np.sum(y**2)


def swapaxes_view(a):
    b = a.copy()
    c = np.swapaxes(b, 0, 1)
    c[0, 1] = a[0, 0] ** 3
    return np.sum(b**2 * a)


def atleast_2d_view(x):
    y = x.copy()
    m = np.atleast_2d(y)
    m[0, 1] = y[0] ** 2
    return np.sum(y**2)


def newaxis_view(x):
    y = x.copy()
    col = y[:, None]
    col *= x[::-1, None]
    return np.sum(y**2)


def squeeze_view(a):
    b = a.copy()
    v = np.squeeze(b[:1])
    v += 2.0 * a[1]
    return np.sum(b**2)


def asarray_alias(x):
    y = x.copy()
    z = np.asarray(y)
    z[0] = 3.0 * y[1]
    return np.sum(y**2)


def array_copies(x):
    y = np.array(x)
    z = np.array(y, copy=True)
    y[0] = 2.0
    z[1] = 0.5
    return np.sum(x * y * z)


def argument_view(x):
    y = x[1:]
    return np.sum(y**2) * x[0]


def conditional_alias(x, flag):
    y = x.copy()
    z = y if flag else x * 2.0
    z[0] = 3.0 * x[1]
    return np.sum(y**2) + np.sum(z)


def alias_in_tuple(x):
    y = x.copy()
    pair = (y, y)
    pair[0][1] = x[0] ** 2
    return np.sum(pair[1] ** 2)


def alias_in_list(x):
    y = x.copy()
    items = [y]
    items[0] += x**2
    items.append(y[1:])
    items[1][0] = 2.0 * x[0]
    return np.sum(y**3)


def alias_in_dict(x):
    state = {"u": x.copy()}
    u = state["u"]
    u[1:] = u[:-1] * x[0]
    return np.sum(state["u"] ** 2)


def first_half(v):
    return v[: len(v) // 2]


def view_from_helper(x):
    y = x.copy()
    h = first_half(y)
    h *= 3.0
    return np.sum(y**2)


def same_or_scaled(v, flag):
    if flag:
        return v
    return v * 2.0


def alias_from_helper(x, flag):
    y = x.copy()
    z = same_or_scaled(y, flag)
    z[0] = x[1] ** 2
    return np.sum(y**2 + z)


def reused_row(a):
    total = 0.0
    row = a[0].copy()
    for i in range(a.shape[0]):
        row[:] = a[i] * row
        total += np.sum(row)
    return total


def rebinding_is_not_writing(x):
    y = x
    y = y * 2.0
    y[0] = 1.0
    return np.sum(y * x)


def scalar_copy_of_element(x):
    y = x.copy()
    a = y[0]
    y[0] = 5.0
    return a * y[0] * y[1]


def row_is_view(a):
    b = a.copy()
    row = b[0]
    b[0, 1] = 4.0 * a[1, 1]
    return np.sum(row**2) + np.sum(b)


def two_overlapping_views(x):
    y = x.copy()
    u, v = y[:-1], y[1:]
    u *= 2.0
    v += u[0]
    u[1] = v[0] ** 2
    return np.sum(u * v)


def loop_of_views(x, n):
    y = x.copy()
    for k in range(n):
        v = y[k : k + 2]
        v *= x[k]
        v[0] += 1.0
    return np.sum(y**2)


def flat_iterator(a):
    b = a.copy()
    b.flat[1] = a[0, 0] ** 2
    return np.sum(b**2)


def broadcast_view_read(x):
    b = np.broadcast_to(x, (3, len(x)))
    return np.sum(b**2 * np.arange(3)[:, None])


def real_parts(x):
    z = x[0] + 1j * x[1]
    w = z * z + 2.0
    return w.real * w.imag + abs(z)


I3 = "issue3 views"
for f in (
    alias_store,
    atleast_2d_view,
    newaxis_view,
    asarray_alias,
    array_copies,
    argument_view,
    alias_in_tuple,
):
    program(f, (r.normal(3),), (r.normal(2),), tags=I3)
for f in (alias_in_list, alias_in_dict, view_from_helper, rebinding_is_not_writing, scalar_copy_of_element):
    program(f, (r.normal(3),), (r.normal(2),), tags=I3)
for f in (view_store, view_of_view, two_overlapping_views):
    program(f, (r.normal(5),), (r.normal(4),), tags=I3)
for f in (
    transpose_view,
    reshape_view,
    ravel_view,
    ravel_copy,
    flatten_copy,
    row_iteration,
    row_enumerate,
    swapaxes_view,
):
    program(f, (r.normal(2, 3),), (r.normal(2, 3).T,), tags=I3)
for f in (diagonal_write, diagonal_read, row_is_view, flat_iterator, squeeze_view, reused_row):
    program(f, (r.normal(3, 3),), (r.normal(2, 2),), tags=I3)
program(split_views, (r.normal(4),), (r.normal(2),), tags=I3)
program(conditional_alias, (r.normal(3), True), (r.normal(3), False), tags=I3)
program(alias_from_helper, (r.normal(3), True), (r.normal(3), False), tags=I3)
program(loop_of_views, (r.normal(5), 3), (r.normal(2), 1), tags=I3)
program(broadcast_view_read, (r.normal(3),), (r.normal(1),), tags=I3)
program(real_parts, (r.normal(2),), (r.normal(2),), tags="issue3 complex")


def split_array(x):
    y = x.copy()
    low, mid, high = np.array_split(y, 3)
    low *= 2.0
    mid[0] = low[0] ** 2
    high += x[0]
    return np.sum(y**2 * np.arange(len(y)))


def split_columns(a):
    b = a.copy()
    left, right = np.hsplit(b, 2)
    left *= right
    right[0] = left[-1]
    return np.sum(b**2)


def split_in_loop(x):
    y = x.copy()
    for part in np.split(y, 2):
        part *= part[0]
    return np.sum(y**2)


def split_then_written(x):
    y = x.copy()
    a, b = np.split(y, 2)
    y[0] = x[1] ** 2
    return np.sum(a * b)


def split_unwritten(x):
    y = x.copy()
    y[0] = x[1] ** 2
    a, b = np.split(y, [1])
    return np.sum(a) * np.sum(b)


def diagonal_after_elimination(a):
    a = a.copy()
    n = a.shape[0]
    for k in range(n - 1):
        a[k + 1 :, k] /= a[k, k]
        a[k + 1 :, k + 1 :] -= np.outer(a[k + 1 :, k], a[k, k + 1 :])
    return np.prod(np.diag(a))


def diagonal_offset(a):
    b = a * 2.0
    d = np.diagonal(b, 1)
    b[0, 1] = 3.0 * a[0, 0]
    return np.sum(d**2) + np.sum(b)


def broadcast_then_written(x):
    y = x.copy()
    wide = np.broadcast_to(y, (2, len(y)))
    before = np.sum(wide**2)
    y[0] = x[1] ** 2
    return before + np.sum(y**3)


def ravel_copy_loop(a):
    b = a.T.copy().T
    total = 0.0
    for _ in range(2):
        c = b.ravel()
        total = total + np.sum(c**3)
        b[0, 0] = 2.0 * total
        b[1, 0] *= b[0, 1]
    return np.sum(b**2)


def contiguous_alias(a):
    b = a[0] * 1.0
    c = np.ascontiguousarray(b)
    c[0] = 3.0 * a[1, 0]
    d = np.ascontiguousarray(b[::2])
    d[0] = a[0, 0] ** 2
    return np.sum(b**2) + np.sum(c**3) + np.sum(d)


for f in (split_array, split_in_loop, split_then_written, split_unwritten, broadcast_then_written):
    program(f, (r.normal(6),), (r.normal(4),), tags=I3, must_pass=True)
for f in (diagonal_after_elimination, diagonal_offset):
    program(f, (r.spd(3),), (r.spd(2),), tags=I3, must_pass=True)
for f in (ravel_copy_loop, contiguous_alias):
    program(f, (r.normal(3, 3),), (r.normal(2, 2),), tags=I3, must_pass=True)
program(split_columns, (r.normal(3, 4),), (r.normal(2, 2),), tags=I3, must_pass=True)


def view_of_what_is_written_later(x, f):
    a = f * x
    b = np.exp(-a)
    b[1:] = a[1:]
    return np.vdot(a, b)


def transposed_and_written(x, f):
    a = np.outer(f, f) * x
    b = np.sin(a)
    b[0] = a[1]
    return np.vdot(a.T, b) + np.sum(b.T * 1.0)


def new_axes(x, f):
    d = f[:, None] - f[np.newaxis, :] * x
    e = np.exp(-(d**2))
    m = e[..., None] * f[None, None] + e[:, None, :] * np.sin(x)
    return np.sum(m[None] ** 2) * 0.1 + np.sum(f[None]) * x


def new_axes_of_what_is_written(x, f):
    a = f * x
    column = a[:, None]
    column[1:] *= x
    a[0] = x
    return np.sum(column * f) + np.sum(a[None, :] ** 2)


for function in (
    view_of_what_is_written_later,
    transposed_and_written,
    new_axes,
    new_axes_of_what_is_written,
):
    program(
        function,
        (0.7, np.array([0.4, -0.3, 0.8, 0.2])),
        (-0.5, np.array([0.9, 0.2, -0.4, 0.6])),
        wrt=(0, 1),
        name=function.__name__,
    )
