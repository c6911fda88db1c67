"""Types from a primal's annotations: what the general version may rely on."""

from __future__ import annotations

import typing
from typing import Any

import numpy as np

from tangentx.analysis.types import BOOL, COMPLEX, FLOAT, INT, Array, Dim, Text, Type

_PLAIN = {float: FLOAT, int: INT, bool: BOOL, complex: COMPLEX, str: Text()}
_NAMES = {"float": FLOAT, "int": INT, "bool": BOOL, "complex": COMPLEX, "str": Text()}


def annotated(function, parameter) -> Type | None:
    """The type that a parameter's annotation gives, None when it says nothing usable."""
    if parameter.annotation is None or function.callable is None:
        return None
    value: Any = getattr(function.callable, "__annotations__", {}).get(parameter.name)
    if isinstance(value, str):
        return _NAMES.get(value)
    if typing.get_origin(value) is typing.Annotated:
        return _with_dimensions(value)
    if value is np.ndarray:
        return Array("float64", None)
    return _PLAIN.get(value) if isinstance(value, type) else None


def _with_dimensions(annotation: Any) -> Type | None:
    """`Annotated[np.ndarray, "n d"]`: a float array of two dimensions; the same name is the same number everywhere."""
    base, *notes = typing.get_args(annotation)
    text = next((note for note in notes if isinstance(note, str)), None)
    if base is not np.ndarray or text is None:
        return _PLAIN.get(base) if isinstance(base, type) else None
    words = text.replace(",", " ").split()
    dims = tuple(Dim((), int(w)) if w.isdigit() else Dim(((f"?@{w}", 1),)) for w in words)
    return Array("float64", dims)
