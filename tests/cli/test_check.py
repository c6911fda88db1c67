"""`check`: all problems, with places, in three formats."""

from __future__ import annotations

import json


def test_a_target(command):
    run = command("check", "pkg.model:square")
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr.splitlines()[-1] == "1 function can be differentiated"


def test_a_folder(command):
    run = command("check", "pkg")
    assert run.returncode == 1
    assert (
        run.stdout
        == "pkg/model.py:24:9: TX201 a generator function cannot be differentiated by itself [stream]\n"
    )
    assert run.stderr.splitlines()[-1] == "1 problem in 1 of 4 functions. tangentx explain TX201"


def test_all_problems_of_a_function(command, project):
    (project / "bad.py").write_text(
        "def f(x):\n    global G\n    G = x\n    with x:\n        del x.a\n    return x\n"
    )
    run = command("check", "bad.py")
    assert [line.split()[1] for line in run.stdout.splitlines()] == ["TX207", "TX210"]


def test_json(command):
    (found,) = json.loads(command("check", "pkg", "--format", "json").stdout)
    assert found == {
        "file": "pkg/model.py",
        "line": 24,
        "column": 9,
        "code": "TX201",
        "message": "a generator function cannot be differentiated by itself",
        "function": "pkg.model:stream",
    }


def test_github(command):
    run = command("check", "pkg", "--format", "github")
    assert run.stdout.startswith("::error file=pkg/model.py,line=24,col=9,title=TX201::")


def test_exit_zero(command):
    assert command("check", "pkg", "--exit-zero").returncode == 0


def test_without_arguments_the_decorated_functions(command):
    run = command("check")
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr.splitlines()[-1] == "1 function can be differentiated"


def test_a_file_that_does_not_import(command, project):
    (project / "broken.py").write_text("1 / 0\n")
    run = command("check", "broken.py")
    assert run.returncode == 2 and "ZeroDivisionError" in run.stderr
