"""`right(f, args, ...)` and `right_or_refused(f, args, ...)`: the two acceptable fates of a trap."""

from __future__ import annotations

import importlib.util
import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.oracle import REFUSED, RIGHT, Reference, Report, check
from tests.programs import Program

_count = itertools.count()


def judge(
    function: Callable, *inputs: tuple, wrt: Any = None, second: bool = True, smooth: bool = True
) -> Report:
    """The oracle's report on a function at one or more input sets, in both modes."""
    program = Program(getattr(function, "__name__", "f"), function, inputs, wrt, frozenset(), True, second)
    if smooth:
        for seed, args in enumerate(inputs):
            Reference(program, args, seed).validate(program)
    return check(program)


def right(function: Callable, *inputs: tuple, **options: Any) -> None:
    report = judge(function, *inputs, **options)
    assert report.status == RIGHT, str(report)


def right_or_refused(function: Callable, *inputs: tuple, **options: Any) -> None:
    report = judge(function, *inputs, **options)
    assert report.status in (RIGHT, REFUSED), str(report)
    if report.status == REFUSED:
        pytest.skip(str(report))


def module(folder: Path, text: str, name: str = "") -> ModuleType:
    """A real module in a real file, importable by name."""
    name = name or f"trap_{next(_count)}"
    path = folder / f"{name}.py"
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(name, path)
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return loaded
