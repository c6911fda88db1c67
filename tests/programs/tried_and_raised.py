"""What raises inside `try`: which handler runs, and what is refused at run time is caught by no handler."""

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.3, 0.7, 1.5])), (0.4, np.array([0.2, 0.9, 1.1]))


def element_of_either(x, v):
    z = (x, x * x) if x > 1 else v
    try:
        return z[0] + x
    except TypeError:
        return 7 * x


def sum_of_either(x, v):
    z = (x, x * x) if x > 1 else v
    try:
        return np.sum(z) * x
    except TypeError:
        return 7 * x


def largest_of_either(x, v):
    z = (x, x * x) if x > 1 else v
    try:
        return max(z) * x
    except ValueError:
        return 5 * x
    except TypeError:
        return 7 * x


def norm_of_either(x, v):
    z = (x, x * x) if x > 1 else v
    try:
        return np.linalg.norm(z) * x
    except Exception as error:
        return 7 * x if isinstance(error, TypeError) else 5 * x


def product_with_nothing(x, v):
    z = None if x > 1 else [x, v[0]]
    try:
        return z @ v[:2]
    except TypeError:
        return 7 * x
    except ValueError:
        return 11 * x


for made in (element_of_either, sum_of_either, largest_of_either, norm_of_either, product_with_nothing):
    program(made, *INPUTS, tags="try")
