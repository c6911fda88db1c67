"""Functions that give several arrays, which are then written on: factors of a matrix, singular vectors, grids."""

from __future__ import annotations

import numpy as np
import scipy.linalg

from tests.programs import Sampler, program

TAGS = "issue3 matrices"
s = Sampler(881)


def row_of_a_factor(a):
    q, r = np.linalg.qr(a)
    r[-1, :] *= -2.0
    return q @ r + q


def factor_or_other(a):
    q, r = np.linalg.qr(a)
    v = r
    if a[0, 0] > 0:
        v = (q * 2).T
    v[-1, :] *= -2.0
    return v @ (a + q)


def vectors_or_rows(a):
    w, v = np.linalg.eigh(a + a.T)
    if a[0, 0] > 0:
        v = (v * w).T
    v[0] *= 3
    return v**2


def singular_vectors_chosen(a):
    parts = np.linalg.svd(a, full_matrices=False)
    rows = [parts[0], parts[2]]
    k = int(a[0, 0] > 0)
    rows[k][0] *= 2.0
    return rows[0] @ rows[1]


def grid_chosen(a):
    x, y = np.meshgrid(a[0], a[1])
    z = x
    if a[0, 0] > 0:
        z = y
    z[0] *= 2.0
    return x * y**2


def rotation_between(p, q):
    pc, qc = p - p.mean(axis=0), q - q.mean(axis=0)
    u, w, vt = scipy.linalg.svd(pc.T @ qc)
    r = vt.T @ u.T
    if np.linalg.det(r) < 0:
        vt[-1, :] *= -1
        r = vt.T @ u.T
    return np.sum((pc @ r.T - qc) ** 2) + np.sum(w)


def homography(a):
    _, _, vt = np.linalg.svd(a)
    h = vt[-1]  # what all rows are orthogonal to
    return (h / h[-1]).reshape(3, 3)


def singular_values_of_any_shape(a):
    u, w, vt = np.linalg.svd(a)
    return np.linalg.svd(a)[1] + w**2 + vt[0, 0] ** 2


def low_rank(a, k):
    u, w, vt = np.linalg.svd(a)
    return u[:, :k] @ np.diag(w[:k]) @ vt[:k]


def permuted_order(x):
    a = x.transpose(1, 0, 2) * 2.0  # in one piece, in neither order
    rows = [a[0], a[1]]
    rows[int(x[0, 0, 0] > 0.0)] *= x[1]
    return np.sum(a**3)


for f in (
    row_of_a_factor,
    factor_or_other,
    vectors_or_rows,
    singular_vectors_chosen,
    grid_chosen,
):
    a = s.normal(3, 3)
    program(f, (a,), (-a,), tags=TAGS, must_pass=True)
program(
    rotation_between,
    (s.normal(6, 3), s.normal(6, 3)),
    (s.normal(6, 3), s.normal(6, 3)),
    tags=TAGS,
    must_pass=True,
)
program(homography, (s.normal(8, 9),), (s.normal(8, 9),), tags=TAGS, must_pass=True)
program(singular_values_of_any_shape, (s.normal(3, 5),), (s.normal(3, 5),), tags=TAGS, must_pass=True)
program(low_rank, (s.normal(5, 3), 2), (s.normal(5, 3), 2), tags=TAGS, must_pass=True)
b = s.normal(2, 2, 4)
program(permuted_order, (b,), (-b,), tags=TAGS, must_pass=True)


def part_of_a_view_or_of_the_array(a, b, k):
    u = a * 1.0
    v = u[:, ::-1]
    z = u[1:]
    if k > 0:
        z = v[:2]  # both are parts of u
    z[...] = z * b[:2]
    return np.tanh(u) + v


for k in (-1.0, 1.0):
    args = (s.normal(3, 3), s.normal(3, 3), k)
    name = f"part_of_a_view_or_of_the_array_{'first' if k < 0 else 'then'}"
    program(part_of_a_view_or_of_the_array, args, (*args[:2], -k), tags=TAGS, must_pass=True, name=name)


def stores_behind_a_branch(a, b, k):
    u = np.empty_like(a)
    u[0] = a[1]
    u[1:] = b[1:]
    if k > 0:
        u[0] *= a[1]  # only here is the adjoint of u copied
    return u


def stores_behind_a_branch_summed(a, b, k):
    return np.sum(stores_behind_a_branch(a, b, k) * b)


for f in (stores_behind_a_branch, stores_behind_a_branch_summed):
    for k in (-1.0, 1.0):
        args = (s.normal(3, 3), s.normal(3, 3), k)
        name = f"{f.__name__}_{'left' if k < 0 else 'taken'}"
        program(f, args, (*args[:2], -k), tags=TAGS, must_pass=True, name=name)


def pick(u, v, c):
    if c:
        return v
    return u


def picked_and_written(a, b, k):
    u = a + 0.0
    v = u if a[1, 1] > 0 else b * 1.0
    e = np.array([u[0], v[0], a[0]])
    z = pick(u, v, k > 0)
    z -= a * z
    return np.sum(e**2) + np.sum(u * v)


for k in (-1.0, 1.0):
    args = (s.normal(3, 3), s.normal(3, 3), k)
    name = f"picked_and_written_{'first' if k < 0 else 'then'}"
    program(picked_and_written, args, (-args[0], args[1], -k), tags=TAGS, must_pass=True, name=name)


def view_that_takes_the_name(a, b, k):
    u = a * 1.0
    v = u.T
    e = u * v
    if k > 0:
        u = v  # its adjoint is a part of that of the array which had the name
    u[2] *= b[0]
    return np.sum(u**2 * b) + np.sum(e)


for k in (-1.0, 1.0):
    args = (s.normal(3, 3), s.normal(3, 3), k)
    name = f"view_that_takes_the_name_{'left' if k < 0 else 'taken'}"
    program(view_that_takes_the_name, args, (*args[:2], -k), tags=TAGS, must_pass=True, name=name)


def part_chosen(a, b, k):
    u, v = np.split(np.concatenate((a, b)), 2)
    z = [u, v][int(k > 0)]
    z *= b
    return np.sum(np.concatenate((u, v)) ** 2)


def rows_of_parts(a, b, k):
    u, v = np.hsplit(np.hstack((a, b)), 2)
    rows = [u[i] for i in range(3)] + [v[0]]
    rows[3 if k > 0 else 1] *= a[0]
    return u * v


for f in (part_chosen, rows_of_parts):
    program(
        f,
        (s.normal(3, 3), s.normal(3, 3), 1.0),
        (s.normal(3, 3), s.normal(3, 3), -1.0),
        tags=TAGS,
        must_pass=True,
    )


def list_of_a_try(x, v, w):
    b = w + x
    scale = x * x
    try:
        assert scale < 0.4
        np.sin(np.vectorize(lambda t: t * scale)(v), out=b)
    except AssertionError:
        pass
    return np.sum(np.sin(b))


for x in (0.3, 0.9):
    args = (s.normal(4), s.normal(4))
    name = f"list_of_a_try_{'run' if x < 0.6 else 'left'}"
    program(list_of_a_try, (x, *args), (1.2 - x, *args), tags=TAGS, must_pass=True, name=name)
