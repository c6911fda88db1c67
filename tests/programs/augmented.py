"""`op=` on lists, dicts and sets, which others see; lists beside arrays; sums of what is not known; recursion without
derivative."""

import collections
import functools
import json
import operator
from types import SimpleNamespace

import numpy as np

from tests.programs import Sampler, program

r = Sampler(97)
CONFIG = {"rows": [np.array([1.0, 2.0]), np.array([3.0, 0.5])], "scale": 2.0}
WEIGHTS = [0.5, 0.25, 2.0]
first_row = operator.methodcaller("__getitem__", 0)


# -- op= in place --------------------------------------------------------------------------------------------


def an_array_is_added_to_a_list(x, v):
    rows = [x, 2 * x, x * x]
    other = rows
    rows += v * x
    return rows[0] ** 2 + rows[2] + len(other)


def an_array_is_added_to_lists_in_slots(x, v):
    holder, table = SimpleNamespace(rows=[x, x, x * x]), {"r": [x, x * x, 1.0]}
    holder.rows += v
    table["r"] += v * v
    return holder.rows[0] * holder.rows[1] + table["r"][0] ** 2


def a_list_times_an_array_in_place(x, v):
    rows = [x, x * x, 1.0]
    rows *= v
    return rows[0] * rows[1] + rows[2]


def a_number_of_numpy_is_added_to_a_list(x):
    rows = [x, x * x]
    rows += np.float64(2.0) * x
    return rows[0] * rows[1]


def a_repeated_list_has_two_names(x):
    items = [x, 1.0]
    other = items
    items *= 2
    items.append(x)
    return sum(other) * len(other)


def a_repeated_list_of_unknown_length(x, v):
    items = []
    for t in v:
        items.append(t * x)
    other = items
    items *= 2
    return sum(other) * len(other)


def repeated_an_unknown_number_of_times(x, n):
    items = [x]
    other = items
    items *= n
    items[0] = x * x
    return sum(items) * len(other)


def a_set_has_two_names(x):
    seen = {1, 2}
    other = seen
    seen |= {3, 7}
    seen &= {2, 3, 7}
    seen -= {7}
    seen ^= {9}
    return x ** len(other) + len(seen) * x


def a_dict_has_two_names(x):
    table = {"a": x}
    other = table
    table |= {"b": x * x}
    return sum(other.values()) * len(other)


class Bag:
    def __init__(self, items):
        self.items, self.seen, self.table = items, set(), {"z": 1.0}

    def add(self, *more):
        self.items += more


def containers_of_an_object(x):
    bag = Bag([x, 1.0])
    items, seen, table = bag.items, bag.seen, bag.table
    bag.items += [x * x]
    bag.add(x, 2.0)
    bag.items *= 2
    bag.seen |= {3, 4}
    bag.table |= {"q": x * x}
    return sum(items) * len(items) * len(seen) + sum(table.values())


def containers_of_a_dict(x):
    table = {"l": [x], "s": {1}, "d": {"a": x}}
    items, seen, inner = table["l"], table["s"], table["d"]
    table["l"] *= 3
    table["s"] |= {5}
    table["d"] |= {"b": x**2}
    table["l"] += (x,)
    return sum(items) * len(items) + x * len(seen) + sum(inner.values())


def a_list_of_a_dict_that_grows(x, v):
    table = {"r": []}
    other = table["r"]
    for t in v:
        table["r"].append(t * x)
    table["r"] += [x]
    table["r"] += [x * x, 1.0]
    return sum(other) * len(other)


def rows_that_grow(x, v):
    rows = []
    for t in v:
        rows.append([t * x, x])
    other = rows[1]
    for i in range(len(v)):
        rows[i] += rows[0]
        rows[i] += [x * x]
    return sum(rows[0]) * sum(other) * len(other)


def tuples_that_grow(x, v):
    rows = []
    for t in v:
        rows.append((t * x, x))
    for i in range(len(v)):
        rows[i] += (x * x, 1.0)
    return sum(rows[0]) * len(rows[2])


def a_list_added_to_itself(x, v):
    holder = SimpleNamespace(items=[])
    other = holder.items
    for t in v:
        holder.items.append(t * x)
    holder.items += other
    other.extend(holder.items)
    other += other[1:]
    return sum(other) * len(other)


def changed_by_a_helper(x):
    def grow(items, n):
        items *= n
        items += [x]
        return items

    items = [x, x * x]
    more = grow(items, 2)
    return sum(items) + len(more) * x


# -- lists beside arrays -------------------------------------------------------------------------------------


def a_list_times_an_array(x, v):
    return np.sum([1.0, 2.0, 3.0] * v) * x + np.sum([x, 2 * x, 1.0] * v)


def a_list_and_an_array(x, v):
    ones = [1.0 for _ in v]
    more = [1.0, 2.0, x] + v
    return np.sum(more * more) + np.sum(ones + v) * x + np.sum(v + (1, 2, 3)) * x


def a_list_of_the_module(x, v):
    return np.sum(WEIGHTS * v) * x + np.sum((WEIGHTS - v) ** 2) + np.sum(v**WEIGHTS) * x


def a_list_that_was_built(x, v):
    weights = []
    for t in v:
        weights.append(2.0 if t > 1 else 1)
    y = weights * v
    return y[0] * x + np.sum(y)


def matrices_as_lists(x, v):
    m = [[1.0, 2.0, 0.5], [3.0, 4.0, 1.0], [x, 1.0, 2.0]]
    k = [1, 2, 3]
    return np.sum(m * v) * x + np.sum(m @ v) + (v @ m)[0] + k @ v


def a_list_argument(x, v, weights):
    return np.sum(weights * v) * x + np.sum(weights + v * x)


# -- sums of what is not known -------------------------------------------------------------------------------


def sums_of_what_is_not_known(x):
    total = 0.0
    for k in range(2):
        row = first_row(CONFIG["rows"])
        total += row * x
        total *= 1.5
        total -= row
    return np.sum(total) / 3


def counts_of_words(x, words):
    total = 0.0
    for word, count in collections.Counter(words).most_common(2):
        total += count * x**2 + len(word)
    return total


def parsed_in_the_function(x, text):
    total = 0.0
    for entry in json.loads(text)["terms"]:
        total += entry["k"] * x ** entry["n"]
    return total


# -- recursion through which no derivative passes ------------------------------------------------------------


@functools.cache
def binomial(n, k):
    if k in (0, n):
        return 1
    return binomial(n - 1, k - 1) + binomial(n - 1, k)


def bernstein(t, c):
    n = len(c) - 1
    total = 0.0
    for k in range(n + 1):
        total += binomial(n, k) * t**k * (1 - t) ** (n - k) * c[k]
    return total


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


def depth(n):
    return 0.5 if n < 2 else 1 + depth(n // 2)


def counted_by_recursion(x, n):
    total = 0.0
    for k in range(n):
        total += x * depth(k + 1)
        total *= 2.0 if is_even(k) else x
    return total


V1, V2 = r.positive(3), r.positive(3)
for function in (
    an_array_is_added_to_a_list, an_array_is_added_to_lists_in_slots, a_list_times_an_array_in_place,
    a_repeated_list_of_unknown_length, a_list_of_a_dict_that_grows, rows_that_grow, tuples_that_grow,
    a_list_added_to_itself, a_list_times_an_array, a_list_and_an_array, a_list_of_the_module, a_list_that_was_built,
    matrices_as_lists,
):  # fmt: skip
    program(function, (0.7, V1), (1.3, V2), tags="issue3", must_pass=True)
for function in (
    a_number_of_numpy_is_added_to_a_list, a_repeated_list_has_two_names, a_set_has_two_names, a_dict_has_two_names,
    containers_of_an_object, containers_of_a_dict, changed_by_a_helper, sums_of_what_is_not_known,
):  # fmt: skip
    program(function, (0.7,), (1.3,), tags="issue3", must_pass=True)
program(repeated_an_unknown_number_of_times, (0.7, 3), (1.3, 2), tags="issue3", must_pass=True)
program(
    a_list_argument, (0.7, V1, [1.0, 2.0, 0.5]), (1.3, V2, [0.3, 1.0, 1.5]), tags="issue3", must_pass=True
)
program(counts_of_words, (0.7, ["a", "bc", "a"]), (1.3, ["d"] * 4), tags="issue3", must_pass=True)
program(
    parsed_in_the_function, (0.7, '{"terms": [{"k": 2.0, "n": 2}]}'),
    (1.3, '{"terms": [{"k": 1.0, "n": 1}, {"k": 3.0, "n": 3}]}'), tags="issue3", must_pass=True,
)  # fmt: skip
program(bernstein, (0.3, r.normal(4)), (0.6, r.normal(5)), tags="issue3", must_pass=True)
program(counted_by_recursion, (0.7, 3), (1.3, 4), tags="issue3", must_pass=True)
