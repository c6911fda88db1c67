"""Where Numba's functions give other numbers than NumPy's or Python's: refused, and right as NumPy code."""

from __future__ import annotations

import operator

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import BackendError

pytest.importorskip("numba")

X, K = np.array([0.3, 1.4, 0.8]), np.array([3, 1, -5])
SMALL = np.array([0.3, 1.4, 0.8], np.float32)

REFUSED = {
    "a sum of truth values": (lambda x, y: ((x[0] > 0.1) + (x[1] > 0.1)) * y, (X, 0.7)),
    "a sum of masks": (lambda x, y: np.sum(((x > 0.1) + (x > 0.5)) * x) * y, (X, 0.7)),
    "truth values added in place": (lambda x, y: np.sum(np.add(x > 0.1, x > 0.5) * x) * y, (X, 0.7)),
    "the inverse of a truth value": (lambda x, y: ~(y > 0.1) * y * x[0], (X, 0.7)),
    "fmod of integers": (lambda k, y: np.sum(np.fmod(k, 3) * y), (K, 0.7)),
    "divmod of floats": (lambda h, y: np.sum(np.divmod(h, 0.1)[0] * y), (X, 0.7)),
    "integers clipped by floats": (lambda k, y: np.sum(np.clip(k, 0, y) ** 2), (K, 2.3)),
    "the method": (lambda k, y: np.sum(k.clip(-2, 2.5) * y), (K, 2.3)),
    "32 bits": (lambda x, y, k=K.astype(np.int32): np.sum(x * k) * y, (SMALL, np.float32(0.7))),
    "a number that is complex on one path": (
        lambda x, y: np.abs(np.sqrt((y + 1j) if y > 1 else y) * x[0]), (X, 0.7),
    ),
    "the class of a number in a list": (
        lambda x, y: [[v, 3] for v in x][0][1] * y if isinstance([[v, 3] for v in x][0][1], int) else y, (X, 0.7),
    ),
    "its text": (lambda x, y: len(str([[v, 3] for v in x][0][1])) * y, (X, 0.7)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_numba_has_otherwise_is_refused(name):
    function, args = REFUSED[name]
    with pytest.raises(BackendError, match="TX851"):
        tx.grad(function, "y", backend="numba")(*args)
    h, y = 1e-3, float(args[1])
    rest = args[2:]
    difference = (function(args[0], y + h, *rest) - function(args[0], y - h, *rest)) / (2 * h)
    np.testing.assert_allclose(tx.grad(function, "y", backend="numpy")(*args), difference, rtol=1e-3)


SAME = {
    "operator.add": lambda x, y: operator.add(x[0] * y, y),
    "floor_divide": lambda x, y: np.sum(np.floor_divide(x, 0.1) * y),
    "remainder": lambda x, y: np.sum(np.remainder(x, 0.3) * y),
    "truth values of Python's": lambda x, y: ((y > 0.1) + (y > 0.2)) * y * x[0],
    "the inverse of a mask": lambda x, y: np.sum(x[~(x > 0.5)]) * y,
    "clip": lambda x, y: np.sum(np.clip(x * y, 0.2, 0.9)),
    "full_like of a row": lambda x, y: np.sum(np.full_like(x[:, None] * x, x * y) ** 2),
}


@pytest.mark.parametrize("name", SAME)
def test_what_is_spelt_otherwise_is_the_same(name):
    compiled, plain = (tx.value_and_grad(SAME[name], (0, 1), backend=b)(X, 0.7) for b in ("numba", "numpy"))
    np.testing.assert_allclose(compiled[0], plain[0], rtol=1e-12)
    for mine, other in zip(compiled[1], plain[1], strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-12)
