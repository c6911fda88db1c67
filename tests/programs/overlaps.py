"""In-place statements whose value overlaps the memory that they write on."""

from __future__ import annotations

import numpy as np

from tests.programs import Sampler, program

s = Sampler(89)
TAGS = "overlap issue3 inplace"


def shifted_and_mirrored(x, u):
    u = u * x
    u[1:] = u[:-1]
    u[:] = u[::-1]
    u += u[::-1] * u
    return np.sum(u * u * u)


def out_overlaps(x, u):
    u = u * x
    np.copyto(u, u[::-1])
    np.add(u, u[::-1], out=u)
    np.multiply(u[1:], u[:-1], out=u[1:])
    return np.sum(u * u)


def matrix_and_its_transpose(x, u):
    m = np.outer(u, u) * x
    m += m.T
    m *= m.T
    m @= m
    m[0] *= m[:, 0]
    m[:, 1] -= m[1]
    m /= 1 + m[0] ** 2
    return np.sum(m)


def scaled_by_itself(x, u):
    u = u * x
    u[:] *= u[0]
    u /= np.linalg.norm(u)
    u[u > 0] *= u[u > 0]
    u -= 0.5 * u.mean()
    u *= u.sum()
    u[0] *= u[0]
    u[1] **= 2
    return np.sum(u**3)


def halves_exchange(x, u):
    u = u * x + 2
    v = u[::2]
    w = u[1::2]
    v *= w
    w /= v
    v -= w
    np.maximum(v, w, out=w)
    v[:], w[:] = (w, v.copy())
    return np.sum(u * u)


def triangular_sweep(x, u):
    u = u * x
    for i in range(len(u)):
        u[i:] *= u[i]
        u[:i] -= u[i] * u[:i]
        u[i] *= u[-1]
    return np.sum(u * u)


def rows_scale_rows(x, u):
    a = np.vstack([u, u * x, u + 1])
    for r in a:
        r *= a[0]
    a[1:] *= a[:-1]
    a[:, 0] *= a[0, :3]
    a.T[1] /= 2 + a.T[0]
    b = a.ravel()
    b *= b[::-1]
    a += b.reshape(3, 4)
    return np.sum(a)


def repeated_and_overlapping(x, u):
    u = u * x
    u[[0, 1]] = u[[1, 0]]
    u[[0, 0, 1]] += u[[1, 2, 3]]
    u[[2, 3]] *= u[[3, 2]]
    np.add.at(u, [0, 0, 1], u[1:])
    np.subtract.at(u, [1], u[0])
    return np.sum(u * u)


def powers_and_floors(x, u):
    u = abs(u) * x + 1
    u **= u[::-1]
    u //= 0.5
    return np.sum(u) + x


def two_names_of_one(x, u):
    u = abs(u) * x + 1
    v = u
    v **= u
    u *= v
    u += v * u
    v /= u + v
    return np.sum(u * v)


def reshaped_updates(x, u):
    d = u.reshape(2, 2) * x
    e = d.T
    e *= d
    d[0] += e[1]
    f = d.reshape(-1)
    f *= e.ravel()
    d -= e
    return np.sum(d * d)


def broadcast_views(x, u):
    s = u * x
    t = s[None, :]
    t *= s[:, None][:1]
    s *= t[0]
    q = np.swapaxes(t, 0, 1)
    q *= t.T
    return np.sum(s)


def diagonal_scales(x, u):
    u = u * x
    d = np.diag(u).copy()
    d[0] *= d.diagonal()
    d *= d
    return np.sum(d)


def accumulated_product(x, u):
    u = u * x
    acc = u
    for k in range(3):
        acc *= u
        acc = acc + u[::-1]
        u *= acc
    return np.sum(acc * u)


def stencils_overlap(x, u):
    u = u * x
    u[1:-1] = 0.5 * (u[:-2] + u[2:]) * u[1:-1]
    u[1:-1] *= u[2:] - u[:-2]
    u[:-1] *= u[1:]
    return np.sum(u * u)


def floors_and_remainders(x, u):
    u = abs(u) * x + 1
    u[1:] //= 0.3
    u[0] //= 0.2
    u %= 0.7
    u[1] %= u[0] + 0.1
    return np.sum(u * u) * x


w, z = s.normal(4), s.normal(4)
for f in (
    shifted_and_mirrored,
    out_overlaps,
    matrix_and_its_transpose,
    scaled_by_itself,
    halves_exchange,
    triangular_sweep,
    rows_scale_rows,
    repeated_and_overlapping,
    powers_and_floors,
    two_names_of_one,
    reshaped_updates,
    broadcast_views,
    diagonal_scales,
    accumulated_product,
    stencils_overlap,
    floors_and_remainders,
):
    program(f, (0.8, w), (0.6, z), tags=TAGS, must_pass=True)


def masked_and_gathered(x):
    a = np.outer(x, x) + 0.3
    picked = a[np.triu_indices(3, 1)].sum() + a[[0, 1], [1, 1]].sum() + a[:, [0, 0]].sum()
    return picked + a[a > 0.5].sum() + (a[a > 0.8] ** 2).sum()


def computed_again_after_a_store(x):
    s = np.sin(x)
    s[0] = 2.0
    t = np.exp(x)
    r = t[1:]
    r *= 2.0
    return np.sum(np.sin(x)) + np.sum(np.exp(x)) * s.sum() + t.sum()


def written_through_what_is_not_known(x):
    wide = np.full((3, 3), x)
    other = wide.T
    other += np.arange(3.0)
    wide.T[-1] += 1.0
    return np.mean(wide) * x[0] + np.sum(wide[:, 2] ** 2)


for of_three in (masked_and_gathered, computed_again_after_a_store, written_through_what_is_not_known):
    program(
        of_three, (np.array([0.7, 0.9, 1.1]),), (np.array([1.2, 0.4, 0.6]),), tags="issue3", must_pass=True
    )


def selected_after_stores(x):
    b = x * 1.5
    b[:] *= 2.0
    b[1] = 3.0
    r = b[1:]
    r *= x[0]
    return np.sum(np.where(x > 0.5, b, 1.0)) + np.sum(np.where(b > 1.0, b * b, 0.0))


program(
    selected_after_stores,
    (np.array([0.7, 0.9, 1.1]),),
    (np.array([1.2, 0.4, 0.6]),),
    tags="issue3",
    must_pass=True,
)


# -- views through which NumPy does not write, or only where nobody asks it


def scaled_at_a_shared_cell(x):
    b = np.broadcast_to(x[0] * x[1], 4)
    np.multiply.at(b, [0, 0, 1], x)  # every entry is one cell
    return np.sum(b)


def added_at_a_shared_cell(x):
    b = np.broadcast_to(x[:1] * 2.0, (2, 3))[0]
    np.add.at(b, [0, 1, 1], x)
    return np.sum(b * x)


def copied_onto_itself(x):
    b = np.broadcast_to(x, x.shape)
    np.copyto(b, x)  # the same cells: nothing is written, and nothing asked
    return np.sum(b * b)


def copied_and_added_at(x):
    b = np.broadcast_to(x[:1] * 2.0, (2, 3)).copy()[0]
    np.add.at(b, [0, 1, 1], x)
    np.copyto(b, np.broadcast_to(b[1:2], 3), where=x > 0.8)
    return np.sum(b * x)


def either_a_view_or_a_copy(x):
    b = np.broadcast_to(x[:1], 3)
    if x[1] > 0.0:
        b = b * x
        b[0] = x[2]
    return np.sum(b * x)


ASKED = np.lib.NumpyVersion(np.__version__) >= "2.5.0"  # whether the view may be written on, by `at` as well
SHARED = (*(() if ASKED else (scaled_at_a_shared_cell, added_at_a_shared_cell)), copied_onto_itself)
for of_three in (*SHARED, copied_and_added_at, either_a_view_or_a_copy):
    given = (np.array([0.7, 0.9, 1.1]),), (np.array([1.2, 0.4, 0.6]),)
    program(of_three, *given, tags=TAGS, must_pass=of_three not in SHARED)
