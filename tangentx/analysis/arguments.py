"""The types of arguments and globals: their dimensions are symbols of their own, named after where they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tangentx.analysis.types import INT, NO_SITES, Array, Dictionary, Dim, Scalar, Sequence, Type


def _bound_dim(dim: Dim, path: str, i: int) -> Dim:
    """A symbol for a dimension of an argument; of a recursive callee's argument it may be 1 ("?may")."""
    if not dim.terms:
        return dim
    if any(s.startswith("?@") for s, _ in dim.terms):
        return dim  # named by an annotation: the same name is the same number everywhere
    maybe = any(s.startswith("?may") for s, _ in dim.terms)
    return Dim(((f"?{path}.{i}" if maybe else f"{path}.{i}", 1),))


def step(cls: type, key: Any) -> str:
    """How an item of a dict, or an attribute of an object, is written after the container."""
    return f"[{key!r}]" if cls is dict else f".{key}"


def bind_dims(kind: Type, path: str) -> Type:
    """The type of the argument `path`: its dimensions become symbols of their own, its buffer a site."""
    if isinstance(kind, Array):
        shape = kind.shape
        if isinstance(shape, tuple):
            shape = tuple(_bound_dim(d, path, i) for i, d in enumerate(shape))
        return replace(kind, shape=shape, sites=NO_SITES if kind.scalar else frozenset((path,)))
    if isinstance(kind, Sequence):
        return replace(kind, items=tuple(bind_dims(t, f"{path}[{i}]") for i, t in enumerate(kind.items)))
    if isinstance(kind, Dictionary):
        pairs = zip(kind.keys, kind.items, strict=True)
        return replace(kind, items=tuple(bind_dims(t, f"{path}{step(kind.cls, k)}") for k, t in pairs))
    if kind == INT:
        return Scalar("int", Dim(((f"?{path}", 1),)))
    if isinstance(kind, Scalar) and kind.dim is not None and kind.dim.terms:
        return Scalar("int", Dim(((path.lstrip("?"), 1),)))  # of a global that is not 1
    return kind
