"""Lists of indices that are shuffled; texts that are put together on the way, letter by letter."""

from __future__ import annotations

import random

import numpy as np

from tests.programs import Sampler, program

S = Sampler(61005)
LOW, HIGH = np.array([0.2, 1.2, 0.4, 0.7, 1.1]), np.array([0.9, 0.3, 1.4, 0.65])


def _program(f) -> None:
    program(f, (LOW,), (HIGH,), tags="shuffled", must_pass=True)


def epochs(x):
    rng, order, s = np.random.default_rng(3), list(range(len(x))), 0.0
    for _ in range(3):
        rng.shuffle(order)
        for i in order:
            s = s * 0.5 + x[i]
    return s


def between_uses(x):
    rng, order = random.Random(3), [0, 1, 2]
    other = order
    s = x[order[0]] ** 2
    rng.shuffle(other)
    s += x[order[0]] * 3
    y = x.copy()
    y[order[0]] = 7.0
    rng.shuffle(order)
    y[order[1]] *= x[0]
    for i in order[:2]:
        s += y[i]
    rng.shuffle(order)
    return s + x[order[1]] + y.sum()


def emptied(x):
    random.seed(1)
    large = [i for i in range(len(x)) if x[i] > 0.5]
    s = x[large[0]] ** 2
    for _ in range(2):
        random.shuffle(large)
        while len(large) > 1 and s < 4:
            s += x[large.pop()]
    return s + sum(x[i] for i in large)


def letters(x):
    word = "".join("a" if v > 0.6 else "bc" for v in x)
    s = 0.0
    for i, letter in enumerate(word):
        s = s * 0.5 + (x[i % len(x)] if letter == "a" else x[0] ** 2)
    for letter in reversed(word):
        s = s * 0.9 + "abc".index(letter) * x[0]
    for one, next_one in zip(word, word[1:]):
        s += x[1] if one == next_one else x[2]
    turned = np.eye(2)
    kinds = {
        "a": lambda t: np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]]),
        "b": lambda t: np.diag([t, 1 / t]),
    }
    for letter, v in zip(word.replace("c", ""), x):
        turned = kinds[letter](v) @ turned
    return s + sum(x[k % 2] for k, letter in enumerate(word) if letter == "a") + turned.sum()


for _each in (epochs, between_uses, emptied, letters):
    _program(_each)
