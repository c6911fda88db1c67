"""What a function gives again, and what is None or an object: which of the names mean the same thing."""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import pytest

from tests.traps.expect import right_or_refused


@dataclass
class Point:
    a: float
    b: float


def counted(x, n):
    calls = 0

    @cache
    def term(i):
        nonlocal calls
        calls += 1
        return x if i < 2 else x * term(i - 1) + term(i - 2)

    return term(n) * calls


def noted(x, n):
    seen = []

    @lru_cache
    def term(i):
        seen.append(i)
        return x * i

    return (term(n) + term(n)) * len(seen)


def changed_row(x, n):
    @cache
    def row(i):
        return [x * i, x]

    row(n).append(x * x)
    return sum(row(n))


def changed_array(x, n):
    @lru_cache(maxsize=None)
    def row(i):
        return np.zeros(2)

    row(n)[0] += x
    row(n)[1] += x * x
    return row(n).sum()


def drawn(x, n):
    rng = np.random.default_rng(3)

    @lru_cache(maxsize=8)
    def noise(i):
        return rng.normal() * x

    return noise(n) * noise(n)


@pytest.mark.parametrize("f", (counted, noted, changed_row, changed_array, drawn))
def test_cached_functions_that_do_more(f) -> None:
    right_or_refused(f, (0.4, 3))


def changed_after(x):
    p, q = Point(x[0], x[1]), None
    if x[1] > 0:
        q = p
    p.a = 5.0 * x[1]
    return q.a * q.b if q is not None else x[0]


def changed_by_the_other_name(x):
    p, q = Point(x[0], x[1]), None
    if x[1] > 0:
        q = p
    if q is not None:
        q.a *= x[2]
    return p.a * p.b


def changed_by_a_third(x):
    p, q = Point(x[0], x[1]), None
    if x[2] > 0:
        q = p
    r = p
    r.a += x[2]
    if q:
        q.a *= 2
    return p.a * r.b + (q.a if q else 0)


def part_is_changed(x):
    inner = [x[0], x[1]]
    found = (inner, x[2]) if x[2] > 0 else None
    inner[0] = x[1] * 3
    return found[0][0] * found[1] if found else x[0]


def changed_in_a_loop(x):
    best, p = None, Point(x[0], x[1])
    for v in x:
        if best is None or v > 1.0:
            best = p
        p.a = p.a * v
    return best.a * best.b


OTHERS = (changed_after, changed_by_the_other_name, changed_by_a_third, part_is_changed, changed_in_a_loop)
INPUTS = (np.array([1.2, 0.4, 1.5]), np.array([-1.2, 2.4, 0.7]), np.array([0.3, -0.4, -1.5]))


@pytest.mark.parametrize("f", OTHERS)
def test_none_or_one_that_others_have(f) -> None:
    right_or_refused(f, *((x,) for x in INPUTS))


class Truthy:
    def __init__(self, v):
        self.v = v

    def __bool__(self):
        return bool(self.v > 1.0)


def truth_of_its_class(x):
    found = Truthy(x[0]) if x[1] > 0 else None
    return found.v * x[1] if found else x[2]


def test_truth_of_what_may_be_none() -> None:
    right_or_refused(truth_of_its_class, *((x,) for x in INPUTS))
