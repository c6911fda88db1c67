"""Two sparse Jacobians, compressed by a colouring: the tangents of all colours."""

import inspect

import numpy as np

import tangentx as tx
from tests.benchmarks.workload import Workload

N = 10_000
CELLS = N // 2
A, B, DIFFUSION = 1.0, 3.0, 0.02 * (CELLS + 1) ** 2


def broyden(x):
    r = (3.0 - 2.0 * x) * x + 1.0
    r[1:] -= x[:-1]
    r[:-1] -= 2.0 * x[1:]
    return r


def brusselator(w):
    u, v = w[:CELLS], w[CELLS:]
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
        u, v = w[:CELLS], w[CELLS:]
        du, dv = seeds[:, :CELLS], seeds[:, CELLS:]
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


def workloads() -> list[Workload]:
    x = np.random.default_rng(10).normal(size=N) * 0.5 + 1.0
    cells = np.arange(N) % CELLS
    three = (np.arange(N) % 3 == np.arange(3)[:, None]).astype(float)
    second = np.arange(N) >= CELLS
    six = np.stack([(cells % 3 == k) & (second == half) for half in (False, True) for k in range(3)])
    six = six.astype(float)
    return [
        Workload(name, f"n = {N:,}, {len(seeds)} colours", primal, (x,), ("x",), hand(seeds),
                 derive=by_colour(primal, seeds), peers=False)
        for name, primal, hand, seeds in (
            ("sparse Jacobian, Broyden", broyden, hand_broyden, three),
            ("sparse Jacobian, Brusselator", brusselator, hand_brusselator, six),
        )
    ]  # fmt: skip
