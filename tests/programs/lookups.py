"""Arrays written through names of which only the run tells what they are views of: views kept in lists and dicts, one
of two arrays chosen by data, names that change places."""

import numpy as np

from tests.programs import program


def rows_in_a_list(x, v):
    m = np.outer(v, v) * x
    rows = [m[i] for i in range(len(v))]
    for i in range(1, len(rows)):
        rows[i] += rows[i - 1] * x
    return np.sum(m * m)


def two_rows_that_change_places(x, v):
    m = np.outer(v, v) * x
    cur, nxt = m[0], m[1]
    for k in range(3):
        nxt[:] = cur * x
        cur, nxt = nxt, cur
    return np.sum(m * m)


def rows_and_work_arrays(x, v):
    m = np.outer(v, v) * x
    rows = [m[i] for i in range(len(v))]
    for k in range(3):
        u = rows[k] * x
        w = u[1:]
        w *= v[1:]
        rows[k][1:] += w * u[0]
        u[0] = 3.0 * x
        rows[k - 1][0] = np.sum(u)
    return np.sum(m * m)


def parts_of_an_argument(x, v):
    rows = [v[i : i + 2] for i in range(len(v) - 1)]
    for r in rows:
        r *= x
    return np.sum(v * v) + np.sum(rows[0])


def rows_and_columns_by_data(x, v):
    m = np.outer(v, v) * x
    rows = []
    for i in range(len(v)):
        rows.append(m[i])
        if m[i, 0] > 1.0:
            rows.append(m[:, i])
    i = 0
    while i < len(rows):
        rows[i][i % 3] += x * rows[i - 1][0]
        if rows[i][0] > 50:
            break
        i += 1
    return np.sum(m * m) + np.sum(rows[0])


def stores_of_every_kind(x, v):
    m = np.outer(v, v) * x
    rows = [m[i] for i in range(len(v))]
    np.multiply(rows[0], x, out=rows[1])
    np.add.at(rows[2], np.array([0, 0, 1]), x * rows[1])
    rows[0][rows[0] > 1] = x * x
    rows[1][[0, 2]] = rows[1][[2, 0]] * x
    return np.sum(m * m)


def columns_exchanged_and_popped(x, v):
    m = np.outer(v, v) * x
    cols = [m[:, j] for j in range(len(v))]
    cols[0], cols[1] = cols[1], cols[0]
    cols[0] *= x
    cols[1][:] = cols[2] * cols[0]
    cols.pop()
    cols.append(m.T[0])
    cols[-1] += x
    return np.sum(m * m) + np.sum(cols[0] * cols[1])


def history_of_states(x, v):
    state = {"pos": np.zeros(3), "vel": v * x}
    hist = []
    for k in range(3):
        hist.append(state["pos"])
        state["pos"] = state["pos"] + 0.1 * state["vel"]
        state["vel"] *= x
        hist[-1] += 0.5 * x
    return np.sum(hist[0] * hist[2]) + np.sum(state["pos"])


def one_of_two_arrays(x, v):
    a = v * x
    b = v + x
    c = a if x > 1 else b[::-1]
    for k in range(3):
        c[k] = c[k] * x + np.sum(c)
        c = b if k == 1 else c
    return np.sum(a * a) + np.sum(b * b) + c[0]


def rows_read_as_arrays(x, v):
    m = np.outer(v, v) * x
    rows = {i: m[i] for i in range(len(v))}
    for i in rows:
        rows[i] *= x
    rows[0] += rows[1]
    return np.sum(m * m) + np.sum(np.stack([rows[0], rows[2]]) * m[1:])


def best_row_so_far(x, v):
    m = np.outer(v, v) * x
    rows = [m[i] for i in range(len(v))]
    best = rows[0]
    for r in rows:
        if np.sum(r) > np.sum(best) * 0.5:
            best = r
        best *= 1.0 + 0.1 * x
        m[0, 0] += best[1]
    return np.sum(m * best)


def orthogonal_rows(x, v):
    m = np.outer(v, v) * x + np.diag(v)
    rows = [m[i] for i in range(len(v))]
    for i in range(len(rows)):
        for j in range(i):
            rows[i] -= np.dot(rows[i], rows[j]) * rows[j]
        rows[i] /= np.sqrt(np.dot(rows[i], rows[i]))
    return np.sum(m * np.arange(9.0).reshape(3, 3)) * x


def stack_of_parts(x, v):
    stack = [v * x]
    for k in range(3):
        top = stack[-1]
        top *= 1.1
        if k % 2:
            stack.append(top[1:])
        else:
            stack.append(top * x)
    return sum(np.sum(t * t) for t in stack)


def blocks_of_a_grid(x, v):
    grid = np.zeros((4, 4))
    cells = [grid[i : i + 2, j : j + 2] for i in (0, 2) for j in (0, 2)]
    for k, c in enumerate(cells):
        c += x * k
        c[0] *= v[:2]
    return np.sum(grid**2)


for f in (
    rows_in_a_list, two_rows_that_change_places, rows_and_work_arrays, parts_of_an_argument, rows_and_columns_by_data,
    stores_of_every_kind, columns_exchanged_and_popped, history_of_states, one_of_two_arrays, rows_read_as_arrays,
    best_row_so_far, orthogonal_rows, stack_of_parts, blocks_of_a_grid,
):  # fmt: skip
    program(f, (0.7, np.array([1.25, 2.4, 0.55])), (1.3, np.array([0.35, 1.6, 2.2])), tags="issue3 aliases",
            wrt=(0, 1), must_pass=True)  # fmt: skip


def rows_written_by_recursion(x, v):
    m = np.outer(v, v) * x
    rows = [m[i] for i in range(len(v))]

    def scaled(k):
        if k >= 3:
            return 0.0
        rows[k][:] = rows[k] * x
        return scaled(k + 1) + np.sum(rows[k])

    return scaled(0) + np.sum(m * m)


def complex_entries_written(x, v):
    m = v * (x + 1j)
    m[1] = m[0] * 1j
    m[0] *= x
    return np.sum(np.abs(m) ** 2)


for f in (rows_written_by_recursion, complex_entries_written):
    program(f, (0.7, np.array([1.25, 2.4, 0.55])), (1.3, np.array([0.35, 1.6, 2.2])), tags="issue3 aliases",
            must_pass=True)  # fmt: skip


def rows_returned(x, v):
    m = np.outer(v, v) * x
    rows = [m[i] for i in range(len(v))]
    for r in rows:
        r *= x
    return m, rows[1] * v


program(rows_returned, (0.7, np.array([1.25, 2.4, 0.55])), (1.3, np.array([0.35, 1.6, 2.2])), tags="issue3 aliases",
        wrt=(0, 1), must_pass=True)  # fmt: skip


def row_of_another_array_put_in(x, v):
    m = np.outer(v, v) * x + np.eye(3)
    n = m * v
    rows = [n[i] for i in range(len(v))]
    a = rows[0]
    s = np.sum(rows[2] * a)
    a += 0.3 * v
    rows[0] = m[1]
    return s + np.sum(n) + np.sum(rows[0] * v) * x


program(row_of_another_array_put_in, (0.7, np.array([1.25, 2.4, 0.55])), (1.3, np.array([0.35, 1.6, 2.2])),
        tags="issue3 aliases", wrt=(0, 1), must_pass=True)  # fmt: skip
