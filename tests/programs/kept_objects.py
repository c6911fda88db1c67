"""Objects, dicts and rows in lists whose length is not known, read and changed in several places."""

import copy
import heapq
import math
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from tests.programs import Sampler, program

r = Sampler(2611)


class Vector(NamedTuple):
    x: float
    y: float

    def __add__(self, o):
        return Vector(self.x + o.x, self.y + o.y)

    @property
    def n(self):
        return self.x**2 + self.y**2

    def scaled(self, k):
        return Vector(self.x * k, self.y * k)


class Mover:
    def __init__(self, x, v):
        self.x = x
        self.v = v
        self.trail = [x]
        self.best = None

    def move(self, dt):
        self.x = self.x + dt * self.v
        self.v *= 0.9
        if self.best is None or self.x > self.best:
            self.best = self.x

    def __eq__(self, o):
        return self.x == o.x


class Cell:
    def __init__(self, v):
        self.v = v
        self.nb = []


class Collector:
    def __init__(self):
        self.items = []
        self.total = 0.0

    def add(self, p):
        self.items.append(p)
        self.total += p.x


@dataclass
class Reading:
    t: float
    y: float
    w: float = 1.0
    tag: str = "a"


class Link:
    def __init__(self, a, b, k):
        self.a = a
        self.b = b
        self.k = k

    def apply(self):
        d = self.b.x - self.a.x
        f = self.k * (abs(d) - 0.1) * d
        self.a.f += f
        self.b.f -= f


class Mass:
    def __init__(self, x):
        self.x = x
        self.v = 0.0
        self.f = 0.0

    def step(self, dt):
        self.v += self.f * dt
        self.x += self.v * dt
        self.f = 0.0


class World:
    def __init__(self):
        self.nodes = []
        self.springs = []

    def add(self, x):
        q = Mass(x)
        self.nodes.append(q)
        return q

    def link(self, a, b, k):
        self.springs.append(Link(a, b, k))

    def step(self, dt):
        for s in self.springs:
            s.apply()
        for q in self.nodes:
            q.step(dt)


def named_tuples_of_a_walk(x, n=30):
    h = [Vector(x, 1.0)]
    for i in range(n):
        h.append((h[-1] + Vector(0.1, x)).scaled(0.9)._replace(y=h[-1].x))
    return sum((p.n for p in h)) + (h[3] + h[4]).x


def named_before_it_is_kept(x, n):
    ps = []
    for i in range(n):
        p = Mover(x * i, 1.0)
        p.move(0.1)
        ps.append(p)
        p.move(0.2)
    for p in ps:
        p.move(x)
    return sum((p.x * p.v for p in ps)) + ps[2].best


def two_names_for_an_element(x, n):
    ps = [Mover(x + i, 1.0 * i) for i in range(n)]
    q = ps[3]
    ps[3].x = x * x
    q.v = q.x * 2
    r = ps[3]
    return q.x + ps[3].v + r.v * x + sum((p.x for p in ps))


def in_two_lists(x, n):
    a = []
    b = []
    for i in range(n):
        p = Mover(x * i, x)
        a.append(p)
        if i % 2 == 0:
            b.append(p)
    for p in a:
        p.x = p.x + x
    return sum((p.x**2 for p in b))


def exchanged_places(x, n):
    ps = [Mover(x * i, x + i) for i in range(n)]
    ps[0], ps[1] = (ps[1], ps[0])
    ps[0].x = 3 * x
    return ps[1].x + ps[0].x * ps[0].v + ps[1].v


def sorted_then_changed(x, n):
    ps = [Mover(x * (i * 7 % 20), x + i) for i in range(n)]
    ps.sort(key=lambda p: p.x)
    ps[0].v = x
    best = min(ps, key=lambda p: p.v)
    best.x += 1.0
    return sum(((i + 1) * p.x * p.v for i, p in enumerate(ps)))


def taken_from_the_end(x, n):
    ps = [Mover(x * i, x + i) for i in range(n)]
    t = 0.0
    while ps:
        p = ps.pop()
        p.move(0.1)
        t += p.x * p.v
        if len(ps) > 15:
            ps[0].x += p.x
    return t


def replaced_or_moved(x, n):
    ps = [Mover(x * i, x + i) for i in range(n)]
    for k in range(3):
        for i in range(len(ps)):
            if ps[i].x > 1:
                ps[i] = Mover(0.5 * ps[i].x, ps[i].v)
            else:
                ps[i].move(0.1)
    return sum((p.x * p.v for p in ps))


def arrays_in_namespaces(x, n):

    @dataclass
    class B:
        pass

    bs = [SimpleNamespace(pos=x * i, vel=np.ones_like(x), m=1.0 + i) for i in range(n)]
    for k in range(3):
        for b in bs:
            b.vel += 0.1 * b.pos
            b.pos = b.pos + 0.1 * b.vel
            b.pos[0] *= 0.5
    return sum((b.m * np.sum(b.pos**2) for b in bs))


def lists_in_objects(x, n):
    cs = [Cell(x * i) for i in range(n)]
    for i, c in enumerate(cs):
        c.nb.append(x + i)
        c.nb.append(c.v)
    return sum((c.v * sum(c.nb) for c in cs))


def kept_by_another_object(x, n):
    a = Collector()
    for i in range(n):
        a.add(Mover(x * i, 1.0))
    for p in a.items:
        p.move(0.1)
        a.total += p.x
    return a.total


def compared_with_copies(x, n):
    ps = [Mover(x * i, x) for i in range(n)]
    old = [copy.copy(p) for p in ps]
    for p in ps:
        p.move(0.3)
    return sum(((p.x - o.x) ** 2 for p, o in zip(ps, old)))


def as_many_as_fit(x):
    ps = []
    t = 0.0
    while t < 2.0:
        ps.append(Mover(x * t, 1.0))
        t += 0.13
    for i in range(1, len(ps)):
        ps[i].x += ps[i - 1].x * 0.5
    return ps[-1].x


def objects_by_name(x, names):
    d = {}
    for i, nm in enumerate(names):
        if nm not in d:
            d[nm] = Mover(x * i, 1.0)
        d[nm].move(0.1 * x)
    return sum((p.x * p.v for p in d.values()))


def neighbours(x, n):
    ps = [Mover(x * i, x) for i in range(n)]
    for a, b in zip(ps, ps[1:]):
        a.x += 0.1 * b.x
        b.v -= a.x
    return sum((p.x * p.v for p in ps))


def those_that_are_alive(x, n):
    ps = [Mover(x * i - 3, x) for i in range(n)]
    alive = [p for p in ps if p.x > 0]
    return sum((p.x * p.v for p in alive))


def changed_through_a_part(x, n):
    ps = [Mover(x * i - 3, x) for i in range(n)]
    alive = [p for p in ps if p.x > 0]
    for p in alive:
        p.x *= 2
    return sum((p.x * p.v for p in ps))


def every_pair(x, n):
    ps = [Mover(x * i, x + 0.1 * i) for i in range(n)]
    for i in range(n):
        for j in range(i + 1, n):
            d = ps[j].x - ps[i].x
            ps[i].v += d
            ps[j].v -= d * x
    return sum((p.x * p.v for p in ps))


def others_by_identity(x, n):
    ps = [Mover(x * i, x + 0.1 * i) for i in range(n)]
    t = 0.0
    for p in ps:
        for q in ps:
            if p is not q:
                t += p.x * q.v
    return t


def equal_by_their_class(x, n):
    ps = [Mover(x * i, x + 0.1 * i) for i in range(n)]
    return sum((p.x for p in ps if not p == ps[3])) + (1.0 if ps[0] == ps[1] else x)


def weighted_observations(x, ts):
    data = [Reading(t, t**2) for t in ts]
    r = 0.0
    for o in data:
        if o.tag == "a" and o.w > 0:
            r += o.w * (x * o.t - o.y) ** 2
    for o in data:
        o.w = 1 / (1 + abs(x * o.t - o.y))
    return r + sum((o.w for o in data))


def queue_of_objects(x, n):
    q = [Mover(x, 1.0)]
    t = 0.0
    for i in range(n):
        p = q.pop(0)
        t += p.x
        p.move(0.1)
        q.append(Mover(p.x * 0.5, p.v))
        q.append(p)
    return t + sum((p.x for p in q))


def best_so_far(x, n):
    ps = [Mover(x * i, 1.0) for i in range(n)]
    best = None
    for p in ps:
        if best is None or abs(p.x - 2) < abs(best.x - 2):
            best = p
    return best.x * best.v


def best_is_changed(x, n):
    ps = [Mover(x * i, 1.0) for i in range(n)]
    best = ps[0]
    for p in ps:
        if abs(p.x - 2) < abs(best.x - 2):
            best = p
    best.x = best.x * 5
    return best.x * best.v + sum((p.x for p in ps))


def read_before_and_after(x, n):
    ps = [Mover(x * i - 3, x) for i in range(n)]
    t = sum((p.x**2 * p.v for p in ps))
    alive = [p for p in ps if p.x > 0]
    for p in alive:
        p.x *= 2
        p.v += x
    u = sum((p.x**2 * p.v for p in ps))
    for p in alive:
        p.x *= 2
        p.v *= p.x
    return t * u + sum((p.x**2 * p.v for p in ps))


def springs_between_nodes(x, n, steps=4):
    ns = [Mass(x * i * i) for i in range(n)]
    ss = [Link(ns[i], ns[i + 1], 1.0 + x) for i in range(n - 1)]
    for _ in range(steps):
        for s in ss:
            s.apply()
        for q in ns:
            q.step(0.1)
    return sum((q.x**2 for q in ns)) + 0.5 * sum((s.k * (s.a.x - s.b.x) ** 2 for s in ss))


def world_of_springs(x, n, steps=4):
    w = World()
    prev = w.add(x)
    for i in range(n):
        cur = w.add(x * (i + 2))
        w.link(prev, cur, 0.5)
        prev = cur
    for _ in range(steps):
        w.step(0.1)
    return sum((q.x**2 for q in w.nodes))


def vectors_that_are_replaced(x, n):
    ps = [SimpleNamespace(pos=x * i, vel=np.zeros(2)) for i in range(n)]
    near = [p for p in ps if np.sum(p.pos) < 9.3]
    shared = np.ones(2) * x
    for p in near[:4]:
        p.vel = shared
    for p in near:
        p.vel = p.vel + 0.1 * p.pos
        p.pos = p.pos + p.vel
    for p in ps:
        p.pos = p.pos * p.vel[1]
    return sum((np.sum(p.pos**2) for p in ps)) + sum((np.sum(p.vel) for p in near))


def rows_that_grow_in_two_lists(x, n):
    a = [[x * i] for i in range(n)]
    b = [a[0], a[1]]
    b[0].append(x * x)
    t = sum(a[0])
    b[0].append(x**3)
    c = [r for r in a if r[0] > 3]
    for r in c:
        r.append(x)
    u = c[-1].pop()
    return t * sum((sum(r) for r in a)) + sum(a[0]) * u


def groups_that_grow(x, n):
    g = {}
    for i in range(n):
        g.setdefault(i % 3, []).append(x * i)
    h = [v for k, v in sorted(g.items())]
    for v in h:
        v.append(x)
    return sum((np.mean(v) ** 2 for v in g.values()))


def one_row_many_times(x, n):
    row = [x, x * x]
    t = [row] * n
    t[3][0] = x**3
    return sum((r[0] * r[1] for r in t))


def rows_and_their_copies(x, n):
    t = [[0.0] * 3 for _ in range(n)]
    for i in range(n):
        for j in range(3):
            t[i][j] = x * i + j
    u = [r[:] for r in t]
    for r in t:
        r[0] *= 2
    return sum((r[0] * r[1] for r in u)) + sum((r[0] for r in t))


def half_of_the_rows(x, n):
    ps = [[x * i, x] for i in range(n)]
    other = []
    for i in range(len(ps) // 2):
        other.append(ps[i])
    for p in ps:
        p[0] *= 2
    return sum((p[0] * p[1] for p in other))


def row_that_was_chosen(x, n):
    ps = [[x * i, x] for i in range(n)]
    best = ps[0]
    for i in range(n):
        if ps[i][0] > 2:
            best = ps[i]
    ps[19][0] = x * x * 7
    return best[0]


def list_of_the_same_rows(x, n):
    ps = [[x * i, x] for i in range(n)]
    q = list(ps)
    for p in ps:
        p[0] *= 2
    return sum((p[0] * p[1] for p in q))


def slice_of_rows(x, n):
    ps = [[x * i, x] for i in range(n)]
    q = ps[2:]
    for p in q:
        p[0] *= 2
    return sum((p[0] * p[1] for p in ps))


def rows_in_order(x, n):
    ps = [[x * i, x] for i in range(n)]
    q = sorted(ps, key=lambda p: -p[0])
    for p in ps:
        p[0] *= 2
    return sum((i * p[0] * p[1] for i, p in enumerate(q)))


def rows_in_a_dict(x, n):
    ps = [[x * i, x] for i in range(n)]
    d = {}
    for i, p in enumerate(ps):
        d[i] = p
    d[3][0] = x * x
    return sum((i * p[0] * p[1] for i, p in enumerate(ps)))


def row_that_is_in_twice(x, n):
    ps = [[x * i, x] for i in range(n)]
    ps.append(ps[3])
    ps[3][0] = x * x
    return sum((i * p[0] * p[1] for i, p in enumerate(ps)))


def row_in_place_of_another(x, n):
    ps = [[x * i, x] for i in range(n)]
    ps[2] = ps[3]
    ps[3][0] = x * x
    return sum((i * p[0] * p[1] for i, p in enumerate(ps)))


def rows_that_pass(x, n):
    ps = [[x * i - 3, x] for i in range(n)]
    alive = [p for p in ps if p[0] > 0]
    for p in alive:
        p[0] *= 2
    return sum((p[0] * p[1] for p in ps))


def row_and_the_next(x, n):
    ps = [[x * i, x] for i in range(n)]
    for a, b in zip(ps, ps[1:]):
        a[0] += 0.1 * b[0]
        b[1] -= a[0]
    return sum((p[0] * p[1] for p in ps))


class Particle:
    def __init__(self, x, v=0.0, m=1.0):
        self.x = x
        self.v = v
        self.m = m

    def kick(self, f, dt):
        self.v += f / self.m * dt

    def drift(self, dt):
        self.x += self.v * dt

    def energy(self):
        return 0.5 * self.m * self.v**2


@dataclass(frozen=True)
class FState:
    q: float
    p: float

    def leap(self, dt):
        p = self.p - 0.5 * dt * self.q**3
        q = self.q + dt * p
        return replace(self, q=q, p=p - 0.5 * dt * q**3)


@dataclass(order=True)
class Event:
    time: float
    kind: str = field(compare=False)
    amount: float = field(compare=False, default=0.0)


def bodies_of_a_list(x0, steps=4):
    ps = [Particle(x0[i]) for i in range(len(x0))]
    for _ in range(steps):
        for p in ps:
            f = -p.x
            p.kick(f, 0.1)
        for p in ps:
            p.drift(0.1)
    return sum((p.energy() for p in ps))


def bodies_and_forces(x0, steps=3):
    ps = []
    for i in range(len(x0)):
        ps.append(Particle(x0[i], m=1.0 + i))
    for _ in range(steps):
        forces = [0.0] * len(ps)
        for i, p in enumerate(ps):
            for j, q in enumerate(ps):
                if i != j:
                    d = q.x - p.x
                    forces[i] += p.m * q.m * d / (abs(d) ** 3 + 0.1)
        for p, f in zip(ps, forces):
            p.kick(f, 0.05)
            p.drift(0.05)
    return sum((p.energy() for p in ps)) + ps[0].x


def frozen_states(x, n=40):
    s = FState(x, 0.0)
    hist = [s]
    while s.q > -5 and len(hist) < n:
        s = s.leap(0.1)
        hist.append(s)
    return sum((h.q**2 for h in hist)) + hist[-1].p


def events_in_a_heap(x):
    q = []
    heapq.heappush(q, Event(x * 2, "deposit", x))
    heapq.heappush(q, Event(x + 0.5, "withdraw", 0.3 * x))
    heapq.heappush(q, Event(1.0, "interest"))
    bal = 1.0
    last = 0.0
    while q:
        e = heapq.heappop(q)
        bal *= math.exp(0.1 * (e.time - last))
        last = e.time
        if e.kind == "deposit":
            bal += e.amount
        elif e.kind == "withdraw":
            bal -= e.amount
        else:
            bal *= 1.01
    return bal


program(named_tuples_of_a_walk, (0.71, 20), (0.43, 20))
program(named_before_it_is_kept, (0.71, 20), (0.43, 20))
program(two_names_for_an_element, (0.71, 20), (0.43, 20))
program(in_two_lists, (0.71, 20), (0.43, 20))
program(exchanged_places, (0.71, 20), (0.43, 20))
program(sorted_then_changed, (0.71, 20), (0.43, 20))
program(taken_from_the_end, (0.71, 20), (0.43, 20))
program(replaced_or_moved, (0.71, 20), (0.43, 20))
program(arrays_in_namespaces, (r.normal(2), 20), (r.normal(2), 3))
program(lists_in_objects, (0.71, 20), (0.43, 20))
program(kept_by_another_object, (0.71, 20), (0.43, 20), must_pass=False)
program(compared_with_copies, (0.71, 20), (0.43, 20))
program(as_many_as_fit, (0.7,), (0.4,))
program(objects_by_name, (0.7, ("a", "b", "c") * 7), (0.4, ("b", "a")))
program(neighbours, (0.71, 20), (0.43, 20))
program(those_that_are_alive, (0.71, 20), (0.43, 20))
program(changed_through_a_part, (0.71, 20), (0.43, 20))
program(every_pair, (0.71, 20), (0.43, 20))
program(others_by_identity, (0.71, 20), (0.43, 20))
program(equal_by_their_class, (0.71, 20), (0.43, 20))
program(weighted_observations, (0.73, r.unit(12)), (0.21, r.unit(3)))
program(queue_of_objects, (0.71, 20), (0.43, 20))
program(best_so_far, (0.71, 20), (0.43, 20), must_pass=False)
program(best_is_changed, (0.71, 20), (0.43, 20))
program(read_before_and_after, (0.71, 20), (0.43, 20))
program(springs_between_nodes, (0.71, 20), (0.43, 20))
program(world_of_springs, (0.71, 20), (0.43, 20))
program(vectors_that_are_replaced, (r.normal(2), 20), (r.normal(2), 3))
program(rows_that_grow_in_two_lists, (0.71, 20), (0.43, 20))
program(groups_that_grow, (0.71, 20), (0.43, 20), must_pass=False)
program(one_row_many_times, (0.71, 20), (0.43, 20))
program(rows_and_their_copies, (0.71, 20), (0.43, 20))
program(half_of_the_rows, (0.71, 20), (0.43, 20))
program(row_that_was_chosen, (0.71, 20), (0.43, 20))
program(list_of_the_same_rows, (0.71, 20), (0.43, 20))
program(slice_of_rows, (0.71, 20), (0.43, 20))
program(rows_in_order, (0.71, 20), (0.43, 20))
program(rows_in_a_dict, (0.71, 20), (0.43, 20))
program(row_that_is_in_twice, (0.71, 20), (0.43, 20))
program(row_in_place_of_another, (0.71, 20), (0.43, 20))
program(rows_that_pass, (0.71, 20), (0.43, 20))
program(row_and_the_next, (0.71, 20), (0.43, 20))
program(bodies_of_a_list, (r.normal(40),), (r.normal(3),))
program(bodies_and_forces, (r.normal(20),), (r.normal(4),))
program(frozen_states, (0.7,), (0.4,))
program(events_in_a_heap, (0.7,), (0.4,), must_pass=False)
