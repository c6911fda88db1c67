"""Objects of several classes in one list, of which it is known only at run time which class each is of."""

from __future__ import annotations

import math

import numpy as np

from tests.programs import Sampler, program

S = Sampler(61409)


class Scale:
    def __init__(self, k):
        self.k = k

    def forward(self, x):
        return x * self.k


class Shift:
    def __init__(self, b):
        self.b = b

    def forward(self, x):
        return x + self.b


class Square:
    def forward(self, x):
        return x * x * 0.1


def layers_by_sign(vals, x):
    layers = []
    for v in vals:
        if v > 0:
            layers.append(Scale(v))
        else:
            layers.append(Shift(v))
    for layer in layers:
        x = layer.forward(x)
    return x


def changed_on_the_way(vals, x):
    layers = []
    for v in vals:
        if v > 0:
            layers.append(Scale(v))
        else:
            layers.append(Shift(v))
    for k, layer in enumerate(layers):
        if k % 2 == 0 and isinstance(layer, Scale):
            layer.k *= x
    layers[0] = Scale(x)
    layers.append(Square())
    layers.pop(1)
    for layer in layers:
        x = layer.forward(x)
    return x


def matched_classes(vals, x):
    layers = []
    for v in vals:
        layers.append(Scale(v) if v > 0 else Shift(v))
    t = 0.0
    for layer in layers:
        if isinstance(layer, Scale):
            t += layer.k * x
        else:
            t += layer.b**2
    for layer in layers:
        match layer:
            case Scale(k=k):
                t = t * k
            case Shift(b=b):
                t = t + b
    return t


def one_of_two_in_each_trip(w, lr, n):
    for k in range(n):
        step = Scale(lr) if k % 2 == 0 else Shift(-lr)
        w = step.forward(w)
    return w


class Layer:
    gain = 1.5

    def __init__(self):
        self.calls = 0
        self.cache = None

    def __call__(self, x):
        self.calls += 1
        self.cache = x
        return self.gain * self.forward(x)

    def params(self):
        return []


class Linear(Layer):
    def __init__(self, W, b):
        super().__init__()
        self.W, self.b = W, b

    def forward(self, x):
        return x @ self.W + self.b

    def params(self):
        return [self.W, self.b]


class Activation(Layer):
    gain = 1.0

    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def forward(self, x):
        return np.tanh(x) if self.kind == "tanh" else np.where(x > 0, x, 0.1 * x)


class Centre(Layer):
    def __init__(self, n):
        super().__init__()
        self.mean = np.zeros(n)

    def forward(self, x):
        self.mean = 0.9 * self.mean + 0.1 * x.mean(0)
        return x - self.mean


def network(Ws, bs, x, epochs):
    layers = []
    for W, b in zip(Ws, bs):
        layers.append(Linear(W, b))
        layers.append(Activation("tanh" if len(layers) < 3 else "leaky"))
        layers.append(Centre(len(b)))
    for _ in range(epochs):
        h = x
        for layer in layers:
            h = layer(h)
    decay = sum((p**2).sum() for layer in layers for p in layer.params())
    return h.sum() + decay + sum(layer.calls for layer in layers) * h[0, 0]


class Spring:
    def __init__(self, k, i, j):
        self.k, self.i, self.j = k, i, j

    def force(self, x):
        f = self.k * (x[self.j] - x[self.i])
        return [(self.i, f), (self.j, -f)]

    def energy(self, x):
        return 0.5 * self.k * (x[self.j] - x[self.i]) ** 2


class Gravity:
    def __init__(self, g):
        self.g = g

    def force(self, x):
        return [(i, -self.g) for i in range(len(x))]

    def energy(self, x):
        return self.g * x.sum()


def elements_of_a_chain(ks, g, x):
    elements = [Gravity(g)]
    for n, k in enumerate(ks):
        elements.append(Spring(k, n, n + 1))
    total = np.zeros_like(x)
    for e in elements:
        for i, f in e.force(x):
            total[i] += f
    return total @ total + sum(e.energy(x) for e in elements)


class Shape:
    def area(self):
        raise NotImplementedError

    def __lt__(self, other):
        return self.area() < other.area()


class Rect(Shape):
    def __init__(self, w, h):
        self.w, self.h = w, h

    def area(self):
        return self.w * self.h


class Circle(Shape):
    def __init__(self, r):
        self.r = r

    def area(self):
        return math.pi * self.r**2


def largest_and_smallest(vals, x):
    shapes = []
    for v in vals:
        if v > 0:
            shapes.append(Circle(v))
        else:
            shapes.append(Rect(v * v, 2.0))
    big = max(shapes, key=lambda s: s.area())
    return big.area() * x + sorted(shapes, key=lambda s: s.area())[0].area()


def few_in_order(a, b, c):
    shapes = [Rect(a, b), Rect(b, c), Rect(a, c)]
    shapes.sort()
    return sum(s.area() * (i + 1) for i, s in enumerate(shapes))


def few_in_order_of_a_key(a, b, c):
    shapes = [Rect(a, b), Rect(b, c), Rect(a, c)]
    shapes.sort(key=lambda s: s.area(), reverse=True)
    return sum(s.area() * (i + 1) for i, s in enumerate(shapes))


def few_of_two_classes_in_order(a, b, c):
    shapes = [Rect(a, b), Circle(b), Rect(a, c)]
    shapes.sort(key=lambda s: s.area())
    return sum(s.area() * (i + 1) for i, s in enumerate(shapes))


for f in (layers_by_sign, changed_on_the_way, matched_classes):
    program(f, (S.normal(4), 1.3), (S.normal(3), 0.3))
program(largest_and_smallest, (S.normal(4), 1.3), (S.normal(3), 0.3), second=False)
program(one_of_two_in_each_trip, (0.7, 0.3, 4), (0.2, 0.5, 3))
program(
    network,
    ([S.normal(2, 3), S.normal(3, 2)], [S.normal(3), S.normal(2)], S.normal(4, 2), 2),
    ([S.normal(2, 2)], [S.normal(2)], S.normal(3, 2), 1),
)
program(elements_of_a_chain, (S.normal(2), 0.7, S.normal(3)), (S.normal(3), 0.3, S.normal(4)))
for f in (few_in_order, few_in_order_of_a_key):
    program(f, (0.7, 0.3, 0.9), (0.1, 1.2, 0.4))
program(few_of_two_classes_in_order, (0.7, 0.3, 0.9), (0.1, 1.2, 0.4), second=False)


class Ball:
    def __init__(self, m, v):
        self.m, self.v = m, v

    def energy(self):
        return 0.5 * self.m * self.v**2


def fastest_is_slowed(ms, vs, damp):
    balls = [Ball(m, v) for m, v in zip(ms, vs)]
    for _ in range(3):
        ball = max(balls, key=lambda b: b.energy())
        ball.v *= damp
    return sum(b.energy() for b in balls)


def chosen_of_three_is_changed(a, b, c):
    balls = [Ball(a, b), Ball(b, c), Ball(c, a)]
    top = max(balls, key=lambda ball: ball.energy())
    top.v *= c
    balls.sort(key=lambda ball: ball.v)
    balls[0].m *= a
    return sum(ball.energy() * (i + 1) for i, ball in enumerate(balls))


def extremum_of_a_key_with_a_default(xs, d):
    ys = [x * d for x in xs]
    none = [x for x in xs if x > 100.0]
    far = max(ys, key=lambda y: -y * y, default=d)
    return (
        far * d + min(none, key=abs, default=d * d) + max((x for x in xs), key=lambda x: x * x, default=0.0)
    )


program(fastest_is_slowed, (S.positive(3), S.normal(3), 0.5), ([1.0, 2.0], [0.5, 0.7], 0.3))
program(chosen_of_three_is_changed, (0.7, 0.3, 1.2), (0.1, 1.4, 0.6))
program(extremum_of_a_key_with_a_default, (S.normal(4), 0.7), (S.normal(3), 0.3))
