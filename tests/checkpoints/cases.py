"""Loops that are reversed from kept states, and the same loops whose trips are all stored."""

from __future__ import annotations

import math

import numpy as np

import tangentx as tx

X = np.linspace(0.2, 1.3, 5)


def sines(x, n, c):
    for _ in tx.checkpoint(range(n), snapshots=c):
        x = x + 0.01 * np.sin(x)
    return np.sum(x * x)


def sines_stored(x, n, c):
    for _ in range(n):
        x = x + 0.01 * np.sin(x)
    return np.sum(x * x)


def pendulum(x, n, c):
    v = 0.5 * x
    for _ in tx.checkpoint(range(n), c):
        v = v - 0.1 * np.sin(x)
        x = x + 0.1 * v
    return np.sum(x * v)


def pendulum_stored(x, n, c):
    v = 0.5 * x
    for _ in range(n):
        v = v - 0.1 * np.sin(x)
        x = x + 0.1 * v
    return np.sum(x * v)


def heat(x, n, c):
    u = x.copy()
    for _ in tx.checkpoint(range(n), c):
        u[1:-1] += 0.1 * (u[2:] - 2.0 * u[1:-1] ** 2 + u[:-2])
    return np.sum(u**3)


def heat_stored(x, n, c):
    u = x.copy()
    for _ in range(n):
        u[1:-1] += 0.1 * (u[2:] - 2.0 * u[1:-1] ** 2 + u[:-2])
    return np.sum(u**3)


def two_buffers(x, n, c):
    u = x.copy()
    w = np.zeros_like(x)
    for _ in tx.checkpoint(range(n), c):
        w[1:-1] = u[1:-1] * u[2:] + 0.1 * u[:-2]
        w[0] = u[0]
        w[-1] = u[-1] * u[0]
        u, w = w, u
    return np.sum(u**3) + np.sum(w)


def two_buffers_stored(x, n, c):
    u = x.copy()
    w = np.zeros_like(x)
    for _ in range(n):
        w[1:-1] = u[1:-1] * u[2:] + 0.1 * u[:-2]
        w[0] = u[0]
        w[-1] = u[-1] * u[0]
        u, w = w, u
    return np.sum(u**3) + np.sum(w)


def through_views(x, n, c):
    u = x * 2.0
    left, right = u[:-1], u[1:]
    for _ in tx.checkpoint(range(n), c):
        left *= 0.9
        right += 0.1 * np.sin(left)
    return np.sum(u**2)


def through_views_stored(x, n, c):
    u = x * 2.0
    left, right = u[:-1], u[1:]
    for _ in range(n):
        left *= 0.9
        right += 0.1 * np.sin(left)
    return np.sum(u**2)


def until(x, n, c):
    k = 0
    while tx.checkpoint(k < n and np.sum(x) < 20.0, snapshots=c):
        x = x + 0.1 * x * x
        k += 1
    return np.sum(np.sin(x))


def until_stored(x, n, c):
    k = 0
    while k < n and np.sum(x) < 20.0:
        x = x + 0.1 * x * x
        k += 1
    return np.sum(np.sin(x))


def left_early(x, n, c):
    for i in tx.checkpoint(range(3, 3 + 2 * n, 2), c):
        x = x + 0.3 * np.sin(x * i)
        if np.sum(x) > 6.0:
            return np.sum(x**3)
        if i % 4 == 3:
            continue
        x = x * 1.01
    return np.sum(x * x)


def left_early_stored(x, n, c):
    for i in range(3, 3 + 2 * n, 2):
        x = x + 0.3 * np.sin(x * i)
        if np.sum(x) > 6.0:
            return np.sum(x**3)
        if i % 4 == 3:
            continue
        x = x * 1.01
    return np.sum(x * x)


def loops_inside(x, n, c):
    for _ in tx.checkpoint(range(n), c):
        k = 0
        while np.sum(x) > 3.0 and k < 3:
            x = x * 0.8 * np.cos(x)
            k += 1
        for j in range(1, 4):
            x[j] = x[j - 1] * x[j]
        x = x + 0.5
    return np.sum(x * x)


def loops_inside_stored(x, n, c):
    for _ in range(n):
        k = 0
        while np.sum(x) > 3.0 and k < 3:
            x = x * 0.8 * np.cos(x)
            k += 1
        for j in range(1, 4):
            x[j] = x[j - 1] * x[j]
        x = x + 0.5
    return np.sum(x * x)


def both_marked(x, n, c):
    for _ in tx.checkpoint(range(n), c):
        y = x
        for _ in tx.checkpoint(range(4), c):
            y = y + 0.1 * np.sin(y) * x
        x = x + 0.1 * y
    return np.sum(x * x)


def inner_marked(x, n, c):
    for i in range(n):
        y = x
        for _ in tx.checkpoint(range(4), c):
            y = y + 0.1 * np.sin(y) * x
        x = x + 0.1 * y
        if i % 3 == 1:
            continue
        if np.sum(x) > 9.0:
            break
        x = x * 0.9
    return np.sum(x * x)


def both_stored(x, n, c):
    for _ in range(n):
        y = x
        for _ in range(4):
            y = y + 0.1 * np.sin(y) * x
        x = x + 0.1 * y
    return np.sum(x * x)


def inner_stored(x, n, c):
    for i in range(n):
        y = x
        for _ in range(4):
            y = y + 0.1 * np.sin(y) * x
        x = x + 0.1 * y
        if i % 3 == 1:
            continue
        if np.sum(x) > 9.0:
            break
        x = x * 0.9
    return np.sum(x * x)


def carried_later(x, n, c):
    t = 0.0
    for k in tx.checkpoint(range(n), c):
        cur = [x * k, np.sin(x) - k]
        if k > 0:
            t = t + np.sum(prev[0] * cur[1])  # noqa: F821 - bound at the end of the trip before
        prev = cur  # noqa: F841
    return t


def carried_later_stored(x, n, c):
    t = 0.0
    for k in range(n):
        cur = [x * k, np.sin(x) - k]
        if k > 0:
            t = t + np.sum(prev[0] * cur[1])  # noqa: F821
        prev = cur  # noqa: F841
    return t


def containers(x, n, c):
    s = {"q": x, "p": 0.5 * x}
    pair = (1.0, x)
    for a, b in tx.checkpoint(zip(np.linspace(0.0, 1.0, n), range(n)), c):
        s["p"] = s["p"] - 0.1 * np.sin(s["q"]) * a
        s["q"] = s["q"] + 0.1 * s["p"] * b
        pair = (pair[0] * 1.1, pair[1] * s["q"])
    return np.sum(s["p"] * s["q"]) + np.sum(pair[1]) * pair[0]


def containers_stored(x, n, c):
    s = {"q": x, "p": 0.5 * x}
    pair = (1.0, x)
    for a, b in zip(np.linspace(0.0, 1.0, n), range(n)):
        s["p"] = s["p"] - 0.1 * np.sin(s["q"]) * a
        s["q"] = s["q"] + 0.1 * s["p"] * b
        pair = (pair[0] * 1.1, pair[1] * s["q"])
    return np.sum(s["p"] * s["q"]) + np.sum(pair[1]) * pair[0]


def exceptions(x, n, c):
    for _ in tx.checkpoint(range(n), c):
        try:
            x = x + 0.1 * math.sqrt(np.sum(x) - 4.0)
        except ValueError:
            x = x * 1.2 * np.cos(0.1 * x)
    return np.sum(x * x)


def exceptions_stored(x, n, c):
    for _ in range(n):
        try:
            x = x + 0.1 * math.sqrt(np.sum(x) - 4.0)
        except ValueError:
            x = x * 1.2 * np.cos(0.1 * x)
    return np.sum(x * x)


def used_before_and_after(x, n, c):
    u = x * 1.0
    y = np.sum(u**3)
    for _ in tx.checkpoint(range(n), c):
        u[1:] = u[:-1] * u[1:]
        y = y + np.sum(u)
    u[0] = u[1] * u[2]
    return y * np.sum(u * u)


def used_before_and_after_stored(x, n, c):
    u = x * 1.0
    y = np.sum(u**3)
    for _ in range(n):
        u[1:] = u[:-1] * u[1:]
        y = y + np.sum(u)
    u[0] = u[1] * u[2]
    return y * np.sum(u * u)


def by_turns(x, n, c):
    a, b = x * 1.0, x * 2.0
    for t in tx.checkpoint(range(n), c):
        if t % 2:
            a[1:] *= b[:-1]
        else:
            b[1:] *= a[:-1]
        a, b = b, a
    return np.sum(a * b)


def by_turns_stored(x, n, c):
    a, b = x * 1.0, x * 2.0
    for t in range(n):
        if t % 2:
            a[1:] *= b[:-1]
        else:
            b[1:] *= a[:-1]
        a, b = b, a
    return np.sum(a * b)


PAIRS = {
    kept.__name__: (kept, stored)
    for kept, stored in (
        (sines, sines_stored), (pendulum, pendulum_stored), (heat, heat_stored), (two_buffers, two_buffers_stored),
        (through_views, through_views_stored), (until, until_stored), (left_early, left_early_stored),
        (loops_inside, loops_inside_stored), (both_marked, both_stored), (inner_marked, inner_stored),
        (carried_later, carried_later_stored), (containers, containers_stored), (exceptions, exceptions_stored),
        (used_before_and_after, used_before_and_after_stored), (by_turns, by_turns_stored),
    )
}  # fmt: skip
