"""Rows of every kind in two lists: made, put into the second, changed by that one and read by the first in many ways.

Made by machine; the names say how.
"""

from dataclasses import dataclass

import numpy as np

from tests.programs import program


def of_rows(function):
    program(function, (1.3, np.array([0.3, 0.7, 1.5])), (0.4, np.array([0.2, 0.9])), tags="aliasing lists")
    return function


@dataclass
class Box:
    a: list
    b: list

    def __getitem__(self, i):
        return self.a if i == 0 else self.b

    def __len__(self):
        return 2


def table(n):
    return [[0.0] * 2 for _ in range(n)]


def rows(H):
    out = []
    for r in H:
        out.append(r)
    return out


def put(row, y):
    row[0] = y


@of_rows
def zeros_none_while_sum(x, v):
    H = [np.zeros(2) for _ in v]
    C = [None if i > 5 else r for i, r in enumerate(H)]
    i = 0
    while i < len(C):
        C[i][0] = x * v[0]
        i += 1
    return sum((r[0] for r in H))


@of_rows
def mul_name_if_00(x, v):
    H = [[0.0] * len(v) for _ in range(len(v))]
    C = H
    if x > 0.0:
        C[0][0] = x * x
    return H[0][0]


@of_rows
def tup_comp_put_both(x, v):
    H = tuple(([0.0, 1.0] for u in v))
    C = [r for r in H]
    put(C[0], x * x)
    return H[0][0] * 2.0 + C[0][0]


@of_rows
def list_plus_last_cmp(x, v):
    H = list(([0.0, 1.0] for u in v))
    C = H + []
    C[-1][0] = x * v[0]
    return x * (2.0 if H[0][0] > 0.1 else 3.0)


@of_rows
def list_attr_put_cmp(x, v):
    H = list(([0.0, 1.0] for u in v))
    C = Box(H[0], H[1])
    put(C[0], x * x)
    return x * (2.0 if H[0][0] > 0.1 else 3.0)


@of_rows
def known_rev_last_sum(x, v):
    H = [[0.0, 0.0], [0.0, 0.0]]
    C = H[::-1]
    C[-1][0] = x * v[0]
    return sum((r[0] for r in H))


@of_rows
def sum_nested_all_00(x, v):
    H = [[0.0, 1.0]] + [[1.0, 0.0] for _ in v]
    C = [[r] for r in H]
    C[0][0][0] = x * x
    return H[0][0]


@of_rows
def known_slice_aug_row(x, v):
    H = [[0.0, 0.0], [0.0, 0.0]]
    C = H[:]
    C[0][0] += x * x
    return H[0][0] * 3.0 + H[-1][0]


@of_rows
def const_enum_00_both(x, v):
    H = [[0.0] * 2 for _ in v]
    C = [r for i, r in enumerate(H)]
    C[0][0] = x * x
    return H[0][0] * 2.0 + C[0][0]


@of_rows
def app_zip_all_cmp(x, v):
    H = []
    for u in v:
        H.append([0.0, 1.0])
    C = [r for r, u in zip(H, v)]
    for r in C:
        r[:] = [x * v[0], v[0]]
    return x * (2.0 if H[0][0] > 0.1 else 3.0)


@of_rows
def helper_none_put_sum(x, v):
    H = table(len(v))
    C = [None if i > 5 else r for i, r in enumerate(H)]
    put(C[0], x * x)
    return sum((r[0] for r in H))


@of_rows
def var_name_last_both(x, v):
    H = [[u, x] for u in v]
    C = H
    C[-1][0] = x * v[0]
    return H[0][0] * 2.0 + C[0][0]


@of_rows
def known_sorted_k_cmp(x, v):
    H = [[0.0, 0.0], [0.0, 0.0]]
    C = sorted(H, key=lambda r: r[1])
    for i in range(len(C)):
        C[i][0] += v[0] * x
    return x * (2.0 if H[0][0] > 0.1 else 3.0)


@of_rows
def list_zip_if_both(x, v):
    H = list(([0.0, 1.0] for u in v))
    C = [r for r, u in zip(H, v)]
    if x > 0.0:
        C[0][0] = x * x
    return H[0][0] * 2.0 + C[0][0]


@of_rows
def list_none_all_row(x, v):
    H = list(([0.0, 1.0] for u in v))
    C = [None if i > 5 else r for i, r in enumerate(H)]
    for r in C:
        r[:] = [x * v[0], v[0]]
    return H[0][0] * 3.0 + H[-1][0]


@of_rows
def zeros_pair_00_both(x, v):
    H = [np.zeros(2) for _ in v]
    C = [(r, i) for i, r in enumerate(H)]
    C[0][0][0] = x * x
    return H[0][0] * 2.0 + C[0][0][0]


@of_rows
def tup_app_name_row(x, v):
    H = tuple(([0.0, 1.0] for u in v))
    C = []
    for r in H:
        C.append(r)
    row = C[0]
    row[0] = x * v[0]
    return H[0][0] * 3.0 + H[-1][0]


@of_rows
def copies_none_if_00(x, v):
    H = [list(r) for r in [[0.0, 1.0] for _ in v]]
    C = [None if i > 5 else r for i, r in enumerate(H)]
    if x > 0.0:
        C[0][0] = x * x
    return H[0][0]


@of_rows
def helper_filter_if_both(x, v):
    H = table(len(v))
    C = [r for r in H if len(r) == 2]
    if x > 0.0:
        C[0][0] = x * x
    return H[0][0] * 2.0 + C[0][0]


@of_rows
def arr_copy_loop_cmp(x, v):
    H = [u * np.ones(2) for u in v]
    C = H.copy()
    for r in C:
        r[0] = x * x
    return x * (2.0 if H[0][0] > 0.1 else 3.0)


@of_rows
def sum_name_loop_both(x, v):
    H = [[0.0, 1.0]] + [[1.0, 0.0] for _ in v]
    C = H
    for r in C:
        r[0] = x * x
    return H[0][0] * 2.0 + C[0][0]


@of_rows
def const_enum_all_cmp(x, v):
    H = [[0.0] * 2 for _ in v]
    C = [r for i, r in enumerate(H)]
    for r in C:
        r[:] = [x * v[0], v[0]]
    return x * (2.0 if H[0][0] > 0.1 else 3.0)


@of_rows
def sum_copy_00_row(x, v):
    H = [[0.0, 1.0]] + [[1.0, 0.0] for _ in v]
    C = H.copy()
    C[0][0] = x * x
    return H[0][0] * 3.0 + H[-1][0]


@of_rows
def tup_list_all_row(x, v):
    H = tuple(([0.0, 1.0] for u in v))
    C = list(H)
    for r in C:
        r[:] = [x * v[0], v[0]]
    return H[0][0] * 3.0 + H[-1][0]


@of_rows
def mul_attr_k_row(x, v):
    H = [[0.0] * len(v) for _ in range(len(v))]
    C = Box(H[0], H[1])
    for i in range(len(C)):
        C[i][0] += v[0] * x
    return H[0][0] * 3.0 + H[-1][0]


@of_rows
def zeros_list_k_00(x, v):
    H = [np.zeros(2) for _ in v]
    C = list(H)
    for i in range(len(C)):
        C[i][0] += v[0] * x
    return H[0][0]


@of_rows
def consti_copy_if_row(x, v):
    H = [[0, 0] for _ in v]
    C = H.copy()
    if x > 0.0:
        C[0][0] = x * x
    return H[0][0] * 3.0 + H[-1][0]


@of_rows
def const_filter_all_both(x, v):
    H = [[0.0] * 2 for _ in v]
    C = [r for r in H if len(r) == 2]
    for r in C:
        r[:] = [x * v[0], v[0]]
    return H[0][0] * 2.0 + C[0][0]


@of_rows
def tup_two_aug_00(x, v):
    H = tuple(([0.0, 1.0] for u in v))
    C = [H[0], H[1]]
    C[0][0] += x * x
    return H[0][0]


@of_rows
def sum_pair_name_both(x, v):
    H = [[0.0, 1.0]] + [[1.0, 0.0] for _ in v]
    C = [(r, i) for i, r in enumerate(H)]
    C[0][0][0] = x * x
    return H[0][0] * 2.0 + C[0][0][0]


@of_rows
def var_zip_all_cmp(x, v):
    H = [[u, x] for u in v]
    C = [r for r, u in zip(H, v)]
    for r in C:
        r[:] = [x * v[0], v[0]]
    return x * (2.0 if H[0][0] > 0.1 else 3.0)


@of_rows
def sum_nested_all_row(x, v):
    H = [[0.0, 1.0]] + [[1.0, 0.0] for _ in v]
    C = [[r] for r in H]
    C[0][0][0] = x * x
    return H[0][0] * 3.0 + H[-1][0]


@of_rows
def known_plus_k_cmp(x, v):
    H = [[0.0, 0.0], [0.0, 0.0]]
    C = H + []
    for i in range(len(C)):
        C[i][0] += v[0] * x
    return x * (2.0 if H[0][0] > 0.1 else 3.0)


@of_rows
def arr_nested_k_row(x, v):
    H = [u * np.ones(2) for u in v]
    C = [[r] for r in H]
    C[0][0][0] = x * x
    return H[0][0] * 3.0 + H[-1][0]


@of_rows
def mul_comp_all_row(x, v):
    H = [[0.0] * len(v) for _ in range(len(v))]
    C = [r for r in H]
    for r in C:
        r[:] = [x * v[0], v[0]]
    return H[0][0] * 3.0 + H[-1][0]


@of_rows
def slice_changed_in_a_loop(x, v):
    H = [[0.0] * 2 for _ in v]
    C = H[:]
    for r in C:
        r[0] = x
    return H[0][0] * H[1][0]


@of_rows
def part_turned_and_grown(x, v):
    H = [[0.0, 1.0] for _ in v]
    C = H[::-1]
    C[0][1] = x * v[0]
    C.append([x, x])
    C[-1][0] = 3.0
    return sum(r[1] for r in H) + len(H) * C[0][1]
