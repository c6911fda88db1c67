"""One row, object or array in two containers, where a derivative comes in by one of them after both were made."""

import copy
import heapq

import numpy as np

from tests.programs import program


def of_one(function):
    program(function, (1.3,), (0.4,), tags="aliasing lists")
    return function


def of_both(function):
    program(function, *V, tags="aliasing lists")
    return function


C = np.array([0.3, 0.7, 1.5])


@of_one
def sorted_constant_rows(x):
    rows = [[-e, 1.0] for e in C]
    byval = sorted(rows)
    byval[0][1] = x
    return rows[2][1]


@of_one
def constant_rows_comp(x):
    rows = [[1.0, e] for e in C]
    al = [r for r in rows]
    al[0][1] = x
    return rows[0][1]


@of_one
def constant_rows_map(x):
    rows = [[1.0, e] for e in C]
    al = list(map(lambda r: r, rows))
    al[0][1] = x
    return rows[0][1]


@of_one
def constant_rows_plus(x):
    rows = [[1.0, e] for e in C]
    al = rows + [[1.0, 2.0]]
    al[0][1] = x
    return rows[0][1]


@of_one
def constant_rows_dict(x):
    rows = [[1.0, e] for e in C]
    d = {i: r for i, r in enumerate(rows)}
    d[0][1] = x
    return rows[0][1]


@of_one
def constant_rows_pop(x):
    rows = [[1.0, e] for e in C]
    al = []
    tmp = list(rows)
    while tmp:
        al.append(tmp.pop())
    al[0][1] = x
    return rows[2][1]


@of_one
def value_pop(x):
    rows = [[1.0, 2.0], [3.0, 4.0]]
    al = []
    tmp = list(rows)
    while tmp:
        al.append(tmp.pop())
    al[0][1] = x
    return rows[1][1]


@of_one
def value_nsmallest(x):
    rows = [[1.0, 2.0], [3.0, 4.0]]
    al = heapq.nsmallest(1, rows)
    al[0][1] = x
    return rows[0][1]


@of_one
def one_row_often(x):
    row = [0.0, 0.0]
    rows = [row for e in C]
    rows[0][0] = x
    return row[0] + rows[1][0]


@of_one
def dict_rows(x):
    rows = [{"w": e} for e in C]
    al = [r for r in rows if r["w"] < 1]
    al[0]["w"] = x
    return rows[0]["w"]


@of_one
def array_rows(x):
    rows = [np.zeros(2) for e in C]
    al = rows[1:] + rows[:1]
    al[-1] += x
    return rows[0][1]


class P:
    def __init__(self, w):
        self.w = w
        self.n = 0.0


@of_one
def objects_sorted(x):
    ps = [P(e) for e in C]
    best = sorted(ps, key=lambda p: -p.w)
    best[0].n = x
    return ps[2].n


@of_one
def objects_filtered(x):
    ps = [P(e) for e in C]
    best = [p for p in ps if p.w > 0.5]
    best[0].n += x
    return ps[1].n


@of_one
def objects_dict(x):
    ps = [P(e) for e in C]
    d = {i: p for i, p in enumerate(ps)}
    d[1].n += x
    return ps[1].n


@of_one
def rows_in_tuples(x):
    rows = [[0.0] * 2 for e in C]
    keep = []
    for r in rows:
        keep.append((r, 1.0))
    keep[1][0][0] = x
    return rows[1][0]


@of_one
def star_unpacked(x):
    rows = [[0.0] * 2 for e in C]
    a, *rest = rows
    rest[0][1] = x
    a[0] = x
    return rows[0][0] + 3 * rows[1][1]


@of_one
def extended(x):
    rows = [[0.0] * 2 for e in C]
    other = []
    other.extend(rows)
    other[0][1] = x
    return rows[0][1]


@of_one
def flattened_grid(x):
    grid = [[[0.0, 1.0] for e in C] for f in C]
    flat = [c for row in grid for c in row]
    flat[4][0] = x
    return grid[1][1][0]


V = ((1.3, np.array([0.3, 0.7, 1.5])), (0.4, np.array([0.2, 0.9, 1.6])))


@of_both
def work_list(x, v):
    a = [x, v[0]]
    b = [v[1], x]
    todo = [a, b]
    while todo:
        r = todo.pop()
        r[1] = r[0] * r[1]
    return a[1] + 2 * b[1]


@of_both
def move_rows(x, v):
    rows = [[x, v[1]], [v[0], x]]
    al = []
    tmp = list(rows)
    while tmp:
        al.append(tmp.pop())
    al[0][1] = x * x
    return rows[1][1]


@of_both
def tuple_of_rows(x, v):
    rows = [[e, 1.0] for e in v]
    t = tuple(rows)
    t[0][1] = x
    return rows[0][1]


@of_both
def filtered_literal(x, v):
    rows = [[1.0, 2.0], [v[0], 3.0]]
    al = [r for r in rows if r[1] < 2.5]
    al[0][1] = x
    return rows[0][1]


@of_both
def filtered_literal2(x, v):
    rows = [[v[1], 2.0], [v[0], 3.0]]
    al = [r for r in rows if r[1] < 2.5]
    al[0][1] *= x
    return rows[0][1]


@of_both
def max_and_min(x, v):
    rows = [[v[1] * x, 2.0 * x], [v[0] * x, 3.0 * x]]
    al = [max(rows), min(rows)]
    al[1][1] *= x
    return rows[1][1]


class B:
    def __init__(self, w):
        self.w = w
        self.n = 0.0


@of_both
def objects_popped(x, v):
    a = B(x)
    b = B(v[0])
    todo = [a, b]
    while todo:
        r = todo.pop()
        r.n = r.w**2
    return a.n + 2 * b.n


@of_both
def dicts_popped(x, v):
    a = {"s": x, "t": 1.0}
    b = {"s": v[0], "t": 2.0}
    todo = [a, b, a]
    while todo:
        r = todo.pop(0)
        r["t"] = r["t"] * r["s"]
    return a["t"] + b["t"]


@of_both
def pairs_of_rows(x, v):
    rows = [[e, 1.0] for e in v]
    pairs = [(rows[i], rows[i + 1]) for i in range(len(rows) - 1)]
    for p, q in pairs:
        q[1] = q[1] + p[1] * p[0] * x
    return rows[-1][1]


@of_one
def sorted_literal(x):
    a = [2.0, 3.0]
    b = [4.0, 5.0]
    order = sorted([a, b], key=lambda r: abs(r[0] - x))
    order[0][1] = x * x
    return a[1] + b[1]


class Link:
    def __init__(self, cur=None):
        self.cur = cur


@of_one
def constant_arrays_listed(x):
    rows = [np.zeros(2) for e in C]
    al = [*rows, *rows]
    al[0][1] = x
    return rows[0][1]


@of_both
def top_of_stack(x, v):
    a = [x, v[0]]
    b = [v[1], x]
    st = [a, b]
    while st:
        top = st.pop()
    top[0] = x * x * v[0]
    return a[0]


class T:
    def __init__(self, w, kids=()):
        self.w = w
        self.kids = list(kids)
        self.acc = 0.0


@of_both
def tree_walk(x, v):
    leaf, leaf2 = (T(v[0]), T(x))
    root = T(v[1], [leaf, leaf2])
    st = [root]
    while st:
        n = st.pop()
        n.acc = n.w * x
        st.extend(n.kids)
    return root.acc + leaf.acc * leaf2.acc


@of_both
def dict_popped(x, v):
    a, b = (T(x), T(v[0]))
    d = {"a": a, "b": b}
    keys = list(d)
    while keys:
        r = d.pop(keys.pop())
        r.acc = r.w * x
    return a.acc * b.acc


@of_both
def reversed_on_a_path(x, v):
    a = [x, 1.0]
    b = [v[0], 2.0]
    for e in v:
        q = [a, b]
        if e > 0.5:
            q.reverse()
        r = q.pop()
        r[1] = r[1] * e
    return a[1] * b[1] + b[1]


@of_both
def repeated_row_added(x, v):
    a = [x, 1.0]
    b = [v[0], 2.0]
    q = [a]
    q += [b] * len(v)
    q[-1][1] = v[1]
    return a[1] * x + b[1]


@of_both
def tournament(x, v):
    a = [x, 1.0]
    b = [v[0], 2.0]
    q = [a, b]
    while len(q) > 1:
        p = q.pop()
        r = q.pop()
        p[0] += r[0]
        q.append(p)
    return a[0] * x + b[0]


@of_both
def heap_of_rows(x, v):
    a = [0.0, 0]
    b = [0.0, 1]
    h = [a, b]
    for e in v:
        l = heapq.heappop(h)
        l[0] += e * x
        heapq.heappush(h, l)
    return a[0] + 3 * b[0]


@of_one
def max_of_values(x):
    d = {"a": [0.3, 1.0], "b": [0.7, 2.0]}
    best = max(d.values(), key=lambda r: r[0])
    best[1] = x
    return d["b"][1]


def max_of_values_arg(x, d):
    items = sorted(d.items(), key=lambda kv: kv[1][0])
    for k, r in items:
        r[0] = r[0] * x
    return sum((v[0] * v[1] for v in d.values()))


program(
    max_of_values_arg, (1.3, {"a": [0.3, 1.0], "b": [0.7, 2.0]}), (0.4, {"a": [0.9, 1.0], "b": [0.2, 0.4]})
)


ROWS = [[0.3, 1.0], [0.7, 2.0], [1.5, 0.4]]


@of_one
def crash_rows_of_deepcopy(x):
    rows = [list(r) for r in copy.deepcopy(ROWS)]
    rows[0][1] = x
    return rows[0][1]


@of_one
def crash_max_of_deepcopy(x):
    rows = copy.deepcopy(ROWS)
    best = max(rows)
    best[1] = x
    return rows[2][1]


@of_one
def deepcopied_rows_loop(x):
    rows = copy.deepcopy(ROWS)
    for r in rows:
        r[1] = x * r[0]
    return sum((b for a, b in rows))


@of_one
def min_of_items(x):
    ps = {"a": P(0.3), "b": P(2.0)}
    k, best = min(ps.items(), key=lambda kv: abs(kv[1].w - x))
    best.n = x
    return ps["b"].n + 2 * ps["a"].n
