"""Arrays and lists kept in lists, and written there: rows, histories, buffers, tables of numbers."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(33)


def alias_elem(x, n):
    rows = [x * (k + 1.0) for k in range(n)]
    r = rows[n - 1]
    s = rows[n - 1]
    r[0] = s[1] ** 2
    s[2] *= r[0]
    return np.sum(rows[n - 1] * x)


def elem_across(x, n):
    rows = [x * (k + 1.0) for k in range(n)]
    for k in range(1, n):
        prev = rows[k - 1]
        cur = rows[k]
        cur += prev * prev
        prev *= 0.5
        cur[0] = prev[1]
    return np.sum(rows[0]) * np.sum(rows[n - 1])


def list_of_grids(x, n):
    g = [np.zeros((2, 3)) for _ in range(n)]
    for k in range(n):
        g[k][0] = x * k
        g[k][1, :] = g[k][0] ** 2
        g[k] += 1.0
    return np.sum(g[n - 1] * g[0])


def np_add_at_list(x, n):
    acc = [np.zeros(3) for _ in range(n)]
    for k in range(n):
        np.add.at(acc[k], [0, 0, 2], x)
        np.exp(acc[k], out=acc[k])
    return np.sum(acc[0] * acc[n - 1])


def stored_then_rebound(x, n):
    u = x.copy()
    hist = []
    for k in range(n):
        hist.append(u)
        u = u * u + 0.1
        u[0] = 0.3 * hist[0][1]
    return np.sum(hist[n - 1]) + np.sum(u)


def sum_written(x, n):
    parts = []
    for k in range(n):
        p = np.zeros(3)
        p[k % 3] = x[k % 3] ** 2
        parts.append(p)
    total = np.zeros(3)
    for p in parts:
        total += p
    return np.sum(np.stack(parts)) * np.sum(total**2)


def momentum_buffers(x, n):
    params = [x * 1.0, x**2]
    vel = [np.zeros_like(p) for p in params]
    for it in range(n):
        grads = [2 * p for p in params]
        for i in range(2):
            vel[i] *= 0.9
            vel[i] += grads[i]
            params[i] -= 0.1 * vel[i]
    return np.sum(params[0]) + np.sum(params[1] ** 2)


def zip_write(x, n):
    params = [x * (k + 1.0) for k in range(n)]
    vel = [np.zeros(3) for _ in range(n)]
    for p, v in zip(params, vel):
        v += 0.1 * p
        p -= v
    return np.sum(params[0]) + np.sum(params[n - 1] ** 2)


def list_of_rows(x, n):
    rows = [np.zeros(3) for _ in range(n)]
    for i in range(n):
        for j in range(3):
            rows[i][j] = x[j] ** (i + 1)
    return np.sum(rows[0] * rows[n - 1])


def history(x, n):
    u = x.copy()
    hist = []
    for k in range(n):
        u = u * x + 0.1
        u[0] = u[1] * 0.5
        hist.append(u)
    s = 0.0
    for h in hist:
        s += np.sum(h**2)
    return s


def history_copy(x, n):
    u = x.copy()
    hist = [u.copy()]
    for k in range(n):
        u[1:] += 0.1 * u[:-1]
        u *= x
        hist.append(u.copy())
    return np.sum(np.array(hist) ** 2)


def layers(x, n):
    ws = [np.ones(3) * k for k in range(n)]
    for w in ws:
        w += x
    for k in range(1, n):
        ws[k][:] = ws[k] * ws[k - 1]
    return np.sum(ws[n - 1])


def replace_elem(x, n):
    rows = [np.zeros(3) for _ in range(n)]
    for i in range(n):
        rows[i] = x * (i + 1.0)
        rows[i][0] = x[1] ** 2
    return np.sum(rows[0] * rows[n - 1])


def aug_elem(x, n):
    grads = [np.zeros(3) for _ in range(2)]
    for i in range(n):
        grads[i % 2] += x * (i + 1)
        grads[i % 2][0] = x[1] * grads[(i + 1) % 2][1]
    return np.sum(grads[0] * grads[1])


def table_of_powers(x, n):
    t = [[0.0] * 3 for _ in range(n)]
    for i in range(n):
        for j in range(3):
            t[i][j] = x[j] * (i + 1)
            if i > 0:
                t[i][j] += t[i - 1][j] ** 2
    return sum(t[n - 1])


def table_of_literals(x, n):
    t = [[0.0, 0.0, 0.0] for _ in range(n)]
    for i in range(n):
        for j in range(3):
            t[i][j] = x[j] * (i + 1)
    return t[n - 1][0] * t[0][1]


def table_appended(x, n):
    t = []
    for i in range(n):
        t.append([x[0] * i, x[1]])
    t[0][1] = x[2] ** 2
    t[1][0] *= x[1]
    return t[0][1] * t[1][0]


def table_recursion(x, n):
    t = [[1.0] * n for _ in range(n)]
    for i in range(1, n):
        for j in range(1, n):
            t[i][j] = t[i - 1][j] + x[j] * t[i][j - 1]
    return t[n - 1][n - 1]


def table_of_ints(x, n):
    t = [[0] * 3 for _ in range(n)]
    for i in range(n):
        for j in range(3):
            t[i][j] = t[i][j] + x[j] * (i + 1)
    return t[n - 1][0] * t[0][1]


def table_row(x, n):
    t = [[1.0, 2.0, 0.5] for _ in range(n)]
    for i in range(n):
        t[i][i] = x[i]
    row = t[n - 1]
    return np.sum(np.array(row) ** 2) + sum(t[0])


def adjacency_lists(x, n):
    adj = [[] for _ in range(n)]
    for k in range(2 * n):
        adj[k % n].append(x[k % 3] ** 2)
    s = 0.0
    for lst in adj:
        for v in lst:
            s = s * 0.5 + v
    return s


def alignment_cost(x, n):
    D = [[0.0] * (n + 1) for _ in range(n + 1)]
    for i in range(1, n + 1):
        D[i][0] = D[i - 1][0] + x[0]
        D[0][i] = D[0][i - 1] + x[1]
    for i in range(1, n + 1):
        for j in range(1, n + 1):
            D[i][j] = min(D[i - 1][j] + x[0], D[i][j - 1] + x[1], D[i - 1][j - 1] + x[2] * i)
    return D[n][n]


def list_of_copies(x):
    rows = [x.copy() for _ in range(3)]
    rows[1][0] = x[1] ** 2
    rows[2] *= x
    return np.sum(rows[0] * rows[1] * rows[2])


def pop_written(x):
    stack = []
    for k in range(3):
        w = x * (k + 1.0)
        w[0] = x[1]
        stack.append(w)
    s = 0.0
    while stack:
        w = stack.pop()
        w[1] *= w[0]
        s += np.sum(w**2)
    return s


def dict_state(x):
    state = {"u": x.copy(), "v": np.zeros_like(x)}
    for k in range(3):
        state["v"][:] = state["u"] ** 2
        state["u"] -= 0.1 * state["v"]
    return np.sum(state["u"])


def row_callee(row, x, i):
    row[i % 3] += x[i % 3] ** 2


def via_callee(x, n):
    rows = [np.zeros(3) for _ in range(n)]
    for i in range(n):
        row_callee(rows[i], x, i)
        row_callee(rows[0], x, i + 1)
    return np.sum(rows[0] ** 2) + np.sum(rows[n - 1])


def arg_table(t, x):
    for i in range(len(t)):
        t[i][0] = t[i][1] * x[i]
    return t[0][0] * t[1][0]


def row_view_restore(a, n):
    y = a.copy()
    t = 0.0
    for k in range(n):
        v = y[k]
        v[:] = y[k - 1] * 2.0 + k
        t += np.sum(y[k] ** 3)
    return t


def transposed_row(a, n):
    y = a.copy()
    t = 0.0
    for k in range(n):
        t += np.sum(y**3)
        y.T[k][0] = t
        y[k, :][-1] *= 2.0
    return t


I3 = "issue3 containers"
for f in (
    alias_elem,
    elem_across,
    list_of_grids,
    np_add_at_list,
    stored_then_rebound,
    sum_written,
    list_of_rows,
    history,
    history_copy,
    layers,
    replace_elem,
    aug_elem,
    table_of_powers,
    table_of_literals,
    table_appended,
    table_recursion,
    table_of_ints,
    table_row,
    alignment_cost,
    via_callee,
):
    program(f, (r.unit(3), 3), (r.unit(3), 2), tags=I3, must_pass=True)
for f in (list_of_copies, pop_written, dict_state):
    program(f, (r.normal(3),), (r.normal(3),), tags=I3, must_pass=True)
for f in (row_view_restore, transposed_row):
    program(f, (r.normal(2, 2), 2), (r.normal(3, 3), 3), tags=I3, must_pass=True)
program(
    arg_table,
    ([[1.0, 2.0], [3.0, 4.0]], r.normal(2)),
    ([[0.1, 2.0], [0.3, 0.4]], r.normal(2)),
    tags=I3,
)
program(adjacency_lists, (r.unit(3), 3), (r.unit(3), 2), tags=I3)
program(momentum_buffers, (r.unit(3), 3), (r.unit(3), 2), tags=I3)
program(zip_write, (r.unit(3), 3), (r.unit(3), 2), tags=I3)
