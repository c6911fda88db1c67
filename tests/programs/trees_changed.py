"""Trees that are changed, or joined with numbers, arrays and texts: what is right, and what has to be refused."""

import copy
import math
from collections import namedtuple
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from tests.programs import Sampler, program

s = Sampler(7402)
INPUTS = (1.3, s.normal(4)), (0.4, s.normal(3))


def right(function):
    program(function, *INPUTS, tags="trees", must_pass=True)
    return function


def tried(function):
    """It may be refused."""
    program(function, *INPUTS, tags="trees")
    return function


class Node:
    def __init__(self, x, nxt):
        self.x = x
        self.nxt = nxt


class Box:
    def __init__(self, s):
        self.items = [s, 2.0, 0.4]


def total(n):
    s = 0.0
    while n is not None:
        s += n[0] * n[0]
        n = n[1]
    return s


@tried
def store_active(x, v):
    node = None
    for a in v:
        node = [a * x, node]
    node[0] = x * 3.0
    return total(node)


@tried
def store_inactive(x, v):
    node = None
    for a in range(len(v)):
        node = [float(a), node]
    node[0] = 3.0
    return total(node) * x


@tried
def store_inactive_array(x, v):
    node = None
    for a in range(len(v)):
        node = [float(a), node]
    node[0] = np.array([1.0, 2.0])
    return np.sum(total(node) * x)


@tried
def alias_store(x, v):
    node = None
    for a in v:
        node = [a * x, node]
    o = node
    node[0] = x * 3.0
    return total(o)


@right
def alias_inner(x, v):
    inner = [x, None]
    node = inner
    for a in v:
        node = [a * x, node]
    inner[0] = x * 3.0
    return total(node)


@right
def alias_inner_inactive(x, v):
    inner = [2.0, None]
    node = inner
    for a in v:
        node = [1.0, node]
    inner[0] = 3.0
    return total(node) * x


@tried
def alias_inner_after(x, v):
    inner = [2.0, None]
    node = inner
    for a in v:
        node = [1.0, node]
    n = node
    while n[1] is not None:
        n = n[1]
    n[0] = 7.0
    return (total(node) + inner[0]) * x


@tried
def append_inactive(x, v):
    node = None
    for a in range(len(v)):
        node = [float(a), node]
    node.append(4.0)
    return (total(node) + node[2]) * x


@tried
def append_array_inactive(x, v):
    node = None
    for a in range(len(v)):
        node = [float(a), node]
    node.append(np.ones(3))
    return np.sum((total(node) + node[-1]) * x)


@right
def obj(x, v):
    node = None
    for a in v:
        node = Node(a * x, node)
    node.x = x * 2.0
    s = 0.0
    while node is not None:
        s += node.x**2
        node = node.nxt
    return s


@right
def obj_inactive(x, v):
    node = None
    for a in v:
        node = Node(1.0, node)
    node.x = 2.0
    s = 0.0
    while node is not None:
        s += node.x**2
        node = node.nxt
    return s * x


@right
def box_pop(x, v):
    o = Box(x)
    xs = o.items
    while len(o.items) > 2:
        o.items.pop()
    return sum(xs)


@right
def box_pop_inactive(x, v):
    o = Box(1.0)
    xs = o.items
    while len(o.items) > 2:
        o.items.pop()
    return sum(xs) * x


@right
def box_pop_two(x, v):
    o = Box(1.0)
    p = o
    while len(o.items) > 2:
        p.items.pop()
    return sum(o.items) * x


@right
def list_len_paths(x, v):
    xs = [1.0, 2.0]
    ys = xs
    if x > 1:
        xs = [1.0, 2.0, 3.0]
    xs.append(4.0)
    return (sum(ys) + sum(xs)) * x


@right
def list_len_paths2(x, v):
    ys = [1.0, 2.0]
    if x > 1:
        xs = [1.0, 2.0, 3.0]
    else:
        xs = ys
    xs.append(4.0)
    return (sum(ys) + sum(xs)) * x


@right
def dict_paths(x, v):
    d = {"a": 1.0, "n": None}
    e = d
    for a in v:
        d = {"a": 2.0, "n": d}
    e["a"] = 5.0
    s = 0.0
    while d is not None:
        s += d["a"]
        d = d["n"]
    return s * x


@right
def dict_paths_active(x, v):
    d = {"a": x, "n": None}
    e = d
    for a in v:
        d = {"a": a, "n": d}
    e["a"] = 5.0 * x
    s = 0.0
    while d is not None:
        s += d["a"] ** 2
        d = d["n"]
    return s * x


@tried
def helper_mutates(x, v):

    def ch(n):
        n[0] = 9.0

    node = None
    for a in range(len(v)):
        node = [float(a), node]
    ch(node)
    return total(node) * x


@right
def sort_inactive(x, v):
    node = None
    for a in range(len(v)):
        node = [float(a), node]
    node.reverse()
    return node[1] * x


P = namedtuple("P", "a b")


@dataclass
class Leaf:
    v: float


@dataclass
class Two:
    l: object
    r: object


@right
def tup_len(x, v):
    t = (x, v[0]) if x > 1 else (x, v[0], v[1])
    return sum(t) * len(t)


@right
def tup_len_np(x, v):
    t = (x, v[0]) if x > 1 else (x, v[0], v[1])
    return np.sum(np.array(t) ** 2)


@right
def tup_len_unpack(x, v):
    if x > 1:
        t = (x, v[0])
    else:
        t = (x, v[0], v[1])
    a, *r = t
    return a * sum(r)


@right
def tup_loop(x, v):
    t = (x, v[0]) if x > 1 else (x, v[0], v[1])
    s = 0.0
    for a in t:
        s = s * 0.5 + a * a
    return s


@right
def tup_slice(x, v):
    t = (x, v[0]) if x > 1 else (x, v[0], v[1])
    return sum(t[1:]) * t[-1]


@right
def tup_in(x, v):
    t = (x, v[0]) if x > 1 else (x, v[0], v[1])
    return x * 2 if x in t else x * 3


@right
def tup_mul(x, v):
    t = (x,) if x > 1 else (x, v[0])
    t = t + t
    return sum(t) * len(t)


@right
def tup_add(x, v):
    t = ()
    for a in v:
        t = t + (a * x,)
    return sum(t) * len(t)


@right
def tup_add_left(x, v):
    t = ()
    for a in v:
        t = (a * x,) + t
    return t[0] * t[-1]


@right
def tup_star(x, v):
    t = ()
    for a in v:
        t = (*t, a * x)
    return math.prod(t)


@right
def leaf_or_tup(x, v):
    t = x if x > 1 else (x, v[0])
    return t * 2 if not isinstance(t, tuple) else t[0] * t[1]


@tried
def leaf_arr_or_tup(x, v):
    t = v if x > 1 else (v, v[0])
    return np.sum(t[0]) * np.sum(t[1])


@right
def nested_ret(x, v):
    t = None
    for a in v:
        t = (a * x, t)
    return t


@right
def nested_ret_sum(x, v):
    t = (x,)
    for a in v:
        t = (t, a)

    def f(t):
        return sum((f(u) if isinstance(u, tuple) else u * u for u in t))

    return f(t)


@right
def dc_tree(x, v):
    t = Leaf(x)
    for a in v:
        t = Two(t, Leaf(a))

    def f(t):
        if isinstance(t, Leaf):
            return t.v**2
        return f(t.l) * 0.5 + f(t.r)

    return f(t)


@right
def dc_tree_shared(x, v):
    t = Leaf(x)
    for a in v:
        t = Two(t, t)

    def f(t):
        if isinstance(t, Leaf):
            return t.v**2
        return f(t.l) * 0.5 + f(t.r)

    return f(t) * v[0]


@right
def dc_tree_changed(x, v):
    l = Leaf(x)
    t = l
    for a in v:
        t = Two(t, Leaf(a))
    l.v = x * 3.0

    def f(t):
        if isinstance(t, Leaf):
            return t.v**2
        return f(t.l) * 0.5 + f(t.r)

    return f(t)


@right
def dc_tree_changed_inside(x, v):
    t = Leaf(x)
    for a in v:
        t = Two(t, Leaf(a))

    def scale(t):
        if isinstance(t, Leaf):
            t.v *= 2.0
        else:
            scale(t.l)
            scale(t.r)

    scale(t)

    def f(t):
        if isinstance(t, Leaf):
            return t.v**2
        return f(t.l) * 0.5 + f(t.r)

    return f(t)


@right
def dict_tree_changed_inside(x, v):
    t = {"v": x}
    for a in v:
        t = {"l": t, "r": {"v": a}}

    def scale(t):
        if "v" in t:
            t["v"] *= 2.0
        else:
            scale(t["l"])
            scale(t["r"])

    scale(t)

    def f(t):
        if "v" in t:
            return t["v"] ** 2
        return f(t["l"]) * 0.5 + f(t["r"])

    return f(t)


@right
def list_tree(x, v):
    t = [x]
    for a in v:
        t = [t, a]

    def f(t):
        return sum((f(u) if isinstance(u, list) else u * u for u in t))

    return f(t)


@right
def list_tree_append(x, v):
    t = [x]
    for a in v:
        t = [t, a]
    t.append(x * 2)

    def f(t):
        return sum((f(u) if isinstance(u, list) else u * u for u in t))

    return f(t)


@right
def list_flat(x, v):
    t = []
    for a in v:
        t = [t, a * x]

    def fl(t):
        out = []
        for u in t:
            if isinstance(u, list):
                out.extend(fl(u))
            else:
                out.append(u)
        return out

    return np.sum(np.array(fl(t)) ** 2)


@right
def named_or(x, v):
    t = P(x, None)
    for a in v:
        t = P(a, t)
    s = 0.0
    while t is not None:
        s += t.a * x
        t = t.b
    return s


@right
def copied(x, v):
    t = None
    for a in v:
        t = (a * x, t)
    u = copy.deepcopy(t)
    s = 0.0
    while u:
        s += u[0] ** 2
        u = u[1]
    return s + t[0]


@right
def swapped(x, v):
    a = None
    b = (x, None)
    for c in v:
        a, b = ((c, b), a)
    s = 0.0
    for t in (a, b):
        while t:
            s = s * 0.9 + t[0] ** 2
            t = t[1]
    return s


@right
def reverse_list(x, v):
    t = None
    for a in v:
        t = (a * x, t)
    r = None
    while t:
        r = (t[0], r)
        t = t[1]
    s = 0.0
    while r:
        s = s * 0.5 + r[0] ** 2
        r = r[1]
    return s


@right
def mapl(x, v):
    t = None
    for a in v:
        t = (a, t)

    def m(f, t):
        return None if t is None else (f(t[0]), m(f, t[1]))

    def s(t):
        return 0.0 if t is None else t[0] + 0.5 * s(t[1])

    return s(m(lambda u: u * u * x, t))


@right
def arrays_tree(x, v):
    t = None
    for i in range(3):
        t = (v * float(i + 1) * x, t)
    s = 0.0
    while t:
        s = s + np.sum(t[0] ** 2)
        t = t[1]
    return s


@right
def arrays_tree_written(x, v):
    t = None
    for i in range(3):
        w = v * float(i + 1) * x
        t = (w, t)
    t[0][0] = x * 5
    s = 0.0
    while t:
        s = s + np.sum(t[0] ** 2)
        t = t[1]
    return s


@right
def arrays_tree_written_before(x, v):
    t = None
    w = v.copy()
    for i in range(3):
        t = (w, t)
        w[0] = w[0] * x
    s = 0.0
    while t:
        s = s + np.sum(t[0] ** 2)
        t = t[1]
    return s


@right
def arrays_inactive_written(x, v):
    t = None
    for i in range(3):
        w = np.ones(3) * i
        t = (w, t)
    t[0][0] = 7.0
    s = 0.0
    while t:
        s = s + np.sum(t[0] ** 2)
        t = t[1]
    return s * x


@right
def arrays_inactive_given_active(x, v):
    t = None
    for i in range(3):
        w = np.ones(3) * i
        t = (w, t)
    t[0][0] = x
    s = 0.0
    while t:
        s = s + np.sum(t[0] ** 2)
        t = t[1]
    return s * x


@right
def ns(x, v):
    t = None
    for a in v:
        t = SimpleNamespace(v=a * x, n=t)
    s = 0.0
    while t is not None:
        s += t.v**2
        t = t.n
    return s


@right
def ns_changed(x, v):
    t = None
    for a in v:
        t = SimpleNamespace(v=a * x, n=t)
    n = t
    while n is not None:
        n.v = n.v * 2
        n = n.n
    s = 0.0
    while t is not None:
        s += t.v**2
        t = t.n
    return s


@right
def dict_nodes(x, v):
    t = None
    for a in v:
        t = {"v": a * x, "n": t}
    s = 0.0
    while t is not None:
        s += t["v"] ** 2
        t = t["n"]
    return s


@tried
def dict_nodes_changed(x, v):
    t = None
    for a in v:
        t = {"v": a * x, "n": t}
    n = t
    while n is not None:
        n["v"] = n["v"] * 2
        n = n["n"]
    s = 0.0
    while t is not None:
        s += t["v"] ** 2
        t = t["n"]
    return s


@tried
def dict_nodes_update(x, v):
    t = None
    for a in v:
        t = {"v": a * x, "n": t}
    t.update(v=x)
    t |= {"v": x * 2}
    s = 0.0
    while t is not None:
        s += t["v"] ** 2
        t = t["n"]
    return s


@tried
def dict_inactive_update(x, v):
    t = None
    for a in v:
        t = {"v": 2.0, "n": t}
    u = t
    t |= {"v": 4.0}
    s = 0.0
    while u is not None:
        s += u["v"] ** 2
        u = u["n"]
    return s * x


@right
def list_inactive_iadd(x, v):
    t = None
    for a in v:
        t = [2.0, t]
    u = t
    t += [4.0]
    return len(u) * u[2] * x


@right
def ifexp_len(x, v):
    xs = [x, 2.0] if x > 1 else [x, v[0], 1.0]
    ys = xs
    ys.append(x)
    return sum(xs)


@right
def ifexp_len_inact(x, v):
    xs = [1.0, 2.0] if x > 1 else [1.0, 4.0, 1.0]
    ys = xs
    ys.append(3.0)
    ys[0] = 7.0
    return sum(xs) * x


@right
def obj_items(x, v):
    o = SimpleNamespace(items=[x, 2.0], n=1)
    xs = o.items
    for a in v:
        o.items.append(a)
    return sum(xs) * len(o.items)


@right
def obj_items_replaced(x, v):
    o = SimpleNamespace(items=[x, 2.0], n=1)
    xs = o.items
    for a in v:
        o.items = o.items + [a]
    return sum(xs) * sum(o.items) * len(xs)


@right
def obj_items_replaced_inact(x, v):
    o = SimpleNamespace(items=[1.0, 2.0], n=1)
    xs = o.items
    for a in v:
        o.items = o.items + [3.0]
    xs.append(4.0)
    return x * sum(xs) * sum(o.items) * len(xs)


@tried
def iter_leaf(x, v):
    t = v if x > 1 else (v, v[0])
    s = 0.0
    for u in t:
        s = s + np.sum(u) * x
    return s


@tried
def sum_leaf(x, v):
    t = v if x > 1 else (v, v[0])
    return np.sum(sum(t) * x)


@right
def len_leaf(x, v):
    t = v if x > 1 else (v, v[0])
    return len(t) * x


@tried
def unpack_leaf(x, v):
    t = v[:2] if x > 1 else (v, v[0])
    a, b = t
    return np.sum(a * b)


@tried
def neg_leaf(x, v):
    t = v if x > 1 else (v, v[0])
    return np.sum(t[-1])


@tried
def slice_leaf(x, v):
    t = v if x > 1 else (v, v[0])
    return np.sum(t[1:])


@tried
def run_index(x, v):
    t = v if x > 1 else (v, v[0])
    s = 0.0
    for i in range(2):
        s = s + np.sum(t[i]) * i
    return s


@tried
def text_leaf(x, v):
    t = "ab" if x > 1 else ("cd", x)
    return x * 2 if t[0] == "a" else x * 3


@tried
def text_leaf2(x, v):
    t = "ab" if x > 1 else ("cd", x)
    return x * len(t[0])


@right
def text_leaf3(x, v):
    t = "ab" if x > 1 else ("cd", x)
    return x * len(t)


@tried
def mul_leaf(x, v):
    t = x if x > 1 else (x, x * 2)
    u = t * 2
    return u if isinstance(u, float) else sum(u)


@tried
def add_leaf(x, v):
    t = v if x > 1 else (x, x * 2)
    u = t + t
    return np.sum(u)


@tried
def np_leaf(x, v):
    t = v if x > 1 else (x, x * 2)
    return np.sum(t)


@tried
def np_leaf2(x, v):
    t = v if x > 1 else (x, x * 2)
    return np.mean(np.asarray(t) ** 2)


@right
def bool_leaf(x, v):
    t = v[0] * 0 if x > 1 else (x, x * 2)
    return x if t else x * 3


@tried
def shape_leaf(x, v):
    t = v if x > 1 else (x, x * 2)
    return x * np.shape(t)[0] * np.ndim(t)


@right
def inst_leaf(x, v):
    t = v if x > 1 else (x, x * 2)
    return np.sum(t[0]) if isinstance(t, tuple) else np.sum(t * t)


@right
def inst_leaf2(x, v):
    t = v if x > 1 else (x, x * 2)
    if isinstance(t, np.ndarray):
        return np.sum(t * t)
    return t[0] + t[1] ** 2


@right
def tree_leaf_arrays(x, v):

    def build(u):
        if len(u) <= 1:
            return u * x
        h = len(u) // 2
        return (build(u[:h]), build(u[h:]))

    def tot(t):
        if isinstance(t, tuple):
            return tot(t[0]) + 0.5 * tot(t[1])
        return np.sum(t**2)

    return tot(build(v))


@right
def tree_leaf_arrays2(x, v):

    def build(u):
        if len(u) <= 1:
            return u * x
        h = len(u) // 2
        return (build(u[:h]), build(u[h:]))

    def tot(t):
        if isinstance(t, np.ndarray):
            return np.sum(t**2)
        l, r = t
        return tot(l) + 0.5 * tot(r)

    return tot(build(v))


@right
def tree_leaf_loop(x, v):

    def build(u):
        if len(u) <= 1:
            return u * x
        h = len(u) // 2
        return (build(u[:h]), build(u[h:]))

    def tot(t):
        if isinstance(t, tuple):
            return sum((tot(k) for k in t))
        return np.sum(t**2)

    return tot(build(v))


@tried
def leaf_arr_or_tup1(x, v):
    t = v if x > 1 else (v, v[0])
    return np.sum(t[0])
