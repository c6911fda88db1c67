"""Pipelines of SciPy's filters, transforms and matrices of a structure."""

from __future__ import annotations

import numpy as np
import scipy.fft
import scipy.linalg
import scipy.ndimage as ndi
import scipy.signal as signal

from tests.programs import Sampler, program

S = Sampler(33107)


def edges_of_a_smoothed_image(img, gain):
    smooth = ndi.gaussian_filter(img, sigma=1.0)
    gx, gy = ndi.sobel(smooth, axis=0), ndi.sobel(smooth, axis=1)
    strength = np.hypot(gx, gy)
    sharp = img + gain * (img - ndi.uniform_filter(img, size=3))
    return np.mean(strength) + np.sum(sharp**2) / sharp.size


def total_of_filters(img, kernel):
    blurred = ndi.convolve(img, kernel, mode="nearest")
    curved = ndi.laplace(blurred, mode="wrap")
    line = ndi.gaussian_filter1d(curved, 0.8, axis=0)
    return np.sum(line**2) + np.sum(ndi.correlate(img, kernel[:2, :2]) * blurred)


def order_filters(img):
    top, low = ndi.maximum_filter(img, size=3), ndi.minimum_filter(img, size=(2, 3))
    middle = ndi.median_filter(img, 3)
    return np.sum((top - low) * middle)


def width_of_the_blur(img, sigma):
    return np.var(ndi.gaussian_filter(img, sigma))


def compressed_image(img, keep):
    c = scipy.fft.dctn(img, norm="ortho")
    mask = np.add.outer(np.arange(c.shape[0]), np.arange(c.shape[1])) < keep
    rec = scipy.fft.idctn(c * mask, norm="ortho")
    return np.sqrt(np.mean((img - rec) ** 2))


def cepstrum(x):
    energies = scipy.fft.dct(x) ** 2 + 1.0
    return np.sum(scipy.fft.dct(np.log(energies), type=2, norm="ortho")[:3] ** 2)


def conditioned_signal(x):
    b, a = signal.butter(1, 0.3)
    flat = signal.detrend(x)
    smooth = signal.filtfilt(b, a, flat, padlen=3)
    slope = signal.savgol_filter(smooth, 5, 2, deriv=1)
    once = signal.sosfilt(signal.butter(2, 0.4, output="sos"), slope)
    return np.sum(once**2) + np.max(signal.medfilt(smooth, 3))


def toeplitz_systems(x):
    t = scipy.linalg.toeplitz(x + np.array([6.0, 0, 0, 0]), 0.5 * x + np.array([6.0, 0, 0, 0]))
    y = scipy.linalg.solve_banded((1, 1), np.vstack([x, x**2 + 4, x]), x)
    z = scipy.linalg.solveh_banded(np.vstack([0.1 * x, x**2 + 4]), y)
    return np.linalg.det(t) + z @ scipy.linalg.circulant(x) @ y + np.sum(scipy.linalg.hankel(x))


def eliminated(a, b):
    lu, piv = scipy.linalg.lu_factor(a)
    x = scipy.linalg.lu_solve((lu, piv), b)
    fit, residue, _, _ = scipy.linalg.lstsq(a[:, :2], b)
    _, _, upper = scipy.linalg.lu(a)
    return x @ b + np.sum(np.log(np.abs(np.diag(lu)))) + fit[0] * residue + upper[0, -1]


def eliminated_oblong(a):
    lu, _ = scipy.linalg.lu_factor(a)
    _, left, right = scipy.linalg.lu(a)
    return np.sum(lu**2) + np.sum(left**3) + np.sum(right[0] * right[-1])


program(eliminated_oblong, (S.normal(3, 4),), (S.normal(4, 3),))
program(edges_of_a_smoothed_image, (S.normal(5, 6), 0.7), (S.normal(4, 7), 1.7))
program(total_of_filters, (S.normal(5, 6), S.normal(3, 3)), (S.normal(4, 5), S.normal(3, 2)))
program(order_filters, (S.normal(5, 6),), (S.normal(4, 5),))
program(width_of_the_blur, (S.normal(5, 6), 0.7), (S.normal(4, 5), 1.2))
program(compressed_image, (S.normal(5, 6), 3), (S.normal(4, 5), 2))
program(cepstrum, (S.normal(7),), (S.normal(6),))
program(conditioned_signal, (S.normal(12),), (S.normal(15),), second=False)
program(toeplitz_systems, (S.normal(4),), (S.normal(4),))
program(eliminated, (S.normal(3, 3), S.normal(3)), (S.normal(4, 4), S.normal(4)))
