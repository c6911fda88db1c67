"""Kepler's equation by Newton's method: a `while` loop inside a `for` loop."""

import numpy as np

from tests.benchmarks.loops import newton as loops
from tests.benchmarks.rewrites import newton as rewrites
from tests.benchmarks.workload import Workload

TOLERANCE = 1e-12


def kepler(ecc, M):
    total = 0.0
    for i in range(len(M)):
        E = M[i]
        delta = 1.0
        while abs(delta) > TOLERANCE:
            delta = (E - ecc * np.sin(E) - M[i]) / (1.0 - ecc * np.cos(E))
            E = E - delta
        total += E * E
    return total


def implicit(ecc, M):
    """By the implicit function theorem at the solution: another algorithm, for comparison."""
    g = np.empty_like(M)
    ecc_bar = 0.0
    for i in range(len(M)):
        E, delta = M[i], 1.0
        while abs(delta) > TOLERANCE:
            delta = (E - ecc * np.sin(E) - M[i]) / (1.0 - ecc * np.cos(E))
            E = E - delta
        w = 2.0 * E / (1.0 - ecc * np.cos(E))
        g[i] = w
        ecc_bar += w * np.sin(E)
    return ecc_bar, g


def through_the_iteration(ecc, M):
    """The stack lives for one anomaly, because the outer loop carries only a sum."""
    ecc_bar = 0.0
    M_bar = np.zeros_like(M)
    for i in range(len(M)):
        stack = []
        E, delta = M[i], 1.0
        while abs(delta) > TOLERANCE:
            sin, cos = np.sin(E), np.cos(E)
            below = 1.0 - ecc * cos
            delta = (E - ecc * sin - M[i]) / below
            stack.append((sin, cos, below, delta))
            E = E - delta
        E_bar = 2.0 * E
        for sin, cos, below, delta in reversed(stack):
            above_bar = -E_bar / below
            below_bar = E_bar * delta / below
            ecc_bar -= below_bar * cos + above_bar * sin
            E_bar += below_bar * ecc * sin + above_bar * (1.0 - ecc * cos)
            M_bar[i] -= above_bar
        M_bar[i] += E_bar
    return ecc_bar, M_bar


def make(n: int = 300) -> Workload:
    args = 0.6, np.random.default_rng(5).uniform(0, 2 * np.pi, n)
    return Workload("Newton", f"{n} anomalies", kepler, args, ("ecc", "M"), through_the_iteration, loop=True,
                    tolerance=1e-7, at=make, sizes=(30, 300, 3000, 30_000), unit="anomalies",
                    compiled={"hand": loops.through_the_iteration, "implicit": implicit},
                    rewrites=rewrites.REWRITES)  # fmt: skip


def workloads() -> list[Workload]:
    return [make()]
