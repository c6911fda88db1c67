"""Exceptions that carry values out of loops and helpers: what was found, where it was found, what was too large."""

import numpy as np

from tests.programs import program


class Converged(Exception):
    pass


class Found(Exception):
    def __init__(self, value, where):
        super().__init__(value)
        self.value = value
        self.where = where


class Stop(Exception):
    def __init__(self, value):
        self.value = value


class OutOfRange(ValueError):
    def __init__(self, low, v, message="out of range"):
        ValueError.__init__(self, message)
        self.low, self.v = low, v

    @property
    def excess(self):
        return self.v - self.low


def root(x):
    y = x[0]
    try:
        for _ in range(20):
            y = 0.5 * (y + x[1] / y)
            if abs(y * y - x[1]) < 1e-3:
                raise Converged(y * x[2])
    except Converged as e:
        y = e.args[0] ** 2
    return y * x[3]


def out_of_two_loops(x, limit):
    try:
        for i in range(len(x)):
            for j in range(len(x)):
                if x[i] * x[j] > limit:
                    raise Found(x[i] * x[j] * x[0], (i, j))
        r = x[0]
    except Found as e:
        r = e.value**2 * x[e.where[0]]
    return r


def _search(x, limit):
    for i in range(len(x)):
        for j in range(i):
            if x[i] + x[j] > limit:
                raise Stop(x[i] * x[j])
    return x[0]


def from_a_helper(x, limit):
    try:
        r = _search(x, limit)
    except Stop as s:
        return s.value**2 * x[0]
    return r * r


def _checked(v):
    if v > 1.0:
        raise ValueError("too big", v)
    return v * v


def arguments(x):
    s = 0.0
    for v in x:
        try:
            s += _checked(v)
        except ValueError as e:
            _, big = e.args
            s += 3.0 * big**3
    return s


def doubled_until(x, limit):
    y = x[0]
    k = 0
    try:
        while True:
            y = y * 1.5 + x[1]
            k += 1
            if y > limit:
                raise Converged(y, k)
            if k > 6:
                break
    except Converged as e:
        (out, n) = e.args
        y = out * y * n
    return y


class Solver:
    def __init__(self, a):
        self.a = a

    def step(self, y):
        y = 0.5 * (y + self.a / y)
        if abs(y * y - self.a) < 1e-3:
            raise Stop(y)
        return y


def from_a_method(x):
    solver = Solver(x[1])
    y = x[0]
    try:
        for _ in range(20):
            y = solver.step(y)
    except Stop as e:
        y = e.value**2
    return y * x[2]


def raised_from_another(x):
    try:
        try:
            if x[1] > 1.0:
                raise Stop(x[1] * 2.0)
            r = x[0]
        except Stop as e:
            raise Found(e.value * x[0], 1) from e
    except Found as e:
        r = e.value**2
    return r


def clipped_with_a_property(x):
    def limited(v):
        if v < x[0]:
            raise OutOfRange(x[0], v)
        return v

    t = 0.0
    for v in x[1:]:
        try:
            t = t + limited(v) ** 2
        except OutOfRange as e:
            t = t + e.excess * e.v
    return t


def the_last_one(x):
    best = Stop(x[0])
    for v in x:
        try:
            if v > 1.0:
                raise Stop(v * v)
        except Stop as e:
            best = e
    return best.value * x[1]


def in_else_and_finally(x):
    r = 1.0
    for v in x:
        try:
            if v > 1.25:
                raise Stop(v)
            r = r + v
        except Stop as s:
            r = r * s.value**2
            continue
        else:
            r = r * 2.0
        finally:
            r = r + x[0]
    return r


def two_handlers(x, limit):
    r = 0.0
    for v in x:
        try:
            if v > limit:
                raise Stop(v * v)
            if v < 0.45:
                raise ValueError("too small")
            r = r + v
        except ValueError:
            r = r * x[0]
        except Stop as e:
            r = r + 2.0 * e.value**2
    return r


def an_array(x):
    try:
        raise Stop(x * x)
    except Stop as s:
        s.value[0] = x[1]
        return np.sum(s.value * x)


def not_for_large(x, limit):
    try:
        r = _search(x, limit) + _search(2.0 * x, limit)
    except Stop as e:
        if e.value > 100.0:
            raise
        r = e.value * x[0]
    return r


def a_dict_of_results(x, limit):
    try:
        for v in x:
            if v > limit:
                raise Stop({"v": v * v, "w": [v, x[0]]})
    except Stop as s:
        return s.value["v"] * s.value["w"][1]
    return x[0] * x[1]


X = np.array([0.7, 1.3, 2.1, 0.4]), np.array([1.2, 0.8, 0.5, 1.9, 1.1])

for f in (
    root, arguments, from_a_method, raised_from_another, clipped_with_a_property, the_last_one, in_else_and_finally,
    an_array,
):  # fmt: skip
    program(f, (X[0],), (X[1],), tags="exceptions", must_pass=True)
program(two_handlers, (X[0], 1.5), (X[1], 9.0), tags="exceptions", must_pass=True)
for f in (out_of_two_loops, from_a_helper, doubled_until, not_for_large, a_dict_of_results):
    program(f, (X[0], 1.5), (X[1], 9.0), tags="exceptions", must_pass=True)
    program(f, (X[0], 9.0), (X[1], 1.5), tags="exceptions", must_pass=True, name=f"{f.__name__}_or_not")
