"""Lists that an object or a container gets on one path and makes itself on the other, and that are changed there."""

import numpy as np

from tests.programs import program


class Basket:
    def __init__(self, items=None):
        self.items = items or []

    def put(self, v):
        self.items.append(v)
        return self


def given_and_grown(x):
    basket = Basket([v * v for v in x])
    basket.put(x[0] * x[1])
    return basket.items[0] + 2.0 * basket.items[1] * basket.items[-1]


def made_and_grown(x):
    basket = Basket()
    for v in x:
        basket.put(v * v)
    return basket.items[0] * basket.items[-1] + sum(basket.items)


def given_by_name(x):
    values = [v * v for v in x]
    basket = Basket(values)
    for v in x:
        basket.items.append(v)
        if len(basket.items) > 6:
            basket.items.pop(0)
    return basket.items[0] + 2.0 * basket.items[1] * basket.items[-1]


def given_and_emptied(x):
    basket = Basket([v * v for v in x])
    s = 0.0
    for v in x:
        try:
            s += v * basket.items.pop(2)
        except IndexError:
            s += x[0] * v
    return s + sum(basket.items)


def given_and_written(x):
    basket = Basket([v * v for v in x])
    for k in range(len(x)):
        basket.items[k] = 2.0 * basket.items[k] * x[0]
    return basket.items[0] + 2.0 * basket.items[1] + basket.items[-1]


def with_two_names(x):
    values = [v * v for v in x]
    basket = Basket(values)
    basket.put(x[0])
    basket.items.pop(0)
    return basket.items[0] + 7.0 * values[0]


def with_two_names_and_a_store(x):
    values = [v * v for v in x]
    basket = Basket(values)
    basket.items[0] = basket.items[0] * x[1]
    return basket.items[0] + 7.0 * values[0]


def _squares(x):
    return [v * v for v in x]


def or_nothing(x):
    items = _squares(x) or []
    items.append(x[1])
    return sum(items) * items[0]


def one_of_two_boxes(x):
    left = {"l": [v * v for v in x]}
    right = {"l": [v + v for v in x]}
    box = left if x[0] > 0.9 else right
    box["l"].append(x[1])
    return sum(left["l"]) * right["l"][0] * box["l"][1]


def exchanged_boxes(x):
    left = {"l": [v * v for v in x]}
    right = {"l": [v + v for v in x]}
    a, b = (left["l"], right["l"]) if x[0] > 0.9 else (right["l"], left["l"])
    a.append(x[1])
    b.append(x[2])
    b.pop(0)
    return sum(left["l"]) * right["l"][0] * a[1]


def in_a_pair(x):
    values = [v * v for v in x]
    pair = (values, 1.0) if x[0] > 0.9 else ([x[2] for _ in x], 2.0)
    pair[0][0] = x[1]
    pair[0].pop(1)
    return sum(values) * pair[0][1] * pair[1]


def item_of_a_dict(x):
    table = {q: [x[-1], x.sum(), x[0]] for q in "ab"}
    table["a"][:] = table["a"]
    row = table["a"] if x[1] > 0.9 else x.tolist()
    return sum(sum(t) for t in table.values()) * x[0] + np.sum(row)


def item_of_a_list(x):
    table = [[x[-1] * x[0], x[0]], [x[1]]]
    row = table[0] if x[1] > 0.9 else x.tolist()
    return sum(table[0]) * x[0] + np.prod(row)


X = np.array([0.7, 1.3, 2.1, 0.4]), np.array([1.2, 0.8, 0.5, 1.9, 1.1])

for f in (
    given_and_grown, made_and_grown, given_by_name, given_and_emptied, given_and_written, or_nothing, one_of_two_boxes,
    exchanged_boxes, in_a_pair, item_of_a_dict, item_of_a_list,
):  # fmt: skip
    program(f, (X[0],), (X[1],), tags="lists identity", must_pass=True)
for f in (with_two_names, with_two_names_and_a_store):
    program(f, (X[0],), (X[1],), tags="lists identity")


def repeated(rows):
    rows.append(rows[1])
    rows[0][0:] = rows[2]
    return rows[::-1]


def part_replaced_where_nothing_is_derived(x, v, w):
    rows = repeated([[x, v[2], x], [w[0], 0.5, x], [0.2, x, x]])
    if not x > 0.0:
        rows = repeated(np.outer(v, w).tolist())
    return x + sum(t * t for r in rows for t in r)


a, b = np.array([1.0, 2.0, 0.5]), np.array([0.1, 0.2, 0.3])
program(part_replaced_where_nothing_is_derived, (0.3, a, b), (-0.3, a, b), tags="lists")
