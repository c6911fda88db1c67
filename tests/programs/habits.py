"""Programs of engineers and programmers: classes with state, closures, decorators, tables."""

from __future__ import annotations

import bisect
import cmath
import contextlib
import functools
import logging
import math
import operator
import statistics
import typing as t
from collections import namedtuple
from dataclasses import asdict, astuple, dataclass, replace
from enum import Enum, auto

import numpy as np

from tests.programs import Sampler, program

S = Sampler(71102)
log = logging.getLogger(__name__)


def power_flow(P2, Q2, x):
    Y = np.array([[1 / (0.05 + 1j * x), -1 / (0.05 + 1j * x)], [-1 / (0.05 + 1j * x), 1 / (0.05 + 1j * x)]])
    v, th = 1.0, 0.0
    for it in range(5):
        V = np.array([1.0 + 0j, v * np.exp(1j * th)])
        S2 = V[1] * np.conj(Y[1] @ V)
        mis = np.array([P2 - S2.real, Q2 - S2.imag])
        G, B = Y.real, Y.imag
        J = np.zeros((2, 2))
        d = th
        J[0, 0] = v * (G[1, 0] * -np.sin(d) + B[1, 0] * np.cos(d))
        J[0, 1] = 2 * v * G[1, 1] + (G[1, 0] * np.cos(d) + B[1, 0] * np.sin(d))
        J[1, 0] = v * (G[1, 0] * np.cos(d) + B[1, 0] * np.sin(d))
        J[1, 1] = -2 * v * B[1, 1] + (G[1, 0] * np.sin(d) - B[1, 0] * np.cos(d))
        dth, dv = np.linalg.solve(J, mis)
        th += dth
        v += dv
    return v + th**2


program(power_flow, (-0.3, -0.1, 0.2), (-0.5, -0.2, 0.15), tags="strangers", must_pass=True)


def ladder_gain(R, L, C, w):
    z = complex(50.0, 0.0)
    for _ in range(3):
        zc = 1 / (1j * w * C)
        z = R + 1j * w * L + (zc * z) / (zc + z)
    g = cmath.polar(50 / z)
    return 20 * math.log10(g[0]) + g[1] * 0.1 + cmath.phase(z)


program(ladder_gain, (1.0, 0.1, 0.05, 2.0), (2.0, 0.2, 0.03, 3.0), tags="strangers", must_pass=True)


class Phase(Enum):
    HEAT = auto()
    HOLD = auto()
    COOL = auto()

    def target(self, hi):
        return {Phase.HEAT: hi, Phase.HOLD: hi, Phase.COOL: 20.0}[self]


NEXT = {Phase.HEAT: Phase.HOLD, Phase.HOLD: Phase.COOL, Phase.COOL: Phase.COOL}


def oven_energy(hi, k, loss):
    T, ph, e, left = 20.0, Phase.HEAT, 0.0, 3
    for step in range(12):
        u = k * (ph.target(hi) - T)
        if ph is Phase.COOL:
            u = 0.0
        T += u - loss * (T - 20.0)
        e += abs(u)
        if ph == Phase.HEAT and T > 0.9 * hi or ph == Phase.HOLD and left <= 0:
            ph = NEXT[ph]
        elif ph is Phase.HOLD:
            left -= 1
    return e + 0.01 * T


program(oven_energy, (80.0, 0.5, 0.05), (60.0, 0.4, 0.1), tags="strangers", must_pass=True)


@dataclass
class Asset:
    weight: float
    mu: float
    sigma: float = 0.2
    count: t.ClassVar[int] = 0

    def __post_init__(self):
        self.sharpe = self.mu / self.sigma

    @property
    def contribution(self):
        return self.weight * self.mu


@dataclass
class Levered(Asset):
    lev: float = 1.0

    def __post_init__(self):
        super().__post_init__()
        self.mu = self.mu * self.lev - 0.02 * (self.lev - 1)
        self.sigma *= self.lev


def portfolio_utility(w, lev, gamma):
    assets = [Asset(w, 0.08), Asset(1 - w, 0.03, sigma=0.05), Levered(weight=0.3 * w, mu=0.05, lev=lev)]
    mean = sum(a.contribution for a in assets)
    var = sum((a.weight * a.sigma) ** 2 for a in assets)
    extra = sum(astuple(replace(assets[0], weight=lev))[:2]) + asdict(assets[1])["weight"]
    return mean - 0.5 * gamma * var + 0.1 * assets[-1].sharpe + 0.01 * extra


program(portfolio_utility, (0.6, 1.5, 3.0), (0.3, 2.0, 5.0), tags="strangers", must_pass=True)


def misc_math(x, y):
    xs = [x, y, x * y, x + y]
    a = statistics.fmean(xs) + statistics.pvariance(xs) + statistics.stdev(xs)
    b = (
        math.fsum(xs) * math.prod(xs[:2])
        + math.comb(5, 2) * math.erf(x)
        + math.gamma(1 + y)
        + math.lgamma(2 + x)
    )
    c = (
        math.log2(1 + x * x)
        + math.log1p(y)
        + math.expm1(x)
        + math.cbrt(1 + x)
        + math.degrees(y) * 1e-3
        + math.radians(x)
    )
    d = math.fmod(x * 10, 3.0) + math.copysign(x, -y) + math.ldexp(x, 2) + math.atan2(y, x) + math.exp2(y)
    return a + b + c + d


program(misc_math, (0.8, 0.6), (1.3, 0.4), tags="strangers", must_pass=True)

TABLE = [(0.0, 1.0), (10.0, 0.92), (20.0, 0.83), (35.0, 0.6)]


def table_lookup(x):
    xs, ys = zip(*TABLE)
    i = min(max(bisect.bisect_right(xs, x) - 1, 0), len(xs) - 2)
    w = (x - xs[i]) / (xs[i + 1] - xs[i])
    return ys[i] * (1 - w) + ys[i + 1] * w


def ballistic(v0, k):
    y = v = 0.0
    v = v0
    for n, dt in enumerate([0.5] * 6, start=1):
        rho = table_lookup(y)
        a = -9.81 - k * rho * v * abs(v)
        v += a * dt
        y += v * dt
        if y < 0:
            break
    return y / n


program(ballistic, (30.0, 0.01), (12.0, 0.02), tags="strangers", must_pass=True)


def tax(income):
    br = [0, 1.0, 2.5, 6.0]
    rates = np.array([0.0, 0.1, 0.25, 0.4])
    idx = np.digitize(income, br) - 1
    base = np.concatenate([[0.0], np.cumsum(np.diff(br) * rates[:-1])])
    return base[idx] + (income - np.take(br, idx)) * rates[idx]


def tax_welfare(income, theta):
    net = income - theta * tax(income)
    u = np.piecewise(net, [net < 1, net >= 1], [lambda z: z**2 / 2, lambda z: z - 0.5])
    g = np.select([net < 0.5, net < 2.0], [2 * net, net**2], default=np.sqrt(np.abs(net)))
    grp = np.bincount(np.digitize(income, [1.0, 3.0]), weights=u, minlength=3)
    h, e = np.histogram(income, bins=3, range=(0, 8), weights=g)
    return grp @ np.array([3.0, 2.0, 1.0]) + (h**2).sum()


program(
    tax_welfare,
    (np.array([0.4, 1.3, 2.7, 7.0, 0.8]), 0.9),
    (np.array([0.6, 3.3, 5.7]), 0.5),
    tags="strangers",
    must_pass=True,
)


def stress_energy(F, lam, mu):
    C = np.einsum("ki,kj->ij", F, F)
    E = 0.5 * (C - np.eye(3))
    delta = np.eye(3)
    D = lam * np.einsum("ij,kl->ijkl", delta, delta) + mu * (
        np.einsum("ik,jl->ijkl", delta, delta) + np.einsum("il,jk->ijkl", delta, delta)
    )
    Sg = np.tensordot(D, E, axes=2)
    Pk = F @ Sg
    J = np.linalg.det(F)
    cauchy = Pk @ F.T / J
    dev = cauchy - np.trace(cauchy) / 3 * np.eye(3)
    vm = np.sqrt(1.5 * np.sum(dev * dev))
    return 0.5 * np.einsum("ij,ij", Sg, E) + 0.01 * vm


program(
    stress_energy,
    (np.eye(3) + 0.1 * S.normal(3, 3), 1.2, 0.8),
    (np.eye(3) + 0.1 * S.normal(3, 3), 0.7, 1.1),
    tags="strangers",
    must_pass=True,
)


def soft_floyd(W, beta):
    n = len(W)
    D = W.copy()
    np.fill_diagonal(D, 0)
    for k in range(n):
        alt = D[:, k, None] + D[None, k, :]
        D = -np.logaddexp(-beta * D, -beta * alt) / beta
    return D[np.triu_indices(n, 1)].sum()


program(soft_floyd, (S.positive(4, 4), 3.0), (S.positive(3, 3), 5.0), tags="strangers", must_pass=True)


class Meas:
    __slots__ = ("v", "u")

    def __init__(self, v, u=0.0):
        self.v, self.u = v, u

    def __add__(self, o):
        o = o if isinstance(o, Meas) else Meas(o)
        return Meas(self.v + o.v, math.hypot(self.u, o.u))

    __radd__ = __add__

    def __neg__(self):
        return Meas(-self.v, self.u)

    def __sub__(self, o):
        return self + (-o)

    def __mul__(self, o):
        if not isinstance(o, Meas):
            return Meas(self.v * o, self.u * abs(o))
        return Meas(self.v * o.v, math.hypot(self.u * o.v, self.v * o.u))

    __rmul__ = __mul__

    def __truediv__(self, o):
        return self * o**-1

    def __pow__(self, n):
        return Meas(self.v**n, abs(n * self.v ** (n - 1)) * self.u)

    def __abs__(self):
        return Meas(abs(self.v), self.u)

    def __lt__(self, o):
        return self.v < (o.v if isinstance(o, Meas) else o)

    def __format__(self, spec):
        return f"{self.v:{spec}}+-{self.u:{spec}}"

    def __repr__(self):
        return f"Meas({self.v}, {self.u})"


def density_error(m, d, h, um):
    M_, D, H = Meas(m, um), Meas(d, 0.01), Meas(h, 0.02)
    rho = 4 * M_ / (math.pi * D**2 * H)
    best = min(rho, rho * 2)
    label = f"{best:.2f} {best!r}"
    return best.u / best.v + sum([rho, M_], Meas(0.0)).v + len(label) * 0


program(density_error, (2.0, 1.1, 3.0, 0.05), (1.0, 0.7, 2.0, 0.02), tags="strangers", must_pass=True)


def smooth(x, kernel=[0.25, 0.5, 0.25], scale=np.array([1.0, 2.0])):
    return np.convolve(x, kernel, mode="valid") * scale[0]


def fir(x, taps=(0.2, 0.3, 0.5), *, opts={"gain": 2.0}):
    return opts["gain"] * sum(t_ * x[i] for i, t_ in enumerate(taps))


def default_kernels(x):
    return np.sum(smooth(x) ** 2) + fir(x) + smooth(x, scale=np.array([3.0, 1.0]))[0]


program(default_kernels, (S.normal(5),), (S.normal(6),), tags="strangers", must_pass=True)


def legendre(n, x, _cache={}):
    if n == 0:
        return 1.0
    if n == 1:
        return x
    return ((2 * n - 1) * x * legendre(n - 1, x) - (n - 1) * legendre(n - 2, x)) / n


def legendre_series(x, c):
    return sum(ci * legendre(i, x) for i, ci in enumerate(c))


program(legendre_series, (0.3, S.normal(4)), (0.7, S.normal(3)), tags="strangers", must_pass=True)


def make_layers(ws, bs):
    layers = []
    for w, b in zip(ws, bs):

        def layer(h, w=w, b=b):
            return np.tanh(h @ w + b)

        layers.append(layer)
    return layers


def closure_mlp(w1, w2, b1, b2, x):
    net = functools.reduce(lambda f, g: lambda h: g(f(h)), make_layers([w1, w2], [b1, b2]))
    return np.sum(net(x) ** 2)


program(
    closure_mlp,
    (S.normal(2, 3), S.normal(3, 2), S.normal(3), S.normal(2), S.normal(4, 2)),
    (S.normal(1, 2), S.normal(2, 1), S.normal(2), S.normal(1), S.normal(3, 1)),
    tags="strangers",
    must_pass=True,
)


def power_of(p):
    def go(n, x):
        return 1.0 if n == 0 else x**p * go(n - 1, x)

    return go


cubes, squares = power_of(3), power_of(2)


def two_factories(x, n):
    return cubes(n, x) + squares(n, x) * cubes(n - 1, x)


program(two_factories, (1.1, 3), (0.8, 2), tags="strangers", must_pass=True)


class Integrator:
    registry = {}

    def __init_subclass__(cls, name, **kw):
        super().__init_subclass__(**kw)
        cls.registry[name] = cls

    def __init__(self, f, dt):
        self.f, self.dt = f, dt

    def run(self, y, n):
        for k in range(n):
            y = self.step(k * self.dt, y)
        return y


class EulerI(Integrator, name="euler"):
    def step(self, t_, y):
        return y + self.dt * self.f(t_, y)


class RK4I(Integrator, name="rk4"):
    def step(self, t_, y):
        k1 = self.f(t_, y)
        k2 = self.f(t_ + self.dt / 2, y + self.dt / 2 * k1)
        k3 = self.f(t_ + self.dt / 2, y + self.dt / 2 * k2)
        k4 = self.f(t_ + self.dt, y + self.dt * k3)
        return y + self.dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def registry_integrators(y0, a):
    f = lambda t_, y: np.array([y[1], -a * y[0] + np.sin(t_)])
    return sum(np.sum(cls(f, 0.1).run(y0, 3) ** 2) for name, cls in sorted(Integrator.registry.items()))


program(registry_integrators, (S.normal(2), 1.2), (S.normal(2), 0.6), tags="strangers", must_pass=True)


class Bar:
    def __init__(self, i, j, xy, EA):
        self.nodes = (i, j)
        d = xy[j] - xy[i]
        self.L = np.sqrt(d @ d)
        self.c, self.s = d / self.L
        self.EA = EA

    @property
    def dofs(self):
        return [2 * n + k for n in self.nodes for k in (0, 1)]

    def K(self):
        T = np.array([[self.c, self.s, 0, 0], [0, 0, self.c, self.s]])
        k = self.EA / self.L * np.array([[1, -1], [-1, 1]])
        return T.T @ k @ T


def truss_compliance(areas, xy):
    conn = [(0, 1), (1, 2), (0, 2), (1, 3), (2, 3)]
    bars = [Bar(i, j, xy, A) for (i, j), A in zip(conn, areas)]
    n = 2 * len(xy)
    K = np.zeros((n, n))
    for b in bars:
        K[np.ix_(b.dofs, b.dofs)] += b.K()
    fixed = {0, 1, 4}
    free = [d for d in range(n) if d not in fixed]
    F = np.zeros(n)
    F[-1] = -1.0
    u = np.zeros(n)
    u[free] = np.linalg.solve(K[np.ix_(free, free)], F[free])
    vol = sum(A * b.L for A, b in zip(areas, bars))
    return F @ u + 0.01 * vol


program(
    truss_compliance,
    (S.positive(5), np.array([[0.0, 0.0], [1.0, 0.1], [0.1, 1.0], [1.2, 1.1]])),
    (S.positive(5), np.array([[0.0, 0.1], [1.3, 0.1], [0.1, 0.8], [1.1, 1.3]])),
    tags="strangers",
    must_pass=True,
)


def var_irf(A1, A2, shock):
    k = A1.shape[0]
    comp = np.block([[A1, A2], [np.eye(k), np.zeros((k, k))]])
    state = np.append(shock, np.zeros(k))
    irf = [shock]
    for h in range(3):
        state = comp @ state
        irf.append(state[:k])
    irf = np.vstack(irf)
    return (irf.cumsum(axis=0)[-1] ** 2).sum() + np.abs(irf).max()


program(
    var_irf,
    (0.3 * S.normal(2, 2), 0.2 * S.normal(2, 2), S.normal(2)),
    (0.3 * S.normal(3, 3), 0.2 * S.normal(3, 3), S.normal(3)),
    tags="strangers",
    must_pass=True,
)


class Biquad:
    def __init__(self, b0, b1, b2, a1, a2):
        self.c = (b0, b1, b2, a1, a2)
        self.z1 = self.z2 = 0.0

    @classmethod
    def lowpass(cls, fc, q):
        w = math.tan(math.pi * fc)
        n = 1 / (1 + w / q + w * w)
        return cls(w * w * n, 2 * w * w * n, w * w * n, 2 * (w * w - 1) * n, (1 - w / q + w * w) * n)

    def __call__(self, x):
        b0, b1, b2, a1, a2 = self.c
        y = b0 * x + self.z1
        self.z1 = b1 * x - a1 * y + self.z2
        self.z2 = b2 * x - a2 * y
        return y


def biquad_chain(fc, q, xs):
    chain = [Biquad.lowpass(fc, q), Biquad.lowpass(fc * 1.5, q)]
    out = []
    for x in xs:
        for st in chain:
            x = st(x)
        out.append(x)
    return np.sum(np.array(out) ** 2)


program(biquad_chain, (0.1, 0.7, S.normal(6)), (0.2, 1.1, S.normal(5)), tags="strangers", must_pass=True)

Comp = namedtuple("Comp", "A B C")

COMPS = dict(benzene=Comp(4.01814, 1203.835, -53.226), toluene=Comp(4.07827, 1343.943, -53.773))


def psat(c, T):
    return 10 ** (c.A - c.B / (T + c.C))


def flash(z, T, P_):
    zs = dict(zip(COMPS, (z, 1 - z)))
    K = {n: psat(c, T) / P_ for n, c in COMPS.items()}

    def rr(b):
        return sum(zs[n] * (K[n] - 1) / (1 + b * (K[n] - 1)) for n in K)

    def drr(b):
        return -sum(zs[n] * (K[n] - 1) ** 2 / (1 + b * (K[n] - 1)) ** 2 for n in K)

    b = 0.5
    for it in range(15):
        step = rr(b) / drr(b)
        b -= step
        if abs(step) < 1e-14:
            break
    x = {n: zs[n] / (1 + b * (K[n] - 1)) for n in zs}
    y = {n: K[n] * xi for n, xi in x.items()}
    return b + y["benzene"] * x["toluene"]


program(flash, (0.5, 365.0, 1.0), (0.4, 370.0, 1.1), tags="strangers", must_pass=True)


def ising_transfer(J, h, n):
    T = np.array([[np.exp(J + h), np.exp(-J)], [np.exp(-J), np.exp(J - h)]])
    Z = np.trace(np.linalg.matrix_power(T, n))
    w, v = np.linalg.eigh(T)
    m = v[:, -1] @ np.diag([1.0, -1.0]) @ v[:, -1]
    return np.log(Z) / n + m


program(ising_transfer, (0.4, 0.1, 6), (0.2, 0.3, 4), tags="strangers", must_pass=True)


def traced(fn):
    @functools.wraps(fn)
    def wrapper(self, *args):
        self.calls.append(fn.__name__)
        r = fn(self, *args)
        self.results[fn.__name__] = r
        return r

    return wrapper


class Model:
    def __init__(self, k):
        self.k = k
        self.calls = []
        self.results = {}

    @traced
    def inner(self, x):
        return self.k * x**2

    @traced
    def outer(self, x):
        return self.inner(x) + self.inner(self.inner(x))

    @traced
    def total(self, x):
        return self.outer(x) * self.outer(x + self.k)


def traced_methods(k, x):
    m = Model(k)
    v = m.total(x)
    return v + m.results["inner"] * len(m.calls) + m.results["outer"]


program(traced_methods, (0.5, 0.7), (1.1, 0.3), tags="strangers", must_pass=True)


class Repeat:
    def __init__(self, n):
        self.n = n

    def __call__(self, fn):
        def go(x):
            for _ in range(self.n):
                x = fn(x)
            return x

        return go


@Repeat(2)
def grow(x):
    return 1.1 * x + 0.1 * math.sin(x)


@Repeat(3)
def shrink(x):
    return grow(x) * 0.8


def class_decorators(x):
    return shrink(grow(x)) + grow(shrink(x))


program(class_decorators, (0.5,), (1.4,), tags="strangers", must_pass=True)


class Node:
    def __init__(self, f, nxt=None):
        self.f, self.nxt = f, nxt

    def __call__(self, x):
        y = self.f(x)
        return self.nxt(y) if self.nxt is not None else y


def linked_callables(x, a):
    chain = None
    for f in (lambda v: a * v, np.sin, lambda v: v + a):
        chain = Node(f, chain)
    return chain(x) + Node(chain, Node(chain))(x)


program(linked_callables, (0.5, 0.7), (1.4, 0.3), tags="strangers", must_pass=True)


def compose(*fs):
    return functools.reduce(lambda f, g: lambda x: f(g(x)), fs)


def partial_tower(a, x):
    mul = lambda k, v: k * v
    half = functools.partial(mul, 0.5)
    by_a = functools.partial(mul, a)
    nest = functools.partial(functools.partial(lambda p, q, r: p * q + r, a), x)
    return compose(half, by_a, np.tanh, by_a)(x) + nest(a) + nest(r=x)


program(partial_tower, (0.5, 0.7), (1.4, 0.3), tags="strangers", must_pass=True)


class Lazy:
    def __init__(self, x):
        self.x = x
        self._sq = None
        self.evals = 0

    @property
    def sq(self):
        if self._sq is None:
            self.evals += 1
            self._sq = self.x**2
        return self._sq

    @sq.setter
    def sq(self, v):
        self._sq = v
        self.x = math.sqrt(v)

    @functools.cached_property
    def cube(self):
        return self.sq * self.x


def lazy_properties(x):
    o = Lazy(x)
    a = o.sq + o.sq * o.cube
    o.sq = a
    return o.x * o.sq + o.cube + o.evals


program(lazy_properties, (0.5,), (1.4,), tags="strangers", must_pass=True)


@contextlib.contextmanager
def temporarily(obj, **kw):
    old = {k: getattr(obj, k) for k in kw}
    for k, v in kw.items():
        setattr(obj, k, v)
    try:
        yield obj
    finally:
        for k, v in old.items():
            setattr(obj, k, v)


class Opt:
    pass


def temporary_attributes(x):
    o = Opt()
    o.lr = x
    o.mom = 0.9
    s = o.lr * 2
    with temporarily(o, lr=x * x, mom=x) as p:
        s += p.lr * p.mom
        with temporarily(o, lr=3.0):
            s *= o.lr + p.mom
        s += o.lr
    return s + o.lr * o.mom


program(temporary_attributes, (0.5,), (1.4,), tags="strangers", must_pass=True)


def walrus_and_unpack(xs):
    (a, *mid, b), n = xs, len(xs)
    big = [y for x in xs if (y := x * x) > 0.1]
    *head, last = sorted(big)
    mid[0:1] = [a, b]
    del mid[-1]
    mid.insert(0, last)
    mid *= 2
    return sum(v * i for i, v in enumerate(mid[::-1])) + (last if head else a) + n * b


program(
    walrus_and_unpack, ([0.5, 0.3, 0.9, 1.2],), ([1.5, 0.4, 0.2, 0.8, 0.6],), tags="strangers", must_pass=True
)


def zip_of_generators(xs, a):
    sq = (x * x for x in xs)
    tw = (a * x for x in xs)
    tot = sum(p * q for p, q in zip(sq, tw))
    ev = (x for i, x in enumerate(xs) if i % 2 == 0)
    return tot + max(ev) + sum(map(operator.mul, xs, reversed(xs)))


program(zip_of_generators, ([0.5, 0.3, 0.9], 0.7), ([1.5, 0.4], 1.2), tags="strangers", must_pass=True)


def complex_polar(a, b):
    z = complex(a, b)
    r, ph = cmath.polar(z)
    w = cmath.rect(r**2, ph / 2) + cmath.exp(1j * cmath.phase(z)) + cmath.sqrt(z) * cmath.log(z)
    return abs(w) + w.imag + (w.conjugate() * z).real


program(complex_polar, (0.5, 0.7), (1.2, -0.4), tags="strangers", must_pass=True)


def pairwise_dists(X, ell):
    from scipy.spatial.distance import cdist, pdist, squareform

    D = cdist(X, X, "sqeuclidean")
    K = np.exp(-D / (2 * ell**2))
    d = pdist(X)
    return K.sum() + d.mean() + squareform(d)[0].max() + cdist(X, X[:2]).sum()


program(pairwise_dists, (S.normal(4, 2), 0.7), (S.normal(3, 3), 1.2), tags="strangers", must_pass=True)


def callable_state(x0, g):
    class Env:
        def __init__(self):
            self.reset()

        def reset(self):
            self.s = np.array([x0, 0.0])
            self.t = 0
            return self.s

        def step(self, a):
            self.s = self.s + 0.1 * np.array([self.s[1], a - self.s[0]])
            self.t += 1
            return self.s, -(self.s @ self.s) - 0.1 * a * a, self.t >= 5

    env = Env()
    ret, disc, done = 0.0, 1.0, False
    obs = env.reset()
    while not done:
        obs, r, done = env.step(-g * obs[0] - 0.5 * g * obs[1])
        ret += disc * r
        disc *= 0.95
    return ret


program(callable_state, (1.0, 0.7), (0.6, 1.9), tags="strangers", must_pass=True)


def pieces_of_lists_and_integers(x, w):
    whole = np.piecewise(np.arange(4), [np.arange(4) > 1], [lambda t: t * 0.7 * x, 0.3])
    listed = np.piecewise([0.5, 1.5], [np.array([True, False])], [lambda t: t * 0.7, 0.3])
    return whole * x + np.piecewise(w, [w > 0.4, w < 0], [lambda t: t * x, 0.3]) + listed[0]


program(
    pieces_of_lists_and_integers,
    (0.7, np.array([0.5, -0.3, 0.2, 0.9])),
    (0.2, np.array([-0.5, 0.3, 0.6, 0.1])),
)
