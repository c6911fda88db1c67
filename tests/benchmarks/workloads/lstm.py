"""An LSTM over fifty steps, written as a Python loop over time."""

import numpy as np

from tests.benchmarks.loops import lstm as loops
from tests.benchmarks.rewrites import lstm as rewrites
from tests.benchmarks.workload import Workload

B, D, H = 16, 32, 64


def lstm(Wx, Wh, b, wo, xs, y):
    h = np.zeros((B, H))
    c = np.zeros((B, H))
    for t in range(len(xs)):
        a = xs[t] @ Wx + h @ Wh + b
        i = 1.0 / (1.0 + np.exp(-a[:, :H]))
        f = 1.0 / (1.0 + np.exp(-a[:, H : 2 * H]))
        o = 1.0 / (1.0 + np.exp(-a[:, 2 * H : 3 * H]))
        g = np.tanh(a[:, 3 * H :])
        c = f * c + i * g
        h = o * np.tanh(c)
    return np.mean((h @ wo - y) ** 2)


def hand(Wx, Wh, b, wo, xs, y):
    """The gates' inputs for all steps at once, adjoints in their place, one product a weight at the end."""
    T = len(xs)
    A = (xs.reshape(T * B, D) @ Wx).reshape(T, B, 4 * H)
    A += b
    hs, cs, squashed = np.zeros((T + 1, B, H)), np.zeros((T + 1, B, H)), np.empty((T, B, H))
    for t in range(T):
        a = A[t]
        a += hs[t] @ Wh
        s = a[:, : 3 * H]
        np.negative(s, out=s)
        np.exp(s, out=s)
        s += 1.0
        np.reciprocal(s, out=s)
        g = a[:, 3 * H :]
        np.tanh(g, out=g)
        c = cs[t + 1]
        np.multiply(s[:, H : 2 * H], cs[t], out=c)
        c += s[:, :H] * g
        np.tanh(c, out=squashed[t])
        np.multiply(s[:, 2 * H :], squashed[t], out=hs[t + 1])
    r = hs[T] @ wo
    r -= y
    r *= 2.0 / B
    wo_bar = r @ hs[T]
    h_bar, c_bar, back = np.outer(r, wo), np.zeros((B, H)), np.ascontiguousarray(Wh.T)
    for t in range(T - 1, -1, -1):
        h_bar, c_bar = _step_back(A[t], cs[t], squashed[t], h_bar, c_bar, back)
    rows = A.reshape(T * B, 4 * H)
    return xs.reshape(T * B, D).T @ rows, hs[:T].reshape(T * B, H).T @ rows, rows.sum(axis=0), wo_bar


def _step_back(a, c, squashed, h_bar, c_bar, back):
    i, f, o, g = a[:, :H], a[:, H : 2 * H], a[:, 2 * H : 3 * H], a[:, 3 * H :]
    o_bar = h_bar * squashed
    o_bar *= o
    o_bar *= 1.0 - o
    squashed *= squashed
    np.subtract(1.0, squashed, out=squashed)
    squashed *= o
    squashed *= h_bar
    c_bar += squashed
    i_bar = c_bar * g
    i_bar *= i
    i_bar *= 1.0 - i
    g_bar = c_bar * i
    g_bar *= 1.0 - g * g
    f_bar = c_bar * c
    f_bar *= f
    f_bar *= 1.0 - f
    c_bar *= f
    a[:, :H], a[:, H : 2 * H], a[:, 2 * H : 3 * H], a[:, 3 * H :] = i_bar, f_bar, o_bar, g_bar
    return a @ back, c_bar


def prototype(Wx, Wh, b, wo, xs, y):
    h, c = np.zeros((B, H)), np.zeros((B, H))
    T, stack = len(xs), []
    for t in range(T):
        before = h, c
        a = xs[t] @ Wx + h @ Wh + b
        i = 1.0 / (1.0 + np.exp(-a[:, :H]))
        f = 1.0 / (1.0 + np.exp(-a[:, H : 2 * H]))
        o = 1.0 / (1.0 + np.exp(-a[:, 2 * H : 3 * H]))
        g = np.tanh(a[:, 3 * H :])
        c = f * c + i * g
        v = np.tanh(c)
        h = o * v
        stack.append((*before, i, f, o, g, v))
    r_bar = (2.0 / B) * (h @ wo - y)
    wo_bar = r_bar @ h
    h_bar, c_bar = np.outer(r_bar, wo), np.zeros((B, H))
    Wx_bar, Wh_bar, b_bar = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    for t in range(T - 1, -1, -1):
        h, c, i, f, o, g, v = stack.pop()
        o_bar = h_bar * v
        c_bar = c_bar + h_bar * o * (1.0 - v * v)
        f_bar, i_bar, g_bar = c_bar * c, c_bar * g, c_bar * i
        c_bar = c_bar * f
        a_bar = np.empty((B, 4 * H))
        a_bar[:, 3 * H :] = g_bar * (1.0 - g * g)
        a_bar[:, 2 * H : 3 * H] = o_bar * o * (1.0 - o)
        a_bar[:, H : 2 * H] = f_bar * f * (1.0 - f)
        a_bar[:, :H] = i_bar * i * (1.0 - i)
        Wx_bar += xs[t].T @ a_bar
        Wh_bar += h.T @ a_bar
        b_bar += np.sum(a_bar, axis=0)
        h_bar = a_bar @ Wh.T
    return Wx_bar, Wh_bar, b_bar, wo_bar


def data(steps):
    rng = np.random.default_rng(9)
    Wx = rng.normal(size=(D, 4 * H)) / np.sqrt(D)
    Wh = rng.normal(size=(H, 4 * H)) / np.sqrt(H)
    b, wo = rng.normal(size=4 * H) * 0.1, rng.normal(size=H) / np.sqrt(H)
    return Wx, Wh, b, wo, rng.normal(size=(steps, B, D)), rng.normal(size=B)


def make(steps: int = 50) -> Workload:
    size = f"{steps} steps, batch {B}, {D} inputs, {H} hidden"
    return Workload("LSTM", size, lstm, data(steps), ("Wx", "Wh", "b", "wo"), hand, prototype,
                    stored=8 * 7 * steps * B * H, at=make, sizes=(5, 50, 500, 5000), unit="steps",
                    compiled={"hand": loops.hand, "prototype": loops.prototype},
                    rewrites=rewrites.REWRITES)  # fmt: skip


def workloads() -> list[Workload]:
    return [make()]
