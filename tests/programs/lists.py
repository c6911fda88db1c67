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
    program(f, (1.3, 0.7), (0.4, 0.9), tags="lists issue3", wrt=(0, 1), must_pass=True)


def queue_of_positions(x, y):
    queue = [0, 2, 3]
    z = y
    while queue:
        z = z * x[queue[0]] * x[queue[-1]] + x[0]
        z = z + x[queue.pop(0)] * z
    return z


def sliding_window(x, y):
    window = [x[0], x[1]]
    while len(window) < 4:
        window.append(x[2])
    z = 0.0
    k = 0
    while k < 6:
        window.append(window[0] * window[1] + z)
        z = z + window.pop(0) * window[-1] * y
        k += 1
    return z


def positions_seen(x, y):
    seen = {0}
    z = y
    for k in range(40):
        if (k * 7) % 4 not in seen:
            z = z * x[len(seen) % 4] + x[0]
        seen.add((k * 7) % 4)
    return z


def kept_squares(x):
    kept = []
    for v in x:
        if v > -10.0:
            kept.append(v * v)
    return kept


def weighted(items, y):
    total = 0.0
    for k, v in enumerate(items):
        total = total + v * v * (k + 1) * y
    return total


def inserted(x, y):
    items = kept_squares(x)
    items.insert(1, items[0] * items[2])
    items.insert(-1, items[0] * y)
    items.insert(100, items[1] * items[-1])
    items.insert(0, y)
    return weighted(items, y)


def popped_in_the_middle(x, y):
    items = kept_squares(x)
    a = items.pop(1)
    items.append(a * items[0])
    items.insert(0, items.pop(-2) * a)
    return weighted(items, y)


def turned_and_thinned(x, y):
    items = kept_squares(x) + kept_squares(x * y)
    items.reverse()
    del items[1]
    del items[2:4]
    del items[-1]
    return weighted(items, y)


def sorted_in_place(x, y):
    items = kept_squares(x)
    items.sort(reverse=True)
    items.append(items[0] * y)
    items.sort(key=lambda v: -v)
    return weighted(items, y)


def slices_assigned(x, y):
    items = kept_squares(x)
    items[1:3] = [x[0] * items[1], x[1] * items[0], x[2]]
    items[::2] = [v * y for v in items[::2]]
    items[1:1] = items
    items[5:] = []
    return weighted(items, y)


def removed_and_cleared(x, y):
    items = kept_squares(x)
    items.remove(max(items))
    rest = items.copy()
    items.clear()
    items.extend(v * rest[0] for v in rest)
    items.append(x[0] * items.index(items[1]))
    return weighted(items, y)


def list_relaxed(x, y):
    u = kept_squares(x)
    for _ in range(20):
        for i in range(1, len(u) - 1):
            u[i] = u[i] + 0.1 * (u[i - 1] * u[i + 1] - u[i] ** 2) * y
    return weighted(u, y)


def bubble_sorted(x, y):
    u = kept_squares(x)
    for _ in range(len(u)):
        for j in range(len(u) - 1):
            if u[j] > u[j + 1]:
                u[j], u[j + 1] = u[j + 1], u[j]
    return weighted(u, y)


def stack_machine(x, y):
    stack = []
    for k in (0, 1, -1, 2, 3, -1, -1):
        if k >= 0 and x[k] > -10.0:
            stack.append(x[k] * y)
        else:
            b = stack.pop()
            a = stack.pop()
            stack.append(a * b + a)
    return stack.pop()


for f in (
    queue_of_positions,
    sliding_window,
    positions_seen,
    inserted,
    popped_in_the_middle,
    turned_and_thinned,
    sorted_in_place,
    slices_assigned,
    removed_and_cleared,
    list_relaxed,
    bubble_sorted,
    stack_machine,
):
    x1, x2 = np.array([0.7, -0.4, 1.3, 0.2]), np.array([0.3, 1.1, -0.6, 0.8])
    program(f, (x1, 0.7), (x2, 0.9), tags="lists issue3", wrt=(0, 1), must_pass=True)
