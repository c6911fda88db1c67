"""Which container is it?  Lists, dicts, arrays and objects that are chosen on a path and changed then; swaps."""

import numpy as np

from tests.programs import program


def swap_lists(x):
    a = [v for v in x]
    b = [v * 2 for v in x]
    for k in range(3):
        a, b = (b, a)
        b[k] = a[k] * b[k]
    return sum(a) + 3 * sum(b)


def swap_rows(x):
    prev = np.zeros(5)
    cur = x.copy()
    for k in range(4):
        prev[1:-1] = cur[:-2] * cur[2:]
        prev, cur = (cur, prev)
    return np.sum(cur * prev)


def double_buffer(x):
    old = x.copy()
    new = np.empty_like(x)
    for k in range(3):
        for i in range(len(x)):
            new[i] = 0.5 * old[i] + 0.25 * (old[i - 1] + old[(i + 1) % len(x)]) ** 2
        old, new = (new, old)
    return np.sum(old**2)


def dp_rows(x):
    prev = [0.0] * len(x)
    cur = [0.0] * len(x)
    for k in range(3):
        for i in range(len(x)):
            cur[i] = x[i] * (1.0 + prev[i]) + (prev[i - 1] if i > 0 else 0.0)
        prev, cur = (cur, prev)
    return prev[-1] + sum(prev)


def dp_newrow(x):
    prev = [0.0] * len(x)
    for k in range(3):
        cur = [0.0] * len(x)
        for i in range(len(x)):
            cur[i] = x[i] * (1.0 + prev[i])
        prev = cur
    return sum(prev)


def chosen_list(x):
    a = [x[0], x[1]]
    b = [x[2], x[3]]
    c = a if x[0] > 0.4 else b
    c[0] = c[1] * 3
    c.append(x[4])
    return sum(a) * 2 + sum(b) * 5


def chosen_array(x):
    a = x[:2] * 2
    b = x[2:4] * 3
    c = a if x[0] > 0.4 else b
    c[0] = c[1] * x[4]
    return np.sum(a) * 2 + np.sum(b) * 5


def chosen_branch(x):
    pos = []
    neg = []
    for v in x:
        if v > 0:
            target = pos
        else:
            target = neg
        target.append(v * v)
    return sum(pos) * 2 + sum(neg) * 5


def chosen_expr(x):
    pos = []
    neg = []
    for v in x:
        (pos if v > 0 else neg).append(v * v)
    return sum(pos) * 2 + sum(neg) * 5


def buckets(x):
    buckets = [[], [], []]
    for i, v in enumerate(x):
        buckets[i % 3].append(v)
    return sum((sum(b) ** 2 for b in buckets))


def bucket_named(x):
    buckets = [[], [], []]
    for i, v in enumerate(x):
        b = buckets[i % 3]
        b.append(v)
    return sum((sum(b) ** 2 for b in buckets))


def rows_of_list(x):
    rows = [np.zeros(3) for _ in range(3)]
    for i in range(3):
        rows[i][0] = x[i]
        rows[i][1:] += x[i + 1]
    return sum((np.prod(r) for r in rows))


def views_in_list(x):
    u = x.copy()
    parts = [u[:2], u[2:]]
    for p in parts:
        p *= p
    return np.sum(u * np.arange(5))


def best_arr(x):
    best = x
    for k in range(3):
        cand = x * (k + 0.5)
        if np.sum(cand) > np.sum(best):
            best = cand
    best = best.copy()
    best[0] *= 2
    return np.sum(best**2)


def best_arr_written(x):
    best = x * 1.0
    for k in range(3):
        cand = x * (k + 0.5)
        if np.sum(cand) > np.sum(best):
            best = cand
    best[0] *= 2
    return np.sum(best**2)


def swap_elem(x):
    xs = [v for v in x]
    for i in range(len(xs)):
        for j in range(len(xs) - 1 - i):
            if xs[j] > xs[j + 1]:
                xs[j], xs[j + 1] = (xs[j + 1], xs[j])
    return sum((v * k for k, v in enumerate(xs)))


def swap_rows_mat(x):
    M = np.outer(x, x) + np.eye(5)
    for k in range(4):
        M[[k, k + 1]] = M[[k + 1, k]]
        M[k + 1] -= 0.5 * M[k]
    return np.sum(M[:, 0] * M[:, 1])


def swap_row_list(x):
    M = [[a * b for b in x[:3]] for a in x[:3]]
    for k in range(2):
        if M[k][0] < M[k + 1][0]:
            M[k], M[k + 1] = (M[k + 1], M[k])
        for j in range(3):
            M[k + 1][j] -= 0.5 * M[k][j]
    return sum((M[i][i] * (i + 1) for i in range(3)))


def current_obj(x):

    class Acc:
        def __init__(self):
            self.t = 0.0

    a, b = (Acc(), Acc())
    for v in x:
        c = a if v > 0 else b
        c.t += v * v
    return a.t * 2 + b.t * 5


def stack_top(x):
    stack = [[]]
    for k, v in enumerate(x):
        if k % 2 == 0:
            stack.append([])
        stack[-1].append(v)
    return sum((sum(s) ** 2 for s in stack))


def carried_row(x):
    rows = []
    row = np.zeros(2)
    for k, v in enumerate(x):
        row[k % 2] = v * v
        if k % 2 == 1:
            rows.append(row)
            row = np.zeros(2)
    return sum((np.prod(r) for r in rows)) + row[0]


def carried_list(x):
    rows = []
    row = []
    for k, v in enumerate(x):
        row.append(v)
        if len(row) == 2:
            rows.append(row)
            row = []
    return sum((r[0] * r[1] for r in rows)) + sum(row)


def split_rest_loop(x):
    pos, neg = ([], [])
    total = 0.0
    for k, v in enumerate(x):
        target = pos if v > 0 else neg
        target.append(v * v)
        if len(target) > 1:
            total += target[-2] * target[-1]
        total = total * 0.9
    return total + sum(pos) - sum(neg)


def two_choices(x):
    a, b, c = ([], [], [])
    for v in x:
        t = a if v > 0 else b
        u = c if v > 0.55 else t
        t.append(v)
        u.append(v * 2)
    return sum(a) * 1.5 + sum(b) ** 2 + sum(c) * 3


def arrays_chosen(x):
    a = np.zeros(3)
    b = np.zeros(3)
    for k, v in enumerate(x):
        t = a if v > 0 else b
        t[k % 3] += v * v
    return np.sum(a**2) + 3 * np.sum(b**2)


def dicts_chosen(x):
    a = {"s": 0.0, "n": 0}
    b = {"s": 0.0, "n": 0}
    for v in x:
        d = a if v > 0 else b
        d["s"] += v * v
        d["n"] += 1
    return a["s"] / max(a["n"], 1) + b["s"] * 2


def obj_method(x):

    class Acc:
        def __init__(self):
            self.t = 0.0
            self.items = []

        def add(self, v):
            self.t += v
            self.items.append(v * v)

    up, down = (Acc(), Acc())
    for v in x:
        acc = up if v > 0 else down
        acc.add(v)
    return up.t * sum(up.items) + down.t * 2 + sum(down.items)


def helper_choice(x):

    def add(target, v):
        target.append(v * 2)

    pos, neg = ([], [])
    for v in x:
        if v > 0:
            t = pos
        else:
            t = neg
        add(t, v)
    return sum(pos) * 2 + sum(neg)


def returns_early(x):
    a = [x[0], x[1]]
    b = [x[2], x[3]]
    c = a
    if x[0] > 0.4:
        c = b
    c[0] *= 2
    if c[1] > 0:
        return sum(a) * c[0]
    return sum(b) * 2 + c[1]


def elif_chain(x):
    lo, mid, hi = ([], [], [])
    for v in x:
        if v < 0:
            b = lo
        elif v < 1:
            b = mid
        else:
            b = hi
        b.append(v * v)
    return sum(lo) + 2 * sum(mid) + 3 * sum(hi)


def with_break(x):
    pos, neg = ([], [])
    for v in x:
        t = pos if v > 0 else neg
        if len(t) > 1:
            break
        t.append(v * v)
    return sum(pos) * 2 + sum(neg)


def with_continue(x):
    pos, neg = ([], [])
    s = 0.0
    for v in x:
        t = pos if v > 0 else neg
        if len(t) > 1:
            continue
        t.append(v * v)
        s += t[0]
    return sum(pos) * 2 + sum(neg) + s


def nested_loop(x):
    pos, neg = ([], [])
    for v in x:
        t = pos if v > 0 else neg
        for k in range(3):
            t.append(v * k)
    return sum((p * p for p in pos)) + sum(neg)


def same_and_kept(x):
    a = [x[0], x[1]]
    b = [x[2], x[3]]
    c = a if x[0] > 0.4 else b
    d = c
    d[0] = x[4]
    c[1] = d[0] * 2
    return sum(a) * 2 + sum(b) + sum(c)


def kept_choice(x):
    a = [x[0], x[1]]
    b = [x[2], x[3]]
    c = a if x[0] > 0.4 else b
    keep = [c, a]
    c[0] = x[4]
    return sum(keep[0]) * sum(keep[1]) + sum(b)


def heads_tails(x):
    left, right = ([], [])
    for v in sorted(x):
        (left if len(left) <= len(right) else right).append(v)
    return sum((a * b for a, b in zip(left, right)))


def while_choice(x):
    i, j = (0, 0)
    a = [v for v in x]
    b = [v * 2 for v in x]
    out = []
    while a and b:
        src = a if a[0] < b[0] else b
        out.append(src.pop(0))
    return sum((v * k for k, v in enumerate(out)))


def turns(x):
    p1, p2 = ([], [])
    cur, other = (p1, p2)
    for v in x:
        cur.append(v * v)
        cur, other = (other, cur)
    return sum(p1) * 2 + sum(p2)


def flip_state(x):
    a = [0.0, 0.0]
    b = [0.0, 0.0]
    flag = True
    for v in x:
        t = a if flag else b
        t[0] += v
        t[1] += v * v
        flag = not flag
    return a[0] * a[1] + b[0] * 3 + b[1]


def split_nested(x):
    a, b = ([0.1], [0.2])
    t = 0.0
    for i, v in enumerate(x):
        c = a if i % 2 == 0 else b
        d = b if v > 0 else a
        c.append(v)
        d.append(v * 2)
        if len(c) > len(d):
            t += c[-1] * len(d)
        else:
            t -= d[-1]
    return t + sum(a) * 2 + sum(b)


def split_then_alias(x):
    a = [x[0], x[1]]
    b = [x[2], x[3]]
    keep = a
    c = a if x[4] > 1.2 else b
    c[0] = c[0] * 2
    keep[1] = keep[1] * c[0]
    c = b
    c[1] = a[0]
    return sum(a) * 3 + sum(b)


def split_in_helper(x):

    def f(v, a, b):
        c = a if v > 0 else b
        c.append(v)
        if len(c) > 2:
            return c[0]
        return c[-1] * 2

    a, b = ([], [])
    return sum((f(v, a, b) for v in x)) + sum(a) ** 2


def split_return_in_loop(x):
    a, b = ([], [])
    for v in x:
        c = a if v > 0 else b
        c.append(v * v)
        if len(c) == 3:
            return sum(c) + len(b)
    return sum(a) - sum(b)


def arr_views(x):
    u = x.copy()
    left = u[:2]
    right = u[3:]
    for k in range(3):
        t = left if u[k] > 0.55 else right
        t *= 1.5
        t[0] += u[2]
    return np.sum(u**2)


x = np.array([0.3, 1.2, -0.7, 0.9, 1.6])
z = np.array([0.52, -1.2, 0.8, 0.4, 1.1])
for function in (
    split_nested,
    split_then_alias,
    split_in_helper,
    split_return_in_loop,
    arr_views,
    swap_lists,
    swap_rows,
    double_buffer,
    dp_rows,
    dp_newrow,
    chosen_list,
    chosen_array,
    chosen_branch,
    chosen_expr,
    buckets,
    bucket_named,
    rows_of_list,
    views_in_list,
    best_arr,
    best_arr_written,
    swap_elem,
    swap_rows_mat,
    swap_row_list,
    current_obj,
    stack_top,
    carried_row,
    carried_list,
    split_rest_loop,
    two_choices,
    arrays_chosen,
    dicts_chosen,
    obj_method,
    helper_choice,
    returns_early,
    elif_chain,
    with_break,
    with_continue,
    nested_loop,
    same_and_kept,
    kept_choice,
    heads_tails,
    while_choice,
    turns,
    flip_state,
):
    program(function, (x,), (z,), must_pass=True)
