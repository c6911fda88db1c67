"""The bytes that a derivative's forward sweep keeps for its reverse sweep, counted by running it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

MARK = "    # reverse sweep"


def stored(text: str, entry: str, args: tuple) -> int:
    """Bytes in what the reverse sweep reads and the forward sweep has made; arguments do not count."""
    lines = text.splitlines()
    if MARK not in lines:
        return 0
    at = lines.index(MARK)
    read = {
        n.id for n in ast.walk(ast.parse("if True:\n" + "\n".join(lines[at:]))) if isinstance(n, ast.Name)
    }
    found: list[int] = []

    def probe(names: dict[str, Any]) -> None:
        seen: dict[int, int] = {}
        for argument in args:
            _count(argument, seen, 0)
        for name in read & set(names):
            _count(names[name], seen, 1)
        found.append(sum(seen.values()))

    space: dict[str, Any] = {"__name__": "probed", "_probe": probe}
    exec("\n".join([*lines[:at], "    _probe(locals())", *lines[at:]]), space)
    function: Callable = space[entry]
    function(*args)
    return found[0]


def _count(value: Any, seen: dict[int, int], factor: int) -> None:
    if isinstance(value, np.ndarray):
        while isinstance(value.base, np.ndarray):
            value = value.base
        seen.setdefault(id(value), factor * value.nbytes)
    elif isinstance(value, float | np.generic):
        seen[id(value)] = seen.get(id(value), 0) + factor * 8
    elif isinstance(value, list | tuple):
        for item in value:
            _count(item, seen, factor)
