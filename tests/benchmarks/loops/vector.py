"""Exponential and hyperbolic tangent without a branch or a call, so that LLVM makes vector instructions of a loop."""

import math

import numpy as np

LOG2_E = 1.4426950408889634
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
ROUNDER = 6755399441055744.0  # 1.5 * 2**52: what is added to it is rounded to an integer


def exp(x):
    """Within 2 units in the last place; what is below -708 or above 709 is taken for that."""
    x = min(max(x, -708.0), 709.0)
    k = (x * LOG2_E + ROUNDER) - ROUNDER
    r = x - k * LN2_HIGH - k * LN2_LOW
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r * r + r + 1.0
    return p * np.int64((np.int64(k) + 1023) << 52).view(np.float64)


def tanh(x):
    e = exp(-2.0 * abs(x))
    s = x * x
    series = abs(x) * (1.0 + s * (-1.0 / 3.0 + s * (2.0 / 15.0 + s * (-17.0 / 315.0 + s * (62.0 / 2835.0)))))
    return math.copysign(series if s < 1e-3 else (1.0 - e) / (1.0 + e), x)


def logistic(x):
    return 1.0 / (1.0 + exp(-x))
