"""Classes, named tuples and dataclasses that are defined inside the function."""

import abc
from collections import namedtuple
from dataclasses import dataclass, field, make_dataclass, replace
from typing import NamedTuple

import numpy as np

from tests.programs import program

A, B = np.array([0.3, 0.7, -0.2]), np.array([1.1, -0.4, 0.5])


def plain(x):

    class P:
        def __init__(self, a, b):
            self.a = a
            self.b = b

        def norm(self):
            return self.a**2 + self.b**2

    p = P(x[0], x[1])
    return p.norm() * x[2]


def named_tuple(x):
    P = namedtuple("P", "a b")
    p = P(x[0], b=x[1])
    q = p._replace(a=p.b)
    return p.a * p.b + q.a


def data_class(x):

    @dataclass
    class P:
        a: float
        b: float = 2.0
        c: list = field(default_factory=list)

        def area(self):
            return self.a * self.b

    p = P(x[0])
    p.c.append(x[1])
    return p.area() + p.c[0]


def members_of_all_kinds(x):
    k = x[0] * 2

    class P:
        w = 3.0

        def __init__(self, a):
            self.a = a

        def get(self):
            return self.a * k * self.w

        def __add__(self, o):
            return P(self.a + o.a)

        @property
        def sq(self):
            return self.a**2

        @staticmethod
        def mk(v):
            return P(v * v)

        @classmethod
        def one(cls):
            return cls(1.0)

    k = k + 1
    return (P(x[0]) + P(x[1])).get() + P.mk(x[2]).sq + P.one().get()


def inherits(x):

    class Base:
        def f(self):
            return self.v * 2

    class D(Base):
        def __init__(self, v):
            super().__init__()
            self.v = v

        def f(self):
            return super().f() + 1

    return D(x[0]).f() * x[1]


def typed_named_tuple(x):

    class P(NamedTuple):
        a: float
        b: float = 1.0

    p = P(x[0])
    a, b = p
    return a * b + p.b * x[1]


def settings(x):

    class Cfg:
        lr = 0.1
        n = 3

    w = x
    for i in range(Cfg.n):
        w = w - Cfg.lr * 2 * w
    return np.sum(w * w)


def mkclass(k):

    class M:
        def __init__(self, v):
            self.v = v

        def __call__(self, t):
            return self.v * t + k

    return M


def made_by_a_factory(x):
    A = mkclass(x[0])
    B = mkclass(2.0)
    return A(x[1])(x[2]) + B(x[0])(x[1])


def outer_f(x, k):

    class In:
        def __init__(self):
            self.u = x * k

        def get(self):
            return self.u * k

    return In().get()


def made_in_a_helper(x):
    s = 0.0
    for i in range(3):
        s = s + outer_f(x[i], x[0] * i)
    return s


def accumulates(x, n):

    class Acc:
        total = 0.0

        def __init__(self):
            self.n = 0
            self.t = 0.0

        def add(self, v):
            self.t = self.t + v * w
            self.n += 1

    w = x[1]
    a = Acc()
    for i in range(n):
        a.add(x[i % 3] * i)
    return a.t / a.n


def frozen(x):

    @dataclass(frozen=True)
    class P:
        a: float
        b: float = 2.0

        def moved(self, d):
            return replace(self, a=self.a + d)

    p = P(x[0]).moved(x[1])
    return p.a * p.b


def abstract(x):

    class Shape(abc.ABC):
        @abc.abstractmethod
        def area(self): ...

    class Sq(Shape):
        def __init__(self, s):
            self.s = s

        def area(self):
            return self.s**2

    class Ci(Shape):
        def __init__(self, r):
            self.r = r

        def area(self):
            return np.pi * self.r**2

    return sum((s.area() for s in [Sq(x[0]), Ci(x[1]), Sq(x[2])]))


def vector_of_state(x):

    class V:
        def __init__(self, a, b):
            self.a, self.b = (a, b)

        def __add__(self, o):
            return V(self.a + o.a, self.b + o.b)

        def __mul__(self, k):
            return V(self.a * k, self.b * k)

        __rmul__ = __mul__

    def rhs(s):
        return V(s.b, -s.a * x[2])

    s = V(x[0], x[1])
    for i in range(30):
        k1 = rhs(s)
        k2 = rhs(s + 0.05 * k1)
        s = s + 0.1 * k2
    return s.a**2 + s.b


def state_tuple(x):
    State = namedtuple("State", ["p", "v"])
    s = State(x[0], x[1])
    for i in range(30):
        s = State(s.p + 0.1 * s.v, s.v - 0.1 * s.p * x[2])
    return s.p * s.v


def made_data_class(x):
    Pt = make_dataclass("Pt", [("a", float), ("b", float)])
    p = Pt(x[0], x[1])
    return p.a * p.b


def tree(x):

    class Node:
        def __init__(self, v, l=None, r=None):
            self.v = v
            self.l = l
            self.r = r

        def total(self):
            t = self.v * self.v
            if self.l is not None:
                t = t + self.l.total() * x[0]
            if self.r is not None:
                t = t + self.r.total()
            return t

    return Node(x[0], Node(x[1]), Node(x[2], Node(x[0]))).total()


def list_of_objects(x):

    class P:
        def __init__(self, a):
            self.a = a

    ps = [P(v) for v in x]
    return sum((p.a**2 for p in ps))


def static_method(x):

    class Op:
        @staticmethod
        def f(t):
            return t * x[0]

        def g(self, t):
            return self.f(t) + Op.f(t * t)

    return Op().g(x[1])


def build():

    class Layer:
        scale = 2.0

        def __init__(self, w):
            self.w = w

        def __call__(self, t):
            return np.tanh(t * self.w) * self.scale

    return Layer


def layers(x):
    L = build()
    ls = [L(x[0]), L(x[1])]
    t = x
    for l in ls:
        t = l(t)
    return np.sum(t)


program(plain, (A,), (B,), tags="issue3", must_pass=True)
program(named_tuple, (A,), (B,), tags="issue3", must_pass=True)
program(data_class, (A,), (B,), tags="issue3", must_pass=True)
program(members_of_all_kinds, (A,), (B,), tags="issue3", must_pass=True)
program(inherits, (A,), (B,), tags="issue3", must_pass=True)
program(typed_named_tuple, (A,), (B,), tags="issue3", must_pass=True)
program(settings, (A,), (B,), tags="issue3", must_pass=True)
program(made_by_a_factory, (A,), (B,), tags="issue3", must_pass=True)
program(made_in_a_helper, (A,), (B,), tags="issue3", must_pass=True)
program(accumulates, (A, 25), (B, 22), tags="issue3", must_pass=True)
program(frozen, (A,), (B,), tags="issue3", must_pass=True)
program(abstract, (A,), (B,), tags="issue3", must_pass=True)
program(vector_of_state, (A,), (B,), tags="issue3", must_pass=True)
program(state_tuple, (A,), (B,), tags="issue3", must_pass=True)
program(made_data_class, (A,), (B,), tags="issue3", must_pass=True)
program(tree, (A,), (B,), tags="issue3", must_pass=True)
program(list_of_objects, (A,), (B,), tags="issue3", must_pass=True)
program(static_method, (A,), (B,), tags="issue3", must_pass=True)
program(layers, (A,), (B,), tags="issue3", must_pass=True)
