"""ADBench's LSTM in loops: everything but the softmax goes bit by bit."""

import numpy as np

from tests.benchmarks.loops.vector import exp, logistic, tanh


def hand(main, extra, state, seq):
    """All layers of one bit in one trip."""
    return by(forward_by_bits, back_by_bits, main, extra, state, seq)


def prototype(main, extra, state, seq):
    """One loop over the bits a layer, as the statements over arrays are."""
    return by(forward_by_layers, back_by_layers, main, extra, state, seq)


def by(forward, back, main, extra, state, seq):
    steps, H = len(seq) - 1, seq.shape[1]
    stack, top = np.empty((steps, len(state) // 2, 8, H)), np.empty((steps, 2, H))
    s, x, main_bar, extra_bar = state.copy(), np.empty(H), np.zeros_like(main), np.zeros_like(extra)
    for t in range(steps):
        forward(main, extra, s, seq[t], stack[t], x)
        below = 2.0
        for j in range(H):
            top[t, 0, j], top[t, 1, j] = x[j], exp(x[j] * extra[1, j] + extra[2, j])
        for j in range(H):
            below += top[t, 1, j]
        for j in range(H):
            top[t, 1, j] /= below
    total_bar, s_bar, x_bar = -1.0 / (H * steps), np.zeros_like(state), np.empty(H)
    for t in range(steps - 1, -1, -1):
        hits = 0.0
        for j in range(H):
            hits += seq[t + 1, j]
        for j in range(H):
            y_bar = total_bar * (seq[t + 1, j] - hits * top[t, 1, j])
            extra_bar[1, j] += y_bar * top[t, 0, j]
            extra_bar[2, j] += y_bar
            x_bar[j] = y_bar * extra[1, j]
        back(main, main_bar, s_bar, stack[t], x_bar)
        for j in range(H):
            extra_bar[0, j] += x_bar[j] * seq[t, j]
    return main_bar, extra_bar


def forward_by_bits(main, extra, s, characters, stack, x):
    for j in range(len(x)):
        x[j] = characters[j] * extra[0, j]
        for i in range(len(s) // 2):
            x[j] = forward(main[2 * i], main[2 * i + 1], s[2 * i], s[2 * i + 1], stack[i], x[j], j)


def forward_by_layers(main, extra, s, characters, stack, x):
    for j in range(len(x)):
        x[j] = characters[j] * extra[0, j]
    for i in range(len(s) // 2):
        for j in range(len(x)):
            x[j] = forward(main[2 * i], main[2 * i + 1], s[2 * i], s[2 * i + 1], stack[i], x[j], j)


def forward(weights, bias, hs, cs, stack, x, j):
    """One bit of one layer: what it gives to the layer above."""
    H = len(hs)
    h, c = hs[j], cs[j]
    f = logistic(x * weights[j] + bias[j])
    g = logistic(h * weights[H + j] + bias[H + j])
    o = logistic(x * weights[2 * H + j] + bias[2 * H + j])
    e = tanh(h * weights[3 * H + j] + bias[3 * H + j])
    cs[j] = c * f + g * e
    v = tanh(cs[j])
    hs[j] = o * v
    stack[0, j], stack[1, j], stack[2, j], stack[3, j] = x, h, c, f
    stack[4, j], stack[5, j], stack[6, j], stack[7, j] = g, o, e, v
    return o * v


def back_by_bits(main, main_bar, s_bar, stack, x_bar):
    for j in range(len(x_bar)):
        for i in range(len(s_bar) // 2 - 1, -1, -1):
            a, b = 2 * i, 2 * i + 1
            x_bar[j] = back(main[a], main_bar[a], main_bar[b], s_bar[a], s_bar[b], stack[i], x_bar[j], j)


def back_by_layers(main, main_bar, s_bar, stack, x_bar):
    for i in range(len(s_bar) // 2 - 1, -1, -1):
        a, b = 2 * i, 2 * i + 1
        for j in range(len(x_bar)):
            x_bar[j] = back(main[a], main_bar[a], main_bar[b], s_bar[a], s_bar[b], stack[i], x_bar[j], j)


def back(weights, weights_bar, bias_bar, hs_bar, cs_bar, stack, x_bar, j):
    H = len(hs_bar)
    x, h, c, f = stack[0, j], stack[1, j], stack[2, j], stack[3, j]
    g, o, e, v = stack[4, j], stack[5, j], stack[6, j], stack[7, j]
    h_bar = hs_bar[j] + x_bar
    c_bar = cs_bar[j] + h_bar * o * (1.0 - v * v)
    f_bar = c_bar * c * f * (1.0 - f)
    g_bar = c_bar * e * g * (1.0 - g)
    o_bar = h_bar * v * o * (1.0 - o)
    e_bar = c_bar * g * (1.0 - e * e)
    cs_bar[j] = c_bar * f
    weights_bar[j] += f_bar * x
    weights_bar[H + j] += g_bar * h
    weights_bar[2 * H + j] += o_bar * x
    weights_bar[3 * H + j] += e_bar * h
    bias_bar[j] += f_bar
    bias_bar[H + j] += g_bar
    bias_bar[2 * H + j] += o_bar
    bias_bar[3 * H + j] += e_bar
    hs_bar[j] = g_bar * weights[H + j] + e_bar * weights[3 * H + j]
    return f_bar * weights[j] + o_bar * weights[2 * H + j]
