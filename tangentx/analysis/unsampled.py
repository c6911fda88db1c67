"""Functions that must not see samples: compiled code that trusts its arguments, and reads beyond them otherwise.

Of these, another function tells what kind of result they give.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import numpy as np

from tangentx.analysis.extents import NoSample


def _splev(x, tck, der=0, ext=0):
    like = np.array(x, dtype=float)
    return [like.copy() for _ in tck[1]] if isinstance(tck, (tuple, list)) and np.ndim(tck[1]) > 1 else like


def _bisplev(x, y, tck, dx=0, dy=0):
    z = np.ones((np.size(x), np.size(y)))
    return z if len(z) > 1 else z[0] if len(z[0]) > 1 else z[0][0]


def _splint(a, b, tck, full_output=0):
    return np.float64(1.0)


def _lu_solve(lu_and_piv, b, trans=0, overwrite_b=False, check_finite=True):
    matrix = np.asarray(lu_and_piv[0])
    return np.linalg.solve(np.eye(len(matrix), dtype=matrix.dtype), b)


def _unknown(*args, **keywords):
    raise NoSample(None)


_TOLD = MappingProxyType({"splev": _splev, "bisplev": _bisplev, "splint": _splint})
_OTHERS = ("dblint", "insert", "spalde", "splantider", "splder", "sproot")


def instead(function: Any) -> Callable:
    """What samples are given to: the function, or another one that gives results of the same kind.

    >>> instead(np.sin) is np.sin
    True
    """
    module, name = getattr(function, "__module__", None) or "", getattr(function, "__name__", "")
    if name == "surely_real" and module == "tangentx.spectral":
        return np.real  # samples are no such numbers
    if name == "lu_solve" and module.startswith("scipy.linalg"):
        return _lu_solve  # rows are exchanged as the pivots say, wherever that is
    if not module.startswith("scipy.interpolate"):
        return function
    return _TOLD.get(name, _unknown if name in _OTHERS else function)
