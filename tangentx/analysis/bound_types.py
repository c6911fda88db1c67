"""The type of a variable, by what was found out about the value that it is bound to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tangentx.analysis.program import Op, allocated, possible_view
from tangentx.analysis.structures import as_made
from tangentx.analysis.types import Type
from tangentx.analysis.wholes import or_whole
from tangentx.records import Bind


def bound_type(
    stmt: Bind, op: Op, kind: Type | None, types: Mapping[str, Type], fresh: Callable
) -> Type | None:
    """With where it lives, whether it may get longer, and whether it may be a whole number."""
    kind = allocated(possible_view(kind, op, stmt.value, types), stmt.target, op)
    return or_whole(as_made(kind, op, fresh), stmt.value, types.get)
