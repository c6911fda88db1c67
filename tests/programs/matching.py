"""`match` statements: every kind of pattern, decided by types or at run time."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tests.programs import program


@dataclass
class Point:
    x: float
    y: float


class NT(NamedTuple):
    a: float
    b: float


def by_name(x, mode="sq"):
    match mode:
        case "lin":
            return 2.0 * x
        case "sq" | "square":
            return x * x
        case _:
            return x**3


def by_number(x, n=3):
    t = 0.0
    for k in range(n):
        match k:
            case 0:
                t += x
            case 1 | 2:
                t += x * x
            case _:
                t += 5.0
    return t


def by_length(x):
    p = (x, 2.0)
    match p:
        case (a, b, c):
            return a
        case [a, b] if b > 3:
            return a * b * b
        case [a, b]:
            return a * b


def star_between(x):
    p = [x, 2 * x, 3.0, x * x]
    match p:
        case [a, *r, b]:
            return a * b * sum(r) * len(r)


def star_ignored(x):
    match (x, 2 * x, 3.0):
        case (_, *_):
            return x * x


def dict_with_rest(x):
    d = {"kind": "sq", "w": x, "z": 3 * x}
    match d:
        case {"kind": "lin", "w": w}:
            return w
        case {"kind": "sq", "w": w, **rest}:
            return w * w * rest["z"] * len(rest)


def nested_with_as(x):
    match (x, (2 * x, 1.0)):
        case (a, (b, c) as q):
            return a * b * q[1] * q[0]


def guards_in_order(x):
    match x:
        case v if v > 1:
            return v * v
        case v if v > 0.5:
            return v
        case _:
            return -x


def singletons_and_classes(x, y=None):
    match y:
        case None:
            return x
        case True:
            return 2 * x
        case float():
            return x * y
        case int(n):
            return x * n


def types_in_a_loop(x):
    t = 0.0
    for v in (x, 2, "ab", (x, x)):
        match v:
            case float(f):
                t += f
            case int():
                t += 2 * x
            case str(s):
                t += len(s) * x
            case (a, b):
                t += a * b
    return t


def guards_have_effects(x):
    log = []

    def chk(v, r):
        log.append(v)
        return r

    match 3:
        case 3 if chk(1.0 * x, False):
            return x
        case 3 if chk(2.0 * x, True):
            return x * len(log) * sum(log)


def alternatives_inside(x):
    match ("add", x, 2.0):
        case ("add" | "plus", a, b):
            return a + b * a
        case ("mul", a, b):
            return a * b


def alternatives_capture(x):
    match ("p", x):
        case ("q", v) | ("p", v):
            return v * v


def subject_is_rebound(x):
    x2 = (x, 2 * x)
    match x2:
        case (x2, y) if y > 100:
            return x2
        case _:
            pass
    return x2 * 3


def known_at_run_time(x, k=2):
    match k % 3:
        case 0:
            r = x
        case 1:
            r = x * x
        case 2 if x > 1:
            r = x**3
        case other:
            r = x * other
    return r


def expression_tree(x):
    def ev(e):
        match e:
            case float() | int():
                return e
            case ("+", a, b):
                return ev(a) + ev(b)
            case ("*", a, b):
                return ev(a) * ev(b)
            case ("sin", a):
                return np.sin(ev(a))

    return ev(("+", ("*", x, 3.0), ("sin", ("*", x, x))))


def namedtuple_pattern(x):
    p = NT(x, 2 * x)
    match p:
        case NT(a=0):
            return x
        case NT(a, b=b):
            return a * b


def nothing_fits(x):
    y = x
    match y:
        case str():
            y = 0.0
    return y * y


def commands(x):
    t = 0.0
    for cmd in [("up", 2.0), ("down", 1.0), ("stop", 0.0), ("up", 3.0)]:
        match cmd:
            case ("up", d):
                t = t + x * d
            case ("down", d):
                t = t - x * x * d
            case ("stop", _):
                break
    return t


def state_machine(x):
    state = "a"
    t = 0.0
    n = 0
    while True:
        match state:
            case "a":
                t += x
                state = "b"
            case "b":
                t = t * x
                n += 1
                state = "c" if n > 2 else "a"
            case "c":
                break
    return t


def arrays_are_no_sequences(x):
    a = np.array([x, 2 * x])
    match a:
        case [p, q]:
            return p
        case _:
            return np.sum(a * a)


def dataclass_pattern(x):
    p = Point(x, 2.0)
    match p:
        case Point(x=0.0):
            return x
        case Point(x=a, y=b):
            return a * b * a


T = "issue3 match"
for f in (
    by_length,
    star_between,
    star_ignored,
    dict_with_rest,
    nested_with_as,
    guards_in_order,
    types_in_a_loop,
    guards_have_effects,
    alternatives_inside,
    alternatives_capture,
    subject_is_rebound,
    expression_tree,
    nothing_fits,
    commands,
    state_machine,
    arrays_are_no_sequences,
):
    program(f, (1.3,), (0.7,), tags=T, must_pass=True)
program(by_name, (1.3, "sq"), (0.7, "lin"), (0.4, "other"), tags=T, must_pass=True)
program(by_number, (1.3, 4), (0.7, 2), tags=T, must_pass=True)
program(singletons_and_classes, (1.3, 2.0), (0.7, 3), (0.7, None), tags=T, wrt=0, must_pass=True)
program(known_at_run_time, (1.3, 2), (0.7, 2), (0.7, 4), tags=T, must_pass=True)
for f in (namedtuple_pattern, dataclass_pattern):
    program(f, (1.3,), (0.7,), tags=T)
