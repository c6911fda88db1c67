"""Derivatives taken inside functions that are differentiated."""

import numpy as np

import tangentx as tx
from tests.programs import program


def fh(z):
    return np.sum(z**3)


def derivative_of_lambda(x, y):
    g = tx.grad(lambda z: z**3)
    return g(x[0]) * x[1] * y


def derivative_of_global(x, y):
    return np.sum(tx.grad(fh)(x) ** 2) * y


def descent_on_local_loss(x, y):
    a = x[1] * y

    def loss(w):
        return (w * a - 2.0) ** 2 + np.sum(x) * w

    w = 1.0
    for k in range(3):
        w = w - 0.1 * tx.grad(loss)(w)
    return w


def value_and_gradient_inside(x, y):
    v, g = tx.value_and_grad(lambda z: np.sum(np.sin(z) * x) * y)(x)
    return v + np.sum(g**2)


def second_derivative_inside(x, y):
    h = tx.grad(tx.grad(lambda z: z**4 * y))
    return h(x[0])


def loss2(w, d):
    return np.sum((w * d) ** 2) + w[0]


def descent_on_global_loss(x, y):
    dl = tx.grad(loss2, wrt="w")
    w = x
    for k in range(4):
        w = w - 0.05 * dl(w, x * y)
    return np.sum(w)


def two_gradients_inside(x, y):
    dl = tx.grad(loss2, (0, 1))
    a, b = dl(x, x * y)
    return np.sum(a * b)


def newton(f, z, n=5):
    df = tx.grad(f)
    for _ in range(n):
        z = z - f(z) / df(z)
    return z


def newton_of_lambda(x, y):
    return newton(lambda z: z**2 - y * x[0], 1.0)


def cube(z):
    return z**3 - 2.0


def newton_of_global(x, y):
    return newton(cube, y) * x[0]


def derivatives_in_a_loop(x, y):
    t = 0.0
    for i in range(20):
        t = t + tx.grad(lambda z: z**3 * x[i % 4] * t)(y)
    return t


def sees_a_dict(x, y):
    params = {"a": x[0], "b": y}
    f = lambda z: params["a"] * z**2 + params["b"] * z
    return tx.grad(f)(x[1])


def sees_a_count(x, y):
    n = 3

    def f(z):
        t = z
        for k in range(n):
            t = t * z * y
        return t

    return tx.grad(f)(x[1])


def sees_what_is_bound_later(x, y):
    fs = [x[0], x[1]]
    k = 2.0
    f = lambda z: z**k * fs[0] * fs[1]
    g = tx.grad(f)
    k = 3.0
    return g(y)


def sees_what_is_written_later(x, y):
    a = x * 2
    f = lambda z: np.sum(z * a * a)
    g = tx.grad(f)
    a[0] = y
    return np.sum(g(x))


def derivative_of_a_derivative(x, y):

    def outer(q):
        inner = tx.grad(lambda z: z**3 * q)
        return inner(q)

    return tx.grad(outer)(y) * x[0]


def derivative_of_a_writer(x, y):
    u = x.copy()

    def f(z):
        z = z.copy()
        z[0] = z[1] * y
        return np.sum(z * z)

    g = tx.grad(f)(u)
    u[1] = g[1]
    return np.sum(u * g)


for f in (
    derivative_of_lambda,
    derivative_of_global,
    descent_on_local_loss,
    value_and_gradient_inside,
    second_derivative_inside,
    descent_on_global_loss,
    two_gradients_inside,
    newton_of_lambda,
    newton_of_global,
    derivatives_in_a_loop,
    sees_a_dict,
    sees_a_count,
    sees_what_is_bound_later,
    sees_what_is_written_later,
    derivative_of_a_derivative,
    derivative_of_a_writer,
):
    program(
        f,
        (np.array([0.7, -0.4, 1.3, 0.2]), 0.6),
        (np.array([0.3, 1.1, 0.6, 0.8]), 0.8),
        tags="inner issue3",
        must_pass=True,
    )
