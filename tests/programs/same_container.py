"""Is it the same container?  Asked of what came by a path, from a list, or from None; `==` and `in` of objects."""

from collections import deque

import numpy as np

from tests.programs import program

C = np.array([0.3, 0.7, 1.5])
POINTS = (1.3,), (0.4,)


class Part:
    def __init__(self, weight, following=None):
        self.weight = weight
        self.following = following


OUTSIDE = Part(2.0)


def is_tuple_of_a_path(x):
    a = (x, 2.0)
    r = (2 * x, 2.0)
    if x > 1.0:
        r = a
    return x * x if r is a else x


def is_none_then_list(x):
    a = None
    b = [x, 1.0]
    if x > 1:
        a = b
    return x * x if a is b else x


def is_in_grown_list(x):
    a = [x, 2.0]
    b = [2 * x, 2.0]
    todo = [a]
    if x > 1:
        todo.append(b)
    s = 0.0
    for r in todo:
        if r is b:
            s += r[0]
    return s + x


def is_popped(x):
    a = [x, 2.0]
    b = [2 * x, 1.0]
    todo = [a, b]
    while todo:
        r = todo.pop()
        if r is a:
            return x * x
    return x


def is_last_node(x):
    root = None
    for i in range(3):
        node = (x * i, root)
        root = node
    return x * x if root is node else x


def is_after_or(x):
    a = [x, 2.0]
    b = [2 * x, 2.0]
    for r in [a, b]:
        if x > 5 or r is a:
            r[1] = x
    return a[1]


def is_two_none_joins(x):
    a = [x, 1.0]
    r = None
    q = None
    if x > 1:
        r = a
    if x > 0.3:
        q = a
    return x * x if r is q else x


def is_two_lists_hold(x):
    p = Part(x)
    ps = []
    qs = []
    for i in range(2):
        ps.append(p)
        qs.append(p)
    return x * x if ps[0] is qs[1] else x


def is_tuple_in_tuple(x):
    p = (x, 2.0)
    t = (p, 1.0)
    ps = []
    for i in range(2):
        ps.append(t)
    return x * x if ps[0][0] is p else x


def is_chain(x):
    a = [x]
    b = a
    c = a
    return x * x if a is b is c else x


def is_chain_path(x):
    a = [x]
    b = [2 * x]
    c = a if x > 1 else b
    return x * x if a is c is a else x


def eq_object_path(x):
    a = Part(x)
    b = Part(2 * x)
    r = b
    if x > 1:
        r = a
    return x * x if r == a else x


def ne_object_path(x):
    a = Part(x)
    b = Part(2 * x)
    r = b
    if x > 1:
        r = a
    return x * x if r != a else x


def eq_object_popped(x):
    a = Part(x)
    b = Part(2 * x)
    todo = [a, b]
    s = 0.0
    while todo:
        r = todo.pop()
        if r == a:
            s += r.weight**2
    return s


def in_list_object(x):
    a = Part(x)
    b = Part(2 * x)
    ps = [a, b]
    return x * x if a in ps else x


def in_list_object_path(x):
    a = Part(x)
    b = Part(2 * x)
    ps = [b]
    if x > 1:
        ps.append(a)
    return x * x if a in ps else x


def index_object(x):
    a = Part(x)
    b = Part(2 * x)
    ps = [a, b]
    return ps.index(b) * x * x + x


def index_object_grown(x):
    a = Part(x)
    b = Part(2 * x)
    ps = [a]
    for i in range(2):
        ps.append(b)
    return ps.index(b) * x * x + x


def remove_object(x):
    a = Part(x)
    b = Part(2 * x)
    ps = [a, b]
    ps.remove(a)
    return ps[0].weight * x


def remove_object_grown(x):
    a = Part(x)
    b = Part(2 * x)
    ps = [a]
    for i in range(2):
        ps.append(b)
    ps.remove(b)
    return sum(p.weight for p in ps) * x


def count_object(x):
    a = Part(x)
    ps = [a, Part(x), a]
    return ps.count(a) * x * x


def eq_lists_of_objects(x):
    a = Part(x)
    b = Part(2 * x)
    return x * x if [a, b] == [a, b] else x


def in_tuple(x):
    a = Part(x)
    b = Part(2 * x)
    return x * x if b in (a, b) else x


def dict_by_object(x):
    a = Part(x)
    b = Part(2 * x)
    d = {a: 1.0, b: 2.0}
    return d[b] * x * x


def ids(x):
    a = [x]
    b = a
    c = [x]
    return x * x if id(a) == id(b) and id(a) != id(c) else x


def ids_seen(x):
    a = Part(x)
    b = Part(2 * x)
    seen = set()
    s = 0.0
    for p in [a, b, a]:
        if id(p) not in seen:
            s += p.weight
            seen.add(id(p))
    return s * x


def is_dict_get(x):
    a = [x, 1.0]
    d = {"a": a}
    k = "a" if x > 1 else "b"
    return x * x if d.get(k) is a else x


def is_max(x):
    a = [x, 1.0]
    b = [2 * x, 3.0]
    m = max([a, b], key=lambda r: r[0])
    return x * x if m is b else x


def is_attribute(x):
    a = Part(x)
    b = Part(2 * x)
    h = Part(0.0, a)
    if x > 1:
        h.following = b
    return x * x if h.following is b else x


def is_attribute_none(x):
    a = Part(x)
    h = Part(0.0)
    if x > 1:
        h.following = a
    return x * x if h.following is a else x


def is_walk(x):
    c = Part(3 * x)
    b = Part(2 * x, c)
    a = Part(x, b)
    n = a
    s = 0.0
    while n is not c:
        s += n.weight
        n = n.following
    return s * x


def is_walk_none(x):
    c = Part(3 * x)
    b = Part(2 * x, c)
    a = Part(x, b)
    n = a
    s = 0.0
    while n is not None:
        if n is b:
            s += n.weight * x
        n = n.following
    return s


def is_pairs_array(x):
    ps = [Part(x * e) for e in C]
    s = 0.0
    for p in ps:
        for q in ps:
            if p is not q:
                s += p.weight * q.weight
    return s


def eq_pairs_array(x):
    ps = [Part(x * e) for e in C]
    s = 0.0
    for p in ps:
        for q in ps:
            if p != q:
                s += p.weight * q.weight
    return s


def is_global(x):
    a = Part(x)
    r = a
    if x > 1:
        r = OUTSIDE
    return x * x if r is OUTSIDE else x


def is_global_twice(x):
    a = OUTSIDE
    b = OUTSIDE
    return x * x if a is b else x


def is_object_in_list_of_lists(x):
    a = Part(x)
    b = Part(2 * x)
    g = [[a, b], [b, a]]
    s = 0.0
    for row in g:
        for p in row:
            if p is a:
                s += p.weight * x
    return s


def is_swapped(x):
    a = [x]
    b = [2 * x]
    p, q = a, b
    if x > 1:
        p, q = q, p
    return x * x if p is b else x


def or_in(x):
    a = Part(x)
    b = Part(2 * x)
    ps = [a, b]
    return x * x if x > 5 or a in ps else x


def or_eq(x):
    a = Part(x)
    b = Part(2 * x)
    r = a
    return x * x if x > 5 or a == r else x


def or_is_attr(x):
    a = Part(x)
    h = Part(0.0, a)
    return x * x if x > 5 or h.following is a else x


def not_is_and(x):
    a = [x]
    r = a
    return x * x if not (r is a and x > 0) else x


def any_is(x):
    a = [x]
    b = [2 * x]
    return x * x if any(t is b for t in [a, b]) else x


def all_is_not(x):
    a = Part(x)
    ps = [Part(x * e) for e in C]
    ps.append(a)
    return x * x if all(p is not a for p in ps) else x


def deque_is(x):
    a = Part(x)
    b = Part(2 * x)
    q = deque([a, b])
    s = 0.0
    while q:
        p = q.popleft()
        if p is a:
            s += p.weight * x
    return s


def graph_grown(x):
    a = Part(x)
    b = Part(2 * x)
    edges = []
    for i in range(2):
        edges.append((a, b))
        edges.append((b, b))
    s = 0.0
    for u, v in edges:
        if u is v:
            s += u.weight * v.weight
    return s


def was_visited(x):
    a = Part(x)
    b = Part(2 * x, a)
    c = Part(3 * x, b)
    visited = []
    todo = [c]
    s = 0.0
    while todo:
        n = todo.pop()
        if any(n is v for v in visited):
            continue
        visited.append(n)
        s += n.weight**2
        if n.following is not None:
            todo.append(n.following)
    return s


def sorted_is(x):
    a = Part(x)
    b = Part(0.5 * x)
    o = sorted([a, b], key=lambda p: p.weight)
    return x * x if o[0] is b else x


for _function in (
    is_tuple_of_a_path,
    is_none_then_list,
    is_in_grown_list,
    is_popped,
    is_last_node,
    is_after_or,
    is_two_none_joins,
    is_two_lists_hold,
    is_tuple_in_tuple,
    is_chain,
    is_chain_path,
    eq_object_path,
    ne_object_path,
    eq_object_popped,
    in_list_object,
    in_list_object_path,
    index_object,
    index_object_grown,
    remove_object,
    remove_object_grown,
    count_object,
    eq_lists_of_objects,
    in_tuple,
    is_dict_get,
    is_max,
    is_attribute,
    is_attribute_none,
    is_walk,
    is_walk_none,
    is_pairs_array,
    eq_pairs_array,
    is_global_twice,
    is_object_in_list_of_lists,
    is_swapped,
    or_in,
    or_eq,
    or_is_attr,
    not_is_and,
    any_is,
    all_is_not,
    deque_is,
    graph_grown,
    sorted_is,
):
    program(_function, *POINTS, tags="identity aliasing", must_pass=True)

for _function in (dict_by_object, ids, ids_seen, is_global, was_visited):  # refused, in some stage
    program(_function, *POINTS, tags="identity aliasing", must_pass=False)
