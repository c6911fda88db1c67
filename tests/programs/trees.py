"""Trees and linked lists whose depth is known at run time: made by recursion or in a loop, read by either."""

import heapq
import math
from collections import namedtuple

import numpy as np

from tests.programs import Sampler, program

s = Sampler(7101)
T = "trees"


def kd_build(points, depth):
    if len(points) <= 2:
        return {"leaf": points.mean()}
    axis = depth % points.shape[1]
    order = np.argsort(points[:, axis])
    points = points[order]
    mid = len(points) // 2
    return {
        "axis": axis,
        "cut": points[mid, axis],
        "left": kd_build(points[:mid], depth + 1),
        "right": kd_build(points[mid:], depth + 1),
    }


def kd_eval(tree, q):
    if "leaf" in tree:
        return tree["leaf"]
    if q[tree["axis"]] < tree["cut"]:
        return kd_eval(tree["left"], q) + tree["cut"]
    return kd_eval(tree["right"], q) * tree["cut"]


def kdtree(points, q):
    tree = kd_build(points, 0)
    return kd_eval(tree, q)


program(
    kdtree, (s.normal(9, 2), s.normal(2)), (s.normal(7, 2), s.normal(2)), tags=T, must_pass=True, second=False
)


def tbuild(xs):
    if len(xs) == 0:
        return None
    mid = len(xs) // 2
    return (xs[mid], tbuild(xs[:mid]), tbuild(xs[mid + 1 :]))


def tsum(t, depth):
    if t is None:
        return 0.0
    v, left, right = t
    return v * v * depth + tsum(left, depth + 1) * tsum(right, depth + 1)


def tuple_tree(xs):
    return tsum(tbuild(xs), 1)


program(tuple_tree, (s.normal(7),), (s.normal(5),), tags=T, must_pass=True)


class Node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right


def pinsert(node, v):
    if node is None:
        return Node(v)
    if v < node.value:
        return Node(node.value, pinsert(node.left, v), node.right)
    return Node(node.value, node.left, pinsert(node.right, v))


def pfind(node, q):
    best = 10.0
    while node is not None:
        d = (node.value - q) ** 2
        if d < best:
            best = d
        node = node.left if q < node.value else node.right
    return best


def pbst(xs, q):
    root = None
    for x in xs:
        root = pinsert(root, x)
    return pfind(root, q)


program(pbst, (s.normal(6), 0.3), (s.normal(4), -0.2), tags=T, must_pass=True)

TREE = (0, 0.1, (1, -0.3, 1.5, 0.2), (1, 0.4, -0.7, (0, 0.9, 2.0, 3.0)))


def predict(x):
    node = TREE
    while isinstance(node, tuple):
        axis, cut, left, right = node
        node = left if x[axis] < cut else right
    return node * x[0] + x[1] ** 2


program(predict, (s.normal(2),), (s.normal(2),), tags=T, must_pass=True)


def linked(xs):
    node = None
    for x in xs:
        node = (x * x, node)
    total, k = 0.0, 1.0
    while node:
        value, node = node
        total += k * math.sin(value)
        k += 1.0
    return total


program(linked, (s.normal(6),), (s.normal(4),), tags=T, must_pass=True)


def rpn(xs):
    stack = ()
    for i in range(len(xs)):
        if i % 3 == 2:
            b, stack = stack
            a, stack = stack
            stack = (a * b + xs[i], stack)
        else:
            stack = (xs[i], stack)
    total = 0.0
    while stack:
        top, stack = stack
        total = total * 0.5 + top
    return total


program(rpn, (s.normal(8),), (s.normal(6),), tags=T, must_pass=True)


def codes(node, depth):
    if isinstance(node, tuple):
        return codes(node[0], depth + 1) + codes(node[1], depth + 1)
    return node * depth


def huffman_tree(w):
    heap = [(x, i, x) for i, x in enumerate(w)]
    heapq.heapify(heap)
    n = len(w)
    while len(heap) > 1:
        a, _, ta = heapq.heappop(heap)
        b, _, tb = heapq.heappop(heap)
        heapq.heappush(heap, (a + b, n, (ta, tb)))
        n += 1
    return codes(heap[0][2], 0)


program(huffman_tree, (s.positive(6),), (s.positive(4),), tags=T, must_pass=True, second=False)


Branch = namedtuple("Branch", "left right")


def bt(x, d):
    if d == 0:
        return x
    return Branch(bt(np.sin(x), d - 1), bt(x * 2.0, d - 1))


def tmap(t):
    if isinstance(t, Branch):
        return Branch(tmap(t.left), tmap(t.right))
    return t**2


def total(t):
    if isinstance(t, Branch):
        return total(t.left) + 3.0 * total(t.right)
    return t


def branches(x, d):
    return total(tmap(bt(x, d)))


program(branches, (0.3, 3), (0.7, 2), tags=T, must_pass=True)


def grow(x, y, depth):
    if depth == 0 or len(y) < 2:
        return y.mean()
    cut = np.median(x)
    lo = x < cut
    return (cut, grow(x[lo], y[lo], depth - 1), grow(x[~lo], y[~lo], depth - 1))


def tpredict(tree, q):
    while isinstance(tree, tuple):
        cut, left, right = tree
        tree = left if q < cut else right
    return tree


def cart(x, y, q):
    tree = grow(x, y, 2)
    return sum(tpredict(tree, v) ** 2 for v in q)


program(
    cart,
    (s.normal(8), s.normal(8), s.normal(3)),
    (s.normal(6), s.normal(6), s.normal(2)),
    tags=T,
    must_pass=True,
)


def dag(xs):
    node = None
    for k in range(len(xs)):
        node = (xs[k], node, node)

    def walk(n, d):
        if n is None:
            return 1.0
        v, a, b = n
        return v * walk(a, d + 1) * d + walk(b, d + 2) ** 2

    return walk(node, 1.0)


program(dag, (s.normal(6),), (s.normal(4),), tags=T, must_pass=True)


def written_before(xs):
    u = xs.copy()
    node = None
    for k in range(len(xs)):
        node = (u, node)
        u = u * 2.0
    total = 0.0
    while node is not None:
        a, node = node
        total += (a**2).sum()
    return total


program(written_before, (s.normal(6),), (s.normal(4),), tags=T, must_pass=True)


def written_after(xs):
    u = xs.copy()
    node = None
    for k in range(len(xs)):
        node = (u, node)
        u[k] = 3.0 * xs[0]
    total = 0.0
    while node is not None:
        a, node = node
        total += (a**2).sum()
    return total


program(written_after, (s.normal(6),), (s.normal(4),), tags=T, must_pass=True)


def written_read(xs):
    node = None
    for k in range(len(xs)):
        node = (xs * k, node)
    total = 0.0
    while node is not None:
        a, node = node
        a[0] = xs[1]
        total += (a**2).sum()
    return total


program(written_read, (s.normal(6),), (s.normal(4),), tags=T, must_pass=True)


class Cell:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def changed_after(xs):
    head = None
    for x in xs:
        head = Cell(x, head)
        if x > 0:
            head.value = x * 3.0
    total = 0.0
    node = head
    while node is not None:
        total += node.value**2
        node = node.next
    return total


program(changed_after, (s.normal(6),), (s.normal(4),), tags=T, must_pass=True)


def changed_later(xs):
    head = None
    first = None
    for x in xs:
        head = Cell(x, head)
        if first is None:
            first = head
    first.value = xs[0] * xs[1]
    total = 0.0
    node = head
    while node is not None:
        total += node.value**2
        node = node.next
    return total


program(changed_later, (s.normal(6),), (s.normal(4),), tags=T, must_pass=True)


def changed_walk(xs):
    head = None
    for x in xs:
        head = Cell(x, head)
    node = head
    while node is not None:
        node.value = node.value * 2.0
        node = node.next
    total = 0.0
    node = head
    while node is not None:
        total += node.value**2
        node = node.next
    return total


program(changed_walk, (s.normal(6),), (s.normal(4),), tags=T, must_pass=True)


def reverse_list(xs):
    head = None
    for x in xs:
        head = Cell(x, head)
    prev = None
    while head is not None:
        nxt = head.next
        head.next = prev
        prev = head
        head = nxt
    total, k = 0.0, 1.0
    while prev is not None:
        total += k * prev.value**2
        k += 1.0
        prev = prev.next
    return total


program(reverse_list, (s.normal(6),), (s.normal(4),), tags=T, must_pass=True)


def build(u, d):
    if d == 0:
        return None
    return (u, build(u, d - 1))


def view_returned(x, d):
    u = x.copy()
    t = build(u, d)
    u[0] = 5.0 * x[1]
    total = 0.0
    while t is not None:
        a, t = t
        total += (a**2).sum()
    return total


program(view_returned, (s.normal(3), 3), (s.normal(4), 2), tags=T, must_pass=True)


def arrays_tree(x, d):
    if d == 0:
        return None
    return {"m": x.mean(), "v": x, "l": arrays_tree(np.sin(x), d - 1), "r": arrays_tree(x * 2.0, d - 1)}


def tree_norm(t):
    if t is None:
        return 0.0
    return t["m"] * (t["v"] ** 2).sum() + tree_norm(t["l"]) - 0.5 * tree_norm(t["r"])


def arrays_in_tree(x, d):
    return tree_norm(arrays_tree(x, d))


program(arrays_in_tree, (s.normal(3), 3), (s.normal(4), 2), tags=T, must_pass=True)


def depth_of(t):
    if t is None:
        return 0
    return 1 + max(depth_of(t["l"]), depth_of(t["r"]))


def with_depth(x, d):
    t = arrays_tree(x, d)
    return tree_norm(t) * depth_of(t)


program(with_depth, (s.normal(3), 3), (s.normal(4), 2), tags=T, must_pass=True)


def replace_leaf(t, k, v):
    if t is None:
        return None
    if k == 0:
        return (v, t[1])
    return (t[0], replace_leaf(t[1], k - 1, v))


def persistent(x):
    t = None
    for v in x:
        t = (v**2, t)
    t2 = replace_leaf(t, 2, x[0] * x[1])
    total = 0.0
    for node in (t, t2):
        k = 1.0
        while node is not None:
            total += k * node[0]
            node = node[1]
            k += 1.0
    return total


program(persistent, (s.normal(5),), (s.normal(6),), tags=T, must_pass=True)


def mixed_leaf(x, d):
    if d == 0:
        return 2
    if d == 1:
        return x
    return (mixed_leaf(x * 0.5, d - 1), mixed_leaf(np.cos(x), d - 2))


def fold(t):
    if isinstance(t, tuple):
        return fold(t[0]) * 2.0 + fold(t[1])
    return t * t


def mixed_leaves(x, d):
    return fold(mixed_leaf(x, d))


program(mixed_leaves, (0.4, 4), (0.7, 5), tags=T, must_pass=True)


def mixed_arrays(x, d):
    return fold(mixed_leaf(x, d)).sum()


program(mixed_arrays, (s.normal(3), 4), (s.normal(2), 5), tags=T, must_pass=True)


def find(x, i):
    if i >= len(x):
        return None
    if x[i] > 0.5:
        return (x[i], i)
    return find(x, i + 1)


def maybe_pair(x):
    hit = find(x, 0)
    if hit is None:
        return x[0] ** 3
    return hit[0] ** 2


program(maybe_pair, (np.array([0.1, 0.2, 0.3]),), (np.array([0.1, 0.7, 0.3, 0.4]),), must_pass=True)


def mk(x, d):
    if d == 0:
        return [x, None, None]
    t = [x, mk(x * 0.5, d - 1), mk(np.sin(x), d - 1)]
    t[0] = t[1][0] * t[2][0]
    return t


def rd(t):
    if t is None:
        return 0.0
    return t[0] ** 2 + rd(t[1]) - 0.3 * rd(t[2])


def lists_changed_at_once(x, d):
    return rd(mk(x, d))


program(lists_changed_at_once, (0.7, 3), (0.3, 4), tags=T, must_pass=True)


def shared_leaf_written(x):
    u = np.zeros(3)
    t = None
    for k in range(3):
        u[k] = x[k]
        t = (u, t)
    return t[0].sum() * t[1][0][0] + t[1][1][0][2]


program(shared_leaf_written, (s.normal(3),), (s.normal(4),), tags=T, must_pass=True)


def tail(n, k):
    while k > 0 and n is not None:
        n = n[1]
        k -= 1
    return n


def tails(x):
    n = None
    for v in x:
        n = (v, n)
    a = tail(n, 2)
    b = tail(n, 3)
    r = 0.0
    if a is not None:
        r += a[0] ** 2
    if b is not None:
        r += b[0] * x[0]
    return r


program(tails, (s.normal(3),), (s.normal(6),), tags=T, must_pass=True)


def cond(x, flag):
    node = (x[0], None)
    if flag:
        node = (x[1], node)
    else:
        node = (x[2] * x[0], (x[1], node))
    r = 1.0
    while node is not None:
        r = r * 0.5 + node[0] ** 2
        node = node[1]
    return r


program(cond, (s.normal(3), True), (s.normal(3), False), tags=T, must_pass=True)


def two_leaf_kinds(x, d):
    def grow(v, d):
        if d == 0:
            return v.sum()
        if d == 1:
            return v
        return {"a": grow(v * 2.0, d - 1), "b": grow(np.cos(v), d - 2), "n": d}

    def walk(t):
        if isinstance(t, dict):
            return walk(t["a"]) * t["n"] + walk(t["b"])
        return np.sum(t) ** 2

    return walk(grow(x, d))


program(two_leaf_kinds, (s.normal(3), 4), (s.normal(2), 5), tags=T, must_pass=True)


def accumulate_in_place(x):
    n = None
    for k in range(len(x)):
        n = (x * x[k], n)
    tot = np.zeros(len(x))
    m = n
    while m is not None:
        a, m = m
        tot += a
        a = a * 2.0
        a += 1.0
        tot -= a * x
    return (tot**2).sum()


program(accumulate_in_place, (s.normal(3),), (s.normal(5),), tags=T, must_pass=True)


def complex_leaves(x):
    n = None
    for k in range(len(x)):
        n = (x[k] * (1 + 2j), n)
    z = 0j
    while n is not None:
        z = z * z + n[0]
        n = n[1]
    return abs(z)


program(complex_leaves, (s.normal(3),), (s.normal(4),), tags=T, must_pass=True)


def maybe_number(x):
    n = None
    for k in range(len(x)):
        n = (x[k] if x[k] > 0 else None, n)
    r = 0.0
    while n is not None:
        if n[0] is not None:
            r += n[0] ** 3
        n = n[1]
    return r


program(maybe_number, (s.normal(4),), (s.normal(6),), tags=T, must_pass=True)


def recursion_unused(x, d):
    if d == 0:
        return (x, None)
    return (x * d, recursion_unused(x * x, d - 1))


def only_first(x, d):
    t = recursion_unused(x, d)
    return t[0] * t[1][0]


program(only_first, (0.7, 3), (0.3, 4), tags=T, must_pass=True)


def inner_pair(x, flag):
    p = (x[0], x[1])
    node = (p, None)
    if flag:
        node = (p, node)
    n = node
    r = 0.0
    while n is not None:
        (a, b), n = n
        r = r * 0.5 + a * b + p[0]
    return r


program(inner_pair, (s.normal(3), True), (s.normal(3), False), tags=T, must_pass=True)


class P:
    def __init__(self, a, b):
        self.a = a
        self.b = b


def payloads(xs):
    n = None
    for k in range(len(xs)):
        n = (P(xs[k], xs[0] * k), n)
    r = 0.0
    while n is not None:
        p, n = n
        r += p.a * p.b + p.a**2
    return r


program(payloads, (s.normal(4),), (s.normal(6),), tags=T, must_pass=True)


def rec_pair(x, d):
    if d == 0:
        return (x, None)
    sub = rec_pair(np.sin(x), d - 1)
    return (x * sub[0], (sub[0] ** 2, sub))


def rec_pairs(x, d):
    t = rec_pair(x, d)
    r = 0.0
    while t is not None:
        r += t[0]
        t = t[1]
    return r


program(rec_pairs, (0.7, 3), (0.3, 4), tags=T, must_pass=True)


def seq_arg(t, k):
    if t is None or k == 0:
        return 0.0
    return t[0] * k + seq_arg(t[1], k - 1)


def given_pairs(x, n):
    t = (x[0], (x[1] * x[0], (x[2], None)))
    for k in range(n):
        t = (x[k] ** 2, t)
    return seq_arg(t, 2) + seq_arg((x[0], (x[1], None)), 3) * t[0]


program(given_pairs, (s.normal(4), 3), (s.normal(5), 2), tags=T, must_pass=True)


def dicts(xs):
    n = {"v": xs[0], "next": None}
    for k in range(1, len(xs)):
        n = {"v": xs[k] * n["v"], "next": n}
    r = 0.0
    while n is not None:
        r += n["v"] ** 2
        n = n["next"]
    return r


program(dicts, (s.normal(4),), (s.normal(6),), tags=T, must_pass=True)


def early(xs):
    n = None
    for k in range(len(xs)):
        if xs[k] > 1.5:
            break
        if xs[k] < -1.0:
            continue
        n = (xs[k], k, n)
    best, where = 0.0, -1
    while n is not None:
        if n[0] ** 2 > best:
            best, where = n[0] ** 2, n[1]
        n = n[2]
    return best * where


program(early, (s.normal(6),), (s.normal(8),), tags=T, must_pass=True)


def swap(xs):
    a = None
    b = None
    for k in range(len(xs)):
        a, b = (xs[k], b), a
    r = 1.0
    while a is not None and b is not None:
        r = r * 0.7 + a[0] * b[0]
        a = a[1]
        b = b[1]
    return r


program(swap, (s.normal(6),), (s.normal(7),), tags=T, must_pass=True)


def listed(xs):
    parts = []
    n = None
    for k in range(len(xs)):
        n = (xs[k] ** 2, n)
        parts.append(n)
    r = 0.0
    for p in parts:
        while p is not None:
            r += np.sin(p[0])
            p = p[1]
    return r


program(listed, (s.normal(4),), (s.normal(5),), tags=T, must_pass=True)


def in_dict(xs):
    table = {}
    for k in range(len(xs)):
        table[k % 2] = (xs[k], table.get(k % 2))
    r = 0.0
    for key in table:
        n = table[key]
        while n is not None:
            r += n[0] ** 2 * (key + 1)
            n = n[1]
    return r


program(in_dict, (s.normal(4),), (s.normal(5),), tags=T, must_pass=True)
