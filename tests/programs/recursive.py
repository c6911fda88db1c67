"""Local functions that call themselves, and what they see of the variables around them; functions as arguments of
recursive ones."""

import math

import numpy as np

from tests.programs import program

LEAVES = np.array([0.3, 0.7, -0.2, 1.1, 0.4])


def simpson_closure(k, b):

    def f(t):
        return math.sin(k * t) * math.exp(-t)

    def rule(a, b):
        return (b - a) / 6 * (f(a) + 4 * f((a + b) / 2) + f(b))

    def adapt(a, b, tol, whole):
        m = (a + b) / 2
        left = rule(a, m)
        right = rule(m, b)
        if abs(left + right - whole) < 15 * tol:
            return left + right + (left + right - whole) / 15
        return adapt(a, m, tol / 2, left) + adapt(m, b, tol / 2, right)

    return adapt(0.0, b, 1e-06, rule(0.0, b))


def fact_closure(x, n):

    def p(n):
        if n == 0:
            return 1.0
        return x * p(n - 1)

    return p(n)


def fib_closure(x, n):

    def fib(k):
        return x if k < 2 else fib(k - 1) + x * fib(k - 2)

    return fib(n)


def bisect_closure(x, y):

    def go(lo, hi):
        m = (lo + hi) / 2
        if hi - lo < 0.001:
            return m * x
        if m * m > y:
            return go(lo, m)
        return go(m, hi)

    return go(0.0, 3.0)


def treesum(x):

    def go(i, j):
        if j - i == 1:
            return x[i] * x[i]
        m = (i + j) // 2
        return np.sin(go(i, m)) + go(m, j)

    return go(0, len(x))


def treesum_arg(x):
    w = x * 2

    def go(v):
        if len(v) == 1:
            return v[0] * w[0]
        m = len(v) // 2
        return np.sin(go(v[:m])) + go(v[m:]) * w[1]

    return go(x)


def mutual(x, n):

    def even(k, a):
        if k == 0:
            return a
        return odd(k - 1, a * x)

    def odd(k, a):
        if k == 0:
            return -a
        return even(k - 1, a + x)

    return even(n, 1.0)


def nonloc(x, n):
    calls = 0
    total = 0.0

    def go(k):
        nonlocal calls, total
        calls += 1
        total = total + x * k
        if k > 0:
            go(k - 1)

    go(n)
    return total * calls


def memo(x, n):
    cache = {}

    def go(k):
        if k < 2:
            return x
        if k in cache:
            return cache[k]
        v = go(k - 1) * x + go(k - 2)
        cache[k] = v
        return v

    return go(n)


def odefun(x, tol):

    def refine(y, h, depth):
        a = y + h * (-x * y)
        b = y + h / 2 * (-x * y)
        b = b + h / 2 * (-x * b)
        if abs(a - b) < tol or depth > 6:
            return b
        y = refine(y, h / 2, depth + 1)
        return refine(y, h / 2, depth + 1)

    return refine(1.0, 1.0, 0)


def arr_cap(x, tol):
    c = np.array([x, 2 * x, x * x])

    def horner(k):
        if k >= len(c):
            return 0.0
        return c[k] + x * horner(k + 1)

    return horner(0)


def lam_rec(x, tol):
    f = lambda n: 1.0 if n <= 0 else x * f(n - 1.0)
    return f(3.5 + tol)


def two_caps(x, y):

    def a(u):

        def b(v, d):
            if d <= 0:
                return v * u
            return b(v * x, d - 1) + y

        return b(u, 3 + int(u > 1))

    return a(x) + a(y)


def simpson_list(k, b):
    pts = []

    def f(t):
        return math.sin(k * t)

    def go(a, b, d):
        m = (a + b) / 2
        if d == 0 or f(m) < 0:
            pts.append(f(m) * (b - a))
            return
        go(a, m, d - 1)
        go(m, b, d - 1)

    go(0.0, b, 4)
    return sum(pts)


def outer_simpson(f, a, b, tol):

    def rule(a, b):
        return (b - a) / 6 * (f(a) + 4 * f((a + b) / 2) + f(b))

    def adapt(a, b, tol, whole):
        m = (a + b) / 2
        left = rule(a, m)
        right = rule(m, b)
        if abs(left + right - whole) < 15 * tol:
            return left + right + (left + right - whole) / 15
        return adapt(a, m, tol / 2, left) + adapt(m, b, tol / 2, right)

    return adapt(a, b, tol, rule(a, b))


def simpson_passed(k, b):
    return outer_simpson(lambda t: math.sin(k * t) * math.exp(-t), 0.0, b, 1e-06)


def g_adapt(f, a, b, tol, fa, fm, fb):
    m = (a + b) / 2
    l = f((a + m) / 2)
    r = f((m + b) / 2)
    h = b - a
    whole = h / 6 * (fa + 4 * fm + fb)
    left = h / 12 * (fa + 4 * l + fm)
    right = h / 12 * (fm + 4 * r + fb)
    if abs(left + right - whole) < 15 * tol:
        return left + right
    return g_adapt(f, a, m, tol / 2, fa, l, fm) + g_adapt(f, m, b, tol / 2, fm, r, fb)


def simpson_global(k, b):
    f = lambda t: math.sin(k * t) * math.exp(-t)
    return g_adapt(f, 0.0, b, 1e-06, f(0.0), f(b / 2), f(b))


def refine(y, h, depth, x, tol):
    a = y + h * (-x * y)
    b = y + h / 2 * (-x * y)
    b = b + h / 2 * (-x * b)
    if abs(a - b) < tol or depth > 6:
        return b
    y = refine(y, h / 2, depth + 1, x, tol)
    return refine(y, h / 2, depth + 1, x, tol)


def refined(x, tol):
    return refine(1.0, 1.0, 0, x, tol)


program(simpson_closure, (1.3, 2.0), (0.7, 1.5), tags="issue3", must_pass=True)
program(fact_closure, (1.3, 5), (0.7, 4), tags="issue3", must_pass=True)
program(fib_closure, (1.3, 5), (0.7, 4), tags="issue3", must_pass=True)
program(bisect_closure, (0.3, 1.5), (0.7, 2.5), tags="issue3", must_pass=True)
program(
    treesum,
    (np.array([0.3, 0.7, -0.2, 1.1, 0.4]),),
    (np.array([1.3, 0.7, -0.2]),),
    tags="issue3",
    must_pass=True,
)
program(
    treesum_arg,
    (np.tile(LEAVES, 8),),
    (np.tile(LEAVES[:3], 9),),
    tags="issue3",
    must_pass=True,
)
program(mutual, (1.3, 4), (0.7, 6), tags="issue3", must_pass=True)
program(nonloc, (1.3, 4), (0.7, 6), tags="issue3", must_pass=True)
program(memo, (1.3, 4), (0.7, 6), tags="issue3", must_pass=True)
program(odefun, (1.3, 0.1), (0.7, 0.2), tags="issue3", must_pass=True)
program(arr_cap, (1.3, 0.1), (0.7, 0.2), tags="issue3", must_pass=True)
program(lam_rec, (1.3, 0.1), (0.7, 0.2), tags="issue3", must_pass=True)
program(two_caps, (1.3, 0.1), (0.7, 0.2), tags="issue3", must_pass=True)
program(simpson_list, (1.3, 2.0), (0.7, 1.5), tags="issue3", must_pass=True)
program(simpson_passed, (1.3, 2.0), (0.7, 1.5), tags="issue3", must_pass=True)
program(simpson_global, (1.3, 2.0), (0.7, 1.5), tags="issue3", must_pass=True)
program(refined, (1.3, 0.1), (0.7, 0.2), tags="issue3", must_pass=True)


def _weighted(tree):
    if isinstance(tree, (list, tuple)):
        total = 0.0
        for i, part in enumerate(tree):
            total = total + (i + 1) * _weighted(part)
        return total
    return tree


def nested_lists_with_constants(x):
    return _weighted([[0.0, x, 1.0], [x * x, 2.0, 3.0]])


def _moves(n, w):
    if n == 0:
        return 0.0
    return 2 * _moves(n - 1, w) + w


def called_with_and_without_derivative(x, n):
    return _moves(n, x) * _moves(n, 1.0)


program(nested_lists_with_constants, (0.7,), (0.3,))
program(called_with_and_without_derivative, (0.7, 4), (0.3, 3))


def _blend(x, conditions, functions):
    if np.ndim(x) == 0:
        return np.reshape(
            _blend(np.reshape(x, (1,)), [np.reshape(c, (1,)) for c in conditions], functions), ()
        )
    total = x * 0.0
    for i in range(len(functions)):
        total = total + conditions[i] * functions[i](x)
    return total


def given_functions_in_a_list(x):
    return np.sum(_blend(x, [x < 0, x >= 0], [lambda t: t**2, lambda t: 3 * np.sin(t)]))


def given_rows_and_functions_in_a_list(x):
    return given_functions_in_a_list(x * 1.0)


program(given_functions_in_a_list, (0.7,), (-0.3,), must_pass=True)
program(given_rows_and_functions_in_a_list, (LEAVES,), (LEAVES[::-1] - 0.5,), must_pass=True)
