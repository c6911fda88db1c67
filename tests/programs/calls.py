"""Calls of the user's own functions: positional, keyword, default, nested, recursive."""

import math

import numpy as np

from tests.programs import Sampler, program

r = Sampler(5)
SCALE = 1.5


def square(x):
    return x * x


def affine(x, a=2.0, b=1.0):
    return a * x + b


def scaled(x, power=2):
    return SCALE * x**power


def keyword_only(x, *, gain, offset=0.5):
    return gain * x + offset * x * x


def sum_of_squares(v):
    return np.sum(v**2)


def one_call(x):
    return square(x) + x


def nested_calls(x):
    return square(square(x) + affine(x))


def keyword_call(x, y):
    return affine(b=x, x=y, a=x * y)


def default_used(x):
    return affine(x) * scaled(x)


def default_given(x, y):
    return affine(x, y) + affine(x, b=y) + scaled(x, power=3)


def keyword_only_call(x):
    return keyword_only(x, gain=3.0) + keyword_only(gain=x, x=2.0, offset=x)


def constant_argument(x):
    return affine(3.0, a=x) * square(2.0) + square(x)


def call_in_loop(x, n):
    for _ in range(n):
        x = affine(x, a=0.5) + 0.1 * square(x)
    return x


def call_in_condition(x):
    if square(x) > 2.0:
        return affine(x)
    return square(affine(x))


def two_results(x, y):
    return x * y, x + y


def use_two_results(x, y):
    p, s = two_results(x, y)
    q, _ = two_results(p, s)
    return p * s + q


def result_unused(x, y):
    _, s = two_results(x, y)
    return s * s


def shape_generic(x):
    return sum_of_squares(x) + sum_of_squares(np.outer(x, x))


def same_helper_two_types(x):
    return square(x) * np.sum(square(np.array([1.0, 2.0]) * x))


def fib_like(x, n):
    if n == 0:
        return 1.0
    if n == 1:
        return x
    return x * fib_like(x, n - 1) + 0.5 * fib_like(x, n - 2)


def power_recursive(x, n):
    if n == 0:
        return 1.0
    half = power_recursive(x, n // 2)
    if n % 2:
        return half * half * x
    return half * half


def tail_recursion(x, acc, n):
    if n <= 0:
        return acc
    return tail_recursion(0.9 * x, acc + x * x, n - 1)


def pairwise_sum(x):
    n = x.shape[0]
    if n <= 2:
        return np.sum(x**3)
    return pairwise_sum(x[: n // 2]) + pairwise_sum(x[n // 2 :])


def is_even(x, n):
    return x if n == 0 else is_odd(x * 1.1, n - 1)


def is_odd(x, n):
    return x * x if n == 0 else is_even(x + 0.2, n - 1)


def mutual_recursion(x, n):
    return is_even(x, n)


def tree_sum(tree, w):
    if isinstance(tree, tuple):
        left, right = tree
        return w * tree_sum(left, w) + tree_sum(right, w) ** 2
    return tree * w


def early_return_helper(x, cap):
    if x > cap:
        return cap
    return x * x


def loop_of_early_returns(v, cap):
    s = 0.0
    for i in range(len(v)):
        s = s + early_return_helper(v[i], cap)
    return s


def helper_with_loop(x, n):
    y = 1.0
    for _ in range(n):
        y = y * x + 0.5
    return y


def calls_looping_helper(x):
    return helper_with_loop(x, 3) * helper_with_loop(x * x, 2)


def writes_local(v, k):
    out = np.zeros(3)
    for i in range(3):
        out[i] = v[i] * k**i
    return out


def calls_writing_helper(v, k):
    a = writes_local(v, k)
    b = writes_local(a, k)
    return np.sum(a * b)


def logsumexp(v):
    m = np.max(v)
    return m + np.log(np.sum(np.exp(v - m)))


def stable_softmax_entropy(v):
    lse = logsumexp(v)
    p = np.exp(v - lse)
    return -np.sum(p * (v - lse))


def math_functions(x):
    a = math.sin(x) * math.cos(x) + math.tan(0.3 * x) + math.atan(x) + math.asin(0.3 * x) + math.acos(0.2 * x)
    b = (
        math.exp(-x)
        + math.log(x + 3.0)
        + math.sqrt(x + 2.0)
        + math.log1p(x)
        + math.expm1(0.1 * x)
        + math.log10(x + 1.0)
    )
    c = (
        math.sinh(0.5 * x)
        + math.cosh(x)
        + math.tanh(x)
        + math.atan2(x, 2.0)
        + math.hypot(x, 1.5)
        + math.pow(x, 1.7)
    )
    return a * b + c + math.fabs(x) + math.log2(x + 2.0) + math.erf(x)


def deep_chain(x):
    return math.sin(math.exp(math.sin(math.log(math.cosh(math.atan(x)) + 1.0))))


def local_import_free(x, np_power=2):
    return np.power(x, np_power).sum()


def black_scholes(s, k, t, vol, rate=0.02):
    d1 = (math.log(s / k) + (rate + 0.5 * vol**2) * t) / (vol * math.sqrt(t))
    d2 = d1 - vol * math.sqrt(t)
    return s * normal_cdf(d1) - k * math.exp(-rate * t) * normal_cdf(d2)


def normal_cdf(x):
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))


for f in (
    one_call,
    nested_calls,
    default_used,
    keyword_only_call,
    constant_argument,
    call_in_condition,
    calls_looping_helper,
):
    program(f, (1.3,), (-0.4,))
for f in (keyword_call, default_given, use_two_results, result_unused):
    program(f, (1.3, 0.6), (-0.4, 2.0), wrt=(0, 1))
program(call_in_loop, (1.3, 4), (0.4, 0))
program(shape_generic, (r.normal(3),), (r.normal(2),))
program(same_helper_two_types, (1.3,), (0.2,))
program(two_results, (1.3, 0.3), (0.2, 4.0), tags="issue2 tuple")
program(fib_like, (1.2, 6), (0.7, 1))
program(power_recursive, (1.2, 11), (0.7, 4))
program(tail_recursion, (1.2, 0.1, 5), (0.7, 0.2, 0), wrt=(0, 1))
program(pairwise_sum, (r.normal(7),), (r.normal(2),))
program(mutual_recursion, (1.2, 5), (0.7, 2))
program(
    tree_sum, (((1.0, 2.0), (0.5, (0.3, 0.2))), 0.8), ((1.0, 0.4), 1.1), wrt=1, tags="issue2 recursion tuple"
)
program(loop_of_early_returns, (r.normal(5), 0.4), (r.normal(3), 5.0), wrt=(0, 1))
program(calls_writing_helper, (r.normal(3), 0.7), (r.normal(3), -1.2), wrt=(0, 1))
program(stable_softmax_entropy, (r.normal(4),), (r.normal(2),))
program(math_functions, (0.6,), (1.4,))
program(deep_chain, (0.6,), (1.4,))
program(local_import_free, (r.positive(3),), (r.positive(2), 3))
program(black_scholes, (100.0, 95.0, 0.7, 0.25), (90.0, 95.0, 0.2, 0.4, 0.05), wrt=(0, 2, 3))
