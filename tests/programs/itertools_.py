"""Builtins that iterate, and itertools, over constants, ranges, arrays and lists of differentiated values."""

import itertools
import math
import operator
from itertools import (
    accumulate,
    chain,
    combinations,
    cycle,
    islice,
    product,
    repeat,
    starmap,
    takewhile,
    zip_longest,
)

import numpy as np

from tests.programs import Sampler, program

r = Sampler(37)


def sorted_array(x):
    total = 0.0
    for k, v in enumerate(sorted(x)):
        total = total + (k + 1) * v * v
    return total


def sorted_reverse(x):
    a, b, *rest = sorted([x[0], x[1] * x[2], x[3]], reverse=True)
    return a * 2.0 + b * rest[0]


def sorted_by_key(x):
    ordered = sorted(x, key=lambda t: -abs(t))
    return ordered[0] * ordered[-1] + ordered[1] ** 2


def sorted_pairs(x, w):
    pairs = sorted(zip(x, w), key=lambda p: p[1])
    total = 0.0
    for k, (a, b) in enumerate(pairs):
        total = total + a * b * (k + 1.0)
    return total


def sorted_indices(x):
    order = sorted(range(len(x)), key=lambda i: x[i])
    return x[order[0]] * 3.0 + x[order[-1]] ** 2


def sorted_by_getitem(x):
    best = max(range(len(x)), key=x.__getitem__)
    return x[best] ** 3


def median_of_three(a, b, c):
    return sorted((a, b, c))[1] ** 2


def mapped(x):
    total = 0.0
    for y in map(lambda t: t * t, x):
        total = total + math.sin(y)
    return total


def mapped_list(x):
    squares = list(map(lambda t: t * t, x))
    return squares[0] * squares[-1] + len(squares)


def mapped_two(x, y):
    return sum(map(operator.mul, x, y))


def mapped_function(x):
    return max(map(math.exp, x)) + min(map(abs, x))


def filtered(x):
    return sum(filter(lambda t: t > 0.4, x)) + len(list(filter(None, [0, 1, 2])))


def filtered_loop(x):
    total = 1.0
    for v in filter(lambda t: t > 0.3, x):
        total = total * v
    return total


def sum_with_start(x, y):
    return sum(x, y) + sum([y, y * y], start=1.0)


def sum_of_generator(x):
    return sum(v * v for v in x if v > 0.3)


def sum_of_lists(x):
    flat = sum([[x, 1.0], [x * x]], [])
    return flat[0] * flat[2] + len(flat)


def extremum_key(x):
    return max(x, key=lambda t: -t) * 2.0 + min(x, key=lambda t: (t - 0.5) ** 2)


def extremum_default(x):
    return max([], default=x) * max([x * x], default=1.0) + min((v for v in [x, 2.0] if v > 0), default=0.0)


def extremum_of_several(x, y):
    return max(x, y, 0.1) + min(x, y * y, 3.0, key=lambda t: t * t)


def extremum_of_pairs(x, y):
    value, name = min((x, "x"), (y, "y"))
    return value * 3.0 + len(name)


def any_all(x):
    y = np.sum(x * x)
    if any(v > 0.9 for v in x):
        y = y * 2.0
    if all(v > 0.0 for v in x):
        y = y + 1.0
    return y * (3.0 if any([y > 0.0, False]) else 1.0)


def reversed_list(x):
    y = 0.0
    for c in reversed([1.0, x, x * x]):
        y = y * 0.5 + c
    return y


def reversed_enumerate(x):
    total = 0.0
    for i, v in reversed(list(enumerate(x))):
        total = total * 0.5 + i * v
    return total


def enumerate_from(x):
    return sum(i * v for i, v in enumerate(x, start=2)) + sum(i * v for i, v in enumerate(x, 1))


def zip_strict(x, y):
    return sum(a * b for a, b in zip(x, y, strict=True))


def transposed_rows(x, y):
    rows = [(x, 1.0), (y, 2.0), (x * y, 3.0)]
    values, weights = zip(*rows)
    return sum(v * w for v, w in zip(values, weights))


def unzipped(x):
    firsts, seconds = zip(*[(v, v * v) for v in x])
    return sum(firsts) * sum(seconds)


def products(x, y):
    total = 0.0
    for a, b in product(x, y):
        total = total + math.sin(a * b)
    return total


def product_of_ranges(m):
    total = 0.0
    for i, j in itertools.product(range(m.shape[0]), range(m.shape[1])):
        total = total + (i + 1) * m[i, j] ** 2
    return total


def product_repeat(x):
    return sum(x[i] * x[j] for i, j in product(range(2), repeat=2))


def pairs_of_array(x):
    total = 0.0
    for a, b in combinations(x, 2):
        total = total + (a - b) ** 2
    return total


def pairs_of_indices(x):
    energy = 0.0
    for i, j in itertools.combinations(range(len(x)), 2):
        energy = energy + 1.0 / (1.0 + (x[i] - x[j]) ** 2)
    return energy


def permuted(x, y, z):
    total = 0.0
    for a, b, c in itertools.permutations((x, y, z)):
        total = total + a * b**2 * c**3
    return total


def chained(x, y):
    total = 0.0
    for v in chain(x, y, [1.0]):
        total = total * 0.9 + v * v
    return total


def chained_from_iterable(rows):
    return sum(v**2 for v in chain.from_iterable(rows))


def accumulated(x):
    return sum(accumulate(x)) + list(accumulate(x, operator.mul))[-1]


def accumulated_initial(x):
    out = list(accumulate([x, x * x], lambda a, b: a * 0.5 + b, initial=2.0))
    return out[-1] * len(out)


def repeated(x):
    return sum(repeat(x, 3)) + sum(a * b for a, b in zip([1.0, 2.0], repeat(x)))


def sliced(x):
    return sum(islice(x, 2)) * 2.0 + sum(islice(x, 1, 4)) + sum(islice(x, 0, None, 2))


def counted(x):
    total = 0.0
    for k in itertools.count(1):
        term = x**k / k
        if k > 6:
            break
        total = total + term
    return total


def zipped_count(x):
    return sum(k * v for k, v in zip(itertools.count(start=1, step=2), x))


def cycled(x):
    total = 0.0
    for k, w in enumerate(cycle([1.0, -1.0, 0.5])):
        if k >= len(x):
            break
        total = total + w * x[k] ** 2
    return total


def zipped_cycle(x):
    return sum(v * s for v, s in zip(x, cycle((1.0, -1.0))))


def star_mapped(x):
    return sum(starmap(lambda a, b: a * b, zip(x, x[1:])))


def star_mapped_pow(x):
    total = 0.0
    for v in starmap(pow, [(x, 2), (x, 3), (2.0, x)]):
        total = total + v
    return total


def taken_while(x):
    total = 0.0
    for v in takewhile(lambda t: t < 0.85, x):
        total = total + v * v
    return total


def dropped_while(x):
    return sum(v**2 for v in itertools.dropwhile(lambda t: t < 0.3, x))


def pairwise_differences(x):
    return sum((b - a) ** 2 for a, b in itertools.pairwise(x))


def zipped_longest(x):
    total = 0.0
    for a, b in zip_longest(x, [1.0, 2.0], fillvalue=0.5):
        total = total + a * b
    return total


def negative_range(x):
    y = 0.0
    for i in range(len(x) - 1, -1, -1):
        y = y * 0.5 + x[i]
    return y + sum(x[i] for i in range(3, 0, -2))


def conversions(x):
    n = int(3.7)
    return float(x) * n + abs(-x) + pow(x, 2) + round(2.6) * x + bool(n) * x


def divided(x):
    q, m = divmod(7, 3)
    a, b = divmod(x, 0.25)
    return q * x + m * x * x + b


def truncated(x):
    return x * int(x * 10.7) + x * round(x) + math.floor(x) * x


def instance_tests(x):
    if isinstance(x, (int, float)):
        return x * x
    return sum(x)


def attribute_tests(x):
    y = x * 2.0
    if hasattr(x, "shape"):
        y = np.sum(y)
    return y * getattr(x, "missing", 3.0)


def triples(x):
    windows = zip(x, x[1:], x[2:])
    return sum((a - 2.0 * b + c) ** 2 for a, b, c in windows)


def nested_loops_over_rows(rows):
    return sum(a * b for row in rows for a, b in zip(row, reversed(row)))


def enumerate_zip_map(x, y):
    total = 0.0
    for i, (a, b) in enumerate(zip(map(math.sin, x), y)):
        total = total + i * a * b
    return total


def dict_from_zip(x, y):
    table = dict(zip(("a", "b"), (x, y)))
    return table["a"] * table["b"] ** 2


def compress_selected(x):
    return sum(itertools.compress(x, [1, 0, 1, 1]))


def next_of_iterator(x):
    it = iter([x, x * x, 2.0])
    first = next(it)
    second = next(it)
    return first * second + next(it) + next(it, 5.0)


TAGS = "issue3 itertools"
u = np.array([0.35, 0.9, 0.55, 0.7])
v = np.array([0.6, 0.25, 0.8, 0.45])
a, b = 0.8, 1.3
for array_function in (
    sorted_array, sorted_reverse, sorted_by_key, sorted_indices, sorted_by_getitem, mapped, mapped_list,
    mapped_function, filtered, filtered_loop, sum_of_generator, extremum_key, any_all, reversed_enumerate,
    enumerate_from, unzipped, product_repeat, pairs_of_array, pairs_of_indices, accumulated, sliced, zipped_count,
    cycled, zipped_cycle, star_mapped, taken_while, dropped_while, pairwise_differences,
    negative_range, attribute_tests, triples, compress_selected,
):  # fmt: skip
    program(array_function, (u,), (v,), tags=TAGS, must_pass=True)
for scalar_function in (
    sum_of_lists, extremum_default, reversed_list, accumulated_initial, repeated, counted, star_mapped_pow,
    conversions, divided, truncated, instance_tests, next_of_iterator,
):  # fmt: skip
    program(scalar_function, (a,), (0.45,), tags=TAGS, must_pass=True)
for binary in (extremum_of_several, extremum_of_pairs, transposed_rows, dict_from_zip):
    program(binary, (a, b), (1.1, 0.4), tags=TAGS, must_pass=True)
for two_arrays in (sorted_pairs, mapped_two, zip_strict, products, chained, enumerate_zip_map):
    program(two_arrays, (u, v), (v, u), tags=TAGS, must_pass=True)
program(median_of_three, (0.5, 0.9, 0.7), (0.3, 0.2, 0.1), tags=TAGS, must_pass=True)
program(sum_with_start, (u, a), (v, b), tags=TAGS, must_pass=True)
program(product_of_ranges, (r.normal(2, 3),), (r.normal(2, 3),), tags=TAGS, must_pass=True)
program(permuted, (0.5, 0.9, 0.7), (0.3, 1.2, 0.4), tags=TAGS, must_pass=True)
program(chained_from_iterable, ([[0.5, 0.7], [1.2]],), ([[0.2, 0.9], [0.3]],), tags=TAGS, must_pass=True)
program(nested_loops_over_rows, (r.normal(3, 4),), (r.normal(3, 4),), tags=TAGS, must_pass=True)
program(zipped_longest, (u,), (v,), tags=TAGS)


def walk_of_indices(x):
    total = 0.0
    for i, j in np.ndindex(x.shape):
        total += x[i, j] ** 2 * (i + 1)
    for index in np.ndindex(*x.shape):
        total = total + np.sin(x[index])
    return total


def walk_of_entries(x):
    out = np.empty_like(x)
    for (i, j), entry in np.ndenumerate(x):
        out[i, j] = entry * x[j % 2, 0] if i + j > 1 else entry**3
    return np.sum(out * x)


M23 = np.linspace(-1.0, 1.3, 6).reshape(2, 3)
for function in (walk_of_indices, walk_of_entries):
    program(function, (M23,), (M23[:, :2] * 0.7,), must_pass=True)
