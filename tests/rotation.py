"""Which part of a large body of tests is run: another one for each state of the compiler, the same one for the same.

A part that went by the date would let a change land, and fail on another day.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def part() -> int:
    """A large number, made of what is in the compiler and its templates."""
    files = sorted([*(ROOT / "tangentx").rglob("*.py"), *(ROOT / "templates").rglob("*.py")])
    content = b"\0".join(
        path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() for path in files
    )
    return int.from_bytes(hashlib.sha256(content).digest()[:4], "big")


if __name__ == "__main__":
    print(part())
