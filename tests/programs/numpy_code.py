"""Scientific code in arrays, as students, engineers and researchers write it."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(57)


def gradient_descent_with_intercept(X, y):
    X_b = np.c_[np.ones((len(X), 1)), X]
    theta = np.zeros(X_b.shape[1])
    for _ in range(5):
        theta = theta - 0.1 * (2 / len(X)) * X_b.T.dot(X_b.dot(theta) - y)
    return np.mean((X_b @ theta - y) ** 2)


def joined_rows(x, a):
    y = np.r_[0.0, x, a, 1:3]
    return np.sum(np.r_[y, y[::-1]] * np.arange(2 * len(y))) + np.sum(np.c_[x, x**2, x[:, None]] ** 3)


def reprojection(camera, X, uv):
    f, cx, cy = camera[:3]
    rotation, shift = camera[3:6], camera[6:]
    angle = np.sqrt(rotation @ rotation)
    k = rotation / angle
    turned = X * np.cos(angle) + np.cross(k, X) * np.sin(angle) + np.outer(X @ k, k) * (1 - np.cos(angle))
    placed = turned + shift
    flat = placed[:, :2] / placed[:, 2:]
    return np.mean(np.sum((f * flat + np.array([cx, cy]) - uv) ** 2, axis=1))


def wave_packet(shape, V):
    psi = shape.astype(complex)
    psi /= np.sqrt(np.sum(np.abs(psi) ** 2))
    k = 2 * np.pi * np.fft.fftfreq(len(V))
    for _ in range(2):
        psi *= np.exp(-0.5j * V)
        psi = np.fft.ifft(np.exp(-0.5j * k**2) * np.fft.fft(psi))
    return np.sum(np.arange(len(V)) * np.abs(psi)) + np.angle(psi[1])


program(gradient_descent_with_intercept, (r.normal(6, 2), r.normal(6)), (r.normal(5, 3), r.normal(5)))
program(joined_rows, (r.normal(4), r.scalar()), (r.normal(2), r.scalar()))
camera = np.concatenate([[1.5, 0.1, 0.2], r.normal(3), [0.0, 0.1, 6.0]])
program(
    reprojection, (camera, r.normal(5, 3), r.normal(5, 2)), (camera * 1.1, r.normal(4, 3), r.normal(4, 2))
)
program(wave_packet, (r.normal(8), r.normal(8)), (r.normal(6), r.normal(6)))


# -- fits, filters, windows ------------------------------------------------------------------------------------------


def fitted_line(X, y):
    coefficients, squares, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return np.sum(coefficients**2) + np.sum(squares) + rank


def least_norm(X, y):
    return np.sum(np.linalg.lstsq(X, y, rcond=None)[0] ** 3)


def trend_removed(t, y):
    p = np.polyfit(t, y, 2)
    rest = y - np.polyval(p, t)
    return np.mean(rest**2) + np.polyval(p, 0.5) + p[0]


def markov_steps(P, n):
    return np.sum(np.linalg.matrix_power(P, n)[0]) + np.trace(np.linalg.matrix_power(P, -1))


def matern(X, y, scale):
    r = np.sqrt(np.sum((X[:, None, :] - X[None, :, :]) ** 2, axis=-1)) / scale
    K = (1 + np.sqrt(3) * r) * np.exp(-np.sqrt(3) * r) + 0.1 * np.eye(len(X))
    return y @ np.linalg.solve(K, y)


def coulomb(q, x):
    total = 0.0
    for i in range(len(q)):
        r = np.sqrt(((x - x[i]) ** 2).sum(axis=1))
        others = np.arange(len(q)) != i
        total += 0.5 * q[i] * np.sum(q[others] / r[others])
    return total


def level_set(phi):
    a = np.pad(phi, 1, mode="edge")
    left, right = phi - a[:-2, 1:-1], a[2:, 1:-1] - phi
    b = np.pad(phi, ((1, 1), (0, 0)), mode="wrap") + np.pad(phi, ((2, 0), (0, 0)), mode="reflect")
    return np.sum(np.maximum(left, 0) ** 2 + np.minimum(right, 0) ** 2) + np.mean(b**3)


def windows(x, w):
    patches = np.lib.stride_tricks.sliding_window_view(x, w.shape)
    return np.tanh(np.einsum("ijkl,kl->ij", patches, w))


def moving_spread(x):
    w = np.lib.stride_tricks.sliding_window_view(x, 3)
    return np.sum(w.std(axis=-1) + w.max(axis=-1))


program(fitted_line, (r.normal(6, 3), r.normal(6)), (r.normal(5, 2), r.normal(5)))
program(least_norm, (r.normal(2, 4), r.normal(2)), (r.normal(4, 2), r.normal(4)))
program(trend_removed, (r.positive(6), r.normal(6)), (r.positive(5), r.normal(5)))
program(markov_steps, (r.spd(3), 3), (r.spd(2), 5))
program(matern, (r.normal(4, 2), r.normal(4), 0.9), (r.normal(3, 1), r.normal(3), 1.2))
program(coulomb, (r.normal(4), r.normal(4, 3)), (r.normal(3), r.normal(3, 2)))
program(level_set, (r.normal(4, 5),), (r.normal(3, 3),))
program(windows, (r.normal(5, 6), r.normal(3, 2)), (r.normal(4, 4), r.normal(2, 2)))
program(moving_spread, (r.normal(8),), (r.normal(6),))
