"""Integers on one path and floats on the other: the adjoint is of floats on both."""

from __future__ import annotations

import numpy as np

from tests.programs import Sampler, program

S = Sampler(71001)
INPUTS = ((S.normal(3), 1.0), (S.normal(3), -1.0))


def add(function, second=True):
    for name, inputs in (("", INPUTS), ("_other_first", INPUTS[::-1])):
        program(
            function, *inputs, tags="whole_or_float", must_pass=True, second=second,
            name=function.__name__ + name,
        )  # fmt: skip


def weights_of_a_path(x, up):
    s = np.array([1, 2, 3]) if up > 0 else np.array([0.5, 0.5, 0.1])
    return x[0] * 0.3 + np.sum(x * s)


def product_of_a_path(x, up):
    s = np.ones(3, dtype=int) if up > 0 else np.full(3, 0.5)
    w = x.copy()
    w[0] = w[0] * 0.25
    return w @ s


def list_of_a_path(x, up):
    w = [1, 2, 3] if up > 0 else [0.1, 0.2, 0.3]
    z = np.zeros(3)
    z[0] = x[0] * 0.4
    return np.dot(z, np.array(w)) + np.dot(x, np.array(w))


def scalar_of_a_path(x, up):
    k = 2
    if up < 0:
        k = 0.5
    return x[1] * k * k


def step(x, up):
    return x[0] * (0 if up < 0 else 0.5 if up == 0 else 1)


def varied_on_one_path(x, up):
    u = np.arange(3) if up > 0 else x * 2.0
    return u[0] * 0.3 + np.sum(u * x)


def varied_and_bound_again(x, up):
    u = x * 2.0
    if up > 0:
        u = np.arange(3)
    return np.sum(u * x) + u[0] * x[1] + 0.3 * np.sum(u[1:])


def added_to_what_may_be_whole(x, up):
    u = np.zeros(3, dtype=int)
    if up < 0:
        u = x**2
    v = u + x
    v[0] = v[0] * u[1]
    return v @ u + 0.3 * u[2]


def computed_from_it(x, up):
    s = np.array([1, 2, 3]) if up > 0 else np.array([0.5, 0.5, 1.0])
    z = (s * 3)[::-1]
    return x @ z + x[0] * 0.25


def halved_in_a_loop(x, up):
    w = np.array([1, 2, 3])
    for k in range(3):
        z = x * w
        w = w * 0.5 if k % 2 else w
    return np.sum(z) + x[1] * 0.7


def halved_while(x, up):
    n, s = 0, np.arange(3)
    while n < 3 and up < 0:
        s = s / 2
        n += 1
    return np.sum(s * x) + 0.3 * x[0]


def _picked(up):
    if up > 0:
        return np.arange(3)
    return np.arange(3) / 2


def of_a_helper(x, up):
    return np.sum(_picked(up) * x) + 0.3 * x[0]


class _Weights:
    def __init__(self, values):
        self.values = values


def attribute(x, up):
    p = _Weights(np.arange(3))
    if up < 0:
        p.values = p.values / 2
    return p.values @ x + 0.3 * x[0]


def entry_of_a_dict(x, up):
    d = {"u": np.arange(3)}
    if up < 0:
        d["u"] = d["u"] / 2
    return np.dot(d["u"], x) + 0.3 * x[0]


def one_of_a_list(x, up):
    tables = [np.array([1, 2, 3]), np.array([0.5, 0.5, 1.0])]
    total = 0.0
    for k in range(int(up * 0) + 2):
        total = total + np.sum(x * tables[k]) + x[0] * 0.3
    return total


def matrix_of_a_path(x, up):
    m = np.eye(3, dtype=int) * 2 if up > 0 else np.eye(3) * 0.5
    return np.sum(m @ x) + 0.3 * x[0]


def _again(x, k, s):
    return np.sum(x * s) + 0.3 * x[0] if k == 0 else _again(x, k - 1, s / 2)


def halved_by_recursion(x, up):
    return _again(x, int(up * 0) + (2 if up < 0 else 0), np.arange(3))


for function in (
    weights_of_a_path, product_of_a_path, list_of_a_path, scalar_of_a_path, step, varied_on_one_path,
    varied_and_bound_again, added_to_what_may_be_whole, computed_from_it, halved_in_a_loop, halved_while,
    of_a_helper, attribute, entry_of_a_dict, one_of_a_list, matrix_of_a_path, halved_by_recursion,
):  # fmt: skip
    add(function)


def class_of_a_path(x, up):
    s = np.array([1, 2, 3]) if up > 0 else np.array([0.5, 0.5, 0.1])
    if isinstance(s, np.ndarray) and not np.isscalar(s):
        s = s * x
    return s


def made_floats(x, up):
    b = 1 if up > 0 else x[0]
    b = np.array(b)
    for _ in range(2):
        b = np.asarray(b, dtype=float)
    return b, np.sum(x)


def negated_or_scaled(x, up):
    b = np.zeros(3, dtype=int)
    b = -b if up > 0 else (b > -1) * x[0]
    return 0.0 + b


def stored_and_rounded(x, up):
    s = np.array([1, 2, 3]) if up > 0 else np.array([0.5, 0.5, 0.1])
    s[0] = x[0] * 4.0
    return s * x


for function in (class_of_a_path, made_floats, negated_or_scaled):
    add(function)
program(stored_and_rounded, *INPUTS, tags="whole_or_float", must_pass=False)


def size_of_a_truth(x, v, w):
    a = x > 0
    for _ in range(3):
        a = abs(a) * x
    return a + np.sum(abs(v))


def sizes_of_truths(x, v, w):
    a, b = v > 0, 4
    for _ in range(3):
        a, b = b, a
        b = abs(b) * x
    return b


for f in (size_of_a_truth, sizes_of_truths):
    program(
        f,
        (0.7, np.array([0.3, -0.7]), np.array([1.2, -0.5])),
        (1.4, np.array([-1.2, 0.4]), np.ones(2)),
        must_pass=True,
    )


def asked_of_an_entry(x, v, w):
    a, s = np.array([1, 2]), 0.0
    for k in range(3):
        first, all_of_it = a[0], sum(a)
        s += (2.0 if isinstance(first, float) else 5.0) * first * x
        s += (3.0 if isinstance(all_of_it, float) else 7.0) * all_of_it
        a = a * v
    return s


def asked_of_its_type(x, v, w):
    a, s = np.array([1, 2]), 0.0
    for k in range(3):
        s += np.sum(a) * x * (2.0 if a.dtype == float else 5.0)
        s += np.sum(a * w) * (3.0 if np.result_type(a).kind == "f" else 7.0)
        a = a * v
    return s


def listed_in_an_array(x, v, w):
    a, s = 3, 0.0
    for k in range(3):
        both = np.minimum.reduce([a, a])
        s += (2.0 if isinstance(both, float) else 5.0) * both
        a = a * x
    return s + np.modf(x + 2.0)[0]


for f in (asked_of_an_entry, asked_of_its_type, listed_in_an_array):
    program(
        f,
        (0.7, np.array([0.3, -0.7]), np.array([1.2, -0.5])),
        (1.4, np.array([-1.2, 0.4]), np.ones(2)),
        must_pass=True,
    )


def written_where_it_is_of_floats(x, v, w):
    a, s = np.array([1, 2]), 0.0
    for k in range(3):
        part = a[:1]
        s += np.sum(part) * x
        if part.dtype == float:
            part *= 1.5
            s += np.sum(a)
        a = a * v
    return s


def listed_by_parts(x, v, w):
    a, s = np.outer(v, w), 0.0
    for k in range(3):
        rows = tuple(a)
        first = np.split(np.ravel(a), [1])[0]
        if isinstance(first, np.ndarray) and first.flags.writeable:
            s += np.sum(first * first) * (k + 1)
        s += np.sum(rows) * x + (a.item() if np.size(a) == 1 else x)
        a = np.outer(np.ravel(a)[:2], v)
    return s


def in_two_orders(x, v, w):
    a = np.outer(v, w)
    s = 0.0
    for k in range(2):
        flat = a.ravel() if k else a.T.ravel()
        one, two = np.split(flat, 2)
        one *= 1.5
        s += np.sum(a * a) + np.sum(two) * x
    return s


program(
    written_where_it_is_of_floats,
    (0.7, np.array([0.3, -0.7]), np.ones(2)),
    (1.4, np.array([-1.2, 0.4]), np.ones(2)),
    must_pass=False,
)
program(
    listed_by_parts,
    (0.7, np.array([0.3, -0.7]), np.ones(2)),
    (1.4, np.array([-1.2, 0.4]), np.ones(2)),
    must_pass=True,
)
program(
    in_two_orders,
    (0.7, np.array([0.3, -0.7]), np.ones(2)),
    (1.4, np.array([-1.2, 0.4]), np.ones(2)),
    must_pass=False,
)


def of_numpy_or_python(x, v, w):
    a = v[0] if x > 1 else x
    s = (2.0 if hasattr(a, "shape") else 3.0) * a
    return s * (1.0 if type(a) is float else 4.0)


program(
    of_numpy_or_python,
    (0.7, np.array([0.3, -0.7]), np.ones(2)),
    (1.4, np.array([-1.2, 0.4]), np.ones(2)),
    must_pass=True,
)


def largest_of_a_row(x, v, w):
    a, s = v[None] * x, 0.0
    for _ in range(2):
        s += np.sum(max(a))
        a = a[0]
    return s


def wrapped_where_it_is_a_number(x, v, w):
    a, s = x, 0.0
    for _ in range(2):
        try:
            iter(a)
        except TypeError:
            a = np.array([a, 2.0 * a])
        s += np.sum(a)
        a = a * v
    return s


for f in (largest_of_a_row, wrapped_where_it_is_a_number):
    program(
        f, (0.7, np.array([0.3, -0.7]), np.ones(2)), (1.4, np.array([-1.2, 0.4]), np.ones(2)), must_pass=False
    )


def whole_part_of_truths(x, v, w):
    a, s = v > 0.5, 0.0
    for _ in range(3):
        part = np.modf(a)[1]  # of 16 bits where a is of truth values
        if part.dtype == float:
            s = s + np.sum(part) * x + np.sum(a)
        a = w
    return s


program(
    whole_part_of_truths,
    (0.7, np.array([0.3, 0.9]), np.array([1.3, 2.4])),
    (1.4, np.array([0.8, 0.4]), np.array([0.6, 0.7])),
    must_pass=True,
)
