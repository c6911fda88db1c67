"""A refusal that is found while derivatives are written shows the line of the file that it is in."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

import tangentx as tx

HELPER = """import numpy as np


def collected(m, x):
    t = tuple(r for r in m)
    t[0][0] = x * 3.0
    return np.sum(m * m) + np.sum(t[1])
"""


def test_a_line_of_a_callee_in_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "helper_elsewhere.py"
    path.write_text(HELPER)
    spec = importlib.util.spec_from_file_location("helper_elsewhere", path)
    helper = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "helper_elsewhere", helper)
    spec.loader.exec_module(helper)

    def asks(m):
        return np.sum(helper.collected(m * 1.0, 2.0))

    with pytest.raises(tx.errors.TangentxError) as caught:
        tx.grad(asks)(np.ones((3, 3)))
    assert caught.value.place.file == str(path)
    assert "t = tuple(r for r in m)" in str(caught.value)
