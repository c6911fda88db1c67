"""Zero adjoints and tangents where a slope is infinite: entries that do not change, or that nobody reads."""

import math

import numpy as np

from tests.programs import Sampler, program

s = Sampler(20261126)
INPUTS = [(s.positive(4) + np.arange(4.0),) for _ in range(2)]


def of_zeros(function):
    program(function, *INPUTS, tags="issue3", must_pass=True)
    return function


@of_zeros
def root_of_diagonal(v):
    return np.sqrt(np.diag(v)).sum()


@of_zeros
def power_of_diagonal(v):
    return (np.diag(v) ** 0.5).sum()


@of_zeros
def norm_of_roots(v):
    return np.linalg.norm(np.sqrt(np.diag(v)))


@of_zeros
def cube_roots_padded(v):
    m = np.zeros((3, 4))
    m[0] = v
    return np.cbrt(m).sum() + (m**1.5).sum()


@of_zeros
def power_padded(v):
    m = np.zeros(6)
    m[1:5] = v
    return np.power(m, 0.3).sum()


@of_zeros
def power_of_a_sum(v):
    m = np.zeros(6)
    m[1:5] = v
    return np.power(m, v.sum()).sum() + (m**0.5)[1]


@of_zeros
def roots_one_by_one(v):
    m = np.zeros(6)
    m[1:5] = v
    s = 0.0
    for i in range(6):
        s += m[i] ** 0.5 + np.sqrt(m[i])
    return s


@of_zeros
def arcs_at_the_end(v):
    m = np.zeros(6)
    m[1:5] = v / 10
    return np.arccosh(1 + m).sum() + np.arcsin(1 - m).sum()


@of_zeros
def inverse_root_of_diagonal(v):
    D = np.diag(v)
    return (D**-0.5)[0, 0] + np.linalg.inv(np.sqrt(D))[1, 1]


@of_zeros
def root_of_a_running_sum(v):
    m = np.zeros(6)
    m[1:5] = v
    return np.sqrt(np.cumsum(m)).sum()


def _distances_in_plane(v):
    p = np.stack([v, v**2], axis=1)
    return np.sqrt(((p[:, None] - p[None]) ** 2).sum(-1))


@of_zeros
def roots_behind_the_first(v):
    u = v - v[0]
    return (
        np.sqrt(np.abs(u))[1:].sum()
        + np.cbrt(u)[1:].sum()
        + (np.abs(u) ** 0.5)[1:].sum()
        + np.sqrt(u**2).sum()
    )


@of_zeros
def distances_by_hand(v):
    s = 0.0
    for i in range(4):
        for j in range(4):
            d2 = 0.0
            for k in (1, 2):
                d2 += (v[i] ** k - v[j] ** k) ** 2
            r = math.sqrt(d2)
            if r > 0:
                s += 1 / r
    return s


@of_zeros
def distances_by_powers(v):
    s = 0.0
    for i in range(4):
        for j in range(4):
            d2 = 0.0
            for k in (1, 2):
                d2 += (v[i] ** k - v[j] ** k) ** 2
            r = d2**0.5
            if r > 0:
                s += 1 / r
    return s


@of_zeros
def distances_in_place(v):
    D = np.zeros((4, 4))
    for i in range(4):
        for j in range(4):
            for k in (1, 2):
                D[i, j] += (v[i] ** k - v[j] ** k) ** 2
            D[i, j] = np.sqrt(D[i, j])
    return sum(1 / D[i, j] for i in range(4) for j in range(4) if i != j)


@of_zeros
def distances_by_squares(v):
    sq = np.sum(np.outer(v, [1.0, 2.0]) ** 2, axis=1)
    D2 = sq[:, None] + sq[None, :] - 2 * np.outer(v, [1.0, 2.0]) @ np.outer(v, [1.0, 2.0]).T
    D2 = np.maximum(D2, 0)
    np.fill_diagonal(D2, 0)
    D = np.sqrt(D2)
    return D[np.triu_indices(4, 1)].sum()


@of_zeros
def roots_that_are_not_zero(v):
    u = v * np.array([0.0, 1, 1, 1])
    s = 0.0
    for k in range(4):
        r = u[k] ** 0.5
        if r > 0:
            s += np.log(r)
    return s


@of_zeros
def reciprocals_where_not_zero(v):
    u = v * np.array([0.0, 1, 1, 1])
    r = u**0.5
    w = np.zeros(4)
    m = r > 0
    w[m] = 1 / r[m]
    return w.sum()


@of_zeros
def constant_column(v):
    # std of constant column
    M = np.stack([v, np.ones(4), v**2], axis=1)
    s = M.std(axis=0)
    s[s == 0] = 1.0
    return ((M - M.mean(axis=0)) / s).sum() + s.sum()


@of_zeros
def quotients_where_not_zero(v):
    u = np.zeros(5)
    u[1:] = v
    r = np.sqrt(u)
    return np.divide(1.0, r, where=r > 0, out=np.zeros(5)).sum()


def _distances(v):
    return np.abs(v[:, None] - v[None])


@of_zeros
def reciprocal_distances(v):
    inv = 1.0 / (_distances(v))
    np.fill_diagonal(inv, 0.0)
    return inv.sum()


@of_zeros
def squared_reciprocals(v):
    d = v[:, None] - v[None]
    with np.errstate(all="ignore"):
        inv = 1.0 / d**2
    inv[np.diag_indices(4)] = 0.0
    return (inv * v).sum()


@of_zeros
def entropy(v):
    p = v * np.array([0, 1, 1, 1.0])
    lp = np.log(p)
    lp[p == 0] = 0
    return -(p * lp).sum()


@of_zeros
def upper_triangle(v):
    d = v[:, None] - v[None]
    return np.triu(1 / d, 1).sum()


@of_zeros
def pairs(v):
    d = v[:, None] - v[None]
    return (1 / d)[np.triu_indices(4, 1)].sum()


@of_zeros
def two_entries(v):
    d = v[:, None] - v[None]
    i = 1 / d
    return i[0, 1] * i[1, 2] + np.log(np.abs(d))[2, 3]


@of_zeros
def first_replaced(v):
    u = v.copy()
    u[0] = 0.0
    r = v / u
    r[0] = 1.0
    return r.sum() + np.log(u)[1:].sum()


@of_zeros
def behind_the_first(v):
    u = np.zeros(5)
    u[1:] = v
    return np.log(u)[1:].sum() + (1 / u)[u > 0].sum() + (u**-1.5)[1:].sum() + np.log1p(u - 1)[2:].sum()


@of_zeros
def logarithms_of_shares(v):
    u = v / v.sum()
    z = np.log(u * (np.arange(4) > 0))
    return z[1:].sum()


@of_zeros
def diagonals_and_rows(v):
    d = v[:, None] - v[None]
    w = 1 / d
    return np.diag(w, 1).sum() + np.tril(w, -1).sum() + w[1:, 0].sum()


@of_zeros
def chosen_by_a_mask(v):
    d = v[:, None] - v[None]
    w = np.where(np.eye(4, dtype=bool), 0.0, 1 / d)
    return w.sum() + np.max(np.where(np.isfinite(1 / d), 1 / d, -9))


@of_zeros
def sinc_by_hand(v):
    d = v - v[0]
    g = np.sin(d) / d
    g[0] = 1.0
    return g.sum()


@of_zeros
def sinc_by_where(v):
    d = v - v[0]
    return np.where(d == 0, 1.0, np.sin(d) / d).sum()


@of_zeros
def magnitude_to_a_power(v):
    s = 0.0
    for e in v:
        s += abs(max(e - 2.5, 0)) ** 0.7
    return s


@of_zeros
def part_to_a_power(v):
    s = 0.0
    for e in v:
        s += max(e - 2.5, 0) ** 0.7
    return s


@of_zeros
def part_of_a_number(v):
    s = 0.0
    for e in v:
        s += max(float(e) - 2.5, 0) ** 0.7
    return s
