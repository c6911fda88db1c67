"""The command line: one small file per command, and what all commands have in common here.

The product goes to stdout and words to stderr, so that `tangentx adjoint m:f > d.py` works.  Exit codes: 0 fine,
1 findings (cannot be differentiated, differs), 2 usage or target not found, 3 a defect of tangentx, 130 Ctrl-C.
A closed pipe is the reader's right and ends quietly.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence

from tangentx import __version__
from tangentx.cli import check, doctor, explain, show
from tangentx.cli.targets import TargetError
from tangentx.cli.terminal import paint_errors, say
from tangentx.errors import TangentxError

COMMANDS = (show, check, doctor, explain)

DEFECT = """\
This is a defect of tangentx, not of your program. Please report it with the traceback above, the function
that was differentiated, and the output of `tangentx doctor`."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    arguments = build_parser().parse_args(argv)
    try:
        code = arguments.run(arguments)
        sys.stdout.flush()  # here, where a closed pipe is still caught
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more at exit
        return 0
    except KeyboardInterrupt:
        return 130
    except TargetError as error:
        say(f"tangentx: {error}")
        return 2
    except TangentxError as error:
        say("\n\n".join(paint_errors(str(problem)) for problem in problems_of(error)))
        return 1
    except Exception:
        traceback.print_exc()
        say(DEFECT)
        return 3


def problems_of(error: TangentxError) -> tuple[TangentxError, ...]:
    """Every problem of a function: the error itself, or all those that were found together with it."""
    return tuple(getattr(error, "problems", ())) or (error,)


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tangentx",
        description="Derivatives of Python functions as readable Python functions.",
        epilog="examples:\n"
        "  tangentx adjoint examples/logistic.py::loss --wrt w\n"
        "  tangentx check examples/heat.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"tangentx {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(subparsers)
    return parser
