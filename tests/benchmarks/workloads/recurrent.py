"""ADBench's LSTM: diagonal gates, states in a list that is written, characters in a loop."""

import numpy as np

from tests.benchmarks.loops import recurrent as loops
from tests.benchmarks.rewrites import recurrent as rewrites
from tests.benchmarks.workload import Workload

H, LAYERS = 14, 2


def recurrent(main, extra, state, seq):
    s = [state[i] for i in range(2 * LAYERS)]
    total = 0.0
    count = 0
    for t in range(len(seq) - 1):
        x = seq[t] * extra[0]
        for i in range(0, 2 * LAYERS, 2):
            h, c = s[i], s[i + 1]
            a = np.concatenate((x, h, x, h)) * main[i] + main[i + 1]
            f = 1.0 / (1.0 + np.exp(-a[:H]))
            g = 1.0 / (1.0 + np.exp(-a[H : 2 * H]))
            o = 1.0 / (1.0 + np.exp(-a[2 * H : 3 * H]))
            e = np.tanh(a[3 * H :])
            s[i + 1] = c * f + g * e
            s[i] = o * np.tanh(s[i + 1])
            x = s[i]
        y = x * extra[1] + extra[2]
        y = y - np.log(2.0 + np.sum(np.exp(y)))
        total += np.sum(seq[t + 1] * y)
        count += H
    return -total / count


def hand(main, extra, state, seq):
    s = [state[i] for i in range(2 * LAYERS)]
    stack = []
    for t in range(len(seq) - 1):
        x = seq[t] * extra[0]
        for i in range(0, 2 * LAYERS, 2):
            h, c = s[i], s[i + 1]
            u = np.concatenate((x, h, x, h))
            a = u * main[i] + main[i + 1]
            f = 1.0 / (1.0 + np.exp(-a[:H]))
            g = 1.0 / (1.0 + np.exp(-a[H : 2 * H]))
            o = 1.0 / (1.0 + np.exp(-a[2 * H : 3 * H]))
            e = np.tanh(a[3 * H :])
            s[i + 1] = c * f + g * e
            v = np.tanh(s[i + 1])
            x = s[i] = o * v
            stack.append((u, c, f, g, o, e, v))
        top = np.exp(x * extra[1] + extra[2])
        stack.append((x, top, 2.0 + np.sum(top)))
    return _back(main, extra, seq, stack)


def _back(main, extra, seq, stack):
    total_bar = -1.0 / (H * (len(seq) - 1))
    main_bar, extra_bar = np.zeros_like(main), np.zeros_like(extra)
    s_bar = [np.zeros(H) for _ in range(2 * LAYERS)]
    for t in range(len(seq) - 2, -1, -1):
        x, top, below = stack.pop()
        y_bar = total_bar * seq[t + 1]
        v_bar = y_bar - (np.sum(y_bar) / below) * top
        x_bar = v_bar * extra[1]
        extra_bar[1] += v_bar * x
        extra_bar[2] += v_bar
        for i in range(2 * LAYERS - 2, -1, -2):
            u, c, f, g, o, e, v = stack.pop()
            h_bar = s_bar[i] + x_bar
            c_bar = s_bar[i + 1] + (h_bar * o) * (1.0 - v * v)
            a_bar = np.empty(4 * H)
            a_bar[:H] = c_bar * c * f * (1.0 - f)
            a_bar[H : 2 * H] = c_bar * e * g * (1.0 - g)
            a_bar[2 * H : 3 * H] = h_bar * v * o * (1.0 - o)
            a_bar[3 * H :] = c_bar * g * (1.0 - e * e)
            s_bar[i + 1] = c_bar * f
            main_bar[i] += a_bar * u
            main_bar[i + 1] += a_bar
            u_bar = a_bar * main[i]
            x_bar = u_bar[:H] + u_bar[2 * H : 3 * H]
            s_bar[i] = u_bar[H : 2 * H] + u_bar[3 * H :]
        extra_bar[0] += x_bar * seq[t]
    return main_bar, extra_bar


def make(characters: int = 256) -> Workload:
    rng = np.random.default_rng(13)
    args = (
        rng.normal(size=(2 * LAYERS, 4 * H)) * 0.5,
        rng.normal(size=(3, H)) * 0.5,
        rng.normal(size=(2 * LAYERS, H)) * 0.1,
        (rng.random((characters, H)) < 0.2).astype(float),
    )
    size = f"{LAYERS} layers, {H} bits, {characters} characters"
    return Workload("ADBench LSTM", size, recurrent, args, ("main", "extra"), hand,
                    stored=8 * characters * H * (10 * LAYERS + 2), at=make, sizes=(16, 160, 1600, 16_000),
                    unit="characters", compiled={"hand": loops.hand, "prototype": loops.prototype},
                    rewrites=rewrites.REWRITES)  # fmt: skip


def workloads() -> list[Workload]:
    return [make()]
