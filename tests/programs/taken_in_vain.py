"""Entries that are taken out of a list on some paths, for a value that nobody reads: it is shorter all the same."""

from __future__ import annotations

from tests.programs import Sampler, program

TAGS = "taken_in_vain"
s = Sampler(4408)


def taken_on_a_path(w):
    rows = [w[0], w[1] * w[2], w[2]]
    for v in w[:2]:
        if v != 0:
            a = rows.pop() * v  # noqa: F841
    return sum(rows)


def the_last_one(w):
    rows = [w[0], w[1] * w[2], w[2]]
    for v in w[:2]:
        if rows:
            a = rows.pop() * v  # noqa: F841
        else:
            a = v  # noqa: F841
    return rows[-1] * len(rows)


def until_it_is_empty(w):
    rows = [w[1], w[1] * w[2]]
    for v in w:
        a = rows.pop() * v if rows else v  # noqa: F841
    return sum(rows) + w[0]


for f in (taken_on_a_path, the_last_one, until_it_is_empty):
    program(f, (s.normal(5),), (s.normal(6),), tags=TAGS, must_pass=True)
