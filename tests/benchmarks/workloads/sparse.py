"""Two sparse Jacobians, compressed by a colouring: the tangents of all colours."""

import inspect

import numpy as np

import tangentx as tx
from tests.benchmarks.loops import sparse as loops
from tests.benchmarks.rewrites import sparse as rewrites
from tests.benchmarks.workload import Workload

N = 10_000
A, B, DIFFUSION = 1.0, 3.0, 0.02 * (N // 2 + 1) ** 2


def broyden(x):
    r = (3.0 - 2.0 * x) * x + 1.0
    r[1:] -= x[:-1]
    r[:-1] -= 2.0 * x[1:]
    return r


def brusselator(w):
    cells = len(w) // 2
    u, v = w[:cells], w[cells:]
    up = np.concatenate(([1.0], u, [1.0]))
    vp = np.concatenate(([3.0], v, [3.0]))
    uuv = u * u * v
    fu = A + uuv - (B + 1.0) * u + DIFFUSION * (up[:-2] - 2.0 * u + up[2:])
    fv = B * u - uuv + DIFFUSION * (vp[:-2] - 2.0 * v + vp[2:])
    return np.concatenate((fu, fv))


def hand_broyden(seeds):
    def hand(x):
        slope = 3.0 - 4.0 * x
        J = slope * seeds
        J[:, 1:] -= seeds[:, :-1]
        J[:, :-1] -= 2.0 * seeds[:, 1:]
        return J

    return hand


def hand_brusselator(seeds):
    def hand(w):
        cells = len(w) // 2
        u, v = w[:cells], w[cells:]
        du, dv = seeds[:, :cells], seeds[:, cells:]
        edge = np.zeros((len(seeds), 1))
        up, vp = np.concatenate((edge, du, edge), axis=1), np.concatenate((edge, dv, edge), axis=1)
        cubic = (2.0 * (u * v)) * du
        cubic += (u * u) * dv
        fu = cubic - (B + 1.0) * du + DIFFUSION * (up[:, :-2] - 2.0 * du + up[:, 2:])
        fv = B * du - cubic + DIFFUSION * (vp[:, :-2] - 2.0 * dv + vp[:, 2:])
        return np.concatenate((fu, fv), axis=1)

    return hand


def by_colour(primal, seeds):
    """All colours at once; under Numba, whose loops would have three trips inside, one after the other."""

    def derive(**options):
        at_once = options.get("backend") != "numba"
        tangent = tx.tangent(primal, value=False, directions=at_once, **options)
        name = f"{next(iter(inspect.signature(primal).parameters))}_dot"
        if at_once:
            return lambda x: tangent(x, **{name: seeds.T}).T
        return lambda x: np.stack([tangent(x, **{name: seed}) for seed in seeds])

    return derive


def state(n):
    return np.random.default_rng(10).normal(size=n) * 0.5 + 1.0


def make_broyden(n: int = N) -> Workload:
    seeds = (np.arange(n) % 3 == np.arange(3)[:, None]).astype(float)
    return Workload("sparse Jacobian, Broyden", f"n = {n:,}, 3 colours", broyden, (state(n),), ("x",),
                    hand_broyden(seeds), derive=by_colour(broyden, seeds), at=make_broyden, unit="entries",
                    sizes=(100, 1000, 10_000, 100_000), compiled={"hand": loops.broyden(seeds)},
                    written=rewrites.WRITTEN, rewrites=rewrites.BROYDEN)  # fmt: skip


def make_brusselator(n: int = N) -> Workload:
    cells, second = np.arange(n) % (n // 2), np.arange(n) >= n // 2
    seeds = np.stack(
        [(cells % 3 == k) & (second == half) for half in (False, True) for k in range(3)]
    ).astype(float)
    return Workload("sparse Jacobian, Brusselator", f"n = {n:,}, 6 colours", brusselator, (state(n),), ("w",),
                    hand_brusselator(seeds), derive=by_colour(brusselator, seeds), at=make_brusselator,
                    unit="entries", sizes=(100, 1000, 10_000, 100_000),
                    compiled={"hand": loops.brusselator(seeds, B, DIFFUSION)},
                    written=rewrites.WRITTEN, rewrites=rewrites.BRUSSELATOR)  # fmt: skip


def workloads() -> list[Workload]:
    return [make_broyden(), make_brusselator()]
