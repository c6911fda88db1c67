"""Lengths that depend on what is in an array, not on how long it is.

Samples stand for the user's arrays by shape alone, and all entries of one are alike: `np.unique(a)` has one entry then,
`np.flatnonzero(a)` as many as `a`.  What other entries lead to as well is a length; any other is unknown.

    bp = np.unique(np.array([0, k, n]))         # of 1, 2 or 3 entries
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tangentx.analysis.types import BOOL, INT, UNKNOWN, Array, Const, Dim, ListOf, Scalar, Sequence, Type

_NUMBERS = {
    "float": (0.5, 1.5, 9.25, 0.75),
    "bool": (True, False, True, False),
    "complex": (0.5 + 0.25j, 0j, 1j, 1.5),
}
_OPERATORS = frozenset(
    (
        operator.add,
        operator.sub,
        operator.mul,
        operator.truediv,
        operator.pow,
        operator.matmul,
        operator.neg,
        len,
    )
)


@dataclass
class Filling:
    """What is in the arrays of one call: alike, alike but different, mixed, or in each operand something else; and
    numbers: alike, alike, falling from operand to operand, rising."""

    kind: int = 0
    made: int = 0  # arrays and numbers so far

    def array(self, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        """An array of this shape."""
        kind = np.dtype(dtype).kind
        value = np.full(shape, 0.5 if kind in "fc" else 1, dtype=dtype)
        if kind == "b":
            value.flat[::3] = False  # a mask selects some entries, not all
        if self.kind == 1:
            value[...] = {"b": True, "f": 1.5, "c": 1.5}.get(kind, 0)
        elif self.kind == 2:
            value.flat[::2] = 0
        elif self.kind == 3:
            value[...] = 0.5 + self.made if kind in "fc" else self.made % 2
        self.made += 1
        return value

    def number(self, kind: str) -> Any:
        """A number of this kind."""
        value, before = _NUMBERS[kind][self.kind], self.made
        self.made += 1
        if kind != "float" or self.kind < 2:
            return value
        return value / (1 + before) if self.kind == 2 else value + 1.5 * before


OTHERS = (1, 2, 3)


def matter(function: Callable, kinds: list[Type]) -> bool:
    """May the shape of `function(*kinds)` depend on what is in its operands?"""
    if isinstance(function, np.ufunc) or function in _OPERATORS:
        return False
    if (getattr(function, "__module__", None) or "").endswith("linalg"):
        return BOOL in kinds  # `keepdims`; of singular matrices LAPACK tells the terminal
    return any(map(_has_contents, kinds))


def _has_contents(kind: Type) -> bool:
    if isinstance(kind, Sequence):
        return any(map(_has_contents, kind.items))
    if isinstance(kind, ListOf):
        return kind.item is not None and _has_contents(kind.item)
    return isinstance(kind, Array) or isinstance(kind, Scalar) and kind.kind != "int"


def loosened(kind: Type, value: Any, other: Any, fresh: Callable[[], str]) -> Type:
    """The type of `value`, less the lengths that `other`, made of other contents, does not share."""
    if isinstance(value, np.ndarray) and isinstance(kind, Array):
        if np.ndim(other) != value.ndim:
            return UNKNOWN
        if not isinstance(kind.shape, tuple) or np.shape(other) == value.shape:
            return kind
        sizes = zip(kind.shape, value.shape, np.shape(other), strict=True)
        return replace(kind, shape=tuple(d if n == m else Dim(((fresh(), 1),)) for d, n, m in sizes))
    if isinstance(value, tuple | list) and isinstance(kind, Sequence):
        if type(other) is not type(value) or len(other) != len(value):
            return UNKNOWN
        parts = zip(kind.items, value, other, strict=True)
        return replace(kind, items=tuple(loosened(k, v, o, fresh) for k, v, o in parts))
    if type(value) is int and other != value and isinstance(kind, Const | Scalar):
        return INT
    return kind
