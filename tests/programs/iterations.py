"""Loops that iterate to something: Newton, bisection, Horner, products, fixed points."""

import math

import numpy as np

from tests.programs import Sampler, program

r = Sampler(4)


def newton_sqrt(a):
    x = a
    while abs(x * x - a) > 1e-13 * a:
        x = 0.5 * (x + a / x)
    return x


def newton_fixed_trips(a, n=7):
    x = 1.0
    for _ in range(n):
        x = x - (x**3 - a) / (3.0 * x**2)
    return x


def newton_with_helper(p, q):
    def f(x):
        return x**3 + p * x - q

    def df(x):
        return 3.0 * x**2 + p

    x = 1.0
    for _ in range(12):
        x = x - f(x) / df(x)
    return x


def bisection_break(a):
    lo, hi = 0.0, a + 1.0
    for k in range(60):
        mid = 0.5 * (lo + hi)
        if hi - lo < 1e-3:
            break
        if mid * mid > a:
            hi = mid
        else:
            lo = mid
    return mid * a


def horner(coefficients, x):
    result = 0.0
    for c in coefficients:
        result = result * x + c
    return result


def horner_index(c, x):
    y = c[-1]
    for k in range(len(c) - 2, -1, -1):
        y = y * x + c[k]
    return np.sum(y)


def power_by_squaring(x, n):
    result = 1.0
    base = x
    while n > 0:
        if n % 2 == 1:
            result = result * base
        base = base * base
        n = n // 2
    return result


def product_loop(x):
    p = 1.0
    for v in x:
        p = p * v
    return p


def cumulative(x):
    total, acc = 0.0, 1.0
    for i in range(x.shape[0]):
        acc *= x[i]
        total += acc
    return total


def integer_start(x):
    total = 0
    for i in range(len(x)):
        total += x[i] * x[i]
    return total


def geometric_while(x):
    term, total, k = 1.0, 0.0, 0
    while k < 20:
        total = total + term
        term = term * x
        k += 1
    return total


def series_exp(x):
    total = term = 1.0
    k = 1
    while abs(term) > 1e-15:
        term = term * x / k
        total = total + term
        k = k + 1
    return total


def while_true(x):
    y = x
    n = 0
    while True:
        y = math.sin(y) + 0.5
        n += 1
        if n >= 5:
            return y * x
    return y


def continue_loop(x):
    s = 0.0
    for i in range(len(x)):
        if i % 3 == 1:
            continue
        s = s + x[i] ** 2 * i
    return s


def break_loop(x, cap):
    s = 0.0
    for i in range(len(x)):
        s = s + x[i] * x[i]
        if s > cap:
            break
        s = s * 1.1
    return s


def return_in_loop(x, cap):
    s = 1.0
    for i in range(len(x)):
        s = s * (1.0 + x[i] ** 2)
        if s > cap:
            return s * i
    return s


def nested_loops(a):
    s = 0.0
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            s = s + a[i, j] * (i + 2 * j) * a[i, j]
    return s


def triangular(a):
    s = 1.0
    for i in range(a.shape[0]):
        for j in range(i + 1):
            s = s + a[i, j] * s * 0.1
    return s


def nested_break(a, cap):
    s = 0.0
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            if a[i, j] > cap:
                break
            if a[i, j] < -cap:
                continue
            s = s + a[i, j] ** 3
        s = s * 1.5
    return s


def zero_trips(x, n):
    y = x
    for i in range(n):
        y = y * y
    while n > 5:
        y = y + 1.0
        n = n - 1
    return y * 3.0


def loop_variable_after(x, n):
    for i in range(1, n):
        x = x * i
    return x * i


def step_range(x):
    s = 0.0
    for i in range(len(x) - 1, 0, -2):
        s = s * 0.5 + x[i] * x[i - 1]
    return s


def carried_pair(x, n):
    a, b = x, 1.0
    for _ in range(n):
        a, b = b, a + 0.3 * b * b
    return a * b


def agm(a, b):
    for _ in range(5):
        a, b = 0.5 * (a + b), np.sqrt(a * b)
    return a


def fixed_point(w, b):
    x = np.zeros(b.shape)
    for _ in range(15):
        x = np.tanh(w @ x + b)
    return np.sum(x**2)


def gradient_descent(a, b, lr):
    x = np.zeros_like(b)
    for _ in range(6):
        g = a @ x - b
        x = x - lr * g
    return np.dot(x, x)


def power_iteration(a, v, n=6):
    for _ in range(n):
        v = a @ v
        v = v / np.linalg.norm(v)
    return v @ a @ v


def simpson(a, b, n=8):
    h = (b - a) / n
    s = math.exp(-a * a) + math.exp(-b * b)
    for i in range(1, n):
        x = a + i * h
        s += (4.0 if i % 2 else 2.0) * math.exp(-x * x)
    return s * h / 3.0


def collatz_like(x):
    n = 0
    while x < 10.0 and n < 50:
        x = 1.7 * x if n % 2 == 0 else x + 0.3 * x * x
        n += 1
    return x


def chebyshev(x, n):
    t0, t1 = 1.0, x
    for _ in range(n - 1):
        t0, t1 = t1, 2.0 * x * t1 - t0
    return t1


def logistic_map(r0, x):
    for i in range(6):
        x = r0 * x * (1.0 - x)
    return x


def gamma_lanczos_like(z):
    coefficients = [1.000000000190015, 76.18009172947146, -86.50532032941677, 24.01409824083091]
    x = coefficients[0]
    for i in range(1, len(coefficients)):
        x = x + coefficients[i] / (z + i)
    t = z + 5.5
    return (z + 0.5) * math.log(t) - t + math.log(2.5066282746310005 * x / z)


program(newton_sqrt, (2.0,), (0.3,))
program(newton_fixed_trips, (2.0,), (0.7, 9))
program(newton_with_helper, (1.0, 2.0), (0.5, 1.0), wrt=(0, 1), tags="issue3 nested-def")
program(bisection_break, (2.0,), (0.5,), second=False)
program(horner, (np.array([1.0, -2.0, 0.5]), 0.7), (r.normal(5), -0.3), wrt=(0, 1))
program(horner, ((1.0, -2.0, 0.5), r.normal(3)), ((0.5, 2.0), 0.5), name="horner_tuple", wrt=(0, 1))
program(horner_index, (r.normal(4), r.normal(3)), (r.normal(2), r.normal(1)), wrt=(0, 1))
program(power_by_squaring, (1.1, 10), (0.7, 5), (0.7, 0))
program(product_loop, (r.positive(4),), (np.array([0.0, 2.0, 3.0]),))
program(cumulative, (r.positive(4),), (r.normal(2),))
program(integer_start, (r.normal(4),), (r.normal(2),))
program(geometric_while, (0.5,), (-0.3,))
program(series_exp, (0.8,), (-1.3,))
program(while_true, (0.8,), (-1.3,))
program(continue_loop, (r.normal(7),), (r.normal(2),))
program(break_loop, (r.normal(7), 1.5), (r.normal(3), 100.0), wrt=0)
program(return_in_loop, (r.positive(7), 3.0), (r.unit(2), 100.0), wrt=0)
program(nested_loops, (r.normal(3, 4),), (r.normal(1, 2),))
program(triangular, (r.normal(3, 3),), (r.normal(2, 2),))
program(nested_break, (r.normal(4, 4), 0.9), (r.normal(2, 3), 0.4), wrt=0)
program(zero_trips, (1.1, 0), (1.1, 3), (0.7, 7))
program(loop_variable_after, (1.1, 4), (0.7, 2))
program(step_range, (r.normal(7),), (r.normal(2),))
program(carried_pair, (1.1, 5), (0.7, 0))
program(agm, (1.0, 2.0), (r.positive(2), r.positive(2)), wrt=(0, 1))
program(fixed_point, (0.3 * r.normal(3, 3), r.normal(3)), (0.3 * r.normal(2, 2), r.normal(2)), wrt=(0, 1))
program(gradient_descent, (r.spd(3), r.normal(3), 0.05), (r.spd(2), r.normal(2), 0.1), wrt=(0, 1, 2))
program(power_iteration, (r.spd(3), r.normal(3)), (r.spd(2), r.normal(2), 2))
program(simpson, (0.0, 1.0), (-0.5, 0.7, 4), wrt=(0, 1))
program(collatz_like, (0.9,), (2.3,))
program(chebyshev, (0.4, 5), (0.7, 2))
program(logistic_map, (2.9, 0.3), (3.1, 0.6), wrt=(0, 1))
program(gamma_lanczos_like, (2.3,), (0.7,))
