"""`tangentx explain CODE`: the long text of an error, with a program that raises it and one that does not."""

from __future__ import annotations

import argparse
import difflib
import re
from dataclasses import dataclass

from tangentx.cli.options import add_command
from tangentx.cli.targets import TargetError
from tangentx.explanations import TEXTS


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one code means, with a program that raises it and one that does not (both may be empty)."""

    code: str
    title: str
    meaning: str
    wrong: str = ""
    right: str = ""

    def text(self) -> str:
        parts = [f"{self.code}: {self.title}", self.meaning]
        parts += [
            f"{label}:\n\n{code}" for label, code in (("wrong", self.wrong), ("right", self.right)) if code
        ]
        return "\n\n".join(parts)


def _read(text: str) -> dict[str, Explanation]:
    """Entries by code.

    >>> _read("TX1 no `x`\\nThere is none.\\nwrong:\\n    y\\nright:\\n    x\\n")["TX1"].right
    '    x'
    """
    entries = {}
    for entry in re.split(r"(?m)^(?=TX\d+ )", text)[1:]:
        heading, _, rest = entry.partition("\n")
        code, title = heading.split(" ", 1)
        meaning, _, programs = rest.partition("wrong:\n")
        wrong, _, right = programs.partition("right:\n")
        entries[code] = Explanation(code, title, meaning.strip(), wrong.rstrip(), right.rstrip())
    return entries


EXPLANATIONS = _read(TEXTS)


def add(subparsers) -> None:
    parser = add_command(
        subparsers,
        "explain",
        run,
        "print the long text of an error code",
        ("tangentx explain TX301", "tangentx explain --list"),
    )
    parser.add_argument("code", nargs="?", metavar="CODE", help="as in error[TX301]")
    parser.add_argument("--list", action="store_true", help="print every code with its title")


def run(arguments: argparse.Namespace) -> int:
    if arguments.list or arguments.code is None:
        print("\n".join(f"{code}  {entry.title}" for code, entry in sorted(EXPLANATIONS.items())))
        return 0
    code = arguments.code.upper().strip("[]")
    if code not in EXPLANATIONS:
        near = difflib.get_close_matches(code, EXPLANATIONS, n=3)
        advice = (
            f"did you mean {', '.join(near)}?" if near else "`tangentx explain --list` prints all of them"
        )
        raise TargetError(f"there is no error code {code}; {advice}")
    print(EXPLANATIONS[code].text())
    return 0
