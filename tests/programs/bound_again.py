"""Parameters that are bound again to something wider, or complex: their adjoints have the dtype that was passed."""

import numpy as np

from tests.programs import Sampler, program

r = Sampler(77)


def shaped_spectrum(signal):
    signal = np.array(signal, dtype="complex")
    half = (len(signal) - 1) // 2
    turn = np.exp(1j * np.arange(1.0, half + 1))
    signal[1 : half + 1] *= turn
    signal[-1 : -1 - half : -1] = np.conj(signal[1 : half + 1])
    return np.fft.ifft(signal).real


def filtered_in_place(signal):
    signal = np.asarray(signal, dtype=complex).copy()
    signal[:1] *= 2j
    return np.sum((signal * (1 + 2j)).real ** 2)


def turned_if_large(field):
    if field.sum() > 0:
        field = field * (1 + 1j)
    return np.sum((field * field * (1 + 2j)).real)


def turned_each_time(x):
    for _ in range(3):
        x = x * (1 + 2j)
    return (x * x).real


def turned_until_large(x):
    while abs(x) < 20:
        x = x * (1.5 + 0.1j) * x
    return abs(x)


def turned_items(items):
    for k in range(len(items)):
        items[k] = items[k] * (1 + 2j)
    return sum([(z * z).real for z in items])


def turned_entries(table):
    for name in table:
        table[name] = table[name] * (1 + 2j)
    return sum([(z * z).real for z in table.values()])


def in_double_precision(weights):
    weights = np.asarray(weights, dtype=np.float64)
    return np.sum(weights * weights)


def scaled_in_double_precision(weights):
    weights = weights.astype(np.float64)
    weights[0] *= 2
    return np.sum(weights * weights)


def weighted_in_double_precision(weights):
    weights = weights * np.arange(3.0)
    return np.sum(weights * weights)


for f in (shaped_spectrum, filtered_in_place, turned_if_large):
    program(f, (r.positive(5),), (r.positive(4),), tags="bound again complex", must_pass=True)
for f in (turned_each_time, turned_until_large):
    program(f, (1.3,), (0.7,), tags="bound again complex", must_pass=True)
program(turned_items, ([0.4, 1.3],), ([0.7, 0.2, 1.1],), tags="bound again complex", must_pass=True)
program(turned_entries, ({"a": 0.4, "b": 1.3},), ({"a": 0.7, "b": 0.2},), tags="bound again", must_pass=True)
single = np.float32([0.5, 1.25, 2.0])
for f in (in_double_precision, scaled_in_double_precision, weighted_in_double_precision):
    program(f, (r.positive(3),), (single,), tags="bound again precision", must_pass=True)
