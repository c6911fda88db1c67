"""Parameters and variables that begin with an underscore."""

from __future__ import annotations

import numpy as np

from tests.programs import Sampler, program

S = Sampler(71005)
SMALL = 1e-10


def discount(t, _rate):
    if abs(_rate) < SMALL:
        _rate = SMALL
    return np.exp(-_rate * t) / _rate


def loops(_t, _e):
    _e = _e * _t
    for _i in range(3):
        _e = _e * _t + _i
    return _e


def grown(_x):
    _x = _x * 2
    _y = _x[0]
    while _y < 10:
        _y = _y * _y + 1
        _x = _x * 1.1
    return _y * np.sum(_x)


def words(_test, _value):
    _sum = 0.0
    for _item in _test:
        _sum += _item * _value
    _value = _sum
    if _value > 0:
        _test = _test * 2
    return np.sum(_test) * _value


def written(_x, _t1):
    _x[0] = _x[0] * _t1
    _t1 = _t1 * _x[1]
    _x = _x * _t1
    return np.sum(_x**2)


def _helper(_a, _b=2.0):
    _a = _a * _b
    if _a > 1.0:
        _b = _a * _a
    return _a * _b


def nested(_a):
    return _helper(_a) + _helper(_a * 3.0, _a)


program(discount, (1.3, 0.4), (0.5, 0.2), wrt=(0, 1), tags="underscores", must_pass=True)
program(loops, (1.2, 0.3), (0.7, 0.9), wrt=(0, 1), tags="underscores", must_pass=True)
program(grown, (S.positive(3) + 1.0,), (S.positive(3),), tags="underscores", must_pass=True)
program(words, (S.positive(3), 1.2), (S.positive(3), -0.4), wrt=(0, 1), tags="underscores", must_pass=True)
program(written, (S.positive(3), 1.2), (S.positive(3), -0.4), wrt=(0, 1), tags="underscores", must_pass=True)
program(nested, (0.4,), (1.7,), tags="underscores", must_pass=True)
