"""Functions of one or two numbers, entry by entry: NumPy's ufuncs and the functions of `math`."""

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
    elementwise,
    real_only,
)
from tangentx.runtime import (
    digamma,
    divide_or_zero,
    logaddexp_partial,
    sinc_partial,
    zero_or_divide,
)

# -- exponentials and logarithms -------------------------------------------------------------------------------------


@also("math.exp", "cmath.exp")
def exp(x):
    y = numpy.exp(x)
    dot[y] = y * dot[x]
    bar[x] += bar[y] * conj(y)


@also("math.exp2")
def exp2(x):
    y = numpy.exp2(x)
    dot[y] = y * math.log(2.0) * dot[x]
    bar[x] += bar[y] * conj(y) * math.log(2.0)


@also("math.expm1")
def expm1(x):
    y = numpy.expm1(x)
    dot[y] = (y + 1.0) * dot[x]
    bar[x] += bar[y] * (conj(y) + 1.0)


@also("cmath.log")
def log(x: Positive):
    y = numpy.log(x)
    dot[y] = dot[x] / x
    bar[x] += bar[y] / conj(x)


@case(x=(), base=())
def math_log(x: Positive, base: Positive = 2.718281828459045):
    y = math.log(x, base)
    dot[y] = dot[x] / (x * numpy.log(base)) - y * dot[base] / (base * numpy.log(base))
    bar[x] += bar[y] / (x * numpy.log(base))
    bar[base] += -bar[y] * y / (base * numpy.log(base))


@case(x=())
def math_log_natural(x: Positive, base: Constant[2.718281828459045] = 2.718281828459045):
    y = math.log(x, base)
    dot[y] = dot[x] / x
    bar[x] += bar[y] / x


@also("math.log2")
def log2(x: Positive):
    y = numpy.log2(x)
    dot[y] = dot[x] / (x * math.log(2.0))
    bar[x] += bar[y] / (conj(x) * math.log(2.0))


@also("math.log10", "cmath.log10")
def log10(x: Positive):
    y = numpy.log10(x)
    dot[y] = dot[x] / (x * math.log(10.0))
    bar[x] += bar[y] / (conj(x) * math.log(10.0))


@also("math.log1p")
def log1p(x: Positive):
    y = numpy.log1p(x)
    dot[y] = dot[x] / (1.0 + x)
    bar[x] += bar[y] / (1.0 + conj(x))


def logaddexp(x, y):
    z = numpy.logaddexp(x, y)
    dot[z] = logaddexp_partial(x, y) * dot[x] + logaddexp_partial(y, x) * dot[y]
    bar[x] += bar[z] * logaddexp_partial(x, y)
    bar[y] += bar[z] * logaddexp_partial(y, x)


def logaddexp_of_zero(x: Constant[0.0, 0], y):
    """The logistic loss and its like: the other operand's weight is the logistic function."""
    z = numpy.logaddexp(x, y)
    dot[z] = dot[y] / (1.0 + numpy.exp(-y))
    bar[y] += bar[z] / (1.0 + numpy.exp(-y))


def logaddexp_with_zero(x, y: Constant[0.0, 0]):
    z = numpy.logaddexp(x, y)
    dot[z] = dot[x] / (1.0 + numpy.exp(-x))
    bar[x] += bar[z] / (1.0 + numpy.exp(-x))


def logaddexp2(x, y):
    z = numpy.logaddexp2(x, y)
    left = logaddexp_partial(x * math.log(2.0), y * math.log(2.0))
    dot[z] = left * dot[x] + (1.0 - left) * dot[y]
    bar[x] += bar[z] * left
    bar[y] += bar[z] * (1.0 - left)


# -- powers and roots ------------------------------------------------------------------------------------------------


@also("math.sqrt", "cmath.sqrt")
def sqrt(x: Positive):
    y = numpy.sqrt(x)
    dot[y] = 0.5 * zero_or_divide(dot[x], y)
    bar[x] += 0.5 * zero_or_divide(bar[y], conj(y))


@also("math.cbrt")
def cbrt(x: NonZero):
    y = numpy.cbrt(x)
    dot[y] = zero_or_divide(dot[x], 3.0 * y * y)
    bar[x] += zero_or_divide(bar[y], 3.0 * y * y)


def square(x):
    y = numpy.square(x)
    dot[y] = 2.0 * x * dot[x]
    bar[x] += 2.0 * bar[y] * conj(x)


def reciprocal(x: NonZero):
    y = numpy.reciprocal(x)
    dot[y] = -y * y * dot[x]
    bar[x] += -bar[y] * conj(y * y)


def hypot(x, y):
    z = numpy.hypot(x, y)
    dot[z] = divide_or_zero(x, z) * dot[x] + divide_or_zero(y, z) * dot[y]
    bar[x] += bar[z] * divide_or_zero(x, z)
    bar[y] += bar[z] * divide_or_zero(y, z)


# -- circular functions ----------------------------------------------------------------------------------------------


@also("math.sin", "cmath.sin")
def sin(x):
    y = numpy.sin(x)
    dot[y] = numpy.cos(x) * dot[x]
    bar[x] += bar[y] * conj(numpy.cos(x))


@also("math.cos", "cmath.cos")
def cos(x):
    y = numpy.cos(x)
    dot[y] = -numpy.sin(x) * dot[x]
    bar[x] += -bar[y] * conj(numpy.sin(x))


@also("math.tan", "cmath.tan")
def tan(x: Interval(-1, 1)):
    y = numpy.tan(x)
    dot[y] = (1.0 + y * y) * dot[x]
    bar[x] += bar[y] * (1.0 + conj(y * y))


@also("math.asin", "cmath.asin")
def arcsin(x: Interval(-0.9, 0.9)):
    y = numpy.arcsin(x)
    dot[y] = zero_or_divide(dot[x], numpy.sqrt((1.0 - x) * (1.0 + x)))
    bar[x] += zero_or_divide(bar[y], conj(numpy.sqrt((1.0 - x) * (1.0 + x))))


@also("math.acos", "cmath.acos")
def arccos(x: Interval(-0.9, 0.9)):
    y = numpy.arccos(x)
    dot[y] = -zero_or_divide(dot[x], numpy.sqrt((1.0 - x) * (1.0 + x)))
    bar[x] += -zero_or_divide(bar[y], conj(numpy.sqrt((1.0 - x) * (1.0 + x))))


@also("math.atan", "cmath.atan")
def arctan(x: Interval(-0.9, 0.9)):
    y = numpy.arctan(x)
    dot[y] = dot[x] / (1.0 + x * x)
    bar[x] += bar[y] / (1.0 + conj(x * x))


@also("math.atan2")
def arctan2(y, x: NonZero):
    z = numpy.arctan2(y, x)
    dot[z] = x * dot[y] / (x * x + y * y) - y * dot[x] / (x * x + y * y)
    bar[y] += bar[z] * x / (x * x + y * y)
    bar[x] += -bar[z] * y / (x * x + y * y)


@also("math.sinh", "cmath.sinh")
def sinh(x):
    y = numpy.sinh(x)
    dot[y] = numpy.cosh(x) * dot[x]
    bar[x] += bar[y] * conj(numpy.cosh(x))


@also("math.cosh", "cmath.cosh")
def cosh(x):
    y = numpy.cosh(x)
    dot[y] = numpy.sinh(x) * dot[x]
    bar[x] += bar[y] * conj(numpy.sinh(x))


@also("math.tanh", "cmath.tanh")
def tanh(x):
    y = numpy.tanh(x)
    dot[y] = (1.0 - y * y) * dot[x]
    bar[x] += bar[y] * (1.0 - conj(y * y))


@also("math.asinh", "cmath.asinh")
def arcsinh(x: Interval(-0.9, 0.9)):
    y = numpy.arcsinh(x)
    dot[y] = dot[x] / numpy.sqrt(1.0 + x * x)
    bar[x] += bar[y] / conj(numpy.sqrt(1.0 + x * x))


@also("math.acosh", "cmath.acosh")
def arccosh(x: Interval(1.2, 3)):
    y = numpy.arccosh(x)
    dot[y] = zero_or_divide(dot[x], numpy.sqrt(x - 1.0) * numpy.sqrt(x + 1.0))
    bar[x] += zero_or_divide(bar[y], conj(numpy.sqrt(x - 1.0) * numpy.sqrt(x + 1.0)))


@also("math.atanh", "cmath.atanh")
def arctanh(x: Interval(-0.9, 0.9)):
    y = numpy.arctanh(x)
    dot[y] = dot[x] / ((1.0 - x) * (1.0 + x))
    bar[x] += bar[y] / conj((1.0 - x) * (1.0 + x))


@also("numpy.rad2deg", "math.degrees")
def degrees(x):
    y = numpy.degrees(x)
    dot[y] = numpy.degrees(dot[x])
    bar[x] += numpy.degrees(bar[y])


@also("numpy.deg2rad", "math.radians")
def radians(x):
    y = numpy.radians(x)
    dot[y] = numpy.radians(dot[x])
    bar[x] += numpy.radians(bar[y])


@elementwise
@real_only
def sinc(x):
    y = numpy.sinc(x)
    dot[y] = sinc_partial(x) * dot[x]
    bar[x] += bar[y] * sinc_partial(x)


# -- functions that only `math` has ----------------------------------------------------------------------------------


def erf(x):
    y = math.erf(x)
    dot[y] = 2.0 / numpy.sqrt(numpy.pi) * numpy.exp(-x * x) * dot[x]
    bar[x] += bar[y] * 2.0 / numpy.sqrt(numpy.pi) * numpy.exp(-x * x)


def erfc(x):
    y = math.erfc(x)
    dot[y] = -2.0 / numpy.sqrt(numpy.pi) * numpy.exp(-x * x) * dot[x]
    bar[x] += -bar[y] * 2.0 / numpy.sqrt(numpy.pi) * numpy.exp(-x * x)


def gamma(x: Positive):
    y = math.gamma(x)
    dot[y] = y * digamma(x) * dot[x]
    bar[x] += bar[y] * y * digamma(x)


def lgamma(x: Positive):
    y = math.lgamma(x)
    dot[y] = digamma(x) * dot[x]
    bar[x] += bar[y] * digamma(x)


@also("math.nextafter")
def nextafter(x, y):
    z = numpy.nextafter(x, y)
    dot[z] = dot[x]
    bar[x] += bar[z]
    bar[y] += 0.0


@also("math.ldexp")
@case(x=(), i=3)
def ldexp(x, i: Static):
    y = numpy.ldexp(x, i)
    dot[y] = numpy.ldexp(dot[x], i)
    bar[x] += numpy.ldexp(bar[y], i)
