"""Arrays by where their memory is: copies that share memory as the originals do, adjoints of what shares it.

Part of `tangentx.runtime` (which re-exports it); NumPy only.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from tangentx.errors import AliasingError
from tangentx.instances import attributes_of, contents, instance
from tangentx.shadows import shadow


class Adjoints:
    """The adjoints of containers that are kept in several places: one for each, made when it is asked for.

    >>> row = [1.0, 2.0]
    >>> adjoint_of = Adjoints()
    >>> adjoint_of([row, row])[0] is adjoint_of(row)
    True
    """

    def __init__(self, arrays: bool = False) -> None:
        self._arrays = arrays  # are arrays looked up as well, by where their memory is?
        self._made: dict[int, tuple[Any, Any]] = {}  # by identity; with what it is for, which so stays alive

    def __call__(self, value: Any) -> Any:
        if self._arrays and isinstance(value, np.ndarray):
            return self._part(value)
        if contents(value) is None:
            return shadow(value)  # a number, or an array that nobody writes on: a part of what it is in
        if self._arrays:
            return self._filled(_empty(value), value)  # what it has now
        if id(value) not in self._made:
            self._made[id(value)] = value, _empty(value)  # before it is filled: it may be in itself
            self._filled(self._made[id(value)][1], value)
        return self._made[id(value)][1]

    def _filled(self, made: Any, value: Any) -> Any:
        if isinstance(value, list | tuple):
            made.extend(self(item) for item in value)
        elif isinstance(value, dict):
            made.update({key: self(item) for key, item in value.items()})
        else:
            vars(made).update({name: self(item) for name, item in attributes_of(value).items()})
        return made

    def _part(self, value: np.ndarray) -> np.ndarray:
        """The part of the adjoint of the whole buffer that a view of it is."""
        root = _root(value)
        if id(root) not in self._made:
            zeros = np.zeros_like(root)
            if zeros.strides != root.strides and root.size > 1:
                raise AliasingError(
                    "an array is written through views of it, and its memory is not in one piece",
                    code="TX510", help=("pass C-ordered arrays: np.ascontiguousarray(a)",),
                )  # fmt: skip
            self._made[id(root)] = root, zeros
        zeros = self._made[id(root)][1]
        return zeros if value is root else _same_part(value, root, zeros.ravel("K"))


def _empty(value: Any) -> Any:
    """What the adjoint of a container is, with nothing in it."""
    if isinstance(value, list | tuple):
        return []
    return {} if isinstance(value, dict) else SimpleNamespace()


def copied_together(*values: Any) -> tuple:
    """Copies of arrays, and of containers and objects that hold some, in which two that share memory share it again,
    and what is one array or list is one again.

    >>> u = np.zeros(3)
    >>> v, views = copied_together(u, [u[1:]])
    >>> views[0][0] = 5.0
    >>> v, u
    (array([0., 5., 0.]), array([0., 0., 0.]))
    """
    roots: dict[int, tuple[np.ndarray, np.ndarray | None]] = {}
    made: dict[int, Any] = {}
    return tuple(_copied_with(value, roots, made) for value in values)


def _copied_with(
    value: Any, roots: dict[int, tuple[np.ndarray, np.ndarray | None]], made: dict[int, Any]
) -> Any:
    if isinstance(value, np.ndarray):
        if id(value) not in made:
            made[id(value)] = _copy_of(value, roots)
        return made[id(value)]
    items = contents(value)
    if items is None:
        return value
    if id(value) not in made:
        made[id(value)] = _rebuilt(value, [_copied_with(item, roots, made) for item in items])
    return made[id(value)]


def _rebuilt(value: Any, items: list) -> Any:
    """A container or object of the same class that holds these items."""
    if isinstance(value, dict):
        return dict(zip(value, items, strict=True))
    if isinstance(value, tuple):
        return value._make(items) if hasattr(value, "_make") else tuple(items)
    if isinstance(value, list):
        return items
    return instance(type(value), **dict(zip(attributes_of(value), items, strict=True)))


def _copy_of(value: np.ndarray, roots: dict[int, tuple[np.ndarray, np.ndarray | None]]) -> np.ndarray:
    root = _root(value)
    if id(root) not in roots:
        whole = root.copy("K")  # in one piece, so that `ravel` gives a view of it
        roots[id(root)] = root, whole.ravel("K") if whole.strides == root.strides or root.size < 2 else None
    memory = roots[id(root)][1]
    return value.copy() if memory is None else _same_part(value, root, memory)


def _root(value: np.ndarray) -> np.ndarray:
    """The array whose memory it is."""
    while isinstance(value.base, np.ndarray):
        value = value.base
    return value


def _same_part(value: np.ndarray, root: np.ndarray, memory: np.ndarray) -> np.ndarray:
    """What `value` is of its root, of another memory of that kind."""
    offset = value.__array_interface__["data"][0] - root.__array_interface__["data"][0]
    return np.ndarray(value.shape, value.dtype, memory, offset, value.strides) if value.size else value.copy()
