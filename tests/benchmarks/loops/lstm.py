"""The LSTM's element-wise statements as loops; products stay calls of BLAS."""

import numpy as np

from tests.benchmarks.loops.vector import logistic, tanh


def forward(Wx, Wh, b, xs):
    """Gates, cells and outputs of all steps; the products with the inputs in one."""
    T, B, D = xs.shape
    H = Wh.shape[0]
    A = (xs.reshape(T * B, D) @ Wx).reshape(T, B, 4 * H)
    hs, cs, squashed = np.zeros((T + 1, B, H)), np.zeros((T + 1, B, H)), np.empty((T, B, H))
    for t in range(T):
        a = A[t]
        recurrent = hs[t] @ Wh
        for n in range(B):
            for k in range(H):
                i = logistic(a[n, k] + recurrent[n, k] + b[k])
                f = logistic(a[n, H + k] + recurrent[n, H + k] + b[H + k])
                o = logistic(a[n, 2 * H + k] + recurrent[n, 2 * H + k] + b[2 * H + k])
                g = tanh(a[n, 3 * H + k] + recurrent[n, 3 * H + k] + b[3 * H + k])
                c = f * cs[t, n, k] + i * g
                v = tanh(c)
                a[n, k], a[n, H + k], a[n, 2 * H + k], a[n, 3 * H + k] = i, f, o, g
                cs[t + 1, n, k], squashed[t, n, k], hs[t + 1, n, k] = c, v, o * v
    return A, hs, cs, squashed


def back(a, cs, squashed, h_bar, c_bar):
    """Adjoints of one step's gates in their place."""
    B, H = h_bar.shape
    for n in range(B):
        for k in range(H):
            i, f, o, g = a[n, k], a[n, H + k], a[n, 2 * H + k], a[n, 3 * H + k]
            v = squashed[n, k]
            c = c_bar[n, k] + h_bar[n, k] * o * (1.0 - v * v)
            a[n, k] = c * g * i * (1.0 - i)
            a[n, H + k] = c * cs[n, k] * f * (1.0 - f)
            a[n, 2 * H + k] = h_bar[n, k] * v * o * (1.0 - o)
            a[n, 3 * H + k] = c * i * (1.0 - g * g)
            c_bar[n, k] = c * f


def hand(Wx, Wh, b, wo, xs, y):
    """One product a weight at the end."""
    T, B, D = xs.shape
    H = Wh.shape[0]
    A, hs, cs, squashed = forward(Wx, Wh, b, xs)
    r = (2.0 / B) * (hs[T] @ wo - y)
    h_bar, c_bar, transposed = np.outer(r, wo), np.zeros((B, H)), np.ascontiguousarray(Wh.T)
    for t in range(T - 1, -1, -1):
        back(A[t], cs[t], squashed[t], h_bar, c_bar)
        h_bar = A[t] @ transposed
    rows = A.reshape(T * B, 4 * H)
    b_bar = np.zeros(4 * H)
    for n in range(T * B):
        for k in range(4 * H):
            b_bar[k] += rows[n, k]
    return xs.reshape(T * B, D).T @ rows, hs[:T].reshape(T * B, H).T @ rows, b_bar, r @ hs[T]


def prototype(Wx, Wh, b, wo, xs, y):
    """Products added up step by step."""
    T, B, D = xs.shape
    H = Wh.shape[0]
    A, hs, cs, squashed = forward(Wx, Wh, b, xs)
    r = (2.0 / B) * (hs[T] @ wo - y)
    h_bar, c_bar = np.outer(r, wo), np.zeros((B, H))
    Wx_bar, Wh_bar, b_bar = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    for t in range(T - 1, -1, -1):
        a = A[t]
        back(a, cs[t], squashed[t], h_bar, c_bar)
        Wx_bar += xs[t].T @ a
        Wh_bar += hs[t].T @ a
        for n in range(B):
            for k in range(4 * H):
                b_bar[k] += a[n, k]
        h_bar = a @ Wh.T
    return Wx_bar, Wh_bar, b_bar, r @ hs[T]
