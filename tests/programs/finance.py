"""Options, curves, ledgers, as people write them on the web: real code in style and size."""

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy.stats import norm

from tests.programs import program
from tests.programs.numbers_ import normal

TAGS = "finance strangers"

TRADING_DAYS = 252


def crr_american_put(S0, K, r, sigma, T=1.0, n=6):
    dt = T / n
    u = np.exp(sigma * np.sqrt(dt))
    d = 1 / u
    p = (np.exp(r * dt) - d) / (u - d)
    disc = np.exp(-r * dt)
    S = S0 * d ** np.arange(n, -1, -1) * u ** np.arange(0, n + 1, 1)
    V = np.maximum(K - S, 0)
    for i in range(n - 1, -1, -1):
        S = S0 * d ** np.arange(i, -1, -1) * u ** np.arange(0, i + 1, 1)
        V = disc * (p * V[1 : i + 2] + (1 - p) * V[0 : i + 1])
        V = np.maximum(V, K - S)
    return V[0]


class OptionType(Enum):
    CALL = 1
    PUT = -1


@dataclass(frozen=True)
class Option:
    strike: float
    expiry: float
    kind: OptionType = OptionType.CALL

    def price(self, spot, vol, rate):
        d1 = (np.log(spot / self.strike) + (rate + vol**2 / 2) * self.expiry) / (vol * np.sqrt(self.expiry))
        d2 = d1 - vol * np.sqrt(self.expiry)
        w = self.kind.value
        return w * (spot * norm.cdf(w * d1) - self.strike * np.exp(-rate * self.expiry) * norm.cdf(w * d2))


def book_value(spot, vol, rate):
    book = [(10, Option(95.0, 0.5)), (-5, Option(100.0, 1.0, OptionType.PUT)), (3, Option(110.0, 0.25))]
    return sum(q * o.price(spot, vol, rate) for q, o in book)


def monte_carlo_barrier_randomstate(S0, barrier, sigma, r=0.01):
    np.random.seed(123)
    n = 12
    alive = np.ones(n, dtype=bool)
    S = np.full(n, S0)
    for _ in range(5):
        S = S * np.exp((r - sigma**2 / 2) * 0.2 + sigma * np.sqrt(0.2) * np.random.randn(n))
        alive &= S < barrier
    payoff = np.where(alive, np.maximum(S - 100.0, 0), 0.0)
    return payoff.mean()


def heston_euler(S0, v0, kappa, theta, xi, rho, steps=6, seed=1):
    rng = np.random.RandomState(seed)
    S, v = S0, v0
    dt = 0.1
    for t in range(steps):
        z1, z2 = rng.standard_normal(2)
        w2 = rho * z1 + np.sqrt(1 - rho**2) * z2
        vp = max(v, 0.0)
        S = S * np.exp(-0.5 * vp * dt + np.sqrt(vp * dt) * z1)
        v = v + kappa * (theta - vp) * dt + xi * np.sqrt(vp * dt) * w2
    return S


def garch_loglik(params, returns):
    omega, alpha, beta, nu = params
    T = len(returns)
    sigma2 = np.zeros(T)
    sigma2[0] = np.var(returns)
    for t in range(1, T):
        sigma2[t] = omega + alpha * returns[t - 1] ** 2 + beta * sigma2[t - 1]
    ll = 0.0
    for t in range(T):
        z2 = returns[t] ** 2 / sigma2[t]
        ll += (
            math.lgamma((nu + 1) / 2)
            - math.lgamma(nu / 2)
            - 0.5 * math.log(math.pi * (nu - 2) * sigma2[t])
            - (nu + 1) / 2 * math.log(1 + z2 / (nu - 2))
        )
    return -ll


def trade_ledger_fifo(buys, sells):
    lots = [[q, p] for q, p in buys]
    realised = 0.0
    for q, p in sells:
        remaining = q
        while remaining > 1e-12 and lots:
            lot = lots[0]
            take = min(lot[0], remaining)
            realised += take * (p - lot[1])
            lot[0] -= take
            remaining -= take
            if lot[0] <= 1e-12:
                lots.pop(0)
    unreal = sum(q * p for q, p in lots)
    return realised + 0.1 * unreal


class Diffusion:
    def __init__(self, drift, spread, seed=1):
        self.drift, self.spread, self.rng = drift, spread, np.random.default_rng(seed)

    def path(self, steps, start):
        values = [start]
        for _ in range(steps):
            values.append(values[-1] * np.exp(0.1 * self.rng.normal(self.drift, self.spread)))
        return np.array(values)


def drawn_from_varied_distributions(drift, spread, floor):
    rng = np.random.default_rng(4)
    losses = rng.normal(loc=drift, scale=np.abs(spread), size=(3, 2)) ** 2
    recovered = rng.uniform(floor, 1.0, size=3)
    waits = rng.exponential(spread)
    return Diffusion(drift, spread).path(4, 1.0).sum() + np.sum(losses) * recovered.mean() + waits


def loan_amortisation(principal, annual_rate, years=2, extra=0.0):
    r = annual_rate / 12
    n = years * 12
    payment = principal * r / (1 - (1 + r) ** -n) + extra
    balance, interest_paid, month = principal, 0.0, 0
    while balance > 1e-6 and month < n:
        interest = balance * r
        principal_part = min(payment - interest, balance)
        balance -= principal_part
        interest_paid += interest
        month += 1
    return interest_paid


def copula_default_loss(rho, pds, lgd, n_quad=7):
    x, w = np.polynomial.hermite_e.hermegauss(n_quad)
    w = w / np.sqrt(2 * np.pi)
    el = 0.0
    for xi, wi in zip(x, w):
        cond = norm.cdf((norm.ppf(pds) - np.sqrt(rho) * xi) / np.sqrt(1 - rho))
        dist = np.array([1.0])
        for p in cond:
            dist = np.concatenate([dist * (1 - p), [0.0]]) + np.concatenate([[0.0], dist * p])
        k = np.arange(len(dist))
        el += wi * np.sum(dist * np.maximum(k * lgd - 0.5, 0))
    return el


def sharpe_drawdown(returns, rf=0.001):
    equity = np.cumprod(1 + returns)
    peak = np.maximum.accumulate(equity)
    dd = (equity - peak) / peak
    sharpe = (returns.mean() - rf) / returns.std(ddof=1) * np.sqrt(TRADING_DAYS)
    return sharpe + dd.min()


def merton_jump_series(S, K, T, r, sigma, lam, mu_j, sig_j, n_terms=8):
    def bs(S, K, T, r, s):
        d1 = (np.log(S / K) + (r + s * s / 2) * T) / (s * np.sqrt(T))
        return S * norm.cdf(d1) - K * np.exp(-r * T) * norm.cdf(d1 - s * np.sqrt(T))

    k = np.exp(mu_j + 0.5 * sig_j**2) - 1
    total = 0
    fact = 1
    for n in range(n_terms):
        if n > 0:
            fact *= n
        sn = np.sqrt(sigma**2 + n * sig_j**2 / T)
        rn = r - lam * k + n * np.log(1 + k) / T
        total += np.exp(-lam * (1 + k) * T) * (lam * (1 + k) * T) ** n / fact * bs(S, K, T, rn, sn)
    return total


program(crr_american_put, (100.0, 105.0, 0.03, 0.2), (90.0, 95.0, 0.05, 0.3), tags=TAGS, must_pass=True)
program(book_value, (100.0, 0.2, 0.02), (92.0, 0.35, 0.01), tags=TAGS, must_pass=True)
program(monte_carlo_barrier_randomstate, (100.0, 150.0, 0.15), (104.0, 160.0, 0.2), tags=TAGS, must_pass=True)
program(
    heston_euler,
    (100.0, 0.04, 1.5, 0.05, 0.3, -0.6),
    (90.0, 0.09, 2.0, 0.05, 0.3, 0.2),
    tags=TAGS,
    must_pass=True,
)
program(
    garch_loglik,
    (np.array([0.1, 0.1, 0.8, 6.0]), normal(8)),
    (np.array([0.2, 0.05, 0.7, 9.0]), normal(6)),
    tags=TAGS,
    must_pass=True,
)
program(
    trade_ledger_fifo,
    ([(2.0, 10.0), (3.0, 11.0)], [(1.5, 12.0), (2.0, 9.0)]),
    ([(1.0, 10.0), (3.0, 14.0), (2.0, 12.0)], [(2.5, 12.0)]),
    second=False,
    tags=TAGS,
    must_pass=True,
)
program(drawn_from_varied_distributions, (0.1, 0.3, 0.2), (-0.2, 0.7, 0.4), tags=TAGS, must_pass=True)
program(loan_amortisation, (1000.0, 0.06), (2000.0, 0.04, 1, 20.0), tags=TAGS, must_pass=True)
program(
    copula_default_loss,
    (0.3, np.array([0.05, 0.1, 0.2]), 0.6),
    (0.2, np.array([0.15, 0.1]), 0.45),
    tags=TAGS,
    must_pass=True,
)
program(
    merton_jump_series,
    (100.0, 95.0, 1.0, 0.02, 0.2, 0.5, -0.1, 0.15),
    (90.0, 95.0, 0.5, 0.01, 0.3, 1.0, 0.05, 0.1),
    tags=TAGS,
    must_pass=True,
)
program(sharpe_drawdown, (0.05 * normal(8),), (0.03 * normal(6),), tags=TAGS, must_pass=True)
