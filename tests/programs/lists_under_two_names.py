"""Containers with lists in them that helpers made, known under two names of which one is bound again."""

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.7, -0.4, 1.1, 0.3])), (0.4, np.array([-0.2, 1.4, -0.6]))


def right(function):
    program(function, *INPUTS, tags="lists", must_pass=True)
    return function


def tried(function):
    """It may be refused."""
    program(function, *INPUTS, tags="lists")
    return function


def h(r):
    return [[e * 2.0 for e in r]]


def lists(rows):
    return [list(r) for r in rows]


def init(v):
    return {"q": list(v), "t": 0.0}


def step(s, dt):
    return {"q": [q * dt for q in s["q"]], "t": s["t"] + dt}


def row_and_one(r):
    return (list(r), 1.0)


class M:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    def __add__(self, o):
        return M([[a + b for a, b in zip(p, q)] for p, q in zip(self.rows, o.rows)])


@right
def loop(x, v):
    A = h(v)
    B = A
    for _ in range(2):
        B = h(v * x)
    return A[0][0] + B[0][0]


@right
def sim(x, v):
    start = init(v)
    s = start
    for a in v:
        s = step(s, x)
    return s["q"][0] + start["q"][0]


@right
def swap(x, v):
    A, B = (h(v), h(v * x))
    C = A
    for a in v:
        A, B = (B, A)
    return A[0][0] + 2 * B[0][0] + 5 * C[0][0]


@right
def g2(x, v):
    A = lists([(x,)])
    B = A
    C = lists([[1.0 for _ in range(1)]])
    for a in v:
        C = lists([(3.0,)])
        B = lists([(B[0][0] * a,)])
    return A[0][0] + C[0][0] + B[0][0]


@right
def branch(x, v):
    A = h(v)
    B = A if x < 1.0 else [[x]]
    return A[0][0] + B[0][0]


@right
def branch2(x, v):
    A = h(v)
    B = A if x < 1.0 else h(v * x)
    return A[0][0] + B[0][0]


@right
def branch3(x, v):
    A = h(v)
    B = A
    if x > 1.0:
        B = [[x]]
    return A[0][0] + B[0][0]


@right
def tryb(x, v):
    A = h(v)
    B = A
    try:
        if x > 1:
            raise ValueError
        B = h(v * x)
    except ValueError:
        pass
    return A[0][0] + B[0][0]


@right
def best(x, v):

    def h(r):
        return [list(r)]

    cur = best = h(v)
    for a in v:
        cur = h([e * a * x for e in cur[0]])
        if cur[0][0] > 0.3:
            best = cur
    return best[0][0] + cur[0][0]


@right
def tup(x, v):
    A = row_and_one(v * x)
    B = A
    for a in v:
        B = row_and_one([q * a for q in B[0]])
    return A[0][0] + B[0][0]


@right
def whil(x, v):
    A = h(v)
    B = A
    k = 0
    while k < 3:
        B = h(np.array(B[0]) * x)
        k += 1
    return A[0][0] + B[0][-1]


@tried
def write_a(x, v):
    A = h(v)
    B = A
    for a in v:
        B = h(v * a)
    A[0][0] = x * x
    A[0].append(x)
    return sum(A[0]) + sum(B[0])


@tried
def write_b(x, v):
    A = h(v)
    B = A
    for a in v:
        B = h(v * a)
    B[0][0] = x * x
    B[0].append(x)
    return sum(A[0]) + sum(B[0])


@tried
def write_both(x, v):
    A = h(v)
    B = A
    for k, a in enumerate(v):
        if k == 1:
            B = h(v * a)
    B[0][0] = x * x
    return sum(A[0]) + sum(B[0])


@right
def write_in(x, v):
    A = h(v)
    B = A
    for a in v:
        B[0][0] += a * x
        B = h(v * a)
    return sum(A[0]) + sum(B[0])


@right
def shallow(x, v):
    A = h(v)
    B = list(A)
    for a in v:
        B = h(v * a)
    return sum(A[0]) + sum(B[0])


@right
def param(x, v):
    A = h(v)

    def f(B):
        for a in v:
            B = h(v * a)
        return B

    return sum(A[0]) + sum(f(A)[0])


@right
def kept(x, v):
    A = h(v)
    T = (A, x)
    for a in v:
        A = h(v * a)
    return sum(T[0][0]) + sum(A[0])


@right
def matrix(x, v):
    A = M([v, v * x])
    B = A
    for a in v:
        B = B + A
    return A.rows[0][0] + B.rows[1][1]


@right
def matrix_branch(x, v):
    A = M([v, v * x])
    B = A
    if x > 1:
        B = B + A
    return A.rows[0][0] + B.rows[1][1]


@right
def matrix_pow(x, v):
    R = M([v, v * x])
    A = R
    n = 5
    while n:
        if n & 1:
            R = R + A
        A = A + A
        n >>= 1
    return A.rows[0][0] + R.rows[1][1]


@right
def history(x, v):
    s = init(v)
    hist = [s]
    for a in v:
        s = step(s, a * x)
        hist.append(s)
    return sum((q["q"][0] for q in hist))


@right
def prevcur(x, v):
    prev = cur = init(v)
    t = 0.0
    for a in v:
        prev, cur = (cur, step(cur, x))
        t += cur["q"][0] * prev["q"][1]
    return t


@right
def reset(x, v):
    s0 = init(v)
    t = 0.0
    for a in v:
        s = s0
        for k in range(2):
            s = step(s, a * x)
        t += s["q"][0] + s0["q"][-1]
    return t


@right
def match_(x, v):
    A = h(v)
    B = A
    match len(v):
        case 3:
            B = h(v * x)
        case _:
            B = [[x]]
    return A[0][0] + B[0][0]


@right
def withlast(x, v):
    A = h(v)
    B = A
    last = None
    for a in v:
        last = B
        B = h([e * a for e in B[0]])
    return last[0][0] + B[0][0] + A[0][0]


@right
def inner(x, v):
    rows = lists([v, v * x])
    cur = rows
    for k in range(2):
        cur = [[e * x for e in r] for r in cur]
    return sum(map(sum, rows)) + sum(map(sum, cur))


@tried
def swaprows(x, v):
    rows = lists([v, v * x])
    old = rows
    for k in range(2):
        rows = [rows[1], rows[0]]
    rows[0][0] = x * 7
    return old[0][0] + 2 * old[1][0] + 5 * rows[1][0]


@right
def sortedr(x, v):

    def f(r):
        return [sorted(r)]

    A = f(v * x)
    B = A
    for a in v:
        B = f([q * a for q in B[0]])
    return A[0][0] + 3 * B[0][-1]


@right
def nested(x, v):

    def f(r):
        return {"a": {"b": [list(r)]}}

    A = f(v * x)
    B = A
    for a in v:
        B = f([q * a for q in B["a"]["b"][0]])
    return A["a"]["b"][0][0] + 3 * B["a"]["b"][0][-1]


def one_row(r):
    return [list(r)]


@right
def shallow_again(x, v):
    A = [[e * 2.0 for e in v]]
    B = list(A)
    for a in v:
        B = [[e * 2.0 for e in v * a]]
    return sum(A[0]) + sum(B[0])


@right
def shallow2(x, v):
    A = [[e * 2.0 for e in v]]
    B = A[:]
    for a in v:
        B = [[e * 2.0 for e in v * a]]
    return sum(A[0]) + sum(B[0])


@right
def shallow3(x, v):
    q = [e * 2.0 for e in v]
    A = [q]
    B = [q]
    for a in v:
        B = [[e * 2.0 for e in v * a]]
    return sum(A[0]) + sum(B[0])


@right
def shallow4(x, v):
    q = [e * 2.0 for e in v]
    A = [q]
    B = [q]
    if x > 1:
        B = [[e * 2.0 for e in v * x]]
    return sum(A[0]) + sum(B[0])


@right
def best_again(x, v):
    cur = best = [list(v)]
    for a in v:
        cur = [[e * a * x for e in cur[0]]]
        if cur[0][0] > 0.3:
            best = cur
    return best[0][0] + cur[0][0]


@right
def best2(x, v):
    cur = best = one_row(v)
    for a in v:
        cur = [[e * a * x for e in cur[0]]]
        if cur[0][0] > 0.3:
            best = cur
    return best[0][0] + cur[0][0]


@right
def best3(x, v):
    cur = best = [list(v)]
    for a in v:
        cur = one_row([e * a * x for e in cur[0]])
        if cur[0][0] > 0.3:
            best = cur
    return best[0][0] + cur[0][0]


@right
def best4(x, v):
    cur = best = {"q": list(v)}
    for a in v:
        cur = {"q": [e * a * x for e in cur["q"]]}
        if cur["q"][0] > 0.3:
            best = cur
    return best["q"][0] + cur["q"][0]


@right
def best5(x, v):
    cur = best = list(v)
    for a in v:
        cur = [e * a * x for e in cur]
        if cur[0] > 0.3:
            best = cur
    return best[0] + cur[0]


@right
def once(x, v):
    cur = best = one_row(v)
    cur = one_row([e * x for e in cur[0]])
    if cur[0][0] > 0.3:
        best = cur
    return best[0][0] + cur[0][0]


@right
def two(x, v):
    best = one_row(v * x)
    cur = one_row(v)
    if cur[0][0] > 0.3:
        best = cur
    return best[0][0] + cur[0][0]


@tried
def wa(x, v):
    A = [[e * 2.0 for e in v]]
    B = A
    for a in v:
        B = [[e * 2.0 for e in v * a]]
    A[0][0] = x * x
    return sum(A[0]) + sum(B[0])


@right
def branch_in_a_loop_over_lists(x, v):
    s = 0.0
    for r in ([e * 2.0 for e in v], [e * x for e in v]):
        if x > 1:
            s += sum(r)
        else:
            s += r[0]
    return s


@right
def loop_in_a_loop_over_pairs(x, v):
    s = 0.0
    for r, c in (([e * 2.0 for e in v], x), ([e * x for e in v], 2.0)):
        for e in r:
            s += e * c
    return s


@right
def numbered_lists_that_grow(x, v):
    s = 0.0
    for i, r in enumerate([[e * 2.0 for e in v], [e * x for e in v]]):
        for k in range(2):
            r.append(x)
        s += sum(r) * i
    return s


@right
def lists_that_shrink_side_by_side(x, v):
    s = 0.0
    for r, q in zip([[e * 2.0 for e in v], [e * x for e in v]], [list(v), list(v * x)]):
        while len(q) > 1:
            q.pop()
            s += r[0]
    return s + x


@right
def sum_over_lists(x, v):
    return sum(sum(r) if x > 1 else r[0] * 2 for r in ([e * 2.0 for e in v], [e * x for e in v]))
