"""Arrays entry by entry: lists of them, `np.vectorize`, unpacking with a star."""

import numpy as np

from tests.programs import program


def list_of_entries(x, y):
    l = x.tolist()
    return sum((v * v * k for k, v in enumerate(l))) * y


def list_of_rows(x, y):
    rows = np.outer(x, x).tolist()
    t = 0.0
    for r in rows:
        for v in r:
            t = t + v**3
    return t * y


def list_unpacked(x, y):
    a, b, *c = x[:4].tolist()
    return a * b + c[0] * y


def list_before_a_store(x, y):
    z = x.copy()
    l = z.tolist()
    z[0] = 5 * x[1]
    l[1] = y
    return sum(l) * z[0] * l[1]


def vectorized_lambda(x, y):
    f = np.vectorize(lambda v: v**2 if v > 0 else -v)
    return np.sum(f(x)) * y


def relu(v):
    return v if v > 0 else 0.0


vrelu = np.vectorize(relu)


def vectorized_relu(x, y):
    return np.sum(vrelu(x * y) ** 2)


@np.vectorize
def soft(a, b):
    return a * b if a > b else a + b**2


def vectorized_pair(x, y):
    return np.sum(soft(x, x * y + 0.1))


def vectorized_pair_of_matrices(x, y):
    return np.sum(soft(np.outer(x, x), np.outer(x, x) * y) ** 2)


def vectorized_with_a_number(x, y):
    return np.sum(soft(x, y))


def bad(v):
    return v if v > 0 else 0


def vectorized_with_otypes(x, y):
    g = np.vectorize(bad, otypes=[float])
    return np.sum(g(-x) * y)


def vectorized_with_default(x, y):
    return np.sum(np.vectorize(lambda v, k=2.0: v**k * y)(x))


def unpacked_into_its_own_name(x, y):
    x, z = x[:2]
    return x * z**2 * y


def star_of_array(x, y):
    a, *b, c = x
    return a * c + sum((v * v * k for k, v in enumerate(b))) * y


def star_of_list(x, y):
    *b, c, d = [v * y for v in x if v > -9]
    return d * c**2 + sum((v * v * k for k, v in enumerate(b))) * len(b)


def star_into_its_own_name(x, y):
    a, *x = x
    return a * np.prod(np.array(x)) * y


def view_unpacked_into_its_own_name(x, y):
    q = x[:2]
    q, w = q
    return q * w * y


for f in (
    list_of_entries,
    list_of_rows,
    list_unpacked,
    list_before_a_store,
    vectorized_lambda,
    vectorized_relu,
    vectorized_pair,
    vectorized_pair_of_matrices,
    vectorized_with_a_number,
    vectorized_with_otypes,
    vectorized_with_default,
    unpacked_into_its_own_name,
    star_of_array,
    star_of_list,
    star_into_its_own_name,
    view_unpacked_into_its_own_name,
):
    program(
        f,
        (np.array([0.7, -0.4, 1.3, 0.2, 0.9, 1.7]), 0.6),
        (np.array([0.3, -1.1, 0.6, 0.75, 1.9, 0.4]), 0.8),
        tags="entries issue3",
        must_pass=True,
    )


def list_of_constants(y, x):
    total = 0.0
    for v in list(x):
        total = total + v * y
    return total


def lists_of_constant_rows(y, x):
    total = 0.0
    for row in list(np.outer(x, x)):
        total = total + np.sum(row) * y
    for v in tuple(x):
        total = total + v * y
    return total


def never_filled(y, x):
    items, table, total = [], {}, 0.0
    for k in range(30):
        for v in items:
            total = total + v * y
        if y > 100.0:
            items.append(total)
        if k in table:
            total = total * table[k]
    return total + y


for f in (list_of_constants, lists_of_constant_rows, never_filled):
    x1 = np.array([0.7, -0.4, 1.3, 0.2])
    program(f, (0.6, x1), (0.8, x1 * 2.0), wrt=0, tags="entries issue3", must_pass=True)


def entry_by_entry_and_dropped(x, w):
    s = x * x
    for _ in range(2):
        try:
            dropped = np.vectorize(lambda t: t * s)(w)
        except (IndexError, AssertionError):
            dropped = None
    return 0.3 * s * (1.0 if dropped is None else 2.0)


program(entry_by_entry_and_dropped, (0.7, np.array([0.4, 0.2])), (0.3, np.array([0.1, -0.2, 0.5])))
