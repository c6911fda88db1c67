"""What is written where: words to stderr, colour only where a person looks and has not declined it."""

from __future__ import annotations

import os
import re
import sys
from typing import IO

RED, GREEN, CYAN, BOLD, RESET = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[1m", "\x1b[0m"

ERROR_PARTS = (
    (re.compile(r"^error\[\w+\]", re.M), BOLD + RED),
    (re.compile(r"^ *--> .*$", re.M), CYAN),
    (re.compile(r"(?<=\| )[ ]*\^+.*$", re.M), RED),
)
DIFF_PARTS = ((re.compile(r"^\+.*$", re.M), GREEN), (re.compile(r"^-.*$", re.M), RED))


def say(*words: str) -> None:
    print(*words, file=sys.stderr)


def coloured(stream: IO[str]) -> bool:
    """Whether to colour what goes to this stream (https://no-color.org, and FORCE_COLOR for pagers)."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")


def paint_errors(text: str) -> str:
    return _paint(text, ERROR_PARTS) if coloured(sys.stderr) else text


def paint_diff(text: str) -> str:
    return _paint(text, DIFF_PARTS) if coloured(sys.stdout) else text


def paint_source(text: str) -> str:
    """Python source highlighted for a terminal, where pygments is installed."""
    if not coloured(sys.stdout):
        return text
    try:
        from pygments import highlight
        from pygments.formatters import TerminalFormatter
        from pygments.lexers import PythonLexer
    except ImportError:
        return text
    return highlight(text, PythonLexer(), TerminalFormatter())


def _paint(text: str, parts) -> str:
    for pattern, colour in parts:
        text = pattern.sub(lambda match, colour=colour: f"{colour}{match[0]}{RESET}", text)
    return text
