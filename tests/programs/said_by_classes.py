"""Classes that say themselves what an attribute is, and methods chosen by class."""

from __future__ import annotations

import functools

import numpy as np

from tests.programs import program

GIVEN = (1.3, np.array([0.5, 1.7, 0.9, 0.4])), (0.4, np.array([1.5, 0.7, 0.9, 1.2]))
TAGS = "classes strangers"

# -- descriptors


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return getattr(obj, self.name)

    def __set__(self, obj, value):
        if value < 0:
            raise ValueError(self.name)
        setattr(obj, self.name, value)


class Body:
    mass = Positive()
    speed = Positive()

    def __init__(self, m, u):
        self.mass = m
        self.speed = u

    def energy(self):
        return 0.5 * self.mass * self.speed**2


class Typed:
    def __init__(self, name, default=1.5):
        self.name = name
        self.default = default

    def __get__(self, obj, owner=None):
        return obj.__dict__.get(self.name, self.default)

    def __set__(self, obj, value):
        obj.__dict__[self.name] = value


class Body2:
    mass = Typed("mass")
    k = Typed("k")

    def __init__(self, m):
        self.mass = m


class Lazy:
    def __init__(self, f):
        self.f = f
        self.name = f.__name__

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        r = self.f(obj)
        obj.__dict__[self.name] = r
        return r


class Body3:
    def __init__(self, m):
        self.m = m

    @Lazy
    def sq(self):
        return self.m**2


class Scaled:
    def __init__(self, factor):
        self.factor = factor

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner):
        return self.factor * obj._raw[self.name]

    def __set__(self, obj, value):
        obj._raw[self.name] = value / self.factor


class P:
    a = Scaled(2.0)
    b = Scaled(10.0)

    def __init__(self, a, b):
        self._raw = {}
        self.a = a
        self.b = b


class Sub(Body):
    def energy(self):
        return super().energy() * self.mass


class Method:
    def __init__(self, f):
        self.f = f

    def __get__(self, obj, owner):
        return functools.partial(self.f, obj)


class Me:
    def __init__(self, k):
        self.k = k

    @Method
    def scaled(self, e):
        return self.k * e


class Unit:
    def __get__(self, obj, owner):
        return 3.0


class U:
    u = Unit()

    def __init__(self, k):
        self.k = k


def checked_attributes(x, v):
    b = Body(x, v[0])
    b.mass = b.mass * 2
    b.speed += x
    return b.energy()


def refused_by_a_descriptor(x, v):
    b = Body(x, v[0])
    try:
        b.mass = -x
    except ValueError:
        b.mass = x * x
    return b.energy()


def attributes_by_name(x, v):
    b = Body2(x)
    b.mass *= v[0]
    return b.mass**2 * b.k


def attributes_in_a_loop(x, v):
    b = Body2(x)
    b.k = v[1]
    for e in v:
        b.mass = b.mass * e
    return b.mass * b.k


def computed_once(x, v):
    b = Body3(x)
    a = b.sq
    b.m = 5.0
    return b.sq * v[0] + a


def in_other_units(x, v):
    p = P(x, v[0])
    p.a += p.b
    return p.a * p.b + p._raw["a"]


def inherited_descriptors(x, v):
    bs = [Sub(x * e, v[0]) for e in v]
    return sum(b.energy() for b in bs)


def bound_by_hand(x, v):
    return Me(x).scaled(v[0])


def unit_of_a_class(x, v):
    return U(x).u * x * v[0]


def made_in_each_trip(x, v):
    t = 0.0
    for e in v:
        b = Body(e * x, x)
        t += b.energy()
    return t


# -- methods chosen by the class of the argument


class Shape:
    def __init__(self, k):
        self.k = k

    @functools.singledispatchmethod
    def area(self, other):
        return self.k

    @area.register
    def _(self, other: float):
        return self.k * other

    @area.register(list)
    def _(self, other):
        return self.k * sum(other)

    @area.register
    def _(self, other: np.ndarray):
        return self.k * np.sum(other**2)

    @area.register
    def _(self, other: int):
        return self.k**other


class Circle:
    def __init__(self, r):
        self.r = r


class Square:
    def __init__(self, a):
        self.a = a


class Measure:
    @functools.singledispatchmethod
    def area(self, shape):
        raise NotImplementedError

    @area.register
    def _(self, shape: Circle):
        return np.pi * shape.r**2

    @area.register
    def _(self, shape: Square):
        return shape.a**2

    def both(self, a, b):
        return self.area(a) * self.area(b)


class Twice(Measure):
    def area2(self, s):
        return self.area(s) * 2


def areas_of_anything(x, v):
    s = Shape(x)
    return s.area(x) + s.area([x, 2.0]) + s.area(v) + s.area("a") + s.area(3)


def two_areas(x, v):
    m = Measure()
    return m.both(Circle(x), Square(v[0]))


def areas_in_a_tuple(x, v):
    m = Measure()
    return sum(m.area(o) for o in (Circle(x), Square(v[0]), Circle(v[1])))


def areas_in_a_loop(x, v):
    m = Measure()
    t = 0.0
    for e in v:
        t += m.area(Circle(e * x))
    return t


def inherited_dispatch(x, v):
    return Twice().area2(Square(x))


def area_of_an_entry(x, v):
    return Shape(x).area(v[0])


FUNCTIONS = (
    checked_attributes,
    refused_by_a_descriptor,
    attributes_by_name,
    attributes_in_a_loop,
    computed_once,
    in_other_units,
    inherited_descriptors,
    bound_by_hand,
    unit_of_a_class,
    made_in_each_trip,
    areas_of_anything,
    two_areas,
    areas_in_a_tuple,
    areas_in_a_loop,
    inherited_dispatch,
    area_of_an_entry,
)
for function in FUNCTIONS:
    program(function, *GIVEN, tags=TAGS, must_pass=True)
