"""Exceptions that carry values, out of functions that always raise, of assertions, of operators."""

import numpy as np

from tests.programs import Sampler, program

s = Sampler(20261130)
VECTORS = [(np.array([0.7, -0.4, 1.3, 0.21]),), (np.array([0.3, -0.9, 0.6, 1.1]),)]
BOTH = [(s.scalar(), s.positive(4)) for _ in range(2)]


def of_vectors(function):
    program(function, *VECTORS, tags="issue3", must_pass=True)
    return function


def of_two(function):
    program(function, *BOTH, tags="issue3", must_pass=True)
    return function


class Carry(Exception):
    def __init__(self, value):
        super().__init__(value)
        self.value = value


def _squared(v):
    raise Carry(v * v)


def _fail(v):
    raise ValueError("bad", v * 2)


def _checked(v):
    assert v > 0, v * v
    return v


class _Raising:
    def __init__(s, v):
        s.v = v

    def __getitem__(s, k):
        raise Carry(s.v * k)

    @property
    def p(s):
        raise Carry(s.v * 2)

    def __add__(s, o):
        raise Carry(s.v * o)


@of_vectors
def of_one_that_always_raises(x):
    try:
        _squared(x[0])
    except Carry as e:
        return e.value * x[1]


@of_vectors
def in_trips(x):
    s = 0.0
    for v in x:
        try:
            s += v * v if v < 0 else _fail(v)
        except ValueError as e:
            s += e.args[1] * v
    return s


@of_vectors
def of_an_assertion(x):
    try:
        assert x[0] > 100, x[1] * 2
    except AssertionError as e:
        return e.args[0] * x[0]


@of_vectors
def of_an_assertion_in_trips(x):
    s = 0.0
    for v in x:
        try:
            s += _checked(v)
        except AssertionError as e:
            s += e.args[0]
    return s


@of_vectors
def made_outside(x):
    err = Carry(x[0])

    def q():
        raise err

    try:
        q()
    except Carry as e:
        return e.value * x[1]


@of_vectors
def of_operators_and_properties(x):
    o = _Raising(x[0])
    t = 0.0
    try:
        t += o[3]
    except Carry as e:
        t += e.value * x[1]
    try:
        t += o.p
    except Carry as e:
        t += e.value * x[1]
    try:
        t += o + x[2]
    except Carry as e:
        t += e.value * x[1]
    return t


@of_vectors
def handed_on(x):
    try:
        try:
            _squared(x[0])
        except Carry as e:
            raise ValueError(e.value * 2)
    except ValueError as e:
        return e.args[0] * x[1]


@of_two
def asserted_texts(x, v):
    assert x > 0, x
    assert np.all(v > 0), f"{v} is not {x}"
    assert len(v) == 4, (x, v)
    assert x > 0, "bad %s" % x
    assert x > 0, "bad {}".format(x)
    assert x > 0, v.shape
    return x * v


@of_two
def asserted_in_trips(x, v):
    s = 0.0
    for e in v:
        assert e > 0, e
        s += e * x
    return s
