"""A loaded derivative looks like any other function to the tools."""

from __future__ import annotations

import inspect
import io
import linecache
import os
import pdb
import pickle
import sys
import traceback

import pytest

from tangentx.loader import load
from tangentx.loader.module import TextLoader
from tangentx.loader.notes import Source, annotate
from tangentx.records import Emitted

TEXT = '''\
# Generated
import math


def f_grad_x(x):
    """Gradient of f."""
    # adjoint of L7: y = 1 / x
    return (
        math.pi
        / x
    )
'''


def loaded(path, module="pkg.mod.f__grad_x", text=TEXT):
    return load(Emitted(text, "f_grad_x"), path=path, module_name=module)


def test_file_is_written_and_named(tmp_path):
    path = tmp_path / "gen" / "f__grad_x.py"
    function = loaded(path)
    assert path.read_text() == TEXT
    assert function.__code__.co_filename == str(path)
    assert function.__module__ == "_tangentx_gen.pkg.mod.f__grad_x"
    assert sys.modules[function.__module__].__dict__ is function.__globals__
    assert not [name for name in os.listdir(path.parent) if name.endswith(".tmp")]


def test_equal_content_is_not_written_again(tmp_path):
    path = tmp_path / "f.py"
    loaded(path)
    os.utime(path, (1, 1))
    loaded(path)
    assert path.stat().st_mtime == 1


@pytest.mark.parametrize("where", ["file", "deleted", "memory", "unwritable"])
def test_source_and_traceback(tmp_path, where):
    path = {"memory": None, "unwritable": tmp_path / "f.py" / "f.py"}.get(where, tmp_path / "f.py")
    if where == "unwritable":
        (tmp_path / "f.py").write_text("")  # a file where a folder would have to be
    function = loaded(path, f"pkg.{where}")
    if where == "deleted":
        path.unlink()
    linecache.checkcache()
    assert inspect.getsource(function).startswith("def f_grad_x(x):\n")
    with pytest.raises(ZeroDivisionError) as caught:
        function(0)
    assert "    math.pi\n" in "".join(traceback.format_exception(caught.value))
    assert inspect.getsource(inspect.getmodule(function)) == TEXT


def test_new_text_of_the_same_file_is_shown(tmp_path):
    path = tmp_path / "f.py"
    old = loaded(path)
    inspect.getsource(old)
    with pytest.warns(UserWarning, match="TX604"):  # a text without a key line may be anybody's
        new = loaded(path, text=TEXT.replace("math.pi", "math.e"))
    assert "math.e" in inspect.getsource(new)


def test_memory_texts_do_not_mix():
    first = loaded(None)
    second = loaded(None, text=TEXT.replace("math.pi", "math.e"))
    assert "math.pi" in inspect.getsource(first)
    assert "math.e" in inspect.getsource(second)


def test_foreign_file_is_not_shown_for_a_text_in_memory(tmp_path, monkeypatch):
    path = tmp_path / "f.py"
    path.write_text("x = 1\n")
    monkeypatch.setattr("tangentx.loader.module.write_over", lambda *_: False)
    function = loaded(path)
    assert function.__code__.co_filename.startswith("<tangentx pkg.mod.f__grad_x ")
    assert "math.pi" in inspect.getsource(function)


def test_namespace_is_there_before_the_text_runs():
    emitted = Emitted("y = _m.value\n\n\ndef f():\n    return y, _m\n", "f")
    marker = type("Namespace", (), {"value": 3})
    function = load(emitted, path=None, module_name="m.f", namespace={"_m": marker})
    assert function() == (3, marker)


def test_functions_pickle_by_reference(tmp_path):
    function = loaded(tmp_path / "f.py", "pkg.deep.er.f")
    assert pickle.loads(pickle.dumps(function)) is function


def test_text_that_fails_leaves_no_module():
    with pytest.raises(ZeroDivisionError):
        load(Emitted("1 / 0\n", "f"), path=None, module_name="broken")
    assert "_tangentx_gen.broken" not in sys.modules


def test_debugger_stops_in_the_text(tmp_path):
    function = loaded(tmp_path / "f.py", "pkg.debugged")
    out = io.StringIO()
    debugger = pdb.Pdb(stdin=io.StringIO("c\np x\nc\n"), stdout=out, nosigint=True, readrc=False)
    debugger.set_break(function.__code__.co_filename, 10)
    debugger.runcall(function, 2.0)
    assert "/ x" in out.getvalue() and "2.0" in out.getvalue()


def test_loader_protocol(tmp_path):
    function = loaded(tmp_path / "f.py")
    module = sys.modules[function.__module__]
    assert isinstance(module.__loader__, TextLoader)
    assert module.__spec__.loader.get_source(module.__name__) == TEXT
    assert not module.__loader__.is_package(module.__name__)
    assert module.__loader__.get_filename() == module.__file__


# -- notes --------------------------------------------------------------------------------------


def test_note_names_the_line_of_the_primal(tmp_path):
    primal = tmp_path / "fit.py"
    primal.write_text("\n" * 6 + "    y = 1 / x\n")
    function = loaded(None)
    with pytest.raises(ZeroDivisionError) as caught:
        function(0)
    for _ in range(2):  # once is enough
        annotate(caught.value, TEXT, "pkg.mod:f", Source(str(primal), "pkg/fit.py"))
    assert caught.value.__notes__ == ["in the derivative of pkg.mod:f, for pkg/fit.py:7: y = 1 / x"]


def test_note_only_for_errors_of_this_derivative():
    error = ValueError("elsewhere")
    annotate(error, TEXT, "pkg.mod:f", Source())
    assert not hasattr(error, "__notes__")


def test_note_without_a_map():
    function = load(Emitted("def f(x):\n    return 1 / x\n", "f"), path=None, module_name="m.unmapped")
    with pytest.raises(ZeroDivisionError) as caught:
        function(0)
    annotate(caught.value, "def f(x):\n    return 1 / x\n", "m:f", Source())
    assert caught.value.__notes__ == ["in the derivative of m:f"]
