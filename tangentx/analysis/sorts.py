"""Numbers and arrays of one sort on one path, and of another sort on another one: real and complex, truth and count,
single and double.

    z = 0.0                         a `complex` to whoever computes with it,
    for k in range(n):              but `isinstance(z, complex)` is asked when it runs
        z = z * z + c

Their type is the wider one.  What is said of the sort of such a variable, and of what is computed from it, is known at
run time only.  Whole numbers that become floats have a mark in their type (`wholes`).
"""

from __future__ import annotations

from collections.abc import Iterable

import gast

from tangentx.analysis.types import (
    BOOL,
    FLOAT,
    INT,
    UNKNOWN,
    Array,
    Const,
    ListOf,
    Scalar,
    Sequence,
    Text,
    Type,
    some,
)
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Place
from tangentx.syntax import nodes

_OF_PYTHON = {"bool": "bool", "int": "int64", "float": "float64", "complex": "complex128"}
_MARKED_OTHERWISE = {"int64", "float64"}
_ASKED = {bool: BOOL, int: INT, float: FLOAT, str: Text()}


def _sort(kind: Type | None) -> str | None:
    kind = some(kind)
    if isinstance(kind, Const):
        return _OF_PYTHON.get(type(kind.value).__name__)
    if isinstance(kind, Scalar):
        return _OF_PYTHON[kind.kind]
    return kind.dtype if isinstance(kind, Array) else None


def note(s, name: str, one: Type | None, other: Type | None) -> None:
    """The variable is of these types on two paths."""
    sorts = {_sort(one), _sort(other)}
    if len(sorts) == 2 and None not in sorts and sorts != _MARKED_OTHERWISE:
        s.unlike.add(name)


def follow(s, target: str, value: gast.AST, kind: Type | None) -> None:
    """What is computed from such a variable is of one sort or another as well."""
    if s.unlike and isinstance(some(kind), Scalar | Array | Sequence | ListOf) and is_unsure(s, [value]):
        s.unlike.add(target)


def is_unsure(s, atoms: Iterable[gast.AST]) -> bool:
    return not s.unlike.isdisjoint(name for atom in atoms for name in nodes.names_read(atom))


def check_index(s, index: gast.AST, place: Place) -> None:
    """A truth value as an index is a mask, and a count is a place."""
    if is_unsure(s, [index]):
        raise UnsupportedSyntaxError(
            "an index is a truth value on some paths and a number on others", code="TX230", place=place,
            lines=s.lines(place), help=("make it a number on all of them: int(i)",),
        )  # fmt: skip


def answer(s, known: Type, atoms: Iterable[gast.AST]) -> Type:
    """What is known of the result of a question."""
    if not isinstance(known, Const) or not is_unsure(s, atoms):
        return known
    return _ASKED.get(type(known.value), UNKNOWN)
