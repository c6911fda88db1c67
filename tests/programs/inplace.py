"""Arrays written in place: elements, slices, masks, integer arrays, out=, methods, swaps, work arrays."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(11)


def element_store(x):
    y = x.copy()
    y[0] = y[1] * y[2]
    y[1] = y[0] ** 2
    return np.sum(y**2)


def overwrite_needed(x):
    y = x * 1.0
    z = y[0] ** 2
    y[0] = 3.0
    return z * y[0] + np.sum(y**2)


def slice_store(x):
    y = np.zeros(6)
    y[1:4] = x
    y[2:5] = y[1:4] * x
    return np.sum(y**3)


def strided_store(x):
    y = x.copy()
    y[::2] = y[::2] ** 2
    y[1::2] *= 3.0
    y[::-1][0] = 0.5
    return np.sum(y * np.arange(len(y)))


def negative_step_store(x):
    y = np.zeros_like(x)
    y[::-1] = x**2
    return np.sum(y * x)


def broadcast_store(x, s):
    y = np.zeros((3, 4))
    y[:] = x
    y[1] = s
    y[:, 2] = s * s
    return np.sum(y**2 * np.arange(12).reshape(3, 4))


def ellipsis_store(x):
    y = np.empty((2, 3))
    y[...] = x
    y[..., 0] = x[0, 1] * x[1, 0]
    return np.sum(y**2)


def newaxis_store(x):
    y = np.zeros((3, 3))
    y[:, np.newaxis][0] = x
    y[1] += x[None, :][0]
    return np.sum(y**2)


def mask_store(x):
    y = x.copy()
    y[y < 0] = 0.0
    y[x > 1] *= 2.0
    return np.sum(y**2 + x)


def mask_values(x):
    y = x**2
    y[x < 0] = np.exp(x[x < 0])
    return np.sum(y)


def fancy_read_repeats(x):
    y = x[[0, 0, 1, 2, 2]]
    return np.sum(y * np.arange(1.0, 6.0) * y)


def fancy_store(x):
    y = np.zeros(5)
    y[[3, 1]] = x[:2]
    y[np.array([0, 2])] = x[2] ** 2
    return np.sum(y**2 * np.arange(5))


def fancy_store_repeats(x):
    y = np.ones(3)
    y[[0, 0, 1]] = x
    return np.sum(y**2)


def fancy_augmented_repeats(x):
    y = np.ones(3)
    y[[0, 0, 1]] += x
    y[[2, 2, 2]] *= 3.0 * x[0]
    return np.sum(y**2)


def add_at(x):
    y = np.ones(3)
    np.add.at(y, [0, 0, 2], x)
    return np.sum(y**3)


def subtract_at(x):
    y = np.ones(3)
    np.subtract.at(y, [0, 0, 2], x)
    return np.sum(y**3)


def mixed_index(a):
    b = a.copy()
    b[[0, 1], 1:] = b[[1, 0], :-1] * 2.0
    b[1, [0, 0]] += 1.0
    return np.sum(b**2 * a)


def pair_index(a):
    return np.sum(a[[0, 1, 0], [1, 1, 1]] ** 2) + np.sum(a[np.ix_([0, 1], [0, 0])])


def take_put(x):
    y = x.copy()
    np.put(y, [0, 2], [x[1], x[0] ** 2])
    return np.sum(np.take(y, [2, 0, 0]) ** 2)


def out_argument(x):
    y = np.empty_like(x)
    np.multiply(x, x, out=y)
    np.add(y, x, out=y)
    np.exp(y, out=y)
    return np.sum(y)


def out_and_where(x):
    y = np.zeros_like(x)
    np.sqrt(x, out=y, where=x > 0)
    return np.sum(y)


def copyto_fill(x):
    y = np.zeros_like(x)
    np.copyto(y, x**2)
    z = np.empty(2)
    z.fill(x[0] * 3.0)
    return np.sum(y) + np.sum(z**2)


def fill_diagonal(a, v):
    b = a * 2.0
    np.fill_diagonal(b, v**2)
    return np.sum(b @ a)


def sort_in_place(x):
    y = x**2
    y.sort()
    return np.sum(y * np.arange(len(y)))


def augmented_name(x):
    y = x.copy()
    y += x
    y *= y
    y -= 0.5
    y /= x + 3.0
    y **= 2
    return np.sum(y)


def augmented_alias(x):
    y = x.copy()
    z = y
    z *= x
    return np.sum(y**2)


def matmul_augmented(a, x):
    b = a.copy()
    b @= a
    return np.sum(b @ x)


def swap_elements(x):
    y = x.copy()
    y[0], y[2] = y[2], y[0]
    y[1], y[0] = y[0] * 2.0, y[1]
    return np.sum(y * np.arange(1.0, 4.0) * x)


def swap_rows(a):
    b = a.copy()
    b[[0, 1]] = b[[1, 0]]
    return np.sum(b**2 * np.arange(4).reshape(2, 2))


def swap_views(a):
    b = a.copy()
    b[0], b[1] = b[1], b[0]
    return np.sum(b**2 * np.arange(4).reshape(2, 2))


def write_argument(x):
    x[0] = x[1] * 2.0
    x *= 3.0
    return np.sum(x**2)


def callee_writes(v, i, value):
    v[i] = v[i] * value
    v[-1] += value


def written_by_callee(x):
    y = x.copy()
    callee_writes(y, 0, x[1])
    callee_writes(y, 1, y[0])
    return np.sum(y**2)


def written_row_of_callee(a):
    b = a.copy()
    for i in range(b.shape[0]):
        callee_writes(b[i], 0, float(i + 2))
    return np.sum(b**2)


def store_in_one_branch(x):
    y = x.copy()
    for i in range(len(x)):
        if x[i] > 0:
            y[i] = y[i - 1] * x[i]
        else:
            y[i] *= 2.0
    return np.sum(y**2)


def list_of_arrays(x):
    rows = [x.copy() for _ in range(3)]
    rows[1][0] = x[1] ** 2
    rows[2] *= x
    return np.sum(rows[0] * rows[1] * rows[2])


def store_scalar_reads(x, n):
    y = np.zeros(2)
    y[0] = x
    for _ in range(n):
        y[1] = y[0] * y[0]
        y[0] = y[1] - 0.3
    return y[0] * y[1]


def integer_array_then_float(x):
    y = np.arange(3) * 1.0
    y[1] = x
    return np.sum(y * y)


def overlap_shift(x):
    y = x.copy()
    y[1:] = y[:-1]
    y[:-1] += 2.0 * y[1:]
    return np.sum(y**2 * np.arange(len(y)))


def delete_overwritten(x):
    y = x * x
    y[...] = 1.0
    y += x
    return np.sum(y**2)


def full_and_ones(x):
    y = np.full(3, x)
    z = np.ones((2, 2)) * x
    y[1] = x * x
    z[0, :] += y[:2]
    return np.sum(y) * np.sum(z)


I3 = "issue3 inplace"
for f in (
    element_store,
    overwrite_needed,
    mask_store,
    mask_values,
    negative_step_store,
    strided_store,
    augmented_name,
):
    program(f, (r.normal(5),), (r.normal(3),), tags=I3)
for f in (
    slice_store,
    fancy_read_repeats,
    fancy_store,
    fancy_store_repeats,
    fancy_augmented_repeats,
    add_at,
    subtract_at,
):
    program(f, (r.normal(3),), (r.normal(3),), tags=I3)
for f in (take_put, copyto_fill, augmented_alias, swap_elements, newaxis_store):
    program(f, (r.normal(3),), (r.normal(3),), tags=I3)
for f in (
    out_argument,
    sort_in_place,
    store_in_one_branch,
    overlap_shift,
    delete_overwritten,
):
    program(f, (r.normal(4),), (r.normal(2),), tags=I3)


def restored_through_a_view(m):
    for _ in range(3):
        u = m.copy()
        u[0] = 0.5
        m = np.tanh(m @ u.T @ m)
        u -= 0.3
    return np.sum(m * m)


program(restored_through_a_view, (0.5 * r.normal(3, 3),), (0.4 * r.normal(2, 2),), must_pass=True)
program(out_and_where, (np.array([0.5, -0.5, 2.0]),), (np.array([1.5]),), tags=I3)
program(broadcast_store, (r.normal(4), 0.4), (r.normal(3, 1), 1.4), tags=I3, wrt=(0, 1))
program(ellipsis_store, (r.normal(2, 3),), (r.normal(2, 3),), tags=I3)
program(mixed_index, (r.normal(2, 3),), (r.normal(3, 3),), tags=I3)
program(pair_index, (r.normal(2, 3),), (r.normal(3, 2),), tags=I3)
program(fill_diagonal, (r.normal(3, 3), 0.4), (r.normal(2, 2), r.normal(2)), tags=I3, wrt=(0, 1))
program(matmul_augmented, (r.normal(3, 3), r.normal(3)), (r.normal(2, 2), r.normal(2)), tags=I3, wrt=(0, 1))
program(swap_rows, (r.normal(2, 2),), (r.normal(2, 2),), tags=I3)
program(swap_views, (r.normal(2, 2),), (r.normal(2, 2),), tags=I3)
program(write_argument, (r.normal(4),), (r.normal(2),), tags=I3)
program(written_by_callee, (r.normal(4),), (r.normal(2),), tags=I3)
program(written_row_of_callee, (r.normal(3, 3),), (r.normal(1, 2),), tags=I3)
program(list_of_arrays, (r.normal(3),), (r.normal(2),), tags=I3)
program(store_scalar_reads, (0.4, 4), (1.2, 1), tags=I3)
program(integer_array_then_float, (0.4,), (1.2,), tags=I3)
program(full_and_ones, (0.4,), (1.2,), tags=I3)
