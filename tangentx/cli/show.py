"""`tangentx show TARGET`, and its short forms `adjoint` and `tangent`: print the source of a derivative."""

from __future__ import annotations

import argparse
import difflib
import sys
import warnings
from pathlib import Path

from tangentx import pipeline
from tangentx.cli.options import TARGETS, add_command, add_derivative_options
from tangentx.cli.sidebyside import side_by_side
from tangentx.cli.targets import Target, TargetError, resolve
from tangentx.cli.terminal import paint_diff, paint_source, say

STAGES = ("parse", "anf", "facts", "raw", "tidy")

FORMS = (
    (
        "adjoint",
        "adjoint",
        "print the adjoint of a function (reverse mode)",
        (
            "tangentx adjoint examples/logistic.py::loss --wrt w",
            "tangentx adjoint scipy.optimize:rosen | less",
        ),
    ),
    (
        "tangent",
        "tangent",
        "print the tangent of a function (forward mode)",
        (
            "tangentx tangent examples/heat.py::simulate",
            "tangentx tangent examples.fit:loss --wrt w -o tangent.py",
        ),
    ),
    (
        "show",
        "grad",
        "print the derivative of a function, or what any stage of the compiler makes of it",
        (
            "tangentx show examples.fit:loss --stage anf",
            "tangentx show examples/fit.py:18 --wrt w --side-by-side",
        ),
    ),
)


def add(subparsers) -> None:
    for name, mode, summary, examples in FORMS:
        parser = add_command(subparsers, name, run, summary, examples, TARGETS)
        parser.add_argument("target", metavar="TARGET")
        add_derivative_options(parser, mode)
        parser.add_argument(
            "--standalone", action="store_true", help="inline runtime helpers: NumPy alone is imported"
        )
        parser.add_argument("--stage", choices=STAGES, help="print one artefact of the compiler instead")
        output = parser.add_mutually_exclusive_group()
        output.add_argument("-o", "--output", metavar="FILE", help="write to FILE and print nothing")
        output.add_argument("--check", metavar="FILE", help="exit 1 unless FILE is what would be printed")
        output.add_argument(
            "--diff", metavar="FILE", help="print how FILE differs from what would be printed"
        )
        output.add_argument(
            "--side-by-side", action="store_true", help="print primal and derivative in two columns"
        )


def run(arguments: argparse.Namespace) -> int:
    target = resolve(arguments.target, arguments.path)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        text = _text(target, arguments)
    for warning in caught:
        say(f"warning: {warning.message}")
    for option, finish in FINISHES.items():
        if value := getattr(arguments, option):
            return finish(text, value, target)
    sys.stdout.write(paint_source(text))
    return 0


def _text(target: Target, arguments: argparse.Namespace) -> str:
    wrt = target.wrt(arguments.wrt)
    if arguments.stage is not None:
        text = pipeline.stage(arguments.stage, target.function, wrt, arguments.mode)
    else:
        emitted = pipeline.derive_source(
            target.function, wrt, arguments.mode, standalone=arguments.standalone
        )
        text = emitted.text
    return text if text.endswith("\n") else text + "\n"


def _write(text: str, file: str, _target: Target) -> int:
    try:
        Path(file).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise TargetError(f"cannot write {file}: {error.strerror}") from error
    return 0


def _check(text: str, file: str, target: Target) -> int:
    if _read(file) == text:
        return 0
    say(
        f"{file} is not the present derivative of {target.label}; `--diff {file}` shows how, `-o {file}` writes it"
    )
    return 1


def _diff(text: str, file: str, _target: Target) -> int:
    old, new = _read(file).splitlines(keepends=True), text.splitlines(keepends=True)
    difference = "".join(difflib.unified_diff(old, new, file, f"{file} (as generated now)"))
    sys.stdout.write(paint_diff(difference))
    return 1 if difference else 0


def _columns(text: str, _flag: bool, target: Target) -> int:
    sys.stdout.write(side_by_side(target.function, text))
    return 0


def _read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise TargetError(f"cannot read {file}: {error.strerror}") from error


FINISHES = {"output": _write, "check": _check, "diff": _diff, "side_by_side": _columns}
