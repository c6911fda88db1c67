"""A malformed derivative is found before it is loaded."""

from __future__ import annotations

import gast
import pytest

from tangentx.errors import TangentxError
from tangentx.records import Derivative
from tangentx.syntax import nodes
from tangentx.syntax.verify import verify


def module(text: str, imports: tuple[str, ...] = ("import numpy as np",)) -> Derivative:
    return Derivative((), imports, tuple(nodes.parse_statements(text)), "f")


GOOD = '''
def f(x, n=3):
    """Doc.

        deeper
    """
    for k in range(n):
        x = np.sin(x)
    return x
---
def f(x):
    if x:
        y = 1
    return y
---
def f(x):
    while (y := g(x)) > 0:
        x = y
    return x

def g(x):
    return f(x)
---
def f(x):
    for k in x:
        if k:
            z = y
        y = k
    else:
        y = 2
    return y, k
---
def f(x):
    def g(y):
        return h(y) + x + later
    h = later = g
    return g
---
def f(x):
    try:
        y = x()
    except ValueError as e:
        y = e
    finally:
        z = 1
    return y, z
---
def f(x):
    with open(x) as y:
        z = y
    return [k for k in z if x], (lambda q: q + x), f'{x!r:>3}'
---
def f(x):
    import math as m
    y: float = -1.0 * m.pi
    y += 2
    return y ** -x
'''


@pytest.mark.parametrize("text", GOOD.split("---\n"))
def test_good_modules(text):
    verify(module(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def f(x):\n    return y", "f: 'y' is read before it is bound"),
        ("def f(x):\n    y += 1\n    return x", "'y' is read"),
        ("def f(x):\n    x_bar[0] = 1\n    x_bar = x", "'x_bar' is read"),
        ("def f(x):\n    del x\n    return x", "'x' is read"),
        ("def f(x):\n    if x:\n        return z\n    z = 1\n    return z", "'z' is read"),
        ("def f(x, y=z):\n    return x", "'z' is read"),
        ("def f(x):\n    return math.sin(x)", "'math' is read"),
        ("def f(x):\n    return x\ndef f(y):\n    return y", "two functions are called 'f'"),
        ("def g(x):\n    return x", "there is no function 'f'"),
        ("def f(x):\n    def g(y):\n        return z\n    return g", "f.g: 'z' is read"),
    ],
)
def test_bad_modules(text, said):
    with pytest.raises(TangentxError) as caught:
        verify(module(text))
    assert caught.value.code == "TX900"
    assert any(said in reason for reason in caught.value.why)


def test_known_names_are_bound():
    verify(module("def f(x):\n    return _m.g(x)"), known=["_m"])


def test_constants_that_print_as_expressions():
    derivative = module("def f(x):\n    return x")
    for value in (-1.5, float("inf"), 1 + 2j, complex(-0.0, 1), "a'b\"c\n"):
        derivative.functions[0].body[0].value = gast.BinOp(nodes.constant(value), gast.Add(), nodes.name("x"))
        verify(derivative)


def test_text_that_means_something_else():
    derivative = module("def f(x):\n    return x")
    derivative.functions[0].body[0].value = nodes.name("x + 1")
    with pytest.raises(TangentxError) as caught:
        verify(derivative)
    assert any("means something else" in reason for reason in caught.value.why)
    derivative.functions[0].body[0].value = nodes.name("x +")
    with pytest.raises(TangentxError, match="malformed"):
        verify(derivative)
