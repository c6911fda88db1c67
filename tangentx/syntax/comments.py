"""Comments in emitted code: one line, nothing in them can end the line or the comment."""

from __future__ import annotations

WIDTH = 88


def comment(text: str) -> str:
    """`# text`, whatever is in `text`.

    >>> comment("sum\\nimport os")
    '# sum import os'
    """
    printable = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    return f"# {printable}".rstrip()


def heading(text: str, indent: int) -> str:
    """A comment on its own line, cut where it would be too wide."""
    line = " " * indent + comment(text)
    width = max(
        WIDTH - 3, indent + len("# ")
    )  # a comment also where the statements are indented beyond the width
    return line if len(line) <= WIDTH else line[:width].rstrip() + "..."
