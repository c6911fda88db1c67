"""Programs as strangers wrote them, each in a style of its own: classes, tables, generators, one-liners."""

from __future__ import annotations

import bisect
import contextlib
import heapq
import math
from collections import OrderedDict, defaultdict, deque
from dataclasses import InitVar, dataclass
from functools import (
    lru_cache,
    reduce,
    singledispatch,
)
from itertools import accumulate, combinations
from typing import ClassVar, List

import numpy as np

from tests.programs import Sampler, program

S = Sampler(60011)


class Module:
    def __init__(self):
        self._params = OrderedDict()
        self._cache = None

    def parameters(self):
        yield from self._params.values()

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        raise NotImplementedError


class Linear(Module):
    def __init__(self, w, b):
        super().__init__()
        self._params["w"] = w
        self._params["b"] = b

    def forward(self, x):
        self._cache = x
        return x @ self._params["w"] + self._params["b"]


class BatchNorm(Module):
    eps: ClassVar[float] = 1e-05

    def __init__(self, gamma, beta):
        super().__init__()
        self._params.update(gamma=gamma, beta=beta)
        self.running_mean = np.zeros_like(gamma)

    def forward(self, x):
        mu, var = (x.mean(axis=0), x.var(axis=0))
        self.running_mean = 0.9 * self.running_mean + 0.1 * mu
        xhat = (x - mu) / np.sqrt(var + self.eps)
        return xhat * self._params["gamma"] + self._params["beta"]


class Dropout(Module):
    def __init__(self, p, seed=0):
        super().__init__()
        self.p = p
        self.rng = np.random.default_rng(seed)

    def forward(self, x):
        mask = self.rng.random(x.shape) > self.p
        return x * mask / (1 - self.p)


class Lambda(Module):
    def __init__(self, fn):
        super().__init__()
        self.fn = fn

    def forward(self, x):
        return self.fn(x)


class Sequential(Module):
    def __init__(self, *mods):
        super().__init__()
        self.mods = list(mods)

    def parameters(self):
        for m in self.mods:
            yield from m.parameters()

    def forward(self, x):
        for m in self.mods:
            x = m(x)
        return x


def batchnorm_net(w1, b1, gamma, beta, w2, x, y):
    net = Sequential(
        Linear(w1, b1),
        BatchNorm(gamma, beta),
        Lambda(lambda z: np.maximum(z, 0.01 * z)),
        Dropout(0.2),
        Linear(w2, 0.0),
    )
    pred = net(x).squeeze(-1)
    bn = net.mods[1]
    loss = np.mean((pred - y) ** 2)
    decay = sum((np.sum(p**2) for p in net.parameters()))
    return loss + 0.01 * decay + np.sum(bn.running_mean)


program(
    batchnorm_net,
    (S.normal(3, 4), S.normal(4), S.positive(4), S.normal(4), S.normal(4, 1), S.normal(6, 3), S.normal(6)),
    (S.normal(3, 4), S.normal(4), S.positive(4), S.normal(4), S.normal(4, 1), S.normal(5, 3), S.normal(5)),
    wrt=(0, 2),
    tags="strangers",
    must_pass=True,
)


def dijkstra(weights):
    graph = {"a": [("b", 0), ("c", 1)], "b": [("c", 2), ("d", 3)], "c": [("d", 4)], "d": []}
    dist = {n: math.inf for n in graph}
    dist["a"] = 0.0
    pq = [(0.0, "a")]
    while pq:
        d, n = heapq.heappop(pq)
        if d > dist[n]:
            continue
        for m, k in graph[n]:
            nd = d + weights[k] ** 2
            if nd < dist[m]:
                dist[m] = nd
                heapq.heappush(pq, (nd, m))
    return dist["d"] + 0.1 * dist["c"]


program(dijkstra, (S.positive(5),), (S.positive(5),), tags="strangers", must_pass=True)


def held_karp(points):
    n = len(points)
    dist = [[math.hypot(p[0] - q[0], p[1] - q[1]) for q in points] for p in points]
    best = {(1 << k, k): dist[0][k] for k in range(1, n)}
    for size in range(2, n):
        for subset in combinations(range(1, n), size):
            bits = sum((1 << b for b in subset))
            for k in subset:
                prev = bits & ~(1 << k)
                best[bits, k] = min((best[prev, m] + dist[m][k] for m in subset if m != k))
    full = (1 << n) - 2
    return min((best[full, k] + dist[k][0] for k in range(1, n)))


program(held_karp, (S.normal(4, 2),), (S.normal(4, 2),), tags="strangers", must_pass=True)


def knapsack_soft(values, weights, cap, temp):

    @lru_cache(maxsize=None)
    def go(i, left):
        if i == len(values):
            return 0.0
        skip = go(i + 1, left)
        if weights[i] > left:
            return skip
        take = values[i] + go(i + 1, left - weights[i])
        m = max(skip, take)
        return m + temp * math.log(math.exp((skip - m) / temp) + math.exp((take - m) / temp))

    return go(0, cap)


program(
    knapsack_soft,
    ((3.0, 4.0, 5.0), (2, 3, 4), 5, 0.5),
    ((3.0, 4.5, 5.0), (2, 3, 1), 5, 0.8),
    wrt=(0, 3),
    tags="strangers",
    must_pass=True,
)


def simplex_tableau(c, A, b):
    m, n = A.shape
    T = np.zeros((m + 1, n + m + 1))
    T[:m, :n] = A
    T[:m, n : n + m] = np.eye(m)
    T[:m, -1] = b
    T[-1, :n] = -c
    while True:
        j = int(np.argmin(T[-1, :-1]))
        if T[-1, j] >= -1e-12:
            break
        col = T[:m, j]
        ratios = [T[i, -1] / col[i] if col[i] > 1e-12 else float("inf") for i in range(m)]
        i = min(range(m), key=ratios.__getitem__)
        T[i] /= T[i, j]
        for r in range(m + 1):
            if r != i:
                T[r] -= T[r, j] * T[i]
    return T[-1, -1]


program(
    simplex_tableau,
    (S.positive(3), S.positive(2, 3), S.positive(2)),
    (S.positive(3), S.positive(2, 3), S.positive(2)),
    wrt=(0, 1, 2),
    tags="strangers",
    must_pass=True,
)


def viterbi_path_score(trans, emit, obs):
    V = [{s: emit[s, obs[0]] for s in range(2)}]
    back = []
    for o in obs[1:]:
        row, ptr = ({}, {})
        for s in range(2):
            p, score = max(((q, V[-1][q] + trans[q, s]) for q in range(2)), key=lambda t: t[1])
            row[s] = score + emit[s, o]
            ptr[s] = p
        V.append(row)
        back.append(ptr)
    last = max(V[-1], key=V[-1].get)
    path = [last]
    for ptr in reversed(back):
        path.insert(0, ptr[path[0]])
    return V[-1][last] + 0.1 * len([p for p in path if p])


program(
    viterbi_path_score,
    (S.normal(2, 2), S.normal(2, 3), [0, 2, 1, 1]),
    (S.normal(2, 2), S.normal(2, 3), [0, 1, 1]),
    wrt=(0, 1),
    tags="strangers",
    must_pass=True,
)


def robertson_newton(k, y0, h=0.1, steps=2):
    k1, k2, k3 = k

    def rhs(y):
        return np.array(
            [-k1 * y[0] + k3 * y[1] * y[2], k1 * y[0] - k3 * y[1] * y[2] - k2 * y[1] ** 2, k2 * y[1] ** 2]
        )

    def jac(y):
        J = np.zeros((3, 3))
        J[0, :] = (-k1, k3 * y[2], k3 * y[1])
        J[1] = [k1, -k3 * y[2] - 2 * k2 * y[1], -k3 * y[1]]
        J[2, 1] = 2 * k2 * y[1]
        return J

    y = np.array(y0)
    for _ in range(steps):
        yn = y.copy()
        it_ = 0
        while it_ < 20:
            res = yn - y - h * rhs(yn)
            try:
                dx = np.linalg.solve(np.eye(3) - h * jac(yn), res)
            except np.linalg.LinAlgError:
                h *= 0.5
                continue
            yn -= dx
            it_ += 1
            if np.linalg.norm(dx) < 1e-12:
                break
        y = yn
    return y[1] * 100.0 + y[2]


program(
    robertson_newton,
    ((0.04, 30.0, 10.0), [1.0, 0.0, 0.0]),
    ((0.05, 20.0, 12.0), [0.9, 0.05, 0.0]),
    wrt=(0, 1),
    tags="strangers",
    must_pass=True,
)


def golf_poly(cs, x):
    return reduce(lambda a, c: a * x + c, cs[::-1], 0)


program(
    golf_poly, ([1.0, 2.0, 3.0], 0.5), ([1.0, -2.0, 0.3], 1.5), wrt=(0, 1), tags="strangers", must_pass=True
)


def golf_walrus(x, n):
    return (y := np.tanh(x)) @ y + sum(((z := (z * v)) for v in y)) if (z := 1.0) and n else 0.0


program(golf_walrus, (S.normal(4), 1), (S.normal(4), 1), tags="strangers", must_pass=True)


def golf_det(m):
    return (
        m[0][0]
        if len(m) == 1
        else sum(((-1) ** j * m[0][j] * golf_det([r[:j] + r[j + 1 :] for r in m[1:]]) for j in range(len(m))))
    )


program(
    golf_det,
    ([[1.0, 2.0, 0.3], [3.0, 4.0, 1.0], [0.2, 0.5, 2.0]],),
    ([[1.0, 0.2, 0.3], [0.3, 4.0, 1.0], [0.2, -0.5, 2.0]],),
    tags="strangers",
    must_pass=True,
)


@contextlib.contextmanager
def pushed(stack, m):
    stack.append(stack[-1] @ m)
    try:
        yield stack[-1]
    finally:
        stack.pop()


def scene_graph(angles, offsets):

    def rot(a, d):
        c, s = (math.cos(a), math.sin(a))
        return np.array([[c, -s, d], [s, c, 0.0], [0.0, 0.0, 1.0]])

    stack = [np.eye(3)]
    tips = []
    with pushed(stack, rot(angles[0], offsets[0])) as m:
        tips.append(m[:2, 2].copy())
        with pushed(stack, rot(angles[1], offsets[1])) as m2:
            tips.append(m2[:2, 2] * 2)
    with pushed(stack, rot(angles[2], offsets[2])):
        tips.append(stack[-1][:2, 2])
    assert len(stack) == 1
    return float(len(stack)) * sum((np.dot(t, t) for t in tips)) + tips[0] @ tips[1]


program(
    scene_graph,
    (S.normal(3), S.normal(3)),
    (S.normal(3), S.normal(3)),
    wrt=(0, 1),
    tags="strangers",
    must_pass=True,
)


@singledispatch
def energy(obj, x):
    raise NotImplementedError(type(obj))


@dataclass
class Spring:
    k: float
    rest: float = 0.0


@dataclass
class Gravity:
    m: float
    G: ClassVar[float] = 9.81


@energy.register
def _(obj: Spring, x):
    return 0.5 * obj.k * (x - obj.rest) ** 2


@energy.register(Gravity)
def _(obj, x):
    return obj.m * obj.G * x


def total_energy(k, m, x):
    return sum((energy(o, x) for o in (Spring(k, 0.2), Gravity(m), Spring(rest=x * 0.1, k=2 * k))))


program(total_energy, (2.0, 0.3, 0.5), (1.0, 0.2, 0.7), wrt=(0, 1, 2), tags="strangers", must_pass=True)


def matched_commands(x, program_):
    stack = []
    for cmd in program_:
        match cmd.split():
            case ["push", v]:
                stack.append(float(v) * x)
            case ["add"]:
                b, a = (stack.pop(), stack.pop())
                stack.append(a + b)
            case ["mul"]:
                b, a = (stack.pop(), stack.pop())
                stack.append(a * b)
            case ["sin" | "cos" as fn]:
                stack.append(getattr(math, fn)(stack.pop()))
            case [other, *_]:
                raise SyntaxError(other)
    (result,) = stack
    return result


program(
    matched_commands,
    (0.4, ["push 2", "push 3", "mul", "sin", "push 1.5", "add"]),
    (0.9, ["push 2", "cos"]),
    tags="strangers",
    must_pass=True,
)


def adaptive_simpson(a, b, w, tol=0.0001):
    f = lambda t: math.exp(-w * t * t)

    def rule(lo, hi):
        return (hi - lo) / 6 * (f(lo) + 4 * f((lo + hi) / 2) + f(hi))

    stack = [(a, b, rule(a, b), tol)]
    total = 0.0
    while stack:
        lo, hi, whole, eps = stack.pop()
        mid = 0.5 * (lo + hi)
        left, right = (rule(lo, mid), rule(mid, hi))
        if abs(left + right - whole) < 15 * eps:
            total += left + right + (left + right - whole) / 15
        else:
            stack.extend([(lo, mid, left, eps / 2), (mid, hi, right, eps / 2)])
    return total


program(adaptive_simpson, (0.0, 1.5, 2.0), (0.0, 1.0, 3.0), wrt=(1, 2), tags="strangers", must_pass=True)


def biquad_cascade(sos, x):
    y = list(x)
    for b0, b1, b2, a1, a2 in sos:
        z1 = z2 = 0.0
        out = []
        for v in y:
            o = b0 * v + z1
            z1 = b1 * v - a1 * o + z2
            z2 = b2 * v - a2 * o
            out.append(o)
        y = out
    return sum((v * v for v in y))


program(
    biquad_cascade,
    (0.3 * S.normal(2, 5), S.normal(6)),
    (0.3 * S.normal(3, 5), S.normal(4)),
    wrt=(0, 1),
    tags="strangers",
    must_pass=True,
)


def fft_radix2(x):

    def fft(z):
        n = len(z)
        if n == 1:
            return z
        even, odd = (fft(z[0::2]), fft(z[1::2]))
        tw = np.exp(-2j * np.pi * np.arange(n // 2) / n)
        return np.concatenate([even + tw * odd, even - tw * odd])

    X = fft(x.astype(complex))
    return np.sum(np.abs(X[: len(x) // 2]) * np.arange(len(x) // 2))


program(fft_radix2, (S.normal(8),), (S.normal(4),), tags="strangers", must_pass=True)


def transposed_in(a, f32):
    b = a.T[::-1]
    c = np.asfortranarray(b)
    c[0, ::2] = f32[: len(c[0, ::2])]
    d = c.reshape(-1, order="F")[1::3]
    return (d**2).sum() + b[..., -1].sum()


program(
    transposed_in,
    (S.normal(3, 4).T, S.normal(3).astype(np.float32)),
    (S.normal(4, 3)[::-1].T, S.normal(4).astype(np.float32)),
    wrt=0,
    tags="strangers",
    must_pass=True,
)


def masked_blocks(x, lo):
    out = np.full(x.shape, lo)
    m = (x > 0) & ~np.eye(len(x), dtype=bool)
    out[m] = np.log1p(x[m])
    out[~m] *= 0.5
    rows, cols = np.nonzero(m)
    for r, c in zip(rows, cols):
        out[c, r] += 0.1 * x[r, c]
    return out.sum(1).prod()


program(
    masked_blocks, (S.normal(3, 3), 0.4), (S.normal(3, 3), 0.8), wrt=(0, 1), tags="strangers", must_pass=True
)


def nested_lists_2d(grid, k):
    h, w = (len(grid), len(grid[0]))
    out = [[0.0] * w for _ in range(h)]
    for i, row in enumerate(grid):
        for j, v in enumerate(row):
            acc = 0.0
            for di, dj in ((0, 1), (1, 0), (0, -1), (-1, 0)):
                if 0 <= i + di < h and 0 <= j + dj < w:
                    acc += grid[i + di][j + dj]
            out[i][j] = v + k * (acc - 4 * v)
    return max(map(max, out)) * sum(map(sum, out))


program(
    nested_lists_2d,
    ([[1.0, 2.0, 0.3], [0.4, 0.5, 0.6]], 0.1),
    ([[1.0, 2.2, 0.3], [0.4, 1.5, 0.6]], 0.2),
    wrt=(0, 1),
    tags="strangers",
    must_pass=True,
)


def mandel_smooth(c_re, c_im, n=6):
    z, c = (0j, complex(c_re, c_im))
    for i in range(n):
        if abs(z) > 2:
            break
        z = z * z + c
    else:
        return z.real
    return i - math.log2(math.log(abs(z)))


program(mandel_smooth, (0.3, 0.2), (1.3, 0.9), wrt=(0, 1), tags="strangers", must_pass=True)


def pid_loop(gains, setpoint, n=12):
    kp, ki, kd = gains

    class Plant:
        def __init__(self):
            self.x, self.v = (0.0, 0.0)

        def update(self, u, dt=0.1):
            self.v += dt * (u - 0.5 * self.v - self.x)
            self.x += dt * self.v
            return self.x

    plant, integral, prev_err, cost = (Plant(), 0.0, None, 0.0)
    for k in range(n):
        err = setpoint - plant.x
        integral = min(max(integral + err * 0.1, -1.0), 1.0)
        deriv = 0.0 if prev_err is None else (err - prev_err) / 0.1
        u = kp * err + ki * integral + kd * deriv
        u = max(-5.0, min(5.0, u))
        plant.update(u)
        prev_err = err
        cost += err**2 + 0.01 * u**2
    return cost


program(
    pid_loop, ((2.0, 0.5, 0.1), 1.0), ((1.0, 0.2, 0.3), 1.5), wrt=(0, 1), tags="strangers", must_pass=True
)


class Instrument:
    def pv(self, curve):
        raise NotImplementedError


class Bond(Instrument):
    def __init__(self, coupon, maturity):
        self.coupon, self.maturity = (coupon, maturity)

    def cashflows(self):
        for t in range(1, self.maturity + 1):
            yield (t, self.coupon)
        yield (self.maturity, 1.0)

    def pv(self, curve):
        return sum((c * curve(t) for t, c in self.cashflows()))


class Swap(Bond):
    def pv(self, curve):
        return super().pv(curve) - 1.0


class Curve:
    def __init__(self, times, zeros):
        self.times, self.zeros = (times, zeros)

    def zero(self, t):
        i = bisect.bisect_left(self.times, t)
        if i == 0:
            return self.zeros[0]
        if i == len(self.times):
            return self.zeros[-1]
        w = (t - self.times[i - 1]) / (self.times[i] - self.times[i - 1])
        return (1 - w) * self.zeros[i - 1] + w * self.zeros[i]

    def __call__(self, t):
        return math.exp(-self.zero(t) * t)


def portfolio_pv(zeros, coupons):
    curve = Curve([1.0, 2.5, 4.0], zeros)
    book = [(Bond(coupons[0], 3), 2.0), (Swap(coupons[1], 4), -1.0), (Bond(coupons[0], 1), 0.5)]
    report = {type(i).__name__ + str(k): q * i.pv(curve) for k, (i, q) in enumerate(book)}
    return sum(report.values()) + report["Swap1"] ** 2


program(
    portfolio_pv,
    ([0.02, 0.03, 0.035], (0.03, 0.04)),
    ([0.01, 0.02, 0.025], (0.02, 0.05)),
    wrt=(0, 1),
    tags="strangers",
    must_pass=True,
)


def needleman(score, a, b, gap):
    F = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) + 1):
        F[i][0] = -gap * i
    for j in range(len(b) + 1):
        F[0][j] = -gap * j
    for i, ca in enumerate(a, 1):
        for j, cb in enumerate(b, 1):
            F[i][j] = max(F[i - 1][j - 1] + score[ca, cb], F[i - 1][j] - gap, F[i][j - 1] - gap)
    return F[-1][-1]


program(
    needleman,
    ({("A", "A"): 2.0, ("A", "C"): -0.5, ("C", "A"): -0.7, ("C", "C"): 1.5}, "ACA", "AAC", 0.6),
    ({("A", "A"): 1.0, ("A", "C"): -0.5, ("C", "A"): -0.7, ("C", "C"): 1.2}, "AC", "CAC", 0.3),
    wrt=(0, 3),
    tags="strangers",
    must_pass=True,
)


def golf_lcs(a, b, w):
    return reduce(
        lambda r, x: list(
            accumulate(zip(b, r, r[1:]), lambda l, t: max(l, t[2], t[1] + w * (t[0] == x)), initial=0.0)
        ),
        a,
        [0.0] * (len(b) + 1),
    )[-1]


program(golf_lcs, ("abcb", "bcab", 1.5), ("ab", "ba", 0.5), tags="strangers", must_pass=True)


@dataclass
class Layer:
    W: np.ndarray
    b: np.ndarray
    act: str = "tanh"
    name: InitVar[str] = ""

    def __post_init__(self, name):
        self.label = name or self.act
        self.n_in, self.n_out = self.W.shape

    ACTS = {
        "tanh": np.tanh,
        "relu": lambda z: z * (z > 0),
        "id": lambda z: z,
        "softplus": lambda z: np.log1p(np.exp(z)),
    }

    def __call__(self, x):
        return self.ACTS[self.act](x @ self.W + self.b)


@dataclass
class MLP:
    layers: List[Layer]
    l2: float = 0.01

    @classmethod
    def build(cls, sizes, theta, acts):
        layers, k = ([], 0)
        for (i, o), a in zip(zip(sizes, sizes[1:]), acts):
            W = theta[k : k + i * o].reshape(i, o)
            k += i * o
            b = theta[k : k + o]
            k += o
            layers.append(Layer(W, b, a))
        assert k == theta.size, (k, theta.size)
        return cls(layers)

    def __call__(self, x):
        return reduce(lambda h, layer: layer(h), self.layers, x)

    def penalty(self):
        return self.l2 * sum(((l.W**2).sum() for l in self.layers))


def flat_theta_mlp(theta, x, y):
    net = MLP.build((2, 3, 1), theta, ["softplus", "id"])
    r = net(x)[:, 0] - y
    return r @ r / len(y) + net.penalty()


program(
    flat_theta_mlp,
    (S.normal(13), S.normal(5, 2), S.normal(5)),
    (S.normal(13), S.normal(4, 2), S.normal(4)),
    tags="strangers",
    must_pass=True,
)


def callback_heavy(x, n):
    history = []
    handlers = defaultdict(list)

    def on(evt):

        def deco(fn):
            handlers[evt].append(fn)
            return fn

        return deco

    @on("step")
    def record(v):
        history.append(v)

    @on("step")
    def double(v):
        history.append(2 * v * x)

    @on("end")
    def done(v):
        history.append(-v)

    def emit(evt, v):
        for h in handlers[evt]:
            h(v)

    y = x
    for k in range(n):
        y = math.sin(y) + k * 0.1
        emit("step", y)
    emit("end", y)
    return sum((h * i for i, h in enumerate(history)))


program(callback_heavy, (0.5, 3), (0.9, 2), tags="strangers", must_pass=True)


def state_machine_strings(x, text):
    state, acc, buf = ("start", 0.0, [])
    table = {("start", "a"): "mid", ("mid", "b"): "end", ("end", "a"): "mid"}
    for ch in text:
        nxt = table.get((state, ch), state)
        if nxt == state:
            acc *= x
        else:
            buf.append(acc + x ** len(buf))
            acc += buf[-1]
        state = nxt
    return acc + (buf.pop() if state == "end" else -x)


program(state_machine_strings, (0.5, "aabab"), (0.9, "abba"), tags="strangers", must_pass=True)


def generator_pipeline(xs, a):

    def source():
        for v in xs:
            yield v

    def scale(it, k):
        for v in it:
            yield (v * k)

    def window(it, n):
        buf = deque(maxlen=n)
        for v in it:
            buf.append(v)
            if len(buf) == n:
                yield tuple(buf)

    def reduce_(it):
        return (sum(w) * w[0] for w in it)

    return sum(reduce_(window(scale(source(), a), 2)))


program(
    generator_pipeline, (S.normal(5), 0.7), (S.normal(4), 1.2), wrt=(0, 1), tags="strangers", must_pass=True
)


class Meter:
    registry = {}

    def __init__(self, name):
        self.name, self.total, self.count = (name, 0.0, 0)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.avg = self.total / max(self.count, 1)
        return False

    def __iadd__(self, v):
        self.total += v
        self.count += 1
        return self

    def __float__(self):
        return float(self.total)

    def __len__(self):
        return self.count

    def __contains__(self, v):
        return v < self.count


def metered(x):
    with Meter("loss") as m:
        for i, v in enumerate(x):
            m += v * v
            if i in m:
                m += 0.1 * v
    return m.avg * len(m)


program(metered, (S.normal(4),), (S.normal(3),), tags="strangers", must_pass=True)


def star_kwargs(*xs, power=2, **scales):
    return sum((scales.get(f"s{i}", 1.0) * v**power for i, v in enumerate(xs)))


def calls_star_kwargs(a, b):
    opts = dict(s0=b, s2=2.0)
    args = (a, a * b, b)
    return star_kwargs(*args, **opts) + star_kwargs(*args[:2], power=3, **{**opts, "s1": a})


program(calls_star_kwargs, (0.5, 0.7), (1.5, 0.2), wrt=(0, 1), tags="strangers", must_pass=True)


def matrix_power_memo(A, n):
    memo = {0: np.eye(len(A)), 1: A}

    def power(k):
        if k not in memo:
            half = power(k // 2)
            memo[k] = half @ half @ power(k % 2)
        return memo[k]

    return np.trace(power(n)) + len(memo)


program(
    matrix_power_memo, (0.5 * S.normal(2, 2), 6), (0.5 * S.normal(3, 3), 5), tags="strangers", must_pass=True
)


def default_accumulator(x, acc=None, *, depth=3):
    acc = [] if acc is None else acc
    acc.append(x * depth)
    return default_accumulator(x * 0.5, acc, depth=depth - 1) if depth > 1 else sum(acc)


program(default_accumulator, (0.5,), (0.7,), tags="strangers", must_pass=True)
