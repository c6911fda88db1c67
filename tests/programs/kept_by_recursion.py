"""What a recursive call has kept of arrays, lists and objects that change afterwards."""

import numpy as np

from tests.programs import Sampler, program

s = Sampler(20261124)
DEEP = [(s.scalar(), s.positive(4), 3) for _ in range(2)]
FLAT = [(s.scalar(), s.positive(4)) for _ in range(2)]


def to_a_depth(function):
    program(function, *DEEP, wrt=(0, 1), tags="issue3 recursion", must_pass=True)
    return function


def of_two(function):
    inputs = FLAT if function.__code__.co_argcount == 2 else [args[1:] for args in FLAT]
    program(function, *inputs, tags="issue3 recursion", must_pass=True)
    return function


def _chain(l, n):
    if n == 0:
        return l[0] * l[1] * l[1]
    return np.sin(l[0]) * _chain(l, n - 1)


@to_a_depth
def numbers_replaced(x, v, n):
    a = [x, x * x, v[0]]
    y = _chain(a, n)
    a[0] = 5.0
    a[1] = x
    z = _chain(a, n - 1)
    a.append(z)
    return a[1] * a[0] + y * z


@to_a_depth
def list_grown_in_trips(x, v, n):
    a = [x, x * x, v[0]]
    y = 0.0
    for k in range(n):
        y += _chain(a, k)
        a[k % 2] = y * x
        a.append(x)
    return sum(a) + y


def _of_dict(d, n):
    if n == 0:
        return d["w"][0] * d["w"][1]
    return np.sum(np.sin(d["w"])) * _of_dict(d, n - 1)


@to_a_depth
def array_in_a_dict(x, v, n):
    d = {"w": v * x, "k": x}
    y = _of_dict(d, n)
    d["w"][0] = 2.0
    y *= _of_dict(d, n)
    d["w"] = v**2
    return y * _of_dict(d, n - 1)


class _Point:
    def __init__(s, w):
        s.w = w
        s.k = 1.0

    def go(s, n):
        if n == 0:
            return s.w[0] * s.k
        return np.sum(np.sin(s.w)) * s.go(n - 1)


@to_a_depth
def array_of_an_object(x, v, n):
    p = _Point(v * x)
    y = p.go(n)
    p.w[0] = 2.0
    p.k = x
    z = p.go(n)
    p.w = v**2
    return y * p.go(n - 1) * z


def _of_matrix(m, n):
    if n == 0:
        return m[0].sum()
    t = m[1:].T @ m[:-1]
    return (t.sum()) * _of_matrix(m, n - 1)


@to_a_depth
def rows_scaled(x, v, n):
    m = np.outer(v, v) * x * 0.1
    y = _of_matrix(m, n)
    for i in range(n):
        r = m[i]
        r *= x
        y += _of_matrix(m, n - 1)
        r[0] = 0.1
    return y


def _appending(l, n):
    if n == 0:
        return 1.0
    l.append(l[-1] * 1.1)
    return l[0] * l[-1] * _appending(l, n - 1)


@to_a_depth
def grown_by_the_callee(x, v, n):
    l = [x, v[0]]
    y = _appending(l, n)
    l[0] = 3.0
    l.pop()
    l[-1] *= x
    return y * sum(l) * _appending(l, n)


def _sines(a, n):
    if n == 0:
        return a
    return _sines(np.sin(a), n - 1) * a


@to_a_depth
def results_written(x, v, n):
    a = v * x
    b = _sines(a, n)
    b[0] = 3.0
    c = _sines(b, n - 1)
    c *= x
    b[1:] = c[1:] * a[1:]
    a[:] = b
    return np.sum(b * c * a)


def _power(x, n):
    return np.ones(4) if n == 0 else x * _power(x, n - 1)


@to_a_depth
def powers_written(x, v, n):
    s = 0.0
    z = v * 1.0
    for k in range(n):
        p = _power(z, k)
        s = s + p.sum() * x
        p[0] = 0.0
        z[1] = s
        z += p * 0.1
    return s


def _walked(a, n):
    if n > 0:
        a[n] = a[n - 1] * a[n]
        _walked(a, n - 1)
        a[0] += a[n]


@to_a_depth
def in_place_twice(x, v, n):
    a = v * x
    _walked(a, n)
    a[1] = x
    _walked(a, n - 1)
    return a


def _half(l, n):
    if n == 0:
        return np.sum(np.sin(l))
    return 0.5 * _half(l, n - 1)


@of_two
def first_entry_lost(v):
    a = v * 1.0
    y = _half(a, 2)
    a[0] = 5.0
    return np.sum(a) + y


@of_two
def scaled_behind(v):
    a = v * 1.0
    y = _half(a, 2)
    a *= 5.0
    return np.sum(a) + y


@of_two
def part_lost(v):
    a = v * 1.0
    y = _half(a[1:], 2)
    a[1:] = 0.3
    return np.sum(a) + y


def _accumulated(l, n, out):
    if n == 0:
        return
    out[n] = np.sum(l * out[n - 1])
    _accumulated(l, n - 1, out)
    out[0] *= l[n]


@of_two
def products_in_place(v):
    a = v * 1.0
    out = np.ones(4)
    _accumulated(a, 3, out)
    a[0] = 5.0
    out *= 3.0
    return np.sum(a) + out


def _short_chain(l, n):
    if n == 0:
        return l[0] * l[1] * l[1]
    return np.sin(l[0]) * _short_chain(l, n - 1)


@of_two
def list_replaced(x, v):
    a = [x, x * x, v[0]]
    y = _short_chain(a, 2)
    a[0] = 5.0
    a[1] = x
    z = _short_chain(a, 1)
    a.append(z)
    return a[1] * a[0] + y * z


@of_two
def written_in_trips(x, v):
    y = 0.0
    a = v * 1.0
    for i in range(3):
        y += _half(a, 2)
        a[i] = y
        a = a * 1.5
        a[1] += x
    return np.sum(a) + y


@of_two
def closure_over_a_dict(x, v):
    d = {"a": v * 1.0, "b": [x]}

    def f(n):
        if n == 0:
            return np.sum(d["a"] ** 2 * d["b"][0])
        return np.sum(np.cos(d["a"])) * f(n - 1)

    y = f(2)
    d["a"][0] = x
    d["b"][0] = x**3
    return f(1) * y


class _Link:
    def __init__(s, a, l=None):
        s.a, s.l = a, l

    def ev(s):
        return np.sum(s.a**2) * (1.0 if s.l is None else s.l.ev())


@of_two
def chain_of_objects(x, v):
    t = _Link(v * x, _Link(v * v, _Link(v * 1.0)))
    y = t.ev()
    t.a[0] = x
    t.l.a *= x
    t.l.l.a = v**3
    return y * t.ev()


def _sines_of(a, n):
    if n == 0:
        return a
    b = _sines_of(a, n - 1)
    return b * np.sin(a)


@of_two
def result_and_argument(x, v):
    a = v * x
    b = _sines_of(a, 2)
    a[1:] = b[:-1]
    b[0] = 2.0
    return np.sum(_sines_of(b, 1) * a)
