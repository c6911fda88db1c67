"""The heat equation, stepped in place."""

import numpy as np

from tests.benchmarks.loops import heat as loops
from tests.benchmarks.rewrites import heat as rewrites
from tests.benchmarks.workload import Workload


def heat(u0, alpha, target, steps):
    u = u0.copy()
    for _ in range(steps):
        u[1:-1] += alpha * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return np.sum((u - target) ** 2)


def hand(u0, alpha, target, steps):
    u = u0.copy()
    tape, scaled = np.empty((steps, len(u) - 2)), np.empty(len(u) - 2)
    for t in range(steps):
        laplacian = tape[t]
        np.multiply(u[1:-1], -2.0, out=laplacian)
        laplacian += u[2:]
        laplacian += u[:-2]
        np.multiply(laplacian, alpha, out=scaled)
        u[1:-1] += scaled
    u_bar = 2.0 * (u - target)
    alpha_bar = 0.0
    for t in range(steps - 1, -1, -1):
        alpha_bar += u_bar[1:-1] @ tape[t]
        np.multiply(u_bar[1:-1], alpha, out=scaled)
        u_bar[2:] += scaled
        u_bar[:-2] += scaled
        scaled *= 2.0
        u_bar[1:-1] -= scaled
    return u_bar, alpha_bar


def prototype(u0, alpha, target, steps):
    u = u0.copy()
    stack = []
    for _ in range(steps):
        laplacian = u[2:] - 2.0 * u[1:-1] + u[:-2]
        stack.append(laplacian)
        u[1:-1] += alpha * laplacian
    u_bar = 2.0 * (u - target)
    alpha_bar = 0.0
    for _ in range(steps):
        slot = u_bar[1:-1]
        alpha_bar += np.dot(slot, stack.pop())
        scaled = alpha * slot
        u_bar[2:] += scaled
        u_bar[1:-1] -= 2.0 * scaled
        u_bar[:-2] += scaled
    return u_bar, alpha_bar


def make(steps: int = 1000) -> Workload:
    n = 1000
    args = np.random.default_rng(4).normal(size=n), 0.2, np.sin(np.linspace(0, 3, n)), steps
    return Workload("heat in place", f"{n} points, {steps} steps", heat, args, ("u0", "alpha"), hand, prototype,
                    stored=8 * steps * n, at=make, sizes=(10, 100, 1000, 10_000), unit="steps",
                    compiled={"hand": loops.hand, "prototype": loops.prototype},
                    rewrites=rewrites.REWRITES)  # fmt: skip


def workloads() -> list[Workload]:
    return [make()]
