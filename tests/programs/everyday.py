"""Everyday Python around numbers, as people write them on the web: real code in style and size."""

import functools
import math
import random
from collections import defaultdict, deque

import numpy as np

from tests.programs import program
from tests.programs.numbers_ import normal

TAGS = "everyday strangers"


def timed(func):
    calls = []

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        calls.append(func.__name__)
        return func(*args, **kwargs)

    wrapper.calls = calls
    return wrapper


@timed
def softplus(x, beta=1.0):
    return np.log1p(np.exp(beta * x)) / beta


def decorated_activation_sum(x, beta):
    return np.sum(softplus(x, beta=beta)) + softplus(x[0])


def memo_binomial_tree(S, K, u, p, n=4):
    cache = {}

    def value(i, j):
        if (i, j) in cache:
            return cache[i, j]
        if i == n:
            v = max(S * u ** (2 * j - i) - K, 0.0)
        else:
            v = 0.99 * (p * value(i + 1, j + 1) + (1 - p) * value(i + 1, j))
        cache[i, j] = v
        return v

    return value(0, 0)


def nonlocal_counter_integral(a, b, k):
    evals = 0
    acc = 0.0

    def f(x):
        nonlocal evals, acc
        evals += 1
        acc += 0.01 * x
        return math.exp(-k * x)

    h = (b - a) / 4
    s = f(a) + f(b)
    for i in range(1, 4):
        s += (4 if i % 2 else 2) * f(a + i * h)
    return s * h / 3 + acc / evals


def matrix_game_of_lists(rows):
    n = len(rows)
    grid = [[0.0] * n for _ in range(n)]
    for i, r in enumerate(rows):
        for j in range(n):
            grid[i][j] = r * (j + 1)
    t = list(map(list, zip(*grid)))
    total = 0.0
    for a, b in zip(grid, t):
        total += sum(x * y for x, y in zip(a, b[::-1]))
    flat = [v for row in t for v in row if v > 0.5]
    return total + max(flat, default=0.0)


def event_queue_simulation(arrivals, service):
    import heapq

    queue = [(t, i) for i, t in enumerate(arrivals)]
    heapq.heapify(queue)
    free_at = 0.0
    waits = []
    while queue:
        t, i = heapq.heappop(queue)
        start = max(t, free_at)
        waits.append(start - t)
        free_at = start + service * (1 + 0.1 * i)
    return sum(waits) / len(waits) + free_at


def config_merge(cfg, **overrides):
    base = dict(lr=0.1, decay=0.9, steps=3)
    base.update(cfg)
    base |= overrides
    x = base.pop("x0", 1.0)
    lr = base["lr"]
    for step in range(base["steps"]):
        g = 2 * (x - 3)
        x -= lr * g
        lr *= base.get("decay", 1.0)
    else:
        x += 0.01
    return x


def training_from_config(lr, decay, x0):
    return config_merge({"lr": lr, "x0": x0}, decay=decay) + config_merge({"lr": lr}, steps=2)


def group_stats(labels, values):
    groups = defaultdict(list)
    for l, v in zip(labels, values):
        groups[l].append(v)
    means = {k: sum(v) / len(v) for k, v in groups.items()}
    variances = {k: sum((x - means[k]) ** 2 for x in v) / max(len(v) - 1, 1) for k, v in groups.items()}
    grand = sum(means.values()) / len(means)
    between = sum(len(groups[k]) * (m - grand) ** 2 for k, m in means.items())
    return between / (sum(variances.values()) + 1e-3)


def sliding_generator(xs, k):
    def windows(seq, size):
        buf = deque(maxlen=size)
        for s in seq:
            buf.append(s)
            if len(buf) == size:
                yield tuple(buf)

    return sum(max(w) * min(w) for w in windows(xs, k))


def matched_shapes(shapes):
    area = 0.0
    for s in shapes:
        match s:
            case ("circle", r):
                area += math.pi * r**2
            case ("rect", w, h) if w > 0:
                area += w * h
            case {"kind": "tri", "b": b, "h": h}:
                area += 0.5 * b * h
            case _:
                area += 0.0
    return area


def retry_newton(x, tol=1e-8):
    for attempt, guess in enumerate((-1.0, 0.0, 2.0), start=1):
        try:
            y = guess
            for _ in range(6):
                if y <= 0:
                    raise ValueError("negative")
                y = y - (math.log(y) * y - x) / (math.log(y) + 1)
            return y * attempt
        except (ValueError, ZeroDivisionError):
            continue
    return 0.0


def bootstrap_bagging(X, y, n_models=3):
    random.seed(5)
    preds = np.zeros(len(y))
    for m in range(n_models):
        idx = [random.randrange(len(y)) for _ in range(len(y))]
        Xb, yb = X[idx], y[idx]
        coef = np.linalg.solve(Xb.T @ Xb + 0.5 * np.eye(X.shape[1]), Xb.T @ yb)
        preds += X @ coef / n_models
    return float(np.mean((preds - y) ** 2))


def sparse_dict_matvec(entries, x):
    y = {}
    for (i, j), v in entries.items():
        y[i] = y.get(i, 0.0) + v * x[j]
    return sum(abs(y[k]) ** 1.5 for k in sorted(y))


def knn_regression(Xtr, ytr, q, k=2):
    d = [(math.dist(a, q), b) for a, b in zip(Xtr, ytr)]
    d.sort(key=lambda t: t[0])
    w = [1 / (di + 1e-3) for di, _ in d[:k]]
    return sum(wi * yi for wi, (_, yi) in zip(w, d)) / sum(w)


def cumulative_pipeline(x, *stages, scale=1.0, **params):
    for st in stages:
        x = st(x) * scale
    return x + sum(params.values())


def pipeline_user(x, s):
    return cumulative_pipeline(x, math.sin, lambda v: v**2, abs, scale=s, bias=0.5 * x, shift=s)


def rotating_selection(x):
    total = 0.0
    for m in range(3):
        for q in range(2):
            idx = [(i * m + q) % 3 for i in range(len(x))]
            if q and m:
                idx.append(0)
            total = total + np.sum(x[idx][:2] ** 2) * (1.0 + total) + x[idx[0]]
    return total


def weights_made_in_each_trip(x):
    total = 0.0
    for m in range(3):
        w = []
        for i in range(len(x)):
            w.append(0.5 * i + m * x[i])
        total = total + np.sum(np.array(w) * x**2)
        for k in range(len(w)):
            total = total + w[k] ** 2 * x[k]
    return total


program(decorated_activation_sum, (normal(4), 1.3), (normal(3), 0.7), tags=TAGS, must_pass=True)
program(memo_binomial_tree, (100.0, 95.0, 1.1, 0.55), (90.0, 95.0, 1.2, 0.5), tags=TAGS, must_pass=True)
program(nonlocal_counter_integral, (0.0, 1.0, 2.0), (0.5, 2.0, 0.7), tags=TAGS, must_pass=True)
program(matrix_game_of_lists, ([0.5, 1.2, 0.3],), ([0.8, -0.4],), tags=TAGS, must_pass=True)
program(
    event_queue_simulation, ([0.5, 0.1, 0.9, 0.4], 0.5), ([0.2, 0.3, 1.9], 0.3), tags=TAGS, must_pass=True
)
program(training_from_config, (0.1, 0.9, 0.5), (0.2, 0.7, -1.0), tags=TAGS, must_pass=True)
program(
    group_stats,
    (["a", "b", "a", "c", "b", "a"], normal(6)),
    (["x", "y", "x", "y"], normal(4)),
    tags=TAGS,
    must_pass=True,
)
program(sliding_generator, (normal(6), 3), (normal(5), 2), tags=TAGS, must_pass=True)
program(
    matched_shapes,
    ([("circle", 1.2), ("rect", 0.5, 2.0), {"kind": "tri", "b": 1.0, "h": 0.3}],),
    ([("circle", 0.2), ("rect", 1.5, 1.0), {"kind": "tri", "b": 2.0, "h": 0.7}],),
    tags=TAGS,
    must_pass=True,
)
program(retry_newton, (1.5,), (3.0,), tags=TAGS, must_pass=True)
program(bootstrap_bagging, (normal(6, 2), normal(6)), (normal(5, 3), normal(5)), tags=TAGS, must_pass=True)
program(
    sparse_dict_matvec,
    ({(0, 1): 0.5, (1, 0): 2.0, (0, 2): -1.0}, normal(3)),
    ({(0, 0): 1.5, (2, 1): 0.3}, normal(2)),
    tags=TAGS,
    must_pass=True,
)
program(
    knn_regression,
    (normal(5, 2), normal(5), normal(2)),
    (normal(4, 3), normal(4), normal(3), 3),
    tags=TAGS,
    must_pass=True,
)
program(pipeline_user, (0.7, 1.3), (1.9, 0.4), tags=TAGS, must_pass=True)
program(rotating_selection, (normal(4),), (normal(5),), tags=TAGS, must_pass=True)
program(weights_made_in_each_trip, (normal(4),), (normal(3),), tags=TAGS, must_pass=True)
