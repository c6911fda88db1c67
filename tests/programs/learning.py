"""Networks and other learners, by hand, as people write them on the web: real code in style and size."""

from dataclasses import dataclass
from typing import Dict

import numpy as np

from tests.programs import program
from tests.programs.numbers_ import normal, uniform

TAGS = "learning strangers"


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm_step(x, h, c, W, U_, b):
    z = W @ x + U_ @ h + b
    i, f, o, g = np.split(z, 4)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    h = sigmoid(o) * np.tanh(c)
    return h, c


def lstm_sequence_loss(params, xs, target):
    H = params["U"].shape[1]
    h, c = np.zeros(H), np.zeros(H)
    for x in xs:
        h, c = lstm_step(x, h, c, params["W"], params["U"], params["b"])
    y = params["V"] @ h
    return 0.5 * ((y - target) ** 2).sum()


class Layer:
    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        raise NotImplementedError


class Dense(Layer):
    def __init__(self, W, b, activation=None):
        self.W, self.b, self.activation = W, b, activation

    def forward(self, x):
        z = x @ self.W + self.b
        return self.activation(z) if self.activation else z


class LayerNorm(Layer):
    def __init__(self, gamma, beta, eps=1e-5):
        self.gamma, self.beta, self.eps = gamma, beta, eps

    def forward(self, x):
        mu = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        return self.gamma * (x - mu) / np.sqrt(var + self.eps) + self.beta


class Sequential(Layer):
    def __init__(self, *layers):
        self.layers = list(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def mlp_classes(W1, b1, g, be, W2, b2, x, labels):
    net = Sequential(Dense(W1, b1, gelu), LayerNorm(g, be), Dense(W2, b2))
    logits = net(x)
    logits -= logits.max(axis=1, keepdims=True)
    logp = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return -logp[np.arange(len(labels)), labels].mean()


def multi_head_attention(x, Wq, Wk, Wv, Wo, n_heads=2, causal=True):
    T, d = x.shape
    dh = d // n_heads

    def split(h):
        return h.reshape(T, n_heads, dh).transpose(1, 0, 2)

    q, k, v = split(x @ Wq), split(x @ Wk), split(x @ Wv)
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(dh)
    if causal:
        mask = np.triu(np.ones((T, T), dtype=bool), k=1)
        scores = np.where(mask, -1e9, scores)
    scores = scores - scores.max(axis=-1, keepdims=True)
    w = np.exp(scores)
    w /= w.sum(axis=-1, keepdims=True)
    out = (w @ v).transpose(1, 0, 2).reshape(T, d)
    return np.sum((out @ Wo) ** 2)


def embedding_bag_add_at(E, idx, grad_out, lr):
    emb = E[idx].mean(axis=1)
    G = np.zeros_like(E)
    np.add.at(G, idx, (grad_out / idx.shape[1])[:, None, :] * np.ones(idx.shape + (1,)))
    E2 = E - lr * G
    return np.sum(E2[idx].sum(axis=1) * emb)


def hard_kmeans_inertia(X, k=2, iters=3):
    C = X[:k].copy()
    for _ in range(iters):
        d = np.linalg.norm(X[:, None, :] - C[None, :, :], axis=2)
        lab = d.argmin(axis=1)
        for j in range(k):
            members = X[lab == j]
            if len(members) > 0:
                C[j] = members.mean(axis=0)
    return np.sum((X - C[lab]) ** 2)


@dataclass
class Stump:
    feature: int
    threshold: float
    left: float
    right: float

    def predict(self, X):
        return np.where(X[:, self.feature] <= self.threshold, self.left, self.right)


def boosting_squared_loss(X, y, lr, rounds=3):
    pred = np.full(len(y), y.mean())
    ensemble = []
    for r in range(rounds):
        resid = y - pred
        f = r % X.shape[1]
        thr = np.median(X[:, f])
        mask = X[:, f] <= thr
        s = Stump(f, thr, resid[mask].mean(), resid[~mask].mean())
        ensemble.append(s)
        pred = pred + lr * s.predict(X)
    return np.mean((y - pred) ** 2)


class Adam:
    def __init__(self, lr=0.01, b1=0.9, b2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, b1, b2, eps
        self.m: Dict[str, np.ndarray] = {}
        self.v: Dict[str, np.ndarray] = {}
        self.t = 0

    def update(self, params, grads):
        self.t += 1
        new = {}
        for k in params:
            self.m[k] = self.b1 * self.m.get(k, np.zeros_like(params[k])) + (1 - self.b1) * grads[k]
            self.v[k] = self.b2 * self.v.get(k, np.zeros_like(params[k])) + (1 - self.b2) * grads[k] ** 2
            mh = self.m[k] / (1 - self.b1**self.t)
            vh = self.v[k] / (1 - self.b2**self.t)
            new[k] = params[k] - self.lr * mh / (np.sqrt(vh) + self.eps)
        return new


def meta_learning_rate(lr, w, b, X, y):
    """Loss after three Adam steps of linear regression with hand-written gradients."""
    opt = Adam(lr=lr)
    params = {"w": w, "b": b}
    for _ in range(3):
        r = X @ params["w"] + params["b"] - y
        grads = {"w": 2 * X.T @ r / len(y), "b": np.array([2 * r.mean()])}
        params = opt.update(params, grads)
    r = X @ params["w"] + params["b"] - y
    return (r**2).mean()


def ctc_forward(logits, labels, blank=0):
    ext = [blank]
    for l in labels:
        ext += [l, blank]
    T = logits.shape[0]
    logp = logits - np.log(np.exp(logits).sum(1, keepdims=True))
    p = np.exp(logp)
    S = len(ext)
    alpha = np.zeros((T, S))
    alpha[0, 0] = p[0, ext[0]]
    alpha[0, 1] = p[0, ext[1]]
    for t in range(1, T):
        for s in range(S):
            a = alpha[t - 1, s]
            if s > 0:
                a += alpha[t - 1, s - 1]
            if s > 1 and ext[s] != blank and ext[s] != ext[s - 2]:
                a += alpha[t - 1, s - 2]
            alpha[t, s] = a * p[t, ext[s]]
    return -np.log(alpha[-1, -1] + alpha[-1, -2])


def graph_conv_classify(A, X, W1, W2, labels):
    A_hat = A + np.eye(A.shape[0])
    D = A_hat.sum(axis=1)
    Dm = np.diag(D**-0.5)
    S = Dm @ A_hat @ Dm
    H = np.maximum(0, S @ X @ W1)
    Z = S @ H @ W2
    e = np.exp(Z - np.max(Z, axis=1)[:, None])
    Pm = e / np.sum(e, axis=1)[:, None]
    return -sum(np.log(Pm[i, l]) for i, l in enumerate(labels)) / len(labels)


def policy_gradient_returns(logits, rewards, actions, gamma=0.9):
    G = 0
    returns = []
    for r in rewards[::-1]:
        G = r + gamma * G
        returns.insert(0, G)
    returns = np.array(returns)
    adv = (returns - returns.mean()) / (returns.std() + 1e-8)
    logp = logits - np.log(np.sum(np.exp(logits), axis=1, keepdims=True))
    chosen = np.array([logp[t][a] for t, a in enumerate(actions)])
    entropy = -(np.exp(logp) * logp).sum(axis=1).mean()
    return -(chosen * adv).mean() - 0.01 * entropy


program(
    lstm_sequence_loss,
    ({"W": normal(8, 3), "U": normal(8, 2), "b": normal(8), "V": normal(2, 2)}, normal(4, 3), normal(2)),
    ({"W": normal(12, 2), "U": normal(12, 3), "b": normal(12), "V": normal(1, 3)}, normal(3, 2), normal(1)),
    tags=TAGS,
    must_pass=True,
)
program(
    mlp_classes,
    (
        normal(3, 4),
        normal(4),
        uniform(4),
        normal(4, seed=2),
        normal(4, 2),
        normal(2),
        normal(5, 3),
        np.array([0, 1, 1, 0, 1]),
    ),
    (
        normal(2, 3),
        normal(3),
        uniform(3),
        normal(3, seed=2),
        normal(3, 3),
        normal(3, seed=3),
        normal(4, 2),
        np.array([2, 1, 0, 2]),
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    multi_head_attention,
    (normal(3, 4), normal(4, 4), normal(4, 4, seed=2), normal(4, 4, seed=3), normal(4, 4, seed=4)),
    (normal(4, 6), normal(6, 6), normal(6, 6, seed=2), normal(6, 6, seed=3), normal(6, 6, seed=4)),
    tags=TAGS,
    must_pass=True,
)
program(
    embedding_bag_add_at,
    (normal(5, 2), np.array([[0, 1], [1, 4], [2, 2]]), normal(3, 2), 0.1),
    (normal(4, 3), np.array([[3, 1, 1]]), normal(1, 3), 0.3),
    tags=TAGS,
    must_pass=True,
)
program(hard_kmeans_inertia, (normal(6, 2),), (normal(7, 3),), tags=TAGS, must_pass=True)
program(
    boosting_squared_loss,
    (normal(6, 2), normal(6), 0.3),
    (normal(7, 3), normal(7), 0.5),
    tags=TAGS,
    must_pass=True,
)
program(
    meta_learning_rate,
    (0.1, normal(2), normal(1), normal(5, 2), normal(5)),
    (0.05, normal(3), normal(1), normal(4, 3), normal(4)),
    second=False,
    tags=TAGS,
    must_pass=True,
)
program(ctc_forward, (normal(4, 3), [1, 2]), (normal(5, 2), [1, 1]), tags=TAGS, must_pass=True)
program(
    graph_conv_classify,
    (uniform(4, 4), normal(4, 2), normal(2, 3), normal(3, 2), [0, 1, 1, 0]),
    (uniform(3, 3), normal(3, 3), normal(3, 2), normal(2, 3), [2, 0, 1]),
    tags=TAGS,
    must_pass=True,
)
program(
    policy_gradient_returns,
    (normal(4, 3), normal(4), [0, 2, 1, 1]),
    (normal(3, 2), normal(3), [1, 0, 1]),
    tags=TAGS,
    must_pass=True,
)
