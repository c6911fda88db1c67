"""Context managers of the user's: classes with `__enter__` and `__exit__`, generators under `@contextmanager`."""

import contextlib
import threading
import time
from contextlib import contextmanager

import numpy as np

from tests.programs import program

A, B = np.array([0.3, 0.7, -0.2]), np.array([1.1, -0.4, 0.5])


class Scale:
    def __init__(self, k):
        self.k = k

    def __enter__(self):
        return self.k * 2

    def __exit__(self, *a):
        return False


class Acc:
    def __init__(self):
        self.total = 0.0

    def __enter__(self):
        return self

    def __exit__(self, t, v, tb):
        self.total = self.total * 2

    def add(self, v):
        self.total = self.total + v


@contextmanager
def scaled(k):
    yield (k * 3)


@contextmanager
def saved(d, key, val):
    old = d[key]
    d[key] = val
    try:
        yield d
    finally:
        d[key] = old


def class_scale(x):
    with Scale(x[0]) as s:
        y = s * x
    return np.sum(y)


def class_accumulates(x):
    acc = Acc()
    with acc as a:
        for v in x:
            a.add(v * v)
    return acc.total


def generator_scale(x):
    with scaled(x[1]) as s:
        y = s * x
    return np.sum(y)


def generator_restores(x):
    d = {"k": x[0], "m": 2.0}
    with saved(d, "k", x[1] * x[2]) as e:
        y = e["k"] * x
    return np.sum(y) * d["k"]


def two_in_a_loop(x):
    y = x
    for i in range(4):
        with Scale(x[i % 3]) as a, scaled(0.1) as b:
            if i == 2:
                continue
            y = y * a + b
    return np.sum(y)


def returned_from(x):

    def go(v):
        with Scale(v) as s:
            if v > 0:
                return s * v
            return s

    return go(x[0]) + go(x[2])


class Timer:
    def __enter__(self):
        self.t = time.perf_counter()
        return self

    def __exit__(self, *a):
        self.dt = time.perf_counter() - self.t


class Param:
    def __init__(self):
        self.v = 1.0


class Over:
    def __init__(self, p, v):
        self.p = p
        self.v = v

    def __enter__(self):
        self.old = self.p.v
        self.p.v = self.v
        return self.p

    def __exit__(self, t, v, tb):
        self.p.v = self.old


class Log:
    def __init__(self):
        self.n = 0

    def __enter__(self):
        return self

    def __exit__(self, t, v, tb):
        if t is None:
            self.n += 1
        return False


def restored_in_try(x):
    p = Param()
    y = 0.0
    for v in x:
        try:
            with Over(p, v) as q:
                if v < 0:
                    raise ValueError("neg")
                y = y + q.v * v
        except ValueError:
            y = y + p.v * 3 * v
    return y * p.v


def timed(x):
    with Timer() as t:
        y = x * x
    return np.sum(y)


def counted(x):
    l = Log()
    for v in x:
        with l:
            v = v * 2
    return np.sum(x) * l.n


def local_generator(x):

    @contextmanager
    def doubled(v):
        w = v * 2
        yield w
        w = w * 3

    with doubled(x) as y:
        z = np.sum(y * x)
    return z


def suppressed(x):
    y = x[0]
    with contextlib.suppress(ZeroDivisionError):
        y = y * 2
        z = 1 / 0
        y = x[1]
    return y * x[2]


class Model:
    def __init__(self, w):
        self.w = w
        self.depth = 0

    @contextmanager
    def frozen(self, f):
        old = self.w
        self.w = self.w * f
        try:
            yield self
        finally:
            self.w = old

    def scope(self):
        return Over2(self)


class Over2:
    def __init__(self, m):
        self.m = m

    def __enter__(self):
        self.m.depth += 1

    def __exit__(self, *a):
        self.m.depth -= 1


def methods_make_them(x):
    m = Model(x[0])
    with m.frozen(x[1]) as q:
        a = q.w * x[2]
    with m.scope():
        with m.scope():
            a = a * m.depth
    return a * m.w * (m.depth + 1)


def made_before(x):
    cm = scaled(x[0])
    with cm as s:
        y = s * x
    return np.sum(y)


def left_by_break(x):
    s = 0.0
    for v in x:
        with Scale(v) as a:
            if v < 0:
                break
            s = s + a * v
    else:
        s = s * 2
    return s + x[0]


def with_a_lock(x):
    lock = threading.Lock()
    with lock, Scale(x[0]) as a:
        y = a * x
    return np.sum(y)


def with_errstate(x):
    with Scale(x[0]) as a, np.errstate(all="ignore"), scaled(a) as b:
        y = a * x * b
    return np.sum(y)


class Tape:
    def __init__(self):
        self.items = []

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.items.append(1.0)
        return None


def collects(x):
    with Tape() as t:
        for v in x:
            t.items.append(v * v)
    return sum(t.items)


def generator_in_try(x):
    try:
        with scaled(x[0]) as s:
            if x[0] < 0.5:
                raise ValueError("x")
            y = s * x
    except ValueError:
        y = x * x
    return np.sum(y)


program(class_scale, (A,), (B,), tags="issue3", must_pass=True)
program(class_accumulates, (A,), (B,), tags="issue3", must_pass=True)
program(generator_scale, (A,), (B,), tags="issue3", must_pass=True)
program(generator_restores, (A,), (B,), tags="issue3", must_pass=True)
program(two_in_a_loop, (A,), (B,), tags="issue3", must_pass=True)
program(returned_from, (A,), (B,), tags="issue3", must_pass=True)
program(restored_in_try, (A,), (B,), tags="issue3", must_pass=True)
program(timed, (A,), (B,), tags="issue3", must_pass=True)
program(counted, (A,), (B,), tags="issue3", must_pass=True)
program(local_generator, (A,), (B,), tags="issue3", must_pass=True)
program(suppressed, (A,), (B,), tags="issue3", must_pass=True)
program(methods_make_them, (A,), (B,), tags="issue3", must_pass=True)
program(made_before, (A,), (B,), tags="issue3", must_pass=True)
program(left_by_break, (A,), (B,), tags="issue3", must_pass=True)
program(with_a_lock, (A,), (B,), tags="issue3", must_pass=True)
program(with_errstate, (A,), (B,), tags="issue3", must_pass=True)
program(collects, (A,), (B,), tags="issue3", must_pass=True)
program(generator_in_try, (A,), (B,), tags="issue3", must_pass=True)
