"""An object of one class or another, or none: the nearest thing that a ray meets."""

from __future__ import annotations

import numpy as np

from tests.programs import Sampler, program

S = Sampler(71002)


class Ball:
    def __init__(self, center, radius, colour):
        self.center, self.radius, self.colour = np.array(center), radius, np.array(colour)

    def meets(self, start, ahead):
        b = 2 * np.dot(ahead, start - self.center)
        inside = b**2 - 4 * (np.linalg.norm(start - self.center) ** 2 - self.radius**2)
        if inside > 0:
            near, far = (-b - np.sqrt(inside)) / 2, (-b + np.sqrt(inside)) / 2
            if near > 0 and far > 0:
                return min(near, far)
        return None

    def upright(self, p):
        return (p - self.center) / np.linalg.norm(p - self.center)


class Floor:
    def __init__(self, height, colour):
        self.point, self.n, self.colour = (
            np.array([0.0, height, 0.0]),
            np.array([0.0, 1.0, 0.0]),
            np.array(colour),
        )

    def meets(self, start, ahead):
        down = np.dot(ahead, self.n)
        if abs(down) < 1e-6:
            return None
        t = np.dot(self.point - start, self.n) / down
        return t if t > 0 else None

    def upright(self, p):
        return self.n


def _nearest(things, start, ahead):
    best, found = np.inf, None
    for thing in things:
        t = thing.meets(start, ahead)
        if t and t < best:
            best, found = t, thing
    return found, best


def picture(center, radius, lamp):
    things = [
        Ball(center, radius, [0.7, 0.0, 0.1]),
        Floor(-0.4, [1.0, 0.8, 1.0]),
        Ball([0.6, 0.1, 2.0], 0.3, [0.1, 0.5, 0.2]),
    ]
    image = np.zeros((2, 3, 3))
    for i, y in enumerate(np.linspace(-0.3, 0.2, 2)):
        for j, x in enumerate(np.linspace(-0.4, 0.4, 3)):
            start = np.array([0.0, 0.0, -1.0])
            ahead = np.array([x, y, 0.0]) - start
            ahead = ahead / np.linalg.norm(ahead)
            thing, t = _nearest(things, start, ahead)
            if thing is None:
                continue
            p = start + t * ahead
            to_lamp = (lamp - p) / np.linalg.norm(lamp - p)
            image[i, j] = thing.colour * max(np.dot(thing.upright(p), to_lamp), 0.1)
    return np.sum(image**2)


INPUTS = (np.array([0.1, 0.05, 1.0]), 0.6, np.array([5.0, 5.0, -5.0]))
MORE = (np.array([-0.1, 0.15, 0.8]), 0.4, np.array([4.0, 6.0, -3.0]))
program(picture, INPUTS, MORE, tags="chosen_or_none", must_pass=True)


def last_that_meets(center, radius):
    thing = None
    for made in (Ball(center, radius, [1.0, 1.0, 1.0]), Floor(-0.4, [1.0, 0.0, 0.0])):
        if made.meets(np.array([0.0, 0.0, -1.0]), np.array([0.0, 0.0, 1.0])) is not None:
            thing = made
    return 0.0 * radius if thing is None else np.sum(thing.upright(np.array([0.3, 0.4, 0.5])) * center)


program(last_that_meets, INPUTS[:2], MORE[:2], tags="chosen_or_none", must_pass=True)
