"""The documents tell the truth: their programs run, their outputs are today's, their links lead somewhere."""

from __future__ import annotations

import re
import shlex
import sys
from types import ModuleType

import pytest

from tangentx.cli import main
from tests.repository.imports import ROOT

README = ROOT / "README.md"
DOCUMENTS = [README, *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.M | re.S)


def label(path) -> str:
    return path.name


def blocks(path, language: str, *, run_only: bool = False) -> list[str]:
    """Code blocks; one marked `no-run` is a fragment."""
    found = BLOCK.findall(path.read_text(encoding="utf-8"))
    return [code for lang, info, code in found if lang == language and not (run_only and "no-run" in info)]


NEEDS = {"numba.md": "numba"}  # pages about an optional extra


@pytest.mark.parametrize("path", DOCUMENTS, ids=label)
def test_programs_run(path, monkeypatch, tmp_path):
    """The Python blocks of a page are one program, written to a file because derivatives need source."""
    if path.name in NEEDS:
        pytest.importorskip(NEEDS[path.name])
    program = "\n\n".join(blocks(path, "python", run_only=True))
    file = tmp_path / f"{path.stem.lower()}_program.py"
    file.write_text(program, encoding="utf-8")
    monkeypatch.chdir(ROOT)
    module = ModuleType(file.stem)
    module.__file__ = str(file)
    monkeypatch.setitem(sys.modules, file.stem, module)  # dataclasses look there
    exec(compile(program, str(file), "exec"), vars(module))


def test_readme_shows_the_example_and_its_adjoint(capsys, monkeypatch):
    """To renew the second block: tangentx adjoint examples/logistic.py::loss --wrt w"""
    pytest.importorskip("sklearn")  # which the example imports
    monkeypatch.chdir(ROOT)
    shown_primal, shown_adjoint = blocks(README, "python")[:2]
    assert "def loss(" in shown_primal
    assert shown_primal.strip() in (ROOT / "examples" / "logistic.py").read_text(encoding="utf-8")
    command = "adjoint examples/logistic.py::loss --wrt w"
    assert command in README.read_text(encoding="utf-8")
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out.strip() == shown_adjoint.strip()


def test_readme_has_the_two_commands():
    commands = re.findall(r"^python3 -m venv .*$", README.read_text(encoding="utf-8"), re.M)
    assert len(commands) == 2
    assert "examples.logistic" in commands[0] and commands[1].endswith("-m pytest -n auto")


@pytest.mark.parametrize("path", DOCUMENTS, ids=label)
def test_links(path):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    missing = [link for link in links if not (path.parent / link).exists()]
    assert not missing
