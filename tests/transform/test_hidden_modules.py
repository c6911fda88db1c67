"""A module whose package has a function of the same name: no import statement gives it."""

from __future__ import annotations

import importlib
import sys

import numpy as np
import pytest

import tangentx as tx

_INNER = """\
import numpy as np

RATE = 2.0


def scale(x):
    return np.sum(RATE * x**2)
"""


@pytest.fixture
def hidden(tmp_path, monkeypatch):
    folder = tmp_path / "hiding_package"
    folder.mkdir()
    (folder / "scale.py").write_text(_INNER)
    (folder / "__init__.py").write_text("from hiding_package.scale import scale\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("hiding_package.scale")
    for name in [n for n in sys.modules if n.split(".")[0] == "hiding_package"]:
        del sys.modules[name]


def test_globals_of_a_hidden_module(hidden):
    x = np.array([1.0, 3.0])
    gradient = tx.grad(hidden.scale)
    assert np.array_equal(gradient(x), 4.0 * x)
    assert '_m = import_module("hiding_package.scale")' in gradient.source
    hidden.RATE = 3.0
    assert np.array_equal(gradient(x), 6.0 * x)
    assert np.array_equal(tx.hvp(hidden.scale)(x, x), 6.0 * x)
