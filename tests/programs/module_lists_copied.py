"""Lists of the module, copied and then changed: by slices, `copy`, `list`."""

import copy

import numpy as np

from tests.programs import program

ROWS = [[0.3, 1.0], [0.7, 2.0], [1.5, 0.4]]
LST = [3.0, 1.0, 2.0]


def of_copies(function):
    """The second derivative of some is refused."""
    program(
        function,
        (1.3, np.array([0.3, 0.7, 1.5])),
        (0.4, np.array([0.2, 0.9])),
        tags="lists",
        must_pass=True,
        second=False,
    )
    return function


@of_copies
def rows_sliced(x, v):
    rows = [r[:] for r in ROWS]
    rows[0][1] = x
    return rows[0][1] * rows[1][1] + sum(ROWS[0])


@of_copies
def slice_sorted(x, v):
    c = LST[:]
    c.sort(reverse=True)
    c[0] = x
    return c[0] * c[1] + LST[0]


@of_copies
def copy_grown(x, v):
    c = copy.copy(LST)
    c.append(x)
    return c[-1] * c[1] + len(LST)


@of_copies
def rows_deeply_copied(x, v):
    rows = copy.deepcopy(ROWS)
    rows[0][1] = x
    return rows[0][1] * rows[1][1]


@of_copies
def row_replaced(x, v):
    rows = ROWS[:]
    rows[0] = [x, x]
    return rows[0][1] * rows[1][1]


@of_copies
def rows_copied(x, v):
    rows = [r.copy() for r in ROWS]
    for r in rows:
        r[0] *= x
    return sum((r[0] for r in rows))


@of_copies
def parts_grown(x, v):
    rows = [r[1:] for r in ROWS]
    rows[1].append(x)
    return sum((sum(r) for r in rows))


@of_copies
def copy_of_a_copy(x, v):
    c = list(LST)
    c[1] = x
    d = c[:]
    d[0] = x * x
    return sum(c) + 2 * sum(d)
