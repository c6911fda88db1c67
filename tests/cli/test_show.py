"""`show`, `adjoint`, `tangent`: every mode, every stage, every way out."""

from __future__ import annotations

import pytest

from tangentx.cli.sidebyside import side_by_side


@pytest.mark.parametrize("mode", ["grad", "value_and_grad", "adjoint", "tangent", "pair"])
def test_modes(command, mode):
    run = command("show", "pkg.model:square", "--mode", mode)
    assert run.returncode == 0, run.stderr
    compile(run.stdout, mode, "exec")


def test_short_forms(command):
    for name in ("adjoint", "tangent"):
        short = command(name, "pkg.model:square", "--wrt", "x")
        assert short.stdout == command("show", "pkg.model:square", "--wrt", "x", "--mode", name).stdout
    assert "x_dot" in short.stdout


@pytest.mark.parametrize("stage", ["parse", "anf", "facts", "raw", "tidy"])
def test_stages(command, stage):
    run = command("show", "pkg.model:square", "--stage", stage)
    assert run.returncode == 0, run.stderr
    assert "x" in run.stdout


def test_unknown_name_in_wrt(command):
    run = command("adjoint", "pkg.model:square", "--wrt", "q")
    assert run.returncode == 1 and "`q`" in run.stderr and "error[TX4" in run.stderr


def test_output_check_and_diff(command, project):
    file = project / "square_adjoint.py"
    assert command("adjoint", "pkg.model:square", "--check", str(file)).returncode == 2
    written = command("adjoint", "pkg.model:square", "-o", str(file))
    assert (written.returncode, written.stdout) == (0, "")
    assert command("adjoint", "pkg.model:square", "--check", str(file)).returncode == 0
    same = command("adjoint", "pkg.model:square", "--diff", str(file))
    assert (same.returncode, same.stdout) == (0, "")

    file.write_text(file.read_text() + "# a change\n")
    checked = command("adjoint", "pkg.model:square", "--check", str(file))
    assert checked.returncode == 1 and not checked.stdout and "--diff" in checked.stderr
    differs = command("adjoint", "pkg.model:square", "--diff", str(file))
    assert differs.returncode == 1 and "\n-# a change\n" in differs.stdout


def test_cannot_write(command):
    run = command("adjoint", "pkg.model:square", "-o", "absent/folder/file.py")
    assert run.returncode == 2 and "cannot write absent/folder/file.py" in run.stderr


def test_standard_input(command):
    run = command("adjoint", "-", stdin="import numpy as np\n\n\ndef f(x):\n    return np.sum(x * x)\n")
    assert run.returncode == 0, run.stderr
    assert "x_bar" in run.stdout


def test_side_by_side(command):
    run = command("show", "pkg/model.py::square", "--side-by-side")
    lines = run.stdout.splitlines()
    assert lines[0].split() == ["pkg/model.py", "derivative"]
    (row,) = [line for line in lines if line.startswith("11 ")]
    assert "return np.sum(x * x)" in row and "x_bar" in row


def pair(x):
    y = x * x
    return y


def test_side_by_side_puts_partners_in_one_row():
    line = pair.__code__.co_firstlineno + 1
    text = f"def d(x):\n    y = x * x  # L{line}\n    # adjoint of L{line}: y = x * x\n    x_bar = 2.0 * x\n"
    rows = [row.split() for row in side_by_side(pair, text).splitlines()]
    assert [str(line), "y", "=", "x", "*", "x", "2", "y", "=", "x", "*", "x"] in rows
    assert ["4", "x_bar", "=", "2.0", "*", "x"] in rows
