"""`tangentx check`: which functions can be differentiated, and every reason why the others cannot."""

from __future__ import annotations

import argparse
import ast
import json
import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tangentx import pipeline
from tangentx.cli.options import TARGETS, add_command, add_derivative_options
from tangentx.cli.targets import Target, functions_of, load_file, resolve, search
from tangentx.cli.terminal import say
from tangentx.errors import TangentxError

SKIPPED = ("__pycache__", "site-packages", "node_modules", "build", "dist")


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of one function; line and column from 1."""

    file: str
    line: int
    column: int
    code: str
    message: str
    function: str


def add(subparsers) -> None:
    parser = add_command(
        subparsers,
        "check",
        run,
        "tell what can be differentiated, and print every problem of what cannot",
        ("tangentx check examples/heat.py::simulate", "tangentx check --format github src/"),
        TARGETS
        + "\nA file or folder stands for all its functions; nothing at all for those decorated by tangentx.",
    )
    parser.add_argument("targets", nargs="*", metavar="PATH|TARGET")
    add_derivative_options(parser, "grad")
    parser.add_argument("--format", choices=tuple(FORMATS), default="text")
    parser.add_argument("--exit-zero", action="store_true", help="exit 0 even if there are findings")


def run(arguments: argparse.Namespace) -> int:
    functions = list(_functions(arguments.targets, arguments.path))
    findings = [
        finding for target in functions for finding in _findings(target, arguments.wrt, arguments.mode)
    ]
    sys.stdout.write(FORMATS[arguments.format](findings))
    bad = len({finding.function for finding in findings})
    say(_summary(findings, bad, len(functions)))
    return 1 if findings and not arguments.exit_zero else 0


def _functions(targets: Sequence[str], path: str | None) -> Iterator[Target]:
    roots = search(path)
    if not targets:
        for file in _sources(Path()):
            if wanted := _decorated(file):
                found = functions_of(load_file(file, roots))
                yield from (target for target in found if target.function.__name__ in wanted)
    for text in targets:
        if Path(text).exists():
            for file in _sources(Path(text)):
                yield from functions_of(load_file(file, roots))
        else:
            yield resolve(text, path)


def _sources(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = []
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SKIPPED)
        found += [Path(folder, name) for name in sorted(files) if name.endswith(".py")]
    return found


def _decorated(file: Path) -> frozenset[str]:
    """Names of functions that carry a decorator of tangentx; read, not run, so that only those modules are imported."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, UnicodeDecodeError):
        return frozenset()
    ours = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            ours |= {name.asname or name.name for name in node.names if name.name.split(".")[0] == "tangentx"}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "tangentx":
            ours |= {name.asname or name.name for name in node.names}
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(_root(part) in ours for part in node.decorator_list)
    )


def _root(decorator: ast.expr) -> str:
    while isinstance(decorator, ast.Call | ast.Attribute):
        decorator = decorator.func if isinstance(decorator, ast.Call) else decorator.value
    return decorator.id if isinstance(decorator, ast.Name) else ""


def _findings(target: Target, wrt: tuple[str, ...] | None, mode: str) -> Iterable[Finding]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is right but suspicious is `show`'s to say
        try:
            pipeline.derive_source(target.function, target.wrt(wrt), mode)
        except TangentxError as error:
            return [_finding(problem, target) for problem in getattr(error, "problems", ()) or (error,)]
    return []


def _finding(problem: TangentxError, target: Target) -> Finding:
    code = getattr(target.function, "__code__", None)
    file, line, column = (code.co_filename, code.co_firstlineno, 0) if code else ("<unknown>", 1, 0)
    if problem.place is not None:
        file, line, column = problem.place.file, problem.place.line, problem.place.col
    return Finding(_shown(file), line, column + 1, problem.code, problem.message, target.label)


def _shown(file: str) -> str:
    """The path as seen from here, where that is shorter to read than the absolute one."""
    path = Path(file)
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else file


def _summary(findings: Sequence[Finding], bad: int, total: int) -> str:
    if not findings:
        return (
            f"{total} functions can be differentiated" if total != 1 else "1 function can be differentiated"
        )
    problems = f"{len(findings)} problem{'s' * (len(findings) != 1)}"
    return f"{problems} in {bad} of {total} functions. tangentx explain {findings[0].code}"


def _as_text(findings: Sequence[Finding]) -> str:
    return "".join(
        f"{f.file}:{f.line}:{f.column}: {f.code} {f.message} [{f.function.split(':')[1]}]\n" for f in findings
    )


def _as_json(findings: Sequence[Finding]) -> str:
    return json.dumps([asdict(finding) for finding in findings], indent=2) + "\n"


def _as_github(findings: Sequence[Finding]) -> str:
    return "".join(
        f"::error file={f.file},line={f.line},col={f.column},title={f.code}::{_escaped(f.message)} [{f.function}]\n"
        for f in findings
    )


def _escaped(message: str) -> str:
    """As GitHub's workflow commands want it."""
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


FORMATS = {"text": _as_text, "json": _as_json, "github": _as_github}
