"""Parsing finds the code that runs, or says why it cannot."""

import ast
import fractions
import functools
import inspect
import linecache
import math
import statistics
import sys
import textwrap

import gast
import numpy as np
import pytest
import scipy.linalg
import scipy.optimize

from tangentx.errors import SourceUnavailableError
from tangentx.frontend import normalise
from tangentx.frontend.parse import parse
from tangentx.frontend.show import source_text, to_text
from tests.counting import calls
from tests.frontend.executor import through_anf

SHIFT = 3.0


def plain(x, /, y: float = 2.0, *rest, k=-1, **more) -> float:
    """What it does."""
    return x * y + SHIFT


def keep(function):
    return function


# The layout below is odd on purpose.
# fmt: off
@keep
@functools.partial(
    keep
)
def decorated(x):
    return x + 1


def multi_line(
    x,
    y=(
        1
    ),
):
    text = """
not indented
"""

    # a comment
# at the margin
    return text, x, y


class Model:
    """Holds private names."""

    __slots__ = ("__w",)

    def __init__(self, w):
        self.__w = w

    def loss(self, __x):
        return self.__w * __x

    @staticmethod
    def fixed(x):
        return x

    @classmethod
    def made(cls, x):
        return cls(x).loss(2)

    parent = lambda self: __class__  # noqa: E731


first, second = lambda x: x + 1, lambda x: x + 2
same = [lambda x, a=1: x * a, lambda x, a=2: x * a]
long_lambda = (
    lambda x:
    x * 2
)
# fmt: on


def asserting(x):
    assert x > 0, "positive"
    return x


def with_ümlaut(ä):
    return "é" + ä, np.exp(ä)


def test_every_field():
    function = parse(plain)
    assert (function.name, function.qualname, function.module) == ("plain", "plain", __name__)
    assert function.file == plain.__code__.co_filename
    assert function.lines[function.first_line - 1].startswith("def plain")
    assert function.lines[function.last_line - 1].strip() == "return x * y + SHIFT"
    assert [(p.name, p.kind) for p in function.parameters] == [
        ("x", "POSITIONAL_ONLY"),
        ("y", "POSITIONAL_OR_KEYWORD"),
        ("rest", "VAR_POSITIONAL"),
        ("k", "KEYWORD_ONLY"),
        ("more", "VAR_KEYWORD"),
    ]
    assert function.parameters[1].default.value == 2.0
    assert function.parameters[1].annotation.id == "float"
    assert function.doc == "What it does."
    assert function.callable is plain
    assert function.namespace.lookup("SHIFT") == ("global", 3.0)
    assert function.namespace.lookup("len") == ("builtin", len)
    assert (function.body, function.locals) == ((), frozenset())
    assert source_text(function).startswith("def plain(x, /")


def test_cells_are_read_live():
    scale = 2.0

    def inner(x):
        return x * scale  # noqa: F821

    function = parse(inner)
    assert function.namespace.lookup("scale") == ("cell", 2.0)
    scale = 5.0
    assert function.namespace.lookup("scale") == ("cell", 5.0)
    del scale
    with pytest.raises(KeyError):
        function.namespace.lookup("scale")


def test_decorators_are_dropped():
    function = parse(decorated)
    assert function.tree.decorator_list == []
    assert function.lines[function.first_line - 1].startswith("def decorated")


def test_odd_layout():
    assert through_anf(multi_line)[0](1) == multi_line(1)


def test_methods():
    model = Model(3)
    for fun in (model.loss, Model.loss, Model.__dict__["loss"]):
        assert "self._Model__w * _Model__x" not in to_text(normalise(parse(fun)))
        assert "self._Model__w" in to_text(normalise(parse(fun)))
        assert parse(fun).parameters[1].name == "_Model__x"
    assert parse(Model.fixed).qualname == "Model.fixed"
    assert parse(Model.__dict__["fixed"]).name == "fixed"
    assert parse(Model.made).name == "made"
    assert parse(Model.parent).namespace.lookup("__class__") == ("cell", Model)


def test_lambdas_on_one_line():
    assert ast.unparse(gast.gast_to_ast(parse(first).tree)) == "lambda x: x + 1"
    assert ast.unparse(gast.gast_to_ast(parse(second).tree)) == "lambda x: x + 2"
    assert [parse(f).parameters[1].default.value for f in same] == [1, 2]
    assert through_anf(long_lambda)[0](4) == 8


def test_lambdas_that_cannot_be_told_apart():
    code = "f, g = (lambda x, a=1: x * a), (lambda x, a=2: x * a)"
    file = in_linecache(code)
    space = {}
    exec(compile(code, file, "exec"), space)
    blurred = space["f"].__code__.replace(co_linetable=without_columns(space["f"].__code__))
    space["f"].__code__ = blurred
    with pytest.raises(SourceUnavailableError) as caught:
        parse(space["f"])
    assert caught.value.code == "TX103"


def without_columns(code):
    """A line table with lines only, as `-X no_debug_ranges` makes it."""
    units = len(code.co_code) // 2
    table = b""
    while units:
        run = min(units, 8)
        table += bytes([0x80 | (13 << 3) | (run - 1), 0])
        units -= run
    return table


def in_linecache(text, name="<made %d>"):
    file = name % len(linecache.cache)
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    return file


def test_exec_with_a_linecache_entry():
    text = textwrap.dedent(
        """
        import numpy as np
        from __future__ import annotations
        def f(x):
            return np.sum(x.T)
        """
    ).replace("from __future__ import annotations\n", "")
    file = in_linecache(text)
    space = {}
    exec(compile(text, file, "exec"), space)
    assert parse(space["f"]).file == file
    assert normalise(parse(space["f"])).body[0].place.file == file


@pytest.mark.parametrize("kept", [None, "import sys\nsys.exit()\n"])
def test_exec_without_text(monkeypatch, kept):
    """Python 3.13 keeps the text of `python -c` under the name that every text given to exec has."""
    if kept is None:
        monkeypatch.delitem(linecache.cache, "<string>", raising=False)
    else:
        monkeypatch.setitem(linecache.cache, "<string>", (len(kept), None, kept.splitlines(True), "<string>"))
    space = {}
    exec("def f(x): return x", space)
    with pytest.raises(SourceUnavailableError) as caught:
        parse(space["f"])
    assert caught.value.code == "TX102"
    assert "made by exec" in str(caught.value)


@pytest.mark.parametrize(
    "edit",
    [
        ("x * y", "x / y"),
        ("2.0", "2"),
        ("y - 1", "y - 1.0"),
        ("def f", "# moved\ndef f"),
        ("- 0.0", "+ 0.0"),
        ("lambda t: t", "lambda t: -t"),
    ],
)
def test_changed_since_import(tmp_path, edit):
    path = tmp_path / "edited.py"
    text = "def f(x, y):\n    g = lambda t: t\n    return g(x * y + 2.0 * (y - 1) - 0.0)\n"
    path.write_text(text)
    space = {}
    exec(compile(text, str(path), "exec"), space)
    assert parse(space["f"]).name == "f"
    path.write_text(text.replace(*edit) + "# so that the size differs\n")
    with pytest.raises(SourceUnavailableError) as caught:
        parse(space["f"])
    assert caught.value.code == "TX101"
    assert caught.value.place.line == 1


def test_deleted_file(tmp_path):
    path = tmp_path / "gone.py"
    path.write_text("def f(x): return x\n")
    space = {}
    exec(compile(path.read_text(), str(path), "exec"), space)
    path.unlink()
    with pytest.raises(SourceUnavailableError, match="cannot read the source"):
        parse(space["f"])


@pytest.mark.parametrize(
    ("thing", "says"),
    [
        (len, "compiled"),
        (np.exp, "compiled"),
        (math.sin, "compiled"),
        (Model, "class"),
        (functools.partial(plain, 1), "partial"),
        (3, "not a Python function"),
    ],
)
def test_not_functions(thing, says):
    with pytest.raises(SourceUnavailableError) as caught:
        parse(thing)
    assert says in str(caught.value)
    assert caught.value.code == "TX102"
    assert caught.value.help


def test_asserts_that_pytest_rewrote():
    assert any(name.startswith("@py") for name in asserting.__code__.co_varnames)
    assert parse(asserting).last_line > parse(asserting).first_line


def test_columns_are_characters():
    function = normalise(parse(with_ümlaut))
    place = function.body[1].place
    assert function.lines[place.line - 1][place.col : place.end_col] == "np.exp(ä)"


def test_libraries():
    for fun in (scipy.optimize.rosen, np.linalg.norm.__wrapped__, scipy.optimize.rosen_hess, textwrap.dedent):
        assert parse(fun).callable is fun


@pytest.mark.parametrize(
    "module",
    [
        statistics,
        fractions,
        scipy.optimize._optimize,
        scipy.linalg._basic,
        sys.modules[np.median.__wrapped__.__module__],
    ],
)
def test_every_function_of_a_library(module):
    """None of them has changed since its import, so none may be taken for changed."""
    classes = [
        kind for kind in vars(module).values() if inspect.isclass(kind) and kind.__module__ == module.__name__
    ]
    holders = [module, *classes]
    functions = [fun for holder in holders for fun in vars(holder).values() if inspect.isfunction(fun)]
    for fun in functions:
        if not fun.__code__.co_filename.startswith("<"):
            assert parse(fun).callable is fun


def test_quick_in_a_long_file():
    parse(scipy.optimize.rosen)
    assert calls(lambda: normalise(parse(scipy.optimize.rosen_hess))) < 60_000  # the file has 4,000 lines
