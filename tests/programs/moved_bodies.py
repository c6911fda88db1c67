"""Bodies whose positions and velocities are vectors of a class, moved by forces that are added up pair by pair."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

from tests.programs import program


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    def dot(self, other):
        return self.x * other.x + self.y * other.y

    def __abs__(self):
        return math.sqrt(self.dot(self))


@dataclass
class Body:
    position: Vector
    velocity: Vector
    mass: float


def bodies(a, m):
    first = Body(Vector(0, 0), Vector(0, 0.1), 10 * m)
    return [first, Body(Vector(a, 0), Vector(0, 2.5), m), Body(Vector(-2, a), Vector(1.5, m), 0.5)]


def pulled(a, m):
    """One name for a force of a pair and for what it comes to."""
    system = bodies(a, m)
    for _ in range(3):
        forces = [Vector(0.0, 0.0) for _ in system]
        for i, j in combinations(range(len(system)), 2):
            r = system[j].position - system[i].position
            f = r * (system[i].mass * system[j].mass / (abs(r) ** 3 + 0.01))
            forces[i] = forces[i] + f
            forces[j] = forces[j] - f
        for body, f in zip(system, forces):
            body.velocity = body.velocity + f * (0.01 / body.mass)
            body.position = body.position + body.velocity * 0.01
    return sum(0.5 * b.mass * b.velocity.dot(b.velocity) for b in system)


def pushed(a, m):
    system = bodies(a, m)
    for _ in range(3):
        forces = [b.position * 0.1 for b in system]
        for i, j in combinations(range(2), 2):
            forces[i] = forces[i] + system[j].position * 2.0
        for body, force in zip(system, forces):
            body.velocity = body.velocity + force * 0.1
            body.position = body.position + body.velocity * 0.1
    return system[0].position.x + system[1].velocity.y


def read_behind_the_loop(a, m):
    f = Vector(a, m) * 2.0
    total = f.x
    for k, f in zip((1.0, 2.0), [Vector(a, 2.0), Vector(a * a, 3.0)]):
        total += k * f.x
    return total * f.y + f.x


def no_trip_at_all(a, m):
    f = Vector(a, m) * 2.0
    for f in [Vector(m, v) for v in range(int(a * 0))]:
        m = m + f.y
    return f.x * f.y + m


for function in (pulled, pushed, read_behind_the_loop):
    program(function, (1.2, 0.7), (0.8, 1.1), wrt=(0, 1), tags="moved_bodies", must_pass=True)
program(no_trip_at_all, (1.2, 0.7), (0.8, 1.1), wrt=(0, 1), tags="moved_bodies")
