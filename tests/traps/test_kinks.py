"""Conventions at kinks and singular points (design.md section 6), in both modes."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tangentx as tx


def both(f: Callable, *args: Any) -> list[np.ndarray]:
    """Jacobian of a scalar function from reverse mode, checked against forward mode entry by entry."""
    with np.errstate(all="ignore"):
        value, pull = tx.vjp(f, *args)
        bars = pull(type(value)(1.0))
        for k, (arg, bar) in enumerate(zip(args, bars, strict=True)):
            for at in np.ndindex(np.shape(arg)):
                unit = np.zeros(np.shape(arg))
                unit[at] = 1.0
                tangents = [np.zeros(np.shape(a)) for a in args]
                tangents[k] = unit
                tangents = [t if np.ndim(a) else float(t) for t, a in zip(tangents, args, strict=True)]
                _, forward = tx.jvp(f, args, tuple(tangents))
                np.testing.assert_allclose(
                    forward, np.asarray(bar)[at], rtol=1e-12, err_msg="forward against reverse"
                )
    return [np.asarray(bar) for bar in bars]


ONE = [
    ("abs", lambda x: abs(x), 0.0, 0.0),
    ("np.abs", lambda x: np.abs(x), 0.0, 0.0),
    ("fabs", lambda x: math.fabs(x), 0.0, 0.0),
    ("np.sign", lambda x: np.sign(x) * 1.0, 0.5, 0.0),
    ("sqrt", lambda x: np.sqrt(x), 0.0, math.inf),
    ("log", lambda x: np.log(x), 0.0, math.inf),
    ("half power", lambda x: np.power(x, 0.5), 0.0, math.inf),
    ("square", lambda x: x**2, 0.0, 0.0),
    ("power one", lambda x: x**1, 0.0, 1.0),
    ("power zero", lambda x: x**0, 0.0, 0.0),
    ("power zero float", lambda x: x**0.0, 0.0, 0.0),
    ("power 1.0", lambda x: x**1.0, 0.0, 1.0),
    ("cube", lambda x: x**3, 0.0, 0.0),
    ("relu", lambda x: np.maximum(x, 0.0), 0.0, 0.5),
    ("minimum", lambda x: np.minimum(x, 0.0), 0.0, 0.5),
    ("floor", lambda x: np.floor(x) * 1.0 + x, 0.3, 1.0),
    ("round", lambda x: np.round(x) + 2.0 * x, 0.3, 2.0),
    ("clip outside", lambda x: np.clip(x, -1.0, 1.0), 3.0, 0.0),
    ("hypot", lambda x: np.hypot(x, 0.0), 2.0, 1.0),
    ("hypot at 0", lambda x: math.hypot(x, x, 2.0 * x), 0.0, 0.0),
    ("math.sqrt", lambda x: math.sqrt(x), 0.0, math.inf),
    ("half power of a float", lambda x: x**0.5, 0.0, math.inf),
    ("math.pow", lambda x: math.pow(x, 0.5), 0.0, math.inf),
    ("math.cbrt", lambda x: math.cbrt(x), 0.0, math.inf),
    ("math.acos", lambda x: math.acos(x), 1.0, -math.inf),
    ("math.asin", lambda x: math.asin(x), -1.0, math.inf),
    ("math.acosh", lambda x: math.acosh(x), 1.0, math.inf),
]


@pytest.mark.parametrize("angle", [math.atan2, np.arctan2])
def test_the_angle_of_nothing_has_no_derivative_and_no_exception(angle: Callable) -> None:
    def turned(x: float) -> float:
        return angle(x, 2.0 * x)

    with np.errstate(all="ignore"):
        assert math.isnan(tx.grad(turned)(0.0)) and math.isnan(tx.jvp(turned, (0.0,), (1.0,))[1])


@pytest.mark.parametrize(("f", "x", "expected"), [case[1:] for case in ONE], ids=[case[0] for case in ONE])
def test_one_variable(f: Callable, x: float, expected: float) -> None:
    (bar,) = both(f, x)
    assert bar == expected


ARRAYS = [
    ("norm at 0", lambda x: np.linalg.norm(x), [0.0, 0.0], [0.0, 0.0]),
    ("root of squares at 0", lambda x: np.sqrt(np.sum(x**2)), [0.0, 0.0], [0.0, 0.0]),
    ("half power of squares at 0", lambda x: (x @ x) ** 0.5 + np.sqrt(x[0] * x[0]), [0.0, 0.0], [0.0, 0.0]),
    (
        "distances to itself",
        lambda x: np.sum(np.exp(-np.sqrt(np.sum((x[:, None] - x) ** 2, axis=-1)))),
        [[0.0], [1.0]],
        [[2.0 * math.exp(-1.0)], [-2.0 * math.exp(-1.0)]],
    ),
    (
        "distances beside a mask",
        lambda x: np.sum(1.0 / np.sqrt(np.einsum("ij,ij->i", x - x[0], x - x[0]))[1:]),
        [[0.0], [2.0]],
        [[0.25], [-0.25]],
    ),
    (
        "root of what is cut off",
        lambda x: np.sum(np.sqrt(0.5 * np.maximum(x, 0.0))) + math.sqrt(max(x[0], 0.0)),
        [-1.0, 2.0],
        [0.0, 0.25],
    ),
    (
        "root of what is masked",
        lambda x: np.sum(
            np.sqrt(x * (x > 0.0)) + np.sqrt(x * (x > 0.0).astype(float)) + np.sqrt(x.clip(0.0))
        ),
        [-1.0, 4.0],
        [0.0, 0.75],
    ),
    (
        "angle of what is clipped",
        lambda x: (
            np.sum(np.arccos(np.clip(x, -1.0, 1.0)) - np.arcsin(x.clip(-1, 1)))
            + math.acos(max(-1.0, min(1.0, x[0])))
        ),
        [-3.0, 0.0],
        [0.0, -2.0],
    ),
    ("max ties", lambda x: np.max(x), [2.0, 1.0, 2.0], [0.5, 0.0, 0.5]),
    ("min ties", lambda x: np.min(x), [1.0, 1.0, 1.0, 1.0], [0.25] * 4),
    ("prod with a zero", lambda x: np.prod(x), [2.0, 0.0, 3.0], [0.0, 6.0, 0.0]),
    ("prod with two zeros", lambda x: np.prod(x), [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]),
    ("where not taken", lambda x: np.sum(np.where(x > 0, np.sqrt(np.abs(x)), x)), [4.0, 0.0], [0.25, 1.0]),
    ("where log", lambda x: np.sum(np.where(x > 0, np.log(x), 0.0)), [2.0, 0.0], [0.5, 0.0]),
    ("where division", lambda x: np.sum(np.where(x != 0, 1.0 / x, 0.0)), [2.0, 0.0], [-0.25, 0.0]),
    ("logaddexp at -inf", lambda x: np.logaddexp(x[0], x[1]), [0.0, -np.inf], [1.0, 0.0]),
    ("maximum tie", lambda x: np.maximum(x[0], x[1]), [1.0, 1.0], [0.5, 0.5]),
    (
        "max axis ties",
        lambda x: np.sum(np.max(x, axis=0) * 2.0),
        [[1.0, 3.0], [1.0, 2.0]],
        [[1.0, 2.0], [1.0, 0.0]],
    ),
    ("abs in a sum", lambda x: np.sum(np.abs(x)), [0.0, -1.0], [0.0, -1.0]),
    ("det singular", lambda x: np.linalg.det(x), [[1.0, 2.0], [2.0, 4.0]], [[4.0, -2.0], [-2.0, 1.0]]),
    ("det of zero", lambda x: np.linalg.det(x), [[0.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]),
]


def cut_off_by_stores(x):
    positive, cut = np.zeros_like(x), x.copy()
    positive[x > 0] = x[x > 0]
    cut[cut < 0] = 0.0
    return np.sum(np.sqrt(positive)) + np.sum(np.sqrt(cut))


def cut_off_by_branches(x):
    total = 0.0
    for v in x:
        c = v
        if c > 1.0:
            c = 1.0
        elif c < -1.0:
            c = -1.0
        total += np.arccos(c) + np.sqrt(v if v > 0.0 else 0.0)
    return total


def test_cut_off() -> None:
    (bar,) = both(cut_off_by_stores, np.array([-1.0, 4.0]))
    np.testing.assert_allclose(bar, [0.0, 0.5])
    (bar,) = both(cut_off_by_branches, np.array([-3.0, 4.0, 0.25]))
    np.testing.assert_allclose(bar, [0.0, 0.25, 1.0 - 1.0 / math.sqrt(1.0 - 0.0625)])


@pytest.mark.parametrize(
    ("f", "x", "expected"), [case[1:] for case in ARRAYS], ids=[case[0] for case in ARRAYS]
)
def test_array(f: Callable, x: list, expected: list) -> None:
    (bar,) = both(f, np.array(x))
    np.testing.assert_allclose(bar, expected, rtol=1e-12, atol=1e-300)


def test_det_singular_3_by_3() -> None:
    a = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
    (bar,) = both(lambda m: np.linalg.det(m), a)
    cofactors = [[-3.0, 6.0, -3.0], [6.0, -12.0, 6.0], [-3.0, 6.0, -3.0]]
    np.testing.assert_allclose(bar, cofactors, atol=1e-10)


def test_power_in_the_exponent_at_zero() -> None:
    base, exponent = both(lambda x, y: x**y, 0.0, 2.0)
    assert base == 0.0
    assert exponent == 0.0


def test_power_of_arrays_at_zero() -> None:
    base, exponent = both(lambda x, y: np.sum(x**y), np.array([0.0, 2.0]), np.array([3.0, 2.0]))
    np.testing.assert_allclose(base, [0.0, 4.0])
    np.testing.assert_allclose(exponent, [0.0, 4.0 * math.log(2.0)])


def test_power_with_respect_to_the_exponent_in_forward_mode() -> None:
    assert tx.jvp(lambda b: 2.0**b, (3.0,), (1.0,))[1] == pytest.approx(8.0 * math.log(2.0))
    assert tx.jvp(lambda b: np.power(2.0, b), (3.0,), (1.0,))[1] == pytest.approx(8.0 * math.log(2.0))


def test_mask_does_not_multiply_infinity_by_zero() -> None:
    def f(x):
        safe = np.where(x > 0, x, 1.0)
        return np.sum(np.where(x > 0, np.log(safe), 0.0))

    (bar,) = both(f, np.array([2.0, 0.0, -1.0]))
    np.testing.assert_allclose(bar, [0.5, 0.0, 0.0])


def test_std_of_equal_numbers_is_not_nan() -> None:
    (bar,) = both(lambda x: np.std(x), np.array([1.0, 1.0, 1.0]))
    assert np.all(bar == 0.0)
