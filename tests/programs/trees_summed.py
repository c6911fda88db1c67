"""Sums, means and other reductions of elements of trees: the adjoint is one number for many entries."""

import numpy as np

from tests.programs import program


def pp(f):
    program(
        f, (1.3, np.array([0.3, 0.7, 1.5])), (0.4, np.array([0.2, 0.9, 1.1])), tags="trees", must_pass=True
    )
    return f


class Ob:
    def __init__(self, v, h):
        self.v, self.h = v, h


@pp
def sum_of_an_element(x, v):
    p = None
    for k in range(2):
        p = (v * x, p)
    return np.sum(p[0])


@pp
def sum_or_a_number(x, v):
    e = (v * x,) if x > 1 else x
    return np.sum(e[0]) if x > 1 else e * x


@pp
def sum_of_a_tuple_on_one_path(x, v):
    e = (v * x,) if x > 0 else x
    return np.sum(e[0])


@pp
def sum_of_what_recursion_built(x, v):
    def g(n):
        return (v * x, None) if n == 0 else (v, g(n - 1))

    return np.sum(g(1)[1][0])


@pp
def sums_walked_by_while(x, v):
    p = None
    for k in range(3):
        p = [v * x, p]
    s = 0.0
    while p is not None:
        s = s + np.sum(p[0]) * x
        p = p[1]
    return s


@pp
def sum_in_a_dict(x, v):
    p = None
    for k in range(2):
        p = dict(a=v * x, n=p)
    return np.sum(p["a"]) * x


@pp
def sum_in_an_object(x, v):
    h = None
    for k in range(2):
        h = Ob(v * x, h)
    return np.sum(h.v) * x


@pp
def sums_of_linked_objects(x, v):
    h = None
    for k in range(2):
        h = Ob(v * x, h)
    s = 0.0
    while h is not None:
        s = s + h.v.sum()
        h = h.h
    return s * x


@pp
def sum_of_what_was_stretched(x, v):
    p = None
    for k in range(2):
        p = (v + x, p)
    return np.sum(p[0])


@pp
def mean_of_an_element(x, v):
    p = None
    for k in range(2):
        p = (v * x, p)
    return np.mean(p[0]) * x


@pp
def method_sum(x, v):
    p = None
    for k in range(2):
        p = (v * x, p)
    return p[0].sum() * x


@pp
def average(x, v):
    p = None
    for k in range(2):
        p = (v * x, p)
    return np.average(p[0]) * x


@pp
def sum_along_an_axis(x, v):
    p = None
    for k in range(2):
        p = (v * x, p)
    return np.sum(p[0], axis=0) * x


@pp
def sum_that_keeps_its_axes(x, v):
    p = None
    for k in range(2):
        p = (v * x, p)
    return np.sum(p[0], keepdims=True) * x


@pp
def sum_of_a_matrix_along_an_axis(x, v):
    p = None
    for k in range(2):
        p = (np.outer(v, v * x), p)
    return np.sum(p[0], axis=0) * x


@pp
def sum_of_numbers_put_together(x, v):
    p = None
    for k in range(2):
        p = (np.array([x, x]), p)
    return np.sum(p[0]) * x


@pp
def matrix_along_axis_one(x, v):
    p = None
    for k in range(3):
        p = (np.outer(v, v * x) * (k + 1), p)
    return np.sum(p[1][0], axis=1) * x


@pp
def matrix_along_both_axes(x, v):
    p = None
    for k in range(3):
        p = (np.outer(v, v * x) * (k + 1), p)
    return np.sum(p[1][0], axis=(0, 1)) * x + np.mean(p[0], axis=0) @ v


@pp
def rows_over_their_sums(x, v):
    p = None
    for k in range(3):
        p = (np.outer(v, v * x) * (k + 1), p)
    return np.sum(p[0] / np.sum(p[0], axis=1, keepdims=True) ** 2)


@pp
def matrix_means(x, v):
    p = None
    for k in range(3):
        p = (np.outer(v, v * x) * (k + 1), p)
    return p[0].mean(axis=1, keepdims=True) * p[1][0].sum(0)


@pp
def sum_of_a_number(x, v):
    p = None
    for k in range(3):
        p = (x * v[k], p)
    return np.sum(p[0]) * x + np.mean(p[1][0])


@pp
def element_used_twice(x, v):
    p = None
    for k in range(3):
        p = (v * x, p)
    a = p[0]
    return np.sum(a) * np.sum(a * v) + a[1]


@pp
def element_indexed_and_summed(x, v):
    p = None
    for k in range(3):
        p = (v * x, p)
    return p[0][1] * np.sum(p[0]) + np.sum(p[0][1:])


@pp
def one_array_in_all_nodes(x, v):
    w = v * x
    p = None
    for k in range(3):
        p = (w, p)
    return np.sum(p[0]) * np.mean(p[1][0]) + np.sum(w)


@pp
def binary_tree_of_arrays(x, v):
    def build(n):
        return None if n == 0 else (build(n - 1), v * x * n, build(n - 2) if n > 1 else None)

    def tot(t):
        return 0.0 if t is None else np.sum(t[1]) + tot(t[0]) * tot(t[2]) + tot(t[2])

    return tot(build(3))


@pp
def arrays_as_leaves(x, v):
    def build(n):
        return v * x if n == 0 else (build(n - 1), build(n - 1))

    def tot(t):
        if isinstance(t, tuple):
            return np.sin(tot(t[0])) + tot(t[1]) * x
        return np.sum(t)

    return tot(build(2))


@pp
def arrays_as_leaves_of_lists(x, v):
    def build(n):
        return v * x if n == 0 else [build(n - 1), build(n - 1)]

    def tot(t):
        if isinstance(t, list):
            return tot(t[0]) * tot(t[1])
        return np.mean(t)

    return tot(build(2))


@pp
def arrays_and_numbers_in_turn(x, v):
    def build(n):
        return (v * x if n % 2 else x * n, build(n - 1)) if n else None

    def tot(t):
        return 0.0 if t is None else np.sum(t[0]) + x * tot(t[1])

    return tot(build(3))


@pp
def vector_and_matrix_in_dicts(x, v):
    p = None
    for k in range(3):
        p = {"a": v * x, "b": np.outer(v, v) * x, "n": p}
    s = 0.0
    while p is not None:
        s = s + p["a"].sum() * np.sum(p["b"]) + np.sum(p["b"], axis=0) @ p["a"]
        p = p["n"]
    return s


@pp
def means_of_linked_objects(x, v):
    h = None
    for k in range(3):
        h = Ob(v * x * k, h)
    s = 0.0
    while h is not None:
        s = s + np.mean(h.v) ** 2 + h.v.sum()
        h = h.h
    return s


@pp
def arrays_of_numbers(x, v):
    p = None
    for k in range(2):
        p = (np.array([x, x * v[0]]), np.array([[x, v[1]], [v[2], x * x]]), p)
    return np.sum(p[0]) * np.sum(p[1], axis=1) + p[2][1].sum(axis=0)


@pp
def other_reductions(x, v):
    p = None
    for k in range(2):
        p = (np.sin(v * x), p)
    return np.max(p[0]) * np.prod(p[1][0]) + np.std(p[0]) + np.linalg.norm(p[0])


@pp
def cumulated_and_multiplied(x, v):
    p = None
    for k in range(2):
        p = (np.sin(v * x), p)
    return np.cumsum(p[0]) * np.dot(p[0], p[1][0]) + np.trace(np.outer(p[0], v))


@pp
def whole_numbers_beside(x, v):
    p = None
    for k in range(2):
        p = (np.arange(3) * k, v * x, p)
    return np.sum(p[0]) * np.sum(p[1])


@pp
def complex_elements(x, v):
    p = None
    for k in range(2):
        p = (v * x + 1j * v, p)
    return np.abs(np.sum(p[0])) + np.real(np.mean(p[1][0]))


@pp
def elements_that_are_stretched(x, v):
    p = None
    for k in range(2):
        p = (v * x, x, p)
    return np.sum(p[0] * p[1]) + np.sum(v * p[2][1]) + np.sum(p[0] + np.ones((2, 3)))


@pp
def number_or_array(x, v):
    p = None
    for k in range(2):
        p = (v * x if k else x, p)
    return np.sum(p[0] * v) + np.sum(p[1][0] * v)


@pp
def element_returned(x, v):
    p = None
    for k in range(3):
        p = (v * x, p)
    return p[0]


@pp
def sums_in_a_tree(x, v):
    def b(n):
        return (v * x, None) if n == 0 else (np.sum(v) * x, b(n - 1))

    q = b(2)
    return np.sum(q[1][1][0]) * q[0]


@pp
def tree_given_to_a_recursive_function(x, v):
    def f(t, n):
        return t if n == 0 else f((np.sum(t[0]) * v, t), n - 1)

    q = f((v * x, None), 2)
    return np.mean(q[0]) + np.sum(q[1][0])


@pp
def another_length_on_each_path(x, v):
    e = (v * x,) if x > 1 else (x * v[:2],)
    return np.sum(e[0]) * x


@pp
def tuple_or_number(x, v):
    e = (v * x, v) if x > 1 else x
    s = 0.0
    if isinstance(e, tuple):
        s = np.sum(e[0]) * np.mean(e[1])
    else:
        s = np.sum(e) * v[0]
    return s


@pp
def tuple_or_array(x, v):
    e = (v * x, (x,)) if x > 1 else v * x
    if isinstance(e, tuple):
        return np.sum(e[0]) * e[1][0]
    return np.sum(e) * x


@pp
def sum_goes_into_the_next_node(x, v):
    p = None
    for k in range(3):
        s = np.sum(p[0]) if p is not None else x
        p = (v * s, p)
    return np.sum(p[0])


@pp
def traces_and_contractions(x, v):
    p = None
    for k in range(3):
        p = (np.outer(v, v) * x, p)
    return np.einsum("ij->", p[0]) + np.einsum("ii", p[1][0]) * np.trace(p[0])


@pp
def lists_as_elements(x, v):
    p = None
    for k in range(3):
        p = ([v * x, x], p)
    return np.sum(p[0][0]) * p[1][0][1]


@pp
def tuples_as_elements(x, v):
    p = None
    for k in range(3):
        p = ((v * x, x * x), p)
    a, b = p[0]
    return np.sum(a) * b + a.mean()


@pp
def reshaped_elements(x, v):
    p = None
    for k in range(2):
        p = (np.outer(v, v) * x, p)
    return np.sum(p[0].reshape(9)) + p[1][0].T.sum() + np.sum(p[0].ravel() * 2)


@pp
def sums_of_some_entries(x, v):
    p = None
    for k in range(2):
        p = (v * x, p)
    return (
        np.sum(p[0], where=v > 0.5)
        + np.sum(p[0], initial=2.0)
        + np.nansum(p[1][0])
        + np.median(p[0])
        + np.ptp(p[0])
    )


@pp
def sums_of_python(x, v):
    p = None
    for k in range(2):
        p = (v * x, p)
    return sum(p[0]) * max(p[1][0]) + sum([np.sum(q) for q in (p[0], p[1][0])])


@pp
def filled_arrays(x, v):
    p = None
    for k in range(2):
        p = (np.full(3, x * v[0]), np.zeros((2, 2)) + x, p)
    return np.sum(p[0]) * np.sum(p[2][1])


@pp
def single_entry(x, v):
    p = None
    for k in range(2):
        p = (np.array([x]), p)
    return np.sum(p[0]) * v


@pp
def no_axes(x, v):
    p = None
    for k in range(2):
        p = (np.array(x * v[0]), p)
    return np.sum(p[0]) * v + np.sum(p[1][0])


@pp
def columns(x, v):
    p = None
    for k in range(2):
        p = (v[:, None] * x, p)
    return np.sum(p[0] * v) + np.sum(p[0], axis=1) @ v


@pp
def pushed_by_a_closure(x, v):
    cells = None

    def push(w):
        nonlocal cells
        cells = (w, cells)

    for k in range(3):
        push(v * x**k)
    return np.sum(cells[0]) * np.sum(cells[1][0])
