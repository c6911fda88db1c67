"""What compiled code gives other numbers for than NumPy or Python: refused.

(x[0] > 0) + (x[1] > 0)     True or False for NumPy, and up to 2 when compiled
~(y > 0)                    -2 or -1 of a truth value of Python's, and its opposite when compiled
x32 * k32                   of 64 bits for NumPy, and of 32 when compiled
np.fmod(k, 3)               has the sign of k; of integers that of 3 when compiled
np.divmod(h, 0.1)           24 of 2.5, and 25 when compiled
"""

from __future__ import annotations

from typing import Any

import gast
import numpy as np

from tangentx.analysis.types import BOOL, Array, Const, Type, is_float_like
from tangentx.errors import BackendError


def check_binary(op: gast.AST, left: Type, right: Type) -> None:
    """Refuse `left + right` of truth values of which one is NumPy's, and operands of 32 bits that give 64 together."""
    is_sum = isinstance(op, gast.Add) and all(map(_is_truth, (left, right)))
    if is_sum and not all(map(_is_pythons, (left, right))):
        raise BackendError("a sum of truth values, which is one of numbers when compiled")
    dtypes = {kind.dtype for kind in (left, right) if isinstance(kind, Array)}
    if dtypes & {"float32", "complex64"} and dtypes & {"int32", "uint32"}:
        raise BackendError("an operation on integers and floats of 32 bits, which gives 64 bits")


def check_inverse(op: gast.AST, operand: Type) -> None:
    """Refuse `~operand` of a truth value of Python's."""
    if isinstance(op, gast.Invert) and _is_pythons(operand):
        raise BackendError("`~` of a truth value of Python's, which is `not` when compiled")


def check_method(name: str, kinds: list[Type]) -> None:
    """The same for a method of an array, which is the first one."""
    check_call(getattr(np, name, None), kinds)


def check_call(callee: Any, kinds: list[Type]) -> None:
    """Refuse a function of which Numba has another one."""
    if callee is np.fmod and not any(map(_is_float, kinds)):
        raise BackendError("`np.fmod` of integers, which is `%` when compiled")
    if callee is np.clip and kinds and not _is_float(kinds[0]) and any(map(_is_float, kinds)):
        raise BackendError("`np.clip` of integers by floats, which gives integers when compiled")
    if callee is np.divmod and any(map(_is_float, kinds)):
        raise BackendError("`np.divmod` of floats, which is rounded otherwise when compiled")


def _is_float(kind: Type) -> bool:
    return is_float_like(kind) or isinstance(kind, Const) and isinstance(kind.value, float | complex)


def _is_pythons(kind: Type) -> bool:
    return kind == BOOL or isinstance(kind, Const) and type(kind.value) is bool


def _is_truth(kind: Type) -> bool:
    return _is_pythons(kind) or isinstance(kind, Array) and kind.dtype == "bool"
