"""ADBench's Gaussian mixture model: batched triangular factors, scattered and contracted."""

import math

import numpy as np

from tests.benchmarks.loops import mixture as loops
from tests.benchmarks.rewrites import mixture as rewrites
from tests.benchmarks.workload import Workload

D, K = 10, 25
GAMMA, WISHART = 1.0, 0
COLUMNS, ROWS = np.nonzero(np.triu(np.ones((D, D)), 1))  # the strictly lower triangle, by columns
CONSTANT = -D * 0.5 * math.log(2 * math.pi)


def mixture(alphas, means, icf, x):
    Q = np.exp(icf[:, :D])
    sumq = np.sum(icf[:, :D], axis=1)
    L = np.zeros((K, D, D))
    L[:, ROWS, COLUMNS] = icf[:, D:]
    xc = x[:, None, :] - means[None, :, :]
    Lx = Q * xc + np.einsum("kij,nkj->nki", L, xc)
    inner = alphas + sumq - 0.5 * np.sum(Lx**2, axis=2)
    m = np.max(inner, axis=1)
    lse = m + np.log(np.sum(np.exp(inner - m[:, None]), axis=1))
    ma = np.max(alphas)
    lse_a = ma + np.log(np.sum(np.exp(alphas - ma)))
    squares = np.sum(Q**2, axis=1) + np.sum(icf[:, D:] ** 2, axis=1)
    prior = np.sum(0.5 * GAMMA**2 * squares - WISHART * sumq)
    return len(x) * CONSTANT + np.sum(lse) - len(x) * lse_a + prior


def hand(alphas, means, icf, x):
    """Batched products in the order (k, n, d), the diagonal folded into the factor."""
    q = icf[:, :D]
    Q = np.exp(q)
    M = np.zeros((K, D, D))
    M[:, ROWS, COLUMNS] = icf[:, D:]
    i = np.arange(D)
    M[:, i, i] = Q
    xc = x[None] - means[:, None]
    Y = xc @ M.transpose(0, 2, 1)
    p = np.einsum("kni,kni->kn", Y, Y)
    p *= -0.5
    p += (alphas + q.sum(axis=1))[:, None]
    p -= p.max(axis=0)
    np.exp(p, out=p)
    p /= p.sum(axis=0)
    Y *= p[:, :, None]
    s = p.sum(axis=1)
    M_bar = -(Y.transpose(0, 2, 1) @ xc)
    means_bar = np.einsum("ki,kij->kj", Y.sum(axis=1), M)
    e = np.exp(alphas - alphas.max())
    icf_bar = np.empty_like(icf)
    icf_bar[:, :D] = M_bar[:, i, i] * Q + s[:, None] + GAMMA**2 * Q * Q - WISHART
    icf_bar[:, D:] = M_bar[:, ROWS, COLUMNS] + GAMMA**2 * icf[:, D:]
    return s - len(x) * e / e.sum(), means_bar, icf_bar


def prototype(alphas, means, icf, x):
    """Statement by statement, contractions as batched products, maxima that cancel not differentiated."""
    q, rest = icf[:, :D], icf[:, D:]
    Q = np.exp(q)
    L = np.zeros((K, D, D))
    L[:, ROWS, COLUMNS] = rest
    xc = x[:, None, :] - means[None, :, :]
    xt = xc.transpose(1, 0, 2)
    Lx = Q * xc
    Lx += (xt @ L.transpose(0, 2, 1)).transpose(1, 0, 2)
    inner = alphas + np.sum(q, axis=1) - 0.5 * np.sum(Lx**2, axis=2)
    e = np.exp(inner - np.max(inner, axis=1)[:, None])
    s = np.sum(e, axis=1)
    ea = np.exp(alphas - np.max(alphas))
    icf_bar = np.zeros_like(icf)
    Q_bar = GAMMA**2 * Q
    icf_bar[:, D:] += GAMMA**2 * rest
    alphas_bar = (-len(x) / np.sum(ea)) * ea
    inner_bar = (1.0 / s)[:, None] * e
    t = np.sum(inner_bar, axis=0)
    alphas_bar += t
    Lx_bar = Lx
    Lx_bar *= -inner_bar[:, :, None]
    Q_bar += np.einsum("nki,nki->ki", Lx_bar, xc)
    bt = Lx_bar.transpose(1, 0, 2)
    L_bar = bt.transpose(0, 2, 1) @ xt
    means_bar = -(Q * np.sum(Lx_bar, axis=0))
    means_bar -= np.sum(bt @ L, axis=1)
    icf_bar[:, D:] += L_bar[:, ROWS, COLUMNS]
    icf_bar[:, :D] += (t - WISHART)[:, None] + Q_bar * Q
    return alphas_bar, means_bar, icf_bar


def make(n: int = 1000) -> Workload:
    rng = np.random.default_rng(11)
    args = (
        rng.normal(size=K),
        rng.uniform(size=(K, D)),
        rng.normal(size=(K, D + D * (D - 1) // 2)),
        rng.normal(size=(n, D)),
    )
    size = f"{n} points, {D} dimensions, {K} components"
    return Workload("ADBench mixture", size, mixture, args, ("alphas", "means", "icf"), hand, prototype,
                    stored=8 * n * K * (2 * D + 1), compiled={"hand": loops.hand}, at=make,
                    sizes=(30, 300, 3000, 30_000), unit="points", rewrites=rewrites.REWRITES)  # fmt: skip


def workloads() -> list[Workload]:
    return [make()]
