"""Distributions of `scipy.stats`: densities and probabilities as functions of the variable and of the parameters."""

import math

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

# -- the normal distribution -----------------------------------------------------------------------------------------


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(3,), scale=(2, 1))
@case(x=(), loc=(), scale=())
def norm_logpdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.norm.logpdf(x, loc, scale)
    z = (x - loc) / scale
    dot[y] = -z / scale * dot[x] + z / scale * dot[loc] + (z * z - 1.0) / scale * dot[scale]
    bar[x] += bar[y] * (-z / scale)
    bar[loc] += bar[y] * (z / scale)
    bar[scale] += bar[y] * ((z * z - 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(3,), scale=(2, 1))
@case(x=(), loc=(), scale=())
def norm_pdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.norm.pdf(x, loc, scale)
    z = (x - loc) / scale
    dot[y] = -y * z / scale * dot[x] + y * z / scale * dot[loc] + y * (z * z - 1.0) / scale * dot[scale]
    bar[x] += bar[y] * (-y * z / scale)
    bar[loc] += bar[y] * (y * z / scale)
    bar[scale] += bar[y] * (y * (z * z - 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(3,), scale=(2, 1))
@case(x=(), loc=(), scale=())
def norm_cdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.norm.cdf(x, loc, scale)
    z = (x - loc) / scale
    density = numpy.exp(-0.5 * z * z) / (math.sqrt(2.0 * math.pi) * scale)
    dot[y] = density * dot[x] + -density * dot[loc] + -density * z * dot[scale]
    bar[x] += bar[y] * density
    bar[loc] += bar[y] * -density
    bar[scale] += bar[y] * (-density * z)


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(3,), scale=(2, 1))
@case(x=(), loc=(), scale=())
def norm_sf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.norm.sf(x, loc, scale)
    z = (x - loc) / scale
    density = numpy.exp(-0.5 * z * z) / (math.sqrt(2.0 * math.pi) * scale)
    dot[y] = -density * dot[x] + density * dot[loc] + density * z * dot[scale]
    bar[x] += bar[y] * -density
    bar[loc] += bar[y] * density
    bar[scale] += bar[y] * (density * z)


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(3,), scale=(2, 1))
@case(x=(), loc=(), scale=())
def norm_logcdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.norm.logcdf(x, loc, scale)
    z = (x - loc) / scale
    ratio = numpy.exp(-0.5 * z * z - y) / (math.sqrt(2.0 * math.pi) * scale)
    dot[y] = ratio * dot[x] + -ratio * dot[loc] + -ratio * z * dot[scale]
    bar[x] += bar[y] * ratio
    bar[loc] += bar[y] * -ratio
    bar[scale] += bar[y] * (-ratio * z)


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(3,), scale=(2, 1))
@case(x=(), loc=(), scale=())
def norm_logsf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.norm.logsf(x, loc, scale)
    z = (x - loc) / scale
    ratio = numpy.exp(-0.5 * z * z - y) / (math.sqrt(2.0 * math.pi) * scale)
    dot[y] = -ratio * dot[x] + ratio * dot[loc] + ratio * z * dot[scale]
    bar[x] += bar[y] * -ratio
    bar[loc] += bar[y] * ratio
    bar[scale] += bar[y] * (ratio * z)


@elementwise
@real_only
@case(q=(3,), loc=(), scale=())
@case(q=(2, 3), loc=(3,), scale=(2, 1))
@case(q=(), loc=(), scale=())
def norm_ppf(q: Interval(0.1, 0.9), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.norm.ppf(q, loc, scale)
    z = (y - loc) / scale
    slope = math.sqrt(2.0 * math.pi) * scale * numpy.exp(0.5 * z * z)
    dot[y] = slope * dot[q] + dot[loc] + z * dot[scale]
    bar[q] += bar[y] * slope
    bar[loc] += bar[y]
    bar[scale] += bar[y] * z


# -- log densities: `slope` is the derivative by the standardised variable -------------------------------------------


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def expon_logpdf(x: Interval(3.0, 5.0), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.expon.logpdf(x, loc, scale)
    z = (x - loc) / scale
    slope = -numpy.ones_like(z)
    dot[y] = slope / scale * dot[x] + -slope / scale * dot[loc] + -(z * slope + 1.0) / scale * dot[scale]
    bar[x] += bar[y] * (slope / scale)
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def laplace_logpdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.laplace.logpdf(x, loc, scale)
    z = (x - loc) / scale
    slope = -numpy.sign(z)
    dot[y] = slope / scale * dot[x] + -slope / scale * dot[loc] + -(z * slope + 1.0) / scale * dot[scale]
    bar[x] += bar[y] * (slope / scale)
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def logistic_logpdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.logistic.logpdf(x, loc, scale)
    z = (x - loc) / scale
    slope = -numpy.tanh(0.5 * z)
    dot[y] = slope / scale * dot[x] + -slope / scale * dot[loc] + -(z * slope + 1.0) / scale * dot[scale]
    bar[x] += bar[y] * (slope / scale)
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def cauchy_logpdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.cauchy.logpdf(x, loc, scale)
    z = (x - loc) / scale
    slope = -2.0 * z / (1.0 + z * z)
    dot[y] = slope / scale * dot[x] + -slope / scale * dot[loc] + -(z * slope + 1.0) / scale * dot[scale]
    bar[x] += bar[y] * (slope / scale)
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def uniform_logpdf(x: Interval(0.1, 0.4), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.uniform.logpdf(x, loc, scale)
    z = (x - loc) / scale
    slope = numpy.zeros_like(z)
    dot[y] = slope / scale * dot[x] + -slope / scale * dot[loc] + -(z * slope + 1.0) / scale * dot[scale]
    bar[x] += bar[y] * (slope / scale)
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def gumbel_r_logpdf(x, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.gumbel_r.logpdf(x, loc, scale)
    z = (x - loc) / scale
    slope = numpy.exp(-z) - 1.0
    dot[y] = slope / scale * dot[x] + -slope / scale * dot[loc] + -(z * slope + 1.0) / scale * dot[scale]
    bar[x] += bar[y] * (slope / scale)
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), df=(), loc=(), scale=())
@case(x=(2, 3), df=(2, 1), loc=(), scale=(3,))
def t_logpdf(x, df: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.t.logpdf(x, df, loc, scale)
    z = (x - loc) / scale
    slope = -(df + 1.0) * z / (df + z * z)
    by_df = 0.5 * (
        scipy.special.digamma(0.5 * (df + 1.0))
        - scipy.special.digamma(0.5 * df)
        - 1.0 / df
        - numpy.log1p(z * z / df)
        + (df + 1.0) * z * z / (df * (df + z * z))
    )
    dot[y] = (
        slope / scale * dot[x]
        + by_df * dot[df]
        + -slope / scale * dot[loc]
        + -(z * slope + 1.0) / scale * dot[scale]
    )
    bar[x] += bar[y] * (slope / scale)
    bar[df] += bar[y] * by_df
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), a=(), loc=(), scale=())
@case(x=(2, 3), a=(2, 1), loc=(), scale=(3,))
def gamma_logpdf(x: Interval(3.0, 5.0), a: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.gamma.logpdf(x, a, loc, scale)
    z = (x - loc) / scale
    slope = (a - 1.0) / z - 1.0
    by_a = numpy.log(z) - scipy.special.digamma(a)
    dot[y] = (
        slope / scale * dot[x]
        + by_a * dot[a]
        + -slope / scale * dot[loc]
        + -(z * slope + 1.0) / scale * dot[scale]
    )
    bar[x] += bar[y] * (slope / scale)
    bar[a] += bar[y] * by_a
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), df=(), loc=(), scale=())
@case(x=(2, 3), df=(2, 1), loc=(), scale=(3,))
def chi2_logpdf(x: Interval(3.0, 5.0), df: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.chi2.logpdf(x, df, loc, scale)
    z = (x - loc) / scale
    slope = (0.5 * df - 1.0) / z - 0.5
    by_df = 0.5 * (numpy.log(0.5 * z) - scipy.special.digamma(0.5 * df))
    dot[y] = (
        slope / scale * dot[x]
        + by_df * dot[df]
        + -slope / scale * dot[loc]
        + -(z * slope + 1.0) / scale * dot[scale]
    )
    bar[x] += bar[y] * (slope / scale)
    bar[df] += bar[y] * by_df
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), a=(), loc=(), scale=())
@case(x=(2, 3), a=(2, 1), loc=(), scale=(3,))
def invgamma_logpdf(x: Interval(3.0, 5.0), a: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.invgamma.logpdf(x, a, loc, scale)
    z = (x - loc) / scale
    slope = (1.0 / z - a - 1.0) / z
    by_a = -numpy.log(z) - scipy.special.digamma(a)
    dot[y] = (
        slope / scale * dot[x]
        + by_a * dot[a]
        + -slope / scale * dot[loc]
        + -(z * slope + 1.0) / scale * dot[scale]
    )
    bar[x] += bar[y] * (slope / scale)
    bar[a] += bar[y] * by_a
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), s=(), loc=(), scale=())
@case(x=(2, 3), s=(2, 1), loc=(), scale=(3,))
def lognorm_logpdf(x: Interval(3.0, 5.0), s: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.lognorm.logpdf(x, s, loc, scale)
    z = (x - loc) / scale
    slope = -(numpy.log(z) / (s * s) + 1.0) / z
    by_s = (numpy.log(z) ** 2 / (s * s) - 1.0) / s
    dot[y] = (
        slope / scale * dot[x]
        + by_s * dot[s]
        + -slope / scale * dot[loc]
        + -(z * slope + 1.0) / scale * dot[scale]
    )
    bar[x] += bar[y] * (slope / scale)
    bar[s] += bar[y] * by_s
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), c=(), loc=(), scale=())
@case(x=(2, 3), c=(2, 1), loc=(), scale=(3,))
def weibull_min_logpdf(x: Interval(3.0, 5.0), c: Positive, loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.weibull_min.logpdf(x, c, loc, scale)
    z = (x - loc) / scale
    slope = (c - 1.0) / z - c * z ** (c - 1.0)
    by_c = 1.0 / c + numpy.log(z) - numpy.log(z) * z**c
    dot[y] = (
        slope / scale * dot[x]
        + by_c * dot[c]
        + -slope / scale * dot[loc]
        + -(z * slope + 1.0) / scale * dot[scale]
    )
    bar[x] += bar[y] * (slope / scale)
    bar[c] += bar[y] * by_c
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), loc=(), scale=())
@case(x=(2, 3), loc=(), scale=(3,))
def halfnorm_logpdf(x: Interval(3.0, 5.0), loc=0.0, scale: Positive = 1.0):
    y = scipy.stats.halfnorm.logpdf(x, loc, scale)
    z = (x - loc) / scale
    slope = -z
    dot[y] = slope / scale * dot[x] + -slope / scale * dot[loc] + -(z * slope + 1.0) / scale * dot[scale]
    bar[x] += bar[y] * (slope / scale)
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


@elementwise
@real_only
@case(x=(3,), a=(), b=(), loc=(), scale=())
@case(x=(2, 3), a=(3,), b=(2, 1), loc=(), scale=())
def beta_logpdf(
    x: Interval(0.2, 0.4),
    a: Positive,
    b: Positive,
    loc: Interval(-0.1, 0.1) = 0.0,
    scale: Interval(1.0, 2.0) = 1.0,
):
    y = scipy.stats.beta.logpdf(x, a, b, loc, scale)
    z = (x - loc) / scale
    slope = (a - 1.0) / z - (b - 1.0) / (1.0 - z)
    both = scipy.special.digamma(a + b)
    by_a = numpy.log(z) - scipy.special.digamma(a) + both
    by_b = numpy.log1p(-z) - scipy.special.digamma(b) + both
    dot[y] = (
        slope / scale * dot[x]
        + by_a * dot[a]
        + by_b * dot[b]
        + -slope / scale * dot[loc]
        + -(z * slope + 1.0) / scale * dot[scale]
    )
    bar[x] += bar[y] * (slope / scale)
    bar[a] += bar[y] * by_a
    bar[b] += bar[y] * by_b
    bar[loc] += bar[y] * (-slope / scale)
    bar[scale] += bar[y] * (-(z * slope + 1.0) / scale)


# -- counts ----------------------------------------------------------------------------------------------------------


@elementwise
@real_only
@case(k=numpy.array([0, 2, 5]), mu=())
@case(k=3, mu=(2, 3))
def poisson_logpmf(k: Static, mu: Positive, loc: Static = 0):
    y = scipy.stats.poisson.logpmf(k, mu, loc)
    dot[y] = (numpy.subtract(k, loc) / mu - 1.0) * dot[mu]
    bar[mu] += bar[y] * (numpy.subtract(k, loc) / mu - 1.0)


@elementwise
@real_only
@case(k=numpy.array([0, 2, 5]), n=7, p=())
@case(k=3, n=5, p=(2, 3))
def binom_logpmf(k: Static, n: Static, p: Interval(0.1, 0.9), loc: Static = 0):
    y = scipy.stats.binom.logpmf(k, n, p, loc)
    dot[y] = (numpy.subtract(k, loc) / p - numpy.subtract(n + loc, k) / (1.0 - p)) * dot[p]
    bar[p] += bar[y] * (numpy.subtract(k, loc) / p - numpy.subtract(n + loc, k) / (1.0 - p))


@elementwise
@real_only
@case(k=numpy.array([0, 1, 1]), p=())
@case(k=1, p=(2, 3))
def bernoulli_logpmf(k: Static, p: Interval(0.1, 0.9), loc: Static = 0):
    y = scipy.stats.bernoulli.logpmf(k, p, loc)
    dot[y] = (numpy.subtract(k, loc) / p - numpy.subtract(1.0 + loc, k) / (1.0 - p)) * dot[p]
    bar[p] += bar[y] * (numpy.subtract(k, loc) / p - numpy.subtract(1.0 + loc, k) / (1.0 - p))


# -- vectors ---------------------------------------------------------------------------------------------------------


@real_only
@case(x=(3,), mean=(3,), cov=(3, 3))
def multivariate_normal_logpdf(x: Rank[1], mean: Rank[1], cov: SymmetricPositive & Rank[2]):
    """The lower triangle of `cov` is what SciPy reads."""
    y = scipy.stats.multivariate_normal.logpdf(x, mean, cov)
    inverse = numpy.linalg.inv(numpy.tril(cov) + numpy.tril(cov, -1).T)
    white = inverse @ (x - mean)
    slope = 0.5 * (numpy.outer(white, white) - inverse)
    full = numpy.tril(slope) + numpy.tril(slope, -1)
    dot[y] = white @ (dot[mean] - dot[x]) + numpy.sum(full * dot[cov])
    bar[x] += -bar[y] * white
    bar[mean] += bar[y] * white
    bar[cov] += bar[y] * full


@real_only
@case(x=(4, 3), mean=(3,), cov=(3, 3))
def multivariate_normal_logpdf_of_rows(x: Rank[2], mean: Rank[1], cov: SymmetricPositive & Rank[2]):
    y = scipy.stats.multivariate_normal.logpdf(x, mean, cov)
    inverse = numpy.linalg.inv(numpy.tril(cov) + numpy.tril(cov, -1).T)
    white = (x - mean) @ inverse
    symmetric = numpy.tril(dot[cov]) + numpy.tril(dot[cov], -1).T
    slope = 0.5 * (white.T @ (white * bar[y][:, None]) - numpy.sum(bar[y]) * inverse)
    dot[y] = numpy.sum(white * (dot[mean] - dot[x]), axis=1) + 0.5 * (
        numpy.sum(white @ symmetric * white, axis=1) - numpy.sum(inverse * symmetric)
    )
    bar[x] += -bar[y][:, None] * white
    bar[mean] += bar[y] @ white
    bar[cov] += numpy.tril(slope) + numpy.tril(slope, -1)
