"""Which samples are views of which: arrays, and arrays in containers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np


def arrays_in(value: Any) -> Iterator[np.ndarray]:
    """The value if it is an array, and the arrays in containers."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from arrays_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from arrays_in(item)


def shares(value: Any, sample: Any) -> bool:
    """Do they, or arrays in them, share memory?"""
    return any(np.may_share_memory(a, b) for a in arrays_in(value) for b in arrays_in(sample))
