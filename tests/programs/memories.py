"""Lists that are empty at first, and remember: stacks, limited memories, pools; attempts that are repeated."""

import math

import numpy as np

from tests.programs import Sampler, program

s = Sampler(20261128)
INPUTS = [(s.scalar(1.2, 1.9), s.positive(4), s.positive(4)) for _ in range(2)]


def of_two(function):
    program(function, *(args[:2] for args in INPUTS), tags="issue3 lists", must_pass=True)
    return function


def of_three(function):
    program(function, *INPUTS, tags="issue3 lists", must_pass=True)
    return function


@of_two
def tried_again(x, v):
    def flaky(z, n):
        if n < 2:
            raise ValueError
        return z * z

    for n in range(5):
        try:
            y = flaky(x, n)
            break
        except ValueError:
            x = x * 1.1
    return y


@of_two
def halved_until_it_works(x, v):
    step = 1.0
    while True:
        try:
            y = math.log(x - step)
        except ValueError:
            step *= 0.5
        else:
            break
    return y * step


@of_two
def ragged_tableau(x, v):
    A = [[], [0.5], [0, 0.75], [2 / 9, 1 / 3, 4 / 9]]
    b = [7 / 24, 1 / 4, 1 / 3, 1 / 8]
    K = []
    y = v * x
    for row in A:
        z = y + 0.1 * sum((a * k for a, k in zip(row, K)), np.zeros(4))
        K.append(np.sin(z)[::-1])
    return y + 0.1 * sum(bi * k for bi, k in zip(b, K))


@of_two
def ragged_tableau_in_rows(x, v):
    A = [[], [0.5], [0, 0.75]]
    K = np.zeros((3, 4))
    for s, row in enumerate(A):
        z = v + sum((a * K[j] for j, a in enumerate(row)), np.zeros(4))
        K[s] = x * z[::-1]
    return K.sum(axis=0)


@of_two
def limited_memory(x, v):
    mem = []
    z = v * 1.0
    g = 2 * z * x
    for k in range(5):
        q = g.copy()
        al = []
        for s, y in reversed(mem):
            a = (s @ q) / (y @ s)
            al.append(a)
            q -= a * y
        if mem:
            s, y = mem[-1]
            q *= (s @ y) / (y @ y)
        for (s, y), a in zip(mem, reversed(al)):
            q += s * (a - (y @ q) / (y @ s))
        zn = z - 0.1 * q
        gn = 2 * zn * x + 0.3 * zn**3
        mem.append((zn - z, gn - g))
        if len(mem) > 3:
            mem.pop(0)
        z, g = zn, gn
    return np.sum(z**2)


@of_two
def dual_numbers(x, v):
    class D:
        def __init__(s, a, b):
            s.a, s.b = a, b

        def __add__(s, o):
            if isinstance(o, D):
                return D(s.a + o.a, s.b + o.b)
            return D(s.a + o, s.b)

        __radd__ = __add__

        def __mul__(s, o):
            if isinstance(o, D):
                return D(s.a * o.a, s.a * o.b + s.b * o.a)
            return D(s.a * o, s.b * o)

        __rmul__ = __mul__

    acc = 0.0
    z = D(x, 1.0)
    for c in v:
        acc = acc * z + c
    return acc.b * acc.a


@of_two
def pooled_neighbours(x, v):
    vals, cnt = [], []
    for e in v:
        vals.append(e * x)
        cnt.append(1)
        while len(vals) > 1 and vals[-2] > vals[-1]:
            a, b = vals.pop(), cnt.pop()
            c, d = vals.pop(), cnt.pop()
            vals.append((a * b + c * d) / (b + d))
            cnt.append(b + d)
    return sum(q * n * n for q, n in zip(vals, cnt))


@of_two
def last_and_first(x, v):
    mem = []
    q = v * 1.0
    for k in range(4):
        if mem:
            s = mem[-1]
            q = q * s.sum()
        if len(mem) > 1:
            q = q + mem[-2] * mem[0]
        mem.append(q * x)
    return q


@of_two
def pairs_of_the_last_trip(x, v):
    mem = []
    q = v * 1.0
    for k in range(4):
        if mem:
            s, y = mem[-1]
            q = q * (s @ y)
        mem.append((q * x, q + 1))
    return q


@of_two
def stack_of_products(x, v):
    st = []
    out = 0.0
    for e in v:
        if len(st) >= 2:
            a = st.pop()
            b = st.pop()
            st.append(a * b)
        st.append(e * x)
    while st:
        out = out * 0.5 + st.pop()
    return out


@of_two
def reverse_polish(x, v):
    toks = ["a", "b", "+", "c", "*", "d", "-"]
    val = {"a": v[0], "b": v[1], "c": x, "d": v[2]}
    st = []
    for t in toks:
        if t in val:
            st.append(val[t])
        else:
            b, a = st.pop(), st.pop()
            st.append(a + b if t == "+" else a * b if t == "*" else a - b)
    return st[0]


@of_two
def monotone_stack(x, v):
    st = []
    area = 0.0
    for i, h in enumerate(v):
        while st and v[st[-1]] > h:
            k = st.pop()
            w = i if not st else i - st[-1] - 1
            area += v[k] * w * x
        st.append(i)
    return area + x


@of_three
def hull_of_points(x, v, w):
    pts = sorted(zip(v, w))
    h = []
    for p in pts:
        while (
            len(h) >= 2
            and (h[-1][0] - h[-2][0]) * (p[1] - h[-2][1]) - (h[-1][1] - h[-2][1]) * (p[0] - h[-2][0]) <= 0
        ):
            h.pop()
        h.append(p)
    s = 0.0
    for i in range(len(h) - 1):
        s += np.hypot(h[i + 1][0] - h[i][0], h[i + 1][1] - h[i][1])
    return s * x


@of_two
def empty_under_another_name(x, v):
    m = []
    n = m
    for e in v:
        n.append(e * x)
    if m:
        x = x * m[-1]
    return x


@of_two
def empty_in_a_dict(x, v):
    m = []
    d = {"k": m}
    d["k"].append(x)
    y = x
    if m:
        y = y * m[0]
    if len(m) > 1:
        y = y * m[1]
    return y


@of_two
def filled_by_a_closure(x, v):
    m = []

    def add(z):
        m.append(z)

    for e in v:
        if e > 1.5:
            add(e * x)
    if m:
        x = x * m[0]
    if len(m) > 2:
        x = x * m[2]
    return x


@of_two
def queue_with_a_default(x, v):
    class Q:
        def __init__(s):
            s.m = []

        def push(s, e):
            s.m.append(e)

        def last(s, default):
            return s.m[-1] if s.m else default

    q = Q()
    y = q.last(x)
    for e in v:
        q.push(e * y)
        y = q.last(x) * 0.5
    return y * q.last(2.0)


@of_two
def memory_without_a_second_pass(x, v):
    mem = []
    z = v * 1.0
    g = 2 * z * x
    for k in range(5):
        q = g.copy()
        al = []
        for s, y in reversed(mem):
            a = (s @ q) / (y @ s)
            al.append(a)
            q -= a * y
        if mem:
            s, y = mem[-1]
            q *= (s @ y) / (y @ y)
        zn = z - 0.1 * q
        gn = 2 * zn * x + 0.3 * zn**3
        mem.append((zn - z, gn - g))
        if len(mem) > 3:
            mem.pop(0)
        z, g = zn, gn
    return np.sum(z**2)


@of_two
def last_pair_of_three(x, v):
    mem = []
    z = v * 1.0
    g = 2 * z * x
    for k in range(5):
        q = g.copy()
        if mem:
            s, y = mem[-1]
            q *= (s @ y) / (y @ y)
        zn = z - 0.1 * q
        gn = 2 * zn * x + 0.3 * zn**3
        mem.append((zn - z, gn - g))
        if len(mem) > 3:
            mem.pop(0)
        z, g = zn, gn
    return np.sum(z**2)
