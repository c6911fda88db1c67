"""Grids and matrices as people write them for Numba: loops over cells, work arrays, swapped buffers."""

import math

import numpy as np

from tests.programs import Sampler, program

S = Sampler(2028)
TAGS = "kernels"

# -- grids -------------------------------------------------------------------------------------------------------------


def solve_tridiagonal(a, b, c, d):
    n = len(d)
    cp = np.empty(n)
    dp = np.empty(n)
    cp[0] = c[0] / b[0]
    dp[0] = d[0] / b[0]
    for i in range(1, n):
        m = b[i] - a[i] * cp[i - 1]
        cp[i] = c[i] / m
        dp[i] = (d[i] - a[i] * dp[i - 1]) / m
    x = np.empty(n)
    x[n - 1] = dp[n - 1]
    for i in range(n - 2, -1, -1):
        x[i] = dp[i] - cp[i] * x[i + 1]
    return x


def crank_nicolson(u0, k, steps):
    n = u0.shape[0]
    low = np.full(n, -0.5 * k)
    mid = np.full(n, 1.0 + k)
    up = np.full(n, -0.5 * k)
    low[0] = up[0] = low[-1] = up[-1] = 0.0
    mid[0] = mid[-1] = 1.0
    u = u0.copy()
    rhs = np.zeros(n)
    for _ in range(steps):
        rhs[0] = u[0]
        rhs[n - 1] = u[n - 1]
        for i in range(1, n - 1):
            rhs[i] = u[i] + 0.5 * k * (u[i - 1] - 2.0 * u[i] + u[i + 1])
        u = solve_tridiagonal(low, mid, up, rhs)
    return u


def wave_leapfrog(u0, speed, steps):
    nx, ny = u0.shape
    before, now = u0.copy(), u0.copy()
    after = np.zeros((nx, ny))
    for _ in range(steps):
        for i in range(1, nx - 1):
            for j in range(1, ny - 1):
                lap = now[i + 1, j] + now[i - 1, j] + now[i, j + 1] + now[i, j - 1] - 4.0 * now[i, j]
                after[i, j] = 2.0 * now[i, j] - before[i, j] + speed[i, j] ** 2 * lap
        before, now, after = now, after, before
    return np.sum(now**2)


def gray_scott(u, v, feed, kill, steps):
    n, m = u.shape
    un, vn = np.empty_like(u), np.empty_like(v)
    for _ in range(steps):
        for i in range(n):
            for j in range(m):
                im, ip, jm, jp = (i - 1) % n, (i + 1) % n, (j - 1) % m, (j + 1) % m
                lu = u[im, j] + u[ip, j] + u[i, jm] + u[i, jp] - 4 * u[i, j]
                lv = v[im, j] + v[ip, j] + v[i, jm] + v[i, jp] - 4 * v[i, j]
                r = u[i, j] * v[i, j] * v[i, j]
                un[i, j] = u[i, j] + 0.16 * lu - r + feed * (1 - u[i, j])
                vn[i, j] = v[i, j] + 0.08 * lv + r - (feed + kill) * v[i, j]
        u[:, :] = un
        v[:, :] = vn
    return u.sum(), (v * v).sum()


def jacobi_until(f, tol):
    n = f.shape[0]
    u = np.zeros((n, n))
    new = np.zeros((n, n))
    change = 1.0
    sweeps = 0
    while change > tol and sweeps < 200:
        change = 0.0
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                new[i, j] = 0.25 * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] + f[i, j])
                change = max(change, abs(new[i, j] - u[i, j]))
        u, new = new, u
        sweeps += 1
    return u


def upwind(q, velocity, dt):
    n = q.size
    flux = np.zeros(n + 1)
    for i in range(1, n):
        a = 0.5 * (velocity[i - 1] + velocity[i])
        flux[i] = a * q[i - 1] if a > 0 else a * q[i]
    for i in range(n):
        q[i] -= dt * (flux[i + 1] - flux[i])
    return q


def heat_volume(t, k):
    nx, ny, nz = t.shape
    out = np.zeros_like(t)
    for i in range(nx):
        for j in range(ny):
            for l in range(nz):
                acc = -6.0 * t[i, j, l]
                acc += t[max(i - 1, 0), j, l] + t[min(i + 1, nx - 1), j, l]
                acc += t[i, max(j - 1, 0), l] + t[i, min(j + 1, ny - 1), l]
                acc += t[i, j, max(l - 1, 0)] + t[i, j, min(l + 1, nz - 1)]
                out[i, j, l] = t[i, j, l] + k * acc
    return out


program(
    solve_tridiagonal,
    (S.normal(5), S.positive(5) + 3, S.normal(5), S.normal(5)),
    (S.normal(6), S.positive(6) + 3, S.normal(6), S.normal(6)),
    tags=TAGS,
    must_pass=True,
)
program(crank_nicolson, (S.normal(6), 0.4, 3), (S.normal(7), 0.7, 2), tags=TAGS, must_pass=True)
program(
    wave_leapfrog,
    (S.normal(5, 4), S.unit(5, 4), 4),
    (S.normal(4, 4), S.unit(4, 4), 3),
    tags=TAGS,
    must_pass=True,
)
program(
    gray_scott,
    (S.unit(3, 4), S.unit(3, 4), 0.04, 0.06, 3),
    (S.unit(4, 3), S.unit(4, 3), 0.03, 0.05, 2),
    tags=TAGS,
    must_pass=True,
)
program(jacobi_until, (S.normal(5, 5), 0.011), (S.normal(4, 4), 1e-2), tags=TAGS, must_pass=True)
program(upwind, (S.normal(6), S.normal(6), 0.1), (S.normal(5), S.normal(5), 0.2), tags=TAGS, must_pass=True)
program(heat_volume, (S.normal(3, 2, 4), 0.1), (S.normal(2, 3, 3), 0.2), tags=TAGS, must_pass=True)

# -- dense algebra by hand ---------------------------------------------------------------------------------------------


def gauss_elimination(a, b):
    a = a.copy()
    x = b.copy()
    n = len(b)
    for k in range(n):
        pivot = k
        for i in range(k + 1, n):
            if abs(a[i, k]) > abs(a[pivot, k]):
                pivot = i
        if pivot != k:
            for j in range(n):
                a[k, j], a[pivot, j] = a[pivot, j], a[k, j]
            x[k], x[pivot] = x[pivot], x[k]
        for i in range(k + 1, n):
            f = a[i, k] / a[k, k]
            a[i, k:] -= f * a[k, k:]
            x[i] -= f * x[k]
    for i in range(n - 1, -1, -1):
        x[i] = (x[i] - np.dot(a[i, i + 1 :], x[i + 1 :])) / a[i, i]
    return x


def conjugate_gradient(a, b, tol=1e-20):
    a = 0.5 * (a + a.T)
    n = b.shape[0]
    x = np.zeros(n)
    r = b - a @ x
    p = r.copy()
    rs = r @ r
    for _ in range(2 * n):
        if rs < tol:
            break
        ap = a @ p
        alpha = rs / (p @ ap)
        x += alpha * p
        r -= alpha * ap
        new = r @ r
        p = r + (new / rs) * p
        rs = new
    return x


def jacobi_rotation(m):
    a = m.copy()
    n = a.shape[0]
    for p in range(n - 1):
        for q in range(p + 1, n):
            if a[p, q] == 0.0:
                continue
            theta = 0.5 * (a[q, q] - a[p, p]) / a[p, q]
            t = 1.0 / (abs(theta) + math.sqrt(theta * theta + 1.0))
            if theta < 0.0:
                t = -t
            c = 1.0 / math.sqrt(t * t + 1.0)
            s = t * c
            for k in range(n):
                akp, akq = a[k, p], a[k, q]
                a[k, p], a[k, q] = c * akp - s * akq, s * akp + c * akq
            for k in range(n):
                apk, aqk = a[p, k], a[q, k]
                a[p, k], a[q, k] = c * apk - s * aqk, s * apk + c * aqk
    return np.diag(a)


def sparse_rows(indptr, indices, data, x):
    y = np.zeros(len(indptr) - 1)
    for row in range(len(indptr) - 1):
        acc = 0.0
        for p in range(indptr[row], indptr[row + 1]):
            acc += data[p] * x[indices[p]]
        y[row] = acc
    return y


def gram_schmidt(v):
    n, m = v.shape
    q = np.zeros((n, m))
    for j in range(m):
        w = v[:, j].copy()
        for k in range(j):
            w -= np.dot(q[:, k], v[:, j]) * q[:, k]
        q[:, j] = w / np.sqrt(np.sum(w**2))
    return q


program(
    gauss_elimination, (S.normal(4, 4), S.normal(4)), (S.normal(3, 3), S.normal(3)), tags=TAGS, must_pass=True
)
program(conjugate_gradient, (S.spd(3), S.normal(3)), (S.spd(4), S.normal(4)), tags=TAGS, must_pass=True)
SYM = S.normal(3, 3)
program(jacobi_rotation, (SYM + SYM.T,), (S.spd(4),), tags=TAGS, must_pass=True)
program(
    sparse_rows,
    (np.array([0, 2, 3, 5]), np.array([0, 2, 1, 0, 3]), S.normal(5), S.normal(4)),
    (np.array([0, 1, 1, 3]), np.array([1, 0, 2]), S.normal(3), S.normal(3)),
    tags=TAGS,
    must_pass=True,
)
program(gram_schmidt, (S.normal(4, 3),), (S.normal(3, 3),), tags=TAGS, must_pass=True)
