"""`tangentx doctor`: versions, folders, and whether deriving works here; made to be pasted into a bug report."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from importlib import metadata
from pathlib import Path

import tangentx
from tangentx.cli.options import add_command
from tangentx.loader.places import locate

REQUIRED = ("numpy", "gast", "astor")
OPTIONAL = (
    ("scipy", "scipy"),
    ("numba", "numba"),
    ("rich", "cli"),
    ("jinja2", "report"),
    ("pygments", "report"),
    ("cloudpickle", "parallel"),
    ("array-api-compat", "arrays"),
    ("pygls", "lsp"),
)


def add(subparsers) -> None:
    add_command(
        subparsers,
        "doctor",
        run,
        "print versions and folders, and try whether deriving works here",
        ("tangentx doctor", "python -m tangentx doctor > report.txt"),
    )


def run(_arguments: argparse.Namespace) -> int:
    facts = [
        ("tangentx", f"{tangentx.__version__} in {Path(tangentx.__file__).parent}"),
        ("python", f"{platform.python_version()} ({sys.executable})"),
        ("platform", platform.platform()),
        *((name, metadata.version(name)) for name in REQUIRED),
        *((name, _version(name, extra)) for name, extra in OPTIONAL),
        ("rules", str(_templates())),
        ("derivatives of this folder", _cache()),
        *((name, value) for name, value in sorted(os.environ.items()) if name.startswith("TANGENTX_")),
    ]
    width = max(len(name) for name, _ in facts)
    for name, value in facts:
        print(f"{name:<{width}}  {value}")
    problem, milliseconds = _self_test()
    print(f"{'self-test':<{width}}  {problem or f'passed, {milliseconds:.0f} ms for a first gradient'}")
    return 1 if problem else 0


def _version(name: str, extra: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return f'not installed (optional: pip install "tangentx[{extra}]")'


def _templates() -> Path:
    """The folder of rules that is in use: inside the package when installed, beside it in a checkout."""
    package = Path(tangentx.__file__).parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def _cache() -> str:
    root = locate(str(Path.cwd() / "any.py"), "any", "any", "grad").root
    return (
        "kept in memory only: no folder here can be trusted or written" if root is None else str(root / "gen")
    )


def _probe(x):
    return x * x + 1.0 / x


def _self_test() -> tuple[str, float]:
    """What is wrong with deriving a small function (nothing: the empty string), and how long it took."""
    start = time.perf_counter()
    try:
        value = tangentx.grad(_probe)(2.0)
    except Exception as error:  # whatever it is, it belongs in the report
        return f"FAILED: {type(error).__name__}: {error}", 0.0
    spent = 1e3 * (time.perf_counter() - start)
    return (
        "" if value == 3.75 else f"FAILED: the derivative of x * x + 1 / x at 2 came out as {value}"
    ), spent
