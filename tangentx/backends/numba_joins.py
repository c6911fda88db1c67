"""The type of a variable that compiled code binds in several places, and what cannot be where one of them is None."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import replace

from tangentx.analysis.callees import OPERATORS
from tangentx.analysis.joins import join
from tangentx.analysis.types import (
    BOOL,
    FLOAT,
    UNKNOWN,
    Array,
    Const,
    Scalar,
    Sequence,
    Type,
    is_complex,
    is_float_like,
    is_scalar,
)
from tangentx.backends.numba_kinds import is_array, is_integer
from tangentx.errors import BackendError

_OF_ANYTHING = {operator.eq, operator.ne, operator.is_, operator.is_not, operator.not_}
NEVER_OF_NONE = frozenset(OPERATORS.values()) - _OF_ANYTHING  # Python raises a TypeError


def joined(a: Type | None, b: Type | None, fresh: Callable[[], str], is_asked: bool) -> Type | None:
    """The join; unless somebody asks for None (`is_asked`), None stands for a value that is not there yet."""
    if not is_asked:
        if a == Const(None):
            return b
        if b == Const(None):
            return a
    if is_array(a) and isinstance(b, Const | Scalar) or is_array(b) and isinstance(a, Const | Scalar):
        return UNKNOWN  # a number now and an array then: two types for one variable
    if a != b and _is_truth(a) and _is_truth(b):
        return BOOL  # Python's and NumPy's are one type in compiled code
    return join(a, b, fresh)


def check_paths(a: Type | None, b: Type | None) -> None:
    """Refuse a number that is complex on one path only: compiled, it is complex on the other one too."""
    if is_scalar(a) and is_scalar(b) and is_complex(a) != is_complex(b):
        raise BackendError("a number that is complex on one path, and real on another")


def of_one_type(items: Sequence) -> Sequence:
    """A list as Numba makes it, which holds things of one type: an integer beside a float is a float."""
    if not any(is_scalar(kind) and is_float_like(kind) for kind in items.items):
        return items
    return replace(items, items=tuple(FLOAT if is_integer(kind) else kind for kind in items.items))


def _is_truth(kind: Type | None) -> bool:
    is_numpy = isinstance(kind, Array) and kind.scalar and kind.dtype == "bool"
    return is_numpy or kind == BOOL or isinstance(kind, Const) and type(kind.value) is bool
