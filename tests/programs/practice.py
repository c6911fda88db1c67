"""Pieces of ordinary programs: small classes, tables of functions, queues, texts, and what people do with them."""

import numpy as np

from tests.programs import Sampler, program

S = Sampler(777)


def half_of_a_list(x):
    a = np.array([xi * 2 for xi in x])
    n = len(a) // 2
    y = np.ones(n) * x[1]
    return np.sum((a[:n] * y) ** 2) + np.sum(y * x[0])


def beginning_of_a_list(x):
    a = np.array([xi**2 for xi in x])
    rest, every = a[3:], np.zeros(len(x) % 3 + 1)
    return np.sum(rest[:, None] * x[None, :2]) + np.sum((every + x[0]) * x[1])


def branch_on_formatted(x):
    lines = [f"{i}: {xi:.3f}" for i, xi in enumerate(x)]
    text = "\n".join(lines)
    if len(text.splitlines()) > 2:
        return np.sum(x) * len(lines)
    return np.prod(x)


def branch_on_digits(x):
    if str(x)[0] == "0":
        return x * 2
    return x * len(f"{x:.0f}") ** 2


class Convolution:
    def __init__(self, kernel, stride=1, padding=0):
        self.kernel, self.stride, self.padding = kernel, stride, padding

    def size(self, n):
        return (n + 2 * self.padding - len(self.kernel)) // self.stride + 1

    def __call__(self, x):
        n = self.size(len(x))
        x, k = np.pad(x, self.padding), len(self.kernel)
        return np.array([x[i * self.stride : i * self.stride + k] @ self.kernel for i in range(n)])


class Pooling:
    def __init__(self, size):
        self.size = size

    def __call__(self, x):
        n = len(x) // self.size
        return x[: n * self.size].reshape(n, self.size).max(axis=1)


def layers_with_strides(k1, k2, x):
    for layer in (Convolution(k1, padding=1), np.tanh, Pooling(2), Convolution(k2)):
        x = layer(x)
    return x.sum() ** 2


def eigenvalues_of_a_list(v):
    steps = []
    for k in range(3):
        steps.append(v[k] * v[k + 1])
    matrix = np.diag(v) + np.diag(steps, 1) + np.diag(steps, -1)
    return np.linalg.eigvalsh(matrix)[-1]


x5, x6, x7 = S.normal(5), S.normal(6), S.normal(7)
program(half_of_a_list, (x6,), (x7,))
program(beginning_of_a_list, (x6,), (x5,))
program(branch_on_formatted, (x5,), (S.normal(2),))
program(branch_on_digits, (0.7,), (123.4,))
program(
    layers_with_strides, (S.normal(3), S.normal(2), S.normal(10)), (S.normal(3), S.normal(3), S.normal(9))
)
program(eigenvalues_of_a_list, (S.normal(4),), (S.positive(4),))
