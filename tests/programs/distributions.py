"""Distributions of SciPy whose parameters are given first: `stats.norm(mu, sd).logpdf(v)`."""

import numpy as np
from scipy import stats

from tests.programs import program


def log_likelihood(mu, sd, v):
    d = stats.norm(mu, sd)
    return d.logpdf(v).sum() + np.log(d.cdf(0.3))


def by_name(mu, sd, v):
    d = stats.norm(loc=mu, scale=sd)
    return np.sum(stats.norm(mu, sd).logpdf(v)) + d.sf(0.1) + d.ppf(0.4)


def gamma_prior(a, v):
    prior = stats.gamma(a=a, scale=2.0)
    return prior.logpdf(np.abs(v)).sum()


PRIOR = stats.norm(0.5, 2.0)


def made_outside(v):
    return PRIOR.logpdf(v).sum() + PRIOR.mean() * v[0]


def in_a_dict(mu, v):
    priors = {"a": stats.norm(mu, 1.0), "b": stats.norm(0.0, 2.0)}
    return sum(p.logpdf(t) for p, t in zip(priors.values(), v))


class Noise:
    def __init__(self, mu):
        self.noise = stats.norm(mu, 0.5)

    def ll(self, r):
        return self.noise.logpdf(r).sum()


def in_an_object(mu, v):
    return Noise(mu).ll(v)


def anew_in_each_trip(mu, v):
    s = 0.0
    for t in v:
        d = stats.norm(mu, 1.0 + t * t)
        s += d.logpdf(1.0) + d.cdf(t)
        mu = mu * 0.9
    return s


def one_of_two(mu, v):
    d = stats.norm(mu, 1.0) if v[0] > 0 else stats.norm(0.0, mu + 2)
    return d.logpdf(v).sum()


def passed_on(mu, v):
    def ll(d, data):
        return d.logpdf(data).sum()

    return ll(stats.norm(mu), v) + ll(stats.t(4.0, mu, 2.0), v)


def mixture(mu, v):
    ds = [stats.norm(m, 0.5) for m in (mu, 2 * mu)]
    w = np.array([0.3, 0.7])
    return np.log(sum(wk * d.pdf(v) for wk, d in zip(w, ds))).sum()


def parameter_bound_anew(mu, v):
    d = stats.norm(mu, 1.0)
    mu = mu * 3
    return d.logpdf(v).sum() * mu


V, W = np.array([0.31, -0.83, 1.27, 0.53]), np.array([-0.2, 0.9, 0.4, -1.1])

for f in (log_likelihood, by_name):
    program(f, (0.3, 1.2, V), (0.5, 0.7, W), tags="scipy issue3", must_pass=True)
for f in (
    gamma_prior,
    in_a_dict,
    in_an_object,
    anew_in_each_trip,
    one_of_two,
    passed_on,
    mixture,
    parameter_bound_anew,
):
    program(f, (0.4, V), (1.3, W), tags="scipy issue3", must_pass=True)
program(made_outside, (V,), (W,), tags="scipy issue3", must_pass=True)
