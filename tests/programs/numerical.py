"""Textbook numerical methods, as people write them on the web: real code in style and size."""

import bisect
import math

import numpy as np

from tests.programs import program
from tests.programs.numbers_ import normal, spd

TAGS = "numerical strangers"


def lu_partial_pivot(A):
    n = A.shape[0]
    U_ = A.astype(float).copy()
    L = np.eye(n)
    piv = np.arange(n)
    for k in range(n - 1):
        p = k + np.argmax(np.abs(U_[k:, k]))
        if p != k:
            U_[[k, p], :] = U_[[p, k], :]
            piv[[k, p]] = piv[[p, k]]
            L[[k, p], :k] = L[[p, k], :k]
        for i in range(k + 1, n):
            L[i, k] = U_[i, k] / U_[k, k]
            U_[i, k:] -= L[i, k] * U_[k, k:]
    return L, U_, piv


def solve_with_own_lu(A, b):
    L, U_, piv = lu_partial_pivot(A)
    y = np.zeros_like(b)
    x = np.zeros_like(b)
    n = len(b)
    for i in range(n):
        y[i] = b[piv[i]] - L[i, :i] @ y[:i]
    for i in reversed(range(n)):
        x[i] = (y[i] - U_[i, i + 1 :] @ x[i + 1 :]) / U_[i, i]
    return x


def householder_qr_lstsq(A, b):
    m, n = A.shape
    R = A.copy()
    c = b.copy()
    for k in range(n):
        x = R[k:, k]
        v = x.copy()
        v[0] += np.copysign(np.linalg.norm(x), x[0])
        v = v / np.linalg.norm(v)
        R[k:, k:] -= 2.0 * np.outer(v, v @ R[k:, k:])
        c[k:] -= 2.0 * v * (v @ c[k:])
    x = np.zeros(n)
    for i in range(n - 1, -1, -1):
        x[i] = (c[i] - R[i, i + 1 : n].dot(x[i + 1 :])) / R[i, i]
    return x, np.sum(c[n:] ** 2)


def cholesky_banachiewicz(A):
    n = len(A)
    L = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            s = sum(L[i][k] * L[j][k] for k in range(j))
            if i == j:
                L[i][j] = math.sqrt(A[i][i] - s)
            else:
                L[i][j] = (A[i][j] - s) / L[j][j]
    return L


def logdet_own_cholesky(A):
    L = cholesky_banachiewicz(A)
    return 2 * sum(math.log(L[i][i]) for i in range(len(L)))


def jacobi_eigenvalues(A, sweeps=3):
    A = A.copy()
    n = A.shape[0]
    for _ in range(sweeps):
        for p in range(n - 1):
            for q in range(p + 1, n):
                if abs(A[p, q]) < 1e-14:
                    continue
                theta = 0.5 * np.arctan2(2 * A[p, q], A[q, q] - A[p, p])
                c, s = np.cos(theta), np.sin(theta)
                J = np.eye(n)
                J[p, p] = J[q, q] = c
                J[p, q], J[q, p] = s, -s
                A = J.T @ A @ J
    return np.sort(np.diag(A))


def rk45_dormand_prince(lam, y0, t_end=1.0, rtol=1e-4):
    c = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1]
    a = [
        [],
        [1 / 5],
        [3 / 40, 9 / 40],
        [44 / 45, -56 / 15, 32 / 9],
        [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
        [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
        [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
    ]
    b5 = [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0]
    b4 = [5179 / 57600, 0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40]
    f = lambda t, y: -lam * (y - math.cos(t))
    t, y, h = 0.0, y0, 0.2
    nsteps = 0
    while t < t_end and nsteps < 50:
        if t + h > t_end:
            h = t_end - t
        k = []
        for i in range(7):
            yi = y
            for j, aij in enumerate(a[i]):
                yi += h * aij * k[j]
            k.append(f(t + c[i] * h, yi))
        y5 = y + h * sum(bi * ki for bi, ki in zip(b5, k))
        y4 = y + h * sum(bi * ki for bi, ki in zip(b4, k))
        err = abs(y5 - y4)
        if err <= rtol:
            t += h
            y = y5
        h *= 0.8 if err > rtol else 1.2
        nsteps += 1
    return y


class NaturalCubicSpline:
    def __init__(self, x, y):
        n = len(x) - 1
        h = np.diff(x)
        alpha = np.zeros(n)
        for i in range(1, n):
            alpha[i] = 3 / h[i] * (y[i + 1] - y[i]) - 3 / h[i - 1] * (y[i] - y[i - 1])
        l, mu, z = np.ones(n + 1), np.zeros(n + 1), np.zeros(n + 1)
        for i in range(1, n):
            l[i] = 2 * (x[i + 1] - x[i - 1]) - h[i - 1] * mu[i - 1]
            mu[i] = h[i] / l[i]
            z[i] = (alpha[i] - h[i - 1] * z[i - 1]) / l[i]
        self.x, self.a = x, y
        self.b, self.c, self.d = np.zeros(n), np.zeros(n + 1), np.zeros(n)
        for j in range(n - 1, -1, -1):
            self.c[j] = z[j] - mu[j] * self.c[j + 1]
            self.b[j] = (y[j + 1] - y[j]) / h[j] - h[j] * (self.c[j + 1] + 2 * self.c[j]) / 3
            self.d[j] = (self.c[j + 1] - self.c[j]) / (3 * h[j])

    def __call__(self, t):
        i = min(max(bisect.bisect_right(list(self.x), t) - 1, 0), len(self.b) - 1)
        dx = t - self.x[i]
        return self.a[i] + self.b[i] * dx + self.c[i] * dx**2 + self.d[i] * dx**3


def spline_energy(y, queries):
    s = NaturalCubicSpline(np.linspace(0, 1, len(y)), y)
    return sum(s(q) ** 2 for q in queries)


def bfgs_on_rosenbrock(a, x0, iters=4):
    f = lambda x: (1 - x[0]) ** 2 + a * (x[1] - x[0] ** 2) ** 2
    g = lambda x: np.array([-2 * (1 - x[0]) - 4 * a * x[0] * (x[1] - x[0] ** 2), 2 * a * (x[1] - x[0] ** 2)])
    H = np.eye(2)
    x = x0
    gx = g(x)
    for _ in range(iters):
        p = -H @ gx
        t = 1.0
        while f(x + t * p) > f(x) + 1e-4 * t * gx @ p:
            t *= 0.5
            if t < 1e-6:
                break
        s = t * p
        x_new = x + s
        g_new = g(x_new)
        y = g_new - gx
        rho = 1.0 / (y @ s)
        I = np.eye(2)
        H = (I - rho * np.outer(s, y)) @ H @ (I - rho * np.outer(y, s)) + rho * np.outer(s, s)
        x, gx = x_new, g_new
    return f(x)


def nelder_mead_steps(x0, scale, iters=4):
    f = lambda v: (v[0] - 1) ** 2 + 2 * (v[1] + 0.5) ** 2
    simplex = [x0, x0 + np.array([scale, 0.0]), x0 + np.array([0.0, scale])]
    for _ in range(iters):
        simplex.sort(key=f)
        c = (simplex[0] + simplex[1]) / 2
        r = c + (c - simplex[2])
        if f(r) < f(simplex[0]):
            e = c + 2 * (c - simplex[2])
            simplex[2] = e if f(e) < f(r) else r
        elif f(r) < f(simplex[1]):
            simplex[2] = r
        else:
            simplex[2] = (c + simplex[2]) / 2
    return f(min(simplex, key=f))


def sor_sparse_csr(data, rhs, omega, sweeps=3):
    indptr = [0, 2, 5, 7]
    indices = [0, 1, 0, 1, 2, 1, 2]
    x = np.zeros(3)
    for _ in range(sweeps):
        for i in range(3):
            sigma, diag = 0.0, 1.0
            for k in range(indptr[i], indptr[i + 1]):
                j = indices[k]
                if j == i:
                    diag = data[k]
                else:
                    sigma += data[k] * x[j]
            x[i] = (1 - omega) * x[i] + omega * (rhs[i] - sigma) / diag
    return x


def continued_fraction_lentz(a, x, tol=1e-12):
    """Incomplete gamma continued fraction."""
    tiny = 1e-30
    b = x + 1 - a
    c = 1 / tiny
    d = 1 / b
    h = d
    for i in range(1, 40):
        an = -i * (i - a)
        b += 2
        d = an * d + b
        if abs(d) < tiny:
            d = tiny
        c = b + an / c
        if abs(c) < tiny:
            c = tiny
        d = 1 / d
        delta = d * c
        h *= delta
        if abs(delta - 1) < tol:
            break
    return math.exp(-x + a * math.log(x) - math.lgamma(a)) * h


program(solve_with_own_lu, (normal(4, 4), normal(4)), (normal(3, 3), normal(3)), tags=TAGS, must_pass=True)
program(householder_qr_lstsq, (normal(5, 2), normal(5)), (normal(4, 3), normal(4)), tags=TAGS, must_pass=True)
program(logdet_own_cholesky, (spd(3),), (spd(4),), tags=TAGS, must_pass=True)
program(jacobi_eigenvalues, (spd(3),), (spd(2),), tags=TAGS, must_pass=True)
program(rk45_dormand_prince, (2.0, 0.5), (5.0, 1.5), tags=TAGS, must_pass=True)
program(spline_energy, (normal(5), [0.1, 0.4, 0.77]), (normal(4), [0.3, 0.9]), tags=TAGS, must_pass=True)
program(
    bfgs_on_rosenbrock, (5.0, np.array([-0.5, 0.7])), (2.0, np.array([0.3, -0.4])), tags=TAGS, must_pass=True
)
program(
    nelder_mead_steps, (np.array([0.2, 0.3]), 0.5), (np.array([-1.0, 0.8]), 0.3), tags=TAGS, must_pass=True
)
program(
    sor_sparse_csr,
    (np.array([4.0, 1, 1, 5, 1, 2, 6]), normal(3), 1.1),
    (np.array([3.0, 0.5, 1, 4, 0.3, 1, 5]), normal(3, seed=2), 0.9),
    tags=TAGS,
    must_pass=True,
)
program(continued_fraction_lentz, (1.5, 3.0), (2.5, 4.0), tags=TAGS, must_pass=True)
