"""A user's edits of cache files: recognised, set aside, announced; never run, never lost.

The header of a file has a line `# key    : 9f31c2d4a07b   body: 51e0b7c2f9aa`.  `body` is a digest of the program in
the file and not of its text: a formatter or a new comment is no edit, another factor is.
"""

from __future__ import annotations

import ast
import os
import pathlib
import re
import sys
import warnings
from typing import Any

from tangentx.errors import TangentxWarning
from tangentx.loader.digests import digest
from tangentx.loader.files import read_text, write_text

_HEADER = re.compile(r"(?:#[^\n]*\n)*")
_KEY_LINE = re.compile(r"^# key    : ([0-9a-f]{12})   body: ([0-9a-f]{12})\n", re.MULTILINE)
_SHORT = 12
# Where a warning points: the first line outside the package, as soon as Python can find that by itself.
_PACKAGE = str(pathlib.Path(__file__).parent.parent)
_AT_THE_USER: dict[str, Any] = (
    {"skip_file_prefixes": (_PACKAGE,)} if sys.version_info >= (3, 12) else {"stacklevel": 4}
)


def seal(text: str, key: str) -> str:
    """The text with its key line, as the last line of the header."""
    header = _HEADER.match(text)[0]
    line = f"# key    : {key[:_SHORT]}   body: {body_digest(text)[:_SHORT]}\n"
    return _KEY_LINE.sub("", header) + line + text[len(header) :]


def sealed_with(text: str) -> tuple[str, str] | None:
    """(first digits of the key, first digits of the body's digest), from the header of a file."""
    found = _KEY_LINE.search(_HEADER.match(text)[0])
    return None if found is None else (found[1], found[2])


def body_digest(text: str) -> str:
    """A digest of the program that `text` is; SyntaxError if it is none."""
    parts: list[str] = []
    _shape(ast.parse(text), parts)
    return digest("".join(parts))


def _shape(node: Any, parts: list[str]) -> None:
    """A tree as pieces of text, the same on every version of Python: no places, no contexts, nothing empty."""
    if isinstance(node, ast.AST):
        parts.append(f"{node.__class__.__name__}(")
        for field in node._fields:
            value = getattr(node, field, None)
            if value is not None and value != [] and field != "ctx":
                parts.append(f"{field}=")
                _shape(value, parts)
        parts.append(")")
    elif node.__class__ is list:
        parts.append("[")
        for item in node:
            _shape(item, parts)
        parts.append("]")
    else:
        parts.append(f"{node.__class__.__name__}:{node!r},")


def is_edited(text: str) -> bool:
    """Whether somebody changed the program in this cache file since it was written."""
    sealed = sealed_with(text)
    if sealed is None:
        return bool(text.strip())
    try:
        return body_digest(text)[:_SHORT] != sealed[1]
    except (SyntaxError, ValueError, RecursionError):
        return True  # a half-finished edit is one too


def write_over(path: pathlib.Path, text: str) -> bool:
    """Make `text` the content of a cache file; an edit found in its place is set aside.  False if it cannot be."""
    there = read_text(path)
    if there == text:
        return True
    if there is not None and is_edited(there) and not set_aside(path):
        return False
    return write_text(path, text)


def set_aside(path: pathlib.Path) -> bool:
    """Move an edited cache file to `NAME.edited.py`, or the next free name, and say so (TX604)."""
    kept = path.with_name(f"{path.stem}.edited.py")
    count = 1
    while kept.exists():
        count += 1
        kept = path.with_name(f"{path.stem}.{count}.edited.py")
    try:
        os.replace(path, kept)
    except FileNotFoundError:
        return True  # another process was quicker
    except OSError:
        return False
    message = f"TX604: your edit of {path} is kept in {kept.name} and not run; adopt it: tangentx eject --from-cache"
    warnings.warn(message, TangentxWarning, **_AT_THE_USER)
    return True
