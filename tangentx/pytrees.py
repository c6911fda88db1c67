"""Containers: taking tuples, lists, dicts, namedtuples and objects apart into leaves, and back.

Everything else is a leaf.  Dictionaries keep their own order; an object is put together again without running its
`__init__`, because a gradient need not satisfy the checks that a value does.

>>> leaves, structure = flatten({"w": (1.0, 2.0), "b": [3.0]})
>>> leaves
[1.0, 2.0, 3.0]
>>> unflatten(structure, [leaf * 10 for leaf in leaves])
{'w': (10.0, 20.0), 'b': [30.0]}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tangentx.instances import attributes_of, instance, is_tree


@dataclass(frozen=True, slots=True)
class Structure:
    """The shape of a container: its class, its keys (dict keys, field names) and the structures inside; a leaf has
    the class None."""

    cls: type | None
    keys: tuple = ()
    children: tuple[Structure, ...] = ()

    def __str__(self) -> str:
        if self.cls is None:
            return "*"
        if self.cls in (tuple, list):
            return f"{self.cls.__name__}({', '.join(map(str, self.children))})"
        pairs = zip(self.keys, self.children, strict=True)
        return f"{self.cls.__name__}({', '.join(f'{key}: {child}' for key, child in pairs)})"


LEAF = Structure(None)
_NO_CONTAINERS = frozenset(
    {np.ndarray, np.float64, float, int, bool, complex, str, type(None)}
)  # most leaves


def children_of(value: Any) -> tuple[tuple, tuple] | None:
    """(keys, items) of a container, None for a leaf."""
    cls = value.__class__
    if cls in _NO_CONTAINERS:
        return None
    if cls is tuple or cls is list:
        return (), tuple(value)
    if cls is dict:
        return tuple(value), tuple(value.values())
    if isinstance(value, tuple) and hasattr(cls, "_fields"):
        return cls._fields, tuple(value)
    attributes = attributes_of(value) if is_tree(value) else None
    return None if attributes is None else (tuple(attributes), tuple(attributes.values()))


def flatten(value: Any) -> tuple[list[Any], Structure]:
    """The leaves in order, and what puts them together again."""
    parts = children_of(value)
    if parts is None:
        return [value], LEAF
    leaves: list[Any] = []
    structures = []
    for item in parts[1]:
        inside, structure = flatten(item)
        leaves += inside
        structures.append(structure)
    return leaves, Structure(value.__class__, parts[0], tuple(structures))


def unflatten(structure: Structure, leaves: Iterable[Any]) -> Any:
    """A container of this structure holding the leaves."""
    return _build(structure, iter(leaves))


def _build(structure: Structure, leaves: Iterator[Any]) -> Any:
    cls = structure.cls
    if cls is None:
        return next(leaves)
    items = [_build(child, leaves) for child in structure.children]
    if cls is list:
        return items
    if cls is tuple:
        return tuple(items)
    if cls is dict:
        return dict(zip(structure.keys, items, strict=True))
    if issubclass(cls, tuple):
        return cls(*items)
    return instance(cls, **dict(zip(structure.keys, items, strict=True)))


def carries(leaf: Any) -> bool:
    """Whether a leaf can carry a derivative: a float or complex number or array."""
    return (
        isinstance(leaf, float | complex | np.inexact)
        or isinstance(leaf, np.ndarray)
        and leaf.dtype.kind in "fc"
    )


def map_leaves(function: Callable[[Any], Any], tree: Any) -> Any:
    """The same container with `function` applied to each leaf."""
    leaves, structure = flatten(tree)
    return unflatten(structure, [function(leaf) for leaf in leaves])


def copied(tree: Any) -> Any:
    """The same container with arrays of its own."""
    return map_leaves(lambda leaf: leaf.copy() if isinstance(leaf, np.ndarray) else leaf, tree)


def child_names(cls: type, keys: tuple, count: int, name: str) -> list[str]:
    """How a user would write each item of the container called `name`, for messages.

    >>> child_names(dict, ("w", "b"), 2, "params")
    ["params['w']", "params['b']"]
    """
    if cls is dict:
        return [f"{name}[{key!r}]" for key in keys]
    return [f"{name}.{key}" for key in keys] if keys else [f"{name}[{index}]" for index in range(count)]
