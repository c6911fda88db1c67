"""What is one thing on this path, or in the first trip, and quite another elsewhere: None, a range, an object."""

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.3, 0.7, 1.5])), (0.4, np.array([0.2, 0.9, 1.1]))


def right(function):
    program(function, *INPUTS, tags="unlike", must_pass=True)
    return function


def may_be_refused(function):
    program(function, *INPUTS, tags="unlike", must_pass=False)
    return function


class Sum:
    def __init__(self, x):
        self.x = x

    def __add__(self, other):
        return Sum(self.x + other.x)

    def __radd__(self, other):
        return self if other == 0 else self + other

    def double(self):
        return 2 * self.x


# -- the builtin max and min of what has one element ---------------------------------------------------------


@right
def largest_of_one(x, v):
    return max(v[v > 1.0]) * x


@right
def smallest_of_a_part(x, v):
    return min(v[: int(x) + 1]) * x


@right
def largest_of_either(x, v):
    z = v[:1] if x > 1 else v
    return max(z) * x


@right
def smallest_by_key_or(x, v):
    return min(v[v > 3.0], key=lambda a: a * a, default=x) * max(v[v > 1.0], key=lambda a: -a, default=x)


# -- sums of objects -----------------------------------------------------------------------------------------


@may_be_refused
def from_zero(x, v):
    total = 0
    for a in v:
        total = total + Sum(a * x)
    return total.x


@may_be_refused
def sum_of_generator(x, v):
    return sum(Sum(x * c) for c in v).x


@right
def sum_of_list(x, v):
    return sum([Sum(x * c) for c in v if c > 0.5]).x * x


@right
def sum_from_first(x, v):
    z = [Sum(x * c) for c in v if c > 0.5]
    return sum(z[1:], z[0]).x * x


# -- ranges where NumPy takes arrays -------------------------------------------------------------------------


@right
def range_appended(x, v):
    return np.sum(np.append(range(3), x) * x) + np.sum(np.append(v, range(2)) * x)


@right
def range_joined(x, v):
    return np.concatenate([range(3), v]) * x + np.hstack([range(3), v])


@right
def range_stacked(x, v):
    return np.stack([range(3), v]) * x + np.vstack([range(3), v]) + np.sum(np.column_stack([range(3), v]))


@right
def range_or_array(x, v):
    z = range(3) if x > 1 else v
    return v @ z * x * max(z)


@may_be_refused
def range_unpacked(x, v):
    z = range(3) if x > 1 else v
    a, b, c = z
    return a * x + b + c


# -- conditions, attributes and methods of what may not be there ---------------------------------------------


@right
def where_none(x, v):
    z = None if x > 1 else v
    return np.where(z, v, x)


@right
def where_text(x, v):
    z = "a" if x > 1 else v
    return np.where(z, v, x) + np.where("", v, x)


@right
def where_tuple(x, v):
    z = (0, 1, 1) if x > 1 else v
    return np.where(z, v, x)


@right
def attribute_asked(x, v):
    z = Sum(x) if x > 1 else None
    if hasattr(z, "x"):
        return z.x * x
    return x


@right
def attribute_or(x, v):
    z = [Sum(a) if a > 0.5 else None for a in v]
    first = Sum(x) if x > 1 else v[0]
    return sum(getattr(o, "x", x) for o in z) * getattr(first, "x", x)


@right
def attribute_of_neither(x, v):
    z = Sum(x) if x > 1 else None
    return x * x if hasattr(z, "y") else x * x * x


@right
def method_or_none(x, v):
    z = Sum(x)
    f = z.double if x > 1 else None
    z = Sum(x * x * x)
    return x if f is None else f() * x + z.x


@right
def one_method_or_another(x, v):
    z, y = Sum(x), Sum(v[0])
    f = z.double if x > 1 else y.double
    return f() * x


@may_be_refused
def generator_or_none(x, v):
    z = (a for a in v) if x > 1 else None
    return x if z is None else x * x


@may_be_refused
def dots_or_none(x, v):
    z = ... if x > 1 else None
    return x if z is None else x * x


# -- integers on one path ------------------------------------------------------------------------------------


@right
def integers_or_complex(x, v):
    z = np.arange(3) if x > 1 else v + 1j * v
    w = np.array(2) if x > 1 else x + 1j * x
    return np.real(z[-1] * x) + np.real(np.sum(w) * x)


@right
def number_or_array_joined(x, v):
    z = 2 if x > 1 else v
    return np.hstack([z, v]) * x


@right
def truth_first(x, v):
    t, z = 0.0, True
    for _ in range(2):
        y = np.zeros(3)
        y[:] = z
        t = t + np.sum(y) * x
        z = v[None]
    return t


@right
def places_or_none(x, v):
    z = np.array([0, 0, 2]) if x > 1 else None
    return v[z] * x


@right
def place_first(x, v):
    t, z = 0.0, 1
    for _ in range(2):
        t = t + np.sum(v[z]) * x
        z = np.array([0, 0, 2])
    return t
