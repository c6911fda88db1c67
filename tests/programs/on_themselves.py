"""Functions of a name whose result gets the same name, in a loop: what the rule reads is the value before."""

from __future__ import annotations

import numpy as np

from tests.programs import program

R = np.random.default_rng(2718)
V, W, V2, W2 = (R.uniform(0.3, 1.2, 3) for _ in range(4))
A, B = (R.uniform(0.3, 1.0, (3, 3)) + 2.0 * np.eye(3) for _ in range(2))


def product_again(b, w):
    for _ in range(3):
        b = np.prod(b)
        w = w * b
    return w


def running_product(b, w):
    for _ in range(3):
        b = np.cumprod(b) + 0.5
    return np.sum(b * w)


def spread(b, w):
    for _ in range(3):
        b = np.std(b) * w + b
    return np.sum(b)


def length(b, w):
    for k in range(3):
        if k != 1:
            b = np.linalg.norm(b) * w
        w = w * b
    return b


def sorted_and_weighed(b, w):
    for _ in range(3):
        b = np.sort(b) * w
        b = np.average(b, weights=w) * b
    return np.sum(b * b)


def norms_of_matrices(a, b):
    for _ in range(3):
        a = np.linalg.norm(a, axis=0) * a / 4.0
        a = np.prod(a, axis=0) * b / 20.0
    return np.sum(a)


def factors(a, b):
    for _ in range(3):
        a = np.linalg.qr(a)[0] + b
        a = np.linalg.slogdet(a)[1] * np.linalg.inv(a)
    return np.sum(a @ b)


def eigenvectors(a, b):
    for _ in range(2):
        a = np.linalg.eigh(a + a.T)[1] ** 2 + b
    return np.sum(a * b)


for f in (product_again, running_product, spread, length, sorted_and_weighed):
    program(f, (V, W), (V2, W2), wrt=(0, 1))
for f in (norms_of_matrices, factors, eigenvectors):
    program(f, (A, B), (B, A), wrt=(0, 1))
