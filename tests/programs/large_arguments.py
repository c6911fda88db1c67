"""Objects, tuples and dicts that hold much: long lists, many attributes, many objects."""

from __future__ import annotations

from collections import namedtuple

import numpy as np

from tests.programs import Sampler, program

S = Sampler(71003)


class Model:
    def __init__(self, weights):
        self.w, self.k, self.calls, self.seen = list(weights), 2.0, 0, []

    def loss(self, x):
        self.calls += 1
        return sum(w * x[i % 3] for i, w in enumerate(self.w)) * self.k

    def grown(self, x):
        self.w.append(x[0])
        self.w[3] = x[1] * self.k
        self.w[-2] *= 2
        return sum(v * v for v in self.w)

    def recorded(self, x):
        for v in x:
            self.seen.append(v * v)
        return self.seen[-1] * self.seen[0] + self.w[2]


class Wide:
    def __init__(self, values):
        for i, value in enumerate(values):
            setattr(self, f"a{i}", value)
        self.inner = [Model(values[:4]) for _ in range(3)]

    def loss(self, x):
        return sum(x) * self.a3 + self.a90 * self.inner[1].loss(x) ** 2


class Particle:
    def __init__(self, mass, x):
        self.mass, self.x = mass, x

    def energy(self, k):
        return 0.5 * k * self.mass * self.x**2


class Cloud:
    def __init__(self, particles):
        self.particles, self.k = particles, 2.0
        self.table = {f"k{i}": p.mass for i, p in enumerate(particles)}
        self.shifts = [p.x for p in particles]
        self.options = {"a": 1.0, "b": np.ones(3), "c": [p.x for p in particles]}

    def energy(self, x):
        total = 0.0
        for p in self.particles:
            total = total + p.energy(self.k * x[0])
        return total * self.table["k3"] + np.sum(self.options["b"] * x) * self.options["c"][5]


def model(n):
    return Model(S.normal(n).tolist())


def particles(n):
    return [Particle(float(m), float(x)) for m, x in S.normal(n, 2)]


def loss(o, x):
    return o.loss(x)


def grown(o, x):
    return o.grown(x)


def recorded(o, x):
    return o.recorded(x)


def energy(o, x):
    return o.energy(x)


def of_particles(ps, k):
    total = 0.0
    for p in ps:
        total += p.energy(k)
    return total


def of_neighbours(ps, k):
    total = 0.0
    for i in range(len(ps) - 1):
        total += k * (ps[i + 1].x - ps[i].x) ** 2 / ps[i].mass ** 2
    return total


def moved(ps, k):
    for p in ps:
        p.x = p.x + 0.1 * p.mass * k
    return sum(p.energy(k) for p in ps)


Parameters = namedtuple("Parameters", "w b c")


def of_a_named_tuple(p, x):
    return sum(a * a for a in p.w) * np.sum(p.b * x) + p.c


def of_a_tuple(p, x):
    w, b, values = p
    return sum(a * x[0] for a in values) + np.sum(w @ x) + b


def of_a_dict(p, x):
    return np.sum(p["w"] * x) * p["k5"]


def written_dict(o, x):
    o.table["k3"] = x[0] * 2.0
    values = o.shifts
    values.extend([x[1], x[2]])
    values.pop(0)
    return sum(o.table.values()) * o.shifts[-1] * values[-2] + sum(values)


def large_dict():
    return {**{f"k{i}": float(v) for i, v in enumerate(S.normal(80))}, "w": S.normal(3)}


def add(function, *firsts):
    x = (S.normal(3), S.normal(3))
    program(
        function, *zip(firsts, x, strict=True), wrt=(0, 1), tags="large_arguments", must_pass=True,
    )  # fmt: skip


add(loss, model(100), model(100))
add(grown, model(100), model(100))
add(recorded, model(100), model(100))
program(
    loss, *((Wide(S.normal(100).tolist()), S.normal(3)) for _ in range(2)), tags="large_arguments", must_pass=True,
    name="of_many_attributes",
)  # fmt: skip
add(energy, Cloud(particles(70)), Cloud(particles(70)))
add(written_dict, Cloud(particles(70)), Cloud(particles(70)))
add(of_a_named_tuple, *(Parameters(S.normal(80).tolist(), S.normal(3), 2.0) for _ in range(2)))
add(of_a_tuple, *((S.normal(3, 3), 0.5, S.normal(80).tolist()) for _ in range(2)))
add(of_a_dict, large_dict(), large_dict())
for function in (of_particles, of_neighbours, moved):
    program(
        function,
        (particles(70), 0.5),
        (particles(75), 0.7),
        wrt=(0, 1),
        tags="large_arguments",
        must_pass=True,
    )
