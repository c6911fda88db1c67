"""Matrix code by hand and by library: factorisations, solvers, products, reductions, shapes."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(7)


def cholesky_in_place(a, b):
    n = a.shape[0]
    low = np.zeros((n, n))
    for j in range(n):
        s = a[j, j]
        for k in range(j):
            s = s - low[j, k] ** 2
        low[j, j] = np.sqrt(s)
        for i in range(j + 1, n):
            s = a[i, j]
            for k in range(j):
                s = s - low[i, k] * low[j, k]
            low[i, j] = s / low[j, j]
    return np.sum(low @ b)


def lu_doolittle(a):
    a = a.copy()
    n = a.shape[0]
    for k in range(n):
        for i in range(k + 1, n):
            a[i, k] = a[i, k] / a[k, k]
            for j in range(k + 1, n):
                a[i, j] = a[i, j] - a[i, k] * a[k, j]
    logdet = 0.0
    for k in range(n):
        logdet = logdet + np.log(np.abs(a[k, k]))
    return logdet


def forward_substitution(low, b):
    n = b.shape[0]
    x = np.zeros(n)
    for i in range(n):
        x[i] = (b[i] - np.dot(low[i, :i], x[:i])) / low[i, i]
    return np.sum(x**2)


def gram_schmidt(a):
    m, n = a.shape
    q = np.zeros((m, n))
    for j in range(n):
        v = a[:, j]
        for k in range(j):
            v = v - np.dot(q[:, k], a[:, j]) * q[:, k]
        q[:, j] = v / np.sqrt(np.dot(v, v))
    return np.sum(q * np.arange(m * n).reshape(m, n))


def thomas(lower, diag, upper, rhs):
    n = diag.shape[0]
    c = np.zeros(n)
    d = np.zeros(n)
    c[0] = upper[0] / diag[0]
    d[0] = rhs[0] / diag[0]
    for i in range(1, n):
        m = diag[i] - lower[i] * c[i - 1]
        c[i] = upper[i] / m
        d[i] = (rhs[i] - lower[i] * d[i - 1]) / m
    x = np.zeros(n)
    x[n - 1] = d[n - 1]
    for i in range(n - 2, -1, -1):
        x[i] = d[i] - c[i] * x[i + 1]
    return np.sum(x * x)


def gauss_seidel(a, b, sweeps):
    x = np.zeros_like(b)
    for _ in range(sweeps):
        for i in range(len(b)):
            s = b[i] - np.dot(a[i], x) + a[i, i] * x[i]
            x[i] = s / a[i, i]
    return np.dot(x, x)


def jacobi(a, b):
    x = np.zeros(b.shape)
    d = np.diag(a)
    for _ in range(5):
        x = (b - a @ x + d * x) / d
    return np.sum(x)


def conjugate_gradient(a, b, n):
    x = np.zeros_like(b)
    res = b - a @ x
    p = res
    rs = res @ res
    for _ in range(n):
        ap = a @ p
        alpha = rs / (p @ ap)
        x = x + alpha * p
        res = res - alpha * ap
        new = res @ res
        p = res + (new / rs) * p
        rs = new
    return np.sum(x**2)


def solve_norm(a, b):
    return np.linalg.norm(np.linalg.solve(a, b))


def solve_matrix(a, b):
    return np.sum(np.linalg.solve(a, b) ** 2)


def inverse_trace(a):
    return np.trace(np.linalg.inv(a) @ a.T)


def det_of_product(a, b):
    return np.linalg.det(a @ b) + np.linalg.det(a)


def quadratic(x, a):
    return x @ a @ x + np.einsum("i,ij,j->", x, a, x)


def einsum_batch(a, b):
    return np.sum(np.einsum("bij,bjk->bik", a, b) ** 2)


def einsum_trace(a, v):
    return np.einsum("ii", a) + np.einsum("ij,j->i", a, v).sum()


def tensordot_case(a, b):
    return np.sum(np.tensordot(a, b, axes=2) * 1.0) + np.sum(np.tensordot(a, b, axes=([1], [1])) ** 2)


def reductions(x):
    a = np.sum(x, axis=0) @ np.mean(x, axis=0)
    b = np.prod(x[:, 0]) + np.var(x, axis=1).sum() + np.std(x)
    return a + b + x.max(axis=0).sum() + x.min(axis=1, keepdims=True).sum() + np.max(x) * np.min(x)


def keepdims_normalise(x):
    m = x.mean(axis=-1, keepdims=True)
    s = x.std(axis=-1, keepdims=True)
    return np.sum(((x - m) / (s + 1e-3)) ** 3)


def negative_axis(x):
    return np.sum(np.sum(x, axis=(-1, 0)) ** 2) + np.sum(np.prod(x, axis=-2))


def reshape_chain(x):
    y = x.reshape(2, -1).T
    z = np.ravel(y) * np.arange(x.size)
    return np.sum(z.reshape(-1, 2) @ np.ones((2, 1)) ** 2 * z[0])


def transposes(x):
    y = np.transpose(x, (2, 0, 1))
    z = np.swapaxes(y, 0, 1)
    return np.sum(z * np.arange(z.size).reshape(z.shape)) * np.sum(np.moveaxis(x, 0, -1)[0] ** 2)


def stacking(x, y):
    a = np.concatenate([x, y, x])
    b = np.stack([x, x * y], axis=1)
    c = np.vstack((x, y)) @ np.hstack((y, x))[: x.shape[0]]
    return np.sum(a**2) + np.sum(b) * np.sum(c)


def expand_squeeze(x):
    y = np.expand_dims(x, 0) * x[:, np.newaxis]
    return np.sum(np.squeeze(y[:1]) ** 2) + np.sum(y[..., 0])


def broadcasting(x, y, s):
    z = x[:, None] * y + s
    w = z / (1.0 + y**2) - x.reshape(-1, 1) ** 2
    return np.sum(w * z)


def broadcast_column(m, col, row):
    return np.sum((m + col) * row - m / (col + 3.0))


def norm_axis(x):
    return np.sum(np.linalg.norm(x, axis=1)) + np.linalg.norm(x)


def tile_repeat(x):
    return np.sum(np.tile(x, 3) * np.repeat(x, 3)) + np.sum(np.flip(x) * x)


def triangular_parts(a):
    return np.sum(np.tril(a) @ np.triu(a)) + np.trace(a) ** 2 + np.sum(np.diag(a) ** 3)


def cumulative_sums(x):
    return np.sum(np.cumsum(x) ** 2) + np.sum(np.diff(x) ** 3)


def pairwise_distance(x):
    d = x[:, None, :] - x[None, :, :]
    return np.sum(np.sqrt(np.sum(d**2, axis=-1) + 1e-2))


A3, A2 = r.spd(3), r.spd(2)
program(cholesky_in_place, (A3, r.normal(3)), (A2, r.normal(2)))
program(lu_doolittle, (A3,), (A2,))
program(forward_substitution, (np.tril(A3), r.normal(3)), (np.tril(A2), r.normal(2)), wrt=(0, 1))
program(gram_schmidt, (r.normal(4, 3),), (r.normal(2, 2),))
program(
    thomas,
    (r.unit(4), r.positive(4) + 2.0, r.unit(4), r.normal(4)),
    (r.unit(2), r.positive(2) + 2.0, r.unit(2), r.normal(2)),
    wrt=(0, 1, 2, 3),
)
program(gauss_seidel, (A3, r.normal(3), 3), (A2, r.normal(2), 1), wrt=(0, 1))
program(jacobi, (A3, r.normal(3)), (A2, r.normal(2)), wrt=(0, 1))
program(conjugate_gradient, (A3, r.normal(3), 2), (A2, r.normal(2), 1), wrt=(0, 1))
program(solve_norm, (A3, r.normal(3)), (A2, r.normal(2)), wrt=(0, 1))
program(solve_matrix, (A3, r.normal(3, 2)), (A2, r.normal(2, 1)), wrt=(0, 1))
program(inverse_trace, (A3,), (A2,))
program(det_of_product, (r.normal(3, 3), r.normal(3, 3)), (r.normal(2, 2), r.normal(2, 2)), wrt=(0, 1))
program(quadratic, (r.normal(3), A3), (r.normal(2), A2), wrt=(0, 1))
program(
    einsum_batch, (r.normal(2, 2, 3), r.normal(2, 3, 2)), (r.normal(1, 2, 2), r.normal(1, 2, 2)), wrt=(0, 1)
)
program(einsum_trace, (r.normal(3, 3), r.normal(3)), (r.normal(2, 2), r.normal(2)))
program(
    tensordot_case,
    (r.normal(2, 3), r.normal(2, 3)),
    (r.normal(2, 2), r.normal(2, 2)),
    tags="issue2",
    must_pass=False,
)
program(reductions, (r.normal(3, 4),), (r.normal(2, 2),))
program(keepdims_normalise, (r.normal(3, 4),), (r.normal(2, 3, 4),))
program(negative_axis, (r.normal(3, 4),), (r.normal(2, 3, 4),))
program(reshape_chain, (r.normal(2, 3),), (r.normal(4),))
program(transposes, (r.normal(2, 3, 4),), (r.normal(1, 2, 2),))
program(stacking, (r.normal(2), r.normal(2)), (r.normal(2), r.normal(2)), wrt=(0, 1))
program(expand_squeeze, (r.normal(3),), (r.normal(2),))
program(broadcasting, (r.normal(3), r.normal(4), 0.4), (r.normal(2), r.normal(1), 1.4), wrt=(0, 1, 2))
program(
    broadcast_column,
    (r.normal(3, 4), r.positive(3, 1), r.normal(4)),
    (r.normal(2, 2), r.positive(1, 1), r.normal(2)),
    wrt=(0, 1, 2),
)
program(norm_axis, (r.normal(3, 4),), (r.normal(2, 2),), must_pass=False)  # hvp: the general norm has no rule
program(tile_repeat, (r.normal(3),), (r.normal(1),), tags="issue3 shapes")
program(triangular_parts, (r.normal(3, 3),), (r.normal(2, 2),), tags="issue3 shapes")
program(cumulative_sums, (r.normal(5),), (r.normal(2),), tags="issue3 shapes")
program(pairwise_distance, (r.normal(3, 2),), (r.normal(2, 3),))


def einsum_transposed(a, b):
    return np.sum(np.sin(np.einsum("ij,kj", a, b))) + np.sum(np.einsum("ij->ji", a) @ a)


def einsum_outer_and_scaled(a, w, v):
    return np.sum(np.einsum("i,j->ij", v, w) ** 3 * np.einsum("ij,j->ij", a, w))


def einsum_three(c, d, a):
    return np.sum(np.einsum("bij,bjk,ij->bk", c, d, a) ** 2) + np.sum(np.einsum("bij,bjk->ikb", c, d) ** 2)


def einsum_rows_and_complex(c, w):
    z = np.einsum("bij,j->bi", c * (1 + 2j), w * 1j)
    return np.sum(np.abs(z) ** 2) + np.sum(np.einsum("bij,bj->bi", c, c[:, 0] * w) ** 2)


C23, C32 = (r.normal(2, 3, 4), r.normal(3, 2, 2)), (r.normal(2, 4, 5), r.normal(3, 2, 3))
program(
    einsum_transposed,
    (r.normal(3, 3), r.normal(3, 3)),
    (r.normal(2, 2), r.normal(2, 2)),
    wrt=(0, 1),
    must_pass=True,
)
program(
    einsum_outer_and_scaled,
    (r.normal(3, 4), r.normal(4), r.normal(3)),
    (r.normal(2, 1), r.normal(1), r.normal(2)),
    wrt=(0, 1, 2),
    must_pass=True,
)
program(
    einsum_three,
    (C23[0], C32[0], r.normal(3, 4)),
    (C23[1], C32[1], r.normal(2, 2)),
    wrt=(0, 1, 2),
    must_pass=True,
)
program(
    einsum_rows_and_complex, (r.normal(2, 3, 3), r.normal(3)), (r.normal(2, 2, 2), r.normal(2)), wrt=(0, 1),
    must_pass=True,
)  # fmt: skip


def rotating_decay(a):
    """How long a damped rotation lives: eigenvalues in conjugate pairs."""
    values, vectors = np.linalg.eig(a.astype(complex))
    slowest = np.argmax(values.real)
    mode = vectors[:, slowest]
    return values.real[slowest] + np.abs(values[slowest]) ** 2 + np.sum(np.abs(mode) ** 4)


program(
    rotating_decay,
    (np.array([[0.5, 1.3, 0.1], [-1.2, 0.7, 0.05], [0.1, 0.3, 0.2]]),),
    (np.array([[0.9, -2.0, 0.3], [1.7, 0.2, -0.1], [0.4, 0.1, 0.3]]),),
    must_pass=True,
)
