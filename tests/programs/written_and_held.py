"""Arrays that lists, tuples and dicts hold, and that get a derivative by a store after that."""

from types import SimpleNamespace

import numpy as np

from tests.programs import program

V, W = np.array([0.7, -0.4, 1.1, 0.3]), np.array([-0.2, 1.4, -0.6, 0.2])
INPUTS = (1.3, V, W), (0.4, W, V)


def right(function):
    program(function, *INPUTS, tags="aliases", must_pass=True)
    return function


def put(a, x):
    a[1:] = x


@right
def sum0(x, v, w):
    ws = [v, v, v]
    ws[0] = w
    w[1:] = x
    return np.sum(np.sin(np.sum(ws, axis=0)))


@right
def mean(x, v, w):
    ws = [v, v, w]
    w[1:] = x
    return np.sum(np.sin(np.mean(ws, axis=0)))


@right
def mx(x, v, w):
    ws = [v, w]
    w[1:] = x
    return np.sum(np.sin(np.max(ws, axis=0)))


@right
def prod(x, v, w):
    ws = [v, w]
    w[1:] = x
    return np.sum(np.sin(np.prod(ws, axis=0)))


@right
def dot(x, v, w):
    ws = [v, w]
    w[1:] = x
    return np.sum(np.dot(ws, v))


@right
def matmul(x, v, w):
    ws = [v, w]
    w[1:] = x
    return np.sum(ws @ v)


@right
def norm(x, v, w):
    ws = [v, w]
    w[1:] = x
    return np.linalg.norm(ws)


@right
def add(x, v, w):
    ws = [v, w]
    w[1:] = x
    return np.sum(np.sin(np.add(ws, v)))


@right
def plus(x, v, w):
    ws = [v, w]
    w[1:] = x
    return np.sum(np.sin(ws + v))


@right
def sinl(x, v, w):
    ws = [v, w]
    w[1:] = x
    return np.sum(np.sin(ws))


@right
def tr(x, v, w):
    ws = (v, w)
    w[1:] = x
    return np.sum(np.transpose(ws)[1:] * x)


@right
def cs(x, v, w):
    ws = (v, w)
    w[1:] = x
    return np.sum(np.cumsum(ws, axis=1) ** 2)


@right
def einsum(x, v, w):
    ws = (v, w)
    w[1:] = x
    return np.sum(np.einsum("ij,j->i", ws, v))


@right
def einsum2(x, v, w):
    d = {"a": v, "b": w}
    w[1:] = x
    return np.einsum("i,i->", d["a"], d["b"])


@right
def callee(x, v, w):
    ws = [v, w]
    put(ws[1], x)
    return np.sum(np.sin(np.sum(ws, axis=0)))


@right
def callee2(x, v, w):
    ws = [v, w]
    put(w, x)
    return np.sum(np.sin(np.sum(ws, axis=0)))


@right
def addat(x, v, w):
    ws = [v, w]
    np.add.at(w, [0, 0, 1], x)
    return np.sum(np.sin(np.sum(ws, axis=0)))


@right
def out(x, v, w):
    ws = [v, w]
    np.multiply(v, x, out=w)
    return np.sum(np.sin(np.sum(ws, axis=0)))


@right
def copyto(x, v, w):
    ws = [v, w]
    np.copyto(w, x)
    return np.sum(np.sin(np.sum(ws, axis=0)))


@right
def inplace(x, v, w):
    ws = [v, w]
    w *= x
    return np.sum(np.sin(np.sum(ws, axis=0)))


@right
def view(x, v, w):
    ws = [v, w]
    u = w[1:]
    u[:] = x
    return np.sum(np.sin(np.sum(ws, axis=0)))


@right
def viewed(x, v, w):
    ws = [v[1:], w[1:]]
    w[2:] = x
    return np.sum(np.sin(np.sum(ws, axis=0)))


@right
def obj(x, v, w):
    o = SimpleNamespace(ws=[v, w], w=w)
    o.w[1:] = x
    return np.sum(np.sin(np.sum(o.ws, axis=0)))


@right
def nested(x, v, w):
    o = [[v, w], [w, v]]
    w[1:] = x
    return np.sum(np.sin(np.sum(o, axis=0)))


@right
def nested2(x, v, w):
    o = [[v, w], [w, v]]
    w[1:] = x
    return np.sum(np.sin(np.sum(o[0], axis=0))) + np.sum(np.array(o[1]) ** 2)


@right
def loop(x, v, w):
    ws = [v, w]
    s = 0.0
    for k in range(3):
        s += np.sum(np.sin(np.sum(ws, axis=0)))
        w[k] = x
    return s


@right
def loop2(x, v, w):
    ws = []
    for k in range(3):
        ws.append(w)
    w[1] = x
    return np.sum(np.sin(np.sum(ws, axis=0)))


@right
def run_list(x, v, w):
    ws = [w.copy() for k in range(len(v))]
    ws[1][0] = x
    return np.sum(np.sin(np.sum(ws, axis=0)))


@right
def zeros(x, v, w):
    a = np.zeros(3)
    ws = [a, np.ones(3)]
    a[0] = x
    return np.sum(np.sin(np.sum(ws, axis=0)))


@right
def zeros_t(x, v, w):
    a = np.zeros(3)
    b = np.zeros(3)
    t = (a, b)
    for k in range(3):
        a[k] = x * k
    return np.sum(np.stack(t) ** 2) + np.sum(np.concatenate(t))


@right
def zeros_d(x, v, w):
    d = {"a": np.zeros(3), "b": np.ones(3)}
    d["a"][1] = x
    return np.sum(np.sin(np.sum(list(d.values()), axis=0)))


@right
def kw(x, v, w):
    a = np.zeros(3)

    def f(**k):
        return np.sum(np.sin(np.sum(list(k.values()), axis=0)))

    d = dict(p=a, q=np.ones(3))
    a[0] = x
    return f(**d)


@right
def star(x, v, w):
    a = np.zeros(3)

    def f(*k):
        return np.sum(np.sin(np.sum(k, axis=0)))

    d = [a, np.ones(3)]
    a[0] = x
    return f(*d)


@right
def gen(x, v, w):
    a = np.zeros(3)
    d = [a, np.ones(3)]
    a[0] = x
    return sum((np.sum(np.sin(q)) for q in d))


@right
def maxl(x, v, w):
    a = np.zeros(3)
    d = [a, np.ones(3)]
    a[0] = x
    return max((np.sum(q) for q in d)) * x


@right
def clip(x, v, w):
    a = np.zeros(3)
    d = [a, np.ones(3)]
    a[0] = x
    return np.sum(np.clip(d, 0.1, 0.9) * x)


@right
def wherel(x, v, w):
    a = np.zeros(3)
    d = [a, np.ones(3)]
    a[0] = x
    return np.sum(np.where(True, d, 0.0) * x)


@right
def asarr(x, v, w):
    a = np.zeros(3)
    d = [a, np.ones(3)]
    a[0] = x
    return np.sum(np.asarray(d)[0] ** 2)


@right
def index(x, v, w):
    a = np.zeros(3)
    d = [a, np.ones(3)]
    a[0] = x
    i = 0
    for k in range(2):
        i = k
    return np.sum(d[i]) + np.sum(d[1 - i] ** 2)
