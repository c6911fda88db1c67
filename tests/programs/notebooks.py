"""Programs as they stand in notebooks, course material, supplements of papers: each found something, or is new here."""

from __future__ import annotations

import functools
import logging
import operator
import time
from collections import OrderedDict

import numpy as np
import scipy.signal as sig
import scipy.special as sps
import scipy.stats as st
from scipy import linalg
from scipy.special import logsumexp, wofz
from scipy.stats import multivariate_normal

from tests.programs import Sampler, program

S = Sampler(81001)
log = logging.getLogger(__name__)
add = functools.partial(program, tags="notebooks", must_pass=True)

# -- chemistry: a network of reactions in an ordered dict --------------------------------------------------------------

NETWORK = OrderedDict(
    [
        ("r1", {"k": 0, "reactants": {"A": 1, "B": 1}, "products": {"C": 1}}),
        ("r2", {"k": 1, "reactants": {"C": 2}, "products": {"D": 1, "B": 1}}),
        ("r3", {"k": 2, "reactants": {"D": 1}, "products": {"A": 2}}),
    ]
)
IDX = {s: i for i, s in enumerate("ABCD")}


def rates(y, k):
    dydt = np.zeros(len(IDX))
    for _, rx in NETWORK.items():
        rate = k[rx["k"]]
        for s, nu in rx["reactants"].items():
            rate *= y[IDX[s]] ** nu
        for s, nu in rx["reactants"].items():
            dydt[IDX[s]] -= nu * rate
        for s, nu in rx["products"].items():
            dydt[IDX[s]] += nu * rate
    return dydt


def reaction_network(k, y0=None, h=0.1, n_steps=3):
    y = np.array([1.0, 0.8, 0.0, 0.1]) if y0 is None else y0.copy()
    for _ in range(n_steps):
        y += h * rates(y, k)
    return y


add(reaction_network, (np.array([0.9, 0.4, 0.2]),), (np.array([0.5, 1.4, 0.7]), S.unit(4)))


# -- a float beside a whole number in `min` and `max` -----------------------------------------------------------------


def portfolio(w, mu, cov, constraints=None):
    constraints = constraints or [
        {"type": "eq", "fun": lambda w: np.sum(w) - 1},
        {"type": "ineq", "fun": lambda w: w.min() + 0.1},
    ]
    penalty = 0
    for c in constraints:
        v = c["fun"](w)
        penalty += v**2 if c["type"] == "eq" else min(0, v) ** 2
    return 1.5 * (w @ cov @ w) - w @ mu + 100 * penalty


def saturated(x, n):
    return min(0, x - 2) ** 2 + max(5, x * 4) ** 2 + max(n, x, 1) + min(len("abc"), x) + max([2, x**2])


add(portfolio, (S.normal(3), S.normal(3), S.spd(3)), (-S.unit(4), S.normal(4), S.spd(4)), wrt=(0, 1))
add(saturated, (1.7, 1), (7.3, 2))


# -- what is differentiated is decorated ------------------------------------------------------------------------------


def timed(func):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        out = func(*args, **kwargs)
        log.debug("%s took %.1f s", func.__name__, time.perf_counter() - start)
        return out

    return wrapper


def check_positive(*names):
    def decorate(func):
        @functools.wraps(func)
        def inner(*args, **kwargs):
            bound = dict(zip(func.__code__.co_varnames, args, strict=False))
            for n in names:
                if n in bound and np.any(np.asarray(bound[n]) <= 0):
                    raise ValueError(f"{n} must be positive")
            return func(*args, **kwargs)

        return inner

    return decorate


@timed
@check_positive("r0", "capacity")
def terminal_voltage(r0, r1, current, capacity=2.5, dt=1.0):
    soc, v1 = 0.9, 0.0
    volts = np.zeros_like(current)
    for k, i in enumerate(current):
        soc -= i * dt / capacity
        v1 = v1 * np.exp(-dt / r1) + r1 * (1 - np.exp(-dt / r1)) * i
        volts[k] = 3.0 + 1.2 * soc - 0.1 * np.exp(-soc) - v1 - r0 * i
    return volts


@timed
def decorated_loss(w, x, scale=1.0):
    return scale * np.sum((x @ w) ** 2)


add(terminal_voltage, (0.05, 0.6, S.normal(5)), (0.03, 0.9, S.normal(4), 1.5))
add(decorated_loss, (S.normal(3), S.normal(2, 3)), (S.normal(2), S.normal(4, 2), 0.7))


# -- reduce over generators, functions along axes and in pieces --------------------------------------------------------


def aberrated(c, n=4):
    y, x = np.mgrid[-1 : 1 : n * 1j, -1 : 1 : n * 1j]
    terms = [np.ones((n, n)), x, y, 2 * (x**2 + y**2) - 1]
    wave = functools.reduce(operator.add, (ci * z for ci, z in zip(c, terms, strict=False)))
    chained = functools.reduce(lambda a, b: a * b + 1.0, (ci**2 for ci in c))
    return np.mean(np.cos(2 * np.pi * wave)) + 1e-2 * chained


def trimmed(v, k=1):
    return np.sort(v)[k:-k].mean()


def robust_rows(x):
    return (
        np.apply_along_axis(trimmed, 1, x, k=1) * np.apply_along_axis(lambda c, p: np.sum(c**p), 0, x, 3)[0]
    )


def stored_energy(params, strain):
    e, sy, h = params
    ey = sy / e
    stress = np.select(
        [strain < -ey, strain > ey], [-sy + h * (strain + ey), sy + h * (strain - ey)], default=e * strain
    )
    kept = np.piecewise(strain, [strain < 0, strain >= 0], [lambda s: 0.1 * s**2, lambda s: s**3])
    return np.sum(0.5 * (stress[1:] + stress[:-1]) * np.diff(strain)) + kept.sum()


def wrapped_blur(img, kernel):
    return sig.convolve2d(img, kernel, mode="same", boundary="wrap") * sig.convolve2d(
        img, kernel, "same", "symm"
    )


add(aberrated, (0.1 * S.normal(4),), (0.2 * S.normal(3), 5))
add(robust_rows, (S.normal(3, 5),), (S.normal(2, 4),))
add(stored_energy, (np.array([2.0, 0.5, 0.2]), S.normal(7)), (np.array([3.0, 0.6, 0.1]), S.normal(5)), wrt=0)
add(wrapped_blur, (S.normal(4, 4), S.normal(3, 3)), (S.normal(3, 5), S.normal(2, 3)))


# -- keys that are written as f-strings, the matrix of shortest paths -------------------------------------------------


def metrics(y, p, weights=None):
    w = np.ones_like(y) if weights is None else np.asarray(weights)
    err = p - y
    out = {"mse": np.average(err**2, weights=w), "mae": np.average(np.abs(err), weights=w)}
    out["rmse"] = out["mse"] ** 0.5
    out.update({f"{k}_log": np.log(v) for k, v in out.items() if k in {"mse", "mae"}})
    return out


def composite_score(y, p, weights=None):
    m = metrics(y, p, weights)
    return sum(c * m[k] for k, c in (("rmse", 1.0), ("mse_log", 0.1), ("mae_log", 0.2)))


def closeness(w):
    d = np.where(w > 0, w, np.inf)
    np.fill_diagonal(d, 0)
    for k in range(len(d)):
        d = np.minimum(d, d[:, [k]] + d[[k], :])
    return np.array([(len(d) - 1) / np.sum(d[i][np.isfinite(d[i])]) for i in range(len(d))])


add(composite_score, (S.normal(4), S.normal(4)), (S.normal(5), S.normal(5), S.positive(5)), wrt=(0, 1))
add(closeness, (S.positive(4, 4),), (S.positive(3, 3),))


# -- distributions -----------------------------------------------------------------------------------------------------


def hierarchical(theta, data):
    mu, log_tau, *means = theta
    tau = np.exp(log_tau)
    lp = st.norm.logpdf(mu, 0, 5) + st.halfcauchy.logpdf(tau, scale=2.5) + log_tau
    for m, ys in zip(means, data, strict=True):
        lp += st.norm.logpdf(m, mu, tau) + np.sum(st.t.logpdf(ys, df=4, loc=m, scale=1.0))
    return lp if np.isfinite(lp) else -np.inf


def censored_weibull(params, t, observed):
    k, lam = np.exp(params)
    seen = st.weibull_min.logpdf(t, c=k, scale=lam)
    return -np.where(observed, seen, st.weibull_min.logsf(t, c=k, scale=lam)).sum()


def renewal(r, mean, days=5):
    w = np.diff(st.gamma.cdf(np.arange(days + 1), a=4.0, scale=mean / 4.0))
    w = w / w.sum()
    cases = [1.0]
    for t in range(1, days):
        cases.append(r * sum(cases[t - s] * w[s - 1] for s in range(1, t + 1)))
    return np.array(cases)


def densities_with_edges(a, s, c):
    """At 0, where the support begins, and in front of it."""
    t = np.array([-1.0, 0.0, 0.5, 2.0])
    whole = st.gamma.pdf(t, a, scale=s) + st.lognorm.pdf(t, s=a, scale=s) + st.weibull_min.pdf(t, c, scale=s)
    whole = whole + st.expon.pdf(t, scale=s) + st.chi2.pdf(t, 2 * a) + st.beta.pdf(t, a, c)
    return np.sum(whole) + np.sum(st.lognorm.cdf(t, s=a, scale=s) * st.expon(scale=c).sf(t))


def mixture_step(x, mu):
    resp = np.column_stack(
        [multivariate_normal.pdf(x, mean=m, cov=np.eye(2) * (k + 1)) for k, m in enumerate(mu)]
    )
    loglik = np.log(resp.sum(axis=1)).sum()
    resp = resp / resp.sum(axis=1, keepdims=True)
    return loglik + np.sum(resp.T @ x) + multivariate_normal.logpdf(x[0], mean=mu[0], cov=2.0)


def counts_of_genes(log_mu, size, counts):
    mu = np.exp(log_mu)
    p = size / (size + mu)
    return -np.sum(st.nbinom.logpmf(counts, size, p)) + np.sum(st.poisson.pmf(counts, mu))


add(hierarchical, (S.normal(4), [S.normal(3), S.normal(2)]), (S.normal(3), [S.normal(3)]), wrt=0)
add(censored_weibull, (0.3 * S.normal(2), S.positive(4), np.array([True, False, True, True])),
    (0.3 * S.normal(2), S.positive(3), np.array([True, False, True])))  # fmt: skip
add(renewal, (1.5, 5.0), (0.8, 4.0, 4))
add(densities_with_edges, (2.5, 0.8, 1.7), (1.6, 1.3, 2.2), wrt=(0, 1, 2))
add(mixture_step, (S.normal(4, 2), S.normal(2, 2)), (S.normal(3, 2), S.normal(3, 2)), wrt=(0, 1))
add(counts_of_genes, (S.normal(3), 2.5, np.array([0, 3, 1])), (S.normal(2), 0.9, np.array([4, 0])))


# -- summaries, special functions, matrices ----------------------------------------------------------------------------


def shape_of_sample(x, p):
    z = st.zscore(x, ddof=1)
    return (
        st.skew(z**3)
        + st.kurtosis(x, bias=False)
        + st.gmean(p) * st.hmean(p)
        + st.entropy(p)
        + st.sem(x)
        + st.iqr(x)
    )


def cox_partial(beta, x, time_, event):
    order = np.argsort(-time_)
    x, event = x[order], event[order]
    eta = x.dot(beta)
    return -np.sum((eta - np.logaddexp.accumulate(eta))[event.astype(bool)]) + logsumexp(eta)


def phase_shifts(k, a, order=2):
    j, y = sps.spherical_jn(order, k * a), sps.spherical_yn(order, k * a)
    si, ci = sps.sici(k)
    return (
        np.sin(np.arctan2(j, y)) ** 2 + sps.spherical_jn(order, k, derivative=True) + si * ci + sps.ive(0, a)
    )


def spectral_line(x, sigma, gamma):
    z = (x + 1j * gamma) / (sigma * np.sqrt(2))
    profile = np.real(wofz(z)) / (sigma * np.sqrt(2 * np.pi))
    return np.sum(profile) + np.sum(sps.voigt_profile(x, sigma, gamma) ** 2)


def orthogonal_modes(x, c):
    waves = [sps.eval_legendre(n, x) + sps.eval_chebyt(n, x) * sps.eval_hermite(n, x) for n in range(len(c))]
    return np.sum(c @ np.array(waves)) + np.sum(sps.huber(0.5, x)) + np.sum(sps.eval_laguerre(2, x))


def yule_walker(r):
    n = len(r) - 1
    toeplitz = linalg.toeplitz(r[:-1]) + 3.0 * np.eye(n)
    return linalg.solve(toeplitz, r[1:], assume_a="sym")


add(shape_of_sample, (S.normal(6), S.positive(4)), (S.normal(5), S.positive(3)), wrt=(0, 1))
add(cox_partial, (S.normal(2), S.normal(5, 2), S.positive(5), np.array([1, 0, 1, 1, 0])),
    (S.normal(3), S.normal(4, 3), S.positive(4), np.array([1, 1, 1, 0])), wrt=(0, 1))  # fmt: skip
add(phase_shifts, (0.8, 1.3), (1.4, 0.9, 1), wrt=(0, 1))
add(spectral_line, (S.normal(4), 0.7, 0.4), (S.normal(3), 1.1, 0.2), wrt=(0, 1, 2))
add(orthogonal_modes, (S.unit(3), S.normal(3)), (S.unit(4), S.normal(4)), wrt=(0, 1))
add(yule_walker, (S.unit(4),), (S.unit(3),))
