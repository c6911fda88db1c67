"""What calls in a `try` have changed before something raises: closures, objects, arrays."""

import math

import numpy as np

from tests.programs import Sampler, program

s = Sampler(20261125)
INPUTS = [(s.scalar(), s.positive(4)) for _ in range(2)]


def of_trials(function):
    count = function.__code__.co_argcount
    program(function, *(args[:count] for args in INPUTS), tags="issue3", must_pass=True)
    return function


@of_trials
def rooted_in_try(x):
    b = 0.0

    def add(z):
        nonlocal b
        b += z
        return b

    w = 0.0
    try:
        w = math.sqrt(add(x))
    except ValueError:
        pass
    return w + add(x)


@of_trials
def read_behind(x):
    b = 0.0

    def add(z):
        nonlocal b
        b += z
        return b

    w = [x, 2 * x]
    try:
        y = w[1] + add(x)
    except IndexError:
        pass
    return y + b


@of_trials
def counted_and_raised(x):
    b = 0.0

    def add(z):
        nonlocal b
        b += z
        return b

    w = 0.0
    try:
        w = math.sqrt(-add(x))
    except ValueError:
        pass
    return w + add(x)


@of_trials
def first_of_two(x):
    z = 1.0
    y = x
    try:
        y = x * 2
        z = math.sqrt(-x)
    except ValueError:
        z = x * x
    return y + z


@of_trials
def bound_again_in_try(x):
    z = 1.0
    y = x
    try:
        z = y * x
        y = 3.0 * x
        z = z * y
        y = math.log(y - 100)
    except ValueError:
        z = z + 1
    return y * z


@of_trials
def raised_in_a_trip(x, v):
    s = 0.0
    t = x
    for k in range(4):
        try:
            t = t * v[k]
            s = s + t
            if k == 2:
                raise ValueError
            t = t + s
            s = math.sqrt(t - 50)
        except ValueError:
            t = t - x
        else:
            s += 1.0 * t
        finally:
            s = s * 1.1
    return s * t


@of_trials
def state_of_a_closure(x, v):
    st = {"n": 0, "acc": x}

    def step(e):
        st["n"] += 1
        st["acc"] = st["acc"] * e
        if st["n"] == 3:
            raise RuntimeError
        return st["acc"]

    out = []
    for e in v:
        try:
            out.append(step(e) + step(e * 2))
        except RuntimeError:
            out.append(st["acc"])
    return np.array(out) * x


@of_trials
def stores_until_one_fails(x, v):
    a = v * 1.0
    try:
        a[0] = x
        b = a * a
        a[1] = b[0]
        b = b + a
        a = b / 0 if False else b * 2
        a[9] = 3.0
    except IndexError:
        a = a * x
    return a * b


@of_trials
def object_that_adds_up(x, v):
    class Acc:
        def __init__(s):
            s.t = 0.0

        def add(s, z):
            s.t = s.t + z * s.t + z
            return s.t

    A = Acc()
    r = 0.0
    for e in v:
        try:
            r = A.add(e) * A.add(x) + r
            r = r + math.sqrt(5 - A.t)
        except ValueError:
            r = r * 0.9
    return r + A.t


@of_trials
def until_there_is_none(x, v):
    n = 0
    tot = x

    def nxt():
        nonlocal n, tot
        n += 1
        tot = tot * v[n]
        return tot

    s = 0.0
    try:
        while True:
            s += nxt() * tot
    except IndexError:
        s = s * tot
    return s + n


class _Stop(Exception):
    def __init__(self, val):
        self.val = val


@of_trials
def carried_by_an_exception(x, v):
    try:
        if x > 0.1:
            raise _Stop(sum(z * z for z in v))
        x = x * 2
    except _Stop as e:
        x = x * 0.3 * e.val
    return x


@of_trials
def stored_behind_a_raise(x, v):
    t = v * 1.0
    try:
        if x > 0.5:
            raise _Stop(x * x)
        t[0] = x
        t = t / x
    except _Stop as e:
        t = t * e.val
    return t.sum()


@of_trials
def stored_and_raised_in_trips(x, v):
    t = v * 1.0
    s = 0.0
    for k in range(3):
        try:
            t[0] = x * t[1]
            if t[0] > 0.5:
                raise _Stop(t[1])
            s += math.sqrt(abs(x)) * t.sum()
        except _Stop as e:
            t[1] = e.val * 0.5
    return s + t.sum()


@of_trials
def raised_by_a_closure(x, v):
    t = v * 1.0

    def relax(a):
        t[0] = a * t[1]
        if t[0] > 0.5:
            raise _Stop(t[1])
        return t.sum()

    s = 0.0
    for k in range(3):
        try:
            s += relax(x * k)
        except _Stop as e:
            t[1] = e.val * 0.5
    return s + t.sum()
