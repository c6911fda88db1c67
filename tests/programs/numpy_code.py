"""Scientific code in arrays, as students, engineers and researchers write it."""

import numpy as np
from scipy import stats
from scipy.stats import norm

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


# -- densities, quadrature, running extrema --------------------------------------------------------------------------


def posterior(theta, x):
    spread = np.exp(theta[1])
    prior = norm.logpdf(theta[0], 0.0, 10.0) + stats.expon.logpdf(spread, scale=2.0)
    return np.sum(stats.norm.logpdf(x, loc=theta[0], scale=spread)) + prior + norm.cdf(theta[0])


def heavy_tails(theta, x):
    a = np.exp(theta)
    parts = stats.gamma.logpdf(x, a[0], scale=a[1]) + stats.t.logpdf(x, a[0] + 2.0)
    return np.sum(parts) + np.sum(stats.poisson.logpmf(np.array([0, 2, 1]), a[1]))


def gaussian_density(mean, A, x):
    return stats.multivariate_normal.logpdf(x, mean, A @ A.T + np.eye(len(mean)))


def gauss_legendre(a, b):
    x, w = np.polynomial.legendre.leggauss(5)
    t = 0.5 * (b - a) * x + 0.5 * (a + b)
    return 0.5 * (b - a) * np.sum(w * np.exp(-(t**2)) * np.sin(3 * t))


def largest_drawdown(r):
    equity = np.cumprod(1 + 0.1 * r)
    peak = np.maximum.accumulate(equity)
    return np.max((peak - equity) / peak) + np.sum(np.subtract.outer(r, r) ** 4) + np.add.reduce(r**2)


def square_root_process(v, speed, level, z):
    for k in range(len(z)):
        kept = np.maximum(v, 0)
        v = v + speed * (level - kept) * 0.1 + 0.3 * np.sqrt(kept * 0.1) * z[k]
    return np.mean(v**2)


def resampled(y, t, scale):
    return np.sum(np.interp(np.clip(t * scale, t[0], t[-1]), t, y) ** 2)


def filtered_by_spectrum(x, h):
    n = len(x) + len(h) - 1
    return np.sum(np.fft.irfft(np.fft.rfft(x, n) * np.fft.rfft(h, n), n) ** 4)


def unequal_slopes(y, x):
    return np.sum(np.gradient(y, x) ** 2) + np.sum(np.gradient(y**2, np.arange(len(y)) * 0.5) ** 2)


program(posterior, (r.normal(2), r.normal(6)), (r.normal(2), r.normal(4)))
program(heavy_tails, (0.3 * r.normal(2), r.positive(5)), (0.3 * r.normal(2), r.positive(4)))
program(
    gaussian_density, (r.normal(3), r.normal(3, 3), r.normal(3)), (r.normal(2), r.normal(2, 2), r.normal(2))
)
program(gauss_legendre, (0.2, 1.7), (-0.5, 0.9))
program(largest_drawdown, (r.normal(8),), (r.normal(6),))
program(square_root_process, (r.normal(5), 0.8, 0.2, r.normal(4, 5)), (r.normal(3), 1.1, 0.4, r.normal(3, 3)))
times = np.arange(6.0) + 0.5
program(resampled, (r.normal(6), times, 0.77), (r.normal(5), times[:5] * 1.1, 0.63))
program(filtered_by_spectrum, (r.normal(6), r.normal(3)), (r.normal(5), r.normal(4)))
program(unequal_slopes, (r.normal(6), np.cumsum(r.positive(6))), (r.normal(4), np.cumsum(r.positive(4))))
