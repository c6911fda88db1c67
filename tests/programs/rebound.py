"""Lists that are changed in some trips of a loop, and are other lists in others."""

from __future__ import annotations

import numpy as np

from tests.programs import Sampler, program

S = Sampler(90217)


def sorted_then_shrunk(x, n):
    xs = [x, 2 * x, -x]
    for _ in range(n):
        xs.sort()
        if xs[0] < -1:
            xs = [xs[0]] + [0.5 * v for v in xs[1:]]
        else:
            xs[-1] = xs[0] * 0.3
    return sum(v * i for i, v in enumerate(xs))


def first_and_the_rest(x, n):
    xs = [x, 2 * x, -x]
    for _ in range(n):
        xs.append(x * xs[0])
        if xs[0] < -1:
            xs = [xs[0]] + xs[1:]
    return sum(v * i for i, v in enumerate(xs))


def nelder_mead(x0, c, iters=8):
    def f(p):
        return (p[0] - c) ** 2 + 2 * (p[1] - c * p[0]) ** 2

    simplex = [np.array(x0), np.array([x0[0] + 0.5, x0[1]]), np.array([x0[0], x0[1] + 0.5])]
    for _ in range(iters):
        simplex.sort(key=f)
        best, mid, worst = simplex
        centre = (best + mid) / 2
        reflected = centre + (centre - worst)
        if f(best) <= f(reflected) < f(mid):
            simplex[-1] = reflected
        elif f(reflected) < f(best):
            expanded = centre + 2 * (centre - worst)
            simplex[-1] = expanded if f(expanded) < f(reflected) else reflected
        else:
            contracted = centre + 0.5 * (worst - centre)
            if f(contracted) < f(worst):
                simplex[-1] = contracted
            else:
                simplex = [best] + [best + 0.5 * (p - best) for p in simplex[1:]]
    return min(map(f, simplex)) + simplex[0][0]


def survivors(x, n):
    population = [x * i for i in range(6)]
    for _ in range(n):
        population = sorted(population, key=lambda v: (v - 1) ** 2)[:3]
        population += [v * 1.1 for v in population]
    return sum(population)


for g in (sorted_then_shrunk, first_and_the_rest):
    program(g, (0.7, 5), (-1.3, 4), second=False)
program(nelder_mead, ([0.3, 0.7], 1.2), (np.array([-0.3, 0.4]), 0.6), second=False)
program(survivors, (0.7, 3), (1.3, 2))
