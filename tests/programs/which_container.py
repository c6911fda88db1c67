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
):
    program(_function, *POINTS, tags="none aliasing", must_pass=True)
