"""Families of `scipy.special`: functions of an order or a degree, which is a constant, and of a variable."""

import math

import numpy
import scipy

from tangentx.rules import Constant, Interval, Positive, Static, bar, case, conj, dot, real_only

# -- Bessel functions ------------------------------------------------------------------------------------------------


@real_only
@case(n=2, z=(3,))
@case(n=0, z=())
def spherical_jn(n: Static, z: Positive, derivative: Constant[False] = False):
    y = scipy.special.spherical_jn(n, z, derivative)
    dot[y] = scipy.special.spherical_jn(n, z, True) * dot[z]
    bar[z] += bar[y] * scipy.special.spherical_jn(n, z, True)


@real_only
@case(n=2, z=(3,))
@case(n=0, z=())
def spherical_jn_slope(n: Static, z: Positive, derivative: Constant[True] = False):
    """Bessel's equation gives the second derivative."""
    y = scipy.special.spherical_jn(n, z, derivative)
    change = -2.0 * y / z - (1.0 - n * (n + 1) / z**2) * scipy.special.spherical_jn(n, z)
    dot[y] = change * dot[z]
    bar[z] += bar[y] * change


@real_only
@case(n=2, z=(3,))
@case(n=0, z=())
def spherical_yn(n: Static, z: Positive, derivative: Constant[False] = False):
    y = scipy.special.spherical_yn(n, z, derivative)
    dot[y] = scipy.special.spherical_yn(n, z, True) * dot[z]
    bar[z] += bar[y] * scipy.special.spherical_yn(n, z, True)


@real_only
@case(n=2, z=(3,))
@case(n=0, z=())
def spherical_yn_slope(n: Static, z: Positive, derivative: Constant[True] = False):
    y = scipy.special.spherical_yn(n, z, derivative)
    change = -2.0 * y / z - (1.0 - n * (n + 1) / z**2) * scipy.special.spherical_yn(n, z)
    dot[y] = change * dot[z]
    bar[z] += bar[y] * change


@real_only
@case(n=2, z=(3,))
@case(n=0, z=())
def spherical_in(n: Static, z: Positive, derivative: Constant[False] = False):
    y = scipy.special.spherical_in(n, z, derivative)
    dot[y] = scipy.special.spherical_in(n, z, True) * dot[z]
    bar[z] += bar[y] * scipy.special.spherical_in(n, z, True)


@real_only
@case(n=2, z=(3,))
@case(n=0, z=())
def spherical_in_slope(n: Static, z: Positive, derivative: Constant[True] = False):
    y = scipy.special.spherical_in(n, z, derivative)
    change = -2.0 * y / z + (1.0 + n * (n + 1) / z**2) * scipy.special.spherical_in(n, z)
    dot[y] = change * dot[z]
    bar[z] += bar[y] * change


@real_only
@case(n=2, z=(3,))
@case(n=0, z=())
def spherical_kn(n: Static, z: Positive, derivative: Constant[False] = False):
    y = scipy.special.spherical_kn(n, z, derivative)
    dot[y] = scipy.special.spherical_kn(n, z, True) * dot[z]
    bar[z] += bar[y] * scipy.special.spherical_kn(n, z, True)


@real_only
@case(n=2, z=(3,))
@case(n=0, z=())
def spherical_kn_slope(n: Static, z: Positive, derivative: Constant[True] = False):
    y = scipy.special.spherical_kn(n, z, derivative)
    change = -2.0 * y / z + (1.0 + n * (n + 1) / z**2) * scipy.special.spherical_kn(n, z)
    dot[y] = change * dot[z]
    bar[z] += bar[y] * change


@real_only
@case(v=1.0, x=(3,))
@case(v=0.5, x=())
def ive(v: Static, x: Positive):
    y = scipy.special.ive(v, x)
    change = 0.5 * (scipy.special.ive(v - 1.0, x) + scipy.special.ive(v + 1.0, x)) - numpy.sign(x) * y
    dot[y] = change * dot[x]
    bar[x] += bar[y] * change


@real_only
@case(v=1.0, x=(3,))
@case(v=0.5, x=())
def kve(v: Static, x: Positive):
    y = scipy.special.kve(v, x)
    change = y - 0.5 * (scipy.special.kve(v - 1.0, x) + scipy.special.kve(v + 1.0, x))
    dot[y] = change * dot[x]
    bar[x] += bar[y] * change


@real_only
def i1e(x: Positive):
    y = scipy.special.i1e(x)
    change = 0.5 * (scipy.special.i0e(x) + scipy.special.ive(2.0, x)) - numpy.sign(x) * y
    dot[y] = change * dot[x]
    bar[x] += bar[y] * change


@real_only
def k1e(x: Positive):
    y = scipy.special.k1e(x)
    change = y - 0.5 * (scipy.special.k0e(x) + scipy.special.kve(2.0, x))
    dot[y] = change * dot[x]
    bar[x] += bar[y] * change


@real_only
def i0_of_numpy(x: Positive):
    y = numpy.i0(x)
    dot[y] = scipy.special.i1(x) * dot[x]
    bar[x] += bar[y] * scipy.special.i1(x)


# -- polynomials -----------------------------------------------------------------------------------------------------


@real_only
@case(n=3, x=(4,))
@case(n=0, x=())
def eval_legendre(n: Static, x: Interval(-0.9, 0.9)):
    y = scipy.special.eval_legendre(n, x)
    dot[y] = scipy.special.eval_gegenbauer(n - 1, 1.5, x) * dot[x]
    bar[x] += bar[y] * scipy.special.eval_gegenbauer(n - 1, 1.5, x)


@real_only
@case(n=3, a=0.5, x=(4,))
@case(n=0, a=1.5, x=())
def eval_gegenbauer(n: Static, a: Static, x: Interval(-0.9, 0.9)):
    y = scipy.special.eval_gegenbauer(n, a, x)
    dot[y] = 2.0 * a * scipy.special.eval_gegenbauer(n - 1, a + 1.0, x) * dot[x]
    bar[x] += bar[y] * (2.0 * a * scipy.special.eval_gegenbauer(n - 1, a + 1.0, x))


@real_only
@case(n=3, x=(4,))
@case(n=0, x=())
def eval_chebyt(n: Static, x: Interval(-0.9, 0.9)):
    y = scipy.special.eval_chebyt(n, x)
    dot[y] = n * scipy.special.eval_chebyu(n - 1, x) * dot[x]
    bar[x] += bar[y] * (n * scipy.special.eval_chebyu(n - 1, x))


@real_only
@case(n=3, x=(4,))
@case(n=0, x=())
def eval_chebyu(n: Static, x: Interval(-0.9, 0.9)):
    y = scipy.special.eval_chebyu(n, x)
    dot[y] = 2.0 * scipy.special.eval_gegenbauer(n - 1, 2.0, x) * dot[x]
    bar[x] += bar[y] * (2.0 * scipy.special.eval_gegenbauer(n - 1, 2.0, x))


@real_only
@case(n=3, x=(4,))
@case(n=0, x=())
def eval_hermite(n: Static, x):
    y = scipy.special.eval_hermite(n, x)
    dot[y] = 2.0 * n * scipy.special.eval_hermite(numpy.maximum(n - 1, 0), x) * dot[x]
    bar[x] += bar[y] * (2.0 * n * scipy.special.eval_hermite(numpy.maximum(n - 1, 0), x))


@real_only
@case(n=3, x=(4,))
@case(n=0, x=())
def eval_hermitenorm(n: Static, x):
    y = scipy.special.eval_hermitenorm(n, x)
    dot[y] = n * scipy.special.eval_hermitenorm(numpy.maximum(n - 1, 0), x) * dot[x]
    bar[x] += bar[y] * (n * scipy.special.eval_hermitenorm(numpy.maximum(n - 1, 0), x))


@real_only
@case(n=3, x=(4,))
@case(n=0, x=())
def eval_laguerre(n: Static, x):
    y = scipy.special.eval_laguerre(n, x)
    dot[y] = -scipy.special.eval_genlaguerre(n - 1, 1.0, x) * dot[x]
    bar[x] += -bar[y] * scipy.special.eval_genlaguerre(n - 1, 1.0, x)


@real_only
@case(n=3, a=0.5, x=(4,))
@case(n=0, a=1.0, x=())
def eval_genlaguerre(n: Static, a: Static, x):
    y = scipy.special.eval_genlaguerre(n, a, x)
    dot[y] = -scipy.special.eval_genlaguerre(n - 1, a + 1.0, x) * dot[x]
    bar[x] += -bar[y] * scipy.special.eval_genlaguerre(n - 1, a + 1.0, x)


@real_only
@case(n=3, a=0.5, b=1.5, x=(4,))
@case(n=0, a=1.0, b=0.5, x=())
def eval_jacobi(n: Static, a: Static, b: Static, x: Interval(-0.9, 0.9)):
    y = scipy.special.eval_jacobi(n, a, b, x)
    change = 0.5 * (n + a + b + 1.0) * scipy.special.eval_jacobi(n - 1, a + 1.0, b + 1.0, x)
    dot[y] = change * dot[x]
    bar[x] += bar[y] * change


# -- hypergeometric functions, probabilities, products of gammas -------------------------------------------------------


@real_only
@case(a=0.5, b=1.5, c=2.5, z=(3,))
@case(a=1.0, b=2.0, c=3.0, z=())
def hyp2f1(a: Static, b: Static, c: Static, z: Interval(-0.5, 0.5)):
    y = scipy.special.hyp2f1(a, b, c, z)
    change = a * b / c * scipy.special.hyp2f1(a + 1.0, b + 1.0, c + 1.0, z)
    dot[y] = change * dot[z]
    bar[z] += bar[y] * change


@real_only
@case(a=0.5, b=1.5, x=(3,))
@case(a=1.0, b=2.0, x=())
def hyp1f1(a: Static, b: Static, x):
    y = scipy.special.hyp1f1(a, b, x)
    dot[y] = a / b * scipy.special.hyp1f1(a + 1.0, b + 1.0, x) * dot[x]
    bar[x] += bar[y] * (a / b * scipy.special.hyp1f1(a + 1.0, b + 1.0, x))


@real_only
@case(df=3.0, t=(3,))
@case(df=5, t=())
def stdtr(df: Static, t):
    y = scipy.special.stdtr(df, t)
    n = numpy.asarray(df, numpy.result_type(t))
    scale = numpy.exp(scipy.special.gammaln(0.5 * (n + 1.0)) - scipy.special.gammaln(0.5 * n))
    density = scale / numpy.sqrt(math.pi * n) * (1.0 + t * t / n) ** (-0.5 * (n + 1.0))
    dot[y] = density * dot[t]
    bar[t] += bar[y] * density


@real_only
@case(z=(3,), m=())
@case(z=(2, 1), m=(3,))
def poch(z: Positive, m: Positive):
    y = scipy.special.poch(z, m)
    by_m = y * scipy.special.digamma(z + m)
    by_z = by_m - y * scipy.special.digamma(z)
    dot[y] = by_z * dot[z] + by_m * dot[m]
    bar[z] += bar[y] * by_z
    bar[m] += bar[y] * by_m


@real_only
@case(n=(3,), k=())
@case(n=(2, 1), k=(3,))
def binom(n: Interval(3.0, 5.0), k: Interval(0.5, 2.5)):
    y = scipy.special.binom(n, k)
    rest = scipy.special.digamma(n - k + 1.0)
    by_n = y * (scipy.special.digamma(n + 1.0) - rest)
    by_k = y * (rest - scipy.special.digamma(k + 1.0))
    dot[y] = by_n * dot[n] + by_k * dot[k]
    bar[n] += bar[y] * by_n
    bar[k] += bar[y] * by_k


# -- integrals, the error function of complex numbers, Lambert's W ----------------------------------------------------


@real_only
def sici(x: Positive):
    s, c = scipy.special.sici(x)
    dot[s] = numpy.sinc(x / math.pi) * dot[x]
    dot[c] = numpy.cos(x) / x * dot[x]
    bar[x] += bar[s] * numpy.sinc(x / math.pi) + bar[c] * numpy.cos(x) / x


@real_only
def fresnel(x):
    s, c = scipy.special.fresnel(x)
    dot[s] = numpy.sin(0.5 * math.pi * x * x) * dot[x]
    dot[c] = numpy.cos(0.5 * math.pi * x * x) * dot[x]
    bar[x] += bar[s] * numpy.sin(0.5 * math.pi * x * x) + bar[c] * numpy.cos(0.5 * math.pi * x * x)


@real_only
def airy(z):
    a, a_slope, b, b_slope = scipy.special.airy(z)
    dot[a] = a_slope * dot[z]
    dot[a_slope] = z * a * dot[z]
    dot[b] = b_slope * dot[z]
    dot[b_slope] = z * b * dot[z]
    bar[z] += bar[a] * a_slope + bar[a_slope] * z * a + bar[b] * b_slope + bar[b_slope] * z * b


def wofz(z):
    """Faddeeva's function: what a Voigt profile is the real part of."""
    y = scipy.special.wofz(z)
    change = 2.0j / math.sqrt(math.pi) - 2.0 * z * y
    dot[y] = change * dot[z]
    bar[z] += bar[y] * conj(change)


@real_only
@case(x=(3,), sigma=(), gamma=())
@case(x=(2, 1), sigma=(3,), gamma=())
def voigt_profile(x, sigma: Positive, gamma: Positive):
    y = scipy.special.voigt_profile(x, sigma, gamma)
    z = (x + 1.0j * gamma) / (sigma * math.sqrt(2.0))
    change = (2.0j / math.sqrt(math.pi) - 2.0 * z * scipy.special.wofz(z)) / (
        2.0 * math.sqrt(math.pi) * sigma**2
    )
    by_sigma = -(y + x * change.real - gamma * change.imag) / sigma
    dot[y] = change.real * dot[x] + -change.imag * dot[gamma] + by_sigma * dot[sigma]
    bar[x] += bar[y] * change.real
    bar[gamma] += -bar[y] * change.imag
    bar[sigma] += bar[y] * by_sigma


@case(z=(3,), k=0, tol=1e-8)
@case(z=(), k=0, tol=1e-8)
def lambertw(z: Positive, k: Static = 0, tol: Static = 1e-8):
    y = scipy.special.lambertw(z, k, tol)
    dot[y] = dot[z] / (z + numpy.exp(y))
    bar[z] += bar[y] / conj(z + numpy.exp(y))


# -- losses, powers --------------------------------------------------------------------------------------------------


@real_only
@case(delta=(), r=(3,))
@case(delta=(3,), r=(2, 1))
def huber(delta: Positive, r):
    y = scipy.special.huber(delta, r)
    dot[y] = numpy.clip(r, -delta, delta) * dot[r] + numpy.maximum(numpy.abs(r) - delta, 0.0) * dot[delta]
    bar[r] += bar[y] * numpy.clip(r, -delta, delta)
    bar[delta] += bar[y] * numpy.maximum(numpy.abs(r) - delta, 0.0)


@real_only
@case(delta=(), r=(3,))
@case(delta=(3,), r=(2, 1))
def pseudo_huber(delta: Positive, r):
    y = scipy.special.pseudo_huber(delta, r)
    by_r = r / numpy.hypot(1.0, r / delta)
    by_delta = (2.0 * y - r * by_r) / delta
    dot[y] = by_r * dot[r] + by_delta * dot[delta]
    bar[r] += bar[y] * by_r
    bar[delta] += bar[y] * by_delta


@real_only
@case(x=(3,), lmbda=0.5)
@case(x=(), lmbda=0.0)
def boxcox(x: Positive, lmbda: Static):
    y = scipy.special.boxcox(x, lmbda)
    dot[y] = x ** (lmbda - 1.0) * dot[x]
    bar[x] += bar[y] * x ** (lmbda - 1.0)


@real_only
@case(y=(3,), lmbda=0.5)
@case(y=(), lmbda=0.0)
def inv_boxcox(y: Positive, lmbda: Static):
    x = scipy.special.inv_boxcox(y, lmbda)
    dot[x] = x ** (1.0 - lmbda) * dot[y]
    bar[y] += bar[x] * x ** (1.0 - lmbda)
