"""The shorter of two lengths, vectors of the plane, stores of more axes than their place has, arrays without axes."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(83)


# -- as long as the shorter axis -----


def mean_of_diagonal(y):
    return np.mean(np.diagonal(y)), np.std(np.diag(y)), 2.0 * y.diagonal()


def singular_values(y):
    u, s, v = np.linalg.svd(y, full_matrices=False)
    return np.mean(s), np.mean((u * s**2) @ v), np.mean(np.linalg.svd(y.T, compute_uv=False) ** 2)


def least_length(y):
    k = min(y.shape)
    filled = np.zeros(k)
    filled += y[0, 0]
    return np.mean(filled * y[0, 0]), np.mean(np.ones(max(y.shape)) * y[1, 1]), np.mean(y[:k, :k] * y[0, 0])


def stacked_diagonals(a):
    s = np.linalg.svd(a, compute_uv=False)
    return np.mean(np.diagonal(a, axis1=1, axis2=2) ** 2), np.mean(s), np.mean(s, axis=1)


def twice_as_long(y):
    wide = np.hstack([y, y])
    return (
        np.mean(np.diag(wide)),
        np.mean(np.linalg.svd(wide, compute_uv=False)),
        np.mean(y[: 2 * y.shape[1]] ** 2),
    )


for f in (mean_of_diagonal, singular_values, least_length, twice_as_long):
    program(f, (r.normal(5, 2),), (r.normal(2, 3),), tags="shapes numpy", must_pass=True)
program(stacked_diagonals, (r.normal(2, 3, 2),), (r.normal(2, 2, 3),), tags="shapes numpy", must_pass=True)


# -- more axes in front than the place has -----


def one_for_all(x):
    y = np.zeros(3)
    y[:] = (x * x)[None, :1]
    z = np.zeros((3, 3))
    z[[0, 1]] = x.reshape(1, 1, 3)
    z[2, 1:] = x[:1][None]
    return y * y, z * z


def copied_for_all(x):
    y = x.copy()
    np.copyto(y, (x * y)[None, None, 1:2])
    np.copyto(y, (x * x)[None], where=x > 0.5)
    np.copyto(y, y, where=x > 0.0)
    return y * y


def masks_of_other_shapes(x):
    y = np.outer(x, x)
    np.putmask(y, (y > 0.7).ravel(), np.outer(x, x**2))
    np.place(y, (y < 0.3)[None], x)
    return y * y


for f in (one_for_all, copied_for_all, masks_of_other_shapes):
    program(
        f, (np.array([0.3, 0.9, 1.4]),), (np.array([1.2, 0.4, 0.8]),), tags="arrays stores", must_pass=True
    )


# -- no axes -----


def sums_to_no_axes(x):
    z = np.zeros(())
    z[...] = x * x
    w = z.reshape(1)
    w[0] *= x
    return z * w


def read_behind_a_product(x):
    a = np.array(x)
    y = a * np.ones(3)
    return np.sum(y * y) + a[...], a * y


def new_axis_of_none(x):
    a = np.array(x * x)
    z = a.copy()
    for _ in range(2):
        z[...] = z * a[()]
    return z[...] * 2, a[None] * z


def convolved_numbers(x):
    return np.convolve(x, x), np.convolve(x * x, [1.0, x], "same") * np.convolve([2.0, x], x, "valid")


for f in (sums_to_no_axes, read_behind_a_product, new_axis_of_none, convolved_numbers):
    program(f, (0.7,), (1.3,), tags="numbers arrays", must_pass=True)


# -- an entry for each pair -----


def pairs_of_cubes(x):
    a, b = np.meshgrid(x, x.T)
    return a[0] * b[:, 0], np.mean(np.outer(x, x) ** 2), np.mean(np.kron(x, x) ** 2)


program(pairs_of_cubes, (r.normal(2, 2, 2),), (r.normal(1, 2, 2),), tags="shapes numpy", must_pass=True)


# -- in the plane and in space -----


def moments(r, f, w):
    m = np.cross(r, f)
    return np.mean(m), np.sum(m * w), np.mean(np.cross(f, w) ** 2)


def moments_of_objects(r, f, w):
    of = {"at": r * 2.0, "with": f}
    total = np.zeros(3)
    total += np.cross(of["at"], of["with"])
    return np.mean(np.cross(of["at"], of["with"])), total * w, np.cross(w, [1.0, r[0]])


IN_THE_PLANE = (
    np.lib.NumpyVersion(np.__version__) < "2.5.0"
)  # since then the cross product is one in space only

for f in (moments, moments_of_objects) if IN_THE_PLANE else ():
    program(
        f,
        (r.normal(2), r.normal(2), r.normal(3)),
        (r.normal(3), r.normal(3), r.normal(3)),
        tags="shapes numpy",
        must_pass=True,
    )


# -- axes of one entry, and none -----


def taken_along_one(a, b):
    first = np.take_along_axis(a, np.argsort(b, axis=-1), axis=-1)
    second = np.take_along_axis(b, np.array([[0, 2, 1], [1, 1, 1]]), axis=1)
    return np.sum(first**2), second**2, np.take_along_axis(a, np.array([5, 5, 0]), None) ** 3


def put_along_one(a, b):
    y = a * a
    np.put_along_axis(y, np.array([[0, 1]]), a[:, :1] ** 2, axis=1)
    np.put_along_axis(y, np.array([[1], [0]]), b[:, :1] ** 2, axis=1)
    return y * y


def contracted_ones(a, b):
    return np.sum(np.einsum("...i,...i->...", a, b)), np.einsum("ij,kli->kl", a, b) ** 2


def repeated_numbers(a, b):
    z = np.array(a[0, 0])
    return np.repeat(z, 2, axis=0), np.take(z * b[0, 0], [0, 0], axis=0), np.repeat(b[0, 1], 3, axis=-1)


def indexed_by_the_rest(a, b):
    rest = (Ellipsis, 2)
    y = a * a
    y[rest] -= y[..., 0] * b[0, 0]
    every = ...
    return np.sum(a[..., [0, 1]] ** 3), y[every] * y, y[every, 1]


for f in (taken_along_one, put_along_one, repeated_numbers, indexed_by_the_rest):
    program(
        f,
        (r.normal(2, 3), r.normal(1, 3)),
        (r.normal(2, 3), r.normal(1, 3)),
        tags="shapes numpy",
        must_pass=True,
    )
program(contracted_ones, (r.normal(1, 3), r.normal(3, 2, 1)), (r.normal(1, 2), r.normal(2, 2, 1)),
        tags="shapes numpy", must_pass=True)  # fmt: skip


def owner_of_a_view(x):
    part = x[1:]
    return part * (1.0 if part.base is x else 2.0)


program(
    owner_of_a_view, (r.normal(3),), (r.normal(4),), tags="arrays"
)  # refused: a copy of x has another base
