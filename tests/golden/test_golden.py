"""The kept files are what is emitted today, run, are right, can be derived again, and say truly where they come from.

`pytest tests/golden --update-golden` writes the files anew; read the difference before it is committed.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import TangentxError
from tangentx.loader.linemap import line_map
from tests.differences import directional, flat
from tests.golden.cases import CASES, FOLDER, Case
from tests.trees import clone, direction, inner

HEADING = re.compile(r"^\s*# adjoint of (L\d+(?: > L\d+)*): (.*)$", re.M)
NOT_YET: dict[str, str] = {}
LINE_NUMBERS = re.compile(r"\bL\d+\b|(?<=\.py:)\d+-\d+$", re.M)
EVERY = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@pytest.fixture(autouse=True)
def library(request: pytest.FixtureRequest) -> None:
    """Skips a case whose primal needs a library that is not there."""
    case = request.node.callspec.params["case"] if hasattr(request.node, "callspec") else None
    if case is not None and case.library:
        pytest.importorskip(case.library)


@EVERY
def test_is_what_is_emitted(case: Case, update_golden: bool) -> None:
    text = case.emit()
    if update_golden:
        case.file.write_text(text, encoding="utf-8")
    kept = case.file.read_text(encoding="utf-8")
    if _is_moved(case):
        text, kept = (LINE_NUMBERS.sub("L", both) for both in (text, kept))
    assert text == kept, "to accept the new text: pytest tests/golden --update-golden"


@EVERY
def test_is_right(case: Case) -> None:
    """Against differences of the primal, along a random direction."""
    values, moved = case.values(), _directions(case)
    expected, error = directional(case.primal, values, moved)
    got = case.entry()(*clone(values), *(_picked(case, moved) if case.mode == "tangent" else ()))
    wrt = _picked(case, values)
    if case.mode == "tangent":
        value, slope = got[0], flat(got[1])
    else:
        value, bars = got if case.mode in ("value_and_grad", "pair") else (None, got)
        bars = bars if isinstance(bars, tuple) and len(wrt) > 1 or case.mode == "pair" else (bars,)
        slope = np.array([inner(wrt, bars, _picked(case, moved))[0]])
    assert value is None or np.array_equal(value, case.primal(*values))
    assert np.all(np.abs(slope - expected) <= 20.0 * error + 1e-8 * (1.0 + np.abs(expected)))


@EVERY
def test_can_be_derived_again(case: Case, request: pytest.FixtureRequest) -> None:
    """The tangent of the kept derivative, which is a program like any other, against its differences."""
    if case.name in NOT_YET:
        request.applymarker(pytest.mark.xfail(reason=NOT_YET[case.name], raises=TangentxError, strict=True))
    entry = case.entry()
    values = moved = ()
    if case.mode == "tangent":
        values = _picked(case, _directions(case))
        moved = direction(values, np.random.default_rng(2))
    values, moved = (*case.values(), *values), (*_directions(case), *moved)
    expected, error = directional(entry, values, moved)
    _, again = tx.jvp(entry, clone(values), moved)
    got = flat(again)
    assert got.shape == expected.shape
    assert np.all(np.abs(got - expected) <= 20.0 * error + 1e-6 * (1.0 + np.abs(expected)))


@EVERY
def test_is_formatted(case: Case, tmp_path: Path) -> None:
    ruff = shutil.which("ruff") or shutil.which("ruff", path=sysconfig.get_path("scripts"))
    if ruff is None:
        pytest.skip("ruff is not installed")
    copy = tmp_path / case.file.name
    shutil.copy(case.file, copy)
    subprocess.run([ruff, "format", "--isolated", "--quiet", copy], check=True)
    assert copy.read_bytes() == case.file.read_bytes()


@EVERY
def test_tags_name_lines_of_the_primal(case: Case) -> None:
    """The first line of each chain is in the primal, the others are in functions of its module."""
    if _is_moved(case):
        pytest.skip("the primal stands elsewhere in this version of its library")
    text, module = case.file.read_text(encoding="utf-8"), importlib.import_module(case.primal.__module__)
    functions = [
        f for f in vars(module).values() if inspect.isfunction(f) and f.__module__ == module.__name__
    ]
    known = {id(f): _lines(f) for f in functions}
    origins = line_map(text).values()
    assert origins
    for (file, line), *callees in origins:
        assert file is None and line in _lines(case.primal)
        assert all(step[0] is None and any(step[1] in lines for lines in known.values()) for step in callees)
    first, last = map(int, re.search(r"^# primal : \S+:(\d+)-(\d+)$", text, re.M).groups())
    lines = _lines(case.primal)
    assert first in lines and last + 1 == lines.stop  # decorators are not in the range that is shown


@EVERY
def test_headings_quote_their_line(case: Case) -> None:
    if _is_moved(case):
        pytest.skip("the primal stands elsewhere in this version of its library")
    statements = _statements(Path(inspect.getsourcefile(case.primal)))
    headings = HEADING.findall(case.file.read_text(encoding="utf-8"))
    assert headings or case.mode == "tangent"
    for chain, quoted in headings:
        line = int(chain.rsplit("L", 1)[1])
        start = quoted.removesuffix("...").rstrip()
        assert any(s.startswith(start) for s in statements.get(line, [])), f"L{line} is not {quoted}"


def test_no_file_without_a_case() -> None:
    assert {path.name for path in FOLDER.glob("*.py")} == {case.file.name for case in CASES}


@EVERY
def test_no_path_of_this_machine(case: Case) -> None:
    text = case.file.read_text(encoding="utf-8")
    assert not re.search(r"(?m)(^|[\s'\"(])(/|[A-Za-z]:\\)\w", text) and str(Path.home()) not in text


def _is_moved(case: Case) -> bool:
    """Is the primal a library's own text, of another version than the one the file was made with?"""
    found = importlib.import_module(case.library).__version__ if case.version else ""
    return not f"{found}.".startswith(case.version)


def _picked(case: Case, values: tuple) -> tuple:
    names = list(inspect.signature(case.primal).parameters)
    return tuple(values[names.index(name)] for name in case.wrt)


def _directions(case: Case) -> tuple:
    """A random direction for what is in `wrt`, and none for the rest."""
    names = list(inspect.signature(case.primal).parameters)
    drawn = direction(case.values(), np.random.default_rng(1))
    still = direction(case.values(), _Still())
    return tuple(d if n in case.wrt else s for n, d, s in zip(names, drawn, still, strict=True))


class _Still:
    """Draws zeros: a direction that moves nothing."""

    def normal(self, size: tuple = ()) -> np.ndarray:
        return np.zeros(size)


def _lines(function) -> range:
    lines, first = inspect.getsourcelines(function)
    return range(first, first + len(lines))


def _statements(path: Path) -> dict[int, list[str]]:
    """{line: the statements that begin there}, on one line; of a compound statement its head."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    found: dict[int, list[str]] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            end = body[0].lineno - 1 if body else node.end_lineno
            words = " ".join(lines[node.lineno - 1 : max(end, node.lineno)]).split()
            found.setdefault(node.lineno, []).append(" ".join(words))
    return found
