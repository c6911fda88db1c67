"""Containers and objects that are None on some paths: what was not found, not hit, not yet seen."""

import math
from collections import namedtuple
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from tests.programs import Sampler, program

S = Sampler(4711)


@dataclass
class Hit:
    t: float
    albedo: float


@dataclass
class Ball:
    centre: float
    radius: float

    def hit(self, x):
        d = self.radius**2 - (x - self.centre) ** 2
        if d < 0:
            return None
        for t in (-math.sqrt(d), math.sqrt(d)):
            if t > 0.1:
                return Hit(t, self.radius)
        return None


@dataclass
class Wall:
    slope: float

    def hit(self, x):
        return Hit(x * self.slope, 0.5) if x * self.slope > 0.2 else None


def one_ray(x):
    hit = Ball(0.2, 1.0).hit(x)
    if hit is None:
        return x
    return hit.t * hit.albedo


def nearest_of_a_scene(x):
    best = None
    for thing in [Ball(0.2, 1.0), Wall(0.7), Ball(5.0, 0.1)]:
        hit = thing.hit(x)
        if hit is not None and (best is None or hit.t < best.t):
            best = hit
    return best.t * best.albedo if best else 0.0


def hits_that_count(x):
    hits = [
        h for h in (thing.hit(x) for thing in (Ball(0.2, 1.0), Wall(0.7), Ball(5.0, 0.1))) if h is not None
    ]
    if not hits:
        return x
    hit = min(hits, key=lambda h: h.t)
    return hit.t * hit.albedo


def sum_of_hits(x):
    return sum(
        h.t * h.albedo for b in [Ball(0.2, 1.0), Wall(0.7), Ball(5.0, 0.1)] if (h := b.hit(x)) is not None
    )


def pair_or_nothing(x):
    def pick(x):
        if x > 0.1:
            return (x * 2, x * 3)

    found = pick(x)
    if found is None:
        return 0.0 * x
    a, b = found
    return a * b


Roots = namedtuple("Roots", "low high")


def roots_of_many(x):
    def roots(b, c):
        d = b * b - 4 * c
        if d < 0:
            return None
        return Roots((-b - math.sqrt(d)) / 2, (-b + math.sqrt(d)) / 2)

    found = [roots(v, 0.3) for v in x]
    return sum(r.low * r.high + r.low for r in found if r)


def list_or_nothing(x):
    def find():
        for i in range(len(x)):
            if x[i] > 1.0:
                return [x[i], x[i] * x[0]]

    found = find()
    if found is None:
        return x[1]
    found.append(x[2])
    found[0] = found[1] * 2
    return sum(found)


def settings_or_nothing(x):
    def find(limit):
        if x[0] > limit:
            return {"a": x[0], "b": x[1] ** 2}
        return None

    s = 0.0
    for limit in (0.1, 10.0):
        found = find(limit)
        s += found["a"] * found["b"] if found is not None else x[2]
    return s


def positive(x, i):
    return Hit(x[i], x[i] ** 2) if x[i] >= 0 else None


def best_so_far_is_moved(x):
    best = None
    for i in range(len(x)):
        hit = positive(x, i)
        if hit is None:
            continue
        if best is None or hit.t < best.t:
            best = hit
        else:
            best.t -= 0.1 * hit.albedo
    return best.t * best.albedo if best else x[0]


class Tracker:
    def __init__(self):
        self.best = None
        self.count = 0

    def update(self, hit):
        if self.best is None or hit.t > self.best.t:
            self.best = hit
        self.count += 1


def tracked(x):
    tracker = Tracker()
    for i in range(len(x)):
        tracker.update(Hit(x[i], x[i] * 2))
    return tracker.best.t * tracker.best.albedo * tracker.count


def previous_pair(x):
    previous, area = None, 0.0
    for v in x:
        current = (v, v * v)
        if previous is not None:
            area += previous[0] * current[1] - current[0] * previous[1]
        previous = current
    return area


def extremes(x):
    low = high = None
    for v in x:
        p = (v, v**2)
        if low is None or p[0] < low[0]:
            low = p
        if high is None or p[0] > high[0]:
            high = p
    return high[1] - low[1] * high[0]


def pair_unless_it_fails(x):
    try:
        pair = (x[0], math.log(x[1]))
    except ValueError:
        pair = None
    return x[0] if pair is None else pair[0] * pair[1]


def or_another(x):
    hit = positive(x, 0) or Hit(x[1], x[2])
    return hit.t * hit.albedo


def kept_with_nothings(x):
    found = []
    for i in range(len(x)):
        found.append(positive(x, i))
    return sum(hit.albedo for hit in found if hit is not None)


def best_of_a_dict(x):
    found = {}
    for i in range(len(x)):
        found[i] = positive(x, i)
    best = None
    for hit in found.values():
        if hit and (not best or hit.albedo > best.albedo):
            best = hit
    return best.albedo if best else x[0]


class Particle:
    def __init__(self, v):
        self.v = v


def object_of_a_list(x, limit):
    best = None
    for p in [Particle(x[i]) for i in range(len(x))]:
        if p.v > limit:
            best = p
    while best:
        x = x * 2
        best = None
    return x.sum()


def numbers_or_nothing(x):
    def above(limit):
        for v in x:
            if v > limit:
                return v

    found = [above(v) for v in x]
    s = 0.0
    for v in found:
        s += x[0] if v is None else v * v
    return s


def knapsack(values, weights, capacity):
    @lru_cache(maxsize=None)
    def best(i, left):
        if i == len(weights):
            return 0.0
        skipped = best(i + 1, left)
        if weights[i] > left:
            return skipped
        return max(skipped, values[i] + best(i + 1, left - weights[i]))

    return best(0, capacity) ** 2


def term_by_term(x, n):
    @cache
    def term(i):
        return x if i < 2 else x * term(i - 1) + term(i - 2)

    return term(n)


def bezier(control, t):
    points = [tuple(p) for p in control]
    while len(points) > 1:
        points = [tuple((1 - t) * a + t * b for a, b in zip(p, q)) for p, q in zip(points, points[1:])]
    return points[0]


def length_of_a_curve(control, n=3):
    previous, length = bezier(control, 0.0), 0.0
    for i in range(1, n + 1):
        current = bezier(control, i / n)
        length += math.dist(previous, current)
        previous = current
    return length


# refused there: the adjoint of an object that may be None is an object, or a number, that is changed
WITHOUT_SECOND = (
    "tracked", "best_of_a_dict", "best_so_far_is_moved", "nearest_of_a_scene", "or_another", "hits_that_count",
)  # fmt: skip


def add(f, *inputs, tags="objects none"):
    program(f, *inputs, tags=tags, must_pass=True, second=f.__name__ not in WITHOUT_SECOND)


for f in (one_ray, nearest_of_a_scene, hits_that_count, sum_of_hits, pair_or_nothing):
    add(f, (0.5,), (0.9,))

ON, OFF = np.array([1.2, 0.4, 1.5]), np.array([-1.3, 2.4, 0.7])
for f in (
    roots_of_many, list_or_nothing, settings_or_nothing, best_so_far_is_moved, tracked, previous_pair, extremes,
    pair_unless_it_fails, or_another, kept_with_nothings, best_of_a_dict, numbers_or_nothing,
):  # fmt: skip
    add(f, (ON,), (OFF,))

add(object_of_a_list, (ON, 1.1), (OFF, 5.0))
add(knapsack, (S.positive(4), (2, 3, 4, 1), 6), (S.positive(4), (1, 3, 2, 2), 5), tags="cached none")
add(term_by_term, (0.4, 5), (0.7, 3), tags="cached none")
add(
    length_of_a_curve,
    ([[0.0, 0.0], [1.0, 2.0], [2.0, -1.0], [3.0, 0.5]],),
    ([[0.0, 0.1], [1.0, 1.0], [2.0, -1.5], [3.0, 0.2]],),
    tags="lists none",
)
