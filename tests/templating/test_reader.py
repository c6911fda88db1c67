"""Gate 1: what is wrong with a rule is said when it is read, with file and line."""

from __future__ import annotations

import textwrap

import gast
import pytest

from tangentx.errors import TemplateError
from tangentx.templating.reader import read

HEAD = """\
import math

import numpy as np
from scipy.special import expit

from tangentx.rules import Constant, Interval, Positive, Rank, Static, also, bar, case, conj, dot
from tangentx.runtime import unreduce


"""


def build(body: str, head: str = HEAD):
    templates = read(head + textwrap.dedent(body), "my_rules.py")
    return [t.rule for t in templates]


def test_a_rule_is_read() -> None:
    (rule,) = build('''
        @also("numpy.no_such_function", "method:frob", "attribute:T")
        @case(x=(3,), axis=slice(1))
        def log(x: Rank[1] & Interval(0.5, 2), axis: Static[0, (0, 1)] = None, *, n: Constant = 2):
            """The docstring is not the primal line."""
            y = np.log(x)
            share = 1.0 / x
            dot[y] = share * dot[x]
            bar[x] += bar[y] * conj(share) + unreduce(0.0, x) * expit(0.0) * np.linalg.norm(x)
        ''')
    assert (rule.output, rule.outputs, rule.line, rule.name) == ("y", ("y",), 13, "log")
    x, axis, n = rule.parameters
    assert (x.rank, x.sample.name, x.sample.values, x.required) == (1, "Interval", (0.5, 2), True)
    assert (axis.static, axis.sample.values, axis.required) == (True, (0, (0, 1)), False)
    assert (n.static, n.allowed, n.keyword_only) == (True, (...,), True)
    assert gast.unparse(rule.primal) == "numpy.log(x)"
    assert "unreduce(0.0, x) * scipy.special.expit(0.0) * numpy.linalg.norm(x)" in gast.unparse(
        rule.bar[0][1]
    )
    assert rule.elementwise and rule.differentiable and rule.cases == ((("x", (3,)), ("axis", "slice(1)")),)
    assert {c for c in rule.callees if isinstance(c, str)} == {"method:frob", "attribute:T"}


GOOD = "y = np.exp(x)\n    dot[y] = y * dot[x]\n    bar[x] += y * bar[y]"


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("def f(x):\n    dot[y] = dot[x]\n", 11, "does not begin with its primal line"),
        ("def f(x):\n    y = x\n    dot[y] = dot[x]\n    bar[x] += bar[y]\n", 11, "calls nothing"),
        ("def f(x):\n    y = np.exp(x)\n    dot[y] = y * dot[x]\n", 10, "no adjoint line for `x`"),
        ("def f(x):\n    y = np.exp(x)\n    bar[x] += bar[y]\n", 10, "no tangent line for `y`"),
        (
            "def f(x, n):\n    y = np.f(x, n)\n    dot[y] = dot[x]\n    bar[x] += bar[y]\n    bar[n] += bar[y]\n",
            10,
            "does not read `dot[n]`",
        ),
        (
            "def f(x, n: Static):\n    y = np.f(x, n)\n    dot[y] = dot[x]\n    bar[n] += bar[y]\n",
            13,
            "carries no derivative",
        ),
        (
            "def f(x, n: Static):\n    y = np.f(x, n)\n    dot[y] = dot[x] + dot[n]\n    bar[x] += bar[y]\n",
            12,
            "`dot[n]` of something that carries no derivative",
        ),
        (
            "def f(x):\n    y = np.exp(x)\n    dot[y] = dot[x]\n    bar[x] += bar[y] * z\n",
            13,
            "unknown name `z`",
        ),
        (
            "def f(x):\n    y = np.exp(x)\n    dot[y] = dot[x]\n    bar[x] += bar[x]\n",
            13,
            "`bar[x]` cannot be read",
        ),
        (
            "def f(x):\n    y = np.exp(x)\n    dot[y] = bar[y]\n    bar[x] += bar[y]\n",
            12,
            "`bar[y]` cannot be read",
        ),
        (
            "def f(x):\n    y = np.exp(x)\n    dot[z] = dot[x]\n    bar[x] += bar[y]\n",
            12,
            "which is no output",
        ),
        (f"def f(x):\n    {GOOD}\n    bar[x] += bar[y]\n", 14, "two adjoint lines for `x`"),
        (f"def f(x):\n    {GOOD}\n    w = x\n", 14, "never used"),
        (f"def f(x):\n    {GOOD}\n    x = 2.0\n", 14, "assigns `x` again"),
        (f"def f(x):\n    {GOOD}\n    if x:\n        pass\n", 14, "neither a shared local nor"),
        (f"def f(x):\n    {GOOD}\n    bar[x] = 1\n", 14, "neither a shared local nor"),
        (f"def f(x: Positiv):\n    {GOOD}\n", 10, "unknown annotation `Positiv`"),
        ("x = 3\n", 10, "imports and rules, nothing else"),
        ("from tangentx.runtime import nothing\n", 10, "tangentx.runtime has no `nothing`"),
        ("from tangentx.rules import nothing\n", 10, "tangentx.rules has no `nothing`"),
        ("def f(:\n", 10, "not Python"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place(body: str, line: int, message: str) -> None:
    with pytest.raises(TemplateError, match=".*") as caught:
        build(body)
    assert message in caught.value.message
    assert (caught.value.place.file, caught.value.place.line) == ("my_rules.py", line)
    assert f"my_rules.py:{line}:" in str(caught.value)


def test_a_rule_of_derivative_zero() -> None:
    (rule,) = build("def f(x):\n    y = np.floor(x)\n    dot[y] = None\n")
    assert not rule.differentiable and rule.dot == () and rule.bar == ()
    with pytest.raises(TemplateError, match="derivative zero and an adjoint line"):
        build("def f(x):\n    y = np.floor(x)\n    dot[y] = None\n    bar[x] += bar[y]\n")


def test_nothing_of_a_rule_file_is_executed(capsys: pytest.CaptureFixture) -> None:
    build(f"def f(x, n: Static = print('executed')):\n    {GOOD}\n")
    assert capsys.readouterr().out == ""
