"""What a person types leads to the function that is meant, or to a message that says what to type."""

from __future__ import annotations

import io
import sys

import pytest

from tangentx.cli.targets import TargetError, functions_of, load_file, resolve, search


@pytest.fixture(autouse=True)
def here(project, monkeypatch):
    """In the project, with nothing of it left in the interpreter afterwards."""
    monkeypatch.chdir(project)
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.split(".")[0] in ("pkg", "alone_", "json_", "stdin_"):
            del sys.modules[name]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("pkg.model:square", "pkg.model:square"),
        ("pkg/model.py::square", "pkg.model:square"),
        ("pkg/model.py:10", "pkg.model:square"),
        ("pkg/model.py:11:4", "pkg.model:square"),
        ("pkg.model:Spring.energy", "pkg.model:Spring.energy"),
        ("pkg/model.py::Spring.energy", "pkg.model:Spring.energy"),
        ("pkg/model.py:19", "pkg.model:Spring.energy"),
        ("pkg/model.py:27", "pkg.model:slope"),
    ],
)
def test_forms(text, label):
    target = resolve(text)
    assert target.label == label
    assert target.function.__name__ == label.split(":")[1].split(".")[-1]


def test_what_a_module_prints_is_not_the_product(capsys):
    resolve("pkg.model:square")
    assert capsys.readouterr() == ("", "a module may print\n")


def test_a_decorated_function_is_its_primal():
    assert resolve("pkg.model:slope").function.__code__.co_name == "slope"


def test_a_file_elsewhere(tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "neighbour.py").write_text("SCALE = 2.0\n")
    (folder / "alone.py").write_text("from neighbour import SCALE\ndef f(x):\n    return SCALE * x\n")
    assert resolve(f"{folder}/alone.py::f").function(2.0) == 4.0


def test_a_file_called_like_a_module_of_python(project):
    (project / "json.py").write_text("def f(x):\n    return x\n")
    assert resolve("json.py::f").function(2.0) == 2.0


def test_another_folder_first(project, tmp_path_factory):
    folder = tmp_path_factory.mktemp("other")
    (folder / "first.py").write_text("def f(x):\n    return x\n")
    assert resolve("first:f", str(folder)).label == "first:f"


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("def f(x):\n    return x * x\n"))
    assert resolve("-").function(3.0) == 9.0
    monkeypatch.setattr(sys, "stdin", io.StringIO("def f(x):\n    return x\ndef g(x):\n    return x * x\n"))
    assert resolve("-::g").function(3.0) == 9.0


def test_functions_of_a_module(project):
    module = load_file(project / "pkg" / "model.py", search(None))
    assert [target.label.split(":")[1] for target in functions_of(module)] == [
        "square", "Spring.energy", "stream", "slope",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pkg.model:sqare", "has no 'sqare'; it has square"),
        ("pkg.model:Spring", "name one of its methods"),
        ("pkg.model:NUMBER", "not a function but int"),
        ("pkg.absent:f", "no module 'pkg.absent'"),
        ("pkg/absent.py::f", "there is no file"),
        ("pkg/model.py", "which function of pkg/model.py?"),
        ("pkg/model.py:1", "no function of pkg/model.py is around line 1"),
        ("square", "write pkg.mod:func"),
        ("broken:f", "running broken failed: ZeroDivisionError"),
        ("needy:f", "importing needy failed: No module named 'absent_library'"),
    ],
)
def test_messages(project, text, says):
    (project / "broken.py").write_text("1 / 0\n")
    (project / "needy.py").write_text("import absent_library\n")
    with pytest.raises(TargetError, match=".*") as caught:
        resolve(text)
    assert says in str(caught.value)


@pytest.mark.parametrize("source", ["", "def f(x):\n    return x\ndef g(x):\n    return x\n"])
def test_standard_input_needs_one_function(monkeypatch, source):
    monkeypatch.setattr(sys, "stdin", io.StringIO(source))
    with pytest.raises(TargetError, match="which function"):
        resolve("-")
