"""Functions as values: in containers, chosen at run time, bound, curried, composed, cached, decorated."""

import functools
import itertools
import math
import operator
from functools import lru_cache, partial, reduce

import numpy as np

from tests.programs import Sampler, program

r = Sampler(31)


def functions_in_a_list(x):
    total = 0.0
    for f in [np.sin, np.cos, np.tanh]:
        total = total + f(x)
    return total


def function_by_index(x, i):
    fs = [np.sin, np.cos, lambda t: t * t]
    return fs[i](x)


def function_by_index_in_loop(x):
    fs = (np.sin, np.cos, np.tanh)
    y = x
    for i in range(7):
        y = fs[i % 3](y) + 0.1 * x
    return y


def function_by_name(x, name):
    table = {"square": lambda t: t * t, "sine": np.sin, "root": math.sqrt}
    return table[name](x) + table["sine"](x)


def table_items(x):
    table = {"a": np.sin, "b": np.exp}
    total = 0.0
    for name, f in table.items():
        total = total + f(x) * len(name)
    return total


def appended_lambdas(x):
    fs = []
    for i in range(3):
        fs.append(lambda t, k=i: t ** (k + 1))
    total = 0.0
    for f in fs:
        total = total + f(x)
    return total


def late_bound_lambdas(x):
    fs = [lambda t: t * (i + 1.0) for i in range(4)]
    return fs[0](x) * fs[2](x)


def early_bound_lambdas(x):
    fs = [lambda t, i=i: t**i for i in range(4)]
    return sum(f(x) for f in fs)


def chosen_function(x, c):
    f = np.sin if c > 0 else np.cos
    return f(x) * 2.0


def chosen_by_value(x):
    if x > 0.7:
        f = math.sin
    else:
        f = math.exp
    return f(x) + f(2.0 * x)


def chosen_closure(x):
    if x > 0.7:
        k = 2.0 * x

        def f(t):
            return k * t
    else:

        def f(t):
            return t * t * x

    return f(x) + f(3.0)


def chosen_in_loop(x):
    total = 0.0
    for k in range(5):
        f = np.sin if k % 2 == 0 else np.cos
        total = total + f(x * (k + 1))
    return total


def alternating(x):
    f, g = np.sin, np.cos
    for _ in range(3):
        x = f(x)
        f, g = g, f
    return x


def compose2(f, g):
    return lambda x: f(g(x))


def composed(x):
    return compose2(np.sin, np.exp)(x) + compose2(lambda t: t * t, math.sqrt)(x)


def compose_all(*fs):
    return reduce(lambda f, g: lambda t: g(f(t)), fs)


def composed_many(x):
    pipeline = compose_all(np.sin, np.exp, lambda t: t * t)
    return pipeline(x)


def curried(x):
    def add(a):
        def inner(b):
            return lambda c: a * b + c

        return inner

    return add(x)(2.0)(x * x)


def partial_local(x):
    def power(base, exponent, scale=1.0):
        return scale * base**exponent

    square = partial(power, exponent=2)
    twice = partial(power, x, scale=3.0)
    return square(x) + twice(3)


def partial_of_active(x, y):
    times = partial(operator.mul, x)
    y2 = times(y)
    x = 2.0
    return times(y2) * x


def partial_of_partial(x):
    f = partial(partial(np.clip, a_min=-5.0), a_max=5.0)
    return np.sum(f(x) ** 2)


scaled = partial(np.multiply, 3.0)
logistic = partial(lambda steep, t: 1.0 / (1.0 + np.exp(-steep * t)), 2.0)


def partial_global(x):
    return np.sum(scaled(x) * logistic(x))


def reduced_with_lambda(x):
    return reduce(lambda a, b: a * 0.9 + b, [x, x * x, 2.0, x**3], 1.0)


def reduced_array(x):
    return reduce(lambda a, b: a * b + 1.0, x)


def reduced_operator(x, y):
    return reduce(operator.mul, [x, y, x + y]) + reduce(operator.add, (x, y))


def reduced_arrays(ms):
    return np.sum(reduce(np.dot, ms))


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return 2.0 * function(*args, **kwargs)

    return wrapper


@logged
def decorated_helper(x, y=1.0, *, z=2.0):
    return x * y + z * x * x


def decorated_calls(x):
    return decorated_helper(x) + decorated_helper(x, x) + decorated_helper(x, z=x)


def repeat_twice(times):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(t):
            for _ in range(times):
                t = function(t)
            return t

        return wrapper

    return decorate


@repeat_twice(3)
def soften(t):
    return np.tanh(t) + 0.5


def decorator_with_argument(x):
    return np.sum(soften(x))


def local_decorator(x):
    def doubled(function):
        def wrapper(*args):
            return 2.0 * function(*args)

        return wrapper

    @doubled
    def f(a, b):
        return a * b

    return f(x, x + 1.0)


@lru_cache(maxsize=None)
def binomial(n, k):
    return 1 if k in (0, n) else binomial(n - 1, k - 1) + binomial(n - 1, k)


def cached_coefficients(x):
    return sum(binomial(4, k) * x**k for k in range(5))


@functools.cache
def cached_active_helper(t):
    return t * math.sin(t)


def cached_active(x):
    return cached_active_helper(x) + cached_active_helper(2.0 * x)


def item_getters(x, y):
    first, both = operator.itemgetter(0), operator.itemgetter(1, 0)
    a, b = both((x, y))
    return first([x, y]) * a + b


second_item = operator.itemgetter(1)


def item_getter_global(pair):
    return second_item(pair) ** 2 + pair[0]


def attribute_of_module(x):
    return np.sum(getattr(np, "sin")(x) * getattr(math, "pi"))


def norm_with(module, x):
    return module.norm(x) + module.norm(2.0 * x) ** 2


def module_as_argument(x):
    return norm_with(np.linalg, x)


def recursion_of_closure(x):
    def power(n):
        if n == 0:
            return 1.0
        return x * power(n - 1)

    return power(4) + power(1)


def recursion_with_default(x):
    def series(n, term=1.0):
        if n > 6:
            return 0.0
        return term + series(n + 1, term * x / n)

    return series(1)


def is_even_sum(n, x):
    return 0.0 if n == 0 else x * x + is_odd_sum(n - 1, x)


def is_odd_sum(n, x):
    return 0.0 if n == 0 else math.sin(x) + is_even_sum(n - 1, x)


def mutual_recursion(x):
    return is_even_sum(5, x)


def mutual_closures(x):
    def even(n):
        return 1.0 if n == 0 else x * odd(n - 1)

    def odd(n):
        return x if n == 0 else (x + 1.0) * even(n - 1)

    return even(4)


def recursive_apply(f, n, t):
    return t if n == 0 else recursive_apply(f, n - 1, f(t))


def recursion_with_function(x):
    return recursive_apply(lambda t: t * x + 0.5, 3, x)


def bound_method_value(x):
    total = x.sum
    mean = x.mean
    return total() * mean(axis=0) + x.dot(x)


def bound_append(x):
    items = []
    push = items.append
    for k in range(3):
        push(x * k)
    return sum(items)


def function_parameter(f, x):
    return f(x) + f(f(x))


def functions_parameter(fs, x):
    for f in fs:
        x = f(x) + 0.1
    return x


def default_function(x, activation=np.tanh):
    def inner(t, g=activation, h=math.sqrt):
        return g(t) * h(2.0)

    return np.sum(inner(x))


def callable_test(x, f):
    return f(x) if callable(f) else f * x


def newton_step(f, df, x0):
    x = x0
    for _ in range(4):
        x = x - f(x) / df(x)
    return x


def newton_of_lambdas(a):
    return newton_step(lambda t: t * t - a, lambda t: 2.0 * t, 1.0 + a)


def quadrature(f, a, b, n=8):
    h = (b - a) / n
    return h * sum(f(a + (k + 0.5) * h) for k in range(n))


def integral_of_closure(x):
    return quadrature(lambda t: math.exp(-x * t * t), 0.0, x)


def layers_of_functions(x, w):
    activations = [np.tanh, lambda t: np.maximum(t, 0.1 * t), None]
    h = x
    for k, f in enumerate(activations):
        h = w[k] * h
        if f is not None:
            h = f(h)
    return np.sum(h)


def dispatch_with_default(x, kind):
    handlers = {"l1": lambda t: np.sum(np.abs(t)), "l2": lambda t: np.sum(t * t)}
    return handlers.get(kind, lambda t: np.max(t))(x)


def operators_as_values(x, y):
    total = 0.0
    for op in (operator.add, operator.mul, operator.sub, operator.truediv, operator.pow):
        total = total + op(x, y)
    return total + operator.neg(x)


def accumulate_function(x):
    return sum(itertools.accumulate([x, 2.0 * x, x * x], lambda a, b: a * b))


def method_of_string_table(x):
    return {"up": max, "down": min}["up"](x, 0.3 * x) + {0: np.sin, 1: np.cos}[1](x)


def returned_pair_of_functions(x):
    def make(k):
        def f(t):
            return k * t

        def df(t):
            return k

        return f, df

    f, df = make(x)
    return f(3.0) * df(2.0)


TAGS = "issue3 callables"
a1, a2 = r.scalar(0.8, 1.4), r.scalar(0.2, 0.6)
v1, v2 = r.unit(4), r.unit(4)
for scalar_function in (
    functions_in_a_list, function_by_index_in_loop, table_items, appended_lambdas, late_bound_lambdas,
    early_bound_lambdas, chosen_by_value, chosen_closure, chosen_in_loop, alternating, composed, composed_many,
    curried, partial_local, reduced_with_lambda, decorated_calls, local_decorator, cached_coefficients,
    cached_active, recursion_of_closure, recursion_with_default, mutual_recursion, mutual_closures,
     bound_append, newton_of_lambdas, integral_of_closure, accumulate_function,
    method_of_string_table, returned_pair_of_functions,
):  # fmt: skip
    program(scalar_function, (a1,), (a2,), tags=TAGS, must_pass=True)
for array_function in (
    partial_of_partial, partial_global, reduced_array, decorator_with_argument, attribute_of_module,
    module_as_argument, bound_method_value, default_function,
):  # fmt: skip
    program(array_function, (v1,), (v2,), tags=TAGS, must_pass=True)
for binary_function in (partial_of_active, reduced_operator, item_getters, operators_as_values):
    program(binary_function, (a1, a2), (a2, a1), tags=TAGS, must_pass=True)
program(function_by_index, (a1, 0), (a2, 2), (a2, -2), tags=TAGS, must_pass=True)
program(function_by_name, (a1, "square"), (a2, "root"), tags=TAGS, must_pass=True)
program(chosen_function, (a1, 1), (a2, -1), tags=TAGS, must_pass=True)
program(reduced_arrays, ([r.normal(2, 3), r.normal(3, 3), r.normal(3, 2)],), tags=TAGS, must_pass=True)
program(item_getter_global, ((a1, a2),), ((a2, 0.3),), tags=TAGS, must_pass=True)
program(function_parameter, (np.sin, a1), (math.exp, a2), wrt=1, tags=TAGS, must_pass=True)
program(functions_parameter, ([np.sin, math.exp], a1), ((np.cos,), a2), wrt=1, tags=TAGS, must_pass=True)
program(callable_test, (a1, np.sin), (a2, 3.0), wrt=0, tags=TAGS, must_pass=True)
program(layers_of_functions, (v1, r.normal(3)), (v2, r.normal(3)), tags=TAGS, must_pass=True)
program(dispatch_with_default, (v1, "l1"), (v2, "l2"), (v2, "max"), tags=TAGS, must_pass=True, wrt=0)
program(recursion_with_function, (a1,), (a2,), tags=TAGS)
