"""The house rules that a machine can check: sizes, docstrings, names, and what is packaged."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

import tangentx
from tangentx.cli.explain import EXPLANATIONS
from tests.repository.imports import PACKAGE, ROOT, modules

LONGEST_FILE, LONGEST_FUNCTION = 400, 40

# What is longer, for a reason: {file or file::function: why}.
ALLOWED: dict[str, str] = {}

MODULES = modules()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = [*MODULES.values(), *sorted((ROOT / "templates").glob("*.py"))]


def label(path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_size(path):
    text = path.read_text(encoding="utf-8")
    # A template file is a list of small rules: its length is the length of the library.
    too_long = [f"{label(path)}: {len(text.splitlines())} lines"] * (
        len(text.splitlines()) > LONGEST_FILE and path.is_relative_to(PACKAGE) and label(path) not in ALLOWED
    )
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and f"{label(path)}::{node.name}" not in ALLOWED:
            length = node.end_lineno - node.lineno + 1
            too_long += [f"{label(path)}:{node.lineno}: {node.name}: {length} lines"] * (
                length > LONGEST_FUNCTION
            )
    assert not too_long, "\n".join(too_long)


@pytest.mark.parametrize("path", MODULES.values(), ids=label)
def test_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_no_drawer_for_everything():
    assert not {name.rsplit(".", 1)[-1] for name in MODULES} & {
        "utils",
        "util",
        "helpers",
        "common",
        "misc",
        "manager",
    }


def test_every_folder_is_packaged():
    folders = {f"tangentx.{path.parent.name}" for path in PACKAGE.glob("*/*.py")} | {
        "tangentx",
        "tangentx.templates",
    }
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == folders
    assert all((folder / "__init__.py").is_file() for folder in PACKAGE.iterdir() if any(folder.glob("*.py")))


def test_one_version():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert tangentx.__version__ == PROJECT["project"]["version"]
    assert f"\nversion: {tangentx.__version__}\n" in citation


def test_every_code_is_explained():
    used = set()
    for path in MODULES.values():
        if path.parent.name != "explanations":
            used |= set(re.findall(r"""["'\[(](TX\d{3})\b""", path.read_text(encoding="utf-8")))
    assert used - set(EXPLANATIONS) == set(), "without an entry in tangentx/explanations.py"
    assert set(EXPLANATIONS) - used == set(), "explained, and never raised"


def test_the_unknown_type_is_not_compared():
    """An unknown type says which buffers it may reach, so that two of them need not be equal: ask `isinstance`."""
    asked = re.compile(r"(?:[!=]=|\bis|\bis not|\bin) \(?UNKNOWN\b")
    assert [label(path) for path in MODULES.values() if asked.search(path.read_text(encoding="utf-8"))] == []
