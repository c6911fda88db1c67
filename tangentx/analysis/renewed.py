"""Lengths that each trip of a loop finds anew: a variable that was bound in an earlier trip is of another length.

for k in range(n):                      u : (?1,), and so is every other part of this trip that is as long
    u = w[:k]
    if k > 1: s += np.sum(u * old)      old : (?any,), not (?1,): it was bound in the trip before
    old = u                             after the loop the adjoint of u has another length from trip to trip

A symbol says that two arrays of one trip are of one length; between trips it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tangentx.analysis.extents import made_since
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    ANY_DIM,
    Array,
    Dictionary,
    Dim,
    ListOf,
    Maybe,
    Record,
    Scalar,
    Sequence,
    Type,
)


def in_another_trip(s, name: str, kind: Type | None, since: int) -> Type | None:
    """What a variable bound in one trip is in a later one; `since`: unknown lengths before the loop."""
    symbols = {
        n for n in _symbols(kind) if n.startswith("<=") or any(made_since(p, since) for p in n.split("*"))
    }
    if not symbols:
        return kind
    s.sampler.extents.renewed.setdefault(name, set()).update(symbols)
    return _without(kind, symbols)


def left(s, breaks: list[Env], since: int) -> None:
    """Note what is read after the loop, and found anew in each trip."""
    for env in breaks:
        for name, kind in env.types.items():
            in_another_trip(s, name, kind, since)


def weaken(s) -> None:
    """Once everything is walked: the types of these variables say nothing of one trip alone."""
    renewed = s.sampler.extents.renewed
    for name in renewed.keys() & s.types.keys():
        s.types[name] = _without(s.types[name], renewed[name])
    for stmt in s.walked:
        if getattr(stmt, "target", None) in renewed and id(stmt) in s.def_types:
            s.def_types[id(stmt)] = _without(s.def_types[id(stmt)], renewed[stmt.target])


def _symbols(kind: Type | None) -> Iterator[str]:
    dims = (getattr(kind, "dim", None),) if isinstance(kind, Scalar) else getattr(kind, "shape", None)
    for dim in dims if isinstance(dims, tuple) else ():
        yield from (symbol for symbol, _ in dim.terms) if dim is not None else ()
    for part in _parts(kind):
        yield from _symbols(part)


def _parts(kind: Type | None) -> tuple:
    if isinstance(kind, Sequence | Dictionary | Record):
        return kind.items
    return (kind.item,) if isinstance(kind, ListOf) else (kind.some,) if isinstance(kind, Maybe) else ()


def _without(kind: Type | None, symbols: set[str]) -> Type | None:
    """The type, where every length that has one of these symbols is equal to nothing, itself included."""
    if isinstance(kind, Array) and isinstance(kind.shape, tuple):
        return replace(kind, shape=tuple(ANY_DIM if _has(dim, symbols) else dim for dim in kind.shape))
    if isinstance(kind, Scalar) and kind.dim is not None and _has(kind.dim, symbols):
        return replace(kind, dim=None)
    if isinstance(kind, Sequence | Dictionary | Record):
        return replace(kind, items=tuple(_without(part, symbols) for part in kind.items))
    if isinstance(kind, ListOf):
        return replace(kind, item=_without(kind.item, symbols))
    return Maybe(_without(kind.some, symbols)) if isinstance(kind, Maybe) else kind


def _has(dim: Dim, symbols: set[str]) -> bool:
    return any(symbol in symbols for symbol, _ in dim.terms)
