"""`collections.Counter` in plain Python: inlined where its methods and operators are called, like `prelude`.

What is missing counts zero; the operators keep what is positive (CPython, Lib/collections/__init__.py).
"""

from __future__ import annotations


def add(counter, more):
    for key, n in more.items():
        counter[key] = counter.get(key, 0) + n


def add_items(counter, items):
    for key in items:
        counter[key] = counter.get(key, 0) + 1


def subtract(counter, more):
    for key, n in more.items():
        counter[key] = counter.get(key, 0) - n


def subtract_items(counter, items):
    for key in items:
        counter[key] = counter.get(key, 0) - 1


def most_common(counter, limit=None):
    return sorted(counter.items(), key=lambda pair: pair[1], reverse=True)[:limit]


def total(counter):
    return sum(counter.values())


def elements(counter):
    return [key for key, n in counter.items() for _ in range(n)]


def keep_positive(counter):
    for key, n in list(counter.items()):
        if not n > 0:
            del counter[key]


def unite(counter, other):
    for key, n in other.items():
        if n > counter.get(key, 0):
            counter[key] = n


def intersect(counter, other):
    for key, n in list(counter.items()):
        least = other.get(key, 0)
        if least < n:
            counter[key] = least
