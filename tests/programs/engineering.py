"""Programs as engineers write them: bodies, layers, optimisers, filters, grids, polynomials."""

import math
from dataclasses import dataclass

import numpy as np

from tests.programs import Sampler, program

r = Sampler(31)


class Body:
    def __init__(self, m, x, v):
        self.m = m
        self.x = np.array(x, float) if not isinstance(x, np.ndarray) else x
        self.v = v

    def kick(self, f, dt):
        self.v = self.v + f / self.m * dt

    def drift(self, dt):
        self.x = self.x + self.v * dt


def bodies_with_methods(p, q):
    bodies = [Body(1.0, p, q), Body(2.0, q * 2, p), Body(0.5, p - q, -q)]
    for step in range(3):
        for i, b in enumerate(bodies):
            f = np.zeros(2)
            for j, o in enumerate(bodies):
                if i == j:
                    continue
                d = o.x - b.x
                f += d / (np.sqrt(d @ d + 0.1)) ** 3
            b.kick(f, 0.1)
        for b in bodies:
            b.drift(0.1)
    return sum(0.5 * b.m * np.sum(b.v**2) for b in bodies)


class Layer:
    def __init__(self, w, b, act=np.tanh):
        self.w = w
        self.b = b
        self.act = act

    def __call__(self, x):
        return self.act(x @ self.w + self.b)


class MLP:
    def __init__(self, params):
        self.layers = [Layer(w, b) for w, b in params]

    def __call__(self, x):
        for l in self.layers[:-1]:
            x = l(x)
        last = self.layers[-1]
        return x @ last.w + last.b


def mlp_of_layers(w1, w2):
    net = MLP([(w1, np.zeros(3)), (w2, np.ones(1))])
    x = np.arange(8.0).reshape(4, 2) / 8
    return np.mean((net(x) - 0.5) ** 2)


class Adam:
    def __init__(self, shape, lr=0.1):
        self.m = np.zeros(shape)
        self.v = np.zeros(shape)
        self.t = 0
        self.lr = lr

    def update(self, p, g):
        self.t += 1
        self.m = 0.9 * self.m + 0.1 * g
        self.v = 0.99 * self.v + 0.01 * g**2
        mh = self.m / (1 - 0.9**self.t)
        vh = self.v / (1 - 0.99**self.t)
        return p - self.lr * mh / (np.sqrt(vh) + 1e-8)


def adam(p, q):
    opt = Adam(p.shape)
    for k in range(4):
        g = 2 * (p - q) * p
        p = opt.update(p, g)
    return np.sum(p**2)


class Kalman:
    def __init__(self, A, H, Q, R, x, P):
        self.A, self.H, self.Q, self.R, self.x, self.P = A, H, Q, R, x, P

    def predict(self):
        self.x = self.A @ self.x
        self.P = self.A @ self.P @ self.A.T + self.Q

    def update(self, z):
        S = self.H @ self.P @ self.H.T + self.R
        K = self.P @ self.H.T @ np.linalg.inv(S)
        y = z - self.H @ self.x
        self.x = self.x + K @ y
        self.P = (np.eye(2) - K @ self.H) @ self.P
        return float(0) + 0.5 * (y @ np.linalg.solve(S, y) + np.log(np.linalg.det(S)))


def kalman_filter(A, x):
    kf = Kalman(A, np.array([[1.0, 0.0]]), 0.1 * np.eye(2), np.array([[0.2]]), x, np.eye(2))
    nll = 0.0
    for z in [0.3, 0.5, -0.1]:
        kf.predict()
        nll += kf.update(np.array([z]))
    return nll


@dataclass
class Dual:
    a: float
    b: float = 0.0

    def __add__(self, o):
        o = o if isinstance(o, Dual) else Dual(o)
        return Dual(self.a + o.a, self.b + o.b)

    __radd__ = __add__

    def __mul__(self, o):
        o = o if isinstance(o, Dual) else Dual(o)
        return Dual(self.a * o.a, self.a * o.b + self.b * o.a)

    __rmul__ = __mul__

    def sin(self):
        return Dual(math.sin(self.a), self.b * math.cos(self.a))


def dual_numbers(x, y):
    d = Dual(x, 1.0)
    e = Dual(y)
    r = d * d * e + 2.0 * d.sin()
    for k in range(3):
        r = r * 0.5 + d
    return r.b * r.a


class Grid:
    def __init__(self, u, dx):
        self.u = u
        self.dx = dx
        self.history = []

    def laplacian(self):
        l = np.zeros_like(self.u)
        l[1:-1] = (self.u[2:] - 2 * self.u[1:-1] + self.u[:-2]) / self.dx**2
        return l

    def step(self, dt):
        self.u[1:-1] += dt * self.laplacian()[1:-1]
        self.history.append(self.u.copy())


def grid_with_history(u0, k):
    g = Grid(u0.copy(), 0.5)
    for _ in range(3):
        g.step(0.05)
    return np.sum(np.array(g.history) ** 2 * k)


class RNN:
    def __init__(self, wx, wh):
        self.wx = wx
        self.wh = wh
        self.h = np.zeros(2)

    def forward(self, xs):
        outs = []
        for x in xs:
            self.h = np.tanh(self.wx * x + self.wh @ self.h)
            outs.append(self.h)
        return np.stack(outs)


def recurrent_cell(wx, wh):
    r = RNN(wx, wh)
    o = r.forward(np.array([0.1, 0.5, -0.3]))
    return np.sum(o[-1]) + np.sum(o**2)


class Poly:
    def __init__(self, *c):
        self.c = list(c)

    def __call__(self, x):
        r = 0.0
        for a in reversed(self.c):
            r = r * x + a
        return r

    def deriv(self):
        return Poly(*[i * a for i, a in enumerate(self.c)][1:])

    def __mul__(self, o):
        n = [0.0] * (len(self.c) + len(o.c) - 1)
        for i, a in enumerate(self.c):
            for j, b in enumerate(o.c):
                n[i + j] += a * b
        return Poly(*n)


def polynomials(x, y):
    p = Poly(1.0, x, y)
    q = p * p.deriv()
    return q(0.7) + p(x)


def memoised_recursion(x, y):
    memo = {}

    def f(n):
        if n in memo:
            return memo[n]
        r = x if n <= 1 else f(n - 1) * y + f(n - 2)
        memo[n] = r
        return r

    return f(6)


def state_in_a_dict(x, y):
    state = {"pos": np.array([x, y]), "vel": np.array([y, -x]), "t": 0.0, "log": []}
    while state["t"] < 0.45:
        state["vel"] = state["vel"] - 0.1 * state["pos"]
        state["pos"] = state["pos"] + 0.1 * state["vel"]
        state["t"] += 0.1
        state["log"].append(state["pos"][0])
    return sum(state["log"]) * state["pos"][1]


class Pair:
    def __init__(self, a, b):
        self.a = a
        self.b = b


def break_among_objects(x, y):
    t = 0.0
    for p in [Pair(x, y), Pair(y, x), Pair(x * y, 2.0)]:
        if p.a < 0.8:
            continue
        t = t + p.a * p.b
        if t > 1.5:
            break
        t = t * 1.1
    return t


def closest_pair(x, y):
    ps = [Pair(x, y), Pair(y, x), Pair(x * y, 2.0)]
    best = None
    bv = 1e9
    for i, p in enumerate(ps):
        for j, q in enumerate(ps):
            if i == j:
                continue
            d = (p.a - q.a) ** 2 + (p.b - q.b) ** 2
            if d < bv:
                bv = d
    return bv * x


def first_positive(x, y):
    for name, f in {"a": np.sin, "b": np.cos, "c": np.tanh}.items():
        if name == "a":
            continue
        v = f(x) * y
        if v > 0:
            return v
    return x * y


def else_among_objects(x, y):
    for p in (Pair(x, y), Pair(y, x)):
        if p.a > 5:
            break
    else:
        return p.a * p.b
    return x


def list_of_chosen(x, y):
    r = []
    for p in (Pair(x, y), Pair(y, x), Pair(x, x)):
        if p.a < 1:
            continue
        r.append(p.a * p.b)
    return sum(r)


TAGS = "engineering issue3"
program(bodies_with_methods, (r.normal(2), r.normal(2) + 0.5), wrt=(0, 1), tags=TAGS, must_pass=True)
program(mlp_of_layers, (r.normal(2, 3), r.normal(3, 1)), wrt=(0, 1), tags=TAGS, must_pass=True)
program(
    adam, (r.normal(3), r.normal(3) + 0.3), (r.normal(2), r.normal(2)), wrt=(0, 1), tags=TAGS, must_pass=True
)
A = 0.3 * r.normal(2, 2) + np.eye(2)
program(kalman_filter, (A, r.normal(2)), (A.T, r.normal(2)), wrt=(0, 1), tags=TAGS, must_pass=True)
program(grid_with_history, (r.normal(6), 0.7), (r.normal(4), 0.3), wrt=(0, 1), tags=TAGS, must_pass=True)
program(recurrent_cell, (r.normal(2), 0.4 * r.normal(2, 2)), wrt=(0, 1), tags=TAGS, must_pass=True)
for f in (
    dual_numbers,
    polynomials,
    memoised_recursion,
    state_in_a_dict,
    break_among_objects,
    closest_pair,
    else_among_objects,
    list_of_chosen,
    first_positive,
):
    program(f, (1.3, 0.7), (0.4, 2.1), wrt=(0, 1), tags=TAGS, must_pass=f is not first_positive)
