"""Logistic regression on the breast-cancer data: SciPy minimises, tangentx derives the gradient."""

from typing import Annotated

import numpy as np
from scipy.optimize import minimize
from sklearn.datasets import load_breast_cancer

import tangentx as tx

# Optional: with dimensions, text can be had before any call.
Weights = Annotated[np.ndarray, "d"]
Features = Annotated[np.ndarray, "n d"]
Labels = Annotated[np.ndarray, "n"]


def loss(w: Weights, X: Features, y: Labels, strength=1e-2):
    """Mean logistic loss of labels -1 and +1, with a ridge penalty."""
    margin = y * (X @ w)
    penalty = 0.5 * strength * np.sum(w[1:] ** 2)
    return np.mean(np.logaddexp(0.0, -margin)) + penalty


def data():
    """The standardised features with a leading column of ones, and the labels as -1.0 and +1.0."""
    features, labels = load_breast_cancer(return_X_y=True)
    features = (features - features.mean(axis=0)) / features.std(axis=0)
    return np.column_stack([np.ones(len(features)), features]), 2.0 * labels - 1.0


def accuracy(w, X, y):
    return np.mean(np.sign(X @ w) == y)


def split(X, y, share=0.75):
    """Training rows and test rows, always the same ones."""
    order = np.random.default_rng(0).permutation(len(y))
    cut = int(share * len(y))
    return (X[order[:cut]], y[order[:cut]]), (X[order[cut:]], y[order[cut:]])


def main():
    train, test = split(*data())
    value_and_grad = tx.value_and_grad(loss, "w")
    progress = []

    def report(w):
        value, gradient = value_and_grad(w, *train)
        progress.append(value)
        if len(progress) % 5 == 1:
            print(
                f"iteration {len(progress):3d}   loss {value:.6f}   |gradient| {np.linalg.norm(gradient):.2e}"
            )

    start = np.zeros(train[0].shape[1])
    result = minimize(value_and_grad, start, args=train, jac=True, callback=report)

    print(value_and_grad.source)
    print(
        f"training accuracy {accuracy(result.x, *train):.3f}, test accuracy {accuracy(result.x, *test):.3f}"
    )

    assert result.success, result.message
    assert progress[-1] < 0.2 < loss(start, *train)
    assert accuracy(result.x, *test) > 0.95


if __name__ == "__main__":
    main()
