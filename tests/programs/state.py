"""Closures that keep state: `nonlocal` counters and accumulators, and what their calls change meanwhile."""

import numpy as np

from tests.programs import program


def read_then_call(x):
    s = x

    def bump():
        nonlocal s
        s = s * 2
        return s

    return s + bump() + s * bump()


def augmented_by_a_writer(x):
    s = x

    def bump():
        nonlocal s
        s = s * 2
        return s

    s += bump()
    return s


def two_counters(x):
    def make(start):
        n = start

        def step(d):
            nonlocal n
            n = n * d + 1
            return n

        return step

    a, b = make(x), make(2 * x)
    a(3.0)
    b(x)
    a(x)
    return a(2.0) * b(x)


def running_best(x):
    best = 0.0
    count = 0

    def visit(v):
        nonlocal best, count
        count += 1
        if v > best:
            best = v

    for k in range(5):
        visit(np.sin(x * k))
    return best * count * x


def nonlocal_of_two_levels(x):
    a = x

    def f():
        b = 2 * x

        def g():
            nonlocal a, b
            a = a * b
            b = b + a

        g()
        g()
        return b

    return f() * a


def make_acc():
    total = 0.0

    def acc(v):
        nonlocal total
        total = total + v
        return total

    return acc


def two_accumulators(x):
    a = make_acc()
    b = make_acc()
    for k in range(4):
        a(x * k)
        b(a(x))
    return a(0.0) * b(1.0)


def accumulator_made_in_loop(x):
    t = 0.0
    for k in range(3):
        c = make_acc()
        c(x * k)
        t = t + c(x) ** 2
    return t


def accumulators_in_a_list(x):
    fs = [make_acc(), make_acc()]
    t = 0.0
    for f in fs:
        f(x)
        t = t + f(x * 2)
    fs[0](x)
    return t * fs[0](x)


def shrinking_bound(x):
    n = 3

    def shrink():
        nonlocal n
        n -= 1

    t = 0.0
    for i in range(n):
        shrink()
        t = t + x * i * n
    return t


def loop_over_rebound(x):
    xs = np.array([1.0, 2.0, 3.0]) * x
    t = 0.0
    for v in xs:
        xs = xs * 2
        t = t + v * xs[0]
    return t


def while_with_state(x):
    t = x
    i = 0

    def step():
        nonlocal t, i
        t = t * 0.9 + x
        i += 1
        return i < 5

    while step():
        t = t * t * 0.1
    return t


def counted_calls(x):
    hits = 0

    def f(v):
        nonlocal hits
        hits += 1
        return v * hits

    return f(x) if f(x) > 0 else f(-x)


def logged_tests(x):
    log = 1.0

    def chk(v):
        nonlocal log
        log = log * v
        return v > 1

    if chk(x) and chk(2 * x) or chk(3 * x):
        log = log * 10
    return log * x


def push_into_array(x):
    u = np.zeros(3)
    i = 0

    def push(v):
        nonlocal i
        u[i] = v
        i += 1

    push(x)
    push(x * x)
    push(3.0)
    return np.sum(u * u)


def momentum(x):
    v = np.zeros(2)

    def update(g):
        nonlocal v
        v = 0.9 * v + g
        return v

    w = x * np.ones(2)
    for _ in range(3):
        w = w - 0.1 * update(w * w)
    return np.sum(w)


def callback_that_counts(x):
    n = 0.0

    def cb(v):
        nonlocal n
        n += v

    def drive(f, k):
        for i in range(k):
            f(x * i)

    drive(cb, 4)
    return n * x


def order_of_keywords(x):
    s = x

    def b():
        nonlocal s
        s = s * 2
        return s

    def f(p, q, r=0.0):
        return p * 2 + q * 3 + r * 5

    return f(s, b(), r=s) + f(r=s, p=b(), q=s)


def tuple_rebound_elsewhere(x):
    p = (x, 1.0)
    q = p
    p = (x * x, 2.0)
    return q[0] * p[0]


def tuple_kept_in_loop(x):
    p = (x, 1.0)
    for k in range(3):
        q = p
        p = (q[0] * x, q[1] + q[0])
    return q[0] * p[1]


def nonlocal_pair(x):
    p = (x, 1.0)

    def upd():
        nonlocal p
        p = (p[0] * 2, p[1] + p[0])
        return p

    def g(a, b):
        return a[0] * b[1]

    return g(p, upd()) + p[0]


def nested_pairs(x):
    p = (x, 1.0)
    p = (2 * x, p)
    p = (x * x, p)
    return p[0] * p[1][0] * p[1][1][0]


def shift_register(x):
    p = (x, 2 * x, 3.0)
    for k in range(4):
        p = (p[0] * p[2], *p[:-1])
    return p[0] + p[1] * p[2]


def dict_rebound(x):
    d = {"a": x, "b": 2 * x}
    e = d
    d = {"a": x * x, "b": e["a"]}
    d = {**d, "c": e["b"]}
    return d["a"] * e["a"] * d["b"] + d["c"]


def dict_swapped(x):
    d = {"a": x, "b": 2 * x}
    d = {"a": d["b"] * d["b"], "b": d["a"]}
    return d["a"] / d["b"]


for f in (
    read_then_call,
    augmented_by_a_writer,
    two_counters,
    running_best,
    nonlocal_of_two_levels,
    two_accumulators,
    accumulator_made_in_loop,
    accumulators_in_a_list,
    shrinking_bound,
    loop_over_rebound,
    while_with_state,
    counted_calls,
    logged_tests,
    push_into_array,
    momentum,
    callback_that_counts,
    order_of_keywords,
    tuple_rebound_elsewhere,
    tuple_kept_in_loop,
    nonlocal_pair,
    nested_pairs,
    shift_register,
    dict_rebound,
    dict_swapped,
):
    program(f, (1.3,), (0.7,), tags="issue3 state", must_pass=True)
