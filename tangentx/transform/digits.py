"""Derivatives that meet operands of fewer digits than the result has.

u = x * c       (x of float64, c of float32; u_bar a Python number)      x_bar += np.float64(u_bar) * c

A Python number takes the dtype of the array that it meets, so that `u_bar * c` would have the digits of `c`.
"""

from __future__ import annotations

from collections.abc import Iterable

import gast
import numpy as np

from tangentx.analysis.program import external
from tangentx.analysis.types import Array, Type, is_complex, is_scalar


def loses_digits(expr: gast.AST, kind: Type, own: Type | None, operands: Iterable[Type | None]) -> bool:
    """Is the derivative of what is of type `own` a number that meets an operand of fewer digits?  (A power of two
    changes no digit.)"""
    exact = isinstance(expr, gast.Constant) and np.frexp(abs(expr.value))[0] == 0.5
    digits = _digits(own) or 0
    return is_scalar(kind) and not exact and any((_digits(k) or digits) < digits for k in operands)


def of_all_digits(expr: gast.AST, kind: Type, own: Type | None, operands: Iterable[Type | None]) -> gast.AST:
    """The derivative, as a number that keeps its digits beside operands that have fewer."""
    return as_numpy_number(expr, kind) if loses_digits(expr, kind, own, operands) else expr


def as_numpy_number(expr: gast.AST, kind: Type) -> gast.AST:
    """A number that may be one of Python's as one of NumPy's, with its methods and its dtype."""
    return gast.Call(external("numpy.complex128" if is_complex(kind) else "numpy.float64"), [expr], [])


def _digits(kind: Type | None) -> int | None:
    """How many digits numbers of the type have, in bits: those of floats."""
    if isinstance(kind, Array) and np.dtype(kind.dtype).kind in "fc":
        return np.finfo(kind.dtype).nmant
    return None
