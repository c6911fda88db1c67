"""Control flow beyond loops and branches: else clauses, match, walrus, comprehensions, iterators."""

import itertools
import math

import numpy as np

from tests.programs import Sampler, program

r = Sampler(14)
COUNTS = {"calls": 0}


def for_else(x, cap):
    s = 0.0
    for v in x:
        if v > cap:
            break
        s = s + v * v
    else:
        s = s * 3.0
    return s


def while_else(x):
    n = 0
    while n < 4:
        x = x * 1.3
        if x > 2.0:
            break
        n += 1
    else:
        x = x * x
    return x


def walrus(x):
    if (y := x * x) > 1.0:
        return y * x
    return y + (z := 2.0 * y) * z


def walrus_while(x):
    while (x := x * 0.7) > 0.5:
        x = x - 0.01 * x * x
    return x * x


def match_value(x, mode):
    match mode:
        case "lin":
            return 2.0 * x
        case "sq" | "square":
            return x * x
        case _:
            return x**3


def match_structure(p):
    match p:
        case (a, b):
            return a * b
        case {"a": a, **rest}:
            return a * a * len(rest)
        case [a, *others]:
            return a + sum(others) ** 2
    return 0.0


def and_or_values(x, y):
    a = x and y
    b = x or y
    return a * 2.0 + b * y


def conditional_chain(x):
    return x * x if x > 1 else (math.sin(x) if x > 0 else -x)


def asserts(x):
    assert x > -10.0, "too small"
    y = x * x
    assert y >= 0
    return y


def list_comprehension(x):
    squares = [v * v for v in x]
    return sum(squares) * squares[0]


def filtered_comprehension(x):
    return sum([v**2 * i for i, v in enumerate(x) if v > 0])


def nested_comprehension(a):
    return sum(a[i, j] * a[j, i] for i in range(2) for j in range(2) if i <= j)


def dict_comprehension(x):
    d = {k: x**k for k in range(1, 4)}
    return d[1] * d[3] + d[2]


def array_of_list(x):
    return np.sum(np.array([x[0] * x[1], x[1] ** 2, 1.0]) ** 2)


def zip_loop(x, y):
    s = 0.0
    for a, b in zip(x, y):
        s = s * 0.5 + a * b
    return s


def enumerate_loop(x):
    s = 0.0
    for i, v in enumerate(x, start=2):
        s = s + v**i
    return s


def reversed_loop(x):
    s = 1.0
    for v in reversed(x):
        s = s * v + 1.0
    return s


def zip_enumerate(x, y):
    s = 0.0
    for i, (a, b) in enumerate(zip(x, y[::-1])):
        s += i * a * b * b
    return s


def sorted_loop(x):
    s = 0.0
    for i, v in enumerate(sorted(x)):
        s += v * v * i
    return s


def any_all(x):
    if any(v > 1.0 for v in x) and not all(v > 0 for v in x):
        return np.sum(x**2)
    return np.sum(x**3)


def itertools_loop(x):
    s = 0.0
    for a, b in itertools.combinations(x, 2):
        s += (a - b) ** 2
    for i, j in itertools.product(range(2), range(2)):
        s += x[i] * x[j]
    return s


def del_name(x):
    y = x * x
    z = y + 1.0
    del y
    return z * x


def global_read(x):
    return x * x * (1 + COUNTS["calls"])


def print_and_format(x):
    label = f"{x:.2f}"
    y = x * len(label)
    return y * x


def annotated(x: float) -> float:
    y: float = x * x
    n: int = 3
    z: float
    z = y * n
    return z


def nested_targets(x, y):
    (a, b), c = (x, y), x * y
    [d, *e] = [a, b, c]
    return d * e[0] + e[1] * c


def chained_assignment(x):
    a = b = x * x
    a += 1.0
    return a * b


def multiple_breaks(x):
    s = 0.0
    for i in range(6):
        if i == 1:
            continue
        j = 0
        while True:
            j += 1
            s += x * j
            if j > i:
                break
            if s > 30.0:
                return s * x
        if s > 12.0:
            break
        s = s * 1.1
    return s


def loop_over_array_2d(a):
    s = 0.0
    for row in a:
        for v in row:
            s = s * 0.9 + v * v
    return s


def mutate_while_iterating(x):
    items = [x, 2.0 * x]
    s = 0.0
    for v in items:
        s += v * v
        if len(items) < 4:
            items.append(v * 0.5)
    return s


def sum_builtin(x):
    return sum(x) * sum([v * v for v in x], 1.0) + abs(x[0]) * pow(x[1], 3) + divmod(7, 2)[0] * float(x[0])


def round_and_int(x):
    k = int(x * 2.0)
    return x * k + round(x) * x + x // 1.0


def modulo(x):
    return x % 0.7 + (x * x) % 1.3


def min_max_builtin(x, y):
    return max(x, y, 0.5) * min(x, y) + max([x, y * 2.0])


def string_building(x, words):
    s = 0.0
    for w in words.split():
        s += len(w) * x
        x = x * 0.9 if w.startswith("a") else x
    return s


def late_definition(x, n):
    for i in range(n):
        if i == 0:
            y = x
        else:
            y = y * x + i
    return y


def set_of_constants(x, k):
    if k in {1, 2, 3} and k not in (3,):
        return x * k
    return x * x


def pass_statement(x):
    """Does nothing but square."""
    pass
    ...
    return x * x


I3 = "issue3 flow"
for f in (while_else, walrus, walrus_while, asserts, dict_comprehension):
    program(f, (1.3,), (0.4,), tags=I3)
for f in (del_name, global_read, print_and_format, annotated, chained_assignment, pass_statement):
    program(f, (1.3,), (-0.6,), tags=I3)
for f in (conditional_chain, multiple_breaks, mutate_while_iterating):
    program(f, (1.3,), (0.6,), tags=I3, must_pass=True)
for f in (round_and_int, modulo):
    program(f, (1.3,), (0.3,), tags=I3)
for f in (
    list_comprehension,
    filtered_comprehension,
    enumerate_loop,
    reversed_loop,
    sorted_loop,
    any_all,
    itertools_loop,
):
    program(f, (np.array([0.4, -1.2, 1.7]),), (np.array([0.9, 0.3]),), tags=I3)
for f in (sum_builtin, array_of_list):
    program(f, (np.array([0.4, -1.2, 1.7]),), (np.array([0.9, 0.3]),), tags=I3)
for f in (zip_loop, zip_enumerate):
    program(f, (r.normal(4), r.normal(4)), (r.normal(2), r.normal(2)), tags=I3, wrt=(0, 1))
program(for_else, (r.unit(4), 2.0), (r.unit(4), 0.5), tags=I3)
program(match_value, (1.3, "square"), (0.3, "lin"), (0.3, "?"), tags=I3, must_pass=True)
program(
    match_structure,
    ((1.3, 2.0),),
    ({"a": 0.4, "b": 1.0},),
    ([1.0, 2.0, 0.5],),
    tags=I3,
    must_pass=True,
)
program(and_or_values, (1.3, 0.4), (-0.2, 2.0), tags=I3, wrt=(0, 1))
program(nested_comprehension, (r.normal(2, 2),), (r.normal(3, 3),), tags=I3)
program(loop_over_array_2d, (r.normal(2, 3),), (r.normal(1, 2),), tags=I3)
program(nested_targets, (1.3, 0.4), (-0.2, 2.0), tags=I3, wrt=(0, 1))
program(min_max_builtin, (1.3, 0.4), (0.2, 2.0), tags=I3, wrt=(0, 1), second=False)
program(string_building, (1.3, "alpha beta and"), (0.2, "x"), tags=I3)
program(late_definition, (1.3, 4), (0.2, 1), tags=I3, must_pass=True)
program(set_of_constants, (1.3, 2), (0.2, 3), tags=I3)
