"""Iterators read step by step: `iter`, `next`, classes with `__next__`; loops over lists that grow meanwhile."""

import itertools

import numpy as np

from tests.programs import program


def first_then_rest(x):
    it = iter(x)
    best = next(it)
    for v in it:
        best = best * 0.5 + v * v
    return best


def two_nexts(x):
    it = iter(x)
    a = next(it)
    b = next(it)
    return a * a * b


def two_nexts_then_rest(x):
    it = iter(x)
    a = next(it)
    b = next(it)
    total = a * b
    for v in it:
        total += v * a
    return total


def list_first(x):
    xs = [v * v for v in x]
    it = iter(xs)
    prev = next(it)
    total = 0.0
    for cur in it:
        total += cur * prev
        prev = cur
    return total


def while_next(x):
    it = iter(x)
    v = next(it, None)
    total = 0.0
    while v is not None:
        total += v**3
        v = next(it, None)
    return total


def fixed_list(x):
    it = iter([x[0], x[1], x[2]])
    a = next(it)
    b = next(it)
    c = next(it)
    return a * b + c * c


def next_default(x):
    it = iter(x)
    a = next(it, 0.0)
    b = next(it, 1.0)
    return a * b


def cyc(x):
    c = itertools.cycle(x)
    total = 0.0
    for i in range(8):
        total += next(c) * i
    return total


def count_next(x):
    c = itertools.count()
    total = 0.0
    for v in x:
        total += v * v * next(c)
    return total


def islice_rest(x):
    it = iter(x)
    head = list(itertools.islice(it, 2))
    total = head[0] * head[1]
    for v in it:
        total += v * head[0]
    return total


def next_in_loop(x):
    ws = iter(x * 2.0)
    total = 0.0
    for v in x:
        w = next(ws)
        total += v * w
    return total


def dict_iter(x):
    d = {"a": x[0], "b": x[1], "c": x[2]}
    it = iter(d.values())
    first = next(it)
    return first * sum(it)


def enumerate_next(x):
    e = enumerate(x)
    i, a = next(e)
    total = a
    for i, v in e:
        total += i * v * v
    return total


def tryexcept(x):
    it = iter(x)
    total = 0.0
    while True:
        try:
            v = next(it)
        except StopIteration:
            break
        total += v * v
    return total


def reversed_next(x):
    r = reversed(list(x))
    last = next(r)
    before = next(r)
    return last * before**2


def map_next(x):
    m = map(np.sin, x)
    a = next(m)
    return a + sum(m)


def helper_take(it, n):
    return [next(it) for _ in range(n)]


def param_unpack(x):
    it = iter(x)
    w = helper_take(it, 2)
    b = helper_take(it, 3)
    return w[0] * b[2] + w[1] * b[0]


def pop_params(x):
    it = iter(np.split(x, [2, 4]))
    a = next(it)
    b = next(it)
    c = next(it)
    return np.sum(a * b) * np.sum(c)


def sum_twice(x):
    it = iter([x[0], x[1], x[2]])
    return sum(it) + 3 * sum(it)


def list_twice(x):
    it = iter([x[0], x[1], x[2]])
    a = list(it)
    b = list(it)
    return sum(a) + 10 * len(b) + 5 * sum(b)


def unpack_then(x):
    it = iter([x[0], x[1], x[2]])
    a, b, c = it
    return a * b + c + next(it, x[0])


def take_then(x):
    it = iter([x[0], x[1], x[2], x[3]])
    head = list(itertools.takewhile(lambda v: v > 0, it))
    return sum(head) * 2 + sum(it)


def enum_then(x):
    it = iter([x[0], x[1], x[2]])
    t = 0.0
    for i, v in enumerate(it):
        t += i * v
    return t + next(it, x[0] ** 2)


def zip_then(x):
    it = iter([x[0], x[1], x[2]])
    t = 0.0
    for a, b in zip(it, [1.0, 2.0]):
        t += a * b
    return t + next(it, x[0] ** 2)


def array_of(x):
    it = iter([x[0], x[1], x[2]])
    a = np.array(list(it))
    return np.sum(a**2) + next(it, x[0])


def in_then(x):
    it = iter([1, 2, 3])
    if 2 in it:
        return x[0] * next(it)
    return x[0]


def max_then(x):
    it = iter([x[0], x[1], x[2]])
    return max(it) + next(it, x[0] ** 2)


def join_branch(x):
    it = iter([x[0], x[1], x[2]])
    if x[0] > 0:
        a = next(it)
    else:
        a = 2.0
    return a * next(it)


def alias(x):
    it = iter([x[0], x[1], x[2]])
    jt = it
    a = next(it)
    return a * next(jt) ** 2


def iter_of_iter(x):
    it = iter([x[0], x[1], x[2]])
    jt = iter(it)
    a = next(jt)
    return a * next(it) ** 2


def chain_then(x):
    it = iter([x[0], x[1], x[2]])
    c = itertools.chain(it, [x[3]])
    a = next(it)
    return a * sum(c)


def dictfrom(x):
    it = iter([x[0], x[1]])
    d = {k: next(it) for k in ("a", "b")}
    return d["a"] * d["b"] ** 2


def acc_then(x):
    it = iter([x[0], x[1], x[2]])
    s = list(itertools.accumulate(it))
    return s[-1] * 2 + sum(it)


def rev(x):
    r = reversed([x[0], x[1], x[2]])
    return next(r)


def zipz(x):
    z = zip(x, x[1:])
    a, b = next(z)
    return a * b * b


class Countdown:
    def __init__(self, x):
        self.x = x
        self.k = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.k >= 3:
            raise StopIteration
        self.k += 1
        return self.x[self.k] * self.k


class Squares:
    def __init__(self, items):
        self.items = items

    def __iter__(self):
        return iter(self.items)


class Buffer:
    def __init__(self, xs):
        self.it = iter(xs)
        self.head = next(self.it)

    def pop(self):
        out = self.head
        self.head = next(self.it, 0.0)
        return out


def user_next(x):
    t = 0.0
    for v in Countdown(x):
        t += v * v
    return t


def user_next_call(x):
    c = Countdown(x)
    a = next(c)
    return a * sum(c)


def user_iter(x):
    t = 0.0
    for v in Squares([x[0], x[1], x[2]]):
        t += v**3
    return t + sum(Squares(x))


def buffered(x):
    b = Buffer(x)
    t = 0.0
    for k in range(4):
        t += b.pop() * (k + 1)
    return t + b.head**2


def nested(x):
    it = iter(x)
    t = 0.0
    for a in it:
        for b in it:
            t += a * b
            if b > 1.0:
                break
    return t


def body_next(x):
    it = iter([v * v for v in x])
    t = 0.0
    for a in it:
        b = next(it, 1.0)
        t += a * b
    return t


def breaks(x):
    it = iter(x)
    t = 0.0
    for a in it:
        if a > 1.0:
            break
        t += a
    for a in it:
        t += a**3
    return t


def mutated(x):
    items = [x[0]]
    it = iter(items)
    t = 0.0
    for v in it:
        t += v * v
        if len(items) < 4:
            items.append(v * 0.5)
    return t


def rebound(x):
    xs = [v for v in x]
    it = iter(xs)
    a = next(it)
    xs = [1.0]
    return a * next(it)


def changed(x):
    xs = [v for v in x]
    it = iter(xs)
    a = next(it)
    xs[1] = a * a
    return a * next(it)


def dictit(x):
    d = {"a": x[0], "b": x[1], "c": x[2]}
    it = iter(d)
    k = next(it)
    t = d[k]
    for k in it:
        t *= d[k] + 2
    return t


def itemsit(x):
    d = {"a": x[0], "b": x[1], "c": x[2]}
    it = iter(d.items())
    k, v = next(it)
    for k, w in it:
        v = v * w
    return v


def lines(x):
    tokens = iter(["push", "0", "push", "1", "mul"])
    stack = []
    for tok in tokens:
        if tok == "push":
            stack.append(x[int(next(tokens))])
        elif tok == "mul":
            b = stack.pop()
            a = stack.pop()
            stack.append(a * b)
    return stack[0]


def rangeit(x):
    it = iter(range(5))
    t = x[next(it)]
    for i in it:
        t = t * 0.5 + x[i] ** 2
    return t


def batches(x):
    it = iter(x)
    t = 0.0
    while True:
        batch = list(itertools.islice(it, 2))
        if not batch:
            break
        t += sum(batch) ** 2
    return t


def cond_first(x):
    it = iter(x)
    m = next(it)
    for v in it:
        if v > m:
            m = v
    return m * m


def passed(x):

    def take(it):
        return next(it) * 2

    it = iter(x)
    return take(it) * take(it) + next(it)


def inlist(x):
    its = [iter(x), iter(x * 2)]
    return next(its[0]) * next(its[1]) + next(its[0])


def roundrobin(x):
    its = [iter(x), iter(x * 2)]
    t = 0.0
    for k in range(3):
        for it in its:
            t = t * 0.5 + next(it)
    return t


def kept_at(x):
    it = iter(x)
    total = 0.0
    while (v := next(it, None)) is not None:
        total += v * v
    return total


def zipn(x):
    ws = itertools.cycle([0.5, 2.0])
    return sum((v * next(ws) for v in x))


def two_loops(x):
    c = itertools.count(1)
    return sum((v * next(c) for v in x)) + x[0] * next(c)


def sentinel(x):
    it = iter(x)
    prev = next(it)
    runs = 0.0
    for cur in it:
        runs += abs(cur - prev)
        prev = cur
    return runs


# -- lists that change while a loop runs over them ------------------------------------------------------------------


def grow(x):
    items = [x[0]]
    s = 0.0
    for v in items:
        s = s + v
        if len(items) < 5:
            items.append(v * v)
    return s


def removing(x):
    items = [v for v in x]
    s = 0.0
    for v in items:
        if v < 0:
            items.remove(v)
        s += v * v
    return s + items[-1]


def popping(x):
    items = [v * 2 for v in x]
    s = 0.0
    for v in items:
        s += v * items.pop()
    return s


def queue(x):
    todo = [(x[0], 0)]
    s = 0.0
    for v, d in todo:
        s += v * v
        if d < 2:
            todo.append((v * x[1], d + 1))
            todo.append((v * x[2], d + 1))
    return s


def fixed(x):
    items = [x[0], x[1]]
    for v in items:
        if len(items) < 4:
            items.append(v * x[2])
    return sum((a * (i + 1) for i, a in enumerate(items)))


def enum(x):
    items = [x[0]]
    s = 0.0
    for i, v in enumerate(items):
        s += i * v
        if i < 3:
            items.append(v * x[1])
    return s


def insert(x):
    items = [x[0], x[1], x[2]]
    s = 0.0
    k = 0
    for v in items:
        k += 1
        if k == 1:
            items.insert(0, v * 3)
        s = s * 0.5 + v
    return s


def stores(x):
    items = [x[0], x[1], x[2]]
    s = 0.0
    for i, v in enumerate(items):
        s += v
        if i < 2:
            items[i + 1] = v * x[3]
    return s


def mutated_until(x):
    items = [x[0]]
    for v in items:
        if len(items) > 6:
            break
        items.append(v * x[1])
        items.append(v + x[2])
    return items[-1] * items[3]


def grows_in_a_field(x):

    class Bag:
        pass

    b = Bag()
    b.items = [x[0]]
    s = 0.0
    for v in b.items:
        s += v
        if len(b.items) < 4:
            b.items.append(v * v)
    return s


def known_twice(x):
    items = [x[0]]
    other = items
    s = 0.0
    for v in items:
        s += v
        if len(other) < 4:
            other.append(v * x[1])
    return s


def grows_in_a_helper(x):

    def more(out, v):
        if len(out) < 4:
            out.append(v * x[1])

    items = [x[0]]
    s = 0.0
    for v in items:
        s += v
        more(items, v)
    return s


def bfs(x):
    graph = {0: [1, 2], 1: [3], 2: [3], 3: []}
    order = [0]
    seen = {0}
    for node in order:
        for n in graph[node]:
            if n not in seen:
                seen.add(n)
                order.append(n)
    t = 0.0
    for node in order:
        t = t * x[0] + x[node + 1]
    return t


def sliced(x):
    items = [v for v in x]
    other = items
    t = 0.0
    for v in items:
        t += v * v
        if v > 1.0:
            other[:] = [1.0]
    return t


def deleted(x):
    items = [v for v in x]
    other = items
    t = 0.0
    for k, v in enumerate(items):
        t += v * v * (k + 1)
        if k == 1:
            del other[2]
    return t


def plus(x):
    items = [x[0]]
    other = items
    t = 0.0
    for v in items:
        t += v
        if len(items) < 3:
            other += [v * x[1]]
    return t


def ints(x):
    order = [0]
    also = order
    t = 0.0
    for k in order:
        t += x[k] * x[k]
        if k < 4:
            also.append(k + 1)
    return t


def zipped(x):
    items = [x[0]]
    t = 0.0
    for a, b in zip(items, x):
        t += a * b
        items.append(b * 2)
    return t


def copyloop(x):
    items = [v for v in x]
    t = 0.0
    for v in list(items):
        t += v * v
        items.append(v)
    return t + len(items)


# -- lists that hold None ------------------------------------------------------------------------------------------


def mixed(x):
    vals = []
    for v in x:
        if v > 0:
            vals.append(v)
        else:
            vals.append(None)
    t = x[0]
    for w in vals:
        if w is None:
            t = t * 2
        else:
            t += w * w
    return t


def mixed2(x):
    vals = []
    for v in x:
        r = v if v > 0 else None
        vals.append(r)
    t = x[0]
    while vals:
        w = vals.pop()
        if w is None:
            t = t * 2
        else:
            t += w * w
    return t


def mixed3(x):
    vals = []
    for v in x:
        r = None
        if v > 0:
            r = v
        vals.append(r)
    t = x[0]
    for k in range(len(vals)):
        if vals[k] is not None:
            t += vals[k] * t
    return t


def mixed4(x):
    vals = []
    for v in x:
        r = v if v > 0 else None
        vals.append(r)
    t = x[0]
    for k in range(len(vals)):
        w = vals[k]
        if w is None:
            t = t * 2
        else:
            t = t + w
    return t


def cache(x):
    memo = [None] * 5

    def get(k):
        if memo[k] is None:
            memo[k] = x[k] ** 2
        return memo[k]

    return get(1) + get(1) * get(2) + get(4)


def cache2(x):
    memo = [None] * len(x)
    t = 0.0
    for k in (0, 1, 1, 2, 0):
        if memo[k] is None:
            memo[k] = np.sin(x[k])
        t += memo[k] * k
    return t


def prevnone(x):
    prev = None
    out = []
    for v in x:
        out.append(None if prev is None else v - prev)
        prev = v
    return sum((d * d for d in out if d is not None))


def dictnone(x):
    d = {}
    for k in range(len(x)):
        d[k] = x[k] if x[k] > 0 else None
    t = 0.0
    for k in range(len(x)):
        if d[k] is not None:
            t = t + d[k]
        else:
            t = t * 0.5
    return t


def iter_chosen_obj(x):
    a, b = (iter(x), iter(x * 3))
    t = 0.0
    for k in range(4):
        it = a if k % 2 else b
        t = t * 0.5 + next(it)
    return t


def next_in_branch(x):
    it = iter(x)
    t = 0.0
    for v in it:
        if v > 1.0:
            t += v * next(it, 0.1)
        else:
            t -= v
    return t


def iter_in_object(x):

    class S:
        def __init__(self, xs):
            self.it = iter(xs)
            self.n = 0

        def take(self):
            self.n += 1
            return next(self.it) * self.n

    s = S(x * 2)
    return s.take() + s.take() ** 2 * sum(s.it)


def iter_returned(x):

    def make(xs):
        it = iter(xs)
        next(it)
        return it

    return sum((v * v for v in make(x)))


def iter_list_mut(x):
    xs = [v for v in x]
    it = iter(xs)
    t = next(it)
    xs.insert(0, t * 2)
    t += next(it) * 3
    xs.pop()
    return t + sum(it)


def iter_carried(x):
    it = iter(x)
    t = 0.0
    for k in range(2):
        for v in itertools.islice(it, 2):
            t += v * (k + 1)
    return t * next(it)


def stop(x):
    it = iter(x)
    t = 0.0
    try:
        while True:
            t += next(it) ** 2
    except StopIteration:
        t *= 2
    return t


def none_pass(x):

    def f(v):
        return 1.0 if v is None else v * v

    vals = []
    for v in x:
        vals.append(None)
        vals.append(v)
    return sum((f(v) for v in vals))


def grow_nested(x):
    rows = [[x[0]]]
    t = 0.0
    for row in rows:
        t += sum(row)
        if len(rows) < 4:
            rows.append([v * x[1] for v in row] + [x[2]])
    return t


def grow_sorted(x):
    items = [v for v in x]
    t = 0.0
    for v in sorted(items):
        t += v * len(items)
        items.append(v)
    return t


def grow_while_zip(x):
    a = [x[0]]
    b = [x[1]]
    t = 0.0
    for u, w in zip(a, b):
        t += u * w
        if len(a) < 4:
            a.append(u * 0.5 + w)
            b.append(w * x[2])
    return t


x = np.array([0.3, 1.2, -0.7, 0.9, 1.6])
z = np.array([0.5, -1.2, 0.8, 0.4, 1.1])
for function in (
    next_in_branch,
    iter_in_object,
    iter_returned,
    iter_list_mut,
    iter_carried,
    stop,
    none_pass,
    grow_nested,
    grow_sorted,
    grow_while_zip,
    iter_chosen_obj,
    first_then_rest,
    two_nexts,
    two_nexts_then_rest,
    list_first,
    while_next,
    fixed_list,
    next_default,
    cyc,
    count_next,
    islice_rest,
    next_in_loop,
    dict_iter,
    enumerate_next,
    tryexcept,
    reversed_next,
    map_next,
    param_unpack,
    pop_params,
    sum_twice,
    list_twice,
    unpack_then,
    take_then,
    enum_then,
    zip_then,
    array_of,
    in_then,
    max_then,
    join_branch,
    alias,
    iter_of_iter,
    chain_then,
    dictfrom,
    acc_then,
    rev,
    zipz,
    user_next,
    user_next_call,
    user_iter,
    buffered,
    nested,
    body_next,
    breaks,
    mutated,
    rebound,
    changed,
    dictit,
    itemsit,
    lines,
    rangeit,
    batches,
    cond_first,
    passed,
    inlist,
    roundrobin,
    kept_at,
    zipn,
    two_loops,
    sentinel,
    grow,
    removing,
    popping,
    queue,
    fixed,
    enum,
    insert,
    stores,
    mutated_until,
    grows_in_a_field,
    known_twice,
    grows_in_a_helper,
    bfs,
    sliced,
    deleted,
    plus,
    ints,
    zipped,
    copyloop,
    mixed,
    mixed2,
    mixed3,
    mixed4,
    cache,
    cache2,
    prevnone,
    dictnone,
):
    program(function, (x,), (z,), must_pass=True)


class Steps:
    """The iterator of every textbook: it begins anew wherever it is iterated."""

    def __init__(self, n):
        self.n = n

    def __iter__(self):
        self.i = 0
        return self

    def __next__(self):
        if self.i >= self.n:
            raise StopIteration
        self.i += 1
        return self.i


def begins_anew(x):
    steps = Steps(3)
    total = 0.0
    for k in steps:
        total += k * x
    return total + sum(k * x**2 for k in steps) + max(Steps(4)) * x + sum(steps) * x


def without_derivative(x, v):
    found = sum(filter(lambda t: t > 1, v)) + sum(map(lambda t: 2 * t, v))
    return found * x + hasattr(x, "imag") * x


program(begins_anew, (0.7,), (1.3,), tags="issue3", must_pass=True)
program(
    without_derivative, (0.7, np.array([1.5, 0.2])), (1.3, np.array([0.5, 2.2, 3.0])), tags="issue3", must_pass=True
)  # fmt: skip
