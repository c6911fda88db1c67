"""The type of a value that is at hand: an argument, a sample, a constant of the program."""

from __future__ import annotations

import enum
import math
import re
import types as python_types
import typing
from functools import lru_cache
from typing import Any

import numpy as np

from tangentx.analysis.types import (
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    Array,
    Const,
    Dictionary,
    Dim,
    Instance,
    Range,
    Sequence,
    Type,
)
from tangentx.instances import attributes_of, is_tree
from tangentx.interpolation import interpolant_class
from tangentx.shadows import PrimalNamespace

# Results of these types are computed while specialising.
FOLDED = (bool, int, float, complex, str, bytes, type(None), type(...), tuple, slice)

_SCALARS = {float: FLOAT, int: INT, bool: BOOL, complex: COMPLEX}
UNIONS = (python_types.UnionType, type(typing.Optional[int]))  # noqa: UP045
_STATIC = (
    *UNIONS,
    python_types.FunctionType,
    python_types.BuiltinFunctionType,
    python_types.ModuleType,
    python_types.MethodType,
    np.ufunc,
    np.vectorize,
    type,
    np.dtype,
    type(None),
    type(Ellipsis),
    slice,
    re.Pattern,
    typing.NewType,
    PrimalNamespace,
)


def type_of(value: Any, *, constants: bool = False, inside: tuple = ()) -> Type:
    """The type of a value.  With `constants`, numbers and strings are Const as well (literals, defaults).

    >>> str(type_of(2.0)), str(type_of(np.ones((3, 1))))
    ('float', 'float64[?0, 1]')
    """
    cls = value.__class__
    if cls in _SCALARS:
        return Const(value) if constants else _SCALARS[cls]
    if cls is np.ndarray and value.dtype.kind == "V":  # its fields are arrays of whatever types
        return Instance(cls)
    if cls is np.ndarray:
        dims = (Dim((), 1) if n == 1 else Dim(((f"?{i}", 1),)) for i, n in enumerate(value.shape))
        return Array(_dtype_name(value.dtype), tuple(dims))
    if isinstance(value, np.generic) and value.dtype.kind in "fciub":
        return Array(_dtype_name(value.dtype), (), True)
    if cls is str:
        return Const(value)
    if isinstance(value, tuple) and (cls is tuple or hasattr(cls, "_fields")) or cls is list:
        return Sequence(cls, tuple(type_of(item, constants=constants, inside=inside) for item in value))
    if cls is dict and all(map(_is_key, value)):
        return Dictionary(
            tuple(value), tuple(type_of(item, constants=constants, inside=inside) for item in value.values())
        )
    if cls is range:
        return Range()
    if isinstance(value, _STATIC) or isinstance(value, enum.Enum):
        return Const(value)
    if is_scipys(cls, "_gen", "_frozen"):
        return Const(value)  # a distribution: what its methods are is known by their names
    if interpolant_class(cls):
        return Instance(cls)
    is_function = callable(value) and not isinstance(value, str)  # a string may be of a class with `__call__`
    return _object(value, inside) or (Const(value) if is_function else Instance(cls))


def _is_key(key: Any) -> bool:
    """Can emitted code write the key of a dict down?"""
    return isinstance(key, str | int | tuple) or type(key) is float and math.isfinite(key)


def is_scipys(cls: type, *ends: str) -> bool:
    """Is it a class of `scipy.stats` whose name ends in `_gen`, or `_frozen` where parameters are given?"""
    return cls.__name__.endswith(ends) and (cls.__module__ or "").startswith("scipy.stats.")


@lru_cache(maxsize=256)
def _dtype_name(dtype: np.dtype) -> str:
    return dtype.name if dtype.kind in "fciub" else str(dtype)


def _object(value: Any, outer: tuple) -> Dictionary | None:
    """The type of an object by its attributes; None if it cannot be taken apart."""
    attributes = attributes_of(value)
    if attributes is None or (not outer and not is_tree(value)):
        return None
    inside = (*outer, value)
    items = tuple(type_of(item, inside=inside) for item in attributes.values())
    return Dictionary(tuple(attributes), items, type(value))


def written_down(value: Any) -> Type | None:
    """The type of a number, a string or a tuple of such, which an emitted function can hold as it is; else None.

    >>> print(written_down((2, "a")), written_down([]))
    tuple(const 2, const 'a') None
    """
    if not isinstance(value, tuple):
        return Const(value) if isinstance(value, FOLDED) else None
    items = tuple(map(written_down, value))
    if None in items:
        return None
    return Sequence(tuple, items) if type(value) is tuple else Const(value)
