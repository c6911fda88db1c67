"""Lists of constants beside what is differentiated; constants that are numbers of NumPy, which Python's are not."""

import cmath
import math
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy import fft, linalg, special, stats

from tests.programs import Sampler, program

r = Sampler(79)
WEIGHTS = [1.0, 2.0]


def angles_of_a_list(x):
    return np.sum(np.arctan2([1, 2.0], x)) + np.sum(np.hypot((1, 2.0), x)) + np.sum(np.divide(x, (1, 2.0)))


def larger_of_a_list(x):
    return np.sum(np.logaddexp([1, 2.0], x)) + np.sum(np.fmod([4, 5.0], x)) + np.sum(np.fmax([1, 2.0], x))


def densities_at_a_list(x, scale=(1.0, 2.0)):
    data = [0.2, 0.3]
    return np.sum(stats.norm.logpdf(data, x, scale)) + np.sum(stats.norm(x, scale).pdf(data))


def more_densities_at_a_list(x):
    shapes = stats.beta.logpdf([0.2, 0.3], x, 2.0) + stats.gamma.logpdf([0.2, 0.3], x)
    return np.sum(shapes) + np.sum(stats.norm.logpdf(x=[0.2, 0.3], loc=x, scale=WEIGHTS))


def orders_in_a_list(x):
    bessel = special.jv([1, 2], x) + special.polygamma([1, 2], x) + special.betaln([2, 3.0], x)
    return np.sum(bessel) + np.sum(special.eval_legendre([2, 3], [x * 0.1, x * 0.2]))


def list_of_weights(x):
    return np.sum(np.arctan2(x, [1, 2.0, 3.0])) + np.sum(special.xlogy([1, 2.0, 3.0], x))


def gate(x, slope=np.sqrt(2.0 / np.pi), powers=(np.float64(2.0), 1)):
    return x * slope * powers[0]


def defaults_of_numpy(x):
    """Of single precision with a number of NumPy: double precision."""
    return np.sum(gate(x))


def missing_if_negative(x, k=np.float64(-0.3)):
    return x * 2 if np.isnan(k**0.5) else x


@dataclass
class Settings:
    x: float
    k: float = np.float64(-0.3)

    def missing(self):
        return self.x * 2 if np.isnan(self.k**0.5) else self.x


class Pair(NamedTuple):
    x: float
    k: float = np.float64(-0.3)


def roots_of_constants(x):
    """The root of a negative number of NumPy is nan, and no complex number."""

    class Local:
        k = np.float64(-0.3)

        def missing(self, x):
            return x * 3 if np.isnan(self.k**0.5) else x

    fixed = partial(missing_if_negative, k=np.float64(-0.5))
    pair = Pair(x)
    root = pair.k**0.5
    first = missing_if_negative(x) * fixed(x) * Local().missing(x)
    return first * Settings(x).missing() * (pair.x * 2 if np.isnan(root) else pair.x)


def methods_of_constants(x):
    def scaled(x, c=np.float64(0.7), n=np.int64(3)):
        return x * c.item() * n.item() + (c.squeeze() if hasattr(c, "squeeze") else 0.0)

    return scaled(x) ** 2


for f in (
    angles_of_a_list,
    larger_of_a_list,
    densities_at_a_list,
    more_densities_at_a_list,
    orders_in_a_list,
    roots_of_constants,
    methods_of_constants,
):
    program(f, (1.3,), (0.7,), tags="lists constants", must_pass=True)
program(list_of_weights, (r.positive(3),), (r.positive(3),), tags="lists constants", must_pass=True)
single = np.float32([0.5, 1.25])
program(defaults_of_numpy, (r.positive(3),), (single,), tags="constants precision", must_pass=True)


# -- other libraries' Fourier transforms have other last bits ----------------------------------------------------------


def power_spectrum(x):
    return np.abs(fft.rfft(x, norm="ortho")) ** 2 + np.abs(fft.fft(x))[:3] ** 2


def filtered_image(image):
    spectrum = fft.fft2(image) * np.exp(-np.arange(7.0))
    return fft.ifft2(spectrum, norm="ortho").real + np.fft.ifft(image, norm="forward").real


program(power_spectrum, (r.positive(5),), (r.positive(4),), tags="fourier bits", must_pass=True)
program(filtered_image, (r.positive(5, 7),), (r.positive(3, 7),), tags="fourier bits", must_pass=True)


# -- `int()` and `float()` of what is not known are numbers ------------------------------------------------


class Unit(float):
    """A number of a class of its own: what it is multiplied with is not known."""


QUARTER = Unit(0.5)


def quadrant(q, angle):
    q &= 3
    if q & 1:
        return math.cos(angle)
    return math.sin(angle) if cmath.isfinite(angle) else 0.0


def turned_by_quadrants(x):
    q, rest = divmod(x, QUARTER)
    scaled = float(x * QUARTER)
    return quadrant(int(q), rest) * scaled + len(str(int(x * QUARTER))) * x


program(turned_by_quadrants, (1.77,), (0.7,), tags="numbers unknown", must_pass=True)


# -- single precision stays what it is -------------------------------


def single_polynomials(x):
    return np.polyval(x, x) * linalg.hankel(x)[0] + np.polyval([1.0, 2.0], x)


program(
    single_polynomials, (r.positive(3),), (np.float32([0.5, 1.25, 0.3]),), tags="precision", must_pass=True
)


# -- what is given for the place of a jump, and blocks of numbers -----


def given_at_the_jump(x, y):
    return np.heaviside(np.array([0.0, 1.0, -1.0]), x) * y + np.heaviside(x - x, y[0]) * np.heaviside(y, 0.5)


def blocks_of_numbers(x, y):
    return np.block([[x[0], y[1]], [1.0, x[2]]]) @ y[:2], np.block([[x[1]]])


for f in (given_at_the_jump, blocks_of_numbers):
    program(f, (r.positive(3), r.positive(3)), (r.positive(3), r.positive(3)), tags="numpy", must_pass=True)


# -- numbers of NumPy where Python's are given -----


def single_polynomial_at_a_number(c, t):
    return np.polyval(c, t), np.polyval(c, 2)


def drawn_from_a_list(c, t):
    rng = np.random.default_rng(1)
    some = rng.choice([c[0], t, c[1]], 5)
    return rng.choice([t, c[1]]) * c.sum() + np.sum(some * some), np.random.default_rng(3).choice([c[0], t])


program(
    single_polynomial_at_a_number,
    (np.float32([1.5, 0.25, 0.7]), 0.7),
    (np.float32([0.5, 1.25, 0.3]), 1.3),
    tags="precision",
    must_pass=True,
)
program(drawn_from_a_list, (r.positive(3), 0.7), (r.positive(3), 1.3), tags="numpy", must_pass=True)
