"""Trees whose derivatives are derived again, and parts of trees in several places."""

import numpy as np

from tests.programs import program


def build(v):
    if len(v) == 1:
        return v[0]
    h = len(v) // 2
    return (build(v[:h]), build(v[h:]))


def total(t):
    if isinstance(t, tuple):
        return np.sin(total(t[0])) + total(t[1]) * total(t[0])
    return t


def shared(v):
    t = build(v)
    u = (t, t)
    return total(u) + total(t)


def linked_shared_tail(v):
    a = None
    for x in v:
        a = (x, a)
    b = (v[0] * 3.0, a)
    c = (v[1] * 2.0, a)
    s = 0.0
    for n in (b, c):
        while n:
            s += n[0] ** 2
            n = n[1]
    return s


def arrays_in_leaves(v):
    def b(x):
        if len(x) <= 2:
            return {"leaf": x * 2.0}
        h = len(x) // 2
        return {"l": b(x[:h]), "r": b(x[h:])}

    def f(t):
        if "leaf" in t:
            return np.sum(t["leaf"] ** 2)
        return f(t["l"]) * 1.5 + np.sin(f(t["r"]))

    return f(b(v))


def written_leaf(v):
    x = v.copy()
    t = None
    for i in range(len(x)):
        t = (x[i : i + 1], t)
    x[0] = 5.0 * v[1]
    s = 0.0
    while t is not None:
        a, t = t
        s += np.sum(a * a)
    return s


def expr(v):
    e = ("mul", ("add", ("var", 0), ("var", 1)), ("sin", ("var", 2)))

    def ev(t):
        if t[0] == "var":
            return v[t[1]]
        if t[0] == "sin":
            return np.sin(ev(t[1]))
        a = ev(t[1])
        b = ev(t[2])
        return a * b if t[0] == "mul" else a + b

    return ev(e)


def returned_tree(v):
    t = build(v * v)
    return t[0] if not isinstance(t[0], tuple) else total(t[1])


def listtree(v):
    def b(x):
        if len(x) == 1:
            return [x[0]]
        h = len(x) // 2
        return [b(x[:h]), b(x[h:]), 0.5 * x[0]]

    def f(t):
        s = 0.0
        for e in t:
            s = s * 1.1 + (f(e) if isinstance(e, list) else e * e)
        return s

    return f(b(v))


V, W = np.array([0.3, -0.7, 1.1, 0.4, 0.9, -0.2]), np.array([1.2, 0.5, -0.3, 0.8, 0.1])
for f in (shared, linked_shared_tail, arrays_in_leaves, written_leaf, expr, returned_tree, listtree):
    program(f, (V,), (W,), tags="trees", must_pass=True)
