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
    may_be_a_number,
)


def class_of(kind: Type) -> type | None:
    """The class of every value of this type; None where that is not known."""
    if isinstance(kind, Const):
        return type(kind.value)
    if isinstance(kind, Array) and not kind.scalar:
        return None if may_be_a_number(kind) else np.ndarray
    if getattr(kind, "whole", False):
        return None
    if isinstance(kind, Array):
        return np.dtype(kind.dtype).type
    if isinstance(kind, Record | Dictionary) and outlines(kind.cls):
        return None
    if isinstance(kind, Sequence | ListOf | SetOf | Instance | Dictionary | Record):
        return original(vars(kind.cls).get("stands_for", kind.cls))
    if isinstance(kind, Range | Text):
        return range if isinstance(kind, Range) else str
    name = getattr(kind, "kind", None)
    return {"float": float, "int": int, "bool": bool, "complex": complex}.get(name)


def has_attribute(kind: Type, name: Type) -> bool | None:
    """Has a value of this type the attribute?  None where that is not known.

    >>> has_attribute(Const("text"), Const("upper")), has_attribute(Const(None), Const("shape"))
    (True, False)
    """
    owner = kind.value if isinstance(kind, Const) else class_of(kind)
    undecided = class_of(kind) is None or isinstance(kind, Instance) or not isinstance(name, Const)
    return None if undecided else hasattr(owner, name.value)


_NUMBERS = {
    bool,
    int,
    float,
    complex,
    np.bool_,
    np.int64,
    np.float32,
    np.float64,
    np.complex64,
    np.complex128,
}


def is_one_of(kind: Type, classes: type | tuple[type, ...], unlike: bool = False) -> bool | None:
    """Is every value of this type an instance of the classes?  None where some are, or may be.  unlike: may a number
    be of another sort than the type says?

    NumPy's numbers and Python's are of one type as soon as paths meet.

    >>> is_one_of(Array("float64", (), True), float), is_one_of(Array("float64", (), True), np.floating)
    (True, None)
    """
    found = {class_of(kind)}
    if isinstance(kind, Array) and (kind.scalar or may_be_a_number(kind)):
        number = np.dtype(kind.dtype).type
        found = {number, type(number(0).item())} | (set() if kind.scalar else {np.ndarray, int})
    if getattr(kind, "whole", False) and found != {np.ndarray}:
        found |= {int, np.int64, float}
    if unlike and found != {np.ndarray} and isinstance(kind, Scalar | Array):
        found |= _NUMBERS
    answers = {None if cls is None else issubclass(cls, classes) for cls in found - {None}} or {None}
    return answers.pop() if len(answers) == 1 else None


def is_value(kind: Type | None) -> bool:
    """A number, an array or a text that is known at run time only: it refers to no other variable."""
    return isinstance(kind, Scalar | Array | Text)


def is_number(kind: Type | None) -> bool:
    """A number that is known already."""
    return isinstance(kind, Const) and isinstance(kind.value, int | float)
