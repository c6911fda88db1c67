"""Exceptions, context managers, generators and random numbers."""

import contextlib
import math

import numpy as np

from tests.programs import program


def generator_expression(x):
    return sum(v * v for v in x) + max(abs(v) for v in x)


def countdown(x, n):
    while n > 0:
        yield x * n
        n -= 1
        x = x * 0.5


def generator_loop(x):
    s = 0.0
    for v in countdown(x, 4):
        s = s + v * v
    return s


def generator_break(x):
    s = 0.0
    for v in countdown(x, 10):
        s = s + v
        if s > 20.0 or v < 0.5:
            break
    return s


def try_no_exception(x):
    try:
        y = math.sqrt(x)
    except ValueError:
        y = x * 0.0
    return y * x


def try_exception(x):
    y = x
    try:
        y = y * 2.0
        if y > 1.0:
            raise ValueError("big")
        y = y * 3.0
    except ValueError:
        y = y + x * x
    else:
        y = y * x
    finally:
        y = y * 5.0
    return y


def try_from_library(x):
    try:
        y = math.log(x)
    except ValueError:
        y = x * x
    return y + x


def key_error(d, x):
    try:
        k = d["k"]
    except KeyError:
        k = x * 2.0
    return k * x


def finally_return(x):
    total = x * x
    for i in range(5):
        try:
            if i == 3:
                break
            if i == 1:
                continue
            total = total * x
        finally:
            total = total + x
    return total


def errstate(x):
    with np.errstate(divide="ignore", invalid="ignore"):
        y = np.where(x > 0, np.log(x), x)
    return np.sum(y * y)


def suppress(x):
    y = x
    with contextlib.suppress(ZeroDivisionError):
        y = y * 2.0
        y = y / 0
        y = y * 3.0
    return y * y


@contextlib.contextmanager
def doubled(box):
    box.append(2.0)
    yield box[-1]
    box.pop()


def user_context(x):
    box = [1.0]
    with doubled(box) as k:
        y = x * k * x
    return y * len(box)


def random_from_generator(x, rng):
    s = 0.0
    for _ in range(3):
        s = s + x * rng.normal() - 2.0 * x * x * rng.normal()
    return s


def yield_from_list(xs):
    yield from xs
    yield 3.0 * xs[0]


def yield_from_loop(x):
    return sum(v * v for v in yield_from_list([x, x * x]))


I3 = "issue3 flow"
for f in (try_no_exception, try_exception, finally_return, generator_loop, generator_break, yield_from_loop):
    program(f, (1.3,), (0.4,), tags=I3)
for f in (suppress, user_context, try_from_library):
    program(f, (1.3,), (-0.6,), tags=I3)
program(generator_expression, (np.array([0.4, -1.2, 1.7]),), (np.array([0.9, 0.3]),), tags=I3)
program(key_error, ({"k": 2.0}, 0.4), ({}, 1.4), wrt=1, tags=I3)
program(errstate, (np.array([0.5, -0.5, 2.0]),), (np.array([1.5]),), tags=I3)
program(random_from_generator, (1.3, np.random.default_rng(3)), (0.2, np.random.default_rng(4)), tags=I3)
