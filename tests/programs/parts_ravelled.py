"""Parts of arrays made one row, and written: copies where the part is not in one piece, also of a single column."""

import numpy as np

from tests.programs import Sampler, program

s = Sampler(20261129)
INPUTS = [(s.positive(8),) for _ in range(2)]


def of_parts(function):
    program(function, *INPUTS, tags="issue3 views", must_pass=True)
    return function


@of_parts
def column_ravelled(x):
    A = np.outer(x[:4], x[4:])
    v = A[:, :1].ravel()
    v[0] = 2.0
    return np.sum(v)


@of_parts
def row_of_a_transposed(x):
    A = np.outer(x[:4], x[4:]).T
    v = A[:1].ravel()
    v *= 2.0
    return np.sum(v) + np.sum(A)


@of_parts
def two_columns(x):
    A = np.outer(x[:4], x[4:])
    v = A[:, :2].ravel()
    v[0] = 2.0
    return np.sum(v) + np.sum(A)


@of_parts
def column_reshaped(x):
    A = np.outer(x[:4], x[4:])
    v = A[:, 1:2].reshape(-1)
    v[0] = 2.0
    return np.sum(v) + np.sum(A)


@of_parts
def column_with_an_axis(x):
    A = np.outer(x[:4], x[4:])
    v = A[:, 1][:, None].ravel()
    v[0] = 2.0
    return np.sum(v) + np.sum(A)


@of_parts
def row_turned(x):
    A = np.outer(x[:4], x[4:])
    v = A[1:2].T.ravel()
    v *= 2.0
    return np.sum(v) + np.sum(A)


@of_parts
def every_other_of_one_column(x):
    A = np.outer(x, x)
    v = A.reshape(64, 1)[::2].ravel()
    v *= 2.0
    return np.sum(v) + np.sum(A)


@of_parts
def rows_and_steps(x):
    A = np.outer(x, x)
    v = A[:1].ravel()
    v *= 2.0
    w = A[3].ravel()
    w[0] = 1.0
    z = x[::2].ravel()
    u = (x * 1.0)[::2]
    q = u.ravel()
    q[0] = 3.0
    return np.sum(v) + np.sum(A) + u[0]


@of_parts
def steps_reshaped(x):
    x = x * 1.0
    z = x[::2].reshape(2, 2)
    z[0] = 2.0
    y = x[1::2].reshape(-1, 1)
    y *= z[1, 1]
    w = x[None].ravel()
    w[3] = 0.5
    return x
