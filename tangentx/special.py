"""Special functions that NumPy and `math` lack and derivatives need: part of `tangentx.runtime` (which see)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def sinc_partial(x: Any, k: int = 1) -> Any:
    """The k-th derivative of `sinc(x)`, from `x f^(k) + k f^(k-1) = pi^(k-1) sin(pi x + k pi / 2)`; a series near 0."""
    small = np.abs(x) < 1.0
    far = np.where(small, np.ones_like(x), x)
    by_recurrence = np.sinc(far)
    for n in range(1, k + 1):
        by_recurrence = (np.pi ** (n - 1) * np.sin(np.pi * far + n * (np.pi / 2)) - n * by_recurrence) / far
    near = np.where(small, x, np.zeros_like(x))
    series = np.zeros_like(near)
    for m in range(14 + k, (k - 1) // 2, -1):
        falling = math.perm(2 * m, k) * (-1.0) ** m * np.pi ** (2 * m) / math.factorial(2 * m + 1)
        series = series * near * near + falling
    return np.where(small, series * near if k % 2 else series, by_recurrence)


_DIGAMMA = (1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12)  # B(2k) / 2k


def digamma(x: float) -> float:
    """The logarithmic derivative of gamma, by reflection, recurrence and its asymptotic series (Abramowitz 6.3)."""
    x = float(x)
    if x <= 0.0 and x == math.floor(x):
        return math.nan
    if x < 0.0:
        return digamma(1.0 - x) - math.pi / math.tan(math.pi * x)
    total = 0.0
    while x < 8.0:
        total -= 1.0 / x
        x += 1.0
    square = 1.0 / (x * x)
    series = 0.0
    for coefficient in reversed(_DIGAMMA):
        series = (series + coefficient) * square
    return total + math.log(x) - 0.5 / x - series


def trigamma(x: float) -> float:
    """The derivative of `digamma`."""
    x = float(x)
    if x <= 0.0 and x == math.floor(x):
        return math.nan
    if x < 0.0:
        return (math.pi / math.sin(math.pi * x)) ** 2 - trigamma(1.0 - x)
    total = 0.0
    while x < 12.0:
        total += 1.0 / (x * x)
        x += 1.0
    square = 1.0 / (x * x)
    series = 0.0
    for k in range(len(_DIGAMMA), 0, -1):
        series = (series + 2 * k * _DIGAMMA[k - 1]) * square
    return total + 1.0 / x + 0.5 * square + series / x
