"""The potential energy of n bodies: a double loop over pairs."""

import numpy as np

from tests.benchmarks.rewrites import nbody as rewrites
from tests.benchmarks.workload import Workload

SOFTENING = 1e-3


def energy(x, m):
    n = x.shape[0]
    e = 0.0
    for i in range(n):
        for j in range(i + 1, n):
            dx = x[i, 0] - x[j, 0]
            dy = x[i, 1] - x[j, 1]
            dz = x[i, 2] - x[j, 2]
            r = np.sqrt(dx * dx + dy * dy + dz * dz + SOFTENING)
            e -= m[i] * m[j] / r
    return e


def hand(x, m):
    n = x.shape[0]
    g = np.zeros_like(x)
    for i in range(n):
        gx = gy = gz = 0.0
        xi, yi, zi, mi = x[i, 0], x[i, 1], x[i, 2], m[i]
        for j in range(i + 1, n):
            dx = xi - x[j, 0]
            dy = yi - x[j, 1]
            dz = zi - x[j, 2]
            r2 = dx * dx + dy * dy + dz * dz + SOFTENING
            c = mi * m[j] / (r2 * np.sqrt(r2))
            gx += c * dx
            gy += c * dy
            gz += c * dz
            g[j, 0] -= c * dx
            g[j, 1] -= c * dy
            g[j, 2] -= c * dz
        g[i, 0] += gx
        g[i, 1] += gy
        g[i, 2] += gz
    return g


def prototype(x, m):
    n = x.shape[0]
    x_bar = np.zeros_like(x)
    for i in range(n):
        for j in range(i + 1, n):
            dx = x[i, 0] - x[j, 0]
            dy = x[i, 1] - x[j, 1]
            dz = x[i, 2] - x[j, 2]
            r = np.sqrt(dx * dx + dy * dy + dz * dz + SOFTENING)
            v_bar = m[i] * m[j] / r / r / r
            x_bar[i, 2] += v_bar * dz
            x_bar[j, 2] -= v_bar * dz
            x_bar[i, 1] += v_bar * dy
            x_bar[j, 1] -= v_bar * dy
            x_bar[i, 0] += v_bar * dx
            x_bar[j, 0] -= v_bar * dx
    return x_bar


def make(n: int = 100) -> Workload:
    rng = np.random.default_rng(2)
    args = rng.normal(size=(n, 3)), rng.random(n) + 0.5
    return Workload("n-body", f"{n} bodies", energy, args, ("x",), hand, prototype, loop=True,
                    compiled={"hand": hand, "prototype": prototype}, at=make, sizes=(4, 40, 400, 4000),
                    unit="bodies", rewrites=rewrites.REWRITES)  # fmt: skip


def workloads() -> list[Workload]:
    return [make()]
