"""Classes as people write them: state, operators, properties, inheritance, trees, optimisers."""

import copy
import functools
from dataclasses import asdict, dataclass, field, replace

import numpy as np

from tests.programs import program


class P:
    count = 0
    scale = 2.0

    def __init__(self, x, v, m=1.0):
        self.x = x
        self.v = v
        self.__m = m

    def step(self, dt):
        self.x += self.v * dt
        self.v = self.v - self.x * dt / self.__m
        return self

    @property
    def energy(self):
        return 0.5 * self.__m * self.v**2 + self.scale * self.x**2

    @energy.setter
    def energy(self, e):
        self.v = e

    def __add__(self, o):
        if not isinstance(o, P):
            return NotImplemented
        return P(self.x + o.x, self.v * o.v, self.__m)

    def __radd__(self, k):
        return P(self.x + k, self.v)

    def __iadd__(self, o):
        self.x = self.x * o.x
        return self

    def __eq__(self, o):
        return self.x == o.x

    def __lt__(self, o):
        return self.x < o.x

    def __getitem__(self, i):
        return (self.x, self.v)[i]

    def __setitem__(self, i, v):
        if i == 0:
            self.x = v
        else:
            self.v = v

    def __len__(self):
        return 2

    def __iter__(self):
        return iter((self.x, self.v))

    def __bool__(self):
        return self.x > 0

    def __contains__(self, k):
        return k == self.x

    def __call__(self, y):
        return self.x * y + self.v

    def __neg__(self):
        return P(-self.x, -self.v)

    def __abs__(self):
        return abs(self.x)

    def __float__(self):
        return float(self.x)


def property_and_private(x, y):
    p = P(x, y, 2.0)
    for k in range(3):
        p.step(0.1)
    return p.energy * p.x


def reflected_add(x, y):
    p = P(x, y)
    q = P(y, x)
    r = p + q
    s = 3.0 + r
    return s.x * s.v + r.energy


def in_place_add_and_setter(x, y):
    p = P(x, y)
    q = p
    q += P(y, y)
    q.energy = x * y
    return p.x * p.v


def items_and_unpacking(x, y):
    p = P(x, y)
    p[0] = p[1] * p[0]
    p[1] += x
    a, b = p
    return a * b + len(p) + (1.0 if p else 0.0) * x


def list_of_particles(x, y):
    ps = [P(x, y), P(y, x), P(x * y, 1.0)]
    for k in range(2):
        for p in ps:
            p.step(0.1)
    best = ps[0]
    for p in ps[1:]:
        if p < best:
            best = p
    return best.x * sum(p.energy for p in ps)


def object_by_branch(x, y):
    p = P(x, y)
    if x > y:
        p = P(p.x * y, p.v)
    else:
        p.x = p.x * x
    return p(y) * p.x


@dataclass
class Cfg:
    a: float
    b: float = 2.0
    hist: list = field(default_factory=list)

    def upd(self, g):
        self.a -= 0.1 * g
        self.hist.append(self.a)


def dataclass_with_log(x, y):
    c = Cfg(x)
    for k in range(4):
        c.upd(c.a * y)
    return c.a * c.hist[1] * c.b


def replaced_and_copied(x, y):
    c = Cfg(x, y)
    d = replace(c, a=c.a * 3)
    e = copy.copy(c)
    e.a = y * y
    f = copy.deepcopy(d)
    f.b = f.b * x
    dd = asdict(d)
    return c.a * d.a * e.a * f.b * dd["b"]


class Node:
    def __init__(self, val, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right

    def total(self, k):
        s = self.val * k
        if self.left is not None:
            s = s + self.left.total(k * k)
        if self.right is not None:
            s = s + self.right.total(k + 1)
        return s


def binary_tree(x, y):
    t = Node(x, Node(y, Node(x * y)), Node(2.0, None, Node(y)))
    return t.total(y)


class Stack:
    def __init__(self):
        self.items = []

    def push(self, v):
        self.items.append(v)

    def pop(self):
        return self.items.pop()

    def __len__(self):
        return len(self.items)


def stack_machine(x, y):
    s = Stack()
    for k in range(4):
        s.push(x * k)
    t = 0.0
    while len(s) > 1:
        a = s.pop()
        b = s.pop()
        s.push(a * y + b)
    return s.pop()


class Base:
    def __init__(self, k):
        self.k = k

    def f(self, x):
        return self.k * x

    def g(self, x):
        return self.f(x) ** 2


class Der(Base):
    def __init__(self, k, c):
        super().__init__(k * 2)
        self.c = c

    def f(self, x):
        return super().f(x) + self.c


def overridden_and_super(x, y):
    d = Der(x, y)
    b = Base(y)
    return d.g(x) + b.g(y)


class Cached:
    def __init__(self, x):
        self.x = x

    @functools.cached_property
    def sq(self):
        return self.x * self.x


def cached_property(x, y):
    c = Cached(x * y)
    return c.sq + c.sq * y


class Slots:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a = a
        self.b = b

    def swap(self):
        self.a, self.b = self.b, self.a


def slots_swapped(x, y):
    s = Slots(x, y * y)
    for k in range(3):
        s.swap()
    return s.a * s.a + s.b


class Opt:
    def __init__(self, lr):
        self.lr = lr
        self.m = 0.0
        self.t = 0

    def step(self, p, g):
        self.t += 1
        self.m = 0.9 * self.m + 0.1 * g
        return p - self.lr * self.m / (1 - 0.9**self.t)


def momentum_object(x, y):
    o = Opt(0.1)
    p = x
    for k in range(5):
        p = o.step(p, 2 * p * y)
    return p * p


def optimiser_with_break(x, y):
    o = Opt(y)
    p = x
    k = 0
    while k < 5:
        p = o.step(p, 2 * p)
        if p < 0.5:
            break
        k += 1
    return p * o.m + o.t


def dict_of_objects(x, y):
    ps = {}
    for n in ("a", "b"):
        ps[n] = P(x, y)
    ps["a"].step(0.2)
    return ps["a"].energy * ps["b"].x


class Mat:
    def __init__(self, a):
        self.a = a

    def __matmul__(self, o):
        return Mat(self.a @ o.a)

    def norm(self):
        return np.sum(self.a**2)

    @classmethod
    def eye(cls, n):
        return cls(np.eye(n))

    @staticmethod
    def tr(m):
        return np.trace(m.a)


def matrix_class(w, x):
    m = Mat(w)
    for k in range(2):
        m = m @ Mat(w)
    return (m @ Mat.eye(2)).norm() + Mat.tr(m) * x


MAY_REFUSE = (replaced_and_copied,)
for f in (
    property_and_private,
    reflected_add,
    in_place_add_and_setter,
    items_and_unpacking,
    list_of_particles,
    object_by_branch,
    dataclass_with_log,
    replaced_and_copied,
    binary_tree,
    stack_machine,
    overridden_and_super,
    cached_property,
    slots_swapped,
    momentum_object,
    optimiser_with_break,
    dict_of_objects,
):
    program(f, (1.3, 0.7), (0.4, 0.9), tags="classes issue3", wrt=(0, 1), must_pass=f not in MAY_REFUSE)
W = np.array([[1.0, 2.0], [0.3, 0.4]])
program(matrix_class, (W, 0.7), (W.T * 2.0, 0.1), tags="classes issue3", wrt=(0, 1), must_pass=True)
