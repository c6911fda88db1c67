"""Densities and probabilities of `scipy.stats`: `pdf`, `cdf`, `sf` and `logsf`, where `scipy_stats.py` has `logpdf`.

`pull` is `z` times the logarithmic slope of a density, `by_a` what a parameter changes.  Where there is no density,
nothing changes: `xlogy` and `divide_or_zero` are zero there, whatever stands next to them.  The density is the slope of
`cdf`, whose parameters of shape are constants where it has no closed form in them.
"""

import numpy
import scipy

from tangentx.rules import (
    Interval,
    Positive,
    Rank,
    Static,
    SymmetricPositive,
    bar,
    case,
    dot,
    elementwise,
    real_only,
)
from tangentx.runtime import divide_or_zero

# -- expon -----------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def expon_pdf(x: Interval(3.0, 5.0), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.expon.pdf(x, loc, scale)
    z = (x - loc) / scale
    drawn = -y
    by_x = drawn / scale
    by_scale = -(y * (1.0 - z)) / scale
    dot[y] = by_x * dot[x] + -by_x * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * by_x
    bar[loc] += bar[y] * -by_x
    bar[scale] += bar[y] * by_scale


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def expon_cdf(x: Interval(3.0, 5.0), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.expon.cdf(x, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.expon.pdf(x, loc, scale)
    dot[y] = density * dot[x] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def expon_sf(x: Interval(3.0, 5.0), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.expon.sf(x, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.expon.pdf(x, loc, scale)
    dot[y] = -density * dot[x] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def expon_logsf(x: Interval(3.0, 5.0), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.expon.logsf(x, loc, scale)
    z = (x - loc) / scale
    density = numpy.exp(scipy.stats.expon.logpdf(x, loc, scale) - y)
    dot[y] = -density * dot[x] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


# -- laplace ---------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def laplace_pdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.laplace.pdf(x, loc, scale)
    z = (x - loc) / scale
    drawn = -y * numpy.sign(z)
    by_x = drawn / scale
    by_scale = -(y * (1.0 - numpy.abs(z))) / scale
    dot[y] = by_x * dot[x] + -by_x * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * by_x
    bar[loc] += bar[y] * -by_x
    bar[scale] += bar[y] * by_scale


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def laplace_cdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.laplace.cdf(x, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.laplace.pdf(x, loc, scale)
    dot[y] = density * dot[x] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


# -- logistic --------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def logistic_pdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.logistic.pdf(x, loc, scale)
    z = (x - loc) / scale
    slope = -numpy.tanh(0.5 * z)
    drawn = y * slope
    by_x = drawn / scale
    by_scale = -(y * (z * slope + 1.0)) / scale
    dot[y] = by_x * dot[x] + -by_x * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * by_x
    bar[loc] += bar[y] * -by_x
    bar[scale] += bar[y] * by_scale


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def logistic_cdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.logistic.cdf(x, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.logistic.pdf(x, loc, scale)
    dot[y] = density * dot[x] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def logistic_sf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.logistic.sf(x, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.logistic.pdf(x, loc, scale)
    dot[y] = -density * dot[x] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def logistic_logsf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.logistic.logsf(x, loc, scale)
    z = (x - loc) / scale
    density = numpy.exp(scipy.stats.logistic.logpdf(x, loc, scale) - y)
    dot[y] = -density * dot[x] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


# -- cauchy ----------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def cauchy_pdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.cauchy.pdf(x, loc, scale)
    z = (x - loc) / scale
    slope = -2.0 * z / (1.0 + z * z)
    drawn = y * slope
    by_x = drawn / scale
    by_scale = -(y * (z * slope + 1.0)) / scale
    dot[y] = by_x * dot[x] + -by_x * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * by_x
    bar[loc] += bar[y] * -by_x
    bar[scale] += bar[y] * by_scale


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def cauchy_cdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.cauchy.cdf(x, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.cauchy.pdf(x, loc, scale)
    dot[y] = density * dot[x] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


# -- uniform ---------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def uniform_pdf(x: Interval(0.1, 0.4), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.uniform.pdf(x, loc, scale)
    dot[y] = 0.0 * dot[x] + 0.0 * dot[loc] - y / scale * dot[scale]
    bar[x] += 0.0 * bar[y]
    bar[loc] += 0.0 * bar[y]
    bar[scale] += -bar[y] * y / scale


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def uniform_cdf(x: Interval(0.1, 0.4), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.uniform.cdf(x, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.uniform.pdf(x, loc, scale)
    dot[y] = density * dot[x] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


# -- gumbel_r --------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def gumbel_r_pdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.gumbel_r.pdf(x, loc, scale)
    z = (x - loc) / scale
    slope = numpy.exp(-z) - 1.0
    drawn = y * slope
    by_x = drawn / scale
    by_scale = -(y * (z * slope + 1.0)) / scale
    dot[y] = by_x * dot[x] + -by_x * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * by_x
    bar[loc] += bar[y] * -by_x
    bar[scale] += bar[y] * by_scale


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def gumbel_r_cdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.gumbel_r.cdf(x, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.gumbel_r.pdf(x, loc, scale)
    dot[y] = density * dot[x] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


# -- halfnorm --------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def halfnorm_pdf(x: Interval(3.0, 5.0), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.halfnorm.pdf(x, loc, scale)
    z = (x - loc) / scale
    drawn = -y * z
    by_x = drawn / scale
    by_scale = -(y * (1.0 - z * z)) / scale
    dot[y] = by_x * dot[x] + -by_x * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * by_x
    bar[loc] += bar[y] * -by_x
    bar[scale] += bar[y] * by_scale


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def halfnorm_cdf(x: Interval(3.0, 5.0), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.halfnorm.cdf(x, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.halfnorm.pdf(x, loc, scale)
    dot[y] = density * dot[x] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


# -- halfcauchy ------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def halfcauchy_pdf(x: Interval(3.0, 5.0), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.halfcauchy.pdf(x, loc, scale)
    z = (x - loc) / scale
    slope = -2.0 * z / (1.0 + z * z)
    drawn = y * slope
    by_x = drawn / scale
    by_scale = -(y * (z * slope + 1.0)) / scale
    dot[y] = by_x * dot[x] + -by_x * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * by_x
    bar[loc] += bar[y] * -by_x
    bar[scale] += bar[y] * by_scale


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def halfcauchy_cdf(x: Interval(3.0, 5.0), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.halfcauchy.cdf(x, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.halfcauchy.pdf(x, loc, scale)
    dot[y] = density * dot[x] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


# -- gamma -----------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), a=(), loc=(), scale=())
@case(x=(2, 3), a=(2, 1), loc=(), scale=(3,))
def gamma_pdf(x: Interval(3.0, 5.0), a: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.gamma.pdf(x, a, loc, scale)
    z = (x - loc) / scale
    pull = a - 1.0 - z
    drawn = divide_or_zero(y * pull, z)
    by_x = drawn / scale
    by_scale = -(y * (pull + 1.0)) / scale
    by_a = scipy.special.xlogy(y, z) - y * scipy.special.digamma(a)
    dot[y] = by_x * dot[x] + by_a * dot[a] + -by_x * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * by_x
    bar[a] += bar[y] * by_a
    bar[loc] += bar[y] * -by_x
    bar[scale] += bar[y] * by_scale


@elementwise
@real_only
@case(x=(3,), a=2.5, loc=(), scale=())
@case(x=(2, 3), a=2.5, loc=(), scale=(3,))
def gamma_cdf(x: Interval(3.0, 5.0), a: Static, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.gamma.cdf(x, a, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.gamma.pdf(x, a, loc, scale)
    dot[y] = density * dot[x] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


@elementwise
@real_only
@case(x=(3,), a=2.5, loc=(), scale=())
@case(x=(2, 3), a=2.5, loc=(), scale=(3,))
def gamma_sf(x: Interval(3.0, 5.0), a: Static, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.gamma.sf(x, a, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.gamma.pdf(x, a, loc, scale)
    dot[y] = -density * dot[x] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


@elementwise
@real_only
@case(x=(3,), a=2.5, loc=(), scale=())
@case(x=(2, 3), a=2.5, loc=(), scale=(3,))
def gamma_logsf(x: Interval(3.0, 5.0), a: Static, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.gamma.logsf(x, a, loc, scale)
    z = (x - loc) / scale
    density = numpy.exp(scipy.stats.gamma.logpdf(x, a, loc, scale) - y)
    dot[y] = -density * dot[x] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


# -- chi2 ------------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), df=(), loc=(), scale=())
@case(x=(2, 3), df=(2, 1), loc=(), scale=(3,))
def chi2_pdf(x: Interval(3.0, 5.0), df: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.chi2.pdf(x, df, loc, scale)
    z = (x - loc) / scale
    pull = 0.5 * (df - z) - 1.0
    drawn = divide_or_zero(y * pull, z)
    by_x = drawn / scale
    by_scale = -(y * (pull + 1.0)) / scale
    by_df = 0.5 * (scipy.special.xlogy(y, 0.5 * z) - y * scipy.special.digamma(0.5 * df))
    dot[y] = by_x * dot[x] + by_df * dot[df] + -by_x * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * by_x
    bar[df] += bar[y] * by_df
    bar[loc] += bar[y] * -by_x
    bar[scale] += bar[y] * by_scale


@elementwise
@real_only
@case(x=(3,), df=3.0, loc=(), scale=())
@case(x=(2, 3), df=3.0, loc=(), scale=(3,))
def chi2_cdf(x: Interval(3.0, 5.0), df: Static, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.chi2.cdf(x, df, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.chi2.pdf(x, df, loc, scale)
    dot[y] = density * dot[x] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


@elementwise
@real_only
@case(x=(3,), df=3.0, loc=(), scale=())
@case(x=(2, 3), df=3.0, loc=(), scale=(3,))
def chi2_sf(x: Interval(3.0, 5.0), df: Static, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.chi2.sf(x, df, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.chi2.pdf(x, df, loc, scale)
    dot[y] = -density * dot[x] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


@elementwise
@real_only
@case(x=(3,), df=3.0, loc=(), scale=())
@case(x=(2, 3), df=3.0, loc=(), scale=(3,))
def chi2_logsf(x: Interval(3.0, 5.0), df: Static, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.chi2.logsf(x, df, loc, scale)
    z = (x - loc) / scale
    density = numpy.exp(scipy.stats.chi2.logpdf(x, df, loc, scale) - y)
    dot[y] = -density * dot[x] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


# -- lognorm ---------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), s=(), loc=(), scale=())
@case(x=(2, 3), s=(2, 1), loc=(), scale=(3,))
def lognorm_pdf(x: Interval(3.0, 5.0), s: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.lognorm.pdf(x, s, loc, scale)
    z = (x - loc) / scale
    weighted = scipy.special.xlogy(y, z) / s
    drawn = -divide_or_zero(y + weighted / s, z)
    by_x = drawn / scale
    by_scale = -(-weighted / s) / scale
    by_s = (scipy.special.xlogy(weighted, z) / s - y) / s
    dot[y] = by_x * dot[x] + by_s * dot[s] + -by_x * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * by_x
    bar[s] += bar[y] * by_s
    bar[loc] += bar[y] * -by_x
    bar[scale] += bar[y] * by_scale


@elementwise
@real_only
@case(x=(3,), s=(), loc=(), scale=())
@case(x=(2, 3), s=(2, 1), loc=(), scale=(3,))
def lognorm_cdf(x: Interval(3.0, 5.0), s: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.lognorm.cdf(x, s, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.lognorm.pdf(x, s, loc, scale)
    by_s = -scipy.special.xlogy(density * z, z) * scale / s
    dot[y] = density * dot[x] + by_s * dot[s] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[s] += bar[y] * by_s
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


@elementwise
@real_only
@case(x=(3,), s=(), loc=(), scale=())
@case(x=(2, 3), s=(2, 1), loc=(), scale=(3,))
def lognorm_sf(x: Interval(3.0, 5.0), s: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.lognorm.sf(x, s, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.lognorm.pdf(x, s, loc, scale)
    by_s = scipy.special.xlogy(density * z, z) * scale / s
    dot[y] = -density * dot[x] + by_s * dot[s] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[s] += bar[y] * by_s
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


@elementwise
@real_only
@case(x=(3,), s=(), loc=(), scale=())
@case(x=(2, 3), s=(2, 1), loc=(), scale=(3,))
def lognorm_logsf(x: Interval(3.0, 5.0), s: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.lognorm.logsf(x, s, loc, scale)
    z = (x - loc) / scale
    density = numpy.exp(scipy.stats.lognorm.logpdf(x, s, loc, scale) - y)
    by_s = scipy.special.xlogy(density * z, z) * scale / s
    dot[y] = -density * dot[x] + by_s * dot[s] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[s] += bar[y] * by_s
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


# -- weibull_min -----------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), c=(), loc=(), scale=())
@case(x=(2, 3), c=(2, 1), loc=(), scale=(3,))
def weibull_min_pdf(x: Interval(3.0, 5.0), c: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.weibull_min.pdf(x, c, loc, scale)
    z = (x - loc) / scale
    power = numpy.maximum(z, 0.0) ** c
    pull = c - 1.0 - c * power
    drawn = divide_or_zero(y * pull, z)
    by_x = drawn / scale
    by_scale = -(y * (pull + 1.0)) / scale
    by_c = y / c + scipy.special.xlogy(y * (1.0 - power), z)
    dot[y] = by_x * dot[x] + by_c * dot[c] + -by_x * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * by_x
    bar[c] += bar[y] * by_c
    bar[loc] += bar[y] * -by_x
    bar[scale] += bar[y] * by_scale


@elementwise
@real_only
@case(x=(3,), c=(), loc=(), scale=())
@case(x=(2, 3), c=(2, 1), loc=(), scale=(3,))
def weibull_min_cdf(x: Interval(3.0, 5.0), c: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.weibull_min.cdf(x, c, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.weibull_min.pdf(x, c, loc, scale)
    by_c = scipy.special.xlogy(density * z, z) * scale / c
    dot[y] = density * dot[x] + by_c * dot[c] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[c] += bar[y] * by_c
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


@elementwise
@real_only
@case(x=(3,), c=(), loc=(), scale=())
@case(x=(2, 3), c=(2, 1), loc=(), scale=(3,))
def weibull_min_sf(x: Interval(3.0, 5.0), c: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.weibull_min.sf(x, c, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.weibull_min.pdf(x, c, loc, scale)
    by_c = -scipy.special.xlogy(density * z, z) * scale / c
    dot[y] = -density * dot[x] + by_c * dot[c] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[c] += bar[y] * by_c
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


@elementwise
@real_only
@case(x=(3,), c=(), loc=(), scale=())
@case(x=(2, 3), c=(2, 1), loc=(), scale=(3,))
def weibull_min_logsf(x: Interval(3.0, 5.0), c: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.weibull_min.logsf(x, c, loc, scale)
    z = (x - loc) / scale
    density = numpy.exp(scipy.stats.weibull_min.logpdf(x, c, loc, scale) - y)
    by_c = -scipy.special.xlogy(density * z, z) * scale / c
    dot[y] = -density * dot[x] + by_c * dot[c] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[c] += bar[y] * by_c
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


# -- beta ------------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), a=(), b=(), loc=(), scale=())
@case(x=(2, 3), a=(2, 1), b=(2, 1), loc=(), scale=(3,))
def beta_pdf(
    x: Interval(0.2, 0.4),
    a: Positive,
    b: Positive,
    loc: Interval(-0.1, 0.1) = 0.0,
    scale: Interval(1.0, 2.0) = 1.0,
):
    y = scipy.stats.beta.pdf(x, a, b, loc, scale)
    z = (x - loc) / scale
    drawn = divide_or_zero(y * (a - 1.0), z) - divide_or_zero(y * (b - 1.0), 1.0 - z)
    both = y * scipy.special.digamma(a + b)
    by_x = drawn / scale
    by_scale = -(z * drawn + y) / scale
    by_a = scipy.special.xlogy(y, z) - y * scipy.special.digamma(a) + both
    by_b = scipy.special.xlog1py(y, -z) - y * scipy.special.digamma(b) + both
    dot[y] = by_x * dot[x] + by_a * dot[a] + by_b * dot[b] + -by_x * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * by_x
    bar[a] += bar[y] * by_a
    bar[b] += bar[y] * by_b
    bar[loc] += bar[y] * -by_x
    bar[scale] += bar[y] * by_scale


@elementwise
@real_only
@case(x=(3,), a=2.5, b=1.5, loc=(), scale=())
@case(x=(2, 3), a=2.5, b=1.5, loc=(), scale=(3,))
def beta_cdf(
    x: Interval(0.2, 0.4),
    a: Static,
    b: Static,
    loc: Interval(-0.1, 0.1) = 0.0,
    scale: Interval(1.0, 2.0) = 1.0,
):
    y = scipy.stats.beta.cdf(x, a, b, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.beta.pdf(x, a, b, loc, scale)
    dot[y] = density * dot[x] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


# -- t ---------------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), df=(), loc=(), scale=())
@case(x=(2, 3), df=(2, 1), loc=(), scale=(3,))
def t_pdf(x, df: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.t.pdf(x, df, loc, scale)
    z = (x - loc) / scale
    slope = -(df + 1.0) * z / (df + z * z)
    by_gamma = scipy.special.digamma(0.5 * (df + 1.0)) - scipy.special.digamma(0.5 * df)
    drawn = y * slope
    by_x = drawn / scale
    by_scale = -(y * (z * slope + 1.0)) / scale
    by_df = 0.5 * y * (by_gamma - (1.0 + z * slope) / df - numpy.log1p(z * z / df))
    dot[y] = by_x * dot[x] + by_df * dot[df] + -by_x * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * by_x
    bar[df] += bar[y] * by_df
    bar[loc] += bar[y] * -by_x
    bar[scale] += bar[y] * by_scale


@elementwise
@real_only
@case(x=(3,), df=3.0, loc=(), scale=())
@case(x=(2, 3), df=3.0, loc=(), scale=(3,))
def t_cdf(x, df: Static, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.t.cdf(x, df, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.t.pdf(x, df, loc, scale)
    dot[y] = density * dot[x] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * -density * z


@elementwise
@real_only
@case(x=(3,), df=3.0, loc=(), scale=())
@case(x=(2, 3), df=3.0, loc=(), scale=(3,))
def t_sf(x, df: Static, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.t.sf(x, df, loc, scale)
    z = (x - loc) / scale
    density = scipy.stats.t.pdf(x, df, loc, scale)
    dot[y] = -density * dot[x] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


@elementwise
@real_only
@case(x=(3,), df=3.0, loc=(), scale=())
@case(x=(2, 3), df=3.0, loc=(), scale=(3,))
def t_logsf(x, df: Static, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.t.logsf(x, df, loc, scale)
    z = (x - loc) / scale
    density = numpy.exp(scipy.stats.t.logpdf(x, df, loc, scale) - y)
    dot[y] = -density * dot[x] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * density * z


# -- what the logarithm lacked ----------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def halfcauchy_logpdf(x: Interval(3.0, 5.0), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.halfcauchy.logpdf(x, loc, scale)
    z = (x - loc) / scale
    slope = -2.0 * z / (1.0 + z * z)
    by_scale = -(z * slope + 1.0) / scale
    dot[y] = slope / scale * dot[x] + -slope / scale * dot[loc] + by_scale * dot[scale]
    bar[x] += bar[y] * (slope / scale)
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * by_scale


# -- counts ----------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(k=numpy.array([0, 2, 5]), mu=())
@case(k=3, mu=(2, 3))
def poisson_pmf(k: Static, mu: Positive, loc: Static = 0):
    y = scipy.stats.poisson.pmf(k, mu, loc)
    dot[y] = y * ((k - loc) / mu - 1.0) * dot[mu]
    bar[mu] += bar[y] * y * ((k - loc) / mu - 1.0)


@elementwise
@real_only
@case(k=numpy.array([0, 2, 5]), n=7, p=())
@case(k=3, n=5, p=(2, 3))
def binom_pmf(k: Static, n: Static, p: Interval(0.1, 0.9), loc: Static = 0):
    y = scipy.stats.binom.pmf(k, n, p, loc)
    dot[y] = y * ((k - loc) / p - (n - k + loc) / (1.0 - p)) * dot[p]
    bar[p] += bar[y] * y * ((k - loc) / p - (n - k + loc) / (1.0 - p))


@elementwise
@real_only
@case(k=numpy.array([0, 1, 1]), p=())
@case(k=1, p=(2, 3))
def bernoulli_pmf(k: Static, p: Interval(0.1, 0.9), loc: Static = 0):
    y = scipy.stats.bernoulli.pmf(k, p, loc)
    dot[y] = y * ((k - loc) / p - (1.0 - k + loc) / (1.0 - p)) * dot[p]
    bar[p] += bar[y] * y * ((k - loc) / p - (1.0 - k + loc) / (1.0 - p))


@elementwise
@real_only
@case(k=numpy.array([0, 2, 5]), n=(), p=())
@case(k=3, n=(2, 1), p=(2, 3))
def nbinom_logpmf(k: Static, n: Positive, p: Interval(0.1, 0.9), loc: Static = 0):
    y = scipy.stats.nbinom.logpmf(k, n, p, loc)
    by_n = scipy.special.digamma(k - loc + n) - scipy.special.digamma(n) + numpy.log(p)
    by_p = n / p - (k - loc) / (1.0 - p)
    dot[y] = by_n * dot[n] + by_p * dot[p]
    bar[n] += bar[y] * by_n
    bar[p] += bar[y] * by_p


@elementwise
@real_only
@case(k=numpy.array([0, 2, 5]), n=(), p=())
@case(k=3, n=(2, 1), p=(2, 3))
def nbinom_pmf(k: Static, n: Positive, p: Interval(0.1, 0.9), loc: Static = 0):
    y = scipy.stats.nbinom.pmf(k, n, p, loc)
    by_n = y * (scipy.special.digamma(k - loc + n) - scipy.special.digamma(n) + numpy.log(p))
    by_p = y * (n / p - (k - loc) / (1.0 - p))
    dot[y] = by_n * dot[n] + by_p * dot[p]
    bar[n] += bar[y] * by_n
    bar[p] += bar[y] * by_p


# -- vectors ---------------------------------------------------------------------------------------------------------


@real_only
@case(x=(3,), mean=(3,), cov=(3, 3))
def multivariate_normal_pdf(x: Rank[1], mean: Rank[1], cov: SymmetricPositive & Rank[2]):
    """The lower triangle of `cov` is what SciPy reads."""
    y = scipy.stats.multivariate_normal.pdf(x, mean, cov)
    inverse = numpy.linalg.inv(numpy.tril(cov) + numpy.tril(cov, -1).T)
    white = inverse @ (x - mean)
    slope = 0.5 * (numpy.outer(white, white) - inverse)
    full = numpy.tril(slope) + numpy.tril(slope, -1)
    dot[y] = y * (white @ (dot[mean] - dot[x]) + numpy.sum(full * dot[cov]))
    bar[x] += -bar[y] * y * white
    bar[mean] += bar[y] * y * white
    bar[cov] += bar[y] * y * full


@real_only
@case(x=(4, 3), mean=(3,), cov=(3, 3))
def multivariate_normal_pdf_of_rows(x: Rank[2], mean: Rank[1], cov: SymmetricPositive & Rank[2]):
    y = scipy.stats.multivariate_normal.pdf(x, mean, cov)
    inverse = numpy.linalg.inv(numpy.tril(cov) + numpy.tril(cov, -1).T)
    white = (x - mean) @ inverse
    weight = bar[y] * y
    symmetric = numpy.tril(dot[cov]) + numpy.tril(dot[cov], -1).T
    slope = 0.5 * (white.T @ (white * weight[:, None]) - numpy.sum(weight) * inverse)
    dot[y] = y * (
        numpy.sum(white * (dot[mean] - dot[x]), axis=1)
        + 0.5 * (numpy.sum(white @ symmetric * white, axis=1) - numpy.sum(inverse * symmetric))
    )
    bar[x] += -weight[:, None] * white
    bar[mean] += weight @ white
    bar[cov] += numpy.tril(slope) + numpy.tril(slope, -1)
