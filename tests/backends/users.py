"""Programs as people write them for Numba: lists, sorting, joining, matrix functions, what Numba adds to Python."""

from __future__ import annotations

import math

import numba
import numpy as np

from tests.programs import paths

rng = np.random.default_rng(7)
PROGRAMS: list[tuple] = []


def program(*args, wrt=0):
    """Collect a function with its arguments."""

    def collect(function):
        PROGRAMS.append((function, args, wrt))
        return function

    return collect


# -- lists, tuples, dicts ----------------------------------------------------------------------------------------------


@program(rng.normal(size=5))
def growing_list(x):
    found = [0.0]
    for v in x:
        found.append(found[-1] + v * v)
    total = 0.0
    for i in range(len(found)):
        total += found[i] * found[i]
    return total


@program(rng.normal(size=4))
def list_of_arrays(x):
    steps = [x]
    for i in range(4):
        steps.append(np.tanh(steps[i] * 0.9 + 0.1))
    total = 0.0
    for step in steps:
        total += np.sum(step * step)
    return total


@program(rng.normal(size=4))
def table_of_rows(x):
    rows = [[v, v * v] for v in x]
    rows[1][0] = rows[0][1] * rows[2][0]
    return rows[1][0] * rows[3][1] + rows[1][1]


@program(rng.normal(size=5), rng.normal(size=5), wrt=(0, 1))
def pairs_in_order(x, w):
    pairs = []
    for k in range(len(x)):
        pairs.append((w[k], x[k]))
    best = pairs[0]
    for pair in pairs:
        if pair[0] > best[0]:
            best = pair
    return best[1] ** 2 + best[0] * pairs[0][1]


@program(rng.normal(size=6))
def sums_in_a_dict(x):
    found = {}
    for i in range(len(x)):
        if i % 2 in found:
            found[i % 2] += x[i] * x[i]
        else:
            found[i % 2] = x[i]
    return found[0] * found[1]


@program(np.array([1.5, 0.7, -0.4]))
@program(np.array([2.5, 0.7, -0.4]))
def settings_or_nothing(x):
    def find(limit):
        return {"a": x[0], "b": x[1] ** 2} if x[0] < limit else None

    found = find(2.0)
    return x[2] if found is None else found["a"] * found["b"]


@program(rng.normal(size=4))
def empty_list(rates):
    factors = []
    for rate in rates:
        if not factors:
            factors.append(1 / (1 + rate * rate))
        else:
            factors.append((1 - rate * sum(factors)) / (1 + rate * rate))
    return sum(factors)


@program(rng.normal(size=3), 4)
def momentum_buffers(x, n):
    params = [x * 1.0, x**2]
    velocities = [np.zeros_like(p) for p in params]
    for _ in range(n):
        slopes = [2 * p for p in params]
        for i in range(2):
            velocities[i] *= 0.9
            velocities[i] += slopes[i]
            params[i] -= 0.1 * velocities[i]
    return np.sum(params[0]) + np.sum(params[1] ** 2)


# -- choosing and sorting ----------------------------------------------------------------------------------------------


@program(rng.normal(size=6), rng.normal(size=7), wrt=(0, 1))
def time_warp(a, b):
    n, m = len(a), len(b)
    cost = np.full((n + 1, m + 1), np.inf)
    cost[0, 0] = 0.0
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            step = (a[i - 1] - b[j - 1]) ** 2
            cost[i, j] = step + min(cost[i - 1, j], cost[i, j - 1], cost[i - 1, j - 1])
    return cost[n, m]


@program(np.array([1.0, 0.5, 1.0, -0.3, 0.5]))
def sorted_with_ties(x):
    ordered = np.sort(x)
    return np.sum(ordered * np.arange(5.0)) + x[np.argsort(x)[2]] ** 2


@program(rng.normal(size=5), rng.normal(size=5), wrt=(0, 1))
def sorted_values(x, y):
    total = 0.0
    for k, v in enumerate(sorted(x)):
        total += (k + 1) * v * v
    return total * max(y) - min(abs(y[0]), abs(y[1]))


@program(rng.normal(size=9), 0.4, wrt=(0, 1))
def clipped(x, high):
    leaky = np.where(x > 0, x, 0.1 * x)
    return np.sum(np.clip(leaky, -0.05, high) ** 2) + np.max(x) * np.min(x)


@program(rng.normal(size=9))
def chosen(x):
    positive = x[x > 0]
    return np.sum(positive**3)


@program(rng.uniform(0, 1, size=5), np.linspace(0, 1, 6), rng.normal(size=6), wrt=(0, 2))
def interpolated(q, xs, ys):
    return np.sum(np.interp(q, xs, ys) ** 2)


@program(rng.uniform(0.3, 4.0, size=4))
def special_functions(x):
    total = 0.0
    for v in x:
        total += math.lgamma(v) * math.erf(v) + math.gamma(v) + math.expm1(-v)
    return total


# -- joining, splitting, views -----------------------------------------------------------------------------------------


@program(rng.normal(size=4), rng.normal(size=4), wrt=(0, 1))
def joined(a, b):
    c = np.concatenate((a, b, a[:2]))
    d = np.stack((a, b))
    e = np.vstack((a, b))
    f = np.concatenate((a[:1], b, np.ones(1)))
    return np.sum(c[1:] * c[:-1]) + np.sum(d[0] * d[1]) + np.sum(e**2) + np.sum(f[1:] * f[:-1])


@program(rng.normal(size=(3, 4)))
def written_through_a_view(a):
    b = a.copy()
    flat = b.reshape(-1)
    flat[1] = flat[0] * 2.0
    flat[::2] += 1.0
    b.ravel()[3] = b[1, 1] ** 2
    return np.sum(b**2)


@program(rng.uniform(0.5, 1, size=6))
def running_products(x):
    c = np.cumsum(x)
    return np.sum(c * c) * np.prod(x) + np.sum(np.cumprod(x) ** 2) + np.sum(np.diff(x) ** 3)


@program(rng.normal(size=(3, 4)))
def walked(x):
    total = 0.0
    for index in np.ndindex(x.shape):
        total += x[index] ** 2
    for (i, j), v in np.ndenumerate(x):
        total += v * v * i * j
    for v in x.flat:
        total += v**3
    return total


# -- matrices ----------------------------------------------------------------------------------------------------------


@program(rng.normal(size=(3, 3)) + 3 * np.eye(3))
def determinant(a):
    return np.log(np.abs(np.linalg.det(a))) + np.linalg.norm(a)


@program(rng.normal(size=(3, 3)))
def eigenvalues(m):
    w, v = np.linalg.eigh(0.5 * (m + m.T))
    return np.sum(w**3) + np.sum(v[:, 0] ** 4)


@program(rng.normal(size=(4, 3)))
def singular_values(m):
    u, s, vt = np.linalg.svd(m, False)
    return np.sum(s**3) + np.sum(u[:, 0] ** 4) * vt[0, 0] ** 2


@program(rng.normal(size=(3, 3)))
def triangles(m):
    low = np.tril(m) @ np.triu(m, 1)
    return np.sum(np.diag(low) ** 2) + np.sum(np.tril(low, -1) ** 2)


@program(rng.normal(size=5))
def vector_norms(x):
    return np.linalg.norm(x) + np.linalg.norm(x, 1) + np.linalg.norm(x, np.inf)


# -- what Numba adds ---------------------------------------------------------------------------------------------------


@program(rng.normal(size=(6, 5)), rng.normal(size=5), wrt=(0, 1))
def parallel_rows(a, x):
    out = np.zeros(a.shape[0])
    for i in numba.prange(a.shape[0]):
        acc = 0.0
        for j in range(a.shape[1]):
            acc += a[i, j] * x[j]
        out[i] = np.tanh(acc)
    return np.sum(out**2)


@program(rng.normal(size=5))
def typed_list(x):
    found = numba.typed.List()
    for v in x:
        found.append(v * v)
    total = 0.0
    for v in found:
        total += math.sin(v)
    return total


@numba.vectorize(["float64(float64)"])
def cubed(x):
    return x * x * x


@program(rng.normal(size=4), 0.3, wrt=(0, 1))
def own_ufunc(x, y):
    return np.sum(cubed(x)) * cubed(y)


@program(rng.normal(size=3))
def unpacked_rows(x):
    rows = [[v, v * v] for v in x]
    rows[0], rows[2] = rows[2], rows[0]
    a, b = rows[0]
    return a * b + rows[2][1] ** 2


@program(rng.normal(size=4), 0.3, wrt=(0, 1))
def names_of_helpers(dot, empty):
    add, zeros = dot * 2.0, np.zeros((4, 4))
    zeros[1:3] = np.outer(dot[:2], add)
    total = 0.0
    for _ in range(3):
        add = zeros @ (add * dot) + empty
        total += np.sum(add**2)
    return total


@program(rng.normal(size=(4, 3)), rng.normal(size=1))
def list_of_rows_added_to(w, b):
    rows = [w[k] * b for k in range(4)]
    total = 0.0
    for t in range(3):
        rows[t] = rows[t] * rows[t + 1] + b
        rows[t + 1] += rows[t]
        total += np.sum(np.sin(rows[t]))
    return total + np.sum(rows[3])


@program(rng.normal(size=5), 1, wrt=(0,))
def parts_that_are_broadcast(a, n):
    total = 0.0
    for k in range(3):
        gate = np.tanh(a[k : k + n])
        rest = np.concatenate((gate, a[1:3], gate))
        total += np.sum(gate * np.exp(a[1:4]) + rest[:n]) * np.sum(rest)
    return total


program(0.4, rng.normal(size=5))(paths.work_array_by_value)


@program(0.4, rng.normal(size=(4, 4)), wrt=(0, 1))
def column_or_copy_by_value(x, m):
    m = m * 1.0
    s = 0.0
    for k in range(4):
        b = m[:, k]
        if m[k, k] > x:
            b = m[k] * 2.0
        b[0] = x * b[1]
        s += np.sum(b)
    return np.sum(m) + s


@program(0.7, rng.normal(size=6), wrt=(0, 1))
def taken_and_repeated(x, v):
    rows = np.repeat(v[:3], 2) * np.take(v, np.array([0, -1, 2, 2, 5, 1])) + np.repeat(
        v, np.array([1, 0, 2, 0, 3, 0])
    )
    return np.sum(np.sinc(rows * x) + np.sinc(3.0 * v)) + np.sum(np.partition(v, 2)[:2]) * x


@program(rng.normal(size=(4, 3)), rng.normal(size=(2, 2)), wrt=(0, 1))
def products_of_tables(p, m):
    turned = np.cross(p[1:], p[:-1])
    area = np.cross(p[0], p[3])
    return np.sum(np.kron(m, m) ** 2) * np.sum(turned**2) + np.sum(np.kron(area, m[0]) ** 3)


@program(0.3, rng.normal(size=5), wrt=(0, 1))
def middle_of_columns(x, v):
    table = np.column_stack((v, np.append(v[1:], x)))
    row = np.hstack((v, x * v)) + np.vstack((v, v * v)).ravel()
    return (
        np.median(row) + np.percentile(table[:, 1], 30.0) * np.nanmax(v) + np.sum(np.linspace(0.0, x, 4) ** 2)
    )


@program(1.3, 3)
def rows_of_many_lengths(x, n):
    rows = []
    for k in range(1, n + 1):
        rows.append(np.ones(k) * x)
    for k in range(n):
        rows[k] = rows[0] * rows[k]
    return np.sum(rows.pop() * rows[0]) + np.sum(rows.pop() + rows[0])


@program(rng.normal(size=4))
def rows_that_are_shortened(x):
    rows = [x * 1.0, x * 2.0, np.sin(x)]
    for k in range(2):
        rows[k] = rows[k][k : k + 1]
    total = 0.0
    for k in range(3):
        total += np.sum(rows[k] * rows[2]) + np.sum(rows[k] * rows[0])
    return total


@program(1.3, rng.normal(size=4), wrt=(0, 1))
def views_that_overlap(x, u):
    d = u.reshape(2, 2) * x
    e = d.T
    e *= d
    d[0] += e[1]
    f = d.reshape(-1)
    f *= e.ravel()
    d -= e
    d[:, 1] += d[1]
    return np.sum(d * d) + d[0, 1]


@program(np.array([-0.3, 0.8, -1.2, 0.5]))
def nothing_yet(x):
    best = last = None
    total = 0.0
    for value in x:
        if not best and value > 0:
            best = value * value
        elif best:
            total += best * value
        total += value * (last or 1.0)
        last = value if value > 0 else None
    return total + x[0]


@program(np.array([-0.3, 0.8, -1.2, 0.5]))
def least_of_rows(x):
    best, low = None, 1e9
    for k in range(3):
        row = x * (k + 1)
        found = np.sum((row - 1.0) ** 2)
        if best is None or found < low:
            best, low = row, found
    return np.sum(best**2) + low
