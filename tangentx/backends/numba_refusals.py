"""What Numba raises for code that it cannot compile, and its reason in a few words."""

from __future__ import annotations

import inspect
import re
from typing import Any

from tangentx import pipeline

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def refusals(numba: Any) -> tuple[type[Exception], ...]:
    """What Numba raises for code that it cannot compile."""
    errors = numba.core.errors
    inside = NotImplementedError, ValueError, TypeError, AttributeError, LookupError, AssertionError
    return errors.NumbaError, errors.UnsupportedBytecodeError, *inside


def reason(error: Exception) -> str:
    """What Numba says, on one line."""
    lines = [part.strip() for part in _ANSI.sub("", str(error)).splitlines() if part.strip()]
    said = [part for part in lines if not part.startswith(("Failed in", "During:", "File ", ">>>"))]
    calls = [part.removeprefix(">>>") for part in lines if part.startswith(">>>")]
    reason = (said or [type(error).__name__])[0]
    return reason + (calls[0] if calls and reason.endswith(":") else "")


def source_lines(primal: Any) -> tuple[str, ...]:
    """The lines of the file that the primal is in."""
    try:
        return tuple(inspect.findsource(pipeline.target_of(primal))[0])
    except (OSError, TypeError):
        return ()
