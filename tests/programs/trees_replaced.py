"""Trees that are not changed: an insertion makes new objects along the way."""

from collections import namedtuple
from dataclasses import dataclass, replace

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.7, 0.2, 0.9])), (0.4, np.array([0.55, 0.7]))


def right(function):
    program(function, *INPUTS, tags="trees", must_pass=True)
    return function


@dataclass(frozen=True)
class N:
    v: float
    l: object = None
    r: object = None

    def with_left(self, l):
        return replace(self, l=l)


P = namedtuple("P", "v l r")


@right
def bst_replace(x, v):

    def ins(n, a):
        if n is None:
            return N(a)
        if a < n.v:
            return replace(n, l=ins(n.l, a))
        return replace(n, r=ins(n.r, a))

    def walk(n, k):
        if n is None:
            return 0.0
        return walk(n.l, k * 0.5) + n.v * k + walk(n.r, k * 0.7)

    t = None
    for a in v:
        t = ins(t, a * x)
    return walk(t, 1.0)


@right
def bst_method(x, v):

    def ins(n, a):
        if n is None:
            return N(a)
        if a < n.v:
            return n.with_left(ins(n.l, a))
        return replace(n, r=ins(n.r, a))

    def depth(n):
        return 0 if n is None else 1 + max(depth(n.l), depth(n.r))

    t = None
    for a in v:
        t = ins(t, a * x)
    return t.v * depth(t)


@right
def bst_named(x, v):

    def ins(n, a):
        if n is None:
            return P(a, None, None)
        if a < n.v:
            return n._replace(l=ins(n.l, a))
        return n._replace(r=ins(n.r, a))

    def tot(n):
        return 0.0 if n is None else n.v**2 + tot(n.l) + 0.5 * tot(n.r)

    t = None
    for a in v:
        t = ins(t, a * x)
    return tot(t)


@right
def scaled(x, v):
    t = None
    for a in v:
        t = N(a, t, None)

    def sc(n):
        return None if n is None else replace(n, v=n.v * x, l=sc(n.l))

    u = sc(t)
    s = 0.0
    while u is not None:
        s = s * 0.5 + u.v**2
        u = u.l
    return s + t.v
