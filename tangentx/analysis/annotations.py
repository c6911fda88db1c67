"""Types from a primal's annotations: what the general version may rely on."""

from __future__ import annotations

from typing import Any

import numpy as np

from tangentx.analysis.types import BOOL, COMPLEX, FLOAT, INT, Array, Text, Type

_PLAIN = {float: FLOAT, int: INT, bool: BOOL, complex: COMPLEX, str: Text()}
_NAMES = {"float": FLOAT, "int": INT, "bool": BOOL, "complex": COMPLEX, "str": Text()}


def annotated(function, parameter) -> Type | None:
    """The type that a parameter's annotation gives, None when it says nothing usable."""
    if parameter.annotation is None or function.callable is None:
        return None
    value: Any = getattr(function.callable, "__annotations__", {}).get(parameter.name)
    if isinstance(value, str):
        return _NAMES.get(value)
    if value is np.ndarray:
        return Array("float64", None)
    return _PLAIN.get(value) if isinstance(value, type) else None
