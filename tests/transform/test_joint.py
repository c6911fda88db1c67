"""Value and gradient from one loop: where it is allowed, where it is not, and that the numbers stay."""

import numpy as np
import pytest

import tangentx as tx

RNG = np.random.default_rng(3)
X, Y, W = RNG.normal(size=(6, 3)), RNG.normal(size=6), RNG.normal(size=3)


def mean_of_squares(w, x, y):
    total = 0.0
    for i in range(len(y)):
        total += (np.dot(w, x[i]) - y[i]) ** 2
    return total / len(y)


def two_loops(w, x, y):
    total, size = 0.0, 0.0
    for i in range(len(y)):
        z = 0.0
        for j in range(len(w)):
            z += w[j] * x[i, j]
        if z > 0:
            total += (z - y[i]) ** 2
        else:
            total += y[i] ** 2 * w[0]
    for j in range(len(w)):
        size += w[j] ** 2
    n = float(x.shape[0])
    return 3.0 * total / n - 0.1 * size


def pairs(w, x, y):
    e = 0.0
    for i in range(len(y)):
        for j in range(i):
            d = (x[i] - x[j]) * w
            r = np.sqrt(d @ d + 0.1)
            e += y[i] * y[j] / r
        e -= w[0] * y[i]
    return e


def a_loop_until(w, x, y):
    total = 0.0
    for i in range(len(w)):
        v, step = w[i], 1.0
        while abs(step) > 1e-9:
            step = (v * v * v - w[i]) / (3.0 * v * v + 1.0)
            v = v - step
        total += v * y[i]
    return total


def a_clock(w, x, y):
    """What is carried besides the sum is no derivative's business."""
    total, clock = 0.0, 0.0
    for i in range(len(w)):
        total += w[i] ** 2 * y[i]
        clock = clock + 0.1
    return total + clock


def not_linear(w, x, y):
    total = 0.0
    for i in range(len(w)):
        total += w[i] ** 2
    return np.sqrt(total)


def counted(w, x, y):
    total, count = 0.0, 0
    for i in range(len(w)):
        if w[i] > 0:
            total += w[i] ** 2
            count += 1
    return total / max(count, 1)


def carried(w, x, y):
    total, p = 0.0, 1.0
    for i in range(len(w)):
        p = p * w[i]
        total += p
    return total


def one_after_another(w, x, y):
    first, second = 0.0, 0.0
    for i in range(len(w)):
        first += w[i] ** 2
    for i in range(len(w)):
        second += first * w[i]
    return second


def written_behind(w, x, y):
    total = 0.0
    for i in range(len(w)):
        total += w[i] ** 2
    v = w * 2.0
    v[0] = w[1] ** 2
    return total + v[0]


def bound_again(w, x, y):
    total = 0.0
    for i in range(len(w)):
        total += w[i] ** 2 * x[0, i]
    w = np.sin(w)
    return total + w @ w


def the_last_of_it(w, x, y):
    total, v = 0.0, 0.0
    for i in range(len(w)):
        v = w[i] ** 3
        total += v
    return total + v


def scaled_by_a_loop(w, x, y):
    scale = 0.0
    for i in range(len(w)):
        scale += w[i] ** 2
    total = 0.0
    for i in range(len(y)):
        total += scale * (w @ x[i]) * y[i]
    return total


def with_aux(w, x, y):
    total, count = 0.0, 0
    for i in range(len(y)):
        r = w @ x[i] - y[i]
        if r > 0:
            count += 1
        total += r * r
    return total, count


JOINT = [mean_of_squares, two_loops, pairs, a_loop_until, a_clock, bound_again]
APART = [not_linear, counted, carried, one_after_another, written_behind, the_last_of_it, scaled_by_a_loop]


def central_differences(primal, w, h=1e-6):
    steps = h * np.eye(len(w))
    return np.array([(primal(w + e, X, Y) - primal(w - e, X, Y)) / (2.0 * h) for e in steps])


@pytest.mark.parametrize("primal", [*JOINT, *APART], ids=lambda f: f.__name__)
@pytest.mark.parametrize("w", [W, np.abs(W) + 0.5], ids=["any", "positive"])
def test_value_and_gradient_are_those_of_two_sweeps(primal, w):
    derivative = tx.value_and_grad(primal)
    for _ in range(2):
        value, gradient = derivative(w, X, Y)
        assert value == primal(w, X, Y)
        np.testing.assert_allclose(gradient, tx.grad(primal)(w, X, Y), rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(gradient, central_differences(primal, w), rtol=1e-6, atol=1e-8)


def test_a_loop_without_trips():
    value, gradient = tx.value_and_grad(pairs)(W, X[:0], Y[:0])
    assert value == 0.0
    np.testing.assert_array_equal(gradient, np.zeros(3))


@pytest.mark.parametrize("primal", JOINT, ids=lambda f: f.__name__)
def test_one_loop_makes_the_value_and_is_reversed(primal):
    derivative = tx.value_and_grad(primal)
    derivative(W, X, Y)
    assert "# both sweeps" in derivative.source
    assert "reversed(range(len(y)))" not in derivative.source


@pytest.mark.parametrize("primal", [not_linear, counted, carried, the_last_of_it], ids=lambda f: f.__name__)
def test_what_depends_on_other_trips_has_two_sweeps(primal):
    derivative = tx.value_and_grad(primal)
    derivative(W, X, Y)
    assert "# both sweeps" not in derivative.source


def test_what_comes_beside_the_value_is_made_by_the_loop_too():
    gradient, count = tx.grad(with_aux, has_aux=True)(W, X, Y)
    assert count == with_aux(W, X, Y)[1]
    np.testing.assert_allclose(
        gradient, tx.grad(lambda w: sum((w @ a - b) ** 2 for a, b in zip(X, Y, strict=True)))(W)
    )
