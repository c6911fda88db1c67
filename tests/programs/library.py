"""Programs that lean on the library: averages, quantiles, filters, transforms, factorisations."""

import statistics

import numpy as np
import scipy.linalg

from tests.programs import Sampler, program

r = Sampler(31)


def weighted_scatter(x, weights):
    mean = np.average(x, axis=0, weights=weights)
    spread = np.cov(x, rowvar=False)
    return np.sum(mean**2) + np.trace(spread) + spread[0, 1]


def correlation_penalty(x):
    c = np.corrcoef(x)
    return np.sum(c**2) - len(x)


def robust_location(x):
    low, high = np.percentile(x, 25), np.percentile(x, 75)
    return (np.median(x) - 0.5) ** 2 + 0.1 * (high - low)


def curve_length(t, y):
    slope = np.gradient(y, t)
    return np.trapezoid(np.sqrt(1.0 + slope**2), t)


def smoothed_residual(signal, kernel, target):
    smooth = np.convolve(signal, kernel, mode="same")
    return np.sum((smooth - target) ** 2)


def spectral_energy(signal):
    power = np.abs(np.fft.rfft(signal)) ** 2
    return np.sum(power * np.arange(len(power)))


def whitening(a, x):
    w, v = np.linalg.eigh(a)
    y = (v.T @ x) / np.sqrt(w)
    return np.sum(y**2) + np.sum(np.log(w))


def low_rank(a):
    u, s, vh = np.linalg.svd(a, full_matrices=False)
    return np.sum((s[0] * np.outer(u[:, 0], vh[0]) - a) ** 2) + s[1]


def projection(a, b):
    q, _ = np.linalg.qr(a)
    return np.sum((b - q @ (q.T @ b)) ** 2)


def tariff(load):
    return np.sum(
        np.select([load < 0.5, load < 1.0], [load**2, 2.0 * load - 0.75], default=3.0 * load - 1.75)
    )


def histogram_of_weights(weights, labels):
    sums = np.bincount(labels, weights=weights, minlength=3)
    return np.sum(sums**2)


def posterior_mean(k, y):
    c, low = scipy.linalg.cho_factor(k, lower=True)
    return scipy.linalg.cho_solve((c, low), y)


def spread_and_shape(x):
    return (
        np.cov(x, rowvar=False),
        np.percentile(x, 37.3),
        np.median(x, axis=0),
        np.quantile(x, [0.1, 0.7], axis=1),
    )


def values_alone(x):
    s = scipy.linalg.svdvals(x) + np.linalg.svd(x, compute_uv=False)
    return s, np.linalg.cond(x), np.linalg.multi_dot([x.T, x, x.T]), np.vander(x[0], 4)


def spread_of_lists(xs):
    return statistics.mean(xs) / statistics.stdev(xs) + statistics.median(xs) * statistics.pvariance(xs)


T3, T5 = np.array([0.0, 0.7, 1.5]), np.array([0.0, 0.3, 1.1, 1.4, 2.0])
SPD3 = np.array([[3.0, 0.5, 0.2], [0.5, 2.0, 0.4], [0.2, 0.4, 1.0]])
SPD2 = np.array([[2.0, 0.3], [0.3, 1.0]])

program(weighted_scatter, (r.normal(4, 2), r.positive(4)), (r.normal(3, 3), r.positive(3)), wrt=(0, 1))
program(correlation_penalty, (r.normal(2, 5),), (r.normal(3, 4),))
program(robust_location, (r.normal(7),), (r.normal(4),))
program(curve_length, (T5, r.normal(5)), (T3, r.normal(3)), wrt=(0, 1))
program(
    smoothed_residual,
    (r.normal(6), r.normal(3), r.normal(6)),
    (r.normal(5), r.normal(2), r.normal(5)),
    wrt=(0, 1),
)
program(spectral_energy, (r.normal(6),), (r.normal(5),), must_pass=False)  # hvp: |z| twice
program(whitening, (SPD3, r.normal(3)), (SPD2, r.normal(2)), wrt=(0, 1))
program(posterior_mean, (SPD3, r.normal(3)), (SPD2, r.normal(2)))
program(spread_and_shape, (r.normal(7, 2),), (r.normal(4, 3),))
program(values_alone, (r.normal(5, 3),), (r.normal(3, 3),))
program(spread_of_lists, ([0.3, 0.9, 0.1, 1.4],), ([0.2, 0.7, 0.8],))
program(low_rank, (r.normal(4, 3),), (r.normal(2, 3),))
program(projection, (r.normal(4, 2), r.normal(4)), (r.normal(3, 3)[:, :2], r.normal(3)), wrt=(0, 1))
program(tariff, (np.array([0.2, 0.7, 1.4]),), (np.array([0.9, 0.3]),))
program(
    histogram_of_weights,
    (r.normal(5), np.array([0, 2, 0, 1, 2])),
    (r.normal(3), np.array([1, 1, 0])),
    wrt=0,
)
