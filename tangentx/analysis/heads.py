"""Where the walk of an inner loop begins when the loop around it is walked again: where it ended the last time.

A loop is walked until the types at its head settle.  From one walk of an outer loop to the next they only grow, so what
an inner loop settled at is a lower bound of what it will settle at now.  Beginning there, one walk mostly is enough,
and a nest is not walked twice as often for each of its loops.
"""

from __future__ import annotations

from dataclasses import replace

from tangentx.analysis.classes_of import is_number
from tangentx.analysis.scope import Env, loop_join
from tangentx.analysis.types import Array, ListOf, Scalar, Type

Known = dict[
    int, tuple[frozenset[str], dict[str, Type]]
]  # the how-manieth inner loop -> names before it, and found


def begin(known: Known, number: int, entry: Env) -> Env:
    """The environment at the head of the loop before its first walk."""
    head = entry.copy()
    names, found = known.get(number, (None, {}))
    if names == entry.types.keys():
        for name, kind in found.items():
            head.types[name] = loop_join(entry.types.get(name), kind)
    return head


def keep(known: Known, number: int, entry: Env, head: Env) -> None:
    """Note what a loop has settled at: numbers, arrays and lists of them that are no part of a container."""
    found = {
        name: kind
        for name, kind in head.types.items()
        if kind != entry.types.get(name)
        and name not in head.structures
        and name not in entry.structures
        and name not in head.aliases
        and (
            _is_plain(kind) and _is_plain(entry.types.get(name, kind)) or _grows(entry.types.get(name), kind)
        )
    }
    known[number] = frozenset(entry.types), found


def _grows(before: Type | None, kind: Type) -> bool:
    """A list, before the loop and in it, of which only the items become known."""
    if not isinstance(before, ListOf) or not isinstance(kind, ListOf):
        return False
    return _is_plain(kind.item) and replace(before, item=kind.item) == kind


def _is_plain(kind: Type | None) -> bool:
    """A number or an array, without symbols that mean something else in each walk."""
    if isinstance(kind, Array):
        dims = kind.shape if isinstance(kind.shape, tuple) else ()
        return not any(symbol[0] == "?" and symbol != "?any" for dim in dims for symbol, _ in dim.terms)
    return isinstance(kind, Scalar) or is_number(kind)
