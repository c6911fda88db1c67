"""`max`, `min` and `sorted` with a key, of what is empty where the derivative is written."""

from tests.programs import program


def largest_value(x):
    d = {}
    if x > 100:
        x = x * max(d.values(), key=lambda k: k["w"])["w"]
    return x


def largest_row(x):
    d = []
    if x > 100:
        x = x * max(d, key=lambda k: k[0])[0]
    return x * x


def first_of_sorted(x):
    d = {}
    if x > 100:
        x = x * sorted(d.values(), key=lambda k: k["w"])[0]["w"]
    return x * x


def smallest_value(x):
    d = {}
    if x > 100:
        x = x * min(d.values(), key=lambda k: k[1])[0]
    return x * x


def best_key(x):
    d = {}
    if x > 100:
        x = x * d[max(d, key=lambda k: d[k])]
    return x * x


def best_item(x):
    d = {}
    if x > 100:
        x = x * max(d.items(), key=lambda kv: kv[1])[1]
    return x * x


def or_none(x):
    d = {}
    best = max(d.values(), key=lambda k: k["w"], default=None)
    return x if best is None else x * best["w"]


def or_given(x):
    d = []
    best = min(d, key=lambda k: k[0], default=(x, 2.0))
    return best[0] * best[0]


def caught(x):
    d = {}
    try:
        return max(d.values(), key=lambda k: k["w"])["w"]
    except ValueError:
        return x * x


def sorted_items(x):
    d = {}
    return x * x * (1 + len(sorted(d.items(), key=lambda kv: kv[1]["w"], reverse=True)))


def children_of_a_search(x):
    kids = {}
    for k in range(3):
        if x > 0.1 * k:
            kids[k] = {"w": x * k, "n": 1}
    if kids:
        x = x * max(kids.values(), key=lambda c: c["w"])["w"]
    return x


for function in (
    largest_value,
    largest_row,
    first_of_sorted,
    smallest_value,
    best_key,
    best_item,
    or_none,
    or_given,
    caught,
    sorted_items,
    children_of_a_search,
):
    program(function, (0.7,), (0.15,), tags="empty", must_pass=True, second=True)
