"""The types of arguments and globals: their dimensions are symbols of their own, named after where they stand."""

from __future__ import annotations

import enum
from collections import OrderedDict
from dataclasses import replace
from typing import Any

from tangentx.analysis.observed import type_of
from tangentx.analysis.types import INT, NO_SITES, NUMBER, Array, Dictionary, Dim, Scalar, Sequence, Type


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
        own = kind.sites & NUMBER | {f"given {path}"}
        return replace(kind, shape=shape, sites=NO_SITES if kind.scalar else own)
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


def outer_type_of(value: Any) -> Type:
    """The type of a global or of a closure's cell: an integer's says as well whether it is 1, for it may be a size.

    >>> outer_type_of(1).dim.is_one, outer_type_of(7).dim.never_one, outer_type_of(0).dim
    (True, True, None)
    """
    if type(value) is int and value >= 1:
        return Scalar("int", Dim((), 1) if value == 1 else Dim((("outer", 1),)))
    value = _as_dicts(value)
    if type(value) is dict and any(isinstance(key, enum.Enum) for key in value):
        return Dictionary(tuple(value), tuple(map(type_of, value.values())))
    return type_of(value)


def _as_dicts(value: Any) -> Any:
    """A dict of dicts, where it is one, or objects that are read as those are."""
    if type(value) is not dict and not _is_plain_mapping(value):
        return value
    return {key: _as_dicts(item) for key, item in value.items()}


def _is_plain_mapping(value: Any) -> bool:
    """Is it an object of a subclass of dict that is read as a dict is?"""
    cls = type(value)
    if cls is OrderedDict:
        return True  # it has methods of its own for reading, which keep to the order, as those of a dict do
    if not isinstance(value, dict) or cls is dict:
        return False
    between = cls.__mro__[: cls.__mro__.index(dict)]
    return not any(name in vars(base) for base in between for name in _READING)


_READING = (
    "__getitem__",
    "__missing__",
    "__iter__",
    "__len__",
    "__contains__",
    "get",
    "keys",
    "values",
    "items",
)
