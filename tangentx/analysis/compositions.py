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

from tangentx.analysis import (
    arrangements,
    densities,
    distances,
    draws,
    factorings,
    filters,
    images,
    moments,
    padding,
    polynomials,
    reduced,
    samples,
    splines,
    structured,
    transforms,
    walks,
)
from tangentx.templating import registry

_SAMPLES = (
    "average", "convolve", "corrcoef", "correlate", "cov", "ediff1d", "geomspace", "gradient", "logspace", "median",
    "nancumsum", "nanmax", "nanmean", "nanmin", "nanprod", "nanstd", "nanvar", "percentile", "quantile",
    "trapezoid", "vecdot", "astype",
)  # fmt: skip
_ARRANGED = (
    "block", "broadcast_arrays", "choose", "compress", "delete", "diagflat", "divmod", "extract", "frexp", "histogram",
    "insert", "ix_", "modf", "piecewise", "real_if_close", "select", "unique", "unstack",
)  # fmt: skip
_POLYNOMIALS = ("poly", "polyadd", "polyder", "polyint", "polymul", "polysub", "polyval", "roots", "vander")
_REDUCED = (
    "cumulative_prod", "cumulative_sum", "nancumprod", "nanmedian", "nanpercentile", "nanquantile",
    "add.reduceat", "logaddexp.accumulate", "logaddexp.reduce",
)  # fmt: skip
_LINALG = (
    "cond", "diagonal", "eig", "eigvals", "matmul", "matrix_norm", "multi_dot",
    "outer", "svd", "svdvals", "tensorinv", "tensorsolve", "trace", "vector_norm",
)  # fmt: skip
_SCIPY_LINALG = (
    "block_diag", "cho_factor", "cho_solve", "eigvalsh", "norm", "qr", "svd", "svdvals",
)  # fmt: skip

_STRUCTURED = (
    "circulant", "hankel", "lstsq", "lu", "lu_factor", "lu_solve", "solve_banded", "solve_toeplitz", "solveh_banded",
    "toeplitz",
)  # fmt: skip
_IMAGES = (
    "convolve", "convolve1d", "correlate", "correlate1d", "gaussian_filter", "gaussian_filter1d", "laplace",
    "maximum_filter", "median_filter", "minimum_filter", "prewitt", "sobel", "uniform_filter", "uniform_filter1d",
)  # fmt: skip

_DISTANCES = ("cdist", "pdist", "squareform")
_STATISTICS = ("fmean", "harmonic_mean", "mean", "pstdev", "pvariance", "stdev", "variance")
_DENSITIES = (
    "dirichlet", "f", "gumbel_l", "invgauss", "multivariate_t", "pareto", "powerlaw", "rayleigh", "skewnorm",
    "truncnorm", "vonmises",
)  # fmt: skip
_MOMENTS = ("entropy", "gmean", "hmean", "iqr", "kurtosis", "moment", "sem", "skew", "variation", "zscore")
_MATRIX_EQUATIONS = ("solve_continuous_lyapunov", "solve_discrete_lyapunov", "solve_sylvester")
_SIGNAL = ("convolve", "convolve2d", "correlate", "correlate2d", "fftconvolve", "lfilter")

_FOURIER = (
    "fft",
    "fft2",
    "fftn",
    "fftshift",
    "ifft",
    "ifft2",
    "ifftn",
    "ifftshift",
    "irfft",
    "irfft2",
    "rfft",
    "rfft2",
)

_METHODS = (
    "add.outer", "subtract.outer", "multiply.outer", "divide.outer", "add.reduce", "multiply.reduce",
    "maximum.reduce", "minimum.reduce", "add.accumulate", "multiply.accumulate", "maximum.outer", "minimum.outer",
    "power.outer",
)  # fmt: skip

#: name of the library's function -> its stand-in
_TABLE = MappingProxyType(
    {f"numpy.{name}": getattr(samples, name) for name in _SAMPLES}
    | {f"numpy.{name}": getattr(arrangements, name) for name in _ARRANGED}
    | {f"numpy.{name}": getattr(polynomials, name) for name in _POLYNOMIALS}
    | {f"numpy.{name}": getattr(reduced, name.replace(".", "_")) for name in _REDUCED}
    | {f"numpy.{name}": getattr(samples, name.replace(".", "_")) for name in _METHODS}
    | {f"numpy.linalg.{name}": getattr(factorings, name) for name in _LINALG}
    | {f"scipy.linalg.{name}": getattr(factorings, name) for name in _SCIPY_LINALG}
    | {f"scipy.linalg.{name}": getattr(structured, name) for name in _STRUCTURED}
    | {f"scipy.ndimage.{name}": getattr(images, name) for name in _IMAGES}
    | {f"scipy.spatial.distance.{name}": getattr(distances, name) for name in _DISTANCES}
    | {f"statistics.{name}": getattr(samples, name) for name in _STATISTICS}
    | {f"scipy.stats.{name}": getattr(moments, name) for name in _MOMENTS}
    | {f"scipy.stats.{name}.logpdf": getattr(densities, name) for name in _DENSITIES}
    | {f"scipy.linalg.{name}": getattr(filters, name) for name in _MATRIX_EQUATIONS}
    | {f"scipy.signal.{name}": getattr(filters, name) for name in _SIGNAL}
    | {
        f"{library}.fft.{name}": getattr(transforms, name)
        for library in ("numpy", "scipy")
        for name in _FOURIER
    }
    | {
        "numpy.apply_along_axis": filters.apply_along_axis,
        "numpy.apply_over_axes": filters.apply_over_axes,
        "numpy.kaiser": filters.kaiser,
        "numpy.matvec": factorings.matvec,
        "numpy.vecmat": factorings.vecmat,
        "cmath.polar": arrangements.polar,
        "cmath.rect": arrangements.rect,
        "math.modf": arrangements.modf_of_number,
        "math.frexp": arrangements.frexp_of_number,
        "math.sumprod": samples.sumprod,
        "numpy.random.permutation": draws.global_permutation,
        "numpy.random.choice": draws.global_choice,
        "numpy.random.normal": draws.global_normal,
        "numpy.random.uniform": draws.global_uniform,
        "numpy.fromiter": walks.fromiter,
        "numpy.ndenumerate": walks.ndenumerate,
        "numpy.trapz": samples.trapezoid,
        "numpy.linalg.vecdot": samples.vecdot,
        "statistics.median": samples.middle,
        "scipy.interpolate.splev": splines.splev,
        "scipy.interpolate.bisplev": splines.bisplev,
        "scipy.signal.medfilt": images.medfilt,
        "scipy.integrate.trapezoid": samples.trapezoid,
        "scipy.integrate.cumulative_trapezoid": samples.cumulative_trapezoid,
        "scipy.stats.geom.logpmf": densities.geom,
        "scipy.stats.geom.pmf": densities.geom_pmf,
        "scipy.stats.multinomial.logpmf": densities.multinomial,
        "scipy.stats.multivariate_normal.logpdf": moments.normal_logpdf,
        "scipy.stats.multivariate_normal.pdf": moments.normal_pdf,
    }
)


#: those that round in another order than the library: its own call stays, see `grafts`
_ROUNDED = frozenset(
    {
        f"numpy.{name}"
        for name in ("corrcoef", "cov", "gradient", "median", "percentile", "quantile", "vander")
    }
    | {f"numpy.{name}" for name in ("nanmax", "nanmean", "nanmin", "nanstd", "nanvar")}
    | {f"numpy.{name}" for name in ("average", "geomspace", "interp", "kaiser", "matvec", "vecmat")}
    | {"numpy.vecdot", "numpy.linalg.vecdot"}
    | {f"numpy.{name}" for name in _REDUCED}
    | {f"numpy.{name}" for name in ("sum", "prod", "mean", "var", "std", "max", "min", "amax", "amin")}
    | {f"numpy.linalg.{name}" for name in ("cond", "multi_dot", "svd", "svdvals", "tensorinv", "tensorsolve")}
    | {f"scipy.linalg.{name}" for name in ("cho_solve", "eigvalsh", "norm", "svd", "svdvals")}
    | {f"scipy.linalg.{name}" for name in _MATRIX_EQUATIONS}
    | {f"scipy.linalg.{name}" for name in ("lu_solve", "solve_banded", "solve_toeplitz", "solveh_banded")}
    | {f"{library}.fft.{name}" for library in ("numpy", "scipy") for name in _FOURIER}
    | {"scipy.interpolate.splev", "scipy.interpolate.bisplev"}
    | {f"scipy.ndimage.{name}" for name in _IMAGES}
    | {f"scipy.signal.{name}" for name in _SIGNAL}
    | {f"scipy.spatial.distance.{name}" for name in ("cdist", "pdist")}
    | {f"scipy.stats.{name}" for name in _MOMENTS}
    | {f"scipy.stats.multivariate_normal.{name}" for name in ("logpdf", "pdf")}
    | {f"scipy.stats.{name}.logpdf" for name in _DENSITIES}
    | {"scipy.stats.geom.logpmf", "scipy.stats.geom.pmf", "scipy.stats.multinomial.logpmf"}
    | {f"statistics.{name}" for name in (*_STATISTICS, "median")}
)
_ROUNDED_TUPLES = frozenset(
    {"numpy.gradient", "numpy.histogram", "scipy.linalg.cho_factor"}
    | {f"scipy.linalg.{name}" for name in ("lstsq", "lu", "lu_factor")}
)

_MADE_IN = (
    samples,
    arrangements,
    polynomials,
    reduced,
    factorings,
    densities,
    draws,
    filters,
    transforms,
    walks,
    images,
    structured,
    distances,
    moments,
    splines,
    padding,
)
MODULES = tuple(module.__name__ for module in _MADE_IN)


#: stand-ins that round in another order, where those for other keywords do not
_ALSO_ROUNDED = (
    reduced.add_reduce, reduced.multiply_reduce, reduced.nan_to_num, padding.pad, polynomials.polyfit,
)  # fmt: skip

#: those that take several arrays as one argument; for all others a list of rows is an array
_OF_SEVERAL = (
    "numpy.block", "numpy.choose", "numpy.fromiter", "numpy.linalg.multi_dot", "numpy.piecewise", "numpy.select",
    "scipy.interpolate.bisplev", "scipy.interpolate.splev", "scipy.linalg.cho_solve", "scipy.linalg.lu_solve",
    "scipy.linalg.solve_banded",
)  # fmt: skip

_EITHER = ("numpy.gradient", "numpy.linalg.svd", "scipy.linalg.svd")

_CHOSEN = ("initial", "where")

#: functions that have a rule, and a stand-in for calls with these keywords, or these texts as arguments
_WITH_KEYWORDS = MappingProxyType(
    {f"numpy.{name}": (getattr(reduced, name), _CHOSEN) for name in ("sum", "prod", "mean", "var", "std")}
    | {"numpy.max": (reduced.max, _CHOSEN), "numpy.amax": (reduced.max, _CHOSEN)}
    | {"numpy.min": (reduced.min, _CHOSEN), "numpy.amin": (reduced.min, _CHOSEN)}
    | {
        "numpy.array": (arrangements.array, ("ndmin",)),
        "numpy.meshgrid": (arrangements.meshgrid, ("sparse", "copy")),
        "numpy.clip": (samples.clip, ("min", "max")),
        "numpy.cross": (factorings.cross, ("axisa", "axisb", "axisc", "axis")),
        "numpy.linalg.cross": (factorings.cross, ("axis",)),
        "numpy.linspace": (arrangements.linspace, ("retstep",)),
        "numpy.pad": (padding.pad, ("linear_ramp", "maximum", "mean", "median", "minimum")),
        "numpy.polyfit": (polynomials.polyfit, ("w",)),
        "numpy.add.reduce": (reduced.add_reduce, _CHOSEN),
        "numpy.multiply.reduce": (reduced.multiply_reduce, _CHOSEN),
        "numpy.maximum.reduce": (reduced.maximum_reduce, _CHOSEN),
        "numpy.minimum.reduce": (reduced.minimum_reduce, _CHOSEN),
        "math.prod": (reduced.product, ("start",)),
        "numpy.diff": (filters.diff, ("prepend", "append")),
        "numpy.interp": (samples.interp, ("left", "right")),
        "numpy.linalg.qr": (factorings.qr_of_mode, ("mode",)),
        "numpy.ravel": (arrangements.ravel, ("order",)),
        "numpy.reshape": (arrangements.reshape, ("order",)),
        "numpy.take": (arrangements.take, ("mode",)),
    }
)

#: functions whose rule takes these keywords as constants, and a stand-in where they are differentiated
_WITH_VARIED = MappingProxyType(
    {
        "numpy.pad": (padding.pad, ("constant_values",)),
        "numpy.nan_to_num": (reduced.nan_to_num, ("nan", "posinf", "neginf")),
    }
)

#: methods of arrays -> their stand-in for calls with these keywords, and whether operands ask for it, too
_ARRAY_METHODS = MappingProxyType(
    {
        "item": (arrangements.item, (), True),
        "flatten": (arrangements.flatten, ("order",), True),
        "ravel": (arrangements.ravel, ("order",), True),
        "reshape": (arrangements.reshape_method, ("order",), False),
        "compress": (arrangements.compress_method, ("condition", "axis"), True),
        "take": (arrangements.take, ("mode",), False),
    }
)


def find(callee: Any, keywords: Iterable[str] = (), varied: Iterable[str] = ()) -> Callable | None:
    """The stand-in of a library's function, when it is called with these keywords, of which some are varied."""
    name = getattr(callee, "__name__", None)
    for table, given in ((_WITH_KEYWORDS, keywords), (_WITH_VARIED, varied)):
        for dotted, (function, words) in table.items():
            if not set(words).isdisjoint(given) and dotted.rpartition(".")[2] == name and _is(callee, dotted):
                return function
    for dotted, function in _TABLE.items():
        if dotted.rpartition(".")[2] == name and _is(callee, dotted):
            return function
    return None


def of_method(name: str, operands: list, keywords: Iterable[str]) -> tuple[Any, Callable] | None:
    """The function that a method of an array is, or the method's own name, and the stand-in of such a call."""
    function, words, counts = _ARRAY_METHODS.get(name, (None, (), False))
    if function is not None and (operands and counts or not set(words).isdisjoint(keywords)):
        return function, function
    dotted = f"numpy.{name}"
    function, words = _WITH_KEYWORDS.get(dotted, (None, ()))
    if function is None or set(words).isdisjoint(keywords) or words is not _CHOSEN:
        return None
    return registry.resolve(dotted), function


def is_rounded(callee: Any, several: bool, stand_in: Callable | None = None) -> bool:
    """Does the stand-in of this function give other last bits, where it gives one array, or several?"""
    if not several and stand_in in _ALSO_ROUNDED:
        return True
    return _is_among(callee, _ROUNDED_TUPLES if several else _ROUNDED)


def gives_either(callee: Any) -> bool:
    """Does it give one array or several of them, as its arguments are?"""
    return _is_among(callee, _EITHER)


def takes_several(callee: Any) -> bool:
    """Is a list that it is given a list of arrays, not an array?"""
    return _is_among(callee, _OF_SEVERAL)


def _is_among(callee: Any, names: Iterable[str]) -> bool:
    last = getattr(callee, "__name__", None)
    return any(dotted.rpartition(".")[2] == last and _is(callee, dotted) for dotted in names)


def _is(callee: Any, dotted: str) -> bool:
    try:
        return registry.resolve(dotted) == callee  # a method is a new object each time
    except LookupError:  # the library is not loaded, or has no such function
        return False
