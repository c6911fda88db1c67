"""Rows of an array in tuples, and sheets of grids: views, where NumPy has views."""

from __future__ import annotations

import heapq

import numpy as np

from tests.programs import program

GIVEN = (1.3, np.array([[0.5, 1.7], [0.9, 0.4]])), (0.4, np.array([[1.5, 0.7], [0.9, 1.2]]))
TAGS = "views inplace"


def stored_in_a_row_of_a_tuple(x, v):
    a = v * x
    t = tuple(a)
    t[0][0] = x * 3.0
    return np.sum(a * a) + np.sum(t[1])


def row_of_a_tuple_behind_a_store(x, v):
    a = v * x
    t = tuple(a)
    a[0, 1] = x * 3.0
    return np.sum(a * a) + np.sum(t[0] ** 2)


def tuples_of_parts(x, v):
    a = v * x
    t = tuple(a[:1]) + tuple(a[1:])
    t[0][0] = x * 3.0
    return np.sum(a * a) + np.sum(t[1])


def rows_scaled_in_a_tuple(x, v):
    a = v * x
    for r in tuple(a):
        r *= x
    return np.sum(a * a)


def starred_rows(x, v):
    a = v * x
    t = (*a,)
    t[0][0] = x * 3.0
    return np.sum(a * a) + np.sum(t[1])


def row_kept_behind_a_store(x, v):
    a = v * x
    t = tuple(a)
    u = t[0]
    a[0] = v[1] * x * x
    return np.sum(u * u) + np.sum(t[1])


def mapped_rows(x, v):
    a = v * x
    t = tuple(map(lambda r: r, a))
    t[0][0] = x * 3.0
    return np.sum(a * a) + np.sum(t[1])


def reversed_rows(x, v):
    a = v * x
    t = tuple(reversed(a))
    t[0][0] = x * 3.0
    return np.sum(a * a) + np.sum(t[1])


def stored_in_an_unstacked_row(x, v):
    a = v * x
    b = np.unstack(a)[0]
    b[0] = x * 3.0
    return np.sum(a * a) + np.sum(b * 0.5)


def unstacked_behind_a_store(x, v):
    a = v * x
    b = np.unstack(a)[0]
    a[0, 1] = x * 3.0
    a[1] *= 2.0
    return np.sum(a * a) + np.sum(np.asarray(b) ** 2)


def row_given_by_a_star(x, v):
    a = v * x
    b = (lambda p, *q: p)(*a)
    a[0, 1] = x * 3.0
    a[1] *= 2.0
    return np.sum(a * a) + np.sum(np.asarray(b) ** 2)


def stored_in_an_open_sheet(x, v):
    a = v * x
    b, c = np.meshgrid(a[0], a[1], sparse=True)
    b[0, 0] = x * 3.0
    a[1, 1] = x
    return np.sum(a * a) + np.sum(b * c)


def sheets_that_are_views(x, v):
    a = v * x
    b, c = np.meshgrid(a[0], a[1], copy=False)
    return np.sum(a * a) + np.sum(b * c)


def collected_rows(x, v):
    a = v * x
    t = tuple(r for r in a)
    t[0][0] = x * 3.0
    return np.sum(a * a) + np.sum(t[1])


def open_sheets_that_are_views(x, v):
    a = v * x
    b, c = np.meshgrid(a[0], a[1], sparse=True, copy=False)
    a[0, 0] = x * 3.0
    b[0, 1] = 2.0 * x
    return np.sum(a * a) + np.sum(b * c)


for function in (
    stored_in_a_row_of_a_tuple,
    row_of_a_tuple_behind_a_store,
    tuples_of_parts,
    rows_scaled_in_a_tuple,
    starred_rows,
    row_kept_behind_a_store,
    mapped_rows,
    reversed_rows,
    stored_in_an_unstacked_row,
    unstacked_behind_a_store,
    row_given_by_a_star,
    stored_in_an_open_sheet,
    sheets_that_are_views,
):
    program(function, *GIVEN, tags=TAGS, must_pass=True)
for function in (collected_rows, open_sheets_that_are_views):  # refused
    program(function, *GIVEN, tags=TAGS)


def gates_by_name(x, n):
    """Tuples of a name, a tuple of one or two positions, and a number or None: in lists behind each other."""
    gates = [("one", (q,), q) for q in range(n)] + [("two", (q, q + 1), None) for q in range(n - 1)]
    total = 0.0
    for name, at, p in gates:
        total += x[at[0]] ** 2 * p if name == "one" else x[at[0]] * x[at[1]]
    return total


program(
    gates_by_name,
    (np.array([0.3, 0.7, 1.2, 0.4]), 4),
    (np.linspace(0.3, 1.1, 6), 5),
    wrt=(0,),
    tags="lists",
    must_pass=True,
)


def moved_with_their_places(w):
    held = [(w[i], (i,) * (i + 1)) for i in range(len(w))]
    total = 0.0
    for i in range(len(w) - 1):
        held[i], held[i + 1] = held[i + 1], held[i]
        total += held[i][0] ** 2 * i
    return total


def moved_with_parts(w):
    held = [(w[i], w[: i + 1]) for i in range(len(w))]
    total = 0.0
    for i in range(len(w) - 1):
        held[i] = held[i + 1]
        total += held[i][0] ** 2 * i + (held[i][1] ** 2).sum()
    return total


def moved_with_lists(w):
    held = [(i, [w[i]] * (i + 1)) for i in range(len(w))]
    total = 0.0
    for i in range(len(w) - 1):
        held[i] = held[i + 1]
        total += held[i][1][0] ** 2 * i
    return total


def code_lengths(w):
    heap = [(wi, i, (i,)) for i, wi in enumerate(w)]
    heapq.heapify(heap)
    count, cost = len(w), 0.0
    while len(heap) > 1:
        w1, _, a = heapq.heappop(heap)
        w2, _, b = heapq.heappop(heap)
        cost += (w1 + w2) ** 1.1
        heapq.heappush(heap, (w1 + w2, count, a + b))
        count += 1
    return cost


for function in (moved_with_their_places, moved_with_parts, moved_with_lists, code_lengths):
    program(
        function,
        (np.array([1.0, 2.0, 0.5, 3.1]),),
        (np.linspace(0.7, 1.9, 6),),
        tags="lists",
        must_pass=True,
        second=function is not code_lengths,
    )
