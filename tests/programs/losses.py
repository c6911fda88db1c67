"""Regression and classification losses, straight-line NumPy."""

import numpy as np
from numpy import exp, log

from tests.programs import Sampler, program

r = Sampler(1)
X, Y = r.normal(6, 3), r.normal(6)
X2, Y2 = r.normal(4, 3), r.normal(4)
LABELS, LABELS2 = r.labels(6).astype(float), r.labels(4).astype(float)
HUBER_DELTA = 0.8


def least_squares(w, x, y):
    residual = np.dot(x, w) - y
    return np.sum(residual * residual) / len(y)


def ridge(w, x, y, lam=0.1):
    return np.mean((x @ w - y) ** 2) + lam * np.sum(w**2)


def lasso(w, x, y, lam=0.1):
    return 0.5 * np.sum((y - x @ w) ** 2) + lam * np.sum(np.abs(w))


def logistic(w, x, y):
    z = x @ w
    return np.mean(np.logaddexp(0.0, z) - y * z)


def logistic_naive(w, x, y):
    p = 1.0 / (1.0 + exp(-x.dot(w)))
    return -np.mean(y * log(p) + (1 - y) * log(1 - p))


def huber(w, x, y):
    a = np.abs(x @ w - y)
    quad = np.minimum(a, HUBER_DELTA)
    return np.sum(0.5 * quad**2 + HUBER_DELTA * (a - quad))


def huber_where(w, x, y, delta=0.8):
    e = x @ w - y
    return np.sum(np.where(np.abs(e) < delta, 0.5 * e * e, delta * (np.abs(e) - 0.5 * delta)))


def hinge(w, x, y):
    return np.mean(np.maximum(0.0, 1.0 - (2 * y - 1) * (x @ w)))


def poisson(w, x, y):
    eta = x @ w
    return np.sum(np.exp(eta) - y * eta)


def softmax_xent(weights, x, onehot):
    logits = x @ weights
    shifted = logits - logits.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.sum(onehot * logp) / x.shape[0]


def quantile(w, x, y, tau=0.3):
    e = y - x @ w
    return np.mean(np.maximum(tau * e, (tau - 1.0) * e))


def cosine(u, v):
    return np.dot(u, v) / np.sqrt(np.dot(u, u) * np.dot(v, v))


def elastic(w, x, y, *, l1=0.05, l2=0.2):
    fit = ((y - np.matmul(x, w)) ** 2).mean()
    return fit + l1 * np.abs(w).sum() + 0.5 * l2 * np.square(w).sum()


def student_t(params, y):
    mu, log_scale, log_nu = params
    scale, nu = np.exp(log_scale), np.exp(log_nu)
    z = (y - mu) / scale
    return np.sum(0.5 * (nu + 1.0) * np.log1p(z * z / nu) + log_scale)


def gaussian_nll(mu, log_sigma, y):
    sigma = np.exp(log_sigma)
    return np.sum(0.5 * ((y - mu) / sigma) ** 2 + log_sigma + 0.5 * np.log(2 * np.pi))


def focal(w, x, y, gamma=2.0):
    p = 1 / (1 + np.exp(-(x @ w)))
    pt = p * y + (1 - p) * (1 - y)
    return -np.mean((1 - pt) ** gamma * np.log(pt))


def total_variation(u):
    return np.sum(np.sqrt(1e-3 + (u[1:] - u[:-1]) ** 2))


def log_cosh(w, x, y):
    return np.sum(np.log(np.cosh(x @ w - y)))


def contrastive(a, b, margin=1.0):
    d = np.sqrt(np.sum((a - b) ** 2, axis=1))
    return np.mean(d**2 + np.maximum(margin - d, 0) ** 2)


def weighted(w, x, y, weights):
    return np.average((x @ w - y) ** 2) * 1.0 + np.sum(weights * (x @ w - y)) ** 2


def predictions(w, b, x):
    return np.tanh(x @ w + b)


def rank_one(u, v, m):
    return np.sum((m - np.outer(u, v)) ** 2)


W, W2 = r.normal(3), r.normal(3)
for f in (least_squares, ridge, logistic, logistic_naive, huber_where, poisson, focal, log_cosh):
    program(f, (W, X, LABELS), (W2, X2, LABELS2), tags="issue2 loss")
for f in (lasso, huber, hinge, quantile, elastic):
    program(f, (W, X, Y), (W2, X2, Y2), tags="issue2 loss", second=False)
program(
    softmax_xent,
    (r.normal(3, 4), X, np.eye(4)[[0, 1, 3, 2, 1, 0]]),
    (r.normal(3, 4), X2, np.eye(4)),
    tags="issue2",
)
program(cosine, (W, W2), (r.normal(7), r.normal(7)), wrt=(0, 1), tags="issue2 loss")
program(student_t, ((0.1, -0.2, 1.1), Y), ((0.4, 0.2, 0.1), Y2), tags="issue2 tuple")
program(gaussian_nll, (0.3, -0.1, Y), (r.normal(4), r.normal(4), Y2), wrt=(0, 1), tags="issue2 loss")
program(total_variation, (r.normal(8),), (r.normal(3),), tags="issue2 slices")
program(
    contrastive, (r.normal(4, 3), r.normal(4, 3)), (r.normal(2, 5), r.normal(2, 5)), wrt=(0, 1), second=False
)
program(
    weighted, (W, X, Y, r.unit(6)), (W2, X2, Y2, r.unit(4)), wrt=3, must_pass=False, tags="issue3 average"
)
program(predictions, (W, 0.3, X), (W2, -0.2, X2), tags="issue2 vector")
program(
    rank_one,
    (r.normal(3), r.normal(4), r.normal(3, 4)),
    (r.normal(2), r.normal(2), r.normal(2, 2)),
    wrt=(1, 0),
)
