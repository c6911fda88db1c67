"""Arithmetic: Python's operators and the ufuncs behind them."""

import math

import numpy

from tangentx.rules import (
    Constant,
    Interval,
    NonZero,
    Positive,
    Static,
    also,
    bar,
    case,
    conj,
    dot,
    real,
    real_only,
)
from tangentx.runtime import (
    divide_or_zero,
    exponent_partial,
    getitem_bar,
    power_partial,
    zero_or_divide,
    zero_or_multiply,
)


@also("numpy.add")
def add(x, y):
    z = x + y
    dot[z] = dot[x] + dot[y]
    bar[x] += bar[z]
    bar[y] += bar[z]


@also("numpy.subtract")
def sub(x, y):
    z = x - y
    dot[z] = dot[x] - dot[y]
    bar[x] += bar[z]
    bar[y] += -bar[z]


@also("numpy.multiply")
def mul(x, y):
    z = x * y
    dot[z] = dot[x] * y + x * dot[y]
    bar[x] += bar[z] * conj(y)
    bar[y] += bar[z] * conj(x)


@also("numpy.divide", "numpy.true_divide")
def truediv(x, y: NonZero):
    z = x / y
    dot[z] = dot[x] / y - z * dot[y] / y
    bar[x] += bar[z] / conj(y)
    bar[y] += -bar[z] * conj(z) / conj(y)


@also("numpy.divide", "numpy.true_divide")
def reciprocal_of(x: Constant[1.0, 1], y: NonZero):
    """The result is all that the adjoint reads."""
    z = x / y
    dot[z] = -dot[y] * (z * z)
    bar[y] += -bar[z] * conj(z * z)


@also("numpy.remainder", "numpy.mod")
@case(x=(3,), y=(3,))
@case(x=(2, 3), y=(3,))
def mod(x, y: Positive):
    z = x % y
    dot[z] = dot[x] - x // y * dot[y]
    bar[x] += bar[z]
    bar[y] += -bar[z] * (x // y)


@also("math.fmod")
@case(x=(3,), y=(3,))
def fmod(x: Interval(4, 9), y: Positive):
    z = numpy.fmod(x, y)
    dot[z] = dot[x] - numpy.trunc(x / y) * dot[y]
    bar[x] += bar[z]
    bar[y] += -bar[z] * numpy.trunc(x / y)


@case(x=(), y=())
def ieee_remainder(x: Interval(4, 9), y: Positive):
    z = math.remainder(x, y)
    dot[z] = dot[x] - (x - z) / y * dot[y]
    bar[x] += bar[z]
    bar[y] += -bar[z] * (x - z) / y


@also("numpy.negative")
def neg(x):
    y = -x
    dot[y] = -dot[x]
    bar[x] += -bar[y]


@also("numpy.positive")
def pos(x):
    y = +x
    dot[y] = +dot[x]
    bar[x] += bar[y]


@also("numpy.power", "numpy.pow", "math.pow", "builtin:pow")
def pow(x: Positive, n):
    z = x**n
    dot[z] = zero_or_multiply(dot[x], power_partial(x, n)) + dot[n] * exponent_partial(x, z)
    bar[x] += zero_or_multiply(bar[z], conj(power_partial(x, n)))
    bar[n] += bar[z] * conj(exponent_partial(x, z))


@also("numpy.power", "numpy.pow", "math.pow", "builtin:pow")
def pow_constant(x: Positive, n: Constant):
    z = x**n
    dot[z] = n * x ** (n - 1) * dot[x]
    bar[x] += n * bar[z] * conj(x ** (n - 1))


@also("numpy.power", "numpy.pow", "math.pow", "builtin:pow")
def pow_fraction(x: Positive, n: Constant & Interval(0, 1)):
    """Roots, whose slope is infinite at 0."""
    z = x**n
    dot[z] = zero_or_divide(n * dot[x], x ** (1 - n))
    bar[x] += zero_or_divide(n * bar[z], conj(x ** (1 - n)))


@also("numpy.power", "numpy.pow", "math.pow", "builtin:pow")
def pow_one(x, n: Constant[1, 1.0]):
    z = x**n
    dot[z] = dot[x]
    bar[x] += bar[z]


@also("numpy.power", "numpy.pow", "math.pow", "builtin:pow")
def pow_two(x, n: Constant[2, 2.0]):
    z = x**n
    dot[z] = 2.0 * x * dot[x]
    bar[x] += 2.0 * bar[z] * conj(x)


def float_power(x: Positive, n):
    z = numpy.float_power(x, n)
    dot[z] = zero_or_multiply(dot[x], power_partial(x, n)) + dot[n] * exponent_partial(x, z)
    bar[x] += zero_or_multiply(bar[z], conj(power_partial(x, n)))
    bar[n] += bar[z] * conj(exponent_partial(x, z))


@real_only
@also("builtin:abs", "operator.abs", "numpy.fabs", "math.fabs")
def absolute(x: NonZero):
    y = numpy.absolute(x)
    dot[y] = numpy.sign(1.0 * x) * dot[x]  # truth values have no sign; of floats, `1.0 *` is left out
    bar[x] += bar[y] * numpy.sign(1.0 * x)


@also("builtin:abs", "operator.abs")
def absolute_of_complex(x: NonZero):
    y = numpy.absolute(x)
    dot[y] = divide_or_zero(real(conj(x) * dot[x]), y)
    bar[x] += divide_or_zero(bar[y], y) * x


@case(x=(5,), i=slice(1, 4))
@case(x=(3, 4), i=1)
@case(x=(3, 4), i=(slice(None, None, -1), [0, 0, 2]))
@case(x=(4,), i=[0, 0, 3, -1])
@case(x=(4,), i=numpy.array([True, False, True, True]))
@case(x=(2, 3), i=(Ellipsis, None, 0))
@case(x=(0, 3), i=(slice(None), 1))
def getitem(x, i: Static):
    y = x[i]
    dot[y] = dot[x][i]
    bar[x] += getitem_bar(bar[y], x, i)
