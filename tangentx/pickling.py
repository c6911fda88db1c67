"""Pickling derivatives, so that they travel to worker processes.

By reference where the derivative is what its name in its module says (a decorated function); else the primal by
reference and what was asked of it; else, for `__main__`, notebooks and closures, the primal by value with the source
it was read from, because a worker cannot read that again.
"""

from __future__ import annotations

import inspect
import linecache
import pickle
import sys
from collections.abc import Callable
from typing import Any

from tangentx.errors import TangentxError


class PicklingError(TangentxError, TypeError):
    """TX801: other processes could not find the primal."""

    code = "TX801"


def reduce(derivative: Any) -> str | tuple:
    """What `Derivative.__reduce__` returns."""
    if derivative.__module__ != "__main__" and _named(derivative) is derivative:
        return derivative.__qualname__
    primal = derivative.primal
    if hasattr(primal, "spec") or primal.__module__ != "__main__" and _named(primal) is primal:
        return rebuild, (type(derivative), primal, derivative.spec)
    try:
        import cloudpickle  # an optional extra, and slow to import
    except ImportError:
        where = (
            "in __main__" if primal.__module__ == "__main__" else f"inside a function of {primal.__module__}"
        )
        raise PicklingError(
            f"cannot pickle the {derivative.spec} of `{derivative.__name__}` defined {where}",
            why=["other processes cannot import it by name, and cloudpickle is not installed"],
            help=[f'pip install "tangentx[parallel]", or move {derivative.__name__} into a module'],
        ) from None
    return rebuild_by_value, (
        type(derivative),
        cloudpickle.dumps(primal),
        derivative.spec,
        _source_file(primal),
    )


def rebuild(cls: type, primal: Callable, spec: Any) -> Any:
    """The derivative of a primal that could be imported."""
    return cls(primal, spec)


def rebuild_by_value(cls: type, pickled: bytes, spec: Any, source: tuple[str, tuple[str, ...]] | None) -> Any:
    """The derivative of a primal that came along, with the file it was written in."""
    primal = pickle.loads(pickled)  # what cloudpickle made asks for cloudpickle by itself
    if source is not None and not linecache.getlines(source[0]):
        lines = list(source[1])
        linecache.cache[source[0]] = (sum(map(len, lines)), None, lines, source[0])
    return cls(primal, spec)


def _named(value: Any) -> Any:
    """What the value's module has under its qualified name; None if nothing."""
    found: Any = sys.modules.get(getattr(value, "__module__", None) or "")
    for name in getattr(value, "__qualname__", "<none>").split("."):
        found = getattr(found, name, None)
    return found


def _source_file(primal: Callable) -> tuple[str, tuple[str, ...]] | None:
    """(file name as the code object says it, its lines)."""
    try:
        lines, _ = inspect.findsource(primal)
    except (OSError, TypeError):
        return None
    return primal.__code__.co_filename, tuple(lines)
