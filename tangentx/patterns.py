"""What the patterns of `match` ask of a value; emitted code finds it in `tangentx.runtime`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def is_sequence(x: Any) -> bool:
    """Does a sequence pattern fit?  Strings do not; arrays do since NumPy 2.5."""
    match x:
        case [*_]:
            return True
    return False


def is_mapping(x: Any) -> bool:
    """Does a mapping pattern fit?"""
    return isinstance(x, Mapping)


def without_keys(x: Mapping, keys: tuple) -> dict:
    """The items of a mapping that a pattern does not name."""
    return {key: value for key, value in x.items() if key not in keys}
