"""Complex values that are stored in arrays that are real, at least in the first trip: NumPy keeps their real parts."""

from __future__ import annotations

import numpy as np

from tests.programs import program


def _point(seed: int) -> tuple:
    rng = np.random.default_rng(seed)
    z = rng.normal(size=4) + 1j * rng.normal(size=4)
    return (
        float(rng.normal()),
        rng.normal(size=4),
        rng.normal(size=4).astype(np.float32),
        z,
        rng.normal(size=(3, 4)),
    )


def products_in_a_loop(x, v, f, z, m):
    a = v
    for k in range(1, 4):
        a[1:] = z[1:] * a[1:]
        a = a * z[k]
    return a


def once_it_is_complex(x, v, f, z, m):
    a = v
    a[0] = 2.0
    for k in range(1, 3):
        a = a * z[k]
        a[0] = z[1] * a[1]
    return a


def on_a_branch(x, v, f, z, m):
    a = m
    a[1] = z * x
    if x > 0:
        a = a * z
    return a


def in_zeros(x, v, f, z, m):
    a = np.zeros(4)
    a[:] = z
    a[1:3] = z[:2] * v[2:]
    return a * x


def at_places(x, v, f, z, m):
    a = np.zeros(4)
    a[[1, 1, 2]] = z[:3] * x
    a[a > 0] = (z * v)[a > 0]
    return a * x


def parts_first(x, v, f, z, m):
    a, b, c = (f, v, z)
    a[1:] = c[1:].real
    for k in range(1, 4):
        a = a * c[k]
    return [b, a]


def boundary_of_a_wave(x, v, f, z, m):
    psi = np.exp(-v * v)
    for k in range(4):
        psi = np.fft.ifft(np.exp(-1j * x * v) * np.fft.fft(psi))
        psi[0] = psi[1]
        psi[-1] = 0.5 * psi[-2]
    return np.sum(np.abs(psi) ** 2 * v)


def left_early(x, v, f, z, m):
    a = v
    for k in range(4):
        if k == 2:
            break
        a[k] = z[k] * a[0]
        if v[0] > 100.0:
            a = a * z
    a[3] = z[3] * x
    return a * x


for f in (
    products_in_a_loop,
    once_it_is_complex,
    on_a_branch,
    in_zeros,
    at_places,
    parts_first,
    boundary_of_a_wave,
):
    program(f, _point(1), _point(2), tags="complex stores", must_pass=True)
program(left_early, _point(1), _point(2), tags="complex stores")
