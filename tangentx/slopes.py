"""Quotients and products at singular points: what calculus says where a slope is infinite, or `0 / 0`.

A derivative that is zero stays zero through an infinite slope: the tangent of a number that does not change, the
adjoint of one that nobody reads.  `0 * inf` would make `nan` of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

# Of fewer entries, it is quicker to count those that are not zero than to look for one that is.
_FEW = 2000


def divide_or_zero(x: Any, y: Any) -> Any:
    """`x / y`, and 0 where `y` is 0."""
    if isinstance(y, float):
        return x / y if y else np.zeros_like(x)[()]
    zero = np.equal(y, 0)
    if type(x) is type(y) is np.ndarray and not zero.any():
        return x / y
    return np.where(zero, np.zeros_like(x), x) / np.where(zero, np.ones_like(y), y)


def zero_or_divide(x: Any, y: Any) -> Any:
    """`x / y`, and 0 where `x` is 0, whatever `y` is.

    >>> zero_or_divide(np.array([0.0, 3.0]), np.array([0.0, 2.0]))
    array([0. , 1.5])
    """
    if isinstance(x, float) and isinstance(y, float):
        return (x / y if y else np.divide(x, y)) if x else 0.0 * x
    if type(y) is np.ndarray and _is_nowhere_zero(y):
        return x / y
    with np.errstate(invalid="ignore"):
        found = np.divide(x, y)
    return zero_where(x, found)


def _is_nowhere_zero(y: np.ndarray) -> bool:
    return np.count_nonzero(y) == y.size if y.size < _FEW else bool(y.all())


def zero_or_multiply(x: Any, y: Any) -> Any:
    """`x * y`, and 0 where `x` is 0, whatever `y` is."""
    with np.errstate(invalid="ignore"):
        found = np.multiply(x, y)
    return zero_where(x, found)


def zero_where(x: Any, found: Any) -> Any:
    """What was made of `x`, and 0 where `x` is 0 and that is `nan`: most arrays have no such place, one sum tells."""
    if isinstance(found, float):
        return found if found == found or x else 0.0
    total = np.vdot(found, found)
    if total == total:
        return found
    lost = np.logical_and(np.equal(x, 0), np.isnan(found))
    return np.where(lost, np.zeros_like(found, shape=()), found)[()]


def power_partial(x: Any, n: Any) -> Any:
    """d/dx of `x ** n`: `n * x ** (n - 1)`, exactly 0 where `n` is 0."""
    n = np.asarray(n) if isinstance(n, list) else n
    zero, one = np.equal(n, 0), np.ones((), np.result_type(x, n))  # `n` may have fewer digits than `x ** n`
    return np.where(zero, 0.0, n) * np.power(x, np.where(zero, np.ones_like(n), np.subtract(n, one)))


def exponent_partial(x: Any, z: Any) -> Any:
    """d/dn of `z = x ** n`: `z * log(x)`, and 0 where `x` is 0 and `z` is finite."""
    return z * np.log(np.where(np.equal(x, 0), np.ones_like(z, shape=()), x))  # in the digits of `z`


def logaddexp_partial(x: Any, y: Any) -> Any:
    """d/dx of `logaddexp(x, y)`: `1 / (1 + exp(y - x))`; a half where they are equal, infinities too."""
    difference = np.where(np.equal(x, y), 0, np.subtract(y, np.where(np.equal(x, y), 0, x)))
    return np.exp(-np.logaddexp(np.zeros_like(difference), difference))
