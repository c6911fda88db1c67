"""A number first, an array later: variables and the slots of lists, dicts and objects that begin with 0.0 or x[0]."""

import copy
import itertools
import math
from collections import defaultdict
from enum import Enum

import numpy as np

from tests.programs import Sampler, program

r = Sampler(83)


# -- slots ---------------------------------------------------------------------------------------------------


def means_of_clusters(x, labels):
    sums, counts = [0.0] * 3, [0] * 3
    for row, label in enumerate(labels):
        sums[label] += x[row]
        counts[label] += 1
    return sum(np.sum((s / n) ** 2) for s, n in zip(sums, counts) if n)


def sums_by_label(x, labels):
    sums = defaultdict(float)
    for row, label in enumerate(labels):
        sums[label] += x[row]
    return sum(np.sum(s**2) for s in sums.values())


def sums_from_zero(x, labels):
    sums = {}
    for row, label in zip(x, labels):
        if label not in sums:
            sums[label] = 0
        sums[label] += row**2
    return sum(np.sum(s**2) for s in sums.values())


def slots_begin_with_numbers(x, labels):
    sums = [x[0, 0] * 2.0 for _ in range(len(x))]
    for i in range(len(x)):
        sums[labels[i]] += x[i]
    return sum(np.sum(s**2) for s in sums)


def products_in_slots(x, labels):
    parts = [x[0, 1] * 2.0 for _ in range(len(x))]
    for i in range(len(x)):
        parts[labels[i]] *= x[i]
        parts[labels[i]] /= 1.5
    return sum(np.sum(p**2) for p in parts)


def parameters_of_a_dict(x, labels):
    sums = {0: x[0, 0] * 2.0, 1: x[1, 0] * 1.5, 2: x[0, 1] ** 2}
    for i in range(len(labels)):
        sums[labels[i]] += x[i]
    return sum(np.sum(s**2) for s in sums.values())


class Meter:
    def __init__(self):
        self.total = 0.0

    def add(self, value):
        self.total += value


def meters(x, labels):
    found = [Meter() for _ in range(len(x))]
    for i in range(len(x)):
        found[labels[i]].add(x[i])
        found[labels[i]].add(x[i] * x[0])
    return sum(np.sum(m.total**2) for m in found)


class Scaled(Meter):
    def __init__(self, first):
        self.total = first


def one_meter(x):
    m = Meter()
    for row in x:
        m.add(row)
    return np.sum(m.total**2)


def one_scaled(x):
    m = Scaled(x[0, 0] * 2)
    for row in x:
        m.total *= row
    return np.sum(m.total**2)


def seen_by_two(x):
    m = n = Scaled(x[0, 0] * 2)
    for row in x:
        n.add(row * m.total)
    kept = m.total
    m.total -= 1.0
    return np.sum(m.total**2) + np.sum(kept)


def entries_of_a_dict(x):
    state = {"t": x[0, 0] * 1.5, "n": 0.0}
    for row in x:
        state["t"] *= row
        state["n"] += state["t"]
    return np.sum(state["t"] ** 2) + np.sum(state["n"])


def entries_of_a_list(x):
    state = [x[0, 0] * 1.5, 0.0]
    for row in x:
        state[0] *= row
        state[1] += state[0]
    return np.sum(state[0] ** 2) + np.sum(state[1])


# -- variables -----------------------------------------------------------------------------------------------


def power_of_all(a, x, n):
    s = a
    for _ in range(n):
        s *= x
    return np.sum(s)


def compound(a, x, n):
    s = a * 2
    for _ in range(n):
        s += x * s
    return np.sum(s)


def first_entry_grows(x, n):
    s = x[0]
    for _ in range(n):
        s *= x
    return np.sum(s)


def halved(x, n):
    s = x[0] * x[1]
    while n > 0:
        s /= x
        n -= 1
    return np.sum(s)


def number_or_array(x, n):
    s = x[1] if n > 2 else x * 1.0
    s *= 3
    s += x
    s *= x
    return np.sum(s)


def seen_before(x, n):
    s = x[0]
    for _ in range(n):
        t = s
        s *= x
        s += t
    return np.sum(s)


# -- exceptions, copies, cycles ------------------------------------------------------------------------------


def asserted_in_try(x, v):
    s = 0.6 * x
    try:
        assert x < 50.0, "too large"
        s = math.tanh(s * 0.9 + v[1] * x)
        s = s * 0.9
    except ZeroDivisionError:
        s = 0.0
    return s


def power(s, n):
    return 1.0 if n == 0 else s * power(s * 0.9, n - 1)


def recursion_in_try(x, v):
    s = 0.6 * x
    try:
        s = power(s, 3) * 0.3 + x
        s = math.tanh(s * 0.9 + v[1] * x) + 0.05 * v[2]
        s = math.tanh(power(x, 2) + s)
    except ZeroDivisionError:
        s = 0.0
    return s


def copies(x):
    y, z = copy.deepcopy(x), copy.copy(x)
    y[0] = 5 * y[1]
    z[2] *= y[0]
    kept = [v * v for v in x if v > -9]
    other = copy.deepcopy(kept)
    other[0] = 7 * kept[1]
    return y @ z + sum(other) * kept[0]


def copied_once(x):
    inner = [x[:2].copy(), x[3]]
    table = {"a": inner, "b": inner}
    other = copy.deepcopy(table)
    other["a"][0][0] = 5 * x[1]
    return np.sum(other["b"][0]) * table["b"][0][0] + other["b"][1]


class Kind(Enum):
    LINEAR = "linear"
    SQUARE = "square"


def cycled(x):
    s = 0.0
    for kind, v in zip(itertools.cycle(Kind), x):
        s += v * v if kind is Kind.SQUARE else v
    for letter, v in zip(itertools.cycle("ab"), x):
        s += v * v * (letter == "a")
    for a, b, *_ in itertools.permutations(range(4)):
        s += x[a] * x[b] ** 2
    return s


LABELS, OTHERS = np.array([0, 1, 0, 2, 1]), np.array([1, 0, 2])
for f in (
    means_of_clusters,
    sums_by_label,
    sums_from_zero,
    slots_begin_with_numbers,
    products_in_slots,
    parameters_of_a_dict,
    meters,
):
    program(f, (r.normal(5, 2), LABELS), (r.normal(3, 4), OTHERS), wrt=0, tags="issue3", must_pass=True)
for f in (one_meter, one_scaled, seen_by_two, entries_of_a_dict, entries_of_a_list):
    program(f, (r.normal(3, 2),), (r.normal(2, 4),), tags="issue3", must_pass=True)
for f in (power_of_all, compound):
    program(f, (0.7, r.normal(4), 3), (1.2, r.normal(3), 1), wrt=(0, 1), tags="issue3", must_pass=True)
for f in (first_entry_grows, halved, seen_before):
    program(f, (r.positive(4), 3), (r.positive(3), 1), wrt=0, tags="issue3", must_pass=True)
program(number_or_array, (r.normal(4), 3), (r.normal(4), 1), wrt=0, tags="issue3", must_pass=True)
for f in (asserted_in_try, recursion_in_try):
    program(f, (0.7, r.normal(3)), (-0.4, r.normal(3)), wrt=(0, 1), tags="issue3", must_pass=True)
for f in (copies, copied_once, cycled):
    program(f, (r.normal(6),), (r.normal(6),), tags="issue3", must_pass=True)
