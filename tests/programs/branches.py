"""Conditionals: if/elif/else, nested, early return, conditional expressions, boolean values."""

import math

import numpy as np

from tests.programs import Sampler, program

r = Sampler(3)
LIMIT = 1.0


def if_else(x):
    if x > 0.0:
        y = x * x
    else:
        y = -3.0 * x
    return y * x


def elif_chain(x):
    if x < -1.0:
        y = x
    elif x < 0.0:
        y = x * x
    elif x < 1.0:
        y = math.sin(x)
    else:
        y = math.exp(-x)
    return y


def only_if(x, y):
    z = x * y
    if z > LIMIT:
        z = LIMIT + math.log(z)
    return z


def early_return(x):
    if x > 2.0:
        return x**3
    y = x * 2.0
    if y < 0:
        return -y
    return math.sqrt(y + 1.0)


def nested_if(x, y):
    if x > 0:
        if y > 0:
            return x * y
        else:
            return x / (1.0 + y * y)
    elif y > x:
        return y - x
    return x + y * y


def ternary(x, y):
    big = x if x > y else y
    return big * big + (0.5 * x if x < 0 else y)


def one_sided_definition(x):
    if x > 1.0:
        scale = 2.0 * x
        flag = True
    else:
        flag = False
    y = x * x
    if flag:
        y = y * scale
    return y


def branch_on_array(x):
    if np.sum(x) > 0:
        return np.sum(x**2)
    return np.sum(np.exp(x))


def branch_in_loop(x):
    total = 0.0
    for i in range(len(x)):
        if x[i] > 0:
            total = total + x[i] ** 2
        elif x[i] < -1:
            total = total - x[i]
        else:
            total = total + 0.5 * x[i] * total
    return total


def bool_ops(x, y):
    if x > 0 and y > 0 or x * y > 4:
        return x * y
    if not (x < -5 or y < -5):
        return x - y * x
    return x


def chained_comparison(x):
    if -1.0 < x <= 1.0:
        return x**3
    return 2.0 * x - math.copysign(1.0, x)


def swap_order(a, b):
    if a > b:
        a, b = b, a
    return a - 2.0 * b + a * b


def string_mode(x, mode="square"):
    if mode == "square":
        return x * x
    elif mode == "cube":
        return x**3
    elif mode == "none":
        return 1.0 * x
    raise ValueError(mode)


def none_default(x, scale=None):
    if scale is None:
        scale = 2.0
    return scale * x * x


def integer_switch(x, k):
    if k % 2 == 0:
        y = np.sin(x)
    else:
        y = np.cos(x)
    for _ in range(k // 2):
        y = y * x
    return y


def clamp(x, lo=-1.0, hi=1.0):
    return np.sum(np.minimum(np.maximum(x, lo), hi) * x)


def clip_call(x):
    return np.sum(np.clip(x, -0.5, 0.5) ** 2)


def overwritten_in_branch(x, y):
    z = math.exp(x)
    if y > 0:
        x = x * y
        z = z * x
    else:
        z = z + y
        y = z * y
    return x * z + y


def type_test(x):
    if isinstance(x, (int, float)):
        return x * x
    return np.sum(x * x)


def redefined_kind(x, n):
    y = 0
    if n > 2:
        y = x * x
    return y + x


def break_between_functions(x):
    s = x
    for f in (np.sin, np.cos, np.tanh):
        s = f(s)
        if np.sum(s) > 1.9:
            break
    return np.sum(s)


program(if_else, (1.2,), (-0.7,))
program(elif_chain, (-1.5,), (-0.5,), (0.5,), (1.5,))
program(only_if, (1.4, 1.3), (0.4, 0.3))
program(early_return, (2.5,), (-0.5,), (0.7,))
program(nested_if, (1.0, 2.0), (1.0, -2.0), (-1.0, 0.5), (-1.0, -2.0))
program(ternary, (1.0, 2.0), (-1.0, -2.0), wrt=(0, 1))
program(one_sided_definition, (1.5,), (0.5,))
program(branch_on_array, (r.positive(4),), (-r.positive(3),))
program(branch_in_loop, (np.array([0.5, -1.5, -0.3, 1.1]),), (np.array([-2.0, 0.4]),))
program(bool_ops, (1.0, 2.0), (-3.0, -4.0), (-1.0, 0.5))
program(chained_comparison, (0.4,), (1.7,))
program(swap_order, (1.0, 2.0), (3.0, -1.0), wrt=(0, 1))
program(string_mode, (1.3,), (1.3, "cube"), (0.3, "none"))
program(none_default, (1.3,), (1.3, 0.7))
program(integer_switch, (1.3, 4), (0.3, 3), (0.6, 0))
program(clamp, (np.array([-2.0, 0.3, 1.7]),), (np.array([0.2]),), second=False)
program(clip_call, (np.array([-2.0, 0.3, 1.7]),), (np.array([[0.2, -0.1]]),), second=False)
program(overwritten_in_branch, (0.4, 0.8), (0.4, -0.8), wrt=(0, 1))
program(type_test, (0.4,), (r.normal(3),))
program(redefined_kind, (0.4, 3), (0.4, 1))
program(break_between_functions, (np.array([0.3, 0.7, -0.2]),), (np.array([1.1, -0.4, 0.5]),))
