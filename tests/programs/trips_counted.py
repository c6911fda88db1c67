"""Loops whose trips are counted, and other loops that say how many there are: sums that are made before them, lists
that they go through, what another trip left."""

import numpy as np

from tests.programs import program

FIRST = (np.array([0.31, 0.72, 1.53]),)
SECOND = (np.array([0.23, 0.94]),)


def halved(v):
    n = 0.0
    for k in range(len(v)):
        n = n + np.sin(v[k] * v[k])
    while n > 0.5:
        n = n * 0.5
    return n


def halved_and_summed(v):
    n = 0.0
    for k in range(len(v)):
        w = np.sin(v[k] * v[k])
        n = n + w * w
    s = 0.0
    while n > 0.05:
        n = n * 0.5
        s = s + n
    return s


def halved_in_each_trip(v):
    m, s = 1.0, 0.0
    for k in range(len(v)):
        w = np.sin(v[k])
        s = s + w * w
        while m > 0.5:
            m = m * 0.5
        m = m + w * w
    return s + m


def left_in_each_trip(v):
    m, s = 1.0, 0.0
    for k in range(len(v)):
        w = np.sin(v[k])
        s = s + w * w
        for _ in range(5):
            m = m * 0.5
            if m < 0.3:
                break
        m = m + w * w
    return s + m


def left_behind(v):
    m = 0.0
    for k in range(len(v)):
        w = np.sin(v[k])
        m = m + w * w
    for _ in range(9):
        if m < 0.3:
            break
        m = m * 0.5
    return m


def counted_twice(v):
    m = 0.0
    for k in range(len(v)):
        w = np.sin(v[k])
        m = m + w * w
    s = 0.0
    for j in range(2):
        p = m
        while p > 0.1:
            p = p * 0.5
        s = s + p * (j + 1)
    return s


def of_a_sum_of_a_sum(v):
    m = 0.0
    for k in range(len(v)):
        w = np.sin(v[k])
        m = m + w * w
    n = 0.0
    for k in range(len(v)):
        if m > 0.2:
            w = np.cos(v[k])
            n = n + w * w * m
    while n > 0.1:
        n = n * 0.7
    return n


def as_many_as_counted(v):
    m = 0.0
    for k in range(len(v)):
        w = np.sin(v[k])
        m = m + w * w
    n = 0
    p = m
    while p > 0.01:
        p = p / 3
        n += 1
    s = 0.0
    for _ in range(n):
        s = s + v[0] * v[0]
    return s


def counted_inside(v):
    s = 0.0
    for i in range(len(v)):
        m = 0.0
        for k in range(len(v)):
            w = np.sin(v[k] * v[i])
            m = m + w * w
        while m > 0.1:
            m = m * 0.6
        s = s + m
    return s


def up_to_a_bound(v):
    m = 0.0
    for k in range(len(v)):
        w = np.sin(v[k])
        m = m + w * w
    n = 0.0
    while True:
        n = n + m
        if n > 2.0:
            break
    return n


def linked(v):
    head = None
    for e in v:
        head = (e, head)
    s = 0.0
    while head is not None:
        s = s + head[0]
        head = head[1]
    return s


def linked_squares(v):
    head = None
    for e in v:
        head = (e * e, head)
    s = 0.0
    while head is not None:
        s = s + head[0]
        head = head[1]
    return s


PROGRAMS = (
    halved, halved_and_summed, halved_in_each_trip, left_in_each_trip, left_behind, counted_twice, of_a_sum_of_a_sum,
    as_many_as_counted, counted_inside, up_to_a_bound, linked, linked_squares,
)  # fmt: skip
for function in PROGRAMS:
    program(function, FIRST, SECOND, tags="loops", must_pass=True)
