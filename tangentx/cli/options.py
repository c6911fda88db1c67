"""Options that several commands share, and the shape of every --help text."""

from __future__ import annotations

import argparse
from collections.abc import Callable

MODES = ("grad", "value_and_grad", "adjoint", "tangent", "pair")

TARGETS = """\
TARGET is one of
  pkg.mod:func            a function of a module; pkg.mod:Class.method for a method
  path/file.py::func      a function of a file
  path/file.py:LINE       the function around that line
  -   or  -::func         source on standard input
The working directory is searched first for modules. Importing a target runs its module."""


def add_command(
    subparsers, name: str, run: Callable, summary: str, examples: tuple[str, str], notes: str = ""
):
    """A sub-command with its two examples."""
    shown = "examples:\n" + "\n".join(f"  {example}" for example in examples)
    parser = subparsers.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog="\n\n".join(part for part in (notes, shown) if part),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def add_derivative_options(parser: argparse.ArgumentParser, mode: str) -> None:
    """--wrt, --mode and --path, for every command that derives."""
    parser.add_argument(
        "--wrt", type=names, metavar="w,b", help="parameters to differentiate by (default: the first)"
    )
    parser.add_argument("--mode", choices=MODES, default=mode, help=f"what to derive (default: {mode})")
    add_path(parser)


def add_path(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--path", metavar="DIR", help="search this folder for modules before the working directory"
    )


def names(text: str) -> tuple[str, ...]:
    """`"w,b"` as a tuple of names.

    >>> names("w, b")
    ('w', 'b')
    """
    found = tuple(name.strip() for name in text.split(","))
    if not all(found):
        raise argparse.ArgumentTypeError(f"expected names separated by commas, as in w,b; got {text!r}")
    return found
