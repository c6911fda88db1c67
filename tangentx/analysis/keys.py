"""The key of a value: equal keys, equal types and shapes; it is found faster than the type."""

from __future__ import annotations

from typing import Any

import numpy as np

from tangentx.analysis.observed import type_of
from tangentx.instances import attributes_of

PLAIN = frozenset(
    (
        float,
        int,
        bool,
        complex,
        type(None),
        np.float64,
        np.float32,
        np.float16,
        np.complex128,
        np.complex64,
        np.bool_,
    )
    + (np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64)
)  # classes whose values all have the same analysis type
ITSELF = "itself"  # stands in a key for an object that holds itself


def key_of(value: Any, above: tuple = ()) -> Any:
    """A hashable that decides the analysis type and every shape of the value; `above`: the objects it is in."""
    cls = value.__class__
    if cls is np.ndarray:
        return value.dtype, value.shape
    if cls in PLAIN:
        return cls
    if cls is str:
        return "str", value
    if cls is tuple or cls is list or isinstance(value, tuple):
        return ("sequence", cls, *[key_of(item, above) for item in value])
    if cls is dict:
        return ("dict", tuple(value), *[key_of(item, above) for item in value.values()])
    attributes = attributes_of(value)
    if attributes is None:
        return type_of(value)
    if any(value is other for other in above):
        return ITSELF
    above = (*above, value)
    return ("object", cls, tuple(attributes), *[key_of(item, above) for item in attributes.values()])
