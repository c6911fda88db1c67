"""Programs that ask functions for their names, and tables of predecessors that begin with None."""

from __future__ import annotations

import functools
import heapq
import math

import numpy as np

from tests.programs import Sampler, program

TAGS = "names_of_functions"
s = Sampler(4407)


def methods_compared(x):
    def once(v):
        return v * v

    def twice(v):
        return v**3

    out = {}
    for method in (once, twice):
        y = x
        found = [y]
        for _ in range(4):
            y = method(y) + y
            found.append(y)
        out[method.__name__] = np.array(found)
    errors = {k: np.abs(v - out["twice"]).max() for k, v in out.items() if k != "twice"}
    return errors["once"]


def named_in_place(x):
    f = lambda v: v * v  # noqa: E731
    return {"<lambda>": 2.0, "f": 3.0}[f.__name__] * x * f(x)


def global_and_library(x):
    total = 0.0
    for f in (np.sin, math.cos, named_in_place):
        total += {"sin": 2.0, "cos": 3.0, "named_in_place": 5.0}[f.__name__] * f(x)
    return total


def chosen(x, first):
    def a(v):
        return v * v

    def b(v):
        return v**3

    f = a if first else b
    return {"a": 2.0, "b": 3.0}[f.__name__] * f(x)


def cached_and_plain(x):
    def a(v):
        return v * v

    @functools.lru_cache(None)
    def b(v):
        return v**3

    table = {}
    for f in [a, b]:
        table[f.__name__] = f(x)
    return table["a"] * table["b"]


def renamed(x):
    def twice(f):
        @functools.wraps(f)
        def wrapper(v):
            return 2.0 * f(v)

        return wrapper

    @twice
    def cube(v):
        return v**3

    return {"cube": 2.0, "wrapper": 3.0}[cube.__name__] * cube(x)


def predecessors(w):
    start = (0, 0)
    before = {start: None}
    queue = [(0.0, start)]
    total = 0.0
    while queue:
        d, here = heapq.heappop(queue)
        i, j = here
        there = (i + 1, j + 2)
        if i < len(w) - 1:
            before[there] = here
            heapq.heappush(queue, (d + w[i + 1], there))
            total += w[i] * d
    return total + len(before)


for f in (methods_compared, global_and_library):
    program(f, (0.7,), (0.9,), tags=TAGS, must_pass=True)
for f in (named_in_place, cached_and_plain):
    program(f, (0.7,), (0.9,), tags=f"{TAGS} named", must_pass=True)
program(chosen, (0.7, True), (0.9, False), tags=TAGS, must_pass=True)
program(renamed, (0.7,), (0.9,), tags=f"{TAGS} named")
program(predecessors, (s.normal(6),), (s.normal(7),), tags=TAGS)
