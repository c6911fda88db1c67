"""Lists of arrays of which some have one entry: each array that is read has a length of its own."""

import numpy as np

from tests.programs import program

V, W = np.array([0.3, -0.7, 1.1, 0.4]), np.array([1.2, 0.5, -0.3, 0.8])
POINTS = (0.7, V, W), (-0.4, W, V)


def rows_of(x, v, w):
    s = [v * (x + k) for k in range(70)]
    s[3] = w[:1]
    s[5] = np.array([x])
    return s


def neighbours(x, v, w):
    s = rows_of(x, v, w)
    prev = s[0]
    t = 0.0
    for i in range(1, 8):
        cur = s[i]
        t += np.sum(np.sin(prev) * cur)
        prev = cur
    return t


def conditional(x, v, w):
    s = rows_of(x, v, w)
    a = w
    k = 0
    while k < 9:
        if s[k][0] > 0.2:
            a = s[k]
        s[k] = a * s[k + 1] + x
        k += 1
    return np.sum(a * s[5]) + np.sum(s[3]) + np.sum(s[4] * s[8])


def pairs(x, v, w):
    s = rows_of(x, v, w)
    t = 0.0
    for i in range(7):
        a = s[i]
        for j in range(2, 6):
            b = s[j]
            t += np.sum(a * b) + np.sum(a + b * x)
            if j > i:
                a = a + b
        s[i] = a * 0.1
    return t + np.sum(s[3])


def running(x, v, w):
    s = rows_of(x, v, w)
    for i in range(1, 8):
        s[i] = s[i] + s[i - 1] * x
    return sum(np.sum(a**2) for a in s[:9])


def popped(x, v, w):
    s = rows_of(x, v, w)
    t = 0.0
    while len(s) > 60:
        a = s.pop()
        b = s.pop()
        c = s[3]
        t = t + np.sum(a * c) + np.dot(a, b)
        s[3] = np.concatenate((c, a[:1] * b[:1]))[-1:]
    return t + np.sum(s[3])


def table(x, v, w):
    d = {k: v * k for k in range(70)}
    d[1] = w[:1]
    d[2] = np.array([x])
    t = 0.0
    for k in range(6):
        a = d[k]
        d[k] = a * d[(k + 1) % 6] + d[1]
        t += np.sum(d[k] * a)
    return t


def best(x, v, w):
    s = rows_of(x, v, w)
    best = s[0]
    for i in range(8):
        a = s[i]
        best = a if np.sum(a) > np.sum(best) else best
    out = np.zeros(4)
    for i in range(8):
        out += s[i] * x
        out[: s[i].size] += s[i]
    return np.sum(out * best)


def bound_again(x, v, w):
    s = rows_of(x, v, w)
    a = s[0]
    for i in range(8):
        a = a * 0.5 + s[i]
        if i == 3:
            a = s[3]
        b = a
        s[i] = b
    return np.sum(a) + np.sum(s[2] * s[3]) + np.sum(b)


def matrices(x, v, w):
    m = [np.outer(v, w), w[None, :] * x, v[:, None], np.array([[x]])] * 20
    t = 0.0
    for i in range(10):
        q = m[i % 7]
        t += np.sum(q * m[i + 1]) + np.sum(q[0]) + np.sum(q[:, 0] * x)
        m[i] = q @ np.ones((q.shape[1], 2)) @ np.ones((2, 4)) * 0.1
    return t


def longer(x, v, w):
    s = [v] * 70
    t = 0.0
    for i in range(10):
        a = s[i]
        for k in range(i):
            a = np.append(a, x * k)
        s[i + 1] = a
        t += np.sum(s[i] * np.mean(a)) + np.sum(a[:2] * s[i][:2])
    return t


def by_helper(x, v, w):
    s = rows_of(x, v, w)

    def f(i, j):
        return s[i] * s[j]

    return sum(np.sum(f(i, j)) for i in range(5) for j in range(5))


def iterated(x, v, w):
    s = rows_of(x, v, w)
    t = x
    for i, a in enumerate(s):
        if i > 0:
            t += np.sum(a * s[i - 1])
        if i > 7:
            break
    for a, b in zip(s[:6], s[1:7]):
        t += np.sum(a * b * x)
    return t


for f in (
    neighbours,
    conditional,
    pairs,
    running,
    popped,
    table,
    best,
    bound_again,
    matrices,
    longer,
    by_helper,
    iterated,
):
    program(f, *POINTS, tags="lists broadcasting", must_pass=True)
