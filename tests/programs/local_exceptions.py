"""Exception classes that the function itself makes."""

import numpy as np

from tests.programs import program

X = np.array([1.5, -0.3, 2.2, 0.7])
Y = np.array([0.4, 1.1, -0.9])


def with_a_value(x):
    class Stop(Exception):
        def __init__(self, v):
            self.v = v

    try:
        for v in x:
            if v < 0:
                raise Stop(v * v)
        return x[0]
    except Stop as e:
        return e.v * x[0]


def plain(x):
    class Stop(Exception):
        pass

    total = 0.0
    for v in x:
        try:
            if v < 0:
                raise Stop
            total += v
        except Stop:
            total += v * v
    return total


def args(x):
    class Stop(ValueError):
        pass

    total = 0.0
    for v in x:
        try:
            if v < 0:
                raise Stop(v * x[0])
            total += v
        except ValueError as e:
            total += e.args[0] ** 2
    return total


def two_of_them(x):
    class Low(Exception):
        pass

    class High(Exception):
        def __init__(self, w):
            self.w = w

    total = 0.0
    for v in x:
        try:
            if v < 0:
                raise Low(v * 2)
            if v > 1:
                raise High(v * x[0])
            total += v
        except Low as e:
            total += e.args[0] ** 2
        except High as e:
            total += e.w
    return total


def sees_a_variable(x):
    scale = x[0] * 2

    class Stop(Exception):
        def cost(self):
            return self.args[0] * scale

    try:
        for v in x:
            if v < 0:
                raise Stop(v)
    except Stop as e:
        return e.cost()
    return scale


for function in (with_a_value, plain, args, two_of_them, sees_a_variable):
    program(function, (X,), (Y,), tags="thrown exceptions local_classes", must_pass=True)
