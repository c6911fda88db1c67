"""What is None on some paths, put into containers, closures, generators and objects, and asked there."""

import functools
from dataclasses import dataclass

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.7, -0.4, 1.1, 0.3])), (0.4, np.array([-0.2, 1.4, -0.6]))


def right(function):
    program(function, *INPUTS, tags="none", must_pass=True)
    return function


@dataclass
class N:
    v: float
    l: object = None


def mk(x, v):
    b = None
    if v[0] > 0:
        b = x * 2
    return b


def ask(b, x):
    return x * 3.0 if b is None else b * b


@right
def lst(x, v):
    xs = [mk(x, v), x]
    return sum((ask(b, x) for b in xs))


@right
def lst_run(x, v):
    xs = []
    for a in v:
        xs.append(mk(a * x, v))
    s = 0.0
    for b in xs:
        s += ask(b, x)
    return s


@right
def lst_run2(x, v):
    xs = [None] * len(v)
    for i in range(len(v)):
        if v[i] > 0:
            xs[i] = v[i] * x
    s = 0.0
    for b in xs:
        s += ask(b, x)
    return s


@right
def dct(x, v):
    d = {}
    for i in range(len(v)):
        d[i] = mk(v[i] * x, v)
    return sum((ask(d[i], x) for i in d))


@right
def gen(x, v):

    def g():
        for a in v:
            yield mk(a * x, v)

    return sum((ask(b, x) for b in g()))


@right
def comp(x, v):
    xs = [mk(a * x, v) for a in v]
    return sum([ask(b, x) for b in xs])


@right
def zipped(x, v):
    xs = [mk(a * x, v) for a in v]
    return sum([ask(b, x) * a for a, b in zip(v, xs)])


@right
def mapped(x, v):
    return sum(map(lambda a: ask(mk(a, v), x), v))


@right
def default(x, v):
    b = mk(x, v)

    def f(c, b=b):
        return ask(b, x) * c

    return f(2.0)


@right
def partial(x, v):
    f = functools.partial(ask, mk(x, v))
    return f(x)


@right
def obj_attr(x, v):
    n = N(x, mk(x, v))
    return ask(n.l, x)


@right
def obj_list(x, v):
    ns = [N(a, mk(a * x, v)) for a in v]
    return sum((ask(n.l, x) for n in ns))


@right
def obj_loop(x, v):
    n = N(x)
    for a in v:
        if a > 0:
            n.l = a * x
        else:
            n.l = None
    return ask(n.l, x)


@right
def nonloc(x, v):
    b = None

    def f(a):
        nonlocal b
        if a > 0.5:
            b = a * x

    for a in v:
        f(a)
    return ask(b, x)


@right
def star(x, v):

    def f(*a):
        return sum((ask(b, x) for b in a))

    return f(mk(x, v), x)


@right
def kw(x, v):

    def f(**k):
        return sum((ask(b, x) for b in k.values()))

    return f(a=mk(x, v), b=x)


@right
def walrus(x, v):
    s = 0.0
    for a in v:
        if (b := mk(a * x, v)) is not None:
            s += b
        else:
            s += x
    return s


@right
def reduced(x, v):
    return ask(functools.reduce(lambda p, a: a if p is None else p * a if a > 0 else None, v, None), x)


@right
def tryx(x, v):
    b = mk(x, v)
    try:
        r = b + 1.0
    except TypeError:
        r = x * 5
    return r


@right
def swap(x, v):
    a, b = (x, mk(x, v))
    for k in range(3):
        a, b = (b, a)
    return ask(a, x) + 2 * ask(b, x)


@right
def match_(x, v):
    match mk(x, v):
        case None:
            return x * 7
        case float() as b:
            return b * b
        case _:
            return x


@right
def loopwhile(x, v):
    b = mk(x, v)
    k = 0
    while b is not None and k < 3:
        b = b * x if k < 2 else None
        k += 1
    return ask(b, x) + k * x


@right
def orx(x, v):
    b = mk(x, v) or x * 9
    return b * b


@right
def eqx(x, v):
    b = mk(x, v)
    return x if b == None else b * 2  # noqa: E711


@right
def inlist(x, v):
    b = mk(x, v)
    return x if None in [b, x] else b * 2


@right
def key(x, v):
    d = {None: x * 2, 0: x * 3}
    b = mk(x, v)
    return d[None if b is None else 0]


@right
def maxd(x, v):
    best = None
    for a in v:
        if best is None or a > best:
            best = a
    return best * x


@right
def arr_or_none_rec(x, v):

    def norm(a, k):
        if a is None:
            return x
        if k == 0:
            return np.sum(a**2)
        return norm(a * x if k != 2 else None, k - 1)

    return norm(v, len(v) - 1)
