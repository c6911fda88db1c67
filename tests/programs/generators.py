"""Generators and generator expressions, and everything that reads them."""

import functools
import itertools

import numpy as np

from tests.programs import program


def naturals(start=0):
    n = start
    while True:
        yield n
        n += 1


def squares(x, n):
    for k in range(n):
        yield x * k


def three(x):
    yield x
    y = x * x
    yield y
    if y > 1:
        yield 2 * y
    yield y + 1


def loop_over_generator(x):
    t = 0.0
    for v in squares(x, 4):
        t = t + v * v
    return t


def endless_left_by_break(x):
    t = 0.0
    for k in naturals():
        if k > 5:
            break
        t = t + x * k
    return t


def continue_and_break(x):
    t = 0.0
    for k in naturals(1):
        if k == 3:
            continue
        t = t + x**k
        if t > 10 or k > 6:
            break
    return t


def else_of_a_generator_loop(x):
    t = 0.0
    for v in three(x):
        if v > 3:
            break
        t += v
    else:
        t = t * 100
    return t


def several_yields(x):
    t = 1.0
    for v in three(x):
        t = t * v + 1
    return t


def doubled(it):
    for v in it:
        yield v
        yield 2 * v


def generator_of_generator(x):
    t = 0.0
    for v in doubled(squares(x, 3)):
        t += v * v
    return t


def break_out_of_two(x):
    t = 0.0
    for v in doubled(naturals(1)):
        t += v * x
        if t > 20:
            break
    return t


def return_out_of_two(x):
    for v in doubled(naturals(1)):
        if v * x > 5:
            return v * x * x
    return 0.0


def joined(a, b):
    yield from a
    yield from b


def yield_from_both(x):
    t = 0.0
    for v in joined([x, 2 * x], squares(x, 3)):
        t = t * x + v
    return t


def generators_in_loops(x):
    t = 0.0
    for a in squares(x, 3):
        for b in squares(a, 3):
            if b > 2:
                break
            t += a * b
    return t


def generator_shares_state(x):
    scale = 2.0

    def gen(n):
        nonlocal scale
        for k in range(n):
            scale = scale * x
            yield scale

    t = 0.0
    for v in gen(3):
        t += v
        scale = scale + 1
    return t * scale


def generator_returns(x):
    def gen():
        for k in range(10):
            if k * x > 4:
                return
            yield k * x
        yield 100.0

    t = 0.0
    for v in gen():
        t = t + v * v
    return t


def unpacked_items(x):
    def pairs():
        a, b = x, 1.0
        while a < 10:
            yield a, b
            a, b = a + b, a

    t = 0.0
    for i, (p) in pairs():
        t += i * p
    return t


def array_in_a_generator(x):
    def steps(u, n):
        for k in range(n):
            u[1:] += 0.1 * u[:-1] * x
            yield u

    t = 0.0
    for u in steps(np.ones(4), 3):
        t = t + np.sum(u * u)
    return t


def read_twice(x):
    g = squares(x, 3)
    t = 0.0
    for v in g:
        t += v
    for v in g:
        t += v * v
    return t


def new_in_each_trip(x):
    t = 0.0
    for i in range(3):
        for v in squares(x, i):
            t += v
    return t


def read_in_a_loop(x):
    t = 0.0
    g = squares(x, 3)
    for i in range(3):
        for v in g:
            t += v
    return t


def closures_over_items(x):
    t = 0.0

    def add(v):
        nonlocal t
        t += v

    for v in three(x):
        add(v)
        f = lambda q: q * v
        t = t + f(t)
    return t


def leaves(t):
    if isinstance(t, tuple):
        for s in t:
            yield from leaves(s)
    else:
        yield t


def tree_walk(x):
    t = 1.0
    for v in leaves((x, (2 * x, (x * x, 3.0)), x)):
        t = t * v + 1
    return t


def sum_of_generator(x):
    return sum(squares(x, 4)) * x


def sum_of_expression(x):
    return sum(v * v for v in squares(x, 3))


def sum_with_start(x):
    return sum((v * v for v in [x, 2 * x]), x)


def list_of_generator(x):
    vs = list(squares(x, 3))
    return vs[1] * vs[2]


def array_of_generator(x):
    return np.sum(np.array(list(squares(x, 4))) ** 2)


def array_of_list_of_generator(x):
    return np.sum(np.array([v for v in squares(x, 4)]) ** 2)


def enumerated(x):
    t = 0.0
    for i, v in enumerate(three(x)):
        t += i * v
    return t


def enumerated_from_one(x):
    t = 0.0
    for i, v in enumerate(three(x), 1):
        t += i * v
    return t


def zipped_before(x):
    t = 0.0
    for v, w in zip(naturals(), [x, 2 * x, x * x]):
        t += v * w
    return t


def zipped_after(x):
    t = 0.0
    for v, w in zip([x, 2 * x, x * x], naturals(2)):
        t += v * w
    return t


def next_that_fits(x):
    return next(v for v in squares(x, 10) if v > 2) * x


def next_with_default(x):
    return next((v for v in squares(x, 10) if v > 200), x) * x


def any_stops(x):
    n = 0

    def chk(v):
        nonlocal n
        n += 1
        return v * x > 2

    if any(chk(v) for v in [1, 2, 3, 4]):
        return x * n
    return x


def all_stops(x):
    n = 0

    def chk(v):
        nonlocal n
        n += 1
        return v * x < 2

    if all(chk(v) for v in [1, 2, 3, 4]):
        return x * n
    return x * x * n


def walrus_in_any(x):
    if any((y := v * x) > 2 for v in [1, 2, 3, 4]):
        return y * y
    return 0.0 * x


def max_and_min(x):
    return max(squares(x, 4)) * min(three(x))


def max_of_expression(x):
    return max(v * v for v in [x, 2 * x, 3.0])


def unpacked_generator(x):
    a, b, c = squares(x + 1, 3)
    return a + b * c


def starred_generator(x):
    def f(a, b, c):
        return a + b * c

    return f(*squares(x + 1, 3))


def late_binding_in_expression(x):
    k = 2.0
    g = (k * v for v in [x, 2 * x])
    k = 3.0
    return sum(g)


def two_clauses(x):
    return sum(a * b for a in [x, 1.0] for b in squares(a, 3) if b > 0)


def mapped(x):
    t = 0.0
    for v in map(np.sin, squares(x, 3)):
        t += v
    return t


def filtered(x):
    return sum(filter(lambda v: v > 1, squares(x, 4)))


def taken_while(x):
    return sum(itertools.takewhile(lambda v: v < 4, squares(x, 40)))


def islices(x):
    return sum(itertools.islice(naturals(1), 5)) * x + sum(
        x * k for k in itertools.islice(naturals(), 2, 6, 2)
    )


def chained(x):
    t = 0.0
    for v in itertools.chain(squares(x, 2), [x], three(x)):
        t = t * 0.5 + v
    return t


def accumulated(x):
    t = 0.0
    for v in itertools.accumulate(squares(x, 4)):
        t = t + v * v
    return t


def reduced(x):
    return functools.reduce(lambda a, b: a * b + 1, three(x), x)


def generator_passed(x):
    def total(it):
        t = 0.0
        for v in it:
            t += v
        return t

    return total(squares(x, 3)) + total(v * v for v in [x, 1.0])


def pipeline_of_generators(x):
    def scale(it, k):
        for v in it:
            yield k * v

    def pos(it):
        for v in it:
            if v > 1:
                yield v

    return sum(pos(scale(squares(x, 5), 2.0)))


def newton_iterates(x):
    def its(y):
        while True:
            yield y
            y = 0.5 * (y + x / y)

    prev = None
    for y in its(x):
        if prev is not None and abs(y - prev) < 1e-12:
            break
        prev = y
    return y


def newton_enumerated(x):
    def its(y):
        while True:
            yield y
            y = 0.5 * (y + x / y)

    old = 100.0
    for k, y in enumerate(its(x)):
        if k > 8 or abs(y - old) < 1e-12:
            break
        old = y
    return y


def nothing_is_sent(x):
    def g():
        r = yield x
        yield 2 * x if r is None else r

    return sum(g())


def tuple_of_generator(x):
    a = tuple(squares(x, 3))
    return a[2] * x


def sum_of_list(x):
    return np.sum([v for v in squares(x, 3)])


def sorted_items(x):
    return sorted(squares(-x, 3))[0]


def effects_in_order(x):
    log = []

    def g():
        for k in range(3):
            log.append(x * k)
            yield k * x

    t = 0.0
    for v in g():
        log.append(v * v)
        t += v
    return t + sum(log) * len(log)


def contained(x):
    return x * x if 3 in naturals() else x


def while_else_in_generator(x):
    def g(n):
        k = 0
        while k < n:
            yield x * k
            k += 1
        else:
            yield 100 * x

    return sum(g(3))


for f in (
    loop_over_generator,
    endless_left_by_break,
    continue_and_break,
    else_of_a_generator_loop,
    several_yields,
    generator_of_generator,
    break_out_of_two,
    return_out_of_two,
    yield_from_both,
    generators_in_loops,
    generator_shares_state,
    generator_returns,
    unpacked_items,
    array_in_a_generator,
    new_in_each_trip,
    closures_over_items,
    tree_walk,
    sum_of_generator,
    sum_of_expression,
    sum_with_start,
    list_of_generator,
    enumerated,
    enumerated_from_one,
    zipped_before,
    zipped_after,
    next_that_fits,
    next_with_default,
    any_stops,
    all_stops,
    walrus_in_any,
    unpacked_generator,
    late_binding_in_expression,
    two_clauses,
    mapped,
    filtered,
    taken_while,
    islices,
    chained,
    accumulated,
    reduced,
    generator_passed,
    pipeline_of_generators,
    newton_iterates,
    newton_enumerated,
    nothing_is_sent,
    effects_in_order,
    while_else_in_generator,
):
    program(f, (1.3,), (0.7,), tags="issue3 generators", must_pass=True)
for f in (
    read_twice,
    read_in_a_loop,
    array_of_generator,
    array_of_list_of_generator,
    max_and_min,
    max_of_expression,
    starred_generator,
    tuple_of_generator,
    sum_of_list,
    sorted_items,
    contained,
):
    program(f, (1.3,), (0.7,), tags="issue3 generators")
