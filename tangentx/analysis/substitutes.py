"""Types in place of those that no sample fits (equal sizes, another rank, a number for what may be an axis), and
what they mention."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from tangentx.analysis.types import (
    INT,
    NUMBER,
    UNKNOWN,
    Array,
    Const,
    Dictionary,
    Dim,
    ListOf,
    Scalar,
    Sequence,
    Type,
    Unknown,
)

ALLOCATORS = (np.zeros, np.ones, np.empty, np.full)  # their first argument is a shape


def is_of_any_rank(function: Callable, kinds: list[Type]) -> bool:
    """Does it make an array whose shape is not known at all?"""
    return (
        function in ALLOCATORS
        and bool(kinds)
        and (isinstance(kinds[0], Unknown) or isinstance(kinds[0], ListOf))
    )


def with_size(kind: Type, size: int) -> Type:
    """The type with this size for all its dimensions."""
    if isinstance(kind, Array) and isinstance(kind.shape, tuple):
        return replace(kind, shape=(Dim((), size),) * len(kind.shape))
    if isinstance(kind, Sequence | Dictionary):
        return replace(kind, items=tuple(with_size(t, size) for t in kind.items))
    return kind


def sizes_among(kinds: Iterable[Type]) -> list[int]:
    """Sizes that arrays may have to have beside others: any, or as many as there are in a container beside them."""
    return list(dict.fromkeys((12, *_lengths(kinds))))


def _lengths(kinds: Iterable[Type]) -> Iterator[int]:
    for kind in kinds:
        if isinstance(kind, Sequence):
            yield len(kind.items)
            yield from _lengths(kind.items)


def with_ones(kind: Type) -> Type:
    """The type with 1 for each dimension that may be 1."""
    if isinstance(kind, Array) and isinstance(kind.shape, tuple):
        return replace(kind, shape=tuple(d if d.never_one else Dim((), 1) for d in kind.shape))
    if isinstance(kind, Sequence | Dictionary):
        return replace(kind, items=tuple(map(with_ones, kind.items)))
    return kind


def is_length(kind: Type) -> bool:
    return isinstance(kind, Scalar) and kind.kind == "int"


def counting(kind: Type, number: int) -> Type:
    """The type with this number for every whole number of which nothing is known."""
    if kind == INT:
        return Const(number)
    if isinstance(kind, Sequence | Dictionary):
        return replace(kind, items=tuple(counting(t, number) for t in kind.items))
    return kind


def with_shape(kind: Type, shape: tuple[Dim, ...]) -> Type:
    """The type with a shape wherever an array has none."""
    if isinstance(kind, Array) and kind.shape is None:
        return replace(kind, shape=shape)
    if isinstance(kind, Sequence | Dictionary):
        return replace(kind, items=tuple(with_shape(t, shape) for t in kind.items))
    if isinstance(kind, ListOf) and kind.item is not None:
        return replace(kind, item=with_shape(kind.item, shape))
    return kind


def most_axes(kinds: Iterable[Type]) -> int:
    """The highest rank among arrays, and arrays in containers."""
    found = 0
    for kind in kinds:
        if isinstance(kind, Array) and isinstance(kind.shape, tuple):
            found = max(found, len(kind.shape))
        elif isinstance(kind, Sequence | Dictionary):
            found = max(found, most_axes(kind.items))
        elif isinstance(kind, ListOf) and kind.item is not None:
            found = max(found, most_axes([kind.item]))
    return found


def of_any_shape(found: set[Array], of_numbers: bool) -> Type:
    """The join of results for several ranks.  One entry is a number, and so may be what is made of a number."""
    if len({k.dtype for k in found}) > 1:
        return UNKNOWN
    dtype, scalars = next(iter(found)).dtype, [k.scalar for k in found]
    if all(scalars):
        return Array(dtype, (), True)
    sites = frozenset().union(*(k.sites for k in found))
    return Array(dtype, None, False, sites | NUMBER if any(scalars) or of_numbers else sites)


def symbols_of(kinds: list[Type]) -> list[str]:
    """The symbols mentioned by types, in order, each once."""
    found: dict[str, None] = {}
    for kind in kinds:
        if isinstance(kind, Array) and isinstance(kind.shape, tuple):
            found.update((s, None) for d in kind.shape for s, _ in d.terms)
        elif isinstance(kind, Scalar) and kind.dim is not None:
            found.update((s, None) for s, _ in kind.dim.terms)
        elif isinstance(kind, Sequence | Dictionary):
            found.update((s, None) for s in symbols_of(list(kind.items)))
        elif isinstance(kind, ListOf) and kind.item is not None:
            found.update((s, None) for s in symbols_of([kind.item]))
    return list(found)
