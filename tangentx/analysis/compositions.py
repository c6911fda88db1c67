"""Library functions in terms of others that have rules: inlined where a derivative passes through them.

*Gives* `find`: the stand-in of a callee, a plain Python function in the accepted language, or None.  A stand-in takes
only what it is right for: a keyword that it lacks is refused where it is passed.

>>> import numpy
>>> find(numpy.average).__name__
'average'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any

from tangentx.analysis import draws, factorings, filters, samples, transforms, walks
from tangentx.templating import registry

_NUMPY = (
    "average", "choose", "compress", "convolve", "corrcoef", "correlate", "cov", "delete", "diagflat", "ediff1d",
    "extract", "gradient", "insert", "logspace", "median", "modf", "nancumsum", "nanmax", "nanmean", "nanmedian",
    "nanmin", "nanprod", "nanstd", "nanvar", "percentile", "piecewise", "polyadd", "polyder", "polymul",
    "polysub", "polyval", "quantile", "select", "trapezoid", "vander", "vecdot",
)  # fmt: skip
_LINALG = (
    "cond", "diagonal", "eig", "eigvals", "matrix_norm", "multi_dot",
    "outer", "svd", "svdvals", "trace", "vector_norm",
)  # fmt: skip
_SCIPY_LINALG = (
    "block_diag", "cho_factor", "cho_solve", "eigvalsh", "norm", "qr", "svd", "svdvals",
)  # fmt: skip

_STATISTICS = ("fmean", "mean", "pstdev", "pvariance", "stdev", "variance")
_MATRIX_EQUATIONS = ("solve_continuous_lyapunov", "solve_discrete_lyapunov", "solve_sylvester")
_SIGNAL = ("convolve", "convolve2d", "correlate", "correlate2d", "fftconvolve", "lfilter")

_FOURIER = ("fft", "fft2", "fftn", "fftshift", "ifft", "ifft2", "ifftn", "ifftshift", "irfft", "rfft")

_METHODS = (
    "add.outer", "subtract.outer", "multiply.outer", "divide.outer", "add.reduce", "multiply.reduce",
    "maximum.reduce", "minimum.reduce", "add.accumulate", "multiply.accumulate",
)  # fmt: skip

#: name of the library's function -> its stand-in
_TABLE = MappingProxyType(
    {f"numpy.{name}": getattr(samples, name) for name in _NUMPY}
    | {f"numpy.{name}": getattr(samples, name.replace(".", "_")) for name in _METHODS}
    | {f"numpy.linalg.{name}": getattr(factorings, name) for name in _LINALG}
    | {f"scipy.linalg.{name}": getattr(factorings, name) for name in _SCIPY_LINALG}
    | {f"statistics.{name}": getattr(samples, name) for name in _STATISTICS}
    | {f"scipy.linalg.{name}": getattr(filters, name) for name in _MATRIX_EQUATIONS}
    | {f"scipy.signal.{name}": getattr(filters, name) for name in _SIGNAL}
    | {
        f"{library}.fft.{name}": getattr(transforms, name)
        for library in ("numpy", "scipy")
        for name in _FOURIER
    }
    | {
        "numpy.apply_along_axis": filters.apply_along_axis,
        "numpy.block": samples.block,
        "numpy.random.normal": draws.global_normal,
        "numpy.random.uniform": draws.global_uniform,
        "numpy.ndenumerate": walks.ndenumerate,
        "numpy.trapz": samples.trapezoid,
        "numpy.linalg.vecdot": samples.vecdot,
        "statistics.median": samples.middle,
        "scipy.integrate.trapezoid": samples.trapezoid,
    }
)


#: those that round in another order than the library: its own call stays, see `grafts`
_ROUNDED = frozenset(
    {
        f"numpy.{name}"
        for name in ("corrcoef", "cov", "gradient", "median", "nanmedian", "percentile", "quantile", "vander")
    }
    | {f"numpy.{name}" for name in ("nanmean", "nanvar", "nanstd", "average")}
    | {f"numpy.linalg.{name}" for name in ("cond", "multi_dot", "svd", "svdvals")}
    | {f"scipy.linalg.{name}" for name in ("cho_solve", "eigvalsh", "norm", "svd", "svdvals")}
    | {f"scipy.linalg.{name}" for name in _MATRIX_EQUATIONS}
    | {f"scipy.signal.{name}" for name in _SIGNAL}
    | {f"statistics.{name}" for name in (*_STATISTICS, "median")}
)
_ROUNDED_TUPLES = frozenset({"numpy.gradient", "scipy.linalg.cho_factor"})

MODULES = (
    samples.__name__,
    factorings.__name__,
    draws.__name__,
    filters.__name__,
    transforms.__name__,
    walks.__name__,
)


#: functions that have a rule, and a stand-in for calls with these keywords
_WITH_KEYWORDS = MappingProxyType({"numpy.diff": (filters.diff, ("prepend", "append"))})


def find(callee: Any, keywords: Iterable[str] = ()) -> Callable | None:
    """The stand-in of a library's function, when it is called with these keywords."""
    name = getattr(callee, "__name__", None)
    for dotted, (function, words) in _WITH_KEYWORDS.items():
        if not set(words).isdisjoint(keywords) and dotted.rpartition(".")[2] == name and _is(callee, dotted):
            return function
    for dotted, function in _TABLE.items():
        if dotted.rpartition(".")[2] == name and _is(callee, dotted):
            return function
    return None


def is_rounded(callee: Any, several: bool) -> bool:
    """Does the stand-in of this function give other last bits, where it gives one array, or several?"""
    name = getattr(callee, "__name__", None)
    listed = _ROUNDED_TUPLES if several else _ROUNDED
    return any(dotted.rpartition(".")[2] == name and _is(callee, dotted) for dotted in listed)


def _is(callee: Any, dotted: str) -> bool:
    try:
        return registry.resolve(dotted) == callee  # a method is a new object each time
    except LookupError:  # the library is not loaded, or has no such function
        return False
