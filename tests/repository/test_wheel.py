"""The wheel: built, installed into an empty environment away from the checkout, and used there once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile

import pytest

from tests.repository.imports import ROOT

MODEL = """\
import numpy as np


def loss(w, x, y):
    r = np.dot(x, w) - y
    return np.sum(r * r)
"""

PROGRAM = """\
import numpy as np
import tangentx as tx
from model import loss

x, y, w = np.arange(6.0).reshape(3, 2), np.ones(3), np.array([0.5, -1.0])
expected = 2.0 * x.T @ (x @ w - y)
assert np.allclose(tx.grad(loss, "w")(w, x, y), expected)
print(tx.__file__)
"""


def run(*command, cwd, **variables):
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "TANGENTX_"))
    }
    done = subprocess.run(command, cwd=cwd, env=environment | variables, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built from a copy, so that no build folder is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "copy"
    leave = shutil.ignore_patterns(
        ".git", ".venv", ".tangentx", "build", "dist", "*.egg-info", "__pycache__", "tests"
    )
    shutil.copytree(ROOT, copy, ignore=leave)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, copy]
    done = subprocess.run(command, capture_output=True, text=True)
    if (
        done.returncode
        and "Could not find a version that satisfies the requirement setuptools" in done.stderr
    ):
        pytest.skip("no package index in reach to build with")
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.rmtree(copy)
    (built,) = folder.glob("*.whl")
    return built


def test_holds_the_package_the_rules_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {"tangentx/py.typed", "tangentx/templates/__init__.py", "tangentx/cli/__init__.py"} <= set(names)
    assert all(f"tangentx/templates/{path.name}" in names for path in (ROOT / "templates").glob("*.py"))
    assert {name.split("/")[0] for name in names} == {"tangentx", "tangentx-0.1.0.dist-info"}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_differentiates_with_the_checkout_gone(wheel, tmp_path):
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    (tmp_path / "model.py").write_text(MODEL)
    (tmp_path / "program.py").write_text(PROGRAM)
    assert str(environment) in run(scripts / "python", "program.py", cwd=tmp_path)
    printed = run(scripts / "tangentx", "adjoint", "model.py::loss", "--wrt", "w", cwd=tmp_path)
    assert "def loss_" in printed and "w_bar" in printed
    assert "self-test" in run(scripts / "tangentx", "doctor", cwd=tmp_path)
