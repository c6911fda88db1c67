"""Variables that are real at first and complex later, and parts of complex arrays as views of them."""

from __future__ import annotations

import numpy as np

from tests.programs import program

C, D = np.array([1 + 0.5j, 0.3 - 0.7j, 0.6 + 1.1j]), np.array([0.2 + 0.4j, 1.3 - 0.1j, -0.6 + 0.3j])
X, Y = np.array([0.5, 1.2, 0.7]), np.array([0.4, -0.3, 1.1])
TAGS = "complex strangers"

# -- real at first


def turned_from_the_real_part(c):
    z = c.real
    for k in range(2):
        z = z * (1j + k)
    return np.sum((z * np.conj(z)).real) + np.sum(z.imag)


def turned_from_magnitudes(c):
    z = np.abs(c)
    for k in range(2):
        z = z * (1j + k)
    return np.sum(z.imag * 3) + np.sum(z.real)


def turned_on_a_branch(c):
    z = np.real(c * c)
    if np.sum(z) > -100:
        z = z * (1j + 2)
    return np.sum(z.imag * 3) + np.sum(z.real)


def imaginary_part_turned(c):
    z = np.imag(c * c)
    if np.sum(z) > -100:
        z = z * (1j + 2)
    return np.sum(z.imag * 3) + np.sum(z.real)


def angles_turned(c):
    z = np.angle(c)
    if np.sum(z) > -100:
        z = z * (1j + 2)
    return np.sum(z.imag * 3) + np.sum(z.real)


def signal_turned(c):
    z = np.fft.irfft(c)
    for k in range(2):
        z = z * (1j + 2)
    return np.sum(z.imag * 3) + np.sum(z.real)


def one_sum_turned(c):
    z = np.sum(np.abs(c))
    for k in range(2):
        z = z * (1j + 2)
    return np.sum(z.imag * 3) + np.sum(z.real)


def stored_then_turned(c):
    z = np.zeros(3)
    z[:] = c.real
    for k in range(2):
        z = z * (1j + 2)
    return np.sum(z.imag * 3) + np.sum(z.real)


def two_names_turned(c):
    z = c.real + c.imag
    w = z
    for k in range(2):
        w = w * (1j + 2)
        z = z + w
    return np.sum(z.imag * 3) + np.sum(z.real)


def length_turned(c):
    z = np.linalg.norm(c)
    for k in range(2):
        z = z * (1j + 2)
    return np.sum(z.imag * 3) + np.sum(z.real)


def entry_turned(c):
    z = c[0].real
    for k in range(2):
        z = z * (1j + 2)
    return np.sum(z.imag * 3) + np.sum(z.real)


def number_turned(c):
    z = float(c[0].real)
    for k in range(2):
        z = z * (1j + 2)
    return z.imag * 3 + z.real


def magnitude_turned(c):
    z = abs(c[0])
    for k in range(2):
        z = z * (1j + 2)
    return z.imag * 3 + z.real


def either_part_or_whole(c):
    z = c.real if c[0].real > -100 else c
    return np.sum((z * (1 + 2j)).imag) + np.sum((z * z).real)


def there_and_back(c):
    z = c.real.copy()
    for k in range(3):
        z = z * (1j + 2)
        if k == 1:
            z = z.real
    return np.sum((z * (1 + 2j)).imag) + np.sum((z * z).real)


def carried_as_a_real(c):
    y = c.real
    for k in range(3):
        z = y
        z = z * (1j + 2)
        y = z.real
    return np.sum((z * (1 + 2j)).imag) + np.sum((z * z).real)


TURNED = (
    turned_from_the_real_part,
    turned_from_magnitudes,
    turned_on_a_branch,
    imaginary_part_turned,
    angles_turned,
    signal_turned,
    one_sum_turned,
    stored_then_turned,
    two_names_turned,
    length_turned,
    entry_turned,
    number_turned,
    magnitude_turned,
    either_part_or_whole,
    there_and_back,
    carried_as_a_real,
)
for function in TURNED:
    program(function, (C,), (D,), tags=TAGS, must_pass=True)


def scaled_on_a_branch_and_stored(c, x):
    z = x * 2.0
    if c[0].real > 0.5:
        z = z * c
    z[0] = z[1] * 2
    return np.sum(np.abs(z) ** 2)


def scaled_and_stored_in_a_loop(c, x):
    z = x
    for k in range(2):
        z = z * c
        z[0] *= 2
    z += z[1]
    return np.sum(np.abs(z) ** 2)


def two_that_meet(c, x):
    z = np.abs(c)
    t = z
    for k in range(2):
        t = t * c + z
    return np.sum((t * z).imag) + t[0].real


def of_each_kind_in_turn(c, x):
    out = []
    for v in (np.abs(c), c, c.real, x):
        v = v * v
        out.append(np.sum(np.abs(v)))
    return sum(out)


def slots_turned(c, x):
    d = {"a": c.real, "b": c.imag}
    for k in d:
        d[k] = d[k] * (1 + 1j)
    return np.sum(np.abs(d["a"] + d["b"] * 2) ** 2)


def sum_from_zeros(c, x):
    z = np.zeros(3)
    for k in range(3):
        z = z + c * x[k]
    return np.sum(np.abs(z) * z.imag + z.real)


def exchanged_kinds(c, x):
    u = x[0]
    v = np.abs(c[0])
    for k in range(3):
        u, v = v * c[k], u
    return np.abs(u) + np.real(v)


def grown_until_large(c, x):
    z = np.linalg.norm(c) * x
    while np.sum(np.abs(z)) < 30:
        z = z * c * 3
    return np.sum(z.imag)


def turned_or_not(c, x):
    z = np.real(c)
    z = z if x[0] > 0 else z * 1j
    return np.sum(np.abs(z) ** 2 * x)


BOTH = (
    scaled_on_a_branch_and_stored,
    scaled_and_stored_in_a_loop,
    two_that_meet,
    of_each_kind_in_turn,
    slots_turned,
    sum_from_zeros,
    exchanged_kinds,
    grown_until_large,
    turned_or_not,
)
for function in BOTH:
    program(function, (C, X), (D, Y), tags=TAGS, must_pass=True)


# -- arrays without dimensions


def turned_number(z, x):
    w = z * x
    for k in range(2):
        w = w * w + z * 1j
        z = np.exp(1j * x) * z
    return np.abs(w) * np.abs(z)


def numbers_in_an_array(z, x):
    u = np.zeros(3, complex)
    u[0] = z
    u[1] = z * x * 1j
    for k in range(2):
        z = u[k] * z
    return np.real(z)


def added_and_turned(z, x):
    for k in range(2):
        x = x + z
        z = 1j * z
    return np.abs(x * z)


for function in (turned_number, numbers_in_an_array, added_and_turned):
    program(function, (np.array(0.7), 1.3), (np.array(0.4), 0.9), tags=TAGS, must_pass=True)


# -- parts that are written


def written_real_part(c, x):
    z = np.real(c)
    z[1] = 3 * x[0]
    return np.sum(np.abs(c) ** 2) + np.sum(z)


def written_imaginary_part(c, x):
    z = c.imag
    z[1] = 3 * x[0]
    return np.sum(np.abs(c) ** 2) + np.sum(z)


def real_part_in_place(c, x):
    c = c * 1
    z = np.real(c)
    z *= x
    z += c.imag
    return np.sum(np.abs(c) ** 2) + np.sum(z)


def slice_of_a_part(c, x):
    c = c * 1
    z = c.real[1:]
    z *= x[0]
    return np.sum(np.abs(c) ** 2) + np.sum(z)


def written_whole_under_a_part(c, x):
    z = c.real
    c[1] = x[0] * 1j + 2
    return np.sum(np.abs(c) ** 2) + np.sum(z)


def written_part_turned(c, x):
    z = np.real(c)
    z[1] = 3 * x[0]
    y = z
    for k in range(2):
        y = y * c
        y[0] = y[1]
    return np.sum(np.abs(y) ** 2) + np.sum(z)


for function in (
    written_real_part,
    written_imaginary_part,
    real_part_in_place,
    slice_of_a_part,
    written_whole_under_a_part,
    written_part_turned,
):
    program(function, (C, X), (D, Y), tags=TAGS, must_pass=True)


def written_under_two_names(c, x):
    x = x * 1.0
    z = x
    if c[0].real > 0.5:
        z[0] = 5.0 * x[1]
    else:
        z = z * 1j
    return np.sum(np.abs(z * c) ** 2) + np.sum(x)


def part_turned_and_written(c, x):
    z = c * 1
    y = z.real
    y[1] = 2 * x[0]
    for k in range(2):
        y = y * c
        y[0] = y[1]
    return np.sum(np.abs(y) ** 2) + np.sum(z.imag)


for function in (written_under_two_names, part_turned_and_written):  # refused
    program(function, (C, X), (D, Y), tags=TAGS)


# -- what is real but for rounding


def there_and_back_again(x):
    return np.sum(np.real_if_close(np.fft.ifft(np.fft.fft(x) * 2)) ** 2)


def real_where_it_is_written(x):
    z = x * (1 + 0j)
    y = np.real_if_close(z)
    y[0] = x[1] * 3
    return np.sum(y * y) + np.sum(np.abs(z) ** 2)


def real_already(x):
    return np.real_if_close(x) ** 2 * np.real_if_close(x * (1 + 0j))


def not_real(c):
    return np.sum(np.abs(np.real_if_close(c)))  # refused when it runs


for function in (there_and_back_again, real_where_it_is_written, real_already):
    program(function, (X,), (Y,), tags=TAGS, must_pass=True)
program(not_real, (C,), (D,), tags=TAGS)
