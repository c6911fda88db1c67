"""Ordinary calls of what NumPy has since version 2.1: see `forms`."""

import numpy as np

FORMS = [
    lambda x, X, S, s: np.clip(x, min=0.0, max=1.0),
    lambda x, X, S, s: np.linalg.matmul(S, X),
    lambda x, X, S, s: np.matvec(S, x[:3]),
    lambda x, X, S, s: np.vecmat(x[:3], X),
    lambda x, X, S, s: np.cumulative_sum(x),
    lambda x, X, S, s: np.cumulative_sum(x, include_initial=True),
    lambda x, X, S, s: np.cumulative_prod(X, axis=1),
    lambda x, X, S, s: np.unstack(X)[1],
    lambda x, X, S, s: np.astype(x, float),
    lambda x, X, S, s: np.cumulative_sum(X, axis=0, include_initial=True),
    lambda x, X, S, s: np.matvec(np.stack([S, S]), x[:3]),
    lambda x, X, S, s: np.unstack(X, axis=1)[2],
    lambda x, X, S, s: np.astype(X, np.float64),
]
