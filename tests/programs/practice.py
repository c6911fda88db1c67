"""Pieces of ordinary programs: small classes, tables of functions, queues, texts, and what people do with them."""

import logging
import random
from typing import NamedTuple

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


def queue_of_indices(x):
    waiting = list(range(len(x)))
    total = 0.0
    while waiting:
        i = waiting.pop(0)
        total += x[i] ** 2 * len(waiting)
    return total


def seen_before(x):
    seen = set()
    total = 0.0
    for k in [0, 1, 1, 2, 0]:
        if k in seen:
            continue
        seen.add(k)
        total = total + x[k] ** 2 * len(seen)
    return total


def sets_of_indices(x):
    waiting = set(range(len(x))) - {0}
    total = 0.0
    while waiting:
        i = min(waiting, key=lambda j: x[j])
        waiting.remove(i)
        total += x[i] ** 2 * len(waiting)
    for j in sorted({i for i in range(len(x)) if i != 1} & {0, 1, 2}):
        total += x[j]
    return total


def shortest_tree(points):
    tree = {0}
    total = 0.0
    while len(tree) < len(points):
        best, best_j = float("inf"), None
        for i in tree:
            for j in range(len(points)):
                if j in tree:
                    continue
                d = np.linalg.norm(points[i] - points[j])
                if d < best:
                    best, best_j = d, j
        tree.add(best_j)
        total += best
    return total


def none_at_first(x):
    previous, total = None, 0.0
    for e in x:
        d = 0.0 if previous is None else e - previous
        previous = e
        total += d**2
    return total


def none_again_and_again(x):
    held, out = None, []
    for k in range(len(x)):
        out.append(0.0 if held is None else held * x[k])
        held = x[k] if x[k] > 0 else None
    return sum(out)


def found_or_none(x):
    def find(limit):
        for v in x:
            if v > limit:
                return v
        return None

    low, high = find(0.0), find(100.0)
    total = x[0]
    if low is not None:
        total += low**2
    if high is not None:
        total += high**3
    return total * (low or 1.0)


class Smoothed:
    def __init__(self, rate):
        self.rate = rate
        self.value = None
        self.history = []

    def update(self, v):
        self.value = v if self.value is None else self.rate * v + (1 - self.rate) * self.value
        self.history.append(self.value)
        return self.value


def smoothed_by_objects(x, rate):
    fast, slow = Smoothed(rate), Smoothed(rate / 2)
    total = 0.0
    for v in x:
        total += (fast.update(v) - slow.update(v)) ** 2
    return total + fast.history[-1] + max(slow.history)


def state_of_rows(rows):
    state = None
    for row in rows:
        state = row * 2 if state is None else 0.9 * state + row
    return np.sum(state**2)


log = logging.getLogger("practice")


def reported(x):
    log.debug("x is %s", x)
    logging.getLogger("practice.more").debug("first: %f", x[0])
    label = "%d values, %.2f" % (len(x), x[1])
    other = "{:.3f} {}".format(x[0], label)
    np.testing.assert_allclose(x, x)
    if len(other) > 1000:
        print(other, x, {"x": x})
    return np.sum(x**2)


def noise_of_generators(x, seed):
    old, new = np.random.RandomState(seed), np.random.default_rng(seed)
    random.seed(seed)
    total = 0.0
    for _ in range(3):
        z, e, u = old.randn(len(x)), new.normal(size=x.shape), random.gauss(0, 1)
        total += np.sum(x * z + e * x**2) * u * x[new.integers(0, 3)]
        keep = old.rand(*x.shape) > 0.5
        total += np.sum((x * keep) ** 2)
        if random.random() < 0.5:
            total += x[0]
    return total


class Vector(NamedTuple):
    x: float
    y: float

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vector(k * self.x, k * self.y)

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    @property
    def length(self):
        return (self.x**2 + self.y**2) ** 0.5


def walk_of_vectors(a, b):
    place, step, total = Vector(0.0, 0.0), Vector(a, b), 0.0
    for _ in range(4):
        place = place + step
        step = (0.8 * step)._replace(y=-step.y)
        total += place.length
    return total * (-place).x


def rates_from_prices(rates):
    factors = []
    for rate in rates:
        if not factors:
            factors.append(1 / (1 + rate))
        else:
            factors.append((1 - rate * sum(factors)) / (1 + rate))
    return sum(factors)


x5, x6, x7 = S.normal(5), S.normal(6), S.normal(7)
program(half_of_a_list, (x6,), (x7,))
program(beginning_of_a_list, (x6,), (x5,))
program(branch_on_formatted, (x5,), (S.normal(2),))
program(branch_on_digits, (0.7,), (123.4,))
program(
    layers_with_strides, (S.normal(3), S.normal(2), S.normal(10)), (S.normal(3), S.normal(3), S.normal(9))
)
program(eigenvalues_of_a_list, (S.normal(4),), (S.positive(4),))
program(queue_of_indices, (x5,), (x6,))
program(seen_before, (x5,), (x6,))
program(sets_of_indices, (x5,), (x6,))
program(shortest_tree, (S.normal(5, 2),), (S.normal(4, 3),))
program(none_at_first, (x5,), (S.normal(1),))
program(none_again_and_again, (x6,), (x7,))
program(found_or_none, (x5,), (-abs(x6),))
program(smoothed_by_objects, (x6, 0.5), (x5, 0.3))
program(state_of_rows, (S.normal(4, 2),), (S.normal(3, 3),))
program(reported, (x5,), (x6,))
program(noise_of_generators, (x5, 1), (x6, 2))
program(walk_of_vectors, (1.0, 0.4), (0.3, -0.8))
program(rates_from_prices, (S.unit(4),), (S.unit(3),))
