"""Branches that ask whether a container has entries, and change it."""

from __future__ import annotations

import collections

from tests.programs import Sampler, program

TAGS = "asked_of_lists"
s = Sampler(4406)


def pairs(w):
    tot, rows = 0.0, []
    for v in w:
        if rows:
            tot += v * rows[-1]
            rows.pop()
        else:
            rows.append(v * v)
    return tot


def pairs_asked_otherwise(w):
    tot, rows = 0.0, []
    for v in w:
        if not rows:
            rows.append(v * v)
        else:
            tot += v * rows[-1]
            rows.pop()
    return tot


def in_a_dict(w):
    tot, d = 0.0, {}
    for k, v in enumerate(w):
        if d:
            tot += v * d.pop(k - 1)
        else:
            d[k] = v * v
    return tot


def with_a_number(w):
    tot, rows = 0.0, []
    for v in w:
        if rows and v > 0:
            tot += v * rows.pop()
        elif v < 1:
            rows.append(v * v)
    return tot


def falling(w):
    tot, rows = 0.0, []
    for v in w:
        while rows and rows[-1] > v:
            tot += v * rows.pop()
        rows.append(v)
    return tot


def in_one_expression(w):
    tot, rows = 0.0, []
    for v in w:
        tot += v * rows.pop() if rows else rows.append(v**2) or v
    return tot


def grown_best(w):
    best = []
    for v in w:
        if not best:
            best.append(v)
        elif v > best[0]:
            best[0] = v * best[0]
    return best[0]


class Stack:
    def __init__(self):
        self.items = []

    def __bool__(self):
        return len(self.items) > 0

    def push(self, v):
        self.items.append(v)

    def pop(self):
        return self.items.pop()


def class_with_bool(w):
    st = Stack()
    tot = 0.0
    for v in w:
        if st:
            tot += st.pop() * v
        else:
            st.push(v * v)
    return tot


def list_of_an_object(w):
    st = Stack()
    tot = 0.0
    for v in w:
        if st.items:
            tot += st.pop() * v
        else:
            st.push(v * v)
    return tot


def deque_of_two(w):
    st = collections.deque()
    tot = 0.0
    for v in w:
        if st:
            tot += st.popleft() * v
        else:
            st.append(v * v)
            st.append(v)
    return tot


def first_of_each(w):
    tot, rows = 0.0, []
    for v in w:
        if rows:
            tot += v * rows[0]
        else:
            rows.append(v * v)
    return tot


for f in (
    pairs,
    pairs_asked_otherwise,
    in_a_dict,
    with_a_number,
    falling,
    in_one_expression,
    grown_best,
    class_with_bool,
    list_of_an_object,
    deque_of_two,
    first_of_each,
):
    program(f, (s.normal(6),), (s.normal(7),), tags=TAGS, must_pass=True)
