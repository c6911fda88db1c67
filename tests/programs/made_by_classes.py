"""Objects that `__new__`, class methods and the `__init__` of a dataclass make."""

import math
from dataclasses import dataclass, field, fields

import numpy as np

from tests.programs import Sampler, program

r = Sampler(78)


class Point:
    __slots__ = ("x", "y")

    def __new__(cls, x, y=1.0):
        self = object.__new__(cls)
        self.x, self.y = x, y
        return self

    def __add__(self, other):
        return type(self)(self.x + other.x, self.y * other.y)

    def __mul__(self, factor):
        return Point(self.x * factor, self.y * factor)

    __rmul__ = __mul__

    @classmethod
    def polar(cls, radius, angle):
        return cls(radius * math.cos(angle), radius * math.sin(angle))

    def dot(self, other):
        return self.x * other.x + self.y * other.y


class Weighted(Point):
    def __new__(cls, x, y=1.0, w=2.0):
        return super().__new__(cls, x, y)

    def __init__(self, x, y=1.0, w=2.0):
        self.w = w * x

    __slots__ = ("w",)


class Shape:
    """Which class it is, the first argument says."""

    def __new__(cls, kind, size):
        return super().__new__(Square if kind == "square" else Line)

    def __init__(self, kind, size):
        self.size = size


class Square(Shape):
    def measure(self):
        return self.size * self.size


class Line(Shape):
    def measure(self):
        return 3.0 * self.size


class Squared:
    def __new__(cls, x):
        return x * x  # a number: `__init__` is not called


class Model:
    scale = 2.0

    def __init__(self, a, b):
        self.a, self.b = a, b

    @classmethod
    def fitted(cls, x):
        return cls(x * cls.scale, x * x)

    @staticmethod
    def cubed(x):
        return x * x * x

    def loss(self):
        return self.a * self.b


class Regularised(Model):
    scale = 3.0

    def __init__(self, a, b, c=1.0):
        super().__init__(a, b)
        self.c = c

    @classmethod
    def fitted(cls, x):
        made = super().fitted(x)
        made.c = super().cubed(x) * super().scale
        return made

    def loss(self):
        return super().loss() * self.c


class Doubled(Regularised):
    @classmethod
    def fitted(cls, x):
        made, cube = super(Doubled, cls).fitted(2.0 * x), super().cubed
        return cls(made.a, cube(made.b), made.c)


@dataclass
class Inputs:
    speed: float = None
    height: float = 2.0
    units: str = "SI"
    log: list = field(default_factory=list)

    def __post_init__(self):
        if self.units not in ("SI", "IP"):
            raise ValueError("units")
        self.log.append(self.height * 2.0)


@dataclass
class WindInputs(Inputs):
    def __init__(self, speed, height):
        super().__init__(speed=speed, height=height)


class PlainInputs(Inputs):
    def __init__(self, speed):
        Inputs.__init__(self, speed, speed * speed)


def points(x):
    return (Point(x, 2.0) + 3.0 * Point.polar(x, x)).dot(Point(y=x, x=2.0))


def weighted_points(x):
    w = Weighted(x, x * 2) + Weighted(2.0, x)
    return w.w * w.x + w.y


def points_in_a_loop(x):
    total = Point(0.0, 1.0)
    for p in [Point(x * i, i) for i in range(1, 4)]:
        total = total + p * 2.0
    return total.x * total.y


def which_class(x):
    return Shape("square", x).measure() * Shape("line", x * 2).measure() + Squared(x) * 2


def class_methods(x):
    return Model.fitted(x).loss() + Regularised.fitted(x).loss() + Doubled.fitted(x).loss()


def class_methods_by_loop(x):
    total = 0.0
    for cls in (Model, Regularised, Doubled):
        total = total + cls.fitted(x).loss()
    return total


def generated_init(x):
    wind = WindInputs(x, x * 3.0)
    plain = PlainInputs(wind.height)
    return wind.speed * plain.height + plain.log[0] * wind.log[0]


class Pair:
    def __new__(cls, x=0.0, y=0.0):
        self = super().__new__(cls)
        self.x, self.y = x, y
        return self

    def dot(self, other):
        return self.x * other.x + self.y * other.y


@dataclass
class Rates:
    """Checks and adds itself field by field."""

    growth: float
    decay: float = 2.0
    label: str = "rates"

    def __post_init__(self):
        for f in fields(self):
            if f.type in ("float", float):
                setattr(self, f.name, getattr(self, f.name) * 1.5)

    def __add__(self, other):
        return Rates(*[getattr(self, f.name) + getattr(other, f.name) for f in fields(Rates)][:2])

    def total(self):
        return sum(getattr(self, f.name) for f in fields(self) if f.name != "label")


def field_by_field(x):
    rates = Rates(x) + Rates(x, decay=x * x)
    return rates.total() * rates.growth


def norm_of(p):
    return p.dot(p) * p.x + Pair(p.y).dot(p)


MADE = (
    points,
    weighted_points,
    points_in_a_loop,
    which_class,
    class_methods,
    class_methods_by_loop,
    generated_init,
    field_by_field,
)
for f in MADE:
    program(f, (0.7,), (1.3,), tags="classes made", must_pass=True)
program(norm_of, (Pair(1.0, 2.0),), (Pair(0.3, 1.5),), tags="classes made", must_pass=True)


# -- the dtype of reductions; methods of ufuncs by other names --------------------------------------------------------


def spread_in_double(x):
    return np.std(x, dtype=np.float64) + np.sum(np.var(x, axis=0, dtype="float64", ddof=1) ** 2)


def spread_by_method(x):
    return x.std(dtype=float) * x.var(0, np.float64).sum()


def products_in_double(x):
    steps = np.cumsum(x, 0, np.float64)[-1].sum() * np.cumprod(x, dtype=np.float64)[2]
    return np.prod(x, dtype=np.float64) + steps


def named_ufunc_methods(x, n=2):
    product, running = np.multiply.reduce, np.add.accumulate
    weights = product([np.arange(1, 5) + i for i in range(n)]) / 2.0
    return np.sum(product(x) * weights[0]) + np.sum(running(x, 0)[-1]) * product([])


for f in (spread_in_double, spread_by_method, products_in_double):
    program(f, (r.positive(2, 3),), (np.float32(r.positive(3, 2)),), tags="reductions dtype", must_pass=True)
program(named_ufunc_methods, (r.positive(4),), (r.positive(3),), tags="reductions ufuncs", must_pass=True)
