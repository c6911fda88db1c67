"""Programs as strangers wrote them: ported Fortran, quants, robots, statistics, learning, elements, grids."""

from __future__ import annotations

import itertools as it
import math
import operator
from dataclasses import dataclass
from typing import NamedTuple, Optional

import numpy as np
from numpy import zeros
from numpy.linalg import norm

from tests.programs import Sampler, program

S = Sampler(60001)


def tridag(a, b, c, r):
    n = len(b)
    gam = zeros(n)
    u = zeros(n)
    bet = b[0]
    u[0] = r[0] / bet
    for j in range(1, n):
        gam[j] = c[j - 1] / bet
        bet = b[j] - a[j] * gam[j]
        if bet == 0.0:
            raise ZeroDivisionError("tridag failed")
        u[j] = (r[j] - a[j] * u[j - 1]) / bet
    for j in range(n - 2, -1, -1):
        u[j] -= gam[j + 1] * u[j + 1]
    return u


def heat_tridag(kappa, u0):
    n = u0.shape[0]
    dx, dt = (1.0 / (n + 1), 0.01)
    u = u0.copy()
    lam = kappa * dt / dx**2
    a = np.full(n, -lam)
    c = np.full(n, -lam)
    b = np.full(n, 1 + 2 * lam)
    for it_ in range(3):
        u = tridag(a, b, c, u)
    return np.sum(u**2)


program(heat_tridag, (0.1, S.normal(6)), (0.3, S.normal(6)), wrt=(0, 1), tags="strangers", must_pass=True)


def polint(xa, ya, x):
    n = xa.size
    c = ya.copy()
    d = ya.copy()
    dif = abs(x - xa[0])
    ns = 0
    for i in range(n):
        dift = abs(x - xa[i])
        if dift < dif:
            ns = i
            dif = dift
    y = ya[ns]
    ns -= 1
    for m in range(1, n):
        for i in range(n - m):
            ho = xa[i] - x
            hp = xa[i + m] - x
            w = c[i + 1] - d[i]
            den = w / (ho - hp)
            d[i] = hp * den
            c[i] = ho * den
        if 2 * (ns + 1) < n - m:
            dy = c[ns + 1]
        else:
            dy = d[ns]
            ns -= 1
        y += dy
    return y


program(
    polint,
    (np.array([0.0, 1.0, 2.0, 3.5]), S.normal(4), 1.3),
    (np.array([0.0, 1.0, 2.0, 3.5]), S.normal(4), 2.9),
    wrt=2,
    tags="strangers",
    must_pass=True,
)


def rkqs_like(y, x, htry, eps, yscal, derivs):
    safety, pgrow, pshrnk, errcon = (0.9, -0.2, -0.25, 0.000189)
    h = htry
    while True:
        k1 = derivs(x, y)
        k2 = derivs(x + h / 2, y + h / 2 * k1)
        ytemp = y + h * k2
        yerr = h * (k2 - k1)
        errmax = np.max(np.abs(yerr / yscal)) / eps
        if errmax <= 1.0:
            break
        htemp = safety * h * errmax**pshrnk
        h = max(htemp, 0.1 * h) if h >= 0 else min(htemp, 0.1 * h)
    hnext = safety * h * errmax**pgrow if errmax > errcon else 5.0 * h
    return (x + h, ytemp, h, hnext)


def odeint_nr(y0, k):

    def derivs(x, y):
        return np.array([y[1], -k * y[0] - 0.1 * y[1]])

    x, y, h = (0.0, y0, 0.1)
    nok = nbad = 0
    for nstp in range(200):
        yscal = np.abs(y) + np.abs(derivs(x, y) * h) + 1e-30
        if (x + h - 1.0) * (x + h - 0.0) > 0.0:
            h = 1.0 - x
        x, y, hdid, hnext = rkqs_like(y, x, h, 0.05, yscal, derivs)
        if hdid == h:
            nok += 1
        else:
            nbad += 1
        if x >= 1.0 - 1e-12:
            return y[0] * y[1] + nok * 0.0
        h = hnext
    else:
        raise RuntimeError("too many steps")


program(
    odeint_nr,
    (np.array([1.0, 0.2]), 2.0),
    (np.array([0.6, -0.2]), 3.0),
    second=False,
    tags="strangers",
    must_pass=True,
)


def ludcmp_common(a, b):
    n = a.shape[0]
    a = a.copy()
    b = b.copy()
    indx = np.zeros(n, dtype=int)
    vv = 1.0 / np.max(np.abs(a), axis=1)
    d = 1.0
    for j in range(n):
        for i in range(j):
            s = a[i, j]
            for k in range(i):
                s -= a[i, k] * a[k, j]
            a[i, j] = s
        big, imax = (0.0, j)
        for i in range(j, n):
            s = a[i, j]
            for k in range(j):
                s = s - a[i, k] * a[k, j]
            a[i, j] = s
            dum = vv[i] * abs(s)
            if dum >= big:
                big, imax = (dum, i)
        if j != imax:
            for k in range(n):
                dum = a[imax, k]
                a[imax, k] = a[j, k]
                a[j, k] = dum
            d = -d
            vv[imax] = vv[j]
        indx[j] = imax
        if j != n - 1:
            dum = 1.0 / a[j, j]
            for i in range(j + 1, n):
                a[i, j] *= dum
    ii = -1
    for i in range(n):
        ip = indx[i]
        s = b[ip]
        b[ip] = b[i]
        if ii != -1:
            for j in range(ii, i):
                s -= a[i, j] * b[j]
        elif s != 0.0:
            ii = i
        b[i] = s
    for i in range(n - 1, -1, -1):
        s = b[i]
        for j in range(i + 1, n):
            s -= a[i, j] * b[j]
        b[i] = s / a[i, i]
    return d * np.sum(b**2)


program(
    ludcmp_common,
    (S.normal(4, 4), S.normal(4)),
    (S.normal(4, 4), S.normal(4)),
    tags="strangers",
    must_pass=True,
)


def price_american_put(S0, K, r, sigma, T, steps):
    dt = T / steps
    u = math.exp(sigma * math.sqrt(dt))
    d = 1 / u
    p = (math.exp(r * dt) - d) / (u - d)
    disc = math.exp(-r * dt)
    values = [max(K - S0 * u**j * d ** (steps - j), 0.0) for j in range(steps + 1)]
    for i in range(steps - 1, -1, -1):
        for j in range(i + 1):
            cont = disc * (p * values[j + 1] + (1 - p) * values[j])
            exercise = K - S0 * u**j * d ** (i - j)
            values[j] = max(cont, exercise)
        values.pop()
    return values[0]


program(
    price_american_put,
    (100.0, 103.0, 0.03, 0.25, 1.0, 6),
    (90.0, 103.0, 0.03, 0.25, 0.5, 4),
    wrt=(0, 3),
    second=False,
    tags="strangers",
    must_pass=True,
)


def implied_vol(price, s, k, t, r=0.0):

    def N(x):
        return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))

    def phi(x):
        return math.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)

    def bs(v):
        d1 = (math.log(s / k) + (r + 0.5 * v * v) * t) / (v * math.sqrt(t))
        d2 = d1 - v * math.sqrt(t)
        return (s * N(d1) - k * math.exp(-r * t) * N(d2), s * math.sqrt(t) * phi(d1))

    if price <= max(s - k * math.exp(-r * t), 0.0):
        return 0.0
    v = 0.3
    for _ in range(50):
        c, vega = bs(v)
        diff = c - price
        if abs(diff) < 1e-13:
            break
        v -= diff / vega
    return v


program(
    implied_vol,
    (10.0, 100.0, 100.0, 1.0),
    (12.0, 100.0, 98.0, 0.8),
    wrt=(0, 1),
    second=False,
    tags="strangers",
    must_pass=True,
)


def bootstrap_curve(rates, coupons):
    """Bootstrap discount factors from par swap rates; then price bonds."""
    dfs = {}
    for t, par in enumerate(rates, start=1):
        annuity = sum((dfs[k] for k in range(1, t)))
        dfs[t] = (1.0 - par * annuity) / (1.0 + par)
    pv = 0.0
    for t, df in dfs.items():
        pv += coupons[t - 1] * df
    return pv + dfs[max(dfs)]


program(
    bootstrap_curve,
    (np.array([0.02, 0.025, 0.03, 0.031]), S.positive(4)),
    (np.array([0.01, 0.015, 0.02, 0.021]), S.positive(4)),
    wrt=(0, 1),
    tags="strangers",
    must_pass=True,
)


def dh(theta, d, a, alpha):
    ct, st, ca, sa = (np.cos(theta), np.sin(theta), np.cos(alpha), np.sin(alpha))
    T = np.eye(4)
    T[0] = [ct, -st * ca, st * sa, a * ct]
    T[1] = [st, ct * ca, -ct * sa, a * st]
    T[2, 1:] = (sa, ca, d)
    return T


def arm_reach(q, links, target):
    frames = [np.eye(4)]
    for qi, (d, a, alpha) in zip(q, links):
        frames.append(frames[-1] @ dh(qi, d, a, alpha))
    ee = frames[-1][:3, 3]
    err = ee - np.asarray(target)
    return err @ err + 0.01 * sum((f[2, 3] ** 2 for f in frames[1:-1]))


LINKS = [(0.1, 0.3, math.pi / 2), (0.0, 0.5, 0.0), (0.05, 0.2, -math.pi / 2)]

program(
    arm_reach,
    (S.normal(3), LINKS, [0.3, 0.2, 0.1]),
    (S.normal(3), LINKS, [0.1, 0.2, 0.4]),
    tags="strangers",
    must_pass=True,
)


def skew(v):
    return np.array([[0.0, -v[2], v[1]], [v[2], 0.0, -v[0]], [-v[1], v[0], 0.0]])


def exp_so3(w):
    th = np.linalg.norm(w)
    if th < 1e-08:
        return np.eye(3) + skew(w)
    K = skew(w / th)
    return np.eye(3) + np.sin(th) * K + (1 - np.cos(th)) * K @ K


def log_so3(R):
    c = np.clip((np.trace(R) - 1) / 2, -1, 1)
    th = np.arccos(c)
    return th / (2 * np.sin(th)) * np.array([R[2, 1] - R[1, 2], R[0, 2] - R[2, 0], R[1, 0] - R[0, 1]])


def pose_graph(poses, edges, meas):
    cost = 0.0
    for (i, j), z in zip(edges, meas):
        Ri, Rj = (exp_so3(poses[i, :3]), exp_so3(poses[j, :3]))
        dR = Ri.T @ Rj
        dt = Ri.T @ (poses[j, 3:] - poses[i, 3:])
        e = np.r_[log_so3(exp_so3(z[:3]).T @ dR), dt - z[3:]]
        cost += 0.5 * e.dot(e)
    return cost


EDGES = [(0, 1), (1, 2), (0, 2)]

program(
    pose_graph,
    (0.3 * S.normal(3, 6), EDGES, 0.3 * S.normal(3, 6)),
    (0.3 * S.normal(3, 6), EDGES, 0.3 * S.normal(3, 6)),
    tags="strangers",
    must_pass=True,
)


def quat_mul(p, q):
    w0, x0, y0, z0 = p
    w1, x1, y1, z1 = q
    return np.array(
        [
            w0 * w1 - x0 * x1 - y0 * y1 - z0 * z1,
            w0 * x1 + x0 * w1 + y0 * z1 - z0 * y1,
            w0 * y1 - x0 * z1 + y0 * w1 + z0 * x1,
            w0 * z1 + x0 * y1 - y0 * x1 + z0 * w1,
        ]
    )


def attitude(omegas, v):
    q = np.array([1.0, 0, 0, 0])
    for om in omegas:
        q = q + 0.5 * 0.1 * quat_mul(q, (0.0, *om))
        q /= np.linalg.norm(q)
    conj = q * np.array([1, -1, -1, -1])
    return quat_mul(quat_mul(q, np.concatenate(([0.0], v))), conj)[1:]


program(
    attitude, (S.normal(4, 3), S.normal(3)), (S.normal(4, 3), S.normal(3)), tags="strangers", must_pass=True
)


def ekf_localise(controls, zs, landmarks, q):
    mu = np.zeros((3, 1))
    P = 0.1 * np.eye(3)
    nll = 0.0
    for (v, w), z in zip(controls, zs):
        th = mu[2, 0]
        mu = mu + 0.1 * np.array([[v * np.cos(th)], [v * np.sin(th)], [w]])
        G = np.eye(3)
        G[0, 2] = -0.1 * v * np.sin(th)
        G[1, 2] = 0.1 * v * np.cos(th)
        P = G @ P @ G.T + q * np.eye(3)
        for lm, zi in zip(landmarks, z):
            dx, dy = (lm[0] - mu[0, 0], lm[1] - mu[1, 0])
            r = np.hypot(dx, dy)
            H = np.array([[-dx / r, -dy / r, 0.0]])
            s = (H @ P @ H.T).item() + 0.05
            K = P @ H.T / s
            innov = zi - r
            mu = mu + K * innov
            P = (np.eye(3) - K @ H) @ P
            nll += 0.5 * (np.log(s) + innov**2 / s)
    return nll


program(
    ekf_localise,
    (S.normal(3, 2), S.positive(3, 2), np.array([[1.0, 2.0], [3.0, -1.0]]), 0.02),
    (S.normal(3, 2), S.positive(3, 2), np.array([[1.0, 2.0], [3.0, -1.0]]), 0.05),
    wrt=(0, 3),
    tags="strangers",
    must_pass=True,
)


def ordered_logit(beta, cuts, X, y):
    cuts = np.concatenate([[-np.inf], np.cumsum(np.r_[cuts[0], np.exp(cuts[1:])]), [np.inf]])
    eta = X @ beta
    up = 1 / (1 + np.exp(-(cuts[y + 1] - eta)))
    lo = 1 / (1 + np.exp(-(cuts[y] - eta)))
    return -np.log(up - lo).sum()


program(
    ordered_logit,
    (S.normal(2), S.normal(3) * 0.3, S.normal(7, 2), np.array([0, 1, 2, 3, 1, 2, 0])),
    (S.normal(2), S.normal(3) * 0.3, S.normal(7, 2), np.array([0, 1, 2, 3, 1, 3, 0])),
    wrt=(0, 1),
    tags="strangers",
    must_pass=True,
)


def garch_nll(theta, r):
    omega, alpha, beta = theta
    T = len(r)
    h = np.empty(T)
    h[0] = np.var(r)
    for t in range(1, T):
        h[t] = omega + alpha * r[t - 1] ** 2 + beta * h[t - 1]
    if np.any(h <= 0):
        return np.inf
    return 0.5 * (np.log(2 * np.pi * h) + r**2 / h).sum()


program(
    garch_nll,
    ([0.1, 0.1, 0.8], S.normal(8)),
    ([0.2, 0.15, 0.7], S.normal(8)),
    tags="strangers",
    must_pass=True,
)


def huber_irls(y, X, iters=4):
    n, p = X.shape
    beta = np.linalg.lstsq(X, y, rcond=None)[0]
    for _ in range(iters):
        r = y - X @ beta
        s = np.median(np.abs(r)) / 0.6745
        a = np.abs(r / s)
        w = np.where(a <= 1.345, 1.0, 1.345 / np.where(a == 0, 1, a))
        XtW = X.T * w
        beta = np.linalg.solve(XtW @ X, XtW @ y)
    return beta


program(
    huber_irls, (S.normal(7), S.normal(7, 2)), (S.normal(7), S.normal(7, 2)), tags="strangers", must_pass=True
)


class Adam:
    def __init__(self, params, lr=0.1, betas=(0.9, 0.99), eps=1e-08):
        self.params = params
        self.lr, (self.b1, self.b2), self.eps = (lr, betas, eps)
        self.m = {k: np.zeros_like(v) for k, v in params.items()}
        self.v = {k: np.zeros_like(v) for k, v in params.items()}
        self.t = 0

    def step(self, grads):
        self.t += 1
        for k, g in grads.items():
            self.m[k] = self.b1 * self.m[k] + (1 - self.b1) * g
            self.v[k] = self.b2 * self.v[k] + (1 - self.b2) * g * g
            mh = self.m[k] / (1 - self.b1**self.t)
            vh = self.v[k] / (1 - self.b2**self.t)
            self.params[k] = self.params[k] - self.lr * mh / (np.sqrt(vh) + self.eps)


def tune_learning_rate(lr, x, y):
    params = {"w": np.ones(x.shape[1]) * 0.1, "b": np.zeros(1)}
    opt = Adam(params, lr=lr)
    history = []
    for epoch in range(4):
        r = x @ params["w"] + params["b"] - y
        loss = float(np.mean(r**2)) if False else np.mean(r**2)
        history.append(loss)
        opt.step({"w": 2 * x.T @ r / len(y), "b": np.array([2 * r.mean()])})
    return history[-1] + 0.1 * min(history)


program(
    tune_learning_rate,
    (0.1, S.normal(5, 2), S.normal(5)),
    (0.05, S.normal(6, 2), S.normal(6)),
    tags="strangers",
    must_pass=True,
)


def im2col(x, k):
    n, c, h, w = x.shape
    oh, ow = (h - k + 1, w - k + 1)
    cols = np.empty((n, c, k, k, oh, ow))
    for i in range(k):
        for j in range(k):
            cols[:, :, i, j] = x[:, :, i : i + oh, j : j + ow]
    return cols.transpose(0, 4, 5, 1, 2, 3).reshape(n * oh * ow, -1)


def conv_im2col(w, x):
    f, c, k, _ = w.shape
    n, _, h, wd = x.shape
    out = im2col(x, k) @ w.reshape(f, -1).T
    out = out.reshape(n, h - k + 1, wd - k + 1, f).transpose(0, 3, 1, 2)
    pooled = out[:, :, ::2, ::2]
    return np.tanh(pooled).sum()


program(
    conv_im2col,
    (S.normal(2, 1, 2, 2), S.normal(2, 1, 4, 4)),
    (S.normal(2, 1, 2, 2), S.normal(1, 1, 5, 4)),
    wrt=(0, 1),
    tags="strangers",
    must_pass=True,
)


def attention_causal(params, tokens):
    E, pos = (params["emb"], params["pos"])
    T = len(tokens)
    h = E[tokens] + pos[:T]
    for layer in params["layers"]:
        q, k, v = (h @ layer[n] for n in ("q", "k", "v"))
        scores = q @ k.T / np.sqrt(q.shape[-1])
        scores = np.where(np.tril(np.ones((T, T), dtype=bool)), scores, -1000000000.0)
        a = np.exp(scores - scores.max(-1, keepdims=True))
        a /= a.sum(-1, keepdims=True)
        h = h + a @ v
        mu = h.mean(-1, keepdims=True)
        sd = h.std(-1, keepdims=True)
        h = (h - mu) / (sd + 1e-05)
    logits = h[:-1] @ E.T
    m = logits.max(axis=1, keepdims=True)
    lse = m[:, 0] + np.log(np.exp(logits - m).sum(axis=1))
    return np.mean(lse - logits[np.arange(T - 1), tokens[1:]])


def _tp():
    return {
        "emb": S.normal(5, 3),
        "pos": S.normal(6, 3),
        "layers": [{n: S.normal(3, 3) for n in "qkv"} for _ in range(2)],
    }


program(
    attention_causal,
    (_tp(), np.array([1, 3, 0, 2])),
    (_tp(), np.array([1, 3, 0, 2, 4])),
    tags="strangers",
    must_pass=True,
)


class Vec3(NamedTuple):
    x: float
    y: float
    z: float

    def __add__(self, o):
        return Vec3(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vec3(*(a - b for a, b in zip(self, o)))

    def __mul__(self, s):
        return Vec3(*[a * s for a in self])

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def dot(self, o):
        return sum(map(operator.mul, self, o))

    def cross(self, o):
        return Vec3(self.y * o.z - self.z * o.y, self.z * o.x - self.x * o.z, self.x * o.y - self.y * o.x)

    @property
    def length(self):
        return math.sqrt(self.dot(self))

    def unit(self):
        return self * (1.0 / self.length)


@dataclass(frozen=True)
class Ray:
    origin: Vec3
    direction: Vec3

    def at(self, t):
        return self.origin + t * self.direction


@dataclass
class Hit:
    t: float
    point: Vec3
    normal: Vec3
    albedo: float


@dataclass
class Sphere:
    centre: Vec3
    radius: float
    albedo: float = 0.8

    def intersect(self, ray) -> Optional[Hit]:
        oc = ray.origin - self.centre
        b = oc.dot(ray.direction)
        disc = b * b - (oc.dot(oc) - self.radius**2)
        if disc < 0:
            return None
        for t in (-b - math.sqrt(disc), -b + math.sqrt(disc)):
            if t > 0.0001:
                p = ray.at(t)
                return Hit(t, p, (p - self.centre).unit(), self.albedo)
        return None


@dataclass
class Plane:
    height: float
    albedo: float = 0.5

    def intersect(self, ray):
        if abs(ray.direction.y) < 1e-09:
            return None
        t = (self.height - ray.origin.y) / ray.direction.y
        return Hit(t, ray.at(t), Vec3(0.0, 1.0, 0.0), self.albedo) if t > 0.0001 else None


def trace(ray, scene, depth=0):
    hits = [h for h in (o.intersect(ray) for o in scene) if h is not None]
    if not hits or depth > 2:
        return 0.5 * (ray.direction.y + 1.0)
    hit = min(hits, key=lambda h: h.t)
    d = ray.direction
    refl = d - 2 * d.dot(hit.normal) * hit.normal
    return hit.albedo * trace(Ray(hit.point, refl.unit()), scene, depth + 1)


def render_two_pixels(cx, r, h):
    scene = [Sphere(Vec3(cx, 0.0, -3.0), r), Sphere(Vec3(1.2, 0.1, -2.5), 0.5, albedo=0.3), Plane(h)]
    total = 0.0
    for px, py in [(0.05, 0.02), (0.3, -0.25)]:
        total += trace(Ray(Vec3(0.0, 0.0, 0.0), Vec3(px, py, -1.0).unit()), scene)
    return total


program(
    render_two_pixels, (0.1, 1.0, -1.1), (0.0, 0.9, -0.9), wrt=(0, 1, 2), tags="strangers", must_pass=True
)


def truss_scatter(areas, nodes, elems, load):
    ndof = 2 * len(nodes)
    K = np.zeros((ndof, ndof))
    for A, (n1, n2) in zip(areas, elems):
        dx = nodes[n2] - nodes[n1]
        L = np.sqrt(dx @ dx)
        c, s = dx / L
        T = np.array([[c, s, 0, 0], [0, 0, c, s]])
        ke = A / L * T.T @ np.array([[1, -1], [-1, 1]]) @ T
        dofs = [2 * n1, 2 * n1 + 1, 2 * n2, 2 * n2 + 1]
        K[np.ix_(dofs, dofs)] += ke
    free = np.setdiff1d(np.arange(ndof), [0, 1, 2, 3])
    u = np.zeros(ndof)
    u[free] = np.linalg.solve(K[np.ix_(free, free)], load[free])
    return load @ u


NODES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.1]])

ELEMS = [(0, 2), (1, 3), (2, 3), (0, 3), (1, 2)]

program(
    truss_scatter,
    (S.positive(5), NODES, ELEMS, S.normal(8)),
    (S.positive(5), NODES * 1.1, ELEMS, S.normal(8)),
    wrt=(0, 1),
    tags="strangers",
    must_pass=True,
)

GAUSS = [(-1 / math.sqrt(3), 1.0), (1 / math.sqrt(3), 1.0)]


def q4_stiffness(xy, E, nu):
    D = E / (1 - nu**2) * np.array([[1, nu, 0], [nu, 1, 0], [0, 0, (1 - nu) / 2]])
    k = np.zeros((8, 8))
    for (xi, wx), (eta, wy) in it.product(GAUSS, repeat=2):
        dN = 0.25 * np.array(
            [[-(1 - eta), 1 - eta, 1 + eta, -(1 + eta)], [-(1 - xi), -(1 + xi), 1 + xi, 1 - xi]]
        )
        J = dN @ xy
        dNxy = np.linalg.inv(J) @ dN
        B = np.zeros((3, 8))
        B[0, 0::2] = dNxy[0]
        B[1, 1::2] = dNxy[1]
        B[2, 0::2], B[2, 1::2] = (dNxy[1], dNxy[0])
        k += B.T @ D @ B * np.linalg.det(J) * wx * wy
    return k


def q4_energy(xy, E, nu, u):
    k = q4_stiffness(xy, E, nu)
    assert np.allclose(k, k.T)
    return 0.5 * u @ k @ u


QXY = np.array([[0.0, 0.0], [1.0, 0.1], [1.1, 1.0], [0.1, 0.9]])

program(
    q4_energy,
    (QXY, 2.0, 0.3, S.normal(8)),
    (QXY * 1.2, 1.5, 0.25, S.normal(8)),
    wrt=(0, 1, 2),
    tags="strangers",
    must_pass=True,
)


def beam_newmark(EI, rho, nsteps=6, ne=3):
    L = 1.0 / ne
    nd = 2 * (ne + 1)
    K, M = np.zeros((2, nd, nd))
    ke = (
        EI
        / L**3
        * np.array(
            [
                [12, 6 * L, -12, 6 * L],
                [6 * L, 4 * L * L, -6 * L, 2 * L * L],
                [-12, -6 * L, 12, -6 * L],
                [6 * L, 2 * L * L, -6 * L, 4 * L * L],
            ]
        )
    )
    me = (
        rho
        * L
        / 420
        * np.array(
            [
                [156, 22 * L, 54, -13 * L],
                [22 * L, 4 * L * L, 13 * L, -3 * L * L],
                [54, 13 * L, 156, -22 * L],
                [-13 * L, -3 * L * L, -22 * L, 4 * L * L],
            ]
        )
    )
    for e in range(ne):
        sl = slice(2 * e, 2 * e + 4)
        K[sl, sl] += ke
        M[sl, sl] += me
    K, M = (K[2:, 2:], M[2:, 2:])
    n = nd - 2
    x, v, f = (np.zeros(n), np.zeros(n), np.zeros(n))
    f[-2] = 1.0
    a = np.linalg.solve(M, f - K @ x)
    dt, beta, gamma = (0.05, 0.25, 0.5)
    Keff = M / (beta * dt**2) + K
    tip = []
    for step in range(nsteps):
        rhs = f + M @ (x / (beta * dt**2) + v / (beta * dt) + (0.5 / beta - 1) * a)
        xn = np.linalg.solve(Keff, rhs)
        an = (xn - x - dt * v) / (beta * dt**2) - (0.5 / beta - 1) * a
        v += dt * ((1 - gamma) * a + gamma * an)
        x, a = (xn, an)
        tip.append(x[-2])
    return max(tip) + np.mean(tip)


program(beam_newmark, (1.0, 1.0), (1.5, 0.8), wrt=(0, 1), tags="strangers", must_pass=True)


def burgers_pingpong(nu, u0, steps=4):
    n = len(u0)
    bufs = [u0.copy(), np.zeros(n)]
    dx, dt = (1.0 / n, 0.01)
    for s in range(steps):
        src, dst = (bufs[s % 2], bufs[(s + 1) % 2])
        dst[1:-1] = (
            src[1:-1]
            - dt / dx * src[1:-1] * (src[1:-1] - src[:-2])
            + nu * dt / dx**2 * (src[2:] - 2 * src[1:-1] + src[:-2])
        )
        dst[0] = dst[-2]
        dst[-1] = dst[1]
    return (
        np.trapezoid(bufs[steps % 2] ** 2, dx=dx)
        if hasattr(np, "trapezoid")
        else np.sum(bufs[steps % 2] ** 2) * dx
    )


program(
    burgers_pingpong, (0.05, S.normal(8)), (0.1, S.normal(8)), wrt=(0, 1), tags="strangers", must_pass=True
)


def multigrid_v(f, level=0):
    n = len(f)
    u = np.zeros_like(f)
    if n <= 3:
        u[1] = f[1] / 2
        return u

    def smooth(u, k):
        for _ in range(k):
            u[1:-1] = u[1:-1] + 2 / 3 * 0.5 * (f[1:-1] - (2 * u[1:-1] - u[:-2] - u[2:]))
        return u

    u = smooth(u, 2)
    r = np.zeros_like(f)
    r[1:-1] = f[1:-1] - (2 * u[1:-1] - u[:-2] - u[2:])
    rc = np.zeros((n + 1) // 2)
    rc[1:-1] = r[1:-3:2] + 2 * r[2:-2:2] + r[3:-1:2]
    ec = multigrid_v(rc, level + 1)
    e = np.zeros(n)
    e[::2] = ec
    e[1::2] = 0.5 * (ec[:-1] + ec[1:])
    u += e
    return smooth(u, 1)


def multigrid(f):
    return np.sum(multigrid_v(f)[1:-1] ** 2)


program(multigrid, (S.normal(9),), (S.normal(17),), tags="strangers", must_pass=True)


def poisson_sor_rb(rhs, omega, sweeps=3):
    ny, nx = rhs.shape
    p = np.zeros((ny + 2, nx + 2))
    for _ in range(sweeps):
        for colour in (0, 1):
            for j in range(1, ny + 1):
                for i in range(1 + (j + colour) % 2, nx + 1, 2):
                    gs = 0.25 * (p[j - 1, i] + p[j + 1, i] + p[j, i - 1] + p[j, i + 1] - rhs[j - 1, i - 1])
                    p[j, i] = (1 - omega) * p[j, i] + omega * gs
        p[0], p[-1] = (p[1], p[-2])
    return (p[1:-1, 1:-1] * rhs).sum()


program(
    poisson_sor_rb, (S.normal(3, 4), 1.5), (S.normal(4, 3), 1.2), wrt=(0, 1), tags="strangers", must_pass=True
)


def weno_flux(u):
    up = np.pad(u, 2, mode="wrap")
    um2, um1, u0, u1, u2 = (up[i : i + len(u)] for i in range(5))
    b = [
        13 / 12 * (um2 - 2 * um1 + u0) ** 2 + 0.25 * (um2 - 4 * um1 + 3 * u0) ** 2,
        13 / 12 * (um1 - 2 * u0 + u1) ** 2 + 0.25 * (um1 - u1) ** 2,
        13 / 12 * (u0 - 2 * u1 + u2) ** 2 + 0.25 * (3 * u0 - 4 * u1 + u2) ** 2,
    ]
    q = [(2 * um2 - 7 * um1 + 11 * u0) / 6, (-um1 + 5 * u0 + 2 * u1) / 6, (2 * u0 + 5 * u1 - u2) / 6]
    al = [d / (1e-06 + bi) ** 2 for d, bi in zip((0.1, 0.6, 0.3), b)]
    return sum((a * qi for a, qi in zip(al, q))) / sum(al)


def weno_step(u0):
    u = u0
    for c in (1.0, 0.5):
        f = weno_flux(u**2 / 2)
        u = u - c * 0.02 * (f - np.roll(f, 1))
    return np.sum(u * np.arange(len(u)))


program(weno_step, (S.normal(7),), (S.normal(8),), tags="strangers", must_pass=True)


def events_bouncing(h0, v0, e, t_end):
    g, t, h, v = (9.81, 0.0, h0, v0)
    bounces = []
    while t < t_end:
        t_hit = (v + math.sqrt(v * v + 2 * g * h)) / g
        if t + t_hit > t_end:
            dt = t_end - t
            h, v, t = (h + v * dt - g * dt * dt / 2, v - g * dt, t_end)
            break
        t += t_hit
        v = e * (g * t_hit - v)
        h = 0.0
        bounces.append((t, v))
        if len(bounces) > 20:
            raise RuntimeError("zeno")
    return h + 0.1 * sum((tb * vb for tb, vb in bounces))


program(
    events_bouncing,
    (1.0, 0.3, 0.8, 1.5),
    (0.5, 0.1, 0.7, 1.2),
    wrt=(0, 1, 2),
    tags="strangers",
    must_pass=True,
)


def cellular_diffusion(grid, steps, d):
    new = grid.copy()
    for _ in range(steps):
        old, new = (new, np.zeros_like(new))
        for (i, j), v in np.ndenumerate(old):
            share = d * v / 4
            new[i, j] += v * (1 - d)
            for di, dj in [(1, 0), (-1, 0), (0, 1), (0, -1)]:
                new[(i + di) % new.shape[0], (j + dj) % new.shape[1]] += share
    return np.sum(new**2)


program(
    cellular_diffusion,
    (S.normal(3, 3), 2, 0.3),
    (S.normal(2, 4), 2, 0.5),
    wrt=(0, 2),
    tags="strangers",
    must_pass=True,
)


def enzyme_network(k, s0):
    rates = {
        "E1": lambda c: k["v1"] * c["S"] / (k["km"] + c["S"]),
        "E2": lambda c: k["v2"] * c["P"] * (1 - c["P"] / 5),
    }
    stoich = {"E1": {"S": -1, "P": 1}, "E2": {"P": -1, "Q": 1}}
    conc = {"S": s0, "P": 0.1, "Q": 0.0}
    for _ in range(5):
        dc = dict.fromkeys(conc, 0.0)
        for name, rate in rates.items():
            r = rate(conc)
            for sp, nu in stoich[name].items():
                dc[sp] += nu * r
        conc = {sp: c + 0.1 * dc[sp] for sp, c in conc.items()}
    return conc["Q"] + conc["P"] ** 2


program(
    enzyme_network,
    ({"v1": 1.0, "v2": 0.5, "km": 0.3}, 2.0),
    ({"v1": 2.0, "v2": 0.7, "km": 0.4}, 1.0),
    wrt=(0, 1),
    tags="strangers",
    must_pass=True,
)


def particle_filter(obs, sig, n=5):
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(len(obs), n))
    parts = np.zeros(n)
    ll = 0.0
    for t, y in enumerate(obs):
        parts = 0.9 * parts + sig * noise[t]
        logw = -0.5 * (y - parts) ** 2
        m = logw.max()
        w = np.exp(logw - m)
        ll += m + math.log(w.mean())
        w /= w.sum()
        u = (np.arange(n) + 0.5) / n
        idx = np.searchsorted(np.cumsum(w), u).clip(max=n - 1)
        parts = parts[idx]
    return ll


program(
    particle_filter,
    (S.normal(4), 0.7),
    (S.normal(3), 0.5),
    wrt=(0, 1),
    second=False,
    tags="strangers",
    must_pass=True,
)


def qr_givens(A):
    R = A.copy().astype(float)
    m, n = R.shape
    Q = np.eye(m)
    for j in range(n):
        for i in range(m - 1, j, -1):
            a, b = (R[i - 1, j], R[i, j])
            if b == 0:
                continue
            r = np.hypot(a, b)
            c, s = (a / r, -b / r)
            G = np.array([[c, -s], [s, c]])
            R[[i - 1, i], j:] = G @ R[[i - 1, i], j:]
            Q[:, [i - 1, i]] = Q[:, [i - 1, i]] @ G.T
    return np.abs(np.diag(R)).sum() + Q[0, 0]


program(qr_givens, (S.normal(4, 3),), (S.normal(3, 3),), tags="strangers", must_pass=True)


def expm_scaling(A, t):
    B = A * t
    s = max(0, int(np.ceil(np.log2(max(np.abs(B).sum(axis=0).max(), 1e-10)))) + 1)
    B = B / 2**s
    term = E = np.eye(len(A))
    for k in range(1, 9):
        term = term @ B / k
        E = E + term
    for _ in range(s):
        E = E @ E
    return np.trace(E @ E.T)


program(
    expm_scaling, (S.normal(3, 3), 0.7), (S.normal(2, 2), 0.2), wrt=(0, 1), tags="strangers", must_pass=True
)


def lanczos(A, v, k):
    alpha, beta = (np.zeros(k), np.zeros(k - 1))
    V = [v / norm(v)]
    for j in range(k):
        w = A @ V[j]
        alpha[j] = w @ V[j]
        w = w - alpha[j] * V[j] - (beta[j - 1] * V[j - 1] if j > 0 else 0)
        if j < k - 1:
            beta[j] = norm(w)
            V.append(w / beta[j])
    T = np.diag(alpha) + np.diag(beta, 1) + np.diag(beta, -1)
    return np.linalg.eigvalsh(T).max()


program(
    lanczos,
    (S.spd(4), S.normal(4), 3),
    (S.spd(4), S.normal(4), 2),
    wrt=(0, 1),
    tags="strangers",
    must_pass=True,
)


def rolling_ols(y, x, w):
    betas = np.full(len(y), np.nan)
    for t in range(w, len(y) + 1):
        X = np.column_stack([np.ones(w), x[t - w : t]])
        betas[t - 1] = np.linalg.lstsq(X, y[t - w : t], rcond=None)[0][1]
    ok = ~np.isnan(betas)
    return np.nanmean(betas) + betas[ok].std()


program(
    rolling_ols,
    (S.normal(7), S.normal(7), 4),
    (S.normal(6), S.normal(6), 3),
    wrt=(0, 1),
    tags="strangers",
    must_pass=True,
)
