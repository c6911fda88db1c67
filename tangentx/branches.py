"""What emitted code needs for trees, whose depth is known at run time: their adjoints have only what was reached.

The adjoint of a tree is None where nothing has come, and else a dict of the adjoints of its parts: it is never changed,
so that what is in two trees is in two adjoints.  Part of `tangentx.runtime` (which re-exports it); NumPy only.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tangentx.errors import NotDifferentiableError
from tangentx.instances import attributes_of, contents
from tangentx.shadows import copied


def twig(key: Any, part: Any) -> Any:
    """The adjoint of a tree of which only one part was read, whose adjoint is `part`.

    >>> twig("left", twig(0, 2.0))
    {'left': {0: 2.0}}
    """
    if isinstance(key, int | np.integer) and key < 0:
        raise NotDifferentiableError(
            "an item of a tree is read by its place from the end",
            code="TX230",
            help=("count from the beginning",),
        )
    return {key: copied(part)} if isinstance(part, np.ndarray) else {key: part}


def part_of(bar: Any, key: Any, zero: Any = None) -> Any:
    """The adjoint of a part of a tree; `zero` where nothing has come.

    >>> part_of({0: 2.0}, 0, 0.0), part_of({0: 2.0}, 1, 0.0), part_of(None, "left")
    (2.0, 0.0, None)
    """
    entries = bar if isinstance(bar, dict) else attributes_of(bar)
    if entries is None:
        entries = dict(enumerate(bar)) if isinstance(bar, list | tuple) else {}
    found = entries.get(key)
    if found is None or zero is not None and contents(found) is not None and contents(zero) is None:
        return zero  # zeros of a container, made for something else
    return _spread(found, zero)


def _spread(found: Any, zero: Any) -> Any:
    """The adjoint as large as its zeros: a sum over an array hands on less than one number for each of its entries."""
    if isinstance(zero, np.ndarray) and np.shape(found) != zero.shape and contents(found) is None:
        return np.broadcast_to(found, zero.shape).copy()
    return found.copy() if isinstance(found, np.ndarray) else found


def end_of(bar: Any, zero: Any) -> Any:
    """The adjoint of a number or an array that is a tree; `zero` where nothing has come.

    >>> end_of(None, 0.0), end_of(2.0, 0.0)
    (0.0, 2.0)
    """
    return zero if bar is None else _spread(copied(bar), zero)


def leaf(value: Any) -> Any:
    """What a tree ends with here, which has to be a number or an array.

    >>> leaf(2.0)
    2.0
    """
    if isinstance(value, np.ndarray) or contents(value) is None:
        return value
    raise NotDifferentiableError(
        f"a {type(value).__name__} is used here as a number", code="TX230",
        help=("ask what it is first: isinstance(node, tuple)",),
    )  # fmt: skip
