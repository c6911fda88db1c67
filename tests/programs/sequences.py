"""Filters, dynamic programming, convolutions, mixtures: statistics and signal processing."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(8)


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


F, H, Q = np.array([[1.0, 0.1], [0.0, 0.9]]), np.array([[1.0, 0.3]]), 0.1 * np.eye(2)
program(kalman, (F, H, Q, r.normal(4, 1)), (F.T.copy(), 2 * H, Q, r.normal(2, 1)), wrt=(0, 1, 2))
program(kalman_scalar, (0.3, 0.5, r.normal(5)), (0.1, 0.2, [0.3, 0.1]), wrt=(0, 1))
program(gp_marginal, (r.normal(3), r.normal(5), r.normal(5)), (r.normal(3), r.normal(2), r.normal(2)))
program(conv1d, (r.normal(7), r.normal(3)), (r.normal(3), r.normal(3)), wrt=(0, 1))
program(conv2d, (r.normal(5, 4), r.normal(3, 3)), (r.normal(3, 3), r.normal(3, 3)), wrt=(0, 1))
program(stencil, (r.normal(4, 5),), (r.normal(3, 3),))
program(
    mixture,
    (r.normal(3), r.normal(3), r.normal(3), r.normal(6)),
    (r.normal(2), r.normal(2), r.normal(2), r.normal(2)),
    wrt=(0, 1, 2),
)
program(
    hmm_forward,
    (r.normal(3), r.normal(3, 3), r.normal(3, 2), [0, 1, 1, 0]),
    (r.normal(2), r.normal(2, 2), r.normal(2, 2), [1]),
    wrt=(0, 1, 2),
)
program(
    soft_viterbi, (r.normal(4, 3), r.normal(3, 3)), (r.normal(2, 2), r.normal(2, 2)), wrt=(0, 1), second=False
)
program(edit_distance, (r.normal(3), r.normal(2)), (r.normal(2), r.normal(1)), wrt=(0, 1))
