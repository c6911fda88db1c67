"""Complex numbers inside real functions: parts, conjugates, Python's own complex, `cmath`, loops that turn complex."""

import cmath

import numpy as np
import scipy

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


# -- what libraries conjugate ------------------------------------------------------------------------------------------


def conjugated_by_libraries(z):
    table = scipy.linalg.toeplitz(z[0]) @ z[1]
    found = scipy.linalg.solve_continuous_lyapunov(z, np.eye(3)) + scipy.linalg.solve_discrete_lyapunov(
        0.1 * z, z
    )
    likeness = scipy.signal.correlate(z[0], z[1]) * scipy.signal.correlate2d(z, z[:2, :2], "same")[0, 0]
    return np.sum(np.abs(table) ** 2) + np.sum(found).real + np.sum(likeness).imag + np.nanvar(z)


def solved_for_the_conjugate(z):
    factors = scipy.linalg.lu_factor(z)
    x = scipy.linalg.lu_solve(factors, z[0], trans=2) + scipy.linalg.lu_solve(factors, z[1])
    bands = np.vstack([0.1 * z[0], np.abs(z[1]) + 9.0])
    return np.abs(x) + np.abs(scipy.linalg.solveh_banded(bands, z[2]))


def complex_products(z):
    return np.abs(np.vecdot(z, z + 1j)) + np.abs(np.linalg.vecdot(z, z[::-1]))


def geometric_rows(x):
    return np.geomspace(x, 2.0 * x[::-1], 4)[1:3] * np.geomspace(x[0], 3.0, 5)[2]


Z, Y = (r.normal(3, 3) + 0.3j * r.normal(3, 3) + 4.0 * np.eye(3) for _ in range(2))
for f in (conjugated_by_libraries, solved_for_the_conjugate, complex_products):
    program(f, (Z,), (Y,), tags="complex libraries", must_pass=True)
program(geometric_rows, (r.positive(3),), (r.positive(2),), tags="libraries", must_pass=True)


def scaled_by_a_real_array(f, z):
    collected = np.array([entry for entry in z])
    product = np.einsum("j,j->j", collected, f)
    return np.sum(product.real) + np.sum(np.abs(product) ** 2)


program(
    scaled_by_a_real_array,
    (np.array([1.0, 2.0, 0.5], np.float32), np.array([1j, 2.0, 1.0 + 1j])),
    (np.array([-1.0, 0.3, 0.5], np.float32), np.array([1.0, 2j, 1.0 - 1j])),
    tags="complex dtypes",
    must_pass=True,
)
