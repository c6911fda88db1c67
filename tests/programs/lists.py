"""Lists that grow and are then read as arrays, lists under several names, lists in objects."""

import numpy as np

from tests.programs import program


def array_of_list(x, y):
    acc = []
    for k in range(4):
        acc.append(x * k)
    return np.sum(np.array(acc) ** 2) * y


def sum_of_list(x, y):
    acc = []
    for k in range(4):
        acc.append(x * k)
    return np.sum(acc) * y


def mean_and_items(x, y):
    acc = [x]
    for k in range(4):
        acc.append(acc[-1] * y)
    return np.mean(acc) + acc[2] * np.array(acc)[1]


def sum_of_comprehension(x, y):
    return np.sum([x * k for k in range(3)]) * np.max([x, y * y])


def matrix_of_rows(x, y):
    r = []
    for k in range(4):
        r.append(np.array([x * k, y]))
    m = np.array(r)
    return np.sum(m @ m.T)


def stack_and_vstack(x, y):
    r = []
    for k in range(4):
        r.append(np.array([x * k, y]))
    return np.sum(np.stack(r)[1:] * np.vstack(r)[:-1]) * np.linalg.norm(r)


def array_while_growing(x, y):
    acc = []
    for k in range(4):
        acc.append(x * k)
        y = y + np.sum(acc) * acc[k // 2]
    return y


def alias_appended(x, y):
    a = []
    b = a
    for k in range(3):
        b.append(x * k * y)
    return a[1] * a[2] + b[0]


def alias_outlives_name(x, y):
    a = []
    b = a
    for k in range(3):
        b.append(x * k * y)
        a.append(x)
    a = []
    a.append(y)
    return b[1] * b[2] + a[0]


def helper_appends(x, y):
    a = []

    def push(l, v):
        l.append(v)

    for k in range(3):
        push(a, x * k * y)
    return a[1] * a[2]


def lists_swap_in_loop(x, y):
    a = []
    b = []
    for k in range(4):
        a.append(x * k)
        a, b = b, a
        b.append(y)
    return a[1] * b[0] + len(a)


def list_chosen(x, y):
    a = [x * 1.0 for k in range(3)]
    b = a if x > 0 else [y]
    b[1] = y * y
    return a[1] * b[0]


def stores_through_alias(x, y):
    a = [x for k in range(3)]
    i = int(y)
    b = a
    b[i] = y * x
    a[i + 1] = b[i] * 2
    return a[0] * a[1] * b[1]


def list_of_lists(x, y):
    a = [[] for k in range(2)]
    a[0].append(x)
    a[1].append(y * x)
    return a[0][0] * a[1][0]


def dict_of_lists(x, y):
    d = {"l": [], "m": []}
    for k in range(3):
        d["l"].append(x * k)
        d["m"].append(d["l"][-1] * y)
    return d["m"][2] * d["l"][1]


MAY_REFUSE = (list_chosen, list_of_lists)
for f in (
    array_of_list,
    sum_of_list,
    mean_and_items,
    sum_of_comprehension,
    matrix_of_rows,
    stack_and_vstack,
    array_while_growing,
    alias_appended,
    alias_outlives_name,
    helper_appends,
    lists_swap_in_loop,
    list_chosen,
    stores_through_alias,
    list_of_lists,
    dict_of_lists,
):
    program(f, (1.3, 0.7), (0.4, 0.9), tags="lists issue3", wrt=(0, 1), must_pass=f not in MAY_REFUSE)
