"""One construct a function: the first place to look when a larger program fails."""

import math

import numpy as np

from tests.programs import program

V = np.array([1.1, 0.4, 0.8])
M = np.array([[0.4, 0.2, 1.0], [0.7, -0.3, 0.5]])


def loop_value(x):
    p = 1.0
    for v in x:
        p = p * v
    return p


def tuple_param(p):
    a, b = p
    return a * b


def tuple_param_index(p):
    return p[0] * p[1]


def dict_param(p):
    return p["a"] * p["b"]


def pair_in_loop(x, n):
    a, b = x, 1.0
    for _ in range(n):
        a, b = b, a + b * b
    return a * b


def pair_in_branch(a, b):
    if a > b:
        a, b = b, a
    return a - 2.0 * b


def concat(x):
    return np.sum(np.concatenate([x, x * x]))


def stack_sum(x):
    return np.sum(np.stack([x, x * x]) ** 2)


def two_results(x, y):
    return x * y, x + y


def call_pair(x, y):
    p, s = two_results(x, y)
    return p * s


def dict_out(x):
    return {"a": x * x}


def elif_branches(x):
    if x < 0:
        y = x
    elif x < 1:
        y = x * x
    else:
        y = x**3
    return y


def early(x):
    if x > 2.0:
        return x**3
    return x * x


def nested(x, y):
    if x > 0:
        if y > 0:
            return x * y
        return x
    return y * x * x


def one_side(x):
    if x > 1.0:
        s = 2.0 * x
        flag = True
    else:
        flag = False
    y = x * x
    if flag:
        y = y * s
    return y


def boolops(x, y):
    if x > 0 and y > 0:
        return x * y
    return x


def gauss(mu, s, y):
    return np.sum(((y - mu) / np.exp(s)) ** 2)


def list_params(layers, x):
    for w, b in layers:
        x = np.tanh(x @ w + b)
    return np.sum(x)


def horner(c, x):
    r = 0.0
    for v in c:
        r = r * x + v
    return r


def poly(c, x):
    r = 0.0
    for v in c:
        r = r + v * x
    return r


def np_const_loop(x, n):
    for _ in range(n):
        x = x * 1.1
    return x * x


def while_square(x):
    while x < 5.0:
        x = x * x + 0.5
    return x


def bisect_five(a):
    lo, hi = 0.0, a
    for k in range(5):
        mid = 0.5 * (lo + hi)
        if mid * mid > a:
            hi = mid
        else:
            lo = mid
    return mid


def config_dict(x, c):
    y = x * c["rate"]
    for _ in range(c["n"]):
        y = y * c["damp"]
    return np.sum(y)


def helper_loop(x, n):
    y = 1.0
    for _ in range(n):
        y = y * x + 0.5
    return y


def calls_helper_loop(x):
    return helper_loop(x, 3) * helper_loop(x * x, 2)


def fib(x, n):
    if n < 2:
        return x
    return x * fib(x, n - 1) + fib(x, n - 2)


def augmented_pair(x):
    a = b = x * x
    a += 1.0
    return a * b


def gp(p, x):
    d = (x[:, None] - x[None, :]) / np.exp(p[0])
    k = np.exp(-0.5 * d**2) + np.eye(len(x))
    return x @ np.linalg.solve(k, x) + np.log(np.linalg.det(k)) * p[1]


def math_fns(x):
    return math.log(x) + math.sqrt(x) + math.hypot(x, 1.0) + math.pow(x, 1.7) + math.atan2(x, 2.0)


def break_first(x):
    s = 0.0
    for i in range(len(x)):
        if s > 1.0:
            break
        s = s + x[i] * x[i]
    return s


def continue_one(x):
    s = 0.0
    for i in range(len(x)):
        if i == 1:
            continue
        s = s + x[i] * x[i]
    return s


def ret_loop(x):
    s = 1.0
    for i in range(len(x)):
        s = s * x[i]
        if s > 1.2:
            return s * i
    return s


def zero_trip(x, n):
    while n > 5:
        x = x + 1.0
        n = n - 1
    return x * x


def first_loop_then_aug(x):
    total, acc = 0.0, 1.0
    for i in range(x.shape[0]):
        acc *= x[i]
        total += acc
    return total


def zeros_store(x):
    y = np.zeros(3)
    for i in range(3):
        y[i] = x * i
    return np.sum(y * y)


def empty_store(x):
    n, m = x.shape[0], 3
    y = np.zeros(n - m + 1)
    y[0] = x[0]
    return np.sum(y)


def shape2(a):
    m, n = a.shape
    q = np.zeros((m, n))
    q[:, 0] = a[:, 0] ** 2
    return np.sum(q)


def reshaped(x):
    return np.sum(x.reshape(2, -1).T ** 2)


program(loop_value, (V,))
program(tuple_param, ((1.0, 2.0),))
program(tuple_param_index, ((1.0, 2.0),))
program(dict_param, ({"a": 1.0, "b": 2.0},))
program(pair_in_loop, (1.1, 3))
program(pair_in_branch, (3.0, 1.0), (1.0, 3.0))
program(concat, (V,))
program(stack_sum, (V,))
program(two_results, (1.0, 2.0))
program(call_pair, (1.0, 2.0))
program(dict_out, (1.5,))
program(elif_branches, (-1.0,), (0.5,), (2.0,))
program(early, (3.0,), (1.0,))
program(nested, (1.0, 2.0), (1.0, -2.0), (-1.0, 2.0))
program(one_side, (1.5,), (0.5,))
program(boolops, (1.0, 2.0), (-1.0, 2.0))
program(gauss, (0.3, 0.1, V), (V, V, V))
program(list_params, ([(M.T, V[:2])], V))
program(horner, (V, 0.7), ((1.0, 2.0), 0.3))
program(poly, ((1.0, 2.0), 0.3))
program(np_const_loop, (1.0, 3), (1.0, 0))
program(while_square, (1.3,), (7.0,))
program(bisect_five, (2.0,))
program(config_dict, (V, {"rate": 0.5, "n": 2, "damp": 0.9}))
program(calls_helper_loop, (1.2,))
program(fib, (1.2, 4))
program(augmented_pair, (1.2,))
program(gp, (V, V))
program(math_fns, (1.2,))
program(break_first, (V,))
program(continue_one, (V,))
program(ret_loop, (V,))
program(zero_trip, (1.2, 3), (1.2, 8))
program(first_loop_then_aug, (V,))
program(zeros_store, (1.2,))
program(empty_store, (V,))
program(shape2, (M,))
program(reshaped, (M,))
