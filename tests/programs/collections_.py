"""Methods of lists and dicts, namedtuples, deques, defaultdicts: containers that change and are returned."""

import copy
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from typing import NamedTuple

import numpy as np

from tests.programs import Sampler, program

r = Sampler(41)


def list_methods(x, y):
    items = [x, y]
    items.append(x * y)
    items.insert(0, 2.0 * x)
    items.extend([y * y, 3.0])
    last = items.pop()
    first = items.pop(0)
    items.reverse()
    return items[0] * first + items[-1] * last + items[1] ** 2 + len(items)


def list_insert_remove(x):
    names = ["a", "b", "c"]
    names.remove("b")
    values = {"a": x, "c": x * x}
    return sum(values[n] for n in names) * names.index("c") + names.count("a")


def list_sort(x, y):
    items = [x * y, y, x]
    items.sort()
    big = [x, 3.0 * y, y * y]
    big.sort(key=lambda t: -t)
    big.sort(reverse=True, key=lambda t: t)
    return items[0] * 2.0 + items[1] + big[0] ** 2


def list_copy_clear(x):
    items = [x, x * x]
    other = items.copy()
    items.clear()
    items.append(3.0 * x)
    third = other[:]
    third[0] = 1.0
    return other[0] * other[1] + items[0] + len(items) + third[0]


def list_repeat(x):
    pair = [x, 1.0] * 2
    zeros = [0.0] * 3
    zeros[1] = x * x
    return pair[2] * 2.0 + pair[0] + sum(zeros)


def list_repeat_variable(x, n):
    row = [x] * n
    total = 0.0
    for k in range(n):
        total = total + row[k] * (k + 1)
    return total


def list_add(x, y):
    a, b = [x], [y, y * y]
    c = a + b
    c += [x * y]
    d = (x,) + (y, 2.0)
    return c[0] * c[-1] + c[2] + d[0] * d[2]


def list_slices(x):
    items = [x * k for k in (1.0, 2.0, 3.0, 4.0)]
    return sum(items[1:3]) + items[-1] * items[::2][1] + sum(items[::-1][:2])


def slice_assignment(x, y):
    items = [x, y, x * y, 1.0]
    items[1:3] = [y * y, 5.0 * x, y]
    items[:1] = []
    return items[0] * items[1] + items[-1] + len(items)


def delete_items(x, y):
    items = [x, y, x * y, 4.0]
    del items[0]
    del items[-1]
    table = {"a": x, "b": y}
    del table["a"]
    return items[0] * items[1] + sum(table.values())


def nested_lists(x, y):
    grid = [[x, y], [x * y, 1.0]]
    grid[0][1] = y * y
    grid[1].append(x)
    rows = [sum(row) for row in grid]
    return rows[0] * rows[1]


def matrix_of_lists(x):
    n = 3
    m = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            m[i][j] = x[i] * x[j] + (1.0 if i == j else 0.0)
    return m[0][1] * m[2][2] + m[1][1]


def grown_in_loop(x):
    values = [x]
    for k in range(4):
        values.append(values[-1] * x + values[k] * 0.1)
    return values[-1] + values[2] * values[1]


def stack_machine(x, y):
    stack = []
    for token in ("x", "y", "*", "x", "+"):
        if token == "x":
            stack.append(x)
        elif token == "y":
            stack.append(y)
        else:
            b, a = stack.pop(), stack.pop()
            stack.append(a * b if token == "*" else a + b)
    return stack.pop() ** 2


def list_in_branch(x, flag):
    items = [x, 2.0]
    if flag > 0:
        items.append(x * x)
    return sum(items) * len(items)


def list_built_in_branch(x):
    if x > 0.7:
        items = [x, x * x]
    else:
        items = [2.0 * x, 1.0]
    return items[0] * items[1]


def list_of_arrays(x):
    parts = [x, x * 2.0]
    parts.append(np.sin(x))
    parts.insert(1, x**2)
    return np.sum(np.concatenate(parts) ** 2) + np.sum(np.stack(parts)[1])


def list_passed_to_helper(x):
    def push(items, value):
        items.append(value)
        return len(items)

    collected = []
    push(collected, x)
    n = push(collected, x * x)
    return collected[0] * collected[1] * n


def list_membership(x):
    y = x
    if "a" in ["a", "b"]:
        y = y * x
    if 3 not in (1, 2):
        y = y + x
    return y + (x if "k" in {"k": 1} else 0.0)


def dict_methods(x, y):
    d = {"a": x, "b": y}
    d.update({"c": x * y}, e=1.5 * x)
    d.update([("f", 2.0 * y)])
    first = d.setdefault("a", 3.0)
    new = d.setdefault("z", y * y)
    gone = d.pop("b")
    other = d.pop("missing", 2.0)
    name, last = d.popitem()
    return first * new + gone * other + last + len(d) + sum(d.values())


def dict_views(x, y):
    d = {"a": x, "b": y}
    total = 0.0
    for name in d:
        total = total + d[name] * len(name)
    for k, v in d.items():
        total = total + v * v * (1.0 if k == "a" else 2.0)
    values = list(d.values())
    keys = list(d.keys())
    return total + values[0] * len(keys) + d.get("c", x) * d.get("a")


def dict_union(x, y):
    d = {"a": x} | {"b": y}
    d |= {"a": y, "c": x * y}
    e = {**d, "b": 2.0 * x}
    f = d.copy()
    f["a"] = 1.0
    return d["a"] * d["c"] + e["b"] * d["b"] + f["a"]


def dict_fromkeys(x):
    d = dict.fromkeys(["a", "b"], x)
    d["a"] = d["a"] * x
    return d["a"] + d["b"]


def dict_comprehension(x):
    powers = {k: x**k for k in range(1, 4)}
    named = {name: x * len(name) for name in ("one", "three")}
    return powers[2] * powers[3] + named["three"]


def dict_in_loop(x):
    counts = {"a": 0.0, "b": 1.0}
    for k in range(3):
        counts["a"] += x * k
        counts["b"] = counts["b"] * x
    return counts["a"] * counts["b"]


def dict_of_lists(x, y):
    d = {"xs": [x, 1.0], "ys": []}
    d["ys"].append(y)
    d["xs"][0] = x * y
    return d["xs"][0] * d["ys"][0] + len(d["ys"])


def nested_dict(params):
    hidden = params["layer"]["w"] * params["x"]
    return hidden**2 + params["layer"]["b"]


def params_updated(params, rate):
    new = {k: v - rate * v**2 for k, v in params.items()}
    return new["a"] * new["b"]


def defaultdict_sum(x, y):
    groups = defaultdict(float)
    for name, v in [("a", x), ("b", y), ("a", x * y)]:
        groups[name] += v
    return groups["a"] * groups["b"]


def defaultdict_lists(x, y):
    groups = defaultdict(list)
    for name, v in (("a", x), ("b", y), ("a", x * y)):
        groups[name].append(v)
    return sum(groups["a"]) * sum(groups["b"])


class Book:
    def __init__(self):
        self.positions = defaultdict(float)
        self.cash = 1.0

    def buy(self, name, amount, price):
        self.positions[name] += amount * price
        self.cash -= price


def defaultdict_in_object(prices):
    book = Book()
    for i in range(len(prices)):
        book.buy(f"asset {i % 2}", i + 1.0, prices[i])
    return book.cash + sum(v**2 for v in book.positions.values())


def ordered_dict(x, y):
    d = OrderedDict()
    d["first"] = x
    d["second"] = y * x
    d.move_to_end("first")
    return sum((k + 1) * v for k, v in enumerate(d.values()))


def deque_window(x):
    window = deque([0.0, 0.0], maxlen=2)
    total = 0.0
    for v in [x, x * x, 2.0 * x]:
        window.append(v)
        total = total + sum(window) ** 2
    return total


def deque_ends(x, y):
    d = deque([x])
    d.appendleft(y)
    d.append(x * y)
    a = d.popleft()
    return a * d.pop() + d[0]


def counter_of_constants(x):
    counts = Counter("abca")
    return counts["a"] * x + counts["b"] * x * x


Point = namedtuple("Point", ["x", "y"], defaults=[2.0])


class State(NamedTuple):
    position: float
    velocity: float
    mass: float = 1.5

    def energy(self):
        return 0.5 * self.mass * self.velocity**2 + self.position**2

    @property
    def momentum(self):
        return self.mass * self.velocity

    @staticmethod
    def scaled(k):
        return k * 2.0

    @classmethod
    def at_rest(cls, position):
        return cls(position, 0.25)


def named_construction(x, y):
    p = Point(x, y=y * x)
    q = Point(x)
    a, b = p
    return p.x * p.y + q.y * a + p[1] * b


def named_replace(x, y):
    p = Point(x, y)
    q = p._replace(y=x * y)
    d = q._asdict()
    r = Point._make([x, y])
    return q.x * q.y + d["y"] + r.y * len(Point._fields)


def named_methods(x, v):
    s = State(x, v)
    s = s._replace(mass=2.0 * x)
    rest = State.at_rest(x)
    return s.energy() + s.momentum + State.scaled(x) + rest.velocity * rest.energy()


def named_stepped(state, dt):
    for _ in range(3):
        state = State(state.position + dt * state.velocity, state.velocity - dt * state.position, state.mass)
    return state.energy()


def named_returned(p, k):
    return Point(p.x * k, p.y + p.x)


def named_nested(params):
    return params.w.x * params.b + params.w.y**2


Params = namedtuple("Params", "w b")


def set_of_constants(x):
    names = {"a", "b"}
    names.add("c")
    return x * len(names) + (x * x if "c" in names else 0.0)


def copied_containers(x):
    d = {"a": [x, 1.0]}
    e = copy.deepcopy(d)
    s = copy.copy(d)
    e["a"][0] = 5.0 * x
    s["b"] = x
    return d["a"][0] * e["a"][0] + len(d) + s["b"]


def aliased_list(x):
    a = [x, 2.0]
    b = a
    b.append(x * x)
    b[0] = 3.0 * x
    return a[0] * a[2] + len(a)


def tuple_methods(x):
    t = (1, 2, 2, 3)
    return x * t.count(2) + x * x * t.index(3)


def unpacked_nested(x, y):
    (a, (b, *c)), d = (x, (y, 1.0, x * y)), [2.0]
    return a * b * c[1] + d[0] * c[0]


def returned_dict(x, y):
    out = {"sum": x + y}
    out["product"] = x * y
    return out


def returned_list(x):
    out = []
    for k in range(3):
        out.append(x ** (k + 1))
    return out


def polynomials(x):
    p, q = [1.0, x], [x * x, 2.0]
    out = [0.0] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            out[i + j] += a * b
    return out[0] * out[1] + out[2]


def memo_table(x):
    memo = {0: 1.0, 1: x}
    for k in range(2, 6):
        memo[k] = 2.0 * x * memo[k - 1] - memo[k - 2]
    return memo[5]


def adjacency(x):
    graph = {"s": ["a", "b"], "a": ["t"], "b": ["t"], "t": []}
    weight = {"s": x[0], "a": x[1], "b": x[2], "t": x[3]}
    total, stack = 0.0, ["s"]
    while stack:
        node = stack.pop()
        total = total + weight[node] ** 2
        stack.extend(graph[node])
    return total


TAGS = "issue3 collections"
a, b = 0.8, 1.3
for scalar_function in (
    list_insert_remove, list_copy_clear, list_repeat, list_slices, grown_in_loop, list_built_in_branch,
    list_passed_to_helper, list_membership, dict_fromkeys, dict_comprehension, dict_in_loop, deque_window,
    counter_of_constants, set_of_constants, copied_containers, aliased_list, tuple_methods, returned_list,
    polynomials, memo_table,
):  # fmt: skip
    program(scalar_function, (a,), (0.45,), tags=TAGS, must_pass=True)
for binary in (
    list_methods, list_sort, list_add, slice_assignment, delete_items, nested_lists, stack_machine, dict_methods,
    dict_views, dict_union, dict_of_lists, defaultdict_sum, defaultdict_lists, ordered_dict, deque_ends,
    named_construction, named_replace, named_methods, unpacked_nested, returned_dict,
):  # fmt: skip
    program(binary, (a, b), (1.1, 0.4), tags=TAGS, must_pass=True)
program(list_repeat_variable, (a, 3), (b, 4), tags=TAGS, must_pass=True, wrt=0)
program(matrix_of_lists, (r.normal(3),), (r.normal(3),), tags=TAGS, must_pass=True)
program(defaultdict_in_object, (r.normal(4),), (r.normal(3),), tags=TAGS, must_pass=True)
program(list_in_branch, (a, 1), (b, -1), tags=TAGS, must_pass=True, wrt=0)
program(list_of_arrays, (r.normal(3),), (r.normal(3),), tags=TAGS, must_pass=True)
program(
    nested_dict,
    ({"layer": {"w": a, "b": b}, "x": 0.3},),
    ({"layer": {"w": b, "b": a}, "x": 0.7},),
    tags=TAGS,
    must_pass=True,
)
program(params_updated, ({"a": a, "b": b}, 0.1), ({"a": b, "b": a}, 0.2), tags=TAGS, must_pass=True)
program(named_stepped, (State(a, b, 2.0), 0.1), (State(b, a, 1.0), 0.2), tags=TAGS, must_pass=True)
program(named_returned, (Point(a, b), 2.0), (Point(b, a), 0.5), tags=TAGS, must_pass=True)
program(named_nested, (Params(Point(a, b), 0.4),), (Params(Point(b, a), 0.6),), tags=TAGS, must_pass=True)
program(adjacency, (r.normal(4),), (r.normal(4),), tags=TAGS)
