"""Truth values, which compiled code takes for 0 and 1 where NumPy and Python differ in what they make of them.

(x[0] > 0) + (x[1] > 0)     True or False for NumPy, and up to 2 when compiled
~(y > 0)                    -2 or -1 of a truth value of Python's, and its opposite when compiled
"""

from __future__ import annotations

import gast

from tangentx.analysis.types import BOOL, Array, Const, Type
from tangentx.errors import BackendError


def check_sum(op: gast.AST, left: Type, right: Type) -> None:
    """Refuse `left + right` of truth values of which one is NumPy's."""
    if (
        isinstance(op, gast.Add)
        and all(map(_is_truth, (left, right)))
        and not all(map(_is_pythons, (left, right)))
    ):
        raise BackendError("a sum of truth values, which is one of numbers when compiled")


def check_inverse(op: gast.AST, operand: Type) -> None:
    """Refuse `~operand` of a truth value of Python's."""
    if isinstance(op, gast.Invert) and _is_pythons(operand):
        raise BackendError("`~` of a truth value of Python's, which is `not` when compiled")


def _is_pythons(kind: Type) -> bool:
    return kind == BOOL or isinstance(kind, Const) and type(kind.value) is bool


def _is_truth(kind: Type) -> bool:
    return _is_pythons(kind) or isinstance(kind, Array) and kind.dtype == "bool"
