"""The example programs run, and succeed by their own measure."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.repository.imports import ROOT

EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.py") if path.stem != "__init__")
NEEDS = {"logistic": "sklearn", "heat": "scipy", "rosen": "scipy"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(name, tmp_path):
    pytest.importorskip(NEEDS.get(name, "numpy"))
    environment = {**os.environ, "TANGENTX_CACHE_DIR": str(tmp_path / "cache")}
    run = subprocess.run(
        [sys.executable, "-m", f"examples.{name}"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "def " in run.stdout, "an example shows the derivative it used"
