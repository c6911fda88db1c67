"""Arrays that are taken out of a list, a queue or a dict and written, and have other names."""

import heapq
from collections import deque

import numpy as np

from tests.programs import program


class Box:
    def __init__(self, a, b):
        self.a = a
        self.b = b
        self.todo = [a, b]


def from_the_beginning(x, v):
    a = v * x
    b = v.copy()
    todo = [a, b]
    while todo:
        r = todo.pop(0)
        r *= x
    return (a, b)


def from_a_queue(x, v):
    a = v * x
    b = v.copy()
    todo = deque([a, b])
    while todo:
        r = todo.popleft()
        r *= x
    return a * b


def from_a_dict(x, v):
    a = v * x
    b = v.copy()
    d = {"a": a, "b": b}
    r = d.pop("a")
    r *= x
    return a * b + d["b"]


def from_an_attribute(x, v):
    a = v * x
    b = v.copy()
    o = Box(a, b)
    while o.todo:
        r = o.todo.pop()
        r += x
    return o.a * b


def into_another_list(x, v):
    a = v * x
    b = v.copy()
    todo = [a, b]
    done = []
    while todo:
        r = todo.pop()
        r *= x
        done.append(r)
    return a * done[0]


def of_a_copied_list(x, v):
    a = v * x
    b = v.copy()
    todo = [a, b]
    todo2 = list(todo)
    r = todo.pop()
    r *= x
    return todo2[1] * todo2[0]


def of_a_copied_display(x, v):
    todo = [v * x, v.copy()]
    todo2 = list(todo)
    r = todo.pop()
    r *= x
    return todo2[1] * todo2[0]


def the_first_of_many(x, v):
    todo = [v * (i + x) for i in range(len(v))]
    first = todo[0]
    while todo:
        r = todo.pop()
        r *= x
    return first


def the_last_of_many(x, v):
    todo = [v * (i + x) for i in range(len(v))]
    keep = todo[-1]
    r = todo.pop()
    r *= x
    return keep


def two_names_of_a_list(x, v):
    todo = [v * (i + x) for i in range(len(v))]
    alias = todo
    r = todo.pop()
    r *= x
    return sum((a.sum() for a in alias)) + r


def rows_of_a_matrix(x, v):
    a = np.outer(v, v) * x
    rows = [a[i] for i in range(len(v))]
    while rows:
        r = rows.pop()
        r *= x
    return a


def listed_rows(x, v):
    a = np.outer(v, v) * x
    rows = list(a)
    while rows:
        r = rows.pop()
        r += x
    return a


def after_del(x, v):
    a = v * x
    b = v.copy()
    todo = [a, b]
    del todo[0]
    todo[0] *= x
    return a * b


def after_reverse(x, v):
    a = v * x
    b = v.copy()
    todo = [a]
    todo.insert(0, b)
    todo.reverse()
    r = todo.pop()
    r *= x
    return a - b


def put_back(x, v):
    a = v * x
    b = v.copy()
    todo = [a, b]
    n = 0
    while todo and n < 3:
        r = todo.pop()
        r *= x
        n += 1
        if n == 1:
            todo.append(a)
    return a * b


def round_a_ring(x, v):
    a = v * x
    b = v.copy()
    ring = deque([a, b])
    for i in range(3):
        ring[0][:] = ring[1] * x
        ring.rotate(1)
    return a - b * b


def set_as_default(x, v):
    a = v * x
    b = v.copy()
    d = {}
    d.setdefault("q", a)
    d["q"] += b
    return a


def from_a_tuple(x, v):
    a = v * x
    b = v.copy()
    t = (a, b)
    for r in t:
        r *= x
    return a * b


def both(x, v):
    a = v * x
    b = v.copy()
    todo = [a, b]
    r = todo.pop()
    s = todo.pop()
    r -= s
    return b


def in_a_function(x, v):
    a = v * x
    b = v.copy()

    def step(todo):
        r = todo.pop()
        r *= x
        return r

    todo = [a, b]
    s = step(todo)
    t = step(todo)
    return a + b * s * t


def from_an_iterator(x, v):
    a = v * x
    b = v.copy()
    it = iter([a, b])
    for r in it:
        r *= x
    return a * b


def a_part_of_it(x, v):
    a = v * x
    b = v.copy()
    todo = [a, b]
    while todo:
        r = todo.pop()
        r[0] = x
        t = r[1:]
        t *= x
    return a * b


def the_best_of_them(x, v):
    a = v * x
    b = v.copy()
    todo = [a, b]
    best = a
    while todo:
        r = todo.pop()
        if r.sum() > best.sum():
            best = r
    best += x
    return a * b


def in_and_out(x, v):
    a = v * x
    todo = [a]
    for i in range(3):
        r = todo.pop()
        r = r * x if i == 1 else r
        r += x
        todo.append(r)
    return a * todo[0]


def either_end(x, v):
    a = v * x
    todo = [a, v.copy()]
    r = todo.pop(0) if x > 1 else todo.pop()
    r *= x
    return a + todo[0]


def while_large(x, v):
    q = [v * x]
    out = 0.0
    while q:
        r = q.pop(0)
        r *= 0.5
        out = out + r.sum()
        if r[0] > 0.1:
            q.append(r)
    return out


def kept_when_done(x, v):
    q = [v * x]
    out = []
    while q:
        r = q.pop(0)
        r = r * 0.5
        out.append(r)
        if r[0] > 0.1:
            q.append(r)
    out[0] += x
    return sum((o.sum() for o in out))


def kept_and_halved(x, v):
    q = [v * x]
    out = []
    while q:
        r = q.pop(0)
        r *= 0.5
        out.append(r)
        if r[0] > 0.1:
            q.append(r)
    return sum((o.sum() for o in out))


def until_empty(x, v):
    a = np.array([v[1], x])
    b = np.array([x, v[0]])
    todo = [a, b]
    while todo:
        r = todo.pop()
        r *= x
    return a[0]


def from_a_heap(x, v):
    a = v * x
    b = v.copy()
    h = [(2, a), (1, b)]
    heapq.heapify(h)
    while h:
        k, r = heapq.heappop(h)
        r *= x * k
    return a * b


def with_a_number(x, v):
    a = v * x
    b = v.copy()
    s = 0.0
    stack = [(a, 1), (b, 2)]
    while stack:
        r, k = stack.pop()
        r *= x
        if k < 3:
            stack.append((r, k + 2))
        s = s + r.sum()
    return a * s


def lists_of_them(x, v):
    a = v * x
    b = v.copy()
    todo = [[a, b], [b]]
    while todo:
        for r in todo.pop():
            r *= x
    return a * b


def with_a_word(x, v):
    a = v * x
    b = v.copy()
    s = 0.0
    stack = [("p", a, 1), ("m", b, 2)]
    while stack:
        n, r, k = stack.pop()
        if n == "p":
            r *= x * k
        else:
            r -= x * k
        s = s + r.sum()
    return a * s + b


def turned_lists(x, v):
    a = v * x
    b = v.copy()
    s = 0.0
    stack = [(0, [a, b])]
    while stack:
        k, rs = stack.pop()
        for r in rs:
            r *= x + k
        if k < 2:
            stack.append((k + 1, rs[::-1]))
    return a * b


def the_greatest_of_pairs(x, v):
    bufs = [(v * i * x, i) for i in range(len(v))]
    m = max(bufs, key=lambda t: t[0].sum())[0]
    for b, i in bufs:
        b += i * x
    return m


def layers_to_train(x, v):
    a = v * x
    layers = [(a, True), (v.copy(), False), (a[::-1].copy(), True)]
    for w, train in layers:
        if train:
            w -= 0.1 * w * x
    return a * layers[1][0]


FIRST = (1.3, np.array([0.31, 0.72, 1.53]))
SECOND = (0.43, np.array([0.23, 0.94]))
PROGRAMS = (
    from_the_beginning, from_a_queue, from_a_dict, from_an_attribute, into_another_list, of_a_copied_list,
    of_a_copied_display, the_first_of_many, the_last_of_many, two_names_of_a_list, rows_of_a_matrix, listed_rows,
    after_del, after_reverse, put_back, round_a_ring, set_as_default, from_a_tuple, both, in_a_function,
    from_an_iterator, a_part_of_it, the_best_of_them, in_and_out, either_end, while_large, kept_when_done,
    kept_and_halved, from_a_heap, with_a_number, lists_of_them, with_a_word, turned_lists, the_greatest_of_pairs,
    layers_to_train, until_empty,
)  # fmt: skip
for function in PROGRAMS:
    program(function, FIRST, SECOND, tags="aliasing", must_pass=True)
