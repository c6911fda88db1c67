"""Functions chosen at run time: from lists and tables, in variables that loops and branches bind, among labels."""

import functools
from collections import deque

import numpy as np

from tests.programs import program

A, B = np.array([0.3, 0.7, -0.2]), np.array([1.1, -0.4, 0.5])


def half(t):
    return 0.5 * t + 0.1 * t * t


def scaled(t, k=2.0):
    return k * t


def cube(t):
    return t**3


def bad(t):
    raise ValueError("no")


ACTS = [np.tanh, np.sin, half]
DOUBLES = [lambda t: t * 2, lambda t: np.exp(-t)]


class Layer:
    def __init__(self, w):
        self.w = w

    def __call__(self, t):
        return t * self.w

    def go(self, t):
        return t + self.w


def make(k):
    if k == 0:
        return np.sin
    if k == 1:
        return lambda t: t * t
    return cube


def step_euler(f, t, y, h):
    return y + h * f(t, y)


def step_rk2(f, t, y, h):
    k = f(t, y)
    return y + h * f(t + h / 2, y + h / 2 * k)


METHODS = {"euler": step_euler, "rk2": step_rk2}


def local_list_mod(x):
    acts = [np.tanh, half, lambda t: t + x[0] * t]
    s = 0.0
    for i in range(len(x)):
        s = s + acts[i % len(acts)](x[i]) * acts[-1](x[i])
    return s


def append_loop(x, n):
    fs = []
    for i in range(n):
        if i % 2 == 0:
            fs.append(np.sin)
        else:
            fs.append(half)
    s = x
    for f in fs:
        s = f(s)
    return np.sum(s)


def rolled_for_f(x, n):
    s = x
    for k in range(n):
        for f in [np.sin, half, lambda t: 0.5 * t]:
            s = f(s)
    return np.sum(s)


def while_table(x, n):
    state = "a"
    trans = {"a": "b", "b": "c", "c": "a"}
    acts = {"a": np.sin, "b": half, "c": np.tanh}
    s = x
    i = 0
    while i < n:
        s = acts[state](s)
        state = trans[state]
        i += 1
    return np.sum(s)


def table_local_int(x, n):
    table = {0: np.sin, 1: lambda t: t * x[1], 2: half}
    s = x
    for k in range(6):
        s = table[k * n % 3](s)
    return np.sum(s)


def carried_f_same(x, n):
    f = half
    g = np.sin
    s = x
    for i in range(n):
        s = f(s)
        f, g = (g, f)
    return np.sum(s)


def compose(x, n):
    f = lambda t: t
    for i in range(3):
        f = (lambda g: lambda t: np.sin(g(t)) * 1.1)(f)
    return np.sum(f(x))


def index_error(x, n):
    try:
        f = ACTS[n]
    except IndexError:
        f = np.cos
    return np.sum(f(x))


def partials(x, n):
    fs = [functools.partial(np.multiply, x[0]), functools.partial(np.power, 2.0), np.sin]
    s = x
    for i in range(n):
        s = fs[i % 3](s) * 0.1
    return np.sum(s)


def methods(x, n):
    a = Layer(x[0])
    b = Layer(x[1])
    fs = [a.go, b.go, a]
    s = x
    for i in range(n):
        s = fs[i % 3](s) * 0.1
    return np.sum(s)


def pop_fs(x, n):
    fs = [np.sin, half, np.tanh]
    s = x
    while fs:
        f = fs.pop()
        s = f(s)
    return np.sum(s)


def nested_t(x, n):
    table = {"lin": {"f": half, "w": 2.0}, "sin": {"f": np.sin, "w": x[0]}}
    s = x
    for i in range(n):
        e = table["lin" if i % 2 else "sin"]
        s = e["f"](s) * e["w"]
    return np.sum(s)


def factory(x, n):
    s = x
    for i in range(n):
        s = make(i % 3)(s)
    return np.sum(s)


def factory_list(x, n):
    fs = [make(i) for i in range(3)]
    s = x
    for i in range(n):
        s = fs[i % 3](s)
    return np.sum(s)


def compare_f(x, n):
    fs = [np.sin, half, np.sin]
    s = 0.0
    for i in range(n):
        f = fs[i % 3]
        if f is np.sin:
            s = s + f(x[0])
        else:
            s = s * f(x[1])
    return s


def opt_none2(x, n):
    act = (lambda t: t * x[0]) if n > 0 else None
    s = x * 2
    for i in range(4):
        if act:
            s = act(s)
        if i == 2:
            act = None
    return np.sum(s)


def list_n(x, n):
    fs = []
    for i in range(n):
        fs.append(np.sin if i % 2 == 0 else half)
    s = x
    for f in fs:
        s = f(s) + 1.0
    return np.sum(s)


def list_n2(x, n):
    fs = [np.sin if i % 2 == 0 else half for i in range(n)]
    s = x
    for f in fs:
        s = f(s) + 1.0
    return np.sum(s)


def list_tuples(x, n):
    fs = []
    for i in range(n):
        fs.append((np.sin if i % 2 == 0 else half, 0.1 * x[i % 3]))
    s = x
    for f, w in fs:
        s = w * f(s) + 1.0
    return np.sum(s)


def dict_n(x, n):
    t = {}
    for i in range(n):
        t[i] = np.sin if i % 2 == 0 else half
    s = x
    for k in t:
        s = t[k](s) + 1.0
    return np.sum(s)


def queue(x):
    todo = [np.sin]
    s = x
    while todo:
        f = todo.pop()
        s = f(s) + 0.3
        if np.sum(s) < 5 and f is not half:
            todo.append(half)
        elif np.sum(s) < 5:
            todo.append(np.cos)
            todo.append(np.tanh)
        if np.sum(s) > 3:
            break
    return np.sum(s)


def reassigned(x, n):
    fs = [np.sin, np.cos, np.tanh]
    fs[n] = half
    s = x
    for f in fs:
        s = f(s)
    return np.sum(s)


def sorted_fs(x, n):
    s = x
    for f in sorted(ACTS, key=lambda f: f(x[0])):
        s = f(s)
    return np.sum(s)


def argmin_pick(x, n):
    vals = [f(x[0]) for f in ACTS]
    best = ACTS[int(np.argmin(vals))]
    return np.sum(best(x))


def min_key(x, n):
    best = min(ACTS, key=lambda f: f(x[0]))
    return np.sum(best(x))


def globals_lams(x, n):
    s = x
    for i in range(20):
        s = DOUBLES[i % 2](s)
    return np.sum(s)


def same_twice(x, n):
    fs = [np.sin, np.sin, half]
    s = x
    for i in range(20):
        s = fs[i * n % 3](s) + 0.1
    return np.sum(s)


def defaults(x, n):
    fs = [scaled, lambda t, k=3.0: t - k * x[0]]
    s = x
    for i in range(20):
        f = fs[i * n % 2]
        s = f(s) if i % 3 else f(s, k=0.5)
    return np.sum(s) * 0.001


def raises(x, n):
    fs = [np.sin, bad]
    s = x
    for i in range(20):
        try:
            s = fs[i * n % 2](s) + 0.1
        except ValueError:
            s = s * 0.9
    return np.sum(s)


def raises2(x, n):
    t = {"a": np.sin, "b": bad}
    s = x
    for i in range(20):
        s = t["a" if np.sum(s) < 1000000000.0 else "b"](s) + 0.1
    return np.sum(s)


def stale_prev(x, n):
    s = x
    prev = None
    for i in range(25):
        g = ACTS[i * n % 3]
        if prev is not None:
            s = s + 0.1 * prev(s)
        prev = g
    return np.sum(s)


def stale_prev2(x, n):
    s = x
    for i in range(25):
        g = ACTS[i * n % 3]
        if i > 0:
            s = s + 0.1 * prev(s)  # noqa: F821
        prev = g
    return np.sum(s)


def stale_late(x, n):
    s = x
    k = 1.0
    f = lambda t: t * k
    g = f
    for i in range(25):
        k = k + 0.1 * x[0]
        s = s + 0.01 * g(s)
        g = f if i % 2 else np.sin
    return np.sum(s)


def after_break(x, n):
    s = x
    for i in range(25):
        if np.sum(s) > 2.0:
            f = np.cos
            break
        s = s + 0.1
        f = half
    return np.sum(f(s))


def after_breaks(x, n):
    s = x
    while True:
        if np.sum(s) > 2.0:
            f = np.cos
            break
        s = s + 0.1
        if np.sum(s) > 1.95:
            f = half
            break
    return np.sum(f(s))


def in_object(x, n):
    class_ = None
    o = Layer(x[0])
    o.act = np.sin
    s = x
    for i in range(25):
        s = s + 0.1 * o.act(s) * o.w
        if i % 2:
            o.act = np.tanh
        else:
            o.act = half
    return np.sum(s)


def counts(x, n):
    fs = []
    for i in range(25):
        fs.append(np.sin if i % 3 else half)
    return (
        np.sum(x) * fs.count(np.sin)
        + fs.index(np.sin) * x[0]
        + (2 * x[1] if half in fs else 0.0)
        + len(fs) * x[2]
    )


def slices(x, n):
    fs = []
    for i in range(25):
        fs.append(np.sin if i % 3 else half)
    s = x
    for f in fs[3:7] + fs[::-1]:
        s = s + 0.1 * f(s)
    for i, (f, g) in enumerate(zip(fs, fs[1:])):
        s = s + 0.01 * i * f(g(s))
    return np.sum(s)


def passes(x, n):

    def apply(f, t):
        return f(t) * 2

    s = x
    for i in range(25):
        f = ACTS[i * n % 3]
        s = s + 0.1 * apply(f, s)
        s = s + 0.01 * np.array([v for v in map(f, s)])
    return np.sum(s)


def namedf(x, n):
    s = x
    for i in range(25):
        f = ACTS[i * n % 3]
        if f.__name__ == "sin":
            s = s + 0.1 * f(s)
        else:
            s = s + 0.2 * f(s)
    return np.sum(s)


def f_in(x, n):
    s = x
    for i in range(25):
        f = ACTS[i * n % 3]
        if f in (np.sin, np.cos):
            s = s + 0.1 * f(s)
        elif f is not np.tanh and i > 2:
            s = s + 0.2 * f(s)
        elif not callable(f):
            s = s * 3
    return np.sum(s)


def vect(x, n):
    s = x
    for i in range(25):
        f = ACTS[i * n % 3]
        s = s + 0.2 * np.vectorize(f)(s)
    return np.sum(s)


def bound_rebinding(x, n):
    y = x * 2
    f = y.sum
    y = y * 3
    return f() + y.sum()


def returned2(x):

    def pick(v):
        if v > 0.5:
            return np.sin
        if v > 0:
            return lambda t: t * v
        return None

    s = 0.0
    for v in x:
        f = pick(v)
        if f:
            s = s + f(v)
        else:
            s = s + v * v
    return s


def list_mut(x, n):
    fs = [np.sin, np.cos, half]
    s = x
    for i in range(25):
        fs[i % 3] = fs[(i + n) % 3] if i % 2 else np.tanh
        s = s + 0.1 * fs[0](s)
    return np.sum(s)


def deque_app(x, n):
    fs = deque([np.sin, np.cos, half])
    s = x
    for i in range(25):
        f = fs.popleft()
        s = s + 0.1 * f(s)
        fs.append(f)
    return np.sum(s)


def tuple_cfg(x, n):
    s = x
    cfg = [(np.sin, 0.1), (half, 0.2), (lambda t: t * x[0], 0.3)]
    for i in range(25):
        f, w = cfg[i * n % 3]
        s = s + w * f(s)
    return np.sum(s)


def methods_dict(x, ms):
    y = x

    def rhs(t, y):
        return -y * x[0] + np.sin(t)

    for i in range(20):
        y = METHODS[ms[i % 2]](rhs, 0.1 * i, y, 0.1)
    return np.sum(y)


program(local_list_mod, (A,), (B,), tags="issue3", must_pass=True)
program(append_loop, (A, 2), (B, 5), tags="issue3", must_pass=True)
program(rolled_for_f, (A, 20), (B, 21), tags="issue3", must_pass=True)
program(while_table, (A, 4), (B, 7), tags="issue3", must_pass=True)
program(table_local_int, (A, 1), (B, 0), tags="issue3", must_pass=True)
program(carried_f_same, (A, 3), (B, 4), tags="issue3", must_pass=True)
program(compose, (A, 4), (B, 7), tags="issue3", must_pass=True)
program(index_error, (A, 1), (B, 4), tags="issue3", must_pass=True)
program(partials, (A, 4), (B, 7), tags="issue3", must_pass=True)
program(methods, (A, 4), (B, 7), tags="issue3", must_pass=True)
program(pop_fs, (A, 4), (B, 7), tags="issue3", must_pass=True)
program(nested_t, (A, 4), (B, 7), tags="issue3", must_pass=True)
program(factory, (A, 4), (B, 7), tags="issue3", must_pass=True)
program(factory_list, (A, 4), (B, 7), tags="issue3", must_pass=True)
program(compare_f, (A, 4), (B, 7), tags="issue3", must_pass=True)
program(opt_none2, (A, 1), (B, 0), tags="issue3", must_pass=True)
program(list_n, (A, 30), (B, 21), tags="issue3", must_pass=True)
program(list_n2, (A, 30), (B, 21), tags="issue3", must_pass=True)
program(list_tuples, (A, 30), (B, 21), tags="issue3", must_pass=True)
program(dict_n, (A, 30), (B, 21), tags="issue3", must_pass=True)
program(queue, (A,), (B,), tags="issue3", must_pass=True)
program(reassigned, (A, 2), (B, -1), tags="issue3", must_pass=True)
program(sorted_fs, (A, 2), (B, 3), tags="issue3", must_pass=True)
program(argmin_pick, (A, 2), (B, 3), tags="issue3", must_pass=True)
program(min_key, (A, 2), (B, 3), tags="issue3", must_pass=True)
program(globals_lams, (A, 2), (B, -1), tags="issue3", must_pass=True)
program(same_twice, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(defaults, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(raises, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(raises2, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(stale_prev, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(stale_prev2, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(stale_late, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(after_break, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(after_breaks, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(in_object, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(counts, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(slices, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(passes, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(namedf, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(f_in, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(vect, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(bound_rebinding, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(returned2, (np.linspace(-0.5, 1, 30),), (np.linspace(-1, 1.3, 30),), tags="issue3", must_pass=True)
program(list_mut, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(deque_app, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(tuple_cfg, (A, 2), (B, 1), tags="issue3", must_pass=True)
program(methods_dict, (A, ["euler", "rk2"]), (B, ["rk2", "rk2"]), tags="issue3", must_pass=True)
