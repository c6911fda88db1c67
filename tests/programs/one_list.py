"""One list under several names and in other containers: whoever changes it in a loop, all see it."""

import numpy as np

from tests.programs import program


def reversed_under_another_name(x, n):
    d = [x, x * x]
    e = [d, d]
    while n > 2:
        e[0].reverse()
        n -= 1
    return d[0] * d[1] + d[0]


def sorted_in_a_tuple(x, n):
    d = [x, x * x]
    e = (d, 1.0)
    while n > 2:
        e[0].sort()
        n -= 1
    return d[0] * d[1] + d[0]


def row_that_becomes_the_last(x, n):
    rows = [[x, x], [x, 0.5], [0.2, x]]
    row = rows[1]
    for _ in range(n):
        row[:] = rows[-1]
    return sum(t for r in rows for t in r)


def row_of_the_reversed_list(x, n):
    rows = [[x, x, n * x], [x, 0.5, x], [0.2, x, x]]
    back = rows[::-1]
    for _ in back[-1]:
        back[1][:] = rows[-1]
        continue
    return sum(t for r in rows for t in r)


def one_of_two_names_is_bound_again(x, n):
    a = b = [x, x * x]
    s = 0.0
    for _ in range(n):
        b.reverse()
        s += a[0]
        a = [x, 0.5]
    return s + b[0] * a[1]


class Holder:
    def __init__(self, a):
        self.a = a
        self.b = [a, a * a]


def list_of_an_object_twice(x, n):
    o = Holder(x)
    h = [o, o]
    b = o.b
    while n > 1:
        h[0].b[:] = sorted(h[1].b)
        b[0] = b[0] * x
        h[1].a = h[1].a * x
        if b[0] < 0.01:
            h[0].b[:] = [x, x]
            break
        n -= 1
    else:
        b[1] = 0.7 * x
    return o.a * o.b[0] + b[1]


def list_of_an_object_on_one_path(x, n):
    o = Holder(x)
    if x * n < 1.5:
        pass
    else:
        o.b.reverse()
    return sum(filter(lambda t: t > 0.1, o.b)) * o.b[0]


def copy_that_gets_other_arrays(x, v):
    us = [v * t for t in v]
    ws = us[:]
    ws[1:3] = [x * v]
    ws[0] *= x
    return ws[1].sum() + us[1].sum() + ws[-1].sum() * x + us[0].sum()


def copy_that_becomes_another_list(x, v):
    us = [v * t for t in v]
    ws = us[:]
    ws[:] = [x * v, v, v]
    return ws[1].sum() + us[0].sum() + ws[0].sum()


class Box:
    def __init__(self, a, s):
        self.a = a
        self.s = s
        self.items = [s, 2.0 * s, 0.4]

    def total(self):
        return self.a.sum() * self.s + sum(self.items)


def sorted_boxes(c, x, v):
    shared = [x, 2.0 * x]
    while shared:
        shared.pop()
    rows = [[np.tanh(x), v[0], np.sin(c[0]) + c[1]], [x, 0.5, v[-1]]]
    boxes = sorted([Box(v, t) for t in rows[0]], key=lambda o: o.s)
    return sum(t * t for r in rows for t in r) + sum(o.total() for o in boxes)


def loop_that_writes_ahead(x, n):
    xs = [x, x * x, 0.3]
    s = 0.0
    for k, t in enumerate(xs):
        xs[2] = xs[k] * x
        s += t * x * k
        if s > 100.0:
            break
    return s


def loop_that_writes_ahead_in_an_object(x, n):
    o = Holder(x)
    s = 0.0
    for t in o.b:
        if n > 2:
            continue
        o.b[:2] = [t, x]
        s += t * x
    return s


def loop_that_writes_ahead_in_a_dict(x, n):
    d = {"a": x, "b": x * x}
    s = 0.0
    for _, t in d.items():
        d["b"] = x * t
        s += t * x
        if s > 100.0:
            break
    return s


v = np.array([0.7, -0.4, 1.3, 0.2])
for f in (
    reversed_under_another_name,
    sorted_in_a_tuple,
    row_that_becomes_the_last,
    row_of_the_reversed_list,
    one_of_two_names_is_bound_again,
    list_of_an_object_twice,
    list_of_an_object_on_one_path,
    loop_that_writes_ahead,
    loop_that_writes_ahead_in_an_object,
    loop_that_writes_ahead_in_a_dict,
):
    program(f, (0.5, 2), (0.7, 3), tags="issue3", must_pass=True)
for f in (copy_that_gets_other_arrays, copy_that_becomes_another_list):
    program(f, (0.5, v), (-0.7, v + 1.0), tags="issue3", must_pass=True)
program(sorted_boxes, ([2.1, -0.1], 3.2, v), ([0.4, 0.1], 0.6, -v), tags="issue3", must_pass=True)
