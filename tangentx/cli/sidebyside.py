"""Primal and derivative in two columns: beside each line of the user the emitted lines that are there for it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

from tangentx.loader.linemap import line_map

WIDEST = 60  # columns of the primal, before its lines are cut


def side_by_side(function: Callable, text: str) -> str:
    """Both texts; lines of a callee stand beside the call that led to it."""
    function = inspect.unwrap(function)
    lines, first = inspect.getsourcelines(function)
    emitted = text.splitlines()
    partners: dict[int, list[str]] = {}
    for number, chain in sorted(line_map(text).items()):
        partners.setdefault(chain[0][1], []).append(f"{number:<4} {_without_tag(emitted[number - 1])}")
    rows = [(_shown(inspect.getsourcefile(function)), "derivative")]
    for number, line in enumerate(lines, first):
        left, *rest = partners.get(number, [""])
        rows.append((f"{number:<4} {line.rstrip()}", left))
        rows += [("", right) for right in rest]
    width = min(WIDEST, max(len(left) for left, _ in rows))
    return "".join(f"{_cut(left, width):<{width}}  {right}".rstrip() + "\n" for left, right in rows)


def _without_tag(line: str) -> str:
    return line.split("  # L")[0]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _shown(file: str | None) -> str:
    path = Path(file or "<unknown>")
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else path.name
