"""What emitted code needs for memory: adjoints of containers, guards on overlap, the primal's namespace.

Part of `tangentx.runtime` (which re-exports it); NumPy only.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np

from tangentx.errors import AliasingError, NotDifferentiableError
from tangentx.instances import attributes_of, contents, instance

_NAMESPACES: dict[tuple[str, str], Any] = {}


def shadow(value: Any) -> Any:
    """A zero adjoint of the same structure, in containers that can be changed: lists for sequences.

    >>> shadow((1.5, [2, np.ones(2)]))
    [0.0, [0.0, array([0., 0.])]]
    """
    if type(value) is np.ndarray and value.dtype.kind in "fc" and value.flags.c_contiguous:
        return np.zeros(value.shape, value.dtype)  # in a fifth of the time
    if isinstance(value, np.ndarray):
        return np.zeros_like(value, dtype=None if value.dtype.kind in "fc" else np.float64)
    if isinstance(value, list | tuple):
        return [shadow(item) for item in value]
    if isinstance(value, range):
        return np.zeros(len(value))
    if isinstance(value, dict):
        return {key: shadow(item) for key, item in value.items()}
    if isinstance(type(value).__setattr__, FunctionType) and attributes_of(value) is not None:
        return shadow(SimpleNamespace(**attributes_of(value)))  # a frozen one's adjoint can be changed
    return _object(shadow, value, default=0.0)


def copy_tree(bar: Any) -> Any:
    """The adjoint of a sequence as a list of its own (entries of an array become entries of the list)."""
    if isinstance(bar, np.ndarray) and bar.ndim:
        bar = list(bar)
    return copied(bar)


def copied(bar: Any) -> Any:
    """The same adjoint with memory of its own; arrays stay arrays."""
    if isinstance(bar, list | tuple):
        return [copied(item) for item in bar]
    if isinstance(bar, dict):
        return {key: copied(item) for key, item in bar.items()}
    return bar.copy() if isinstance(bar, np.ndarray) else _object(copied, bar, default=bar)


def add_trees(bar: Any, contribution: Any) -> Any:
    """`bar + contribution`, entry by entry; None is the adjoint of what is a container on other paths, or of a tree
    that nothing has come to (`branches`)."""
    if bar is None or contribution is None:
        return contribution if bar is None else bar
    rows = (
        isinstance(contribution, np.ndarray) and contribution.ndim > 0
    )  # the adjoint of what an array was made of
    if isinstance(bar, list | tuple) and (rows or isinstance(contribution, list | tuple)):
        return [add_trees(a, b) for a, b in zip(bar, contribution, strict=True)]
    if isinstance(bar, np.ndarray) and bar.ndim and isinstance(contribution, list | tuple):
        return bar + contribution
    one, other = _entries(bar), _entries(contribution)
    if one is None or other is None:
        if one is other:
            return bar + contribution
        number, container = (bar, contribution) if one is None else (contribution, bar)
        return number if np.any(number) else container  # what is zero was made for something else
    total = {key: add_trees(one.get(key), other.get(key)) for key in {**one, **other}}
    whole = bar if isinstance(contribution, dict) else contribution
    if isinstance(whole, dict):
        return total
    return (
        [total[i] for i in range(len(whole))]
        if isinstance(whole, list | tuple)
        else instance(type(whole), **total)
    )


def _entries(bar: Any) -> dict | None:
    """What is in the adjoint of a container, under indices, keys or attributes."""
    if isinstance(bar, list | tuple):
        return dict(enumerate(bar))
    return bar if isinstance(bar, dict) else attributes_of(bar)


def add_into(bar: Any, contribution: Any) -> None:
    """`bar += contribution` for an adjoint that others have as well.

    >>> bar = [1.0, [2.0]]
    >>> add_into(bar, [1.0, [1.0]])
    >>> bar
    [2.0, [3.0]]
    """
    if isinstance(bar, list):
        parts: Any = dict(enumerate(bar))
    else:
        parts = bar if isinstance(bar, dict) else attributes_of(bar)
    plain = isinstance(bar, list | dict)
    for key, part in list(parts.items()):
        more = contribution[key] if plain else getattr(contribution, key)
        if isinstance(part, np.ndarray):
            part += more
        elif contents(part) is not None:
            add_into(part, more)
        elif plain:
            bar[key] = part + more
        else:
            setattr(bar, key, part + more)


def _object(change: Callable, *values: Any, default: Any = None) -> Any:
    """An object of the same class with `change` applied to each attribute; `default` for what is no such object."""
    first = attributes_of(values[0])
    if first is None:
        return default
    return instance(type(values[0]), **{name: change(*(getattr(v, name) for v in values)) for name in first})


def shape_of_list(items: list | tuple) -> tuple[int, ...]:
    """The shape of the array that the list would be; lists in it that are of several depths or lengths are none."""
    try:
        return np.shape(items)
    except ValueError:
        raise NotDifferentiableError(
            "a list of lists and numbers is an element of a list that has numbers as well", code="TX230",
            help=("keep lists and numbers in lists of their own",),
        ) from None  # fmt: skip


def zero_tangent(value: Any) -> Any:
    """A zero tangent of the same structure (the same containers)."""
    if isinstance(value, np.ndarray):
        return np.zeros_like(value, dtype=None if value.dtype.kind in "fcV" else np.float64)
    if isinstance(value, list):
        return [zero_tangent(item) for item in value]
    if isinstance(value, range):
        return np.zeros(len(value))
    if isinstance(value, tuple):
        items = [zero_tangent(item) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if isinstance(value, dict):
        return {key: zero_tangent(item) for key, item in value.items()}
    return _object(zero_tangent, value, default=0.0)


def zero_tangents(value: Any, count: int) -> Any:
    """Zero tangents in `count` directions, along one more axis: the same containers as `value`."""
    if isinstance(value, np.ndarray | np.generic):
        dtype = value.dtype if value.dtype.kind in "fcV" else np.float64
        return np.zeros((*value.shape, count), dtype)
    if isinstance(value, list):
        return [zero_tangents(item, count) for item in value]
    if isinstance(value, range):
        return np.zeros((len(value), count))
    if isinstance(value, tuple):
        items = [zero_tangents(item, count) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if isinstance(value, dict):
        return {key: zero_tangents(item, count) for key, item in value.items()}
    return _object(lambda item: zero_tangents(item, count), value, default=np.zeros(count))


def along(value: Any, count: int) -> np.ndarray:
    """Read-only, `value` in each of `count` directions: what tangents in these directions look like."""
    wide = np.expand_dims(value, -1)
    return np.broadcast_to(wide, (*wide.shape[:-1], count))


def direction(tangents: Any, index: int) -> Any:
    """The tangent in one of several directions, of an array, a number or a container of them."""
    if isinstance(tangents, list | tuple):
        items = [direction(item, index) for item in tangents]
        return type(tangents)(*items) if hasattr(tangents, "_fields") else type(tangents)(items)
    if isinstance(tangents, dict):
        return {key: direction(item, index) for key, item in tangents.items()}
    if tangents is None or isinstance(tangents, np.ndarray):
        return None if tangents is None else tangents[..., index]
    return _object(lambda item: direction(item, index), tangents)


def stacked(tangents: list) -> Any:
    """Tangents in several directions, given one by one, with the directions along a last axis."""
    first = tangents[0]
    if isinstance(first, list | tuple):
        items = [stacked([each[i] for each in tangents]) for i in range(len(first))]
        return type(first)(*items) if hasattr(first, "_fields") else type(first)(items)
    if isinstance(first, dict):
        return {key: stacked([each[key] for each in tangents]) for key in first}
    if first is None or isinstance(first, np.ndarray | float | complex | np.number):
        return None if first is None else np.stack(tangents, axis=-1)
    return _object(lambda *parts: stacked(list(parts)), *tangents)


def added(tangents: np.ndarray, more: Any, like: Any) -> np.ndarray:
    """`tangents += more`, where `like`, whose tangents they are, is an array; a number's tangents are new ones."""
    if isinstance(like, np.ndarray):
        tangents += more
        return tangents
    return tangents + more


def expanded_along(tangents: Any, like: Any) -> Any:
    """Tangents in several directions broadcast to the shape of their variable, in its dtype."""
    return (
        expanded(tangents, along(like, np.shape(tangents)[-1])) if isinstance(like, np.ndarray) else tangents
    )


def expanded(tangent: Any, like: Any) -> Any:
    """The tangent broadcast to the shape of its variable, in its dtype."""
    if not isinstance(like, np.ndarray):
        return tangent
    if np.shape(tangent) == like.shape and getattr(tangent, "dtype", None) == like.dtype:
        return tangent
    return np.full_like(like, tangent, dtype=None if like.dtype.kind in "fc" else np.float64)


def take_last(bar: np.ndarray, index: Any) -> np.ndarray:
    """The adjoint of `e` in `u[index] = e`: `bar[index]`, but zero where a later entry of the index wrote to the same
    slot (NumPy keeps the last).

    >>> take_last(np.array([5.0, 7.0]), np.array([0, 0, 1]))
    array([0., 5., 7.])
    """
    taken = np.array(bar[index])
    if not isinstance(taken, np.ndarray) or taken.size < 2:
        return taken
    owner = np.empty(bar.shape, dtype=np.intp)
    order = np.arange(taken.size, dtype=np.intp).reshape(taken.shape)
    owner[index] = order
    taken[owner[index] != order] = 0.0
    return taken


def last_written_bar(bar: np.ndarray, like: np.ndarray, index: Any) -> np.ndarray:
    """The adjoint of `take_last(u_bar, index)` with respect to u_bar: what was taken goes back where it came from."""
    made = np.zeros_like(like)
    order = np.arange(np.size(bar), dtype=np.intp).reshape(np.shape(bar))
    owner = np.empty(made.shape, dtype=np.intp)
    owner[index] = order
    np.add.at(made, index, np.where(owner[index] == order, bar, 0.0))
    return made


def real_where(z: Any, like: Any) -> Any:
    """What storing `z` in `like` keeps of it: the real part, if `like` is real."""
    return z if np.iscomplexobj(like) else np.real(z)


def writable(view: np.ndarray) -> np.ndarray:
    """The same view of an adjoint, open for writing: `diagonal` gives one that is not."""
    made = view.view()
    try:
        made.flags.writeable = True
    except ValueError:  # the owner is read-only: no adjoint that anybody writes on
        return view.copy()
    return made


def like_view(dot: Any, base_dot: np.ndarray, value: Any, base: np.ndarray) -> Any:
    """A tangent made as `value` was made of `base`: a view of the base's tangent where that is a view of the base; of a
    list or tuple, so is each of its parts.

    Raises
    ------
    AliasingError
        The tangent's memory is not in the order of the array's, so that only one of them could be viewed.
    """
    if value is base:
        return base_dot
    if isinstance(base, list | tuple | dict):
        return dot  # containers of tangents have their parts in common as the containers have
    if isinstance(value, list | tuple):  # `tuple(a)`, `np.split(a, 2)`
        return type(value)(like_view(d, base_dot, part, base) for d, part in zip(dot, value, strict=True))
    if not isinstance(value, np.ndarray):
        return dot
    return _viewed(dot, base_dot) if np.shares_memory(value, base) else dot.copy()


def part_like(bar: Any, base_bar: np.ndarray, value: Any, base: np.ndarray) -> Any:
    """The adjoint of a `value` that was made of `base`: a view of the base's where that is a view of the base, else
    zeros of its own."""
    if value is base:
        return base_bar
    if isinstance(value, list | tuple):
        return type(value)(part_like(b, base_bar, part, base) for b, part in zip(bar, value, strict=True))
    return _viewed(bar, base_bar) if np.shares_memory(value, base) else np.zeros_like(value)


def _viewed(made: np.ndarray, base: np.ndarray) -> np.ndarray:
    if made.size and not np.shares_memory(made, base):
        raise AliasingError(
            "an array is written through a view of it, and its derivative is in another memory order",
            code="TX510", help=("pass C-ordered arrays: np.ascontiguousarray(a)",),
        )  # fmt: skip
    return made.view()


def stop_gradient(x: Any) -> Any:
    """`x`, as a constant: no derivative passes."""
    return x


class PrimalNamespace:
    """The globals and cells of a function that cannot be imported, read live."""

    __slots__ = ("_space",)

    def __init__(self, space: Any):
        object.__setattr__(self, "_space", space)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._space.lookup(name)[1]
        except KeyError:
            raise AttributeError(f"name {name!r} is not defined") from None


def provide_namespace(module: str, name: str, space: Any) -> None:
    """Called by the loader before a module that uses `primal_namespace` is run."""
    _NAMESPACES[module, name] = PrimalNamespace(space)


def primal_namespace(module: str, name: str) -> Any:
    """The namespace that the generated module `module` calls `name`."""
    return _NAMESPACES[module, name]
