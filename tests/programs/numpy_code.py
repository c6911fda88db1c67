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
