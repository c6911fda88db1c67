"""Every example in a docstring does what it says."""

from __future__ import annotations

import doctest
import importlib

import pytest

from tests.repository.imports import modules

# Modules about an optional extra, imported only where it is installed.
_NEEDS_NUMBA = (
    "runtime", "elementary", "overloads", "trees", "choices", "rearrangements", "matrices", "checkpoints",
)  # fmt: skip
NEEDS = {f"tangentx.backends.numba_{name}": "numba" for name in _NEEDS_NUMBA}


@pytest.mark.parametrize("name", [name for name in modules() if name != "tangentx.__main__"])
def test_doctests(name):
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    assert doctest.testmod(importlib.import_module(name)).failed == 0
