"""Pieces of ordinary programs: small classes, tables of functions, queues, texts, and what people do with them."""

import enum
import logging
import operator
import random
from collections import deque
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


def window_of_prices(x):
    window, total = deque(maxlen=3), 0.0
    for v in x:
        window.append(v)
        if len(window) < window.maxlen:
            continue
        total += (sum(window) / 3) ** 2 + window[0] * window[-1]
    return total


def queue_of_numbers(x):
    waiting, total = deque(sorted(x)), 0.0
    while waiting:
        a = waiting.popleft()
        total = total * 0.9 + a**2
        if a > 0.5 and len(waiting) < 4:
            waiting.append(a * 0.3)
    return total


def multistep(rate):
    slopes = deque(maxlen=3)
    y, t = rate, 0.0
    while t < 1.0 - 1e-12:
        slopes.append(-rate * (y - t))
        if len(slopes) == 1:
            y = y + 0.1 * slopes[-1]
        elif len(slopes) == 2:
            y = y + 0.1 * (1.5 * slopes[-1] - 0.5 * slopes[-2])
        else:
            y = y + 0.1 * (23 * slopes[-1] - 16 * slopes[-2] + 5 * slopes[-3]) / 12
        t += 0.1
    return y


class Events:
    def __init__(self):
        self.events = []

    def push(self, time, kind):
        self.events.append((time, kind))
        self.events.sort(key=lambda event: event[0])

    def pop(self):
        return self.events.pop(0)

    def __bool__(self):
        return len(self.events) > 0


def served_in_order(rate, service):
    events, time = Events(), 0.0
    for k in range(4):
        time += rate * (1 + 0.1 * k)
        events.push(time, "arrives")
    busy, waited = 0.0, 0.0
    while events:
        time, kind = events.pop()
        if kind == "arrives":
            start = max(time, busy)
            waited += start - time
            busy = start + service
    return waited + busy


class Neuron:
    def __init__(self, time_constant):
        self.time_constant = time_constant
        self.v = 0.0
        self.spikes = []

    def step(self, current, time):
        self.v += (current - self.v) / self.time_constant
        fired = self.v >= 1.0
        if fired:
            self.spikes.append(time)
            self.v = 0.0
        return fired


def spiking(current, time_constant):
    neuron, total = Neuron(time_constant), 0.0
    for k in range(20):
        if not neuron.step(current * (1 + 0.1 * k), k):
            total += neuron.v
    return total / 20 + 0.01 * len(neuron.spikes)


class Shape(enum.Enum):
    LINEAR = "linear"
    SQUARE = "square"


class Model:
    known = {}

    def __init_subclass__(cls, name, **options):
        super().__init_subclass__(**options)
        Model.known[name] = cls


class Line(Model, name="line"):
    def __call__(self, x):
        return 2 * x


class Wave(Model, name="wave"):
    def __call__(self, x):
        return np.sin(x)


class Registry(dict):
    def register(self, name):
        def decorate(function):
            self[name] = function
            return function

        return decorate


OPERATIONS = {"+": operator.add, "*": operator.mul}
KERNELS = Registry()


@KERNELS.register("near")
def near(d):
    return np.exp(-d * d)


@KERNELS.register("far")
def far(d):
    return 1 / (1 + d * d)


def tables_of_classes(x, shapes=(Shape.LINEAR, Shape.SQUARE)):
    total = 0.0
    for _, model in Model.known.items():
        total += model()(x)
    for _, kernel in KERNELS.items():
        total += kernel(x)
    for shape in shapes:
        total += x if shape is Shape.LINEAR else x**2
    for shape in Shape:
        total *= x ** len(shape.value)
    return total


def postfix(x):
    stack = []
    for token in "x 2 + x *".split():
        if token in OPERATIONS:
            right, left = stack.pop(), stack.pop()
            stack.append(OPERATIONS[token](left, right))
        elif token == "x":
            stack.append(x)
        else:
            stack.append(float(token))
    return stack[-1]


class Layer:
    def __init__(self, weight, activation=None):
        self.weight = weight
        self.activation = activation or (lambda z: z)

    def __call__(self, x):
        return self.activation(self.weight * x)


def default_activation(w):
    return Layer(w, np.tanh)(0.5) + Layer(w * 2)(0.3)


def merged_in_order(x):
    left, right, out = [v for v in x[:3]], [v * 2 for v in x[3:]], []
    while left and right:
        out.append(left.pop(0) if left[0] <= right[0] else right.pop(0))
    out = out + left + right
    return sum((i + 1) * v for i, v in enumerate(out))


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
program(window_of_prices, (x6,), (x7,))
program(queue_of_numbers, (x6,), (x5,))
program(multistep, (0.8,), (1.3,))
program(served_in_order, (0.5, 0.8), (1.0, 0.6))
program(spiking, (1.3, 5.0), (0.6, 3.0))
program(tables_of_classes, (0.7,), (1.2,))
program(postfix, (1.7,), (0.2,))
program(default_activation, (0.7,), (-0.4,))
program(merged_in_order, (x6,), (x5,))
