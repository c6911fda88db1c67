"""Programs that grow a set, a path or a table while they choose the best of what is left."""

from __future__ import annotations

import math

import numpy as np

from tests.programs import Sampler, program

S = Sampler(81173)


def prim(points, n):
    distance = np.sqrt(((points[:, None] - points[None]) ** 2).sum(-1) + 1e-9)
    seen, total = {0}, 0.0
    while len(seen) < n:
        best = min((distance[i, j], i, j) for i in seen for j in range(n) if j not in seen)
        total += best[0]
        seen.add(best[2])
    return total


def bellman_ford(w, edges, n):
    d = [math.inf] * n
    d[0] = 0.0
    before = [None] * n
    for _ in range(n - 1):
        changed = False
        for (a, b), v in zip(edges, w):
            if d[a] + v < d[b]:
                d[b] = d[a] + v
                before[b] = a
                changed = True
        if not changed:
            break
    path = [n - 1]
    while before[path[-1]] is not None:
        path.append(before[path[-1]])
    return d[-1] ** 2 + len(path) * w[0]


def taken_once_a_class(x):
    seen, t = set(), 0.0
    for v, i in sorted((v * v, i % 2) for i, v in enumerate(x)):
        if i in seen:
            continue
        seen.add(i)
        t += v
    return t


EDGES = [(0, 1), (1, 2), (0, 2), (2, 3)]
program(prim, (S.normal(4, 2), 4), (S.normal(3, 2), 3))
program(bellman_ford, (S.positive(4), EDGES, 4), ([0.3, 0.5, 0.9], EDGES[:3], 3))
program(taken_once_a_class, (S.normal(4),), (S.normal(3),))
