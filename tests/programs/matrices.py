"""Matrix code by hand and by library: factorisations, filters, Gaussian processes, reductions."""

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


def kalman(f, h, q, obs):
    x = np.zeros(2)
    p = np.eye(2)
    nll = 0.0
    for t in range(obs.shape[0]):
        x = f @ x
        p = f @ p @ f.T + q
        e = obs[t] - h @ x
        s = h @ p @ h.T + 0.1 * np.eye(1)
        k = p @ h.T @ np.linalg.inv(s)
        x = x + k @ e
        p = p - k @ h @ p
        nll = nll + 0.5 * (e @ np.linalg.solve(s, e) + np.log(np.linalg.det(s)))
    return nll


def kalman_scalar(q, obs_var, ys):
    m, v, ll = 0.0, 1.0, 0.0
    for y in ys:
        v = v + q
        gain = v / (v + obs_var)
        ll = ll - 0.5 * (np.log(v + obs_var) + (y - m) ** 2 / (v + obs_var))
        m = m + gain * (y - m)
        v = (1.0 - gain) * v
    return ll


def gp_marginal(log_params, x, y):
    amp, scale, noise = np.exp(log_params[0]), np.exp(log_params[1]), np.exp(log_params[2])
    d = (x[:, None] - x[None, :]) / scale
    k = amp**2 * np.exp(-0.5 * d**2) + noise * np.eye(len(x))
    alpha = np.linalg.solve(k, y)
    return 0.5 * y @ alpha + 0.5 * np.log(np.linalg.det(k))


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


def conv1d(x, k):
    n, m = x.shape[0], k.shape[0]
    out = np.zeros(n - m + 1)
    for i in range(n - m + 1):
        out[i] = np.sum(x[i : i + m] * k)
    return np.sum(out**2)


def conv2d(image, kernel):
    h, w = image.shape
    out = np.zeros((h - 2, w - 2))
    for i in range(3):
        for j in range(3):
            out = out + kernel[i, j] * image[i : i + h - 2, j : j + w - 2]
    return np.sum(np.tanh(out))


def stencil(u):
    lap = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4 * u[1:-1, 1:-1]
    return np.sum(lap**2)


def mixture(logits, means, log_sd, data):
    logw = logits - np.log(np.sum(np.exp(logits)))
    z = (data[:, None] - means) / np.exp(log_sd)
    lp = logw - 0.5 * z**2 - log_sd
    top = np.max(lp, axis=1, keepdims=True)
    return np.sum(top[:, 0] + np.log(np.sum(np.exp(lp - top), axis=1)))


def hmm_forward(log_pi, log_a, log_b, obs):
    alpha = log_pi + log_b[:, obs[0]]
    for t in range(1, len(obs)):
        m = alpha[:, None] + log_a
        top = np.max(m, axis=0)
        alpha = top + np.log(np.sum(np.exp(m - top), axis=0)) + log_b[:, obs[t]]
    top = np.max(alpha)
    return top + np.log(np.sum(np.exp(alpha - top)))


def soft_viterbi(scores, trans):
    n, k = scores.shape
    best = scores[0]
    for t in range(1, n):
        best = np.max(best[:, None] + trans, axis=0) + scores[t]
    return np.max(best)


def edit_distance(x, y):
    n, m = len(x), len(y)
    d = np.zeros((n + 1, m + 1))
    for i in range(1, n + 1):
        d[i, 0] = d[i - 1, 0] + 1.0
    for j in range(1, m + 1):
        d[0, j] = d[0, j - 1] + 1.0
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            cost = (x[i - 1] - y[j - 1]) ** 2
            d[i, j] = cost - np.log(np.exp(-d[i - 1, j]) + np.exp(-d[i, j - 1]) + np.exp(-d[i - 1, j - 1]))
    return d[n, m]


A3, A2 = r.spd(3), r.spd(2)
program(cholesky_in_place, (A3, r.normal(3)), (A2, r.normal(2)))
program(lu_doolittle, (A3,), (A2,))
program(forward_substitution, (np.tril(A3), r.normal(3)), (np.tril(A2), r.normal(2)), wrt=(0, 1))
program(gram_schmidt, (r.normal(4, 3),), (r.normal(2, 2),))
program(thomas, (r.unit(4), r.positive(4) + 2.0, r.unit(4), r.normal(4)), (r.unit(2), r.positive(2) + 2.0, r.unit(2), r.normal(2)), wrt=(0, 1, 2, 3))  # fmt: skip
program(gauss_seidel, (A3, r.normal(3), 3), (A2, r.normal(2), 1), wrt=(0, 1))
program(jacobi, (A3, r.normal(3)), (A2, r.normal(2)), wrt=(0, 1))
program(conjugate_gradient, (A3, r.normal(3), 2), (A2, r.normal(2), 1), wrt=(0, 1))
F, H, Q = np.array([[1.0, 0.1], [0.0, 0.9]]), np.array([[1.0, 0.3]]), 0.1 * np.eye(2)
program(kalman, (F, H, Q, r.normal(4, 1)), (F.T.copy(), 2 * H, Q, r.normal(2, 1)), wrt=(0, 1, 2))
program(kalman_scalar, (0.3, 0.5, r.normal(5)), (0.1, 0.2, [0.3, 0.1]), wrt=(0, 1))
program(gp_marginal, (r.normal(3), r.normal(5), r.normal(5)), (r.normal(3), r.normal(2), r.normal(2)))
program(solve_norm, (A3, r.normal(3)), (A2, r.normal(2)), wrt=(0, 1))
program(solve_matrix, (A3, r.normal(3, 2)), (A2, r.normal(2, 1)), wrt=(0, 1))
program(inverse_trace, (A3,), (A2,))
program(det_of_product, (r.normal(3, 3), r.normal(3, 3)), (r.normal(2, 2), r.normal(2, 2)), wrt=(0, 1))
program(quadratic, (r.normal(3), A3), (r.normal(2), A2), wrt=(0, 1))
program(einsum_batch, (r.normal(2, 2, 3), r.normal(2, 3, 2)), (r.normal(1, 2, 2), r.normal(1, 2, 2)), wrt=(0, 1))
program(einsum_trace, (r.normal(3, 3), r.normal(3)), (r.normal(2, 2), r.normal(2)))
program(tensordot_case, (r.normal(2, 3), r.normal(2, 3)), (r.normal(2, 2), r.normal(2, 2)), tags="issue2", must_pass=False)
program(reductions, (r.normal(3, 4),), (r.normal(2, 2),))
program(keepdims_normalise, (r.normal(3, 4),), (r.normal(2, 3, 4),))
program(negative_axis, (r.normal(3, 4),), (r.normal(2, 3, 4),))
program(reshape_chain, (r.normal(2, 3),), (r.normal(4),))
program(transposes, (r.normal(2, 3, 4),), (r.normal(1, 2, 2),))
program(stacking, (r.normal(2), r.normal(2)), (r.normal(2), r.normal(2)), wrt=(0, 1))
program(expand_squeeze, (r.normal(3),), (r.normal(2),))
program(broadcasting, (r.normal(3), r.normal(4), 0.4), (r.normal(2), r.normal(1), 1.4), wrt=(0, 1, 2))
program(broadcast_column, (r.normal(3, 4), r.positive(3, 1), r.normal(4)), (r.normal(2, 2), r.positive(1, 1), r.normal(2)), wrt=(0, 1, 2))  # fmt: skip
program(norm_axis, (r.normal(3, 4),), (r.normal(2, 2),))
program(tile_repeat, (r.normal(3),), (r.normal(1),), tags="issue3 shapes")
program(triangular_parts, (r.normal(3, 3),), (r.normal(2, 2),), tags="issue3 shapes")
program(cumulative_sums, (r.normal(5),), (r.normal(2),), tags="issue3 shapes")
program(pairwise_distance, (r.normal(3, 2),), (r.normal(2, 3),))
program(conv1d, (r.normal(7), r.normal(3)), (r.normal(3), r.normal(3)), wrt=(0, 1))
program(conv2d, (r.normal(5, 4), r.normal(3, 3)), (r.normal(3, 3), r.normal(3, 3)), wrt=(0, 1))
program(stencil, (r.normal(4, 5),), (r.normal(3, 3),))
program(mixture, (r.normal(3), r.normal(3), r.normal(3), r.normal(6)), (r.normal(2), r.normal(2), r.normal(2), r.normal(2)), wrt=(0, 1, 2))  # fmt: skip
program(hmm_forward, (r.normal(3), r.normal(3, 3), r.normal(3, 2), [0, 1, 1, 0]), (r.normal(2), r.normal(2, 2), r.normal(2, 2), [1]), wrt=(0, 1, 2))  # fmt: skip
program(soft_viterbi, (r.normal(4, 3), r.normal(3, 3)), (r.normal(2, 2), r.normal(2, 2)), wrt=(0, 1), second=False)
program(edit_distance, (r.normal(3), r.normal(2)), (r.normal(2), r.normal(1)), wrt=(0, 1))
