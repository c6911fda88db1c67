"""The table is complete, and what it refuses is refused well."""

import ast

import gast
import pytest

from tangentx.errors import UnsupportedSyntaxError
from tangentx.frontend import language, normalise
from tangentx.frontend.anf import Lowering
from tangentx.frontend.parse import parse
from tests.frontend.test_parse import in_linecache


def function_of(text):
    file = in_linecache(text)
    space = {"__name__": "made"}
    exec(compile(text, file, "exec"), space)
    return space["f"]


def refused(text):
    fun = function_of(text)
    with pytest.raises(UnsupportedSyntaxError) as caught:
        normalise(parse(fun))
    return caught.value


def test_the_table_names_every_node():
    missing = []
    for module in (ast, gast):
        for name, kind in vars(module).items():
            bases = (ast.stmt, ast.expr, ast.operator, ast.cmpop, ast.unaryop, ast.boolop, ast.comprehension)
            concrete = isinstance(kind, type) and issubclass(kind, bases) and kind not in bases
            if concrete and name not in language.LANGUAGE and not name.startswith("_"):
                missing.append(name)
    old = {"Num", "Str", "Bytes", "NameConstant", "Ellipsis", "Index", "ExtSlice", "Print", "Exec", "Repr"}
    assert set(missing) <= old


def test_every_handler_exists():
    for name, entry in language.LANGUAGE.items():
        if isinstance(entry, language.Handled) and entry.how != language.PART:
            assert callable(getattr(Lowering, "do_" + entry.how)), name


def test_codes_are_unique_and_helped():
    codes = [refusal.code for refusal in language.refusals()]
    assert len(codes) == len(set(codes))
    assert all(refusal.help and refusal.code.startswith("TX2") for refusal in language.refusals())


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("TX252", "y = yield from x"),
        ("TX203", "try:\n        y = x\n    except* ValueError:\n        y = 1"),
        ("TX206", "match x:\n        case unknown(1, 2):\n            pass"),
        ("TX207", "global G\n    G = x"),
        ("TX207", "global G\n    G += x"),
        ("TX207", "global G\n    for G in x: pass"),
        ("TX207", "global G\n    def G(): pass"),
        ("TX207", "global G\n    import math as G"),
        ("TX210", "del x[1:, 0]"),
        ("TX210", "del x.a"),
        ("TX211", "return eval('x')"),
        ("TX211", "exec('x')"),
        ("TX211", "return locals()"),
        ("TX211", "return vars()"),
        ("TX214", "for j in x:\n        y = [lambda: k for k in x]"),
    ],
)
def test_refused(code, body):
    error = refused(f"def f(x):\n    {body}\n")
    assert error.code == code
    assert error.place.line >= 2 and error.help and error.lineno == error.place.line
    assert str(error).startswith(f"error[{code}]")


def test_nonlocal_of_an_outer_function_is_refused():
    error = refused(
        "def outer():\n    y = 0\n    def f(x):\n        nonlocal y\n        y = x\n        return y\n    return f\n"
        "f = outer()\n"
    )
    assert error.code == "TX208" and error.place.line == 5


def test_asynchronous():
    assert refused("async def f(x):\n    return await x\n").code == "TX202"
    assert refused("def f(x):\n    async def g():\n        await x\n    return g\n").code == "TX202"


def test_all_problems_at_once():
    text = "def f(x):\n    with x:\n        y = yield from x\n"
    text += "    del x.a\n    def g(): return eval('x')\n"
    error = refused(text)
    assert [problem.code for problem in error.problems] == ["TX251", "TX252", "TX210", "TX211"]
    assert [problem.place.line for problem in error.problems] == [3, 3, 4, 5]
    assert error.problems[0] is error


@pytest.mark.parametrize(
    "body",
    [
        "global G\n    return G + x",
        "eval = len\n    return eval(x)",
        "return vars(x)",
        "raise ValueError(str(k) for k in x)",
        "return sum(k * 2 for k in x), ', '.join(str(k) for k in x), max((k for k in x), default=0)",
        "return any(k > 2 for k in x)",
        "for k in (i * 2 for i in x): pass",
        "return super(int, x).f()",
    ],
)
def test_accepted(body):
    assert normalise(parse(function_of(f"G = 1\ndef f(x):\n    {body}\n"))).body


def test_too_deep_is_an_error_of_ours():
    assert refused(f"def f(x):\n    return {' + '.join(['x'] * 900)}\n").code == "TX218"
    assert refused(f"def f(x):\n    return {' + '.join(['x'] * 2000)}\n").code == "TX218"
    assert normalise(parse(function_of(f"def f(x):\n    return {' + '.join(['x'] * 100)}\n"))).body
