"""Modules that no import statement reaches: their package has a function of the same name."""

import importlib
import sys

import numpy as np
import pytest

import tangentx as tx

FILES = {
    "__init__.py": "from .cdf import cdf\nfrom .price import price, both\n",
    "cdf.py": "import math\n\nSLOPE = 0.5\n\n\ndef cdf(x):\n    return helper(x) * SLOPE\n\n\n"
    "def helper(x):\n    return math.tanh(x) if x < 1.0 else helper(x - 1.0) * SLOPE\n",
    "price.py": "from .cdf import cdf\n\n\ndef price(x):\n    return x * cdf(x)\n\n\n"
    "def both(importlib, x):\n    return price(x) + cdf(importlib)\n",
}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """`shadowed.cdf` is a function, and `shadowed.cdf.SLOPE` is in a module that is called so."""
    folder = tmp_path / "shadowed"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("shadowed")
    for name in [n for n in sys.modules if n.partition(".")[0] == "shadowed"]:
        del sys.modules[name]


def slope(f, x):
    return (f(x + 1e-6) - f(x - 1e-6)) / 2e-6


@pytest.mark.parametrize("x", [0.7, 2.3])
def test_globals_of_a_module_behind_a_function_of_its_name(package, x):
    assert tx.grad(package.price)(x) == pytest.approx(slope(package.price, x))
    assert tx.jvp(package.price, (x,), (1.0,))[1] == pytest.approx(slope(package.price, x))
    second = tx.hvp(package.price)(x, 1.0)
    assert second == pytest.approx(slope(tx.grad(package.price), x))


def test_a_variable_called_importlib(package):
    gradient = tx.grad(package.both, wrt=(0, 1))(0.3, 0.4)
    expected = slope(package.cdf, 0.3), slope(package.price, 0.4)
    assert np.allclose(gradient, expected)


def test_globals_are_read_live(package):
    gradient = tx.grad(package.price)
    before = gradient(0.7)
    sys.modules["shadowed.cdf"].SLOPE = 1.0
    assert gradient(0.7) == pytest.approx(2.0 * before)
