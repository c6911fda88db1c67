"""Likelihoods, fits, smoothers, as people write them on the web: real code in style and size."""

import numpy as np
from scipy import linalg
from scipy.special import logsumexp

from tests.programs import program
from tests.programs.numbers_ import normal, uniform

TAGS = "statistical strangers"


def cox_partial_loglik(beta, X, time, status):
    order = np.argsort(-time)
    X, status = X[order], status[order]
    eta = X @ beta
    risk = np.log(np.cumsum(np.exp(eta)))
    return -np.sum((eta - risk)[status == 1])


def em_gaussian_mixture_1d(x, mu0, iters=3):
    K = len(mu0)
    mu = mu0.copy()
    sigma2 = np.ones(K)
    pi = np.ones(K) / K
    for _ in range(iters):
        logp = np.log(pi) - 0.5 * np.log(2 * np.pi * sigma2) - 0.5 * (x[:, None] - mu) ** 2 / sigma2
        lse = logsumexp(logp, axis=1, keepdims=True)
        r = np.exp(logp - lse)
        Nk = r.sum(axis=0)
        mu = (r * x[:, None]).sum(axis=0) / Nk
        sigma2 = (r * (x[:, None] - mu) ** 2).sum(axis=0) / Nk + 1e-2
        pi = Nk / len(x)
    return lse.sum()


class HMM:
    def __init__(self, start, trans, emit):
        self.start, self.trans, self.emit = start, trans, emit

    def forward(self, obs):
        alpha = self.start * self.emit[:, obs[0]]
        logZ = 0.0
        scale = alpha.sum()
        alpha = alpha / scale
        logZ += np.log(scale)
        for o in obs[1:]:
            alpha = (alpha @ self.trans) * self.emit[:, o]
            c = alpha.sum()
            alpha /= c
            logZ += np.log(c)
        return logZ

    def viterbi_score(self, obs):
        delta = np.log(self.start) + np.log(self.emit[:, obs[0]])
        for o in obs[1:]:
            delta = np.max(delta[:, None] + np.log(self.trans), axis=0) + np.log(self.emit[:, o])
        return np.max(delta)


def hmm_scores(start_logits, trans_logits, emit_logits, obs):
    def softmax(a, axis=-1):
        e = np.exp(a - a.max(axis=axis, keepdims=True))
        return e / e.sum(axis=axis, keepdims=True)

    m = HMM(softmax(start_logits), softmax(trans_logits), softmax(emit_logits))
    return m.forward(obs) + 0.5 * m.viterbi_score(obs)


def linear_mixed_model_reml(theta, X, Z, y):
    s2b, s2e = np.exp(theta)
    n, p = X.shape
    V = s2b * Z @ Z.T + s2e * np.eye(n)
    cf = linalg.cho_factor(V)
    VinvX = linalg.cho_solve(cf, X)
    XtVX = X.T @ VinvX
    beta = np.linalg.solve(XtVX, VinvX.T @ y)
    r = y - X @ beta
    logdetV = 2 * np.sum(np.log(np.diag(cf[0])))
    return 0.5 * (logdetV + np.linalg.slogdet(XtVX)[1] + r @ linalg.cho_solve(cf, r))


def kernel_density_cv(x, log_h):
    h = np.exp(log_h)
    n = len(x)
    cv = 0.0
    for i in range(n):
        others = np.delete(x, i)
        dens = np.mean(np.exp(-0.5 * ((x[i] - others) / h) ** 2)) / (h * np.sqrt(2 * np.pi))
        cv += np.log(dens)
    return -cv / n


def lasso_coordinate_descent(X, y, alpha, sweeps=3):
    n, p = X.shape
    beta = np.zeros(p)
    for _ in range(sweeps):
        for j in range(p):
            r = y - X @ beta + X[:, j] * beta[j]
            rho = X[:, j] @ r
            z = np.sum(X[:, j] ** 2)
            if rho < -alpha:
                beta[j] = (rho + alpha) / z
            elif rho > alpha:
                beta[j] = (rho - alpha) / z
            else:
                beta[j] = 0.0
    return 0.5 * np.sum((y - X @ beta) ** 2) + alpha * np.abs(beta).sum()


def gp_regression_lml(X, y, log_ls, log_sf, log_noise):
    ls = np.exp(log_ls)
    d = (X[:, None, :] - X[None, :, :]) / ls
    K = np.exp(2 * log_sf) * np.exp(-0.5 * np.sum(d**2, axis=-1))
    K[np.diag_indices_from(K)] += np.exp(2 * log_noise)
    L = np.linalg.cholesky(K)
    alpha = np.linalg.solve(L.T, np.linalg.solve(L, y))
    return -0.5 * y @ alpha - np.log(L.diagonal()).sum() - 0.5 * len(y) * np.log(2 * np.pi)


def holt_winters_sse(alpha, beta, gamma, y, period=3):
    level = np.mean(y[:period])
    trend = (np.mean(y[period : 2 * period]) - level) / period
    season = [y[i] - level for i in range(period)]
    sse = 0.0
    for t in range(period, len(y)):
        s = season[t % period]
        forecast = level + trend + s
        err = y[t] - forecast
        sse += err**2
        new_level = alpha * (y[t] - s) + (1 - alpha) * (level + trend)
        trend = beta * (new_level - level) + (1 - beta) * trend
        season[t % period] = gamma * (y[t] - new_level) + (1 - gamma) * s
        level = new_level
    return sse


def kaplan_meier_weighted(times, events, weights):
    order = np.argsort(times)
    surv, out = 1.0, []
    at_risk = weights.sum()
    for i in order:
        if events[i]:
            surv *= 1 - weights[i] / at_risk
        at_risk -= weights[i]
        out.append(surv)
    return np.mean(out[:-1])


def anova_f(groups):
    allx = np.concatenate(groups)
    grand = allx.mean()
    ssb = sum(len(g) * (g.mean() - grand) ** 2 for g in groups)
    ssw = sum(((g - g.mean()) ** 2).sum() for g in groups)
    dfb, dfw = len(groups) - 1, len(allx) - len(groups)
    return (ssb / dfb) / (ssw / dfw)


program(
    cox_partial_loglik,
    (normal(2), normal(6, 2), uniform(6), np.array([1, 0, 1, 1, 0, 1])),
    (normal(3), normal(4, 3), uniform(4), np.array([0, 1, 1, 1])),
    tags=TAGS,
    must_pass=True,
)
program(
    em_gaussian_mixture_1d,
    (normal(7), np.array([-1.0, 1.0])),
    (normal(5), np.array([-0.5, 0.3, 1.0])),
    tags=TAGS,
    must_pass=True,
)
program(
    hmm_scores,
    (normal(2), normal(2, 2), normal(2, 3), [0, 2, 1, 1, 0]),
    (normal(3), normal(3, 3), normal(3, 2), [1, 1, 0, 1]),
    tags=TAGS,
    must_pass=True,
)
program(
    linear_mixed_model_reml,
    (normal(2), normal(6, 2), np.kron(np.eye(2), np.ones((3, 1))), normal(6)),
    (normal(2, seed=4), normal(4, 1), np.kron(np.eye(2), np.ones((2, 1))), normal(4)),
    tags=TAGS,
    must_pass=True,
)
program(kernel_density_cv, (normal(6), -0.3), (normal(4), 0.1), tags=TAGS, must_pass=True)
program(
    lasso_coordinate_descent,
    (normal(6, 3), 2 * normal(6), 0.5),
    (normal(5, 2), 2 * normal(5), 1.0),
    tags=TAGS,
    must_pass=True,
)
program(holt_winters_sse, (0.5, 0.2, 0.3, normal(9)), (0.3, 0.1, 0.6, normal(7)), tags=TAGS, must_pass=True)
program(
    gp_regression_lml,
    (normal(5, 2), normal(5), 0.1 * normal(2), 0.1, -1.0),
    (normal(4, 1), normal(4), 0.1 * normal(1), -0.1, -0.5),
    tags=TAGS,
    must_pass=True,
)
program(
    kaplan_meier_weighted,
    (uniform(5), np.array([1, 0, 1, 1, 0]), uniform(5, seed=3)),
    (uniform(4), np.array([1, 1, 0, 1]), uniform(4, seed=3)),
    tags=TAGS,
    must_pass=True,
)
program(
    anova_f,
    ([normal(4), normal(3, seed=2), normal(5, seed=3)],),
    ([normal(3), normal(3, seed=2), normal(2, seed=3)],),
    tags=TAGS,
    must_pass=True,
)
