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


# -- raised by functions that the function makes


def raised_by_a_closure(x, v):
    class Halt(Exception):
        pass

    def step(y):
        if y > 2:
            raise Halt
        return y * x

    y = v[0]
    try:
        y = step(y)
    except Halt:
        y = y * 2
    return y


def raised_in_a_loop_of_a_closure(x, v):
    class Done(Exception):
        def __init__(self, r):
            self.r = r

    def visit(items):
        for e in items:
            if e > 0.8:
                raise Done(e * x)

    try:
        visit(v)
    except Done as d:
        return d.r**2
    return x


def raised_two_calls_deep(x, v):
    class A(Exception):
        pass

    def g(y):
        def h(z):
            if z > 1:
                raise A
            return z * x

        return h(y) * 2

    try:
        return g(x * 2)
    except A:
        return x * v[0]


def past_another_try(x, v):
    class A(Exception):
        pass

    def g(y):
        try:
            if y > 0.1:
                raise A
        except ValueError:
            return 0.0
        return y

    try:
        return g(x * 2)
    except A:
        return x * v[0]


def raised_by_a_method(x, v):
    class A(Exception):
        pass

    class Model:
        def run(self, y):
            if y > 1:
                raise A
            return y * x

    m = Model()
    t = 0.0
    for e in v:
        try:
            t += m.run(e)
        except A:
            t -= x
    return t


def args_from_a_closure(x, v):
    class A(Exception):
        pass

    def g(y):
        if y > 1:
            raise A("a", y)
        return y

    try:
        return g(x * 3)
    except A as e:
        return e.args[1] * 2


for function in (
    raised_by_a_closure,
    raised_in_a_loop_of_a_closure,
    raised_two_calls_deep,
    past_another_try,
    raised_by_a_method,
    args_from_a_closure,
):
    program(
        function,
        (1.3, X),
        (0.4, np.array([1.5, 0.7, 0.9])),
        tags="thrown exceptions local_classes",
        must_pass=True,
    )
for function in (with_a_value, plain, args, two_of_them, sees_a_variable):
    program(function, (X,), (Y,), tags="thrown exceptions local_classes", must_pass=True)
