"""What belongs to a library whose version is known, and stays as it is while a program runs."""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path
from types import ModuleType

_TRUSTED = frozenset({"numpy", "scipy", "tangentx"})
_STANDARD = Path(os.__file__).resolve().parent


def is_library(name: str) -> bool:
    """Does a module belong to Python, NumPy, SciPy or tangentx, whose versions are known?"""
    top = sys.modules.get(name.partition(".")[0])
    return top is not None and _is_library(top)


@functools.lru_cache(maxsize=1024)
def _is_library(module: ModuleType) -> bool:
    if module.__name__ in _TRUSTED:
        return True
    if module.__name__ not in sys.stdlib_module_names:
        return False
    file = getattr(module, "__file__", None)  # a user's `types.py` is not Python's
    if file is None:
        return module.__name__ in sys.builtin_module_names
    path = Path(file).resolve()
    return path.is_relative_to(_STANDARD) and "site-packages" not in path.parts
