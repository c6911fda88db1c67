"""Products of numbers, integers and arrays, and expressions that one rule serves as a whole."""

import math

import numpy as np

from tests.programs import Sampler, program

r = Sampler(41)

COUNT = 3


def integer_factors(x):
    n = np.arange(len(x))
    return np.sum(1.0 * x * n) + COUNT * np.sum(x) - 2 * x[0] * n[1] / 3


def quotients_of_numbers(x, a, b):
    return np.sum(-x * (a / (2.0 * b)) / 3.0) * a - math.sqrt(a) / (b * -2.0)


def division_by_zero(x, a):
    y = np.sqrt(x * x)
    return np.sum(x / (1.0 + y)) + math.sqrt(a) * math.log(a)


def logistic_of_rows(w, x):
    p = 1 / (np.exp(-(x @ w)) + 1)
    q = 1.0 / (1.0 + np.exp(-w))
    return np.sum(p * p) + np.sum(np.log(q)) + 1.0 / (1.0 + math.exp(-w[0]))


def logistic_whose_input_changes(x):
    total = 0.0
    for _ in range(3):
        e = np.exp(-x)
        x = 0.5 * x
        y = 1.0 / (1.0 + e)
        total += np.sum(y * x)
    return total


def logistic_of_a_written_array(x):
    u = x.copy()
    e = np.exp(-u)
    u[0] = 2.0
    t = 1.0 + e
    u *= 3.0
    return np.sum(1.0 / t) + np.sum(e * u)


def log_sum_exp_with_another_shift(z, c):
    m = np.max(z, axis=1, keepdims=True)
    a = m + np.log(np.sum(np.exp(z - m), axis=1, keepdims=True))
    b = c + np.log(np.sum(np.exp(z - c), axis=1, keepdims=True))
    d = c + np.log(np.sum(np.exp(z - m), axis=1, keepdims=True))
    return np.sum(a * a) + np.sum(b) + np.sum(d * d)


def log_sum_exp_all(z):
    m = np.max(z)
    e = np.exp(z - m)
    return (m + np.log(np.sum(e))) ** 2 + np.sum(e * z) + np.log(np.sum(e)) + m


def rows_and_softmax(z):
    m = np.max(z, axis=1)
    lse = m + np.log(np.sum(np.exp(z - m[:, None]), axis=1))
    s = z.max(axis=-1, keepdims=True)
    e = np.exp(z - s)
    p = e / np.sum(e, axis=-1, keepdims=True)
    return np.sum(lse**2) + np.sum(p**2)


def means(x, a):
    return np.mean(x) * np.mean(a, axis=0)[0] + np.var(a) + np.mean(x[1:] * 2.0) * x.size


program(integer_factors, (r.normal(3),), (r.normal(2),))
program(quotients_of_numbers, (r.normal(3), 1.5, 0.7), (r.normal(1), 2.5, -0.7))
program(division_by_zero, (r.normal(3), 1.5), (r.normal(1), 2.5))
program(logistic_of_rows, (r.normal(3), r.normal(4, 3)), (r.normal(1), r.normal(2, 1)))
program(logistic_whose_input_changes, (r.normal(3),), (r.normal(1),))
program(logistic_of_a_written_array, (r.normal(3),), (r.normal(2),))
program(log_sum_exp_with_another_shift, (r.normal(3, 4), r.normal(3, 1)), (r.normal(3, 4), r.normal(3, 4)))
program(log_sum_exp_all, (r.normal(4),), (r.normal(2, 3),))
program(rows_and_softmax, (r.normal(2, 3),), (r.normal(3, 1),))
program(means, (r.normal(3), r.normal(2, 3)), (r.normal(2), r.normal(1, 1)))


def roots_of_squares(a, b):
    c = math.sqrt(1.0 + a * a)
    d = math.sqrt(a * a)
    e = 1.0 / (2.0 * c) + b / (0.5 + math.exp(-b))
    return math.log(c + 2.0) * e + d * (a / c)


def last_values(x, n):
    count = 0
    scale = 1.0
    for k in range(n):
        count += 2
        scale = scale * 0.5 + x[k]
        x = x * 1.5
    return np.sum(x) * scale / count


def shared_work(x, flag):
    a = np.sin(x[0]) * x[1]
    y = x * 2.0
    if flag:
        b = np.sin(x[0]) + np.cos(x[0])
        x = x + 1.0
        b = b * np.sin(x[0])
    else:
        b = np.cos(x[0])
    z = x * 2.0
    return a * b + np.sum(y * z) + np.sin(x[0])


def shared_copies_are_written(x):
    a = x * 2.0
    b = x * 2.0
    b[0] = 5.0
    c = x[1:]
    d = x[1:]
    return np.sum(a * b) + np.sum(c * d) * c[0]


def sums_of_trips(x, w):
    total = 0.0
    best = 0.0
    for i in range(len(x)):
        for j in range(i):
            d = x[i] - x[j]
            r = np.sqrt(d * d + 0.1)
            if r > 0.5:
                total += w[i] * w[j] / r
            else:
                total -= r * w[j]
        inner = 0.0
        k = 0
        v = x[i]
        while k < 3:
            v = v * 0.5 + w[i]
            inner += v * v
            k += 1
        total += inner * x[i]
    return total


def sums_that_are_read(x):
    total = 0.0
    last = 0.0
    for i in range(len(x)):
        last = x[i] * total
        total += last + x[i] ** 2
    return total * last


def sums_over_a_changed_array(x):
    y = x.copy()
    total = 0.0
    for i in range(len(x)):
        total += y[i] ** 2
    y[0] = 3.0 * x[1]
    for i in range(len(x)):
        total += y[i] ** 3
    return total


program(roots_of_squares, (0.7, 0.3), (-1.2, 0.0))
program(last_values, (r.normal(3), 3), (r.normal(2), 1))
program(shared_work, (r.normal(3), True), (r.normal(2), False))
program(shared_copies_are_written, (r.normal(3),), (r.normal(2),))
program(sums_of_trips, (r.normal(4), r.normal(4)), (r.normal(2), r.normal(2)))
program(sums_that_are_read, (r.normal(3),), (r.normal(1),))
program(sums_over_a_changed_array, (r.normal(3),), (r.normal(2),))


def sums_in_a_loop_that_carries(a):
    s = 0.0
    total = 0.0
    for k in range(len(a)):
        s = s * 0.9 + np.sin(a[k, 0])
        inner = 0.0
        for j in range(a.shape[1]):
            inner += np.exp(a[k, j]) * (j + 1.0)
        total += inner * s
    return total


program(sums_in_a_loop_that_carries, (r.normal(3, 2),), (r.normal(1, 3),))


# -- products that are a part of others, and change in between


def quotient_added_to(x, y):
    z = x / y
    w = x * x
    return np.sum(z * w * z)


def quotients_in_a_loop(x, y):
    for _ in range(3):
        z = x / y
        x = z + x
        y = y + z
    return np.sum(x * y)


def one_array_on_both_sides(x, y):
    u = y / (x * x)
    return np.sum(x / x * u + y / y)


def quotients_stored(x, y):
    x = x.copy()
    for _ in range(3):
        d = x / y
        x[1:] = d[:-1]
        x[0] = np.sum(d * y)
    return np.sum(x * x)


def divided_before_and_after_a_write(x, y):
    a = x.copy()
    q = a / y
    a[0] = q[1]
    r = a / y
    a[1] = r[0] * 2
    return np.sum(a * q * r)


def longer_and_longer(x, y):
    p = x * y
    q = x * y * x
    r = x * y * y
    return np.sum(p * q * r)


def cross_terms(x, y):
    w = (x - y) * x
    b = (y * x - x * w) * y + w * x
    return np.sum(b * b)


def directions_between_rows(x, y):
    d = x[:, None] - y[None, :]
    r = np.sqrt(np.sum(d**2, axis=1))
    n = d / (r[:, None] + 1)
    return np.sum(n * d * n)


def quotients_renamed(x, y):
    a = x / y
    b = a
    b = b * y
    c = b / a
    a = c / b
    return np.sum(a * b * c)


for f in (
    quotient_added_to,
    quotients_in_a_loop,
    one_array_on_both_sides,
    quotients_stored,
    divided_before_and_after_a_write,
    longer_and_longer,
    cross_terms,
    directions_between_rows,
    quotients_renamed,
):
    program(f, (r.positive(4), r.positive(4)), (r.positive(4), r.positive(4)), wrt=(0, 1), must_pass=True)
    program(f, (r.positive(3), r.positive(3)), (r.positive(3), r.positive(3)), wrt=1, name=f"{f.__name__}_y")
