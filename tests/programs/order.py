"""The order in which Python evaluates, where it can be seen; and names that get their values late."""

# ruff: noqa: F821 - read before it is defined, on purpose

import numpy as np

from tests.programs import program


def item_written_by_the_value(x):
    u = np.array([x, 2 * x, 3.0])

    def h():
        u[0] = 10 * x
        return x

    u[0] += h()
    return np.sum(u * u)


def list_item_written_by_the_value(x):
    u = [x, 2 * x]

    def h():
        u[0] = 10 * x
        return x

    u[0] += h()
    return u[0] * u[1]


def dict_item_written_by_the_value(x):
    u = {"a": x}

    def h():
        u["a"] = 10 * x
        return x

    u["a"] += h()
    return u["a"] * x


def helper(u, v):
    u[1] = v * v
    return v


def array_written_by_a_helper(x):
    u = np.array([x, 2 * x, 3.0])
    u[1] += helper(u, x)
    u[0] += helper(u, u[2])
    return np.sum(u * u)


def slice_written_by_a_helper(x):
    u = np.array([x, 2 * x, 3.0])
    u[:2] += helper(u, x)
    return np.sum(u * u)


def picked_items_written_by_a_helper(x):
    u = np.array([x, 2 * x, 3.0])
    u[[0, 1]] += helper(u, x)
    return np.sum(u * u)


def index_rebound_by_the_value(x):
    u = np.array([x, 2 * x, 3.0])
    i = 0

    def h():
        nonlocal i
        i = 2
        return x * x

    u[i] += h()
    return np.sum(u * u * np.arange(3.0)) + i


def values_that_write_nothing(x):
    u = np.array([x, 2 * x, 3.0])

    def g(v):
        return v * v

    u[1] += g(x)
    u[0] *= g(u[1])
    return np.sum(u * u)


def item_then_index(x):
    a = np.array([x, 2 * x, 3.0])
    i = 0
    a[i], i = i + x, 2
    return np.sum(a * a) * i


def index_then_item(x):
    a = np.array([x, 2 * x, 3.0])
    i = 0
    i, a[i] = 2, i + x
    return np.sum(a * a) * i


def walrus_in_comprehension(x):
    s = 0.0
    vs = [s := s + k * x for k in range(4)]
    return sum(vs) * s


def walrus_in_arguments(x):
    i = x

    def f(a, b, c):
        return a + 2 * b + 3 * c

    return f(i, i := i * 2, i)


def comparisons_stop(x):
    log = []

    def f(v):
        log.append(v * x)
        return v

    if f(1) < f(2) < f(0) < f(5):
        return x
    return sum(log) * len(log)


def starred_before_a_writer(x):
    xs = [x, 2 * x]

    def grow():
        xs.append(3 * x)
        return 1.0

    def f(*a):
        return sum(a) * len(a)

    return f(*xs, grow())


def starred_after_a_writer(x):
    xs = [x, 2 * x]

    def grow():
        xs.append(3 * x)
        return 1.0

    def f(*a):
        return sum(a) * len(a)

    return f(grow(), *xs)


def keywords_in_order(x):
    log = []

    def t(v):
        log.append(v)
        return v * (len(log))

    def f(a, b, c=0):
        return a + 10 * b + 100 * c

    return f(c=t(x), a=t(2 * x), b=t(3 * x))


def dict_display_in_order(x):
    n = 0

    def t(v):
        nonlocal n
        n += 1
        return v * n

    d = {"a": t(x), "b": t(x), **{"c": t(x)}}
    return d["a"] + 10 * d["b"] + 100 * d["c"]


def comparison_with_a_writer(x):
    n = 1.0

    def t():
        nonlocal n
        n *= 2
        return n

    return x * n if n < t() else x


def conditional_with_a_writer(x):
    n = x

    def t():
        nonlocal n
        n = n * 2
        return n

    return (n, t(), n)[0] * (t() if n > 1 else n)


def indices_in_order(x):
    a = np.array([x, 2 * x, x * x])
    i = 0

    def t():
        nonlocal i
        i += 1
        return i

    return a[t()] * a[i] * a[t() - 1] + a[i]


def defined_in_the_first_trip(x):
    t = 0.0
    for k in range(4):
        if k > 0:
            t = t + last * x
        last = x * k
    return t


def defined_on_one_path(x):
    if x > 0.5:
        y = x * x
    return y * 2


def defined_in_a_later_trip(x):
    k = 0
    while k < 5:
        if k > 2:
            z = z * x
        elif k == 2:
            z = x
        k += 1
    return z


def loop_variables_afterwards(x):
    for k in range(3):
        v = x * k
    return v * k


def defined_by_an_outer_trip(x):
    t = 0.0
    for i in range(3):
        for j in range(2):
            if i > 0 and j == 0:
                t += prev * x
            cur = x ** (i + j)
        prev = cur
    return t


def array_of_the_trip_before(x):
    t = 0.0
    for k in range(4):
        if k > 0:
            t = t + np.sum(old * old)
        old = x * np.arange(3.0)
    return t


def first_trip_flag(x):
    first = True
    t = 0.0
    for v in [x, 2 * x, x * x]:
        if first:
            lo = v
            first = False
        elif v < lo:
            lo = v
        t += lo
    return t * lo


def deleted_names(x):
    a = x * x
    for k in range(2):
        b = a * x
        t = b + 1
        del b
    del a
    return t


def defined_on_one_path_of_a_helper(x):
    def step(k, v):
        if k > 0:
            w = v * v
        return w if k > 0 else v

    t = 0.0
    for k in range(3):
        t = t + step(k, x)
    return t


T = "issue3 order"
for f in (
    item_written_by_the_value,
    list_item_written_by_the_value,
    dict_item_written_by_the_value,
    array_written_by_a_helper,
    slice_written_by_a_helper,
    picked_items_written_by_a_helper,
    index_rebound_by_the_value,
    values_that_write_nothing,
    item_then_index,
    index_then_item,
    walrus_in_comprehension,
    walrus_in_arguments,
    comparisons_stop,
    keywords_in_order,
    dict_display_in_order,
    comparison_with_a_writer,
    conditional_with_a_writer,
    indices_in_order,
    defined_in_the_first_trip,
    defined_on_one_path,
    defined_in_a_later_trip,
    loop_variables_afterwards,
    defined_by_an_outer_trip,
    array_of_the_trip_before,
    first_trip_flag,
    deleted_names,
    defined_on_one_path_of_a_helper,
):
    program(f, (1.3,), (0.7,), tags=T, must_pass=True)
for f in (starred_before_a_writer, starred_after_a_writer):
    program(f, (1.3,), (0.7,), tags=T)
