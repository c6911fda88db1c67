"""Elements that a container does not have: an error at once where it is certain that they are asked for."""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis.program import Structure, external
from tangentx.analysis.scope import Unreached
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Place, Raise
from tangentx.syntax import nodes


def refuse(s, structure: Structure, key: Any, place: Place, words: str = "") -> None:
    """An element that is not there: what reading it raises is part of the error, for whoever catches that.  `words`:
    what an IndexError says."""
    error = UnsupportedSyntaxError(
        f"the container has no element `[{key!r}]`", code="TX227", place=place, lines=s.lines(place),
        help=("catch the exception, or test for the element",),
    )  # fmt: skip
    missing = KeyError(key) if structure.keys is not None else None
    error.raises = missing or IndexError(words or f"{structure.cls.__name__} index out of range")
    if not s.branches:
        raise error
    raised = gast.Call(
        external(f"builtins.{type(error.raises).__name__}"), [nodes.constant(error.raises.args[0])], []
    )
    s.out.append(Raise(raised, None, place))  # where that is reached
    raise Unreached
