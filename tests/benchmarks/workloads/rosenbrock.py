"""Rosenbrock's function as a loop over the entries, and over whole arrays."""

import numpy as np

from tests.benchmarks.rewrites import rosenbrock as rewrites
from tests.benchmarks.workload import Workload


def rosen(x):
    s = 0.0
    for i in range(len(x) - 1):
        s += 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2
    return s


def hand(x):
    n = len(x)
    g = np.empty_like(x)
    carry = 0.0
    for i in range(n - 1):
        a = x[i]
        t = 200.0 * (x[i + 1] - a * a)
        g[i] = carry - 2.0 * a * t - 2.0 * (1.0 - a)
        carry = t
    g[n - 1] = carry
    return g


def prototype(x):
    x_bar = np.zeros_like(x)
    for i in range(len(x) - 1):
        v = x[i]
        d = x[i + 1] - v**2
        d_bar = 200.0 * d
        x_bar[i + 1] += d_bar
        x_bar[i] -= 2.0 * (1.0 - v) + d_bar * 2.0 * v
    return x_bar


def rosen_of_arrays(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def hand_of_arrays(x):
    a = x[:-1]
    t = 200.0 * (x[1:] - a * a)
    g = np.empty_like(x)
    g[0] = 0.0
    g[1:] = t
    g[:-1] -= 2.0 * a * t + 2.0 * (1.0 - a)
    return g


def make(n: int = 20_000) -> Workload:
    x = np.random.default_rng(3).normal(size=n)
    return Workload("Rosenbrock loop", f"n = {n:,}", rosen, (x,), ("x",), hand, prototype, loop=True,
                    compiled={"hand": hand, "prototype": prototype}, at=make, unit="entries",
                    sizes=(100, 1000, 10_000, 100_000), rewrites=rewrites.REWRITES)  # fmt: skip


def make_arrays(n: int = 100_000) -> Workload:
    x = np.random.default_rng(3).normal(size=n)
    return Workload("Rosenbrock arrays", f"n = {n:,}", rosen_of_arrays, (x,), ("x",), hand_of_arrays,
                    compiled={"hand": hand}, at=make_arrays, unit="entries",
                    sizes=(1000, 10_000, 100_000, 1_000_000))  # fmt: skip


def workloads() -> list[Workload]:
    return [make(), make_arrays()]
