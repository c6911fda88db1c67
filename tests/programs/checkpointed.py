"""Loops marked with `tx.checkpoint`: reversed from a few states, right like any other."""

import math

import numpy as np

import tangentx as tx
from tests.programs import Sampler, program

r = Sampler(83)
T = "issue4 checkpoint"


def oscillator(x, v, steps=11):
    for _ in tx.checkpoint(range(steps), snapshots=3):
        v = v - 0.1 * np.sin(x)
        x = x + 0.1 * v
    return np.sum(x * v)


def trajectory(x, steps):
    out = np.zeros((steps + 1, len(x)))
    out[0] = x
    for i in tx.checkpoint(range(steps), 2):
        out[i + 1] = out[i] + 0.1 * np.sin(out[i]) * x
    return np.sum(out**2)


def burgers(u, nu, steps=5):
    u = u.copy()
    for _ in tx.checkpoint(range(steps), snapshots=2):
        flux = 0.5 * u**2
        u[1:-1] -= 0.1 * (flux[2:] - flux[:-2]) - nu * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return np.sum(u**2)


def ping_pong(u, steps):
    other = np.empty_like(u)
    u = 1.0 * u
    for _ in tx.checkpoint(range(steps), 1):
        np.multiply(u, np.roll(u, 1), out=other)
        other += 0.3
        u, other = other, u
    return np.sum(u * u) + np.sum(other)


def fixed_point(a, tolerance=1e-9):
    x = 1.0
    while tx.checkpoint(abs(math.cos(a * x) - x) > tolerance, 4):
        x = 0.5 * (x + math.cos(a * x))
    return x * a


def adaptive(y, tolerance=1e-3):
    t, h = 0.0, 0.3
    while tx.checkpoint(t < 1.0):
        h = min(h, 1.0 - t)
        full = y - h * y * y
        half = y - 0.5 * h * y * y
        half = half - 0.5 * h * half * half
        if abs(full - half) > tolerance:
            h = 0.5 * h
            continue
        y, t = half, t + h
        h = 1.4 * h
    return y * y


def epochs(w, x, y):
    velocity = np.zeros_like(w)
    for _ in range(3):
        for i in tx.checkpoint(range(len(y)), snapshots=2):
            error = x[i] @ w - y[i]
            velocity = 0.9 * velocity - 0.1 * error * x[i]
            w = w + velocity
        if np.sum(w * w) > 1e6:
            break
    return np.sum((x @ w - y) ** 2)


def layers(h, w):
    for k, scale in tx.checkpoint(enumerate(np.linspace(0.5, 1.0, 6)), 2):
        h = np.tanh(w @ h) * scale
        if k == 3:
            saved = h
    return np.sum(h * saved)


def several_samples(x, steps):
    total = 0.0
    for i in range(len(x)):
        y = x[i]
        for _ in tx.checkpoint(range(steps), snapshots=2):
            y = y + 0.1 * math.sin(y)
        total += y * y
    return total


class Walker:
    def __init__(self, position):
        self.position = position
        self.speed = 0.1

    def step(self, h):
        self.speed = self.speed * (1.0 - h) + h * self.position
        self.position = self.position + h * self.speed


def walker(x, steps):
    w = Walker(x)
    for _ in tx.checkpoint(range(steps), snapshots=2):
        w.step(0.2)
    return w.position * w.speed


def both(x, steps):
    for i in tx.checkpoint(range(steps), 2):
        for j in tx.checkpoint(range(3), 1):
            x = x + 0.1 * np.sin(x) * (i + j)
    return np.sum(x * x)


def columns(a):
    q = np.zeros_like(a)
    for j in tx.checkpoint(range(a.shape[1]), snapshots=2):
        v = a[:, j]
        for k in range(j):
            v = v - np.dot(q[:, k], v) * q[:, k]
        q[:, j] = v / np.sqrt(np.dot(v, v))
    return np.sum(q * np.cos(np.arange(q.size)).reshape(q.shape))


program(
    oscillator, (r.normal(3), r.normal(3)), (r.normal(2), r.normal(2), 1), wrt=(0, 1), tags=T, must_pass=True
)
program(trajectory, (r.normal(3), 7), (r.normal(2), 0), tags=T, must_pass=True)
program(burgers, (r.normal(7), 0.1), (r.normal(4), 0.2, 1), wrt=(0, 1), tags=T, must_pass=True)
program(ping_pong, (r.normal(4), 5), (r.normal(3), 2), tags=T, must_pass=True)
program(fixed_point, (0.7,), (1.1,), tags=T, must_pass=True)
program(adaptive, (1.3,), (0.4,), tags=T, must_pass=True)
program(epochs, (r.normal(3), r.normal(5, 3), r.normal(5)), (r.normal(2), r.normal(4, 2), r.normal(4)), tags=T,
        must_pass=True)  # fmt: skip
program(layers, (r.normal(3), 0.5 * r.normal(3, 3)), (r.normal(2), r.normal(2, 2)), wrt=(0, 1), tags=T,
        must_pass=True)  # fmt: skip
program(several_samples, (r.normal(3), 6), (r.normal(2), 0), tags=T, must_pass=True)
program(walker, (0.7, 9), (1.3, 1), tags=T, must_pass=True)
program(both, (r.normal(3), 4), (r.normal(2), 0), tags=T, must_pass=True)
program(columns, (r.normal(4, 3),), (r.normal(3, 2),), tags=T, must_pass=True)
