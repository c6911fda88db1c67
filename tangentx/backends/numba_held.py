"""Arrays that lists hold: of which length, where the list is read.

    rows = []
    for k in range(n):
        rows.append(np.ones(k) * x)       another length in each trip
    total = np.sum(rows[0] * rows[1])     of two entries, nobody knows that their lengths are the same

A length that was known before the loop, that of an argument say, is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import gast

from tangentx.analysis.types import (
    ANY_DIM,
    Array,
    Const,
    ListOf,
    Scalar,
    Sequence,
    Type,
    is_scalar,
    same_shape,
)
from tangentx.backends.numba_kinds import is_array, is_integer
from tangentx.backends.numba_records import in_memory
from tangentx.errors import BackendError
from tangentx.syntax import nodes


class Lengths:
    """What is known of lengths at the loops around a statement, and how deep inside them each list was made."""

    def __init__(self) -> None:
        self.entries: list[frozenset[str]] = []  # for each loop, outermost first: the symbols known before it
        self.depths: dict[str, int] = {}

    def enter(self, table: Mapping[str, Type]) -> None:
        self.entries.append(frozenset(s for kind in table.values() for s in _symbols(kind)))

    def leave(self) -> None:
        self.entries.pop()

    def made(self, name: str) -> None:
        """A list is made here."""
        self.depths.setdefault(name, len(self.entries))

    def held(self, name: str, kind: Type) -> Type:
        """The type of what a list is given here, as it is when the list is read."""
        depth = self.depths.get(name, 0)
        known = self.entries[depth] if depth < len(self.entries) else None
        return kind if known is None else _without(kind, lambda symbol: symbol in known or "@" in symbol)


def _symbols(kind: Type | None) -> list[str]:
    if isinstance(kind, Array):
        dims = kind.shape if isinstance(kind.shape, tuple) else ()
        return [symbol for dim in dims for symbol, _ in dim.terms]
    if isinstance(kind, Scalar):
        return [symbol for symbol, _ in kind.dim.terms] if kind.dim is not None else []
    if isinstance(kind, Sequence):
        return [symbol for item in kind.items for symbol in _symbols(item)]
    return _symbols(kind.item) if isinstance(kind, ListOf) else []


def _without(kind: Type, is_known: Callable[[str], bool]) -> Type:
    if isinstance(kind, Array) and isinstance(kind.shape, tuple):
        dims = (d if all(is_known(symbol) for symbol, _ in d.terms) else ANY_DIM for d in kind.shape)
        return replace(kind, shape=tuple(dims))
    if isinstance(kind, Sequence):
        return replace(kind, items=tuple(_without(item, is_known) for item in kind.items))
    return (
        replace(kind, item=_without(kind.item, is_known)) if isinstance(kind, ListOf) and kind.item else kind
    )


# -- what a list is given ----------------------------------------------------------------------------------------------


def push(typing, name: str, value: gast.AST) -> None:
    """`rows.append(row)`."""
    pushed = typing(value)
    names = set(nodes.names_read(value))
    perhaps = typing.perhaps_none & names
    filled = _is_filled(pushed) and typing.asked_for_none.isdisjoint(perhaps)  # with a placeholder, that is
    asked = name in typing.asked_for_none and pushed == Const(None)
    if perhaps and not filled or asked or typing.missing & names:
        raise BackendError("a list holds `None` beside other things")
    joined = typing.join(typing.stacks.get(name), typing.lengths.held(name, pushed), True, name)
    typing.stacks[name] = in_memory(joined, f"{name}[]")
    typing.table[name] = ListOf(typing.stacks[name])


def changed(typing, func: gast.Attribute, given: list[Type]) -> None:
    """`rows.append(row)` of a list that began with entries of known types, `rows.pop()`, and the like: where each
    entry is by then is not known."""
    owner = func.value.kind
    if func.attr not in _CHANGING or not isinstance(owner, Sequence | ListOf) or owner.cls is not list:
        return
    added = [typing.item(k) if func.attr == "extend" else k for k in given] if func.attr in _ADDING else []
    if not isinstance(func.value, gast.Name):
        entries = owner.items if isinstance(owner, Sequence) else (owner.item,)
        if any(_differ(a, b) for a in (*added, *entries) for b in entries):
            raise BackendError("an array of another length is put into a list inside a list")
    elif isinstance(owner, Sequence):
        item = None
        for kind in (*owner.items, *(typing.lengths.held(func.value.id, k) for k in added)):
            item = typing.join(item, kind, True, func.value.id)
        loose = ListOf(in_memory(item, f"{func.value.id}[]"))
        typing.table.update({name: _with(kind, owner, loose) for name, kind in typing.table.items()})


def _with(kind: Type | None, owner: Type, loose: Type) -> Type | None:
    """The type of what may be, or hold, the list whose type has changed."""
    if kind == owner:
        return loose
    if isinstance(kind, Sequence):
        return replace(kind, items=tuple(_with(item, owner, loose) for item in kind.items))
    return replace(kind, item=_with(kind.item, owner, loose)) if isinstance(kind, ListOf) else kind


def _differ(a: Type | None, b: Type | None) -> bool:
    return is_array(a) and is_array(b) and not same_shape(a.shape, b.shape)


_ADDING = ("append", "extend", "insert")
_CHANGING = (*_ADDING, "pop", "remove", "clear", "reverse", "sort")


def _is_filled(kind: Type) -> bool:
    """Is there a placeholder for None, where nobody asks about it?"""
    return is_array(kind) or is_scalar(kind) or kind == Const(None)


def store(typing, target: gast.AST, kind: Type) -> None:
    """`rows[k] = row`: what the list may hold from here on."""
    name = getattr(getattr(target, "value", None), "id", None)
    owner = typing.table.get(name)
    if isinstance(owner, ListOf):
        typing.stacks[name] = typing.join(owner.item, typing.lengths.held(name, kind), True, name)
        typing.table[name] = replace(owner, item=typing.stacks[name])
    elif isinstance(owner, Sequence) and owner.cls is list:
        found = typing.lengths.held(name, kind)
        items = (typing.join(item, found, True, name) for item in owner.items)
        typing.table[name] = replace(owner, items=tuple(items))
    elif name is None and is_array(kind) and not isinstance(getattr(target.value, "kind", None), Array):
        if is_array(target.kind) and not same_shape(target.kind.shape, kind.shape):
            raise BackendError("an array of another length is stored in a list inside a list")


def check_store(target: gast.AST, kind: Type) -> None:
    """Numba rounds a float that is stored in a list of integers; Python keeps it."""
    owner = getattr(getattr(target, "value", None), "kind", None)
    entries = (
        owner.items if isinstance(owner, Sequence) and owner.cls is list
        else (owner.item,) if isinstance(owner, ListOf) else ()
    )  # fmt: skip
    if entries and all(map(is_integer, entries)) and not is_integer(kind):
        raise BackendError(
            "a float may be stored in a list of integers, which compiled code would round",
            help=("let the list hold floats from the start: 0.0 for 0",),
        )  # fmt: skip
