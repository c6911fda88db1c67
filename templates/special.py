"""Functions of `scipy.special`, entry by entry."""

import math

import numpy
import scipy

from tangentx.rules import Constant, Interval, Positive, Static, also, bar, case, dot, elementwise, real_only
from tangentx.runtime import divide_or_zero, unreduce


@real_only
def erf(x: Interval(-2, 2)):
    y = scipy.special.erf(x)
    dot[y] = 2.0 / math.sqrt(math.pi) * numpy.exp(-x * x) * dot[x]
    bar[x] += bar[y] * 2.0 / math.sqrt(math.pi) * numpy.exp(-x * x)


@real_only
def erfc(x: Interval(-2, 2)):
    y = scipy.special.erfc(x)
    dot[y] = -2.0 / math.sqrt(math.pi) * numpy.exp(-x * x) * dot[x]
    bar[x] += bar[y] * -2.0 / math.sqrt(math.pi) * numpy.exp(-x * x)


@real_only
def erfcx(x: Interval(-2, 2)):
    y = scipy.special.erfcx(x)
    dot[y] = (2.0 * x * y - 2.0 / math.sqrt(math.pi)) * dot[x]
    bar[x] += bar[y] * (2.0 * x * y - 2.0 / math.sqrt(math.pi))


@real_only
def erfi(x: Interval(-2, 2)):
    y = scipy.special.erfi(x)
    dot[y] = 2.0 / math.sqrt(math.pi) * numpy.exp(x * x) * dot[x]
    bar[x] += bar[y] * 2.0 / math.sqrt(math.pi) * numpy.exp(x * x)


@real_only
def erfinv(x: Interval(-0.9, 0.9)):
    y = scipy.special.erfinv(x)
    dot[y] = math.sqrt(math.pi) / 2.0 * numpy.exp(y * y) * dot[x]
    bar[x] += bar[y] * math.sqrt(math.pi) / 2.0 * numpy.exp(y * y)


@real_only
def erfcinv(x: Interval(0.2, 1.8)):
    y = scipy.special.erfcinv(x)
    dot[y] = -math.sqrt(math.pi) / 2.0 * numpy.exp(y * y) * dot[x]
    bar[x] += bar[y] * -math.sqrt(math.pi) / 2.0 * numpy.exp(y * y)


@real_only
def dawsn(x: Interval(-2, 2)):
    y = scipy.special.dawsn(x)
    dot[y] = (1.0 - 2.0 * x * y) * dot[x]
    bar[x] += bar[y] * (1.0 - 2.0 * x * y)


@real_only
def expit(x):
    y = scipy.special.expit(x)
    dot[y] = y * (1.0 - y) * dot[x]
    bar[x] += bar[y] * y * (1.0 - y)


@real_only
def log_expit(x):
    y = scipy.special.log_expit(x)
    dot[y] = scipy.special.expit(-x) * dot[x]
    bar[x] += bar[y] * scipy.special.expit(-x)


@real_only
def logit(x: Interval(0.1, 0.9)):
    y = scipy.special.logit(x)
    dot[y] = 1.0 / (x * (1.0 - x)) * dot[x]
    bar[x] += bar[y] * 1.0 / (x * (1.0 - x))


@real_only
def gamma(x: Positive):
    y = scipy.special.gamma(x)
    dot[y] = y * scipy.special.digamma(x) * dot[x]
    bar[x] += bar[y] * y * scipy.special.digamma(x)


@real_only
def rgamma(x: Positive):
    y = scipy.special.rgamma(x)
    dot[y] = -y * scipy.special.digamma(x) * dot[x]
    bar[x] += bar[y] * -y * scipy.special.digamma(x)


@real_only
def gammaln(x: Positive):
    y = scipy.special.gammaln(x)
    dot[y] = scipy.special.digamma(x) * dot[x]
    bar[x] += bar[y] * scipy.special.digamma(x)


@real_only
def ndtr(x: Interval(-2, 2)):
    y = scipy.special.ndtr(x)
    dot[y] = numpy.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi) * dot[x]
    bar[x] += bar[y] * numpy.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)


@real_only
def log_ndtr(x: Interval(-2, 2)):
    y = scipy.special.log_ndtr(x)
    dot[y] = numpy.exp(-0.5 * x * x - y) / math.sqrt(2.0 * math.pi) * dot[x]
    bar[x] += bar[y] * numpy.exp(-0.5 * x * x - y) / math.sqrt(2.0 * math.pi)


@real_only
def ndtri(x: Interval(0.1, 0.9)):
    y = scipy.special.ndtri(x)
    dot[y] = math.sqrt(2.0 * math.pi) * numpy.exp(0.5 * y * y) * dot[x]
    bar[x] += bar[y] * math.sqrt(2.0 * math.pi) * numpy.exp(0.5 * y * y)


@real_only
def entr(x: Positive):
    y = scipy.special.entr(x)
    dot[y] = -(numpy.log(x) + 1.0) * dot[x]
    bar[x] += bar[y] * -(numpy.log(x) + 1.0)


@real_only
def i0(x):
    y = scipy.special.i0(x)
    dot[y] = scipy.special.i1(x) * dot[x]
    bar[x] += bar[y] * scipy.special.i1(x)


@real_only
def i0e(x: Positive):
    y = scipy.special.i0e(x)
    dot[y] = (scipy.special.i1e(x) - numpy.sign(x) * y) * dot[x]
    bar[x] += bar[y] * (scipy.special.i1e(x) - numpy.sign(x) * y)


@real_only
def j0(x):
    y = scipy.special.j0(x)
    dot[y] = -scipy.special.j1(x) * dot[x]
    bar[x] += bar[y] * -scipy.special.j1(x)


@real_only
def y0(x: Positive):
    y = scipy.special.y0(x)
    dot[y] = -scipy.special.y1(x) * dot[x]
    bar[x] += bar[y] * -scipy.special.y1(x)


@real_only
def k0(x: Positive):
    y = scipy.special.k0(x)
    dot[y] = -scipy.special.k1(x) * dot[x]
    bar[x] += bar[y] * -scipy.special.k1(x)


@real_only
def k0e(x: Positive):
    y = scipy.special.k0e(x)
    dot[y] = (y - scipy.special.k1e(x)) * dot[x]
    bar[x] += bar[y] * (y - scipy.special.k1e(x))


@real_only
def y1(x: Positive):
    y = scipy.special.y1(x)
    dot[y] = (scipy.special.y0(x) - y / x) * dot[x]
    bar[x] += bar[y] * (scipy.special.y0(x) - y / x)


@real_only
def k1(x: Positive):
    y = scipy.special.k1(x)
    dot[y] = -(scipy.special.k0(x) + y / x) * dot[x]
    bar[x] += bar[y] * -(scipy.special.k0(x) + y / x)


@real_only
def exp1(x: Positive):
    y = scipy.special.exp1(x)
    dot[y] = -numpy.exp(-x) / x * dot[x]
    bar[x] += bar[y] * -numpy.exp(-x) / x


@real_only
def expi(x: Positive):
    y = scipy.special.expi(x)
    dot[y] = numpy.exp(x) / x * dot[x]
    bar[x] += bar[y] * numpy.exp(x) / x


@real_only
def spence(x: Positive):
    y = scipy.special.spence(x)
    dot[y] = numpy.log(x) / (1.0 - x) * dot[x]
    bar[x] += bar[y] * numpy.log(x) / (1.0 - x)


@real_only
def exp2(x):
    y = scipy.special.exp2(x)
    dot[y] = math.log(2.0) * y * dot[x]
    bar[x] += bar[y] * math.log(2.0) * y


@real_only
def exp10(x: Interval(-1, 1)):
    y = scipy.special.exp10(x)
    dot[y] = math.log(10.0) * y * dot[x]
    bar[x] += bar[y] * math.log(10.0) * y


@real_only
def expm1(x):
    y = scipy.special.expm1(x)
    dot[y] = (y + 1.0) * dot[x]
    bar[x] += bar[y] * (y + 1.0)


@real_only
def log1p(x: Positive):
    y = scipy.special.log1p(x)
    dot[y] = 1.0 / (1.0 + x) * dot[x]
    bar[x] += bar[y] * 1.0 / (1.0 + x)


@real_only
def cbrt(x: Positive):
    y = scipy.special.cbrt(x)
    dot[y] = 1.0 / (3.0 * y * y) * dot[x]
    bar[x] += bar[y] * 1.0 / (3.0 * y * y)


@real_only
def cosm1(x):
    y = scipy.special.cosm1(x)
    dot[y] = -numpy.sin(x) * dot[x]
    bar[x] += bar[y] * -numpy.sin(x)


@real_only
def ellipk(x: Interval(0.1, 0.9)):
    y = scipy.special.ellipk(x)
    dot[y] = (scipy.special.ellipe(x) / (1.0 - x) - y) / (2.0 * x) * dot[x]
    bar[x] += bar[y] * (scipy.special.ellipe(x) / (1.0 - x) - y) / (2.0 * x)


@real_only
def ellipe(x: Interval(0.1, 0.9)):
    y = scipy.special.ellipe(x)
    dot[y] = (y - scipy.special.ellipk(x)) / (2.0 * x) * dot[x]
    bar[x] += bar[y] * (y - scipy.special.ellipk(x)) / (2.0 * x)


@real_only
def ellipkinc(x, m: Interval(0.1, 0.9)):
    y = scipy.special.ellipkinc(x, m)
    root = numpy.sqrt(1.0 - m * numpy.sin(x) ** 2)
    by_m = (
        scipy.special.ellipeinc(x, m) / (1.0 - m) - y - m * numpy.sin(2.0 * x) / (2.0 * (1.0 - m) * root)
    ) / (2.0 * m)
    dot[y] = dot[x] / root + by_m * dot[m]
    bar[x] += bar[y] / root
    bar[m] += bar[y] * by_m


@real_only
def ellipeinc(x, m: Interval(0.1, 0.9)):
    y = scipy.special.ellipeinc(x, m)
    root = numpy.sqrt(1.0 - m * numpy.sin(x) ** 2)
    by_m = (y - scipy.special.ellipkinc(x, m)) / (2.0 * m)
    dot[y] = root * dot[x] + by_m * dot[m]
    bar[x] += bar[y] * root
    bar[m] += bar[y] * by_m


@real_only
@also("scipy.special.psi")
def digamma(x: Positive):
    y = scipy.special.digamma(x)
    dot[y] = scipy.special.zeta(2.0, x) * dot[x]
    bar[x] += bar[y] * scipy.special.zeta(2.0, x)


@elementwise
@real_only
@case(n=1, x=(3,))
@case(n=2, x=())
def polygamma(n: Static, x: Positive):
    y = scipy.special.polygamma(n, x)
    dot[y] = scipy.special.polygamma(n + 1, x) * dot[x]
    bar[x] += bar[y] * scipy.special.polygamma(n + 1, x)


@real_only
@case(s=2.0, x=(3,))
@case(s=3.0, x=())
def zeta(s: Static, x: Positive):
    y = scipy.special.zeta(s, x)
    dot[y] = -s * scipy.special.zeta(s + 1.0, x) * dot[x]
    bar[x] += -bar[y] * s * scipy.special.zeta(s + 1.0, x)


@real_only
@case(v=1.0, x=(3,))
@case(v=0.5, x=())
def jv(v: Static, x: Positive):
    y = scipy.special.jv(v, x)
    dot[y] = 0.5 * (scipy.special.jv(v - 1.0, x) - scipy.special.jv(v + 1.0, x)) * dot[x]
    bar[x] += bar[y] * 0.5 * (scipy.special.jv(v - 1.0, x) - scipy.special.jv(v + 1.0, x))


@real_only
def j1(x):
    y = scipy.special.j1(x)
    dot[y] = 0.5 * (scipy.special.j0(x) - scipy.special.jv(2.0, x)) * dot[x]
    bar[x] += bar[y] * 0.5 * (scipy.special.j0(x) - scipy.special.jv(2.0, x))


@real_only
@case(v=1.0, x=(3,))
@case(v=0.5, x=())
def kv(v: Static, x: Positive):
    y = scipy.special.kv(v, x)
    dot[y] = -0.5 * (scipy.special.kv(v - 1.0, x) + scipy.special.kv(v + 1.0, x)) * dot[x]
    bar[x] += bar[y] * -0.5 * (scipy.special.kv(v - 1.0, x) + scipy.special.kv(v + 1.0, x))


@real_only
@case(v=1.0, x=(3,))
@case(v=0.5, x=())
def yv(v: Static, x: Positive):
    y = scipy.special.yv(v, x)
    dot[y] = 0.5 * (scipy.special.yv(v - 1.0, x) - scipy.special.yv(v + 1.0, x)) * dot[x]
    bar[x] += bar[y] * 0.5 * (scipy.special.yv(v - 1.0, x) - scipy.special.yv(v + 1.0, x))


@real_only
@case(a=2.0, b=3.0, x=(3,))
@case(a=0.5, b=1.5, x=())
def betainc(a: Static, b: Static, x: Interval(0.1, 0.9)):
    y = scipy.special.betainc(a, b, x)
    density = numpy.exp((a - 1.0) * numpy.log(x) + (b - 1.0) * numpy.log1p(-x) - scipy.special.betaln(a, b))
    dot[y] = (density * dot[x]).astype(y.dtype)
    bar[x] += bar[y] * density


@real_only
@case(n=2, x=(3,))
@case(n=3, x=())
def expn(n: Static, x: Positive):
    y = scipy.special.expn(n, x)
    dot[y] = -scipy.special.expn(n - 1, x) * dot[x]
    bar[x] += -bar[y] * scipy.special.expn(n - 1, x)


@real_only
@case(v=1.0, x=(3,))
def iv(v: Static, x: Positive):
    y = scipy.special.iv(v, x)
    dot[y] = 0.5 * (scipy.special.iv(v - 1.0, x) + scipy.special.iv(v + 1.0, x)) * dot[x]
    bar[x] += bar[y] * 0.5 * (scipy.special.iv(v - 1.0, x) + scipy.special.iv(v + 1.0, x))


@real_only
def i1(x):
    y = scipy.special.i1(x)
    dot[y] = 0.5 * (scipy.special.i0(x) + scipy.special.iv(2.0, x)) * dot[x]
    bar[x] += bar[y] * 0.5 * (scipy.special.i0(x) + scipy.special.iv(2.0, x))


@real_only
def xlogy(x: Positive, y: Positive):
    z = scipy.special.xlogy(x, y)
    dot[z] = numpy.log(y) * dot[x] + divide_or_zero(x, y) * dot[y]
    bar[x] += bar[z] * numpy.log(y)
    bar[y] += bar[z] * divide_or_zero(x, y)


@real_only
def xlog1py(x: Positive, y: Positive):
    z = scipy.special.xlog1py(x, y)
    dot[z] = numpy.log1p(y) * dot[x] + x / (1.0 + y) * dot[y]
    bar[x] += bar[z] * numpy.log1p(y)
    bar[y] += bar[z] * x / (1.0 + y)


@real_only
def rel_entr(x: Positive, y: Positive):
    z = scipy.special.rel_entr(x, y)
    dot[z] = (numpy.log(x / y) + 1.0) * dot[x] - x / y * dot[y]
    bar[x] += bar[z] * (numpy.log(x / y) + 1.0)
    bar[y] += -bar[z] * x / y


@real_only
def kl_div(x: Positive, y: Positive):
    z = scipy.special.kl_div(x, y)
    dot[z] = numpy.log(x / y) * dot[x] + (1.0 - x / y) * dot[y]
    bar[x] += bar[z] * numpy.log(x / y)
    bar[y] += bar[z] * (1.0 - x / y)


@real_only
def beta(x: Positive, y: Positive):
    z = scipy.special.beta(x, y)
    both = scipy.special.digamma(x + y)
    dot[z] = z * (scipy.special.digamma(x) - both) * dot[x] + z * (scipy.special.digamma(y) - both) * dot[y]
    bar[x] += bar[z] * z * (scipy.special.digamma(x) - both)
    bar[y] += bar[z] * z * (scipy.special.digamma(y) - both)


@real_only
def betaln(x: Positive, y: Positive):
    z = scipy.special.betaln(x, y)
    both = scipy.special.digamma(x + y)
    dot[z] = (scipy.special.digamma(x) - both) * dot[x] + (scipy.special.digamma(y) - both) * dot[y]
    bar[x] += bar[z] * (scipy.special.digamma(x) - both)
    bar[y] += bar[z] * (scipy.special.digamma(y) - both)


@real_only
@case(a=1.5, x=(3,))
@case(a=2.0, x=())
def gammainc(a: Static, x: Positive):
    y = scipy.special.gammainc(a, x)
    scale = scipy.special.gammaln(numpy.asarray(a, numpy.result_type(x)))
    density = numpy.exp((a - 1.0) * numpy.log(x) - x - scale)
    dot[y] = density * dot[x]
    bar[x] += bar[y] * density


@real_only
@case(a=1.5, x=(3,))
@case(a=2.0, x=())
def gammaincc(a: Static, x: Positive):
    y = scipy.special.gammaincc(a, x)
    scale = scipy.special.gammaln(numpy.asarray(a, numpy.result_type(x)))
    density = numpy.exp((a - 1.0) * numpy.log(x) - x - scale)
    dot[y] = -density * dot[x]
    bar[x] += -bar[y] * density


# -- sums of exponentials --------------------------------------------------------------------------------------------


@real_only
@case(a=(4,), b=(4,))
@case(a=(2, 3), b=(3,), axis=1)
@case(a=(2, 3), b=(2, 1), axis=0, keepdims=True)
def logsumexp(a, axis: Static = None, b: Positive = None, keepdims: Static = False):
    y = scipy.special.logsumexp(a, axis=axis, b=b, keepdims=keepdims)
    share = numpy.exp(a - unreduce(y, a, axis, keepdims))
    dot[y] = numpy.sum(share * (b * dot[a] + dot[b]), axis=axis, keepdims=keepdims)
    bar[a] += unreduce(bar[y], a, axis, keepdims) * share * b
    bar[b] += unreduce(bar[y], a, axis, keepdims) * share


@real_only
@case(a=(4,))
@case(a=(2, 3), axis=1)
@case(a=(2, 3), axis=-1, keepdims=True)
@case(a=(2, 3), axis=(0, 1))
def logsumexp_plain(a, axis: Static = None, b: Constant[None] = None, keepdims: Static = False):
    y = scipy.special.logsumexp(a, axis=axis, b=b, keepdims=keepdims)
    share = numpy.exp(a - unreduce(y, a, axis, keepdims))
    dot[y] = numpy.sum(share * dot[a], axis=axis, keepdims=keepdims)
    bar[a] += unreduce(bar[y], a, axis, keepdims) * share


@real_only
@case(x=(4,))
@case(x=(2, 3), axis=1)
@case(x=(2, 3), axis=0)
def softmax(x, axis: Static = None):
    y = scipy.special.softmax(x, axis)
    dot[y] = y * (dot[x] - numpy.sum(y * dot[x], axis=axis, keepdims=True))
    bar[x] += y * (bar[y] - numpy.sum(y * bar[y], axis=axis, keepdims=True))


@real_only
@case(x=(4,))
@case(x=(2, 3), axis=1)
@case(x=(2, 3), axis=0)
def log_softmax(x, axis: Static = None):
    y = scipy.special.log_softmax(x, axis)
    dot[y] = dot[x] - numpy.sum(numpy.exp(y) * dot[x], axis=axis, keepdims=True)
    bar[x] += bar[y] - numpy.exp(y) * numpy.sum(bar[y], axis=axis, keepdims=True)
