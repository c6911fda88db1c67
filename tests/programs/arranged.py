"""What the standard library arranges: heaps, sorted lists, groups, enumerations."""

import bisect
import enum
import heapq
import itertools

import numpy as np

from tests.programs import program


class Kind(enum.Enum):
    LIN = "lin"
    QUAD = "quad"
    EXP = "exp"


class Layer:
    def __init__(self, w, act):
        self.w = w
        self.act = act

    def __call__(self, x):
        y = self.w * x
        if self.act is Kind.LIN:
            return y
        elif self.act == Kind.QUAD:
            return y**2
        return np.exp(y)


def activations_by_enum(x, y):
    t = x
    for l in [Layer(x[0], Kind.LIN), Layer(y, Kind.QUAD), Layer(0.1, Kind.EXP)]:
        t = l(t)
    return np.sum(t)


def loop_over_enum(x, y):
    t = 0.0
    for k in Kind:
        if k in (Kind.LIN, Kind.EXP):
            t = t + x[0] * y
        if k.name == "QUAD":
            t = t * x[1]
        if k.value != "exp":
            t = t + 1.0
    return t


def list_of_members(x, y):
    modes = [Kind.LIN, Kind.QUAD, Kind.LIN] * 10
    t = y
    for k, m in enumerate(modes):
        if m is Kind.LIN:
            t = t * x[k % 6] + 1
        else:
            t = t + x[0] ** 2
    return t


def bisect_of_numbers(x, y):
    knots = [0.0, 0.5, 1.0, 1.5]
    i = bisect.bisect_right(knots, 0.7) - 1
    return x[i] * y + x[i + 1]


def interpolation_by_bisect(x, y):
    knots = [0.0, 0.5, 1.0, 1.5, 2.0]
    i = bisect.bisect_right(knots, y) - 1
    t = (y - knots[i]) / (knots[i + 1] - knots[i])
    return x[i] * (1 - t) + x[i + 1] * t


def bisect_in_what_depends(x, y):
    xs = np.cumsum(x**2)
    i = bisect.bisect_left(xs, y)
    return xs[i] * y


def insort_of_values(x, y):
    l = []
    for v in x:
        bisect.insort(l, v * y)
    return sum((k * v * v for k, v in enumerate(l)))


def heap_of_pairs(x, y):
    h = []
    for i, v in enumerate(x):
        heapq.heappush(h, (v * v, i))
    t = y
    while h:
        v, i = heapq.heappop(h)
        t = t * 0.5 + v * (i + 1)
    return t


def huffman_by_heap(x, y):
    h = [v * v for v in x]
    heapq.heapify(h)
    while len(h) > 1:
        a = heapq.heappop(h)
        b = heapq.heappop(h)
        heapq.heappush(h, a + b * y)
    return h[0]


def the_largest_are_kept(x, y):
    h = []
    for k, t in enumerate(x):
        if len(h) < 3:
            heapq.heappush(h, (t * t, k))
        else:
            heapq.heappushpop(h, (t * t * y, k))
    return sum(t * (i + 1) for t, i in h)


def replaced_in_a_heap(x, y):
    h = sorted(x * 1.0)
    out = 0.0
    for t in x:
        out += heapq.heapreplace(h, t * 0.51) * t
        out += heapq.heappushpop(h, t * 2.0 * y) ** 2
    return out + h[0] * 3


def largest_and_smallest(x, y):
    return sum(heapq.nlargest(2, x)) * y + heapq.nsmallest(1, list(x))[0]


def runs_of_a_key(x, y):
    keys = [0, 0, 1, 1, 0, 0]
    t = y
    for k, g in itertools.groupby(range(len(x)), key=lambda i: keys[i]):
        t = t * 0.5 + sum((x[i] for i in g)) ** 2 * (k + 1)
    return t


def shortest_path(x, y):
    graph = {0: [(1, 0), (2, 1)], 1: [(2, 2), (3, 3)], 2: [(3, 4)], 3: []}
    dist = {0: 0.0 * y}
    pq = [(0.0 * y, 0)]
    done = set()
    while pq:
        d, u = heapq.heappop(pq)
        if u in done:
            continue
        done.add(u)
        for v, e in graph[u]:
            nd = d + x[e] ** 2 * y
            if v not in dist or nd < dist[v]:
                dist[v] = nd
                heapq.heappush(pq, (nd, v))
    return dist[3]


for f in (
    activations_by_enum,
    loop_over_enum,
    list_of_members,
    bisect_of_numbers,
    interpolation_by_bisect,
    bisect_in_what_depends,
    insort_of_values,
    heap_of_pairs,
    huffman_by_heap,
    the_largest_are_kept,
    replaced_in_a_heap,
    largest_and_smallest,
    runs_of_a_key,
    shortest_path,
):
    program(
        f,
        (np.array([0.7, -0.4, 1.3, 0.2, 0.9, 1.7]), 0.6),
        (np.array([0.3, -0.5, 0.6, 0.8, 1.9, 0.4]), 0.8),
        tags="arranged issue3",
        must_pass=f is not runs_of_a_key,
    )
