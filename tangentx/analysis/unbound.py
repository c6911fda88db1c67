"""Is every name that a program reads bound somewhere in it?

Functions, generators and iterators exist only while specialising.  Where one got into an expression all the same, as an
item of a container or an operand that nobody looked at, the emitted code would fail with a NameError: refused instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import gast

from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Attempt, For, Function, Place, While
from tangentx.syntax import nodes

_NAMES = ("target", "targets", "name", "names")


def check(body: tuple, parameters: tuple[str, ...], function: Function) -> None:
    """Refuse a program that reads a name which no statement on the way there binds."""
    _walk(body, set(parameters), function)


def _walk(body: tuple, bound: set[str], function: Function) -> None:
    """Add what a block binds to `bound`, which another trip may have bound where the block is a loop's."""
    for stmt in body:
        if isinstance(stmt, Attempt | For | While):  # an attempt tests the flag that its own block binds
            bound |= {name for inner in _statements((stmt,)) for name in _bound(inner)}
        for name in _read(stmt):
            if name not in bound and name[0] != "@":
                raise _refusal(stmt.place, function)
        bound |= set(_bound(stmt))
        for key, part in _parts(stmt):
            if key not in _NAMES and isinstance(part, tuple):
                _walk(part, bound, function)


def _refusal(place: Place, function: Function) -> UnsupportedSyntaxError:
    return UnsupportedSyntaxError(
        "a function, generator or iterator is used as a value here", code="TX255", place=place,
        lines=function.lines if place.file == function.file else (),
        help=("call it, or loop over it, where it is made", "or keep a list of its items"),
    )  # fmt: skip


def _statements(body: tuple) -> Iterator:
    for stmt in body:
        yield stmt
        for key, part in _parts(stmt):
            if key not in _NAMES and isinstance(part, tuple):
                yield from _statements(part)


def _parts(stmt) -> Iterator[tuple]:
    return ((field.name, getattr(stmt, field.name)) for field in fields(stmt))


def _bound(stmt) -> Iterator[str]:
    for key, part in _parts(stmt):
        if key in _NAMES and isinstance(part, str):
            yield part
        elif key in _NAMES and isinstance(part, tuple):
            yield from (name.lstrip("*") for name in part)
        elif key in _NAMES and isinstance(part, gast.Name):
            yield part.id


def _read(stmt) -> Iterator[str]:
    for _, part in _parts(stmt):
        if isinstance(part, gast.AST):
            yield from nodes.names_read(part)
