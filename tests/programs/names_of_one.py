"""Objects, rows, grids and snapshots under several names."""

import copy
from collections import defaultdict, deque, namedtuple
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.7, 0.2, 0.9])), (0.4, np.array([0.55, 0.7]))


def right(function):
    program(function, *INPUTS, tags="lists", must_pass=True)
    return function


def tried(function):
    """It may be refused."""
    program(function, *INPUTS, tags="lists")
    return function


@dataclass
class S:
    q: list
    t: float
    a: np.ndarray


def mk(r):
    return S([e * 2.0 for e in r], 0.5, np.array(r) * 1.5)


def nx(s, dt):
    return S([q * dt for q in s.q], s.t + dt, s.a * dt)


def row(n):
    return [0.0] * n


def grid(n, m):
    return [[0.0] * m for _ in range(n)]


P = namedtuple("P", "xs k")


class Net:
    def __init__(self, ws):
        self.ws = [list(w) for w in ws]
        self.hist = []

    def copy(self):
        return Net(self.ws)

    def step(self, x):
        for w in self.ws:
            for i in range(len(w)):
                w[i] *= x
        self.hist.append(self.ws[0][0])

    def tot(self):
        return sum((sum(w) for w in self.ws))


@right
def obj_loop(x, v):
    a = mk(v)
    b = a
    for k in range(3):
        b = nx(b, x)
    return sum(a.q) + sum(b.q) + a.t * b.t + np.sum(a.a * b.a)


@right
def obj_mut(x, v):
    a = mk(v)
    b = a
    for k in range(3):
        b.q[0] += x
        if k == 1:
            b = nx(b, x)
    return sum(a.q) + sum(b.q)


@right
def obj_mut2(x, v):
    a = mk(v)
    b = a
    if x > 1:
        b = nx(a, x)
    b.a[0] = x * 3
    return np.sum(a.a) + np.sum(b.a) * 2


@right
def obj_mut3(x, v):
    a = mk(v)
    b = a
    if x > 1:
        b = nx(a, x)
    b.t = x * 3
    return a.t + b.t * 2


@right
def grid_dp(x, v):
    n = len(v)
    g = grid(n + 1, n + 1)
    for i in range(1, n + 1):
        for j in range(1, n + 1):
            g[i][j] = v[i - 1] * x + max(g[i - 1][j], g[i][j - 1])
    return g[n][n]


@right
def grid_swap(x, v):
    cur = row(len(v) + 2)
    nxt = row(len(v) + 2)
    for k in range(3):
        for i in range(1, len(v) + 1):
            nxt[i] = 0.5 * (cur[i - 1] + cur[i + 1]) + v[i - 1] * x
        cur, nxt = (nxt, cur)
    return sum(cur) + 2 * sum(nxt)


@right
def grid_swap2(x, v):
    g = [row(len(v) + 2), row(len(v) + 2)]
    for k in range(3):
        a, b = (g[k % 2], g[1 - k % 2])
        for i in range(1, len(v) + 1):
            b[i] = 0.5 * (a[i - 1] + a[i + 1]) + v[i - 1] * x
    return sum(g[0]) + 2 * sum(g[1])


@right
def snapshot(x, v):
    n = Net([v, v * x])
    old = n.copy()
    for k in range(2):
        n.step(x)
    return n.tot() * old.tot() + sum(n.hist)


@right
def snapshot_alias(x, v):
    n = Net([v, v * x])
    old = n
    for k in range(2):
        n.step(x)
    return n.tot() * old.tot()


@right
def snapshot_ws(x, v):
    n = Net([v, v * x])
    old = n.ws
    n.step(x)
    return n.tot() * sum(old[0])


@right
def snapshot_row(x, v):
    n = Net([v, v * x])
    old = n.ws[0]
    for k in range(2):
        n.step(x)
    return n.tot() * sum(old)


@right
def best_net(x, v):
    n = Net([v, v * x])
    best = n.copy()
    for k in range(3):
        n.step(x)
        if n.tot() < best.tot():
            best = n.copy()
    return n.tot() + 3 * best.tot()


@right
def best_alias(x, v):
    best = mk(v)
    cur = best
    for k in range(3):
        cur = nx(cur, x)
        if cur.t > 1.2:
            best = cur
    return sum(best.q) + sum(cur.q) * 2 + np.sum(best.a)


@right
def nt_loop(x, v):
    a = P([e * x for e in v], 1.0)
    b = a
    for k in range(3):
        b = P([e * 0.5 for e in b.xs], b.k + x)
    return sum(a.xs) * b.k + sum(b.xs)


@right
def nt_replace(x, v):
    a = P([e * x for e in v], 1.0)
    b = a._replace(k=x)
    b.xs[0] = x * 5
    return sum(a.xs) * b.k


@right
def dd(x, v):
    d = defaultdict(list)
    for i, e in enumerate(v):
        d[i % 2].append(e * x)
    old = d[0]
    d[0] = [1.0]
    return sum(old) + sum(d[0]) + sum(d[1])


@right
def dd2(x, v):
    d = defaultdict(list)
    for i, e in enumerate(v):
        d[i % 2].append(e * x)
    e = dict(d)
    e[0].append(x)
    return sum(d[0]) * 2


@right
def dq(x, v):
    d = deque([1.0, x], maxlen=3)
    o = d
    for e in v:
        d.append(e * x)
    return sum(o) * d[0]


@right
def ns(x, v):
    s = SimpleNamespace(q=[e * x for e in v])
    t = s
    for k in range(2):
        t = SimpleNamespace(q=[e * x for e in t.q])
    return sum(s.q) + 3 * sum(t.q)


@right
def deep(x, v):
    s = {"a": [e * x for e in v], "b": {"c": [x]}}
    t = copy.deepcopy(s)
    u = copy.copy(s)
    t["a"][0] = 5.0
    u["b"]["c"].append(x * x)
    u["a"] = [x]
    return sum(s["a"]) + sum(t["a"]) + sum(s["b"]["c"]) + sum(u["a"])


@right
def rows_alias(x, v):
    g = grid(2, 3)
    r = g[0]
    for k in range(3):
        r[k] = x * k
    g[0] = [1.0, 2.0, 3.0]
    return sum(r) + sum(g[0])


@right
def mult(x, v):
    g = [[0.0] * 2] * 3
    g[0][1] = x
    return sum(map(sum, g))


@right
def swap_rows(x, v):
    g = [[e * x for e in v], [e + x for e in v]]
    for k in range(3):
        g[0], g[1] = (g[1], g[0])
        g[0][0] += x
    return g[0][0] * g[1][0] + sum(g[0])


@right
def perm(x, v):
    g = [[e * x * (k + 1) for e in v] for k in range(3)]
    order = [2, 0, 1]
    h = [g[i] for i in order]
    h[0][0] = x * x
    return sum(g[2]) + sum(h[1]) * 2


@right
def sort_rows(x, v):
    g = [[e * x * (k - 1) for e in v] for k in range(3)]
    h = sorted(g, key=lambda r: r[0])
    h[0][0] = 7 * x
    return sum(map(sum, g))


@right
def default_arg(x, v):

    def f(e, acc=None):
        acc = [] if acc is None else acc
        acc.append(e * x)
        return acc

    a = f(v[0])
    b = f(v[1], a)
    c = f(v[0])
    return sum(a) + 2 * sum(b) + 3 * sum(c)


@tried
def ret_same(x, v):

    def f(a, k):
        if k == 0:
            return a
        return [e * x for e in a]

    a = [e for e in v]
    b = f(a, 0 if x > 1 else 1)
    b[0] = x * 9
    return sum(a) + sum(b)


@right
def ret_same_list(x, v):

    def f(a):
        if x > 1:
            return a
        return [list(r) for r in a]

    a = [[e * x for e in v]]
    b = f(a)
    return sum(a[0]) + 2 * sum(b[0])


@right
def clos(x, v):

    def acc():
        s = []

        def add(e):
            s.append(e * x)
            return sum(s)

        return add

    f = acc()
    g = f
    h = acc()
    return f(v[0]) + g(v[1]) * 2 + h(v[0]) * 3


@right
def cond_obj(x, v):
    a = mk(v)
    b = mk(v * x)
    c = a if x > 1 else b
    c.q.append(x)
    c.a[0] = x * 2
    return sum(a.q) + 2 * sum(b.q) + np.sum(a.a) + 3 * np.sum(b.a)


@right
def while_list(x, v):
    cur = [[e * x for e in v]]
    first = cur
    n = 0
    while n < 3 and cur[0][0] > -5:
        cur = [[e * 0.5 for e in r] for r in cur]
        n += 1
    return first[0][0] * cur[0][-1]


@right
def tryrows(x, v):
    rows = [[e * x for e in v]]
    keep = rows
    for k in range(3):
        try:
            if k == 1:
                raise ValueError
            rows = [[e * 2 for e in r] for r in rows]
        except ValueError:
            rows = keep
    return sum(rows[0]) + sum(keep[0])


@right
def gen_rows(x, v):

    def g():
        r = [0.0]
        for e in v:
            r = r + [e * x]
            yield r

    rs = list(g())
    last = rs[-1]
    first = rs[0]
    return sum(last) + 2 * sum(first) + len(rs)
