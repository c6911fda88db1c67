"""Programs of economists, actuaries, hydrologists, geodesists, chemists, statisticians."""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import logging
import math
import operator
import re
from collections import deque
from collections.abc import Callable
from dataclasses import astuple, dataclass, field, replace
from typing import Protocol, TypedDict

import numpy as np
import numpy.typing as npt
import scipy.special as sc
from scipy import linalg

from tests.programs import Sampler, program

S = Sampler(71101)
log = logging.getLogger(__name__)


class Household:
    def __init__(self, shares, sigma, endow):
        self.shares = shares
        self.sigma = sigma
        self.endow = endow

    def income(self, p):
        return p @ self.endow

    def demand(self, p):
        w = self.shares * p ** (1 - self.sigma)
        return w / w.sum() * self.income(p) / p


class Economy:
    def __init__(self):
        self.hh = []

    def add(self, h):
        self.hh.append(h)
        return self

    def excess(self, p):
        return sum(h.demand(p) - h.endow for h in self.hh)


def tatonnement(sh1, sh2, e):
    econ = Economy().add(Household(sh1, 0.7, e)).add(Household(sh2, 1.6, e[::-1]))
    p = np.ones_like(e)
    for _ in range(6):
        z = econ.excess(p)
        p = p * np.exp(0.1 * z)
        p /= p[0]
    return p, float(np.abs(z).max()) < 10


def tatonnement_loss(sh1, sh2, e):
    p, ok = tatonnement(sh1, sh2, e)
    assert ok
    return np.sum(np.log(p[1:]) ** 2)


program(
    tatonnement_loss,
    (S.positive(3), S.positive(3), S.positive(3)),
    (S.positive(4), S.positive(4), S.positive(4)),
    tags="strangers",
    must_pass=True,
)


def gompertz_makeham_premium(A, B, c, i):
    x, n = 40, 25
    v = 1 / (1 + i)
    q = [1 - math.exp(-A - B * c ** (x + t) * (c - 1) / math.log(c)) for t in range(n)]
    lx = [100000.0]
    for qt in q:
        lx.append(lx[-1] * (1 - qt))
    dx = [a - b for a, b in zip(lx, lx[1:])]
    annuity = sum(v**t * l for t, l in enumerate(lx[:-1])) / lx[0]
    insurance = sum(v ** (t + 1) * d for t, d in enumerate(dx)) / lx[0]
    return insurance / annuity * 1e3


program(
    gompertz_makeham_premium,
    (0.0003, 0.00003, 1.1, 0.03),
    (0.0005, 0.00002, 1.09, 0.05),
    tags="strangers",
    must_pass=True,
)


def chain_ladder(tri):
    n = tri.shape[0]
    f = np.ones(n - 1)
    for j in range(n - 1):
        num = tri[: n - j - 1, j + 1].sum()
        den = tri[: n - j - 1, j].sum()
        f[j] = num / den
    full = tri.copy()
    for i in range(1, n):
        for j in range(n - i, n):
            full[i, j] = full[i, j - 1] * f[j - 1]
    latest = np.array([tri[i, n - 1 - i] for i in range(n)])
    return np.sum(full[:, -1] - latest)


program(
    chain_ladder,
    (np.cumsum(S.positive(4, 4), axis=1),),
    (np.cumsum(S.positive(5, 5), axis=1),),
    tags="strangers",
    must_pass=True,
)


def snow_bucket(ddf, k, temp, precip):
    params = {"ddf": ddf, "k": k, "tt": 0.0, "fc": 1.5}
    state = dict(swe=0.0, soil=0.5, gw=0.1)
    runoff = []
    for T, Pp in zip(temp, precip):
        snow, rain = (Pp, 0.0) if T < params["tt"] else (0.0, Pp)
        melt = min(state["swe"], params["ddf"] * max(T - params["tt"], 0.0))
        state["swe"] += snow - melt
        inflow = rain + melt
        recharge = inflow * (state["soil"] / params["fc"]) ** 2
        state["soil"] += inflow - recharge - 0.05 * state["soil"]
        state["gw"] += recharge
        q = params["k"] * state["gw"]
        state["gw"] -= q
        runoff.append(q)
    return sum(r * r for r in runoff) + state["swe"]


program(
    snow_bucket,
    (0.4, 0.3, np.array([-1.0, -2.0, 1.0, 3.0, 2.0, -0.5]), S.positive(6)),
    (0.3, 0.2, np.array([-1.0, 2.0, 1.0, -3.0, 2.0]), S.positive(5)),
    tags="strangers",
    must_pass=True,
)


def trilateration(anchors, ranges, x0):
    x = np.array(x0, dtype=float)
    for k in range(5):
        d = x - anchors
        r = np.linalg.norm(d, axis=1)
        J = d / r[:, None]
        dx, *_ = np.linalg.lstsq(J, ranges - r, rcond=None)
        x += dx
        if np.linalg.norm(dx) < 1e-14:
            break
    return np.sum(x**2)


program(
    trilateration,
    (
        np.array([[0.0, 0.0], [4.0, 0.3], [0.2, 5.0], [4.0, 4.0]]),
        np.array([2.2, 2.9, 3.8, 3.0]),
        np.array([1.0, 1.0]),
    ),
    (np.array([[0.0, 0.0], [3.0, 0.3], [0.2, 4.0]]), np.array([2.2, 2.1, 2.8]), np.array([1.0, 1.5])),
    tags="strangers",
    must_pass=True,
)


def lms_filter(x, d, mu):
    M = 3
    w = np.zeros(M)
    err = np.zeros(len(x))
    for n in range(M - 1, len(x)):
        u = x[n - M + 1 : n + 1][::-1]
        err[n] = d[n] - w @ u
        w += 2 * mu * err[n] * u
    return np.mean(err[M - 1 :] ** 2), w


def lms_cost(x, d, mu):
    mse, w = lms_filter(x, d, mu)
    return mse + 0.01 * np.linalg.norm(w)


program(
    lms_cost,
    (S.normal(8), S.normal(8), 0.1),
    (S.normal(9), S.normal(9), 0.05),
    tags="strangers",
    must_pass=True,
)


class Kernel:
    def __add__(self, o):
        return Sum(self, o)

    def __mul__(self, o):
        return Prod(self, o) if isinstance(o, Kernel) else Scaled(self, o)

    __rmul__ = __mul__


class RBF(Kernel):
    def __init__(self, ell):
        self.ell = ell

    def __call__(self, a, b):
        return np.exp(-0.5 * np.subtract.outer(a, b) ** 2 / self.ell**2)


class Periodic(Kernel):
    def __init__(self, p):
        self.p = p

    def __call__(self, a, b):
        return np.exp(-2 * np.sin(np.pi * np.abs(a[:, None] - b[None, :]) / self.p) ** 2)


class Sum(Kernel):
    def __init__(self, k1, k2):
        self.k1, self.k2 = k1, k2

    def __call__(self, a, b):
        return self.k1(a, b) + self.k2(a, b)


class Prod(Sum):
    def __call__(self, a, b):
        return self.k1(a, b) * self.k2(a, b)


class Scaled(Kernel):
    def __init__(self, k, s):
        self.k, self.s = k, s

    def __call__(self, a, b):
        return self.s * self.k(a, b)


def gp_nlml(ell, per, sf, x, y):
    k = sf * RBF(ell) + RBF(2 * ell) * Periodic(per)
    K = k(x, x) + 0.1 * np.identity(x.size)
    c, low = linalg.cho_factor(K, lower=True)
    alpha = linalg.cho_solve((c, low), y)
    return 0.5 * y @ alpha + np.log(np.diag(c)).sum()


program(
    gp_nlml,
    (0.8, 1.3, 0.7, np.array([0.0, 0.7, 1.1, 2.3]), S.normal(4)),
    (1.1, 0.9, 1.2, np.array([0.0, 0.3, 1.0]), S.normal(3)),
    tags="strangers",
    must_pass=True,
)


def mean_field_ising(J, h, beta):
    m = 0.5 * np.ones(4)
    nb = [(1, 3), (0, 2), (1, 3), (2, 0)]
    for sweep in range(8):
        old = m.copy()
        for i, (a, b) in enumerate(nb):
            m[i] = np.tanh(beta * (J * (m[a] + m[b]) + h[i]))
        if np.allclose(old, m, atol=1e-12):
            break
    H = lambda p: -p * np.log(p) - (1 - p) * np.log1p(-p)
    return -J * sum(m[i] * m[(i + 1) % 4] for i in range(4)) - h @ m - np.sum(H((1 + m) / 2)) / beta


program(mean_field_ising, (0.4, S.normal(4), 0.8), (0.3, S.normal(4), 1.2), tags="strangers", must_pass=True)


@dataclass
class PID:
    kp: float
    ki: float
    kd: float
    limit: float = 2.0
    _i: float = field(default=0.0, init=False)
    _last: float = field(default=None, init=False)

    def __call__(self, err, dt):
        d = 0.0 if self._last is None else (err - self._last) / dt
        self._last = err
        u = self.kp * err + self.ki * (self._i + err * dt) + self.kd * d
        if -self.limit < u < self.limit:
            self._i += err * dt
        return max(-self.limit, min(self.limit, u))


def pid_cost(kp, ki, kd):
    ctl = PID(kp, ki, kd)
    y = v = 0.0
    J = 0.0
    for _ in range(12):
        u = ctl(1.0 - y, 0.1)
        v += 0.1 * (u - 0.5 * v)
        y += 0.1 * v
        J += (1 - y) ** 2 + 0.01 * u**2
    return J


program(pid_cost, (1.2, 0.4, 0.2), (2.6, 0.1, 0.05), tags="strangers", must_pass=True)


def project_schedule(dur):
    preds = {"a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"], "e": ["c"], "f": ["d", "e"]}
    names = sorted(preds)
    d = dict(zip(names, dur))
    finish: dict[str, float] = {}
    pending = deque(names)
    while pending:
        n = pending.popleft()
        if any(p not in finish for p in preds[n]):
            pending.append(n)
            continue
        start = max((finish[p] for p in preds[n]), default=0.0)
        finish[n] = start + d[n]
    return finish["f"] + 0.1 * sum(finish.values())


program(project_schedule, (S.positive(6),), (S.positive(6),), tags="strangers", must_pass=True)

FORMULA = re.compile(r"([A-Z][a-z]?)(\d*)")


def molar_mass(formula, masses):
    total = 0.0
    for el, n in FORMULA.findall(formula):
        total += masses[el] * (int(n) if n else 1)
    return total


def stoich(mH, mC, mO, grams):
    m = {"H": mH, "C": mC, "O": mO}
    spec = json.loads('{"reactants": ["C6H12O6"], "products": {"C2H6O": 2, "CO2": 2}}')
    n = grams / molar_mass(spec["reactants"][0], m)
    return sum(n * k * molar_mass(p, m) ** 1.1 for p, k in spec["products"].items())


program(stoich, (1.008, 12.011, 15.999, 10.0), (1.1, 12.0, 16.0, 4.0), tags="strangers", must_pass=True)

OPS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
    "max": max,
}


def rpn(expr, **env):
    st = []
    for tok in expr.split():
        if tok in OPS:
            b = st.pop()
            a = st.pop()
            st.append(OPS[tok](a, b))
        elif tok in env:
            st.append(env[tok])
        else:
            st.append(float(tok))
    (res,) = st
    return res


def rpn_formula(x, y):
    return rpn("x y * 2 ^ x y + / x 0.5 * max", x=x, y=y) + rpn("x 3 -", x=x)


program(rpn_formula, (1.2, 0.7), (0.4, 2.1), tags="strangers", must_pass=True)


def erlang_c_wait(lam, mu, c=3):
    a = lam / mu
    terms = [a**k / math.factorial(k) for k in range(c)]
    last = a**c / math.factorial(c) * c / (c - a)
    pw = last / (sum(terms) + last)
    return pw / (c * mu - lam)


program(erlang_c_wait, (2.0, 1.0), (1.5, 0.9), tags="strangers", must_pass=True)


def em_mog(X, mu, logw):
    K, D = mu.shape
    w = np.exp(logw) / np.exp(logw).sum()
    cov = np.stack([np.eye(D)] * K)
    for _ in range(2):
        dens = np.zeros((len(X), K))
        for k in range(K):
            d = X - mu[k]
            L = np.linalg.cholesky(cov[k])
            z = linalg.solve_triangular(L, d.T, lower=True)
            dens[:, k] = np.log(w[k]) - 0.5 * (z**2).sum(0) - np.log(np.diagonal(L)).sum()
        r = np.exp(dens - sc.logsumexp(dens, axis=1, keepdims=True))
        Nk = r.sum(0)
        w = Nk / len(X)
        mu = (r.T @ X) / Nk[:, np.newaxis]
        for k in range(K):
            d = X - mu[k]
            cov[k] = (r[:, k, None] * d).T @ d / Nk[k] + 1e-1 * np.eye(D)
    return sc.logsumexp(dens, axis=1).sum()


program(
    em_mog,
    (S.normal(7, 2), S.normal(2, 2), S.normal(2)),
    (S.normal(6, 3), S.normal(2, 3), S.normal(2)),
    tags="strangers",
    must_pass=True,
)


def pf_loglik(a, q, ys, noise, u):
    N = noise.shape[1]
    x = np.zeros(N)
    ll = 0.0
    for t, y in enumerate(ys):
        x = a * x + q * noise[t]
        logw = -0.5 * (y - x) ** 2
        m = logw.max()
        w = np.exp(logw - m)
        ll += m + np.log(w.mean())
        w /= w.sum()
        pos = (np.arange(N) + u[t]) / N
        idx = np.searchsorted(np.cumsum(w), pos)
        x = x[np.minimum(idx, N - 1)]
    return ll


program(
    pf_loglik,
    (0.8, 0.5, S.normal(3), S.normal(3, 5), [0.31, 0.57, 0.82]),
    (0.6, 0.9, S.normal(2), S.normal(2, 4), [0.3, 0.5]),
    tags="strangers",
    must_pass=True,
)


def polyphase_decimate(x, h, M=3):
    L = math.ceil(len(h) / M) * M
    hp = np.pad(h, (0, L - len(h))).reshape(-1, M).T
    xp = np.concatenate((np.zeros(M - 1), x))
    n_out = len(x) // M
    y = np.zeros(n_out)
    for m in range(M):
        branch = xp[M - 1 - m :: M][:n_out]
        y += np.convolve(branch, hp[m])[:n_out]
    return np.sum(y**2)


program(
    polyphase_decimate,
    (S.normal(12), S.normal(7)),
    (S.normal(9), S.normal(5)),
    tags="strangers",
    must_pass=True,
)


def bilateral(img, ss, sr):
    H, W = img.shape
    out = np.zeros_like(img)
    for i in range(H):
        for j in range(W):
            i0, i1 = max(i - 1, 0), min(i + 2, H)
            j0, j1 = max(j - 1, 0), min(j + 2, W)
            patch = img[i0:i1, j0:j1]
            yy, xx = np.mgrid[i0:i1, j0:j1]
            w = np.exp(
                -((yy - i) ** 2 + (xx - j) ** 2) / (2 * ss**2) - (patch - img[i, j]) ** 2 / (2 * sr**2)
            )
            out[i, j] = (w * patch).sum() / w.sum()
    return np.sum(out**2)


program(bilateral, (S.normal(3, 4), 1.1, 0.8), (S.normal(4, 3), 0.7, 1.2), tags="strangers", must_pass=True)


@dataclass(frozen=True)
class Quat:
    w: float
    x: float
    y: float
    z: float

    def __mul__(self, o):
        return Quat(
            self.w * o.w - self.x * o.x - self.y * o.y - self.z * o.z,
            self.w * o.x + self.x * o.w + self.y * o.z - self.z * o.y,
            self.w * o.y - self.x * o.z + self.y * o.w + self.z * o.x,
            self.w * o.z + self.x * o.y - self.y * o.x + self.z * o.w,
        )

    def conj(self):
        return replace(self, x=-self.x, y=-self.y, z=-self.z)

    @property
    def norm(self):
        return math.sqrt(sum(c * c for c in astuple(self)))

    @classmethod
    def about(cls, axis, ang):
        s = math.sin(ang / 2)
        return cls(math.cos(ang / 2), *(s * a for a in axis))

    def rotate(self, v):
        q = self * Quat(0.0, *v) * self.conj()
        return q.x, q.y, q.z


def quat_rotation_energy(angle, v):
    q = Quat.about((0.0, 0.6, 0.8), angle) * Quat.about([1.0, 0.0, 0.0], 2 * angle)
    a, b, c = q.rotate(v)
    return a * 2 + b * c + q.norm


program(
    quat_rotation_energy, (0.4, [0.3, 0.5, -0.2]), (1.4, [1.3, -0.5, 0.2]), tags="strangers", must_pass=True
)


class SimState(TypedDict):
    t: float
    y: np.ndarray


class Integrator(Protocol):
    def step(self, f: Callable, s: SimState, dt: float) -> SimState: ...


class Euler:
    def step(self, f, s, dt):
        return SimState(t=s["t"] + dt, y=s["y"] + dt * f(s["t"], s["y"]))


class Midpoint(Euler):
    def step(self, f, s, dt):
        half = super().step(f, s, dt / 2)
        return {"t": s["t"] + dt, "y": s["y"] + dt * f(half["t"], half["y"])}


def simulate(integ: Integrator, f, s: SimState, n: int, dt: float) -> list[SimState]:
    return list(itertools.accumulate(range(n), lambda st, _: integ.step(f, st, dt), initial=s))


def typed_simulation(y0: npt.NDArray, k: float) -> float:
    f = lambda t, y: np.array([y[1], -k * y[0] + math.sin(t)])
    total = 0.0
    for integ in (Euler(), Midpoint()):
        traj = simulate(integ, f, SimState(t=0.0, y=y0), 4, 0.1)
        total += sum(float(np.dot(s["y"], s["y"])) if k is None else np.dot(s["y"], s["y"]) for s in traj)
    return total


program(typed_simulation, (S.normal(2), 1.3), (S.normal(2), 0.3), tags="strangers", must_pass=True)


def scaled(by=1.0, *, offset=0.0):
    def deco(fn):
        @functools.wraps(fn)
        def wrapper(*args, **kwargs):
            return by * fn(*args, **kwargs) + offset

        return wrapper

    return deco


@scaled(2.0, offset=0.1)
@scaled()
def spring(x, k=3.0):
    return 0.5 * k * x**2


@functools.singledispatch
def measure(x):
    raise NotImplementedError(type(x))


@measure.register
def _(x: float):
    return x * x


@measure.register(np.ndarray)
def _(x):
    return np.sum(x * x)


@measure.register(list)
def _(x):
    return sum(measure(v) for v in x)


@contextlib.contextmanager
def section(name, store):
    store.setdefault(name, 0)
    store[name] += 1
    try:
        yield store
    finally:
        log.debug("left %s", name)


def decorated_measure(x, v):
    counts = {}
    with section("a", counts), section("b", counts) as c:
        e = spring(x) + spring(x, k=1.5)
    with section("a", counts):
        e += measure([x, v, [2.0 * x, v]])
    return e / counts["a"]


program(decorated_measure, (0.8, S.normal(3)), (1.8, S.normal(2)), tags="strangers", must_pass=True)


def ev(e, env):
    match e:
        case ("const", c):
            return c
        case ("var", str(name)):
            return env[name]
        case ("add" | "sum", *args):
            return sum(ev(a, env) for a in args)
        case ("mul", a, b):
            return ev(a, env) * ev(b, env)
        case ("pow", a, int(n)) if n >= 0:
            return ev(a, env) ** n
        case ("call", f, a):
            return getattr(np, f)(ev(a, env))
        case {"if": c, "then": a, "else": b}:
            return ev(a, env) if ev(c, env) > 0 else ev(b, env)
        case _:
            raise ValueError(e)


TREE = (
    "add",
    ("mul", ("var", "x"), ("var", "y")),
    ("pow", ("call", "sin", ("var", "x")), 2),
    {"if": ("var", "y"), "then": ("call", "exp", ("var", "y")), "else": ("const", 1.0)},
)


def symbolic_tree(x, y):
    return ev(TREE, {"x": x, "y": y})


program(symbolic_tree, (0.8, 0.3), (0.3, -0.4), tags="strangers", must_pass=True)


def soft_nw(sim, gap, temp):
    m, n = sim.shape
    F = np.zeros((m + 1, n + 1))
    F[:, 0] = gap * np.arange(m + 1)
    F[0] = gap * np.arange(n + 1)
    for i, j in itertools.product(range(1, m + 1), range(1, n + 1)):
        opts = np.array([F[i - 1, j - 1] + sim[i - 1, j - 1], F[i - 1, j] + gap, F[i, j - 1] + gap])
        F[i, j] = temp * np.log(np.sum(np.exp(opts / temp)))
    return F[-1, -1]


program(soft_nw, (S.normal(3, 4), -0.5, 0.7), (S.normal(4, 2), -0.2, 1.2), tags="strangers", must_pass=True)


def causal_attention_pos(X, Wq, Wk, Wv):
    T_, d = X.shape
    pos = np.arange(T_)[:, None] / 10000 ** (2 * (np.arange(d)[None, :] // 2) / d)
    pe = np.where(np.arange(d) % 2 == 0, np.sin(pos), np.cos(pos))
    X = X + pe
    q, k, v = X @ Wq, X @ Wk, X @ Wv
    s = q @ k.T / np.sqrt(d)
    s[np.triu_indices(T_, k=1)] = -np.inf
    s -= s.max(axis=1, keepdims=True)
    w = np.exp(s)
    w /= w.sum(axis=1, keepdims=True)
    o = w @ v
    mu, sd = o.mean(-1, keepdims=True), o.std(-1, keepdims=True)
    return np.sum(((o - mu) / (sd + 1e-5)) ** 3)


program(
    causal_attention_pos,
    (S.normal(4, 3), S.normal(3, 3), S.normal(3, 3), S.normal(3, 3)),
    (S.normal(3, 4), S.normal(4, 4), S.normal(4, 4), S.normal(4, 4)),
    tags="strangers",
    must_pass=True,
)


def manual_backprop_train(W1, W2, X, y, lr):
    """trains with its own gradients; differentiate through the training"""
    losses = []
    for epoch in range(3):
        a1 = X @ W1
        h = np.where(a1 > 0, a1, 0.1 * a1)
        out = h @ W2
        err = out - y
        losses.append(float(0) + (err**2).mean())
        dout = 2 * err / len(y)
        dW2 = h.T @ dout
        dh = np.outer(dout, W2)
        dh[a1 <= 0] *= 0.1
        dW1 = X.T @ dh
        W1 = W1 - lr * dW1
        W2 = W2 - lr * dW2
    return losses[-1] + 0.1 * sum(losses)


program(
    manual_backprop_train,
    (S.normal(2, 3), S.normal(3), S.normal(5, 2), S.normal(5), 0.05),
    (S.normal(3, 2), S.normal(2), S.normal(4, 3), S.normal(4), 0.1),
    tags="strangers",
    must_pass=True,
)
