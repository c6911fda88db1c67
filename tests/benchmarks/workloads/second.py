"""Second order: a Hessian, and a product of the network's Hessian with a vector."""

import numpy as np

import tangentx as tx
from tests.benchmarks.rewrites import second as rewrites
from tests.benchmarks.workload import Workload
from tests.benchmarks.workloads import network

D, M = 50, 100


def smooth(x, A, b):
    z = A @ x + b
    m = np.max(z)
    return m + np.log(np.sum(np.exp(z - m))) + 0.5 * np.sum(np.sin(x) ** 2 * (1.0 + x * x))


def hand_hessian(x, A, b):
    z = A @ x + b
    p = np.exp(z - z.max())
    p /= p.sum()
    H = A.T @ (p[:, None] * A)
    g = p @ A
    H -= np.outer(g, g)
    s, c = np.sin(x), np.cos(x)
    H.flat[:: D + 1] += (c * c - s * s) * (1.0 + x * x) + 4.0 * s * c * x + s * s
    return H


def hand_hvp(W1, b1, W2, b2, X, Y, V1, c1, V2, c2):
    """Pearlmutter's operator, buffers used again."""
    h = X @ W1
    h += b1
    np.tanh(h, out=h)
    slope = 1.0 - h * h
    h_dot = X @ V1
    h_dot += c1
    h_dot *= slope
    p = h @ W2
    p += b2
    p -= p.max(axis=1, keepdims=True)
    np.exp(p, out=p)
    p /= p.sum(axis=1, keepdims=True)
    z_dot = h_dot @ W2
    z_dot += h @ V2
    z_dot += c2
    p_dot = z_dot - np.sum(p * z_dot, axis=1, keepdims=True)
    p_dot *= p
    p_dot /= len(X)
    p -= Y
    p /= len(X)
    W2_dot = h_dot.T @ p
    W2_dot += h.T @ p_dot
    h_bar = p @ W2.T
    h_bar_dot = p_dot @ W2.T
    h_bar_dot += p @ V2.T
    h_bar_dot *= slope
    h *= h_dot
    h *= h_bar
    h *= 2.0
    h_bar_dot -= h
    return X.T @ h_bar_dot, h_bar_dot.sum(axis=0), W2_dot, p_dot.sum(axis=0)


def network_hvp(**options):
    product = tx.hvp(network.loss, wrt=("W1", "b1", "W2", "b2"), **options)

    def along(W1, b1, W2, b2, X, Y, V1, c1, V2, c2):
        return product(W1, V1, b1, c1, W2, V2, b2, c2, X, Y)

    return along


def smooth_hessian(**options):
    return tx.hessian(smooth, **options)


def make_hessian(rows: int = M) -> Workload:
    rng = np.random.default_rng(7)
    args = rng.normal(size=D) * 0.3, rng.normal(size=(rows, D)) / np.sqrt(D), rng.normal(size=rows)
    return Workload("Hessian", f"d = {D}, {rows} rows", smooth, args, ("x",), hand_hessian, derive=smooth_hessian,
                    at=make_hessian, sizes=(100, 1000, 10_000, 100_000), unit="rows",
                    written=rewrites.HESSIAN, rewrites=rewrites.HESSIAN_REWRITTEN)  # fmt: skip


def make_product(batch: int = network.BATCH) -> Workload:
    plain = network.make(batch)
    directions = tuple(np.random.default_rng(8).normal(size=a.shape) * 0.1 for a in plain.args[:4])
    return Workload("network, Hessian-vector product", plain.size, network.loss, (*plain.args, *directions),
                    ("W1",), hand_hvp, derive=network_hvp, at=make_product, sizes=(10, 100, 1000, 10_000),
                    unit="examples", written=rewrites.PRODUCT, rewrites=rewrites.PRODUCT_REWRITTEN)  # fmt: skip


def workloads() -> list[Workload]:
    return [make_hessian(), make_product()]
