"""Reading and writing small text files that other processes read and write at the same time."""

from __future__ import annotations

import contextlib
import os
import pathlib
import threading

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def read_text(path: pathlib.Path) -> str | None:
    """The text of a file; None if there is none, or none that can be read."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError, ValueError):
        return None


def write_text(path: pathlib.Path, text: str) -> bool:
    """Put `text` into a file at once: readers see the old content or the new, never a part.  False if it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        data = text.encode("utf-8")
    except (OSError, ValueError):
        return False
    draft = path.with_name(f".{path.name[:100]}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()  # left behind by a process of the same number that was killed
        with open(os.open(draft, _FLAGS, 0o644), "wb") as file:
            file.write(data)
        os.replace(draft, path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        return False
    return True
