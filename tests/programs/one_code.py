"""Several functions of one code: what a decorator wraps, what a factory makes; and recursion through it."""

from __future__ import annotations

import functools

import numpy as np

from tests.programs import Sampler, program

S = Sampler(70201)


def reported(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        result = function(*args, **kwargs)
        print(end="")
        return result

    return wrapper


@reported
def force(x):
    return x * x


@reported
def work(x, times=2):
    return force(x) * force(x + 1) * times


def wrapped_inside_wrapped(x):
    return work(x) + work(x, times=3)


program(wrapped_inside_wrapped, (1.3,), (0.4,), tags="one_code", must_pass=True)


def doubled(function):
    def wrapper(n, x):
        return 2 * function(n, x)

    return wrapper


@doubled
def product(n, x):
    return x if n <= 0 else x * product(n - 1, x)


@doubled
def total(n, x):
    return x if n <= 0 else x + total(n - 1, x)


def two_recursions_of_one_wrapper(x, n):
    return product(n, x) + total(n, x)


program(two_recursions_of_one_wrapper, (1.3, 3), (0.7, 2), tags="one_code", must_pass=True)


@doubled
def even(n, x):
    return x if n <= 0 else x * odd(n - 1, x)


@doubled
def odd(n, x):
    return np.sin(x) if n <= 0 else x + even(n - 1, x)


def mutual_recursion_of_one_wrapper(x, n):
    return even(n, x) + odd(n, x)


program(mutual_recursion_of_one_wrapper, (1.3, 3), (0.7, 2), tags="one_code", must_pass=True)


def composed(f, g):
    return lambda x: f(g(x))


chain = composed(composed(np.sin, np.cos), composed(np.exp, np.tanh))


def composed_of_composed(x):
    return chain(x) + composed(chain, chain)(x)


program(composed_of_composed, (1.3,), (0.4,), tags="one_code", must_pass=True)


def scaled(by, *, offset=0.0):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            return by * function(*args, **kwargs) + offset

        return wrapper

    return decorate


@scaled(2.0, offset=0.1)
@scaled(3.0)
def spring(x, k=3.0):
    return 0.5 * k * x**2


def decorated_twice(x):
    return spring(x) + spring(x, k=x)


program(decorated_twice, (1.3,), (0.4,), tags="one_code", must_pass=True)


@reported
def factorial(n, x):
    return x if n <= 1 else x * factorial(n - 1, x)


def recursion_through_a_wrapper(x, n):
    return factorial(n, x)


program(recursion_through_a_wrapper, (1.3, 4), (0.4, 2), tags="one_code", must_pass=True)


@reported
def horner(coefficients, x, *, k=0):
    if k == len(coefficients) - 1:
        return coefficients[k]
    return coefficients[k] + x * horner(coefficients, x, k=k + 1)


def keywords_through_a_wrapper(x, coefficients):
    return horner(coefficients, x)


program(keywords_through_a_wrapper, (1.3, S.normal(3)), (0.4, S.normal(4)), tags="one_code", must_pass=True)


@reported
def named_like_modules(n, x, **math):
    return x * np.sin(x) if n <= 0 else named_like_modules(n - 1, x=x * math["np"], **math)


def keywords_named_like_modules(x, n):
    return named_like_modules(n, x, np=x)


program(keywords_named_like_modules, (1.3, 3), (0.4, 2), tags="one_code", must_pass=True)


@reported
def of_a_tree(tree):
    return sum(of_a_tree(t) for t in tree) if isinstance(tree, tuple) else tree * tree


def tree_through_a_wrapper(x):
    return of_a_tree((x, (x * 2, (x, 3.0)), x))


program(tree_through_a_wrapper, (1.3,), (0.4,), tags="one_code", must_pass=True)


@reported
def halved(v):
    return v[0] ** 2 if len(v) == 1 else halved(v[: len(v) // 2]) * halved(v[len(v) // 2 :])


def halves_through_a_wrapper(v):
    return halved(v)


program(halves_through_a_wrapper, (S.normal(5),), (S.normal(3),), tags="one_code", must_pass=True)


def wrappers_made_inside(x, n):
    def twice(function):
        def wrapper(*args, **kwargs):
            return 2 * function(*args, **kwargs)

        return wrapper

    @twice
    def square(x, by=1.0):
        return x * x * by

    @twice
    def power(n, x):
        return square(x, by=x) if n <= 0 else x * power(n - 1, x)

    return power(n, x)


program(wrappers_made_inside, (1.3, 3), (0.4, 2), tags="one_code", must_pass=True)

count = lambda n: 1 if n <= 1 else n * count(n - 1)  # noqa: E731
raised = lambda n, x: 1 if n <= 1 else n * x * raised(n - 1, x)  # noqa: E731


def lambdas_that_call_themselves(x, n):
    return count(n) * x + raised(n, x)


program(lambdas_that_call_themselves, (1.3, 4), (0.4, 2), tags="one_code", must_pass=True)


class Table:
    def __init__(self, start):
        self.start = start

    def factorial(self, n):
        return 1 if n <= 1 else n * self.factorial(n - 1)

    def power(self, n, x):
        return self.start if n <= 0 else x * self.power(n - 1, x)

    @staticmethod
    def falling(n):
        return 1 if n <= 1 else n * Table.falling(n - 1)

    @classmethod
    def rising(cls, n):
        return 1 if n <= 1 else n * cls.rising(n - 1)

    def joined(self, *args):
        return args[0] if len(args) == 1 else args[0] * self.joined(*args[1:])


TABLE = Table(2.0)


def methods_that_call_themselves(x, n):
    table = Table(x)
    fixed = (
        x * TABLE.factorial(n) + x * Table(3.0).factorial(n) + Table.falling(n) * x * x + x * Table.rising(n)
    )
    return fixed + table.joined(x, x, 2.0, x + 1)


program(methods_that_call_themselves, (1.3, 3), (0.4, 2), tags="one_code", must_pass=True)


def recursion_of_an_object(x, n):
    return Table(x).power(n, x) + TABLE.power(n, x)


program(recursion_of_an_object, (1.3, 3), (0.4, 2), tags="one_code", second=False, must_pass=True)
