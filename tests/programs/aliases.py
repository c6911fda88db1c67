"""Which list, tuple or dict a name means: aliases, copies, containers carried by loops."""

from tests.programs import program


def rebound_list_keeps(x, y):
    a = [x, y]
    old = a
    a = [2 * x, 3 * y]
    return old[0] * a[1]


def rebound_tuple_keeps(x, y):
    s = (x, y)
    old = s
    s = (x + y, y)
    return old[0] * s[0]


def slice_is_a_copy(x, y):
    a = [x, y]
    b = a[:]
    b[0] = 9.0 * x * x
    return a[0] * b[0]


def sum_is_a_copy(x, y):
    a = [x]
    b = [y]
    c = a + b
    c[0] = x * x
    return a[0] * c[0]


def old_tuple_in_loop(x, y):
    s = (x, y)
    for k in range(3):
        old = s
        s = (s[0] * s[1], s[1] + old[0])
        y = y + old[1] * s[0]
    return y * s[0]


def store_after_branch(x, y):
    a = [x, y]
    z = a
    if x > 0:
        a = [y, y]
    a[0] = 9.0 * y
    return z[0] * a[1] + z[1]


def swap_in_branch(x, y):
    a = [x, y]
    b = [y, x]
    if x > 0:
        a, b = b, a
    a[0] = x * x
    return a[0] * b[1] + b[0]


def dict_copies(x, y):
    d = {"p": x, "q": y}
    e = dict(d)
    e["p"] = y * y
    g = {**d}
    g["q"] = 3 * x
    return d["p"] * e["p"] + g["q"] * d["q"]


def nested_row(x, y):
    a = [[x, y], [y, x]]
    r = a[0]
    r[0] = x * y * 2
    return a[0][0] * a[1][0]


def old_list_in_loop(x, y):
    s = [x, y]
    old = s
    t = 0.0
    for k in range(4):
        t = t + old[0] * s[1]
        old = s
        s = [s[1] * x, s[0] + y]
    return t + s[0] * old[1]


def swap_in_loop(x, y):
    a = [x, y]
    b = [y * y, x * x]
    for k in range(3):
        a, b = b, a
        x = x + a[0] * b[1]
    return x * a[0] + b[1]


def swap_and_store_in_loop(x, y):
    a = [x, y]
    b = [y * y, x * x]
    for k in range(3):
        a, b = b, a
        a[0] = a[0] * y
    return a[0] * b[1]


def best_candidate(x, y):
    best = [x, y]
    c = [y, x]
    for k in range(4):
        cand = [c[0] * 1.1, c[1] - x]
        if cand[0] * cand[1] < best[0] * best[1]:
            best = cand
        c = [cand[1], cand[0] * 0.9]
    return best[0] * 3 + best[1] * c[0]


def dict_with_jumps(x, y):
    d = {"a": x, "b": y}
    for k in range(3):
        d = {"a": d["b"] * x, "b": d["a"] + d["b"]}
        if k == 1:
            continue
        d["a"] = d["a"] * y
        if d["a"] > 50:
            break
    return d["a"] * d["b"]


def step(s, h):
    q, p = s
    return (q + h * p, p - h * q)


def step_helper(x, y):
    s = (x, y)
    tr = 0.0
    while tr < 3.0:
        s = step(s, 0.3)
        tr = tr + 0.5
        if s[0] < 0:
            break
    return s[0] * s[0] + s[1]


def nested_dict_state(x, y):
    s = {"q": x, "n": {"p": y}}
    for k in range(3):
        s["n"] = {"p": s["n"]["p"] * s["q"]}
        s["q"] = s["q"] + s["n"]["p"]
    return s["q"] * s["n"]["p"]


def break_with_tuples(x, y):
    n = 0
    while True:
        r = (x * y + n, y - n)
        n += 1
        if n > 2 and x > 0:
            r = (r[1], r[0] * x)
            break
        if n > 5:
            break
    return r[0] * r[1]


def row_kept_and_changed(x, y):
    rows = []
    row = [x, y]
    for k in range(3):
        row[0] = row[0] * y
        rows.append(row)
    return rows[0][0] * rows[2][1]


def fresh_row_kept_and_changed(x, y):
    rows = []
    for k in range(3):
        row = [x * k, y]
        rows.append(row)
        row[0] = row[0] + y
    return rows[0][0] * rows[2][1]


def closure_writes_list(x, y):
    a = [x, y]

    def put(v):
        a[0] = v

    put(x * y)
    b = a
    put(b[0] * b[0])
    return a[0] * b[1]


def nested_loops_exchange(x, y):
    a = [x, y]
    for i in range(2):
        b = a
        for j in range(2):
            b = [b[1], b[0] * a[0]]
        a = [b[0] + x, a[0]]
    return a[0] * a[1] * b[0]


def iterators_see_old_names(x, y):
    z = enumerate([x, y])
    xs = [y, y]
    it = zip(xs, [x, x * x])
    xs = [x, x]
    t = 0.0
    for i, v in z:
        t = t + i * v * v
    for u, v in it:
        t = t + u * v
    return t


def previous_tuple(x, y):
    t = 0.0
    prev = (0.0, 0.0)
    for k in range(4):
        cur = (x * k, y - k)
        if k > 0:
            t = t + prev[0] * cur[1]
        prev = cur
    return t


def previous_list(x, y):
    t = 0.0
    for k in range(4):
        cur = [x * k, y - k]
        if k > 0:
            t = t + prev[0] * cur[1]  # noqa: F821 - bound at the end of the trip before
        prev = cur
    return t


def previous_of_many(x, y):
    t = 0.0
    for k in range(30):
        cur = (x * k, {"v": y - k})
        if k > 0:
            t = t + prev[0] * cur[1]["v"] + prev[1]["v"] * x  # noqa: F821
        prev = cur
    return t


for f in (
    rebound_list_keeps,
    rebound_tuple_keeps,
    slice_is_a_copy,
    sum_is_a_copy,
    old_tuple_in_loop,
    store_after_branch,
    swap_in_branch,
    dict_copies,
    nested_row,
    old_list_in_loop,
    swap_in_loop,
    swap_and_store_in_loop,
    best_candidate,
    dict_with_jumps,
    step_helper,
    nested_dict_state,
    break_with_tuples,
    row_kept_and_changed,
    fresh_row_kept_and_changed,
    closure_writes_list,
    nested_loops_exchange,
    iterators_see_old_names,
    previous_tuple,
    previous_list,
    previous_of_many,
):
    program(f, (1.3, 0.7), (0.4, 2.1), tags="aliases issue3", wrt=(0, 1), must_pass=True)
