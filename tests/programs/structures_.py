"""Engineering, graphics, algorithms, as people write them on the web: real code in style and size."""

import math
from collections import namedtuple
from dataclasses import dataclass
from typing import Dict, Optional

import numpy as np

from tests.programs import program
from tests.programs.numbers_ import uniform

TAGS = "structures strangers"

Node = namedtuple("Node", ["x", "y"])


def truss_compliance(areas, E=200.0, load=1.0):
    nodes = [Node(0, 0), Node(1, 0), Node(0, 1), Node(1, 1)]
    members = [(0, 1), (2, 3), (0, 3), (1, 3), (1, 2)][: len(areas)]
    ndof = 2 * len(nodes)
    K = np.zeros((ndof, ndof))
    for (i, j), A in zip(members, areas):
        dx, dy = nodes[j].x - nodes[i].x, nodes[j].y - nodes[i].y
        L = math.hypot(dx, dy)
        c, s = dx / L, dy / L
        k = E * A / L * np.array([[c * c, c * s], [c * s, s * s]])
        dofs_i, dofs_j = slice(2 * i, 2 * i + 2), slice(2 * j, 2 * j + 2)
        K[dofs_i, dofs_i] += k
        K[dofs_j, dofs_j] += k
        K[dofs_i, dofs_j] -= k
        K[dofs_j, dofs_i] -= k
    fixed = [0, 1, 4, 5]
    free = [d for d in range(ndof) if d not in fixed]
    f = np.zeros(ndof)
    f[7] = -load
    u = np.zeros(ndof)
    u[free] = np.linalg.solve(K[np.ix_(free, free)], f[free])
    return f @ u


def hardy_cross_network(resist, q0, iters=5):
    Q = list(q0)
    loops = [[(0, 1), (1, 1), (2, -1)], [(2, 1), (3, 1), (4, -1)]]
    for _ in range(iters):
        for loop in loops:
            num = den = 0.0
            for pipe, sgn in loop:
                h = resist[pipe] * abs(Q[pipe]) * Q[pipe] * sgn
                num += h
                den += 2 * resist[pipe] * abs(Q[pipe])
            dq = -num / den
            for pipe, sgn in loop:
                Q[pipe] += sgn * dq
    return sum(r * abs(q) ** 3 for r, q in zip(resist, Q))


@dataclass
class Reservoir:
    area: float
    level: float
    k: float = 0.5
    upstream: Optional["Reservoir"] = None

    def outflow(self):
        return self.k * math.sqrt(max(self.level, 0.0))


def cascade_reservoirs(levels, inflow, dt=0.1, steps=6):
    chain = []
    prev = None
    for i, h in enumerate(levels):
        r = Reservoir(area=1.0 + i, level=h, upstream=prev)
        chain.append(r)
        prev = r
    spilled = 0.0
    for t in range(steps):
        flows = [r.outflow() for r in chain]
        for i, r in enumerate(chain):
            q_in = inflow if r.upstream is None else flows[i - 1]
            r.level += dt * (q_in - flows[i]) / r.area
            if r.level > 2.0:
                spilled += r.level - 2.0
                r.level = 2.0
    return chain[-1].level + spilled


def scs_curve_number_runoff(precip, cn, area=1.0, uh=(0.2, 0.5, 0.3)):
    S = 1000 / cn - 10
    Ia = 0.2 * S
    cum = np.cumsum(precip)
    pe = np.where(cum > Ia, (cum - Ia) ** 2 / (cum - Ia + S), 0.0)
    excess = np.diff(pe, prepend=0)
    hydro = np.convolve(excess, uh) * area
    return hydro.max() + 0.1 * np.argmax(hydro)


class Vec3:
    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z

    def __add__(self, o):
        return Vec3(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vec3(self.x - o.x, self.y - o.y, self.z - o.z)

    def __mul__(self, k):
        return Vec3(self.x * k, self.y * k, self.z * k)

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def __abs__(self):
        return math.sqrt(self.dot(self))

    def unit(self):
        return self * (1.0 / abs(self))

    def __iter__(self):
        return iter((self.x, self.y, self.z))


def sdf_scene(p, radius, k=0.3):
    sphere = abs(p - Vec3(0.0, 0.0, 3.0)) - radius
    q = Vec3(abs(p.x - 1.0) - 0.4, abs(p.y) - 0.3, abs(p.z - 3.0) - 0.5)
    outside = Vec3(max(q.x, 0.0), max(q.y, 0.0), max(q.z, 0.0))
    box = abs(outside) + min(max(q.x, max(q.y, q.z)), 0.0)
    h = max(k - abs(sphere - box), 0.0) / k
    return min(sphere, box) - h * h * k / 4


def sphere_trace(origin, direction, radius):
    o = Vec3(*origin)
    d = Vec3(*direction).unit()
    t = 0.0
    for _ in range(12):
        dist = sdf_scene(o + d * t, radius)
        if dist < 1e-4:
            break
        t += dist
    hit = o + t * d
    light = Vec3(1.0, 1.0, -1.0).unit()
    n = (hit - Vec3(0.0, 0.0, 3.0)).unit()
    return t + max(n.dot(light), 0.0)


def smith_waterman_affine(s, t, match=2.0, mismatch=-1.0, gap_open=-1.3, gap_ext=-0.4):
    H = np.zeros((len(s) + 1, len(t) + 1))
    E = np.full_like(H, -1e9)
    F = np.full_like(H, -1e9)
    best = 0.0
    for i in range(1, len(s) + 1):
        for j in range(1, len(t) + 1):
            E[i, j] = max(E[i, j - 1] + gap_ext, H[i, j - 1] + gap_open)
            F[i, j] = max(F[i - 1, j] + gap_ext, H[i - 1, j] + gap_open)
            diag = H[i - 1, j - 1] + (match if s[i - 1] == t[j - 1] else mismatch)
            H[i, j] = max(0.0, diag, E[i, j], F[i, j])
            best = max(best, H[i, j])
    return best


class TreeNode:
    def __init__(self, value, children=()):
        self.value = value
        self.children = list(children)

    def aggregate(self, decay):
        total = self.value
        for ch in self.children:
            total += decay * ch.aggregate(decay)
        return total

    def depth_max(self):
        if not self.children:
            return self.value
        return self.value + max(c.depth_max() for c in self.children)


def tree_score(vals, decay):
    root = TreeNode(vals[0], [TreeNode(vals[1], [TreeNode(vals[2])]), TreeNode(vals[3])])
    return root.aggregate(decay) + root.depth_max()


def bellman_inventory(price, demand, holding, T=3, max_stock=4):
    V = [0.0] * (max_stock + 1)
    for t in range(T - 1, -1, -1):
        newV = []
        for s in range(max_stock + 1):
            options = []
            for order in range(max_stock - s + 1):
                d = demand[t]
                sold = min(s + order, d)
                left = int(s + order - sold)
                options.append(price * sold - 0.5 * order - holding * left + 0.95 * V[left])
            newV.append(max(options))
        V = newV
    return V[0]


def knapsack_fractional(values, weights, capacity):
    items = sorted(zip(values, weights), key=lambda vw: vw[0] / vw[1], reverse=True)
    total, room = 0.0, capacity
    for v, w in items:
        if w <= room:
            total += v
            room -= w
        else:
            total += v * room / w
            break
    return total


def elo_ratings(results, k, start=1500.0):
    ratings: Dict[str, float] = {}
    for winner, loser in results:
        rw = ratings.setdefault(winner, start)
        rl = ratings.setdefault(loser, start)
        ew = 1 / (1 + 10 ** ((rl - rw) / 400))
        ratings[winner] = rw + k * (1 - ew)
        ratings[loser] = rl - k * (1 - ew)
    vals = list(ratings.values())
    mean = sum(vals) / len(vals)
    return math.sqrt(sum((v - mean) ** 2 for v in vals) / len(vals))


def string_vibration_config(cfg):
    cfg = {**{"tension": 10.0, "length": 1.0, "density": 0.01}, **cfg}
    c = (cfg["tension"] / cfg["density"]) ** 0.5
    modes = cfg.get("modes", 3)
    freqs = {n: n * c / (2 * cfg["length"]) for n in range(1, modes + 1)}
    weights = {n: 1 / n**2 for n in freqs}
    return sum(freqs[n] * weights[n] for n in freqs) / sum(weights.values())


program(truss_compliance, (uniform(5),), (uniform(5, seed=3), 150.0, 2.0), tags=TAGS, must_pass=True)
program(
    hardy_cross_network,
    (uniform(5), uniform(5, seed=2)),
    (uniform(5, seed=3), uniform(5, seed=4)),
    tags=TAGS,
    must_pass=True,
)
program(cascade_reservoirs, ([1.0, 0.5, 1.5], 0.8), ([1.9, 1.0], 1.5), tags=TAGS, must_pass=True)
program(scs_curve_number_runoff, (uniform(5), 75.0), (uniform(4), 85.0, 2.0), tags=TAGS, must_pass=True)
program(
    sphere_trace,
    ([0.0, 0.0, 0.0], [-0.1, 0.05, 1.0], 1.0),
    ([0.1, -0.1, 0.0], [0.0, 0.1, 1.0], 0.8),
    second=False,
    tags=TAGS,
    must_pass=True,
)
program(
    smith_waterman_affine,
    ("ACACTG", "AGCTG", 2.0, -1.0, -1.3, -0.4),
    ("GATTACA", "GCATGCA", 1.7, -0.8, -1.1, -0.3),
    tags=TAGS,
    must_pass=True,
)
program(tree_score, ([1.0, 0.5, -0.3, 0.8], 0.9), ([0.2, 1.5, 0.7, -0.1], 0.5), tags=TAGS, must_pass=True)
program(bellman_inventory, (2.0, [2, 1, 3], 0.1), (1.5, [1, 2, 2], 0.3), tags=TAGS, must_pass=True)
program(
    knapsack_fractional,
    (uniform(4), uniform(4, seed=2), 2.5),
    (uniform(5), uniform(5, seed=3), 3.0),
    tags=TAGS,
    must_pass=True,
)
program(
    elo_ratings,
    ([("a", "b"), ("b", "c"), ("a", "c"), ("c", "b")], 32.0),
    ([("x", "y"), ("x", "y")], 20.0, 1000.0),
    tags=TAGS,
    must_pass=True,
)
program(
    string_vibration_config,
    ({"tension": 12.0},),
    ({"tension": 9.0, "length": 0.7},),
    tags=TAGS,
    must_pass=True,
)
