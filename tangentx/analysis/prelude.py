"""Builtins and itertools in plain Python, for sequences whose length is not known: inlined where they are called.

Only `specialise` reads these functions; nothing calls them.  They stay inside the accepted language.
"""

from __future__ import annotations

import math

MODULES = (
    __name__,
    f"{__package__}.library_prelude",
    f"{__package__}.queues",
    f"{__package__}.polynomial_objects",
)


def collected(items):
    result = []
    for item in items:
        result.append(item)
    return result


def trimmed(items, limit, end):
    if len(items) > limit:
        items.pop(end)


def kept(function, items):
    return [item for item in items if function(item)]


def true_ones(items):
    return [item for item in items if item]


def left_out(function, items):
    return [item for item in items if not function(item)]


def taken_while(function, items):
    result = []
    for item in items:
        if not function(item):
            break
        result.append(item)
    return result


def dropped_while(function, items):
    result = []
    dropping = True
    for item in items:
        if dropping and function(item):
            continue
        dropping = False
        result.append(item)
    return result


def compressed(items, selectors):
    return [item for item, selector in zip(items, selectors, strict=False) if selector]


def sums(items):
    result = []
    for k in range(len(items)):
        result.append(items[k] if k == 0 else result[k - 1] + items[k])
    return result


def running_from_first(items, function):
    result = []
    for k in range(len(items)):
        result.append(items[k] if k == 0 else function(result[k - 1], items[k]))
    return result


def running_sums(items, initial):
    total = initial
    result = [total]
    for item in items:
        total = total + item
        result.append(total)
    return result


def running(items, function, initial):
    total = initial
    result = [total]
    for item in items:
        total = function(total, item)
        result.append(total)
    return result


def flattened(rows):
    return [item for row in rows for item in row]


def begun_at(items, by):
    n = len(items)
    return [items[(i + by) % n] for i in range(n)]


def concatenated(first, second):
    result = []
    for item in first:
        result.append(item)
    for item in second:
        result.append(item)
    return result


def repeated(items, times):
    result = []
    for _ in range(times):
        for item in items:
            result.append(item)
    return result


def part(items, start, stop, step):
    return [items[i] for i in range(start, stop, step)]


def ordered(items, order):
    return [items[i] for i in order]


def keys_of(function, items):
    return [function(item) for item in items]


def folded(function, items, initial):
    total = initial
    for item in items:
        total = function(total, item)
    return total


def folded_from_first(function, items):
    total = items[0]
    for k in range(1, len(items)):
        total = function(total, items[k])
    return total


def added(items, start):
    total = start
    for item in items:
        total = total + item
    return total


def added_objects(items, start):
    if not items:
        raise TypeError("the sum of no objects")
    total = start + items[0]
    for k in range(1, len(items)):
        total = total + items[k]
    return total


def extended(items, more):
    for item in more:
        items.append(item)


def doubled(items, same):
    for k in range(len(items)):
        items.append(same[k])


def repeat_in_place(items, times):
    items[:] = items * times


def update(items, more):
    items.update(more)


def intersect(items, others):
    items.intersection_update(others)


def subtract(items, others):
    items.difference_update(others)


def exclude(items, others):
    items.symmetric_difference_update(others)


def largest(items):
    if len(items) < 2:
        raise TypeError("max() of a single number, or of none")
    return max(items)


def smallest(items):
    if len(items) < 2:
        raise TypeError("min() of a single number, or of none")
    return min(items)


def largest_by(items, key):
    if len(items) < 2:
        raise TypeError("max() of a single number, or of none")
    return max(items, key=key)


def smallest_by(items, key):
    if len(items) < 2:
        raise TypeError("min() of a single number, or of none")
    return min(items, key=key)


def length(items):
    return math.dist(items, [0.0] * len(items))


def min_or(items, default):
    best = default
    first = True
    for item in items:
        if first or item < best:
            best = item
        first = False
    return best


def max_or(items, default):
    best = default
    first = True
    for item in items:
        if first or item > best:
            best = item
        first = False
    return best


def max_by_or(items, default, key):
    best, highest, first = default, default, True
    for item in items:
        found = key(item)
        if first or found > highest:
            best, highest = item, found
        first = False
    return best


def min_by_or(items, default, key):
    best, lowest, first = default, default, True
    for item in items:
        found = key(item)
        if first or found < lowest:
            best, lowest = item, found
        first = False
    return best


def columns_of(rows, k):
    return [row[k] for row in rows]


def columns(rows):
    return [tuple([row[k] for row in rows]) for k in range(min([len(row) for row in rows], default=0))]


def columns_of_array(rows):
    return [tuple(column) for column in rows.T]


def last_ones(items, limit):
    return [items[k] for k in range(max(len(items) - limit, 0), len(items))]


def copied_rows(rows):
    return [row.copy() for row in rows]


def turned(items):
    for k in range(len(items)):
        items.insert(k, items.pop())


def emptied(items):
    for _ in range(len(items)):
        items.pop()


def thinned(items, positions):
    for at in sorted(positions, reverse=True):
        items.pop(at)


def refilled(items, more):
    for k in range(len(items)):
        items[k] = more[k]


def refilled_at(items, positions, more):
    for k, item in zip(positions, more, strict=True):
        items[k] = item


def replaced(items, positions, start, more):
    for _ in range(len(positions)):
        items.pop(start)
    for k in range(len(more)):
        items.insert(start + k, more[k])


def put(table, key, _value):
    table[key] = _value


def ensured(table, key, _value):
    if key not in table:
        table[key] = _value


def made_for(table, key, factory):
    if key not in table:
        table[key] = factory()


def got(table, key, default):
    result = default
    if key in table:
        result = table[key]
    return result


def popped(table, key, default):
    result = default
    if key in table:
        result = table.pop(key)
    return result


def updated(table, other):
    for key in other:
        table[key] = other[key]


def updated_from_pairs(table, pairs):
    for key, value in pairs:
        table[key] = value


def dict_emptied(table):
    for key in list(table):
        table.pop(key)


def attribute_or(value, name, default):
    return getattr(value, name) if hasattr(value, name) else default


def listed(x):
    return [float(v) for v in x]


def listed_rows(x):
    return [[float(v) for v in row] for row in x]
