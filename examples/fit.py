"""A robust fit with a helper, a loop and a branch: the program that the design uses to show emitted code."""

import numpy as np

import tangentx as tx

DELTA = 1.0


def residual(w, x, y):
    return np.dot(x, w) - y


def loss(w, x, y, n=3):
    r = residual(w, x, y)
    total = 0.0
    for _ in range(n):
        r = r * 0.5
        if np.sum(r) > DELTA:
            total = total + np.sum(r * r)
        else:
            total = total + np.sum(np.abs(r))
    return total


def main():
    """Compare the gradient with central differences on both sides of the branch, and print its text."""
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(5, 4)), rng.normal(size=4)
    gradient = tx.grad(loss, "w")
    for shift in (-20.0, 0.0, 20.0):
        y = rng.normal(size=5) + shift
        expected = central_differences(lambda v, y=y: loss(v, x, y), w)
        error = np.max(np.abs(gradient(w, x, y) - expected))
        print(f"shift {shift:6.1f}: loss {loss(w, x, y):10.4f}, gradient off by {error:.1e}")
        assert error < 1e-6, error
    print(gradient.source)


def central_differences(f, w, step=1e-6):
    return np.array([(f(w + step * e) - f(w - step * e)) / (2.0 * step) for e in np.eye(w.size)])


if __name__ == "__main__":
    main()
