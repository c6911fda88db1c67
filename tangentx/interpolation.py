"""Objects that are functions of one or two variables, with constant data: splines, tables, series of polynomials.

Their classes are known by name, so that nothing is imported that the program did not import.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from tangentx.errors import NotDifferentiableError

_THROUGH_POINTS = ("CubicSpline", "PchipInterpolator", "Akima1DInterpolator", "UnivariateSpline", "interp1d")
_SURFACES = ("BivariateSpline", "SmoothBivariateSpline", "LSQBivariateSpline", "RectBivariateSpline")
_MAKERS = ("make_interp_spline", "make_lsq_spline", "make_smoothing_spline")
_SERIES = ("poly1d", "Polynomial", "Chebyshev", "Legendre", "Laguerre", "Hermite", "HermiteE")
_SAMPLES: dict[str, Callable[[type], Any]] = {
    **{name: lambda cls: cls(np.arange(6.0), np.arange(6.0)) for name in _THROUGH_POINTS},
    **{name: lambda cls: cls([1.0, 2.0]) for name in _SERIES},
    "CubicHermiteSpline": lambda cls: cls(np.arange(4.0), np.ones(4), np.ones(4)),
    "BSpline": lambda cls: cls(np.arange(8.0), np.ones(4), 3),
    "PPoly": lambda cls: cls(np.ones((4, 1)), np.arange(2.0)),
}
_KNOTS = np.array([0.0, 0.0, 1.0, 1.0])


@lru_cache(maxsize=256)
def interpolant_class(cls: type) -> type | None:
    """The class of the table that this one is, or is made of; None of other classes."""
    return _known(cls, _SAMPLES)


@lru_cache(maxsize=256)
def surface_class(cls: type) -> type | None:
    """The same for functions of two variables."""
    return _known(cls, _SURFACES)


def _known(cls: type, names: Container[str]) -> type | None:
    bases = (base for base in cls.__mro__ if (base.__module__ or "").partition(".")[0] in ("numpy", "scipy"))
    return next((base for base in bases if base.__name__ in names), None)


def made_by(callee: Any) -> type | None:
    """The class of what a call gives: of the class itself, or of a function that makes a spline."""
    if isinstance(callee, type):
        return callee if interpolant_class(callee) or surface_class(callee) else None
    if callee is surface:
        return _scipys("BivariateSpline")
    found = getattr(callee, "__name__", None) in _MAKERS and sys.modules.get(callee.__module__)
    return getattr(found, "BSpline", None)


def _scipys(name: str) -> Any:
    """A class of SciPy, which is loaded: the program has asked it for a spline."""
    return getattr(sys.modules["scipy.interpolate"], name)


def sample(cls: type) -> Any:
    """Any object of such a class; None of other classes."""
    if surface_class(cls):
        return surface((_KNOTS, _KNOTS, np.ones(4), 1, 1))
    known = interpolant_class(cls)
    return None if known is None else _SAMPLES[known.__name__](known)


def interpolated(f: Callable, x: Any, nu: int = 0) -> Any:
    """`f(x)`, or the derivative of order `nu` of f there, of the shape of x; zero beyond a table's ends where it is
    filled with numbers.

    >>> interpolated(np.polynomial.Chebyshev([1.0, 2.0, 3.0]), 0.5, 1)
    np.float64(8.0)
    """
    if nu == 0:
        y = f(x)
    elif hasattr(f, "deriv"):  # NumPy's polynomials
        y = f.deriv(nu)(x)
    elif nu > getattr(f, "k", nu):  # of a B-spline, which does not check
        y = np.zeros(np.shape(x))
    elif hasattr(f, "derivative"):
        y = f(x, nu)
    else:
        y = _of_table(f, np.asarray(x), nu)
    if np.shape(y) != np.shape(x):
        raise NotDifferentiableError(
            f"a {type(f).__name__} whose values are arrays cannot be differentiated", code="TX304",
            help=("make one for each component",),
        )  # fmt: skip
    return y


def integrated(f: Callable, a: Any, b: Any) -> Any:
    """The integral of a spline, or of a series, from `a` to `b`."""
    if hasattr(f, "integ"):
        antiderivative = f.integ()
        return antiderivative(b) - antiderivative(a)
    return f.integral(a, b) if hasattr(f, "integral") else f.integrate(a, b)


def _of_table(f: Any, x: np.ndarray, nu: int) -> np.ndarray:
    """The derivative of `scipy.interpolate.interp1d`: at a point of the table that of the piece to its left, as SciPy
    evaluates it."""
    shape = x.shape + f.y.shape[1:]
    if f._kind == "spline":
        y = f._spline(x, nu).reshape(shape)
    elif f._kind == "linear" and nu == 1:
        above = np.clip(np.searchsorted(f.x, x), 1, len(f.x) - 1)
        y = (f.y[above] - f.y[above - 1]) / (f.x[above] - f.x[above - 1])
    else:
        return np.zeros(shape)
    goes_on = isinstance(f.fill_value, str) and f.fill_value == "extrapolate"
    return y if goes_on else np.where((x < f.x[0]) | (x > f.x[-1]), 0.0, y)


def surface(tck: Sequence) -> Any:
    """The function of two variables that `scipy.interpolate.bisplev` evaluates."""
    found = object.__new__(_scipys("BivariateSpline"))
    found.tck, found.degrees = tuple(tck[:3]), tuple(tck[3:])
    return found


def surface_value(f: Any, x: Any, y: Any, dx: int = 0, dy: int = 0) -> Any:
    """The derivative of these orders of a spline of two variables, point by point; zero beyond the knots, where SciPy
    takes the value at the edge."""
    spline = _scipys("BSpline")
    (tx, ty, c), (kx, ky) = f.tck, f.degrees
    x, y = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
    if dx > kx or dy > ky:
        return np.zeros(x.shape)
    at_x, at_y = np.clip(x, tx[kx], tx[-kx - 1]), np.clip(y, ty[ky], ty[-ky - 1])
    size = len(ty) - ky - 1
    rows = spline(tx, np.reshape(c, (-1, size)), kx)(at_x, dx)
    columns = spline(ty, np.eye(size), ky)(at_y, dy)
    inside = ((x == at_x) | (dx == 0)) & ((y == at_y) | (dy == 0))
    return np.where(inside, np.sum(rows * columns, axis=-1), 0.0)
