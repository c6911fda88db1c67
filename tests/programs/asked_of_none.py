"""Questions about what is None on some paths: NumPy and Python answer them for None as well."""

import numpy as np

from tests.programs import program

V, W = np.array([0.3, -0.7, 1.1, 0.4]), np.array([1.2, 0.5, -0.3, 0.8])
POINTS = (0.7, V, W), (0.4, W, V)


def asked_by_isscalar(x, v, w):
    b = None
    for k in range(len(v)):
        if not np.isscalar(b):
            b = x if b is None else b * x
        else:
            b = b * v[k] + x
    return b


def asked_by_ndim(x, v, w):
    b = None
    t = 0.0
    for k in range(len(v)):
        if np.ndim(b) == 1:
            t = t + np.sum(b) * x
            b = None
        else:
            b = v * x + k
    return t


def asked_by_size(x, v, w):
    b = None
    t = 0.0
    for k in range(len(v)):
        if np.size(b) == 1:
            b = v * x + k
        else:
            t = t + np.sum(b)
            b = b + x
    return t


def asked_by_isinstance(x, v, w):
    b = None
    t = 0.0
    for k in range(len(v)):
        if isinstance(b, np.ndarray):
            t = t + np.sum(b) * x
            b = None
        else:
            b = v * x + k
    return t


def asked_by_truth(x, v, w):
    b = None
    t = 0.0
    for k in range(len(v)):
        if b:
            t = t + b * x
            b = None
        else:
            b = v[k] * x + 3.0
    return t


def replaced_by_or(x, v, w):
    b = None
    t = 0.0
    for k in range(len(v)):
        t = t + (b or x) * v[k]
        b = None if b else x * k
    return t


def asked_by_hasattr(x, v, w):
    b = None
    t = 0.0
    for k in range(len(v)):
        if hasattr(b, "shape"):
            t = t + np.sum(b)
            b = None
        else:
            b = v * x
        t = t * x
    return t


def asked_by_shape(x, v, w):
    b = None
    t = x
    for k in range(len(v)):
        if np.shape(b) == (4,):
            t = t + b[k]
            b = None
        else:
            b = v * x
    return t


def asked_by_membership(x, v, w):
    b = None
    t = x
    for k in range(len(v)):
        if b not in (None, 0):
            t = t + b
            b = None
        else:
            b = x * 2
    return t


def asked_by_text(x, v, w):
    b = None
    t = x
    for k in range(len(v)):
        s = f"{b}"
        if s == "None":
            b = x * k
        else:
            t = t + b
            b = None
    return t


for f in (
    asked_by_isscalar,
    asked_by_ndim,
    asked_by_size,
    asked_by_isinstance,
    asked_by_truth,
    replaced_by_or,
    asked_by_hasattr,
    asked_by_shape,
    asked_by_membership,
    asked_by_text,
):
    program(f, *POINTS, tags="none branches", must_pass=True)


def compared_with_itself(x, v, w):
    a, s = None, 0.0
    for _ in range(3):
        same = a == a
        s += (2.0 if isinstance(same, np.ndarray) else 5.0) * x
        a = v * x if a is None else a * 0.5
    return s + np.sum(a)


def as_large_as_nothing(x, v, w):
    a, s = None, 0.0
    for _ in range(3):
        s += np.size(a) * x + np.ndim(a)
        a = v * x if a is None else a * 0.5
    return s + np.sum(a)


def summed_behind_a_flag(x, v, w):
    a, s, known = None, 0.0, False
    for _ in range(3):
        if known:
            s += np.sum(a) * x + np.max(np.asarray(a))
        a, known = v * x, True
    return s


def made_an_array_of(x, v, w):
    a, s = None, 0.0
    for _ in range(3):
        s += np.asarray(a).itemsize * x
        a = np.append(v, x)
    return s


for f in (compared_with_itself, as_large_as_nothing, summed_behind_a_flag):
    program(f, *POINTS, must_pass=True)
program(made_an_array_of, *POINTS, must_pass=False)
