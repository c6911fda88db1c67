"""Constant arrays times what is differentiated, as one of several results: the seed of each is an array of its own."""

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.3, 0.7, 1.5, -0.4])), (0.4, np.array([0.2, 0.9, -0.6, 1.1]))


def of_results(function):
    program(function, *INPUTS, tags="arrays tuples", must_pass=True)
    return function


@of_results
def alone_in_a_tuple(x, v):
    return (np.arange(3.0) * x * v[0],)


@of_results
def in_a_list(x, v):
    return [np.arange(3.0) * x, v * 1.0]


@of_results
def behind_a_number(x, v):
    return x * 2.0, np.linspace(0.0, 1.0, 3) * x, v[0]


@of_results
def two_of_other_lengths(x, v):
    return np.arange(3.0) * x, np.arange(4.0) * v


@of_results
def stretched(x, v):
    return np.ones((2, 1)) * v, v * x


@of_results
def by_an_entry(x, v):
    return np.eye(2) * v[0], v * x


@of_results
def written_in_place(x, v):
    a = np.zeros((2, 2)) + 0.5
    b = v.flatten()
    a *= b[-1]
    return a * 1.0, b * x


@of_results
def by_name(x, v):
    return {"a": np.arange(3.0) * x, "b": (np.ones(2) * v[1], x)}


@of_results
def in_a_tuple_in_a_tuple(x, v):
    return x, (np.arange(1.0, 3.0) * v[2], np.array([1.0, 2.0]) * x)
