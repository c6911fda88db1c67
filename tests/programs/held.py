"""Lists, dicts and objects that are shared, changed and read in turn: what short random programs found."""

from __future__ import annotations

import copy
import itertools
from collections import OrderedDict, defaultdict, deque

import numpy as np

from tests.programs import Sampler, program

s = Sampler(47)


# -- loops over containers ---------------------------------------------------------------------------------


def same_list_twice_in_a_loop(x, v):
    items = [x, x * x, v[0], v[1]]
    for part in (items, items):
        del part[0]
        part.append(sum(items))
    return sum(items) * x


def same_dict_twice_in_a_loop(x, y):
    table = {"a": x, "b": y * x}
    for part in (table, table):
        part["a"] += part["b"]
        part["c"] = part["a"] * x
    return sum(table.values())


def grown(items):
    items.append(sum(items))
    return items[0] * items[-1]


def same_list_mapped_twice(x, v):
    items = [x, v[0]]
    totals = list(map(grown, (items, items)))
    return totals[0] * totals[1] + sum(items)


def replaced_while_the_values_are_read(x, y):
    table = {"a": [x], "b": [y]}
    total = 0.0
    for key, values in table.items():
        total = total + sum(values) * x
        table["b"] = [x, y * x, total]
    return total


def backwards_through_a_growing_list(x, v):
    items = [x * t for t in v]
    total = x
    for t in reversed(items):
        total = total * x + t
        items.append(total)
    return total + sum(items)


def backwards_through_a_shrinking_list(x, v):
    items = [x * t for t in v]
    total = x
    for k, t in zip(range(9), reversed(items), strict=False):
        total = total * 0.5 + t * k
        items.pop()
        if len(items) > 1:
            items.pop(0)
    return total + sum(items)


def pairs_of_a_list_that_changes(x, v):
    short, long = [x, v[0], v[1] * x], [x * t for t in v]
    total = x
    for a, b in itertools.combinations(short, 2):
        total = total * a * 0.5 + b
        short[0], short[2] = total, x
    for a, b in itertools.combinations(long, 2):
        total = total * a * 0.1 + b
        long[0] = total
    return total


# -- rows and columns --------------------------------------------------------------------------------------


def columns_of_rows(x, v, w):
    rows = [[x * t * u for t in v] for u in w]
    columns = list(map(list, zip(*rows, strict=True)))
    return sum(columns[0]) * columns[1][0] + sum(c[-1] for c in columns)


def columns_of_constant_rows(x, v, w):
    total = 0.0
    for column in zip(*np.outer(v, w).tolist(), strict=True):
        total = total + column[0] * column[-1] * x
    return total * x


def columns_of_an_array(x, v, w):
    return sum([sum(c) * c[0] for c in zip(*(np.outer(v, w) * x), strict=True)])


# -- lists of constants ------------------------------------------------------------------------------------


def constants_from_an_array_grow(x, n):
    items = np.ones(3).tolist()
    for k in range(n):
        items.append(2.0 + k)
    return x * len(items) + x * x * sum(items)


def constants_from_an_array_go(x, n):
    items = np.arange(6.0).tolist()
    while len(items) > n:
        items.pop()
    return x * len(items) + x * x * sum(items)


def parts_of_an_array_go(x, n):
    parts = np.split(np.arange(8.0), 4)
    while len(parts) > n:
        parts.pop(0)
    return x * np.concatenate(parts).sum() + x * x * sum(p[0] for p in parts)


def numbers_among_constants(x, n):
    items = np.ones(3).tolist()
    rows = np.ones((2, 3)).tolist()
    for k in range(n):
        items[k] = x * k
        rows[1][k] += x * x
    items += [x]
    return x * sum(items) + sum(rows[1])


def cleared_before_it_is_filled(x, v):
    items = [0.5 * t for t in v]
    items.clear()
    items.append(x)
    return sum(items) * x


def cut_before_it_is_filled(x, v):
    items = [0.5 * t for t in v]
    del items[1:3]
    items.append(x * x)
    return sum(items) * x * items[0]


def slice_set_before_it_is_filled(x, v):
    items = [0.5 * t for t in v]
    items[1:3] = [v[0], v[2] * 0.4, 1.0]
    items.append(x)
    return sum(items) * x


def popped_behind_a_loop(c, x):
    total = c[-1] * x
    for k in range(3):
        total = total + x * k
    c.pop()
    return total * 2.0


def list_of_constants_and_another(x, v):
    items = [t * 2.0 for t in v]
    more = items + [v[0], 1.0]
    return x * x * sum(more)


def text_with_a_list(x, v):
    values = [x * t for t in v]
    table = dict(zip("abc", values, strict=False))
    total = x
    for name, t in zip("abcd", values, strict=False):
        total = total * t if name == "b" else total + t
    return total * table["a"] + sum(table.values())


def copies_of_containers(x, v):
    rows = [[x * t * u for t in v] for u in v]
    kept = copy.deepcopy(rows)
    table = {"a": x, "b": v[0]}
    for k in range(3):
        table["abc"[k]] = x * v[k]
        kept[k][0] += rows[0][k] * x
    other = copy.copy(table)
    other["a"] = x * x
    return sum(sum(r) for r in kept) + sum(rows[0]) * sum(other.values()) + sum(table.values())


def starred_iterations(x, v):
    values = [*map(lambda t: t * x, [t for t in v]), x]
    pairs = [*zip(values, [t for t in v], strict=False)]
    return sum(a * b for a, b in pairs) + sum(values)


def what_is_not_there(x, v):
    items, table = [x, x * v[0]], {"a": x}
    total = 0.0
    for k in range(3):
        try:
            total = total + items.pop() * k
        except IndexError:
            total = total * x
        try:
            total = total + table.pop("a")
        except KeyError:
            total = total + x * k
    return total * x


def shortened_without_need(c, x):
    while len(c) > 1:
        c.pop()
    return x * x


def arrays_of_views_before_a_write(x, v):
    rows = np.array([v for t in v])
    v -= x
    return sum(v * x) + sum(rows[-1])


class Holder:
    def __init__(self, a, s):
        self.a = a
        self.s = s


def one_array_in_objects(v, w, x):
    held = [Holder(v, t) for t in (x, x, v[-1])]
    if sum(v) < 2.0:
        v[0], v[1] = v[1], v[0]
    else:
        held[-1].a = w
    return np.sum(np.sin(v)) + sum(h.a.sum() * h.s for h in held)


def rows_looked_up_twice(v, x):
    rows = [[x, x, v[0]], [x, 0.5, v[1]], [0.2, x, v[1]]]
    for _row in (rows[-1], rows[1]):
        _, rows[1][1] = x, x * 0.5
        continue
    return sum(t * t for row in rows for t in row)


# -- what collections and itertools give -------------------------------------------------------------------


def sums_of_an_emptied_list(x, v):
    items = [t * x for t in v]
    while items:
        items.pop()
    sums = itertools.accumulate(items)
    return sum(sums) + x * x


def running_products(x, v):
    return sum(itertools.accumulate([t * x for t in v], lambda a, b: a * b + 0.1))


def defaultdict_that_may_lose_a_key(x, y):
    table = defaultdict(float, {"a": y, "b": x * y, "c": y * y})
    taken = x
    if x > 0.9:
        taken = table.pop("c", 0.5)
    return sum(table.values()) + taken * x + table["a"] * table["d"]


def tables_in_a_list(x, v):
    tables = [defaultdict(float, {"a": x, "b": t}) for t in v]
    ordered = []
    for t in v:
        ordered.append(OrderedDict(a=t * x, b=x))
    for k in range(3):
        tables[k]["abc"[k]] += tables[0]["a"] * ordered[k]["b"]
        ordered[k]["a"] *= x
    return sum(sum(t.values()) for t in tables) + sum(t["a"] * t["b"] for t in ordered)


def queue_of_the_last_ones(x, v):
    last = deque((t * x for t in v), maxlen=2)
    total = sum(last)
    for k in range(3):
        last.append(last[0] * x)
        total = total + sum(last) * k
    return total


def queues_in_a_list(x, v):
    queues = [deque([x, t], maxlen=3) for t in v]
    for k in range(3):
        queues[k].append(queues[0][1] * x * v[k])
    return sum(sum(q) for q in queues)


x, y = 1.2, 0.6
v, w = s.normal(4), s.normal(4)
for one in (same_dict_twice_in_a_loop, replaced_while_the_values_are_read, defaultdict_that_may_lose_a_key):
    program(one, (x, y), (y, x), must_pass=True)
for one in (
    same_list_twice_in_a_loop, same_list_mapped_twice, backwards_through_a_growing_list,
    backwards_through_a_shrinking_list, cleared_before_it_is_filled, cut_before_it_is_filled,
    slice_set_before_it_is_filled, list_of_constants_and_another, copies_of_containers, starred_iterations,
    text_with_a_list, sums_of_an_emptied_list, running_products, tables_in_a_list, queues_in_a_list,
    queue_of_the_last_ones,
):  # fmt: skip
    program(one, (x, v), (y, w), must_pass=True)
for one in (columns_of_rows, columns_of_constant_rows, columns_of_an_array):
    program(one, (x, v, w), (y, w, s.normal(4)), must_pass=True)
for one in (
    constants_from_an_array_grow, constants_from_an_array_go, parts_of_an_array_go, numbers_among_constants,
):  # fmt: skip
    program(one, (x, 2), (y, 3), must_pass=True)
program(popped_behind_a_loop, ([x, y, 0.3], 0.7), ([y, x, 0.2, 0.1], 1.3), must_pass=True)
program(shortened_without_need, ([x, y, 0.3], 0.7), ([y, x, 0.2], 1.3), must_pass=True)
program(arrays_of_views_before_a_write, (x, v), (y, w), must_pass=True)
program(one_array_in_objects, (v, w, x), (w, v, y), must_pass=True)
program(rows_looked_up_twice, (v, x), (w, y), must_pass=True)
program(what_is_not_there, (x, v), (y, w), must_pass=True, second=False)
program(pairs_of_a_list_that_changes, (x, v), (y, w), must_pass=True)
