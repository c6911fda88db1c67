"""Is it the same container?  Asked of what came by a path, from a list, or from None; `==` and `in` of objects."""

import heapq
from collections import deque

import numpy as np

from tests.programs import program

C = np.array([0.3, 0.7, 1.5])
POINTS = (1.3,), (0.4,)


class Part:
    def __init__(self, weight, following=None):
        self.weight = weight
        self.following = following


class Asking(Part):
    def __eq__(self, other):
        return self is other

    def same(self, other):
        return other is self

    def is_in(self, parts):
        for part in parts:
            if part is self:
                return True
        return False


class Equal(Part):
    def __eq__(self, other):
        return self.weight == other.weight


def recursive(part, count, x):
    return part if count == 0 else recursive(part, count - 1, x)


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


def in_values(x):
    a = Part(x)
    b = Part(2 * x)
    d = {"u": a, "v": b}
    return x * x if b in d.values() else x


def in_slice(x):
    ps = [Part(x), Part(2 * x), Part(3 * x)]
    return x * x if ps[0] in ps[1:] else x


def in_generator(x):
    ps = [Part(x), Part(2 * x), Part(3 * x)]
    return x * x if ps[1] in (p for p in ps) else x


def in_concat(x):
    ps = [Part(x), Part(2 * x)]
    qs = [Part(3 * x)] + ps
    return x * qs.index(ps[0])


def eq_method_is(x):
    a = Asking(x)
    b = Asking(x)
    r = a if x > 1 else b
    return x * x if r == a else x


def eq_method_in(x):
    a = Asking(x)
    b = Asking(x)
    ps = [a, b]
    return x * x if b in ps else x


def same_method(x):
    a = Asking(x)
    b = Asking(x)
    s = 0.0
    for p in (a, b):
        if p.same(b):
            s += p.weight * x
    return s


def is_in_method2(x):
    a = Asking(x)
    b = Asking(x)
    ps = [b]
    for i in range(2):
        ps.append(a)
    return x * x if a.is_in(ps) else x


def loop_none_is(x):
    ps = [Part(x), Part(2 * x), Part(3 * x)]
    hit = None
    for p in ps:
        if p.weight > 2:
            hit = p
            break
    return x * x if hit is ps[1] else x


def is_default_arg(x):
    def f(p, q=None):
        if q is p:
            return x * x
        return x

    a = [x]
    return f(a, a) + 2 * f(a) + 4 * f(a, [x])


def is_unpacked(x):
    a = [x]
    b = [2 * x]
    pair = (a, b)
    if x > 1:
        pair = (b, a)
    u, v = pair
    return x * x if u is b else x


def is_zip_grown(x):
    ps = [Part(x * e) for e in C]
    qs = list(ps)
    qs[0] = Part(x)
    s = 0.0
    for p, q in zip(ps, qs):
        if p is q:
            s += p.weight * x
    return s


def is_heap(x):
    h = []
    a = (x, 1)
    b = (2 * x, 2)
    heapq.heappush(h, b)
    heapq.heappush(h, a)
    return x * x if heapq.heappop(h) is a else x


def is_dict_grown(x):
    a = Part(x)
    d = {}
    for i in range(3):
        d[i] = a if i == 1 else Part(i * x)
    return x * x if d[1] is a and d[2] is not a else x


def is_object_grid2(x):
    grid = [[Part(x * e * f) for e in C] for f in C]
    c = grid[1][1]
    s = 0.0
    for row in grid:
        for p in row:
            if p is not c:
                s += p.weight * c.weight
    return s


def index_min(x):
    ps = [Part(x * e) for e in C]
    m = min(ps, key=lambda p: abs(p.weight - 0.8))
    return x * x * ps.index(m)


def in_loop_while(x):
    ps = [Part(x * e) for e in C]
    done = []
    s = 0.0
    while len(done) < 3:
        for p in ps:
            if p not in done:
                done.append(p)
                s += p.weight * x
    return s


def eq_lists_grown(x):
    ps = [Part(x * e) for e in C]
    qs = list(ps)
    rs = [Part(x * e) for e in C]
    return x * x if ps == qs and ps != rs else x


def assert_is(x):
    a = Part(x)
    b = a
    assert a is b
    assert b in [a]
    return b.weight * x


def bool_var(x):
    a = [x]
    b = [x]
    same = a is b
    other = a is a
    return x * x if same or not other else x


def arith_is(x):
    a = [x]
    b = a
    return x * (a is b) + (a is not b) * x * x


def tuple_of_tuple(x):
    a = (x, 1.0)
    b = tuple(a)
    return x * x if a is b else x


def or_eq_path(x):
    a = Part(x)
    b = Part(2 * x)
    r = a if x > 1 else b
    return x * x if x > 5 or r == a else x


def or_in_list(x):
    a = Part(x)
    h = Part(0.0, a)
    ps = [a]
    return x * x if x > 5 or (h.following in ps and x > 0) else x


def not_eq(x):
    a = Part(x)
    h = Part(0.0, a)
    return x * x if not (h.following == a and x > 0) else x


def guarded_custom(x):
    a = Equal(x)
    r = None
    if x > 1:
        r = Equal(x)
    return x * x if r is not None and r == a else x


def while_eq(x):
    ps = [Part(x * e) for e in C]
    k = 0
    s = 0.0
    while ps[k] != ps[2] and k < 10:
        s += ps[k].weight * x
        k += 1
    return s


def while_not_in(x):
    ps = [Part(x * e) for e in C]
    done = []
    s = 0.0
    while ps[2] not in done:
        s += ps[len(done)].weight * x
        done.append(ps[len(done)])
    return s


def while_is_not(x):
    ps = [Part(x * e) for e in C]
    p = ps[0]
    k = 0
    s = 0.0
    while p is not ps[2]:
        s += p.weight * x
        k += 1
        p = ps[k]
    return s


def comp_or(x):
    ps = [Part(x), Part(2 * x), Part(3 * x)]
    m = ps[1]
    return sum(p.weight for p in ps if p == m or p.weight > 3) * x


def recursion_returns(x):
    a = Part(x)
    r = recursive(a, 2, x)
    return x * x if r is a else x


def ternaries(x):
    a = [x]
    b = [2 * x]
    r = a if x > 1 else b if x > 0.5 else a
    return (x * x if r is a else x) * (2 if r is b else 3)


def in_pairs(x):
    a = Part(x)
    b = Part(2 * x)
    edges = [(a, b), (b, b)]
    return x * x if (b, b) in edges and (b, a) not in edges else x


def in_pairs_grown(x):
    a = Part(x)
    b = Part(2 * x)
    edges = []
    for i in range(2):
        edges.append((a, b))
    return x * x if (a, b) in edges and (b, a) not in edges else x


def in_nested_lists(x):
    a = Part(x)
    g = [[a, Part(2 * x)], [Part(3 * x), a]]
    return x * sum(1 for row in g if a in row)


def in_eq_grown(x):
    es = [Equal(x * e) for e in C]
    t = Equal(x * 0.7)
    return x * x if t in es else x


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
    in_values,
    in_slice,
    in_generator,
    in_concat,
    eq_method_is,
    eq_method_in,
    same_method,
    is_in_method2,
    loop_none_is,
    is_default_arg,
    is_unpacked,
    is_zip_grown,
    is_heap,
    is_dict_grown,
    index_min,
    in_loop_while,
    eq_lists_grown,
    assert_is,
    bool_var,
    arith_is,
    tuple_of_tuple,
    or_eq_path,
    or_in_list,
    not_eq,
    guarded_custom,
    while_eq,
    while_not_in,
    while_is_not,
    comp_or,
    recursion_returns,
    ternaries,
    in_pairs,
    in_pairs_grown,
    in_nested_lists,
    in_eq_grown,
):
    program(_function, *POINTS, tags="identity aliasing", must_pass=True)

for _function in (
    dict_by_object,
    ids,
    ids_seen,
    is_global,
    is_object_grid2,
    was_visited,
):  # refused, in some stage
    program(_function, *POINTS, tags="identity aliasing", must_pass=False)
