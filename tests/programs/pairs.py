"""Tuples and rows in lists, replaced while they are in use."""

import numpy as np

from tests.programs import program


def pair_replaced_before_use(x, n):
    r = []
    for v in x:
        if v > -9:
            r.append((v, v * v))
    best = r[0]
    r[0] = (x[1], x[2])
    for k in range(20):
        if k == n:
            best = r[0]
    return best[0] * r[0][0] * best[1]


def pairs_replaced_in_a_loop(x, n):
    r = []
    for v in x:
        if v > -9:
            r.append((v, v * v))
    t = 0.0
    for k in range(20):
        c = r[k % 4]
        r[k % 4] = (c[1] * 0.5, c[0])
        t = t + c[0] * c[1]
    return t


def last_pair_popped(x, n):
    st = [(x[0], x[1])]
    while len(st) < 20:
        p = st[-1]
        st.append((p[1] * 0.9, p[0] + x[2]))
    t = st[-1]
    st.pop()
    return t[0] * st[-1][1] + t[1]


def last_pair_replaced(x, n):
    st = [(x[0], x[1])]
    while len(st) < 20:
        st.append((x[1] * 0.9, x[2]))
    q = st[-1]
    st[-1] = (q[0] * x[0], q[1])
    return st[-1][0] * st[-1][1]


def pairs_swapped(x, n):
    u = []
    for i, v in enumerate(x):
        if v > -9:
            u.append((v * v, i))
    u[0], u[1] = (u[1], u[0])
    t = 0.0
    for k in range(len(u)):
        v, i = u[k]
        t = t + v * v * k
    return t


def rows_swapped(x, n):
    u = []
    for i, v in enumerate(x):
        if v > -9:
            u.append([v * v, v])
    u[0], u[1] = (u[1], u[0])
    t = 0.0
    for k in range(len(u)):
        v, i = u[k]
        t = t + v * v * k * i
    return t


def pairs_built_on_pairs(x, n):
    st = [(x[0], x[1])]
    while len(st) < 20:
        p = st[-1]
        st.append((p[1] * 0.9, p[0] + x[2]))
        if len(st) % 3 == 0:
            q = st[-1]
            st[-1] = (q[0] * p[1], q[1])
    t = st[-1]
    st.pop()
    return t[0] * st[-1][1] + t[1]


def row_of_dict_replaced(x, n):
    d = {}
    for k in range(20):
        d[k] = [x[k % 4] * k, x[0]]
    a = d[3]
    d[3] = [x[1], x[2]]
    a[0] = x[3] * a[1]
    d[4][1] = a[0]
    return a[0] * d[3][0] + d[4][1] * d[5][0]


def best_pair_before_insert(x, n):
    r = []
    for v in x:
        if v > -9:
            r.append((v, v * v))
    r.sort(key=lambda p: -p[0])
    best = r[0]
    r.insert(0, (x[2], x[1]))
    return best[0] * best[1] * r[0][0] + r[1][1]


def carried_pair(x, n):
    r = []
    for v in x:
        if v > -9:
            r.append((v, v * v))
    best = r[0]
    t = 0.0
    for k in range(20):
        c = r[k % 4]
        if c[1] > best[1] * 0.5:
            best = c
        r[k % 4] = (c[1] * 0.5, c[0])
        t = t + best[0] * c[1]
    return t


for f in (
    pair_replaced_before_use,
    pairs_replaced_in_a_loop,
    last_pair_popped,
    last_pair_replaced,
    pairs_swapped,
    rows_swapped,
    pairs_built_on_pairs,
    row_of_dict_replaced,
    best_pair_before_insert,
    carried_pair,
):
    program(
        f,
        (np.array([0.7, -0.4, 1.3, 0.2]), 3),
        (np.array([0.3, 1.1, 0.6, 0.8]), 3),
        tags="pairs issue3",
        must_pass=True,
    )
