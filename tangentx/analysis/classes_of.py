"""The classes that values of a type have."""

from __future__ import annotations

import numpy as np

from tangentx.analysis.eithers import outlines
from tangentx.analysis.subclassed import original
from tangentx.analysis.types import (
    Array,
    Const,
    Dictionary,
    Instance,
    ListOf,
    Range,
    Record,
    Scalar,
    Sequence,
    SetOf,
    Text,
    Type,
)


def class_of(kind: Type) -> type | None:
    """The class of every value of this type; None where that is not known."""
    if isinstance(kind, Const):
        return type(kind.value)
    if isinstance(kind, Array):
        return np.dtype(kind.dtype).type if kind.scalar else np.ndarray
    if isinstance(kind, Record | Dictionary) and outlines(kind.cls):
        return None
    if isinstance(kind, Sequence | ListOf | SetOf | Instance | Dictionary | Record):
        return original(kind.cls)
    if isinstance(kind, Range | Text):
        return range if isinstance(kind, Range) else str
    name = getattr(kind, "kind", None)
    return {"float": float, "int": int, "bool": bool, "complex": complex}.get(name)


def is_value(kind: Type | None) -> bool:
    """A number, an array or a text that is known at run time only: it refers to no other variable."""
    return isinstance(kind, Scalar | Array | Text)


def is_number(kind: Type | None) -> bool:
    """A number that is known already."""
    return isinstance(kind, Const) and isinstance(kind.value, int | float)
