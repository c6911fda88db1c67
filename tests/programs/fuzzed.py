"""What random programs found, made small: each was a wrong number or a crash once."""

from __future__ import annotations

import heapq
import math

import numpy as np

from tests.programs import Sampler, program

s = Sampler(71)


def _scaled(k, v):
    return np.tanh(np.sum(v)), v * k


def pair_in_a_branch_of_a_loop(x, y, w):
    for k in range(2):
        if k > 1:
            pass
        elif x > 0.4:
            y, w = _scaled(x * y, w)
        else:
            pass
    return x + y + np.sum(w * w)


def try_in_try_writing(x, v):
    for _ in range(3):
        try:
            try:
                np.multiply(v, np.sin(v), out=v)
            except ValueError:
                pass
        except ValueError:
            pass
    return x * np.sum(v * v)


def try_scales_a_slot(x, v):
    for k in range(3):
        try:
            v[k] *= math.sqrt(x) - v[1]
        except ValueError:
            v[0] = 7.0
    return x * np.sum(v * v)


def return_in_the_else_of_a_loop(x, v):
    total = x
    for _ in range(2):
        for _ in range(1):
            pass
        else:
            x, total = np.max(v), np.mean(v)
            for k in range(3):
                if total < 1.0 + k:
                    return x * total
    return x * v[0] + total


def dictionary_of_settings_updated(x, d):
    if -0.5 < d["a"] < 0.8:
        for k, t in d.items():
            d[k] = 0.5 * t - 0.7
    return (d["a"] + d["b"]) * x


def dictionary_rebound_on_one_path(x, y, d):
    d["b"] += d["b"]
    if d["b"] > 0.3:
        for k, t in d.items():
            d[k] = 0.5 * t + y
    elif y > 5.0:
        d = dict(a=x, b=0.4)
    return x * y + d["a"] + d["b"]


def slice_of_a_list_in_a_loop(x, c):
    for _ in range(3):
        c[:2] = [x * c[1], x * c[0]]
    return c[0] + c[1]


def copy_of_a_dictionary_under_its_name(x, n, d):
    other = d
    d = dict(d)
    if x > 0.3:
        other["a"] = math.sqrt(x)
    else:
        for k in range(n):
            other[f"c{k}"] = x * x
            for key, value in d.items():
                other[key] = 0.5 * value + x
        d["b"] += other["b"]
    return x * d["a"] + d["b"] + other["a"] + other["b"]


def written_or_reversed(x, v):
    if x < 0.4:
        v[[3, 1]] = v[[0, 2]] * 0.5
        if -0.5 < x < 0.8:
            return v / (1.5 + v * v)
    return v[::-1]


def view_from_two_paths(x, v):
    v = written_or_reversed(x, v)
    return np.sum(v * v) + np.dot(v, v[::-1])


def quiet_pair(s, t):
    with np.errstate(all="ignore"):
        pass
    if s > 10.0:
        s = s * t
    return math.exp(-s * s) - s, s


def pairs_tried_in_a_loop(x, y, v):
    for t in v[:3]:
        try:
            x, y = quiet_pair(t / (1.5 + y * t), np.max(v))
        except ValueError:
            pass
    return x + y


def first_pair(s, v):
    start = v[1:].sum()
    for _ in range(2):
        t = start
        while t < s:
            t += 1.0
            for k in range(3):
                return v * k + s, -v
    return v[1:].sum(), v


def pair_from_a_loop_in_loops(x, v):
    """What the inner loops return is carried by trips in which there is nothing yet."""
    s, w = first_pair(x, v)
    return np.sum(s) + np.sum(w * w) * x


class Pendulum:
    def __init__(self, angle, speed):
        self.angle = angle
        self.speed = speed


def moved_or_made(p, s):
    for _ in range(3, 0, -1):
        if p > 1.0:
            for k in range(4):
                return Pendulum(p, p * k)
        else:
            others = [Pendulum(s, 0.1) for _ in range(2)]
            s = s * 0.5
    return Pendulum(s, 0.5)


def object_from_a_loop_in_loops(x, y):
    pendulum = moved_or_made(x, y)
    return pendulum.angle * pendulum.angle + x * pendulum.speed


def polished(t, y):
    for k in range(2):
        for j in range(3):
            if t > 1.0 + k + j:
                return t * y, t
            t = t + 0.25 * y
    return y, t


def polished_everywhere(x, y, n):
    """Nested loops, in a helper that is called in nested loops."""
    total = 0.0
    for _ in range(n):
        for _ in range(2):
            a, x = polished(x, y)
            total += a * a
            y = 0.5 * y + 0.1 * x
    return total * y


def number_in_an_array(x, v):
    """`t` is an array without axes: `*=` writes on it, and `u` sees that."""
    t = np.zeros(())
    t[()] = x * v[0]
    t *= x
    u = t
    u += v[1]
    return np.tanh(t) * x


def kept_in_a_number(x, v):
    t = np.array(0.0)
    u = t
    for k in range(3):
        t += v[k] * x
        if k == 1:
            u *= x
    return float(u) * x + t[()]


def number_becomes_numpy(x, y):
    s = math.cos(y) * x
    r = 0.0
    for _ in range(2):
        r = s
        s = 0.7 * s + np.array(y) * 0.5
    if y > 0.1:
        r += 0.3 * x
    else:
        r *= x
    return s + r * x


def totals_shared(x, v):
    def add(total, s):
        total += s

    t = np.zeros(())
    for q in v:
        add(t, q * x)
    held = {"t": t, "list": [t]}
    held["t"] += x
    held["list"][0] *= x
    t[...] = t * t + x
    return t.sum() + np.sqrt(t * t)


def rows_written_while_read(x, m):
    s = 0.0
    for row in m:
        m[2] = x * row
        s = s + np.sum(row * row) * x
    return s + np.sum(m)


def entries_written_while_read(x, v):
    s = 0.0
    for k, t in enumerate(v):
        v[(k + 1) % 4] = t * x
        s = s + t * t
    return s + np.sum(v)


def first_ones(c, n):
    found = []
    for k in range(n):
        found.append(c[k])
    return found


def starred_constants(x, c, n):
    found = first_ones(c, n)
    w = [*found, x]
    z = [*found, 1.0]
    z.append(x)
    return np.sum(np.array(w) * x) + w[0] * w[-1] + sum(z) * x


def functions_made_in_a_while(x, n):
    k = 0
    while k < n:
        k += 1
        parts = [lambda q, j=j: q * j * 0.3 for j in range(3)]
        x = parts[1](x) + parts[2](x * x)
    return x


def settings_updated_by_name(x, d, n):
    for k in range(n):
        d[f"extra_{k}"] = x
        d.update(a=math.sin(d["b"] * x))
        d.update({"b": x}, a=d["a"] * 2.0, c=d["b"])
    return sum(d.values()) * x


def priorities(x, n):
    """A heap of constants that is empty at first."""
    waiting = []
    t = 0.0
    for k in range(n):
        heapq.heappush(waiting, -float(k))
        t = t + x * x * waiting[0]
    return t * x


def sums_that_may_fail(x, v):
    try:
        s = sum(q * x for q in v)
        s = s + sum(math.sqrt(q) for q in v)
    except ValueError:
        s = x * v[0]
    return s * x


def selected_and_read_in_a_loop(v, w):
    b = w + 0.0
    for _ in range(len(v)):
        v[3] += b[3]
    return np.sum(np.where(w > 0.4, b, 0.2)) + np.sum(v)


x, y = s.scalar(), s.scalar()
v, w = s.normal(4), s.normal(4)
program(pair_from_a_loop_in_loops, (-5.5, v), (0.4, w))
program(pair_from_a_loop_in_loops, (7.5, v), (-6.0, w), name="pair_from_the_inner_loop")
program(object_from_a_loop_in_loops, (0.8, 1.2), (1.3, 0.4))
program(polished_everywhere, (0.8, 0.6, 3), (0.3, -0.7, 2))
program(pair_in_a_branch_of_a_loop, (x, y, v), (0.2, y, w))
program(view_from_two_paths, (-1.2, v), (0.2, w))
program(view_from_two_paths, (0.3, v), (0.7, w), name="view_from_the_other_path")
program(pairs_tried_in_a_loop, (x, y, v), (y, x, w))
program(number_in_an_array, (x, v), (y, w))
program(kept_in_a_number, (x, v), (y, w))
program(number_becomes_numpy, (x, 0.4), (y, -0.7))
program(totals_shared, (x, v), (y, w))
program(rows_written_while_read, (x, s.normal(3, 4)), (y, s.normal(3, 4)))
program(entries_written_while_read, (x, v), (y, w))
program(starred_constants, (x, [0.5, 0.6, 0.7], 3), (y, [1.5, 0.2, 0.1], 2), wrt="x")
program(functions_made_in_a_while, (0.3, 2), (-0.8, 3))
program(sums_that_may_fail, (x, np.abs(v)), (y, w))
program(settings_updated_by_name, (x, {"a": 0.2, "b": 0.5}, 3), (y, {"a": 0.1, "b": -0.5}, 2), wrt="x")
program(priorities, (x, 4), (y, 3))
program(try_in_try_writing, (x, v), (y, w))
program(try_scales_a_slot, (x, v), (y, w))
program(return_in_the_else_of_a_loop, (x, v), (y, w))
program(
    dictionary_of_settings_updated,
    (x, {"a": 0.3, "b": 0.4}),
    (y, {"a": 1.3, "b": 0.4}),
    wrt="x",
    must_pass=False,
)
program(
    dictionary_rebound_on_one_path,
    (x, y, {"a": 0.3, "b": 0.4}),
    (y, x, {"a": 0.3, "b": 0.1}),
    must_pass=False,
)
program(slice_of_a_list_in_a_loop, (x, [1.0, y, 3.0]), (y, [0.5, 0.2, 0.1]))
program(
    copy_of_a_dictionary_under_its_name,
    (0.9, 2, {"a": 0.3, "b": 0.4}),
    (0.2, 3, {"a": 1.3, "b": y}),
    second=False,
)
program(
    selected_and_read_in_a_loop, (v, np.array([0.1, 0.7, 0.5, -0.2])), (v, np.array([0.1, 0.7, 0.5, 0.6]))
)
