"""Objects beside numbers in tuples, in lists of unknown length; objects under two names, one of them None on a path."""

from __future__ import annotations

import functools
import heapq
import operator
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from tests.programs import program

TAGS = "containers objects_in_tuples"


class P:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def step(self, k):
        return P(self.x * k, self.y + k)


class Weighed:
    def __init__(self, c, r):
        self.c, self.r = c, r


class Ring(NamedTuple):
    add: Callable
    mul: Callable
    zero: float = 0.0


class Event(NamedTuple):
    t: float
    who: P


def appended_on_a_branch(x, y):
    hits = []
    if x > 1:
        hits.append((x, P(x, 2.0)))
    hits.append((x * y, P(y, 1.0)))
    t, p = min(hits, key=lambda h: h[0])
    return t * p.x + sum(w * q.y for w, q in hits)


def changed_by_its_name(x, y):
    p = P(x, y)
    held = []
    if x > 1:
        held.append(Weighed(p, 2.0))
    held.append(Weighed(p, 3.0))
    held[0].c.x = x * y
    return sum(s.c.x * s.r for s in held) + p.x


def changed_in_the_tuple(x, y):
    p = P(x, y)
    held = []
    if x > 1:
        held.append((2.0, p))
    held.append((3.0, p))
    for _, q in held:
        q.x *= y
    return sum(q.x * r for r, q in held) + p.x


def tuples_in_tuples(x, y):
    p = P(x, y)
    held = []
    if x > 1:
        held.append((x, (1.0, p)))
    held.append((x * y, (3.0, p)))
    p.x **= 2
    for _, (k, q) in held:
        q.y *= k
    return sum(t * k * q.x * q.y for t, (k, q) in held)


def read_in_tuples(x, y, n):
    held = [(x, (1.0, P(y, 1.0)))]
    for i in range(n):
        w, (k, p) = held[-1]
        held.append((w * y, (k * x, P(p.x * w, i * y))))
    return sum(w * k * p.x + p.y for w, (k, p) in held)


def either_of_two(x, y):
    p = P(x, y)
    held = []
    q = p if x > 1 else P(y, x)
    if x < 2:
        held.append((x, q))
    held.append((y, P(x * x, y)))
    for _, e in held:
        e.x += 0.5
    return sum(e.x for _, e in held) + p.x


def either_in_each_trip(x, y):
    held = []
    p = P(x, y)
    for i in range(40):
        held.append(Event(x * i, p if i % 2 else P(y, x)))
    for e in sorted(held, key=lambda e: -e.t):
        e.who.x += 0.5 * e.t
    return sum(e.t * e.who.x for e in held) + p.x


def either_in_an_object(x, y):
    p = P(x, y)
    held = []
    if x < 2:
        held.append(P(x, p if x > 1 else P(y, x)))
    held.append(P(x * x, P(y, y)))
    for e in held:
        e.y.x += 0.5
    return sum(e.y.x for e in held) + p.x


def real_on_one_path(x, y):
    p = P(x, y)
    q = P(p, y)
    held = []
    if x > 1:
        held.append(p)
        p.y = 3 * x
    else:
        p.y = y * x
    q.x.x *= 2.0
    return sum(w.x * w.y for w in held) + p.y * p.x


def kept_history(x, y, n):
    p = P(x, y)
    history = []
    for i in range(n):
        p = P(p.x * y, p.y + i)
        history.append((p.x, p))
        if p.y > 3:
            p.y = p.y / 2
    return sum(w * q.y for w, q in history)


def two_names_and_none(x, y):
    if x > 1:
        p = P(x, y)
        q = p
    else:
        p = None
        q = p
    if p is not None:
        q.x = 5 * y * x
        return p.x * q.y
    return y


def slot_and_name_and_none(x, y):
    if x > 1:
        p = P(x, y)
        q = Weighed(p, 1.0)
    else:
        p = None
        q = Weighed(None, 2.0)
    if p is not None:
        q.c.x = 5 * y * x
        return p.x * q.r
    return y * q.r


def two_slots_and_none(x, y):
    p = P(x, y)
    q = Weighed(p, p) if x > 1 else Weighed(None, None)
    if q.c is not None:
        q.c.x = 5 * y * x
        return q.r.x * q.r.y
    return y


def found_and_listed(x, y):
    p = None
    held = []
    for i in range(3):
        if i * x > 1 and p is None:
            p = P(x, y)
            held.append(p)
    if p is not None:
        p.x = 5 * y * x
        return p.x * p.y * held[0].x
    return y


def chosen_or_none(x, y):
    p = P(1, 2.0)
    q = p
    r = q if y > 0.5 else None
    q.x = np.array([x, y])
    if r is not None:
        r.y = r.x.sum()
        r.x = r.x * 2
    return p.x[0] * y + p.y


def walked_by_a_stack(x, y):
    p = Weighed(x, None)
    stack = [(p, 0)]
    total = 0.0
    while stack:
        q, depth = stack.pop()
        q.c += depth * y
        total += q.c
        if depth < 3:
            stack.append((Weighed(q.c * x, None), depth + 1))
    return total + p.c


def events(x, y, n):
    ps = [P(x * (i + 1), y) for i in range(n)]
    queue = []
    for i, p in enumerate(ps):
        heapq.heappush(queue, (p.x * (i % 3 + 1), i, p))
    total = 0.0
    while queue:
        t, i, p = heapq.heappop(queue)
        p.y *= t
        total += p.y * p.x
        if len(queue) > 3 and p.x < 3:
            p.x *= 2.0
            heapq.heappush(queue, (t + p.x * 3, i, p))
    return total + sum(p.x for p in ps)


def ring_power(rows, times, ring):
    power = rows
    for _ in range(times):
        n = len(rows)
        power = [
            [
                functools.reduce(ring.add, (ring.mul(power[i][k], rows[k][j]) for k in range(n)), ring.zero)
                for j in range(n)
            ]
            for i in range(n)
        ]
    return power


def rings(w):
    total = 0.0
    for ring in (
        Ring(operator.add, operator.mul),
        Ring(np.logaddexp, operator.add, -1e9),
        Ring(min, operator.add, 1e9),
    ):
        total += ring_power(w.tolist(), 2, ring)[0][-1]
    return total


for f in (
    appended_on_a_branch, changed_by_its_name, changed_in_the_tuple, tuples_in_tuples, either_of_two,
    either_in_each_trip, either_in_an_object, real_on_one_path, two_names_and_none, slot_and_name_and_none,
    two_slots_and_none, found_and_listed, chosen_or_none, walked_by_a_stack,
):  # fmt: skip
    program(f, (0.3, 0.7), (1.3, 0.2), tags=TAGS, must_pass=True)
program(kept_history, (0.3, 0.7, 4), (1.3, 0.2, 9), tags=TAGS, must_pass=True)
program(read_in_tuples, (0.3, 0.7, 3), (1.3, 0.2, 9), tags=TAGS, must_pass=True)
program(events, (0.3, 0.7, 4), (1.3, 0.2, 40), tags=TAGS, must_pass=True)
program(
    rings,
    (np.array([[0.3, 0.7], [0.4, 1.2]]),),
    (np.arange(9.0).reshape(3, 3) ** 1.5 / 7 + 0.5,),
    tags=TAGS,
    must_pass=True,
)
