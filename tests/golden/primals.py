"""Small programs whose derivatives are kept as files: one construct each, as people write them."""

import numpy as np


def newton_root(a, tolerance=1e-12):
    """A while loop whose number of trips depends on the values."""
    x = 0.5 * (1.0 + a)
    while abs(x * x - a) > tolerance * a:
        x = 0.5 * (x + a / x)
    return x


def chebyshev(x, n):
    """A function that calls itself."""
    if n == 0:
        return 1.0
    if n == 1:
        return x
    return 2.0 * x * chebyshev(x, n - 1) - chebyshev(x, n - 2)


def affine_loss(params, x, y):
    """Parameters in a dict."""
    residual = x @ params["weights"] + params["bias"] - y
    return np.mean(residual**2)


def network(layers, x):
    """Parameters in a list of pairs."""
    for weights, bias in layers:
        x = np.tanh(x @ weights + bias)
    return np.sum(x * x)


def first_passage(x, limit):
    """A loop that is left early."""
    total = 0.0
    for value in x:
        total = total + value * value
        if total > limit:
            break
    return total * np.exp(-total)


def smooth(u, rate, steps=3):
    """Writes into an array by slices."""
    u = u.copy()
    for _ in range(steps):
        u[1:-1] += rate * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return np.sum(u * u)


def softmax_cross_entropy(logits, target):
    """Straight code on an array."""
    shifted = logits - np.max(logits)
    return np.log(np.sum(np.exp(shifted))) - np.dot(target, shifted)


def pendulum_energy(angle, speed, length=1.5):
    """Straight code on numbers."""
    height = length * (1.0 - np.cos(angle))
    return 0.5 * (length * speed) ** 2 + 9.81 * height


def polynomial(coefficients, x):
    """Horner's scheme: a loop over an array, backwards."""
    value = 0.0
    for c in coefficients[::-1]:
        value = value * x + c
    return value
