"""Loop programs for compiled derivatives: (function, arguments), as numerical people write them."""

import math

import numpy as np

rng = np.random.default_rng(7)
STEPS = 6
DAMPING = 0.3
PROGRAMS = []


def program(*args, wrt=0):
    def add(function):
        PROGRAMS.append((function, args, wrt))
        return function

    return add


@program(rng.normal(size=8))
def rosenbrock(x):
    s = 0.0
    for i in range(len(x) - 1):
        s += 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2
    return s


@program(rng.normal(size=(5, 3)), rng.uniform(1, 2, size=5))
def energy(x, m):
    e = 0.0
    for i in range(x.shape[0]):
        for j in range(i + 1, x.shape[0]):
            dx, dy, dz = x[i, 0] - x[j, 0], x[i, 1] - x[j, 1], x[i, 2] - x[j, 2]
            e -= m[i] * m[j] / np.sqrt(dx * dx + dy * dy + dz * dz + 1e-3)
    return e


@program(0.6, rng.uniform(0.1, 3.0, size=6), wrt=(0, 1))
def kepler(ecc, anomalies):
    total = 0.0
    for i in range(len(anomalies)):
        e, delta = anomalies[i], 1.0
        while abs(delta) > 1e-12:
            delta = (e - ecc * np.sin(e) - anomalies[i]) / (1.0 - ecc * np.cos(e))
            e = e - delta
        total += e * e
    return total


@program(1.0, 1.2, 20.0, wrt=(0, 1, 2))
def oscillator(x, v, k):
    for _ in range(STEPS):
        a = -k * math.sin(x) - DAMPING * v
        v = v + 0.01 * a
        x = x + 0.01 * v
    return x * x + v


@program(rng.normal(size=9), 0.2, rng.normal(size=9), wrt=(0, 1))
def heat(u0, alpha, target):
    u = u0.copy()
    for _ in range(STEPS):
        u[1:-1] += alpha * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return np.sum((u - target) ** 2)


@program(rng.normal(size=(6, 7)))
def heat_plane(u0):
    u = u0.copy()
    for _ in range(3):
        u[1:-1, 1:-1] = 0.25 * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:])
    return np.sum(u * u)


@program(rng.normal(size=(4, 3)) * 0.5, rng.normal(size=(3, 5)), rng.normal(size=5), wrt=(0, 1, 2))
def layers(w, v, b):
    h = np.tanh(w @ v + b)
    g = 1.0 / (1.0 + np.exp(-h[:, 1:4]))
    return np.mean(g * h[:, :3]) + np.sum(np.sum(h, axis=0) * b)


@program(rng.normal(size=7), 1.5)
def clipped(x, cap):
    s = 0.0
    for i in range(len(x)):
        s = s + x[i] * x[i]
        if s > cap:
            break
        s = s * 1.1
    return s


@program(rng.normal(size=6))
def branches(x):
    s, p = 0.0, 1.0
    for i in range(len(x)):
        if x[i] > 0.0:
            s += x[i] ** 3
        elif i % 2 == 0:
            p *= 1.0 + x[i] * x[i]
        else:
            continue
        s += 0.1 * p
    return s * p


@program(rng.uniform(0.5, 1.5, size=(4, 4)))
def factor(a):
    n = a.shape[0]
    low = np.zeros((n, n))
    spd = a @ a.T + 4.0 * np.eye(n)
    for j in range(n):
        for i in range(j, n):
            s = spd[i, j]
            for k in range(j):
                s -= low[i, k] * low[j, k]
            low[i, j] = np.sqrt(s) if i == j else s / low[j, j]
    d = 0.0
    for j in range(n):
        d += np.log(low[j, j])
    return d


@program(rng.normal(size=(5, 4)), rng.normal(size=4), wrt=(0, 1))
def attention(x, q):
    scores = x @ q
    shifted = np.exp(scores - np.max(scores))
    weights = shifted / np.sum(shifted)
    mixed = np.sum(weights[:, None] * x, axis=0)
    return np.sum(mixed * q)


@program(rng.normal(size=10), np.array([0, 3, 3, 1, 9]))
def gathered(x, index):
    picked = x[index]
    return np.sum(picked * picked * picked)


@program({"w": rng.normal(size=3), "b": 0.4}, rng.normal(size=(6, 3)))
def in_a_dict(params, x):
    return np.sum(np.tanh(x @ params["w"] + params["b"]))


@program(rng.normal(size=6), rng.normal(size=6), 4, wrt=(0, 1))
def swapped(a, b, n):
    for k in range(n):
        t = a * b + 0.1 * k
        a, b = b, t[::-1] * 0.5
    return np.sum(a * b)


@program(rng.normal(size=6), rng.normal(size=4), wrt=(0, 1))
def normalised_product(a, b):
    c = a[:, None] * b[None, :]
    d = c - np.mean(c, axis=0, keepdims=True)
    e = d / np.sqrt(np.sum(d * d, axis=1))[:, None]
    return np.sum(e**3)


@program(rng.normal(size=6))
def overlapping_views(x):
    u = x.copy()
    v = u[1:]
    v *= 2.0
    u[:-1] += v
    u[::2] = u[::2] * x[::2]
    return np.sum(u**2)


@program(rng.normal(size=6))
def shifted(x):
    u = x.copy()
    u[1:] = u[:-1] * u[1:]
    u[:-1] -= 0.5 * u[1:]
    return np.sum(u * x)


@program(rng.normal(size=(4, 4)))
def transposed(a):
    b = a.T * 2.0 + a
    c = b @ a.T
    b[0] = c[:, 1]
    return np.sum(b * b.T)


@program(rng.normal(size=6), 9)
def branches_in_while(x, n):
    s = 0.0
    i = 0
    while i < n:
        if x[i % len(x)] > 0:
            s = s * x[i % len(x)] + np.sin(s)
            if s > 1.5:
                s = s / 2.0
        else:
            for j in range(i):
                s += x[j % len(x)] ** 2 * s * 0.1
                if s > 3:
                    break
        i += 1
    return s


@program(rng.normal(size=6), rng.normal(size=6), wrt=(0, 1))
def masks(x, y):
    m = (x > 0) & (y < 0.5) | ~(x < y)
    return np.sum(np.where(m, x * y, np.maximum(x, y) ** 2))


@program(rng.normal(size=6))
def growing_slices(x):
    h = np.zeros(len(x))
    for i in range(len(x)):
        h[:i] += x[i] * x[:i]
        h[i] = np.sum(h[:i]) + x[i]
    return np.sum(h * h)


@program(rng.normal(size=(4, 5)), rng.normal(size=5), wrt=(0, 1))
def columns(a, b):
    c = a.copy()
    for j in range(a.shape[1]):
        c[:, j] = c[:, j] / np.sum(c[:, j] ** 2) * b[j]
        c[:, j] -= c[:, 0] * 0.3
    return np.sum(c * a)


@program(rng.normal(size=(4, 1)), rng.normal(size=(1, 5)), wrt=(0, 1))
def both_broadcast(a, b):
    return np.sum((a * b + a) ** 2)
