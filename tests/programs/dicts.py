"""Dicts whose keys are known at run time only: groups, memo tables, counters by label, caches."""

from collections import Counter, OrderedDict, defaultdict

import numpy as np

from tests.programs import program


def sums_by_label(x, lab):
    s = {}
    for i in range(len(x)):
        s[lab[i]] = s.get(lab[i], 0.0) + x[i] ** 2
    return sum((v * v for v in s.values()))


def arrays_by_label(x, lab):
    s = defaultdict(lambda: np.zeros(2))
    for i in range(len(x)):
        s[lab[i]] += np.array([x[i], x[i] ** 2])
    return sum((np.sum(v * v) for v in s.values()))


def arrays_filled_by_label(x, lab):
    s = {}
    for i in range(len(x)):
        if lab[i] not in s:
            s[lab[i]] = np.zeros(2)
        s[lab[i]][0] += x[i] ** 2
        s[lab[i]][1] = x[i] * s[lab[i]][0]
    return sum((np.prod(v) for v in s.values()))


def means_by_label(x, lab):
    tot = defaultdict(float)
    cnt = Counter()
    for v, l in zip(x, lab):
        tot[l] += v
        cnt[l] += 1
    return sum(((tot[l] / cnt[l]) ** 2 for l in tot))


def lists_by_label(x, lab):
    g = defaultdict(list)
    for v, l in zip(x, lab):
        g[l].append(v * v)
    t = 0.0
    for l in sorted(g.keys()):
        m = sum(g[l]) / len(g[l])
        t = t + sum(((v - m) ** 2 for v in g[l]))
    return t


def lists_by_setdefault(x, lab):
    g = {}
    for v, l in zip(x, lab):
        g.setdefault(l, []).append(v * v)
    return sum((np.mean(v) * k for k, v in g.items()))


def popped_keys(x, lab):
    s = {}
    for i in range(len(x)):
        s[i] = x[i] ** 2
    t = 0.0
    k = int(lab[1])
    while len(s) > 1:
        v = s.pop(k)
        k = (k + 1) % 6 if (k + 1) % 6 in s else min(s)
        s[k] = s[k] * v + x[0]
        t = t + s[k]
    return t


def table_in_a_while(x, n):
    memo = {0: 1.0, 1: x[0]}
    k = 2
    while k < 30:
        memo[k] = memo[k - 1] * x[1] + memo[k - 2] * 0.3
        k += 1
    return memo[29] + memo[5]


def read_and_overwritten(x, lab):
    d = {}
    y = 1.0
    for i in range(len(x)):
        k = lab[i]
        if k in d:
            y = y * d[k] + d[k] ** 2
        d[k] = y * x[i]
        d[k] = d[k] * d[k]
    return y + sum(d.values())


def dict_under_two_names(x, lab):
    d = {}
    e = d
    for i in range(len(x)):
        e[lab[i]] = x[i] * 2
        d[lab[i]] = e[lab[i]] ** 2
    return sum(d.values()) + e[0]


def inhelper(d, k, v):
    d[k] = d.get(k, 0.0) + v


def dict_filled_by_helper(x, lab):
    d = {}
    for i in range(len(x)):
        inhelper(d, lab[i], x[i] ** 2)
    return max(d.values()) * min(d.values())


def updated_and_copied(x, lab):
    d = {}
    for i in range(len(x)):
        d[lab[i]] = x[i]
    d.update({0: x[1] ** 2, 7: x[2]})
    e = d.copy()
    e[0] = e[0] * 2
    del e[7]
    d.update(e)
    t = 0.0
    for k, v in sorted(d.items()):
        t = t * 0.5 + v * (k + 1)
    return t


def dict_comprehensions(x, lab):
    d = {int(l): v**2 for l, v in zip(lab, x)}
    m = {k: v * d[0] for k, v in d.items() if v > 0.1}
    return np.sum(np.array(list(m.values()))) + len(m)


def key_of_the_largest(x, lab):
    d = {}
    for i in range(len(x)):
        d[lab[i]] = d.get(lab[i], 0.0) + x[i]
    best = max(d, key=d.get)
    return d[best] ** 2


def key_of_the_largest_by_function(x, lab):
    d = {}
    for i in range(len(x)):
        d[lab[i]] = d.get(lab[i], 0.0) + x[i]
    best = max(d, key=lambda k: d[k])
    return d[best] ** 2


def pairs_of_labels(x, lab):
    q = {}
    for i in range(len(x)):
        for j in range(len(x)):
            key = (lab[i], lab[j])
            q[key] = q.get(key, 0.0) + x[i] * x[j]
    return sum((v**2 for v in q.values()))


def ret(x, lab):
    d = {}
    for i in range(len(x)):
        d[lab[i]] = d.get(lab[i], 0.0) + x[i]
    return d


def dict_returned_by_helper(x, lab):
    d = ret(x, lab)
    return sum((d[k] ** 2 * k for k in d))


def dicts_in_a_dict(x, lab):
    g = {}
    for i in range(len(x)):
        g.setdefault(lab[i], {})
        g[lab[i]][i] = x[i] ** 2
    return sum((sum(d.values()) ** 2 for d in g.values()))


def costs_along_a_graph(x, lab):
    graph = {0: [1, 2], 1: [3], 2: [3, 4], 3: [5], 4: [5], 5: []}
    cost = {}
    cost[0] = x[0]
    order = [0, 1, 2, 3, 4, 5]
    for i in order:
        for j in graph[i]:
            cost[j] = cost.get(j, 0.0) + cost[i] * x[j]
    return cost[5]


class Cache:
    def __init__(self):
        self.d = {}

    def get(self, k, x):
        if k not in self.d:
            self.d[k] = np.sum(x**k)
        return self.d[k]


def cache_in_an_object(x, lab):
    c = Cache()
    t = 0.0
    for l in lab:
        t = t + c.get(int(l) + 1, x) * t + c.get(1, x)
    return t


def memo_of_a_recursion(x, n):
    memo = {}

    def f(k):
        if k in memo:
            return memo[k]
        r = x[0] if k < 2 else f(k - 1) * x[1] + f(k - 2)
        memo[k] = r
        return r

    return f(9)


def dict_in_a_loop(x, lab):
    t = 0.0
    for r in range(20):
        d = {}
        for i in range(len(x)):
            d[lab[i]] = d.get(lab[i], 0.0) + x[i] * r
        t = t + d[0] * d[1]
    return t


def key_on_one_path(x, lab):
    d = {"a": x[0]}
    if x[1] < 0:
        d["b"] = x[1] * x[2]
    t = 0.0
    if "b" in d:
        t = d["b"]
    return t * d["a"]


def enumerated_items(x, lab):
    d = {}
    for i in range(len(x)):
        d[lab[i]] = d.get(lab[i], 0.0) + x[i]
    t = 0.0
    for i, (k, v) in enumerate(d.items()):
        t = t + i * k * v**2
    for (k, v), w in zip(d.items(), x):
        t = t + v * w
    a, b, c = d
    return t * d[a]


def chosen_ordered_dicts(x, labels):
    rows = [OrderedDict(a=x[0], b=x[1] * x[2]), OrderedDict(a=x[3], b=x[4])]
    k = labels[1]
    total = rows[k]["a"] * rows[k]["b"]
    for key in sorted(rows[k]):
        total = total + rows[k][key] ** 2
    return total


def sorted_keys_of_a_chosen_dict(x, labels):
    rows = [{"b": t, "a": t * t} for t in x]
    total = 0.0
    for k in labels:
        for position, key in enumerate(sorted(rows[k])):
            total = total + position * rows[k][key] ** 3
    return total


LABELS = np.array([0, 1, 0, 2, 1, 0])
for f in (
    sums_by_label,
    arrays_by_label,
    arrays_filled_by_label,
    means_by_label,
    lists_by_label,
    lists_by_setdefault,
    popped_keys,
    table_in_a_while,
    read_and_overwritten,
    dict_under_two_names,
    dict_filled_by_helper,
    updated_and_copied,
    dict_comprehensions,
    key_of_the_largest,
    key_of_the_largest_by_function,
    pairs_of_labels,
    dict_returned_by_helper,
    dicts_in_a_dict,
    costs_along_a_graph,
    cache_in_an_object,
    memo_of_a_recursion,
    dict_in_a_loop,
    key_on_one_path,
    enumerated_items,
    sorted_keys_of_a_chosen_dict,
):
    x1 = np.array([0.7, -0.4, 1.3, 0.2, 0.9, 1.7])
    x2 = np.array([0.3, -1.1, 0.6, 0.8, 1.9, 0.4])
    second = f is not updated_and_copied  # pairs of a text and a number, which are derived again: refused
    program(f, (x1, LABELS), (x2, LABELS), tags="dicts issue3", must_pass=True, second=second)
program(chosen_ordered_dicts, (x1, LABELS), (x2, LABELS), tags="dicts issue3", second=False)
