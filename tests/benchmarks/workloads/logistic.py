"""Logistic regression: the loss of n observations, and its gradient in the weights."""

from dataclasses import replace

import numpy as np

from tests.benchmarks.loops import logistic as loops
from tests.benchmarks.rewrites import logistic as rewrites
from tests.benchmarks.workload import Workload

RIDGE = 1e-3


def loss(w, X, y):
    z = X @ w
    return np.mean(np.logaddexp(0.0, z) - y * z) + 0.5 * RIDGE * np.dot(w, w)


def hand(w, X, y):
    p = X @ w
    np.negative(p, out=p)
    np.exp(p, out=p)
    p += 1.0
    np.reciprocal(p, out=p)
    p -= y
    g = p @ X
    g /= len(y)
    g += RIDGE * w
    return g


def prototype(w, X, y):
    z = X @ w
    w_bar = RIDGE * w
    mean_bar = 1.0 / z.size
    z_bar = mean_bar / (1.0 + np.exp(-z))
    z_bar -= mean_bar * y
    w_bar += z_bar @ X
    return w_bar


def data(n, d):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, d))
    true = rng.normal(size=d) / np.sqrt(d)
    y = (rng.random(n) < 1.0 / (1.0 + np.exp(-X @ true))).astype(float)
    return rng.normal(size=d) * 0.1, X, y


def make(n: int = 1000, d: int = 20) -> Workload:
    return Workload(f"logistic regression {n}", f"{n} x {d}", loss, data(n, d), ("w",), hand, prototype,
                    stored=8 * n, compiled={"hand": loops.gradient}, rewrites=rewrites.REWRITES)  # fmt: skip


def workloads() -> list[Workload]:
    sizes = (100, 1000, 10_000, 100_000)
    return [replace(make(), at=make, sizes=sizes, unit="observations"), make(100_000, 100)]
