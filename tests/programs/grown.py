"""Lists and tuples that grow by new ones: paths of dynamic programs, in tables, on some paths only."""

from __future__ import annotations

from tests.programs import Sampler, program

S = Sampler(61001)


def _program(f) -> None:
    program(f, (S.positive(4),), (S.positive(5),), tags="grown", must_pass=True)


def indices(x):
    chosen = []
    for i in range(len(x)):
        if x[i] > 1.0:
            chosen = chosen + [i]
    return sum(x[i] * (k + 1) for k, i in enumerate(chosen)) * x[0]


def knapsack(x):
    weights = [2, 3, 4, 5]
    best, keep = [0.0] * 9, [[] for _ in range(9)]
    for i, (w, v) in enumerate(zip(weights, x)):
        for c in range(8, w - 1, -1):
            if best[c - w] + v > best[c]:
                best[c] = best[c - w] + v
                keep[c] = keep[c - w] + [i]
    return best[8] ** 2 + sum(x[i] * (k + 1) for k, i in enumerate(keep[8]))


def kept_values(x):
    keep = [[x[0]] for _ in range(4)]
    for c in range(1, 4):
        if x[c] > 1.0:
            keep[c] = keep[c - 1] + [x[c] * x[0]]
        keep[c].append(x[1])
    return sum(v * (k + 1) for k, v in enumerate(keep[3])) + len(keep[2]) * x[0] ** 2


def table_of_paths(x):
    paths = {0: []}
    for c in range(1, 4):
        paths[c] = paths[c - 1] + [c] if x[c] > 1.0 else paths[c - 1]
    return sum(x[i] ** 2 * (k + 1) for k, i in enumerate(paths[3])) + x[0] ** 2


def best_route(x):
    state = {"path": [], "cost": 0.0}
    for i, v in enumerate(x):
        if v > 0.8:
            state = {"path": state["path"] + [i], "cost": state["cost"] + v * v}
    return state["cost"] * len(state["path"]) + x[0]


def either_end(x):
    row = ()
    for v in x:
        if v > 1.0:
            row = row + (v,)
        else:
            row = (v * v, *row)
    return sum(k * v for k, v in enumerate(row)) * (2 if isinstance(row, tuple) else 1)


def series(x):
    terms = (x[0],)
    while len(terms) < 4 or terms[0] > 8.0:
        terms = (terms[0] * x[1] / 2,) + terms
    return sum(terms)


def parts_of_tuples(x):
    large = tuple(v for v in x if v > 0.6)
    total = 0.0
    for row in (large + (x[0],), large * 2, large[1:], large[::-1]):
        total += sum(k * v * v for k, v in enumerate(row)) * (2.0 if isinstance(row, tuple) else 1.0)
    return total


for _each in (
    indices,
    knapsack,
    kept_values,
    table_of_paths,
    best_route,
    either_end,
    series,
    parts_of_tuples,
):
    _program(_each)
