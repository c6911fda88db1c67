"""Which container is meant: one that came by a path, and is changed, or asked for, under another name."""

import numpy as np

from tests.programs import program

C = np.array([0.3, 0.7, 1.5])
POINTS = (1.3,), (0.4,)


class Holder:
    def __init__(self, value=None):
        self.value = value


def none_then_object(x):
    a = Holder(Holder(x))
    h = Holder()
    if x > 1.0:
        h.value = a
    r = h.value
    if r is not None:
        r.value.value = 3 * x
    return a.value.value


def none_then_dict(x):
    a = {"k": [x]}
    r = None
    for e in C:
        if r is None:
            r = a
        r["k"][0] = x * x
    return a["k"][0]


def none_then_dict_of_objects(x):
    a = {"p": Holder([x, 1.0])}
    r = None
    if x > 1:
        r = a
    if r is not None:
        r["p"].value[0] = x**3
    return a["p"].value[0]


def none_then_tuple_of_lists(x):
    a = ([x], [1.0])
    r = None
    for i in range(3):
        if i == 1:
            r = a
    if r is not None:
        r[0][0] = x**3
    return a[0][0]


def none_then_object_with_list(x):
    a = Holder([x, 2.0])
    r = None
    if x > 1:
        r = a
    if r is not None:
        r.value[0] = x**3
    return a.value[0]


def none_then_list_that_grows(x):
    a = Holder([x, 2.0])
    r = None
    if x > 1:
        r = a
    if r is not None:
        r.value.append(x**3)
    return sum(a.value)


def none_then_changed_elsewhere(x):
    inner = [x]
    a = Holder(inner)
    r = None
    if x > 1:
        r = a
    inner[0] = x**3
    return r.value[0] if r is not None else x


def none_twice(x):
    a = Holder(Holder(x))
    r = q = None
    if x > 1:
        r = a
    if x > 0.3:
        q = a
    if r is not None:
        r.value.value = x**3
    return q.value.value


def none_in_a_slot(x):
    a = Holder([x])
    hs = [None, None]
    if x > 1:
        hs[1] = a
    for h in hs:
        if h is not None:
            h.value[0] = x**3
    return a.value[0]


def loop_none_break_known(x):
    ps = [Holder([x]), Holder([2 * x]), Holder([3 * x])]
    hit = None
    for p in ps:
        if p.value[0] > 2:
            hit = p
            break
    if hit is not None:
        hit.value[0] = x**3
    return sum(p.value[0] for p in ps)


def while_none(x):
    a = Holder([x])
    r = None
    k = 0
    while r is None:
        k += 1
        if k > 2:
            r = a
    r.value[0] = x**3
    return a.value[0]


def default_none(x):
    def f(c, r=None):
        if c:
            r = a
        if r is not None:
            r.value.value = x**3

    a = Holder(Holder(x))
    f(x > 1)
    return a.value.value


def none_then_other(x):
    a = Holder([x])
    b = Holder([2 * x])
    r = None
    if x > 0.3:
        r = b
    if x > 1:
        r = a
    if r is not None:
        r.value[0] = x**3
    return a.value[0] + 2 * b.value[0]


def none_chain(x):
    a = Holder([x])
    r = None
    if x > 1:
        r = a
    q = r
    t = (q, 1.0)
    if t[0] is not None:
        t[0].value[0] = x**3
    return a.value[0]


def none_in_object_in_list(x):
    a = Holder([x])
    hs = [Holder(None), Holder(None)]
    if x > 1:
        hs[0].value = a
    for h in hs:
        if h.value is not None:
            h.value.value[0] = x**3
    return a.value[0]


def none_dict_of_dict(x):
    cfg = {"opt": {"lr": x}}
    cur = None
    if x > 1:
        cur = cfg
    if cur is not None:
        cur["opt"]["lr"] = x**3
    return cfg["opt"]["lr"]


def none_dict_outer_write(x):
    cfg = {"opt": {"lr": x}}
    cur = None
    if x > 1:
        cur = cfg
    cfg["opt"]["lr"] = x**3
    return cur["opt"]["lr"] if cur is not None else x


def none_replaced_inner(x):
    cfg = {"opt": {"lr": x}}
    cur = None
    if x > 1:
        cur = cfg
    cfg["opt"] = {"lr": x**3}
    return cur["opt"]["lr"] if cur is not None else x


def none_tuple_in_loop(x):
    a = ([x], [2 * x])
    r = None
    for i in range(3):
        if r is not None:
            r[1][0] = r[1][0] * x
        if i == 0:
            r = a
    return a[1][0]


def two_paths_nested_write(x):
    a = [[x], 1.0]
    b = [[2 * x], 1.0]
    r = a if x > 1 else b
    r[0][0] = x**3
    return a[0][0] + 2 * b[0][0]


def two_paths_shared_inner(x):
    inner = Holder(x)
    a = Holder(inner)
    b = Holder(inner)
    r = a if x > 1 else b
    r.value.value = x**3
    return a.value.value + 2 * b.value.value


def get_none_nested(x):
    d = {"a": [[x], 1.0]}
    k = "a" if x > 1 else "b"
    r = d.get(k)
    if r is not None:
        r[0][0] = x**3
    return d["a"][0][0]


def slot_bound_again(x):
    a = {"w": x, "n": [x, 1.0]}
    b = {"w": 2 * x, "n": [2 * x, 1.0]}
    g = Holder(a)
    t = (a, 1.0)
    least = min([a, b], key=lambda e: e["w"])
    a["n"][0] += x * x
    g.value = None
    return t[0]["n"][0] + least["w"]


def entangled_in_a_loop(x):
    a = [[x], [1.0]]
    r = None
    for e in C:
        if e > 1:
            r = a
    a[0].append(x * x)
    return sum(r[0])


for _function in (
    none_then_object,
    none_then_dict,
    none_then_dict_of_objects,
    none_then_tuple_of_lists,
    none_then_object_with_list,
    none_then_list_that_grows,
    none_then_changed_elsewhere,
    none_twice,
    none_in_a_slot,
    loop_none_break_known,
    while_none,
    default_none,
    none_then_other,
    none_chain,
    none_in_object_in_list,
    none_dict_of_dict,
    none_dict_outer_write,
    none_tuple_in_loop,
    two_paths_nested_write,
    two_paths_shared_inner,
    get_none_nested,
    slot_bound_again,
):
    program(_function, *POINTS, tags="none aliasing", must_pass=True)

program(none_replaced_inner, *POINTS, tags="none aliasing", must_pass=False)
program(entangled_in_a_loop, *POINTS, tags="none aliasing", must_pass=False)
