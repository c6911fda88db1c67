"""A chain of ten scalar operations: what a call and a statement cost."""

import math

import numpy as np

from tests.benchmarks.rewrites import scalar as rewrites
from tests.benchmarks.workload import Workload


def chain(x):
    a = np.sin(x) * x
    b = np.exp(-0.5 * a)
    c = np.sqrt(1.0 + b * b)
    d = np.log(c + 2.0)
    return d * np.tanh(x) + a / c


def chain_of_math(x):
    a = math.sin(x) * x
    b = math.exp(-0.5 * a)
    c = math.sqrt(1.0 + b * b)
    d = math.log(c + 2.0)
    return d * math.tanh(x) + a / c


def by_hand(lib):
    def hand(x):
        s = lib.sin(x)
        a = s * x
        b = lib.exp(-0.5 * a)
        c = lib.sqrt(1.0 + b * b)
        d = lib.log(c + 2.0)
        t = lib.tanh(x)
        per_c = 1.0 / c
        c_bar = t / (c + 2.0) - a * per_c * per_c
        a_bar = per_c - 0.5 * b * (c_bar * b * per_c)
        return a_bar * (s + x * lib.cos(x)) + d * (1.0 - t * t)

    return hand


def workloads() -> list[Workload]:
    size = "ten operations on a float"
    return [
        Workload(name, size, primal, (0.7,), ("x",), by_hand(lib), loop=True, stored=48,
                 compiled={"hand": by_hand(lib)}, rewrites=rewrites.REWRITES)
        for name, primal, lib in (("scalar chain", chain, np), ("scalar chain, math", chain_of_math, math))
    ]  # fmt: skip
