"""Variables that are in a display or a call, and bound again behind it or by it."""

import numpy as np

from tests.programs import program

V, W = np.array([0.3, -0.7, 1.1, 0.4]), np.array([1.2, 0.5, -0.3, 0.8])
POINTS = (0.7, V, W), (-0.4, W, V)


def kept_in_a_pair(x, v, w):
    y = v * x
    for k in range(3):
        t = (y, y * 2)
        y = np.sin(y)
        y = y + t[0] * t[1]
    return np.sum(y)


def stacked_and_changed(x, v, w):
    y = v * x
    k = 0
    while k < 3:
        a = np.vstack((y, w, y))
        for j in range(2):
            y = y + a[j] * np.sum(np.stack([y, a[0]])[1])
        k += 1
    return np.sum(y)


def in_a_try(x, v, w):
    y = x
    for k in range(4):
        try:
            a, y = y, y * w[k] + 1
            if y > 1.2:
                raise ValueError
            y = y * a
        except ValueError:
            y = a * 0.5 + y
    return y


def exchanged_in_a_display(x, v, w):
    a, b, c = x, w[0], v[1]
    for k in range(5):
        a, b, c = b, c, a * b + c
        pair = [a, b]
        a = np.dot(pair, pair)
        pair[0] = a * c
        b = sum(pair)
    return a + b * c


def kept_in_a_list(x, v, w):
    y = v
    outs = []
    for k in range(3):
        z = max(np.sum(y), x)
        outs.append((y, z))
        y = np.cos(y) * z
    return sum(np.sum(p) * q for p, q in outs)


def changed_by_a_closure(x, v, w):
    y = x

    def f(p, q):
        nonlocal y
        y = y * p + q
        return (p, y)

    for k in range(3):
        r = f(y, y)
        y = r[0] + r[1] * y
    return y


def a_bound_that_grows(x, v, w):
    n = 2
    y = x
    for k in range(3):
        for j in range(n):
            n = n + (j == 0)
            y = y * v[j % 4] + n
    return y


def in_branches(x, v, w):
    y = v * x
    for k in range(3):
        if np.sum(y) > 0:
            m = np.array([y, w])
            y = m[0] * m[1]
        else:
            m = np.array([w, y, y])
            y = m[1] + m[2] * x
        y = y + m[0]
    return np.sum(y)


def written_behind_a_copy(x, v, w):
    y = v.copy()
    for k in range(3):
        q = np.concatenate([y[:2], y, [x]])
        y[1:] += q[:3] * x
        y = y * q[-1]
        y *= 0.5
    return np.sum(y * q[:4])


def starred(x, v, w):
    s = 0.0
    for k in range(3):
        s = np.hypot(*(s, x)) + max(s, x, s * x) + np.prod((s, s, 2.0))
    return s


for f in (
    kept_in_a_pair,
    stacked_and_changed,
    in_a_try,
    exchanged_in_a_display,
    kept_in_a_list,
    changed_by_a_closure,
    a_bound_that_grows,
    in_branches,
    written_behind_a_copy,
    starred,
):
    program(f, *POINTS, tags="copies rebinding", must_pass=True)
