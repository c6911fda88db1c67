"""Distances between points, of `scipy.spatial.distance`, in terms of differences: see `compositions`."""

from __future__ import annotations

import numpy as np


def cdist(XA, XB, metric="euclidean"):  # noqa: N803 - SciPy's names
    return _length(XA[:, np.newaxis, :] - XB[np.newaxis, :, :], metric)


def pdist(X, metric="euclidean"):  # noqa: N803
    rows, columns = np.triu_indices(len(X), 1)
    return _length(X[rows] - X[columns], metric)


def _length(differences, metric):
    if metric == "euclidean":
        return np.linalg.norm(differences, axis=-1)
    if metric == "sqeuclidean":
        return np.sum(differences**2, axis=-1)
    if metric == "cityblock":
        return np.sum(np.abs(differences), axis=-1)
    if metric == "chebyshev":
        return np.max(np.abs(differences), axis=-1)
    raise ValueError("write the distance with differences")


def squareform(X, force="no", checks=True):  # noqa: N803
    if np.ndim(X) == 2:
        rows, columns = np.triu_indices(len(X), 1)
        return X[rows, columns]
    n = round((1 + (1 + 8 * len(X)) ** 0.5) / 2)
    rows, columns = np.triu_indices(n, 1)
    made = np.zeros((n, n))
    made[rows, columns] = X
    made[columns, rows] = X
    return made
