"""What programs are not often written like, and yet are: names, iterators, exceptions and classes in uncommon roles."""

import copy
from collections import UserDict

import numpy as np

from tests.programs import program

# -- loop variables that are read after their loops, or bound by others as well ----------------------------------


def last_index_of_an_inner_loop(x, v):
    s = 0.0
    for i in range(len(v)):
        for j in range(i + 1):
            s += v[j] * x
        s *= v[j] * x
    return s * i * j


def two_loops_over_one_name(x, v):
    s = x
    for i in range(3):
        for i in range(2):
            s = np.sin(s) * v[i]
        for i in range(i + 1):
            s = np.cos(s) + v[i] * x
        s = s * v[i]
    return s


def loop_variable_given_before(x, v):
    s = 1.0
    i = 1
    for k in range(3):
        s = s * v[i] * x
        for i in range(k):
            s = s + np.sin(v[i] * s)
    return s * v[i]


def loop_variable_of_an_empty_looking_loop(x, v):
    s = 0.0
    for i in range(len(v)):
        s += v[i] * x
    return s * v[i] + i


def index_where_an_inner_loop_stopped(x, v):
    s = x
    k = 0
    while k < 4:
        for i in range(3):
            s = np.sin(s * v[i])
            if s < 0.5:
                break
        k += 1 + i
    return s * i


def items_of_an_inner_loop_afterwards(x, v):
    s = x
    for i, a in enumerate(v):
        for i, b in enumerate(v):
            s = s * 1.01 + a * b
        s = s * a * b * (i + 1)
    return s * a * b + i


def one_name_for_both_indices_of_a_store(x, v):
    u = v * x
    for i in range(3):
        for i in range(2):
            u[i] = u[i] * x + u[i + 1]
        u[i] *= x
    return np.sum(u * u) * i


def index_after_a_reversed_loop(x, v):
    s = 0.0
    for i in range(3):
        t = v[i] * x
        for i in reversed(range(i + 1)):
            t = t * v[i]
            if t > 1:
                continue
            t = t + x
        s += t * v[i]
    return s


for f in (
    last_index_of_an_inner_loop, two_loops_over_one_name, loop_variable_given_before,
    loop_variable_of_an_empty_looking_loop, index_where_an_inner_loop_stopped, items_of_an_inner_loop_afterwards,
    one_name_for_both_indices_of_a_store, index_after_a_reversed_loop,
):  # fmt: skip
    program(f, (0.7, np.array([1.25, 2.4, 0.55])), (1.3, np.array([0.35, 1.6, 2.2])), tags="issue3 admitted",
            wrt=(0, 1), must_pass=True)  # fmt: skip

# -- NumPy's numbers beside objects with operators ----------------------------------------------------------------


class State:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def __rmul__(self, k):
        return State(k * self.a, k * self.b)

    __mul__ = __rmul__

    def __add__(self, other):
        return State(self.a + other.a, self.b + other.b)

    def __rsub__(self, k):
        return State(k - self.a, k - self.b)


class Whole:
    __array_ufunc__ = None

    def __init__(self, a):
        self.a = a

    def __rmul__(self, k):
        return Whole(k * self.a)

    def __rmatmul__(self, k):
        return Whole(k @ self.a)


class First:
    __array_priority__ = 100

    def __init__(self, a):
        self.a = a

    def __rmul__(self, k):
        return First(k * self.a)

    def __radd__(self, k):
        return First(k + self.a)


def steps_of_a_numpy_scalar(x, v):
    p = State(x, x * x)
    dt = np.mean(v)
    for k in range(3):
        p = p + dt * (p * v[k])
    return p.a * p.b


def scalar_literal_of_numpy(x, v):
    p = np.float64(2) * State(x, v[0]) + v[1] * State(v[2], x)
    q = v[0] - p
    return q.a * q.b


def array_left_to_an_object(x, v):
    return (v @ (v * Whole(v * x))).a * np.sum(v)


def priority_over_arrays(x, v):
    return np.sum((v + v[0] * First(x)).a) * (v * First(x * x)).a[1]


# -- the attributes of an object as a dict ------------------------------------------------------------------------


class Settings:
    defaults = {"a": 1.0, "b": 2.0}

    def __init__(self, **given):
        self.__dict__.update({**self.defaults, **given})

    def scaled(self, k):
        for name, value in self.__dict__.items():
            setattr(self, name, value * k)
        return self

    def but(self, **changes):
        new = Settings.__new__(Settings)
        new.__dict__.update(self.__dict__)
        new.__dict__.update(changes)
        return new

    def __copy__(self):
        cls = self.__class__
        new = cls.__new__(cls)
        for name in vars(self):
            new.__dict__[name] = self.__dict__[name]
        return new


def attributes_from_keywords(x, v):
    p = Settings(a=x, c=v)
    return p.a * p.b * np.sum(p.c)


def attributes_scaled_by_name(x, v):
    p = Settings(a=x, c=v).scaled(x)
    return p.a * p.b + np.sum(p.c)


def changed_copies_by_dict(x, v):
    p = Settings(a=x)
    q = p.but(a=v[0] * x, b=v[1])
    r = copy.copy(q)
    r.a = r.a * q.a
    return p.a * q.b + r.a * r.b


def attributes_summed(x, v):
    p = Settings(a=x, b=v)
    d = vars(p)
    p.a = p.a * x
    return sum(np.sum(t) for t in d.values()) + len(vars(p)) + ("a" in d)


def attributes_stored_by_key(x, v):
    p = Settings(a=x)
    for k in range(3):
        p.__dict__["a"] = p.a * v[k]
        vars(p)["b"] += p.a
        vars(p).update(c=p.b * x)
    return p.a * p.c


def attributes_in_order(x, v):
    m = Settings(b=v, a=x)
    y = np.tanh(m.b * x + m.a)
    for p in [t for k, t in sorted(vars(m).items())]:
        y = y + 0.1 * p
    m.b *= 2.0
    return np.sum(y * m.b)


def attributes_from_a_display(x, v):
    p = Settings()
    p.__dict__ = dict(a=x, b=v * x)
    p.c = x * x
    q = Settings(**vars(p))
    return q.a * np.sum(q.b) * q.c


for f in (
    steps_of_a_numpy_scalar, scalar_literal_of_numpy, array_left_to_an_object, priority_over_arrays,
    attributes_from_keywords, attributes_scaled_by_name, changed_copies_by_dict, attributes_summed,
    attributes_stored_by_key, attributes_in_order, attributes_from_a_display,
):  # fmt: skip
    program(f, (0.7, np.array([1.25, 2.4, 0.55])), (1.3, np.array([0.35, 1.6, 2.2])), tags="issue3 admitted",
            wrt=(0, 1), must_pass=True)  # fmt: skip

# -- views, lists asked about numbers, the dicts and lists of `collections` ---------------------------------------


def written_through_view_method(x, v):
    m = v * x
    w = m.view()
    w[0] = x
    w *= 2.0
    return np.sum(m**2)


def count_and_index_of_numbers(x, v):
    items = [x, v[0], x]
    items[items.index(max(items))] = x * x
    return items.count(x) * x + items.index(items[1]) * x + sum(items)


class Doubling(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2)

    def total(self):
        return sum(self.data.values())


def dict_derived_from_user_dict(x, v):
    d = Doubling(a=x)
    d["b"] = x * x
    d.update(c=v[0])
    return d.total() + len(d) + d["a"] * d.get("b") + ("q" in d)


for f in (written_through_view_method, count_and_index_of_numbers, dict_derived_from_user_dict):
    program(f, (0.7, np.array([1.25, 2.4, 0.55])), (1.3, np.array([0.35, 1.6, 2.2])), tags="issue3 admitted",
            wrt=(0, 1), must_pass=True)  # fmt: skip

# -- polynomials of the module ------------------------------------------------------------------------------------

CUBIC = np.poly1d([0.5, 1.0, -3.0, 2.0])
SERIES = np.polynomial.Polynomial([1, -3.0, 2.0])


def polynomials_of_the_module(x, v):
    return CUBIC(x) + np.sum(SERIES(v) * v) + CUBIC(SERIES(x))


program(polynomials_of_the_module, (0.7, np.array([1.25, 2.4, 0.55])), (1.3, np.array([0.35, 1.6, 2.2])),
        tags="issue3 admitted", wrt=(0, 1), must_pass=True)  # fmt: skip
