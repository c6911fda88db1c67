"""Primitives whose result has an entry for each pair of their operands' entries: where samples fit, it may not.

np.meshgrid(x, y), np.outer(x, y)       of x and y with three axes each: gigabytes, where samples are long
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tangentx.analysis.extents import OFTEN, Extents


def check(extents: Extents, function: Any, args: list, named: dict[str, Any]) -> None:
    """Ask for shorter samples, or raise NoSample, before a result is made that has too many entries."""
    sizes = [a.size for a in args if isinstance(a, np.ndarray)]
    if len(sizes) > 1 and math.prod(sizes) * len(sizes) > OFTEN:
        extents.check_result(_entries(function, args, named))


def _entries(function: Any, args: list, named: dict[str, Any]) -> int:
    """How many entries the result has; 0 where it cannot be many."""
    if isinstance(function, np.ufunc) and function.signature is None:
        return _of_elements(args[: function.nin])
    if function is np.einsum:
        return _of_letters(*args)
    outer = isinstance(getattr(function, "__self__", None), np.ufunc) and function.__name__ == "outer"
    outer = outer or function is np.tensordot and 0 in (*args[2:], *named.values())
    if outer or function in (np.outer, np.kron):
        return math.prod(map(np.size, args[:2]))
    return len(args) * math.prod(map(np.size, args)) if function is np.meshgrid else 0


def _of_elements(args: list) -> int:
    try:
        return math.prod(np.broadcast_shapes(*map(np.shape, args)))
    except ValueError:  # NumPy refuses them as well
        return 0


def _of_letters(written: Any, *args: Any) -> int:
    """Of `np.einsum("ij,kl->ijkl", a, b)`."""
    if not isinstance(written, str):
        return 0
    given, _, result = written.replace(" ", "").partition("->")
    pairs = zip(given.split(","), map(np.shape, args), strict=False)
    lengths = {letter: n for letters, shape in pairs for letter, n in zip(letters, shape, strict=False)}
    return math.prod(lengths.get(letter, 1) for letter in result)
