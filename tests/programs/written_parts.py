"""Arrays in lists, dicts and objects that are arguments, written by many names, with derivatives along a number."""

from dataclasses import dataclass

import numpy as np

from tests.programs import program

V, W = np.array([0.7, -0.4, 1.1, 0.3]), np.array([-0.2, 1.4, -0.6, 0.2])


@dataclass
class Part:
    a: np.ndarray
    k: float
    xs: list


def arguments(x, v, w):
    own = Part(v * 1.1, 0.5, [v * 0.9, w * 0.8])
    return x, [v, w], {"a": v * 1.3, "b": w * 1.1}, own


INPUTS = arguments(1.3, V, W), arguments(0.4, W, V)


def right(function):
    program(function, *INPUTS, tags="aliases", must_pass=True)
    return function


def tried(function):
    """It may be refused."""
    program(function, *INPUTS, tags="aliases")
    return function


def S(a):
    return np.sum(np.sin(a))


@right
def lst(x, ws, d, o):
    ws[0][1:] = x
    return S(np.sum(ws, axis=0))


@right
def lst2(x, ws, d, o):
    a = ws[1]
    a[0] = x
    return S(np.mean(ws, axis=0))


@right
def lst3(x, ws, d, o):
    for a in ws:
        a[0] = x
    return S(np.stack(ws))


@right
def lst4(x, ws, d, o):
    us = list(ws)
    us[0][1] = x
    return S(np.sum(ws, axis=0))


@right
def lst5(x, ws, d, o):
    for i in range(len(ws)):
        ws[i] = ws[i] * x
    return S(np.sum(ws, axis=0))


@right
def lst6(x, ws, d, o):
    ws.append(ws[0] * x)
    return S(np.sum(ws, axis=0))


@right
def lst7(x, ws, d, o):
    us = ws
    us[1] = x * ws[0]
    return S(np.sum(ws, axis=0))


@right
def dct(x, ws, d, o):
    d["a"][0] = x
    return S(np.sum(list(d.values()), axis=0))


@right
def dct2(x, ws, d, o):
    e = d
    e["a"] = d["b"] * x
    return S(np.sum(list(d.values()), axis=0))


@right
def dct3(x, ws, d, o):
    for k in d:
        d[k] = d[k] * x
    return S(np.sum([d[k] for k in d], axis=0))


@right
def dct4(x, ws, d, o):
    e = {**d}
    e["a"][0] = x
    return S(d["a"]) + S(d["b"])


@right
def dct5(x, ws, d, o):
    d.update(a=d["a"] * x)
    return S(d["a"]) + S(d["b"])


@right
def obj(x, ws, d, o):
    o.a[0] = x
    return S([o.a, o.xs[1]])


@right
def obj2(x, ws, d, o):
    p = o
    p.k = x
    return o.k * S(o.a)


@right
def obj3(x, ws, d, o):
    o.xs[0][1:] = x
    return S(np.sum(o.xs, axis=0))


@right
def obj4(x, ws, d, o):
    o.xs.append(o.a * x)
    return S(np.sum(o.xs, axis=0))


@right
def obj5(x, ws, d, o):
    os = [o, Part(ws[0], 1.0, [])]
    os[0].a[1] = x
    return sum((S(q.a) for q in os))


@right
def obj6(x, ws, d, o):
    os = [o, Part(ws[0], 1.0, [])]
    os[1].k = x
    return sum((q.k for q in os))


@right
def obj7(x, ws, d, o):

    def f():
        return S(o.a) * o.k

    o.k = x
    o.a[2] = x
    return f()


@right
def obj8(x, ws, d, o):
    t = (o, ws)
    t[1][0][0] = x
    t[0].k = x
    return S(np.sum(ws, axis=0)) * o.k


@right
def same(x, ws, d, o):
    u = [ws[0], ws[0]]
    u[0][1] = x
    return S(np.sum(u, axis=0))


@right
def same2(x, ws, d, o):
    ws[0] = ws[1]
    ws[0][1] = x
    return S(np.sum(ws, axis=0))


@tried
def loopst(x, ws, d, o):
    for k in range(3):
        ws[0], ws[1] = (ws[1], ws[0])
        ws[0][k] = x * k
    return S(np.sum(ws, axis=0))


@right
def comp(x, ws, d, o):
    us = [w[1:] for w in ws]
    us[0][0] = x
    return S(np.sum(ws, axis=0))


@right
def zipw(x, ws, d, o):
    for a, b in zip(ws, ws[::-1]):
        a[0] = b[1] * x
    return S(np.sum(ws, axis=0))


@right
def gener(x, ws, d, o):

    def g():
        for a in ws:
            yield a

    for a in g():
        a[0] = x
    return S(np.sum(ws, axis=0))


@right
def rows(x, ws, d, o):
    m = np.array(ws)
    r = [row for row in m]
    r[0][1] = x
    return S(np.sum(r, axis=0)) + S(m)


@right
def rows2(x, ws, d, o):
    m = np.zeros((2, 3))
    r = [m[0], m[1]]
    m[1, 1] = x
    return S(np.sum(r, axis=0))


@right
def rows3(x, ws, d, o):
    m = np.zeros((2, 3))
    r = list(m)
    m[1, 1] = x
    return S(np.sum(r, axis=0))


@right
def later(x, ws, d, o):
    a = np.zeros(3)
    f = lambda: S(np.sum([a, np.ones(3)], axis=0))
    a[0] = x
    return f()


@right
def deflt(x, ws, d, o):
    a = np.zeros(3)

    def f(q=[a, np.ones(3)]):
        return S(np.sum(q, axis=0))

    a[0] = x
    return f()


@right
def recur(x, ws, d, o):
    a = np.zeros(3)

    def f(k, q):
        return S(np.sum(q, axis=0)) if k == 0 else f(k - 1, q) * 0.5

    q = [a, np.ones(3)]
    a[0] = x
    return f(len(ws), q)


@right
def updated_in_place(x, ws, d, o):
    """As an optimiser does with its parameters."""
    for k in d:
        d[k] -= x * np.cos(d[k])
    return sum(np.sum(d[k] ** 2) for k in d)
