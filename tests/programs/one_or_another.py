"""Arrays that are one or another by the path, of which one is written: three names for two arrays."""

import numpy as np

from tests.programs import program


def pick(a, b, c):
    return a if c > 0 else b


def best(a, b):
    return a if a.sum() > b.sum() else b


def changed(a, x):
    a *= x
    return a


def ident(a):
    return a


class Two:
    pass


def picked_from_two(x, v):
    w = v * x
    a = v.copy()
    q = a if x > 9 else w
    z = pick(w, q, x)
    a += 1
    return z


def the_greater_of_one(x, v):
    w = v * x
    a = v.copy()
    q = a if x > 9 else w
    z = best(q, w)
    q += 1
    return z


def seen_through_a_choice(x, v):
    q = v * x
    a = v * x
    w = pick(q, a, -x)
    a = q if x < 0 else a
    a[0] = x
    return (w, q)


def from_a_list_or_by_name(x, v):
    w = v * x
    a = v * 2
    u = [w, a][int(x > 9)]
    u = u if x > 0 else w
    u *= 0.9
    w *= 3
    return u


def three_names(x, v):
    w = v * x
    a = v.copy()
    b = v * 2
    q = a if x > 1 else b
    r = b if x > 1 else w
    t = r if x > 0 else w
    q *= x
    return t.sum() + q.sum()


def on_no_path(x, v):
    w = v * x
    a = v.copy()
    b = v * 2
    q = a if x > 9 else w
    r = a if x > 9 else b
    t = r if x > 9 else w
    q *= x
    return t


def on_no_path_either(x, v):
    w = v * x
    a = v.copy()
    b = v * 2
    q = a if x > 9 else w
    r = a if x > 9 else b
    t = r if x < 9 else w
    q *= x
    return t * q


def in_trips(x, v):
    w = v * x
    for i in range(3):
        q = w if i % 2 else v * x
        z = q if i > 0 else w
        q *= x
    return z


def picked_in_trips(x, v):
    w = v * x
    a = v.copy()
    for i in range(3):
        q = a if i % 2 else w
        z = pick(w, q, x - i)
        q *= x
    return z * w


def added_to_itself(x, v):
    w = v * x
    a = v.copy()
    q = a if x > 1 else w
    z = ident(q)
    z = pick(z, a, x)
    z += w
    return q


def in_order(x, v):
    a = v * x
    b = v * x * x
    big, small = (a, b) if a.sum() > b.sum() else (b, a)
    big -= small
    return a * b


def the_other_one(x, v):
    a = v * x
    b = v * x * x
    big = best(a, b)
    small = b if big is a else a
    big -= small
    return small * b


def the_greater_twice(x, v):
    a = v * x
    b = v * x * x
    c = best(a, b)
    d = best(b, c)
    c *= x
    return d


def by_names(x, v):
    w = v * x
    a = v.copy()
    q = a if x > 9 else w
    z = w if x > 0 else q
    a += 1
    return z


def turned_or_not(x, v):
    w = v * x
    a = v.copy()
    q = a if x > 9 else w
    z = w[::-1] if x > 1 else q
    a += 1
    return z


def turned_and_written(x, v):
    w = v * x
    a = v.copy()
    q = a if x > 9 else w
    z = q[::-1] if x > 1 else w
    a *= x
    return z


def turned_through_another(x, v):
    w = v * x
    a = v.copy()
    q = a if x > 9 else w
    z = q[::-1] if x > 9 else w
    q *= x
    return z


def of_an_argument(x, v):
    q = v if x > 9 else v * x
    z = v if x < 9 else q
    q = q.copy()
    q *= x
    return z * q


def of_an_argument_written(x, v):
    q = v if x > 9 else v * x
    z = v if x < 9 else q
    q *= x
    return z * q


def of_zeros(x, v):
    w = np.zeros_like(v)
    a = v.copy()
    q = a if x > 9 else w
    z = pick(w, q, x)
    a += 1
    z += x
    return z + q


def four_names(x, v):
    w = v * x
    a = v.copy()
    u = v * v
    q = a if x > 9 else w
    r = u if x < 9 else q
    z = pick(w, r, x)
    y = pick(r, q, -x)
    a += 1
    return z * y


def the_greater_again(x, v):
    w = v * x
    a = v.copy()
    q = a if x > 9 else w
    z = best(q, w)
    y = best(z, q)
    z *= x
    return y


def bound_on_one_path(x, v):
    w = v * x
    a = v.copy()
    q = a
    if x < 9:
        q = w
    z = q
    if x > 0:
        z = w
    a[0] = x
    z[1] = x * x
    return q * a


def old_and_new(x, v):
    old = v * x
    new = v * x * x
    for i in range(3):
        new[:] = old * x
        old, new = (new, old)
        best_ = old if i % 2 else new
    best_ += 1
    return old * new


def best_so_far(x, v):
    w = v * x
    best_ = w
    for i in range(3):
        c = w * x + i
        if c.sum() > best_.sum():
            best_ = c
        w = c
    best_ *= x
    return w


def best_of_carried(x, v):
    w = v * x
    best_ = w
    for i in range(3):
        w = w * x
        if w.sum() > best_.sum():
            best_ = w
    best_ *= x
    return w + best_


def chain_of_choices(x, v):
    w = v * x
    a = w if x > 1 else v.copy()
    b = a if x > 0 else w
    c = b if x > 1 else a
    c *= x
    a += x
    return b


def of_a_dict(x, v):
    w = v * x
    d = {"a": v * 2}
    q = d["a"] if x > 9 else w
    z = pick(w, q, x)
    d["a"] += x
    return z + d["a"]


def of_an_object(x, v):
    o = Two()
    o.w = v * x
    o.a = v.copy()
    q = o.a if x > 9 else o.w
    z = pick(o.w, q, x)
    o.a += x
    return z


def kept_in_an_object(x, v):
    o = Two()
    o.w = v * x
    o.a = v.copy()
    o.q = o.a if x > 9 else o.w
    z = pick(o.w, o.q, x)
    o.q += x
    return z


def written_in_a_while(x, v):
    w = v * x
    a = v.copy()
    q = a if x > 9 else w
    z = pick(w, q, x)
    while a[0] < 3:
        a += 1
    return z


def from_a_nested_function(x, v):
    w = v * x

    def f(u):
        if x > 9:
            return u.copy()
        return u

    q = f(w)
    z = f(q)
    z = z if x > 0 else w
    q *= x
    return z * w


def changed_by_a_function(x, v):
    w = v * x
    a = v.copy()
    z = changed(pick(a, w, -x), x)
    y = changed(pick(z, w, x), x)
    return w * y


def chosen_again(x, v):
    w = v * x
    a = v.copy()
    q = a if x > 9 else w
    if x > 0:
        t = w
        t = q if x > 5 else t
    else:
        t = q
    a *= 2
    return t


def rows_of_either(x, v):
    w = np.outer(v, v) * x
    a = w.copy()
    q = a if x > 9 else w
    z = q if x > 5 else w
    r = z[0]
    s = w[0]
    r += s
    a += 1
    return q


def a_part_is_written(x, v):
    w = v * x
    a = v.copy()
    q = a if x > 9 else w
    z = q if x > 5 else w
    a[1:] *= x
    u = w
    return z * u


def on_a_path_before(x, v):
    w = v * x
    w2 = w if x > 0 else v * 2
    a = v.copy()
    q = a if x > 9 else w2
    z = pick(w2, q, x)
    y = pick(w, z, -x)
    a += 1
    return z + y


def on_a_path_before_and_written(x, v):
    w = v * x
    w2 = w if x > 0 else v * 2
    a = v.copy()
    q = a if x > 9 else w2
    z = pick(w2, q, x)
    y = pick(w, z, -x)
    q += w
    return z + y


def rows_or_a_copy(x, v):
    a = v * x
    b = v.copy()
    b = b.reshape(-1)
    M = np.outer(a, v)
    a = M[-1] if x > 1 else b
    M[0, 1] = x * 0.3
    return a * b


FIRST = (1.3, np.array([0.31, 0.72, 1.53]))
SECOND = (0.43, np.array([0.23, 0.94]))
PROGRAMS = (
    picked_from_two, the_greater_of_one, seen_through_a_choice, from_a_list_or_by_name, three_names, on_no_path,
    on_no_path_either, in_trips, picked_in_trips, added_to_itself, in_order, the_other_one, the_greater_twice,
    by_names, turned_or_not, turned_and_written, turned_through_another, of_an_argument, of_an_argument_written,
    of_zeros, four_names, the_greater_again, bound_on_one_path, old_and_new, best_so_far, best_of_carried,
    chain_of_choices, of_a_dict, of_an_object, kept_in_an_object, written_in_a_while, from_a_nested_function,
    changed_by_a_function, chosen_again, rows_of_either, a_part_is_written, on_a_path_before,
    on_a_path_before_and_written, rows_or_a_copy,
)  # fmt: skip
for function in PROGRAMS:
    program(function, FIRST, SECOND, tags="aliasing", must_pass=True)
