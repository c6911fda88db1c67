"""What all commands have in common: exit codes, streams, colour, help."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import pytest

import tangentx
from tangentx import cli
from tests.cli.conftest import ROOT

COMMANDS = ("adjoint", "tangent", "show", "check", "doctor", "explain")


def help_of(name: str, capsys) -> str:
    with pytest.raises(SystemExit) as stopped:
        cli.main([name, "--help"])
    assert stopped.value.code == 0
    return capsys.readouterr().out


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """bash with `tangentx` on its path, in the checkout."""
    folder = tmp_path_factory.mktemp("shell")
    for name, rest in (("tangentx", " -m tangentx"), ("python", "")):
        (folder / name).write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)}{rest} "$@"\n')
        (folder / name).chmod(0o755)
    environment = {**os.environ, "TANGENTX_CACHE_DIR": str(folder), "PATH": f"{folder}:{os.environ['PATH']}"}

    def run(text: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", text], cwd=ROOT, env=environment, capture_output=True, text=True
        )

    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_two_examples_that_run(name, capsys, shell, tmp_path):
    examples = help_of(name, capsys).split("examples:\n")[1].strip().splitlines()
    assert len(examples) == 2
    for example in examples:
        text = re.sub(r"(-o |> )(\S+)", rf"\1{tmp_path}/\2", example)
        if "logistic" in example or "src/" in example:
            pytest.importorskip("sklearn")  # which the example program imports
        run = shell(text.replace("| less", "| cat").replace("src/", "examples/"))
        assert run.returncode in ((0, 1) if name == "check" else (0,)), text + run.stderr
        assert "Traceback" not in run.stderr


def test_version(command):
    run = command("--version")
    assert (run.returncode, run.stdout) == (0, f"tangentx {tangentx.__version__}\n")


def test_no_command_is_wrong_usage(command):
    run = command()
    assert run.returncode == 2 and "usage:" in run.stderr and not run.stdout


def test_product_and_words_are_apart(command):
    run = command("adjoint", "pkg.model:square")
    assert run.returncode == 0
    compile(run.stdout, "product", "exec")
    assert run.stderr == "a module may print\n"


def test_target_not_found_is_2(command):
    run = command("adjoint", "pkg.model:absent")
    assert run.returncode == 2 and not run.stdout
    assert run.stderr.splitlines()[-1].startswith("tangentx: pkg.model has no 'absent'")


def test_not_differentiable_is_1(command):
    run = command("adjoint", "pkg.model:stream")
    assert run.returncode == 1 and not run.stdout
    assert (
        "error[TX201]" in run.stderr
        and "model.py:24:" in run.stderr
        and "tangentx explain TX201" in run.stderr
    )


def test_a_defect_is_3(monkeypatch, capsys):
    def fail(*_arguments, **_options):
        raise RuntimeError("by the test")

    monkeypatch.setattr("tangentx.cli.show.resolve", fail)
    assert cli.main(["show", "a:b"]) == 3
    words = capsys.readouterr().err
    assert "RuntimeError: by the test" in words and "tangentx doctor" in words


def test_interrupt_is_130(monkeypatch):
    def interrupt(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("tangentx.cli.show.resolve", interrupt)
    assert cli.main(["show", "a:b"]) == 130


def test_a_closed_pipe_is_quiet(project, tmp_path):
    (project / "long.py").write_text("def f(x):\n" + "    x = x * x + 1.0\n" * 400 + "    return x\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TANGENTX_CACHE_DIR": str(tmp_path / "cache")}
    shell = (
        f"set -o pipefail; {shlex.quote(sys.executable)} -m tangentx show long.py::f --stage parse | head -1"
    )
    run = subprocess.run(["bash", "-c", shell], cwd=project, env=environment, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


def test_colour_only_where_wanted(command):
    failing = ("adjoint", "pkg.model:stream")
    assert "\x1b[" not in command(*failing).stderr
    assert "\x1b[" in command(*failing, FORCE_COLOR="1").stderr
    assert "\x1b[" not in command(*failing, FORCE_COLOR="1", NO_COLOR="1").stderr
