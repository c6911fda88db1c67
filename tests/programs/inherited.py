"""Classes that inherit from `dict` or `list`: parameters with attributes, vectors with operators, polynomials."""

import math
from types import MappingProxyType

import numpy as np

from tests.programs import program


class Params(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


class Settings(dict):
    def __getattr__(self, name):
        return self[name]

    def __setattr__(self, name, value):
        self[name] = value


class Vector(list):
    def __add__(self, other):
        return Vector([a + b for a, b in zip(self, other, strict=True)])

    def __mul__(self, c):
        return Vector(a * c for a in self)

    __rmul__ = __mul__

    def dot(self, other):
        return sum(a * b for a, b in zip(self, other, strict=True))

    @property
    def norm(self):
        return math.sqrt(self.dot(self))

    @classmethod
    def zeros(cls, n):
        return cls([0.0] * n)


class Layer(dict):
    def __init__(self, w, b):
        super().__init__(w=w, b=b)
        self["n"] = 2.0

    def __call__(self, v):
        return self["w"] * v + self["b"] * self["n"]


class Recent(list):
    def __init__(self, items, limit=3):
        super().__init__(items)
        self.limit = limit

    def push(self, v):
        if len(self) >= self.limit:
            self.pop(0)
        self.append(v)
        return self


class Polynomial(list):
    def __call__(self, t):
        r = 0.0
        for c in reversed(self):
            r = r * t + c
        return r

    def __mul__(self, other):
        out = Polynomial([0.0] * (len(self) + len(other) - 1))
        for i, a in enumerate(self):
            for j, b in enumerate(other):
                out[i + j] += a * b
        return out


class Sums(dict):
    def __missing__(self, key):
        return 0.0


class Doubled(list):
    def append(self, v):
        super().append(v * 2.0)


class Copied(Params):
    def copy(self):
        return Copied(self)

    def size(self):
        return math.sqrt(self.a**2 + self.b**2)


def attributes(x):
    p = Params(a=x[0])
    p.b = x[1]
    p["c"] = p.a * p.b
    p.update(d=x[2])
    p.a += 1.0
    return p.c * p.a * p.d + len(p) + sum(p.values())


def attributes_by_methods(x):
    p = Settings(a=x[0])
    p.b = x[1] * p.a
    return p.b * p.a * p["b"]


def items(x):
    p = Params({"a": x[0], "b": x[1]})
    s = 0.0
    for _, v in p.items():
        s += v * v
    for k in p:
        s *= p[k]
    return s if "a" in p and "z" not in p else x[2]


def attributes_in_a_loop(x, n):
    p = Params(a=x[0], b=x[1])
    for k in range(n):
        p.a, p.b = p.b * x[k], p.a + p["b"]
    return p.a * p.b


def many(x):
    ps = []
    for v in x:
        ps.append(Params(a=v, b=v * v))
    return sum(p.a * p.b for p in ps) + ps[1].a


def nested(x):
    p = Params(a=Params(b=x[0], c=x[1]), v=Vector(x))
    p.a.b *= x[2]
    return p.a.b * p["a"]["c"] * p.v.norm + p.v[-1] + sum(p.v[1:])


def vectors(x, n):
    v = Vector.zeros(3)
    for k in range(n):
        v = v + 0.5 * Vector([x[k], x[1], x[0] * x[2]])
    return v.dot(v) * v[0] * v.norm


def vectors_of_any_length(x, n):
    v = Vector(x)
    for k in range(n):
        v = v + v * x[k]
    return v.dot(v[::-1])


def called(x):
    layer = Layer(x[0], x[1])
    layer["w"] *= 2.0
    return layer(x[2]) ** 2


def recent(x):
    r = Recent([x[0]])
    for v in x:
        r.push(v * v)
    return r[0] * r[1] + r[-1] * len(r) + max(r)


def polynomials(x):
    p = Polynomial(x[1:])
    q = Polynomial([x[0], 1.0])
    return (p * q)(x[0]) * p(2.0)


def sums(x):
    c = Sums()
    for i, v in enumerate(x):
        c[i % 3] += v * v
    return c[0] * c[1] + c[7]


def overridden(x):
    d = Doubled()
    for v in x:
        d.append(v * v)
    return d[0] * d[-1]


def copied(x):
    s = Copied(a=x[0], b=x[1])
    t = s.copy()
    t["a"] = t["a"] + x[2] * t["b"]
    return t.size() * s.size() + sum(dict(t).values())


def _weighted(a, b):
    return a * b**2


def starred(x):
    p = Params(a=x[0], b=x[1])
    return _weighted(**p) + _weighted(*Vector(x[:2]))


def one_list_with_two_names(x):
    v = Vector(x)
    a = v
    a.append(x[0])
    v.sort(reverse=True)
    return sum(v) * a[0] + len(a) + np.sum(np.array(v) ** 2)


def its_class(x):
    v = Vector(x) * 2.0
    if isinstance(v, Vector) and isinstance(v, list) and type(v) is Vector:
        return v[0] * v[1]
    return x[0]


def read_only(x):
    m = MappingProxyType({"a": x[0], "b": x[1]})
    return m["a"] * m["b"] + sum(m.values())


X = np.array([0.7, 1.3, 2.1, 0.4]), np.array([1.2, 0.8, 0.5, 1.9, 1.1])

for f in (
    attributes, attributes_by_methods, items, many, nested, called, recent, polynomials, sums, overridden, copied,
    starred, one_list_with_two_names, its_class, read_only,
):  # fmt: skip
    program(f, (X[0],), (X[1],), tags="objects dicts lists", must_pass=True)
for f in (attributes_in_a_loop, vectors, vectors_of_any_length):
    program(f, (X[0], 3), (X[1], 2), tags="objects dicts lists", must_pass=True)
