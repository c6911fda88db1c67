"""A small project in an empty folder, and the command line run in it as a user would, in a process of its own.

That process is forked from one that has tangentx imported; `tests/repository/test_wheel.py` starts the command itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MODEL = '''\
"""A module with good and bad functions."""

import numpy as np

import tangentx as tx

print("a module may print")


def square(x):
    return np.sum(x * x)


class Spring:
    stiffness = 2.0

    @staticmethod
    def energy(x):
        return 0.5 * np.sum(x * x)


def stream(x):
    for v in x:
        yield v


@tx.grad
def slope(x):
    return np.sum(np.sin(x))


def nothing():
    return 1.0


NUMBER = 3
'''


@pytest.fixture
def project(tmp_path) -> Path:
    package = tmp_path / "pkg"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "model.py").write_text(MODEL)
    return tmp_path


@pytest.fixture(scope="session")
def server() -> Iterator[subprocess.Popen]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.cli.forked"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes) as process:
        yield process
        process.stdin.close()


@pytest.fixture
def command(project, tmp_path, server) -> Callable[..., subprocess.CompletedProcess]:
    """`command("show", "pkg.model:square")`; further keywords are environment variables."""

    def run(*arguments: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess:
        environment = {
            key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")
        }
        environment |= {"PYTHONPATH": str(ROOT), "TANGENTX_CACHE_DIR": str(tmp_path / "cache"), **variables}
        folder = tmp_path / "streams"
        folder.mkdir(exist_ok=True)
        (folder / "stdin").write_text(stdin)
        request = {
            "arguments": arguments,
            "cwd": str(project),
            "environment": environment,
            "folder": str(folder),
        }
        server.stdin.write(json.dumps(request) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        streams = [(folder / name).read_text() for name in ("stdout", "stderr")]
        return subprocess.CompletedProcess(arguments, code, *streams)

    return run
