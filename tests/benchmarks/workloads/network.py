"""A network of two layers with softmax cross-entropy."""

import numpy as np

from tests.benchmarks.rewrites import network as rewrites
from tests.benchmarks.workload import Workload

BATCH, INPUTS, HIDDEN, CLASSES = 64, 784, 256, 10


def loss(W1, b1, W2, b2, X, Y):
    h = np.tanh(X @ W1 + b1)
    z = h @ W2 + b2
    m = np.max(z, axis=1, keepdims=True)
    lse = m + np.log(np.sum(np.exp(z - m), axis=1, keepdims=True))
    return -np.mean(np.sum(Y * (z - lse), axis=1))


def hand(W1, b1, W2, b2, X, Y):
    h = X @ W1
    h += b1
    np.tanh(h, out=h)
    p = h @ W2
    p += b2
    p -= p.max(axis=1, keepdims=True)
    np.exp(p, out=p)
    p /= p.sum(axis=1, keepdims=True)
    p -= Y
    p /= len(X)
    W2_bar = h.T @ p
    h_bar = p @ W2.T
    h *= h
    np.subtract(1.0, h, out=h)
    h_bar *= h
    return X.T @ h_bar, h_bar.sum(axis=0), W2_bar, p.sum(axis=0)


def prototype(W1, b1, W2, b2, X, Y):
    h = np.tanh(X @ W1 + b1)
    z = h @ W2 + b2
    m = np.max(z, axis=1, keepdims=True)
    e = np.exp(z - m)
    s = np.sum(e, axis=1, keepdims=True)
    z_bar = (-1.0 / len(z)) * Y
    lse_bar = -np.sum(z_bar, axis=1, keepdims=True)
    e_bar = (lse_bar / s) * e
    z_bar += e_bar
    m_bar = lse_bar - np.sum(e_bar, axis=1, keepdims=True)
    tied = z == m
    z_bar += m_bar * tied / np.sum(tied, axis=1, keepdims=True)
    b2_bar = np.sum(z_bar, axis=0)
    h_bar = z_bar @ W2.T
    W2_bar = h.T @ z_bar
    a_bar = h_bar * (1.0 - h * h)
    return X.T @ a_bar, np.sum(a_bar, axis=0), W2_bar, b2_bar


def data(batch=BATCH):
    rng = np.random.default_rng(1)
    W1 = rng.normal(size=(INPUTS, HIDDEN)) / np.sqrt(INPUTS)
    b1 = rng.normal(size=HIDDEN) * 0.1
    W2 = rng.normal(size=(HIDDEN, CLASSES)) / np.sqrt(HIDDEN)
    b2 = rng.normal(size=CLASSES) * 0.1
    X = rng.normal(size=(batch, INPUTS))
    return W1, b1, W2, b2, X, np.eye(CLASSES)[rng.integers(0, CLASSES, size=batch)]


def make(batch: int = BATCH) -> Workload:
    size = f"batch {batch}, {INPUTS}-{HIDDEN}-{CLASSES}"
    return Workload("network", size, loss, data(batch), ("W1", "b1", "W2", "b2"), hand, prototype,
                    stored=8 * batch * (HIDDEN + CLASSES), at=make, sizes=(10, 100, 1000, 10_000),
                    unit="examples", rewrites=rewrites.REWRITES)  # fmt: skip


def workloads() -> list[Workload]:
    return [make()]
