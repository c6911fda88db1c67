"""Lengths that differ from slot to slot of a list, or may be 1: what is put there, and what takes its place."""

import math

import numpy as np

from tests.programs import Sampler, program

r = Sampler(107)


def the_last_row_replaces_the_first(x, v, n):
    l = []
    for k in range(1, n + 1):
        l.append(np.ones(k) * x)
    l[0] = l[n - 1] * x
    return sum((t * t).sum() for t in l)


def every_row_becomes_the_last(x, v, n):
    l = []
    for k in range(1, n + 1):
        l.append(np.ones(k) * x)
    for k in range(n):
        l[k] = l[n - 1] * x
    return sum((t * t).sum() for t in l)


def rows_times_the_first(x, v, n):
    l = []
    for k in range(1, n + 1):
        l.append(np.ones(k) * x)
    for k in range(n):
        l[k] = l[0] * l[k]
    return sum((t * t).sum() for t in l)


def rows_that_are_lengthened(x, v, n):
    l = []
    for k in range(1, n + 1):
        l.append(np.ones(k) * x)
    for k in range(n):
        l[k] = np.concatenate([l[k], v])
    return sum((t * t).sum() for t in l)


def rows_that_are_cut(x, v, n):
    l = []
    for k in range(n):
        l.append(v[: k + 1] * x)
    for k in range(n):
        l[k] = l[k][:1]
    return sum((t * t).sum() for t in l)


def a_table_of_rows(x, v, n):
    d = {}
    for k in range(n):
        d[k] = np.ones(k + 1) * x
    d[0] = d[n - 1] * d[0]
    return sum((t * t).sum() for t in d.values())


def a_stack_that_doubles(x, v, n):
    stack = [v * x]
    while len(stack[-1]) < 10 and len(stack) < n + 2:
        stack.append(np.concatenate([stack[-1], stack[-1]]))
    stack[0] = stack[-1] * 2.0
    return sum((t * t).sum() for t in stack)


def a_queue_of_one(x, v, n):
    q = [np.ones(1) * x]
    for k in range(n):
        t = q.pop()
        q.append(t[None] * v[:, None] if t.ndim == 1 else t)
    return sum((t * t).sum() for t in q)


def of_two_lengths(x, v, n):
    a = np.ones(1) * x
    for k in range(n):
        if k % 2:
            a = np.ones(2) * a.sum()
        else:
            a = a * x
    return (a**2).sum()


def a_history_of_lengths(x, v, n):
    a = np.ones(1) * x
    hist = []
    for k in range(n):
        hist.append(a)
        a = np.concatenate([a, [x * k]])
    return sum(h.sum() * h[-1] for h in hist)


def a_row_that_is_widened(x, v, n):
    l = [np.ones(n) * x for _ in range(2)]
    l[0] = l[0] * v
    return sum(t.sum() for t in l)


def broadcast_together(x, v, n):
    a, b = np.broadcast_arrays(np.ones(n) * x, v)
    return (a * b).sum()


def numbers_of_a_length(x, v, n):
    a = np.ones(n) * x
    a[0] += v[0]
    return (a + v).sum() * a.mean()


def rows_without_their_mean(x, v, n):
    a = np.outer(np.ones(n), v)
    a -= a.mean(axis=0)
    a += x
    return (a**2).sum()


def chosen_by_place(x, v, n):
    a = np.where(np.arange(n) > 0, x, v[0])
    return (a * v).sum()


def popped_after_it_was_read(x, v):
    xs = [t * x for t in v]
    xs.append(math.prod(xs))
    ws = [v * t for t in xs]
    xs.pop(0)
    return ws[1][0] + ws[4][1]


def popped_or_appended(x, v):
    xs = [t * x for t in v]
    p = math.prod(xs)
    q = p
    if x > 0:
        xs.pop()
        q = p * math.prod(xs)
    else:
        xs.append(p)
    return q


def rows_of_the_rows_before(x, v):
    first = [x, x, x]
    rows = [[x] * 3 for _ in range(len(v))]
    taken = rows[1].pop(0)
    if x > 0.1:
        rows = [first, rows[0]]
    return taken + sum(t * t for r in rows for t in r)


V1, V3, V4 = r.positive(1), r.positive(3), r.positive(4)
for function in (
    the_last_row_replaces_the_first, every_row_becomes_the_last, rows_times_the_first, rows_that_are_lengthened,
    rows_that_are_cut, a_table_of_rows, a_stack_that_doubles, a_queue_of_one, of_two_lengths,
    a_history_of_lengths, a_row_that_is_widened, broadcast_together, numbers_of_a_length,
    rows_without_their_mean, chosen_by_place,
):  # fmt: skip
    for name, first, second in (("1", (0.7, V3, 3), (1.3, V3 * 0.5, 1)), ("2", (0.7, V1, 1), (1.3, V4, 4))):
        program(
            function, first, second, tags="issue3", must_pass=True, wrt=(0, 1), name=f"{function.__name__}_{name}"
        )  # fmt: skip
program(popped_after_it_was_read, (0.5, r.normal(4)), (-0.7, r.normal(4)))
program(popped_or_appended, (0.5, r.normal(4)), (-0.7, r.normal(4)))
program(rows_of_the_rows_before, (0.5, r.normal(4)), (-0.7, r.normal(4)))
