"""Complex numbers inside real functions: parts, conjugates, Python's own complex, `cmath`, loops that turn complex."""

import cmath

import numpy as np

from tests.programs import Sampler, program

r = Sampler(31)


def from_parts(x):
    z = complex(x[0], x[1])
    return (z * z).real + abs(z)


def from_one_part(x):
    z, w = complex(x[0]), complex(0.0, x[1])
    return (z * (1 + 1j)).imag ** 2 + np.exp(w).imag ** 2


def numpy_scalar(x):
    z = np.complex128(x[0]) * 2j + np.complex128(x[1])
    return abs(z) ** 2


def quadratic_map(x, y):
    z = complex(x, y)
    for _ in range(3):
        z = z * z + complex(y, -x)
    return z.real


def escape(a, n):
    z, c, count = 0j, complex(a, 0.3), 0
    while abs(z) < 2 and count < n:
        z = z**2 + c
        count += 1
    return abs(z) + count


def conjugates(x):
    z = complex(x[0], x[1])
    w = z.conjugate() * 1j + z.real
    return abs(w) ** 2 + w.imag


def real_then_complex(x):
    z = 2j
    for _ in range(3):
        z = z * x + 1j
    return (z * z.conjugate()).real


def parts_of_a_real_number(x):
    return x.real**2 + x.imag * 3 + x.conjugate()


def with_cmath(t):
    z = cmath.exp(1j * t) * cmath.sqrt(2 + 1j * t)
    return z.real + cmath.phase(z) + cmath.log(2 + 1j * t).imag


def array_turns_complex(x):
    z = x * (1 + 0j) + 0.5
    for _ in range(3):
        z = z * z * (0.3 + 0.4j) + x
    return np.sum(z.real)


def stored_in_turn(x):
    z = np.zeros(len(x), dtype=complex)
    for k in range(len(x)):
        z[k] = (z[k - 1] + x[k]) * (1 + 1j)
    return np.sum(z.real)


def branches(x, n):
    z, k = x * (1 + 0j), 0
    while k < n:
        if k % 2:
            z = z * 1j + x
        else:
            z = z * z
        k += 1
    return z.real.sum()


def roots(x):
    s = np.sqrt(complex(x[0] ** 2 - 4 * x[1]))
    return abs((-x[0] + s) / 2)


for function in (from_parts, from_one_part, numpy_scalar, conjugates, array_turns_complex, roots):
    program(function, (r.normal(2),), (r.normal(2),), must_pass=True)
program(stored_in_turn, (r.normal(3),), (r.normal(2),), must_pass=True)
program(quadratic_map, (0.3, 0.4), (0.2, -0.5), wrt=(0, 1), must_pass=True)
program(escape, (0.2, 6), (0.9, 9), must_pass=True)
for function in (real_then_complex, parts_of_a_real_number, with_cmath):
    program(function, (0.3,), (0.7,), must_pass=True)
program(branches, (r.normal(2), 5), (r.normal(3), 4), must_pass=True)


def summed_from_zero(z):
    """`0j` is Python's, what is added is NumPy's."""
    s = 0j
    for v in z:
        s += v * v * np.exp(1j * v)
    return (s * np.conj(s)).real + s.imag


def power_series(c, x):
    """Horner's scheme with complex coefficients."""
    w, slope = 0j, 0j
    for a in c:
        slope = slope * x + w
        w = w * x + a
    return abs(w) ** 2 + slope.real


def complex_vector(n):
    return r.normal(n) + 1j * r.normal(n)


program(summed_from_zero, (complex_vector(3),), (complex_vector(2),), must_pass=True)
program(power_series, (complex_vector(3), 0.4), (complex_vector(4), -0.7), must_pass=True)
