"""Functions as values: closures, lambdas, partials, decorators, functions passed, stored and returned."""

import functools
import math
import operator
from functools import partial, reduce

import numpy as np

from tests.programs import Sampler, program

r = Sampler(13)


def lambda_local(x):
    f = lambda t: t * t + x  # noqa: E731
    return f(x) * f(2.0)


def nested_def(x, y):
    def inner(a, b=2.0):
        return a * b * y

    return inner(x) + inner(x, b=x)


def nonlocal_counter(x):
    total = 0.0

    def add(v):
        nonlocal total
        total = total + v * v

    add(x)
    add(2.0 * x)
    return total * x


def late_binding(x):
    functions = [lambda t: t * i for i in range(3)]
    return functions[0](x) + functions[2](x * x)


def early_binding(x):
    functions = [lambda t, i=i: t * i for i in range(3)]
    return functions[1](x) + functions[2](x * x)


def closure_sees_rebinding(x):
    k = 2.0

    def f(t):
        return k * t

    a = f(x)
    k = x
    return a * f(x)


def make_power(n):
    def power(t):
        return t**n

    return power


def returned_closure(x):
    square, cube = make_power(2), make_power(3)
    return square(x) + cube(x) * x


def apply_twice(f, x):
    return f(f(x))


def passed_function(x):
    return apply_twice(lambda t: t * t + 1.0, x) + apply_twice(math.sin, x) + apply_twice(np.tanh, x)


def function_argument(f, x):
    return f(x) * x


def table_dispatch(x, name):
    table = {"sin": np.sin, "square": lambda t: t * t, "pow": make_power(3)}
    return np.sum(table[name](x))


def partial_call(x):
    f = partial(operator.mul, 3.0)
    g = functools.partial(np.sum, axis=0)
    return f(x[0, 0]) + np.sum(g(x) ** 2)


def reduce_call(x):
    return reduce(lambda a, b: a * b + 1.0, [x, x * x, 2.0], 1.0)


def map_filter(xs):
    squares = list(map(lambda v: v * v, xs))
    big = list(filter(lambda v: v > 0.1, squares))
    return sum(big) + max(squares) * min(squares)


def twice(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        return 2.0 * f(*args, **kwargs)

    return wrapper


@twice
def decorated(x, k=3.0):
    return x**2 * k


def calls_decorated(x):
    return decorated(x) + decorated(x, k=x)


def logged(f):
    def wrapper(x):
        if x < 0:
            return -f(-x)
        return f(x)

    return wrapper


@logged
def odd_extension(x):
    return math.sqrt(x) * x


@functools.lru_cache(maxsize=None)
def coefficient(n):
    return 1.0 / math.factorial(n)


def cached_inactive(x):
    return sum(coefficient(n) * x**n for n in range(6))


def newton_generic(f, df, x0, n=8):
    x = x0
    for _ in range(n):
        x = x - f(x) / df(x)
    return x


def newton_closure(a):
    return newton_generic(lambda t: t * t - a, lambda t: 2.0 * t, 1.0)


def compose(*functions):
    def composed(x):
        for f in reversed(functions):
            x = f(x)
        return x

    return composed


def composition(x):
    return compose(math.sin, lambda t: t * t, math.exp)(x)


def integrate(f, a, b, n=6):
    h = (b - a) / n
    return h * sum(f(a + (i + 0.5) * h) for i in range(n))


def quadrature(a, k):
    return integrate(lambda t: math.exp(-k * t * t), 0.0, a)


def recursive_closure(x, n):
    def go(k):
        return x if k == 0 else 0.5 * go(k - 1) * x + 1.0

    return go(n)


def immediate_lambda(x):
    return (lambda a, b: a * b - a)(x, x * x)


def conditional_function(x):
    f = math.sin if x > 0 else math.cos
    return f(x) * x


def rk_generic(rhs, y, h, n):
    for _ in range(n):
        k1 = rhs(y)
        k2 = rhs(y + h * k1)
        y = y + 0.5 * h * (k1 + k2)
    return y


def ode_with_closure(k, y0):
    return np.sum(rk_generic(lambda y: -k * y + np.sin(y), y0, 0.1, 4) ** 2)


def getter(x):
    pick = operator.itemgetter(1)
    return operator.add(pick((x, x * x)), operator.pow(x, 3))


def default_from_global(x, f=math.cos):
    return f(x) * x


I3 = "issue3 functions"
for f in (
    lambda_local,
    nonlocal_counter,
    late_binding,
    early_binding,
    closure_sees_rebinding,
    returned_closure,
):
    program(f, (1.3,), (0.4,), tags=I3)
for f in (
    passed_function,
    reduce_call,
    decorated,
    calls_decorated,
    cached_inactive,
    newton_closure,
    composition,
):
    program(f, (1.3,), (0.4,), tags=I3)
for f in (immediate_lambda, conditional_function, getter, default_from_global):
    program(f, (1.3,), (-0.4,), tags=I3)
program(odd_extension, (1.3,), (-0.4,), tags=I3, name="odd_extension")
program(nested_def, (1.3, 0.4), (0.2, -1.0), wrt=(0, 1), tags=I3)
program(function_argument, (math.sin, 0.4), (make_power(3), 1.4), wrt=1, tags=I3)
program(table_dispatch, (r.normal(3), "sin"), (r.normal(2), "square"), (r.normal(2), "pow"), tags=I3)
program(partial_call, (r.normal(2, 3),), (r.normal(1, 2),), tags=I3)
program(map_filter, ([0.2, 1.5, -0.7],), ((0.9, 2.0),), tags=I3)
program(quadrature, (1.2, 0.4), (0.7, 2.0), wrt=(0, 1), tags=I3)
program(recursive_closure, (0.9, 4), (0.7, 0), tags=I3)
program(ode_with_closure, (0.5, r.normal(3)), (1.2, 0.7), wrt=(0, 1), tags=I3)
